"""The cascade: how the force grows round by round, who moves first and who waits."""

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.figures import marks, palette
from simulator.figures.cascade import titles as cascade_titles
from simulator.figures.cascade.plan import (
    BLOCK,
    BLOCK_ABOVE,
    BLOCK_PITCH,
    HEAD,
    LABEL,
    NAME_ROOM,
    TICK,
    Box,
    Plan,
    edge_words,
    empty_words,
    key_words,
    lay_out,
    middle_words,
)
from simulator.figures.cascade.rows import Row, check, never, rounds, rows, seldom, share_of
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, provenance, style
from simulator.figures.ledger.plan import title_of
from simulator.figures.numerals import in_100, span, ticks
from simulator.figures.several import COUNT_VERBS
from simulator.figures.shades import tint
from simulator.figures.text import plain, shorten, width

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

OUTER, INNER = 13, 9
"""How pale the bands are, in steps towards paper."""

LINE, LINE_STEPS = 5.0, 6
MEDIAN = 1.6 * POINT
KNOT, LEAST_KNOTS = 5.0, 18.0
"""Size of the dots at the rounds of the median, and the distance from which they are drawn."""

LEAST_DOT, DOT_SHARE = 3.5, 0.46
ARROW = 11.0
LABEL_PITCH = 24.0
MOST_TICKS = 6
NUMBERS = 96.0
"""Pixels of a column of numbers."""

Cell = str | float | int | None


def draw(summary: "Summary", count: str = "ground", size: Size = A4, mono: bool = False) -> Figure:
    """Draw the cascade of a scenario.

    Parameters
    ----------
    summary
        What its runs come to.
    count
        What a country must do to count: ``joins``, ``inside`` or ``ground``.
    size
        Page; where its height is fixed, countries that send few troops may be named only.
    mono
        Greys only.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.

    Raises
    ------
    ValueError
        If there is no such count.
    """
    check(count)
    plan = lay_out(summary, count, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        _draw_fan(canvas, plan)
        _draw_rounds(canvas, plan)
        if plan.rows:
            _draw_key(canvas, plan)
            _draw_rows(canvas, plan)
        else:
            canvas.text(MARGIN, plan.groups_top - 10.0, empty_words(count), LABEL, palette.MUTED)
        _draw_block(canvas, plan)
    return canvas.figure


def table(summary: "Summary", count: str = "ground") -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict a round, then one a country.

    Parameters
    ----------
    summary, count
        As for :func:`draw`.

    Returns
    -------
    list of dict
        ``kind`` (``round`` or ``country``); of a round its number and the percentiles of troops pledged after it; of a
        country ``iso3``, ``name``, ``in_100``, the quartiles of the round since which it counts, ``since_p25`` to
        ``since_p75`` (None where so many runs never see it), and ``troops_p50``.
    """
    check(count)
    bands: list[dict[str, Cell]] = [
        {
            "kind": "round",
            "round": board.round,
            "p10": board.p10["pledged"],
            "p25": board.p25["pledged"],
            "p50": board.p50["pledged"],
            "p75": board.p75["pledged"],
            "p90": board.p90["pledged"],
        }
        for board in rounds(summary, count)
    ]
    order = [row.iso3 for row in rows(summary, count)]
    order += [country.iso3 for country in (*seldom(summary, count), *never(summary, count))]
    known = {country.iso3: country for country in summary.countries}
    countries: list[dict[str, Cell]] = [
        {
            "kind": "country",
            "iso3": iso3,
            "name": known[iso3].name,
            "counted": count,
            "in_100": 100.0 * share_of(known[iso3], count),
            "since_p25": known[iso3].since[count][0],
            "since_p50": known[iso3].since[count][1],
            "since_p75": known[iso3].since[count][2],
            "troops_p50": known[iso3].troops.p50,
        }
        for iso3 in order
    ]
    every = [*bands, *countries]
    columns = list(dict.fromkeys(column for row in every for column in row))
    return [{column: row.get(column) for column in columns} for row in every]


def alt_text(summary: "Summary", count: str = "ground") -> str:
    """Return the cascade in words, for those who cannot see it: finding, force by round, every country, the caveat."""
    check(count)
    fan = "; ".join(
        f"round {board.round}: {span(board.p50['pledged'], board.p50['pledged'])} "
        f"({span(board.p10['pledged'], board.p90['pledged'])})"
        for board in rounds(summary, count)
    )
    lines = "; ".join(_sentence(row) for row in rows(summary, count)) or "none"
    rare = ", ".join(f"{plain(one.name)} {in_100(share_of(one, count))}" for one in seldom(summary, count))
    out = ", ".join(plain(one.name) for one in never(summary, count))
    return (
        f"Fan chart with a timeline. {cascade_titles.title(summary, count)}. Scenario: {title_of(summary)}. Troops "
        f"pledged, median and 8 in 10 runs, {fan}. Median round since which countries {COUNT_VERBS[count]}, middle "
        f"half of runs in brackets: {lines}."
        + (f" In fewer than a quarter of runs, of 100: {rare}." if rare else "")
        + (f" In no run: {out}." if out else "")
        + f" {provenance(summary.runs, summary.seed, summary.as_of)}"
    )


def _sentence(row: Row) -> str:
    middle, high = ("never" if value is None else str(value) for value in (row.middle, row.high))
    return f"{plain(row.name)} {middle} ({row.low} to {high}; {in_100(row.share)} of 100 runs)"


def _draw_fan(canvas: Canvas, plan: Plan) -> None:
    box = plan.fan
    reach = max(board.p90["pledged"] for board in plan.rounds)
    levels = ticks(reach, MOST_TICKS if box.height > 240.0 else 4)
    pixels = box.height / max(levels[-1], reach * 1.02)

    def spots(band: Sequence[float]) -> list[marks.Point]:
        return [(plan.x(box, number), box.bottom - value * pixels) for number, value in enumerate(band)]

    p10, p25, p50, p75, p90 = (
        spots([values["pledged"] for values in band])
        for band in zip(*((one.p10, one.p25, one.p50, one.p75, one.p90) for one in plan.rounds), strict=True)
    )
    marks.polygon(canvas, [*p10, *reversed(p90)], tint(palette.AIR, OUTER))
    marks.polygon(canvas, [*p25, *reversed(p75)], tint(palette.AIR, INNER))
    for level in levels:
        y = box.bottom - level * pixels
        canvas.line((box.left, box.right), (y, y), palette.RULE if level else palette.WHISKER, 0.5 * POINT)
        canvas.text(box.left - 12.0, y + 0.36 * TICK, f"{level:,}", TICK, palette.TEXT, align="right")
    marks.polyline(canvas, p50, palette.SEA, MEDIAN)
    if p50[1][0] - p50[0][0] >= LEAST_KNOTS:
        for spot in p50[1:]:
            marks.dot(canvas, spot, KNOT, palette.SEA)
    canvas.text(box.left, box.top - 12.0, "Troops pledged", HEAD, palette.MUTED)
    _label_fan(canvas, plan, (p90[-1][1], p50[-1][1], p10[-1][1]))


def _label_fan(canvas: Canvas, plan: Plan, ends: tuple[float, float, float]) -> None:
    """Write what the edges and the middle of the fan are, moved up where they would meet."""
    last, air = plan.rounds[-1], palette.PARTS["air"].text
    labels = [
        (ends[2], edge_words(last.p10["pledged"], 1), air, False),
        (ends[1], (middle_words(plan),), palette.SEA, True),
        (ends[0], edge_words(last.p90["pledged"], 9), air, False),
    ]
    floor = plan.fan.bottom + 0.36 * LABEL
    for y, words, colour, bold in labels:
        base = min(floor, y + 0.36 * LABEL + LABEL_PITCH * (len(words) - 1))
        floor = base - LABEL_PITCH * len(words)
        for number, line in enumerate(words):
            canvas.text(plan.fan.right + 16.0, floor + LABEL_PITCH * (number + 1), line, LABEL, colour, bold=bold)


def _draw_rounds(canvas: Canvas, plan: Plan) -> None:
    """Draw the axis of the rounds below the lines, and below a fan that has none above lines."""
    if plan.rows:
        _draw_axis(canvas, plan, plan.lines)
    if plan.beside or not plan.rows:
        _draw_axis(canvas, plan, plan.fan)


def _draw_axis(canvas: Canvas, plan: Plan, box: Box) -> None:
    last = len(plan.rounds) - 1
    most = int((box.right - box.left) / 44.0)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000) if last <= most * step)
    for number in range(0, last + 1, step):
        x = plan.x(box, number)
        if box is plan.lines:
            canvas.line((x, x), (box.top - 4.0, box.bottom), palette.GRID, 0.5 * POINT)
        canvas.text(x, box.bottom + 26.0, str(plan.rounds[number].round), TICK, palette.TEXT, align="center")
    canvas.line((box.left, box.right), (box.bottom, box.bottom), palette.WHISKER, 0.5 * POINT)
    middle = (box.left + box.right) / 2.0
    canvas.text(middle, box.bottom + 54.0, "Round of talks", HEAD, palette.MUTED, align="center")


def _draw_key(canvas: Canvas, plan: Plan) -> None:
    base = plan.key_top + 24.0
    y = base - 0.36 * HEAD
    dot, line, arrow = key_words()
    x = MARGIN if plan.beside else plan.lines.left
    marks.dot(canvas, (x + 9.0, y), 8.0, palette.SEA)
    canvas.text(x + 26.0, base, dot, HEAD, palette.TEXT)
    x += 26.0 + width(dot, HEAD) + 34.0
    canvas.line((x, x + 44.0), (y, y), tint(palette.AIR, LINE_STEPS), LINE)
    canvas.text(x + 56.0, base, line, HEAD, palette.TEXT)
    x += 56.0 + width(line, HEAD) + 34.0
    canvas.line((x, x + 40.0), (y, y), tint(palette.AIR, LINE_STEPS), LINE)
    _draw_arrow(canvas, x + 36.0, y)
    canvas.text(x + 62.0, base, arrow, HEAD, palette.TEXT)


def _draw_arrow(canvas: Canvas, x: float, y: float) -> None:
    corners = [(x, y - 0.6 * ARROW), (x + ARROW, y), (x, y + 0.6 * ARROW)]
    marks.polygon(canvas, corners, tint(palette.AIR, LINE_STEPS))


def _draw_rows(canvas: Canvas, plan: Plan) -> None:
    right = canvas.width - MARGIN
    heads = plan.lines.top - 12.0
    canvas.text(right - NUMBERS - 20.0, heads, "Runs of 100", HEAD, palette.MUTED, align="right")
    canvas.text(right, heads, "Troops", HEAD, palette.MUTED, align="right")
    largest = max(row.troops for row in plan.rows) or 1.0
    room = NAME_ROOM[1]
    # A dot at round 1 must not reach the name of its country.
    widest = min(DOT_SHARE * plan.pitch, plan.x(plan.lines, 1) - plan.lines.left + 8.0)
    for place, row in enumerate(plan.rows):
        y = plan.lines.top + plan.pitch * (place + 0.5)
        base = y + 0.36 * plan.pixels
        name = shorten(plain(row.name), plan.pixels, room)
        canvas.text(plan.lines.left - 14.0, base, name, plan.pixels, align="right")
        _draw_span(canvas, plan, row, y)
        if row.middle is not None:
            radius = max(LEAST_DOT, widest * sqrt(row.troops / largest))
            marks.dot(canvas, (plan.x(plan.lines, row.middle), y), radius, palette.SEA, palette.PAPER, 1.5)
        canvas.text(right - NUMBERS - 20.0, base, in_100(row.share), plan.pixels, palette.TEXT, align="right")
        canvas.text(right, base, span(row.troops, row.troops), plan.pixels, palette.INK, bold=True, align="right")


def _draw_span(canvas: Canvas, plan: Plan, row: Row, y: float) -> None:
    """Draw the middle half of runs; where too many never see the country, open to the right."""
    start = plan.x(plan.lines, row.low)
    end = plan.lines.right + 2.0 if row.high is None else plan.x(plan.lines, row.high)
    if end > start:
        canvas.line((start, end), (y, y), tint(palette.AIR, LINE_STEPS), LINE)
    if row.high is None:
        _draw_arrow(canvas, end - 1.0, y)


def _draw_block(canvas: Canvas, plan: Plan) -> None:
    lines = [line for group in plan.groups for line in group.lines]
    for number, line in enumerate(lines):
        canvas.text(MARGIN, plan.groups_top + BLOCK_ABOVE + BLOCK_PITCH * number, line, BLOCK, palette.TEXT)
