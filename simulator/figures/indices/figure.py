"""The indices: which unknowns move an output, alone and with others, by layer, with run noise beside them."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.analysis.sensitivity.results import index_rows
from simulator.figures import palette
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, provenance, style
from simulator.figures.indices import titles as indices_titles
from simulator.figures.indices.plan import (
    ABOVE,
    APART,
    HEAD,
    INDENT,
    LONG_NAME,
    LONG_NAME_PITCH,
    NAME,
    NUMBER,
    NUMBER_ROOM,
    Line,
    Plan,
    lay_out,
    number_words,
)
from simulator.figures.inputs import name
from simulator.figures.text import plain

if TYPE_CHECKING:
    from simulator.analysis.sensitivity.indices import Shares
    from simulator.analysis.sensitivity.results import Row, Study
    from simulator.analysis.sensitivity.scrambles import Estimate

BAR = 0.30
"""Thickness of each of the two bars of a row, in pitches."""

ALONE, IN_ALL, NOISE = palette.PARTS["maritime"], palette.PARTS["air"], palette.PARTS["logistics"]


def draw(study: "Study", size: Size = A4, mono: bool = False) -> Figure:
    """Draw what moves an output.

    Parameters
    ----------
    study
        What to draw.
    size
        Page; where its height is fixed, inputs with small indices may be named only.
    mono
        Greys only.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.
    """
    plan = lay_out(study, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        top = plan.frame.top + ABOVE
        bottom = top + plan.pitch * len(plan.lines) + APART
        _draw_axis(canvas, plan, top, bottom)
        for place, line in enumerate(plan.lines):
            apart = APART if line.kind == "noise" else 0.0
            _draw_line(canvas, plan, line, top + plan.pitch * (place + 0.5) + apart)
        _draw_heads(canvas, top)
    return canvas.figure


def table(study: "Study") -> "list[Row]":
    """Return what is drawn, unrounded; see :func:`simulator.analysis.sensitivity.results.index_rows`."""
    return index_rows(study.found)


def alt_text(study: "Study") -> str:
    """Return the picture in words, for those who cannot see it: finding, every index, the caveat."""
    found = study.found
    rows = [_sentence(f"layer {one.name}", one) for one in found.layers]
    rows += [_sentence(plain(name(one.name)), one) for one in found.inputs]
    if found.rest:
        rows.append(_sentence(f"the {found.rest.members} other inputs together", found.rest))
    return (
        f"Bars of sensitivity indices. {indices_titles.title(study)}. Scenario: {plain(study.title)}. Output: "
        f"{study.output}. Shares of the variance, alone and in all: {'; '.join(rows)}. Run noise is "
        f"{number_words(found.noise.share)} of the variance of one run. "
        f"{provenance(study.runs, study.budget.seed, study.as_of)}"
    )


def _sentence(words: str, one: "Shares") -> str:
    return f"{words} {number_words(one.first)} alone, {number_words(one.total)} in all"


def _draw_axis(canvas: Canvas, plan: Plan, top: float, bottom: float) -> None:
    for mark in plan.marks:
        x = plan.scale.x(mark)
        canvas.line((x, x), (top - 6.0, bottom), palette.INK if mark == 0.0 else palette.GRID, 0.6 * POINT)
        canvas.text(x, bottom + 26.0, f"{mark:.1f}".replace("-", "−"), HEAD, palette.TEXT, align="center")
    edge = bottom - plan.pitch - APART / 2.0
    canvas.line((MARGIN, canvas.width - MARGIN), (edge, edge), palette.RULE, 0.5 * POINT)


def _draw_heads(canvas: Canvas, top: float) -> None:
    right = canvas.width - MARGIN
    canvas.text(right - NUMBER_ROOM, top - 22.0, "Alone", HEAD, ALONE.text, bold=True, align="right")
    canvas.text(right, top - 22.0, "In all", HEAD, IN_ALL.text, bold=True, align="right")


def _draw_line(canvas: Canvas, plan: Plan, line: Line, middle: float) -> None:
    bold = line.kind == "layer"
    base = middle + 0.36 * NAME
    pixels = NAME if len(line.words) == 1 else LONG_NAME
    first = middle + 0.36 * pixels - LONG_NAME_PITCH * (len(line.words) - 1) / 2.0
    for number, words in enumerate(line.words):
        left = MARGIN + (INDENT if line.kind == "input" else 0.0)
        canvas.text(left, first + LONG_NAME_PITCH * number, words, pixels, bold=bold)
    thick = plan.pitch * BAR
    if line.first is not None:
        _draw_bar(canvas, plan, line.first, middle - thick, thick, ALONE.fill)
    if line.total is not None:
        single = line.first is None
        colour = NOISE.fill if single else IN_ALL.fill
        _draw_bar(canvas, plan, line.total, middle - thick / 2.0 if single else middle, thick, colour)
    right = canvas.width - MARGIN
    colour = NOISE.text if line.kind == "noise" else IN_ALL.text
    canvas.text(right - NUMBER_ROOM, base, number_words(line.first), NUMBER, ALONE.text, bold=bold, align="right")
    canvas.text(right, base, number_words(line.total), NUMBER, colour, bold=bold, align="right")


def _draw_bar(canvas: Canvas, plan: Plan, one: "Estimate", top: float, thick: float, colour: str) -> None:
    zero, x = plan.scale.x(0.0), plan.scale.x(one.value)
    canvas.area(min(zero, x), top, abs(x - zero), thick, colour)
    middle = top + thick / 2.0
    ends = (plan.scale.x(one.low), plan.scale.x(one.high))
    # A line that is read on paper, on the dark bars and on the lighter ones.
    whisker = palette.WHISKER if colour == ALONE.fill else palette.INK
    canvas.line(ends, (middle, middle), whisker, 0.9 * POINT, cap=thick * 0.7)
