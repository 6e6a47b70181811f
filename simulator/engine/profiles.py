"""Profiles: what each country is like in each replicate, from a conference and its draws.

The numbers of one country lie side by side in memory over the replicates, so that the array engine reads them in
lanes; every array is a view of such a block with the replicates first.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference
from simulator.engine.draws import Draws, draw
from simulator.rule import scatter
from simulator.rule.gates import GATES

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TRAITS = (
    "caps", "consent", "sensitive", "legal_share", "acceptability", "deployable", "rotation", "kept_home", "army",
    "abroad",
)  # fmt: skip
"""What is one number a country in :class:`Profiles`, in the order of its fields."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """Countries in replicates; arrays of shape (replicates, countries), ``codes`` and ``thresholds`` by gate too.

    Attributes
    ----------
    first
        Number of the first replicate.
    codes, thresholds
        Code 0-4 and threshold tau_gi of each gate.
    word_codes, word_thresholds
        The same by the country's own words, without the announced rule.
    caps, consent
        cap_i (0-5) and Z_i (0 or 1).
    sensitive, legal_share, acceptability
        sens_i, zeta_i and psi_im.
    deployable, rotation, kept_home
        delta_i, rho_i and eta_i.
    army, abroad
        A_i and E_i, persons.
    """

    first: int
    codes: Floats
    thresholds: Floats
    word_codes: Floats
    word_thresholds: Floats
    caps: Floats
    consent: Floats
    sensitive: Floats
    legal_share: Floats
    acceptability: Floats
    deployable: Floats
    rotation: Floats
    kept_home: Floats
    army: Floats
    abroad: Floats

    def __len__(self) -> int:
        return len(self.caps)


def profiles(conference: Conference, draws: Draws) -> Profiles:
    """Turn draws into countries.

    Parameters
    ----------
    conference
        The compiled conference.
    draws
        Draws of a block of replicates for the countries of the conference.
    """
    spread = conference.spread
    countries, replicates = len(conference), len(draws)
    second = _second_reading(draws.coder.T, len(conference.codings))
    # One block for all that is one number a country: the array engine reads it as it is.
    traits = np.empty((len(TRAITS), countries, replicates))

    def row(name: str) -> Floats:
        values: Floats = traits[TRAITS.index(name)]
        return values

    def both(name: str) -> Floats:
        """Return what the coders read, the coders first; one coder stands for both."""
        first, last = conference.codings[0], conference.codings[-1]
        return np.array([getattr(first, name), getattr(last, name)], dtype=np.float64)

    def gates(codes: str, medians: str) -> tuple[Floats, Floats]:
        held, thresholds = np.zeros((2, countries, len(GATES), replicates))
        roots = sqrt(spread.common_caution), sqrt(1.0 - spread.common_caution)
        _scatter(
            held, thresholds, both(codes), both(medians), both("sds"), second, *roots, draws.caution,
            draws.surprise.transpose(1, 2, 0),
        )  # fmt: skip
        return held.transpose(2, 0, 1), thresholds.transpose(2, 0, 1)

    codes, thresholds = gates("codes", "medians")
    word_codes, word_thresholds = codes, thresholds
    if any((coding.codes != coding.word_codes).any() for coding in conference.codings):
        word_codes, word_thresholds = gates("word_codes", "word_medians")
    for name in ("caps", "sensitive", "legal_share", "acceptability", "kept_home"):
        _pick(row(name), both(name), second)
    _triangulars(row("deployable"), conference.deployable, draws.deployable.T, *spread.deployable)
    _triangulars(row("rotation"), conference.rotation, draws.rotation.T, *spread.rotation)
    _betweens(row("kept_home"), draws.kept_home.T, *spread.kept_home)
    _arounds(row("army"), conference.army, spread.army_error, draws.army.T)
    _arounds(row("abroad"), conference.abroad, spread.abroad_error, draws.abroad.T)
    _passes(row("consent"), draws.consent.T, conference.consent)
    return Profiles(
        first=draws.first,
        codes=codes,
        thresholds=thresholds,
        word_codes=word_codes,
        word_thresholds=word_thresholds,
        **{name: row(name).T for name in TRAITS},
    )


def drawn_profiles(conference: Conference, seed: int, first: int, count: int) -> Profiles:
    """Return the countries of a conference in a block of replicates.

    Parameters
    ----------
    conference
        The compiled conference.
    seed
        Root seed, 0 to 2**64 - 1.
    first, count
        Number of the first replicate, and how many.
    """
    return profiles(conference, draw(seed, conference.iso3, first, count, stated_gates(conference)))


def stated_gates(conference: Conference) -> NDArray[np.bool_]:
    """Return whether any coder reads a condition in what a country said; shape (countries, gates)."""
    stated = [(coding.codes > 0) | (coding.word_codes > 0) for coding in conference.codings]
    return np.asarray(np.array(stated).any(axis=0))


@compiled
def _second_reading(uniforms: Floats, coders: int) -> Flags:
    """Return whether the second coder's reading holds; shape (countries, replicates)."""
    second: Flags = np.zeros(uniforms.shape, dtype=np.bool_)
    for country in range(uniforms.shape[0]):
        for run in range(uniforms.shape[1]):
            second[country, run] = coders > 1 and uniforms[country, run] >= 0.5
    return second


@compiled
def _pick(values: Floats, both: Floats, second: NDArray[np.bool_]) -> None:
    """Fill (countries, replicates) with what the coder of each says; ``both`` has shape (2, countries)."""
    for country in range(values.shape[0]):
        one, other = both[0, country], both[1, country]
        for run in range(values.shape[1]):
            values[country, run] = other if second[country, run] else one


@compiled
def _scatter(
    codes: Floats,
    thresholds: Floats,
    both_codes: Floats,
    both_medians: Floats,
    both_sds: Floats,
    second: NDArray[np.bool_],
    common: float,
    own: float,
    caution: Floats,
    surprise: Floats,
) -> None:
    """Fill codes and thresholds (countries, gates, replicates) of the conditions that any coder reads."""
    countries, gates, replicates = codes.shape
    for country in range(countries):
        for gate in range(gates):
            code_1, code_2 = both_codes[0, country, gate], both_codes[1, country, gate]
            if code_1 == 0.0 and code_2 == 0.0:
                continue
            median_1, median_2 = both_medians[0, country, gate], both_medians[1, country, gate]
            sd_1, sd_2 = both_sds[0, country, gate], both_sds[1, country, gate]
            for run in range(replicates):
                other = second[country, run]
                codes[country, gate, run] = code_2 if other else code_1
                thresholds[country, gate, run] = scatter.threshold(
                    median_2 if other else median_1,
                    sd_2 if other else sd_1,
                    common,
                    own,
                    caution[run],
                    surprise[country, gate, run],
                )


@compiled
def _triangulars(values: Floats, stated: Floats, uniforms: Floats, low: float, mode: float, high: float) -> None:
    """Fill (countries, replicates) with what is stated, or else drawn from a triangular distribution."""
    for country in range(values.shape[0]):
        for run in range(values.shape[1]):
            drawn = scatter.triangular(uniforms[country, run], low, mode, high)
            values[country, run] = drawn if np.isnan(stated[country]) else stated[country]


@compiled
def _betweens(values: Floats, uniforms: Floats, low: float, high: float) -> None:
    """Replace what is not stated in (countries, replicates) by a draw between two numbers."""
    for country in range(values.shape[0]):
        for run in range(values.shape[1]):
            if np.isnan(values[country, run]):
                values[country, run] = scatter.between(uniforms[country, run], low, high)


@compiled
def _arounds(values: Floats, middle: Floats, error: float, uniforms: Floats) -> None:
    """Fill (countries, replicates) with values around a middle."""
    for country in range(values.shape[0]):
        for run in range(values.shape[1]):
            values[country, run] = scatter.around(middle[country], error, uniforms[country, run])


@compiled
def _passes(values: Floats, uniforms: Floats, chances: Floats) -> None:
    """Fill (countries, replicates) with 1 where parliament agrees, else 0."""
    for country in range(values.shape[0]):
        for run in range(values.shape[1]):
            values[country, run] = scatter.passes(uniforms[country, run], chances[country])


@compiled
def triangular(uniforms: Floats, low: float, mode: float, high: float) -> Floats:
    """Return draws of a triangular distribution by inversion.

    Parameters
    ----------
    uniforms
        Numbers in (0, 1), one axis.
    low, mode, high
        Corners of the density, low <= mode <= high.
    """
    values = np.empty(len(uniforms))
    for run in range(len(uniforms)):
        values[run] = scatter.triangular(uniforms[run], low, mode, high)
    return values
