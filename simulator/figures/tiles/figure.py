"""The tile grid map: where the countries lie that take part, one equal tile a country, without borders."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.experiments.statistics import chance
from simulator.figures import palette
from simulator.figures.frame import A4, POINT, Canvas, Size, style
from simulator.figures.marks import outline
from simulator.figures.numerals import nearest
from simulator.figures.several import COUNT_WORDS, labels, origins
from simulator.figures.text import width
from simulator.figures.tiles.plan import Plan, lay_out
from simulator.figures.tiles.values import (
    STRENGTH_WORDS,
    Measure,
    Neighbour,
    Tile,
    finding,
    measure_of,
    neighbours,
    spread_of,
    tiles_of,
)

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

CODE, NUMBER = 0.24, 0.25
"""Font sizes, of the side of a tile."""

LARGEST = 26.0
CODE_AT, NUMBER_AT = 0.44, 0.76
"""Base lines, of the side of a tile from its top."""

EDGE = 2.4
Cell = str | float | int | None


def draw(
    summary: "Summary", count: str | None = None, strength: str | None = None, size: Size = A4, mono: bool = False
) -> Figure:
    """Draw the map of a scenario.

    Parameters
    ----------
    summary
        What its runs come to.
    count
        ``joins``, ``inside`` or ``ground``: the number of 100 runs is mapped; ground troops if nothing is said.
    strength
        Instead, the expected troops of this strength: ``headline``, ``pledged`` or ``usable``.
    size
        Page.
    mono
        Greys only.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.

    Raises
    ------
    ValueError
        If both a count and a strength are given, there is none of that name, there is no country, or one has no place
        on the grid.
    """
    plan = lay_out(summary, measure_of(count, strength), size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        for neighbour in plan.neighbours:
            _draw_neighbour(canvas, plan, neighbour)
        for tile in plan.tiles:
            _draw_tile(canvas, plan, tile)
    return canvas.figure


def table(summary: "Summary", count: str | None = None, strength: str | None = None) -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict a tile with a number, the largest first.

    Parameters
    ----------
    summary, count, strength
        As for :func:`draw`.

    Returns
    -------
    list of dict
        ``iso3``, ``name``, ``row`` and ``column`` of the grid, ``measure``; of a count ``in_100`` with the interval of
        its run noise ``low`` and ``high``; of a strength ``troops`` (mean, persons), its standard error ``mcse``, and
        ``p10`` and ``p90`` over runs; ``outlined`` (1 or 0).
    """
    measure = measure_of(count, strength)
    return [
        {
            "iso3": tile.iso3,
            "name": tile.name,
            "row": tile.place[0],
            "column": tile.place[1],
            "measure": measure.count or measure.strength,
            **_numbers(summary, measure, tile),
            "outlined": int(tile.outlined),
        }
        for tile in tiles_of(summary, measure)
    ]


def alt_text(summary: "Summary", count: str | None = None, strength: str | None = None) -> str:
    """Return the figure in words, for those who cannot see it: finding, every number, who is at 0."""
    measure = measure_of(count, strength)
    tiles = tiles_of(summary, measure)
    if measure.strength is None:
        told = f"Runs of 100 in which each country {COUNT_WORDS[str(measure.count)]}"
    else:
        told = f"Expected {STRENGTH_WORDS[measure.strength]}"
    some = ", ".join(f"{tile.name} {tile.words}" for tile in tiles if tile.value > 0.0)
    none = ", ".join(tile.name for tile in tiles if tile.value <= 0.0)
    numbers = "; ".join(words for words in (some, f"0: {none}" if none else "") if words)
    beside = ", ".join(f"{each.name} ({each.role})" for each in neighbours())
    return (
        f"Tile grid map, one tile for each of {len(tiles)} countries. {finding(summary, measure)}. "
        f"Scenario: {labels((summary,))[0]}. {told}: {numbers}. Tiles without a number: {beside}. "
        + " ".join(origins((summary,)))
    )


def _numbers(summary: "Summary", measure: Measure, tile: Tile) -> dict[str, float]:
    if measure.strength is None:
        found = chance(nearest(tile.value * summary.runs), summary.runs)
        return {"in_100": 100.0 * tile.value, "low": found.low, "high": found.high}
    country = next(country for country in summary.countries if country.iso3 == tile.iso3)
    spread = spread_of(country, measure.strength)
    return {"troops": spread.mean, "mcse": spread.mcse, "p10": spread.p10, "p90": spread.p90}


def _draw_tile(canvas: Canvas, plan: Plan, tile: Tile) -> None:
    left, top = plan.corner(tile.place, canvas.width)
    side = plan.side
    canvas.area(left, top, side, side, tile.shade)
    if tile.outlined:
        outline(canvas, left, top, side, side, palette.INK, EDGE)
    ink, middle = palette.text_on(tile.shade), left + side / 2.0
    canvas.text(middle, top + CODE_AT * side, tile.iso3, min(LARGEST, CODE * side), ink, bold=True, align="center")
    pixels = min(LARGEST, NUMBER * side, NUMBER * side * 0.86 * side / width(tile.words, NUMBER * side, bold=True))
    canvas.text(middle, top + NUMBER_AT * side, tile.words, pixels, ink, bold=tile.outlined, align="center")


def _draw_neighbour(canvas: Canvas, plan: Plan, neighbour: Neighbour) -> None:
    """Draw a state without a number: a code in a faint frame."""
    left, top = plan.corner(neighbour.place, canvas.width)
    side = plan.side
    outline(canvas, left, top, side, side, palette.RULE, 0.5 * POINT)
    base = top + 0.5 * side + 0.36 * CODE * side
    pixels = min(LARGEST, CODE * side)
    canvas.text(left + side / 2.0, base, neighbour.iso3, pixels, palette.MUTED, bold=True, align="center")
