"""How long commands take from the key to the prompt: warm, in turn; and once with nothing compiled."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Contender, Timing, interleaved

CACHE = "FORCEMIX_CACHE"
PREFIX = "FORCEMIX_"


def commands(runs: int) -> dict[str, tuple[str, ...]]:
    """Return the words of the commands that are timed, by what a user types; those of :func:`compiling` last."""
    return {f"forcemix {' '.join(words)}": words for words in (("--help",), ("list",))} | compiling(runs)


def compiling(runs: int) -> dict[str, tuple[str, ...]]:
    """Return the commands that need compiled code: the run of a scenario, and a small sweep."""
    run = ("run", "baseline", "--runs", str(runs))
    sweep = ("sweep", "baseline", "--over", "us.backstop=0,1", "--runs", str(runs))
    return {f"forcemix {' '.join(words)}": words for words in (run, sweep)}


def time_starts(runs: int, starts: int, progress: Callable[[str], None]) -> dict[str, Timing]:
    """Time the commands, each in a fresh process and all in turn.

    Parameters
    ----------
    runs
        Of the commands that run something.
    starts
        How often each is started, besides once to warm up.
    progress
        Told in words what comes next.
    """
    contenders = [Contender(name, 1, partial(start, words)) for name, words in commands(runs).items()]
    return interleaved(contenders, starts, progress)


def cold_seconds(words: Sequence[str]) -> float:
    """Return the seconds of a command that finds no machine code and has to compile it."""
    with TemporaryDirectory(prefix="forcemix-cold-") as cache:
        started = time.perf_counter()
        start(words, {CACHE: cache})
        return time.perf_counter() - started


def start(words: Sequence[str], settings: Mapping[str, str] | None = None) -> None:
    """Run `forcemix` in a process of its own, in an empty folder that goes away, and wait for its end.

    Parameters
    ----------
    words
        What follows its name.
    settings
        Environment variables besides those of this process; defaults for options set there do not count.

    Raises
    ------
    RuntimeError
        If it fails, with what it said.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX) or name == CACHE}
    with TemporaryDirectory(prefix="forcemix-speed-") as folder:
        done = subprocess.run(  # noqa: S603 - our own command
            [*program(), *words],
            cwd=folder,
            env=inherited | dict(settings or {}),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"`forcemix {' '.join(words)}` ended with {done.returncode}: {done.stderr.strip()}")


def program() -> list[str]:
    """Return what starts `forcemix`: the script beside this Python, as users start it, or else the module."""
    for name in ("forcemix", "forcemix.exe"):
        script = Path(sys.executable).with_name(name)
        if script.exists():
            return [str(script)]
    return [sys.executable, "-m", "simulator"]
