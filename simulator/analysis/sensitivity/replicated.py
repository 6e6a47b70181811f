"""A scenario as a function of its uncertain inputs: at each point, what many runs with shared draws come to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.sensitivity.inputs import UncertainInput
from simulator.engine.draws import Floats
from simulator.engine.fresh import run_fresh
from simulator.engine.totals import Runs
from simulator.experiments.comparing.conditions import SIGNS, Event
from simulator.experiments.designs.checks import check_points
from simulator.experiments.designs.points import Table
from simulator.experiments.designs.specs import column_of
from simulator.experiments.designs.values import Value
from simulator.experiments.outcomes import TOTALS
from simulator.experiments.pool import in_threads, keep_memory
from simulator.experiments.sweeps.plan import CHUNK_RUNS
from simulator.experiments.sweeps.points import PointCompiler, is_quick
from simulator.scenario.scenario import Scenario
from simulator.scenario.values import leaf

FEWEST_RUNS, MOST_RUNS = 2, 4_008
"""Runs at a point: two halves at least, and no more than a chunk holds at a few points."""


@dataclass(frozen=True, slots=True)
class Replicated:
    """What the runs at each point come to; every array but the first has shape (points,).

    Attributes
    ----------
    units
        The points of the unit cube that were run, shape (points, inputs).
    mean
        Mean over the runs.
    first_half, second_half
        Means over the first and the second half of the runs, whose draws are independent.
    variance
        Variance over the runs, without bias.
    """

    units: Floats
    mean: Floats
    first_half: Floats
    second_half: Floats
    variance: Floats

    def at(self, places: NDArray[np.int64]) -> "Replicated":
        """Return some of the points, in this order."""
        columns = (self.units, self.mean, self.first_half, self.second_half, self.variance)
        return Replicated(*(column[places] for column in columns))


class ReplicatedModel:
    """Runs a scenario at points of the unit cube, and keeps what the runs at each come to.

    All points of a block share their draws, and blocks have draws of their own: block b has the runs from number
    ``b * runs`` on.

    Parameters
    ----------
    scenario
        What holds where no input is uncertain.
    inputs
        Each maps its column of the unit cube to values, by the inverse of its distribution function.
    output
        A total, or an event whose chance is wanted.
    runs
        At each point, 2 to 4,008.
    seed
        Root seed, 0 to 2**64 - 1.
    jobs
        Threads to use; what comes out does not depend on it.
    progress
        Called with the number of runs done since the last call.
    """

    def __init__(
        self,
        scenario: Scenario,
        inputs: Sequence[UncertainInput],
        output: Event | str,
        runs: int,
        seed: int,
        jobs: int = 1,
        progress: Callable[[int], None] = lambda done: None,
    ) -> None:
        if not FEWEST_RUNS <= runs <= MOST_RUNS:
            raise ValueError(f"{runs} runs at a point; there must be {FEWEST_RUNS} to {MOST_RUNS}")
        self._scenario, self._inputs, self._output = scenario, tuple(inputs), output
        self._runs, self._seed, self._jobs, self._progress = runs, seed, jobs, progress
        self._slow = [place for place, one in enumerate(self._inputs) if not is_quick(one.path)]

    def __call__(self, units: Floats, block: int) -> Replicated:
        """Run all points of a block; a point that comes more than once is run once.

        Parameters
        ----------
        units
            Points of the unit cube, shape (points, inputs).
        block
            Whose draws are used.
        """
        keep_memory()
        # What is compiled anew comes first, so that equal settings follow each other and are compiled once.
        order = [*self._slow, *(place for place in range(units.shape[1]) if place not in self._slow)]
        distinct, back = np.unique(units[:, order], axis=0, return_inverse=True)
        distinct = distinct[:, np.argsort(order)]
        compiler = self._compiler(distinct)
        at_once = max(1, CHUNK_RUNS // self._runs)
        stretches = [(first, min(at_once, len(distinct) - first)) for first in range(0, len(distinct), at_once)]

        def work(stretch: tuple[int, int]) -> Floats:
            return self._values(compiler, block * self._runs, *stretch)

        moments = np.empty((4, len(distinct)))
        for (first, count), found in in_threads(work, stretches, self._jobs):
            moments[:, first : first + count] = found
            self._progress(count * self._runs)
        return Replicated(distinct, *moments).at(back.reshape(-1))

    def settings(self, units: Floats) -> int:
        """Return how many points of a block must be compiled one by one, because armies or thresholds differ there."""
        return len(np.unique(units[:, self._slow], axis=0)) if self._slow else 0

    def _compiler(self, units: Floats) -> PointCompiler:
        columns = []
        for place, one in enumerate(self._inputs):
            found = leaf(one.path)
            values: list[Value] = [one.source.at(unit) for unit in units[:, place].tolist()]
            columns.append(column_of(found, values) if found is not None else tuple(values))
        design = Table("table", tuple(one.path for one in self._inputs), tuple(columns))
        check_points(self._scenario, design)
        return PointCompiler(self._scenario, design)

    def _values(self, compiler: PointCompiler, replicate: int, first: int, count: int) -> Floats:
        """Return mean, both halves and variance of some points, shape (4, points), over runs ``replicate`` and on."""
        found = np.empty((4, count))
        half = self._runs // 2
        for group in compiler.groups(first, count):
            runs = run_fresh(group.conference, group.points, self._seed, replicate, self._runs)
            values = output_of(self._output, runs, group.conference.iso3)
            mean = values.mean(axis=1)
            found[0, group.rows] = mean
            found[1, group.rows] = values[:, :half].mean(axis=1)
            found[2, group.rows] = values[:, half:].mean(axis=1)
            found[3, group.rows] = np.square(values - mean[:, None]).sum(axis=1) / (self._runs - 1)
        return found


def output_of(output: Event | str, runs: Runs, iso3: Sequence[str]) -> Floats:
    """Return what is analysed of each run: a total, or 1 where an event happens and 0 elsewhere.

    Parameters
    ----------
    output
        A total, or an event.
    runs
        By point and replicate.
    iso3
        Countries of the runs, in order.
    """
    if isinstance(output, str):
        return np.asarray(getattr(runs, output), dtype=np.float64)
    if output.of in TOTALS:
        found = getattr(runs, output.of)
    elif output.of in iso3:
        found = runs.rungs[:, :, list(iso3).index(output.of)]
    else:
        found = np.zeros_like(runs.joins)
    return np.asarray(SIGNS[output.sign](found.astype(np.int64), output.number), dtype=np.float64)
