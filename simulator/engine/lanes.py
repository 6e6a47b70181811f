"""Lanes: replicates side by side, and how they lie in memory.

A block of replicates is laid out so that one country's numbers of all replicates follow each other in memory, and the
loops over a block run in the vector lanes of the processor.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference
from simulator.engine.profiles import TRAITS, Profiles
from simulator.rule import ladder
from simulator.rule.gates import GATES
from simulator.rule.ladder import GROUND, INSIDE, JOINS

Floats = NDArray[np.float64]

CAP, CONSENT, SENSITIVE, LEGAL, ACCEPTABLE, DEPLOYABLE, ROTATION, KEPT_HOME, ARMY, ABROAD = range(len(TRAITS))
"""Rows of traits, in the order of :data:`simulator.engine.profiles.TRAITS`."""

STRICTEST, MEAN, DEAL_MARGIN, SHARE, PART_ROWS = 0, 5, 10, 15, 17
"""First rows of what is summed up by rung; the share of company has two: rungs 1 to 4, and rung 5."""

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
    """The profiles of a block with the replicates last.

    Attributes
    ----------
    codes, thresholds
        By country and gate.
    traits
        In the order of :data:`TRAITS`, then by country.
    stated
        Whether any replicate holds a country to a gate; codes of the other gates are all 0.
    """

    codes: Floats
    thresholds: Floats
    traits: Floats
    stated: NDArray[np.bool_]


class Lanes(NamedTuple):
    """The working memory of a block; the last axis is the lanes.

    Attributes
    ----------
    codes, thresholds
        By country and gate.
    traits
        By country, in the order of :data:`TRAITS`.
    parts
        By country: what is summed up over the gates that do not depend on others.
    signals
        U and C of one country at a time.
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

    codes: Floats
    thresholds: Floats
    traits: Floats
    parts: Floats
    signals: Floats
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
    """Return profiles with the replicates last, so that lanes follow each other in memory."""
    codes = np.ascontiguousarray(profiles.codes.transpose(1, 2, 0), dtype=np.float64)
    return Rows(
        codes=codes,
        thresholds=np.ascontiguousarray(profiles.thresholds.transpose(1, 2, 0), dtype=np.float64),
        traits=_traits(profiles),
        stated=_stated(codes),
    )


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
def _stated(codes: Floats) -> NDArray[np.bool_]:
    """Return whether any replicate holds a country to a gate."""
    countries, gates, replicates = codes.shape
    found = np.zeros((countries, gates), dtype=np.bool_)
    for country in range(countries):
        for gate in range(gates):
            for run in range(replicates):
                if codes[country, gate, run] > 0.0:
                    found[country, gate] = True
                    break
    return found


@compiled
def new_lanes(countries: int, width: int) -> Lanes:
    """Return working memory for blocks of up to ``width`` replicates."""
    flat = (countries, width)
    return Lanes(
        np.zeros((countries, len(GATES), width)),
        np.zeros((countries, len(GATES), width)),
        np.empty((countries, len(TRAITS), width)),
        np.empty((countries, PART_ROWS, width)),
        np.empty((2, width)),
        np.empty(flat),
        np.empty(flat),
        np.empty(flat),
        np.empty(flat),
        np.empty(flat),
        np.zeros(flat),
        np.empty((3, width)),
        np.empty(width),
        np.empty(width, np.int64),
        np.empty((countries, len(COUNTED_FROM), width), np.int64),
    )


@compiled
def start(fixed: Fixed, lanes: Lanes, width: int, from_caps: bool) -> None:
    """Put every country out, or on the highest rung it could ever open."""
    for country in range(len(fixed.lead)):
        for lane in range(width):
            top = ladder.ceiling(lanes.traits[country, CAP, lane], lanes.traits[country, CONSENT, lane], 1.0, 1.0)
            lanes.after[country, lane] = top if from_caps else 0.0
            lanes.rung[country, lane] = lanes.after[country, lane]
            for count in range(len(COUNTED_FROM)):
                lanes.since[country, count, lane] = -1
    for lane in range(width):
        lanes.rest[lane] = -1


@compiled
def gather(lanes: Lanes, rows: Rows, first: int, count: int) -> None:
    """Copy a block of replicates into working memory; gates that nobody states stay 0 there."""
    for country in range(len(rows.codes)):
        for gate in range(rows.codes.shape[1]):
            if rows.stated[country, gate]:
                for lane in range(count):
                    lanes.codes[country, gate, lane] = rows.codes[country, gate, first + lane]
                    lanes.thresholds[country, gate, lane] = rows.thresholds[country, gate, first + lane]
        for trait in range(len(rows.traits)):
            for lane in range(count):
                lanes.traits[country, trait, lane] = rows.traits[trait, country, first + lane]
