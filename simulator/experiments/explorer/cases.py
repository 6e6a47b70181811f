"""Cases of the explorer: what the runs at one point come to, in whole numbers and few of them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.totals import Runs
from simulator.experiments.statistics import quantile_places
from simulator.rule.ladder import GROUND, INSIDE, JOINS

Whole = NDArray[np.int64]

STRENGTHS = ("pledged", "usable")
"""Strengths that the explorer shows."""

COUNTS = {"joins": JOINS, "inside": INSIDE, "ground": GROUND}

DOTS = tuple(range(1, 100, 2))
"""Percentiles of the 50 dots, each of which stands for 2 of 100 runs."""

SUMMARY = (10, 50, 90)
"""Percentiles that are told in words."""

STEP, MOST_SIZES = 1_000, 100
"""Sizes whose chances are kept: multiples of so many persons, so many of them at most."""


class Spread(NamedTuple):
    """Columns of :attr:`Cases.spread`: percentiles of the dots and of the words, and the noise of the median.

    Attributes
    ----------
    dots, summary, noise
        Places of :data:`DOTS`, of :data:`SUMMARY`, and of both ends of the median's 95 % interval.
    """

    dots: slice = slice(0, len(DOTS))
    summary: slice = slice(len(DOTS), len(DOTS) + len(SUMMARY))
    noise: slice = slice(len(DOTS) + len(SUMMARY), len(DOTS) + len(SUMMARY) + 2)


COLUMNS = Spread()
WIDTH = COLUMNS.noise.stop


@dataclass(frozen=True, eq=False)
class Cases:
    """All runs at some points, folded.

    Attributes
    ----------
    runs
        Replicates at each point.
    spread
        Persons, by strength; shape (strengths, points, columns of :class:`Spread`).
    reached
        Runs that reach 1, 2, ... times :data:`STEP` persons; shape (strengths, points, sizes).
    pledged
        Sum of what each country pledges, persons; shape (points, countries).
    error
        Monte Carlo standard error of the mean of the same, persons.
    counted
        Runs in which a country joins, is inside, sends ground troops; shape (counts, points, countries).
    """

    runs: int
    spread: Whole
    reached: Whole
    pledged: Whole
    error: NDArray[np.float64]
    counted: Whole

    def __len__(self) -> int:
        return len(self.pledged)

    def at(self, points: NDArray[np.int64]) -> "Cases":
        """Return some of the points, in the order given."""
        return Cases(
            self.runs,
            self.spread[:, points],
            self.reached[:, points],
            self.pledged[points],
            self.error[points],
            self.counted[:, points],
        )


def folded(found: Runs) -> Cases:
    """Return the runs of some points as cases."""
    count = found.pledged.shape[1]
    ordered = [np.sort(getattr(found, name), axis=1).astype(np.int64) for name in STRENGTHS]
    troops = found.troops.astype(np.int64)
    sums, squares = troops.sum(axis=1), (troops * troops).sum(axis=1)
    scatter = np.maximum(0, count * squares - sums * sums).astype(np.float64)
    return Cases(
        runs=count,
        spread=np.stack([table[:, _places(count)] for table in ordered]),
        reached=np.stack([_reached(table) for table in ordered]),
        pledged=sums,
        error=np.sqrt(scatter / (count * count * max(1, count - 1))),
        counted=np.stack([(found.rungs >= rung).sum(axis=1, dtype=np.int64) for rung in COUNTS.values()]),
    )


def joined(parts: list[Cases]) -> Cases:
    """Return cases of consecutive points as one."""
    return Cases(
        runs=parts[0].runs,
        spread=np.concatenate([part.spread for part in parts], axis=1),
        reached=np.concatenate([part.reached for part in parts], axis=1),
        pledged=np.concatenate([part.pledged for part in parts]),
        error=np.concatenate([part.error for part in parts]),
        counted=np.concatenate([part.counted for part in parts], axis=1),
    )


def _places(runs: int) -> list[int]:
    """Return which run, in order of size, stands at each column of a spread: always a value that occurred."""
    noise = [min(max(place, 0), runs - 1) for place in quantile_places(runs, 0.5)]
    return [-(-percent * runs // 100) - 1 for percent in (*DOTS, *SUMMARY)] + noise


def _reached(ordered: Whole) -> Whole:
    sizes = STEP * np.arange(1, MOST_SIZES + 1)
    return np.stack([len(row) - np.searchsorted(row, sizes) for row in ordered])
