"""How many troops a state sends, given that it joins: log10 of a contingent is linear in the size of the state.

    log10 x = s_owner + e_owner log10 A + d_Q q + d_AQ [alliance, ad hoc] q log10 A + noise,  q = log10 Q - 4,

fitted to the contingents of complete boards with independent normal priors.  The noise of forces of the Union and the
United Nations is wider: their contingents are either tokens or units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.fitting.asked import MIDDLE_ACTIVE, Asked, Candidate
from simulator.evidence.fitting.shared_numbers import Fit, Prior
from simulator.rule.normal import normal_quantile

Floats = NDArray[np.float64]
OWNERS_IN_ORDER = ("alliance", "eu", "un", "adhoc")
"""In the order of the table of priors."""
TILTED = ("alliance", "adhoc")
PROPORTIONAL = (True, False)
NOISE_PRIOR = {True: 0.5, False: 0.8}
"""Spread of log10 x expected beforehand: forces of the alliance and ad hoc (True), of the Union and the UN (False)."""
NOISE_WEIGHT = 2.0
"""How many operations the expected spread counts for."""
UNKNOWN_SIZE_SPREAD = 0.6
QUANTILES = 199
LARGEST_SHARE = 0.5
"""No contingent is larger than this share of a state's active personnel."""
OPERATION_POWER = 0.5
"""An operation with n contingents counts as much as the square root of n: more than one, less than n."""


@dataclass(frozen=True, slots=True)
class SizeFit:
    """What is known of sizes.

    Attributes
    ----------
    numbers
        Of the part ``size``.
    noise
        Spread of log10 x, for proportional forces (alliance, ad hoc) and the others.
    """

    numbers: Fit
    noise: dict[bool, float]


@dataclass(frozen=True, slots=True)
class Contingents:
    """Contingents of some boards.

    Attributes
    ----------
    features
        Shape (contingents, numbers).
    log_troops
        log10 persons.
    proportional
        Whether the force is the alliance's or ad hoc.
    weight
        Of each contingent.
    """

    features: Floats
    log_troops: Floats
    proportional: NDArray[np.bool_]
    weight: Floats


def contingents_of(boards: Sequence[Asked], troops: Sequence[dict[str, int]]) -> Contingents:
    """Return the contingents of candidates.

    Parameters
    ----------
    boards, troops
        As asked, and the persons sent by ISO3 code.
    """
    found = [
        (board, one, sent[one.iso3])
        for board, sent in zip(boards, troops, strict=True)
        for one in board.candidates
        if one.iso3 in sent
    ]
    counts: dict[str, int] = {}
    for board, _, _ in found:
        counts[board.operation] = counts.get(board.operation, 0) + 1
    weight = np.array([counts[board.operation] ** -OPERATION_POWER for board, _, _ in found])
    return Contingents(
        features=np.array([features_of(board, one) for board, one, _ in found]).reshape(len(found), -1),
        log_troops=np.log10([float(sent) for _, _, sent in found]),
        proportional=np.array([board.owner in TILTED for board, _, _ in found], dtype=bool),
        weight=weight / weight.mean() / 2.0 if len(found) else weight,
    )


def features_of(board: Asked, one: Candidate) -> Floats:
    """Return what each number of the part ``size`` is multiplied by, in the order of the table."""
    size = 0.0 if one.size is None else one.size
    asked_for = float(board.requirement.mean()) - 4.0
    levels = [float(board.owner == owner) for owner in OWNERS_IN_ORDER]
    slopes = [size * level for level in levels]
    return np.array([*levels, *slopes, asked_for, asked_for * size * (board.owner in TILTED)])


def fit_sizes(data: Contingents, prior: Prior) -> SizeFit:
    """Return the most likely numbers of sizes, and the noise; noise and numbers are found in turn.

    Parameters
    ----------
    data
        Contingents that may be learnt from.
    prior
        Of the part ``size``.
    """
    precision = np.diag(1.0 / prior.sd**2)
    noise = dict(NOISE_PRIOR)
    mean, covariance = prior.mean, np.diag(prior.sd**2)
    for _ in range(30):
        spread = np.where(data.proportional, noise[True], noise[False])
        weighed = data.features * (data.weight / spread**2)[:, None]
        covariance = np.linalg.inv(weighed.T @ data.features + precision)
        mean = covariance @ (weighed.T @ data.log_troops + precision @ prior.mean)
        noise = {kind: _noise(data, mean, kind) for kind in PROPORTIONAL}
    return SizeFit(Fit(prior.names, mean, covariance), noise)


def _noise(data: Contingents, mean: Floats, kind: bool) -> float:
    of = data.proportional == kind
    missed = (data.weight[of] * (data.log_troops[of] - data.features[of] @ mean) ** 2).sum()
    expected = NOISE_WEIGHT * NOISE_PRIOR[kind] ** 2
    return float(np.sqrt((missed + expected) / (data.weight[of].sum() + NOISE_WEIGHT)))


def sizes_of(board: Asked, one: Candidate, fitted: SizeFit) -> Floats:
    """Return equally likely sizes of a contingent given that a state joins, persons, in ascending order.

    Parameters
    ----------
    board, one
        What was asked, and of whom; an unknown requirement or army widens the sizes.
    fitted
        As :func:`fit_sizes` gives it.
    """
    features = features_of(board, one)
    numbers = fitted.numbers
    named = numbers.named()
    tilted = board.owner in TILTED
    variance = fitted.noise[tilted] ** 2 + float(features @ numbers.covariance @ features)
    steepness = named["requirement_slope"] + named["requirement_tilt"] * (one.size or 0.0) * tilted
    variance += steepness**2 * float(board.requirement.var())
    if one.size is None:
        variance += (named[f"slope_{board.owner}"] * UNKNOWN_SIZE_SPREAD) ** 2
    steps = np.array([normal_quantile((place + 0.5) / QUANTILES) for place in range(QUANTILES)])
    sizes = np.rint(10.0 ** (float(features @ numbers.mean) + np.sqrt(variance) * steps))
    return np.asarray(np.clip(sizes, 1.0, largest_of(one)))


def largest_of(one: Candidate) -> float:
    """Return the largest contingent a state could send, persons; without an army figure no bound."""
    return np.inf if one.size is None else max(1.0, LARGEST_SHARE * 10.0 ** (one.size + MIDDLE_ACTIVE))
