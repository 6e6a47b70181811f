"""Outcomes: what each run of a scenario comes to, run by run, so that runs of several scenarios can be paired."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.force import STRENGTHS
from simulator.engine.fresh import run_fresh
from simulator.engine.kernel import points_of
from simulator.engine.totals import Runs
from simulator.experiments.pool import BLOCK, in_threads
from simulator.experiments.running import prepare
from simulator.experiments.summary import COUNTED
from simulator.scenario.scenario import Scenario

TOTALS = (*STRENGTHS, *COUNTED)
"""What is kept of every run: four strengths in persons, and three counts of countries."""


@dataclass(frozen=True)
class Outcomes:
    """All runs of one scenario, in order of their number.

    Attributes
    ----------
    scenario, title
        Its name and its title.
    iso3, names
        Code and name of each country that takes part in the conference.
    runs, seed
        How many runs, and the root seed of their draws.
    totals
        One whole number a run for each of :data:`TOTALS`; persons, or countries.
    rungs
        Rung of every country, 0 to 5; shape (runs, countries).
    """

    scenario: str
    title: str
    iso3: tuple[str, ...]
    names: tuple[str, ...]
    runs: int
    seed: int
    totals: Mapping[str, NDArray[np.int64]]
    rungs: NDArray[np.int8]

    def rungs_of(self, iso3: str) -> NDArray[np.int8]:
        """Return the rung of one country in every run; 0, out, for one that does not take part."""
        if iso3 in self.iso3:
            return self.rungs[:, self.iso3.index(iso3)]
        return np.zeros(self.runs, dtype=np.int8)


def outcomes(
    scenario: Scenario, runs: int, seed: int, jobs: int = 1, progress: Callable[[int], None] = lambda done: None
) -> Outcomes:
    """Run a scenario and return what each run comes to.

    Parameters
    ----------
    scenario
        Complete and validated.
    runs
        Replicates, 1 or more.
    seed
        Root seed, 0 to 2**64 - 1; run n of every scenario with this seed has the same draws.
    jobs
        Threads to use; the result does not depend on it.
    progress
        Called with the number of replicates done since the last call.

    Raises
    ------
    simulator.data.tables.DataError
        If there are no codes as of the scenario's day, or it leaves out every country.
    """
    ready = prepare(scenario)
    conference, points = ready.conference, points_of([ready.conference])
    blocks = [(first, min(BLOCK, runs - first)) for first in range(0, runs, BLOCK)]

    def work(block: tuple[int, int]) -> Runs:
        return run_fresh(conference, points, seed, *block)

    done: dict[tuple[int, int], Runs] = {}
    for block, found in in_threads(work, blocks, jobs):
        done[block] = found
        progress(block[1])

    def column(name: str) -> NDArray[np.int64]:
        return np.concatenate([getattr(done[block], name)[0] for block in blocks]).astype(np.int64)

    return Outcomes(
        scenario=scenario.name,
        title=scenario.document.title or scenario.name,
        iso3=conference.iso3,
        names=tuple(ready.roster[iso3].name for iso3 in conference.iso3),
        runs=runs,
        seed=seed,
        totals={name: column(name) for name in TOTALS},
        rungs=np.concatenate([done[block].rungs[0] for block in blocks]),
    )
