"""Summary: what a scenario's runs come to, in the form that tables, figures and JSON read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.data.countries import Country
from simulator.data.deployment import offers
from simulator.data.roster import Roster
from simulator.engine.boards import ROUND_COLUMNS, Boards
from simulator.engine.conference import Conference
from simulator.engine.force import STEPS, STRENGTHS, Force
from simulator.engine.reasons import LEVERS, REASONS
from simulator.experiments.deployment_summary import DeploymentSummary, deployment_summary, mean_roles
from simulator.experiments.statistics import Chance, Distribution, chance, distribution, exact_mean
from simulator.rule.ladder import GROUND, INSIDE, JOINS, TOP
from simulator.scenario.scenario import Scenario

SCHEMA = 1
COUNTED = {"joins": JOINS, "inside": INSIDE, "ground": GROUND}
"""The three counts of contributors, by the lowest rung that counts."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The chance that one strength reaches a size."""

    strength: str
    troops: int
    chance: Chance


@dataclass(frozen=True, slots=True)
class LeverPrice:
    """One lever that can lift a country one rung by itself.

    Attributes
    ----------
    input
        Path of the input, or ``us.involvement`` for all five American components.
    in_100
        Runs out of 100 in which it can.
    move
        Median of the smallest move that does, over those runs; a fall for a threat.
    smallest_in_100
        Runs out of 100 in which it is the smallest move of all.
    """

    input: str
    in_100: float
    move: float
    smallest_in_100: float


@dataclass(frozen=True, slots=True)
class CountrySummary:
    """One country over all runs; shares of runs lie in [0, 1], troops are persons.

    Attributes
    ----------
    joins, inside, ground
        Shares of runs with rung 1, 2, 3 or more.
    rungs
        Shares of runs on rung 0 to 5; they sum to 1.
    troops, headline
        Sustained pledge and one-tour strength.
    roles
        Mean sustained pledge by role; they sum to the mean of ``troops``.
    kinds
        Mean sustained pledge by kind, ``ground`` and ``noncombat``; they sum to the mean of ``troops``.
    usable
        Usable strength after shaving, own words, caveats and enablers.
    offers
        Help beside ground troops that its statements offer: shares of runs in which it is on the rung that takes.
    binding
        Shares of runs by what keeps the country below ground troops (:data:`simulator.engine.reasons.REASONS`).
    prices
        What would lift it one rung, the most often smallest move first.
    """

    iso3: str
    name: str
    joins: float
    inside: float
    ground: float
    rungs: tuple[float, ...]
    troops: Distribution
    headline: Distribution
    roles: Mapping[str, float]
    kinds: Mapping[str, float]
    usable: Distribution
    offers: Mapping[str, float]
    binding: Mapping[str, float]
    prices: tuple[LeverPrice, ...]

    def main_reason(self) -> str:
        """Return the reason that holds in most runs without ground troops; ``none`` if there are no such runs."""
        held = {name: share for name, share in self.binding.items() if name != "none"}
        name = max(held, key=lambda key: held[key])
        return name if held[name] > 0.0 else "none"


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """The board after one round, over all runs; a run that is at rest counts with its last board."""

    round: int
    means: Mapping[str, float]
    p10: Mapping[str, float]
    p50: Mapping[str, float]
    p90: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """All runs of one scenario."""

    scenario: str
    title: str
    as_of: str
    runs: int
    seed: int
    force: Mapping[str, Distribution]
    reaches: tuple[Reach, ...]
    counts: Mapping[str, Distribution]
    countries: tuple[CountrySummary, ...]
    rounds: tuple[RoundSummary, ...]
    deployment: DeploymentSummary
    settled: float
    arguments: Mapping[str, str]

    def to_json(self, out: str | None = None) -> dict[str, Any]:
        """Return the summary as plain JSON values; every number is one Python would print the same everywhere."""
        return {
            "scenario": self.scenario,
            "title": self.title,
            "as_of": self.as_of,
            "runs": self.runs,
            "seed": self.seed,
            "force": {name: asdict(spread) for name, spread in self.force.items()},
            "reaches": [
                {"strength": reach.strength, "troops": reach.troops, **asdict(reach.chance)} for reach in self.reaches
            ],
            "counts": {name: asdict(spread) for name, spread in self.counts.items()},
            "countries": [_country_json(country) for country in self.countries],
            **self.deployment.to_json(),
            "arguments": dict(self.arguments),
            "settled": self.settled,
            "out": out,
        }


def _country_json(country: CountrySummary) -> dict[str, Any]:
    short = ("mean", "p10", "p50", "p90")
    return {
        "iso3": country.iso3,
        "name": country.name,
        "joins": country.joins,
        "inside": country.inside,
        "ground": country.ground,
        "rungs": list(country.rungs),
        "troops": {key: getattr(country.troops, key) for key in short},
        "headline": {key: getattr(country.headline, key) for key in short},
        "roles": dict(country.roles),
        "kinds": dict(country.kinds),
        "offers": dict(country.offers),
        "usable": {key: getattr(country.usable, key) for key in short},
        "binding": dict(country.binding),
        "next_rung": [asdict(price) for price in country.prices],
    }


def summarise(
    scenario: Scenario,
    roster: Roster,
    conference: Conference,
    boards: Boards,
    force: Force,
    seed: int,
    thresholds: Sequence[int],
) -> Summary:
    """Fold the boards of a scenario into its summary.

    Parameters
    ----------
    scenario, roster, conference
        What was run.
    boards, force
        Settled boards of all replicates, and the force they come to.
    seed
        Root seed.
    thresholds
        Force sizes (persons) whose chances are wanted.
    """
    totals = {name: force.steps[:, STEPS.index(name)] for name in STRENGTHS}
    runs = len(boards)
    reaches = [
        Reach(strength, size, chance(int((totals[strength] >= size).sum()), runs))
        for strength in totals
        for size in thresholds
    ]
    return Summary(
        scenario=scenario.name,
        title=scenario.document.title or scenario.name,
        as_of=scenario.document.as_of.isoformat(),
        runs=runs,
        seed=seed,
        force={name: distribution(values) for name, values in totals.items()},
        reaches=tuple(reaches),
        counts={name: distribution((boards.rungs >= rung).sum(axis=1)) for name, rung in COUNTED.items()},
        countries=tuple(_country(place, roster[iso3], boards, force) for place, iso3 in enumerate(conference.iso3)),
        rounds=_rounds(boards),
        deployment=deployment_summary(conference, force, scenario.document.as_of.isoformat()),
        settled=float(boards.settled.sum()) / runs,
        arguments={iso3: argued.why for iso3, argued in scenario.document.countries.items()},
    )


def _country(place: int, known: Country, boards: Boards, force: Force) -> CountrySummary:
    runs = len(boards)
    rungs = boards.rungs[:, place]
    held_by = np.bincount(boards.reasons[:, place], minlength=len(REASONS))
    on_rung = np.bincount(rungs, minlength=TOP + 1)
    return CountrySummary(
        iso3=known.iso3,
        name=known.name,
        **{count: float((rungs >= rung).sum()) / runs for count, rung in COUNTED.items()},
        rungs=tuple(float(count) / runs for count in on_rung),
        troops=distribution(boards.pledged[:, place]),
        headline=distribution(boards.headline[:, place]),
        roles=mean_roles(force.roles[:, place]),
        usable=distribution(force.usable[:, place]),
        offers={
            name: float((rungs >= offers()[name].rung).sum()) / runs for name in known.offers() if name in offers()
        },
        kinds=_kinds(rungs, boards.pledged[:, place]),
        binding={reason: float(count) / runs for reason, count in zip(REASONS, held_by, strict=True)},
        prices=_prices(boards.prices[:, place, :]),
    )


def _kinds(rungs: NDArray[np.int8], pledged: NDArray[np.int32]) -> dict[str, float]:
    ground = rungs >= GROUND
    return {
        "ground": float(pledged[ground].sum()) / len(rungs),
        "noncombat": float(pledged[~ground].sum()) / len(rungs),
    }


def _prices(moves: NDArray[np.float64]) -> tuple[LeverPrice, ...]:
    """Return the levers that can lift a country, the one that is most often the smallest move first."""
    runs = len(moves)
    possible = ~np.isnan(moves)
    smallest = np.where(possible, moves, np.inf).argmin(axis=1)
    first = np.bincount(smallest[possible.any(axis=1)], minlength=len(LEVERS))
    found = [
        LeverPrice(
            input=lever.name,
            in_100=100.0 * float(possible[:, place].sum()) / runs,
            move=float(np.quantile(moves[possible[:, place], place], 0.5, method="inverted_cdf")),
            smallest_in_100=100.0 * float(first[place]) / runs,
        )
        for place, lever in enumerate(LEVERS)
        if possible[:, place].any()
    ]
    return tuple(sorted(found, key=lambda price: (-price.smallest_in_100, price.input)))


def _rounds(boards: Boards) -> tuple[RoundSummary, ...]:
    summaries = []
    for number in range(boards.history.shape[1]):
        rows = boards.history[:, number].astype(np.float64)
        low, middle, high = np.quantile(rows, [0.1, 0.5, 0.9], axis=0, method="inverted_cdf").tolist()
        means = [exact_mean(column) for column in rows.T]
        summaries.append(
            RoundSummary(
                round=number,
                means=dict(zip(ROUND_COLUMNS, means, strict=True)),
                p10=dict(zip(ROUND_COLUMNS, low, strict=True)),
                p50=dict(zip(ROUND_COLUMNS, middle, strict=True)),
                p90=dict(zip(ROUND_COLUMNS, high, strict=True)),
            )
        )
    return tuple(summaries)
