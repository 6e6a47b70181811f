"""Where everything in the matrix of countries and scenarios goes, decided before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.experiments.statistics import half_width
from simulator.figures.flips.groups import Group, Row, groups_of, rows_of, without_never
from simulator.figures.flips.titles import finding
from simulator.figures.frame import MARGIN, Frame, Size, compose
from simulator.figures.numerals import counted, nearest
from simulator.figures.several import COUNT_WORDS, LETTERS, checked, cut, fewest_runs, labels, origins
from simulator.figures.text import NO_BREAK, width, wrap

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

MOST_SCENARIOS = 8
PITCH, LEAST_PITCH, MOST_PITCH = 30.0, 24.0, 40.0
"""Height of a line: where the page grows, the least that reads well, the most on a page of its own height."""

LARGEST = 18
HEAD, HEAD_PITCH, HEAD_LINES = 17, 22, 4
KEY, KEY_PITCH = 17, 27
BLOCK_GAP, CELL_GAP, NAME_GAP = 44.0, 10.0, 16.0
LEAST_CELL = 44.0
NEVER, NEVER_PITCH, NEVER_ABOVE = 15, 22.0, 8.0
"""Where lines would be too low otherwise: countries that are counted in no run, by name alone."""

MOST_BLOCKS = 4
FEW_SCENARIOS = 3
"""So many scenarios or fewer leave room for two blocks side by side."""

CONTINUED = ", continued"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: the head of a group, or a country."""

    head: str
    row: Row | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke, in pixels.

    Attributes
    ----------
    groups
        Of countries, in their order.
    blocks
        Lines of each block of the page, from left to right.
    heads
        Lines above each column: letter and title, or the letter alone where ``key`` has the titles.
    never
        Names of those that are counted in no run, in lines; none where they have rows like the others.
    pitch, names, cell
        Height of a line, room for names, width of a column with its gap.
    """

    frame: Frame
    groups: tuple[Group, ...]
    blocks: tuple[tuple[Line, ...], ...]
    heads: tuple[tuple[str, ...], ...]
    key: tuple[str, ...]
    never: tuple[str, ...]
    pitch: float
    names: float
    cell: float

    @property
    def font(self) -> float:
        """Size of names and numbers."""
        return min(LARGEST, 0.64 * self.pitch)

    @property
    def above(self) -> float:
        """Height of key and heads."""
        key = KEY_PITCH * ((len(self.key) + 1) // 2) + 10.0 if self.key else 0.0
        return key + HEAD_PITCH * max(len(head) for head in self.heads) + 12.0

    @property
    def below(self) -> float:
        """Height of what is below the lines."""
        return NEVER_ABOVE + NEVER_PITCH * (len(self.never) + 1) + 12.0 if self.never else 12.0

    @property
    def body(self) -> float:
        """Height of everything between subtitle and footnotes."""
        return self.above + self.pitch * max(len(block) for block in self.blocks) + self.below

    def left(self, block: int, page: float) -> float:
        """Return where a block begins on a page of some width."""
        return MARGIN + block * (page - 2.0 * MARGIN + BLOCK_GAP) / len(self.blocks)


def lay_out(summaries: Sequence["Summary"], count: str, size: Size) -> Plan:
    """Return the plan with as few blocks side by side as let the lines be read.

    Parameters
    ----------
    summaries
        One for each scenario, in the order of the columns.
    count
        ``joins``, ``inside`` or ``ground``.
    size
        Page.

    Raises
    ------
    ValueError
        If there are too many or too few scenarios, no such count, or no countries.
    """
    checked(summaries, MOST_SCENARIOS)
    rows = rows_of(summaries, count)
    if not rows:
        raise ValueError("there is no country to draw")
    groups = groups_of(rows)
    frame = _frame(summaries, rows, count, size)
    if size.height is None:
        return _planned(frame, groups, summaries, 2 if len(summaries) <= FEW_SCENARIOS else 1, size)
    for short in (False, True):
        plans = [_planned(frame, groups, summaries, blocks, size, short) for blocks in range(1, MOST_BLOCKS + 1)]
        fitting = [plan for plan in plans if plan.cell - CELL_GAP >= LEAST_CELL] or plans[:1]
        legible = [plan for plan in fitting if plan.pitch >= LEAST_PITCH]
        if legible:
            return legible[0]
    return max(fitting, key=lambda plan: plan.pitch)


def never_words(groups: Sequence[Group]) -> str:
    """Return what stands before the names of those that are counted in no run."""
    never = sum(row.never for group in groups for row in group.rows)
    return f"{groups[-1].name}, 0 throughout ({never}):"


def _planned(
    frame: Frame,
    groups: tuple[Group, ...],
    summaries: Sequence["Summary"],
    blocks: int,
    size: Size,
    short: bool = False,
) -> Plan:
    """Return a plan with so many blocks; a short one has no rows for countries that are counted in no run."""
    shown = without_never(groups) if short else groups
    lines = _blocks(shown or groups, blocks)
    wide = (size.width - 2.0 * MARGIN + BLOCK_GAP) / blocks - BLOCK_GAP
    longest = max(width(row.name, LARGEST) for group in shown or groups for row in group.rows)
    names = min(longest + NAME_GAP, 0.45 * wide)
    cell = (wide - names + CELL_GAP) / len(summaries)
    heads, key = _heads(labels(summaries), cell - CELL_GAP, size)
    never = _never(groups, size) if short and shown else ()
    plan = Plan(frame, groups, lines, heads, key, never, PITCH, names, cell)
    if size.height is None:
        return plan
    room = size.height - frame.top - frame.foot - plan.above - plan.below
    return replace(plan, pitch=min(MOST_PITCH, room / max(len(block) for block in lines)))


def _never(groups: Sequence[Group], size: Size) -> tuple[str, ...]:
    names = [row.name.replace(" ", NO_BREAK) for group in groups for row in group.rows if row.never]
    return wrap(", ".join(sorted(names)), NEVER, size.width - 2.0 * MARGIN, len(names)) if names else ()


def _blocks(groups: Sequence[Group], blocks: int) -> tuple[tuple[Line, ...], ...]:
    """Return the lines in blocks of about equal length; a group that goes on in the next block has its name again."""
    total = sum(len(group.rows) + 1 for group in groups)
    most = -(-total // blocks)
    while (found := _filled(groups, most)) and len(found) > blocks:
        most += 1
    return tuple(tuple(block) for block in found)


def _filled(groups: Sequence[Group], most: int) -> list[list[Line]]:
    """Return blocks of so many lines at most; no name of a group stands alone at the foot of a block."""
    blocks: list[list[Line]] = [[]]
    for group in groups:
        words = f"{group.name} ({len(group.rows)})"
        if len(blocks[-1]) + 2 > most:
            blocks.append([])
        blocks[-1].append(Line(words, None))
        for row in group.rows:
            if len(blocks[-1]) >= most:
                blocks.append([Line(group.name + CONTINUED, None)])
            blocks[-1].append(Line("", row))
    return blocks


def _heads(titles: tuple[str, ...], cell: float, size: Size) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the lines above the columns, and the key where titles do not fit there."""
    if len(titles) == 1:
        return ((),), ()
    lettered = len(titles) > 2
    widest = max(width(word, HEAD, bold=True) for title in titles for word in title.split(" "))
    if widest <= cell and max(width(title, HEAD, bold=True) for title in titles) <= HEAD_LINES * cell:
        broken = [wrap(title, HEAD, cell, len(title), bold=True, even=True) for title in titles]
        if max(len(lines) for lines in broken) <= HEAD_LINES:
            return tuple((LETTERS[place], *lines) if lettered else lines for place, lines in enumerate(broken)), ()
    room = (size.width - 2.0 * MARGIN) / 2.0 - 40.0
    key = tuple(cut(title, KEY, room, bold=True) for title in titles)
    return tuple((LETTERS[place],) for place in range(len(titles))), key


def _frame(summaries: Sequence["Summary"], rows: tuple[Row, ...], count: str, size: Size) -> Frame:
    runs = fewest_runs(summaries)
    noise = max(1, nearest(half_width(runs // 2, runs)))
    alone = len(summaries) == 1
    by = f". Scenario: {labels(summaries)[0]}" if alone else ", by scenario."
    grouped = (
        "Countries ordered by the troops they are expected to send."
        if alone
        else "Countries grouped by what takes them past 50, then ordered by the most troops they are expected to send."
    )
    return compose(
        size,
        finding(summaries, rows, count),
        [(f"Runs of 100 in which each country {COUNT_WORDS[count]}{by}", 2), (f"Outlined: 50 or more. {grouped}", 2)],
        [
            f"A number near 50 is sure to about ±{noise} with {counted(runs, 'run', 'runs')} (95% interval of the run "
            "noise); it is classed as it is printed.",
            *origins(summaries),
        ],
    )
