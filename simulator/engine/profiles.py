"""Profiles: what each country is like in each replicate, from a conference and its draws."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.conference import Conference
from simulator.engine.draws import Draws

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


def profiles(conference: Conference, draws: Draws) -> Profiles:
    """Turn draws into countries.

    Thresholds: tau_gi = mu_gi + s (sqrt(rho_z) z + sqrt(1 - rho_z) e_gi), untruncated: below 0 a condition is met in
    any case, above 1 never.

    Parameters
    ----------
    conference
        The compiled conference.
    draws
        Draws of a block of replicates for the countries of the conference.
    """
    spread = conference.spread
    second = (draws.coder >= 0.5) & (len(conference.codings) > 1)
    first_coding, last_coding = conference.codings[0], conference.codings[-1]

    def read(name: str) -> Floats:
        one = np.asarray(getattr(first_coding, name), dtype=np.float64)
        other = np.asarray(getattr(last_coding, name), dtype=np.float64)
        which = second if one.ndim == 1 else second[:, :, None]
        return np.where(which, other[None], one[None])

    shock = (
        np.sqrt(spread.common_caution) * draws.caution[:, None, None]
        + np.sqrt(1.0 - spread.common_caution) * draws.surprise
    )
    stated = read("kept_home")
    low, high = spread.kept_home
    return Profiles(
        first=draws.first,
        codes=read("codes"),
        thresholds=read("medians") + read("sds") * shock,
        word_codes=read("word_codes"),
        word_thresholds=read("word_medians") + read("sds") * shock,
        caps=read("caps"),
        consent=(draws.consent < conference.consent[None]).astype(np.float64),
        sensitive=read("sensitive"),
        legal_share=read("legal_share"),
        acceptability=read("acceptability"),
        deployable=_stated_or(conference.deployable, triangular(draws.deployable, *spread.deployable)),
        rotation=_stated_or(conference.rotation, triangular(draws.rotation, *spread.rotation)),
        kept_home=np.where(np.isnan(stated), low + (high - low) * draws.kept_home, stated),
        army=conference.army[None] * (1.0 + spread.army_error * (2.0 * draws.army - 1.0)),
        abroad=conference.abroad[None] * (1.0 + spread.abroad_error * (2.0 * draws.abroad - 1.0)),
    )


def triangular(uniforms: Floats, low: float, mode: float, high: float) -> Floats:
    """Return draws of a triangular distribution by inversion.

    Parameters
    ----------
    uniforms
        Numbers in (0, 1), any shape.
    low, mode, high
        Corners of the density, low <= mode <= high.
    """
    width = high - low
    if width <= 0.0:
        return np.full_like(uniforms, mode)
    rising = low + np.sqrt(uniforms * width * (mode - low))
    falling = high - np.sqrt((1.0 - uniforms) * width * (high - mode))
    return np.where(uniforms * width < mode - low, rising, falling)


def _stated_or(stated: Floats, drawn: Floats) -> Floats:
    return np.where(np.isnan(stated)[None], drawn, stated[None])
