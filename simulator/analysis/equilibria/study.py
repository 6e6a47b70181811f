"""A study of one conference at rest: its equilibria, what each country moves, and its smallest tipping sets."""

from dataclasses import dataclass
from typing import Any

from simulator.analysis.equilibria.forcing import held
from simulator.analysis.equilibria.rest_points import Equilibria, equilibria
from simulator.analysis.equilibria.tipping_sets import Goal, TippingSets, tipping_sets
from simulator.analysis.equilibria.waiting import Waiting, waiting
from simulator.experiments.running import prepare
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Study:
    """What is known of a conference at rest.

    Attributes
    ----------
    equilibria
        Least and greatest rest points.
    alone
        What follows when each country goes to its cap whatever its conditions say.
    tipping
        The smallest tipping sets.
    """

    equilibria: Equilibria
    alone: Waiting
    tipping: TippingSets

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "scenario": self.equilibria.scenario,
            "as_of": self.equilibria.as_of,
            "runs": self.equilibria.runs,
            "seed": self.equilibria.seed,
            "equilibria": self.equilibria.to_json(),
            "forced_alone": self.alone.to_json(),
            "tipping_sets": self.tipping.to_json(),
        }


def study(
    scenario: Scenario, goal: Goal, runs: int, seed: int, jobs: int = 1, largest: int = 3, rung: int | None = None
) -> Study:
    """Study the conference of a scenario; all parts read the same draws.

    Parameters
    ----------
    scenario
        Complete and validated; its last inputs hold.
    goal
        What a tipping set is to bring about.
    runs
        Replicates, 1 or more.
    seed
        Root seed.
    jobs
        Threads to use; the result does not depend on it.
    largest, rung
        As for :func:`simulator.analysis.equilibria.tipping_sets.tipping_sets`.
    """
    ready = prepare(scenario)
    still = held(ready.conference, seed, 0, runs)
    names = [ready.roster[code].name for code in ready.conference.iso3]
    return Study(
        equilibria(scenario, runs, seed, jobs),
        waiting(scenario, runs, seed, jobs, step=None),
        tipping_sets(still, names, goal, largest, rung, jobs),
    )
