"""Where everything goes in the figure of who waits for whom, decided before anything is drawn."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.figures.frame import MARGIN, Frame, Size, compose, provenance
from simulator.figures.numerals import counted, in_100, listed, runs_of_100, troops
from simulator.figures.text import plain, width
from simulator.figures.waits import titles as waits_titles

if TYPE_CHECKING:
    from simulator.analysis.equilibria.waiting import Mover, Waiting
    from simulator.experiments.comparing.paired import Change

NAME, NUMBER, HEAD = 18, 17, 16
"""Font sizes: names, numbers, heads of columns."""

GAP, COLUMN_GAP = 16.0, 34.0
PITCH, LEAST_PITCH, MOST_PITCH = 38.0, 25.0, 76.0
WIDEST_CELL = 88.0
BELOW = 14.0
COUNTRIES = ("country", "countries")
HEADS = ("can move", "adds", "others add")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke, in pixels.

    Attributes
    ----------
    rows
        Countries that are moved, whoever brings most troops of others along on top.
    columns
        Places of countries that follow somebody, whoever follows most often first.
    left
        Left edge of the cells.
    cell
        Width of a cell.
    pitch
        Height of a row.
    head
        Height of the names above the cells.
    edges
        Right edges of the columns of numbers beside the cells.
    """

    frame: Frame
    waiting: "Waiting"
    rows: tuple["Mover", ...]
    columns: tuple[int, ...]
    left: float
    cell: float
    pitch: float
    head: float
    edges: tuple[float, ...]

    @property
    def body(self) -> float:
        """Height that the rows and the names above them need."""
        return self.head + self.pitch * max(1, len(self.rows)) + BELOW


def rows_of(waiting: "Waiting") -> tuple["Mover", ...]:
    """Return the countries that can be moved in any run, the one that induces most troops first."""
    moved = [mover for mover in waiting.movers if mover.moved.in_100 > 0.0]
    return tuple(sorted(moved, key=lambda one: (-one.induced.mean, -one.anybody.in_100, -one.own.mean, one.iso3)))


def columns_of(waiting: "Waiting") -> tuple[int, ...]:
    """Return the places of countries that follow anybody in 1 of 100 runs or more, the most often first."""
    totals = [sum(mover.followers[place].in_100 for mover in waiting.movers) for place in range(len(waiting.iso3))]
    shown = [
        place
        for place in range(len(waiting.iso3))
        if any(runs_of_100(mover.followers[place].in_100 / 100.0) for mover in waiting.movers)
    ]
    return tuple(sorted(shown, key=lambda place: (-totals[place], waiting.iso3[place])))


def lay_out(waiting: "Waiting", size: Size) -> Plan:
    """Return the plan with as many rows as the page has room for."""
    rows, columns = rows_of(waiting), columns_of(waiting)
    head = max((width(waiting.names[place], NAME) for place in columns), default=0.0) + GAP + 30.0
    most = len(rows)
    while True:
        frame = _frame(waiting, size, rows[most:], columns)
        pitch = PITCH
        if size.height is not None and most:
            pitch = min(MOST_PITCH, (size.height - frame.top - frame.foot - head - BELOW) / most)
        if pitch >= LEAST_PITCH or most <= 1:
            break
        most -= 1
    shown = rows[:most]
    named = [width(one.name, NAME, bold=True) for one in shown]
    left = MARGIN + max([*named, width(row_head(waiting), HEAD)]) + GAP
    widths = _number_widths(shown)
    right = size.width - MARGIN - sum(widths) - COLUMN_GAP * len(widths)
    cell = min(WIDEST_CELL, (right - left) / max(1, len(columns)))
    edges, edge = [], left + cell * len(columns)
    for wide in widths:
        edge += COLUMN_GAP + wide
        edges.append(edge)
    return Plan(frame, waiting, shown, columns, left, cell, pitch, head, tuple(edges))


def number_cells(mover: "Mover") -> tuple[str, str, str]:
    """Return what stands beside the cells of a row: in how many of 100 runs it moves, what it and what others add."""
    return in_100(mover.moved.in_100 / 100.0), with_error(mover.own), with_error(mover.induced)


def with_error(change: "Change") -> str:
    """Return troops with their Monte Carlo error."""
    return f"{troops(change.mean)} ± {troops(change.mcse)}" if change.mcse < float("inf") else troops(change.mean)


def _number_widths(rows: tuple["Mover", ...]) -> list[float]:
    cells = [number_cells(mover) for mover in rows]
    return [max([width(head, HEAD), *(width(row[place], NUMBER) for row in cells)]) for place, head in enumerate(HEADS)]


def step_words(waiting: "Waiting") -> str:
    """Return how far a country is moved, in words."""
    if waiting.step is None:
        return "goes to its cap"
    return "goes one rung further" if waiting.step == 1 else f"goes {waiting.step} rungs further"


def row_head(waiting: "Waiting") -> str:
    """Return the head of the names of those who are moved."""
    words = step_words(waiting)
    return f"{words[:1].upper()}{words[1:]}"


def _frame(waiting: "Waiting", size: Size, left_out: tuple["Mover", ...], columns: tuple[int, ...]) -> Frame:
    runs = counted(waiting.runs, "run", "runs")
    cells = (
        f"Of all {runs}; blank: never; –: fewer than 1 of 100; framed: itself. To follow is to end on a higher rung "
        "once nothing moves any more. Can move: in the other runs the country is at its cap, or its parliament or the "
        "framework rule holds it."
    )
    added = (
        "Adds, others add: pledged troops, means over all runs; ± is the Monte Carlo standard error, and does not "
        "count doubt in the model. The conditions of the country that goes are set aside; those of all others hold."
    )
    return compose(
        size,
        waits_titles.title(waiting),
        [
            (
                f"When one country {step_words(waiting)}, whatever its conditions: runs of 100 in which others follow.",
                1,
            ),
            (f"Scenario: {plain(waiting.title)}", 1),
        ],
        [
            cells,
            added,
            *_unshown(waiting, left_out, columns, named=size.height is None),
            provenance(waiting.runs, waiting.seed, waiting.as_of),
        ],
    )


def _unshown(waiting: "Waiting", left_out: tuple["Mover", ...], columns: tuple[int, ...], named: bool) -> list[str]:
    """Return who is not in the picture and why; by name where there is room for names."""
    still = [mover.name for mover in waiting.movers if mover.moved.in_100 == 0.0]
    seldom = [name for place, name in enumerate(waiting.names) if place not in columns]
    lines = []
    if left_out:
        lines.append(f"Not drawn, they bring fewer troops of others: {listed([mover.name for mover in left_out])}.")
    if still:
        lines.append(f"Cannot be moved in any run: {listed(still) if named else counted(len(still), *COUNTRIES)}.")
    if seldom:
        words = listed(seldom) if named else counted(len(seldom), *COUNTRIES)
        lines.append(f"Follow others in fewer than 1 of 100 runs: {words}.")
    return lines if named else [" ".join(lines)]
