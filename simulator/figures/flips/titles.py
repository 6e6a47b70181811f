"""The title of the matrix of countries and scenarios: to how many countries the scenarios make a difference."""

from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING

from simulator.experiments.statistics import Chance, chance
from simulator.figures.flips.groups import HALF, Row
from simulator.figures.numerals import nearest
from simulator.figures.several import COUNT_VERBS, COUNT_WORDS, fewest_runs, in_all, labels, number_words, told
from simulator.figures.titles import FEWEST_RUNS

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

SINGULAR = {
    "come in": "comes in",
    "go out": "goes out",
    **{COUNT_VERBS[name]: COUNT_WORDS[name] for name in COUNT_VERBS},
}
"""What one country does, by what several do."""


def finding(summaries: Sequence["Summary"], rows: Sequence[Row], count: str) -> str:
    """Return to how many countries the scenarios make a difference, or a neutral title where run noise leaves it open.

    A country counts only if the intervals for the run noise of two scenarios are apart, with 50 of 100 crossed between
    them.  Where others cross without that, the title says "at least".

    Parameters
    ----------
    summaries
        One for each scenario.
    rows
        Their countries.
    count
        ``joins``, ``inside`` or ``ground``.
    """
    runs = [summary.runs for summary in summaries]
    found = None
    if fewest_runs(summaries) >= FEWEST_RUNS:
        if len(summaries) == 1:
            return _alone(rows, runs, count)
        found = _pair(summaries, rows, runs) if len(summaries) == 2 else _many(rows, runs, count)
    return found or f"Which countries {COUNT_VERBS[count]}" + (", by scenario" if len(summaries) > 1 else "")


def _alone(rows: Sequence[Row], runs: Sequence[int], count: str) -> str:
    inside = sum(row.pattern[0] for row in rows)
    sure = all(_clear(row, runs) for row in rows)
    if inside == 0 and sure:
        return f"No country {COUNT_WORDS[count]} in most runs"
    about = f"{inside}" if sure else f"About {inside}"
    return f"{about} of {len(rows)} countries {_verb(COUNT_VERBS[count], inside)} in most runs"


def _pair(summaries: Sequence["Summary"], rows: Sequence[Row], runs: Sequence[int]) -> str | None:
    """Return how many come in and go out with the second scenario; None where nobody clearly does."""
    moved = []
    for way, pattern in (("come in", (False, True)), ("go out", (True, False))):
        moving = [row for row in rows if row.pattern == pattern]
        moved.append((way, len(moving), sum(_crosses(row, runs) for row in moving)))
    first, second = sorted(moved, key=lambda one: -one[2])
    if not first[2]:
        return None
    noun = "country" if first[2] == 1 else "countries"
    sentence = f"{_capital(_many_words(first[2], first[1]))} {noun} {_verb(first[0], first[2])} with {{}}"
    if not second[1]:
        sentence += f"; none {SINGULAR[second[0]]}"
    elif second[2]:
        sentence += f"; {_many_words(second[2], second[1])} {_verb(second[0], second[2])}"
    return told(sentence, [labels(summaries)[1]])


def _many(rows: Sequence[Row], runs: Sequence[int], count: str) -> str | None:
    """Return how many depend on the scenario, and how many are out in all; None where nobody clearly depends on it."""
    moving = [row for row in rows if 0 < sum(row.pattern) < len(row.pattern)]
    out = [row for row in rows if not any(row.pattern)]
    scenarios = in_all(len(runs))
    if not moving and all(_clear(row, runs) for row in rows):
        return f"{len(rows) - len(out)} of {len(rows)} countries {COUNT_VERBS[count]} {scenarios}; the others in none"
    crossing, sure = (sum(_crosses(row, runs) for row in moving), sum(_clear(row, runs) for row in out))
    if not crossing:
        return None
    noun = "country" if crossing == 1 else "countries"
    rest = f"; {_many_words(sure, len(out))} in none" if sure else ""
    return (
        f"{_capital(_many_words(crossing, len(moving)))} {noun} {_verb(COUNT_VERBS[count], crossing)} "
        f"in some of the {number_words(len(runs))} scenarios and not in others{rest}"
    )


def _crosses(row: Row, runs: Sequence[int]) -> bool:
    """Return whether a country is in with one scenario and out with another beyond the run noise of both."""
    chances = [None if share is None else _chance(share, many) for share, many in zip(row.shares, runs, strict=True)]
    return any(
        row.pattern[one] and not row.pattern[other] and _above(chances[one], chances[other])
        for one, other in permutations(range(len(runs)), 2)
    )


def _above(one: Chance | None, other: Chance | None) -> bool:
    return one is not None and (other is None or one.low > other.high)


def _clear(row: Row, runs: Sequence[int]) -> bool:
    """Return whether the run noise leaves a country on its side of 50 in every scenario."""
    chances = [_chance(share, many) for share, many in zip(row.shares, runs, strict=True) if share is not None]
    return all((nearest(one.low) >= HALF) == (nearest(one.high) >= HALF) for one in chances)


def _chance(share: float, runs: int) -> Chance:
    return chance(nearest(share * runs), runs)


def _many_words(clear: int, every: int) -> str:
    return number_words(clear) if clear == every else f"at least {number_words(clear)}"


def _verb(plural: str, number: int) -> str:
    return SINGULAR[plural] if number == 1 else plural


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
