"""Where everything in the tile grid map goes, decided before anything is drawn."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.experiments.statistics import half_width
from simulator.figures.frame import MARGIN, Frame, Size, compose
from simulator.figures.numerals import counted, listed, nearest
from simulator.figures.several import COUNT_WORDS, labels, origins
from simulator.figures.tiles.values import (
    AWAY,
    STRENGTH_WORDS,
    TROOPS_FROM,
    Measure,
    Neighbour,
    Tile,
    carriers_of,
    finding,
    neighbours,
    places,
    tiles_of,
    with_article,
)

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

PITCH = 98.0
"""Distance of tiles where the page has no height of its own, pixels."""

GAP = 0.07
"""Between tiles, of their distance."""

ASIDE = 0.5
"""Between the grid and the partners overseas, of the distance of tiles."""

ABOVE, BELOW = 12.0, 8.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke.

    Attributes
    ----------
    tiles, neighbours
        Countries, and states without a number.
    offsets
        Left end of each column, in distances of tiles from that of the first.
    rows
        How many.
    pitch
        Distance of tiles, pixels.
    lower
        Space left over above the map and below it.
    """

    frame: Frame
    tiles: tuple[Tile, ...]
    neighbours: tuple[Neighbour, ...]
    offsets: tuple[float, ...]
    rows: int
    pitch: float
    lower: float = 0.0

    @property
    def side(self) -> float:
        """Length of a tile's side."""
        return self.pitch * (1.0 - GAP)

    @property
    def wide(self) -> float:
        """Width of the map."""
        return self.pitch * self.offsets[-1] + self.side

    @property
    def body(self) -> float:
        """Height of everything between subtitle and footnotes."""
        return ABOVE + self.pitch * self.rows + BELOW

    def corner(self, place: tuple[int, int], page: float) -> tuple[float, float]:
        """Return the upper left corner of a tile on a page of some width, the map in its middle."""
        row, column = place
        left = (page - self.wide) / 2.0
        return left + self.pitch * self.offsets[column], self.frame.top + ABOVE + self.lower + self.pitch * row


def lay_out(summary: "Summary", measure: Measure, size: Size) -> Plan:
    """Return the plan with tiles as large as the page has room for.

    Parameters
    ----------
    summary
        What the runs of a scenario come to.
    measure
        What is mapped.
    size
        Page.

    Raises
    ------
    ValueError
        If there is no country or no such count, or a country has no place on the grid.
    """
    tiles = tiles_of(summary, measure)
    if not tiles:
        raise ValueError("there is no country to draw")
    frame = _frame(summary, measure, size)
    rows = 1 + max(row for row, _ in places().values())
    plan = Plan(frame, tiles, neighbours(), _offsets(), rows, PITCH)
    if size.height is None:
        return plan
    across = (size.width - 2.0 * MARGIN) / (plan.offsets[-1] + 1.0 - GAP)
    room = size.height - frame.top - frame.foot - ABOVE - BELOW
    pitch = min(across, room / rows)
    return replace(plan, pitch=pitch, lower=(room - pitch * rows) / 2.0)


def _offsets() -> tuple[float, ...]:
    """Return where the columns begin, with a gap between those of the grid and those of partners overseas."""
    away = {place[1] for iso3, place in places().items() if iso3 in AWAY}
    found = [0.0]
    for column in range(1, 1 + max(column for _, column in places().values())):
        aside = (column in away) != (column - 1 in away)
        found.append(found[-1] + 1.0 + (ASIDE if aside else 0.0))
    return tuple(found)


def _frame(summary: "Summary", measure: Measure, size: Size) -> Frame:
    scenario = f"Scenario: {labels((summary,))[0]}"
    if measure.strength is None:
        told = f"Runs of 100 in which each country {COUNT_WORDS[str(measure.count)]}. {scenario}"
        outlined = " Outlined: 50 or more."
        noise = max(1, nearest(half_width(summary.runs // 2, summary.runs)))
        note = (
            f"A number near 50 is sure to about ±{noise} with {counted(summary.runs, 'run', 'runs')} "
            "(95% interval of the run noise); it is classed as it is printed."
        )
    else:
        told = f"Expected {STRENGTH_WORDS[measure.strength]}, by country. {scenario}"
        outlined = " Outlined: those that carry half." if carriers_of(summary, measure.strength) else ""
        steps = ", ".join(f"{start:,}" for start in TROOPS_FROM)
        note = f"Means over all runs, counting 0 when a country stays out. Shades change at {steps} troops."
    return compose(
        size,
        finding(summary, measure),
        [(told, 2), (f"One tile a country, about where it lies; partners overseas at both sides.{outlined}", 1)],
        [
            f"Equal tiles keep small states readable and draw no border. {neighbour_words()}",
            note,
            *origins((summary,)),
        ],
    )


def neighbour_words() -> str:
    """Return which tiles have no number, and why."""
    hosts, inputs = (
        listed([with_article(each.iso3, each.name) for each in neighbours() if (each.role == "host") is host])
        for host in (True, False)
    )
    return f"Without a number: {hosts}, the host; {inputs}, which enter as inputs."
