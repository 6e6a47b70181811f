"""Totals: what each run of a sweep comes to, for many points and replicates at once.

The same steps as :func:`simulator.engine.force.assemble`, but only totals are kept: no roles, no timeline, no sites.
Sums are of whole persons and therefore exact, so the totals equal those of a plain run.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.draws import Floats, draw_enablers
from simulator.engine.explaining import profile_of, six
from simulator.engine.force import SLACK, DeploymentTables, allocate, deployment_tables, europe_capacity
from simulator.engine.inputs import Inputs
from simulator.engine.kernel import WIDTH, Points, inputs_of, rule_of, settle_block
from simulator.engine.lanes import PLEDGED, Fixed, Lanes, Rows, fixed_of, gather, new_lanes, rows_of
from simulator.engine.profiles import Profiles, drawn_profiles
from simulator.engine.rounds import company_in_lane
from simulator.engine.standing import fixed_signals, rung_by_words, troops, with_company
from simulator.rule import capacity, force
from simulator.rule.ladder import GROUND, INSIDE, JOINS

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

    ``word_codes`` and ``word_thresholds`` are empty where nobody's own words differ from its codes.
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
    same = profiles.word_codes is profiles.codes
    nothing = np.zeros((0, 0, 0))
    return Drawn(
        rows=rows_of(profiles),
        word_codes=nothing if same else np.ascontiguousarray(profiles.word_codes.transpose(1, 2, 0)),
        word_thresholds=nothing if same else np.ascontiguousarray(profiles.word_thresholds.transpose(1, 2, 0)),
        enablers=enablers,
    )


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
        drawn,
        europe_capacity(conference, drawn.enablers),
        points,
        conference.from_caps,
        width,
        found,
    )
    return found


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

    ``by_words`` has a row a country and is read only for countries whose own words differ from their codes.
    """

    headline: Floats
    left: Floats
    allocated: Floats
    by_words: Floats
    fit: Floats
    held: Floats


@compiled
def _run_points(
    fixed: Fixed,
    tables: DeploymentTables,
    drawn: Drawn,
    europe: Floats,
    points: Points,
    from_caps: bool,
    width: int,
    found: Runs,
) -> None:
    """Fill the columns."""
    countries, _, replicates = drawn.rows.codes.shape
    lanes = new_lanes(countries, width)
    flat = (countries, width)
    sums = Sums(np.empty(width), np.empty(width), np.empty(flat), np.empty(flat), np.empty(width), np.empty((4, width)))
    spoken = _whose_words_differ(drawn, countries)
    history = np.zeros((width, 0, 4), dtype=np.int64)
    for first in range(0, replicates, width):
        count = min(width, replicates - first)
        gather(lanes, drawn.rows, first, count)
        for point in range(len(points.inputs)):
            rule = rule_of(points.settings[point])
            last = points.inputs.shape[1] - 1
            inputs, places = inputs_of(points.inputs[point, last]), points.places[point, last]
            settle_block(fixed, lanes, count, points.inputs[point], points.places[point], rule, from_caps, history)
            for country in range(countries):
                if spoken[country]:
                    _hold_to_words(
                        fixed, lanes, sums.by_words[country], drawn, country, first, count, inputs, places, rule
                    )
            _add_up(fixed, tables, lanes, sums, spoken, count, inputs, points.shaving[point], rule)
            _write(tables, lanes, sums, europe, first, count, point, inputs, found)


@compiled
def _whose_words_differ(drawn: Drawn, countries: int) -> NDArray[np.bool_]:
    """Return the countries whose own words differ from their codes in any replicate."""
    differ = np.zeros(countries, dtype=np.bool_)
    for country in range(len(drawn.word_codes)):
        for gate in range(drawn.word_codes.shape[1]):
            for run in range(drawn.word_codes.shape[2]):
                if drawn.word_codes[country, gate, run] != drawn.rows.codes[country, gate, run]:
                    differ[country] = True
    return differ


@compiled
def _hold_to_words(
    fixed: Fixed,
    lanes: Lanes,
    by_words: Floats,
    drawn: Drawn,
    country: int,
    first: int,
    count: int,
    inputs: Inputs,
    places: float,
    rule: RuleSettings,
) -> None:
    """Fill what of a country's pledge stands by its own words, persons."""
    rows = drawn.rows
    for lane in range(count):
        spoken = six(drawn.word_codes, country, first + lane)
        by_words[lane] = lanes.pledge[country, lane]
        if spoken != six(rows.codes, country, first + lane):
            profile = profile_of(fixed, rows.codes, rows.thresholds, rows.traits, country, first + lane)
            company = company_in_lane(fixed, lanes, country, lane, inputs.requirement, places, rule)
            signals = with_company(fixed_signals(profile, inputs, rule), company)
            thresholds = six(drawn.word_thresholds, country, first + lane)
            rung = rung_by_words(spoken, thresholds, signals, rule, lanes.rung[country, lane])
            by_words[lane] = troops(rung, lanes.sustained[country, lane], rule)


@compiled
def _add_up(
    fixed: Fixed,
    tables: DeploymentTables,
    lanes: Lanes,
    sums: Sums,
    spoken: NDArray[np.bool_],
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
    for country in range(len(fixed.lead)):
        for lane in range(count):
            sums.allocated[country, lane] = lanes.pledge[country, lane]
    for lane in range(count):
        sums.left[lane] = lanes.board[PLEDGED, lane]
        if lanes.board[PLEDGED, lane] > inputs.requirement:
            sums.left[lane] = _shave(lanes.pledge, sums.allocated, lane, inputs.requirement, shaving)
    for country in range(len(fixed.lead)):
        _add_headline(
            sums.headline, lanes.rung[country], lanes.surge[country], count, sizes[1], sizes[2], sizes[3], sizes[4],
            sizes[5],
        )  # fmt: skip
        if spoken[country]:
            _tie(sums.allocated[country], sums.by_words[country], lanes.pledge[country], count)
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
    sums: Sums,
    europe: Floats,
    first: int,
    count: int,
    point: int,
    inputs: Inputs,
    found: Runs,
) -> None:
    """Write the columns of a block at one point."""
    countries = len(lanes.rung)
    for lane in range(count):
        run = first + lane
        pledged, fit = lanes.board[PLEDGED, lane], sums.fit[lane]
        carried, place = np.inf, SLACK
        for enabler in range(len(sums.held)):
            level = inputs.logistics
            if enabler == 0:
                level = inputs.intelligence
            elif enabler == 1:
                level = inputs.air
            limit = force.enabler_limit(
                europe[enabler, run],
                min(1.0, sums.held[enabler, lane]),
                tables.full_share,
                level,
                tables.us_capacity[enabler],
            )
            if limit < carried:
                carried, place = limit, enabler
        joins = inside = ground = 0
        for country in range(countries):
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
