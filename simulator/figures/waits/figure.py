"""Who waits for whom: a row for a country that goes a rung further, a column for a country that follows."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.figures import palette
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, provenance, style
from simulator.figures.marks import outline
from simulator.figures.numerals import in_100, runs_of_100
from simulator.figures.shades import ramp
from simulator.figures.text import plain
from simulator.figures.waits import titles as waits_titles
from simulator.figures.waits.plan import (
    GAP,
    HEAD,
    HEADS,
    NAME,
    NUMBER,
    Plan,
    columns_of,
    lay_out,
    number_cells,
    row_head,
    rows_of,
    step_words,
    with_error,
)

if TYPE_CHECKING:
    from simulator.analysis.equilibria.waiting import Mover, Waiting

EDGE = 2.0
"""Pixels of paper between two cells."""

LEVEL = 0.36
"""Of a font's size from the middle of a digit to its base line."""

Cell = str | float | int


def draw(waiting: "Waiting", size: Size = A4, mono: bool = False) -> Figure:
    """Draw who follows whom.

    Parameters
    ----------
    waiting
        What to draw.
    size
        Page; where its height is fixed, countries that bring few troops along may be named only.
    mono
        Greys only.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.
    """
    plan = lay_out(waiting, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        top = plan.frame.top + plan.head
        _draw_heads(canvas, plan, top)
        for place, mover in enumerate(plan.rows):
            _draw_row(canvas, plan, mover, top + plan.pitch * place)
        if not plan.rows:
            canvas.text(MARGIN, top, "No country can be moved in any run.", NAME, palette.MUTED)
    return canvas.figure


def table(waiting: "Waiting") -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict for each country that is moved and each that follows somebody.

    Parameters
    ----------
    waiting
        As for :func:`draw`; rows and columns for which a page has no room are here too.

    Returns
    -------
    list of dict
        ``moved`` and ``follower`` (codes) with their names, ``step``, ``can_move_in_100``, ``in_100`` with the
        interval of its run noise ``low`` and ``high``; and of the country moved ``somebody_follows_in_100``, ``own``
        and ``induced`` troops with their standard errors ``own_mcse`` and ``induced_mcse``.
    """
    followers = [
        place
        for place in range(len(waiting.iso3))
        if any(mover.followers[place].in_100 > 0.0 for mover in waiting.movers)
    ]
    order = list(columns_of(waiting))
    order += [place for place in followers if place not in order]
    return [
        {
            "moved": mover.iso3,
            "moved_name": mover.name,
            "follower": waiting.iso3[place],
            "follower_name": waiting.names[place],
            "step": "cap" if waiting.step is None else waiting.step,
            "can_move_in_100": mover.moved.in_100,
            "in_100": mover.followers[place].in_100,
            "low": mover.followers[place].low,
            "high": mover.followers[place].high,
            "somebody_follows_in_100": mover.anybody.in_100,
            "own": mover.own.mean,
            "own_mcse": mover.own.mcse,
            "induced": mover.induced.mean,
            "induced_mcse": mover.induced.mcse,
        }
        for mover in rows_of(waiting)
        for place in order
        if waiting.iso3[place] != mover.iso3
    ]


def alt_text(waiting: "Waiting") -> str:
    """Return the figure in words, for those who cannot see it: finding, every row, the caveat."""
    rows = "; ".join(_sentence(waiting, mover) for mover in rows_of(waiting)) or "no country can be moved in any run"
    return (
        f"Matrix of who follows whom. {waits_titles.title(waiting)}. Scenario: {plain(waiting.title)}. "
        f"When one country {step_words(waiting)}, in runs of 100: {rows}. "
        f"{provenance(waiting.runs, waiting.seed, waiting.as_of)}"
    )


def _sentence(waiting: "Waiting", mover: "Mover") -> str:
    order = sorted(columns_of(waiting), key=lambda place: (-mover.followers[place].in_100, waiting.iso3[place]))
    named = [
        f"{waiting.names[place]} {in_100(mover.followers[place].in_100 / 100.0)}"
        for place in order
        if runs_of_100(mover.followers[place].in_100 / 100.0)
    ]
    follows = f"followed by {', '.join(named)}" if named else "hardly followed by anybody"
    moves = in_100(mover.moved.in_100 / 100.0)
    return f"{plain(mover.name)} (can move in {moves}) {follows}, others add {with_error(mover.induced)} troops"


def _draw_heads(canvas: Canvas, plan: Plan, top: float) -> None:
    """Write the names of those who follow upright above their columns, and the heads of the numbers."""
    for place, country in enumerate(plan.columns):
        middle = plan.left + plan.cell * (place + 0.5)
        name = canvas.text(middle + LEVEL * NAME, top - GAP, plan.waiting.names[country], NAME)
        name.set_rotation(90)
        name.set_horizontalalignment("right")
        name.set_verticalalignment("bottom")
    if plan.columns:
        canvas.text(plan.left, top - plan.head + HEAD, "follows, runs of 100", HEAD, palette.MUTED)
    canvas.text(MARGIN, top - GAP, row_head(plan.waiting), HEAD, palette.MUTED)
    for edge, words in zip(plan.edges, HEADS, strict=True):
        canvas.text(edge, top - GAP, words, HEAD, palette.MUTED, align="right")


def _draw_row(canvas: Canvas, plan: Plan, mover: "Mover", top: float) -> None:
    middle = top + plan.pitch / 2.0
    pixels = min(NUMBER, 0.66 * plan.pitch, 0.42 * plan.cell)
    canvas.text(MARGIN, middle + LEVEL * NAME, mover.name, NAME, bold=True)
    for place, country in enumerate(plan.columns):
        left = plan.left + plan.cell * place
        if plan.waiting.iso3[country] == mover.iso3:
            _draw_itself(canvas, left, top, plan)
            continue
        found = mover.followers[country].in_100
        fill = ramp(runs_of_100(found / 100.0))
        canvas.area(left + EDGE / 2.0, top + EDGE / 2.0, plan.cell - EDGE, plan.pitch - EDGE, fill)
        words = str(runs_of_100(found / 100.0) or "–")
        if found > 0.0:
            canvas.text(
                left + plan.cell / 2.0, middle + LEVEL * pixels, words, pixels, palette.text_on(fill), align="center"
            )
    for edge, words in zip(plan.edges, number_cells(mover), strict=True):
        canvas.text(edge, middle + LEVEL * NUMBER, words, NUMBER, palette.TEXT, align="right")


def _draw_itself(canvas: Canvas, left: float, top: float, plan: Plan) -> None:
    """Draw the cell of a country in its own row: a frame, for it cannot follow itself."""
    half = EDGE / 2.0
    outline(canvas, left + half, top + half, plan.cell - EDGE, plan.pitch - EDGE, palette.RULE, 0.5 * POINT)
