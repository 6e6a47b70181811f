"""The folder of a sweep: manifest, lock and parts.

::

    manifest.json    what the sweep is, and its batches of replicates
    .lock            held by the process that runs the sweep; the system frees it when that process ends
    parts/           part-<index>-<key>.parquet, see :mod:`simulator.experiments.sweeps.parts`

Files are written beside their final name, forced to the disk and renamed.  What is there is whole, or is found not to
be: a part that does not check out is renamed to ``.corrupt``, and its chunk counts as not done.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.engine.force import STRENGTHS
from simulator.experiments.sweeps.folds import COUNTS, Columns, Fold, Whole, empty_fold, merge
from simulator.experiments.sweeps.parts import (
    BadPart,
    Footer,
    StoreError,
    commit_part,
    failed,
    host,
    read_footer,
    read_rows,
    verify_part,
    write_durably,
)
from simulator.experiments.sweeps.plan import ROWS, Batch, Chunk, Layout, Manifest

if TYPE_CHECKING:
    import pyarrow as pa
    from filelock import FileLock

MANIFEST, LOCK, PARTS = "manifest.json", ".lock", "parts"

SORTED_REPLICATES, SORTED_VALUES, COUNTED_POINTS = 65_536, 2**23, 16
"""Up to so many replicates, values are sorted, so many at once; above, they are counted, for so many points at once."""

WHOLE_NUMBERS = (*STRENGTHS, *COUNTS)
"""Columns of which there are exact values, beside what countries pledge at level 2."""

_TEMPORARY = re.compile(r"\.(?P<host>\w*)-(?P<process>\d+)-\d+\.tmp$")


class WrongFolder(StoreError):  # noqa: N818 - named by what happened
    """A folder holds another sweep, or none."""

    exit_code = 65


class Busy(StoreError):  # noqa: N818 - named by what happened
    """Another process is running the sweep."""

    exit_code = 75


class StoredSweep:
    """A sweep on the disk, for reading.

    Parameters
    ----------
    path
        Its folder.
    manifest
        What it is.

    Attributes
    ----------
    path, parts, manifest
        Its folder, the folder of its parts, and what it is.
    layout, chunks
        What its parts share, and the chunks of all its batches.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path, self.parts = path, path / PARTS
        self._take(manifest)

    def _take(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.layout: Layout = manifest.layout
        self.chunks: tuple[Chunk, ...] = tuple(manifest.chunks())

    def finished(self, first_point: int = 0, points: int | None = None) -> Iterator[Footer]:
        """Read the footers of finished chunks, in order of chunk; one at a time, so that memory stays flat.

        Parameters
        ----------
        first_point, points
            Only chunks that have some of these points; all by default.
        """
        there = {path.name for path in self.parts.glob("*.parquet")}
        for chunk in self._chunks_of(first_point, points):
            name = self.layout.name(chunk)
            if name not in there:
                continue
            try:
                footer = read_footer(self.parts / name)
            except BadPart:
                self._set_aside(self.parts / name)
            else:
                yield footer

    def _chunks_of(self, first_point: int, points: int | None) -> Iterator[Chunk]:
        count = self.manifest.points if points is None else points
        return (chunk for chunk in self.chunks if chunk.meets(first_point, count))

    def _set_aside(self, part: Path) -> None:
        """Deal with a part that does not check out; a reader leaves it where it is."""

    def fold(self, first_point: int = 0, points: int | None = None) -> Fold:
        """Return the fold of all finished runs of a stretch of points, by default of all points."""
        count = self.manifest.points - first_point if points is None else points
        detail = self.layout.widths is not None
        total = empty_fold(first_point, count, len(self.layout.countries), detail=detail)
        for footer in self.finished(first_point, count):
            merge(total, footer.fold().window(first_point, count))
        return total

    def rows(self, columns: Sequence[str] | None = None) -> "Iterator[pa.Table]":
        """Read the rows of every finished chunk, in order of chunk; columns as in a part, all by default."""
        return (read_rows(footer, columns) for footer in self.finished())

    def rows_of_point_block(
        self, first_point: int, points: int, columns: Sequence[str] | None = None
    ) -> "Iterator[pa.Table]":
        """Read the rows of a stretch of points, a table for each finished chunk that has some, in order of chunk."""
        wanted = range(first_point, first_point + points)
        return (read_rows(footer, columns, wanted) for footer in self.finished(first_point, points))

    def point_values(self, names: Sequence[str], first_point: int, points: int) -> dict[str, NDArray[np.int32]]:
        """Return values of all replicates, for a few points.

        Parameters
        ----------
        names
            Strengths or counts; at level 2 also ``pledged_<ISO3>``.
        first_point, points
            Which points.

        Returns
        -------
        dict
            By name an array of shape (points, replicates), replicates in order.

        Raises
        ------
        StoreError
            If the sweep keeps no row of every run, or is not finished there.
        """
        found = {name: np.empty((points, self.manifest.replicates), dtype=np.int32) for name in names}
        for point, replicate, values in self.tiles(names, first_point, points):
            for name, block in values.items():
                rows, runs = block.shape
                found[name][point - first_point : point - first_point + rows, replicate : replicate + runs] = block
        return found

    def tiles(
        self, names: Sequence[str], first_point: int, points: int
    ) -> Iterator[tuple[int, int, dict[str, NDArray[Any]]]]:
        """Yield first point, first replicate and values (points, replicates) of every chunk that meets some points."""
        if self.layout.level < ROWS:
            raise StoreError(f"`{self.path}` keeps a sample of rows only (level 0), which gives no exact values")
        if unknown := [name for name in names if name not in WHOLE_NUMBERS and not name.startswith("pledged_")]:
            raise ValueError(f"no column of whole numbers: {', '.join(unknown)}")
        if first_point < 0 or points < 1 or first_point + points > self.manifest.points:
            raise ValueError(f"points {first_point} to {first_point + points - 1} of {self.manifest.points}")
        wanted, missing = range(first_point, first_point + points), len(list(self._chunks_of(first_point, points)))
        for footer in self.finished(first_point, points):
            chunk, rows = footer.chunk, read_rows(footer, names, wanted)
            values = {name: rows[name].to_numpy().reshape(-1, chunk.replicates) for name in names}
            missing -= 1
            yield max(first_point, chunk.first_point), chunk.first_replicate, values
        if missing:
            raise StoreError(f"`{self.path}` is not finished: {missing} chunks of these points are missing")

    def order_statistics(self, name: str, first_point: int, points: int, ranks: ArrayLike) -> Whole:
        """Return exact order statistics of a strength or a count over all replicates; shape (points, ranks).

        Memory does not grow with the number of replicates.

        Parameters
        ----------
        name
            As for :meth:`point_values`.
        first_point, points
            Which points.
        ranks
            From 1, the smallest value, to the number of replicates.

        Raises
        ------
        StoreError
            If the sweep keeps no row of every run, or is not finished there.
        ValueError
            If a rank is outside its range.
        """
        places, runs = np.asarray(ranks, dtype=np.int64), self.manifest.replicates
        if int(places.min(initial=1)) < 1 or int(places.max(initial=0)) > runs:
            raise ValueError(f"ranks from {places.min()} to {places.max()} among {runs} replicates")
        many = runs > SORTED_REPLICATES
        at_once = COUNTED_POINTS if many else max(1, SORTED_VALUES // max(1, runs))
        read = self._counted if many else self._sorted
        blocks = [
            read(name, start, min(at_once, first_point + points - start), places)
            for start in range(first_point, first_point + points, at_once)
        ]
        return np.concatenate(blocks)

    def _sorted(self, name: str, first_point: int, points: int, ranks: Whole) -> Whole:
        values = self.point_values([name], first_point, points)[name]
        values.sort(axis=1)
        return values[:, ranks - 1].astype(np.int64)

    def _counted(self, name: str, first_point: int, points: int, ranks: Whole) -> Whole:
        """Return order statistics from how often each value occurred, since there are far fewer values than runs."""
        counts = np.zeros((points, 1), dtype=np.int64)
        for first, _, values in self.tiles([name], first_point, points):
            width = max(counts.shape[1], int(values[name].max()) + 1)
            counts = np.pad(counts, ((0, 0), (0, width - counts.shape[1])))
            for point, row in enumerate(values[name], start=first - first_point):
                counts[point] += np.bincount(row, minlength=width)
        return np.stack([np.searchsorted(row, ranks) for row in counts.cumsum(axis=1)]).astype(np.int64)

    def verify(self) -> list[str]:
        """Check every byte of the parts, and that their folds are those of their rows.

        Whoever runs the sweep sets damaged parts aside, so that their chunks are run again; a reader changes nothing.

        Returns
        -------
        list
            A sentence for each part that is damaged or does not belong to the sweep.  A chunk that is not done is no
            problem.
        """
        known, problems = {self.layout.name(chunk) for chunk in self.chunks}, []
        for path in sorted(self.parts.glob("*.parquet")):
            if path.name not in known:
                problems.append(f"`{path.name}` is no part of this sweep")
                continue
            try:
                verify_part(path)
            except BadPart as error:
                problems.append(str(error))
                self._set_aside(path)
        return problems


class SweepFolder(StoredSweep):
    """A sweep that this process runs: it holds the lock until :meth:`close`, or the end of a ``with`` block."""

    def __init__(self, path: Path, manifest: Manifest, lock: "FileLock") -> None:
        super().__init__(path, manifest)
        self._lock = lock

    @classmethod
    def open(cls, path: Path, asked: Manifest) -> Self:
        """Begin a sweep, or go on with the one that is there.

        Parameters
        ----------
        path
            Its folder, made where there is none.
        asked
            The sweep that is wanted.  Of a sweep that is there, the batches, versions and date are kept.

        Raises
        ------
        WrongFolder
            If another sweep is there.
        Busy
            If another process is running it.
        StoreError
            If the folder cannot be written to.
        """
        lock = _locked(path)
        try:
            found = _read_manifest(path) if (path / MANIFEST).exists() else None
            if found is None:
                _write_manifest(path, asked)
            elif different := found.differences(asked):
                told = "; ".join(different)
                raise WrongFolder(f"`{path}` holds another sweep: {told}. Keep this one under another name")
            for folder in (path, path / PARTS):
                _sweep_temporaries(folder)
            return cls(path, found or asked, lock)
        except BaseException:
            lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others have the folder."""
        self._lock.release()

    def grow(self, batch: Batch) -> None:
        """Add a batch of replicates, which begins where the last one ends.

        Raises
        ------
        ValueError
            If it begins elsewhere.
        StoreError
            If it cannot be written.
        """
        manifest = self.manifest.grown(batch)
        _write_manifest(self.path, manifest)
        self._take(manifest)

    def commit(self, chunk: Chunk, columns: Columns, fold: Fold) -> Path:
        """Keep a chunk; see :func:`commit_part`."""
        return commit_part(self.parts, self.layout, chunk, columns, fold)

    def forget(self) -> None:
        """Remove what is finished, so that all chunks are run again."""
        for chunk in self.chunks:
            (self.parts / self.layout.name(chunk)).unlink(missing_ok=True)

    def _set_aside(self, part: Path) -> None:
        part.replace(part.with_name(part.name + ".corrupt"))


def open_readonly(path: Path) -> StoredSweep:
    """Open a sweep for reading, while it runs or later.

    Raises
    ------
    WrongFolder
        If there is no sweep in the folder.
    StoreError
        If it cannot be read.
    """
    if not (path / MANIFEST).exists():
        raise WrongFolder(f"`{path}` holds no sweep: it has no {MANIFEST}")
    return StoredSweep(path, _read_manifest(path))


def _locked(path: Path) -> "FileLock":
    from filelock import FileLock, Timeout

    lock = FileLock(path / LOCK, timeout=0, thread_local=False)
    try:
        (path / PARTS).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise Busy(f"another process is running the sweep in `{path}`. Wait for it, or stop it") from None
    except OSError as error:
        raise failed("written to", path, error) from error
    return lock


def _read_manifest(path: Path) -> Manifest:
    try:
        return Manifest.of_json(json.loads((path / MANIFEST).read_text(encoding="utf-8")))
    except OSError as error:
        raise failed("read", path / MANIFEST, error) from error
    except (ValueError, RecursionError) as error:
        raise WrongFolder(f"`{path / MANIFEST}` is no manifest of a sweep: {error}") from error


def _write_manifest(path: Path, manifest: Manifest) -> None:
    text = json.dumps(manifest.to_json(), indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    write_durably(path / MANIFEST, text.encode())


def _sweep_temporaries(folder: Path) -> None:
    """Remove what writers left that did not live to rename it; only whoever holds the lock may."""
    for path in folder.glob("*.tmp"):
        named = _TEMPORARY.search(path.name)
        if named and not _alive(named["host"], int(named["process"])):
            with suppress(OSError):
                path.unlink()


def _alive(machine: str, process: int) -> bool:
    """Return whether a writer may still be at work; not on other hosts, whose driver has lost the lock."""
    if machine != host() or process == os.getpid() or os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except OSError as error:
        return not isinstance(error, ProcessLookupError)
    return True
