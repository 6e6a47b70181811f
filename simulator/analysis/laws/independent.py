"""V1: without company every country is on its own, given the common caution, and its chances are known exactly.

All countries share one number, the common caution z.  Given z they are independent, so the force is a sum of
independent amounts (a Poisson-binomial law with more than two amounts a country), and z is integrated out by
Gauss-Hermite quadrature.  With veto 1 every condition must be met: a product.  With veto 0 conditions make up for each
other: their weighted mean is one normal number at the rungs 1 to 4, and a second one at rung 5, where what is merely
welcome counts too.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.laws.hearing import RUNGS, gaps, heard
from simulator.engine.conference import Coding, Conference
from simulator.rule.gates import BORDER, COMPANY, DEAL, MANDATE, US

Floats = NDArray[np.float64]

NODES = 48
"""Nodes of the quadrature over z: the chances are so smooth in z that more change nothing in ten digits."""

WITHOUT_CONSENT = 1
"""The highest rung that needs no parliament."""

TRADED_AS_WELCOME = (US, MANDATE, BORDER, COMPANY)
"""Conditions that count at the top rung only where they are merely welcome (code 1)."""

NEXT_TO_0 = 1e-14


@dataclass(frozen=True, slots=True)
class ForceLaw:
    """The exact law of the pledged force.

    Attributes
    ----------
    chances
        Chance that a country stands on a rung or a higher one; shape (countries, 5), for the rungs 1 to 5.
    mean, sd
        Of the force, persons.
    law
        Chance of a force of 0, 1, 2, ... persons.
    """

    chances: Floats
    mean: float
    sd: float
    law: Floats

    def reaches(self, troops: int) -> float:
        """Return the chance that the force is at least so many persons."""
        return float(self.law[max(0, troops) :].sum())


def rung_chances(conference: Conference) -> Floats:
    """Return the chance that each country stands on each rung or a higher one; shape (countries, 5).

    Raises
    ------
    ValueError
        If the law does not hold for the conference: see :func:`force_law`; capacities may be drawn.
    """
    _check(conference)
    z, weights = _caution()
    given = [_given(conference, coding, z) for coding in conference.codings]
    return np.asarray(np.tensordot(np.mean(given, axis=0), weights, axes=(2, 0)))


def force_law(conference: Conference) -> ForceLaw:
    """Return the exact law of the pledged force.

    Parameters
    ----------
    conference
        Nobody states company, the framework rule is off, veto is 0 or 1, every threshold scatters, inputs stand still,
        and no capacity is drawn.

    Raises
    ------
    ValueError
        If the law does not hold for the conference: which condition is not met.
    """
    _check(conference)
    amounts = [_amounts(conference, coding) for coding in conference.codings]
    if (
        any(np.isnan(found).any() for found in amounts)
        or conference.spread.army_error
        or conference.spread.abroad_error
    ):
        raise ValueError("the law of the force needs capacities that are not drawn")
    z, weights = _caution()
    given = [_given(conference, coding, z) for coding in conference.codings]
    means, variances = _moments(given, amounts)
    mean = float(means @ weights)
    variance = float((variances + (means - mean) ** 2) @ weights)
    return ForceLaw(
        chances=np.asarray(np.tensordot(np.mean(given, axis=0), weights, axes=(2, 0))),
        mean=mean,
        sd=sqrt(variance),
        law=np.asarray(sum(weight * _convolved(given, amounts, node) for node, weight in enumerate(weights))),
    )


def _check(conference: Conference) -> None:
    """Raise a ValueError where the law does not hold."""
    mistakes = {
        "nobody to state company": any((coding.codes[:, COMPANY] > 0).any() for coding in conference.codings),
        "the framework rule off": bool(conference.rule.framework),
        "veto 0 or 1": conference.rule.veto not in (0.0, 1.0),
        "inputs that stand still": len(conference.inputs) > 1,
        "thresholds that scatter": any((coding.sds <= 0.0).any() for coding in conference.codings),
        "some of the scatter to be each country's own": conference.spread.common_caution >= 1.0,
    }
    unmet = [words for words, broken in mistakes.items() if broken]
    if unmet:
        raise ValueError(f"the law without company needs {', '.join(unmet)}")


def _caution() -> tuple[Floats, Floats]:
    """Return nodes of z and their weights, which sum to 1."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return np.asarray(nodes), np.asarray(weights / weights.sum())


def _given(conference: Conference, coding: Coding, z: Floats) -> Floats:
    """Return the chance of each rung or a higher one given z, caps and parliaments counted; (countries, 5, nodes)."""
    room = gaps(conference, coding, heard(conference, coding).signals)
    climb = np.empty((len(conference), RUNGS, len(z)))
    for country in range(len(conference)):
        climb[country] = _climb(room[country], coding.codes[country], coding.sds[country], conference, z)
    rungs = np.arange(1, RUNGS + 1)
    climb[rungs[None] > coding.caps[:, None]] = 0.0
    climb[:, WITHOUT_CONSENT:] *= conference.consent[:, None, None]
    return climb


def _climb(room: Floats, codes: NDArray[np.int64], sds: Floats, conference: Conference, z: Floats) -> Floats:
    """Return the chance given z that the conditions of a rung and of all below are met; shape (5, nodes)."""
    shared = sqrt(conference.spread.common_caution)
    own = sqrt(1.0 - conference.spread.common_caution)
    tradable = _strict if conference.rule.veto == 1.0 else _traded
    met = tradable(room, codes, sds, shared, own, z)
    if codes[DEAL] > 0:
        met *= _normal((np.minimum.accumulate(room[DEAL])[:, None] / sds[DEAL] - shared * z) / own)
    return met


def _strict(room: Floats, codes: NDArray[np.int64], sds: Floats, shared: float, own: float, z: Floats) -> Floats:
    """Return the chance given z that every condition but the deal is met; shape (5, nodes)."""
    met = np.ones((RUNGS, len(z)))
    for gate, code in enumerate(codes):
        if gate == DEAL or code == 0:
            continue
        binds = np.arange(1, RUNGS + 1) >= (RUNGS if code == 1 and gate in TRADED_AS_WELCOME else 1)
        least = np.minimum.accumulate(np.where(binds, room[gate], np.inf))
        met *= _normal((least[:, None] / sds[gate] - shared * z) / own)
    return met


def _traded(room: Floats, codes: NDArray[np.int64], sds: Floats, shared: float, own: float, z: Floats) -> Floats:
    """Return the chance given z that the weighted means of all conditions but the deal are met; shape (5, nodes)."""
    others = np.array([float(code) if gate != DEAL else 0.0 for gate, code in enumerate(codes)])
    welcome = (others == 1.0) & np.isin(np.arange(len(others)), TRADED_AS_WELCOME)
    low, high = np.where(welcome, 0.0, others), others
    met = np.ones((RUNGS, len(z)))
    if not high.sum():
        return met
    upper, upper_spread = _mean(high, room, sds)
    last = (upper[-1] / upper_spread - shared * z * (high @ sds) / high.sum() / upper_spread) / own
    if not low.sum():
        met[-1] = _normal(last)
        return met
    lower, lower_spread = _mean(low, room, sds)
    least = np.minimum.accumulate(lower[:-1])
    first = (least[:, None] / lower_spread - shared * z * (low @ sds) / low.sum() / lower_spread) / own
    met[:-1] = _normal(first)
    together = (low * high) @ sds**2 / (low.sum() * high.sum() * lower_spread * upper_spread)
    met[-1] = both_below(first[-1], last, min(1.0, float(together)))
    return met


def _mean(weights: Floats, room: Floats, sds: Floats) -> tuple[Floats, float]:
    """Return the weighted mean room by rung, and the spread of the weighted mean threshold without what is shared."""
    shares = weights / weights.sum()
    return np.asarray(shares @ room), float(sqrt((shares**2) @ sds**2))


def both_below(first: Floats, second: Floats, correlation: float) -> Floats:
    """Return the chance that two standard normal numbers lie below two limits, through Owen's T function.

    Parameters
    ----------
    first, second
        Limits.
    correlation
        Of the two numbers, above -1 and at most 1.

    References
    ----------
    Owen, D. B. (1956). Tables for computing bivariate normal probabilities. Annals of Mathematical Statistics 27,
    1075-1090. https://doi.org/10.1214/aoms/1177728074
    """
    from scipy.special import owens_t

    if correlation >= 1.0 - 1e-12:
        return _normal(np.minimum(first, second))
    root = sqrt(1.0 - correlation * correlation)
    # Owen's formula divides by the limits; so small a step off 0 changes nothing that can be told.
    one, other = (np.where(np.abs(limit) < NEXT_TO_0, NEXT_TO_0, limit) for limit in (first, second))
    apart = np.where(one * other < 0.0, 0.5, 0.0)
    both = 0.5 * (_normal(one) + _normal(other)) - apart
    both -= owens_t(one, (other / one - correlation) / root) + owens_t(other, (one / other - correlation) / root)
    return np.asarray(both)


def _normal(limits: Floats) -> Floats:
    from scipy.special import ndtr

    return np.asarray(ndtr(limits))


def _amounts(conference: Conference, coding: Coding) -> Floats:
    """Return the whole persons that each country pledges on each rung from 0 to 5; shape (countries, 6)."""
    sustained = heard(conference, coding).sustained
    return np.asarray(np.floor(np.asarray(conference.rule.size_factors)[None] * sustained[:, None]))


def _moments(given: list[Floats], amounts: list[Floats]) -> tuple[Floats, Floats]:
    """Return mean and variance of the force given each z."""
    first = np.mean([_power(chances, troops, 1) for chances, troops in zip(given, amounts, strict=True)], axis=0)
    second = np.mean([_power(chances, troops, 2) for chances, troops in zip(given, amounts, strict=True)], axis=0)
    return np.asarray(first.sum(axis=0)), np.asarray((second - first**2).sum(axis=0))


def _power(chances: Floats, troops: Floats, power: int) -> Floats:
    steps = np.diff(troops**power, axis=1)
    return np.asarray((steps[:, :, None] * chances).sum(axis=1))


def _convolved(given: list[Floats], amounts: list[Floats], node: int) -> Floats:
    """Return the law of the force, by whole persons, given one z."""
    most = int(np.max(amounts, axis=0)[:, -1].sum())
    law = np.zeros(most + 1)
    law[0] = 1.0
    reach = 0
    for country in range(len(amounts[0])):
        mixed: dict[int, float] = {}
        for chances, troops in zip(given, amounts, strict=True):
            climb = np.concatenate([[1.0], chances[country, :, node], [0.0]])
            for amount, chance in zip(troops[country].astype(int), -np.diff(climb), strict=True):
                mixed[int(amount)] = mixed.get(int(amount), 0.0) + float(chance) / len(given)
        law, reach = _added(law, reach, mixed)
    return law


def _added(law: Floats, reach: int, mixed: dict[int, float]) -> tuple[Floats, int]:
    """Return the law of a sum with one more independent amount; nothing beyond ``reach`` has a chance yet."""
    total = np.zeros_like(law)
    for amount, chance in mixed.items():
        if chance > 0.0:
            total[amount : amount + reach + 1] += chance * law[: reach + 1]
    return total, reach + max(mixed)
