"""The sweep service: runs the chunks of a sweep that are not done yet, on threads, and keeps each as it is done."""

import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import numpy as np

from simulator import __version__
from simulator.data.tables import data_hash
from simulator.engine.compiled import sources_hash
from simulator.engine.fresh import run_fresh
from simulator.engine.totals import TOTALS, Runs, empty_runs
from simulator.experiments.designs.points import Design
from simulator.experiments.pool import keep_memory
from simulator.experiments.summary import Reach
from simulator.experiments.sweeps.folds import PLEDGE_BINS, Columns, Whole
from simulator.experiments.sweeps.parts import fold_of
from simulator.experiments.sweeps.plan import DETAIL_POINTS, ROWS, SUMMARIES, Batch, Chunk, Manifest, sha256_of
from simulator.experiments.sweeps.point_summary import point_summaries
from simulator.experiments.sweeps.points import Group, PointCompiler
from simulator.experiments.sweeps.store import StoredSweep, SweepFolder
from simulator.scenario.scenario import Scenario

ROWS_UP_TO = 10_000_000
"""Runs up to which a row of each is kept, unless asked otherwise; larger sweeps keep folds and every hundredth row."""

WINDOW = 2
"""Chunks that wait or run for each thread: enough to keep it busy, few enough that memory stays flat."""

PATIENCE = 0.2
"""Seconds between two looks for Ctrl-C."""

ID_LENGTH = 10


class Stopped(KeyboardInterrupt):
    """A sweep was stopped with Ctrl-C; what is done is kept.

    Attributes
    ----------
    done, chunks
        Chunks that are kept, and chunks in all.
    kept
        The same in words, for the reader.
    """

    def __init__(self, done: int, chunks: int) -> None:
        super().__init__()
        self.done = done
        self.chunks = chunks
        self.kept = ""


@dataclass(frozen=True)
class SweepRequest:
    """What is asked for: everything that can change a number of a sweep.

    Attributes
    ----------
    scenario, design
        What holds, and what moves.
    replicates
        Runs at each point.
    seed
        Root seed of the runs.
    level
        What is kept; None: rows of every run up to :data:`ROWS_UP_TO` runs, folds and a sample beyond, unless there
        are so many points that their folds would be as large as rows.
    goal
        What decides how many runs are added, as plain JSON; empty where their number is fixed.
    """

    scenario: Scenario
    design: Design
    replicates: int
    seed: int
    level: int | None = None
    goal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def runs(self) -> int:
        """Runs of all points."""
        return len(self.design) * self.replicates

    def spec(self) -> dict[str, Any]:
        """Return what the sweep is as plain JSON, without where it is kept and how it is computed."""
        declared = ("sweep.", "uncertain.")
        inputs = {path: value for path, value in self.scenario.canonical().items() if not path.startswith(declared)}
        return {
            "scenario": self.scenario.name,
            "inputs": inputs,
            "design": self.design.spec(),
            "replicates": self.replicates,
            "goal": dict(self.goal),
        }

    def kept_level(self) -> int:
        """Return what is kept of each run."""
        if self.level is not None:
            return self.level
        return SUMMARIES if self.runs > ROWS_UP_TO and len(self.design) <= DETAIL_POINTS else ROWS

    def sweep_id(self) -> str:
        """Return the name of the sweep's folder: a hash of what its numbers depend on, and of what is kept."""
        facts = {"spec": self.spec(), "seed": self.seed, "level": self.kept_level(), "numbers": numbers_hash()}
        return sha256_of(facts)[:ID_LENGTH]

    def folder(self, out: Path, name: str | None) -> Path:
        """Return where the sweep goes: ``out/<scenario>/<name>``, the name being the sweep's id if none is given."""
        return out / self.scenario.name / (name or f"sweep-{self.sweep_id()}")


def numbers_hash() -> str:
    """Return the hash of the code and data behind the numbers of a run."""
    return hashlib.sha256(f"{sources_hash()}/{data_hash()}".encode()).hexdigest()


def manifest_of(request: SweepRequest, compiler: PointCompiler, created: str) -> Manifest:
    """Return the manifest of a sweep that has no batch yet.

    Parameters
    ----------
    request
        What is asked for.
    compiler
        Of its scenario and design.
    created
        When the sweep was begun, for the reader.
    """
    detail = len(request.design) <= DETAIL_POINTS
    return Manifest(
        spec=request.spec(),
        numbers_sha256=numbers_hash(),
        seed=request.seed,
        points=len(request.design),
        countries=compiler.iso3,
        level=request.kept_level(),  # type: ignore[arg-type]
        widths=bin_widths(compiler) if detail else None,
        versions={
            "forcemix": __version__,
            "python": platform.python_version(),
            **{name: installed(name) for name in ("numba", "numpy", "pyarrow", "scipy")},
        },
        created=created,
    )


def bin_widths(compiler: PointCompiler) -> tuple[int, ...]:
    """Return persons in a bin of each country's pledge: 64 bins hold what its army could keep up at the very most."""
    conference = compiler.conference
    army = dict(zip(conference.iso3, conference.army.tolist(), strict=True))
    bound = dict(zip(conference.iso3, conference.record_sustained.tolist(), strict=True))
    most = [min(army.get(iso3, 0.0) / 4.0, bound.get(iso3, np.inf)) for iso3 in compiler.iso3]
    return tuple(max(1, int(np.ceil(troops / (PLEDGE_BINS - 2)))) for troops in most)


class ChunkRunner:
    """Runs chunks of a sweep; a replicate is drawn once for all points of its chunk.

    Parameters
    ----------
    compiler
        Of the sweep's scenario and design.
    seed
        Root seed.
    """

    def __init__(self, compiler: PointCompiler, seed: int) -> None:
        self._compiler = compiler
        self._seed = seed

    def run(self, chunk: Chunk) -> Columns:
        """Run a chunk.

        Parameters
        ----------
        chunk
            Which points and replicates.

        Returns
        -------
        Columns
            In order of point, then replicate.
        """
        iso3 = self._compiler.iso3
        groups = self._compiler.groups(chunk.first_point, chunk.points)
        if len(groups) == 1 and groups[0].conference.iso3 == iso3:
            return _columns(self._run(groups[0], chunk))
        whole = empty_runs(chunk.points, chunk.replicates, len(iso3))
        for group in groups:
            places = np.array([iso3.index(code) for code in group.conference.iso3])
            _fill(whole, self._run(group, chunk), group.rows, places)
        return _columns(whole)

    def _run(self, group: Group, chunk: Chunk) -> Runs:
        return run_fresh(group.conference, group.points, self._seed, chunk.first_replicate, chunk.replicates)


def _fill(whole: Runs, part: Runs, points: Whole, countries: Whole) -> None:
    """Write some points and countries into the runs of a chunk."""
    for name in Runs._fields:
        table, found = getattr(whole, name), getattr(part, name)
        if table.ndim == 3:
            table[points[:, None], :, countries] = found.transpose(0, 2, 1)
        else:
            table[points] = found


def _columns(runs: Runs) -> Columns:
    """Return runs by point and replicate as columns of a row each."""
    countries = runs.rungs.shape[2]
    return Columns(
        totals={name: getattr(runs, name).ravel() for name in TOTALS},
        limiting=runs.limiting.ravel(),
        settled=runs.settled.ravel(),
        rungs=runs.rungs.reshape(-1, countries),
        pledged=runs.troops.reshape(-1, countries),
    )


def run_sweep(
    folder: SweepFolder, compiler: PointCompiler, replicates: int, jobs: int, progress: Callable[[int], None]
) -> None:
    """Bring a sweep to so many replicates a point.

    Parameters
    ----------
    folder
        The sweep; chunks that are done are not run again.
    compiler
        Of its scenario and design.
    replicates
        Runs wanted at each point.
    jobs
        Threads to use; what is kept does not depend on it.
    progress
        Called with the number of runs done since the last call.

    Raises
    ------
    Stopped
        On Ctrl-C, after the chunks under way are kept.
    simulator.experiments.sweeps.parts.StoreError
        If a chunk cannot be kept.
    """
    keep_memory()
    there = folder.manifest.replicates
    if there < replicates:
        folder.grow(Batch(first_replicate=there, replicates=replicates - there))
    done = {footer.chunk.index for footer in folder.finished()}
    progress(sum(chunk.runs for chunk in folder.chunks if chunk.index in done))
    runner = ChunkRunner(compiler, folder.manifest.seed)

    def work(chunk: Chunk) -> int:
        columns = runner.run(chunk)
        folder.commit(chunk, columns, fold_of(folder.layout, chunk, columns))
        return chunk.runs

    kept = len(done)
    try:
        for runs in _in_window(work, (chunk for chunk in folder.chunks if chunk.index not in done), jobs):
            kept += 1
            progress(runs)
    except KeyboardInterrupt:
        raise Stopped(sum(1 for _ in folder.finished()), len(folder.chunks)) from None


def _in_window(work: Callable[[Chunk], int], chunks: Iterator[Chunk], jobs: int) -> Iterator[int]:
    """Do chunks on threads, never many of them waiting; on Ctrl-C those under way are finished first."""
    pool = ThreadPoolExecutor(jobs)
    waiting: set[Future[int]] = set()
    try:
        for chunk in chunks:
            while len(waiting) >= WINDOW * jobs:
                yield from _done(waiting)
            waiting.add(pool.submit(work, chunk))
        while waiting:
            yield from _done(waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _done(waiting: set[Future[int]]) -> Iterator[int]:
    for future in wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED).done:
        waiting.discard(future)
        yield future.result()


def inputs_of_points(sweep: StoredSweep, design: Design) -> Iterator[dict[str, Any]]:
    """Yield the inputs of every point of a sweep by path, in order."""
    at_once = 4096
    for first in range(0, sweep.manifest.points, at_once):
        for row in design.points(first, min(at_once, sweep.manifest.points - first)):
            yield dict(zip(design.inputs, row, strict=True))


def reaches_of(sweep: StoredSweep, thresholds: Sequence[int]) -> Iterator[Reach]:
    """Yield the chances of every point of a finished sweep to reach some sizes."""
    nothing: Iterator[dict[str, Any]] = ({} for _ in range(sweep.manifest.points))
    for point in point_summaries(sweep, nothing, thresholds):
        yield from point.reaches
