"""Removing kept results: only what is surely one, only if nobody is at work on it, and all or nothing."""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.experiments.kept.finding import PARTS, RECORDS, KeptFolder, Kind, find_each
from simulator.experiments.kept.records import DamagedResult, read_json
from simulator.experiments.sweeps.parts import StoreError, failed
from simulator.experiments.sweeps.store import LOCK, Busy

if TYPE_CHECKING:
    from filelock import FileLock

MARKS: dict[Kind, set[str]] = {
    "run": {"inputs", "runs", "sha256"},
    "sweep": {"spec", "numbers_sha256", "points"},
    "sensitivity": {"uncertain", "study", "sha256"},
}
"""Keys by which a record is known to be one of ours."""

OWN_FILES = frozenset({*RECORDS.values(), LOCK, "summary.json", "countries.csv", "rounds.csv", "indices.csv"})
OWN_FOLDERS = frozenset({PARTS, "figures"})
DRAWN = (".png", ".tmp")
WRONG, UNKNOWN = 1, 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a result is not removed, and the exit code that stands for it."""

    why: str
    exit_code: int


def removable(texts: Iterable[str], out: Path) -> tuple[list[Path], list[Refusal]]:
    """Return the results that some words mean, and every reason why they cannot all be removed.

    Parameters
    ----------
    texts
        As for :func:`simulator.experiments.kept.finding.find_result`.
    out
        Folder of results.
    """
    found, unknown = find_each(texts, out)
    refusals = [Refusal(str(error), UNKNOWN) for error in unknown]
    for path in found:
        if why := _why_not(path, out):
            refusals.append(Refusal(why, WRONG))
        else:
            refusals += _busy(path)
    return found, refusals


def remove(paths: Sequence[Path], out: Path) -> None:
    """Remove results, and folders of scenarios that are empty then.

    Parameters
    ----------
    paths
        Results that :func:`removable` has nothing against.
    out
        Folder of results.

    Raises
    ------
    simulator.experiments.sweeps.store.Busy
        If another process has begun to run one of them; nothing is removed.
    simulator.experiments.sweeps.parts.StoreError
        If one cannot be removed; those before it are gone.
    """
    with ExitStack() as closing:
        for path in paths:
            if KeptFolder.at(path).kind == "sweep":
                closing.callback(_locked(path).release)
        if os.name == "nt":
            # There a folder with an open file in it cannot be renamed.
            closing.close()
        for path in paths:
            _remove(path.resolve())
    for above in {path.resolve().parent for path in paths}:
        if above.parent == out.resolve() and not any(above.iterdir()):
            above.rmdir()


def _remove(path: Path) -> None:
    """Take a folder out of sight in one step, so that a half-removed result is never taken for one; then remove it."""
    hidden = path.with_name(f".{path.name}.removed-{os.getpid()}")
    try:
        path.rename(hidden)
        shutil.rmtree(hidden)
    except OSError as error:
        raise failed("removed", path, error) from error


def _why_not(path: Path, out: Path) -> str | None:
    """Return why a folder is not surely a result and nothing else, or None if it is."""
    if link := next((place for place in _places(path, out) if place.is_symlink()), None):
        return f"`{link.as_posix()}` is a link. Remove the link, or name the folder it leads to"
    kind = KeptFolder.at(path).kind
    entries = {entry.name: entry for entry in path.iterdir()}
    try:
        record = read_json(path / RECORDS[kind])
        known = isinstance(record, dict) and MARKS[kind] <= record.keys()
    except DamagedResult:
        known = all(name in OWN_FILES | OWN_FOLDERS or name.endswith(DRAWN) for name in entries)
    if not known:
        return f"`{path.as_posix()}` is no result of this program: its {RECORDS[kind]} says something else"
    for name, entry in sorted(entries.items()):
        if entry.is_dir() and not entry.is_symlink() and name not in OWN_FOLDERS:
            return f"`{path.as_posix()}` holds the folder `{name}`, which is no part of a result. Move it away first"
    return None


def _places(path: Path, out: Path) -> list[Path]:
    """Return a folder and those above it that lie among the results."""
    return [path, *(above for above in path.parents if above != out and above.is_relative_to(out))]


def _busy(path: Path) -> list[Refusal]:
    if KeptFolder.at(path).kind != "sweep":
        return []
    try:
        _locked(path).release()
    except StoreError as error:
        return [Refusal(str(error), error.exit_code)]
    return []


def _locked(path: Path) -> "FileLock":
    """Take the lock of a sweep, whose manifest need not be readable."""
    from filelock import FileLock, Timeout

    lock = FileLock(path / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Busy(f"another process is running the sweep in `{path.as_posix()}`. Wait for it, or stop it") from None
    except OSError as error:
        raise failed("removed", path, error) from error
    return lock
