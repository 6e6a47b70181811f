"""Everything random, drawn before the first round and keyed by what it is for.

A number depends on (root seed, country, purpose, replicate) alone: adding a country, a scenario, a chunk or a worker
changes nobody else's numbers, and two scenarios differ run by run only through their inputs (common random numbers).
Each (country, purpose) owns a Philox stream (Salmon et al. 2011, https://doi.org/10.1145/2063384.2063405) whose
counter is the replicate.

The numbers of one stream lie side by side in memory, so that the array engine reads replicates in lanes.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.philox import fill_uniforms
from simulator.rule.force import ENABLERS
from simulator.rule.gates import GATES
from simulator.rule.normal import CENTRE, central_quantile, normal_quantile, on_grid

Floats = NDArray[np.float64]

EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Draws:
    """The random numbers of a block of replicates.

    Attributes
    ----------
    first
        Number of the first replicate.
    caution
        z, the common caution, standard normal; shape (replicates,).
    surprise
        e_gi, standard normal; shape (replicates, countries, gates); 0 where nobody wants it.
    coder, deployable, rotation, army, abroad, kept_home, consent
        Uniform in (0, 1); shape (replicates, countries).
    """

    first: int
    caution: Floats
    surprise: Floats
    coder: Floats
    deployable: Floats
    rotation: Floats
    army: Floats
    abroad: Floats
    kept_home: Floats
    consent: Floats

    def __len__(self) -> int:
        return len(self.caution)


def draw(seed: int, iso3: tuple[str, ...], first: int, count: int, wanted: NDArray[np.bool_] | None = None) -> Draws:
    """Draw a block of replicates.

    Parameters
    ----------
    seed
        Root seed, 0 to 2**64 - 1.
    iso3
        The countries, in the order wanted.
    first, count
        Number of the first replicate, and how many.
    wanted
        Whether the threshold of a country and gate is wanted, shape (countries, gates); all if not given.  Most
        countries have stated few conditions, and a threshold that nobody reads need not be drawn.

    Returns
    -------
    Draws
        The same numbers for a replicate however the replicates are cut into blocks.
    """

    def uniform(purpose: str) -> Floats:
        return _block(seed, [(country, purpose) for country in iso3], first, count)

    caution = np.empty(count)
    _fill(caution, seed, EVERYBODY, "caution", first)
    _to_normal(caution)
    return Draws(
        first=first,
        caution=caution,
        surprise=_surprises(seed, iso3, first, count, wanted),
        coder=uniform("coder"),
        deployable=uniform("deployable"),
        rotation=uniform("rotation"),
        army=uniform("army"),
        abroad=uniform("abroad"),
        kept_home=uniform("kept_home"),
        consent=uniform("consent"),
    )


def _surprises(seed: int, iso3: tuple[str, ...], first: int, count: int, wanted: NDArray[np.bool_] | None) -> Floats:
    numbers = np.zeros((len(iso3), len(GATES), count))
    for place, country in enumerate(iso3):
        for gate, name in enumerate(GATES):
            if wanted is None or wanted[place, gate]:
                row = numbers[place, gate]
                _fill(row, seed, country, f"threshold.{name}", first)
                _to_normal(row)
    return numbers.transpose(2, 0, 1)


def _fill(row: Floats, seed: int, country: str, purpose: str, first: int) -> None:
    """Fill a row with the uniforms of replicates first, first + 1, ... of one stream, each in (0, 1)."""
    fill_uniforms(row, np.uint64(seed), np.uint64(stream_key(country, purpose)), first)


@cache
def stream_key(country: str, purpose: str) -> int:
    """Return the second word of the key of a stream; the first is the root seed."""
    return int.from_bytes(blake2b(f"{country}/{purpose}".encode(), digest_size=8).digest(), "little")


@compiled
def _to_normal(row: Floats) -> None:
    """Turn uniforms into standard normals, in place, by inversion: the middle first, which runs in lanes."""
    values = np.empty(len(row))
    for run in range(len(row)):
        values[run] = central_quantile(row[run] - 0.5)
    for run in range(len(row)):
        if abs(row[run] - 0.5) > CENTRE:
            values[run] = normal_quantile(row[run])
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
    """Draw the deployment of a block of replicates; keyed like :func:`draw`, in streams of its own."""
    return DeploymentDraws(
        enablers=draw_enablers(seed, first, count),
        delay=_block(seed, [(country, "delay") for country in iso3], first, count),
    )


def draw_enablers(seed: int, first: int, count: int) -> Floats:
    """Draw what the enablers of the countries together can carry; uniform, shape (replicates, enablers)."""
    return _block(seed, [(EVERYBODY, f"enabler.{name}") for name in ENABLERS], first, count)


def _block(seed: int, streams: list[tuple[str, str]], first: int, count: int) -> Floats:
    numbers = np.empty((len(streams), count))
    for row, (country, purpose) in zip(numbers, streams, strict=True):
        _fill(row, seed, country, purpose, first)
    return numbers.T
