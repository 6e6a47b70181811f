"""The tornado: how far each input by itself moves the median force, the strongest on top."""

from typing import Literal

from matplotlib.figure import Figure

from simulator.figures import marks, palette
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, provenance, style
from simulator.figures.inputs import name, value_words
from simulator.figures.numerals import span, troops
from simulator.figures.shades import tint
from simulator.figures.text import plain, width
from simulator.figures.tornado import titles as tornado_titles
from simulator.figures.tornado.plan import (
    ABOVE,
    BELOW_NOISE,
    BESIDE,
    HEAD,
    LABEL,
    LONG_NAME_PITCH,
    NAME,
    Plan,
    base_words,
    end_label,
    lay_out,
    name_pixels,
    swing_words,
)
from simulator.figures.tornado.swings import End, OneByOne, Swing

__all__ = ["OneByOne", "alt_text", "draw", "table"]

BAR = 0.46
PALE = 10
LINES_BELOW = (6.0, 12.0)
"""Pixels below a bar at which the middle halves of runs at its low and its high end are drawn."""

LOW, HIGH = palette.PARTS["training"], palette.PARTS["maritime"]
"""Colours of the sides of a bar."""

Cell = str | float | int


def draw(drawn: OneByOne, size: Size = A4, mono: bool = False) -> Figure:
    """Draw the tornado of a one-at-a-time sweep.

    Parameters
    ----------
    drawn
        What to draw.
    size
        Page; where its height is fixed, inputs with small swings may be named only.
    mono
        Greys only; the middle half of runs at the low end is dashed.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.
    """
    plan = lay_out(drawn, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        top = plan.frame.top + ABOVE
        _draw_axis(canvas, plan, top)
        for place, swing in enumerate(plan.swings):
            _draw_swing(canvas, plan, swing, top + plan.pitch * (place + 0.42))
        _draw_base(canvas, plan, top)
        _draw_words(canvas, plan, top)
    return canvas.figure


def table(drawn: OneByOne) -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict an input, the largest swing first.

    Parameters
    ----------
    drawn
        As for :func:`draw`; inputs for which a page has no room are here too.

    Returns
    -------
    list of dict
        ``input``, ``strength``, ``base_median``; for the ends ``low`` and ``high`` the ``value`` of the input,
        ``median``, ``p25`` and ``p75``; then ``swing``, its standard error ``mcse``, and ``below_run_noise``, 1 or 0.
    """
    return [
        {
            "input": swing.path,
            "strength": drawn.strength,
            "base_median": drawn.base.force[drawn.strength].p50,
            **_end_cells("low", swing.low),
            **_end_cells("high", swing.high),
            "swing": swing.troops,
            "mcse": swing.error,
            "below_run_noise": int(not swing.clear),
        }
        for swing in drawn.swings
    ]


def alt_text(drawn: OneByOne) -> str:
    """Return the tornado in words, for those who cannot see it: finding, every swing, the caveat."""
    rows = "; ".join(_sentence(swing) for swing in drawn.swings)
    return (
        f"Tornado chart. {tornado_titles.title(drawn)}. Scenario: {plain(drawn.title)}. "
        f"{base_words(drawn)} troops ({drawn.strength}, median). One input at a time: {rows}. "
        f"{provenance(drawn.runs, drawn.seed, drawn.as_of)}"
    )


def _end_cells(which: str, end: End) -> dict[str, Cell]:
    return {
        f"{which}_value": end.value,
        f"{which}_median": end.median,
        f"{which}_p25": end.p25,
        f"{which}_p75": end.p75,
    }


def _sentence(swing: Swing) -> str:
    ends = " to ".join(
        f"{span(end.median, end.median)} at {plain(value_words(end.value))}" for end in (swing.low, swing.high)
    )
    noise = f"swing {troops(swing.troops)} ± {troops(swing.error)}" if swing.clear else f"swing {BELOW_NOISE}"
    return f"{plain(name(swing.path))} {ends}, {noise}"


def _draw_axis(canvas: Canvas, plan: Plan, top: float) -> None:
    base = top + plan.pitch * len(plan.swings)
    for mark in plan.marks:
        x = plan.scale.x(mark)
        canvas.line((x, x), (top - 6.0, base), palette.GRID, 0.5 * POINT)
        canvas.text(x, base + 26.0, f"{mark:,}", HEAD, palette.TEXT, align="center")


def _draw_base(canvas: Canvas, plan: Plan, top: float) -> None:
    """Draw the line of the scenario as it stands through all bars, its words moved inwards at the ends."""
    x = plan.scale.x(plan.drawn.base.force[plan.drawn.strength].p50)
    canvas.line((x, x), (top - 18.0, top + plan.pitch * len(plan.swings)), palette.INK, 0.8 * POINT)
    words = base_words(plan.drawn)
    half = width(words, LABEL) / 2.0
    middle = min(max(x, plan.left + half), plan.right - half)
    canvas.text(middle, top - 26.0, words, LABEL, align="center")


def _draw_swing(canvas: Canvas, plan: Plan, swing: Swing, middle: float) -> None:
    thick = plan.pitch * BAR
    base = plan.scale.x(plan.drawn.base.force[plan.drawn.strength].p50)
    for end, part, below in ((swing.low, LOW, LINES_BELOW[0]), (swing.high, HIGH, LINES_BELOW[1])):
        if end.base:
            continue
        x = plan.scale.x(end.median)
        fill = part.fill if swing.clear else tint(part.fill, PALE)
        canvas.area(min(x, base), middle - thick / 2.0, abs(x - base), thick, fill)
        y = middle + thick / 2.0 + below
        ends = [(plan.scale.x(end.p25), y), (plan.scale.x(end.p75), y)]
        marks.polyline(canvas, ends, fill, 0.9 * POINT, dashed=canvas.mono and part is LOW)
    _write_end(canvas, plan, swing, "right", middle)
    _write_end(canvas, plan, swing, "left", middle)


def _write_end(canvas: Canvas, plan: Plan, swing: Swing, align: Literal["left", "right"], middle: float) -> None:
    """Write troops and value beside an end, the troops next to the bar."""
    end, part, away = (swing.low, LOW, -1.0) if align == "right" else (swing.high, HIGH, 1.0)
    number, words = end_label(swing, end)
    colour = part.text if swing.clear and not end.base else palette.MUTED
    base = middle + 0.36 * LABEL
    x = plan.scale.x(end.median) + away * BESIDE
    if number:
        canvas.text(x, base, number, LABEL, colour, bold=swing.clear, align=align)
        x += away * (width(number, LABEL, bold=swing.clear) + BESIDE)
    canvas.text(x, base, words, LABEL, palette.MUTED, align=align)


def _draw_words(canvas: Canvas, plan: Plan, top: float) -> None:
    right = canvas.width - MARGIN
    canvas.text(right, top - 26.0, "Swing of the median", HEAD, palette.MUTED, align="right")
    for place, (swing, lines) in enumerate(zip(plan.swings, plan.names, strict=True)):
        middle = top + plan.pitch * (place + 0.42)
        pixels = name_pixels(lines)
        first = middle + 0.36 * pixels - LONG_NAME_PITCH * (len(lines) - 1) / 2.0
        for number, line in enumerate(lines):
            canvas.text(MARGIN, first + LONG_NAME_PITCH * number, line, pixels, bold=True)
        colour = palette.INK if swing.clear else palette.MUTED
        words = swing_words(swing)
        canvas.text(right, middle + 0.36 * NAME, words, NAME, colour, bold=swing.clear, align="right")
