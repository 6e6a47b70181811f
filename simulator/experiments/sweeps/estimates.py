"""What a sweep would take, from a few runs of it: seconds and bytes."""

import time
from dataclasses import dataclass
from pathlib import Path

from simulator.experiments.sweeps.parts import encoded_part, fold_of
from simulator.experiments.sweeps.plan import CHUNK_RUNS, Chunk, plan
from simulator.experiments.sweeps.points import PointCompiler
from simulator.experiments.sweeps.store import MANIFEST, open_readonly
from simulator.experiments.sweeps.sweeping import ChunkRunner, SweepRequest, manifest_of

TRIAL_RUNS = 16_384
"""Runs that are tried: a tenth of a second, and large enough that a part's overhead does not count."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sweep would take.

    Attributes
    ----------
    chunks
        Parts in all.
    done, left
        Runs that are finished, and those to run.
    seconds, size
        For those to run: time on the threads asked for, and bytes on the disk.
    """

    chunks: int
    done: int
    left: int
    seconds: float
    size: float


def estimate(request: SweepRequest, compiler: PointCompiler, folder: Path, jobs: int) -> Estimate:
    """Estimate a sweep by running a few of its runs, which are not kept.

    Parameters
    ----------
    request, compiler
        The sweep.
    folder
        Where it would be kept, or is already in part.
    jobs
        Threads to use.
    """
    chunks = plan(len(request.design), 0, request.replicates, 0, CHUNK_RUNS)
    done = 0
    if (folder / MANIFEST).exists():
        done = sum(footer.chunk.runs for footer in open_readonly(folder).finished())
    left = max(0, request.runs - done)
    trial = _trial(chunks[0])
    layout = manifest_of(request, compiler, "").layout
    runner = ChunkRunner(compiler, request.seed)
    runner.run(trial)
    started = time.perf_counter()
    columns = runner.run(trial)
    part = encoded_part(layout, trial, columns, fold_of(layout, trial, columns))
    seconds = time.perf_counter() - started
    share = left / trial.runs
    return Estimate(len(chunks), done, left, share * seconds / min(jobs, len(chunks)), share * len(part))


def _trial(chunk: Chunk) -> Chunk:
    """Return a corner of a chunk with about :data:`TRIAL_RUNS` runs, in the shape of the chunk."""
    replicates = min(chunk.replicates, TRIAL_RUNS)
    points = max(1, min(chunk.points, TRIAL_RUNS // replicates))
    return Chunk(0, chunk.first_point, points, chunk.first_replicate, replicates)
