"""Prediction of the present case: who takes part by a date, from what was known some time before.

Three chances for each country: that it takes part at all (rung 1 or more), inside Ukraine (rung 2 or more), and with
ground troops (rung 3 or more), once a deal is assumed.  Statements up to the as-of date are all that is known of
countries; inputs at the target date are drawn from stated ranges (:mod:`simulator.evidence.present.open_inputs`); and
what governments said is doubted the more, the farther the date (:mod:`simulator.evidence.codes.doubt`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.data.roster import Roster
from simulator.data.tables import DataError
from simulator.engine.compile import compile_conference
from simulator.engine.fresh import run_fresh
from simulator.engine.kernel import Points
from simulator.evidence.codes.doubt import EVENTS, Doubt, doubt_of, doubted
from simulator.evidence.codes.known_roster import COALITION, known_roster
from simulator.evidence.present.open_inputs import OpenInput, open_inputs, open_sample, share_open, stated_scenario
from simulator.experiments.designs.points import Design
from simulator.experiments.designs.values import Value
from simulator.experiments.pool import in_threads
from simulator.experiments.sweeps.points import Held, PointCompiler
from simulator.scenario.scenario import Scenario

DEFAULT_RUNS = 65_536
FEWEST_RUNS = 128
RUNS_A_VECTOR = 64
"""Runs with the same inputs, so that drawing inputs costs little beside running them."""

LAST_KNOWN = date(2025, 6, 30)
"""The tables of statements and events end here: nobody can stand on a later day."""

EVENT_NAMES = ("any", "inside", "ground")
"""Taking part at all, inside Ukraine, with ground troops: rungs 1, 2 and 3 or more."""

COLUMNS = ("as_of", "target_date", "iso3", "p_any", "p_inside", "p_ground")
DECIMALS = 6
POINTS_BLOCK = 32
"""Vectors of inputs a task."""


@dataclass(frozen=True, slots=True)
class PresentRow:
    """The prediction for one country.

    Attributes
    ----------
    as_of, target
        Day of the prediction, and day it is for.
    iso3
        Country code.
    p_any, p_inside, p_ground
        Chance of taking part at all, inside Ukraine, with ground troops; above 0, below 1, and never rising.
    mcse
        Monte Carlo standard error of each chance as the model gives it, before doubt makes it smaller.
    """

    as_of: date
    target: date
    iso3: str
    p_any: float
    p_inside: float
    p_ground: float
    mcse: tuple[float, float, float]

    @property
    def chances(self) -> tuple[float, float, float]:
        """The three chances, in the order of :data:`EVENT_NAMES`."""
        return self.p_any, self.p_inside, self.p_ground

    def to_row(self) -> dict[str, Any]:
        """Return the prediction as one flat row with the keys of :data:`COLUMNS`; chances to six decimals."""
        first = {"as_of": self.as_of.isoformat(), "target_date": self.target.isoformat(), "iso3": self.iso3}
        names = (f"p_{name}" for name in EVENT_NAMES)
        return first | {name: round(chance, DECIMALS) for name, chance in zip(names, self.chances, strict=True)}


@dataclass(frozen=True, slots=True)
class PresentSetting:
    """All that a prediction rests on besides the rule: for whoever reads it.

    Attributes
    ----------
    as_of, target
        Day of the prediction, and day it is for.
    share
        Part of each range of inputs that is open by then, 0 to 1.
    inputs
        The inputs, with what is drawn.
    doubt
        Doubt about words.
    roster
        Countries as known on the as-of date.
    """

    as_of: date
    target: date
    share: float
    inputs: tuple[OpenInput, ...]
    doubt: Doubt
    roster: Roster

    def to_json(self) -> dict[str, Any]:
        """Return the setting as plain JSON values."""
        doubt = self.doubt
        return {
            "as_of": self.as_of.isoformat(),
            "target_date": self.target.isoformat(),
            "share_open": self.share,
            "inputs": [
                {"input": one.path, "today": one.today, "stated": one.stated.spec(), "ends": _ends(one)}
                for one in self.inputs
            ],
            "reversals": doubt.reversals,
            "country_months": doubt.country_months,
            "reversals_a_month": doubt.rate,
            "misreading": doubt.misreading,
            "doubt": doubt.share,
            "first_statements": doubt.spoke,
            "first_statements_a_month": doubt.speaking_rate,
            "silent_will_have_spoken": doubt.speaking,
        }


def check_days(as_of: date, target: date) -> None:
    """Raise an error unless somebody could stand on one day and look to the other.

    Raises
    ------
    DataError
        If the as-of date is before 2 March 2025 or after 30 June 2025, or the target date is before it.
    """
    wrong = []
    if as_of < COALITION:
        wrong.append(f"the as-of date {as_of} is before {COALITION}, the first day of a coalition with leads")
    if as_of > LAST_KNOWN:
        wrong.append(f"the as-of date {as_of} is after {LAST_KNOWN}, where the tables of statements end")
    if target < as_of:
        wrong.append(f"the target date {target} is before the as-of date {as_of}")
    if wrong:
        raise DataError("; ".join(wrong))


def present_setting(as_of: date, target: date) -> PresentSetting:
    """Return what a prediction rests on; arguments and errors are those of :func:`predict_present`."""
    check_days(as_of, target)
    scenario = stated_scenario()
    roster = known_roster(as_of, int(scenario.document.capacity.record_since))
    share = share_open(scenario, as_of, target)
    return PresentSetting(as_of, target, share, open_inputs(scenario, share), doubt_of(roster, target), roster)


def predict_present(
    as_of: date,
    target: date,
    seed: int = 1,
    runs: int = DEFAULT_RUNS,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[PresentRow, ...]:
    """Predict who takes part by a date.

    Parameters
    ----------
    as_of
        Statements up to this day count; 2 March to 30 June 2025.
    target
        Day the prediction is for, not before the as-of date.
    seed
        Root seed: of the inputs and of the draws of countries.
    runs
        About how many, 128 or more.  Every vector of inputs, a power of two of them, has a block of runs of its own.
    jobs
        Threads to use; the result does not depend on it.
    progress
        Called with the number of runs done since the last call.

    Returns
    -------
    tuple of PresentRow
        In order of country code; the same for the same arguments.

    Raises
    ------
    DataError
        If nobody could stand on the as-of date, or the target date is before it.
    ValueError
        If there are too few runs.
    """
    setting = present_setting(as_of, target)
    scenario = stated_scenario().with_values({"as_of": as_of})
    points, replicates = cut(runs)
    compiler = _KnownCompiler(scenario, open_sample(scenario, setting.share, points, seed), setting.roster)
    shares = _counts(compiler, points, replicates, seed, jobs, progress) / replicates
    # As if vectors were drawn at random; a Sobol' sequence does better.
    errors = np.sqrt(shares.var(axis=0, ddof=1) / points).T.tolist()
    means = [doubted(setting.roster, column, setting.doubt) for column in shares.mean(axis=0).tolist()]
    return tuple(
        PresentRow(as_of, target, iso3, some, inside, ground, tuple(error))
        for iso3, some, inside, ground, error in zip(compiler.iso3, *means, errors, strict=True)
    )


def cut(runs: int) -> tuple[int, int]:
    """Return how many vectors of inputs (a power of two) there are, and how many runs each has, for about so many runs.

    Raises
    ------
    ValueError
        If there are fewer than 128.
    """
    if runs < FEWEST_RUNS:
        raise ValueError(f"a prediction takes {FEWEST_RUNS} runs or more, not {runs}")
    points = 1 << ((runs // RUNS_A_VECTOR).bit_length() - 1)
    return points, -(-runs // points)


class _KnownCompiler(PointCompiler):
    """Compiles points on a roster of one's own instead of that of the scenario's day."""

    def __init__(self, scenario: Scenario, design: Design, roster: Roster) -> None:
        super().__init__(scenario, design)
        self.roster = roster

    def _compiled(self, setting: tuple[Value, ...]) -> Held:
        scenario = self.scenario
        if setting:
            paths = [self.design.inputs[column] for column in self._slow]
            scenario = scenario.with_values(dict(zip(paths, setting, strict=True)))
        return Held(scenario, compile_conference(scenario, self.roster))


def _counts(
    compiler: PointCompiler, points: int, replicates: int, seed: int, jobs: int, progress: Callable[[int], None]
) -> NDArray[np.int64]:
    """Return in how many runs a country is on each rung that counts, or above; shape (points, events, countries)."""
    where = {
        int(row): (group.conference, Points(*(column[place : place + 1] for column in group.points)))
        for group in compiler.groups(0, points)
        for place, row in enumerate(group.rows)
    }
    counts = np.zeros((points, len(EVENTS), len(compiler.iso3)), dtype=np.int64)

    def work(block: tuple[int, int]) -> None:
        first, count = block
        for row in range(first, first + count):
            conference, point = where[row]
            rungs = run_fresh(conference, point, seed, row * replicates, replicates).rungs[0]
            for place, least in enumerate(EVENTS):
                counts[row, place] = (rungs >= least).sum(axis=0)

    blocks = [(first, min(POINTS_BLOCK, points - first)) for first in range(0, points, POINTS_BLOCK)]
    for block, _ in in_threads(work, blocks, jobs):
        progress(block[1] * replicates)
    return counts


def table_rows(rows: Sequence[PresentRow]) -> list[dict[str, Any]]:
    """Return the rows of the table of predictions, keyed by :data:`COLUMNS`."""
    return [row.to_row() for row in rows]


def _ends(one: OpenInput) -> list[Value] | None:
    """Return the least and greatest number that is drawn; None for words."""
    low, high = one.source.ends() if isinstance(one.today, float) else (None, None)
    return None if low is None or high is None else [low, high]
