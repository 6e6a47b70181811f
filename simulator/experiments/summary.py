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
        What would lift it one rung, the most often smallest move first; read off the first runs only where there are
        very many.
    since
        For each count: the 25th, 50th and 75th percentile of the round since which it is counted without a break, None
        where it never is in so many runs.
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
    since: Mapping[str, tuple[int | None, int | None, int | None]]

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
    p25: Mapping[str, float]
    p50: Mapping[str, float]
    p75: Mapping[str, float]
    p90: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """All runs of one scenario.

    Attributes
    ----------
    percentiles
        For each strength the percentiles 0 (the smallest value) to 100 (the largest), persons.
    """

    scenario: str
    title: str
    as_of: str
    runs: int
    seed: int
    force: Mapping[str, Distribution]
    percentiles: Mapping[str, tuple[int, ...]]
    reaches: tuple[Reach, ...]
    counts: Mapping[str, Distribution]
    countries: tuple[CountrySummary, ...]
    rounds: tuple[RoundSummary, ...]
    deployment: DeploymentSummary
    settled: float
    arguments: Mapping[str, str]

    def to_json(self, out: str | None = None) -> dict[str, Any]:
        """Return the summary as plain JSON values, in full; every number is one Python would print the same everywhere.

        :func:`simulator.experiments.kept.reading.summary_of` is the way back.
        """
        return {
            "scenario": self.scenario,
            "title": self.title,
            "as_of": self.as_of,
            "runs": self.runs,
            "seed": self.seed,
            "force": {name: asdict(spread) for name, spread in self.force.items()},
            "percentiles": {name: list(values) for name, values in self.percentiles.items()},
            "reaches": [
                {"strength": reach.strength, "troops": reach.troops, **asdict(reach.chance)} for reach in self.reaches
            ],
            "counts": {name: asdict(spread) for name, spread in self.counts.items()},
            "countries": [_country_json(country) for country in self.countries],
            "rounds": [asdict(entry) for entry in self.rounds],
            **self.deployment.to_json(),
            "arguments": dict(self.arguments),
            "settled": self.settled,
            "out": out,
        }


def _country_json(country: CountrySummary) -> dict[str, Any]:
    return {
        "iso3": country.iso3,
        "name": country.name,
        "joins": country.joins,
        "inside": country.inside,
        "ground": country.ground,
        "rungs": list(country.rungs),
        "troops": asdict(country.troops),
        "headline": asdict(country.headline),
        "roles": dict(country.roles),
        "kinds": dict(country.kinds),
        "offers": dict(country.offers),
        "usable": asdict(country.usable),
        "binding": dict(country.binding),
        "since": {name: list(rounds) for name, rounds in country.since.items()},
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
        percentiles={name: _percentiles(values) for name, values in totals.items()},
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
        since={count: _since(boards.since[:, place, column]) for column, count in enumerate(COUNTED)},
    )


def _percentiles(values: NDArray[np.int32]) -> tuple[int, ...]:
    ordered = np.sort(values)
    places = [max(0, -(-percent * len(ordered) // 100) - 1) for percent in range(101)]
    return tuple(ordered[places].tolist())


def _since(rounds: NDArray[np.int16]) -> tuple[int | None, int | None, int | None]:
    never = np.iinfo(np.int16).max
    held = np.sort(np.where(rounds < 0, never, rounds))
    low, middle, high = (int(held[-(-percent * len(held) // 100) - 1]) for percent in (25, 50, 75))
    return (None if low == never else low, None if middle == never else middle, None if high == never else high)


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
        quantiles = np.quantile(rows, [0.1, 0.25, 0.5, 0.75, 0.9], axis=0, method="inverted_cdf").tolist()
        p10, p25, p50, p75, p90 = (dict(zip(ROUND_COLUMNS, row, strict=True)) for row in quantiles)
        means = [exact_mean(column) for column in rows.T]
        summaries.append(
            RoundSummary(
                round=number,
                means=dict(zip(ROUND_COLUMNS, means, strict=True)),
                p10=p10,
                p25=p25,
                p50=p50,
                p75=p75,
                p90=p90,
            )
        )
    return tuple(summaries)
