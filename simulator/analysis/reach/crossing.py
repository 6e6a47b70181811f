"""Crossings: the least step along a line of settings at which a chance reaches a goal, with its run noise.

The chance at a step is a count of common runs.  Along inputs that help it does not fall, so the step is enclosed by
halving.  Its error is that of the count turned into steps: below ``low`` the 95 % interval of the chance excludes the
goal from above, from ``high`` on it lies above the goal.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from simulator.analysis.reach.common_runs import Setting
from simulator.experiments.statistics import Chance, chance

FIRST_STEPS = 8
"""Steps of the first look along a line: it shows whether the chance falls anywhere."""

STEPS = 256
"""Steps of the finest look; a crossing is known to one of them."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A chance to be reached.

    Attributes
    ----------
    strength, troops
        What the force shall reach, persons.
    in_100
        In how many of 100 runs at least.
    """

    strength: str
    troops: int
    in_100: float

    def needs(self, runs: int) -> tuple[int, int, int]:
        """Return the least counts of runs that may be enough, that are enough, and that surely are.

        The first and the last are where the 95 % interval of the chance begins to hold, or to exclude, less than the
        goal; the last is ``runs + 1`` where no count is sure.
        """
        counts = range(runs + 1)
        exact = ceil(self.in_100 * runs / 100.0 - 1e-9)
        maybe = bisect_left(counts, self.in_100, key=lambda count: chance(count, runs).high)
        surely = bisect_left(counts, self.in_100, key=lambda count: chance(count, runs).low)
        return min(maybe, exact), exact, max(surely, exact)


@dataclass(frozen=True)
class Line:
    """Settings on the straight way from one to another.

    Attributes
    ----------
    start, end
        Values by path; both name the same inputs.
    """

    start: Setting
    end: Setting

    def at(self, share: float) -> dict[str, float]:
        """Return the setting a share of the way along, 0 to 1; both ends exactly."""
        if share >= 1.0:
            return dict(self.end)
        return {path: value + share * (self.end[path] - value) for path, value in self.start.items()}


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a chance reaches a goal on a line.

    Attributes
    ----------
    share
        The least share of the way at which it does, to one of :data:`STEPS`; 0 where it does from the start.
    low, high
        Shares between which the true one lies (95 %, run noise); 0 where the start may be enough already, None where
        not even the end surely is.
    chance
        At ``share``.
    falls
        By how many runs of 100 the chance falls at most between two steps of the first look: 0 where shaving moves
        nothing.
    """

    share: float
    low: float
    high: float | None
    chance: Chance
    falls: float


Counter = Callable[[Sequence[Setting]], Sequence[int]]


def crossings(lines: Sequence[Line], goal: Goal, runs: int, count: Counter) -> list[Crossing | None]:
    """Find where the chance reaches the goal on each of some lines, all lines at once.

    Parameters
    ----------
    lines
        Along which the chance does not fall.
    goal
        What is wanted.
    runs
        How many common runs.
    count
        Returns in how many runs the goal's size is reached at each of some settings.

    Returns
    -------
    list
        In order of lines; None where the end of the line does not reach the goal.
    """
    if not lines:
        return []
    known: list[dict[int, int]] = [{} for _ in lines]
    first = range(0, STEPS + 1, STEPS // FIRST_STEPS)
    needs = goal.needs(runs)
    _look(lines, known, [(place, STEPS) for place in range(len(lines))], count)
    reached = [place for place, steps in enumerate(known) if steps[STEPS] >= needs[1]]
    _look(lines, known, [(place, step) for place in reached for step in first[:-1]], count)
    width = STEPS // FIRST_STEPS
    while width > 1:
        width //= 2
        asked = {
            (place, lower + width)
            for place in reached
            for need in needs
            if (lower := _last_short(known[place], need)) is not None and lower + width not in known[place]
        }
        _look(lines, known, sorted(asked), count)
    return [_crossing(steps, needs, runs, list(first)) for steps in known]


def _look(lines: Sequence[Line], known: list[dict[int, int]], asked: Sequence[tuple[int, int]], count: Counter) -> None:
    """Count at some steps of some lines, all in one go."""
    if not asked:
        return
    found = count([lines[place].at(step / STEPS) for place, step in asked])
    for (place, step), reached in zip(asked, found, strict=True):
        known[place][step] = reached


def _last_short(steps: dict[int, int], need: int) -> int | None:
    """Return the last known step before the first that is enough; None where none is, or the start is."""
    before = None
    for step in sorted(steps):
        if steps[step] >= need:
            return before
        before = step
    return None


def _first_enough(steps: dict[int, int], need: int) -> int | None:
    return next((step for step in sorted(steps) if steps[step] >= need), None)


def _crossing(steps: dict[int, int], needs: tuple[int, int, int], runs: int, first: list[int]) -> Crossing | None:
    maybe, exact, surely = (_first_enough(steps, need) for need in needs)
    if exact is None or maybe is None:
        return None
    falls = max(steps[before] - steps[after] for before, after in pairwise(first))
    return Crossing(
        share=exact / STEPS,
        low=max(0, maybe - 1) / STEPS,
        high=None if surely is None else surely / STEPS,
        chance=chance(steps[exact], runs),
        falls=100.0 * max(0, falls) / runs,
    )
