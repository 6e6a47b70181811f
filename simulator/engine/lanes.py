"""Lanes: replicates side by side, and how they lie in memory.

A block of replicates is laid out so that one country's numbers of all replicates follow each other in memory, and the
loops over a block run in the vector lanes of the processor.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference
from simulator.engine.drawing import NOBODY
from simulator.engine.profiles import Profiles
from simulator.engine.sources import CAP, CONSENT, TRAITS
from simulator.rule import ladder
from simulator.rule.gates import GATES
from simulator.rule.ladder import CONSENT_CEILING, GROUND, INSIDE, JOINS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

STRICTEST, MEAN, DEAL_MARGIN, SHARE, PART_ROWS = 0, 5, 10, 15, 17
"""First rows of what is summed up by rung, where company counts; its share has two rows: rungs 1 to 4, and rung 5."""

UP, STAY = STRICTEST, STRICTEST + 1
"""Where company does not count: the rungs that conditions allow a new promise and an old one."""

WEIGHTED, PLEDGED, STANDS = range(3)
COUNTED_FROM = (JOINS, INSIDE, GROUND)
"""Rungs from which a country counts as joining, as being inside Ukraine, as sending ground troops."""


class Fixed(NamedTuple):
    """What holds of the countries in every replicate; arrays over countries, as in the conference.

    ``ties`` has shape (0, 0) where everybody watches by ``watch``; ``tie_totals`` are its row sums.
    """

    lead: Floats
    covered: Floats
    member: Floats
    striver: Floats
    exposure: Floats
    watch: Floats
    total_watch: float
    ties: Floats
    tie_totals: Floats
    record_sustained: Floats
    record_surge: Floats


class Rows(NamedTuple):
    """The countries of a block of replicates with the replicates last, so that lanes follow each other in memory.

    Attributes
    ----------
    codes, thresholds
        By country and gate; codes have one more row, of 0.
    traits
        In the order of :data:`simulator.engine.sources.TRAITS`, then by country.
    stated
        Whether any replicate holds a country to a gate; by country and gate.
    """

    codes: Floats
    thresholds: Floats
    traits: Floats
    stated: Flags


class Seated(NamedTuple):
    """Rows, and who has a seat.

    Only what is read need be in the rows: conditions of countries with a seat at the gates they stated, consent above
    the rung that needs it, capacity where it pays.

    Attributes
    ----------
    codes, thresholds, traits, stated
        As in :class:`Rows`.
    reach
        The highest rung that any replicate leaves open to a country.
    seats
        Places of the countries that can leave rung 0.
    paid
        Whether the capacity of a country is read.
    """

    codes: Floats
    thresholds: Floats
    traits: Floats
    stated: Flags
    reach: NDArray[np.int64]
    seats: NDArray[np.int64]
    paid: Flags


class Lanes(NamedTuple):
    """The working memory of a block; the last axis is the lanes.

    Attributes
    ----------
    signals, alone, pool
        Of one country at a time: what it hears by gate; what is summed up over its gates, where company does not
        count; P_i.
    parts
        By country: what does not depend on others, summed up over its gates.
    open
        By country: the highest rung that cap and consent leave open.
    sustained, surge, rung, after, pledge, heard
        By country: K_i and Hs_i; rung on the board and the next one; x_i; sum_j w_ij l_j where weights are its own.
    board
        sum_j a_j l_j, X, and whether the framework stands.
    moved
        How many rungs all countries together moved in the last round.
    rest
        Rounds held when the lane came to rest, -1 before.
    since
        By country: since which round it has been on rung 1, 2 or 3 or more without a break, -1 where it is not.
    """

    signals: Floats
    alone: Floats
    pool: Floats
    parts: Floats
    open: Floats
    sustained: Floats
    surge: Floats
    rung: Floats
    after: Floats
    pledge: Floats
    heard: Floats
    board: Floats
    moved: Floats
    rest: NDArray[np.int64]
    since: NDArray[np.int64]


def fixed_of(conference: Conference) -> Fixed:
    """Return what holds of the countries in every replicate."""
    ties = np.zeros((0, 0)) if conference.ties is None else np.ascontiguousarray(conference.ties)
    return Fixed(
        lead=conference.lead,
        covered=conference.covered,
        member=conference.member,
        striver=conference.striver,
        exposure=np.ascontiguousarray(conference.exposure),
        watch=conference.watch,
        total_watch=float(conference.watch.sum()),
        ties=ties,
        tie_totals=ties.sum(axis=1),
        record_sustained=conference.record_sustained,
        record_surge=conference.record_surge,
    )


def rows_of(profiles: Profiles) -> Rows:
    """Return profiles with the replicates last."""
    replicates, countries = profiles.caps.shape
    codes = np.zeros((countries, NOBODY + 1, replicates))
    codes[:, :NOBODY] = profiles.codes.transpose(1, 2, 0)
    return Rows(
        codes=codes,
        thresholds=np.ascontiguousarray(profiles.thresholds.transpose(1, 2, 0), dtype=np.float64),
        traits=_traits(profiles),
        stated=np.asarray((codes[:, :NOBODY] > 0.0).any(axis=2)),
    )


def seated(rows: Rows, paid_from: int = 0) -> Seated:
    """Return rows with who has a seat in them.

    Parameters
    ----------
    rows
        As drawn, or as altered by hand.
    paid_from
        The lowest rung at which the capacity of a country matters.
    """
    reach = rows.traits[CAP].max(axis=1, initial=0.0).astype(np.int64)
    return Seated(*rows, reach, np.flatnonzero(reach >= JOINS), reach >= paid_from)


def _traits(profiles: Profiles) -> Floats:
    """Return the traits as one block: the one they were drawn into, or a copy where some were put in by hand."""
    fields = [getattr(profiles, name) for name in TRAITS]
    block = fields[0].base
    if block is not None and block.shape[:1] == (len(TRAITS),):
        places = [field.ctypes.data - block.ctypes.data for field in fields]
        if all(field.base is block for field in fields) and places == [
            place * block.strides[0] for place in range(len(TRAITS))
        ]:
            return np.asarray(block)
    return np.stack([field.T for field in fields])


@compiled
def new_lanes(countries: int, width: int) -> Lanes:
    """Return working memory for blocks of up to ``width`` replicates; who has no seat stays out in it."""
    flat = (countries, width)
    return Lanes(
        np.zeros((len(GATES), width)),
        np.zeros((PART_ROWS, width)),
        np.empty(width),
        np.zeros((countries, PART_ROWS, width)),
        np.zeros(flat),
        np.zeros(flat),
        np.zeros(flat),
        np.zeros(flat),
        np.zeros(flat),
        np.zeros(flat),
        np.zeros(flat),
        np.empty((3, width)),
        np.empty(width),
        np.empty(width, np.int64),
        np.empty((countries, len(COUNTED_FROM), width), np.int64),
    )


@compiled
def start(lanes: Lanes, rows: Seated, first: int, width: int, from_caps: bool) -> None:
    """Put every country out, or on the highest rung it could ever open."""
    for country in rows.seats:
        _open(
            lanes.open[country],
            rows.traits[CAP, country, first : first + width],
            rows.traits[CONSENT, country, first : first + width],
            rows.reach[country] > CONSENT_CEILING,
        )
        _place(lanes.rung[country], lanes.after[country], lanes.open[country], width, from_caps)
    for lane in range(width):
        lanes.rest[lane] = -1


@compiled
def _open(highest: Floats, caps: Floats, consent: Floats, asked: bool) -> None:
    """Fill the highest rung open, whatever the others do; consent is asked for only where it can matter."""
    for lane in range(len(caps)):
        highest[lane] = ladder.ceiling(caps[lane], consent[lane] if asked else 1.0, 1.0, 1.0)


@compiled
def _place(rungs: Floats, after: Floats, highest: Floats, width: int, from_caps: bool) -> None:
    for lane in range(width):
        rungs[lane] = after[lane] = highest[lane] if from_caps else 0.0
