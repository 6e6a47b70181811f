"""`export`: the file that is asked for, or one clear reason why not."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from simulator.cli.app import COMMANDS
from simulator.experiments.kept.finding import PARTS
from simulator.experiments.sweeps import reopening
from simulator.scenario.library import load
from tests.kept_results import kept_run, kept_sweep

HEAVY = ("numpy", "mesa", "scipy", "matplotlib", "pyarrow", "pandas", "pydantic", "rich", "ruamel", "numba")
OUT = Path("results")


@pytest.fixture(autouse=True)
def listed(monkeypatch) -> None:
    """The command is found whatever the table of commands says."""
    monkeypatch.setitem(COMMANDS, "Results", COMMANDS.get("Results", {}) | {"export": "Write a table."})


@pytest.fixture
def sweep(forcemix) -> Path:
    return kept_sweep(OUT, runs=5, batches=(2,))


def refused(forcemix, *words: str, code: int = 2) -> str:
    answer = forcemix("export", *words)
    assert (answer.code, answer.out) == (code, "")
    assert "Traceback" not in answer.err
    return answer.err


def test_help_imports_nothing_heavy() -> None:
    code = f"""
import sys
from simulator.cli.commands.export import command
command.main(["--help"], standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "--rows" in done.stdout


@pytest.mark.parametrize("name", ["table.csv", "below/here/table.parquet"])
def test_runs_by_default(forcemix, sweep, name: str) -> None:
    answer = forcemix("export", "baseline", "-o", name)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"Wrote {name} (15 runs).\n"
    table = pd.read_csv(name) if name.endswith("csv") else pd.read_parquet(name)
    assert sorted(table["run_id"]) == list(range(15))
    assert list(table.columns[:5]) == ["run_id", "point", "replicate", "us.air", "headline"]


def test_points_with_thresholds(forcemix, sweep) -> None:
    answer = forcemix("export", sweep.name, "-o", "a.csv", "--rows", "points", "--threshold", "123", "--threshold", "7")
    assert answer.code == 0
    assert answer.out == "Wrote a.csv (3 points).\n"
    columns = list(pd.read_csv("a.csv").columns)
    assert [name for name in columns if name.startswith("usable_reaches")] == [
        f"usable_reaches_{size}_{bound}" for size in (7, 123) for bound in ("in_100", "low", "high")
    ]


def test_the_format_can_be_said(forcemix, sweep) -> None:
    assert "say --format csv or parquet" in refused(forcemix, "baseline", "-o", "a.xls")
    assert forcemix("export", "baseline", "-o", "a.xls", "--format", "parquet").code == 0
    assert len(pd.read_parquet("a.xls")) == 15
    assert "Did you mean 'parquet'?" in refused(forcemix, "baseline", "-o", "b", "--format", "parket")


def test_nothing_is_overwritten_unasked(forcemix, sweep) -> None:
    Path("a.csv").write_text("mine")
    assert "a.csv exists. Overwrite it with --force" in refused(forcemix, "baseline", "-o", "a.csv")
    assert Path("a.csv").read_text() == "mine"
    assert forcemix("export", "baseline", "-o", "a.csv", "--force").code == 0
    assert len(pd.read_csv("a.csv")) == 15


def test_level_0_gives_points_and_says_what_they_do_not_know(forcemix) -> None:
    kept_sweep(OUT, runs=130, level=0)
    answer = forcemix("export", "baseline", "-o", "a.csv")
    assert (answer.code, answer.out) == (0, "Wrote a.csv (3 points).\n")
    assert "quantiles of persons are known to 100" in answer.err
    answer = forcemix("export", "baseline", "-o", "b.csv", "--rows", "runs")
    assert (answer.code, answer.out) == (0, "Wrote b.csv (6 runs).\n")
    assert "only every 100th replicate has a row" in answer.err
    assert forcemix("-q", "export", "baseline", "-o", "c.csv").err == ""
    said = refused(forcemix, "baseline", "-o", "d.csv", "--threshold", "150", "--threshold", "1")
    assert "--threshold 1, 150: a sweep that keeps no row a run (level 0)" in said


def test_other_code_is_an_error_unless_asked_for(forcemix, sweep, monkeypatch) -> None:
    monkeypatch.setattr(reopening, "numbers_hash", lambda: "0" * 64)
    assert "--anyway" in refused(forcemix, "baseline", "-o", "a.csv", code=1)
    answer = forcemix("export", "baseline", "-o", "a.csv", "--anyway")
    assert answer.code == 0
    assert "code or data have changed since this sweep was made" in answer.err


def test_an_unfinished_or_damaged_sweep_leaves_no_file(forcemix, sweep) -> None:
    first, second = sorted((sweep / PARTS).glob("*.parquet"))
    content = bytearray(first.read_bytes())
    content[60] ^= 1
    first.write_bytes(content)
    said = refused(forcemix, "baseline", "-o", "a.csv", code=65)
    assert first.name in said
    second.unlink()
    assert "is not finished: 1 of 2 parts are done" in refused(forcemix, "baseline", "-o", "a.csv", code=1)
    assert [entry.name for entry in Path().iterdir()] == ["results"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("baseline",), "Missing option '-o'"),
        (("nosuch", "-o", "a.csv"), "no kept result `nosuch`"),
        (("baseline", "-o", "results"), "`results` is a folder; -o takes a file"),
        (("baseline", "-o", "a.csv", "--rows", "pionts"), "Did you mean 'points'?"),
        (("baseline", "-o", "a.csv", "--threshold", "0"), "0 is not in the range"),
    ],
)
def test_a_wrong_command_line_ends_with_2(forcemix, sweep, words: tuple[str, ...], said: str) -> None:
    assert said in refused(forcemix, *words)


def test_a_file_that_cannot_be_written_is_said(forcemix, sweep) -> None:
    Path("file").write_text("")
    assert "`file/a.csv` cannot be written" in refused(forcemix, "baseline", "-o", "file/a.csv", code=1)


def test_a_run_is_no_sweep(forcemix, sweep) -> None:
    run = kept_run(OUT, load("un-mandate"))
    assert "`un-mandate` has no kept sweep" in refused(forcemix, "un-mandate", "-o", "a.csv")
    assert "is a run, not a sweep" in refused(forcemix, run.name, "-o", "a.csv")
