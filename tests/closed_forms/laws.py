"""Exact laws to hold the engine against; each is derived without the engine."""

from collections.abc import Sequence
from math import comb

import numpy as np
from scipy.stats import norm


def granovetter_law(chances: Sequence[float]) -> list[float]:
    """Law of the final count of Granovetter's model with N exchangeable people.

    A person joins once the number of others who joined reaches their threshold; ``chances[j]`` is the chance that a
    threshold is at most j others.  Recursion of Lefevre & Picard (1990) for the final size of such epidemics:
    A_k = 1 - sum_{j<k} C(k, j) A_j (1 - F_j)^(k - j), P(k) = C(N, k) A_k (1 - F_k)^(N - k).
    """
    people = len(chances)
    survivors = [1.0 - chance for chance in chances] + [0.0]
    entered: list[float] = []
    for k in range(people + 1):
        entered.append(1.0 - sum(comb(k, j) * entered[j] * survivors[j] ** (k - j) for j in range(k)))
    return [comb(people, k) * entered[k] * (survivors[k] ** (people - k)) for k in range(people + 1)]


def smallest_fixed_point(mean: float, sd: float) -> float:
    """Smallest r with r = F(r) for a normal F, by iterating up from 0."""
    share = 0.0
    for _ in range(100_000):
        following = float(norm.cdf(share, mean, sd))
        if following - share < 1e-12:
            break
        share = following
    return share


def hermite_mean(function, points: int = 60) -> float:
    """Mean of a function of a standard normal, by Gauss-Hermite quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(points)
    return float(sum(weight * function(node) for node, weight in zip(nodes, weights, strict=True)) / weights.sum())
