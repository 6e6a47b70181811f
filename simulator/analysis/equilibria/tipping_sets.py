"""Smallest tipping sets: the fewest countries whose going, whatever their conditions say, brings the force to a size.

The search is exact on the runs it is given.  Forcing more countries never lowers anybody (MODEL, P1), so whole groups
are tried first: where forcing every country of a group together is not enough, no set drawn from it is.  Groups that
are enough are halved, down to single sets.  A set is given up as soon as more runs have failed than the chance that is
asked for allows, the hardest runs first.  Usable strength is the exception: above the requirement, one more pledge
takes from the shares of others, which may be easier to use; so groups are tried on what is allocated, which is never
less, and single sets on what is usable.

References
----------
Heal, G., and Kunreuther, H. (2010). Social reinforcement: cascades, entrapment, and tipping. American Economic
Journal: Microeconomics 2, 86-99. https://doi.org/10.1257/mic.2.1.86
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil, comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.equilibria.forcing import STACK, Held, Members, Room
from simulator.analysis.equilibria.waiting import own_and_induced, plain_change
from simulator.engine.totals import Runs
from simulator.experiments.comparing.paired import Change
from simulator.experiments.pool import in_threads
from simulator.experiments.statistics import Chance, chance

TIERS = (32, 96, 256, 768)
"""Runs after which sets that have failed too often are given up; after the last, all others at once."""

MOST_AT_ONCE = 6
"""Groups with so few sets in them are not halved further: their sets are tried one by one."""

MOST_KEPT = 200
"""Tipping sets of which everything is told; more are only counted."""

BOUNDS = {"usable": "allocated"}
"""Strengths that more forced countries could lower, and the one above each that they cannot."""

Group = tuple[tuple[int, int, int], ...]
"""Ranges of candidates, each with how many are to be drawn from it: (first, end, count)."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a set of countries is to bring about.

    Attributes
    ----------
    troops
        Size of the force, persons.
    strength
        ``headline``, ``pledged``, ``allocated`` or ``usable``.
    in_100
        In how many runs of 100 it is to be reached, above 0 and at most 100.
    """

    troops: int
    strength: str
    in_100: float

    def reached(self, runs: Runs) -> NDArray[np.bool_]:
        """Return in which runs it is reached."""
        return np.asarray(getattr(runs, self.strength) >= self.troops)

    @property
    def bound(self) -> "Goal":
        """The same goal of a strength that never falls as more countries are forced, and is never less."""
        return replace(self, strength=BOUNDS.get(self.strength, self.strength))

    def failures(self, runs: int) -> int:
        """Return how many of so many runs may fail."""
        return runs - ceil(self.in_100 * runs / 100.0 - 1e-9)


@dataclass(frozen=True, slots=True)
class TippingSet:
    """Countries that bring the force to the goal together, and no fewer of them.

    Attributes
    ----------
    iso3, names
        The countries.
    reaches
        Runs of 100 in which the goal is reached with them.
    own, induced
        Pledged troops that they add themselves, and that others add because of them; means over runs, persons.
    followers
        Countries that follow, with the runs of 100 in which each does, the most often first.
    """

    iso3: tuple[str, ...]
    names: tuple[str, ...]
    reaches: Chance
    own: Change
    induced: Change
    followers: tuple[tuple[str, float], ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "countries": list(self.iso3),
            "reaches": {"in_100": self.reaches.in_100, "low": self.reaches.low, "high": self.reaches.high},
            "own": plain_change(self.own),
            "induced": plain_change(self.induced),
            "followers": dict(self.followers),
        }


@dataclass(frozen=True, slots=True)
class TippingSets:
    """The smallest tipping sets of a scenario.

    Attributes
    ----------
    goal
        What they reach.
    rung
        Where the countries are held; None: each at its cap.
    runs
        Runs searched.
    largest
        Most countries a set was allowed.
    without, everybody
        Runs of 100 that reach the goal with nobody forced, and with all countries forced to their caps.
    most
        Runs of 100 that no set at all can exceed.
    candidates
        Countries that forcing moves in any run, by code.
    found
        How many tipping sets there are of each size; sizes beyond the last are not searched.
    sets
        The first :data:`MOST_KEPT` of them: the smallest, then the most often enough.
    tried
        Sets and groups that were run.
    """

    goal: Goal
    rung: int | None
    runs: int
    largest: int
    without: Chance
    everybody: Chance
    most: Chance
    candidates: tuple[str, ...]
    found: tuple[int, ...]
    sets: tuple[TippingSet, ...]
    tried: int

    @property
    def needless(self) -> bool:
        """Whether the goal is reached as often as asked with nobody forced."""
        return self.without.in_100 >= self.goal.in_100

    @property
    def impossible(self) -> bool:
        """Whether no set of countries, of any size, reaches it as often as asked."""
        return self.most.in_100 < self.goal.in_100

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "troops": self.goal.troops,
            "strength": self.goal.strength,
            "asked_in_100": self.goal.in_100,
            "forced_to": "cap" if self.rung is None else self.rung,
            "runs": self.runs,
            "largest": self.largest,
            "without": {"in_100": self.without.in_100, "low": self.without.low, "high": self.without.high},
            "everybody": {"in_100": self.everybody.in_100, "low": self.everybody.low, "high": self.everybody.high},
            "impossible": self.impossible,
            "found": {str(size): count for size, count in enumerate(self.found, 1)},
            "sets": [one.to_json() for one in self.sets],
        }


def tipping_sets(
    still: Held, names: Sequence[str], goal: Goal, largest: int = 3, rung: int | None = None, jobs: int = 1
) -> TippingSets:
    """Find the smallest tipping sets of a conference at rest.

    Parameters
    ----------
    still
        The conference with its draws.
    names
        Of its countries.
    goal
        What a set is to bring about.
    largest
        Most countries a set may have, 1 or more.
    rung
        Where forced countries are held: on this rung, or on their own at the least rest point where that is higher;
        never above their caps.  At their caps if None.
    jobs
        Threads to use; the result does not depend on it.
    """
    search = _Search(still, goal, rung, jobs)
    found = search.minimal(largest)
    shown = [members for size in found for members in size]
    evaluated = [search.evaluated(members, names) for members in shown[: 4 * MOST_KEPT]]
    evaluated.sort(key=lambda one: (len(one.iso3), -one.reaches.in_100, -one.own.mean - one.induced.mean, one.iso3))
    iso3 = still.conference.iso3
    return TippingSets(
        goal=goal,
        rung=rung,
        runs=still.runs,
        largest=largest,
        without=search.without,
        everybody=search.everybody,
        most=search.most,
        candidates=tuple(sorted(iso3[place] for place in search.candidates)),
        found=tuple(len(size) for size in found),
        sets=tuple(evaluated[:MOST_KEPT]),
        tried=search.tried,
    )


class _Search:
    """The state of one search: base runs, candidates in order of what they move, and the order of runs."""

    def __init__(self, still: Held, goal: Goal, rung: int | None, jobs: int) -> None:
        self._still, self._goal, self._jobs = still, goal, jobs
        self._base = still.least()
        self._hold = None if rung is None else np.maximum(self._base.rungs[0], np.int8(rung))
        everyone: Members = tuple(range(len(still.conference)))
        together = still.forced([everyone])
        self.without = self._chance(goal, self._base, 0)
        self.everybody = self._chance(goal, together, 0)
        self.most = self._chance(goal.bound, together, 0)
        self.candidates = self._in_order()
        # The runs with the smallest force are the likeliest to fail.
        self._order = np.argsort(getattr(self._base, goal.strength)[0], kind="stable")
        self.tried = 0

    def _chance(self, goal: Goal, runs: Runs, place: int) -> Chance:
        return chance(int(goal.reached(runs)[place].sum()), self._still.runs)

    def _in_order(self) -> list[int]:
        """Return the countries that forcing moves in any run, those with the smallest effect first."""
        effects = []
        for country in range(len(self._still.conference)):
            found = self._still.forced([(country,)])
            if (found.rungs[0, :, country] > self._base.rungs[0, :, country]).any():
                effects.append((float(found.pledged.sum(dtype=np.int64)), country))
        return [country for _, country in sorted(effects)]

    def minimal(self, largest: int) -> list[list[Members]]:
        """Return the tipping sets of each size from 1 on that contain no smaller one."""
        if self._reached(self._goal) or self.most.in_100 < self._goal.in_100:
            return []
        found: list[list[Members]] = []
        smaller: set[Members] = set()
        for size in range(1, min(largest, len(self.candidates)) + 1):
            sets = [members for members in self._sets(size, smaller) if not _contains_any(members, smaller)]
            found.append(sets)
            smaller.update(sets)
        return found

    def _reached(self, goal: Goal) -> bool:
        """Return whether a goal is reached as often as asked with nobody forced."""
        return int((~goal.reached(self._base)[0]).sum()) <= goal.failures(self._still.runs)

    def _sets(self, size: int, smaller: set[Members]) -> list[Members]:
        """Return the sets of one size that reach the goal."""
        if self._reached(self._goal.bound):
            # Every group would pass; only trying each set tells.
            every = [tuple(sorted(members)) for members in combinations(self.candidates, size)]
            every = [members for members in every if not _contains_any(members, smaller)]
            return sorted(members for members, enough in zip(every, self._enough(every), strict=True) if enough)
        groups: list[Group] = [((0, len(self.candidates), size),)]
        found: list[Members] = []
        while groups:
            groups = [group for group in groups if not _contains_any(self._certain(group), smaller)]
            single = [self._all_of(group) for group in groups if _is_one_set(group)]
            found += [members for members, enough in zip(single, self._enough(single), strict=True) if enough]
            several = [group for group in groups if not _is_one_set(group)]
            hopeful = self._enough([self._all_of(group) for group in several], bound=True)
            groups = [part for group, may in zip(several, hopeful, strict=True) if may for part in _parts(group)]
        return sorted(found)

    def _all_of(self, group: Group) -> Members:
        """Return every country of a group, in order of their places in the conference."""
        return tuple(sorted(self.candidates[place] for first, end, _ in group for place in range(first, end)))

    def _certain(self, group: Group) -> Members:
        """Return the countries that every set of a group contains."""
        whole = [(first, end) for first, end, count in group if end - first == count]
        return tuple(sorted(self.candidates[place] for first, end in whole for place in range(first, end)))

    def _enough(self, sets: Sequence[Members], bound: bool = False) -> list[bool]:
        """Return which sets reach the goal in as many runs as asked; as a bound, which have a part that may."""
        goal, rungs = (self._goal.bound, None) if bound else (self._goal, self._hold)
        self.tried += len(sets)
        allowed = goal.failures(self._still.runs)
        failures = np.zeros(len(sets), dtype=np.int64)
        alive = list(range(len(sets)))
        for runs in self._tiers():
            # Batches of nearly the same size, so that little room is left over in the last one.
            count = -(-len(alive) * len(runs) // STACK)
            size = -(-len(alive) // max(1, count)) or 1
            room = self._still.room(size, runs)
            blocks = [(first, min(size, len(alive) - first)) for first in range(0, len(alive), size)]

            def work(block: tuple[int, int], room: Room = room) -> NDArray[np.int64]:
                chosen = [sets[place] for place in alive[block[0] : sum(block)]]  # noqa: B023  # used within the turn
                reached = goal.reached(room.forced(chosen, rungs))
                return np.asarray((~reached).sum(axis=1))

            for block, failed in in_threads(work, blocks, self._jobs) if blocks else ():
                failures[alive[block[0] : sum(block)]] += failed
            alive = [place for place in alive if failures[place] <= allowed]
        lasting = set(alive)
        return [place in lasting for place in range(len(sets))]

    def _tiers(self) -> Iterator[NDArray[np.intp]]:
        first = 0
        for end in (*(tier for tier in TIERS if tier < self._still.runs), self._still.runs):
            yield self._order[first:end]
            first = end

    def evaluated(self, members: Members, names: Sequence[str]) -> TippingSet:
        """Return everything about a set, over all runs."""
        found = self._still.forced([members], rungs=self._hold)
        own, induced = own_and_induced(self._base, found, 0, members)
        rose = (found.rungs[0] > self._base.rungs[0]).mean(axis=0)
        rose[list(members)] = 0.0
        iso3 = self._still.conference.iso3
        order = sorted(np.flatnonzero(rose).tolist(), key=lambda place: (-rose[place], iso3[place]))
        return TippingSet(
            iso3=tuple(iso3[place] for place in members),
            names=tuple(names[place] for place in members),
            reaches=self._chance(self._goal, found, 0),
            own=own,
            induced=induced,
            followers=tuple((iso3[place], 100.0 * float(rose[place])) for place in order),
        )


def _contains_any(members: Members, smaller: set[Members]) -> bool:
    """Return whether a set contains one of some smaller sets."""
    if not smaller:
        return False
    most = max(len(one) for one in smaller)
    return any(
        part in smaller for size in range(1, min(most, len(members)) + 1) for part in combinations(members, size)
    )


def _is_one_set(group: Group) -> bool:
    return all(end - first == count for first, end, count in group)


def _parts(group: Group) -> Iterator[Group]:
    """Yield a group in parts that share no set: its sets where they are few, else halves of its widest range."""
    ways = 1
    for first, end, count in group:
        ways *= comb(end - first, count)
    widest = max(
        (place for place, (first, end, count) in enumerate(group) if end - first > count),
        key=lambda place: group[place][1] - group[place][0],
    )
    first, end, count = group[widest]
    if ways <= MOST_AT_ONCE and count == 1:
        for place in range(first, end):
            yield (*group[:widest], (place, place + 1, 1), *group[widest + 1 :])
        return
    middle = (first + end) // 2
    for low in range(count + 1):
        high = count - low
        if low <= middle - first and high <= end - middle:
            halves = ((first, middle, low), (middle, end, high))
            yield (*group[:widest], *(half for half in halves if half[2]), *group[widest + 1 :])
