"""Statistics of runs, each with its Monte Carlo error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binomtest

QUANTILES = (5, 10, 25, 50, 75, 90, 95)
CONFIDENCE = 0.95
PRINTED_DIGITS = 6
"""Digits of an interval that every mathematical library agrees on."""


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
    runs = np.asarray(values, dtype=np.float64)
    quantiles = np.quantile(runs, [q / 100.0 for q in QUANTILES], method="inverted_cdf").tolist()
    named = {f"p{q:02d}": value for q, value in zip(QUANTILES, quantiles, strict=True)}
    return Distribution(mean=exact_mean(runs), **named, mcse=standard_error(runs))


def exact_mean(runs: NDArray[np.float64]) -> float:
    """Return the mean of whole numbers; their sum is exact, so the order of runs does not matter."""
    return float(runs.sum()) / len(runs)


def standard_error(runs: NDArray[np.float64]) -> float:
    """Return the Monte Carlo standard error of a mean of whole numbers, from exact sums; 0 for a single run."""
    count = len(runs)
    if count < 2:
        return 0.0
    total, squares = float(runs.sum()), float((runs * runs).sum())
    return float(np.sqrt(max(0.0, squares - total * total / count) / (count - 1) / count))


@dataclass(frozen=True, slots=True)
class Chance:
    """How often something happened, out of 100 runs, with a 95 % interval for the run noise (Wilson 1927)."""

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
    interval = binomtest(happened, runs).proportion_ci(CONFIDENCE, method="wilson")
    low, high = (round(100.0 * float(end), PRINTED_DIGITS) for end in (interval.low, interval.high))
    return Chance(100.0 * happened / runs, low, high)
