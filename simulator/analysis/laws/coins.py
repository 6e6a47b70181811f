"""V2: two rungs and no company: the force is a sum of independent coins, each worth its country's troops."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def moments(chances: Sequence[float], troops: Sequence[float]) -> tuple[float, float]:
    """Return mean sum p x and variance sum p (1 - p) x^2 of the force.

    Parameters
    ----------
    chances
        Chance p that each country joins.
    troops
        What it sends then, x, persons.
    """
    p, x = np.asarray(chances, dtype=np.float64), np.asarray(troops, dtype=np.float64)
    return float(p @ x), float((p * (1.0 - p)) @ x**2)


def joiners(chances: Sequence[float]) -> NDArray[np.float64]:
    """Return the law of the number of countries that join (Poisson-binomial), for 0 to all.

    Parameters
    ----------
    chances
        Chance that each country joins, independently of the others.
    """
    law = np.ones(1)
    for chance in chances:
        law = np.convolve(law, [1.0 - chance, chance])
    return law
