"""Everything random, drawn before the first round and keyed by what it is for.

A number depends on (root seed, country, purpose, replicate) alone: adding a country, a scenario, a chunk or a worker
changes nobody else's numbers, and two scenarios differ run by run only through their inputs (common random numbers).
Each (country, purpose) owns a Philox stream (:mod:`simulator.engine.philox`) whose counter is the replicate.  A number
that nobody reads need not be drawn, for the same reason.

The numbers of one stream lie side by side in memory, so that the array engine reads replicates in lanes.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.philox import COUNTERS, WORDS, fill_uniforms
from simulator.rule.force import ENABLERS
from simulator.rule.gates import GATES
from simulator.rule.normal import CENTRE, central_quantile, on_grid, tail_quantile

Floats = NDArray[np.float64]

EVERYBODY = "*"

PURPOSES = ("coder", "deployable", "rotation", "army", "abroad", "kept_home", "consent")
"""What a number is drawn for in each country, beside a threshold for each gate."""

ENABLER_STREAMS = [(EVERYBODY, f"enabler.{name}") for name in ENABLERS]
"""Streams of what the countries together can carry of each enabler."""

KEYS_KEPT = 32
"""Lists of countries whose keys are kept at hand."""


class Keys(NamedTuple):
    """Keys of the streams of some countries; the other half of a key is the root seed.

    Attributes
    ----------
    caution
        Of z, the common caution.
    countries
        By purpose, in the order of :data:`PURPOSES`; shape (purposes, countries).
    thresholds
        Of e_gi; shape (countries, gates).
    """

    caution: np.uint64
    countries: NDArray[np.uint64]
    thresholds: NDArray[np.uint64]


@lru_cache(maxsize=KEYS_KEPT)
def keys_of(iso3: tuple[str, ...]) -> Keys:
    """Return the keys of all streams of some countries, in the order given."""
    by_purpose = [[key_of(country, purpose) for country in iso3] for purpose in PURPOSES]
    by_gate = [[key_of(country, f"threshold.{gate}") for gate in GATES] for country in iso3]
    return Keys(
        caution=key_of(EVERYBODY, "caution"),
        countries=np.array(by_purpose, dtype=np.uint64).reshape(len(PURPOSES), len(iso3)),
        thresholds=np.array(by_gate, dtype=np.uint64).reshape(len(iso3), len(GATES)),
    )


@cache
def key_of(country: str, purpose: str) -> np.uint64:
    """Return the key of the stream of a country and a purpose."""
    return np.uint64(int.from_bytes(blake2b(f"{country}/{purpose}".encode(), digest_size=8).digest(), "little"))


class Scratch(NamedTuple):
    """Working memory for drawing rows.

    Attributes
    ----------
    words
        Of :func:`simulator.engine.philox.fill_uniforms`.
    values, places, logs
        Room for a row each.
    """

    words: NDArray[np.uint64]
    values: Floats
    places: NDArray[np.int64]
    logs: Floats


@compiled
def new_scratch(length: int) -> Scratch:
    """Return working memory for rows of up to ``length`` numbers."""
    return Scratch(
        np.empty((WORDS, length // WORDS + 2), np.uint64),
        np.empty(length),
        np.empty(length, np.int64),
        np.empty(length),
    )


@compiled
def fill_normals(row: Floats, seed: np.uint64, key: np.uint64, first: int, scratch: Scratch) -> None:
    """Fill a row with the standard normals of replicates first, first + 1, ... of one stream."""
    fill_uniforms(row, seed, key, first, scratch.words)
    to_normal(row, scratch.values, scratch.places, scratch.logs)


@compiled
def to_normal(row: Floats, values: Floats, places: NDArray[np.int64], logs: Floats) -> None:
    """Turn uniforms into standard normals, in place, by inversion.

    The middle is worked on side by side, and so are the tails once they are picked out; only logarithms are taken one
    by one.  The other arguments are working memory as long as the row.
    """
    for run in range(len(row)):
        values[run] = central_quantile(row[run] - 0.5)
    tails = 0
    for run in range(len(row)):
        places[tails] = run
        tails += abs(row[run] - 0.5) > CENTRE
    for tail in range(tails):
        uniform = row[places[tail]]
        logs[tail] = log(uniform if uniform < 0.5 else 1.0 - uniform)
    for tail in range(tails):
        values[places[tail]] = tail_quantile(row[places[tail]] - 0.5, logs[tail])
    for run in range(len(row)):
        row[run] = on_grid(values[run])


@dataclass(frozen=True, slots=True)
class DeploymentDraws:
    """The random numbers that only the deployment reads; uniform in (0, 1).

    Attributes
    ----------
    enablers
        Shape (replicates, enablers).
    delay
        Shape (replicates, countries).
    """

    enablers: Floats
    delay: Floats


def draw_deployment(seed: int, iso3: tuple[str, ...], first: int, count: int) -> DeploymentDraws:
    """Draw the deployment of a block of replicates; keyed like everything else, in streams of its own."""
    return DeploymentDraws(
        enablers=draw_enablers(seed, first, count),
        delay=draw(seed, [(country, "delay") for country in iso3], first, count),
    )


def draw_enablers(seed: int, first: int, count: int) -> Floats:
    """Draw what the enablers of the countries together can carry; uniform, shape (replicates, enablers)."""
    return draw(seed, ENABLER_STREAMS, first, count)


def draw(seed: int, streams: list[tuple[str, str]], first: int, count: int) -> Floats:
    """Draw a block of replicates from some streams.

    Parameters
    ----------
    seed
        Root seed, 0 to 2**64 - 1.
    streams
        Country and purpose of each.
    first, count
        Number of the first replicate, and how many.

    Returns
    -------
    Floats
        Uniform in (0, 1); shape (replicates, streams).  The same numbers for a replicate however the replicates are
        cut into blocks.
    """
    numbers, words = np.empty((len(streams), count)), np.empty((WORDS, COUNTERS), dtype=np.uint64)
    for row, stream in zip(numbers, streams, strict=True):
        fill_uniforms(row, np.uint64(seed), key_of(*stream), first, words)
    return numbers.T
