"""Who waits for whom: which countries follow when one of them goes a rung further whatever its conditions say.

Every country is moved alone, on the same draws, from where it stands at the least rest point; the others answer until
nothing moves.  Nobody comes down because another goes up, so whoever ends higher has followed.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.equilibria.forcing import Held, Members, batches, held
from simulator.engine.totals import Runs
from simulator.experiments.comparing.paired import Change, paired_change
from simulator.experiments.pool import in_threads
from simulator.experiments.running import prepare
from simulator.experiments.statistics import Chance, chance
from simulator.rule.ladder import TOP
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Mover:
    """A country that is moved, and what follows.

    Attributes
    ----------
    iso3, name
        The country.
    moved
        Runs of 100 in which it can be moved: in the others it stands at its cap, or its parliament or the framework
        rule keeps it where it is.
    anybody
        Runs of 100 in which at least one other country follows.
    own, induced
        Means over all runs, persons: what it pledges more itself, and what all others pledge more because of it.
    followers
        Runs of 100 in which each country follows, in the order of the countries; 0 for itself.
    """

    iso3: str
    name: str
    moved: Chance
    anybody: Chance
    own: Change
    induced: Change
    followers: tuple[Chance, ...]

    def to_json(self, iso3: tuple[str, ...]) -> dict[str, Any]:
        """Return plain values for JSON; of followers those that ever follow, by ``iso3`` in order."""
        return {
            "iso3": self.iso3,
            "name": self.name,
            "moved_in_100": self.moved.in_100,
            "somebody_follows": {"in_100": self.anybody.in_100, "low": self.anybody.low, "high": self.anybody.high},
            "own": plain_change(self.own),
            "induced": plain_change(self.induced),
            "followers": {
                code: {"in_100": found.in_100, "low": found.low, "high": found.high}
                for code, found in zip(iso3, self.followers, strict=True)
                if found.in_100 > 0.0
            },
        }


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who follows whom in a scenario.

    Attributes
    ----------
    scenario, title, as_of, runs, seed
        What was run.
    step
        Rungs that each country is moved, or None where it is moved to its cap.
    iso3, names
        All countries, in alphabetical order of code.
    movers
        One for each country, in that order.
    """

    scenario: str
    title: str
    as_of: str
    runs: int
    seed: int
    step: int | None
    iso3: tuple[str, ...]
    names: tuple[str, ...]
    movers: tuple[Mover, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON: the countries that move or are followed in any run."""
        return {
            "runs": self.runs,
            "step": "cap" if self.step is None else self.step,
            "movers": [mover.to_json(self.iso3) for mover in self.movers if mover.moved.in_100 > 0.0],
        }


def waiting(scenario: Scenario, runs: int, seed: int, jobs: int = 1, step: int | None = 1) -> Waiting:
    """Move each country by itself and see who follows.

    Parameters
    ----------
    scenario
        Complete and validated; its last inputs hold.
    runs
        Replicates, 1 or more.
    seed
        Root seed.
    jobs
        Threads to use; the result does not depend on it.
    step
        Rungs up from where it stands, 1 or more; to its cap if None.
    """
    ready = prepare(scenario)
    still = held(ready.conference, seed, 0, runs)
    iso3 = still.conference.iso3
    names = tuple(ready.roster[code].name for code in iso3)
    base = still.least()
    return Waiting(
        scenario=scenario.name,
        title=scenario.document.title or scenario.name,
        as_of=scenario.document.as_of.isoformat(),
        runs=runs,
        seed=seed,
        step=step,
        iso3=iso3,
        names=names,
        movers=movers(still, base, names, jobs, step),
    )


def movers(still: Held, base: Runs, names: tuple[str, ...], jobs: int = 1, step: int | None = 1) -> tuple[Mover, ...]:
    """Return what follows when each country of a conference at rest is moved by itself.

    Parameters
    ----------
    still
        The conference with its draws.
    base
        Its least rest points.
    names
        Of its countries.
    jobs, step
        As for :func:`waiting`.
    """
    rungs = None if step is None else np.minimum(base.rungs[0] + step, TOP).astype(np.int8)
    alone: list[Members] = [(country,) for country in range(len(names))]
    parts = batches(alone, still.runs)
    blocks = [(place, 0) for place in range(len(parts))]

    def work(block: tuple[int, int]) -> list[Mover]:
        found = still.forced(parts[block[0]], rungs=rungs)
        return [
            _mover(still.conference.iso3, names, country, base, found, place)
            for place, (country,) in enumerate(parts[block[0]])
        ]

    done = dict(in_threads(work, blocks, jobs))
    return tuple(mover for block in blocks for mover in done[block])


def _mover(iso3: tuple[str, ...], names: tuple[str, ...], country: int, base: Runs, found: Runs, place: int) -> Mover:
    runs = len(base.rungs[0])
    rose = found.rungs[place] > base.rungs[0]
    moved = int(rose[:, country].sum())
    rose[:, country] = False
    own, induced = own_and_induced(base, found, place, (country,))
    return Mover(
        iso3=iso3[country],
        name=names[country],
        moved=chance(moved, runs),
        anybody=chance(int(rose.any(axis=1).sum()), runs),
        own=own,
        induced=induced,
        followers=tuple(chance(int(count), runs) for count in rose.sum(axis=0)),
    )


def own_and_induced(base: Runs, found: Runs, place: int, members: Members) -> tuple[Change, Change]:
    """Return the troops that a forced set adds itself, and those it induces in all others; means over runs, persons.

    Parameters
    ----------
    base
        Least rest points with nobody forced.
    found, place
        Those with sets forced, and which of the sets is meant.
    members
        Countries of that set.
    """
    mine = list(members)
    own_before, own_after = _sum(base.troops[0][:, mine]), _sum(found.troops[place][:, mine])
    before, after = base.pledged[0].astype(np.int64), found.pledged[place].astype(np.int64)
    return paired_change(own_before, own_after), paired_change(before - own_before, after - own_after)


def _sum(troops: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.asarray(troops.sum(axis=1, dtype=np.int64))


def plain_change(found: Change) -> dict[str, float | None]:
    """Return a change as plain values for JSON; an error that a single run cannot give is null."""
    return {"mean": found.mean, "mcse": found.mcse if np.isfinite(found.mcse) else None}
