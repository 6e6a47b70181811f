"""Findings: what the results say in sentences, each only where it exceeds the noise of the runs."""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING

from simulator.experiments.statistics import Chance
from simulator.experiments.summary import Reach, Summary
from simulator.figures import titles
from simulator.figures.numerals import in_100, listed, nearest, runs_of_100, span, troops
from simulator.figures.tipping import titles as tipping_titles
from simulator.figures.tipping.map import TippingMap
from simulator.figures.tornado import titles as tornado_titles
from simulator.figures.tornado.swings import OneByOne
from simulator.report.markup import shortened

if TYPE_CHECKING:
    from simulator.experiments.sweeps.reading import SweepSummary

HALF = 50
"""Runs of 100 from which on a country counts as in, by its rounded number."""

MOST_NAMED = 8
ASKING = "How "
"""How the title of a figure of a sweep begins where it has no finding."""

ENABLERS = {
    "intelligence": "intelligence and surveillance",
    "air_defence": "air and missile defence",
    "lift": "lift and logistics",
    "command": "command and medical services",
}


def findings(summaries: Sequence[Summary]) -> list[str]:
    """Return sentences on runs, the first of which the others are held against.

    Parameters
    ----------
    summaries
        One at least.
    """
    base, *others = summaries
    found = list(_of_one(base))
    for other in others:
        found += _of_two(base, other)
    return found


def sweep_findings(sweeps: "Sequence[SweepSummary]") -> list[str]:
    """Return what sweeps say beyond the noise of their runs, as the titles of their figures have it.

    Parameters
    ----------
    sweeps
        Over grids of two inputs, or of one input at a time.
    """
    return [f"Sweep of {_quoted(sweep.title)}: {title}." for sweep in sweeps if (title := _sweep_title(sweep))]


def _sweep_title(sweep: "SweepSummary") -> str:
    """Return the title of the figure of a sweep; nothing where it only asks."""
    common = (sweep.title, sweep.seed, sweep.as_of)
    try:
        if sweep.kind == "grid":
            title = tipping_titles.title(TippingMap(sweep.points, sweep.axes, *common, sweep.base))
        else:
            title = tornado_titles.title(OneByOne(sweep.points, *common))
    except ValueError:
        # What no figure can show has no title.
        return ""
    return "" if title.startswith(ASKING) else title


def chance_words(chance: Chance) -> str:
    """Return a chance with its run noise: ``46 of 100 runs (44–48)``."""
    low, high = nearest(chance.low), nearest(chance.high)
    noise = f"{low}" if low == high else f"{low}–{high}"
    return f"{in_100(chance.in_100 / 100.0)} of 100 runs ({noise})"


def named(summary: Summary) -> str:
    """Return the title of a scenario in quotes."""
    return _quoted(summary.title)


def _quoted(title: str) -> str:
    return f"“{shortened(title)}”"


def _of_one(summary: Summary) -> Iterator[str]:
    pledged, usable = summary.force["pledged"], summary.force["usable"]
    yield (
        f"In {named(summary)} countries pledge a median of {troops(pledged.p50)} troops that they can keep up for "
        f"years (8 of 10 runs: {span(pledged.p10, pledged.p90)}), of which a median of {troops(usable.p50)} can be "
        f"used (8 of 10 runs: {span(usable.p10, usable.p90)})."
    )
    for reach in (reach for reach in summary.reaches if reach.strength == "pledged"):
        yield f"The pledged force reaches {reach.troops:,} in {chance_words(reach.chance)}."
    for title, neutral in (
        (titles.ledger(summary), titles.LEDGER_NEUTRAL),
        (titles.waterfall(summary), titles.WATERFALL_NEUTRAL),
    ):
        if title != neutral:
            yield f"{title}."
    limiting = max(summary.deployment.enablers, key=lambda enabler: enabler.limits_in_100)
    if runs_of_100(limiting.limits_in_100 / 100.0) >= HALF:
        share = in_100(limiting.limits_in_100 / 100.0)
        yield f"What can be used is most often limited by {ENABLERS[limiting.name]}, in {share} of 100 runs."


def _of_two(base: Summary, other: Summary) -> Iterator[str]:
    before = {(reach.strength, reach.troops): reach for reach in base.reaches}
    pairs = [
        (before[reach.strength, reach.troops], reach)
        for reach in other.reaches
        if reach.strength in ("pledged", "usable") and (reach.strength, reach.troops) in before
    ]
    moved = [pair for pair in pairs if _differ(pair[0].chance, base.runs, pair[1].chance, other.runs)]
    if moved:
        told = listed([_moved(one, two) for one, two in moved])
        yield f"In {named(other)}, compared with {named(base)}, {told}."
    else:
        yield f"{named(other)} does not differ from {named(base)} in any of these chances beyond run noise."
    yield from _crossings(base, other)


def _moved(one: Reach, two: Reach) -> str:
    before, after = (in_100(reach.chance.in_100 / 100.0) for reach in (one, two))
    verb = "rises" if two.chance.in_100 > one.chance.in_100 else "falls"
    return f"the chance of {one.troops:,} {one.strength} {verb} from {before} to {after} of 100 runs"


def _differ(one: Chance, runs: int, two: Chance, other_runs: int) -> bool:
    """Return whether two chances differ beyond twice the error of their difference; shared draws only make it less."""
    shares = (one.in_100 / 100.0, runs), (two.in_100 / 100.0, other_runs)
    error = sqrt(sum(share * (1.0 - share) / count for share, count in shares))
    return abs(shares[0][0] - shares[1][0]) > titles.NOISE * error and min(runs, other_runs) >= titles.FEWEST_RUNS


def _crossings(base: Summary, other: Summary) -> Iterator[str]:
    """Yield which countries cross half of the runs with ground troops, where that is no run noise."""
    before = {country.iso3: country for country in base.countries}
    entering: list[str] = []
    leaving: list[str] = []
    for country in other.countries:
        known = before.get(country.iso3)
        was, now = (known.ground if known else 0.0), country.ground
        if not _differ(Chance(100.0 * was, 0, 0), base.runs, Chance(100.0 * now, 0, 0), other.runs):
            continue
        words = f"{country.name} ({in_100(was)} to {in_100(now)})"
        if runs_of_100(was) < HALF <= runs_of_100(now):
            entering.append(words)
        elif runs_of_100(now) < HALF <= runs_of_100(was):
            leaving.append(words)
    if entering:
        yield f"Ground troops in half of the runs there, but not in {named(base)}: {_some(entering)} of 100 runs."
    if leaving:
        yield f"Ground troops no longer in half of the runs there: {_some(leaving)} of 100 runs."


def _some(words: list[str]) -> str:
    more = len(words) - MOST_NAMED
    return listed([*words[:MOST_NAMED], f"{more} more"] if more > 0 else words)
