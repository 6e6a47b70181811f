"""The title of the indices: which inputs matter most, where their intervals tell them from the others."""

from typing import TYPE_CHECKING

from simulator.figures.inputs import inner, name
from simulator.figures.numerals import in_100, listed

if TYPE_CHECKING:
    from simulator.analysis.sensitivity.indices import Shares
    from simulator.analysis.sensitivity.results import Study

MOST_NAMED = 3
LEAST = 0.1
"""Total index below which an input is not said to matter."""


def title(study: "Study") -> str:
    """Return the inputs that stand out from all others, or a neutral title where none do."""
    what = subject(study)
    leading = _leading(study)
    if not leading:
        return f"Which unknowns move {what}"
    named = listed([inner(name(one.name)) for one in leading])
    verb = "matters" if len(leading) == 1 else "matter"
    head = f"{named[:1].upper()}{named[1:]} {verb} most for {what}"
    if len(leading) > 1:
        return head
    share = in_100(min(1.0, leading[0].total.value))
    return f"{head}: {share}% of what the unknowns decide hangs on it"


def subject(study: "Study") -> str:
    """Return the output in words, as it stands within a sentence."""
    if study.unit == "chance":
        return f"the chance of {study.output}"
    if study.unit == "persons":
        return f"the {study.output} force"
    return {
        "joins": "how many countries join",
        "inside": "how many countries are inside Ukraine",
        "ground": "how many countries send ground troops",
    }[study.output]


def _leading(study: "Study") -> "list[Shares]":
    """Return the fewest inputs, three at most, that the intervals of total indices set apart from all others."""
    ranked = list(study.found.inputs)
    for count in range(1, min(MOST_NAMED, len(ranked) - 1) + 1):
        lowest = min(one.total.low for one in ranked[:count])
        others = [one.total.high for one in ranked[count:]]
        if study.found.rest:
            others.append(study.found.rest.total.high)
        if lowest > max(others) and lowest > LEAST:
            return ranked[:count]
    return []
