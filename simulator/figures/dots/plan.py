"""Where everything in the dot plots goes, decided from words and numbers before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.figures import reaching_titles
from simulator.figures.dots.stacks import Axis, Stack, fitted, stacked
from simulator.figures.frame import MARGIN, Frame, Size, compose
from simulator.figures.numerals import listed, ticks, troops
from simulator.figures.reaching import STRENGTHS, Reached, known, reached, sizes_of
from simulator.figures.several import checked, cut, labels, origins
from simulator.figures.text import width, wrap

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

MOST_SCENARIOS, MOST_SIZES = 8, 3
SHOWN = range(1, 100, 2)
"""Percentiles at which the dots stand: 50 dots, each for 2 of 100 runs."""

NAME, MEDIAN, NUMBER, NOISE, HEAD = 18, 16, 23, 15, 17
"""Font sizes: scenario, its median, chance and its interval, column heads and axis."""

NAME_PITCH, MEDIAN_PITCH, NAME_LINES = 23, 22, 3
CLOSE, CLOSE_NAME, CLOSE_PITCH = 74.0, 16, 19
"""Rows lower than this have a smaller name, and their median stands beside its mark."""

NAME_ROOM = (150, 300)
GAP = 26
HEAD_PITCH, HEADS, AXIS = 25, 18, 38
COLUMN_HEAD = "Runs in 100 that reach"

BEYOND = 1.6
"""Sizes further out than this many times the largest dot are left off the axis."""

TONES = {1: ("dark blue",), 2: ("blue", "dark blue"), 3: ("light blue", "blue", "dark blue")}
MONO_TONES = {1: ("black",), 2: ("grey", "black"), 3: ("light grey", "dark grey", "black")}
"""Words for the dots that reach one size or more, by the number of sizes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario.

    Attributes
    ----------
    label, name
        Its title, and the same in the lines there is room for.
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

    label: str
    name: tuple[str, ...]
    median: int
    values: tuple[int, ...]
    chances: tuple[Reached, ...]
    stacks: tuple[Stack, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke.

    Attributes
    ----------
    sizes
        Force sizes asked for, persons, the smallest first.
    numbered
        Those within the axis, with the line of the head, counted upwards, on which their number stands.
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
    numbered: tuple[tuple[int, int], ...]
    columns: tuple[float, ...]
    marks: tuple[int, ...]
    dot: float

    @property
    def close(self) -> bool:
        """Whether the rows are so low that the median stands beside its mark."""
        return min(row.height for row in self.rows) < CLOSE

    @property
    def head(self) -> float:
        """Height of the column heads and of the numbers over the lines of sizes."""
        return HEAD_PITCH * (2 + max(line for _, line in self.numbered)) + HEADS

    @property
    def body(self) -> float:
        """Height of everything between subtitle and footnotes."""
        return self.head + sum(row.height for row in self.rows) + AXIS


def lay_out(summaries: Sequence["Summary"], strength: str, thresholds: Sequence[int], size: Size, mono: bool) -> Plan:
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
    mono
        Whether the words name greys.

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
    columns = _columns(sizes, chances, size.width - MARGIN)
    room = min(max(NAME_ROOM[0], *(width(name, NAME, bold=True) for name in names)), NAME_ROOM[1])
    axis = Axis(MARGIN + room + 22.0, columns[0][0] - GAP - 8.0, max(largest, *within) * 1.02)
    frame = _frame(summaries, strength, sizes, within, size, mono)
    plan = Plan(frame, (), axis, sizes, _numbered(within, axis), tuple(end for _, end in columns), _marks(axis), 0.0)
    space = None if size.height is None else size.height - frame.top - frame.foot - plan.body
    needed = [_words_height(name, room, size) for name in names]
    dot, heights = fitted(values, within, axis, needed, space)
    rows = tuple(
        Row(
            name,
            _name_lines(name, room, height, min(heights) < CLOSE),
            summary.percentiles[strength][50],
            row,
            chance,
            stacked(row, within, axis, dot),
            height,
        )
        for summary, name, row, chance, height in zip(summaries, names, values, chances, heights, strict=True)
    )
    return Plan(frame, rows, axis, sizes, plan.numbered, plan.columns, plan.marks, dot)


def dots_of(summary: "Summary", strength: str) -> tuple[int, ...]:
    """Return the values at which the dots of a scenario stand, persons."""
    return tuple(summary.percentiles[strength][percent] for percent in SHOWN)


def tone_words(sizes: Sequence[int], mono: bool) -> str:
    """Return which dots reach which size, in words."""
    tones = (MONO_TONES if mono else TONES)[len(sizes)]
    kinds = [f"{tone}: {one:,} or more" for tone, one in zip(reversed(tones), reversed(sizes), strict=True)]
    return f"{kinds[0][0].upper()}{'; '.join(kinds)[1:]}; {'hollow' if mono else 'grey'}: fewer."


def _frame(
    summaries: Sequence["Summary"],
    strength: str,
    sizes: tuple[int, ...],
    within: tuple[int, ...],
    size: Size,
    mono: bool,
) -> Frame:
    beyond = [f"{one:,}" for one in sizes if one not in within]
    left_off = f" {listed(beyond)} {'lies' if len(beyond) == 1 else 'lie'} beyond the axis." if beyond else ""
    found = [reached(summary, strength, one) for summary in summaries for one in sizes]
    coarse = " A range such as 45–46 is read off percentiles." if any(one.least < one.most for one in found) else ""
    one = f". Scenario: {labels(summaries)[0]}" if len(summaries) == 1 else ", by scenario."
    return compose(
        size,
        reaching_titles.majorities(summaries, strength, sizes),
        [(f"{STRENGTHS[strength]}{one}", 2), (f"Each dot stands for 2 of 100 runs. {tone_words(sizes, mono)}", 1)],
        [
            "50 dots a row, at the 1st, 3rd, 5th … 99th percentile; triangle: median. They show the spread over runs, "
            f"not doubt about the model.{left_off}",
            f"Small numbers at the right: 95% interval of the run noise of the number above.{coarse}",
            *origins(summaries),
        ],
    )


def _words_height(name: str, room: float, size: Size) -> float:
    """Return what the words of a row need: its name in full where the page may grow, in two lines where it may not."""
    most = NAME_LINES if size.height is None else 2
    return (
        len(wrap(name, NAME, room, most, bold=True)) * NAME_PITCH
        + MEDIAN_PITCH
        + (40.0 if size.height is None else 8.0)
    )


def _name_lines(name: str, room: float, height: float, close: bool) -> tuple[str, ...]:
    """Return the name in as many lines as the row has room for, cut after a whole word."""
    pixels, pitch, below = (CLOSE_NAME, CLOSE_PITCH, 0) if close else (NAME, NAME_PITCH, MEDIAN_PITCH)
    most = max(1, min(NAME_LINES, int((height - below - 6.0) / pitch)))
    lines = wrap(name, pixels, room, most, bold=True)
    whole = wrap(name, pixels, room, len(name), bold=True)
    if len(whole) <= most:
        return lines
    return (*lines[:-1], cut(" ".join(whole[most - 1 :]), pixels, room, bold=True))


def median_words(row: Row) -> str:
    """Return the median of a row as it is printed under its name."""
    return f"median {troops(row.median)}"


def _marks(axis: Axis) -> tuple[int, ...]:
    apart = width(f"{axis.reach:,.0f}", HEAD) + 34.0
    return tuple(mark for mark in ticks(axis.reach, int((axis.right - axis.left) / apart)) if mark <= axis.reach)


def _numbered(within: Sequence[int], axis: Axis) -> tuple[tuple[int, int], ...]:
    """Return sizes with the line of their number: the next one up where it would touch the one before."""
    placed: list[tuple[int, int]] = []
    for one in within:
        taken = {
            line
            for other, line in placed
            if axis.place(one) - axis.place(other) < width(f"{one:,}", HEAD, bold=True) + 10.0
        }
        placed.append((one, next(line for line in range(len(within)) if line not in taken)))
    return tuple(placed)


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
