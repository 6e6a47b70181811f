"""Fitting the numbers of joining: history matching, then the most likely setting and its spread.

The likelihood is exact, not simulated: states of one operation are independent given the common caution, which is
integrated out.  Every operation counts once, however many boards it has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.fitting.joining import CAUTION_WEIGHTS, Pairs, chances, join_chances
from simulator.evidence.fitting.shared_numbers import Fit, Prior

Floats = NDArray[np.float64]
CLIP = 1e-6
WAVE = 512
CUT = 3.0
MODEL_ERROR = 0.1
"""Standard deviation of a join rate that the model is allowed to miss, beside chance."""
GRADIENT_TOLERANCE = 1e-3
STEP = 0.05
"""Of the central differences, in standard deviations of the prior."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What happened: pairs, and whether each joined.

    Attributes
    ----------
    pairs
        Who was asked.
    joined
        1 or 0 of each pair.
    operation
        Key of each pair's operation.
    weight
        Of each pair: those of one operation with n boards weigh 1/n.
    """

    pairs: Pairs
    joined: Floats
    operation: NDArray[np.str_]
    weight: Floats


def joined_of(pairs: Pairs, joined: Sequence[bool]) -> Joined:
    """Return what happened, weighed so that every operation counts once."""
    keys = np.array([board.operation for board in pairs.boards])
    boards = {key: int((keys == key).sum()) for key in set(keys.tolist())}
    operation = keys[pairs.board]
    weight = np.array([1.0 / boards[key] for key in operation.tolist()])
    return Joined(pairs, np.asarray(joined, dtype=np.float64), operation, weight)


def log_likelihood(data: Joined, numbers: dict[str, float]) -> float:
    """Return the log of the chance of what happened, over the common caution of each operation."""
    given = np.clip(chances(data.pairs, numbers), CLIP, 1.0 - CLIP)
    terms = data.weight * (data.joined * np.log(given) + (1.0 - data.joined) * np.log1p(-given))
    total = 0.0
    for key in np.unique(data.operation):
        of_nodes = terms[:, data.operation == key].sum(axis=1)
        top = of_nodes.max()
        total += top + float(np.log(CAUTION_WEIGHTS @ np.exp(of_nodes - top)))
    return float(total)


def log_posterior(data: Joined, prior: Prior, setting: Floats) -> float:
    """Return the log posterior of a setting, up to a constant."""
    numbers = dict(zip(prior.names, setting.tolist(), strict=True))
    return log_likelihood(data, numbers) - 0.5 * float((((setting - prior.mean) / prior.sd) ** 2).sum())


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave of history matching.

    Attributes
    ----------
    tried, kept
        Settings of the prior tried, and those that no operation rules out.
    best
        The kept setting of the highest posterior; the prior mean where none was kept.
    """

    tried: int
    kept: int
    best: Floats


def history_match(data: Joined, prior: Prior, count: int = WAVE) -> Wave:
    """Rule out settings of the prior under which some operation's join rate is implausible.

    A setting is ruled out where a rate lies more than three standard deviations (chance and model error together)
    from what it expects: the usual implausibility cut (McCulloch et al. 2022).
    """
    settings = prior.as_fit().draws(count)
    kept = [setting for setting in settings if implausibility(data, prior, setting) <= CUT]
    best = max(kept, key=lambda setting: log_posterior(data, prior, setting), default=prior.mean)
    return Wave(count, len(kept), best)


def implausibility(data: Joined, prior: Prior, setting: Floats) -> float:
    """Return the largest distance of an operation's join rate from its expectation, in standard deviations."""
    expected = join_chances(data.pairs, dict(zip(prior.names, setting.tolist(), strict=True)))
    worst = 0.0
    for key in np.unique(data.operation):
        of = data.operation == key
        middle = float(expected[of].mean())
        chance = middle * (1.0 - middle) / (data.weight[of].sum())
        worst = max(worst, abs(float(data.joined[of].mean()) - middle) / np.sqrt(chance + MODEL_ERROR**2))
    return worst


def fit(data: Joined, prior: Prior, start: Floats | None = None) -> Fit:
    """Return the most likely setting and its spread (Laplace's approximation).

    Parameters
    ----------
    data
        What happened.
    prior
        Of the part ``joining``.
    start
        Where to begin; the prior mean if not given.
    """
    from scipy.optimize import minimize

    def scaled(steps: Floats) -> float:
        return -log_posterior(data, prior, prior.mean + prior.sd * steps)

    begin = np.zeros(len(prior.mean)) if start is None else (start - prior.mean) / prior.sd
    found = minimize(scaled, begin, method="L-BFGS-B", options={"gtol": GRADIENT_TOLERANCE, "ftol": 1e-10})
    curvature = _curvature(scaled, found.x)
    covariance = np.linalg.inv(curvature) * np.outer(prior.sd, prior.sd)
    return Fit(prior.names, prior.mean + prior.sd * found.x, covariance)


def _curvature(function: Callable[[Floats], float], at: Floats) -> Floats:
    """Return the Hessian by central differences, made positive: no direction is wider than the prior."""
    count = len(at)
    hessian = np.empty((count, count))
    unit = np.eye(count) * STEP
    for row in range(count):
        for column in range(row, count):
            corners = [
                function(at + one * unit[row] + other * unit[column])
                for one, other in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            hessian[row, column] = hessian[column, row] = (corners[0] - corners[1] - corners[2] + corners[3]) / (
                4.0 * STEP * STEP
            )
    values, vectors = np.linalg.eigh(hessian)
    return np.asarray((vectors * np.maximum(values, 1.0)) @ vectors.T)


def mean_chances(pairs: Pairs, fitted: Fit, draws: int) -> Floats:
    """Return the chance of joining of every pair, over the spread of the fit.

    Parameters
    ----------
    pairs
        Who was asked.
    fitted
        Of the part ``joining``.
    draws
        Settings drawn from the fit; even.
    """
    settings = fitted.draws(draws)
    return np.asarray(
        np.mean([join_chances(pairs, dict(zip(fitted.names, one.tolist(), strict=True))) for one in settings], axis=0)
    )
