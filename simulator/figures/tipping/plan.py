"""Where everything in the tipping map goes, decided from its words and numbers before anything is drawn."""

from dataclasses import dataclass
from math import ceil

from simulator.figures.frame import MARGIN, Frame, Size, compose, provenance
from simulator.figures.inputs import InputValue, end_words, inner, value_words
from simulator.figures.numerals import counted
from simulator.figures.reaching import STRENGTHS
from simulator.figures.text import plain, width, wrap
from simulator.figures.tipping import titles as tipping_titles
from simulator.figures.tipping.lines import Place, tipping_lines
from simulator.figures.tipping.map import Axis, TippingMap
from simulator.figures.tipping.panel import Entry, base_cell, panel, panel_height

NAME, TICK, END = 19, 17, 15
"""Font sizes: names of the inputs, their values, what the ends mean."""

END_PITCH, END_LINES = 20, 4
END_ROOM, COLUMN_END_ROOM = 170.0, 330.0
NAME_ABOVE, TICKS_BELOW, NAME_BELOW = 40, 32, 30
PANEL, PANEL_GAP = 360.0, 44.0
PITCH, LEAST_MAP, MOST_MAP = 54.0, 380.0, 640.0
MOST_NUMBERED = 13
LEAST_CELL = (44.0, 25.0)
"""Columns with numbers at most, and the smallest cell that holds one, pixels."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke, in pixels.

    Attributes
    ----------
    left, top, right, bottom
        Edges of the map.
    numbered
        Whether cells have numbers.
    lines, noise
        The tipping line, and where it could lie by run noise.
    entries
        Of the panel, which begins at ``panel_left``.
    ends_above
        Lines above the map that say what the highest value of the rows means.
    """

    frame: Frame
    drawn: TippingMap
    left: float
    top: float
    right: float
    bottom: float
    numbered: bool
    lines: tuple[tuple[Place, ...], ...]
    noise: tuple[tuple[Place, ...], ...]
    entries: tuple[Entry, ...]
    body: float

    @property
    def panel_left(self) -> float:
        """Where the panel begins."""
        return self.right + PANEL_GAP

    def column_edge(self, place: float) -> float:
        """Return the edge before a column; whole pixels, so that cells leave no gap."""
        return float(round(self.left + place * (self.right - self.left) / len(self.drawn.columns.values)))

    def row_edge(self, place: float) -> float:
        """Return the edge before a row: below it where rows are numbers and rise, above it where they are words."""
        step = (self.bottom - self.top) / len(self.drawn.rows.values)
        return float(round(self.bottom - place * step if self.drawn.rows.numeric else self.top + place * step))

    def spot(self, place: Place) -> tuple[float, float]:
        """Return the pixel of a place counted in cells from the middle of the first."""
        column, row = place
        across = (self.right - self.left) / len(self.drawn.columns.values)
        down = (self.bottom - self.top) / len(self.drawn.rows.values)
        y = self.bottom - (row + 0.5) * down if self.drawn.rows.numeric else self.top + (row + 0.5) * down
        return self.left + (column + 0.5) * across, y

    def box(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Return left, top, width and height of a cell."""
        left, right = self.column_edge(column), self.column_edge(column + 1)
        top, bottom = sorted((self.row_edge(row), self.row_edge(row + 1)))
        return left, top, right - left, bottom - top


def lay_out(drawn: TippingMap, size: Size) -> Plan:
    """Return the plan of a map on a page."""
    frame = _frame(drawn, size)
    left = MARGIN + _row_room(drawn.rows) + 12.0
    right = size.width - MARGIN - PANEL - PANEL_GAP
    above = NAME_ABOVE + _rise(drawn)
    below = TICKS_BELOW + name_drop(drawn.columns, right - left) + NAME_BELOW
    tall = min(MOST_MAP, max(LEAST_MAP, PITCH * len(drawn.rows.values)))
    if size.height is not None:
        tall = size.height - frame.top - frame.foot - above - below
    numbered = _numbered(drawn, right - left, tall)
    lines = tipping_lines(drawn)
    noise = () if numbered else tipping_lines(drawn, "low") + tipping_lines(drawn, "high")
    room = None if size.height is None else size.height - frame.top - frame.foot
    entries = panel(drawn, PANEL, numbered, bool(lines), room)
    if size.height is None:
        tall = max(tall, panel_height(entries) - NAME_ABOVE - below)
    top = frame.top + above
    return Plan(
        frame, drawn, left, top, right, top + tall, numbered, lines, noise, entries, above + tall + below
    )  # fmt: skip


def row_ends(axis: Axis) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the lowest and the highest value of the rows mean, in lines; none for words."""
    low, high = (_end_lines(axis.path, axis.values[place], END_ROOM) for place in (0, -1))
    return low, high if len(axis.values) > 1 else ()


def column_ends(axis: Axis, long: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the same for the columns, whose words may take half the map each."""
    room = min(COLUMN_END_ROOM, long / 2.0 - 12.0)
    low, high = (_end_lines(axis.path, axis.values[place], room) for place in (0, -1))
    return low, high if len(axis.values) > 1 else ()


def name_drop(axis: Axis, long: float) -> float:
    """Return how far below the values the name of the columns stands: beside what the ends mean where it has room."""
    low, high = column_ends(axis, long)
    room = long / 2.0 - width(plain(axis.name), NAME, bold=True) / 2.0 - 20.0
    beside = all(width(line, END) <= room for line in (*low, *high))
    lines = max(len(low), len(high))
    return END_PITCH * (max(0, lines - 1) if beside else lines)


def ticks(axis: Axis, pitch: float, need: float) -> list[int]:
    """Return which values are written: all, or every so many, the last one too where the step meets it.

    Parameters
    ----------
    axis
        The input.
    pitch
        Pixels from one cell to the next.
    need
        Pixels that a value takes.
    """
    last = len(axis.values) - 1
    step = max(1, ceil(need / pitch))
    if step == 1:
        return list(range(last + 1))
    even = [factor for factor in range(step, min(last, 3 * step) + 1) if last % factor == 0]
    # Of steps that meet the last value, one whose values are short: 0.1 and 0.2 rather than 0.04 and 0.08.
    return list(range(0, last + 1, min(even, key=lambda factor: _mean_length(axis, factor), default=step)))


def _mean_length(axis: Axis, step: int) -> float:
    shown = axis.values[::step]
    return sum(len(tick_words(value)) for value in shown) / len(shown)


def tick_words(value: InputValue) -> str:
    """Return a value as an axis shows it."""
    return plain(value_words(value))


def _end_lines(path: str, value: InputValue, room: float) -> tuple[str, ...]:
    return wrap(plain(end_words(path, value)), END, room, END_LINES)


def _row_room(axis: Axis) -> float:
    ends = [line for lines in row_ends(axis) for line in lines]
    words = [width(tick_words(value), TICK) for value in axis.values] + [width(line, END) for line in ends]
    return min(END_ROOM, max(60.0, *words)) + 1.0


def _rise(drawn: TippingMap) -> float:
    """Return how far the words for the highest row stand above the map; half a row is there anyway."""
    half_row = min(PITCH / 2.0, LEAST_MAP / (2.0 * len(drawn.rows.values)))
    return max(0.0, END_PITCH * len(row_ends(drawn.rows)[1]) + 12.0 - half_row)


def _numbered(drawn: TippingMap, long: float, tall: float) -> bool:
    columns, rows = len(drawn.columns.values), len(drawn.rows.values)
    return columns <= MOST_NUMBERED and long / columns >= LEAST_CELL[0] and tall / rows >= LEAST_CELL[1]


def _frame(drawn: TippingMap, size: Size) -> Frame:
    title = plain(drawn.title)
    names = f"{inner(drawn.columns.name)} and {inner(drawn.rows.name)}"
    return compose(
        size,
        tipping_titles.title(drawn),
        [
            (f"{STRENGTHS[drawn.strength]}: how often at least {drawn.troops:,}, by {names}.", 2),
            (f"All other inputs as in: {title}", 1),
        ],
        [*_notes(drawn), provenance(drawn.runs, drawn.seed, drawn.as_of)],
    )


def _notes(drawn: TippingMap) -> list[str]:
    fewest, most = (choose(point.runs for point in drawn.points) for choose in (min, max))
    each = counted(fewest, "run", "runs") if fewest == most else f"{fewest:,} to {most:,} runs"
    cells = counted(len(drawn.rows.values) * len(drawn.columns.values), "cell", "cells")
    notes = [
        f"{cells}, {each} each, with the same draws of chance. Run noise: 95% interval for as many runs drawn anew; "
        "it says nothing about doubt in the model. Between the middles of cells chances are taken to change evenly."
    ]
    if base_cell(drawn) is None:
        missing = [axis for axis in (drawn.rows, drawn.columns) if axis.place(drawn.base.get(axis.path)) is None]
        notes.append(f"The scenario itself is not marked: {'; '.join(_absence(drawn, axis) for axis in missing)}.")
    return notes


def _absence(drawn: TippingMap, axis: Axis) -> str:
    own = drawn.base.get(axis.path)
    if own is None:
        return f"it has no single value of {inner(axis.name)}"
    return f"its {inner(axis.name)} ({tick_words(own)}) is not on the map"
