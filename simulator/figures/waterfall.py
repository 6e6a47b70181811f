"""The waterfall: what lies between the headline and the troops that can be used, step by step."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiments.deployment_summary import DeploymentSummary
from simulator.experiments.statistics import Distribution
from simulator.experiments.summary import Summary
from simulator.figures import palette, titles
from simulator.figures.frame import A4, MARGIN, Canvas, Frame, Size, compose, provenance, style
from simulator.figures.ledger_plan import title_of
from simulator.figures.numerals import runs_of_100, troops
from simulator.figures.text import wrap

BODY = 560.0
"""Height of the bars and their labels where the page has no height of its own."""

LABEL, LABEL_PITCH, LABEL_LINES = 17, 24, 3
NUMBER = 21
NUMBER_ROOM = 36
BAR = 0.62
RANGE_AT = 0.42

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
    spread: Distribution

    @property
    def amount(self) -> float:
        """Mean troops of the bar."""
        return self.high - self.low


def steps(summary: Summary) -> tuple[Step, ...]:
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


def draw(summary: Summary, size: Size = A4) -> Figure:
    """Draw the waterfall of a scenario.

    Parameters
    ----------
    summary
        What its runs come to.
    size
        Page.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.
    """
    frame = _frame(summary, size)
    bars = steps(summary)
    with style():
        canvas = frame.canvas(BODY + LABEL_PITCH * LABEL_LINES)
        height = canvas.height - frame.top - frame.foot - LABEL_PITCH * LABEL_LINES - 2 * NUMBER_ROOM
        top = frame.top + NUMBER_ROOM
        _draw_bars(canvas, bars, top, height)
    return canvas.figure


def table(summary: Summary) -> list[dict[str, Cell]]:
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


def alt_text(summary: Summary) -> str:
    """Return the figure in words, for those who cannot see it."""
    parts = "; ".join(f"{bar.label} {'' if bar.total else 'minus '}{troops(bar.amount)}" for bar in steps(summary))
    return (
        f"Waterfall chart. {titles.waterfall(summary)}. Scenario: {title_of(summary)}. {parts}. "
        f"{_enabler_words(summary.deployment)} {provenance(summary.runs, summary.seed, summary.as_of)}"
    )


def _frame(summary: Summary, size: Size) -> Frame:
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


def _enabler_words(deployment: DeploymentSummary) -> str:
    limiting = max(deployment.enablers, key=lambda enabler: enabler.limits_in_100)
    if limiting.limits_in_100 <= 0.0:
        return "Enablers limit the force in none of the runs."
    share = runs_of_100(limiting.limits_in_100 / 100.0)
    return f"The enabler that limits most often is {ENABLERS[limiting.name]}, in {share or 'under 1'} of 100 runs."


def _draw_bars(canvas: Canvas, bars: tuple[Step, ...], top: float, height: float) -> None:
    reach = max(max(bar.high, bar.spread.p90 if bar.total else 0.0) for bar in bars) or 1.0
    length = canvas.width - 2.0 * MARGIN
    axes = canvas.axes(MARGIN, top, length, height)
    axes.set_xlim(-0.5, len(bars) - 0.5)
    axes.set_ylim(0.0, reach)
    pitch = length / len(bars)
    for place, bar in enumerate(bars):
        colour = palette.SEA if bar.total else palette.TRAINING
        axes.bar(place, bar.amount, BAR, bottom=bar.low, color=colour, linewidth=0.0, zorder=2)
        if place:
            level = bars[place - 1].high if bars[place - 1].total else bars[place - 1].low
            ends = [place - 1 + BAR / 2.0, place - BAR / 2.0]
            axes.plot(ends, [level, level], color=palette.WHISKER, linewidth=0.5, zorder=1)
        if bar.amount <= 0.0:
            axes.plot([place - BAR / 2.0, place + BAR / 2.0], [bar.low] * 2, color=colour, linewidth=1.0, zorder=2)
        _draw_range(axes, place, bar, colour)
        _write_number(canvas, bar, MARGIN + pitch * (place + 0.5), top, height / reach, height)
        for number, line in enumerate(wrap(bar.label, LABEL, pitch - 14, LABEL_LINES)):
            y = top + height + NUMBER_ROOM + LABEL_PITCH * (number + 1) - 4
            canvas.text(MARGIN + pitch * (place + 0.5), y, line, LABEL, align="center")
    base = top + height
    canvas.line((MARGIN, canvas.width - MARGIN), (base, base), palette.RULE, 1.4)


def _draw_range(axes: Axes, place: int, bar: Step, colour: str) -> None:
    low, high = bar.spread.p10, bar.spread.p90
    if not bar.total:
        low, high = max(0.0, bar.high - high), bar.high - low
    if high <= low:
        return
    x = place + RANGE_AT
    axes.plot(
        [x, x],
        [low, high],
        color=colour,
        linewidth=0.8,
        marker="_",
        markersize=4.0,
        markeredgewidth=0.8,
        zorder=4,
        clip_on=False,
    )


def _write_number(canvas: Canvas, bar: Step, x: float, top: float, scale: float, height: float) -> None:
    """Write the number above a total, and below what is taken away, where there is always room for it."""
    if bar.total:
        y = top + height - bar.high * scale - 9
        canvas.text(x, y, troops(bar.amount), NUMBER, palette.PARTS["maritime"].text, bold=True, align="center")
    else:
        y = top + height - bar.low * scale + NUMBER + 5
        words = f"−{troops(bar.amount)}" if bar.amount > 0.0 else "0"
        canvas.text(x, y, words, NUMBER - 2, palette.PARTS["training"].text, bold=True, align="center")
