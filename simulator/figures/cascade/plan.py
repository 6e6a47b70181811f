"""Where everything in the cascade goes, decided from its words and numbers before anything is drawn."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.figures.cascade import titles as cascade_titles
from simulator.figures.cascade.rows import Row, never, rounds, rows, seldom, share_of
from simulator.figures.frame import MARGIN, Frame, Size, compose, provenance
from simulator.figures.ledger.plan import title_of
from simulator.figures.numerals import in_100, span
from simulator.figures.several import COUNT_VERBS, COUNT_WORDS
from simulator.figures.text import NO_BREAK, plain, width, wrap

if TYPE_CHECKING:
    from simulator.experiments.summary import CountrySummary, RoundSummary, Summary

NAME, TICK, HEAD, LABEL, BLOCK = 17, 17, 17, 18, 17
"""Font sizes: countries and their numbers, axes, column heads, labels of the fan, countries without a line."""

SMALLER = 15
"""Font size of names and numbers where rows are low."""

HEAD_ABOVE, GAP, AXIS = 30.0, 24.0, 66.0
KEY, HEADS = 42.0, 30.0
FAN, LEAST_FAN, MOST_FAN = 330.0, 165.0, 470.0
PITCH, LEAST_PITCH, MOST_PITCH = 30.0, 20.0, 40.0
EMPTY = 46.0
SIDE, FAN_SIDE = 250.0, 190.0
"""Room to the right of the lines for two columns of numbers, and of a fan of its own for its labels."""

BLOCK_PITCH, BLOCK_ABOVE = 25.0, 20.0
NAME_ROOM = (120.0, 240.0)
LEVELS = 84.0
"""Room to the left of a fan of its own for the numbers of its axis."""

FAN_SHARE = 0.4
"""Part of a page of fixed height that the fan takes above the lines, as far as it may."""

BESIDE = 0.46
"""Part of the width of a flat page that the fan takes beside the lines."""


@dataclass(frozen=True, slots=True)
class Group:
    """Countries without a line: what they have in common, and their names in lines."""

    reason: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in which rounds run from left to right."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke, in pixels.

    Attributes
    ----------
    rounds
        Those that are drawn, from 0.
    rows
        Countries with a line, as far as the page has room.
    fan, lines
        Where the fan and the lines of the countries go: above each other, or on a flat page side by side.
    key_top
        Upper end of the key of the lines.
    pitch
        Height of a row.
    groups, groups_top
        Countries without a line, and where they are written.
    body
        Height of everything between subtitle and footnotes.
    """

    frame: Frame
    summary: "Summary"
    count: str
    rounds: tuple["RoundSummary", ...]
    rows: tuple[Row, ...]
    fan: Box
    lines: Box
    key_top: float
    pitch: float
    groups: tuple[Group, ...]
    groups_top: float
    body: float

    @property
    def beside(self) -> bool:
        """Whether fan and lines stand side by side, each with an axis of its own."""
        return self.fan.right <= self.lines.left

    @property
    def pixels(self) -> int:
        """Font size of names and numbers."""
        return NAME if self.pitch >= 1.35 * NAME else SMALLER

    def x(self, box: Box, number: float) -> float:
        """Return where a round lies."""
        return box.left + (box.right - box.left) * number / (len(self.rounds) - 1)


def lay_out(summary: "Summary", count: str, size: Size) -> Plan:
    """Return the plan with as many countries as the page has room for.

    Parameters
    ----------
    summary
        What the runs of a scenario come to.
    count
        ``joins``, ``inside`` or ``ground``.
    size
        Page; where its height is fixed, the countries that send least give up their lines first.
    """
    every = rows(summary, count)
    flat = size.height is not None and size.width > 1.5 * size.height and bool(every)
    for most in range(len(every), -1, -1):
        shown = _largest(every, most)
        left_out = tuple(row for row in every if row not in shown)
        plan = (_side_by_side if flat else _stacked)(summary, count, size, shown, left_out)
        if plan.pitch >= LEAST_PITCH:
            break
    return plan


def _largest(every: tuple[Row, ...], most: int) -> tuple[Row, ...]:
    kept = sorted(every, key=lambda row: (-row.troops, -row.share, row.name))[:most]
    return tuple(row for row in every if row in kept)


def _stacked(summary: "Summary", count: str, size: Size, shown: tuple[Row, ...], left_out: tuple[Row, ...]) -> Plan:
    """Return the plan with the fan above the lines."""
    frame, groups = _frame(summary, count, size), _groups(summary, count, left_out, size)
    around = GAP + (KEY + HEADS if shown else EMPTY)
    fixed = HEAD_ABOVE + around + AXIS + _groups_height(groups)
    fan, pitch = FAN, PITCH
    if size.height is not None:
        room = size.height - frame.top - frame.foot - fixed
        fan = min(MOST_FAN, max(LEAST_FAN, FAN_SHARE * room)) if shown else min(MOST_FAN, room)
        pitch = min(MOST_PITCH, (room - fan) / max(1, len(shown))) if shown else PITCH
        fan = min(MOST_FAN, room - pitch * len(shown))
    left, right = MARGIN + _name_room(shown), size.width - MARGIN - SIDE
    fan_box = Box(left, frame.top + HEAD_ABOVE, right, frame.top + HEAD_ABOVE + fan)
    lines = Box(left, fan_box.bottom + around, right, fan_box.bottom + around + pitch * len(shown))
    return Plan(
        frame, summary, count, rounds(summary, count), shown, fan_box, lines, fan_box.bottom + GAP, pitch,
        groups, lines.bottom + AXIS, fixed + fan + pitch * len(shown),
    )  # fmt: skip


def _side_by_side(
    summary: "Summary", count: str, size: Size, shown: tuple[Row, ...], left_out: tuple[Row, ...]
) -> Plan:
    """Return the plan with the fan to the left of the lines."""
    frame, groups = _frame(summary, count, size), _groups(summary, count, left_out, size)
    fixed = HEAD_ABOVE + AXIS + (KEY if shown else 0.0) + _groups_height(groups)
    room = (size.height or 0) - frame.top - frame.foot - fixed
    pitch = min(MOST_PITCH, room / max(1, len(shown)))
    top = frame.top + HEAD_ABOVE
    middle = MARGIN + BESIDE * (size.width - 2.0 * MARGIN)
    fan = Box(MARGIN + LEVELS, top, middle - FAN_SIDE, top + room)
    lines = Box(middle + _name_room(shown), top, size.width - MARGIN - SIDE, top + pitch * len(shown))
    key_top = fan.bottom + AXIS
    return Plan(
        frame, summary, count, rounds(summary, count), shown, fan, lines, key_top, pitch,
        groups, key_top + (KEY if shown else 0.0), fixed + room,
    )  # fmt: skip


def _name_room(shown: tuple[Row, ...]) -> float:
    return min(max(NAME_ROOM[0], *(width(plain(row.name), NAME) for row in shown), 0.0), NAME_ROOM[1]) + 15.0


def _groups_height(groups: tuple[Group, ...]) -> float:
    lines = sum(len(group.lines) for group in groups)
    return BLOCK_ABOVE + BLOCK_PITCH * lines if lines else 0.0


def empty_words(count: str) -> str:
    """Return what stands where no country has a line."""
    return f"No country {COUNT_WORDS[count]} in a quarter of runs or more."


def middle_words(plan: Plan) -> str:
    """Return the label of the median at the end of the fan."""
    median = plan.rounds[-1].p50["pledged"]
    return f"Median {span(median, median)}"


def edge_words(value: float, runs: int) -> tuple[str, str]:
    """Return the label of an edge of the fan in two lines."""
    if value <= 0.0:
        return f"{runs} in 10 runs", f"{'see' if runs > 1 else 'sees'} no troops"
    return f"{runs} in 10 runs", f"{'are' if runs > 1 else 'is'} below {span(value, value)}"


def _groups(summary: "Summary", count: str, left_out: tuple[Row, ...], size: Size) -> tuple[Group, ...]:
    rare = [f"{plain(country.name)} {_number(country, count)}" for country in seldom(summary, count)]
    groups = [
        ("For want of room without a line: ", [plain(row.name) for row in left_out]),
        ("Too seldom for a line (runs of 100): ", rare),
        ("In no run: ", [plain(country.name) for country in never(summary, count)]),
    ]
    room = size.width - 2.0 * MARGIN
    return tuple(_group(reason, names, room) for reason, names in groups if names)


def _group(reason: str, names: list[str], room: float) -> Group:
    # Spaces within a name do not break, so that no country is torn apart.
    words = reason.replace(" ", NO_BREAK) + ", ".join(name.replace(" ", NO_BREAK) for name in names)
    return Group(reason.strip(), wrap(words, BLOCK, room, len(names) + 1))


def _number(country: "CountrySummary", count: str) -> str:
    return in_100(share_of(country, count))


def _frame(summary: "Summary", count: str, size: Size) -> Frame:
    drawn = rounds(summary, count)
    later = [board.round for board in summary.rounds[len(drawn) :]]
    still = f" Later rounds, up to {later[-1]}, move nothing drawn." if later else ""
    verbs = COUNT_VERBS[count]
    return compose(
        size,
        cascade_titles.title(summary, count),
        [
            (f"Troops pledged by round of talks, and the round since which countries {verbs}.", 1),
            (f"Scenario: {title_of(summary)}", 1),
        ],
        [
            "Bands and lines: spread over runs, not doubt in the model. A line runs from the round since which a "
            f"quarter of runs see the country without a break to that of three quarters.{still}",
            provenance(summary.runs, summary.seed, summary.as_of),
        ],
    )


def key_words() -> tuple[str, str, str]:
    """Return what the key says of the dot, of the line and of the arrow."""
    return (
        "Median round; area: median troops",
        "Middle half of runs",
        "Open: a quarter of runs or more never see it",
    )
