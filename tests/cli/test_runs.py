"""`runs`: list, show, verify and remove kept results, as a user meets them."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.app import COMMANDS
from simulator.cli.commands import runs as runs_command
from simulator.cli.printing.kept import size_words
from simulator.experiments.kept import inspecting
from simulator.experiments.kept.finding import PARTS
from simulator.experiments.sweeps.store import SweepFolder, open_readonly
from simulator.scenario.library import load
from tests.kept_results import grid, kept_run, kept_sweep

HEAVY = ("numpy", "mesa", "scipy", "matplotlib", "pyarrow", "pandas", "pydantic", "rich", "ruamel", "numba")
OUT = Path("results")


@pytest.fixture(autouse=True)
def listed(monkeypatch) -> None:
    """The command is found whatever the table of commands says."""
    monkeypatch.setitem(COMMANDS, "Results", COMMANDS.get("Results", {}) | {"runs": "Kept results."})


@pytest.fixture
def both(forcemix) -> tuple[Path, Path]:
    """A run, and a newer sweep."""
    run = kept_run(OUT, load("us-backstop"))
    scenario = load("baseline").with_("deal.hold", 0.7)
    sweep = kept_sweep(OUT, scenario, grid(scenario, "us.air=0:1:0.5", "mandate.mission=deterrence,monitoring"))
    for path, age in ((run, 1_000), (sweep, 2_000)):
        for place in path.rglob("*"):
            os.utime(place, (age, age))
    return run, sweep


def json_of(forcemix, *words: str):
    answer = forcemix("runs", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def refused(forcemix, *words: str, code: int = 2) -> str:
    answer = forcemix("runs", *words)
    assert answer.code == code
    assert "Traceback" not in answer.err
    return answer.err


@pytest.mark.parametrize("words", [[], ["list"], ["show"], ["verify"], ["remove"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    code = f"""
import sys
from simulator.cli.commands.runs import command
command.main({[*words, "--help"]!r}, standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Usage:" in done.stdout


def test_an_empty_folder_says_how_to_make_a_result(forcemix) -> None:
    answer = forcemix("runs")
    assert (answer.code, answer.out) == (0, "No kept results in results/. Make one: forcemix run baseline\n")
    assert json_of(forcemix)["results"] == []


def test_everything_is_listed_newest_first(forcemix, both) -> None:
    run, sweep = both
    answer = forcemix("runs")
    assert answer.code == 0
    rows = [line.split() for line in answer.out.splitlines()[2:]]
    assert rows[0][:8] == [sweep.as_posix(), "sweep", "baseline", "6", "x", "6", "1", "1"]
    assert rows[1][:6] == [run.as_posix(), "run", "us-backstop", "8", "1", "all"]
    found = json_of(forcemix)["results"]
    assert [(one["kind"], one["points"], one["runs"], one["parts_done"], one["parts"]) for one in found] == [
        ("sweep", 6, 6, 1, 1), ("run", None, 8, None, None),
    ]  # fmt: skip
    assert found[1]["changed"] == "1970-01-01T00:16:40+00:00"
    assert forcemix("runs", "list").out == answer.out
    assert json_of(forcemix, "list", "--out", "elsewhere")["results"] == []
    assert json_of(forcemix, "--out", "elsewhere")["results"] == []


def test_damaged_and_foreign_folders_are_listed_as_such(forcemix, both) -> None:
    (OUT / "baseline" / "mine [red]\x1b[31m").mkdir()
    (OUT / "baseline" / "half").mkdir()
    (OUT / "baseline" / "half" / "manifest.json").write_text('{"schema": 1, "seed": -1}')
    answer = forcemix("runs")
    assert answer.code == 0
    assert "\x1b[31m" not in answer.out
    assert re.search(
        r"results/baseline/mine \[red\].*no result, 0 B: no manifest.json, run.json or sensitivity.json in it",
        answer.out,
    )
    assert re.search(r"results/baseline/half  damaged, 25 B: .* is no manifest of a sweep: .*seed", answer.out)
    assert {one["kind"] for one in json_of(forcemix)["results"]} == {"run", "sweep", "damaged", "foreign"}


def test_show_says_what_a_run_is(forcemix, both) -> None:
    run, _ = both
    answer = forcemix("runs", "show", run.name)
    assert answer.code == 0
    for words in (f"{run.as_posix()}: run of us-backstop", "forcemix run us-backstop --runs 8", "8, seed 1",
                  "the one at hand (hash", "those at hand (hash", "us.backstop", "numpy"):  # fmt: skip
        assert words in answer.out
    whole = json_of(forcemix, "show", run.name)
    assert whole["repeatable"] is True
    assert whole["record"]["command"] == "forcemix run us-backstop --runs 8"
    values = load("us-backstop").canonical()
    assert {one["input"]: one["value"] for one in whole["changes"]}.items() <= values.items()


def test_show_says_what_a_sweep_is(forcemix, both) -> None:
    _, sweep = both
    answer = forcemix("runs", "show", sweep.as_posix())
    assert answer.code == 0
    for words in (r"points +6, grid", r"us.air +0:1:0.5", r"mandate.mission +deterrence, monitoring",
                  r"6 at each point, 36 in all, seed 1", r"1 of 1 parts", r"deal.hold +0.7 +0.5"):  # fmt: skip
        assert re.search(words, answer.out), words
    whole = json_of(forcemix, "show", sweep.name)
    assert whole["changes"] == [{"input": "deal.hold", "value": 0.7, "default": 0.5}]
    assert whole["record"]["spec"]["design"]["kind"] == "grid"


def test_show_says_if_code_or_data_have_changed(forcemix, both, monkeypatch) -> None:
    run, sweep = both
    monkeypatch.setattr(inspecting, "code_hash", lambda: "c" * 64)
    monkeypatch.setattr(inspecting, "numbers_hash", lambda: "d" * 64)
    for name, words in ((run.name, r"changed since \(hash .*, now cccccccccc\)"), (sweep.name, "now dddddddddd")):
        answer = forcemix("runs", "show", name)
        assert re.search(words, answer.out)
        assert "the same command may give other numbers now" in answer.out
        assert json_of(forcemix, "show", name)["repeatable"] is False


def test_show_of_a_damaged_result_ends_with_1(forcemix, both) -> None:
    run, _ = both
    (run / "run.json").write_text("{")
    said = refused(forcemix, "show", run.name, code=1)
    assert "is no whole JSON file" in said


def test_verify_ends_with_0_or_1_and_lists_all(forcemix, both) -> None:
    run, sweep = both
    answer = forcemix("runs", "verify", run.name, sweep.name)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{run.as_posix()}: fine\n{sweep.as_posix()}: fine, 1 of 1 parts done\n"
    assert forcemix("-q", "runs", "verify", run.name).out == ""
    (part,) = (sweep / PARTS).glob("*.parquet")
    part.write_bytes(part.read_bytes()[:-7])
    (run / "rounds.csv").write_text("")
    answer = forcemix("runs", "verify", run.name, sweep.name)
    assert answer.code == 1
    assert "rounds.csv" in answer.out
    assert part.name in answer.out
    assert "set aside; the command that made the sweep runs them again" in answer.out
    answer = forcemix("runs", "verify", sweep.name, run.name, "--json")
    assert answer.code == 1
    found = json.loads(answer.out)
    assert [(one["kind"], bool(one["problems"]), one["parts_done"]) for one in found] == [
        ("sweep", False, 0), ("run", True, None),
    ]  # fmt: skip


def test_verify_tells_all_unknown_names_and_checks_nothing(forcemix, both) -> None:
    said = refused(forcemix, "verify", "us-backstopp", both[0].name, "nosuch/thing")
    assert "Did you mean `us-backstop`?" in said
    assert "no kept result `nosuch/thing`" in said
    assert said.endswith("Nothing was verified.\n")


def test_remove_needs_a_yes_where_nobody_can_be_asked(forcemix, both, monkeypatch) -> None:
    run, sweep = both
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    said = refused(forcemix, "remove", run.name)
    assert f"This would remove {run.as_posix()} (run, 8 runs)" in said
    assert "--yes" in said
    assert run.exists()
    answer = forcemix("runs", "remove", run.name, sweep.name, "--yes")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"Removed {run.as_posix()}, {sweep.as_posix()}.\n"
    assert not any(OUT.iterdir())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "there"), [("y\n", False), ("n\n", True), ("\n", True)])
def test_remove_asks_on_a_terminal(forcemix, both, monkeypatch, typed: str, there: bool) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    answer = forcemix("runs", "remove", both[0].name)
    assert answer.code == 0
    assert "Remove for good?" in answer.err
    assert answer.out == ""
    assert both[0].exists() == there


def test_remove_is_all_or_nothing(forcemix, both) -> None:
    run, sweep = both
    (run / "work").mkdir()
    said = refused(forcemix, "remove", run.name, sweep.name, "nosuch", "--yes")
    assert "no kept result `nosuch`" in said
    assert "holds the folder `work`" in said
    assert said.endswith("Nothing was removed.\n")
    assert run.exists()
    assert sweep.exists()
    assert "holds the folder" in refused(forcemix, "remove", run.name, sweep.name, "--yes", code=1)
    with SweepFolder.open(sweep, open_readonly(sweep).manifest):
        assert "another process is running" in refused(forcemix, "remove", sweep.name, "--yes", code=75)
    assert sweep.exists()


def test_a_mistyped_word_names_the_nearest(forcemix) -> None:
    assert "Did you mean 'show'?" in refused(forcemix, "shwo")
    assert "--json" in refused(forcemix, "--jsn")


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (123_456, "123 kB"), (2_500_000, "2.5 MB"),
                        (7e9, "7.0 GB"), (5e16, "50000 TB")]
)  # fmt: skip
def test_sizes_in_words(size: float, words: str) -> None:
    assert size_words(size) == words


def test_defaults_of_the_project_hold(forcemix, both) -> None:
    OUT.rename("kept")
    Path("forcemix.toml").write_text('[runs.list]\nout = "kept"\n')
    assert len(json_of(forcemix)["results"]) == 2


def test_the_module_asks_and_removes_nothing_by_itself() -> None:
    assert set(runs_command.command.commands) == {"list", "show", "verify", "remove"}
