"""`forcemix plot`: figures of kept results, of scenarios not run yet, and one clear error where there is none."""

import json
import os
from pathlib import Path

import pytest

from simulator.experiments.designs.choosing import design_of
from simulator.figures.registry import FIGURES
from simulator.scenario.library import load
from tests.kept_results import grid, kept_run, kept_sweep

WRITTEN = {"figures/ledger-baseline.png", "figures/ledger-baseline.csv", "figures/ledger-baseline.txt"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def baseline(here: Path) -> Path:
    return kept_run(here / "results", load("baseline"), 60).relative_to(here)


def two_inputs(here: Path, seed: int = 1) -> Path:
    scenario = load("baseline")
    design = grid(scenario, "us.backstop=0:1:0.5", "mandate.clarity=0:1:0.5")
    return kept_sweep(here / "results", scenario, design, runs=40, seed=seed).relative_to(here)


def one_at_a_time(here: Path) -> Path:
    scenario = load("baseline")
    design = design_of(scenario, kind="one-at-a-time", over=("us.backstop=0,1", "mandate.clarity=0,1"), seed=1)
    return kept_sweep(here / "results", scenario, design, runs=40).relative_to(here)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder.parent).as_posix() for path in folder.rglob("*") if path.is_file()}


def older(path: Path, seconds: int) -> None:
    for record in (path / "run.json", path / "manifest.json", path / "parts"):
        if record.exists():
            changed = record.stat().st_mtime - seconds
            os.utime(record, (changed, changed))


def test_a_figure_is_drawn_with_its_data_and_its_words(forcemix, here, baseline) -> None:
    answer = forcemix("plot", "ledger", "baseline")
    assert answer.code == 0
    assert files(here / "figures") == WRITTEN
    assert all(name in answer.out for name in WRITTEN)
    assert baseline.as_posix() in answer.out
    assert answer.err == ""
    assert (here / "figures/ledger-baseline.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("named", ["path", "scenario/id", "id", "scenario", "record"])
def test_a_result_is_named_in_any_way(forcemix, here, baseline, named) -> None:
    word = {
        "path": baseline.as_posix(), "scenario/id": f"baseline/{baseline.name}", "id": baseline.name,
        "scenario": "baseline", "record": (baseline / "run.json").as_posix(),
    }[named]  # fmt: skip
    answer = forcemix("--quiet", "plot", "waterfall", word, "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["results"] == [baseline.as_posix()]


def test_without_a_result_the_newest_that_fits_is_drawn(forcemix, here, baseline) -> None:
    newer = kept_run(here / "results", load("us-backstop"), 30).relative_to(here)
    older(here / baseline, 100)
    two_inputs(here)
    told = json.loads(forcemix("plot", "ledger", "--json").out)
    assert told["results"] == [newer.as_posix()]
    assert told["files"][0] == "figures/ledger-us-backstop.png"


def test_a_scenario_that_was_not_run_is_run_and_kept(forcemix, here) -> None:
    answer = forcemix("plot", "ledger", "europe-alone", "--json")
    assert answer.code == 0
    assert "europe-alone has no kept run: running it (500 runs, seed 1)" in answer.err
    (result,) = json.loads(answer.out)["results"]
    record = json.loads((here / result / "run.json").read_text())
    assert (record["runs"], record["seed"], record["scenario"]) == (500, 1, "europe-alone")
    assert f"Kept in {result}/" in answer.err
    again = forcemix("plot", "waterfall", "europe-alone", "--json")
    assert json.loads(again.out)["results"] == [result]
    assert again.err == ""


def test_a_scenario_file_is_drawn_of_the_run_it_has_now(forcemix, here) -> None:
    (here / "mine.yaml").write_text("extends: baseline\ntitle: Mine\n")
    first = json.loads(forcemix("plot", "ledger", "mine.yaml", "--json").out)["results"]
    assert json.loads(forcemix("plot", "waterfall", "mine.yaml", "--json").out)["results"] == first
    (here / "mine.yaml").write_text("extends: baseline\ntitle: Mine\nus: {backstop: 1.0}\n")
    assert json.loads(forcemix("plot", "waterfall", "mine.yaml", "--json", "--force").out)["results"] != first


def test_a_run_with_other_inputs_than_its_scenario_is_noted(forcemix, here) -> None:
    kept_run(here / "results", load("baseline", ("us.air=1",)), 20)
    answer = forcemix("plot", "ledger", "baseline")
    assert answer.code == 0
    assert "was run with other values of us.air than `baseline` has now" in answer.err


def test_nothing_is_overwritten_without_force(forcemix, here, baseline) -> None:
    assert forcemix("plot", "ledger", "baseline").code == 0
    before = {name: (here / name).read_bytes() for name in WRITTEN}
    (here / "figures/ledger-baseline.png").unlink()
    answer = forcemix("plot", "ledger", "baseline", "--mono")
    assert answer.code == 2
    assert "figures/ledger-baseline.csv, figures/ledger-baseline.txt exist. Overwrite with --force" in answer.err
    assert not (here / "figures/ledger-baseline.png").exists()
    assert forcemix("plot", "ledger", "baseline", "--force").code == 0
    assert {name: (here / name).read_bytes() for name in WRITTEN} == before
    assert files(here / "figures") == WRITTEN


def test_a_scenario_is_not_run_for_files_that_cannot_be_written(forcemix, here) -> None:
    (here / "figures").mkdir()
    (here / "figures/ledger-europe-alone.csv").write_text("mine")
    answer = forcemix("plot", "ledger", "europe-alone")
    assert answer.code == 2
    assert not (here / "results").exists()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            ("--format", "svg", "--format", "pdf", "--format", "svg"),
            {"figures/ledger-baseline.svg", "figures/ledger-baseline.pdf"},
        ),
        (("-o", "brief/"), {"brief/ledger-baseline.png"}),
        (("-o", "brief"), {"brief/ledger-baseline.png"}),
        (("-o", "brief/figure-2.SVG"), {"brief/figure-2.svg"}),
        (("-o", "there.v2/", "--format", "pdf"), {"there.v2/ledger-baseline.pdf"}),
        (("-o", "x.png", "--format", "png", "--size", "slide", "--mono"), {"x.png"}),
    ],
)
def test_where_and_how_a_figure_is_written(forcemix, here, baseline, words, wanted) -> None:
    answer = forcemix("plot", "ledger", "baseline", "--json", *words)
    assert answer.code == 0, answer.err
    written = set(json.loads(answer.out)["files"])
    assert {name for name in written if not name.endswith((".csv", ".txt"))} == wanted
    assert len(written) == len(wanted) + 2
    assert all((here / name).is_file() for name in written)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ledgre", "baseline"), "Did you mean 'ledger'?"),
        (("ledger", "baseline", "--strength", "usable"), "`ledger` has no --strength"),
        (("ledger", "baseline", "--strength", "usable", "--count", "joins"), "no --strength and no --count"),
        (("tipping", "baseline", "--threshold", "5000", "--threshold", "9000"), "shows at most 1 --threshold"),
        (("ledger", "baseline", "us-backstop"), "takes one run, and 2 are named. Figures of several runs: dots"),
        (("flips", "baseline"), "takes 2 to 8 runs, and 1 is named"),
        (("ledger", "baselin"), "Did you mean `baseline`?"),
        (("ledger", "us-backstob"), "There is a scenario `us-backstop`"),
        (("ledger", "baseline/nothing"), "no kept result `baseline/nothing`"),
        (("ledger", "baseline", "-o", "x.jpg"), "does not end in .png, .svg or .pdf"),
        (("ledger", "baseline", "-o", "x.png", "--format", "svg"), "is a file of one format"),
        (("tipping", "baseline"), "`baseline` has none. Make one: forcemix sweep baseline --over"),
        (("tornado", "baseline"), "Make one: forcemix sweep baseline --design one-at-a-time"),
        (("tipping",), "there is no kept result that fits in `results`"),
    ],
)
def test_one_clear_error_and_nothing_written(forcemix, here, baseline, words, said) -> None:
    answer = forcemix("plot", *words)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""
    assert not (here / "figures").exists()


def test_all_wrong_results_are_told_at_once(forcemix, here, baseline) -> None:
    sweep = two_inputs(here)
    answer = forcemix("plot", "dots", "nothing", "baseline", sweep.as_posix(), "nowhere/at-all")
    assert answer.code == 2
    assert answer.err.count("error: ") == 3
    assert f"`{sweep.as_posix()}` is a sweep, not a run" in answer.err


def test_a_run_is_no_sweep(forcemix, here, baseline) -> None:
    answer = forcemix("plot", "tipping", baseline.as_posix())
    assert answer.code == 2
    assert f"`{baseline.as_posix()}` is none. Make one: forcemix sweep baseline --over" in answer.err


def test_a_sweep_of_another_design_does_not_fit(forcemix, here) -> None:
    single = one_at_a_time(here)
    answer = forcemix("plot", "tipping", single.as_posix())
    assert answer.code == 2
    assert "takes a sweep over a grid of two inputs" in answer.err


def test_of_a_scenario_the_newest_sweep_that_fits_is_drawn(forcemix, here, baseline) -> None:
    first = two_inputs(here)
    older(here / first, 200)
    second = two_inputs(here, seed=2)
    older(here / second, 100)
    single = one_at_a_time(here)
    told = {name: json.loads(forcemix("plot", name, "baseline", "--json").out) for name in ("tipping", "tornado")}
    assert told["tipping"]["results"] == [second.as_posix()]
    assert told["tornado"]["results"] == [single.as_posix()]
    assert told["tipping"]["files"][0] == "figures/tipping-baseline.png"


def test_choices_reach_the_figure(forcemix, here) -> None:
    sweep = two_inputs(here).as_posix()
    assert forcemix("plot", "tipping", sweep, "--strength", "usable", "--threshold", "7000").code == 0
    told = (here / "figures/tipping-baseline.txt").read_text()
    assert "7,000" in told
    assert "usable" in told


def test_several_runs_are_one_figure(forcemix, here, baseline) -> None:
    answer = forcemix("plot", "dots", "baseline", "us-backstop", "--json")
    assert answer.code == 0
    told = json.loads(answer.out)
    assert len(told["results"]) == 2
    assert told["files"][0] == "figures/dots.png"


def test_an_unfinished_sweep_says_so(forcemix, here) -> None:
    sweep = two_inputs(here)
    next((here / sweep / "parts").glob("*.parquet")).unlink()
    answer = forcemix("plot", "tipping", sweep.as_posix())
    assert answer.code != 0
    assert "is not finished" in answer.err
    assert "Traceback" not in answer.err


def test_a_damaged_result_says_what_makes_it_anew(forcemix, here, baseline) -> None:
    path = here / baseline / "summary.json"
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({name: value for name, value in kept.items() if name != "schema"}))
    answer = forcemix("plot", "ledger", "baseline")
    assert answer.code == 1
    assert "earlier version of forcemix" in answer.err
    assert "Make it anew: forcemix run baseline" in answer.err
    path.write_text("{")
    assert forcemix("plot", "ledger", "baseline").code == 1
    assert not (here / "figures").exists()


def test_a_folder_that_cannot_be_made_is_one_clear_error(forcemix, here, baseline) -> None:
    (here / "figures").write_text("a file")
    answer = forcemix("plot", "ledger", "baseline", "-o", "figures/deeper/")
    assert answer.code == 1
    assert "figures cannot be written to `figures/deeper`" in answer.err


def test_a_name_from_a_record_never_leads_out_of_the_folder(forcemix, here, baseline) -> None:
    path = here / baseline / "run.json"
    record = json.loads(path.read_text()) | {"scenario": "../../out"}
    path.write_text(json.dumps(record))
    summary = here / baseline / "summary.json"
    summary.write_text(json.dumps(json.loads(summary.read_text()) | {"scenario": "../../out"}))
    answer = forcemix("plot", "ledger", baseline.as_posix(), "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["files"][0] == "figures/ledger.png"


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_explained(forcemix, name) -> None:
    answer = forcemix("explain", name)
    assert answer.code == 0
    assert FIGURES[name].question in answer.out
    assert "Beware: " in answer.out
    assert f"forcemix plot {name} " in answer.out


def test_figures_are_listed(forcemix) -> None:
    listed = json.loads(forcemix("list", "figures", "--json").out)
    assert [row["figure"] for row in listed] == list(FIGURES)
    assert all(row["question"] and row["takes"] for row in listed)
    assert "takes" in forcemix("list", "figures").out
