"""Statistics of runs, each with its Monte Carlo error.

Sums of whole numbers are taken in whole numbers, so no result depends on the order of runs.  Errors and intervals speak
of run noise alone: how much a number would scatter if as many runs were drawn anew.  They say nothing about doubt in
the model.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

QUANTILES = (5, 10, 25, 50, 75, 90, 95)
CONFIDENCE = 0.95
DEVIATIONS = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2.0)
"""Standard errors on either side of an estimate that make an interval of 95 %."""
PRINTED_DIGITS = 6
"""Digits of an interval that every mathematical library agrees on."""

SQUARES_BLOCK = 4096
"""Runs whose squares are summed at once: with values below 2**25 (33 million) the sum stays below 2**63."""

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Distribution:
    """A quantity over runs.

    Attributes
    ----------
    mean
        Mean over runs.
    p05, p10, p25, p50, p75, p90, p95
        Quantiles, each a value that occurred (the smallest at least that many runs do not exceed).
    mcse
        Monte Carlo standard error of the mean.
    """

    mean: float
    p05: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float
    mcse: float


def distribution(values: ArrayLike) -> Distribution:
    """Fold one number a run into its distribution.

    Parameters
    ----------
    values
        One whole number a run, at least one run.
    """
    whole = np.sort(whole_numbers(values))
    ordered = [int(whole[rank - 1]) for rank in ranks(len(whole))]
    return distribution_of(len(whole), int(whole.sum()), _squares(whole), ordered)


def ranks(runs: int) -> list[int]:
    """Return the rank, from 1, of each of :data:`QUANTILES`: so many runs at least do not exceed the value there."""
    return [-(-percent * runs // 100) for percent in QUANTILES]


def distribution_of(runs: int, total: int, squares: int, ordered: Sequence[int]) -> Distribution:
    """Return a distribution from exact sums and order statistics.

    Parameters
    ----------
    runs
        How many, 1 or more.
    total, squares
        Sum of the values and of their squares.
    ordered
        The values at :func:`ranks`.
    """
    scatter = runs * squares - total * total
    error = sqrt(scatter / (runs * runs * (runs - 1))) if runs > 1 else 0.0
    named = {f"p{q:02d}": float(value) for q, value in zip(QUANTILES, ordered, strict=True)}
    return Distribution(mean=total / runs, **named, mcse=error)


def exact_mean(runs: NDArray[np.float64]) -> float:
    """Return the mean of whole numbers; their sum is exact, so the order of runs does not matter."""
    return float(runs.sum()) / len(runs)


def standard_error(values: ArrayLike) -> float:
    """Return the Monte Carlo standard error of a mean, from exact sums; 0 for a single run.

    Parameters
    ----------
    values
        One whole number a run, each below 2**25 in size; at least one run.

    Raises
    ------
    ValueError
        If a value is no whole number.
    """
    whole = whole_numbers(values)
    count = len(whole)
    return sqrt(scatter_of(whole) / (count * count * (count - 1))) if count > 1 else 0.0


def whole_numbers(values: ArrayLike) -> Whole:
    """Return values as whole numbers; a ValueError where one is none."""
    given = np.asarray(values)
    with np.errstate(invalid="ignore"):
        whole = given.astype(np.int64, copy=False)
    if not np.array_equal(whole, given):
        raise ValueError("statistics of runs are taken of whole numbers")
    return whole


def scatter_of(whole: Whole) -> int:
    """Return n times the sum of squares less the square of the sum: n (n - 1) times the variance, exactly."""
    return len(whole) * _squares(whole) - int(whole.sum()) ** 2


def _squares(whole: Whole) -> int:
    """Return the sum of squares, exactly."""
    blocks = (whole[first : first + SQUARES_BLOCK] for first in range(0, len(whole), SQUARES_BLOCK))
    return sum(int(block @ block) for block in blocks)


@dataclass(frozen=True, slots=True)
class Chance:
    """How often something happened, out of 100 runs, with a 95 % interval for the run noise.

    The interval is Wilson's (1927, https://doi.org/10.1080/01621459.1927.10502953).
    """

    in_100: float
    low: float
    high: float


def chance(happened: int, runs: int) -> Chance:
    """Return the chance of an event that happened in some of the runs.

    Parameters
    ----------
    happened, runs
        Counts, 0 <= happened <= runs, runs >= 1.
    """
    squared = DEVIATIONS * DEVIATIONS
    middle = (happened + squared / 2.0) / (runs + squared)
    reach = DEVIATIONS * sqrt(happened * (runs - happened) / runs + squared / 4.0) / (runs + squared)
    # At the ends the interval touches 0 and 100 exactly; the formula misses them by a rounding error.
    low = 0.0 if happened == 0 else round(100.0 * (middle - reach), PRINTED_DIGITS)
    high = 100.0 if happened == runs else round(100.0 * (middle + reach), PRINTED_DIGITS)
    return Chance(100.0 * happened / runs, low, high)


def half_width(happened: int, runs: int) -> float:
    """Return half the width of a chance's 95 % interval, in points of 100; the counts are those of :func:`chance`."""
    found = chance(happened, runs)
    return round((found.high - found.low) / 2.0, PRINTED_DIGITS)


@lru_cache(maxsize=1024)
def quantile_places(runs: int, q: float) -> tuple[int, int]:
    """Return which values, in order of size, bound a quantile with a confidence of 95 %.

    The number of runs below a quantile is binomial whatever the quantity, so the interval holds for any distribution,
    with gaps and ties as well; its ends are values that occurred.

    Parameters
    ----------
    runs
        How many, 1 or more.
    q
        The quantile as a share, above 0 and below 1.

    Returns
    -------
    tuple
        Places counted from 0; -1 or ``runs`` where so few runs do not bound the quantile on that side.

    Raises
    ------
    ValueError
        If ``q`` is not between 0 and 1.

    References
    ----------
    David, H. A., and Nagaraja, H. N. (2003). Order Statistics, third edition, section 7.1.
    https://doi.org/10.1002/0471722162
    """
    from scipy.special import bdtr

    if not 0.0 < q < 1.0:
        raise ValueError(f"a quantile lies between 0 and 1, not at {q}")

    def at_most(below: int) -> float:
        return float(bdtr(float(below), runs, q))

    tail = (1.0 - CONFIDENCE) / 2.0
    places = range(runs)
    return bisect_right(places, tail, key=at_most) - 1, bisect_left(places, 1.0 - tail, key=at_most)


def quantile_interval(values: ArrayLike, q: float) -> tuple[float, float]:
    """Return a 95 % interval for the run noise of a quantile, free of any assumption on the distribution.

    Parameters
    ----------
    values
        One number a run, in any order, at least one run.
    q
        The quantile as a share, above 0 and below 1.

    Returns
    -------
    tuple
        Both ends, values that occurred; infinite where the runs are too few to bound the quantile on that side (fewer
        than 6 for a median).
    """
    runs = np.asarray(values)
    low, high = quantile_places(len(runs), q)
    inside = [place for place in (low, high) if 0 <= place < len(runs)]
    ordered = np.partition(runs, inside) if inside else runs
    return (float(ordered[low]) if low >= 0 else -inf, float(ordered[high]) if high < len(runs) else inf)


def median_of(values: ArrayLike) -> float:
    """Return the median, the lower one of two: a value that occurred."""
    runs = np.asarray(values)
    place = (len(runs) - 1) // 2
    return float(np.partition(runs, place)[place])
