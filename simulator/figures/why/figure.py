"""Why a country stands where it does: each of its conditions as a bar of what it hears against what it needs."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.figures import palette
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, provenance, style
from simulator.figures.numerals import in_100
from simulator.figures.text import plain
from simulator.figures.why import titles as why_titles
from simulator.figures.why.plan import (
    ABOVE,
    CODE,
    HEAD,
    HEADS,
    MARKS,
    NAME,
    NOTHING,
    NUMBER,
    Plan,
    code_words,
    lay_out,
    number_cells,
    standing_words,
)

if TYPE_CHECKING:
    from simulator.analysis.why.explanation import Why
    from simulator.analysis.why.gate_accounts import GateAccount

BAR = 0.28
"""Height of a bar, of the pitch of rows."""

UPPER = 0.40
"""Where the middle of a bar lies in its row."""

LEVEL = 0.36
"""Of a font's size from the middle of a digit to its base line."""

MET, MISSED = palette.PARTS["air"], palette.PARTS["maritime"]
"""Colours of bars: of conditions that are met in half of the runs or more, and of the others."""

Cell = str | float | int


def draw(found: "Why", size: Size = A4, mono: bool = False) -> Figure:
    """Draw the conditions of a country.

    Parameters
    ----------
    found
        What to draw.
    size
        Page.
    mono
        Greys only.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.
    """
    plan = lay_out(found, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        top = plan.frame.top + ABOVE
        if not found.gates:
            canvas.text(MARGIN, top, NOTHING, NAME, palette.MUTED)
            return canvas.figure
        _draw_axis(canvas, plan, top)
        for place, account in enumerate(found.gates):
            _draw_gate(canvas, plan, account, top + plan.pitch * place)
    return canvas.figure


def table(found: "Why") -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict a condition; one without a condition where none counts.

    Returns
    -------
    list of dict
        ``iso3``, ``rung``, ``condition``, ``codes`` by coder; ``needed`` and ``signal`` with their ``p05``, ``p25``,
        ``p50``, ``p75`` and ``p95``; ``met_in_100`` with the interval of its run noise, ``met_low`` and ``met_high``,
        and ``counts_in_100``.  Numbers are empty where no condition counts.
    """
    if not found.gates:
        return [_row(found, None)]
    return [_row(found, account) for account in found.gates]


def alt_text(found: "Why") -> str:
    """Return the figure in words, for those who cannot see it."""
    rows = "; ".join(_sentence(account) for account in found.gates) or NOTHING.removesuffix(".")
    return (
        f"Bar chart. {why_titles.title(found)}. {standing_words(found)}. Scenario: {plain(found.title)}. {rows}. "
        f"{provenance(found.runs, found.seed, found.as_of)}"
    )


def _row(found: "Why", account: "GateAccount | None") -> dict[str, Cell]:
    row: dict[str, Cell] = {"iso3": found.iso3, "rung": found.target}
    row["condition"] = "" if account is None else account.gate
    row["codes"] = "" if account is None else " ".join(f"{coder}{code}" for coder, code in account.codes.items())
    for name in ("needed", "signal"):
        for quantile in ("p05", "p25", "p50", "p75", "p95"):
            row[f"{name}_{quantile}"] = "" if account is None else getattr(getattr(account, name), quantile)
    row["met_in_100"] = "" if account is None else account.met.in_100
    row["met_low"] = "" if account is None else account.met.low
    row["met_high"] = "" if account is None else account.met.high
    row["counts_in_100"] = "" if account is None else account.counts.in_100
    return row


def _sentence(account: "GateAccount") -> str:
    needed, heard, _ = number_cells(account)
    share = in_100(account.met.in_100 / 100.0)
    return (
        f"{why_titles.GATES[account.gate]} ({code_words(account)}): hears {heard}, needs {needed} "
        f"({account.needed.p05:.2f} to {account.needed.p95:.2f} in 90 of 100 runs), met in {share} of 100 runs"
    )


def _draw_axis(canvas: Canvas, plan: Plan, top: float) -> None:
    base = top + plan.pitch * len(plan.found.gates)
    for mark in MARKS:
        x = plan.scale.x(mark)
        canvas.line((x, x), (top - 6.0, base), palette.GRID if mark else palette.RULE, 0.5 * POINT)
        canvas.text(x, base + 28.0, f"{mark:g}", HEAD, palette.TEXT, align="center")
    for words, right in zip(HEADS, plan.columns, strict=True):
        canvas.text(right, top - 18.0, words, HEAD, palette.MUTED, align="right")


def _draw_gate(canvas: Canvas, plan: Plan, account: "GateAccount", top: float) -> None:
    middle, thick = top + plan.pitch * UPPER, plan.pitch * BAR
    canvas.text(MARGIN, middle + LEVEL * NAME - 10.0, why_titles.GATES[account.gate], NAME, bold=True)
    canvas.text(MARGIN, middle + LEVEL * NAME + 14.0, code_words(account), CODE, palette.MUTED)
    met = account.met.in_100 >= 50.0
    part = MET if met else MISSED
    ends = sorted((plan.scale.x(0.0), plan.scale.x(account.signal.p50)))
    canvas.area(ends[0], middle - thick / 2.0, max(ends[1] - ends[0], POINT), thick, part.fill)
    if account.signal.p95 > account.signal.p05:
        spread = plan.scale.x(account.signal.p05), plan.scale.x(account.signal.p95)
        above = middle - thick / 2.0 - 4.0 * POINT
        canvas.line(spread, (above, above), part.fill, 0.8 * POINT, cap=3.0 * POINT)
    _draw_needs(canvas, plan, account, middle, thick)
    weights = (False, False, True)
    for words, right, bold in zip(number_cells(account), plan.columns, weights, strict=True):
        canvas.text(right, middle + LEVEL * NUMBER, words, NUMBER, palette.INK, bold=bold, align="right")


def _draw_needs(canvas: Canvas, plan: Plan, account: "GateAccount", middle: float, thick: float) -> None:
    """Draw the mark of what is needed across the bar, and its spread over runs below it."""
    needed, below = account.needed, middle + thick / 2.0 + 5.0 * POINT
    thin = plan.scale.x(needed.p05), plan.scale.x(needed.p95)
    wide = plan.scale.x(needed.p25), plan.scale.x(needed.p75)
    canvas.line(thin, (below, below), palette.REFERENCE, 0.8 * POINT, cap=3.0 * POINT)
    x = plan.scale.x(needed.p50)
    ends = middle - thick / 2.0 - 3.0 * POINT, below + 2.0 * POINT
    # An edge of paper keeps the mark apart from the bar where both are grey.
    canvas.line((x, x), ends, palette.PAPER, 3.2 * POINT)
    canvas.line(wide, (below, below), palette.REFERENCE, 2.4 * POINT)
    canvas.line((x, x), ends, palette.REFERENCE, 1.6 * POINT)
