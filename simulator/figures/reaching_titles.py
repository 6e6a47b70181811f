"""Titles that state how often sizes are reached, each with a guard: used only where it holds beyond the run noise."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.figures.numerals import listed, nearest
from simulator.figures.reaching import VERBS, reached
from simulator.figures.several import fewest_runs, in_all, labels, number_words, told
from simulator.figures.titles import FEWEST_RUNS

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

NEUTRAL = "How large a force comes together, run by run"
HALF = 50


def majorities(summaries: Sequence["Summary"], strength: str, sizes: Sequence[int]) -> str:
    """Return which sizes are reached in most runs of which scenarios; of a single scenario, how often.

    Where the run noise of a scenario leaves a size open, the title is that of :func:`contrast`; if that is neutral, the
    size is left out.
    """
    if fewest_runs(summaries) < FEWEST_RUNS:
        return NEUTRAL
    if len(summaries) == 1:
        return single(summaries[0], strength, sizes)
    found = {size: where for size in sizes if (where := _where(summaries, strength, size)) is not None}
    if len(found) < len(sizes):
        instead = contrast(summaries, strength, sizes)
        if instead != NEUTRAL or not found:
            return instead
    first, *others = found
    words, named = found[first]
    if len(set(found.values())) == 1:
        forces = listed([f"{size:,}" for size in found])
        every = f"Forces of {forces} are" if others else f"A force of {forces} is"
        return told(f"{every} {VERBS[strength]} in most runs {words}", named)
    rest = [f"; one of {size:,} {_shorter(found[size][0])}" for size in others]
    names = [name for _, each in found.values() for name in each]
    return told(f"A force of {first:,} is {VERBS[strength]} in most runs {words}{''.join(rest)}", names)


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
            words = (
                f"A force of {size:,} is {VERBS[strength]} in {most.words()} of 100 runs with {{}}, "
                f"in {least.words()} with {{}}"
            )
            best = (gap, told(words, [named[found.index(one)] for one in (most, least)]))
    return best[1]


def single(summary: "Summary", strength: str, sizes: Sequence[int]) -> str:
    """Return how often one scenario reaches each size."""
    first, *others = (reached(summary, strength, size) for size in sizes)
    rest = listed([f"in {first.words()} of 100 runs", *(f"one of {one.troops:,} in {one.words()}" for one in others)])
    return f"A force of {first.troops:,} is {VERBS[strength]} {rest}"


def _where(summaries: Sequence["Summary"], strength: str, size: int) -> tuple[str, tuple[str, ...]] | None:
    """Return where most runs reach a size, and the names that needs; None where run noise leaves it open."""
    found = [reached(summary, strength, size) for summary in summaries]
    # By rounded numbers, so that no interval that prints with 50 at its end counts as clear of it.
    if any(nearest(one.low) <= HALF <= nearest(one.high) for one in found):
        return None
    named, often = labels(summaries), [one.low > HALF for one in found]
    count, every = sum(often), len(often)
    if count == every:
        return in_all(every), ()
    if count == 0:
        return "in neither scenario" if every == 2 else f"in none of the {number_words(every)} scenarios", ()
    if count == 1:
        return "only with {}", (named[often.index(True)],)
    if count == every - 1:
        return "in all scenarios but {}", (named[often.index(False)],)
    return f"in {number_words(count)} of {number_words(every)} scenarios", ()


def _shorter(where: str) -> str:
    """Return in which scenarios, where the sentence has spoken of scenarios before."""
    if where.startswith("in n"):
        return "in none"
    return where.split(" of ")[0] if " of " in where else where.removesuffix(" scenarios")
