"""Equilibria: the least and the greatest rest point of a conference in every run, and what lies between them.

Boards are ordered and a country never comes down because another goes up, so a least and a greatest rest point exist
in every run (Tarski; Milgrom & Roberts 1990, https://doi.org/10.2307/2938316).  The least is reached from all out: an
open conference from a cold start.  The greatest is reached from all caps: the largest set of conditional pledges that
hold each other up, as sealed "I will if you will" commitments would deliver.  The gap is what coordination is worth.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.analysis.equilibria.forcing import held
from simulator.engine.totals import Runs
from simulator.experiments.comparing.paired import Change, paired_change
from simulator.experiments.pool import BLOCK, in_threads
from simulator.experiments.running import prepare
from simulator.experiments.statistics import Chance, Distribution, chance, distribution
from simulator.scenario.scenario import Scenario

RARE_IN_100 = 5.0
"""Runs of 100 with more than one rest point below which cascades are called rare."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A country that stands higher at the greatest rest point in some runs.

    Attributes
    ----------
    iso3, name
        The country.
    higher
        In how many runs of 100.
    troops
        Mean of what it pledges more, over all runs, persons.
    """

    iso3: str
    name: str
    higher: Chance
    troops: Change


@dataclass(frozen=True, slots=True)
class Equilibria:
    """Least and greatest rest points of a scenario.

    Attributes
    ----------
    scenario, title, as_of, runs, seed
        What was run.
    least, greatest
        Pledged force at the least and at the greatest rest point, persons.
    differ
        Runs of 100 in which the two are not the same board.
    value
        Coordination value: mean of the greatest less the least over all runs, persons.
    where
        The same over the runs in which they differ; None where there is no such run.
    countries
        Countries that stand higher at the greatest, the most often first.
    """

    scenario: str
    title: str
    as_of: str
    runs: int
    seed: int
    least: Distribution
    greatest: Distribution
    differ: Chance
    value: Change
    where: Distribution | None
    countries: tuple[Difference, ...]

    @property
    def rare(self) -> bool:
        """Whether several rest points are rare beyond run noise."""
        return self.differ.high < RARE_IN_100

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "runs": self.runs,
            "least": _spread(self.least),
            "greatest": _spread(self.greatest),
            "differ": _chance(self.differ),
            "value": _change(self.value),
            "where_they_differ": None if self.where is None else _spread(self.where),
            "rare": self.rare,
            "countries": [
                {"iso3": one.iso3, "name": one.name, "higher": _chance(one.higher), "troops": _change(one.troops)}
                for one in self.countries
            ],
        }


def equilibria(scenario: Scenario, runs: int, seed: int, jobs: int = 1) -> Equilibria:
    """Find the least and the greatest rest point of a scenario in every run, at its last inputs.

    Parameters
    ----------
    scenario
        Complete and validated; its stickiness and its start do not matter.
    runs
        Replicates, 1 or more.
    seed
        Root seed: run n has the draws that it has in a plain run.
    jobs
        Threads to use; the result does not depend on it.
    """
    ready = prepare(scenario)
    iso3 = ready.conference.iso3

    def work(block: tuple[int, int]) -> tuple[Runs, Runs]:
        still = held(ready.conference, seed, *block)
        return still.least(), still.greatest()

    blocks = [(first, min(BLOCK, runs - first)) for first in range(0, runs, BLOCK)]
    done = dict(in_threads(work, blocks, jobs))
    low, high = (_joined([done[block][which] for block in blocks]) for which in (0, 1))
    differ = (low.rungs != high.rungs).any(axis=1)
    gap = high.pledged.astype(np.int64) - low.pledged
    return Equilibria(
        scenario=scenario.name,
        title=scenario.document.title or scenario.name,
        as_of=scenario.document.as_of.isoformat(),
        runs=runs,
        seed=seed,
        least=distribution(low.pledged),
        greatest=distribution(high.pledged),
        differ=chance(int(differ.sum()), runs),
        value=paired_change(low.pledged, high.pledged),
        where=distribution(gap[differ]) if differ.any() else None,
        countries=_differences(iso3, tuple(ready.roster[code].name for code in iso3), low, high),
    )


def _joined(blocks: list[Runs]) -> Runs:
    """Return blocks of runs at their only point as one."""
    return Runs(*(np.concatenate([column[0] for column in columns]) for columns in zip(*blocks, strict=True)))


def _differences(iso3: tuple[str, ...], names: tuple[str, ...], low: Runs, high: Runs) -> tuple[Difference, ...]:
    runs = len(low.rungs)
    higher = (high.rungs > low.rungs).sum(axis=0)
    order = sorted(np.flatnonzero(higher).tolist(), key=lambda place: (-int(higher[place]), iso3[place]))
    return tuple(
        Difference(
            iso3[place],
            names[place],
            chance(int(higher[place]), runs),
            paired_change(low.troops[:, place], high.troops[:, place]),
        )
        for place in order
    )


def _spread(spread: Distribution) -> dict[str, float]:
    return {name: getattr(spread, name) for name in ("mean", "mcse", "p10", "p50", "p90")}


def _chance(found: Chance) -> dict[str, float]:
    return {"in_100": found.in_100, "low": found.low, "high": found.high}


def _change(found: Change) -> dict[str, float | None]:
    return {"mean": found.mean, "mcse": found.mcse if np.isfinite(found.mcse) else None}
