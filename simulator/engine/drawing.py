"""Drawing countries: random numbers become thresholds, capacities and consent, a row of replicates at a time.

Only what is read is drawn: a reader of the statements where the two differ, a capacity where none is stated, an error
where there is one.  A row is drawn and turned into what it stands for while it is in the nearest cache, and lands where
the engine reads it.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference
from simulator.engine.draws import PURPOSES, Keys, Scratch, fill_normals, keys_of, new_scratch
from simulator.engine.philox import fill_uniforms
from simulator.engine.sources import (
    ABROAD,
    ARMY,
    CODED_KEPT_HOME,
    CODED_ROWS,
    CONSENT,
    DEPLOYABLE,
    KEPT_HOME,
    ROTATION,
    TRAITS,
    Flags,
    Sources,
    sources_of,
)  # fmt: skip
from simulator.rule import scatter
from simulator.rule.gates import GATES

Floats = NDArray[np.float64]

FOR_CODER, FOR_DEPLOYABLE, FOR_ROTATION, FOR_ARMY, FOR_ABROAD, FOR_KEPT_HOME, FOR_CONSENT = range(len(PURPOSES))

NOBODY = len(GATES)
"""Row of codes that are 0, read in place of gates that nobody states."""

CHUNK = 1024
"""Replicates drawn at a time: a few rows of them fit the nearest cache."""


class Wanted(NamedTuple):
    """What is wanted of each country; rows of what is not are left as they are.

    Attributes
    ----------
    conditions, consent, capacity
        Codes, thresholds and all that is coded; consent; deployable share, rotation, army and the rest.
    words
        Row of a country in the tables of own words, -1 where it needs none.
    """

    conditions: Flags
    consent: Flags
    capacity: Flags
    words: NDArray[np.int64]


class Table(NamedTuple):
    """Where countries are drawn into; replicates last.

    Attributes
    ----------
    traits
        In the order of :data:`TRAITS`, then by country.
    codes, thresholds
        By country and gate; gates that no reader finds in what a country said are left as they are.
    word_codes, word_thresholds
        The same by the country's own words, in the rows of :class:`Wanted`.
    """

    traits: Floats
    codes: Floats
    thresholds: Floats
    word_codes: Floats
    word_thresholds: Floats


@compiled
def new_table(countries: int, speaking: int, width: int) -> Table:
    """Return an empty table for so many countries, countries with words of their own, and replicates."""
    return Table(
        np.zeros((len(TRAITS), countries, width)),
        np.zeros((countries, NOBODY + 1, width)),
        np.zeros((countries, len(GATES), width)),
        np.zeros((speaking, NOBODY + 1, width)),
        np.zeros((speaking, len(GATES), width)),
    )


class Block(NamedTuple):
    """Which replicates are drawn, and where in a table they go.

    Attributes
    ----------
    seed
        Root seed.
    first
        Number of the first replicate.
    start, stop
        Its place in the table, and the place after the last one.
    common, own
        sqrt(rho_z) and sqrt(1 - rho_z).
    """

    seed: np.uint64
    first: int
    start: int
    stop: int
    common: float
    own: float


class Rows(NamedTuple):
    """Working memory for one row of a country each; see :class:`simulator.engine.draws.Scratch`."""

    caution: Floats
    drawn: Floats
    second: Flags
    scratch: Scratch


def draw_countries(conference: Conference, seed: int, first: int, wanted: Wanted, table: Table) -> None:
    """Draw countries into a table.

    Parameters
    ----------
    conference
        The compiled conference.
    seed
        Root seed, 0 to 2**64 - 1.
    first
        Number of the first replicate; the table says how many.
    wanted, table
        What to draw, and where to.
    """
    _draw(sources_of(conference), keys_of(conference.iso3), wanted, np.uint64(seed), first, table)


@compiled
def _draw(sources: Sources, keys: Keys, wanted: Wanted, seed: np.uint64, first: int, table: Table) -> None:
    replicates = table.traits.shape[2]
    rows = new_rows(min(CHUNK, replicates))
    for start in range(0, replicates, CHUNK):
        fill_table(sources, keys, wanted, seed, first + start, start, min(start + CHUNK, replicates), rows, table)


@compiled
def new_rows(length: int) -> Rows:
    """Return working memory for up to ``length`` replicates at a time."""
    return Rows(np.empty(length), np.empty(length), np.empty(length, np.bool_), new_scratch(length))


@compiled
def fill_table(
    sources: Sources,
    keys: Keys,
    wanted: Wanted,
    seed: np.uint64,
    first: int,
    start: int,
    stop: int,
    rows: Rows,
    table: Table,
) -> None:
    """Draw replicates first, first + 1, ... into the places start .. stop - 1 of a table."""
    common = sources.spread.common_caution
    block = Block(seed, first, start, stop, sqrt(common), sqrt(1.0 - common))
    count = stop - start
    fill_normals(rows.caution[:count], seed, keys.caution, first, rows.scratch)
    for country in range(len(wanted.conditions)):
        if wanted.conditions[country]:
            second = rows.second[:count]
            second[:] = False
            if sources.differ[country]:
                fill_uniforms(rows.drawn[:count], seed, keys.countries[FOR_CODER, country], first, rows.scratch.words)
                _is_second(second, rows.drawn)
            _read_statements(sources.coded, country, second, start, stop, table.traits)
            _scatter_gates(sources, keys.thresholds, wanted.words[country], country, block, rows, table)
        if wanted.consent[country]:
            key, row = keys.countries[FOR_CONSENT, country], table.traits[CONSENT, country, start:stop]
            _consent(row, sources.consent[country], seed, key, first, rows.scratch.words)
        if wanted.capacity[country]:
            _capacity(sources, keys.countries, country, block, rows.drawn[:count], rows.scratch.words, table.traits)


@compiled
def _is_second(second: Flags, drawn: Floats) -> None:
    """Fill whether the second reading holds."""
    for run in range(len(second)):
        second[run] = drawn[run] >= 0.5


@compiled
def _read_statements(coded: Floats, country: int, second: Flags, start: int, stop: int, traits: Floats) -> None:
    """Fill what the reader of each replicate says of a country."""
    for place in range(len(CODED_ROWS)):
        row = traits[CODED_ROWS[place], country, start:stop]
        _pick(row, coded[0, place, country], coded[1, place, country], second)


@compiled
def _pick(row: Floats, one: float, other: float, second: Flags) -> None:
    for run in range(len(row)):
        row[run] = other if second[run] else one


@compiled
def _scatter_gates(
    sources: Sources, keys: NDArray[np.uint64], words: int, country: int, block: Block, rows: Rows, table: Table
) -> None:
    """Fill codes and thresholds of the conditions that any reader finds, and those of own words where wanted."""
    start, stop = block.start, block.stop
    surprise = rows.drawn[: stop - start]
    for gate in range(len(GATES)):
        one, other = sources.codes[0, country, gate], sources.codes[1, country, gate]
        word_one, word_other = sources.word_codes[0, country, gate], sources.word_codes[1, country, gate]
        stated, spoken = max(one, other) > 0.0, words >= 0 and max(word_one, word_other) > 0.0
        if not stated and not spoken:
            continue
        sds = sources.sds[0, country, gate], sources.sds[1, country, gate]
        if max(sds[0], sds[1]) > 0.0:
            fill_normals(surprise, block.seed, keys[country, gate], block.first, rows.scratch)
        else:
            surprise[:] = 0.0
        if stated:
            medians = sources.medians[0, country, gate], sources.medians[1, country, gate]
            _pick(table.codes[country, gate, start:stop], one, other, rows.second)
            _thresholds(
                table.thresholds[country, gate, start:stop], medians, sds, block.common, block.own, rows.caution,
                surprise, rows.second,
            )  # fmt: skip
        if spoken:
            medians = sources.word_medians[0, country, gate], sources.word_medians[1, country, gate]
            _pick(table.word_codes[words, gate, start:stop], word_one, word_other, rows.second)
            _thresholds(
                table.word_thresholds[words, gate, start:stop], medians, sds, block.common, block.own, rows.caution,
                surprise, rows.second,
            )  # fmt: skip


@compiled
def _thresholds(
    row: Floats,
    medians: tuple[float, float],
    sds: tuple[float, float],
    common: float,
    own: float,
    caution: Floats,
    surprise: Floats,
    second: Flags,
) -> None:
    """Fill the thresholds of one gate."""
    (median_1, median_2), (sd_1, sd_2) = medians, sds
    for run in range(len(row)):
        median, sd = median_2 if second[run] else median_1, sd_2 if second[run] else sd_1
        row[run] = scatter.threshold(median, sd, common, own, caution[run], surprise[run])


@compiled
def _consent(
    row: Floats, chance: float, seed: np.uint64, key: np.uint64, first: int, words: NDArray[np.uint64]
) -> None:
    """Fill 1 where parliament agrees, else 0; nothing is drawn where it always or never does."""
    row[:] = 0.0
    if 0.0 < chance < 1.0:
        fill_uniforms(row, seed, key, first, words)
    for run in range(len(row)):
        row[run] = scatter.passes(row[run], chance)


@compiled
def _capacity(
    sources: Sources,
    keys: NDArray[np.uint64],
    country: int,
    block: Block,
    drawn: Floats,
    words: NDArray[np.uint64],
    traits: Floats,
) -> None:
    """Fill deployable share, rotation, what is kept home, army and troops abroad: what is stated, or else drawn."""
    spread, seed, first, start, stop = sources.spread, block.seed, block.first, block.start, block.stop
    row, key = traits[DEPLOYABLE, country, start:stop], keys[FOR_DEPLOYABLE, country]
    _triangular(row, sources.deployable[country], spread.deployable, seed, key, first, words)
    row, key = traits[ROTATION, country, start:stop], keys[FOR_ROTATION, country]
    _triangular(row, sources.rotation[country], spread.rotation, seed, key, first, words)
    row, key = traits[KEPT_HOME, country, start:stop], keys[FOR_KEPT_HOME, country]
    if np.isnan(sources.coded[0, CODED_KEPT_HOME, country] + sources.coded[1, CODED_KEPT_HOME, country]):
        fill_uniforms(drawn, seed, key, first, words)
        _between(row, drawn, spread.kept_home[0], spread.kept_home[1])
    row, key = traits[ARMY, country, start:stop], keys[FOR_ARMY, country]
    _around(row, sources.army[country], spread.army_error, seed, key, first, words)
    row, key = traits[ABROAD, country, start:stop], keys[FOR_ABROAD, country]
    _around(row, sources.abroad[country], spread.abroad_error, seed, key, first, words)


@compiled
def _triangular(
    row: Floats,
    stated: float,
    corners: tuple[float, float, float],
    seed: np.uint64,
    key: np.uint64,
    first: int,
    words: NDArray[np.uint64],
) -> None:
    """Fill what is stated, or else draws of a triangular distribution."""
    if not np.isnan(stated):
        row[:] = stated
        return
    low, mode, high = corners
    fill_uniforms(row, seed, key, first, words)
    for run in range(len(row)):
        row[run] = scatter.triangular(row[run], low, mode, high)


@compiled
def _between(row: Floats, uniforms: Floats, low: float, high: float) -> None:
    """Replace what is not stated by a draw between two numbers."""
    for run in range(len(row)):
        row[run] = scatter.between(uniforms[run], low, high) if np.isnan(row[run]) else row[run]


@compiled
def _around(
    row: Floats,
    middle: float,
    error: float,
    seed: np.uint64,
    key: np.uint64,
    first: int,
    words: NDArray[np.uint64],
) -> None:
    """Fill values around a middle; nothing is drawn where there is no error, or nothing to err about."""
    if error == 0.0 or middle == 0.0:
        row[:] = middle
        return
    fill_uniforms(row, seed, key, first, words)
    for run in range(len(row)):
        row[run] = scatter.around(middle, error, row[run])
