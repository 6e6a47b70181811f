"""Titles of the cascade, each with a guard: medians are compared only where they differ beyond the run noise."""

from typing import TYPE_CHECKING

from simulator.experiments.statistics import chance
from simulator.figures.cascade.rows import Row, rows
from simulator.figures.medians import difference_error, median_error
from simulator.figures.numerals import counted, span
from simulator.figures.several import COUNT_VERBS, COUNT_WORDS
from simulator.figures.titles import FEWEST_RUNS, NEAR_ZERO, NOISE

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

NEUTRAL = "How the force comes together, round by round"
FALL = 0.05
"""Share of the peak by which the force must fall again before a title says so."""

MILESTONES = ((0.75, "Three quarters of the force is"), (0.5, "Half the force is"))


def title(summary: "Summary", count: str) -> str:
    """Return when the force comes together and who moves late, or a neutral title where the runs do not tell."""
    if summary.runs < FEWEST_RUNS:
        return NEUTRAL
    medians = [board.p50["pledged"] for board in summary.rounds]
    errors = [
        median_error(board.p25["pledged"], board.p75["pledged"], summary.runs) for board in summary.rounds
    ]  # fmt: skip
    if max(median + NOISE * error for median, error in zip(medians, errors, strict=True)) < NEAR_ZERO:
        return f"In no round do half of the runs see {NEAR_ZERO:,.0f} troops pledged"
    return _fall(medians, errors) or _milestone(summary, medians, errors, count) or NEUTRAL


def late(summary: "Summary", count: str, round_: int) -> tuple[tuple[Row, ...], bool]:
    """Return the countries that count only after a round, beyond the run noise, and whether there may be more.

    A country is late if it counts in most runs, and three quarters of all runs do not see it by that round.
    """
    sure, open_ = [], False
    for row in rows(summary, count):
        often = chance(round(row.share * summary.runs), summary.runs)
        if row.low > round_ and often.low > 50.0:
            sure.append(row)
        elif often.high >= 50.0 and (row.middle is None or row.middle > round_):
            open_ = True
    return tuple(sure), open_


def _fall(medians: list[float], errors: list[float]) -> str:
    """Return that the force shrinks again, and in which round it falls below the middle between peak and end."""
    peak = medians.index(max(medians))
    top, end = medians[peak], medians[-1]
    if top - end <= max(FALL * top, NOISE * difference_error(errors[peak], errors[-1])):
        return ""
    broken = next(number for number in range(peak, len(medians)) if medians[number] < (top + end) / 2.0)
    if medians[broken - 1] - medians[broken] <= NOISE * difference_error(errors[broken - 1], errors[broken]):
        return f"Pledges reach {_about(top)} troops, then fall to {_about(end)}"
    return f"Pledges reach {_about(top)} troops, then fall to {_about(end)}; the break comes in round {broken}"


def _milestone(summary: "Summary", medians: list[float], errors: list[float], count: str) -> str:
    """Return by which round half the force or more is pledged, and how many countries move later."""
    end = medians[-1]
    reached = next((number for number, median in enumerate(medians) if median >= end / 2.0), 0)
    if reached == 0 or end - NOISE * errors[-1] < NEAR_ZERO:
        return ""
    for share, words in MILESTONES:
        noise = [NOISE * difference_error(errors[number], share * errors[-1]) for number in (reached - 1, reached)]
        before = share * end - medians[reached - 1] > noise[0]
        after = medians[reached] - share * end > noise[1]
        if before and after:
            return f"{words} pledged {_by(reached)}{_late_words(summary, count, reached)}"
    return ""


def _late_words(summary: "Summary", count: str, round_: int) -> str:
    found, more = late(summary, count, round_)
    if not found:
        return ""
    who = counted(len(found), "country", "countries")
    verb = (COUNT_WORDS if len(found) == 1 else COUNT_VERBS)[count]
    return f"; {'at least ' if more else ''}{who} {verb} only in round {round_ + 1} or later"


def _by(round_: int) -> str:
    return "in round 1" if round_ == 1 else f"by round {round_}"


def _about(value: float) -> str:
    return span(value, value)
