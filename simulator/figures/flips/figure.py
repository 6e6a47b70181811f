"""The matrix of countries and scenarios: who comes in or goes out as scenarios change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.experiments.statistics import chance
from simulator.figures import palette
from simulator.figures.flips.groups import HALF, Group, Row, groups_of, rows_of
from simulator.figures.flips.plan import (
    CELL_GAP,
    HEAD,
    HEAD_PITCH,
    KEY,
    KEY_PITCH,
    NAME_GAP,
    NEVER,
    NEVER_ABOVE,
    NEVER_PITCH,
    Plan,
    lay_out,
    never_words,
)
from simulator.figures.flips.titles import finding
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, style
from simulator.figures.marks import outline
from simulator.figures.numerals import in_100, nearest, runs_of_100
from simulator.figures.several import COUNT_WORDS, LETTERS, labels, origins
from simulator.figures.shades import ramp
from simulator.figures.text import shorten

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

INSET = 2.0
"""Between a cell and the lines above and below it, pixels."""

MISSING = "–"
"""For a country that a scenario leaves out."""

Cell = str | float | int | None


def draw(summaries: Sequence["Summary"], count: str = "ground", size: Size = A4, mono: bool = False) -> Figure:
    """Draw a row for each country and a column for each scenario.

    Parameters
    ----------
    summaries
        What the runs of each scenario come to: 1 to 8, in the order of the columns.
    count
        ``joins``, ``inside`` or ``ground``: what a country does in the runs that are counted.
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
        If there are too many or too few scenarios, no such count, or no countries.
    """
    plan = lay_out(summaries, count, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        _draw_key(canvas, plan)
        for number, block in enumerate(plan.blocks):
            left = plan.left(number, canvas.width)
            _draw_heads(canvas, plan, left)
            y = plan.frame.top + plan.above
            for line in block:
                if line.row is None:
                    _draw_group(canvas, plan, (left, y), line.head)
                else:
                    _draw_country(canvas, plan, (left, y), line.row)
                y += plan.pitch
        _draw_never(canvas, plan)
    return canvas.figure


def table(summaries: Sequence["Summary"], count: str = "ground") -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict for each country and scenario, in the order of the rows.

    Parameters
    ----------
    summaries, count
        As for :func:`draw`.

    Returns
    -------
    list of dict
        ``group``, ``iso3``, ``name``, ``scenario``, ``title``, ``count``, ``in_100`` with the interval of its run noise
        ``low`` and ``high`` (empty where the scenario leaves the country out), ``in`` (1 for 50 or more by the rounded
        number), ``most_troops`` (the most it is expected to send with any of the scenarios, persons).
    """
    return [
        {
            "group": group.name,
            "iso3": row.iso3,
            "name": row.name,
            "scenario": summary.scenario,
            "title": label,
            "count": count,
            **_numbers(row.shares[place], summary.runs),
            "in": int(row.pattern[place]),
            "most_troops": row.troops,
        }
        for group in groups_of(rows_of(summaries, count))
        for row in group.rows
        for place, (summary, label) in enumerate(zip(summaries, labels(summaries), strict=True))
    ]


def alt_text(summaries: Sequence["Summary"], count: str = "ground") -> str:
    """Return the figure in words, for those who cannot see it: finding, every group with its numbers."""
    rows = rows_of(summaries, count)
    titles = labels(summaries)
    columns = "; ".join(f"{LETTERS[place]} “{title}”" for place, title in enumerate(titles))
    groups = " ".join(_group_words(group) for group in groups_of(rows))
    return (
        f"Matrix of {len(rows)} countries and {len(titles)} scenarios. {finding(summaries, rows, count)}. "
        f"Runs of 100 in which each country {COUNT_WORDS[count]}. Scenarios in order: {columns}. {groups} "
        + " ".join(origins(summaries))
    )


def _numbers(share: float | None, runs: int) -> dict[str, float | None]:
    if share is None:
        return dict.fromkeys(("in_100", "low", "high"))
    found = chance(nearest(share * runs), runs)
    return {"in_100": 100.0 * share, "low": found.low, "high": found.high}


def _group_words(group: Group) -> str:
    """Return the countries of a group with their numbers, those that are at 0 throughout by name alone."""
    never = [row.name for row in group.rows if row.never]
    moving = [f"{row.name} {', '.join(_number(share) for share in row.shares)}" for row in group.rows if not row.never]
    told = [*moving, *([f"never {', '.join(never)}"] if never else [])]
    return f"{group.name} ({len(group.rows)}): {'; '.join(told)}."


def _number(share: float | None) -> str:
    return MISSING if share is None else in_100(share)


def _draw_key(canvas: Canvas, plan: Plan) -> None:
    half = (canvas.width - 2.0 * MARGIN) / 2.0
    for number, words in enumerate(plan.key):
        x, y = MARGIN + half * (number % 2), plan.frame.top + KEY_PITCH * (number // 2) + KEY
        canvas.text(x, y, LETTERS[number], KEY, bold=True)
        canvas.text(x + 28.0, y, words, KEY, palette.TEXT)


def _draw_heads(canvas: Canvas, plan: Plan, left: float) -> None:
    """Write the heads of a block's columns: letters and what is below them from the top, titles alone from the foot."""
    foot = plan.frame.top + plan.above - 14.0
    most = max(len(lines) for lines in plan.heads)
    for number, lines in enumerate(plan.heads):
        middle = left + plan.names + plan.cell * number + (plan.cell - CELL_GAP) / 2.0
        first = 0 if lines[:1] == (LETTERS[number],) else most - len(lines)
        for place, words in enumerate(lines, start=first):
            canvas.text(middle, foot - HEAD_PITCH * (most - 1 - place), words, HEAD, bold=True, align="center")


def _draw_group(canvas: Canvas, plan: Plan, corner: tuple[float, float], words: str) -> None:
    left, top = corner
    right = left + plan.names + plan.cell * len(plan.heads) - CELL_GAP
    canvas.line((left, right), (top + 2.0, top + 2.0), palette.RULE, 0.5 * POINT)
    base = top + plan.pitch / 2.0 + 0.36 * plan.font + 2.0
    canvas.text(left, base, shorten(words, plan.font, right - left, bold=True), plan.font, bold=True)


def _draw_country(canvas: Canvas, plan: Plan, corner: tuple[float, float], row: Row) -> None:
    left, top = corner
    base = top + plan.pitch / 2.0 + 0.36 * plan.font
    name = shorten(row.name, plan.font, plan.names - NAME_GAP)
    canvas.text(left + plan.names - NAME_GAP, base, name, plan.font, align="right")
    wide, tall = plan.cell - CELL_GAP, plan.pitch - 2.0 * INSET
    for number, share in enumerate(row.shares):
        x = left + plan.names + plan.cell * number
        middle = x + wide / 2.0
        if share is None:
            canvas.text(middle, base, MISSING, plan.font, palette.MUTED, align="center")
            continue
        count = runs_of_100(share)
        shade, inside = ramp(count), count >= HALF
        canvas.area(x, top + INSET, wide, tall, shade)
        if inside:
            outline(canvas, x, top + INSET, wide, tall, palette.INK, 2.2)
        canvas.text(middle, base, in_100(share), plan.font, palette.text_on(shade), bold=inside, align="center")


def _draw_never(canvas: Canvas, plan: Plan) -> None:
    """Write the names of those that are counted in no run, where they have no rows."""
    if not plan.never:
        return
    top = plan.frame.top + plan.above + plan.pitch * max(len(block) for block in plan.blocks) + NEVER_ABOVE
    canvas.line((MARGIN, canvas.width - MARGIN), (top, top), palette.RULE, 0.5 * POINT)
    words = never_words(plan.groups)
    canvas.text(MARGIN, top + NEVER_PITCH, words, NEVER, bold=True)
    for number, line in enumerate(plan.never):
        canvas.text(MARGIN, top + NEVER_PITCH * (number + 2), line, NEVER)
