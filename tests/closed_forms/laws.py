"""Quadrature for the laws that are worked out in place."""

import numpy as np


def hermite_mean(function, points: int = 60) -> float:
    """Mean of a function of a standard normal, by Gauss-Hermite quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(points)
    return float(sum(weight * function(node) for node, weight in zip(nodes, weights, strict=True)) / weights.sum())
