"""`replay`: one run of a sweep again, and whether it is what was kept."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.app import COMMANDS
from simulator.experiments.sweeps import reopening
from simulator.experiments.sweeps.parts import StoreError
from simulator.experiments.sweeps.reopening import reopen
from simulator.experiments.tracing import trace
from simulator.scenario.library import load
from tests.kept_results import grid, kept_run, kept_sweep

HEAVY = ("numpy", "mesa", "scipy", "matplotlib", "pyarrow", "pandas", "pydantic", "rich", "ruamel", "numba")
OUT = Path("results")
OVER = ("us.air=0:1:0.5", "countries.FIN.absent=true,false")


@pytest.fixture(autouse=True)
def listed(monkeypatch) -> None:
    """The command is found whatever the table of commands says."""
    monkeypatch.setitem(COMMANDS, "Simulation", COMMANDS["Simulation"] | {"replay": "Run a run again."})


@pytest.fixture
def sweep(forcemix) -> Path:
    scenario = load("baseline").with_("countries.FIN.why", "an argument")
    return kept_sweep(OUT, scenario, grid(scenario, *OVER), runs=4, level=2)


def json_of(forcemix, *words: str, code: int = 0) -> dict:
    answer = forcemix("replay", *words, "--json")
    assert answer.code == code, answer.err
    return json.loads(answer.out)


def refused(forcemix, *words: str, code: int = 2) -> str:
    answer = forcemix("replay", *words)
    assert (answer.code, answer.out) == (code, "")
    assert "Traceback" not in answer.err
    return answer.err


def test_help_imports_nothing_heavy() -> None:
    code = f"""
import sys
from simulator.cli.commands.replay import command
command.main(["--help"], standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "RUN_ID is a whole number" in done.stdout


def test_a_run_is_what_was_kept(forcemix, sweep) -> None:
    answer = forcemix("replay", "15")
    assert answer.code == 0
    for words in (f"baseline, run 15 of {sweep.as_posix()}", "point 3, replicate 2, seed 1", "us.air 0.5",
                  "countries.FIN.absent False", "Identical to the kept row."):  # fmt: skip
        assert words in answer.out
    whole = json_of(forcemix, "15")
    assert (whole["run_id"], whole["point"], whole["replicate"], whole["kept"]) == (15, 3, 2, "identical")
    assert whole["inputs"] == {"us.air": 0.5, "countries.FIN.absent": False}
    assert (whole["differences"], whole["why_not_kept"]) == ([], None)
    row = next(row for table in reopen(sweep).stored.rows() for row in table.to_pylist() if row["point"] == 3)
    assert {name: whole[name] for name in ("joins", "inside", "ground")}.keys() <= row.keys()
    shown = {
        int(text.replace(",", ""))
        for text in re.findall(r"(?:Headline|Pledged|Allocated|Usable).* ([\d,]+)", answer.out)
    }
    assert shown == {whole[name] for name in ("headline", "pledged", "allocated", "usable")}


def test_a_country_that_is_left_out_at_the_point_is_not_there(forcemix, sweep) -> None:
    assert "FIN" not in {one["iso3"] for one in json_of(forcemix, "0")["countries"]}
    assert "Finland" not in forcemix("replay", "0").out


@pytest.mark.parametrize(
    "words", [("7",), ("7", "baseline"), ("baseline:7",), ("7", "results/baseline/{id}"), ("{id}:7",)]
)
def test_ways_to_name_a_sweep(forcemix, sweep, words: tuple[str, ...]) -> None:
    named = [word.replace("{id}", sweep.name) for word in words]
    assert json_of(forcemix, *named) == json_of(forcemix, "7", sweep.as_posix())


def test_the_newest_sweep_is_the_default(forcemix, sweep) -> None:
    newer = kept_sweep(OUT, load("un-mandate"), runs=2)
    kept_run(OUT)
    assert json_of(forcemix, "1")["sweep"] == newer.as_posix()


def test_trace_shows_every_round(forcemix, sweep) -> None:
    answer = forcemix("replay", "3", "--trace")
    reopened = reopen(sweep)
    scenario = reopened.scenario.with_values(reopened.values(3))
    rounds = list(trace(scenario, 1, 0))
    assert [f"round {entry.round}:" in answer.out for entry in rounds] == [True] * len(rounds)
    assert f"round {len(rounds)}:" not in answer.out
    whole = json_of(forcemix, "3", "--trace")
    assert [(entry["round"], entry["pledged"]) for entry in whole["rounds"]] == [
        (entry.round, entry.pledged) for entry in rounds
    ]
    assert "rounds" not in json_of(forcemix, "3")


def test_what_differs_is_told_and_ends_with_1(forcemix, sweep, monkeypatch) -> None:
    from simulator.experiments.sweeps import replaying

    runs = replaying.run_block
    monkeypatch.setattr(
        replaying, "run_block", lambda conference, seed, *rest, **more: runs(conference, seed + 1, *rest, **more)
    )
    answer = forcemix("replay", "5")
    assert answer.code == 1
    assert "Not what was kept:" in answer.out
    assert re.search(r"headline +[\d,]+ +[\d,]+", answer.out)
    whole = json_of(forcemix, "5", code=1)
    assert whole["kept"] == "differs"
    (headline,) = [one for one in whole["differences"] if one["of"] == "headline"]
    assert headline["replayed"] == whole["headline"] != headline["kept"]


def test_other_code_is_an_error_unless_asked_for(forcemix, sweep, monkeypatch) -> None:
    monkeypatch.setattr(reopening, "numbers_hash", lambda: "0" * 64)
    assert "was made with other code or data" in refused(forcemix, "3", code=1)
    whole = json_of(forcemix, "3", "--anyway")
    assert (whole["changed"], whole["kept"]) == (True, "identical")


def test_without_a_kept_row_there_is_nothing_to_compare(forcemix) -> None:
    kept_sweep(OUT, runs=3, level=0)
    answer = forcemix("replay", "4")
    assert answer.code == 0
    assert "No kept row to compare with: at level 0 every 100th replicate keeps its row." in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("24",), "6 points with 4 runs each; allowed: 0 to 23"),
        (("x",), "`x` is no run: write its number, such as 405, or SWEEP:405"),
        (("--", "-1"), "no run"),
        (("1_0",), "no run"),
        (("baseline:",), "no run"),
        (("baseline:1", "baseline"), "two sweeps are named"),
        (("1", "bsaeline"), "Did you mean `baseline`?"),
        (("1", "--out", "elsewhere"), "there is no kept sweep in `elsewhere`"),
        ((), "Missing argument 'RUN_ID'"),
    ],
)
def test_a_wrong_command_line_ends_with_2(forcemix, sweep, words: tuple[str, ...], said: str) -> None:
    assert said in refused(forcemix, *words)


def test_a_run_is_no_sweep(forcemix, sweep) -> None:
    run = kept_run(OUT)
    assert f"`{run.as_posix()}` is a run, not a sweep" in refused(forcemix, "1", run.name)


def test_damage_has_its_exit_code(forcemix, sweep) -> None:
    (sweep / "manifest.json").write_text("{}")
    answer = forcemix("replay", "1")
    assert answer.code == 65
    assert "is no manifest of a sweep" in answer.err
    assert issubclass(StoreError, OSError)
