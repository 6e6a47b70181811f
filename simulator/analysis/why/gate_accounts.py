"""Accounts of conditions: what a country said, how it was coded, and how often the condition is met in the runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.spreads import Spread, spread
from simulator.data.countries import Codes, Country, Statement
from simulator.data.tables import read_table
from simulator.engine.conference import Conference
from simulator.experiments.statistics import Chance, chance
from simulator.rule.gates import ASKED, COMPANY, DEAL, GATES
from simulator.rule.ladder import weight_at
from simulator.scenario.scenario import Scenario

Floats = NDArray[np.float64]

FLAGS = {
    "us": "condition_us",
    "mandate": "condition_mandate",
    "deal": "condition_ceasefire",
    "border": "condition_border",
}
"""Column of ``statements.csv`` that marks the statements which name a condition."""


@dataclass(frozen=True, slots=True)
class GateAccount:
    """One condition that a country has stated.

    Attributes
    ----------
    gate
        Name of the condition.
    codes
        Code 0-4 by coder, as it holds in the scenario.
    said
        Code by coder as the coder read it, before rules of the scenario and its own arguments.
    statements
        Statements that name the condition, oldest first; those that the codes rest on where none is marked.
    named
        Whether the statements name the condition; else they are only what the codes rest on.
    threshold
        tau over the runs in which the condition counts at the target rung.
    needed
        tau and what the target rung needs beyond rung 3: the signal must reach it.
    signal
        What the country hears, over the same runs.
    counts
        Runs of 100 in which the condition counts at the target rung.
    met
        Of 100 runs in which it counts, those in which the signal reaches what is needed.
    """

    gate: str
    codes: dict[str, int]
    said: dict[str, int]
    statements: tuple[Statement, ...]
    named: bool
    threshold: Spread
    needed: Spread
    signal: Spread
    counts: Chance
    met: Chance


def gate_accounts(
    conference: Conference,
    known: Country,
    coders: Sequence[Codes],
    target: int,
    codes: Floats,
    thresholds: Floats,
    signals: Floats,
) -> tuple[GateAccount, ...]:
    """Return the account of every condition that counts at a rung in any run.

    Parameters
    ----------
    conference
        The compiled scenario.
    known
        The country.
    coders
        Whose codes hold (:func:`coders_of`).
    target
        Rung, 1 to 5.
    codes, thresholds, signals
        Of the country; shape (runs, gates).
    """
    place = conference.iso3.index(known.iso3)
    found = []
    for gate, name in enumerate(GATES):
        tradable = gate not in (DEAL, ASKED)
        weights = np.array([weight_at(code, target, tradable) for code in range(5)])
        counts = weights[codes[:, gate].astype(np.int64)] > 0.0
        if not counts.any():
            continue
        tau, heard = thresholds[counts, gate], signals[counts, gate]
        step = float(conference.rule.increments[gate][target - 1])
        met = int((heard - tau - step >= 0.0).sum())
        named = _named(known, name)
        found.append(
            GateAccount(
                gate=name,
                codes={
                    entry.coder: int(coding.codes[place, gate])
                    for entry, coding in zip(coders, conference.codings, strict=True)
                },
                said={entry.coder: entry.gates[gate] for entry in coders},
                statements=named or _cited(known, coders),
                named=bool(named),
                threshold=_certain(tau),
                needed=_certain(tau + step),
                signal=_certain(heard),
                counts=chance(int(counts.sum()), len(counts)),
                met=chance(met, int(counts.sum())),
            )
        )
    return tuple(found)


def coders_of(scenario: Scenario, known: Country) -> tuple[Codes, ...]:
    """Return the codes of those coders who hold in a scenario, in order of coder."""
    chosen = scenario.document.structure.coder
    return tuple(entry for entry in known.codes if chosen in ("both", entry.coder))


def waits_by_silence(account: GateAccount) -> bool:
    """Return whether a country counts as waiting for others only because it said nothing of them."""
    return account.gate == GATES[COMPANY] and all(
        account.said[coder] == 0 < code for coder, code in account.codes.items()
    )


def _certain(values: Floats) -> Spread:
    found = spread(values)
    if found is None:
        raise ValueError("a spread needs at least one run")
    return found


def _named(known: Country, gate: str) -> tuple[Statement, ...]:
    """Return the statements that name a condition, oldest first."""
    if gate not in FLAGS:
        return ()
    marked = {row["id"] for row in read_table("statements.csv") if row[FLAGS[gate]] == "1"}
    return tuple(item for item in known.statements if item.id in marked)


def _cited(known: Country, coders: Sequence[Codes]) -> tuple[Statement, ...]:
    """Return the statements that the codes rest on, oldest first."""
    ids = {number for entry in coders for number in entry.statement_ids}
    return tuple(item for item in known.statements if item.id in ids)
