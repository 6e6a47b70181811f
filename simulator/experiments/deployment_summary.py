"""What becomes of pledges, over all runs: roles, enablers, arrival, sites, and the ruler of known sizes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.data.deployment import PublishedSize, bands, published_sizes
from simulator.engine.arrivals import PRESENT_DAYS
from simulator.engine.conference import Conference
from simulator.engine.force import SLACK, STEPS, STRENGTHS, Force
from simulator.experiments.statistics import Distribution, distribution
from simulator.rule.basing import requirement_of
from simulator.rule.force import ENABLERS, ROLES


@dataclass(frozen=True, slots=True)
class EnablerSummary:
    """What one enabler carries, persons, and in how many of 100 runs it is the one that limits."""

    name: str
    carries: Distribution
    limits_in_100: float


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """One site: garrison and population in persons, and in how many of 100 runs it is covered."""

    name: str
    garrison: float
    population: float
    covered_in_100: float


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day after the deal: in how many of 100 runs it comes, and when, over those runs."""

    in_100: float
    p10: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class DeploymentSummary:
    """The way from pledges to a force over all runs.

    Attributes
    ----------
    present
        Strength on days after the deal.
    roles
        Mean sustained pledge by role; they sum to the mean pledged total.
    steps
        Mean totals from headline to usable, each at most the one before.
    drops
        What each step but the first takes away, persons; keyed by the step it leads to.
    enablers, slack_in_100
        Each enabler; and in how many of 100 runs none limits.
    initial, full
        Initial (5,000 or 20 % of the pledge) and full capability (80 % of the usable force).
    sites, sites_need
        Each site; and the force that all of them together imply, persons.
    population_share
        Mean share of the sites' population that is covered, in [0, 1].
    bands
        For each strength, runs out of 100 in each band of size.
    published
        Sizes published up to the day of the scenario.
    """

    present: Mapping[int, Distribution]
    roles: Mapping[str, float]
    steps: Mapping[str, float]
    drops: Mapping[str, Distribution]
    enablers: tuple[EnablerSummary, ...]
    slack_in_100: float
    initial: Milestone
    full: Milestone
    sites: tuple[SiteSummary, ...]
    sites_need: float
    population_share: float
    bands: Mapping[str, Mapping[str, float]]
    published: tuple[PublishedSize, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain JSON values."""
        return {
            "present": {str(day): asdict(spread) for day, spread in self.present.items()},
            "roles": dict(self.roles),
            "steps": dict(self.steps),
            "drops": {name: asdict(spread) for name, spread in self.drops.items()},
            "enabler": {
                **{entry.name: entry.limits_in_100 / 100.0 for entry in self.enablers},
                "none": self.slack_in_100 / 100.0,
            },
            "slack_in_100": self.slack_in_100,
            "enablers": [
                {"name": entry.name, "limits_in_100": entry.limits_in_100, "carries": asdict(entry.carries)}
                for entry in self.enablers
            ],
            "timeline": {"initial": asdict(self.initial), "full": asdict(self.full)},
            "sites": [asdict(site) for site in self.sites],
            "sites_need": self.sites_need,
            "population_share": self.population_share,
            "bands": {name: dict(shares) for name, shares in self.bands.items()},
            "published": [asdict(size) for size in self.published],
        }


def deployment_summary(conference: Conference, force: Force, as_of: str) -> DeploymentSummary:
    """Fold a force into its summary.

    Parameters
    ----------
    conference
        The compiled scenario.
    force
        The force of all replicates.
    as_of
        ISO date up to which published sizes count.
    """
    deployment = conference.deployment
    runs = len(force.limiting)
    means = force.steps.sum(axis=0) / runs
    return DeploymentSummary(
        present={day: distribution(force.present[:, place]) for place, day in enumerate(PRESENT_DAYS)},
        roles=mean_roles(force.roles.sum(axis=1)),
        steps={name: float(mean) for name, mean in zip(STEPS, means, strict=True)},
        drops={
            name: distribution(force.steps[:, place] - force.steps[:, place + 1])
            for place, name in enumerate(STEPS[1:])
        },
        enablers=tuple(
            EnablerSummary(
                name, distribution(force.limits[:, place]), 100.0 * float((force.limiting == place).sum()) / runs
            )
            for place, name in enumerate(ENABLERS)
        ),
        slack_in_100=100.0 * float((force.limiting == SLACK).sum()) / runs,
        initial=_milestone(force.initial),
        full=_milestone(force.full),
        sites=_sites(conference, force),
        sites_need=requirement_of(list(deployment.garrisons), deployment.reserve, deployment.tooth),
        population_share=_population_share(conference, force),
        bands={name: _in_bands(force.steps[:, STEPS.index(name)]) for name in STRENGTHS},
        published=published_sizes(as_of),
    )


def mean_roles(roles: NDArray[np.int32]) -> dict[str, float]:
    """Return the mean of each role; ``roles`` has shape (replicates, roles)."""
    return {name: float(total) / len(roles) for name, total in zip(ROLES, roles.sum(axis=0), strict=True)}


def _milestone(days: NDArray[np.float64]) -> Milestone:
    reached = days[~np.isnan(days)]
    in_100 = 100.0 * len(reached) / len(days)
    if not len(reached):
        return Milestone(in_100, None, None, None)
    low, middle, high = np.ceil(np.quantile(reached, [0.1, 0.5, 0.9], method="inverted_cdf")).tolist()
    return Milestone(in_100, low, middle, high)


def _sites(conference: Conference, force: Force) -> tuple[SiteSummary, ...]:
    deployment = conference.deployment
    rows = zip(deployment.site_names, deployment.garrisons, deployment.populations, force.covered.T, strict=True)
    return tuple(
        SiteSummary(name, garrison, population, 100.0 * float(covered.sum()) / len(covered))
        for name, garrison, population, covered in rows
    )


def _population_share(conference: Conference, force: Force) -> float:
    population = np.array(conference.deployment.populations, dtype=np.float64)
    if population.sum() <= 0.0:
        return 0.0
    return float((force.covered * population).sum() / len(force.covered) / population.sum())


def _in_bands(totals: NDArray[np.int32]) -> dict[str, float]:
    names = [band.name for band in bands()]
    held = np.searchsorted([band.low for band in bands()], totals, side="right") - 1
    counts = np.bincount(np.maximum(held, 0), minlength=len(names))
    return {name: 100.0 * int(count) / len(totals) for name, count in zip(names, counts, strict=True)}
