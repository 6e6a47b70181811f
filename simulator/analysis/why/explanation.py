"""Why a country stands where it stands: its conditions and their evidence, what binds, and what would lift it.

All runs are those of a plain run with the same seed.  What would lift the country is found run by run on the settled
board, with every other country held where it stands; where others would move too, less can be enough.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.why.company_accounts import CompanyAccount, company_account
from simulator.analysis.why.examining import CLOSED, NO_GATE, THERE, Examined, examine
from simulator.analysis.why.gate_accounts import GateAccount, coders_of, gate_accounts
from simulator.analysis.why.moves import PAIRS, SINGLES
from simulator.analysis.why.price_accounts import Price, prices
from simulator.data.countries import Codes, Country, Statement
from simulator.engine.conference import Conference
from simulator.engine.kernel import settle
from simulator.engine.profiles import drawn_profiles
from simulator.experiments.pool import BLOCK, MOST_PRICED, in_threads
from simulator.experiments.running import DEFAULT_SEED, prepare
from simulator.experiments.statistics import Chance, chance, median_of
from simulator.rule.gates import GATES
from simulator.rule.ladder import TOP
from simulator.scenario.scenario import Scenario

DEFAULT_RUNS = 2000
Floats = NDArray[np.float64]


class NotInConference(LookupError):  # noqa: N818 - named by what happened
    """A scenario leaves the country out, so there is nothing to explain."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a country stands where it stands in the runs of a scenario.

    Attributes
    ----------
    scenario, title, as_of
        What was run, and up to which day statements count.
    runs, seed, priced
        Replicates, root seed, and how many of the runs, from the first, were priced.
    iso3, name
        The country.
    target
        The rung in question, 1 to 5.
    median
        The rung that half of the runs do not exceed, 0 to 5.
    stands
        Chance of each rung from 0 to 5.
    reaches
        Chance of the target rung or a higher one.
    gates
        Its conditions that count at the target rung.
    binding
        What holds it below the target, by the name of the condition, or ``cap``, ``consent`` or ``framework`` where
        its conditions are met; chances over all runs.
    closed
        What closes the target rung whatever the inputs, ``cap``, ``consent`` or ``framework``; chances over all runs.
    singles, pairs
        Moves of one and of two inputs that lift it to the target, in the runs in which the rung is open.
    company
        What it needs of others.
    codes, statements
        Codes of the coders that hold, and what they and the conditions rest on, oldest first.
    announced, silent
        Whether the announced rule holds (no condition counts above welcome for a pledge), and the silence rule (it
        counts as waiting for others).
    argument
        The scenario's own words where it argues with the country's numbers; empty where it does not.
    """

    scenario: str
    title: str
    as_of: str
    runs: int
    seed: int
    priced: int
    iso3: str
    name: str
    target: int
    median: int
    stands: tuple[Chance, ...]
    reaches: Chance
    gates: tuple[GateAccount, ...]
    binding: Mapping[str, Chance]
    closed: Mapping[str, Chance]
    singles: tuple[Price, ...]
    pairs: tuple[Price, ...]
    company: CompanyAccount
    codes: tuple[Codes, ...]
    statements: tuple[Statement, ...]
    announced: bool
    silent: bool
    argument: str

    def reason(self) -> str | None:
        """Return what holds it below the target in most of the runs that are below it; None where none is."""
        return max(self.binding, key=lambda name: self.binding[name].in_100) if self.binding else None


def why(
    scenario: Scenario,
    iso3: str,
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    rung: int | None = None,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> Why:
    """Explain where a country stands in a scenario.

    Parameters
    ----------
    scenario
        Complete and validated.
    iso3
        Code of a country in the tables.
    runs, seed
        Replicates, 1 or more, and root seed: the same runs as those of :func:`simulator.experiments.running`.
    rung
        The rung in question, 1 to 5; the one above the median rung if not given.
    jobs
        Threads to use; the result does not depend on it.
    progress
        Called with the number of replicates done since the last call.

    Raises
    ------
    NotInConference
        If the scenario leaves the country out.
    simulator.data.tables.DataError
        If there are no codes as of the scenario's day.
    """
    ready = prepare(scenario)
    conference = ready.conference
    if iso3 not in conference.iso3:
        raise NotInConference(f"scenario `{scenario.name}` leaves {ready.roster[iso3].name} out")
    place = conference.iso3.index(iso3)
    blocks = [(first, min(BLOCK, runs - first)) for first in range(0, runs, BLOCK)]
    rungs = _settled(conference, seed, blocks, jobs, progress)
    own = np.concatenate([rungs[block][:, place] for block in blocks])
    target = min(TOP, int(median_of(own)) + 1) if rung is None else rung

    def work(block: tuple[int, int]) -> _Block:
        return _examined(conference, seed, block, rungs[block], place, target)

    done = dict(in_threads(work, blocks, jobs))
    examined = _joined([done[block].examined for block in blocks])
    codes, thresholds = (
        np.concatenate([getattr(done[block], name) for block in blocks]) for name in ("codes", "thresholds")
    )
    known, inputs = ready.roster[iso3], conference.inputs[-1]
    coders = coders_of(scenario, known)
    gates = gate_accounts(conference, known, coders, target, codes, thresholds, examined.signals)
    structure, argued = scenario.document.structure, scenario.document.countries
    return Why(
        scenario=scenario.name,
        title=scenario.document.title or scenario.name,
        as_of=scenario.document.as_of.isoformat(),
        runs=runs,
        seed=seed,
        priced=len(examined.steps),
        iso3=iso3,
        name=known.name,
        target=target,
        median=int(median_of(own)),
        stands=tuple(chance(int(count), runs) for count in np.bincount(own, minlength=TOP + 1)),
        reaches=chance(int((own >= target).sum()), runs),
        gates=gates,
        binding=_binding(examined),
        closed=_closed(examined),
        singles=prices(SINGLES, examined.steps[:, : len(SINGLES)], inputs),
        pairs=prices(PAIRS, examined.steps[:, len(SINGLES) :], inputs),
        company=company_account(conference, place, {one.iso3: one.name for one in ready.roster}, examined),
        codes=coders,
        statements=_statements(known, coders, gates),
        announced=structure.announced and known.announces_ground(),
        silent=structure.silence and known.silent_on_company() and any(entry.gates[4] == 0 for entry in coders),
        argument=argued[iso3].why if iso3 in argued else "",
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """A country in a block of runs: what was drawn for it, and what examining it found."""

    codes: Floats
    thresholds: Floats
    examined: Examined


def _settled(
    conference: Conference,
    seed: int,
    blocks: list[tuple[int, int]],
    jobs: int,
    progress: Callable[[int], None],
) -> dict[tuple[int, int], NDArray[np.int8]]:
    """Return the settled rungs of every block; shape (runs, countries)."""

    def work(block: tuple[int, int]) -> NDArray[np.int8]:
        rungs: NDArray[np.int8] = settle(conference, drawn_profiles(conference, seed, *block)).rungs[0]
        return rungs

    done = {}
    for block, rungs in in_threads(work, blocks, jobs):
        done[block] = rungs
        progress(block[1])
    return done


def _examined(
    conference: Conference, seed: int, block: tuple[int, int], rungs: NDArray[np.int8], country: int, target: int
) -> _Block:
    profiles = drawn_profiles(conference, seed, *block)
    found = examine(conference, profiles, rungs, country, target, SINGLES + PAIRS, MOST_PRICED - block[0])
    return _Block(profiles.codes[:, country].copy(), profiles.thresholds[:, country].copy(), found)


def _joined(parts: list[Examined]) -> Examined:
    return Examined(*(np.concatenate([part[column] for part in parts]) for column in range(len(Examined._fields))))


def _binding(examined: Examined) -> dict[str, Chance]:
    """Return what holds the country below the target, the most frequent first."""
    runs = len(examined.closed)
    below = examined.closed != THERE
    counts = {name: int((below & (examined.binding == gate)).sum()) for gate, name in enumerate(GATES)} | {
        name: int((below & (examined.binding == NO_GATE) & (examined.closed == kind)).sum())
        for kind, name in enumerate(CLOSED)
        if kind > THERE
    }
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    return {name: chance(count, runs) for name, count in ranked if count}


def _closed(examined: Examined) -> dict[str, Chance]:
    runs = len(examined.closed)
    counts = {name: int((examined.closed == kind).sum()) for kind, name in enumerate(CLOSED) if kind > THERE}
    return {name: chance(count, runs) for name, count in counts.items() if count}


def _statements(known: Country, coders: tuple[Codes, ...], gates: tuple[GateAccount, ...]) -> tuple[Statement, ...]:
    ids = {number for entry in coders for number in entry.statement_ids}
    ids |= {item.id for account in gates for item in account.statements}
    return tuple(item for item in known.statements if item.id in ids)
