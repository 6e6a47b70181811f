"""Force: five strengths from settled boards, by country and role, with what limits them.

The steps of a run, in order: the pledges of the board; those above the requirement are shaved; what a country's own
words tie to an unmet condition is set aside; national caveats take their share; what the enablers do not carry cannot
be used; and what is usable arrives as readiness and lift allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.arrivals import PRESENT_DAYS, Contingent, arrivals
from simulator.engine.boards import Boards
from simulator.engine.conference import Conference
from simulator.engine.deployment import Deployment
from simulator.engine.draws import DeploymentDraws
from simulator.engine.inputs import Inputs
from simulator.engine.profiles import triangular
from simulator.rule import basing, force, timeline
from simulator.rule.force import ENABLERS, ROLES
from simulator.rule.ladder import GROUND, INSIDE, JOINS

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]

STRENGTHS = ("headline", "pledged", "allocated", "usable")
"""The strengths of a force before it moves, the largest first; present strength follows by day."""

STEPS = ("headline", "pledged", "allocated", "by_words", "after_caveats", "usable")
"""Totals on the way from the headline to what can be used, each at most the one before."""

SLACK = -1
"""Index of the limiting enabler where none limits."""


@dataclass(frozen=True, slots=True)
class Force:
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
    deployment = conference.deployment
    runs, countries = boards.rungs.shape
    result = Force(
        allocated=np.zeros((runs, countries), dtype=np.int64),
        usable=np.zeros((runs, countries), dtype=np.int64),
        roles=np.zeros((runs, countries, len(ROLES)), dtype=np.int64),
        steps=np.zeros((runs, len(STEPS)), dtype=np.int64),
        limits=np.zeros((runs, len(ENABLERS)), dtype=np.int64),
        limiting=np.zeros(runs, dtype=np.int8),
        present=np.zeros((runs, len(PRESENT_DAYS)), dtype=np.int64),
        initial=np.full(runs, np.nan),
        full=np.full(runs, np.nan),
        covered=np.zeros((runs, len(deployment.garrisons)), dtype=np.bool_),
    )
    europe = np.stack(
        [triangular(draws.enablers[:, place], *corners) for place, corners in enumerate(deployment.europe)], axis=1
    )
    delays = np.floor(draws.delay * (deployment.longest_delay[None] + 1.0))
    for run in range(runs):
        _assemble_run(result, run, conference, boards, europe[run].tolist(), delays[run].tolist())
    return result


def _assemble_run(
    result: Force, run: int, conference: Conference, boards: Boards, europe: list[float], delays: list[float]
) -> None:
    deployment, inputs = conference.deployment, conference.inputs[-1]
    headline = [float(troops) for troops in boards.headline[run]]
    pledged = [float(troops) for troops in boards.pledged[run]]
    words = [float(troops) for troops in boards.by_words[run]]
    allocated = allocate(pledged, inputs.requirement, deployment.shaving)
    tied = [force.scaled(*three) for three in zip(allocated, words, pledged, strict=True)]
    after_caveats = [
        force.scaled(troops, share, 1.0) for troops, share in zip(tied, deployment.caveat.tolist(), strict=True)
    ]
    limits = enabler_limits(deployment, boards.rungs[run], inputs, europe)
    carried = min(limits)
    usable = [0.0] * len(pledged)
    force.apportion(min(sum(after_caveats), carried), after_caveats, usable)
    totals = [sum(row) for row in (headline, pledged, allocated, tied, after_caveats, usable)]
    result.allocated[run] = allocated
    result.usable[run] = usable
    result.roles[run] = roles_of_pledges(deployment, boards.rungs[run], pledged)
    result.steps[run] = totals
    result.limits[run] = limits
    result.limiting[run] = limits.index(carried) if carried < totals[-2] else SLACK
    contingents = [
        Contingent(force.scaled(first_tour, left, pledge), delay)
        for first_tour, left, pledge, delay in zip(headline, after_caveats, pledged, delays, strict=True)
    ]
    rate = timeline.lift_rate(deployment.lift_europe, inputs.logistics, deployment.lift_us)
    coming = arrivals(contingents, deployment.within_10, deployment.within_30, rate)
    result.present[run] = [coming.present(day, carried, totals[-1], deployment.tour) for day in PRESENT_DAYS]
    result.initial[run] = coming.day_of(min(5000.0, 0.2 * totals[1]), carried)
    result.full[run] = coming.day_of(0.8 * totals[-1], carried)
    covered = [0.0] * len(deployment.garrisons)
    basing.cover(totals[-1], deployment.reserve, list(deployment.garrisons), covered)
    result.covered[run] = [site > 0.0 for site in covered]


def allocate(pledged: list[float], requirement: float, shaving: float) -> list[float]:
    """Return what is left of each pledge when those above the requirement are shaved, whole persons."""
    shares = [0.0] * len(pledged)
    force.apportion(force.shaved(sum(pledged), requirement, shaving), pledged, shares)
    return shares


def enabler_limits(deployment: Deployment, rungs: Sequence[int], inputs: Inputs, europe: list[float]) -> list[float]:
    """Return the ground troops that each enabler carries, whole persons.

    Support from outside Ukraine counts, so a country on rung 1 already raises the limits.  American help with command
    and medical services comes with logistics.
    """
    levels = {
        "intelligence": inputs.intelligence,
        "air_defence": inputs.air,
        "lift": inputs.logistics,
        "command": inputs.logistics,
    }
    joined = [rung >= JOINS for rung in rungs]
    limits = []
    for place, name in enumerate(ENABLERS):
        held = 0.0
        for share, takes_part in zip(deployment.holdings[place].tolist(), joined, strict=True):
            held += share if takes_part else 0.0
        limits.append(
            force.enabler_limit(
                europe[place], min(1.0, held), deployment.full_share, levels[name], deployment.us_capacity[place]
            )
        )
    return limits


def roles_of_pledges(deployment: Deployment, rungs: Sequence[int], pledged: Sequence[float]) -> list[list[float]]:
    """Return each pledge split into roles, whole persons that add up to it."""
    rows = []
    for place, troops in enumerate(pledged):
        table = deployment.ground_roles if rungs[place] >= GROUND else deployment.noncombat_roles
        parts = [0.0] * len(ROLES)
        if rungs[place] >= INSIDE:
            force.split(troops, table[place].tolist(), parts)
        rows.append(parts)
    return rows
