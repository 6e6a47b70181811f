"""Totals: what each run of a sweep comes to, for many points and replicates at once.

The same steps as :func:`simulator.engine.force.assemble`, but only totals are kept: no roles, no timeline, no sites.
Sums are of whole persons and therefore exact, so the totals equal those of a plain run.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.drawing import NOBODY
from simulator.engine.draws import Floats, draw_enablers
from simulator.engine.force import SLACK, DeploymentTables, allocate, deployment_tables, europe_capacity
from simulator.engine.inputs import Inputs
from simulator.engine.kernel import WIDTH, Points, inputs_of, place_of_setting, rule_of, settle_block
from simulator.engine.lanes import PLEDGED, Fixed, Lanes, Rows, Seated, fixed_of, new_lanes, rows_of, seated
from simulator.engine.profiles import Profiles, drawn_profiles
from simulator.engine.words import Words, hold_to_words
from simulator.rule import capacity, force
from simulator.rule.gates import GATES
from simulator.rule.ladder import GROUND, INSIDE, JOINS, TOP

TOTALS = ("headline", "pledged", "allocated", "usable")
COUNTS = ("joins", "inside", "ground")


class Runs(NamedTuple):
    """What each run comes to; the first axes are points and replicates.

    Attributes
    ----------
    headline, pledged, allocated, usable
        Totals, persons.
    joins, inside, ground
        Countries on rung 1, 2, 3 or more.
    limiting
        Place of the enabler that limits, :data:`simulator.engine.force.SLACK` where none does.
    settled
        Whether the board came to rest by itself.
    rungs, troops
        Rung and sustained pledge (persons) of every country; a third axis for countries.
    """

    headline: NDArray[np.int32]
    pledged: NDArray[np.int32]
    allocated: NDArray[np.int32]
    usable: NDArray[np.int32]
    joins: NDArray[np.uint8]
    inside: NDArray[np.uint8]
    ground: NDArray[np.uint8]
    limiting: NDArray[np.int8]
    settled: NDArray[np.bool_]
    rungs: NDArray[np.int8]
    troops: NDArray[np.int32]


class Drawn(NamedTuple):
    """Everything drawn for a block of replicates, laid out for the array engine; the same at every point.

    It is there to be altered: caps that are lifted, conditions that are set aside.  Runs that are drawn and counted
    only, :func:`simulator.engine.fresh.run_fresh` does faster.

    ``word_codes`` and ``word_thresholds`` are laid out like codes and thresholds of the rows, and empty where nobody's
    own words differ from its codes.
    """

    rows: Rows
    word_codes: Floats
    word_thresholds: Floats
    enablers: Floats


def drawn_for(conference: Conference, seed: int, first: int, count: int) -> Drawn:
    """Draw a block of replicates for the countries and codes of a conference.

    Parameters
    ----------
    conference
        The compiled scenario; its inputs and structural numbers do not matter here.
    seed
        Root seed.
    first, count
        Number of the first replicate, and how many.
    """
    return laid_out(drawn_profiles(conference, seed, first, count), draw_enablers(seed, first, count))


def laid_out(profiles: Profiles, enablers: Floats) -> Drawn:
    """Return profiles and the draws of the enablers (replicates, enablers) as the array engine reads them."""
    rows, nothing = rows_of(profiles), np.zeros((0, 0, 0))
    if profiles.word_codes is profiles.codes:
        return Drawn(rows, nothing, nothing, enablers)
    codes = np.zeros_like(rows.codes)
    codes[:, :NOBODY] = profiles.word_codes.transpose(1, 2, 0)
    return Drawn(rows, codes, np.ascontiguousarray(profiles.word_thresholds.transpose(1, 2, 0)), enablers)


def run_points(conference: Conference, points: Points, drawn: Drawn, width: int = WIDTH) -> Runs:
    """Run a block of replicates at every point.

    Parameters
    ----------
    conference
        Countries, codes and deployment that the points share.
    points
        Their inputs and structural numbers.
    drawn
        Draws of the replicates.
    width
        Replicates side by side; any number gives the same totals.

    Returns
    -------
    Runs
        By point and replicate.
    """
    found = empty_runs(len(points.inputs), drawn.rows.codes.shape[2], len(conference))
    _run_points(
        fixed_of(conference),
        deployment_tables(conference),
        seated(drawn.rows, paid_from(points)),
        _words_of(drawn, len(conference)),
        europe_capacity(conference, drawn.enablers),
        points,
        conference.from_caps,
        width,
        found,
    )
    return found


def _words_of(drawn: Drawn, countries: int) -> Words:
    """Return the words of those who have any of their own."""
    row = np.full(countries, -1, dtype=np.int64)
    if not drawn.word_codes.size:
        return Words(row, drawn.word_codes, drawn.word_thresholds, np.zeros((0, len(GATES)), dtype=np.bool_))
    (speaking,) = np.nonzero((drawn.word_codes != drawn.rows.codes).any(axis=(1, 2)))
    row[speaking] = speaking
    stated = np.asarray((drawn.word_codes[:, : len(GATES)] > 0.0).any(axis=2))
    return Words(row, drawn.word_codes, drawn.word_thresholds, stated)


def paid_from(points: Points) -> int:
    """Return the lowest rung that sends troops at any point; one above the top where none does."""
    place = place_of_setting("size_factors")
    sizes = points.settings[:, place + JOINS : place + TOP + 1]
    paid = np.flatnonzero((sizes != 0.0).any(axis=0))
    return int(paid[0]) + JOINS if len(paid) else TOP + 1


def empty_runs(points: int, replicates: int, countries: int) -> Runs:
    """Return room for runs: nobody anywhere."""
    shape = (points, replicates)
    by_country = (*shape, countries)
    return Runs(
        headline=np.zeros(shape, dtype=np.int32),
        pledged=np.zeros(shape, dtype=np.int32),
        allocated=np.zeros(shape, dtype=np.int32),
        usable=np.zeros(shape, dtype=np.int32),
        joins=np.zeros(shape, dtype=np.uint8),
        inside=np.zeros(shape, dtype=np.uint8),
        ground=np.zeros(shape, dtype=np.uint8),
        limiting=np.zeros(shape, dtype=np.int8),
        settled=np.zeros(shape, dtype=np.bool_),
        rungs=np.zeros(by_country, dtype=np.int8),
        troops=np.zeros(by_country, dtype=np.int32),
    )


class Sums(NamedTuple):
    """Working memory for the totals of a block; the last axis is the lanes.

    ``by_words`` has a row for each country with words of its own.
    """

    headline: Floats
    left: Floats
    allocated: Floats
    by_words: Floats
    fit: Floats
    held: Floats


@compiled
def new_sums(countries: int, speaking: int, enablers: int, width: int) -> Sums:
    """Return working memory for blocks of up to ``width`` replicates."""
    return Sums(
        np.empty(width), np.empty(width), np.empty((countries, width)), np.empty((speaking, width)), np.empty(width),
        np.empty((enablers, width)),
    )  # fmt: skip


@compiled
def _run_points(
    fixed: Fixed,
    tables: DeploymentTables,
    rows: Seated,
    words: Words,
    europe: Floats,
    points: Points,
    from_caps: bool,
    width: int,
    found: Runs,
) -> None:
    """Fill the columns."""
    countries, replicates = rows.traits.shape[1:]
    lanes, sums = new_lanes(countries, width), new_sums(countries, len(words.codes), len(europe), width)
    for start in range(0, replicates, width):
        count = min(width, replicates - start)
        run_lanes(fixed, tables, lanes, rows, words, sums, europe, start, count, points, from_caps, start, found)


@compiled
def run_lanes(
    fixed: Fixed,
    tables: DeploymentTables,
    lanes: Lanes,
    rows: Seated,
    words: Words,
    sums: Sums,
    europe: Floats,
    first: int,
    count: int,
    points: Points,
    from_caps: bool,
    run: int,
    found: Runs,
) -> None:
    """Run the replicates first .. first + count - 1 of rows, words and Europe's capacity at every point.

    Their totals are written from the place ``run`` of the columns on.
    """
    history, last = np.zeros((0, 0, 4), dtype=np.int64), points.inputs.shape[1] - 1
    for point in range(len(points.inputs)):
        rule = rule_of(points.settings[point])
        inputs, places = inputs_of(points.inputs[point, last]), points.places[point, last]
        settle_block(
            fixed, lanes, rows, first, count, points.inputs[point], points.places[point], rule, from_caps, history
        )
        for country in rows.seats:
            row = words.row[country]
            if row >= 0:
                hold_to_words(
                    fixed, lanes, rows, words, country, sums.by_words[row], first, count, inputs, places, rule
                )
        _add_up(tables, lanes, rows, sums, words.row, count, inputs, points.shaving[point], rule)
        _write(tables, lanes, rows, sums, europe, first, count, point, inputs, run, found)


@compiled
def _add_up(
    tables: DeploymentTables,
    lanes: Lanes,
    rows: Seated,
    sums: Sums,
    words: NDArray[np.int64],
    count: int,
    inputs: Inputs,
    shaving: float,
    rule: RuleSettings,
) -> None:
    """Sum up headline, what is fit for use, and the enablers that joiners hold."""
    sizes = rule.size_factors
    for lane in range(count):
        sums.headline[lane] = 0.0
        sums.fit[lane] = 0.0
        for enabler in range(len(sums.held)):
            sums.held[enabler, lane] = 0.0
    for country in range(len(lanes.pledge)):
        for lane in range(count):
            sums.allocated[country, lane] = lanes.pledge[country, lane]
    for lane in range(count):
        sums.left[lane] = lanes.board[PLEDGED, lane]
        if lanes.board[PLEDGED, lane] > inputs.requirement:
            sums.left[lane] = _shave(lanes.pledge, sums.allocated, lane, inputs.requirement, shaving)
    for country in rows.seats:
        _add_headline(
            sums.headline, lanes.rung[country], lanes.surge[country], count, sizes[1], sizes[2], sizes[3], sizes[4],
            sizes[5],
        )  # fmt: skip
        if words[country] >= 0:
            _tie(sums.allocated[country], sums.by_words[words[country]], lanes.pledge[country], count)
        _add_fit(sums.fit, sums.allocated[country], count, tables.caveat[country])
        for enabler in range(len(sums.held)):
            _add_held(sums.held[enabler], lanes.rung[country], count, tables.holdings[enabler, country])


@compiled
def _shave(pledges: Floats, allocated: Floats, lane: int, requirement: float, shaving: float) -> float:
    """Shave the pledges of one run above the requirement; returns what is left of all together, persons."""
    kept = np.empty(len(pledges))
    left = allocate(pledges[:, lane].copy(), requirement, shaving, kept)
    allocated[:, lane] = kept
    return left


@compiled
def _add_headline(
    headline: Floats,
    rungs: Floats,
    surge: Floats,
    count: int,
    one: float,
    two: float,
    three: float,
    four: float,
    five: float,
) -> None:
    """Add one country to the headline."""
    for lane in range(count):
        share = capacity.size_factor(rungs[lane], one, two, three, four, five)
        headline[lane] += capacity.troops_on_rung(share, surge[lane])


@compiled
def _tie(allocated: Floats, by_words: Floats, pledges: Floats, count: int) -> None:
    """Set aside what a country's own words tie."""
    for lane in range(count):
        allocated[lane] = force.scaled(allocated[lane], by_words[lane], pledges[lane])


@compiled
def _add_fit(fit: Floats, tied: Floats, count: int, caveat: float) -> None:
    """Add what national caveats leave of one country."""
    for lane in range(count):
        fit[lane] += force.scaled(tied[lane], caveat, 1.0)


@compiled
def _add_held(held: Floats, rungs: Floats, count: int, holding: float) -> None:
    """Add what one country holds of an enabler, where it joins."""
    for lane in range(count):
        held[lane] += holding if rungs[lane] >= JOINS else 0.0


@compiled
def _write(
    tables: DeploymentTables,
    lanes: Lanes,
    rows: Seated,
    sums: Sums,
    europe: Floats,
    first: int,
    count: int,
    point: int,
    inputs: Inputs,
    start: int,
    found: Runs,
) -> None:
    """Write the columns of a block at one point."""
    for lane in range(count):
        run = start + lane
        pledged, fit = lanes.board[PLEDGED, lane], sums.fit[lane]
        carried, place = np.inf, SLACK
        for enabler in range(len(sums.held)):
            level = inputs.logistics
            if enabler == 0:
                level = inputs.intelligence
            elif enabler == 1:
                level = inputs.air
            limit = force.enabler_limit(
                europe[enabler, first + lane],
                min(1.0, sums.held[enabler, lane]),
                tables.full_share,
                level,
                tables.us_capacity[enabler],
            )
            if limit < carried:
                carried, place = limit, enabler
        joins = inside = ground = 0
        for country in rows.seats:
            rung = lanes.rung[country, lane]
            joins += rung >= JOINS
            inside += rung >= INSIDE
            ground += rung >= GROUND
            found.rungs[point, run, country] = np.int8(rung)
            found.troops[point, run, country] = np.int32(lanes.pledge[country, lane])
        found.headline[point, run] = np.int32(sums.headline[lane])
        found.pledged[point, run] = np.int32(pledged)
        found.allocated[point, run] = np.int32(sums.left[lane])
        found.usable[point, run] = np.int32(min(fit, carried))
        found.limiting[point, run] = np.int8(place if carried < fit else SLACK)
        found.joins[point, run] = joins
        found.inside[point, run] = inside
        found.ground[point, run] = ground
        found.settled[point, run] = lanes.rest[lane] > 0
