"""Which figures a report has, and what stands beside them."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from simulator.experiments.kept.reading import read_summary
from simulator.experiments.kept.records import read_manifest, read_run
from simulator.experiments.sweeps.reading import read_sweep
from simulator.figures.registry import FIGURES
from simulator.report.document import report_page
from simulator.report.drawings import FIRST, OTHERS, TOGETHER, drawings
from simulator.report.findings import sweep_findings
from simulator.report.material import SWEEP_FIGURES, KeptRun, KeptSweep, Material
from simulator.scenario.library import load
from tests.kept_results import grid, kept_run, kept_sweep


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


@pytest.fixture(scope="module")
def runs(out: Path) -> tuple[KeptRun, ...]:
    @cache
    def one(name: str) -> KeptRun:
        path = kept_run(out, load(name), 120)
        return KeptRun(read_summary(path), read_run(path), name)

    return one("baseline"), one("us-backstop")


@pytest.fixture(scope="module")
def sweep(out: Path) -> KeptSweep:
    baseline = load("baseline")
    design = grid(baseline, "us.backstop=0:1:0.5", "mandate.clarity=0:1:0.5")
    path = kept_sweep(out, baseline, design, runs=120)
    return KeptSweep(read_sweep(path, (10_000,)), read_manifest(path), "forcemix sweep baseline", "map")


def of(runs: tuple[KeptRun, ...], *sweeps: KeptSweep) -> Material:
    return Material("", runs, sweeps, None, "forcemix report")


def questions(material: Material) -> list[str]:
    return re.findall(r"<figure><h3>([^<]+)</h3>", drawings(material).text)


def asked(*names: str) -> list[str]:
    return [FIGURES[name].question for name in names]


def test_one_run_has_its_own_figures(runs) -> None:
    assert questions(of(runs[:1])) == asked(*FIRST)


def test_several_runs_are_compared_first_and_the_others_have_figures_too(runs) -> None:
    assert questions(of(runs)) == asked(*TOGETHER, *FIRST, *OTHERS)


def test_a_sweep_has_the_figure_of_its_kind(runs, sweep) -> None:
    assert questions(of(runs[:1], sweep)) == asked(*FIRST, "tipping")
    assert dict(SWEEP_FIGURES) == {"grid": "tipping", "one-at-a-time": "tornado"}


@pytest.mark.parametrize("name", [*TOGETHER, *FIRST])
def test_a_report_asks_its_figures_for_what_they_take(name: str) -> None:
    takes = FIGURES[name].takes
    assert takes.kind == "runs"
    assert takes.least <= (2 if name in TOGETHER else 1) <= takes.most


def test_what_cannot_be_drawn_is_said(runs) -> None:
    first, *others = runs[0].summary.countries
    nowhere = replace(runs[0].summary, countries=(replace(first, iso3="XXX"), *others))
    text = drawings(of((replace(runs[0], summary=nowhere),))).text
    assert f"<p>{FIGURES['tiles'].question} `tiles` cannot be drawn of this: " in text
    assert text.count("<figure>") == len(FIRST) - 1


def test_every_figure_says_how_to_read_it_and_what_it_shows_in_words(runs) -> None:
    text = drawings(of(runs)).text
    figures = text.count("<figure>")
    assert text.count('<details class="printed"><summary>How to read it, and how it can mislead') == figures
    assert text.count('<details class="folded"><summary>The figure in words') == figures
    assert len(set(re.findall(r'aria-label="Figure: ([^"]+)"', text))) == figures


def test_a_sweep_tells_what_its_figure_finds_and_nothing_where_it_only_asks(sweep) -> None:
    (told,) = sweep_findings([sweep.summary])
    assert told.startswith("Sweep of “No US commitment, unclear mandate (10 April 2025)”: ")
    few = replace(sweep.summary, points=tuple(replace(point, runs=5) for point in sweep.summary.points))
    assert sweep_findings([few]) == []


def test_the_page_repeats_what_sweeps_are_made_with(runs, sweep) -> None:
    page = report_page(of(runs[:1], sweep))
    for words in (sweep.command, "120 a point, 1", sweep.manifest.numbers_sha256[:10], "9 points"):
        assert words in page
