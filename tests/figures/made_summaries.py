"""Summaries for figures of several scenarios: kept ones under other titles, or of forces and shares that are given."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulator.experiments.statistics import chance, distribution
from simulator.experiments.summary import CountrySummary, Reach, Summary
from tests.figures.subjects import SCENARIOS, summary

TITLES = (
    "No US commitment, unclear mandate (10 April 2025)",
    "US backstop, mandate still unclear",
    "US backstop and a clear mandate",
    "Clear mandate, no US commitment",
    "No American part at all, everything else ideal",
    "A deterrence force of 60,000",
    "Threat from Russia and Belarus rises",
    "A monitoring mission of 6,000",
)


def scenarios(count: int) -> list[Summary]:
    """As many kept summaries, each with a title of its own."""
    return [replace(summary(SCENARIOS[place % len(SCENARIOS)]), title=TITLES[place]) for place in range(count)]


def percentiles(values: Sequence[int]) -> tuple[int, ...]:
    """The percentiles 0 to 100 as summaries keep them: the smallest value that so many of 100 runs do not exceed."""
    ordered = sorted(values)
    return tuple(ordered[max(0, -(-percent * len(ordered) // 100) - 1)] for percent in range(101))


def of_forces(values: Sequence[int], title: str = "Made", sizes: Sequence[int] = (10_000, 20_000)) -> Summary:
    """A summary whose pledged force is given run by run."""
    base = summary()
    found = np.array(values)
    reaches = [Reach("pledged", size, chance(int((found >= size).sum()), len(values))) for size in sizes]
    return replace(
        base,
        title=title,
        runs=len(values),
        force=dict(base.force) | {"pledged": distribution(values)},
        percentiles=dict(base.percentiles) | {"pledged": percentiles(values)},
        reaches=tuple(reaches),
    )


def of_shares(shares: dict[str, float], title: str = "Made", runs: int = 1_000) -> Summary:
    """A summary in which countries send ground troops in given shares of runs; all others do in none."""
    base = summary()
    countries = tuple(_with_share(country, shares.get(country.iso3, 0.0)) for country in base.countries)
    return replace(base, title=title, runs=runs, countries=countries)


def _with_share(country: CountrySummary, share: float) -> CountrySummary:
    return replace(country, ground=share)
