"""The quantile dot plot: how large the force is in each scenario, as 50 dots that can be counted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.figures import palette, reaching_titles
from simulator.figures.dots.plan import (
    CLOSE_NAME,
    CLOSE_PITCH,
    COLUMN_HEAD,
    HEAD,
    HEAD_PITCH,
    HEADS,
    MEDIAN,
    MEDIAN_PITCH,
    NAME,
    NAME_PITCH,
    NOISE,
    NUMBER,
    SHOWN,
    Plan,
    Row,
    lay_out,
    median_words,
)
from simulator.figures.dots.stacks import ABOVE, BELOW, Stack, step
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, style
from simulator.figures.marks import dot, polygon, polyline
from simulator.figures.numerals import troops
from simulator.figures.reaching import STRENGTHS
from simulator.figures.several import origins
from simulator.figures.text import width

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

FILLS = {
    1: (palette.RULE, palette.SEA),
    2: (palette.RULE, palette.AIR, palette.SEA),
    3: (palette.RULE, palette.BLUES[2], palette.AIR, palette.SEA),
}
"""Colours of dots by the number of sizes, those that reach none first."""

MONO_FILLS = {
    1: (palette.PAPER, palette.INK),
    2: (palette.PAPER, palette.LOGISTICS, palette.INK),
    3: (palette.PAPER, palette.RULE, palette.WHISKER, palette.INK),
}

WORDS = {
    1: (palette.SEA,),
    2: (palette.PARTS["air"].text, palette.SEA),
    3: (palette.MUTED, palette.PARTS["air"].text, palette.SEA),
}
"""Colours of the sizes and of the numbers of runs that reach them."""

CLOSE_MEDIAN = 14

OVERLAP = 0.7
"""Dots closer than this part of their diameter are hard to count, so their number is written."""

Cell = str | float | int


def draw(
    summaries: Sequence["Summary"],
    strength: str = "pledged",
    thresholds: Sequence[int] = (10_000, 20_000),
    size: Size = A4,
    mono: bool = False,
) -> Figure:
    """Draw one row of dots for each scenario.

    Parameters
    ----------
    summaries
        What the runs of each scenario come to: 1 to 8, in the order of the rows.
    strength
        ``headline``, ``pledged``, ``allocated`` or ``usable``.
    thresholds
        1 to 3 force sizes to compare with, persons.
    size
        Page.
    mono
        Greys only; hollow, grey and black dots then tell the sizes apart.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.

    Raises
    ------
    ValueError
        If there are too many or too few scenarios or sizes, a size is not above 0, or the strength is unknown.
    """
    plan = lay_out(summaries, strength, thresholds, size, mono)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        top = plan.frame.top + plan.head
        foot = top + sum(row.height for row in plan.rows)
        _draw_sizes(canvas, plan, (top, foot))
        _draw_axis(canvas, plan, foot)
        line = top
        for row in plan.rows:
            line += row.height
            _draw_row(canvas, plan, row, line - BELOW)
    return canvas.figure


def table(
    summaries: Sequence["Summary"], strength: str = "pledged", thresholds: Sequence[int] = (10_000, 20_000)
) -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict a scenario.

    Parameters
    ----------
    summaries, strength, thresholds
        As for :func:`draw`.

    Returns
    -------
    list of dict
        ``scenario``, ``title``, ``strength``, ``runs``, ``p50`` and the dots ``p01``, ``p03`` … ``p99`` in persons; for
        each size the bounds ``reaches_…_least`` and ``_most`` (runs of 100, equal where counted) and the interval of
        their run noise, ``_low`` and ``_high``.
    """
    plan = lay_out(summaries, strength, thresholds, A4, mono=False)
    return [
        {
            "scenario": summary.scenario,
            "title": row.label,
            "strength": strength,
            "runs": summary.runs,
            "p50": row.median,
            **{f"p{percent:02d}": value for percent, value in zip(SHOWN, row.values, strict=True)},
            **{
                f"reaches_{chance.troops}_{bound}": getattr(chance, bound)
                for chance in row.chances
                for bound in ("least", "most", "low", "high")
            },
        }
        for summary, row in zip(summaries, plan.rows, strict=True)
    ]


def alt_text(
    summaries: Sequence["Summary"], strength: str = "pledged", thresholds: Sequence[int] = (10_000, 20_000)
) -> str:
    """Return the figure in words, for those who cannot see it: finding and every scenario."""
    plan = lay_out(summaries, strength, thresholds, A4, mono=False)
    rows = "; ".join(_row_words(row) for row in plan.rows)
    return (
        f"Dot plot, 50 dots for each scenario. {reaching_titles.majorities(summaries, strength, plan.sizes)}. "
        f"{STRENGTHS[strength]}: {rows}. {' '.join(origins(summaries))}"
    )


def _row_words(row: Row) -> str:
    chances = ", ".join(f"{chance.troops:,} in {chance.words()} of 100 runs" for chance in row.chances)
    return (
        f"“{row.label}”, median {troops(row.median)}, dots from {troops(row.values[0])} to {troops(row.values[-1])}, "
        f"reaches {chances}"
    )


def _draw_sizes(canvas: Canvas, plan: Plan, ends: tuple[float, float]) -> None:
    """Draw the broken line of each size through all rows, its number above it, and the heads of the columns."""
    top, foot = ends
    colours = WORDS[len(plan.sizes)]
    base = top - HEADS
    for one, line in plan.numbered:
        x, colour = plan.axis.place(one), colours[plan.sizes.index(one)]
        polyline(canvas, [(x, base + 6 - HEAD_PITCH * line), (x, foot - BELOW)], colour, 0.7 * POINT, dashed=True)
        canvas.text(x, base - HEAD_PITCH * line, f"{one:,}", HEAD, colour, bold=True, align="center")
    canvas.text(canvas.width - MARGIN, base - HEAD_PITCH, COLUMN_HEAD, HEAD, palette.MUTED, align="right")
    for one, end, colour in zip(plan.sizes, plan.columns, colours, strict=True):
        canvas.text(end, base, f"{one:,}", HEAD, colour, bold=True, align="right")


def _draw_axis(canvas: Canvas, plan: Plan, foot: float) -> None:
    for mark in plan.marks:
        x = plan.axis.place(mark)
        canvas.line((x, x), (foot - BELOW, foot - BELOW + 6), palette.RULE, 0.5 * POINT)
        canvas.text(x, foot + 18, f"{mark:,}", HEAD, palette.TEXT, align="center")


def _draw_row(canvas: Canvas, plan: Plan, row: Row, base: float) -> None:
    canvas.line((plan.axis.left, plan.axis.right), (base, base), palette.RULE, 0.7 * POINT)
    _draw_dots(canvas, plan, row, base)
    x = plan.axis.place(row.median)
    polygon(canvas, [(x, base + 3), (x - 7, base + 15), (x + 7, base + 15)], palette.INK)
    _write_name(canvas, plan, row, base)
    for chance, end, colour in zip(row.chances, plan.columns, WORDS[len(plan.sizes)], strict=True):
        canvas.text(end, base - 22, chance.words(), NUMBER, colour, bold=True, align="right")
        canvas.text(end, base - 1, chance.noise_words(), NOISE, palette.MUTED, align="right")


def _write_name(canvas: Canvas, plan: Plan, row: Row, base: float) -> None:
    """Write the name and the median of a row: below the name, or beside its mark where there is no room for that."""
    if not plan.close:
        for number, words in enumerate(reversed(row.name)):
            canvas.text(MARGIN, base - 4 - MEDIAN_PITCH - NAME_PITCH * number, words, NAME, bold=True)
        canvas.text(MARGIN, base - 4, median_words(row), MEDIAN, palette.MUTED)
        return
    for number, words in enumerate(reversed(row.name)):
        canvas.text(MARGIN, base - 2 - CLOSE_PITCH * number, words, CLOSE_NAME, bold=True)
    x, words = plan.axis.place(row.median), median_words(row)
    right = x + 12.0 + width(words, CLOSE_MEDIAN)
    lines = [plan.axis.place(one) for one, _ in plan.numbered]
    if right < plan.axis.right and not any(x < line < right + 4.0 for line in lines):
        canvas.text(x + 12.0, base + 15, words, CLOSE_MEDIAN, palette.MUTED)
    else:
        canvas.text(x - 12.0, base + 15, words, CLOSE_MEDIAN, palette.MUTED, align="right")


def _draw_dots(canvas: Canvas, plan: Plan, row: Row, base: float) -> None:
    fills = (MONO_FILLS if canvas.mono else FILLS)[len(plan.sizes)]
    radius, room = plan.dot / 2.0, row.height - BELOW - ABOVE
    for stack in row.stacks:
        apart = step(stack.count, plan.dot, room)
        overlaps = apart < plan.dot
        edge = palette.INK if canvas.mono else palette.PAPER if overlaps else None
        for number in range(stack.count):
            centre = (stack.x, base - 2.0 - radius - apart * number)
            dot(canvas, centre, radius - 0.5 if edge else radius, fills[stack.reaches], edge, 1.0)
        if apart < OVERLAP * plan.dot:
            _write_count(canvas, plan, row, stack, (base, room))


def _write_count(canvas: Canvas, plan: Plan, row: Row, stack: Stack, place: tuple[float, float]) -> None:
    """Write how many runs a crowded stack stands for at the right of its top, where no other stack is in the way."""
    base, room = place
    words = f"{2 * stack.count} of 100 runs"
    left = stack.x + plan.dot / 2.0 + 7.0
    right = left + width(words, NOISE)
    y = base - room + NOISE
    near = [other for other in row.stacks if stack.x < other.x < right + plan.dot]
    tallest = max((step(other.count, plan.dot, room) * other.count for other in near), default=0.0)
    crossed = any(left - 8.0 < plan.axis.place(one) < right + 8.0 for one, _ in plan.numbered)
    if tallest < room - NOISE - 8.0 and not crossed:
        canvas.text(left, y, words, NOISE, palette.MUTED)
