"""Where everything in the ledger goes, decided from its words and numbers before anything is drawn."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.figures import palette, titles
from simulator.figures.frame import MARGIN, Frame, Size, compose, provenance
from simulator.figures.ledger.rows import MOST_ROWS, REASON_WORDS, Absence, Row, absences, parts, rows
from simulator.figures.numerals import in_100, span, troops
from simulator.figures.text import NO_BREAK, plain, width, wrap

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

NAME, HEAD, LABEL, BLOCK = 19, 17, 18, 17
"""Font sizes: names and numbers, column heads and axis, labels of parts, block of absences."""

NAME_ROOM = (150, 290)
GAP = 30
LABEL_PITCH, HEADS, AXIS = 30, 14, 42
PITCH, LEAST_PITCH, MOST_PITCH = 46, 35, 64
BLOCK_ABOVE, BLOCK_PITCH = 34, 26
LEAST_ROWS = 6
LEAST_GROUPS = 2
HEADS_OF = ("Expected", "8 in 10 runs", "Ground in", "Joins in")


@dataclass(frozen=True, slots=True)
class Group:
    """Where a group that stays out is written: names begin at ``x``, the reason ends just before it."""

    reason: str
    x: float
    line: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke: words, lines and places, in pixels.

    Attributes
    ----------
    left, right
        Ends of the bars' axis.
    columns
        Right ends of the number columns.
    labels
        Part and place (x, line) of each label above the bars.
    beside
        Whether the labels stand on the line of the column heads, not above it.
    block
        The groups that stay out.
    pitch
        Height of a row.
    """

    frame: Frame
    rows: tuple[Row, ...]
    absences: tuple[Absence, ...]
    left: float
    right: float
    columns: tuple[float, ...]
    labels: tuple[tuple[str, float, int], ...]
    beside: bool
    block: tuple[Group, ...]
    pitch: float

    @property
    def head(self) -> float:
        """Height of the labels and column heads above the bars."""
        over = max(line for _, _, line in self.labels) + 1 if self.labels else 0
        return LABEL_PITCH * (over if self.beside else over + 1) + HEADS

    @property
    def block_height(self) -> float:
        """Height of the block of countries that stay out; 0 where there are none."""
        lines = max((group.line + len(group.names) for group in self.block), default=0)
        return BLOCK_ABOVE + BLOCK_PITCH * lines + 20 if lines else 0.0

    @property
    def body(self) -> float:
        """Height of everything between subtitle and footnotes."""
        return self.head + self.pitch * len(self.rows) + AXIS + self.block_height


def lay_out(summary: "Summary", size: Size) -> Plan:
    """Return the plan with as many countries and reasons as the page has room for.

    Parameters
    ----------
    summary
        What its runs come to.
    size
        Page; where its height is fixed, bars give way first, down to a handful, then the rarer reasons.
    """
    groups = len(REASON_WORDS)
    most = MOST_ROWS
    while True:
        plan = _planned(summary, size, most, groups)
        if plan.pitch >= LEAST_PITCH:
            return plan
        if most > LEAST_ROWS or groups == LEAST_GROUPS:
            most -= 1
        else:
            groups -= 1
        if most == 0:
            return plan


def _planned(summary: "Summary", size: Size, most: int, groups: int) -> Plan:
    shown, out = rows(summary, most), absences(summary, groups)
    frame = _frame(summary, size, any(not row.iso3 for row in shown))
    names = [width(plain(row.name), NAME) for row in shown] + [width(group.reason, BLOCK) for group in out]
    left = MARGIN + min(max(NAME_ROOM[0], *names), NAME_ROOM[1]) + 14.0
    columns = _columns(shown, size.width - MARGIN)
    right = columns[0][0] - GAP
    block = _block(out, left, size.width)
    ends = tuple(end for _, end in columns)
    labels = _labels(parts(summary), left, right)
    beside = bool(labels) and labels[-1][2] == 0
    if not beside:
        labels = _labels(parts(summary), left, size.width - MARGIN)
    plan = Plan(frame, shown, out, left, right, ends, labels, beside, block, PITCH)
    if size.height is None:
        return plan
    room = size.height - frame.top - frame.foot - (plan.body - PITCH * len(shown))
    return replace(plan, pitch=min(MOST_PITCH, room / len(shown)))


def _frame(summary: "Summary", size: Size, others: bool) -> Frame:
    summed = " The row of others is a sum; ranges do not add up, so it has none." if others else ""
    return compose(
        size,
        titles.ledger(summary),
        [
            (f"Troops that can be kept in Ukraine, by country and role. Scenario: {title_of(summary)}", 2),
            (force_words(summary), 1),
        ],
        [
            "Bars and “Expected”: mean over all runs, counting 0 when a country stays out, so that the parts add up. "
            "Thin line under a bar: 8 in 10 runs (10th to 90th percentile).",
            "“Ground in”, “Joins in”: runs out of 100 in which the country sends ground troops, or takes part at all."
            + summed,
            provenance(summary.runs, summary.seed, summary.as_of),
        ],
    )


def numbers(row: Row) -> tuple[str, str, str, str]:
    """Return what the columns say beside a bar; empty where a number cannot be had."""
    return (
        troops(row.expected),
        "" if row.low is None or row.high is None else span(row.low, row.high),
        "" if row.ground is None else in_100(row.ground),
        "" if row.joins is None else in_100(row.joins),
    )


def _block(out: tuple[Absence, ...], left: float, page: float) -> tuple[Group, ...]:
    """Return the groups in two columns of about equal length, or in one where the names are few."""
    step = (page - 2.0 * MARGIN + GAP) / 2.0
    room = step - GAP - (left - MARGIN)
    # Spaces within a name do not break, so that no country is torn apart.
    names = [wrap(_unbroken(group), BLOCK, room, len(group.countries)) for group in out]
    total = sum(len(lines) for lines in names)
    placed: list[Group] = []
    column, line = 0, 0
    for group, lines in zip(out, names, strict=True):
        if column == 0 and total > 3 and 2 * line >= total:
            column, line = 1, 0
        placed.append(Group(group.reason, left + column * step, line, lines))
        line += len(lines)
    return tuple(placed)


def _unbroken(group: Absence) -> str:
    return ", ".join(plain(country.name).replace(" ", NO_BREAK) for country in group.countries)


def _columns(shown: tuple[Row, ...], right: float) -> list[tuple[float, float]]:
    """Return left and right ends of the number columns, each as wide as its widest entry."""
    columns: list[tuple[float, float]] = []
    cells = [numbers(row) for row in shown]
    for place in reversed(range(len(HEADS_OF))):
        widest = max(width(HEADS_OF[place], HEAD), *(width(row[place], NAME, bold=place == 0) for row in cells))
        columns.insert(0, (right - widest, right))
        right -= widest + GAP
    return columns


def _labels(stack: tuple[str, ...], left: float, right: float) -> tuple[tuple[str, float, int], ...]:
    """Return part, x and line of the labels, side by side as far as they fit."""
    placed: list[tuple[str, float, int]] = []
    x, line = left, 0
    for part in stack:
        wide = 24 + width(palette.PARTS[part].label, LABEL, bold=True)
        if x > left and x + wide > right:
            x, line = left, line + 1
        placed.append((part, x, line))
        x += wide + 26
    return tuple(placed)


def title_of(summary: "Summary") -> str:
    """Return the scenario's title as it can be drawn, or its name where it has none."""
    return plain(summary.title) or plain(summary.scenario)


def force_words(summary: "Summary") -> str:
    """Return the sentence on the whole force."""
    force = summary.force["pledged"]
    low, high = span(force.p10, force.p10), span(force.p90, force.p90)
    runs = f"fall between {low} and {high}" if low != high else f"come to {low}"
    return f"Whole force: {troops(force.mean)} expected; 8 in 10 runs {runs}."
