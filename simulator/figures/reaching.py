"""How often a strength reaches a size, with its run noise: counted where it was asked for, else from percentiles."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from simulator.experiments.statistics import chance
from simulator.figures.numerals import in_100, nearest

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

STRENGTHS: Mapping[str, str] = MappingProxyType(
    {
        "headline": "Troops for one tour (headline)",
        "pledged": "Troops that can be kept up for years (pledged)",
        "allocated": "Troops left where no more count than were asked for (allocated)",
        "usable": "Troops that can be counted on (usable)",
    }
)
"""The strengths of a force, the largest first, as a subtitle begins."""

VERBS: Mapping[str, str] = MappingProxyType(
    {"headline": "promised for one tour", "pledged": "pledged", "allocated": "allocated", "usable": "usable"}
)
"""What a force of some size is, after "is"."""


@dataclass(frozen=True, slots=True)
class Reached:
    """In how many of 100 runs a strength reaches a size.

    Attributes
    ----------
    troops
        The size, persons.
    least, most
        Bounds of the number, 0 to 100; equal where the runs were counted, a run of 100 apart where only the
        percentiles are known.
    low, high
        95 % interval for the run noise, around both bounds.
    """

    troops: int
    least: float
    most: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        """The number itself, or the middle of its bounds."""
        return (self.least + self.most) / 2.0

    def words(self) -> str:
        """Return the number as it is printed, ``46``, or both bounds, ``45–46``."""
        least, most = (in_100(bound / 100.0) for bound in (self.least, self.most))
        return least if least == most else f"{least}–{most}"

    def noise_words(self) -> str:
        """Return the interval as it is printed, 0 and 100 only where it touches them after rounding outwards."""
        low = min(nearest(self.low), 99) if self.low < 100.0 else 100
        high = max(nearest(self.high), 1) if self.high > 0.0 else 0
        return f"{low}–{high}" if low != high else f"{low}"

    def exceeds(self, other: "Reached") -> bool:
        """Return whether this number is above another one whatever the runs drawn: the intervals are apart."""
        return self.low > other.high


def reached(summary: "Summary", strength: str, troops: int) -> Reached:
    """Return how often a strength reaches a size.

    Parameters
    ----------
    summary
        What the runs come to.
    strength
        One of :data:`STRENGTHS`.
    troops
        The size, persons.

    Raises
    ------
    ValueError
        If there is no such strength.
    """
    known(strength)
    for entry in summary.reaches:
        if entry.strength == strength and entry.troops == troops:
            found = entry.chance
            return Reached(troops, found.in_100, found.in_100, found.low, found.high)
    least, most = _bounds(summary.percentiles[strength], troops, summary.runs)
    low, high = chance(least, summary.runs), chance(most, summary.runs)
    return Reached(troops, low.in_100, high.in_100, low.low, high.high)


def known(strength: str) -> None:
    """Check the name of a strength.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    if strength not in STRENGTHS:
        raise ValueError(f"no strength named {strength!r}; there are {', '.join(STRENGTHS)}")


def sizes_of(thresholds: Sequence[int], most: int) -> tuple[int, ...]:
    """Return force sizes in order, each once.

    Raises
    ------
    ValueError
        If there is none, there are more than ``most``, or one is not above 0.
    """
    sizes = tuple(sorted(set(thresholds)))
    if not 1 <= len(sizes) <= most or sizes[0] <= 0:
        raise ValueError(f"this figure takes 1 to {most} force sizes above 0, not {list(thresholds)}")
    return sizes


def _bounds(percentiles: Sequence[int], troops: int, runs: int) -> tuple[int, int]:
    """Return the fewest and the most runs that can reach a size, given the value at each percentile."""
    below = bisect_left(percentiles, troops)
    if below == 0:
        return runs, runs
    if below == len(percentiles):
        return 0, 0
    # The percentile p is the value of rank p n / 100, rounded up; the smallest value has rank 1.
    smaller = max(1, -(-(below - 1) * runs // 100))
    return runs - max(smaller, -(-below * runs // 100) - 1), runs - smaller
