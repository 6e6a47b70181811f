"""Titles of the figure of who waits for whom; a country is named only where the runs tell it apart."""

from typing import TYPE_CHECKING

from simulator.figures.numerals import in_100, span
from simulator.figures.titles import FEWEST_RUNS, NOISE, WITH_ARTICLE

if TYPE_CHECKING:
    from simulator.analysis.equilibria.waiting import Mover, Waiting

NEUTRAL = "Who follows when one country goes further"
NOBODY = "Nobody follows anybody in these runs"
RARE_IN_100 = 10.0


def title(waiting: "Waiting") -> str:
    """Return whom others follow most, that few follow anybody, or a neutral title where the runs do not tell."""
    if waiting.runs < FEWEST_RUNS or not waiting.movers:
        return NEUTRAL
    if all(mover.anybody.in_100 == 0.0 for mover in waiting.movers):
        return NOBODY
    first, *others = sorted(waiting.movers, key=lambda mover: (-mover.induced.mean, mover.iso3))
    most = max(waiting.movers, key=lambda mover: mover.anybody.in_100)
    if most.anybody.high < RARE_IN_100:
        often = in_100(most.anybody.in_100 / 100.0)
        return f"Few wait for others: no single country brings another along in more than {often} of 100 runs"
    if not _exceeds(first, others[0] if others else None):
        return NEUTRAL
    name = f"the {first.name}" if first.iso3 in WITH_ARTICLE else first.name
    return (
        f"Others wait for {name} most: {_moved(waiting)}, it brings others along in "
        f"{in_100(first.anybody.in_100 / 100.0)} of 100 runs, and {span(first.induced.mean, first.induced.mean)} of "
        "their troops on average"
    )


def _moved(waiting: "Waiting") -> str:
    if waiting.step is None:
        return "at its cap"
    return "one rung further" if waiting.step == 1 else f"{waiting.step} rungs further"


def _exceeds(first: "Mover", other: "Mover | None") -> bool:
    """Return whether what a country induces is clear of 0, and of what the next one induces."""
    if first.induced.mean <= NOISE * first.induced.mcse:
        return False
    if other is None:
        return True
    # The error of a difference is at most the sum of both errors, however the two depend.
    return first.induced.mean - other.induced.mean > NOISE * (first.induced.mcse + other.induced.mcse)
