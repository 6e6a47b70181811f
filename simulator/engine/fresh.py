"""Fresh runs: countries are drawn where the rounds read them, a block of lanes at a time, and never laid out whole."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference
from simulator.engine.drawing import Wanted, fill_table, new_rows, new_table
from simulator.engine.draws import ENABLER_STREAMS, Floats, Keys, key_of, keys_of
from simulator.engine.force import DeploymentTables, deployment_tables
from simulator.engine.kernel import WIDTH, Points
from simulator.engine.lanes import Fixed, Seated, fixed_of, new_lanes
from simulator.engine.philox import fill_uniforms
from simulator.engine.sources import Flags, Sources, sources_of, stated_gates, whose_words_differ
from simulator.engine.totals import Runs, empty_runs, new_sums, paid_from, run_lanes
from simulator.engine.words import Words
from simulator.rule import scatter
from simulator.rule.ladder import CONSENT_CEILING, JOINS


def run_fresh(conference: Conference, points: Points, seed: int, first: int, count: int, width: int = WIDTH) -> Runs:
    """Draw a block of replicates and run them at every point, with the same draws at each.

    The same totals as :func:`simulator.engine.totals.run_points` with all that is drawn; here only what totals depend
    on is.

    Parameters
    ----------
    conference
        Countries, codes and deployment that the points share; its own inputs and structural numbers do not matter.
    points
        Inputs and structural numbers.
    seed
        Root seed, 0 to 2**64 - 1.
    first, count
        Number of the first replicate, and how many.
    width
        Replicates side by side; any number gives the same totals.

    Returns
    -------
    Runs
        By point and replicate.
    """
    found = empty_runs(len(points.inputs), count, len(conference))
    _run_fresh(
        fixed_of(conference),
        deployment_tables(conference),
        people_of(conference, paid_from(points)),
        np.uint64(seed),
        first,
        points,
        conference.from_caps,
        width,
        found,
    )
    return found


class People(NamedTuple):
    """What is known of the countries before anything is drawn.

    Attributes
    ----------
    sources, keys, wanted
        What is drawn, and from what; only what totals depend on.
    enablers, europe
        Key of each enabler, and the corners of what the countries together can carry of it, persons.
    stated, reach, seats
        As in :class:`simulator.engine.lanes.Seated`.
    spoken
        As ``stated``, of :class:`simulator.engine.words.Words`.
    """

    sources: Sources
    keys: Keys
    wanted: Wanted
    enablers: NDArray[np.uint64]
    europe: Floats
    stated: Flags
    reach: NDArray[np.int64]
    seats: NDArray[np.int64]
    spoken: Flags


def people_of(conference: Conference, lowest_paid: int = JOINS) -> People:
    """Return what is known of the countries of a conference.

    Parameters
    ----------
    conference
        The compiled scenario.
    lowest_paid
        The lowest rung that sends troops (:func:`simulator.engine.totals.paid_from`): the capacity of a country that
        never comes so far is not drawn.
    """
    reach = np.array([coding.caps for coding in conference.codings], dtype=np.int64).max(axis=0)
    paid = reach >= max(lowest_paid, JOINS)
    (speaking,) = np.nonzero(whose_words_differ(conference) & paid)
    row = np.full(len(conference), -1, dtype=np.int64)
    row[speaking] = np.arange(len(speaking))
    spoken = np.array([coding.word_codes[speaking] > 0 for coding in conference.codings]).any(axis=0)
    return People(
        sources=sources_of(conference),
        keys=keys_of(conference.iso3),
        wanted=Wanted(reach >= JOINS, reach > CONSENT_CEILING, paid, row),
        enablers=np.array([key_of(*stream) for stream in ENABLER_STREAMS], dtype=np.uint64),
        europe=np.array(conference.deployment.europe, dtype=np.float64),
        stated=stated_gates(conference),
        reach=reach,
        seats=np.flatnonzero(reach >= JOINS),
        spoken=np.asarray(spoken),
    )


@compiled
def _run_fresh(
    fixed: Fixed,
    tables: DeploymentTables,
    people: People,
    seed: np.uint64,
    first: int,
    points: Points,
    from_caps: bool,
    width: int,
    found: Runs,
) -> None:
    """Fill the columns."""
    countries, speaking, replicates = len(people.reach), len(people.spoken), found.headline.shape[1]
    enablers = len(people.enablers)
    lanes, sums = new_lanes(countries, width), new_sums(countries, speaking, enablers, width)
    table, drawing, europe = new_table(countries, speaking, width), new_rows(width), np.empty((enablers, width))
    rows = Seated(
        table.codes, table.thresholds, table.traits, people.stated, people.reach, people.seats, people.wanted.capacity
    )
    words = Words(people.wanted.words, table.word_codes, table.word_thresholds, people.spoken)
    begin = int(np.int64(0))  # As a literal it would be a type of its own, and all below would be compiled once more.
    for start in range(0, replicates, width):
        count = min(width, replicates - start)
        fill_table(people.sources, people.keys, people.wanted, seed, first + start, begin, count, drawing, table)
        for enabler in range(enablers):
            carried, (low, mode, high) = europe[enabler, :count], people.europe[enabler]
            fill_uniforms(carried, seed, people.enablers[enabler], first + start, drawing.scratch.words)
            _carry(carried, low, mode, high)
        run_lanes(fixed, tables, lanes, rows, words, sums, europe, begin, count, points, from_caps, start, found)


@compiled
def _carry(europe: Floats, low: float, mode: float, high: float) -> None:
    """Turn draws into what the countries together can carry of one enabler."""
    for lane in range(len(europe)):
        europe[lane] = scatter.triangular(europe[lane], low, mode, high)
