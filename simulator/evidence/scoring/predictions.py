"""What is said about one state before a past operation: whether it joins, and with how many if it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]

RUNG_FLOORS = (1, 50, 250, 1000)
"""Smallest contingent of each class above none, persons."""
RUNG_NAMES = ("none", "1-49", "50-249", "250-999", "1000+")
INTERVAL = (0.1, 0.9)
"""The quantiles that bound the 80 % interval of size."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """Chance of joining, and equally likely sizes given joining.

    Attributes
    ----------
    operation, date
        The board it speaks of.
    iso3
        The state.
    join
        Chance in [0, 1] that it sends anybody.
    sizes
        Equally likely contingents given joining, persons, above 0, ascending; shape (n,), n >= 1.  Sizes from
        :func:`prediction` are 1 or more; a share of active forces may be less, and then counts as one person.

    Raises
    ------
    ValueError
        If the chance is outside [0, 1], or the sizes are none, unsorted, 0 or less, or not finite.
    """

    operation: str
    date: str
    iso3: str
    join: float
    sizes: Numbers

    def __post_init__(self) -> None:
        if not 0.0 <= self.join <= 1.0:
            raise ValueError(f"{self.iso3} in {self.operation}: a chance of joining lies in 0 to 1, not at {self.join}")
        sizes = self.sizes
        if sizes.ndim != 1 or len(sizes) == 0:
            raise ValueError(f"{self.iso3} in {self.operation}: sizes are one row of at least one number")
        if not (sizes[0] > 0.0 and sizes[-1] < np.inf and np.all(sizes[1:] >= sizes[:-1])):
            raise ValueError(f"{self.iso3} in {self.operation}: sizes are finite, above 0, and ascend")

    @property
    def key(self) -> tuple[str, str, str]:
        """Operation, date and state."""
        return self.operation, self.date, self.iso3

    def at_least(self, troops: float) -> float:
        """Return the chance that it sends at least so many persons; anything up to 1 is the chance of joining."""
        if troops <= 0:
            return 1.0
        return self.join * self.at_least_given_joining(troops)

    def at_least_given_joining(self, troops: float) -> float:
        """Return the share of sizes that are at least so many persons; 1 for anything up to 1."""
        if troops <= 1:
            return 1.0
        return 1.0 - float(np.searchsorted(self.sizes, troops, side="left")) / len(self.sizes)

    def rungs(self) -> Numbers:
        """Return the chance of none, 1-49, 50-249, 250-999 and 1000 or more persons; shape (5,), sum 1."""
        exceeding = np.array([1.0, *(self.at_least(floor) for floor in RUNG_FLOORS), 0.0])
        return np.asarray(exceeding[:-1] - exceeding[1:])

    def quantile(self, q: float) -> float:
        """Return a quantile of size given joining, persons: the smallest that at least a share ``q`` does not exceed.

        Parameters
        ----------
        q
            In [0, 1]; 0 gives the smallest size.
        """
        if not 0.0 <= q <= 1.0:
            raise ValueError(f"a quantile lies in 0 to 1, not at {q}")
        # Rounded, or 0.1 * 30 would ask for the fourth of 30.
        return float(self.sizes[max(ceil(round(q * len(self.sizes), 9)), 1) - 1])

    def median(self) -> float:
        """Return the median size given joining, persons: the mean of both middle ones where there are two."""
        return float(np.median(self.sizes))

    def interval(self) -> tuple[float, float]:
        """Return the ends of the 80 % interval of size given joining, persons."""
        low, high = INTERVAL
        return self.quantile(low), self.quantile(high)


def prediction(operation: str, date: str, iso3: str, join: float, sizes: ArrayLike) -> Prediction:
    """Return a prediction from sizes in any order; sizes below one person count as one.

    Parameters
    ----------
    operation, date, iso3, join
        As in :class:`Prediction`.
    sizes
        Persons, at least one, not NaN.
    """
    given: Numbers = np.maximum(np.asarray(sizes, dtype=np.float64), 1.0)
    return Prediction(operation, date, iso3, join, np.sort(given))


def rung_of(troops: float) -> int:
    """Return the class of a number of troops: its place in :data:`RUNG_NAMES`."""
    return int(np.searchsorted(RUNG_FLOORS, troops, side="right"))


def rung_matrix(predictions: Sequence[Prediction]) -> Numbers:
    """Return the chances of the five classes; shape (predictions, 5)."""
    return np.array([one.rungs() for one in predictions]).reshape(len(predictions), len(RUNG_NAMES))
