"""The exceedance figure: in how many of 100 runs the force reaches any size, for each scenario."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from simulator.figures import palette, reaching_titles
from simulator.figures.exceedance import ruler
from simulator.figures.exceedance.plan import (
    AXIS,
    CAPTION,
    HEAD,
    KEY,
    KEY_LINE,
    KEY_PITCH,
    LEVELS,
    NAME,
    NAME_PITCH,
    SIZES_PITCH,
    TAG,
    Curve,
    Plan,
    curves_of,
    lay_out,
)
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, style
from simulator.figures.marks import dot, polygon, polyline
from simulator.figures.numerals import troops
from simulator.figures.reaching import STRENGTHS, sizes_of
from simulator.figures.several import LETTERS, origins
from simulator.figures.shades import tint

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

INKS = (
    (palette.SEA, palette.SEA),
    (palette.TRAINING, palette.PARTS["training"].text),
    (palette.AIR, palette.PARTS["air"].text),
    (palette.LAND, palette.LAND),
    (palette.LOGISTICS, palette.PARTS["logistics"].text),
    (palette.INK, palette.INK),
)
"""Colours of each curve and of its name."""

DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (5.0, 2.0),
    (9.0, 1.6, 1.6, 1.6),
    (1.6, 1.4),
    (2.8, 1.8),
    (6.0, 1.5, 1.5, 1.5, 1.5, 1.5),
)
"""Strokes and gaps of each curve in widths of the line, for print without colour."""

LINE = 1.25 * POINT
PALE = 12
"""Steps of 16 by which a band is fainter than its curve."""

MARK = 7.0
"""Radius of the dot where a curve crosses a size."""

ARROW = 14.0
"""Length of the tip of a published size that goes on beyond the axis."""

Cell = str | float | int | None


def draw(
    summaries: Sequence["Summary"],
    strength: str = "pledged",
    thresholds: Sequence[int] = (10_000, 20_000),
    size: Size = A4,
    mono: bool = False,
) -> Figure:
    """Draw a curve for each scenario.

    Parameters
    ----------
    summaries
        What the runs of each scenario come to: 1 to 6.
    strength
        ``headline``, ``pledged``, ``allocated`` or ``usable``.
    thresholds
        1 to 3 force sizes to mark, persons.
    size
        Page.
    mono
        Greys only; the curves then differ by their dashes.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.

    Raises
    ------
    ValueError
        If there are too many or too few scenarios or sizes, a size is not above 0, or the strength is unknown.
    """
    plan = lay_out(summaries, strength, thresholds, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        _draw_axes(canvas, plan)
        for place, curve in enumerate(plan.curves):
            _draw_band(canvas, plan, curve, INKS[place][0])
        _draw_sizes(canvas, plan)
        for place, curve in enumerate(plan.curves):
            _draw_curve(canvas, plan, curve, place)
        _draw_crossings(canvas, plan)
        _draw_names(canvas, plan)
        _draw_tags(canvas, plan)
        _draw_ruler(canvas, plan)
    return canvas.figure


def table(
    summaries: Sequence["Summary"], strength: str = "pledged", thresholds: Sequence[int] = (10_000, 20_000)
) -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: the points of the curves, how often each size is reached, the ruler.

    Parameters
    ----------
    summaries, strength, thresholds
        As for :func:`draw`.

    Returns
    -------
    list of dict
        ``kind`` (``curve``, ``size`` or ``published``), ``scenario``, ``title`` (of a published size whose it is),
        ``strength``, ``troops`` and ``troops_to`` in persons (an open end of a published size empty), ``least_in_100``
        and ``most_in_100`` (equal where counted), ``low`` and ``high`` of the run noise, ``date``.
    """
    sizes = sizes_of(thresholds, len(thresholds))
    rows: list[dict[str, Cell]] = []
    for summary, curve in zip(summaries, curves_of(summaries, strength, sizes), strict=True):
        own = (summary.scenario, curve.label, strength)
        rows += [_row("curve", own, (at, at), (in_100, in_100, low, high)) for at, in_100, low, high in curve.points]
        rows += [
            _row("size", own, (one.troops, one.troops), (one.least, one.most, one.low, one.high))
            for one in curve.chances
        ]
    rows += [
        _row("published", (None, entry.label, None), (entry.low, entry.high), (None,) * 4) | {"date": entry.date}
        for entry in ruler.entries(summaries)
    ]
    return rows


def alt_text(
    summaries: Sequence["Summary"], strength: str = "pledged", thresholds: Sequence[int] = (10_000, 20_000)
) -> str:
    """Return the figure in words, for those who cannot see it: finding, every curve, the ruler."""
    sizes = sizes_of(thresholds, len(thresholds))
    curves = "; ".join(_curve_words(curve) for curve in curves_of(summaries, strength, sizes))
    published = "; ".join(f"{entry.label} {entry.words()} ({entry.date})" for entry in ruler.entries(summaries))
    return (
        "Curves that fall from 100 of 100 runs as the size of the force grows. "
        f"{reaching_titles.contrast(summaries, strength, sizes)}. {STRENGTHS[strength]}: {curves}. "
        + (f"{ruler.TITLE}: {published}. " if published else "")
        + " ".join(origins(summaries))
    )


def _row(
    kind: str,
    own: tuple[str | None, str, str | None],
    persons: tuple[int | None, int | None],
    chances: tuple[float | None, ...],
) -> dict[str, Cell]:
    names = ("kind", "scenario", "title", "strength", "troops", "troops_to")
    bounds = ("least_in_100", "most_in_100", "low", "high")
    return dict(zip((*names, *bounds, "date"), (kind, *own, *persons, *chances, None), strict=True))


def _curve_words(curve: Curve) -> str:
    chances = ", ".join(f"{one.troops:,} in {one.words()} of 100 runs" for one in curve.chances)
    return f"“{curve.label}” reaches {chances}, and at most {troops(curve.points[-1][0])}"


def _draw_axes(canvas: Canvas, plan: Plan) -> None:
    box = plan.plot.box
    canvas.text(MARGIN, box.top - CAPTION + HEAD - 3, "Runs in 100", HEAD, palette.MUTED)
    for level in LEVELS:
        y = plan.plot.y(level)
        canvas.line((box.left, box.right), (y, y), palette.GRID if level else palette.RULE, 0.5 * POINT)
        canvas.text(box.left - 10, y + 0.36 * HEAD, f"{level}", HEAD, palette.TEXT, align="right")
    for mark in plan.marks:
        x = plan.plot.x(mark)
        canvas.line((x, x), (box.bottom, box.bottom + 6), palette.RULE, 0.5 * POINT)
        canvas.text(x, box.bottom + 26, f"{mark:,}", HEAD, palette.TEXT, align="center")
    middle = (box.left + box.right) / 2.0
    canvas.text(middle, box.bottom + 52, "Force of at least this many troops", HEAD, palette.MUTED, align="center")


def _draw_sizes(canvas: Canvas, plan: Plan) -> None:
    box = plan.plot.box
    for one, line in plan.sizes:
        x, top = plan.plot.x(one), box.top - 9.0 - SIZES_PITCH * line
        polyline(canvas, [(x, top + 4.0), (x, box.bottom)], palette.REFERENCE, 0.7 * POINT, dashed=True)
        canvas.text(x, top, f"{one:,}", HEAD, palette.REFERENCE, bold=True, align="center")


def _draw_band(canvas: Canvas, plan: Plan, curve: Curve, colour: str) -> None:
    place = plan.plot
    lower = [(place.x(at), place.y(low)) for at, _, low, _ in curve.points]
    upper = [(place.x(at), place.y(high)) for at, _, _, high in reversed(curve.points)]
    polygon(canvas, lower + upper, tint(colour, PALE))


def _draw_curve(canvas: Canvas, plan: Plan, curve: Curve, number: int) -> None:
    points = [(plan.plot.x(at), plan.plot.y(in_100)) for at, in_100, _, _ in curve.points]
    _stroke(canvas, points, number)


def _stroke(canvas: Canvas, points: Sequence[tuple[float, float]], number: int) -> None:
    """Draw a line in the colour and with the dashes of a scenario."""
    canvas.figure.add_artist(
        Line2D(
            [x / canvas.width for x, _ in points],
            [1.0 - y / canvas.height for _, y in points],
            color=canvas.printed(INKS[number][0]),
            linewidth=LINE / POINT,
            linestyle=(0, DASHES[number]) if DASHES[number] else "-",
            solid_capstyle="butt",
            dash_capstyle="butt",
            solid_joinstyle="round",
        )
    )


def _draw_crossings(canvas: Canvas, plan: Plan) -> None:
    """Mark where the curves cross the sizes, at the number of runs that was counted."""
    within = {one for one, _ in plan.sizes}
    for curve, (colour, _) in zip(plan.curves, INKS, strict=False):
        for chance in curve.chances:
            if chance.troops in within:
                centre = (plan.plot.x(chance.troops), plan.plot.y(chance.middle))
                dot(canvas, centre, MARK, colour, palette.PAPER, 1.6)


def _draw_names(canvas: Canvas, plan: Plan) -> None:
    for name, (_, colour) in zip(plan.names, INKS, strict=False):
        x = name.box.right if name.left_of_curve else name.box.left
        for number, line in enumerate(name.lines):
            base = name.box.top + NAME_PITCH * (number + 1) - 6.0
            canvas.text(x, base, line, NAME, colour, bold=True, align="right" if name.left_of_curve else "left")


def _draw_tags(canvas: Canvas, plan: Plan) -> None:
    """Draw the letters on the curves, and the key that says whose they are."""
    for (x, y), letter, (colour, ink) in zip(plan.tags, LETTERS, INKS, strict=False):
        _draw_tag(canvas, (x, y), letter, colour, ink)
    half = (canvas.width - 2.0 * MARGIN) / 2.0
    for number, words in enumerate(plan.key):
        left = MARGIN + half * (number % 2)
        y = plan.frame.top + KEY_PITCH * (number // 2) + 14.0
        colour, ink = INKS[number]
        _draw_tag(canvas, (left + TAG, y), LETTERS[number], colour, ink)
        start = left + 2.0 * TAG + 10.0
        _stroke(canvas, [(start, y), (start + KEY_LINE, y)], number)
        canvas.text(start + KEY_LINE + 10.0, y + 0.36 * KEY, words, KEY, ink, bold=True)


def _draw_tag(canvas: Canvas, centre: tuple[float, float], letter: str, colour: str, ink: str) -> None:
    dot(canvas, centre, TAG - 1.0, palette.PAPER, colour, 2.0)
    canvas.text(centre[0], centre[1] + 0.36 * HEAD, letter, HEAD - 1, ink, bold=True, align="center")


def _draw_ruler(canvas: Canvas, plan: Plan) -> None:
    if not plan.bars:
        return
    top = plan.plot.box.bottom + AXIS + 6.0
    canvas.text(MARGIN, top + ruler.ROW, ruler.TITLE, ruler.LABEL, palette.MUTED, bold=True)
    for bar in plan.bars:
        y = top + ruler.ROW * (bar.row + 1)
        end = bar.right - ARROW if bar.open else bar.right
        canvas.area(bar.left, y - 13.0, end - bar.left, 14.0, palette.RULE)
        if bar.open:
            polygon(canvas, [(end, y - 17.0), (end, y + 5.0), (bar.right, y - 6.0)], palette.RULE)
        canvas.text(bar.words_at, y, bar.words, ruler.LABEL, palette.TEXT)
