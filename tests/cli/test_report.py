import json
import re
import shlex
from pathlib import Path

import pytest

from simulator.experiments.designs.choosing import design_of
from simulator.scenario.library import load
from tests.kept_results import grid, kept_run, kept_sweep

HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">$body'
TIPPING = "What trades against what, and where does the force tip?"
TORNADO = "Which inputs matter most?"
QUICK = 20
"""Runs at each point of the explorer's grid; the page of the real number is weighed in the browser tests."""


@pytest.fixture
def kept(forcemix):
    for name in ("baseline", "us-backstop"):
        kept_run(Path("results"), load(name), 60)
    return forcemix


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("simulator.experiments.explorer.grid.DEFAULT_RUNS", QUICK)


def two_inputs(scenario=None) -> Path:
    scenario = scenario or load("baseline")
    design = grid(scenario, "us.backstop=0:1:0.5", "mandate.clarity=0,1")
    return kept_sweep(Path("results"), scenario, design, runs=40, name="map")


def one_at_a_time() -> Path:
    scenario = load("baseline")
    design = design_of(scenario, kind="one-at-a-time", over=("us.backstop=0,1", "mandate.clarity=0,1"), seed=1)
    return kept_sweep(Path("results"), scenario, design, runs=40, name="each")


def report() -> str:
    return Path("report.html").read_text(encoding="utf-8")


def test_a_report_of_two_runs_is_one_file_that_loads_nothing(kept) -> None:
    answer = kept("report", "baseline", "us-backstop", "-o", "brief.html", "--no-explorer")
    assert answer.code == 0
    assert answer.out.startswith("Wrote brief.html (")
    text = Path("brief.html").read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|img|iframe|object|embed|base|form)\b", text) == []
    assert re.findall(r'\bsrc="|@import|url\(http| on[a-z]+="| style="', text) == []
    assert [rel for rel in re.findall(r"<link ([^>]*)>", text) if "data:," not in rel] == []
    for words in ("What the runs say", "Figures", "Country by country", "What the runs cannot say", "How to repeat it"):
        assert f">{words}</h2>" in text
    assert "forcemix report baseline us-backstop -o brief.html --no-explorer" in text
    assert "forcemix run baseline --runs 60" in text


def test_it_shows_what_several_runs_have_to_say(kept) -> None:
    answer = kept("report", "baseline", "us-backstop", "--no-explorer", "--json")
    text = report()
    questions = re.findall(r"<figure><h3>([^<]+)</h3>", text)
    assert json.loads(answer.out)["figures"] == len(questions)
    for question in (
        "How do scenarios differ, and what are the odds of a force of some size?",
        "How often does the force reach any size I care about?",
        "What does each capital need before it comes in?",
        "Who sends how many troops, in which roles, and how sure is it?",
        "What lies between the headline and usable troops?",
        "Where do the countries that take part lie?",
        "Who moves first, who waits, and how does the force grow over the rounds?",
    ):
        assert question in questions


@pytest.mark.usefixtures("quick")
def test_the_explorer_is_part_of_it(kept) -> None:
    answer = kept("--no-progress", "report", "baseline", "us-backstop", "--json")
    told = json.loads(answer.out)
    text = Path("report.html").read_bytes()
    assert told["file"] == "report.html"
    assert told["bytes"] == len(text) < 1_500_000
    assert told["explorer"] is True
    assert len(told["results"]) == 2
    assert b'id="explorer-data"' in text


@pytest.mark.usefixtures("quick")
def test_the_explorer_alone_is_a_file_too(forcemix) -> None:
    answer = forcemix("--no-progress", "report", "us-backstop", "--explorer-only", "--json")
    told = json.loads(answer.out)
    assert (told["file"], told["results"], told["figures"], told["explorer"]) == ("explorer.html", [], 0, True)
    text = Path("explorer.html").read_text(encoding="utf-8")
    assert 'id="explorer-data"' in text
    assert "US backstop, mandate still unclear" in text
    assert not Path("results").exists()
    answer = forcemix("report", "baseline", "us-backstop", "--explorer-only", "--title", "x", "--no-explorer")
    assert answer.code == 2
    for words in ("explorer.html exists", "takes one scenario", "nothing to write", "--title is of a report"):
        assert words in answer.err


def test_the_same_command_writes_the_same_bytes(kept) -> None:
    assert kept("report", "baseline", "--no-explorer").code == 0
    first = Path("report.html").read_bytes()
    assert kept("report", "baseline", "--no-explorer", "--force").code == 0
    once_more = Path("report.html").read_bytes()
    assert first == once_more


def test_a_scenario_without_a_kept_run_is_run(forcemix) -> None:
    answer = forcemix("report", "monitoring", "--no-explorer")
    assert answer.code == 0
    assert "monitoring has no kept run" in answer.err
    assert list(Path("results/monitoring").iterdir())


def test_sweeps_add_their_figures_and_the_commands_that_make_them(kept) -> None:
    paths = [two_inputs(), one_at_a_time()]
    assert kept("report", "baseline", *(path.as_posix() for path in paths), "--no-explorer").code == 0
    text = report()
    assert text.count(f"<h3>{TIPPING}</h3>") == text.count(f"<h3>{TORNADO}</h3>") == 1
    commands = re.findall(r"<code>(forcemix sweep [^<]+)</code>", text)
    assert len(commands) == 2
    before = set(Path("results/baseline").iterdir())
    for path, line in zip(paths, commands, strict=True):
        # The command goes on with the sweep that it is said to make: there is nothing left to run.
        answer = kept("-q", *shlex.split(line)[1:], "--name", path.name, "--json")
        assert answer.code == 0, answer.err
    assert set(Path("results/baseline").iterdir()) == before


def test_a_sweep_alone_stands_beside_a_run_of_its_scenario(forcemix) -> None:
    changed = load("baseline", ("structure.veto=0.25",), None)
    path = two_inputs(changed)
    answer = forcemix("report", path.as_posix(), "--no-explorer", "--json")
    assert "running it (500 runs, seed 1)" in answer.err
    run, sweep = json.loads(answer.out)["results"]
    assert sweep == path.as_posix()
    record = json.loads(Path(run, "run.json").read_text(encoding="utf-8"))
    assert record["inputs"]["structure.veto"] == 0.25
    assert "forcemix run baseline --set structure.veto=0.25 --runs 500 --seed 1" in report()
    kept_run(Path("results"), load("baseline"), 20)
    again = forcemix("report", path.as_posix(), "--no-explorer", "--force", "--json")
    assert json.loads(again.out)["results"] == [run, sweep], "the newest run has other inputs"
    assert again.err == ""


def test_a_sweep_that_no_figure_shows_is_refused(kept) -> None:
    path = kept_sweep(Path("results"), runs=6, name="line")
    answer = kept("report", "baseline", path.as_posix(), "--no-explorer")
    assert answer.code == 2
    assert "a sweep that no figure shows" in answer.err
    assert "a sweep over a grid of two inputs" in answer.err


def test_titles_stay_text(kept) -> None:
    assert kept("report", "baseline", "--no-explorer", "--title", HOSTILE).code == 0
    text = report()
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("&lt;/script&gt;") >= 2
    assert "$body" in text


def test_nothing_is_overwritten_by_accident(kept) -> None:
    Path("report.html").write_text("mine", encoding="utf-8")
    answer = kept("report", "baseline", "--no-explorer")
    assert answer.code == 2
    assert "--force" in answer.err
    assert Path("report.html").read_text(encoding="utf-8") == "mine"


def test_all_mistakes_are_told_before_anything_is_run(forcemix) -> None:
    Path("folder.html").mkdir()
    answer = forcemix("report", "-o", "folder.html", "--title", "x" * 301)
    assert answer.code == 2
    assert all(words in answer.err for words in ("Which results?", "is a folder", "301 characters"))
    answer = forcemix("report", "basline", "monitorin", "gone.yaml", "--no-explorer")
    assert answer.code == 2
    assert all(words in answer.err for words in ("basline", "monitorin", "gone.yaml", "baseline"))
    assert "Traceback" not in answer.err
    assert not Path("results").exists()


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_run(forcemix) -> None:
    Path("taken").write_text("", encoding="utf-8")
    answer = forcemix("report", "baseline", "--no-explorer", "-o", "taken/report.html")
    assert answer.code == 1
    assert "taken/report.html" in answer.err
    assert not Path("results").exists()
