"""Titles that state how often sizes are reached, each with a guard: used only where it holds beyond the run noise."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.figures.frame import TITLE
from simulator.figures.numerals import listed
from simulator.figures.reaching import VERBS, Reached, reached
from simulator.figures.several import fewest_runs, in_all, labels, number_words
from simulator.figures.text import shorten
from simulator.figures.titles import FEWEST_RUNS

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

NEUTRAL = "How large a force comes together, run by run"
HALF = 50.0

LABEL_ROOM = 500
"""Pixels for the name of a scenario: two of them and the rest of the sentence fit two lines."""


def majorities(summaries: Sequence["Summary"], strength: str, sizes: Sequence[int]) -> str:
    """Return which sizes are reached in most runs of which scenarios; of a single scenario, how often.

    A size is left out where the run noise of any scenario covers 50 of 100.  Where no size is left, the title is that
    of :func:`contrast`.
    """
    if fewest_runs(summaries) < FEWEST_RUNS:
        return NEUTRAL
    if len(summaries) == 1:
        return single(summaries[0], strength, sizes)
    found = {size: where for size in sizes if (where := _where(summaries, strength, size)) is not None}
    if not found:
        return contrast(summaries, strength, sizes)
    if len(set(found.values())) == 1:
        forces = listed([f"{size:,}" for size in found])
        every = f"A force of {forces} is" if len(found) == 1 else f"Forces of {forces} are"
        return f"{every} {VERBS[strength]} in most runs {next(iter(found.values()))}"
    first, *others = found.items()
    rest = "".join(f"; one of {size:,} {where}" for size, where in others)
    return f"A force of {first[0]:,} is {VERBS[strength]} in most runs {first[1]}{rest}"


def contrast(summaries: Sequence["Summary"], strength: str, sizes: Sequence[int]) -> str:
    """Return in which scenarios a size is reached most and least often, for the size where they differ most.

    The title is neutral unless the intervals for the run noise of both are apart.
    """
    if fewest_runs(summaries) < FEWEST_RUNS:
        return NEUTRAL
    if len(summaries) == 1:
        return single(summaries[0], strength, sizes)
    named = labels(summaries)
    best: tuple[float, str] = (0.0, NEUTRAL)
    for size in sizes:
        found = [reached(summary, strength, size) for summary in summaries]
        most, least = (choice(found, key=lambda one: one.middle) for choice in (max, min))
        gap = most.middle - least.middle
        if most.exceeds(least) and gap > best[0]:
            ends = [_quoted(named[found.index(one)]) for one in (most, least)]
            best = (gap, _contrast_words(strength, (most, least), ends))
    return best[1]


def single(summary: "Summary", strength: str, sizes: Sequence[int]) -> str:
    """Return how often one scenario reaches each size."""
    first, *others = (reached(summary, strength, size) for size in sizes)
    rest = listed([f"in {first.words()} of 100 runs", *(f"one of {one.troops:,} in {one.words()}" for one in others)])
    return f"A force of {first.troops:,} is {VERBS[strength]} {rest}"


def _contrast_words(strength: str, ends: tuple[Reached, Reached], named: list[str]) -> str:
    most, least = ends
    return (
        f"A force of {most.troops:,} is {VERBS[strength]} in {most.words()} of 100 runs with {named[0]}, "
        f"in {least.words()} with {named[1]}"
    )


def _where(summaries: Sequence["Summary"], strength: str, size: int) -> str | None:
    """Return in which scenarios most runs reach a size; None where the run noise leaves that open."""
    found = [reached(summary, strength, size) for summary in summaries]
    if any(one.low <= HALF <= one.high for one in found):
        return None
    named, often = labels(summaries), [one.low > HALF for one in found]
    count, every = sum(often), len(often)
    if count == every:
        return in_all(every)
    if count == 0:
        return "in neither scenario" if every == 2 else f"in none of the {number_words(every)} scenarios"
    if count == 1:
        return f"only with {_quoted(named[often.index(True)])}"
    if count == every - 1:
        return f"in all scenarios but {_quoted(named[often.index(False)])}"
    return f"in {number_words(count)} of {number_words(every)} scenarios"


def _quoted(label: str) -> str:
    return f"“{shorten(label, TITLE, LABEL_ROOM, bold=True)}”"
