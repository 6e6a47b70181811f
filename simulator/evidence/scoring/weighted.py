"""Quantiles of weighted values, and weights that let every operation count the same."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def weighted_quantiles(values: ArrayLike, weights: ArrayLike, levels: ArrayLike) -> Numbers:
    """Return quantiles of weighted values.

    A value stands at the middle of its own weight in the cumulative weight (Hazen's plotting position), between two
    values runs a straight line, and beyond the first and the last the quantile stays where it is.

    Parameters
    ----------
    values, weights
        Shape (n,), n >= 1; weights above 0.
    levels
        Each in [0, 1].

    Raises
    ------
    ValueError
        If there is no value.
    """
    given, weight = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if len(given) == 0:
        raise ValueError("no values, so no quantiles")
    order = np.argsort(given, kind="stable")
    given, weight = given[order], weight[order]
    middle = (np.cumsum(weight) - weight / 2.0) / weight.sum()
    return np.interp(np.asarray(levels, dtype=np.float64), middle, given)


def equal_weights(groups: Sequence[str]) -> Numbers:
    """Return weights that sum to 1 in every group; shape as given."""
    sizes = Counter(groups)
    return np.array([1.0 / sizes[group] for group in groups])
