"""Deviations: how far what the engine did lies from what a law says, in standard errors of the runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

MOST_ERRORS = 4.0
"""Standard errors that a single number may lie off: more happens once in 16,000 times by chance."""

LARGEST = 37.0
"""Beyond so many standard errors a chance is 0 to a computer."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One comparison of the engine with a law.

    Attributes
    ----------
    law
        Its number, V1 to V9.
    what
        What is compared, in words.
    expected, found
        What the law says and what the engine did; of a family, of its farthest member.
    off
        How far apart, in standard errors of the runs; without an error, in units of the tolerance.
    bound
        How far apart they may be.
    members
        How many numbers were compared: 1, or a whole family, whose farthest member is told.
    random
        Whether the runs have noise in it; if not, ``off`` is the difference over the tolerance.
    """

    law: str
    what: str
    expected: float
    found: float
    off: float
    bound: float
    members: int = 1
    random: bool = True

    @property
    def held(self) -> bool:
        """Whether the engine agrees with the law within the bound."""
        return abs(self.off) <= self.bound

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "law": self.law,
            "what": self.what,
            "expected": self.expected,
            "found": self.found,
            "off": self.off,
            "unit": "standard errors" if self.random else "tolerances",
            "bound": self.bound,
            "members": self.members,
            "held": self.held,
        }


def of_mean(law: str, what: str, values: ArrayLike, mean: float, sd: float) -> Deviation:
    """Return the deviation of a mean over runs from its law.

    Parameters
    ----------
    law, what
        As in :class:`Deviation`.
    values
        One number a run.
    mean, sd
        What the law says.
    """
    runs = np.asarray(values, dtype=np.float64)
    found = float(runs.mean())
    return Deviation(law, what, mean, found, _over(found - mean, sd / sqrt(len(runs))), MOST_ERRORS)


def of_sd(law: str, what: str, values: ArrayLike, sd: float, fourth: float) -> Deviation:
    """Return the deviation of a standard deviation over runs from its law.

    Parameters
    ----------
    law, what, values
        As in :func:`of_mean`.
    sd, fourth
        What the law says: standard deviation, and fourth central moment.
    """
    runs = np.asarray(values, dtype=np.float64)
    error = sqrt(max(0.0, fourth - sd**4) / len(runs)) / (2.0 * sd)
    found = float(runs.std())
    return Deviation(law, what, sd, found, _over(found - sd, error), MOST_ERRORS)


def of_chances(law: str, what: str, counts: Sequence[int], runs: int, chances: Sequence[float]) -> Deviation:
    """Return the farthest of a family of counts from the chances of a law.

    Each count is binomial, whatever the others are, and its deviation is that of a normal number which is as unlikely.
    The bound is wider than for one number: by Bonferroni, so that a family is as seldom called off as a single number.

    Parameters
    ----------
    law, what
        As in :class:`Deviation`.
    counts
        In how many runs each event happened.
    runs
        How many runs.
    chances
        What the law says of each event.
    """
    offs = [binomial_off(count, runs, chance) for count, chance in zip(counts, chances, strict=True)]
    worst = max(range(len(offs)), key=lambda place: abs(offs[place]))
    return Deviation(
        law, what, chances[worst], counts[worst] / runs, offs[worst], family_bound(len(offs)), members=len(offs)
    )


def exact(law: str, what: str, expected: float, found: float, tolerance: float) -> Deviation:
    """Return the deviation of a number without run noise: a difference over a tolerance.

    Parameters
    ----------
    law, what, expected, found
        As in :class:`Deviation`.
    tolerance
        How far apart the two may be, above 0.
    """
    return Deviation(law, what, expected, found, (found - expected) / tolerance, 1.0, random=False)


def binomial_off(count: int, runs: int, chance: float) -> float:
    """Return how far a binomial count lies off, as the standard errors of a normal number that is as unlikely.

    Half of the chance of the count itself is taken as beyond it (mid-p), so that the deviation has no bias.

    Parameters
    ----------
    count, runs
        In how many of how many runs it happened.
    chance
        Of the event, in [0, 1].
    """
    from scipy.special import bdtr, ndtri

    p = min(1.0, max(0.0, chance))
    if p in (0.0, 1.0):
        return 0.0 if count == p * runs else (LARGEST if count > p * runs else -LARGEST)
    below = float(bdtr(float(count - 1), runs, p)) if count > 0 else 0.0
    at_most = float(bdtr(float(count), runs, p)) if count < runs else 1.0
    above = float(bdtr(float(runs - count - 1), runs, 1.0 - p)) if count < runs else 0.0
    same = at_most - below
    low, high = below + 0.5 * same, above + 0.5 * same
    off = float(ndtri(low)) if low < high else -float(ndtri(high))
    return min(LARGEST, max(-LARGEST, off))


def family_bound(members: int) -> float:
    """Return the bound on the farthest of so many numbers that is exceeded as seldom as :data:`MOST_ERRORS` by one."""
    normal = NormalDist()
    return -normal.inv_cdf(normal.cdf(-MOST_ERRORS) / members)


def _over(difference: float, error: float) -> float:
    if error > 0.0:
        return difference / error
    return 0.0 if difference == 0.0 else inf * difference
