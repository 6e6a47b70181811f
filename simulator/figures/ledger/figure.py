"""The ledger: who sends how many troops, in which roles, how sure that is, and who stays out."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.figures import palette, titles
from simulator.figures.fills import part_area, part_border, part_edge
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, provenance, style
from simulator.figures.ledger.plan import (
    AXIS,
    BLOCK,
    BLOCK_ABOVE,
    BLOCK_PITCH,
    HEAD,
    HEADS,
    HEADS_OF,
    LABEL,
    LABEL_PITCH,
    NAME,
    Plan,
    force_words,
    lay_out,
    numbers,
    title_of,
)
from simulator.figures.ledger.rows import Absence, Row, parts, ranked, reason_words
from simulator.figures.numerals import listed, span, ticks, troops
from simulator.figures.text import plain, shorten, width

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

BAR, WHISKER_BELOW = 0.52, 0.15
"""Thickness of a bar and distance of the range below it, of the height of a row."""

LABEL_SQUARE = 17
EDGED = 5
"""Pixels; narrower parts get no line beside them."""

BLOCK_TITLE = "No ground troops in most runs. What most often stands in the way:"

Cell = str | float | None


def draw(summary: "Summary", size: Size = A4, mono: bool = False) -> Figure:
    """Draw the ledger of a scenario.

    Parameters
    ----------
    summary
        What its runs come to.
    size
        Page; where its height is fixed, fewer countries may have a bar of their own.
    mono
        Greys only; the parts of a bar then differ by grey, stripes and edges.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.

    Raises
    ------
    ValueError
        If troops are split into a part without a colour.
    """
    plan = lay_out(summary, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        top = plan.frame.top + plan.head
        _draw_labels(canvas, plan, plan.frame.top)
        _draw_bars(canvas, plan, top)
        _draw_numbers(canvas, plan, top)
        _draw_block(canvas, plan, top + plan.pitch * len(plan.rows) + AXIS)
    return canvas.figure


def table(summary: "Summary", size: Size = A4) -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict a bar, then one for each country that is named without a bar.

    Parameters
    ----------
    summary, size
        As for :func:`draw`.

    Returns
    -------
    list of dict
        ``iso3``, ``name``, a column for each part, ``expected``, ``p10``, ``p90``, ``ground_in_100``,
        ``joins_in_100`` and ``held_back_by``.  ``expected`` sums to the expected force: a country within the row of
        others has none of its own.
    """
    plan = lay_out(summary, size)
    held = {country.iso3: reason_words(country) for group in plan.absences for country in group.countries}
    drawn = {row.iso3 for row in plan.rows}
    bars = [_cells(row, held.get(row.iso3)) for row in plan.rows]
    named = [
        dict.fromkeys(bars[0])
        | {"iso3": country.iso3, "name": country.name, "held_back_by": held[country.iso3]}
        | ({"expected": 0.0} if country.troops.mean <= 0.0 else {})
        for country in ranked(summary)
        if country.iso3 in held and country.iso3 not in drawn
    ]
    return bars + named


def alt_text(summary: "Summary", size: Size = A4) -> str:
    """Return the figure in words, for those who cannot see it: finding, total, every bar, and who stays out."""
    plan = lay_out(summary, size)
    kinds = listed([f"“{palette.PARTS[part].label}”" for part in parts(summary)])
    bars = "; ".join(f"{plain(row.name)} {troops(row.expected)}{_range_words(row)}" for row in plan.rows)
    out = " ".join(f"{group.reason}: {_names(group)}." for group in plan.absences)
    return (
        f"Bar chart. {titles.ledger(summary)}. Scenario: {title_of(summary)}. {force_words(summary)} "
        f"Expected troops by country, split into {kinds}: {bars}."
        + (f" {BLOCK_TITLE} {out}" if out else "")
        + f" {provenance(summary.runs, summary.seed, summary.as_of)}"
    )


def _cells(row: Row, held: str | None) -> dict[str, Cell]:
    return {
        "iso3": row.iso3,
        "name": row.name,
        **row.parts,
        "expected": row.expected,
        "p10": row.low,
        "p90": row.high,
        "ground_in_100": None if row.ground is None else 100.0 * row.ground,
        "joins_in_100": None if row.joins is None else 100.0 * row.joins,
        "held_back_by": held,
    }


def _range_words(row: Row) -> str:
    return "" if row.low is None or row.high is None else f" ({span(row.low, row.high)})"


def _names(group: Absence) -> str:
    return ", ".join(plain(country.name) for country in group.countries)


def _draw_labels(canvas: Canvas, plan: Plan, top: float) -> None:
    for part, x, line in plan.labels:
        base = top + LABEL_PITCH * (line + 1) - 2
        square = (x, base + 1 - LABEL_SQUARE, LABEL_SQUARE, LABEL_SQUARE)
        part_area(canvas, part, *square)
        part_edge(canvas, *square)
        canvas.text(x + 24, base, palette.PARTS[part].label, LABEL, palette.PARTS[part].text, bold=True)


def _draw_bars(canvas: Canvas, plan: Plan, top: float) -> None:
    reach = max(row.reach for row in plan.rows)
    length = plan.right - plan.left
    marks = ticks(reach, int(length / (width(f"{reach:,.0f}", HEAD) + 34)))
    # A little air, so that the last whisker's cap is not cut.
    pixels = length / (max(reach, marks[-1]) * 1.01)
    base = top + plan.pitch * len(plan.rows)
    for mark in marks:
        x = plan.left + mark * pixels
        canvas.line((x, x), (top, base), palette.GRID if mark else palette.RULE, 0.5 * POINT)
        canvas.text(x, base + 26, f"{mark:,}", HEAD, palette.TEXT, align="center")
    for place, row in enumerate(plan.rows):
        middle = top + plan.pitch * (place + 0.40)
        _draw_stack(canvas, row, (plan.left, middle), plan.pitch * BAR, pixels)
        _draw_whisker(canvas, row, (plan.left, middle + plan.pitch * (BAR / 2.0 + WHISKER_BELOW)), pixels)


def _draw_stack(canvas: Canvas, row: Row, start: tuple[float, float], thick: float, pixels: float) -> None:
    """Draw the parts of a bar end to end from the middle of its left end; ``pixels`` is the length of one person."""
    x, top = start[0], start[1] - thick / 2.0
    before = 0.0
    for part, value in row.parts.items():
        if value <= 0.0:
            continue
        long = value * pixels
        part_area(canvas, part, x, top, long, thick)
        # A line between parts, unless it would wash out one that is hardly wider itself.
        if min(before, long) >= EDGED:
            part_border(canvas, x, top, thick)
        x, before = x + long, long
    part_edge(canvas, start[0], top, x - start[0], thick)


def _draw_whisker(canvas: Canvas, row: Row, start: tuple[float, float], pixels: float) -> None:
    if row.low is None or row.high is None or row.reach <= 0.0:
        return
    left, y = start
    ends = (left + row.low * pixels, left + row.high * pixels)
    canvas.line(ends, (y, y), palette.WHISKER, 0.7 * POINT, cap=3.0 * POINT)


def _draw_numbers(canvas: Canvas, plan: Plan, top: float) -> None:
    for head, end in zip(HEADS_OF, plan.columns, strict=True):
        canvas.text(end, top - HEADS - 2, head, HEAD, palette.MUTED, align="right")
    canvas.line((plan.left, canvas.width - MARGIN), (top - 5, top - 5), palette.RULE, 1.2)
    room = plan.left - MARGIN - 14
    for place, row in enumerate(plan.rows):
        base = top + plan.pitch * (place + 0.40) + 0.36 * NAME
        canvas.text(plan.left - 12, base, shorten(plain(row.name), NAME, room), NAME, align="right")
        for number, end, bold in zip(numbers(row), plan.columns, (True, False, False, False), strict=True):
            if number:
                canvas.text(end, base, number, NAME, palette.INK if bold else palette.TEXT, bold=bold, align="right")


def _draw_block(canvas: Canvas, plan: Plan, top: float) -> None:
    if not plan.block:
        return
    canvas.line((MARGIN, canvas.width - MARGIN), (top + 8, top + 8), palette.RULE, 1.2)
    base = top + BLOCK_ABOVE + 4
    canvas.text(MARGIN, base, BLOCK_TITLE, BLOCK, bold=True)
    for group in plan.block:
        line_at = base + BLOCK_PITCH * (group.line + 1) + 4
        canvas.text(group.x - 12, line_at, group.reason, BLOCK, palette.MUTED, align="right")
        for number, names in enumerate(group.names):
            canvas.text(group.x, line_at + BLOCK_PITCH * number, names, BLOCK)
