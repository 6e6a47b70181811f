"""Titles that state a finding, each with a guard: it is used only where it holds beyond the noise of the runs."""

from typing import TYPE_CHECKING

from simulator.figures.numerals import listed, nearest, troops

if TYPE_CHECKING:
    from simulator.experiments.summary import CountrySummary, Summary

LEDGER_NEUTRAL = "Expected troops by country"
WATERFALL_NEUTRAL = "From headline to usable strength"

NOISE = 2.0
"""Monte Carlo standard errors that a difference must exceed."""

FEWEST_RUNS = 30
"""With fewer runs the standard errors themselves are noise."""

NEAR_ZERO = 500.0
"""Persons; shares of a smaller force say nothing."""

MOST_CARRIERS = 3
HALF = 0.5
WITH_ARTICLE = frozenset({"GBR", "NLD"})


def ledger(summary: "Summary") -> str:
    """Return who carries most of the expected force, or a neutral title.

    The carriers are the fewest countries, three at most, with half the force or more.  They are named only if they
    differ from the next combination (the last of them replaced by the one that follows) by more than the noise, and
    if the force itself is clearly above 0 in most runs.
    """
    carriers = _carriers(summary)
    if not carriers:
        return LEDGER_NEUTRAL
    verb = "carries" if len(carriers) == 1 else "carry"
    named = listed([_named(country) for country in carriers])
    return f"{named[0].upper()}{named[1:]} {verb} {_share(summary, carriers)} of the expected force in this scenario"


def waterfall(summary: "Summary") -> str:
    """Return how much of the headline can be used, or a neutral title where the runs do not show it.

    It is said only if both are clearly above 0 and their difference exceeds the noise.
    """
    headline, usable = summary.force["headline"], summary.force["usable"]
    clear = usable.mean - NOISE * usable.mcse >= NEAR_ZERO
    apart = headline.mean - usable.mean > NOISE * (headline.mcse + usable.mcse)
    if summary.runs < FEWEST_RUNS or not (clear and apart):
        return WATERFALL_NEUTRAL
    promised, left = (troops(nearest(spread.mean, 100)) for spread in (headline, usable))
    return f"Of {promised} troops promised for one tour, about {left} could be used for years"


def _carriers(summary: "Summary") -> list["CountrySummary"]:
    force = summary.force["pledged"]
    if summary.runs < FEWEST_RUNS or force.p50 < NEAR_ZERO or force.mean - NOISE * force.mcse < NEAR_ZERO:
        return []
    ranked = sorted(summary.countries, key=lambda country: -country.troops.mean)
    carried = 0.0
    for count in range(1, min(MOST_CARRIERS, len(ranked) - 1) + 1):
        last, following = ranked[count - 1].troops, ranked[count].troops
        carried += last.mean
        if carried >= HALF * force.mean:
            # The error of a difference is at most the sum of both errors, however the two countries depend.
            clear = last.mean - following.mean > NOISE * (last.mcse + following.mcse)
            return ranked[:count] if clear else []
    return []


def _share(summary: "Summary", carriers: list["CountrySummary"]) -> str:
    """Return the carriers' share in whole per cent; with "about" where the runs do not pin down the last point."""
    force = summary.force["pledged"]
    share = sum(country.troops.mean for country in carriers) / force.mean
    percent = nearest(100.0 * share)
    if percent == 100:
        return "nearly all" if any(c.troops.mean > 0.0 for c in summary.countries if c not in carriers) else "all"
    error = (sum(country.troops.mcse for country in carriers) + share * force.mcse) / force.mean
    return f"{'about ' if NOISE * 100.0 * error > 1.0 else ''}{percent}%"


def _named(country: "CountrySummary") -> str:
    return f"the {country.name}" if country.iso3 in WITH_ARTICLE else country.name
