"""Force: five strengths from settled boards, by country and role, with what limits them.

The steps of a run, in order: the pledges of the board; those above the requirement are shaved; what a country's own
words tie to an unmet condition is set aside; national caveats take their share; what the enablers do not carry cannot
be used; and what is usable arrives as readiness and lift allow.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.arrivals import PRESENT_DAYS, WAVES, day_of, deployed, fill_queue
from simulator.engine.boards import Boards
from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference
from simulator.engine.draws import DeploymentDraws
from simulator.engine.profiles import triangular
from simulator.rule import basing, force, timeline
from simulator.rule.force import ENABLERS, ROLES
from simulator.rule.ladder import GROUND, INSIDE, JOINS
from simulator.rule.whole import whole

Whole = NDArray[np.int32]
Floats = NDArray[np.float64]
Row = Any
"""A row of numbers that a function of the rule fills: an array here, a list to plain Python."""

INITIAL_TROOPS, INITIAL_SHARE, FULL_SHARE = 5000.0, 0.2, 0.8
"""Initial capability: so many persons, or this share of the pledge; full: this share of the usable force."""

STRENGTHS = ("headline", "pledged", "allocated", "usable")
"""The strengths of a force before it moves, the largest first; present strength follows by day."""

STEPS = ("headline", "pledged", "allocated", "by_words", "after_caveats", "usable")
"""Totals on the way from the headline to what can be used, each at most the one before."""

SLACK = -1
"""Index of the limiting enabler where none limits."""


class Force(NamedTuple):
    """What settled boards come to; arrays over replicates, whole persons.

    Attributes
    ----------
    allocated, usable
        By country; shape (replicates, countries).
    roles
        Sustained pledges by country and role; shape (replicates, countries, roles).
    steps
        Totals of :data:`STEPS`; shape (replicates, steps).
    limits, limiting
        What each enabler carries, shape (replicates, enablers); index of the one that limits, or :data:`SLACK`.
    present
        On the days of :data:`simulator.engine.arrivals.PRESENT_DAYS`; shape (replicates, days).
    initial, full
        Day of initial capability (5,000 or 20 % of the pledge) and of full capability (80 % of the usable force);
        NaN where it is never reached.
    covered
        Whether each site is covered; shape (replicates, sites).
    """

    allocated: Whole
    usable: Whole
    roles: Whole
    steps: Whole
    limits: Whole
    limiting: NDArray[np.int8]
    present: Whole
    initial: Floats
    full: Floats
    covered: NDArray[np.bool_]


def assemble(conference: Conference, boards: Boards, draws: DeploymentDraws) -> Force:
    """Turn settled boards into a force.

    Parameters
    ----------
    conference
        The compiled scenario; its last inputs hold for the deployment.
    boards
        Settled boards of a block of replicates.
    draws
        Deployment draws of the same replicates.

    Returns
    -------
    Force
        One row a replicate.
    """
    deployment, inputs = conference.deployment, conference.inputs[-1]
    runs, countries = boards.rungs.shape
    result = Force(
        allocated=np.zeros((runs, countries), dtype=np.int32),
        usable=np.zeros((runs, countries), dtype=np.int32),
        roles=np.zeros((runs, countries, len(ROLES)), dtype=np.int32),
        steps=np.zeros((runs, len(STEPS)), dtype=np.int32),
        limits=np.zeros((runs, len(ENABLERS)), dtype=np.int32),
        limiting=np.zeros(runs, dtype=np.int8),
        present=np.zeros((runs, len(PRESENT_DAYS)), dtype=np.int32),
        initial=np.full(runs, np.nan),
        full=np.full(runs, np.nan),
        covered=np.zeros((runs, len(deployment.garrisons)), dtype=np.bool_),
    )
    _assemble(
        deployment_tables(conference),
        boards.rungs,
        boards.headline,
        boards.pledged,
        boards.by_words,
        europe_capacity(conference, draws.enablers),
        np.floor(draws.delay.T * (deployment.longest_delay[:, None] + 1.0)),
        inputs.requirement,
        enabler_levels(inputs.intelligence, inputs.air, inputs.logistics),
        timeline.lift_rate(deployment.lift_europe, inputs.logistics, deployment.lift_us),
        deployment.tour,
        deployment.reserve,
        result,
    )
    return result


class DeploymentTables(NamedTuple):
    """What compiled code needs of :class:`simulator.engine.deployment.Deployment`; same names and shapes."""

    ground_roles: Floats
    noncombat_roles: Floats
    caveat: Floats
    holdings: Floats
    full_share: float
    us_capacity: Floats
    shaving: float
    within_10: float
    within_30: float
    garrisons: Floats


def deployment_tables(conference: Conference) -> DeploymentTables:
    """Return the numbers of a deployment that compiled code reads."""
    deployment = conference.deployment
    return DeploymentTables(
        ground_roles=np.ascontiguousarray(deployment.ground_roles),
        noncombat_roles=np.ascontiguousarray(deployment.noncombat_roles),
        caveat=np.ascontiguousarray(deployment.caveat),
        holdings=np.ascontiguousarray(deployment.holdings),
        full_share=float(deployment.full_share),
        us_capacity=np.array(deployment.us_capacity, dtype=np.float64),
        shaving=float(deployment.shaving),
        within_10=float(deployment.within_10),
        within_30=float(deployment.within_30),
        garrisons=np.array(deployment.garrisons, dtype=np.float64),
    )


def europe_capacity(conference: Conference, uniforms: Floats) -> Floats:
    """Return G_e^EU, what the countries together can carry of each enabler; shape (enablers, replicates), persons.

    Parameters
    ----------
    conference
        The compiled scenario.
    uniforms
        Draws in (0, 1); shape (replicates, enablers).
    """
    corners = conference.deployment.europe
    return np.stack([triangular(row, *corner) for row, corner in zip(uniforms.T, corners, strict=True)])


def enabler_levels(intelligence: float, air: float, logistics: float) -> Floats:
    """Return u_e, American help with each enabler; help with command and medical services comes with logistics."""
    return np.array([intelligence, air, logistics, logistics])


@compiled
def _assemble(
    tables: DeploymentTables,
    rungs: NDArray[np.int8],
    headline: Whole,
    pledged: Whole,
    by_words: Whole,
    europe: Floats,
    delays: Floats,
    requirement: float,
    levels: Floats,
    rate: float,
    tour: float,
    reserve: float,
    result: Force,
) -> None:
    """Fill a force."""
    runs, countries = rungs.shape
    pledges: Row = np.empty(countries)
    allocated: Row = np.empty(countries)
    after_caveats: Row = np.empty(countries)
    usable: Row = np.empty(countries)
    coming: Row = np.empty(countries)
    limits: Row = np.empty(len(levels))
    parts: Row = np.empty(len(ROLES))
    covered: Row = np.empty(len(tables.garrisons))
    garrisons: Row = tables.garrisons
    room = 1 + WAVES * countries
    days, ready, there = np.empty(room), np.empty(room), np.empty(room)
    for run in range(runs):
        for country in range(countries):
            pledges[country] = pledged[run, country]
            result.steps[run, 0] += headline[run, country]
        total = allocate(pledges, requirement, tables.shaving, allocated)
        tied = set_aside(pledges, allocated, by_words[run], tables.caveat, after_caveats)
        carried = carry(tables, rungs[run], levels, europe[:, run], limits)
        fit = after_caveats.sum()
        force.apportion(min(fit, carried), after_caveats, usable)
        ready_to_use = usable.sum()
        result.steps[run, 1] = np.int32(pledges.sum())
        result.steps[run, 2] = np.int32(total)
        result.steps[run, 3] = np.int32(tied)
        result.steps[run, 4] = np.int32(fit)
        result.steps[run, 5] = np.int32(ready_to_use)
        result.limiting[run] = np.int8(limiting(limits, carried, fit))
        for enabler in range(len(limits)):
            result.limits[run, enabler] = np.int32(limits[enabler])
        for country in range(countries):
            result.allocated[run, country] = np.int32(allocated[country])
            result.usable[run, country] = np.int32(usable[country])
            coming[country] = force.scaled(float(headline[run, country]), after_caveats[country], pledges[country])
            if rungs[run, country] >= INSIDE:
                ground = rungs[run, country] >= GROUND
                shares = tables.ground_roles[country] if ground else tables.noncombat_roles[country]
                force.split(pledges[country], shares, parts)
                for role in range(len(parts)):
                    result.roles[run, country, role] = np.int32(parts[role])
        count = fill_queue(coming, delays[:, run], tables.within_10, tables.within_30, rate, days, ready, there)
        for place in range(len(PRESENT_DAYS)):
            day = float(PRESENT_DAYS[place])
            most = ready_to_use if day > tour else carried
            result.present[run, place] = np.int32(whole(min(deployed(days, ready, there, count, rate, day), most)))
        initial = min(INITIAL_TROOPS, INITIAL_SHARE * pledges.sum())
        result.initial[run] = day_of(days, ready, there, count, rate, initial, carried)
        result.full[run] = day_of(days, ready, there, count, rate, FULL_SHARE * ready_to_use, carried)
        basing.cover(ready_to_use, reserve, garrisons, covered)
        for site in range(len(covered)):
            result.covered[run, site] = covered[site] > 0.0


@compiled
def allocate(pledges: Row, requirement: float, shaving: float, allocated: Row) -> float:
    """Fill what is left of each pledge when those above the requirement are shaved; returns the total, persons."""
    total = float(pledges.sum())
    left = force.shaved(total, requirement, shaving)
    if left == total:
        allocated[:] = pledges
    else:
        force.apportion(left, pledges, allocated)
    return left


@compiled
def set_aside(pledges: Floats, allocated: Floats, by_words: Whole, caveat: Floats, after_caveats: Floats) -> float:
    """Fill what own words and caveats leave of each allocation; returns the total that own words leave, persons."""
    tied = 0.0
    for country in range(len(pledges)):
        kept = force.scaled(allocated[country], float(by_words[country]), pledges[country])
        after_caveats[country] = force.scaled(kept, caveat[country], 1.0)
        tied += kept
    return tied


@compiled
def carry(tables: DeploymentTables, rungs: NDArray[np.int8], levels: Floats, europe: Floats, limits: Floats) -> float:
    """Fill the ground troops that each enabler carries; returns the smallest, persons.

    Support from outside Ukraine counts, so a country on rung 1 already raises the limits.
    """
    for enabler in range(len(limits)):
        held = 0.0
        for country in range(len(rungs)):
            held += tables.holdings[enabler, country] if rungs[country] >= JOINS else 0.0
        limits[enabler] = force.enabler_limit(
            europe[enabler], min(1.0, held), tables.full_share, levels[enabler], tables.us_capacity[enabler]
        )
    return float(limits.min())


@compiled
def limiting(limits: Floats, carried: float, wanted: float) -> int:
    """Return the place of the first enabler that limits, or :data:`SLACK` where all that is wanted is carried."""
    if carried >= wanted:
        return SLACK
    for enabler in range(len(limits)):
        if limits[enabler] == carried:
            return enabler
    return SLACK
