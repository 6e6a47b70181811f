"""Points: from rows of a design to what the array engine runs.

Most designs move inputs of the talks or plain structural numbers; those are columns of arrays, and a point costs
nothing.  Anything else (a country's parameters, the mission, switches of the rule) changes what is compiled: points are
then grouped by those values, and each distinct setting is compiled once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.data.roster import Roster, load_roster
from simulator.engine.board import places as places_of
from simulator.engine.compile import compile_conference, mission_chances, mission_doubt
from simulator.engine.conference import Conference
from simulator.engine.inputs import INPUT_PATHS
from simulator.engine.kernel import Points, place_of_setting, points_of
from simulator.experiments.designs.points import Design
from simulator.experiments.designs.values import Value
from simulator.rule.gates import US_COMPONENTS
from simulator.scenario.scenario import Scenario

INVOLVEMENT = "us.involvement"
COMPONENTS = tuple(f"us.{name}" for name in US_COMPONENTS)
SHAVING = "structure.shaving"
SETTINGS = {
    "structure.veto": "veto",
    "structure.peers": "peers",
    "structure.hysteresis": "hysteresis",
    "structure.depth_credit": "depth_credit",
    "structure.guarantee": "guarantee",
    "structure.places": "places",
    "structure.adopted": "adopted",
    "structure.member_pull": "member_pull",
    "structure.striver_pull": "striver_pull",
    "capacity.surge": "surge",
    "capacity.abroad_floor": "abroad_floor",
}
"""Structural numbers that stand in one place of the rule's settings, by their path in a scenario."""

KEPT_GROUPS = 64
"""Compiled settings that are kept at a time."""


@dataclass(frozen=True, eq=False)
class Group:
    """Points that share countries and codes.

    Attributes
    ----------
    rows
        Their places among the points asked for.
    conference
        What they share.
    points
        Their inputs and structural numbers.
    """

    rows: NDArray[np.int64]
    conference: Conference
    points: Points


class Held(NamedTuple):
    """A scenario with the values that are compiled, and its conference."""

    scenario: Scenario
    conference: Conference


class PointCompiler:
    """Compiles the points of a design of one scenario.

    Parameters
    ----------
    scenario
        What holds where the design says nothing.
    design
        Which inputs move.
    """

    def __init__(self, scenario: Scenario, design: Design) -> None:
        self.scenario = scenario
        self.design = design
        quick = [is_quick(path) for path in design.inputs]
        self._quick = [place for place, free in enumerate(quick) if free]
        self._slow = [place for place, free in enumerate(quick) if not free]
        self._compile: Callable[[tuple[Value, ...]], Held] = lru_cache(KEPT_GROUPS)(self._compiled)

    @cached_property
    def conference(self) -> Conference:
        """The scenario itself, compiled."""
        return self._compile(()).conference

    @cached_property
    def iso3(self) -> tuple[str, ...]:
        """Countries that take part at any point, in order of code."""
        if any(path.endswith(".absent") for path in self.design.inputs):
            return tuple(country.iso3 for country in _roster_of(self.scenario))
        return self.conference.iso3

    def groups(self, first: int, count: int) -> list[Group]:
        """Return some points of the design, grouped by what they share.

        Parameters
        ----------
        first, count
            Number of the first point, from 0, and how many.
        """
        rows = self.design.points(first, count)
        by_setting: dict[tuple[Value, ...], list[int]] = {}
        for place, row in enumerate(rows):
            by_setting.setdefault(tuple(row[column] for column in self._slow), []).append(place)
        return [
            self._group(self._compile(setting), np.array(places, dtype=np.int64), [rows[place] for place in places])
            for setting, places in by_setting.items()
        ]

    def values(self, point: int) -> dict[str, Value]:
        """Return the inputs of one point by path."""
        (row,) = self.design.points(point, 1)
        return dict(zip(self.design.inputs, row, strict=True))

    def _compiled(self, setting: tuple[Value, ...]) -> Held:
        scenario = self.scenario
        if setting:
            paths = [self.design.inputs[column] for column in self._slow]
            scenario = scenario.with_values(dict(zip(paths, setting, strict=True)))
        return Held(scenario, compile_conference(scenario, _roster_of(scenario)))

    def _group(self, held: Held, places: NDArray[np.int64], rows: Sequence[tuple[Value, ...]]) -> Group:
        conference, base = held.conference, points_of([held.conference])
        inputs, settings, shaving = (
            np.repeat(table, len(rows), axis=0) for table in (base.inputs, base.settings, base.shaving)
        )
        columns = {
            self.design.inputs[place]: np.array([row[place] for row in rows], dtype=np.float64) for place in self._quick
        }
        for path, values in _spelt_out(columns).items():
            if path == SHAVING:
                shaving[:] = values
            elif path in SETTINGS:
                settings[:, place_of_setting(SETTINGS[path])] = _fitted(path, values, held)
            else:
                _set_input(inputs, path, values, held)
        places_offered = np.array([[places_of(row[-1]) for row in table] for table in inputs])
        return Group(places, conference, Points(inputs, places_offered, settings, shaving))


def _fitted(path: str, values: NDArray[np.float64], held: Held) -> NDArray[np.float64]:
    """Return values of a structural number as the compiler would enter them."""
    adhoc = held.scenario.document.mandate.owner == "adhoc"
    unused = {
        "structure.hysteresis": held.conference.equilibrium,
        "structure.adopted": adhoc,
        "structure.striver_pull": not adhoc,
    }
    return np.zeros_like(values) if unused.get(path, False) else values


def _set_input(inputs: NDArray[np.float64], path: str, values: NDArray[np.float64], held: Held) -> None:
    """Set an input in all rounds before the first one in which its path moves it."""
    if path == "mandate.clarity":
        values = values * (1.0 - mission_doubt(mission_chances(held.scenario)))
    series = held.scenario.document.paths.get(path, {})
    until = min((int(text) for text in series), default=inputs.shape[1])
    if held.conference.equilibrium:
        until = 0 if series else 1
    inputs[:, :until, INPUT_PATHS.index(path)] = values[:, None]


def _spelt_out(columns: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Return columns with American involvement set in every component that is not named beside it."""
    if INVOLVEMENT not in columns:
        return columns
    short = {path: columns[INVOLVEMENT] for path in COMPONENTS if path not in columns}
    return {path: values for path, values in columns.items() if path != INVOLVEMENT} | short


def is_quick(path: str) -> bool:
    """Return whether an input is a column of arrays; any other is compiled anew for each of its values."""
    return path in INPUT_PATHS or path in SETTINGS or path in (INVOLVEMENT, SHAVING)


def _roster_of(scenario: Scenario) -> Roster:
    document = scenario.document
    return _roster(document.as_of, int(document.capacity.record_since))


@lru_cache(8)
def _roster(as_of: Any, record_since: int) -> Roster:
    return load_roster(as_of, record_since=record_since)
