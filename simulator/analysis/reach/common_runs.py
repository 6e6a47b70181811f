"""Common runs: a block of draws made once, and any number of settings of inputs evaluated on it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from simulator.engine.conference import Conference
from simulator.engine.kernel import Points
from simulator.engine.totals import Drawn, Runs, drawn_for, run_points
from simulator.experiments.designs.points import Table
from simulator.experiments.pool import BLOCK, in_threads
from simulator.experiments.sweeps.points import PointCompiler
from simulator.scenario.scenario import Scenario

Setting = Mapping[str, float]
"""Values of inputs by path; every setting of a batch names the same ones."""

BATCH = 128
"""Settings evaluated at a time, so that memory stays flat."""


class CommonRuns:
    """The runs of a scenario, drawn once.

    Parameters
    ----------
    scenario
        What holds where a setting says nothing.
    runs, seed
        Replicates and root seed: the same draws as those of a plain run.
    jobs
        Threads; no number depends on it.
    """

    def __init__(self, scenario: Scenario, runs: int, seed: int, jobs: int) -> None:
        self.scenario = scenario
        self.runs, self.seed, self.jobs = runs, seed, jobs
        size = min(BLOCK, -(-runs // jobs))
        self.blocks = [(first, min(size, runs - first)) for first in range(0, runs, size)]
        self._drawn: dict[tuple[int, int], Drawn] = {}
        self.evaluated = 0

    def drawn(self, conference: Conference, block: tuple[int, int]) -> Drawn:
        """Return the draws of a block for the countries of a conference, made once.

        Parameters
        ----------
        conference
            The scenario, compiled at any setting: inputs do not matter to draws.
        block
            First replicate and how many.
        """
        if block not in self._drawn:
            self._drawn[block] = drawn_for(conference, self.seed, *block)
        return self._drawn[block]

    def compiled(self, settings: Sequence[Setting]) -> tuple[Conference, Points]:
        """Return what settings share, and their points; all inputs must be numbers that move without compiling anew."""
        paths = tuple(settings[0])
        columns = tuple(tuple(setting[path] for setting in settings) for path in paths)
        (group,) = PointCompiler(self.scenario, Table("table", paths, columns)).groups(0, len(settings))
        return group.conference, group.points

    def counts(self, settings: Sequence[Setting], strength: str, troops: int) -> NDArray[np.int64]:
        """Return in how many runs the force reaches a size at each setting.

        Parameters
        ----------
        settings
            One or more.
        strength
            ``headline``, ``pledged``, ``allocated`` or ``usable``.
        troops
            Size, persons.
        """
        found = [np.zeros(0, dtype=np.int64)]
        for first in range(0, len(settings), BATCH):
            conference, points = self.compiled(settings[first : first + BATCH])
            parts = self.totals(conference, points)
            reached = [(getattr(part, strength) >= troops).sum(axis=1) for part in parts]
            found.append(np.sum(reached, axis=0))
        return np.concatenate(found)

    def totals(
        self, conference: Conference, points: Points, change: Callable[[Drawn], Drawn] = lambda drawn: drawn
    ) -> list[Runs]:
        """Return what the runs come to at points, a block after the other.

        Parameters
        ----------
        conference, points
            As :meth:`compiled` returns them, or altered since.
        change
            Alters what was drawn; must leave its argument as it is.
        """
        for block in self.blocks:
            self.drawn(conference, block)
        work = partial(self._block, conference, points, change)
        done = dict(in_threads(work, self.blocks, self.jobs))
        self.evaluated += self.runs * len(points.inputs)
        return [done[block] for block in self.blocks]

    def _block(
        self, conference: Conference, points: Points, change: Callable[[Drawn], Drawn], block: tuple[int, int]
    ) -> Runs:
        return run_points(conference, points, change(self._drawn[block]))
