"""The waterfall: what lies between the headline and the troops that can be used, step by step."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from simulator.figures import palette, titles
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Frame, Size, compose, provenance, style
from simulator.figures.ledger.plan import title_of
from simulator.figures.numerals import runs_of_100, troops
from simulator.figures.text import wrap

if TYPE_CHECKING:
    from simulator.experiments.deployment_summary import DeploymentSummary
    from simulator.experiments.statistics import Distribution
    from simulator.experiments.summary import Summary

BODY = 560.0
"""Height of the bars and their labels where the page has no height of its own."""

LABEL, LABEL_PITCH, LABEL_LINES = 17, 24, 3
NUMBER = 21
NUMBER_ROOM = 36
BAR = 0.62
RANGE_AT = 0.42
LAP = 0.25 * POINT

ENABLERS = {
    "intelligence": "intelligence and surveillance",
    "air_defence": "air and missile defence",
    "lift": "lift and logistics",
    "command": "command and medical services",
}

Cell = str | float


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: from ``low`` to ``high``, a total where it stands on the ground, else what is taken away.

    ``spread`` is the total, or what is taken away, over runs.
    """

    key: str
    label: str
    low: float
    high: float
    total: bool
    spread: "Distribution"

    @property
    def amount(self) -> float:
        """Mean troops of the bar."""
        return self.high - self.low


def steps(summary: "Summary") -> tuple[Step, ...]:
    """Return the bars from the headline to the usable strength; what is taken away adds up to their difference."""
    deployment, force = summary.deployment, summary.force
    means = deployment.steps

    def total(key: str, label: str) -> Step:
        return Step(key, label, 0.0, means[key], True, force[key])

    def drop(before: str, after: str, label: str) -> Step:
        return Step(after, label, means[after], means[before], False, deployment.drops[after])

    return (
        total("headline", "Headline, for one tour"),
        drop("headline", "pledged", "Rotation and missions elsewhere"),
        total("pledged", "Pledged, kept up for years"),
        drop("pledged", "allocated", "More than was asked for"),
        drop("allocated", "by_words", "Tied to unmet conditions"),
        drop("by_words", "after_caveats", "National caveats"),
        drop("after_caveats", "usable", "Missing enablers"),
        total("usable", "Usable"),
    )


def draw(summary: "Summary", size: Size = A4, mono: bool = False) -> Figure:
    """Draw the waterfall of a scenario.

    Parameters
    ----------
    summary
        What its runs come to.
    size
        Page.
    mono
        Greys only; totals are the dark bars that stand on the ground.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.
    """
    frame = _frame(summary, size)
    bars = steps(summary)
    with style():
        canvas = frame.canvas(BODY + LABEL_PITCH * LABEL_LINES, mono)
        height = canvas.height - frame.top - frame.foot - LABEL_PITCH * LABEL_LINES - 2 * NUMBER_ROOM
        top = frame.top + NUMBER_ROOM
        _draw_bars(canvas, bars, top, height)
    return canvas.figure


def table(summary: "Summary") -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict a bar, taken away as negative numbers."""
    return [
        {
            "step": bar.key,
            "label": bar.label,
            "kind": "total" if bar.total else "taken away",
            "troops": bar.amount if bar.total else -bar.amount,
            "p10": bar.spread.p10,
            "p90": bar.spread.p90,
        }
        for bar in steps(summary)
    ]


def alt_text(summary: "Summary") -> str:
    """Return the figure in words, for those who cannot see it."""
    parts = "; ".join(f"{bar.label} {'' if bar.total else 'minus '}{troops(bar.amount)}" for bar in steps(summary))
    return (
        f"Waterfall chart. {titles.waterfall(summary)}. Scenario: {title_of(summary)}. {parts}. "
        f"{_enabler_words(summary.deployment)} {provenance(summary.runs, summary.seed, summary.as_of)}"
    )


def _frame(summary: "Summary", size: Size) -> Frame:
    return compose(
        size,
        titles.waterfall(summary),
        [(f"From headline to usable strength, in troops. Scenario: {title_of(summary)}", 2)],
        [
            "Bars: means over all runs, so that the steps add up. Thin lines: 8 in 10 runs (10th to 90th percentile) "
            "of the total, or of what is taken away.",
            _enabler_words(summary.deployment),
            provenance(summary.runs, summary.seed, summary.as_of),
        ],
    )


def _enabler_words(deployment: "DeploymentSummary") -> str:
    limiting = max(deployment.enablers, key=lambda enabler: enabler.limits_in_100)
    if limiting.limits_in_100 <= 0.0:
        return "Enablers limit the force in none of the runs."
    share = runs_of_100(limiting.limits_in_100 / 100.0)
    return f"The enabler that limits most often is {ENABLERS[limiting.name]}, in {share or 'under 1'} of 100 runs."


def _draw_bars(canvas: Canvas, bars: tuple[Step, ...], top: float, height: float) -> None:
    reach = max(max(bar.high, bar.spread.p90 if bar.total else 0.0) for bar in bars) or 1.0
    pitch = (canvas.width - 2.0 * MARGIN) / len(bars)
    pixels = height / reach
    base = top + height
    for place, before in enumerate(bars[:-1]):
        y = base - (before.high if before.total else before.low) * pixels
        # A little beneath both bars, so that rounding to pixels leaves no gap.
        ends = MARGIN + pitch * (place + 0.5 + BAR / 2.0) - LAP, MARGIN + pitch * (place + 1.5 - BAR / 2.0) + LAP
        canvas.line(ends, (y, y), palette.WHISKER, 0.5 * POINT)
    for place, bar in enumerate(bars):
        middle = MARGIN + pitch * (place + 0.5)
        _draw_bar(canvas, bar, (middle, base), pitch, pixels)
        _write_number(canvas, bar, middle, top, pixels, height)
        for number, line in enumerate(wrap(bar.label, LABEL, pitch - 14, LABEL_LINES)):
            canvas.text(middle, base + NUMBER_ROOM + LABEL_PITCH * (number + 1) - 4, line, LABEL, align="center")
    canvas.line((MARGIN, canvas.width - MARGIN), (base, base), palette.RULE, 1.4)


def _draw_bar(canvas: Canvas, bar: Step, foot: tuple[float, float], pitch: float, pixels: float) -> None:
    """Draw a bar and its range above the middle of its foot; ``pixels`` is the height of one person."""
    middle, base = foot
    colour = palette.SEA if bar.total else palette.TRAINING
    left, thick = middle - pitch * BAR / 2.0, pitch * BAR
    if bar.amount * pixels > POINT:
        canvas.area(left, base - bar.high * pixels, thick, bar.amount * pixels, colour)
    else:
        # A bar that is too thin to be seen, or nothing at all: a line, so that the steps stay joined.
        canvas.line((left, left + thick), (base - bar.low * pixels,) * 2, colour, POINT)
    low, high = bar.spread.p10, bar.spread.p90
    if not bar.total:
        low, high = max(0.0, bar.high - high), bar.high - low
    if high > low:
        x = middle + pitch * RANGE_AT
        canvas.line((x, x), (base - low * pixels, base - high * pixels), colour, 0.8 * POINT, cap=4.0 * POINT)


def _write_number(canvas: Canvas, bar: Step, x: float, top: float, scale: float, height: float) -> None:
    """Write the number above a total, and below what is taken away, where there is always room for it."""
    if bar.total:
        y = top + height - bar.high * scale - 9
        canvas.text(x, y, troops(bar.amount), NUMBER, palette.PARTS["maritime"].text, bold=True, align="center")
    else:
        y = top + height - bar.low * scale + NUMBER + 5
        words = f"−{troops(bar.amount)}" if bar.amount > 0.0 else "0"
        canvas.text(x, y, words, NUMBER - 2, palette.PARTS["training"].text, bold=True, align="center")
