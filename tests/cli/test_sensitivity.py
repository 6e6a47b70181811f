"""`sensitivity`: tables and JSON, a kept result that is found, drawn, shown, verified and removed, mistakes told."""

import csv
import json
import sys
from io import StringIO
from pathlib import Path

import pytest

from simulator.analysis.sensitivity.results import read_study

OVER = ("--over", "us.backstop=0:1", "--over", "deal.hold=0:1", "--over", "structure.veto=0:1")
SMALL = ("--points", "8", "--scrambles", "3", "--runs", "20", "--trajectories", "4")


@pytest.fixture
def asked(forcemix):
    """The JSON of a small analysis."""
    answer = forcemix("sensitivity", "baseline", *OVER, *SMALL, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_json_has_every_index_with_its_interval(asked) -> None:
    found = asked["found"]
    assert asked["output"] == "usable"
    assert [one["input"] for one in asked["ranges"]] == ["us.backstop", "deal.hold", "structure.veto"]
    assert {one["name"] for one in found["inputs"]} == {"us.backstop", "deal.hold", "structure.veto"}
    assert [one["name"] for one in found["layers"]] == ["inputs", "structure"]
    for one in (*found["inputs"], *found["layers"]):
        for which in ("first", "total"):
            assert one[which]["low"] <= one[which]["value"] <= one[which]["high"]
    assert 0.0 < found["noise"]["share"]["value"] < 1.0
    assert asked["budget"]["points"] == 8


def test_the_same_command_gives_the_same_bytes(forcemix, asked) -> None:
    folder = Path(asked["out"])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(before) == {"sensitivity.json", "indices.csv"}
    again = json.loads(forcemix("sensitivity", "baseline", *OVER, *SMALL, "--json", "-j", "2").out)
    assert again == asked
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    repeated = forcemix(*asked["command"].split()[1:], "--json")
    assert json.loads(repeated.out) == asked


def test_what_is_kept_is_read_back(asked) -> None:
    study = read_study(Path(asked["out"]))
    assert json.loads(json.dumps(study.to_json())) == {key: asked[key] for key in study.to_json()}
    rows = list(csv.DictReader(StringIO((Path(asked["out"]) / "indices.csv").read_text())))
    assert [row["of"] for row in rows] == ["layer", "layer", "input", "input", "input", "run noise"]


def test_it_is_listed_shown_verified_drawn_and_removed(forcemix, asked) -> None:
    (listed,) = json.loads(forcemix("runs", "--json").out)["results"]
    assert (listed["kind"], listed["scenario"], listed["runs"], listed["seed"]) == ("sensitivity", "baseline", 20, 1)
    shown = forcemix("runs", "show", "baseline").out
    assert "output     usable" in shown
    assert asked["command"] in shown
    assert json.loads(forcemix("runs", "show", "baseline", "--json").out)["repeatable"] is True
    assert forcemix("runs", "verify", "baseline").code == 0
    drawn = forcemix("plot", "indices", "baseline")
    assert drawn.code == 0, drawn.err
    assert {path.suffix for path in Path("figures").iterdir()} == {".png", ".csv", ".txt"}
    assert forcemix("runs", "remove", "baseline", "--yes").code == 0
    assert not Path(asked["out"]).exists()


def test_changes_by_hand_are_found(forcemix, asked) -> None:
    record = Path(asked["out"]) / "sensitivity.json"
    text = record.read_text()
    record.write_text(text.replace('"output": "usable"', '"output": "pledged"'))
    verdict = forcemix("runs", "verify", "baseline")
    assert verdict.code == 1
    assert "changed by hand" in verdict.out
    record.write_text(text)
    (record.parent / "indices.csv").write_text("of\n")
    assert "not the table that was written" in forcemix("runs", "verify", "baseline").out
    record.write_text("{}")
    assert forcemix("plot", "indices", asked["out"]).code == 1
    assert "damaged" in forcemix("runs").out


def test_figures_of_other_results_say_what_they_take(forcemix, asked) -> None:
    answer = forcemix("plot", "tornado", "baseline")
    assert answer.code == 2
    assert "forcemix sweep baseline --design one-at-a-time" in answer.err
    answer = forcemix("plot", "indices", "us-backstop")
    assert answer.code == 2
    assert "`indices` takes a sensitivity analysis" in answer.err
    assert "Make one: forcemix sensitivity us-backstop" in answer.err


def test_the_page_says_what_indices_are_of(forcemix) -> None:
    answer = forcemix("sensitivity", "baseline", *OVER, *SMALL, "--top", "2", "--of", "usable>=8000", "--csv", "my.csv")
    assert answer.code == 0, answer.err
    for words in ("what moves the chance of usable>=8000", "the 1 other", "Run noise", "not the world", "of 100 runs",
                  "Monte Carlo error", "more of it", "forcemix plot indices results/baseline/sensitivity-",
                  "Wrote my.csv"):  # fmt: skip
        assert words in answer.out, words
    assert Path("my.csv").read_text().startswith("of,name,layer")
    assert forcemix("sensitivity", "baseline", *OVER, *SMALL, "--csv", "my.csv").code == 2


def test_a_dry_run_runs_nothing(forcemix) -> None:
    answer = forcemix("sensitivity", "baseline", "--dry-run")
    assert answer.code == 0
    for words in (
        "28 uncertain inputs (the default set)",
        "structure.medians.3",
        "Compiled one by one",
        "Nothing was run",
    ):
        assert words in answer.out
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--points", "100"), 2, "Take 64 or 128"),
        (("--of", "usabel"), 2, "did you mean `usable`?"),
        (("--of", "usable>=x"), 2, "expected a number"),
        (("--over", "us.aire=0:1", "--over", "deal.hold=0:9"), 1, "2 mistakes"),
        (("--over", "us.air=0:1"), 2, "only `us.air` is uncertain"),
        (("--points", "65536", "--runs", "4000"), 2, "allowed: 1,000,000,000"),
        ((*OVER, *SMALL, "--of", "usable>=900000"), 2, "nothing moves it within these ranges"),
    ],
)
def test_mistakes_are_told_and_nothing_is_kept(forcemix, words: tuple[str, ...], code: int, told: str) -> None:
    answer = forcemix("sensitivity", "baseline", *words)
    assert answer.code == code
    assert told in answer.err
    assert "Traceback" not in answer.err
    assert not list(Path().glob("results/*/*"))


def test_a_missing_library_names_the_extra_before_anything_runs(forcemix, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    answer = forcemix("sensitivity", "baseline", *OVER, *SMALL)
    assert answer.code == 2
    assert "pip install 'forcemix[sensitivity]'" in answer.err
    assert not list(Path().glob("results/*/*"))
