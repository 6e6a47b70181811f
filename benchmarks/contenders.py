"""The contenders of the first table, and the proof that they do the same work."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np

from benchmarks import mesa_runs, numpy_runs
from benchmarks.measuring import Contender
from benchmarks.sweeps import SEED, grid, measured_scenario, run_kept
from simulator.engine import fresh
from simulator.engine.conference import Conference
from simulator.engine.kernel import Points, points_of, settle
from simulator.engine.profiles import drawn_profiles
from simulator.experiments.sweeps.points import PointCompiler
from simulator.rule.ladder import GROUND, INSIDE, JOINS

BATCH = "Mesa batch_run"
UNRECORDED = "Mesa engine, no collector"
NUMPY = "NumPy"
KERNEL = "kernel"
FRESH = "kernel, fresh draws"
SHARED = "kernel, draws shared by a grid"
SWEEP = "sweep of a grid, rows kept"


class Disagreement(RuntimeError):  # noqa: N818 - named by what happened
    """Two contenders do not come to the same boards, so comparing their speed would mean nothing."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is run.

    Attributes
    ----------
    rounds
        Turns of each contender.
    mesa, numpy
        Replicates of the Mesa contenders, and of those that take countries at hand in arrays.
    block, blocks
        Replicates that are drawn together, and how many such blocks, with fresh draws.
    shared, shares
        The same with draws shared by a grid.
    side
        Values of each input of the grid.
    kept
        Replicates at each point of the sweep that goes through the store.
    memory
        Runs of the sweeps whose memory is measured.
    starts
        How often each command is started; 0 leaves start-up out.
    start_runs
        Runs of the command that runs something.
    """

    rounds: int
    mesa: int
    numpy: int
    block: int
    blocks: int
    shared: int
    shares: int
    side: int
    kept: int
    memory: tuple[int, ...]
    starts: int
    start_runs: int


FULL = Sizes(
    rounds=7, mesa=150, numpy=16_384, block=8_192, blocks=4, shared=1_024, shares=4, side=16, kept=4_096,
    memory=(100_000, 1_000_000, 10_000_000), starts=5, start_runs=10_000,
)  # fmt: skip
QUICK = Sizes(
    rounds=5, mesa=50, numpy=4_096, block=8_192, blocks=2, shared=512, shares=2, side=16, kept=1_024,
    memory=(100_000, 1_000_000), starts=5, start_runs=10_000,
)  # fmt: skip


def on_threads(work: Callable[[int], object], tasks: int, threads: int) -> None:
    """Do tasks 0, 1, ... on threads; on one thread without a pool."""
    if threads == 1:
        for task in range(tasks):
            work(task)
        return
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(work, range(tasks)):
            pass


def run_fresh(conference: Conference, points: Points, block: int, blocks: int, threads: int) -> None:
    """Run blocks of replicates at points: draws, profiles and totals, from nothing but numbers of replicates.

    Parameters
    ----------
    conference, points
        Countries, and inputs; draws are made once for all points.
    block, blocks
        Replicates in a block, and how many blocks.
    threads
        Threads that take one block at a time.
    """

    def work(task: int) -> None:
        fresh.run_fresh(conference, points, SEED, task * block, block)

    on_threads(work, blocks, threads)


def check_agreement(conference: Conference, replicates: int, agents: int) -> None:
    """Check that all contenders come to the same boards.

    Parameters
    ----------
    conference
        In equilibrium mode.
    replicates
        How many are compared between NumPy and the kernel.
    agents
        How many of them are compared with the Mesa contenders too.

    Raises
    ------
    Disagreement
        If any rung, pledge or count differs.
    """
    countries = drawn_profiles(conference, SEED, 0, replicates)
    rungs, pledged = numpy_runs.settle(conference, countries)
    runs = fresh.run_fresh(conference, points_of([conference]), SEED, 0, replicates)
    few = drawn_profiles(conference, SEED, 0, agents)
    counted = [(rungs >= lowest).sum(axis=1) for lowest in (JOINS, INSIDE, GROUND)]
    board = np.stack([*counted, pledged.sum(axis=1)], axis=1)[:agents]
    batch = mesa_runs.run_batch(conference, few)
    rows = [[row[name] for name in ("joins", "inside", "ground", "pledged")] for row in batch]
    same = {
        f"rungs of {NUMPY} and {KERNEL}": np.array_equal(rungs, settle(conference, countries).rungs[0]),
        f"rungs of {NUMPY} and {FRESH}": np.array_equal(rungs, runs.rungs[0]),
        f"pledges of {NUMPY} and {FRESH}": np.array_equal(pledged, runs.troops[0]),
        f"rungs of {NUMPY} and {UNRECORDED}": np.array_equal(
            rungs[:agents], np.array(mesa_runs.run_unrecorded(conference, few))
        ),
        f"counts of {NUMPY} and {BATCH}": np.array_equal(board, np.array(rows)),
    }
    if wrong := [what for what, agree in same.items() if not agree]:
        raise Disagreement(f"not the same boards: {'; '.join(wrong)}")


def contenders(conference: Conference, sizes: Sizes, threads: int) -> list[Contender]:
    """Return the contenders in the order of their turns.

    The first four take countries that are drawn beforehand, so that only the engines differ; the others begin with
    numbers of replicates and draw on the clock.

    Parameters
    ----------
    conference
        Of :func:`benchmarks.sweeps.measured_scenario`.
    sizes
        How much is run.
    threads
        The larger number of threads.
    """
    few = drawn_profiles(conference, SEED, 0, sizes.mesa)
    many = drawn_profiles(conference, SEED, 0, sizes.numpy)
    scenario = measured_scenario()
    design = grid(scenario, sizes.side, sizes.side)
    (group,) = PointCompiler(scenario, design).groups(0, len(design))
    one, fresh = points_of([conference]), (sizes.block, sizes.blocks)
    shared = (sizes.shared, sizes.shares)
    found = [
        Contender(BATCH, sizes.mesa, lambda: mesa_runs.run_batch(conference, few)),
        Contender(UNRECORDED, sizes.mesa, lambda: mesa_runs.run_unrecorded(conference, few)),
        Contender(NUMPY, sizes.numpy, lambda: numpy_runs.settle(conference, many)),
        Contender(KERNEL, sizes.numpy, lambda: settle(conference, many)),
    ]
    for count in sorted({1, threads}):
        found += [
            Contender(on(FRESH, count), prod(fresh), partial(run_fresh, conference, one, *fresh, count), count),
            Contender(
                on(SHARED, count),
                len(design) * prod(shared),
                partial(run_fresh, group.conference, group.points, *shared, count),
                count,
            ),
            Contender(
                on(SWEEP, count),
                len(design) * sizes.kept,
                partial(run_kept, scenario, design, sizes.kept, count),
                count,
            ),
        ]
    return found


def on(name: str, threads: int) -> str:
    """Return the name of a contender on so many threads."""
    return f"{name}, {threads} thread{'' if threads == 1 else 's'}"
