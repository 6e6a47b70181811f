"""Everything random, drawn before the first round and keyed by what it is for.

A number depends on (root seed, country, purpose, replicate) alone: adding a country, a scenario, a chunk or a worker
changes nobody else's numbers, and two scenarios differ run by run only through their inputs (common random numbers).
Each (country, purpose) owns a Philox stream (Salmon et al. 2011, https://doi.org/10.1145/2063384.2063405) whose
counter is the replicate.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.rule.force import ENABLERS
from simulator.rule.gates import GATES

Floats = NDArray[np.float64]

EVERYBODY = "*"
DRAWS_PER_COUNTER = 4
GRID = 2.0**40


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
        e_gi, standard normal; shape (replicates, countries, gates).
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


def draw(seed: int, iso3: tuple[str, ...], first: int, count: int) -> Draws:
    """Draw a block of replicates.

    Parameters
    ----------
    seed
        Root seed, 0 to 2**64 - 1.
    iso3
        The countries, in the order wanted.
    first, count
        Number of the first replicate, and how many.

    Returns
    -------
    Draws
        The same numbers for a replicate however the replicates are cut into blocks.
    """

    def uniform(purpose: str) -> Floats:
        return np.stack([_uniforms(seed, country, purpose, first, count) for country in iso3], axis=1)

    return Draws(
        first=first,
        caution=_normal(_uniforms(seed, EVERYBODY, "caution", first, count)),
        surprise=_normal(np.stack([uniform(f"threshold.{gate}") for gate in GATES], axis=2)),
        coder=uniform("coder"),
        deployable=uniform("deployable"),
        rotation=uniform("rotation"),
        army=uniform("army"),
        abroad=uniform("abroad"),
        kept_home=uniform("kept_home"),
        consent=uniform("consent"),
    )


def _uniforms(seed: int, country: str, purpose: str, first: int, count: int) -> Floats:
    """Return the uniforms of replicates first .. first + count - 1 of one stream, each in (0, 1)."""
    skipped = first % DRAWS_PER_COUNTER
    key = int.from_bytes(blake2b(f"{country}/{purpose}".encode(), digest_size=8).digest(), "little")
    bits = Philox(key=np.array([seed, key], dtype=np.uint64), counter=first // DRAWS_PER_COUNTER)
    numbers = Generator(bits).random(skipped + count)[skipped:]
    return numbers + 2.0**-54


def _normal(uniforms: Floats) -> Floats:
    """Return standard normals by inversion, on a grid of 2**-40.

    The grid takes away the last bits, in which mathematical libraries of different machines disagree.
    """
    return np.rint(ndtri(uniforms) * GRID) / GRID


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
        enablers=np.stack([_uniforms(seed, EVERYBODY, f"enabler.{name}", first, count) for name in ENABLERS], axis=1),
        delay=np.stack([_uniforms(seed, country, "delay", first, count) for country in iso3], axis=1),
    )
