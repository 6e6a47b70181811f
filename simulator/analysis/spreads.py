"""Spreads: how a number scatters over runs, with the run noise of its median; the numbers need not be whole."""

from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.statistics import quantile_interval

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over runs.

    Attributes
    ----------
    p05, p25, p50, p75, p95
        Quantiles, each a value that occurred.
    low, high
        95 % interval of the median for the run noise; None where the runs are too few to bound it on that side.
    """

    p05: float
    p25: float
    p50: float
    p75: float
    p95: float
    low: float | None
    high: float | None


def spread(values: NDArray[np.float64]) -> Spread | None:
    """Return the spread of a number over runs; None where there are none.

    Parameters
    ----------
    values
        One finite number a run.
    """
    if len(values) == 0:
        return None
    p05, p25, p50, p75, p95 = np.quantile(values, SHARES, method="inverted_cdf").tolist()
    low, high = (float(end) if isfinite(end) else None for end in quantile_interval(values, 0.5))
    return Spread(p05, p25, p50, p75, p95, low, high)
