"""Estimates from independent designs: the mean over them, and an interval from how they scatter."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval.

    Attributes
    ----------
    value
        Mean over independent designs.
    low, high
        Ends of Student's interval for that mean.
    """

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2.0

    def to_json(self) -> dict[str, float]:
        """Return the estimate as plain JSON values."""
        return {"value": self.value, "low": self.low, "high": self.high}


def estimate(values: ArrayLike) -> Estimate:
    """Return the mean of independent estimates of one number, and Student's 95 % interval for it.

    Parameters
    ----------
    values
        One estimate a design, 2 or more.
    """
    from scipy.special import stdtrit

    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 1 or len(given) < 2:
        raise ValueError("an interval needs two independent estimates or more")
    mean = float(given.mean())
    reach = float(stdtrit(len(given) - 1, 0.5 + CONFIDENCE / 2.0)) * float(given.std(ddof=1)) / sqrt(len(given))
    return Estimate(mean, mean - reach, mean + reach)


def estimates(rows: Sequence[ArrayLike]) -> tuple[Estimate, ...]:
    """Return an estimate for each column; one row a design."""
    return tuple(estimate(column) for column in np.asarray(rows, dtype=np.float64).T)


def seeds_of(seed: int, purpose: int, count: int) -> tuple[int, ...]:
    """Return seeds below 2**32 for independent designs.

    Parameters
    ----------
    seed
        Root seed.
    purpose
        A number for each use, so that two uses of a root seed do not share their designs.
    count
        How many.
    """
    states = np.random.SeedSequence([seed, purpose]).generate_state(count)
    return tuple(int(state) for state in states)
