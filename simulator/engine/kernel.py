"""The array engine: many replicates and many points of a sweep through one conference, in compiled code.

It follows the steps of the Mesa model (:mod:`simulator.engine.agents`) and calls the same functions; boards agree to
the bit, whatever the number of lanes, threads or points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.board import places as places_of
from simulator.engine.boards import ROUND_COLUMNS
from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.inputs import Inputs
from simulator.engine.lanes import (
    COUNTED_FROM,
    PLEDGED,
    Fixed,
    Lanes,
    Seated,
    fixed_of,
    new_lanes,
    rows_of,
    seated,
    start,
)
from simulator.engine.margins import read_inputs
from simulator.engine.profiles import Profiles
from simulator.engine.rounds import decide, publish
from simulator.rule.ladder import TOP

Floats = NDArray[np.float64]

WIDTH = 160
"""Replicates side by side; any number gives the same boards."""

ROUNDS_KEPT = 24
"""Rounds recorded at first; a block that needs more is run again with room for them."""


class Points(NamedTuple):
    """Points of a sweep that share countries and codes; arrays with the points first.

    Attributes
    ----------
    inputs
        Inputs by round; shape (points, rounds, inputs).
    places
        pl of each row of inputs; shape (points, rounds).
    settings
        Structural numbers; shape (points, settings), in the order of :func:`settings_of`.
    shaving
        f; shape (points,).
    """

    inputs: Floats
    places: Floats
    settings: Floats
    shaving: Floats


@dataclass(frozen=True, slots=True)
class Settled:
    """Settled boards of replicates at points.

    Attributes
    ----------
    rungs
        Shape (points, replicates, countries).
    sustained, surge
        K_i and Hs_i at the last inputs, persons; same shape.
    rounds
        Rounds held; shape (points, replicates).
    settled
        Whether each came to rest by itself; same shape.
    history
        Joins, inside, ground and pledged after each round from the start (row 0) on; shape (points, replicates, rows,
        4), or no rows where it was not asked for.
    since
        Since which round a country has been on rung 1, 2 or 3 or more without a break, -1 where it is not; shape
        (points, replicates, countries, 3); only with a history.
    """

    rungs: NDArray[np.int8]
    sustained: Floats
    surge: Floats
    rounds: NDArray[np.int64]
    settled: NDArray[np.bool_]
    history: NDArray[np.int64]
    since: NDArray[np.int16]


def points_of(conferences: Sequence[Conference]) -> Points:
    """Return the inputs and structural numbers of conferences that share countries, codes and rounds of inputs."""
    rows = [conference.inputs[-1:] if conference.equilibrium else conference.inputs for conference in conferences]
    return Points(
        inputs=np.array([[list(inputs) for inputs in row] for row in rows], dtype=np.float64),
        places=np.array([[places_of(inputs.requirement) for inputs in row] for row in rows], dtype=np.float64),
        settings=np.array([settings_of(conference.rule) for conference in conferences], dtype=np.float64),
        shaving=np.array([conference.deployment.shaving for conference in conferences], dtype=np.float64),
    )


def settings_of(rule: RuleSettings) -> list[float]:
    """Return structural numbers as one row, tables laid out flat."""
    row: list[float] = []
    for value in rule:
        row += np.ravel(np.asarray(value, dtype=np.float64)).tolist()
    return row


def place_of_setting(name: str) -> int:
    """Return where a structural number (the first of a table) stands in the row of :func:`settings_of`."""
    tables = {"us_weights": 5, "increments": 30, "size_factors": 6}
    before = RuleSettings._fields[: RuleSettings._fields.index(name)]
    return sum(tables.get(field, 1) for field in before)


@compiled
def rule_of(row: Floats) -> RuleSettings:
    """Return the structural numbers that :func:`settings_of` laid out."""
    return RuleSettings(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        row[7] > 0.0,
        row[8:13],
        row[13],
        row[14:44].reshape((6, 5)),
        row[44:50],
        row[50],
        row[51],
        row[52],
        row[53],
        row[54],
    )


@compiled
def inputs_of(row: Floats) -> Inputs:
    """Return the inputs of one round from their row."""
    return Inputs(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        row[9],
        row[10],
        row[11],
        row[12],
        row[13],
    )


def settle(
    conference: Conference, profiles: Profiles, points: Points | None = None, width: int = WIDTH, history: bool = False
) -> Settled:
    """Take a block of replicates to rest at each point.

    Parameters
    ----------
    conference
        The compiled scenario: countries and start.
    profiles
        Countries in a block of replicates; the same at every point.
    points
        Inputs and structural numbers; those of the conference if not given.
    width
        Replicates side by side, 1 or more.
    history
        Whether to record every round.

    Returns
    -------
    Settled
        Boards by point and replicate.
    """
    where = points_of([conference]) if points is None else points
    rows = ROUNDS_KEPT if history else 0
    while True:
        found = _settle(conference, profiles, where, width, rows)
        longest = int(found.rounds.max(initial=0)) + 1
        if not history or longest <= rows:
            return found
        rows = longest


def _settle(conference: Conference, profiles: Profiles, points: Points, width: int, rows: int) -> Settled:
    shape = (len(points.inputs), len(profiles))
    by_country = (*shape, len(conference))
    found = Settled(
        rungs=np.zeros(by_country, dtype=np.int8),
        sustained=np.zeros(by_country),
        surge=np.zeros(by_country),
        rounds=np.zeros(shape, dtype=np.int64),
        settled=np.zeros(shape, dtype=np.bool_),
        history=np.zeros((*shape, rows, len(ROUND_COLUMNS)), dtype=np.int64),
        since=np.full((*by_country, len(COUNTED_FROM) if rows else 0), -1, dtype=np.int16),
    )
    settle_rows(
        fixed_of(conference),
        seated(rows_of(profiles)),
        points,
        conference.from_caps,
        width,
        found.rungs,
        found.sustained,
        found.surge,
        found.rounds,
        found.settled,
        found.history,
        found.since,
    )
    return found


@compiled
def settle_rows(
    fixed: Fixed,
    rows: Seated,
    points: Points,
    from_caps: bool,
    width: int,
    rungs: NDArray[np.int8],
    sustained: Floats,
    surge: Floats,
    rounds: NDArray[np.int64],
    settled: NDArray[np.bool_],
    history: NDArray[np.int64],
    since: NDArray[np.int16],
) -> None:
    """Fill the arrays of :class:`Settled`."""
    countries, _, replicates = rows.codes.shape
    lanes = new_lanes(countries, width)
    for first in range(0, replicates, width):
        count = min(width, replicates - first)
        for point in range(len(points.inputs)):
            rule = rule_of(points.settings[point])
            settle_block(
                fixed,
                lanes,
                rows,
                first,
                count,
                points.inputs[point],
                points.places[point],
                rule,
                from_caps,
                history[point],
            )
            for lane in range(count):
                rounds[point, first + lane] = abs(lanes.rest[lane])
                settled[point, first + lane] = lanes.rest[lane] > 0
            for lane in range(count):
                for country in range(countries):
                    rungs[point, first + lane, country] = np.int8(lanes.rung[country, lane])
                    sustained[point, first + lane, country] = lanes.sustained[country, lane]
                    surge[point, first + lane, country] = lanes.surge[country, lane]
                    for count in range(since.shape[3]):
                        since[point, first + lane, country, count] = np.int16(lanes.since[country, count, lane])


@compiled
def settle_block(
    fixed: Fixed,
    lanes: Lanes,
    rows: Seated,
    first: int,
    width: int,
    inputs: Floats,
    places: Floats,
    rule: RuleSettings,
    from_caps: bool,
    history: NDArray[np.int64],
) -> None:
    """Take the replicates first .. first + width - 1 of rows and history to rest at one point.

    ``lanes.rest`` becomes the rounds held, negative if unsettled.
    """
    countries, last_move = len(fixed.lead), len(inputs) - 1
    patience = last_move + countries * TOP + 1
    start(lanes, rows, first, width, from_caps)
    if history.shape[1] > 0:
        lanes.since[:] = -1
    now = inputs_of(inputs[0])
    read_inputs(fixed, lanes, rows, first, width, now, rule)
    publish(fixed, lanes, rows, width, rule)
    held, row, waiting = 0, 0, width
    begin = int(np.int64(0))  # As a literal it would be a type of its own, and compiled once more.
    record(lanes, first, width, history, begin)
    while waiting > 0 and held <= patience:
        if min(held, last_move) != row:
            row = min(held, last_move)
            now = inputs_of(inputs[row])
            read_inputs(fixed, lanes, rows, first, width, now, rule)
            publish(fixed, lanes, rows, width, rule)
        decide(fixed, lanes, rows, rows.seats, first, begin, width, now.requirement, places[row], rule)
        publish(fixed, lanes, rows, width, rule)
        held += 1
        record(lanes, first, width, history, held)
        for lane in range(width):
            if lanes.rest[lane] < 0 and lanes.moved[lane] == 0.0 and held > last_move:
                lanes.rest[lane] = held
                waiting -= 1
    for lane in range(width):
        if lanes.rest[lane] < 0:
            lanes.rest[lane] = -_finish_in_turn(
                fixed, lanes, rows, first, lane, held, now.requirement, places[row], rule, history
            )


@compiled
def _finish_in_turn(
    fixed: Fixed,
    lanes: Lanes,
    rows: Seated,
    first: int,
    lane: int,
    held: int,
    requirement: float,
    places: float,
    rule: RuleSettings,
    history: NDArray[np.int64],
) -> int:
    """Finish a lane that would swap for ever one country at a time, in fixed order; returns the rounds held."""
    countries, width = len(fixed.lead), len(lanes.rest)
    for _ in range(countries * TOP + 1):
        moved = 0.0
        for seat in range(len(rows.seats)):
            decide(fixed, lanes, rows, rows.seats[seat : seat + 1], first, lane, lane + 1, requirement, places, rule)
            publish(fixed, lanes, rows, width, rule)
            moved += lanes.moved[lane]
        held += 1
        record_lane(lanes, lane, history, first + lane, held)
        if moved == 0.0:
            break
    return held


@compiled
def record(lanes: Lanes, first: int, width: int, history: NDArray[np.int64], row: int) -> None:
    """Record the boards of a block after a round; lanes that have come to rest record no more."""
    if history.shape[1] > 0:
        for lane in range(width):
            if lanes.rest[lane] < 0:
                record_lane(lanes, lane, history, first + lane, row)


@compiled
def record_lane(lanes: Lanes, lane: int, history: NDArray[np.int64], run: int, row: int) -> None:
    """Record the board of one lane: since when countries stand where they stand; joins, inside, ground, pledged."""
    if history.shape[1] == 0:
        return
    for count in range(len(COUNTED_FROM)):
        counted = 0
        for country in range(lanes.rung.shape[0]):
            if lanes.rung[country, lane] < COUNTED_FROM[count]:
                lanes.since[country, count, lane] = -1
                continue
            counted += 1
            if lanes.since[country, count, lane] < 0:
                lanes.since[country, count, lane] = row
        if row < history.shape[1]:
            history[run, row, count] = counted
    if row < history.shape[1]:
        history[run, row, len(COUNTED_FROM)] = np.int64(lanes.board[PLEDGED, lane])
