"""Changes between two scenarios whose runs share their draws, each with its Monte Carlo error."""

from dataclasses import dataclass
from math import inf, isinf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from simulator.experiments.statistics import (
    DEVIATIONS,
    PRINTED_DIGITS,
    Whole,
    median_of,
    quantile_interval,
    scatter_of,
    standard_error,
    whole_numbers,
)

NOISE_ERRORS = 2.0
"""A change of at most this many standard errors cannot be told from run noise."""

RUNS_APART = 0.5
"""Runs on different sides of two medians beyond those counted: none among few runs is no proof of none at all."""


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a mean from one scenario to another, and its Monte Carlo standard error."""

    mean: float
    mcse: float

    @property
    def within_noise(self) -> bool:
        """Whether the change cannot be told from run noise."""
        return abs(self.mean) <= NOISE_ERRORS * self.mcse


def paired_change(one: ArrayLike, other: ArrayLike) -> Change:
    """Return the change of a mean over runs that share their draws.

    Parameters
    ----------
    one, other
        One whole number a run, run by run in the same order; at least one run.

    Returns
    -------
    Change
        Mean of ``other`` less ``one``, and its standard error from the differences run by run; infinite for one run.

    Raises
    ------
    ValueError
        If the two are not equally long.
    """
    differences = _differences(one, other)
    error = standard_error(differences) if len(differences) > 1 else inf
    return Change(int(differences.sum()) / len(differences), error)


def variance_ratio(one: ArrayLike, other: ArrayLike) -> float | None:
    """Return how many times as many unpaired runs a change of means would take to be known as well.

    This is the variance of :func:`paired_change` without shared draws over that with them; None where the change is
    the same in every run, so that pairing leaves no run noise at all.
    """
    paired = scatter_of(_differences(one, other))
    return (scatter_of(whole_numbers(one)) + scatter_of(whole_numbers(other))) / paired if paired else None


def _differences(one: ArrayLike, other: ArrayLike) -> Whole:
    first, second = whole_numbers(one), whole_numbers(other)
    if len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} runs cannot be paired")
    return second - first


@dataclass(frozen=True, slots=True)
class MedianChange:
    """The change of a median, and its Monte Carlo standard error (infinite where the runs are too few for one)."""

    median: float
    mcse: float

    @property
    def within_noise(self) -> bool:
        """Whether the change cannot be told from run noise."""
        return abs(self.median) <= NOISE_ERRORS * self.mcse


def median_change(one: ArrayLike, other: ArrayLike) -> MedianChange:
    """Return the change of a median over runs that share their draws.

    The error of each median is read off its distribution-free interval; what the two errors share, off how often a run
    lies on the same side of both medians.  A paired bootstrap comes to the same, but takes hundreds of resamples and
    depends on the order of runs.

    Parameters
    ----------
    one, other
        One whole number a run, run by run in the same order; at least one run.

    Returns
    -------
    MedianChange
        Median of ``other`` less that of ``one``, and its standard error.

    Raises
    ------
    ValueError
        If the two are not equally long.

    References
    ----------
    Bonett, D. G., and Price, R. M. (2020). Interval estimation for linear functions of medians in within-subjects and
    mixed designs. British Journal of Mathematical and Statistical Psychology 73, 333-346.
    https://doi.org/10.1111/bmsp.12171
    """
    differences = _differences(one, other)
    first, second = whole_numbers(one), whole_numbers(other)
    median_one, median_other = median_of(first), median_of(second)
    change = median_other - median_one
    if len(first) > 1 and (differences == differences[0]).all():
        return MedianChange(change, 0.0)
    error_one, error_other = _median_error(first), _median_error(second)
    if isinf(error_one + error_other):
        return MedianChange(change, inf)
    apart = int(((first <= median_one) != (second <= median_other)).sum())
    shared = 1.0 - 2.0 * (apart + RUNS_APART) / (len(first) + RUNS_APART)
    variance = error_one**2 + error_other**2 - 2.0 * shared * error_one * error_other
    return MedianChange(change, round(sqrt(max(0.0, variance)), PRINTED_DIGITS))


def _median_error(whole: Whole) -> float:
    low, high = quantile_interval(whole, 0.5)
    return (high - low) / (2.0 * DEVIATIONS)


@dataclass(frozen=True, slots=True)
class ChanceChange:
    """The change of a chance from one scenario to another, in points of 100 runs.

    Attributes
    ----------
    in_100
        Chance in the other scenario less that in the one.
    mcse
        Its Monte Carlo standard error, from the runs in which only one of the two has the event.
    low, high
        95 % interval, within -100 to 100.
    moved_in_100
        Runs of 100 in which only one of the two has the event; 0 where both have it in the same runs.
    """

    in_100: float
    mcse: float
    low: float
    high: float
    moved_in_100: float

    @property
    def within_noise(self) -> bool:
        """Whether the change cannot be told from run noise.

        Where only a few runs differ the standard error is too small, so the interval must leave out 0 as well.
        """
        return abs(self.in_100) <= NOISE_ERRORS * self.mcse or self.low <= 0.0 <= self.high


def chance_change(one: ArrayLike, other: ArrayLike) -> ChanceChange:
    """Return the change of a chance over runs that share their draws.

    Parameters
    ----------
    one, other
        Whether the event happened, 0 or 1, run by run in the same order; at least one run.

    Returns
    -------
    ChanceChange
        With the interval of Bonett and Price, which keeps its 95 % where few runs differ and is never empty.

    Raises
    ------
    ValueError
        If the two are not equally long.

    References
    ----------
    Bonett, D. G., and Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial proportions
    based on paired data. Journal of Educational and Behavioral Statistics 37, 479-488.
    https://doi.org/10.3102/1076998611411915
    """
    differences = _differences(np.asarray(one, dtype=np.bool_), np.asarray(other, dtype=np.bool_))
    runs = len(differences)
    won, lost = int((differences > 0).sum()), int((differences < 0).sum())
    middle = (won - lost) / (runs + 2)
    reach = DEVIATIONS * sqrt((won + lost + 2) / (runs + 2) - middle * middle) / sqrt(runs + 2)
    return ChanceChange(
        in_100=100.0 * (won - lost) / runs,
        mcse=100.0 * standard_error(differences),
        low=round(100.0 * max(-1.0, middle - reach), PRINTED_DIGITS),
        high=round(100.0 * min(1.0, middle + reach), PRINTED_DIGITS),
        moved_in_100=100.0 * (won + lost) / runs,
    )
