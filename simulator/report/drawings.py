"""Drawings: which figures a report shows, and what stands beside each of them."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from simulator.experiments.summary import Summary
from simulator.figures.drawing import CannotDraw, picture
from simulator.figures.registry import FIGURES, module_of
from simulator.report.markup import Markup, details, element, joined, paragraph, shortened
from simulator.report.material import Material
from simulator.report.vectors import inline

if TYPE_CHECKING:
    from simulator.experiments.sweep_reading import SweepSummary

TOGETHER = ("dots", "exceedance", "flips")
"""Figures of several runs."""

FIRST = ("ledger", "waterfall", "cascade", "tiles")
"""Figures of the first run, or the only one."""

OTHERS = ("ledger", "waterfall")
"""Figures of each of the other runs, folded away."""

SWEPT = {"grid": "tipping", "one-at-a-time": "tornado"}
"""Figure of a sweep, by the kind of its design."""


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
        pieces += [
            drawn for name in TOGETHER for drawn in _drawn(name, summaries[: FIGURES[name].takes.most], f"all-{name}")
        ]
    pieces += [drawn for name in FIRST for drawn in _drawn(name, summaries[:1], f"run-1-{name}")]
    for number, summary in enumerate(summaries[1:], start=2):
        own = [drawn for name in OTHERS for drawn in _drawn(name, [summary], f"run-{number}-{name}")]
        pieces.append(details(f"Figures of “{shortened(summary.title)}”", *own))
    for number, sweep in enumerate(material.sweeps, start=1):
        name = SWEPT.get(sweep.summary.kind)
        pieces += _drawn(name, sweep.summary, f"sweep-{number}-{name}") if name else []
    return joined(pieces)


def _drawn(name: str, results: "Sequence[Summary] | SweepSummary", mark: str) -> Iterator[Markup]:
    """Yield a figure with how to read it and how it can mislead; nothing where it cannot be drawn of these results."""
    if find_spec(module_of(name)) is None:
        return
    entry = FIGURES[name]
    try:
        drawn = picture(name, results)
    except CannotDraw as error:
        yield paragraph(f"{entry.question} {error}.")
        return
    caption = element(
        "figcaption",
        details("How to read it, and how it can mislead", paragraph(entry.reading), paragraph(entry.misleading)),
        details("The figure in words", paragraph(drawn.words)),
    )
    # On a narrow screen a figure scrolls by itself rather than shrink beyond reading.
    panel = element(
        "div",
        inline(drawn.figure, mark, drawn.words),
        class_="drawing",
        tabindex="0",
        role="region",
        aria_label=f"Figure: {mark.replace('-', ' ')}",
    )
    yield element("figure", element("h3", entry.question), panel, caption)
