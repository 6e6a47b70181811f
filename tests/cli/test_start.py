"""Help is instant and complete; wrong words are answered with the nearest right one."""

import subprocess
import sys

import pytest

from simulator.cli.app import COMMANDS, Commands
from simulator.cli.app import forcemix as group

HEAVY = ("numpy", "mesa", "scipy", "matplotlib", "pandas", "pydantic", "rich", "ruamel")


def test_help_imports_nothing_heavy() -> None:
    code = f"""
import sys
from simulator.cli.app import run
assert run(["--help"]) == 0
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "forcemix run baseline" in done.stdout


def test_help_lists_every_command_in_its_section(forcemix) -> None:
    answer = forcemix("--help")
    assert answer.code == 0
    for section, entries in COMMANDS.items():
        assert f"{section}:" in answer.out
        assert all(name in answer.out for name in entries)
    assert "Exit codes:" in answer.out


@pytest.mark.parametrize("name", [name for section in COMMANDS.values() for name in section])
def test_every_command_has_help(forcemix, name: str) -> None:
    answer = forcemix(name, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: forcemix {name}")
    assert isinstance(group, Commands)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["runn"], "Did you mean 'run'?"),
        (["list", "scenaros"], "Did you mean 'scenarios'?"),
        (["run", "bakcstop"], "no scenario named `bakcstop`. Did you mean `us-backstop`?"),
        (["run"], "Which scenario?"),
        (["run", "baseline", "--runs", "0"], "0 is not in the range"),
        (["explain", "framwork"], "Did you mean `framework`?"),
        (["show", "FIN", "--as-of", "2025-02-30"], "is not a date like 2025-04-30"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_a_hint(forcemix, words, said) -> None:
    answer = forcemix(*words)
    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


def test_the_module_runs_too() -> None:
    done = subprocess.run([sys.executable, "-m", "simulator", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("forcemix, version ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(forcemix, shell: str) -> None:
    answer = forcemix("completion", shell)
    assert answer.code == 0
    assert "_FORCEMIX_COMPLETE" in answer.out


def test_defaults_come_from_the_projects_configuration_and_the_environment(forcemix, tmp_path, monkeypatch) -> None:
    (tmp_path / "forcemix.toml").write_text("[run]\nruns = 7\n")
    assert "7 runs" in forcemix("run", "baseline", "--dry-run").out
    monkeypatch.setenv("FORCEMIX_RUN_RUNS", "8")
    assert "8 runs" in forcemix("run", "baseline", "--dry-run").out
    assert "9 runs" in forcemix("run", "baseline", "--dry-run", "--runs", "9").out
    (tmp_path / "forcemix.toml").write_text("[run\n")
    broken = forcemix("run", "baseline", "--dry-run")
    assert broken.code == 1
    assert "forcemix.toml" in broken.err
