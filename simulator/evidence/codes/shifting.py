"""Sensitivity of a scenario to its codes: every code one step up or down, and one coder instead of two.

Runs are paired: run n has the same draws with shifted codes as without, so what is left is the shift alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.data.countries import Codes, Country
from simulator.data.roster import CODERS, Roster, load_roster
from simulator.engine.compile import compile_conference
from simulator.engine.fresh import run_fresh
from simulator.engine.kernel import points_of
from simulator.engine.totals import Runs
from simulator.evidence.codes.basis import GATE_LETTERS, disagreements
from simulator.evidence.codes.codebook import LARGEST_CAP, LARGEST_CODE
from simulator.experiments.comparing.paired import (
    ChanceChange,
    Change,
    MedianChange,
    chance_change,
    median_change,
    paired_change,
)
from simulator.experiments.pool import BLOCK, in_threads
from simulator.experiments.statistics import exact_mean, median_of
from simulator.scenario.scenario import Scenario

SIZES = (10_000, 20_000)
MEANS = ("pledged", "usable", "joins", "inside", "ground")
"""Persons, persons, and three counts of countries, run by run."""

ALL = "all gates"
CAP = "cap"
BY = (1, -1)


@dataclass(frozen=True, slots=True)
class Shift:
    """One way to change the codes, and what it does.

    Attributes
    ----------
    what
        A gate, ``all gates``, ``cap``, or ``coder A``.
    by
        +1 or -1; 0 where a coder is left out.
    touched
        Countries with a code that changes, for either coder.
    values
        Mean of each of :data:`MEANS` after the change.
    median
        Change of the median pledge, persons.
    means
        Change of each mean, with its error from differences run by run.
    reaches
        Change of the chance that the pledge reaches each of :data:`SIZES`.
    """

    what: str
    by: int
    touched: int
    values: Mapping[str, float]
    median: MedianChange
    means: Mapping[str, Change]
    reaches: Mapping[int, ChanceChange]

    def row(self) -> dict[str, Any]:
        """Return the shift as one flat row of plain values."""
        row: dict[str, Any] = {"codes": self.what, "by": self.by, "countries": self.touched}
        row |= {"pledged_median_change": self.median.median, "pledged_median_mcse": _finite(self.median.mcse)}
        for name, change in self.means.items():
            row |= {name: self.values[name], f"{name}_change": change.mean, f"{name}_mcse": _finite(change.mcse)}
        for size, chance in self.reaches.items():
            row |= {f"reaches_{size}_change": chance.in_100, f"reaches_{size}_mcse": chance.mcse}
        return row


@dataclass(frozen=True, slots=True)
class Shifting:
    """What every shift does to a scenario.

    Attributes
    ----------
    scenario, runs, seed
        What was run, how often, and the root seed of the draws.
    values
        Mean of each of :data:`MEANS` with the codes as they are; ``pledged_median`` too.
    reaches
        Runs of 100 in which the pledge reaches each of :data:`SIZES`.
    shifts
        Gates in order, then all gates, then caps, each up and down; then each coder alone.
    """

    scenario: str
    runs: int
    seed: int
    values: Mapping[str, float]
    reaches: Mapping[int, float]
    shifts: tuple[Shift, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the table as plain JSON values; an error without a bound is None."""
        return {
            "scenario": self.scenario,
            "runs": self.runs,
            "seed": self.seed,
            "unshifted": dict(self.values) | {f"reaches_{size}": value for size, value in self.reaches.items()},
            "shifts": [shift.row() for shift in self.shifts],
        }


def shifted(roster: Roster, what: str, by: int) -> Roster:
    """Return a roster with codes moved by some steps.

    Parameters
    ----------
    roster
        Countries with the codes of both coders.
    what
        One of ``U``, ``C``, ``D``, ``B``, ``S``; ``all gates``; or ``cap``.
    by
        Steps; codes stay within 0 to 4, caps within 0 to 5.  A condition that was not stated stays unstated, and a cap
        that silence set by default stays where it is.
    """
    return Roster(roster.as_of, tuple(_shifted_country(country, what, by) for country in roster))


def shifting(
    scenario: Scenario, runs: int, seed: int, jobs: int = 1, progress: Callable[[int], None] = lambda done: None
) -> Shifting:
    """Run a scenario with its codes as they are, and with every shift of them.

    Parameters
    ----------
    scenario
        Complete and validated.
    runs
        Replicates of each, 1 or more.
    seed
        Root seed, the same for all.
    jobs
        Threads to use; the result does not depend on it.
    progress
        Called with the number of runs done since the last call; there are :func:`settings_run` times ``runs`` in all.

    Raises
    ------
    simulator.data.tables.DataError
        If there are no codes as of the scenario's day.
    """
    roster = load_roster(scenario.document.as_of, record_since=int(scenario.document.capacity.record_since))
    held = _runs(scenario, roster, runs, seed, jobs, progress)
    shifts = []
    for what in (*GATE_LETTERS, ALL, CAP):
        for by in BY:
            moved = shifted(roster, what, by)
            other = _runs(scenario, moved, runs, seed, jobs, progress)
            shifts.append(_shift(what, by, _touched(roster, moved), held, other))
    if scenario.document.structure.coder == "both":
        for coder in CODERS:
            alone = scenario.with_("structure.coder", coder)
            other = _runs(alone, roster, runs, seed, jobs, progress)
            shifts.append(_shift(f"coder {coder} alone", 0, _differing(roster), held, other))
    pledged = held["pledged"]
    return Shifting(
        scenario=scenario.name,
        runs=runs,
        seed=seed,
        values={"pledged_median": median_of(pledged)} | _means(held),
        reaches={size: 100.0 * int((pledged >= size).sum()) / runs for size in SIZES},
        shifts=tuple(shifts),
    )


def settings_run(scenario: Scenario) -> int:
    """Return how many settings :func:`shifting` runs, the unshifted one included."""
    coders = len(CODERS) if scenario.document.structure.coder == "both" else 0
    return 1 + len(BY) * (len(GATE_LETTERS) + 2) + coders


def _runs(
    scenario: Scenario, roster: Roster, runs: int, seed: int, jobs: int, progress: Callable[[int], None]
) -> dict[str, NDArray[np.int64]]:
    """Return one whole number a run for each of :data:`MEANS`, on a roster of one's own."""
    conference = compile_conference(scenario, roster)
    points = points_of([conference])
    blocks = [(first, min(BLOCK, runs - first)) for first in range(0, runs, BLOCK)]

    def work(block: tuple[int, int]) -> Runs:
        return run_fresh(conference, points, seed, *block)

    done: dict[tuple[int, int], Runs] = {}
    for block, found in in_threads(work, blocks, jobs):
        done[block] = found
        progress(block[1])
    return {
        name: np.concatenate([getattr(done[block], name)[0] for block in blocks]).astype(np.int64) for name in MEANS
    }


def _shift(
    what: str, by: int, touched: int, held: Mapping[str, NDArray[np.int64]], other: Mapping[str, NDArray[np.int64]]
) -> Shift:
    return Shift(
        what=what,
        by=by,
        touched=touched,
        values=_means(other),
        median=median_change(held["pledged"], other["pledged"]),
        means={name: paired_change(held[name], other[name]) for name in MEANS},
        reaches={size: chance_change(held["pledged"] >= size, other["pledged"] >= size) for size in SIZES},
    )


def _means(runs: Mapping[str, NDArray[np.int64]]) -> dict[str, float]:
    return {name: exact_mean(runs[name].astype(np.float64)) for name in MEANS}


def _shifted_country(country: Country, what: str, by: int) -> Country:
    return replace(country, codes=tuple(_shifted_codes(entry, what, by) for entry in country.codes))


def _shifted_codes(entry: Codes, what: str, by: int) -> Codes:
    if what == CAP:
        moved = entry.cap if entry.cap_basis == "default" else entry.cap + by
        return replace(entry, cap=min(max(moved, 0), LARGEST_CAP))
    gates = list(entry.gates)
    for place, letter in enumerate(GATE_LETTERS):
        if what in (letter, ALL) and gates[place]:
            gates[place] = min(max(gates[place] + by, 0), LARGEST_CODE)
    one, two, three, four, five, asked = gates
    return replace(entry, gates=(one, two, three, four, five, asked))


def _touched(roster: Roster, moved: Roster) -> int:
    return sum(before.codes != after.codes for before, after in zip(roster, moved, strict=True))


def _differing(roster: Roster) -> int:
    return sum(bool(disagreements(country)) for country in roster)


def _finite(error: float) -> float | None:
    return error if isfinite(error) else None
