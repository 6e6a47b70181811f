"""Profiles: what each country is like in each replicate.

The numbers of one country lie side by side in memory over the replicates, so that the array engine reads them in
lanes; every array is a view of such a block with the replicates first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference
from simulator.engine.drawing import NOBODY, Wanted, draw_countries, new_table
from simulator.engine.sources import TRAITS, whose_words_differ
from simulator.rule import scatter

Floats = NDArray[np.float64]


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

    Returns
    -------
    Profiles
        The same countries in a replicate however the replicates are cut into blocks.
    """
    everybody = np.ones(len(conference), dtype=np.bool_)
    (spoken,) = np.nonzero(whose_words_differ(conference))
    words = np.full(len(conference), -1, dtype=np.int64)
    words[spoken] = np.arange(len(spoken))
    table = new_table(len(conference), len(spoken), count)
    draw_countries(conference, seed, first, Wanted(everybody, everybody, everybody, words), table)
    codes, thresholds = table.codes[:, :NOBODY].transpose(2, 0, 1), table.thresholds.transpose(2, 0, 1)
    word_codes, word_thresholds = codes, thresholds
    if len(spoken):
        word_codes, word_thresholds = codes.copy(order="K"), thresholds.copy(order="K")
        word_codes[:, spoken] = table.word_codes[:, :NOBODY].transpose(2, 0, 1)
        word_thresholds[:, spoken] = table.word_thresholds.transpose(2, 0, 1)
    return Profiles(
        first=first,
        codes=codes,
        thresholds=thresholds,
        word_codes=word_codes,
        word_thresholds=word_thresholds,
        **{name: row.T for name, row in zip(TRAITS, table.traits, strict=True)},
    )


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
