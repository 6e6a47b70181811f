"""Where everything in the dot plots goes, decided from words and numbers before anything is drawn."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.figures import reaching_titles
from simulator.figures.frame import MARGIN, Frame, Size, compose
from simulator.figures.numerals import listed, span, ticks
from simulator.figures.reaching import STRENGTHS, Reached, known, reached
from simulator.figures.several import checked, labels, origins
from simulator.figures.text import width, wrap

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

MOST_SCENARIOS, MOST_SIZES = 8, 3
SHOWN = range(1, 100, 2)
"""Percentiles at which the dots stand: 50 dots, each for 2 of 100 runs."""

NAME, MEDIAN, NUMBER, NOISE, HEAD = 18, 16, 23, 15, 17
"""Font sizes: scenario, its median, chance and its interval, column heads and axis."""

NAME_PITCH, MEDIAN_PITCH, NAME_LINES = 23, 22, 3
NAME_ROOM = (150, 300)
GAP = 26
HEAD_PITCH, HEADS, AXIS = 26, 12, 44
DOTS = (15.0, 13.0, 11.0, 9.5, 8.0, 7.0)
"""Diameters of a dot, the first that lets every stack stand free is taken."""

APART = 1.0
"""Between dots, pixels."""

TALLEST = 17
"""Dots that stand free in a stack where the page has no height of its own; those of a taller one overlap."""

BELOW = 20
"""Under the line of a scenario: the mark of its median, and air."""

BEYOND = 1.6
"""Sizes further out than this many times the largest dot are left off the axis."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Dots that stand on one another: their middle in pixels, how many, and how many sizes they reach."""

    x: float
    count: int
    reaches: int


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario.

    Attributes
    ----------
    name
        Its title in lines.
    median
        Persons.
    values
        Persons, one for each dot.
    chances
        How often each size is reached.
    stacks
        Its dots, from left to right.
    height
        In pixels, with what is below its line.
    """

    name: tuple[str, ...]
    median: float
    values: tuple[int, ...]
    chances: tuple[Reached, ...]
    stacks: tuple[Stack, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale of troops: ends in pixels, and the persons at its right end."""

    left: float
    right: float
    reach: float

    def place(self, troops: float) -> float:
        """Return where a number of persons stands."""
        return self.left + (self.right - self.left) * troops / self.reach


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke.

    Attributes
    ----------
    sizes
        Force sizes asked for, persons, the smallest first.
    drawn
        Those within the axis, with the line of the head on which their number stands.
    columns
        Right ends of the columns of chances.
    marks
        Persons at the marks of the axis.
    dot
        Diameter, pixels.
    """

    frame: Frame
    rows: tuple[Row, ...]
    axis: Axis
    sizes: tuple[int, ...]
    drawn: tuple[tuple[int, int], ...]
    columns: tuple[float, ...]
    marks: tuple[int, ...]
    dot: float

    @property
    def head(self) -> float:
        """Height of the column heads and of the numbers over the lines of sizes."""
        return HEAD_PITCH * max(2, 1 + max((line for _, line in self.drawn), default=0)) + HEADS

    @property
    def body(self) -> float:
        """Height of everything between subtitle and footnotes."""
        return self.head + sum(row.height for row in self.rows) + AXIS


def lay_out(summaries: Sequence["Summary"], strength: str, thresholds: Sequence[int], size: Size) -> Plan:
    """Return the plan with dots as large as the page has room for.

    Parameters
    ----------
    summaries
        One for each scenario, in the order of the rows.
    strength
        One of :data:`simulator.figures.reaching.STRENGTHS`.
    thresholds
        Force sizes, persons, in any order.
    size
        Page.

    Raises
    ------
    ValueError
        If there are too many or too few scenarios or sizes, a size is not above 0, or the strength is unknown.
    """
    checked(summaries, MOST_SCENARIOS)
    known(strength)
    sizes = sizes_of(thresholds, MOST_SIZES)
    values = [dots_of(summary, strength) for summary in summaries]
    chances = [tuple(reached(summary, strength, one) for one in sizes) for summary in summaries]
    largest = max(max(row) for row in values)
    within = tuple(one for one in sizes if one <= BEYOND * largest) or sizes[:1]
    names = labels(summaries)
    room = min(max(NAME_ROOM[0], *(width(name, NAME, bold=True) for name in names)), NAME_ROOM[1])
    columns = _columns(sizes, chances, size.width - MARGIN)
    left = MARGIN + room + 22.0
    axis = Axis(left, columns[0][0] - GAP - 8.0, max(largest, *within) * 1.02)
    marks = ticks(axis.reach, int((axis.right - left) / (width(f"{axis.reach:,.0f}", HEAD) + 34)))
    frame = _frame(summaries, strength, sizes, within, size)
    fixed = HEAD_PITCH * max(2, 1 + max(line for _, line in _staggered(within, axis))) + HEADS + AXIS
    space = None if size.height is None else size.height - frame.top - frame.foot - fixed
    dot, heights = _heights(values, within, axis, space)
    rows = tuple(
        Row(
            _name(name, room, height),
            summary.percentiles[strength][50],
            row,
            chance,
            _stacks(row, within, axis, dot),
            height,
        )
        for summary, name, row, chance, height in zip(summaries, names, values, chances, heights, strict=True)
    )
    return Plan(
        frame,
        rows,
        axis,
        sizes,
        _staggered(within, axis),
        tuple(end for _, end in columns),
        tuple(mark for mark in marks if mark <= axis.reach),
        dot,
    )


def dots_of(summary: "Summary", strength: str) -> tuple[int, ...]:
    """Return the values at which the dots of a scenario stand, persons."""
    return tuple(summary.percentiles[strength][percent] for percent in SHOWN)


def sizes_of(thresholds: Sequence[int], most: int) -> tuple[int, ...]:
    """Return sizes in order, each once.

    Raises
    ------
    ValueError
        If there is none, there are too many, or one is not above 0.
    """
    sizes = tuple(sorted(set(thresholds)))
    if not 1 <= len(sizes) <= most or sizes[0] <= 0:
        raise ValueError(f"this figure takes 1 to {most} force sizes above 0, not {list(thresholds)}")
    return sizes


def _frame(
    summaries: Sequence["Summary"], strength: str, sizes: tuple[int, ...], within: tuple[int, ...], size: Size
) -> Frame:
    named = f" Scenario: {labels(summaries)[0]}." if len(summaries) == 1 else ", by scenario."
    beyond = [f"{one:,}" for one in sizes if one not in within]
    left_off = f" {listed(beyond)} {'lies' if len(beyond) == 1 else 'lie'} beyond the axis." if beyond else ""
    between = (
        " A range such as 45–46: only the percentiles are known."
        if any(one.least < one.most for summary in summaries for one in (reached(summary, strength, s) for s in sizes))
        else ""
    )
    return compose(
        size,
        reaching_titles.majorities(summaries, strength, sizes),
        [(f"{STRENGTHS[strength]}{named if named[0] == ',' else '.' + named}", 2), (_dot_words(sizes), 1)],
        [
            "Dots stand at the 1st, 3rd, 5th … 99th percentile of the runs; triangle: median. They show the spread over "
            f"runs, not doubt about the model.{left_off}",
            "Small numbers: 95% interval of the run noise of the number above them, given so many runs." + between,
            *origins(summaries),
        ],
    )


def _dot_words(sizes: tuple[int, ...]) -> str:
    tones = {1: ("Dark",), 2: ("Mid-blue", "dark"), 3: ("Light blue", "mid-blue", "dark")}[len(sizes)]
    return "Each dot: 2 of 100 runs."


def _columns(sizes: tuple[int, ...], chances: list[tuple[Reached, ...]], right: float) -> list[tuple[float, float]]:
    """Return left and right ends of the columns of chances, each as wide as its widest entry."""
    columns: list[tuple[float, float]] = []
    for place in reversed(range(len(sizes))):
        entries = [row[place] for row in chances]
        widest = max(
            width(f"{sizes[place]:,}", HEAD, bold=True),
            *(width(entry.words(), NUMBER, bold=True) for entry in entries),
            *(width(entry.noise_words(), NOISE) for entry in entries),
        )
        columns.insert(0, (right - widest, right))
        right -= widest + GAP
    return columns
