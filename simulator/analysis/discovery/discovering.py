"""Scenario discovery: in which futures something holds, and in which it fails, as limits on few inputs.

After Bryant and Lempert (2010, https://doi.org/10.1016/j.techfore.2009.08.002).  Boxes are found with one half of the
points and judged with the other half, so that coverage and density are not flattered by the search.  How sure the
limits are is told by finding them again in resampled points.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.discovery.boxes import Box, Flags, Limit, Tally, at, tally
from simulator.analysis.discovery.cart import EXTRA, leaves
from simulator.analysis.discovery.futures import Column, Futures
from simulator.analysis.discovery.prim import chosen, pasted, trajectory
from simulator.analysis.refusals import Refused, library
from simulator.experiments.statistics import Chance, chance

FEWEST = 20
"""Points of either kind that there must be."""

MOST_SEARCHED = 20_000
"""Points in which boxes are looked for; of more, so many are drawn."""

SURE = 0.05
"""Quasi-p value above which a limit could be chance, so that it is dropped."""

LEAST_NEW = 0.05
"""Share of the points of interest that a further box covers at least."""

MIDDLE = (10.0, 90.0)
"""Percentiles between which a limit lies in 8 of 10 resamples."""

Method = Literal["prim", "cart"]
Places = NDArray[np.int64]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Search:
    """How boxes are looked for.

    Attributes
    ----------
    chance
        Of 100 runs, in how many the event must happen for it to hold at a point.
    method
        ``prim`` or ``cart``.
    density
        Share of points of interest that is wanted inside a box; more where most points are of interest anyway, see
        :func:`goal_of`.
    boxes
        Most boxes on either side.
    resamples
        How often limits are found again.
    seed
        Of the split in halves and of the resamples.
    """

    chance: float = 50.0
    method: Method = "prim"
    density: float = 0.8
    boxes: int = 2
    resamples: int = 50
    seed: int = 1


@dataclass(frozen=True, slots=True)
class SureLimit:
    """A limit with how sure it is.

    Attributes
    ----------
    limit
        What is asked of one input.
    quasi_p
        Chance of as many points of interest as in the box, among so many drawn with the density of the box without
        this limit; of points not used to find it.
    again
        By side (``above``, ``below``, ``words``), share of resamples in which the first box limits it there too.
    ends
        By side, the range that holds the end in 8 of 10 of these resamples; none for words.
    without
        Density and coverage, on points not used to find it, of the box without this limit.
    """

    limit: Limit
    quasi_p: float
    again: dict[str, float]
    ends: dict[str, tuple[float, float]]
    without: tuple[float, float]

    def to_json(self) -> dict[str, Any]:
        """Return the limit as plain JSON values."""
        return self.limit.to_json() | {
            "quasi_p": self.quasi_p,
            "again": self.again,
            "ends": {side: list(span) for side, span in self.ends.items()},
            "without": {"density": self.without[0], "coverage": self.without[1]},
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """A box with what it holds of points that were not used to find it.

    Attributes
    ----------
    limits
        Each with how sure it is; the one that most depends on first.
    held_out
        Its points in the half that it was not found with.
    searched
        Density and coverage in the half that it was found with.
    goal
        Density that was looked for.
    """

    limits: tuple[SureLimit, ...]
    held_out: Tally
    searched: tuple[float, float]
    goal: float

    @property
    def box(self) -> Box:
        """Its limits."""
        return Box(tuple(one.limit for one in self.limits))

    @property
    def density(self) -> Chance:
        """Points of interest of 100 inside, with its 95 % interval."""
        return _chance(self.held_out.both, self.held_out.inside)

    @property
    def coverage(self) -> Chance:
        """Of 100 points of interest, how many are inside, with its 95 % interval."""
        return _chance(self.held_out.both, self.held_out.wanted)

    def told(self, verb: str) -> str:
        """Return the box in a sentence, such as ``fails whenever us.air < 0.4 (density 0.91, ...)``."""
        return (
            f"{verb} whenever {self.box.told()} (density {self.held_out.density:.2f}, covers "
            f"{self.held_out.coverage:.2f} of such futures, on points not used to find it)"
        )

    def to_json(self) -> dict[str, Any]:
        """Return the box as plain JSON values; shares in [0, 1]."""
        return {
            "limits": [one.to_json() for one in self.limits],
            "density": shares_of(self.density),
            "coverage": shares_of(self.coverage),
            "held_out": asdict(self.held_out),
            "searched": {"density": self.searched[0], "coverage": self.searched[1]},
            "goal": self.goal,
        }


@dataclass(frozen=True, slots=True)
class Discovery:
    """In which futures something holds, and in which it fails.

    Attributes
    ----------
    points, holding
        Points, and how many it holds at.
    unsure
        Points so near the chance asked for that run noise decides.
    holds, fails
        Boxes, the one that covers most first found.
    """

    points: int
    holding: int
    unsure: int
    holds: tuple[Judged, ...]
    fails: tuple[Judged, ...]


def discover(found: Futures, search: Search, progress: Progress = lambda done: None) -> Discovery:
    """Look for limits that tell where something holds, and where it fails.

    Parameters
    ----------
    found
        Points with their inputs.
    search
        How to look.
    progress
        Called with the number of searches done since the last call; there are two for each resample, and two more.

    Raises
    ------
    Refused
        If no input moves, or there are too few points on either side.
    simulator.analysis.refusals.MissingExtra
        If a library is not installed.
    """
    holds = found.holds(search.chance)
    _check(found, holds, search)
    searched, judged = _halves(holds, search.seed)
    sides = [_Side(found.columns, wanted, searched, judged, search, progress).boxes() for wanted in (holds, ~holds)]
    return Discovery(len(found), int(holds.sum()), found.unsure(search.chance), *sides)


def require(method: Method) -> None:
    """Make sure, before anything is read, that what a method needs is installed.

    Raises
    ------
    simulator.analysis.refusals.MissingExtra
        If it is not.
    """
    if method == "cart":
        library("sklearn.tree", EXTRA)


def _check(found: Futures, holds: Flags, search: Search) -> None:
    if not found.columns:
        raise Refused("no input moves in this sweep, so none can tell its points apart")
    few = min(int(holds.sum()), int((~holds).sum()))
    if few >= FEWEST:
        return
    which = "holds" if int(holds.sum()) == few else "fails"
    shares = 100.0 * found.happened / found.runs
    raise Refused(
        f"it {which} at {few} of {len(found):,} points only, and limits need {FEWEST} or more on either side. It "
        f"happens in {shares.min():.0f} to {shares.max():.0f} of 100 runs, median {np.median(shares):.0f}: ask for "
        "another size in --where or another --chance, or sweep more points"
    )


def _halves(holds: Flags, seed: int) -> tuple[Places, Places]:
    """Return places of points to search and to judge with; both halves have the same share that holds."""
    generator = np.random.default_rng(seed)
    searched: list[Places] = []
    judged: list[Places] = []
    for wanted in (True, False):
        places = generator.permutation(np.flatnonzero(holds == wanted))
        middle = (len(places) + 1) // 2
        searched.append(places[:middle])
        judged.append(places[middle:])
    return np.sort(np.concatenate(searched)), np.sort(np.concatenate(judged))


class _Side:
    """The search for boxes of one kind of point."""

    def __init__(
        self,
        columns: Sequence[Column],
        wanted: Flags,
        searched: Places,
        judged: Places,
        search: Search,
        progress: Progress,
    ) -> None:
        self._generator = np.random.default_rng([search.seed, int(wanted.sum())])
        if len(searched) > MOST_SEARCHED:
            searched = np.sort(self._generator.choice(searched, MOST_SEARCHED, replace=False))
        self._search, self._progress = search, progress
        self._columns, self._wanted = at(columns, searched), wanted[searched]
        self._others, self._wanted_there = at(columns, judged), wanted[judged]

    def boxes(self) -> tuple[Judged, ...]:
        """Return the boxes with how sure they are."""
        found = _found(self._columns, self._wanted, self._search)
        self._progress(1)
        again = list(self._found_again()) if found else []
        return tuple(self._judged(box, again if place == 0 else []) for place, box in enumerate(found))

    def _found_again(self) -> Iterator[Box]:
        """Yield the first box in each of the resamples: as many points, drawn with replacement."""
        count = len(self._wanted)
        for _ in range(self._search.resamples):
            places = np.sort(self._generator.integers(0, count, count))
            wanted = self._wanted[places]
            if wanted.any():
                boxes = _found(at(self._columns, places), wanted, self._search, most=1)
                yield boxes[0] if boxes else Box()
            self._progress(1)

    def _judged(self, box: Box, again: Sequence[Box]) -> Judged:
        inside = tally(box, self._others, self._wanted_there)
        found = tally(box, self._columns, self._wanted)
        limits = [self._sure(box, limit, inside, again) for limit in box.limits]
        limits.sort(key=lambda one: one.quasi_p)
        goal = goal_of(self._search.density, self._wanted)
        return Judged(tuple(limits), inside, (found.density, found.coverage), goal)

    def _sure(self, box: Box, limit: Limit, inside: Tally, again: Sequence[Box]) -> SureLimit:
        wider = tally(box.without(limit.path), self._others, self._wanted_there)
        counts: Counter[str] = Counter()
        ends: dict[str, list[float]] = {}
        for other in again:
            same = next((one for one in other.limits if one.path == limit.path), None)
            for side in same.sides if same else ():
                counts[side] += 1
                end = {"above": same.low, "below": same.high}.get(side) if same else None
                if end is not None:
                    ends.setdefault(side, []).append(end)
        return SureLimit(
            limit,
            quasi_p=quasi_p(inside, wider),
            again={side: counts[side] / len(again) for side in limit.sides} if again else {},
            ends={side: _middle(ends[side]) for side in limit.sides if side in ends},
            without=(wider.density, wider.coverage),
        )


def _middle(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.percentile(values, MIDDLE, method="inverted_cdf").tolist()
    return low, high


def _found(columns: Sequence[Column], wanted: Flags, search: Search, most: int | None = None) -> list[Box]:
    """Return boxes that together hold many points of interest and few others; a tree tells all at once."""
    count = search.boxes if most is None else most
    if search.method == "cart":
        found = sorted(leaves(columns, wanted), key=lambda box: -tally(box, columns, wanted).both)
        return [box for box in found if box.limits][:count]
    boxes: list[Box] = []
    goal = goal_of(search.density, wanted)
    left = np.ones(len(wanted), dtype=np.bool_)
    for _ in range(count):
        places = np.flatnonzero(left)
        if not wanted[places].any():
            break
        box = _by_prim(at(columns, places), wanted[places], goal)
        got = tally(box, at(columns, places), wanted[places])
        enough = got.density >= goal and got.both >= LEAST_NEW * int(wanted.sum())
        if not box.limits or (boxes and not enough):
            break
        boxes.append(box)
        left &= ~box.holds(columns)
    return boxes


def goal_of(density: float, wanted: Flags) -> float:
    """Return the density to look for: that asked for, but at most half as many other points as there are anyway.

    Parameters
    ----------
    density
        Asked for.
    wanted
        Points of interest.
    """
    return max(density, (1.0 + float(wanted.mean())) / 2.0)


def _by_prim(columns: Sequence[Column], wanted: Flags, density: float) -> Box:
    """Return one box: peeled, pasted, and without limits that could be chance."""
    box = pasted(columns, wanted, chosen(trajectory(columns, wanted), density).box)
    while len(box.limits) > 1:
        inside = tally(box, columns, wanted)
        worst = max(box.limits, key=lambda limit: quasi_p(inside, tally(box.without(limit.path), columns, wanted)))
        if quasi_p(inside, tally(box.without(worst.path), columns, wanted)) <= SURE:
            break
        box = box.without(worst.path)
    return box


def quasi_p(inside: Tally, wider: Tally) -> float:
    """Return the chance that so many points drawn with the density of a wider box hold as many of interest.

    Parameters
    ----------
    inside
        The box.
    wider
        The box without one of its limits.
    """
    from scipy.special import bdtrc

    if inside.both == 0:
        return 1.0
    return float(bdtrc(inside.both - 1, inside.inside, wider.density))


def _chance(happened: int, of: int) -> Chance:
    return chance(happened, of) if of else Chance(0.0, 0.0, 100.0)


def shares_of(found: Chance) -> dict[str, float]:
    """Return a count of 100 with its interval as shares in [0, 1]."""
    return {"value": found.in_100 / 100.0, "low": found.low / 100.0, "high": found.high / 100.0}
