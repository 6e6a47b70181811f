"""Drawings: which figures a report shows, and what stands beside each of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.experiments.summary import Summary
from simulator.figures.drawing import CannotDraw, picture
from simulator.figures.registry import FIGURES
from simulator.report.markup import Markup, details, element, joined, paragraph, shortened
from simulator.report.material import SWEEP_FIGURES, Material
from simulator.report.vectors import inline

if TYPE_CHECKING:
    from simulator.experiments.sweeps.reading import SweepSummary

TOGETHER = ("dots", "exceedance", "flips")
"""Figures of several runs."""

FIRST = ("ledger", "waterfall", "tiles", "cascade")
"""Figures of the first run, or the only one."""

OTHERS = ("ledger", "waterfall", "tiles")
"""Figures of each of the other runs, folded away."""


def drawings(material: Material) -> Markup:
    """Return all figures of a report.

    Parameters
    ----------
    material
        With one run at least.
    """
    summaries = [run.summary for run in material.runs]
    pieces: list[Markup] = []
    if len(summaries) > 1:
        # A figure takes some number of runs at most; the first ones are shown.
        pieces += [_drawn(name, summaries[: FIGURES[name].takes.most], f"all-{name}") for name in TOGETHER]
    pieces += [_drawn(name, summaries[:1], f"run-1-{name}") for name in FIRST]
    for number, summary in enumerate(summaries[1:], start=2):
        own = [_drawn(name, [summary], f"run-{number}-{name}") for name in OTHERS]
        pieces.append(details(f"Figures of “{shortened(summary.title)}”", *own, class_="folded"))
    for number, sweep in enumerate(material.sweeps, start=1):
        name = SWEEP_FIGURES[sweep.summary.kind]
        pieces.append(_drawn(name, sweep.summary, f"sweep-{number}-{name}"))
    return joined(pieces)


def _drawn(name: str, results: "Sequence[Summary] | SweepSummary", mark: str) -> Markup:
    """Return a figure with how to read it and how it can mislead; where it cannot be drawn, the reason."""
    entry = FIGURES[name]
    try:
        drawn = picture(name, results)
    except CannotDraw as error:
        return paragraph(f"{entry.question} {error}.")
    caption = element(
        "figcaption",
        details(
            "How to read it, and how it can mislead", paragraph(entry.reading), paragraph(entry.misleading),
            class_="printed",
        ),
        details("The figure in words", paragraph(drawn.words), class_="folded"),
    )  # fmt: skip
    # On a narrow screen a figure scrolls by itself rather than shrink beyond reading.
    panel = element(
        "div",
        inline(drawn.figure, mark, drawn.words),
        class_="drawing",
        tabindex="0",
        role="region",
        aria_label=f"Figure: {mark.replace('-', ' ')}",
    )
    return element("figure", element("h3", entry.question), panel, caption)
