"""The explorer's grid: a scenario at every combination of three inputs and the mission, run ahead of time.

Between its points the page interpolates.  How well that does is measured for every scenario anew, at points that are
not on the grid, and told on the page.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from simulator.engine.conference import Conference
from simulator.engine.fresh import run_fresh
from simulator.engine.kernel import Points, points_of
from simulator.experiments.designs.points import Table
from simulator.experiments.explorer.cases import COLUMNS, STEP, Cases, folded, joined
from simulator.experiments.running import prepare
from simulator.experiments.statistics import half_width
from simulator.experiments.sweeps.points import Group, PointCompiler
from simulator.rule.gates import MISSIONS
from simulator.scenario.scenario import Scenario

DEFAULT_RUNS = 2_000
MISSION = "mandate.mission"
POINTS_AT_ONCE = 44
"""Points a thread runs at once; what is held then does not grow with the grid."""

CHECKED = 60
"""Points off the grid at which interpolation is compared with runs."""

CHECKED_SIZES = (10_000, 20_000)


@dataclass(frozen=True, slots=True)
class Axis:
    """One slider: a short key, the inputs it sets, all to one value, and the values of the grid."""

    key: str
    paths: tuple[str, ...]
    values: tuple[float, ...]


AXES = (
    Axis("us", ("us.involvement",), tuple(step / 20 for step in range(21))),
    Axis("clarity", ("mandate.clarity",), tuple(step / 10 for step in range(11))),
    Axis("threat", ("threat.russia", "threat.belarus"), (0.0, 0.5, 1.0)),
)
"""Sliders; the last one varies fastest in the order of points.  American involvement sets all five components.

Steps are small where numbers bend most, by American involvement, and large where they hardly do, by threat: chosen by
``benchmarks/interpolation.py``.
"""

INPUTS = (MISSION, *(path for axis in AXES for path in axis.paths))


@dataclass(frozen=True, slots=True)
class Interpolation:
    """How far interpolation is from runs with the same draws, at points off the grid.

    Attributes
    ----------
    points
        How many points were compared.
    median_mean, median_worst
        Distance of the pledged medians, persons.
    chance_mean, chance_worst
        Distance of the chances to reach :data:`CHECKED_SIZES`, in runs of 100.
    median_beyond, chance_beyond
        How many medians, and how many chances, are off by more than twice their run noise at the same point, which is
        half their 95 % interval.
    """

    points: int
    median_mean: float
    median_worst: float
    chance_mean: float
    chance_worst: float
    median_beyond: int
    chance_beyond: int


@dataclass(frozen=True, eq=False)
class ExplorerGrid:
    """A scenario run at every point of the explorer, and as it is written.

    Attributes
    ----------
    scenario
        What holds beside the sliders.
    seed
        Root seed; all points share their draws.
    missions
        Mission types; the first coordinate of a point, before those of :data:`AXES`.
    iso3, names
        Countries, in order of code.
    cases
        One a point: for every mission, every combination of the axes.
    written
        The scenario as it is written, one case.
    interpolation
        What interpolation between points is worth.
    """

    scenario: Scenario
    seed: int
    missions: tuple[str, ...]
    iso3: tuple[str, ...]
    names: tuple[str, ...]
    cases: Cases
    written: Cases
    interpolation: Interpolation


def grid_runs(runs: int = DEFAULT_RUNS) -> int:
    """Return how many runs a grid takes, with those that check it."""
    return (len(MISSIONS) * _size() + CHECKED + 1) * runs


def _size() -> int:
    return int(np.prod([len(axis.values) for axis in AXES]))


def explorer_grid(
    scenario: Scenario,
    runs: int = DEFAULT_RUNS,
    seed: int = 1,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> ExplorerGrid:
    """Run a scenario at every point of the explorer.

    Parameters
    ----------
    scenario
        Complete and validated.
    runs
        Replicates at each point, 1 or more.
    seed
        Root seed, 0 to 2**64 - 1.
    jobs
        Threads to use; the numbers do not depend on it.
    progress
        Called with the number of runs done since the last call; what it raises stops the work.

    Returns
    -------
    ExplorerGrid
        A case at a point of the grid has the numbers of ``forcemix run`` with its values, runs and seed.

    Raises
    ------
    simulator.data.tables.DataError
        If there are no codes as of the scenario's day.
    """
    work = _Work(runs, seed, jobs, progress)
    ready = prepare(scenario)
    cases = work.cases(scenario, _grid_rows())
    return ExplorerGrid(
        scenario=scenario,
        seed=seed,
        missions=MISSIONS,
        iso3=ready.conference.iso3,
        names=tuple(ready.roster[iso3].name for iso3 in ready.conference.iso3),
        cases=cases,
        written=work.written(ready.conference),
        interpolation=_interpolation(scenario, cases, work),
    )


def inputs_at(mission: str, place: Sequence[float]) -> dict[str, str | float]:
    """Return the inputs that a mission and places of the sliders set, by path.

    Parameters
    ----------
    mission
        One of :data:`simulator.rule.gates.MISSIONS`.
    place
        Value of each of :data:`AXES`.
    """
    return dict(zip(INPUTS, _row(mission, place), strict=True))


def _row(mission: str, place: Sequence[float]) -> tuple[str | float, ...]:
    return (mission, *(value for axis, value in zip(AXES, place, strict=True) for _ in axis.paths))


def _grid_rows() -> list[tuple[str | float, ...]]:
    return [_row(mission, place) for mission in MISSIONS for place in product(*(axis.values for axis in AXES))]


@dataclass(frozen=True, slots=True)
class _Work:
    runs: int
    seed: int
    jobs: int
    progress: Callable[[int], None]

    def cases(self, scenario: Scenario, rows: Sequence[tuple[str | float, ...]]) -> Cases:
        """Run a scenario with the inputs of each row."""
        compiler = PointCompiler(scenario, Table("table", INPUTS, tuple(zip(*rows, strict=True))))
        groups = compiler.groups(0, len(rows))
        found: list[Cases] = []
        with ThreadPoolExecutor(self.jobs) as pool:
            for group in groups:
                found += self._group(group, pool)
        return joined(found).at(np.argsort(np.concatenate([group.rows for group in groups])))

    def written(self, conference: Conference) -> Cases:
        """Run a scenario as it is."""
        found = self._run(conference, points_of([conference]))
        self.progress(self.runs)
        return found

    def _group(self, group: Group, pool: ThreadPoolExecutor) -> Iterator[Cases]:
        waiting = [pool.submit(self._run, group.conference, points) for points in _pieces(group.points)]
        try:
            for future in waiting:
                part = future.result()
                self.progress(len(part) * self.runs)
                yield part
        finally:
            for future in waiting:
                future.cancel()

    def _run(self, conference: Conference, points: Points) -> Cases:
        return folded(run_fresh(conference, points, self.seed, 0, self.runs))


def _pieces(points: Points) -> Iterator[Points]:
    for first in range(0, len(points.inputs), POINTS_AT_ONCE):
        yield Points(*(table[first : first + POINTS_AT_ONCE] for table in points))


def _interpolation(scenario: Scenario, cases: Cases, work: _Work) -> Interpolation:
    """Compare interpolation with runs at points drawn evenly; the draws are those of the grid."""
    generator = np.random.Generator(np.random.Philox(key=work.seed))
    places = np.round(generator.random((CHECKED, len(AXES))), 2)
    chosen = [place % len(MISSIONS) for place in range(CHECKED)]
    rows = [_row(MISSIONS[mission], place.tolist()) for mission, place in zip(chosen, places, strict=True)]
    direct = work.cases(scenario, rows)
    weights = np.stack([weights_at(mission, place.tolist()) for mission, place in zip(chosen, places, strict=True)])
    middle = COLUMNS.summary.start + 1
    ends = direct.spread[0][:, COLUMNS.noise]
    median = np.abs(weights @ cases.spread[0, :, middle] - direct.spread[0, :, middle])
    columns = [size // STEP - 1 for size in CHECKED_SIZES]
    happened = direct.reached[0][:, columns]
    chance = 100.0 / work.runs * np.abs(weights @ cases.reached[0][:, columns] - happened)
    half = np.vectorize(half_width)(happened, work.runs)
    return Interpolation(
        points=CHECKED,
        median_mean=float(median.mean()),
        median_worst=float(median.max()),
        chance_mean=float(chance.mean()),
        chance_worst=float(chance.max()),
        median_beyond=int(np.count_nonzero(median > (ends[:, 1] - ends[:, 0]) / 2.0)),
        chance_beyond=int(np.count_nonzero(chance > half)),
    )


def weights_at(mission: int, place: Sequence[float]) -> NDArray[np.float64]:
    """Return the weight of every point of the grid in a multilinear interpolation; they sum to 1.

    Parameters
    ----------
    mission
        Its number in :data:`simulator.rule.gates.MISSIONS`.
    place
        Value of each of :data:`AXES`, between its ends.
    """
    weights = np.zeros(len(MISSIONS))
    weights[mission] = 1.0
    for axis, value in zip(AXES, place, strict=True):
        hats = np.array([np.interp(value, axis.values, unit) for unit in np.eye(len(axis.values))])
        weights = np.multiply.outer(weights, hats)
    return weights.ravel()


def nearest_place(scenario: Scenario) -> tuple[float, ...]:
    """Return where the sliders stand that come nearest to a scenario: for each axis, in the order of the axes.

    American components and threats that differ are met in the middle: components by their weight in the rule.
    """
    document = scenario.document
    weights = document.structure.us_weights.model_dump()
    parts = document.us.model_dump(exclude={"involvement"})
    total = sum(weights.values()) or 1.0
    involvement = sum(weights[name] * parts[name] for name in parts) / total
    return involvement, document.mandate.clarity, (document.threat.russia + document.threat.belarus) / 2.0
