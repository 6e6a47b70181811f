"""PRIM, the patient rule induction method: boxes found by peeling off a little at a time, and pasting back.

After Friedman and Fisher (1999, https://doi.org/10.1023/A:1008894516817); words and switches are peeled one at a time,
and peels are compared by what they gain for each point that they cost, as Kwakkel and Jaxa-Rozen (2016,
https://doi.org/10.1016/j.envsoft.2015.11.020) found best where inputs are of several kinds.

The packages that have PRIM were looked at: those that are kept bring some thirty others and need a newer Python, the
light ones are under the GPL.  It is short enough to be kept here, with tests against boxes that are known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.discovery.boxes import Box, Flags, Limit
from simulator.analysis.discovery.futures import Column

PEELED = 0.05
"""Share of the points inside that a peel takes off."""

SMALLEST = 0.05
"""Share of all points that a box has at least."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Peel:
    """A box on the way of peeling, with what it holds of the points it was found with.

    Attributes
    ----------
    box
        The limits.
    density, coverage
        Share of points of interest inside, and share of these that are inside.
    """

    box: Box
    density: float
    coverage: float


def trajectory(columns: Sequence[Column], wanted: Flags) -> list[Peel]:
    """Return the boxes from everything down to the densest, each inside the one before it.

    Parameters
    ----------
    columns
        Inputs.
    wanted
        Points of interest.
    """
    inside = np.ones(len(wanted), dtype=np.bool_)
    box, least, total = Box(), max(1.0, SMALLEST * len(wanted)), max(1, int(wanted.sum()))
    found = [Peel(box, float(wanted.mean()), 1.0)]
    while not wanted[inside].all():
        best = _best_peel(columns, wanted, inside, box, least)
        if best is None:
            break
        box, inside = best
        hits = int(wanted[inside].sum())
        found.append(Peel(box, hits / int(inside.sum()), hits / total))
    return found


def _best_peel(
    columns: Sequence[Column], wanted: Flags, inside: Flags, box: Box, least: float
) -> tuple[Box, Flags] | None:
    """Return the peel that gains most density for each point it costs; None where none gains any."""
    places = np.flatnonzero(inside)
    count, hits = len(places), int(wanted[places].sum())
    best: tuple[float, Limit, Flags] | None = None
    for column in columns:
        for limit, off in _peels(column, column.numbers[places], box):
            cost = int(off.sum())
            left = count - cost
            if cost == 0 or left < least:
                continue
            gain = ((hits - int(wanted[places[off]].sum())) / left - hits / count) / cost
            if gain > 0.0 and (best is None or gain > best[0]):
                best = gain, limit, off
    if best is None:
        return None
    _, limit, off = best
    kept = inside.copy()
    kept[places[off]] = False
    return box.with_limit(limit), kept


def _peels(column: Column, numbers: Floats, box: Box) -> Iterator[tuple[Limit, Flags]]:
    """Yield each way of peeling one input: the limit then, and which of the points inside it takes off."""
    held = box.limit_of(column)
    if held.words is not None:
        for word in held.words if len(held.words) > 1 else ():
            left = tuple(other for other in held.words if other != word)
            yield replace(held, words=left), numbers == column.words.index(word)
        return
    ordered = np.sort(numbers)
    taken = max(1, int(PEELED * len(ordered)))
    for lower in (True, False):
        end = float(ordered[taken - 1] if lower else ordered[-taken])
        off = numbers <= end if lower else numbers >= end
        if off.all():
            continue
        middle = _between(end, float(numbers[~off].min() if lower else numbers[~off].max()))
        yield (replace(held, low=middle) if lower else replace(held, high=middle)), off


def _between(one: float, other: float) -> float:
    """Return a limit between two neighbouring values: a short number where there is one."""
    low, high = min(one, other), max(one, other)
    middle = (low + high) / 2.0
    for digits in range(1, 8):
        short = float(f"{middle:.{digits}g}")
        if low < short < high:
            return short
    return middle


def pasted(columns: Sequence[Column], wanted: Flags, box: Box) -> Box:
    """Return a box widened step by step, as long as its density does not fall.

    Parameters
    ----------
    columns, wanted
        As for :func:`trajectory`.
    box
        What is widened.
    """
    while True:
        inside = box.holds(columns)
        density, best = float(wanted[inside].mean()) if inside.any() else 0.0, None
        most = 0
        for column in columns:
            for limit in _pastes(column, box, columns):
                free = not limit.sides or limit.words == column.words
                wider = box.without(column.path) if free else box.with_limit(limit)
                now = wider.holds(columns)
                gained = int(now.sum()) - int(inside.sum())
                if gained > most and float(wanted[now].mean()) >= density:
                    best, most = wider, gained
        if best is None:
            return box
        box = best


def _pastes(column: Column, box: Box, columns: Sequence[Column]) -> Iterator[Limit]:
    """Yield each way of loosening what a box asks of one input, by about as many points as a peel takes off."""
    held = box.limit_of(column)
    if held.words is not None:
        for word in column.words:
            if word not in held.words:
                words = tuple(other for other in column.words if other in held.words or other == word)
                yield replace(held, words=words)
        return
    beside = box.without(column.path).holds(columns)
    taken = max(1, int(PEELED * int(box.holds(columns).sum())))
    for side, end in (("low", held.low), ("high", held.high)):
        if end is None:
            continue
        off = beside & (column.numbers < end if side == "low" else column.numbers > end)
        outer = np.unique(column.numbers[off])
        outer = outer[::-1] if side == "low" else outer
        counts = [int((column.numbers[off] == value).sum()) for value in outer[:taken]]
        reach = int(np.searchsorted(np.cumsum(counts), taken)) + 1 if counts else 0
        free = reach >= len(outer)
        new = None if free else _between(float(outer[reach - 1]), float(outer[reach]))
        yield replace(held, low=new) if side == "low" else replace(held, high=new)


def chosen(found: Sequence[Peel], density: float) -> Peel:
    """Return the box that balances density and coverage best among those dense enough; the densest where none is.

    Parameters
    ----------
    found
        Of :func:`trajectory`.
    density
        Share of points of interest that is wanted inside.
    """
    enough = [peel for peel in found if peel.density >= density]
    return max(enough, key=_balance) if enough else max(found, key=lambda peel: peel.density)


def _balance(peel: Peel) -> float:
    """Return the harmonic mean of density and coverage, 0 where both are."""
    return 2.0 * peel.density * peel.coverage / (peel.density + peel.coverage) if peel.coverage else 0.0
