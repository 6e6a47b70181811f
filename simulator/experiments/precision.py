"""Precision: how many runs make a chance as sure as somebody wants it."""

from collections.abc import Iterable
from math import ceil
from typing import Protocol

from simulator.experiments.statistics import Chance

GRAIN = 1000
"""Runs are added up to multiples of this."""
SMALLEST_STEP = 1.25
"""By this factor at least, so that few steps are needed."""
RESERVE = 1.05
"""Runs asked for beyond those that the interval at hand suggests."""


class HasChance(Protocol):
    """Anything with a chance."""

    @property
    def chance(self) -> Chance:
        """How often something happened, with its interval."""
        ...


def widest(reaches: Iterable[HasChance]) -> float:
    """Return the largest half-width of the intervals of some chances, in runs of 100; 0 where there are none."""
    return max(((reach.chance.high - reach.chance.low) / 2.0 for reach in reaches), default=0.0)


def more_runs(reaches: Iterable[HasChance], runs: int, half_width: float | None, most: int) -> int:
    """Return how many runs to go on to: as many as there are where that is enough.

    Half-widths shrink with the square root of the number of runs.

    Parameters
    ----------
    reaches
        Chances that must be sure, from the runs at hand.
    runs
        How many those are.
    half_width
        Largest half-width allowed, in runs of 100; None: any.
    most
        Never more than this.
    """
    if half_width is None or runs >= most:
        return runs
    worst = widest(reaches)
    if worst <= half_width:
        return runs
    wanted = runs * max(SMALLEST_STEP, RESERVE * (worst / half_width) ** 2)
    return min(most, ceil(wanted / GRAIN) * GRAIN)
