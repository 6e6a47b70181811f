"""Dots in stacks: 50 values of a scenario, put side by side and on one another so that none crosses a size."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

DOTS = (40.0, 35.0, 30.0, 26.0, 22.0, 20.0, 18.0, 16.5, 15.0, 13.5, 12.0, 10.5, 9.0, 8.0, 7.0)
"""Diameters of a dot in pixels; the first that lets the rows fit is taken."""

LARGEST_FREE = 15.0
"""The largest dot where the page has no height of its own."""

APART = 1.2
"""Pixels between dots."""

ABOVE, BELOW = 6.0, 20.0
"""Air over the tallest stack; under the line of a row, where the mark of the median stands."""

MOST_HEIGHT, SPIKE_HEIGHT = 200.0, 260.0
"""Of a row where the page has no height of its own: without and with a spike."""

SPIKE = 2
"""A stack so many times as tall as the next one of its row may overlap, for smaller dots would not flatten it."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Dots that stand on one another: their middle in pixels, how many, and how many of the sizes they reach."""

    x: float
    count: int
    reaches: int


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale of troops: its ends in pixels, and the persons at its right end."""

    left: float
    right: float
    reach: float

    def place(self, troops: float) -> float:
        """Return where a number of persons stands."""
        return self.left + (self.right - self.left) * troops / self.reach


def stacked(values: Sequence[int], sizes: Sequence[int], axis: Axis, dot: float) -> tuple[Stack, ...]:
    """Return the stacks of one scenario, from left to right.

    The axis is cut at each size and then into equal bins that are a dot wide at least, so that a stack lies wholly on
    one side of each size, and the stacks of all scenarios stand in the same columns.

    Parameters
    ----------
    values
        Persons, one for each dot, within the axis.
    sizes
        Force sizes within the axis, persons, the smallest first.
    axis
        The scale.
    dot
        Diameter, pixels.
    """
    edges = _edges(sizes, axis, dot)
    counts = Counter(min(bisect_right(edges, value), len(edges) - 1) - 1 for value in values)
    return tuple(
        Stack(
            axis.place((edges[place] + edges[place + 1]) / 2.0),
            counts[place],
            bisect_right(sizes, edges[place + 1] - 1e-6),
        )
        for place in sorted(counts)
    )


def step(count: int, dot: float, room: float) -> float:
    """Return the distance of the dots in a stack: a dot's diameter and a little, or less where the room is short."""
    return dot + APART if count == 1 else min(dot + APART, (room - dot) / (count - 1))


def fitted(
    rows: Sequence[Sequence[int]], sizes: Sequence[int], axis: Axis, least: Sequence[float], space: float | None
) -> tuple[float, tuple[float, ...]]:
    """Return the diameter of all dots and the height of each row, in pixels.

    Parameters
    ----------
    rows
        Values of each scenario.
    sizes, axis
        As for :func:`stacked`.
    least
        What the words of each row need.
    space
        Height of all rows together; None where the page grows with them.
    """
    share = inf if space is None else space / len(rows)
    words = [min(height, share) for height in least]
    dot, heights = DOTS[-1], words
    for dot in DOTS if space is not None else [one for one in DOTS if one <= LARGEST_FREE]:
        stacks = [stacked(row, sizes, axis, dot) for row in rows]
        heights = [
            max(needed, ABOVE + _free(row) * (dot + APART) + BELOW) for needed, row in zip(words, stacks, strict=True)
        ]
        if sum(heights) <= space if space is not None else max(heights) <= MOST_HEIGHT:
            break
    full = [
        ABOVE + max(stack.count for stack in stacked(row, sizes, axis, dot)) * (dot + APART) + BELOW for row in rows
    ]
    if space is None:
        return dot, tuple(max(height, min(tall, SPIKE_HEIGHT)) for height, tall in zip(heights, full, strict=True))
    return dot, _shared(heights, full, space)


def _free(stacks: Sequence[Stack]) -> int:
    """Return the dots of the tallest stack of a row that is to stand free, at least one."""
    first, second = sorted([1, *(stack.count for stack in stacks)], reverse=True)[:2]
    return second if first > SPIKE * second else first


def _shared(heights: Sequence[float], full: Sequence[float], space: float) -> tuple[float, ...]:
    """Return heights that fill a space: what is left over goes to spikes first, then to all rows alike."""
    spare = space - sum(heights)
    if spare < 0.0:
        return tuple(height * space / sum(heights) for height in heights)
    wanted = [max(0.0, tall - height) for tall, height in zip(full, heights, strict=True)]
    given = min(1.0, spare / sum(wanted)) if sum(wanted) > 0.0 else 0.0
    rest = (spare - given * sum(wanted)) / len(heights)
    return tuple(height + given * more + rest for height, more in zip(heights, wanted, strict=True))


def _edges(sizes: Sequence[int], axis: Axis, dot: float) -> list[float]:
    """Return the edges of all bins, persons, from 0 to the right end of the axis."""
    found = [0.0]
    for low, high in pairwise([0.0, *map(float, sizes), axis.reach]):
        bins = max(1, int((axis.place(high) - axis.place(low)) / (dot + APART)))
        found += [low + (high - low) * (number + 1) / bins for number in range(bins)]
    return found
