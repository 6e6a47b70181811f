"""The machine and the software that a measurement holds for, one line each."""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from simulator.engine.compiled import code_folder
from simulator.experiments.kept.results import code_hash
from simulator.experiments.pool import cores

PACKAGES = ("forcemix", "mesa", "numba", "numpy", "pyarrow")
HASH_LENGTH = 10


def machine() -> dict[str, str]:
    """Return what the machine and its software are, by name."""
    found = {
        "processor": _processor(),
        "cores": f"{cores()} for this process, {os.cpu_count()} in all",
        "memory": _memory(),
        "load": load(),
        "system": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_version()} ({platform.python_implementation()})",
        "versions": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "sources": sources(),
    }
    if code_folder() is None:
        found["machine code"] = "kept nowhere: every process compiles anew, which start-up and memory include"
    return found


def at_the_end(before: str) -> dict[str, str]:
    """Return what may have changed while it was measured, by name.

    Parameters
    ----------
    before
        The sources as :func:`machine` told them.
    """
    found = {"load at the end": load()}
    if (now := sources()) != before:
        found["sources at the end"] = f"{now}: CHANGED meanwhile, so processes started later ran other code"
    return found


def sources() -> str:
    """Return the first digits of the hash of the package's sources as they are now on the disk."""
    # A process remembers the hash it found first.
    return code_hash.__wrapped__()[:HASH_LENGTH]


def load() -> str:
    """Return how many processes wanted a processor of late, besides which this one is measured."""
    if not hasattr(os, "getloadavg"):
        return "not told by this system"
    minute, minutes, _ = os.getloadavg()
    return f"{minute:.1f} in the last minute, {minutes:.1f} in the last five"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    if sys.platform == "win32":
        return "not told by this system"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.1f} GB"
