"""V3: with nothing but company, all or nothing, the conference is Granovetter's (1978) model, whose law is known.

N equals watch what share of the others has joined; each has a threshold of its own, drawn independently.  Joining goes
in rounds: of those still out, each joins whose threshold lies between the share tested before and the share now.  The
pair (share tested last, joined so far) is a Markov chain, and its law is added up without a difference of large
numbers.  The recursion for the final size of such epidemics is shorter and gives the same law for small crowds; it
subtracts, and its digits are gone for a hundred people.

References
----------
Granovetter, M. (1978). Threshold models of collective behavior. American Journal of Sociology 83, 1420-1443.
https://doi.org/10.1086/226707
Lefevre, C., and Picard, P. (1990). A non-standard family of polynomials and the final size distribution of Reed-Frost
epidemic processes. Advances in Applied Probability 22, 25-48. https://doi.org/10.2307/1427595
"""

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def final_count(chances: Sequence[float]) -> Floats:
    """Return the law of how many join in the end, starting from nobody; entries for 0 to N.

    Parameters
    ----------
    chances
        F_j, the chance that a threshold is met by j others, for j from 0 to N - 1; non-decreasing, in [0, 1].

    Raises
    ------
    ValueError
        If there are no people, or the chances fall or leave [0, 1].
    """
    met = _checked(chances)
    people = len(met)
    law = np.zeros(people + 1)
    # By the share tested last and the number joined: a state only ever moves up in both.
    states = np.zeros((people + 1, people + 1))
    first = _binomial(people, met[0])
    law[0] = first[0]
    states[0, 1:] = first[1:]
    for tested in range(people + 1):
        for joined in range(tested + 1, people + 1):
            chance = states[tested, joined]
            if chance == 0.0:
                continue
            if joined == people:
                law[people] += chance
                continue
            refused = 1.0 - met[tested]
            step = 0.0 if refused <= 0.0 else min(1.0, (met[joined] - met[tested]) / refused)
            more = _binomial(people - joined, step)
            law[joined] += chance * more[0]
            states[joined, joined + 1 :] += chance * more[1:]
    return law


def final_count_from_all(chances: Sequence[float]) -> Floats:
    """Return the law of how many stay in the end, starting from everybody; entries for 0 to N.

    Leaving where too few stay is joining with mirrored thresholds.

    Parameters
    ----------
    chances
        As for :func:`final_count`.
    """
    met = _checked(chances)
    return final_count((1.0 - met[::-1]).tolist())[::-1]


def final_count_by_recursion(chances: Sequence[float]) -> Floats:
    """Return the same law by the recursion; for small crowds only, as a cross-check.

    A_k = 1 - sum_{j<k} C(k, j) A_j (1 - F_j)^(k - j), and P(k) = C(N, k) A_k (1 - F_k)^(N - k).
    """
    met = [*_checked(chances).tolist(), 1.0]
    people = len(met) - 1
    entered: list[float] = []
    for k in range(people + 1):
        entered.append(1.0 - sum(comb(k, j) * entered[j] * (1.0 - met[j]) ** (k - j) for j in range(k)))
    return np.array([comb(people, k) * entered[k] * (1.0 - met[k]) ** (people - k) for k in range(people + 1)])


def _checked(chances: Sequence[float]) -> Floats:
    met = np.asarray(chances, dtype=np.float64)
    if not len(met) or (np.diff(met) < 0.0).any() or met[0] < 0.0 or met[-1] > 1.0:
        raise ValueError("chances of one person or more, non-decreasing and in [0, 1], are needed")
    return met


def _binomial(number: int, chance: float) -> Floats:
    """Return the binomial law for 0 to ``number``."""
    from scipy.special import gammaln, xlog1py, xlogy

    k = np.arange(number + 1)
    ways = gammaln(number + 1) - gammaln(k + 1) - gammaln(number - k + 1)
    return np.asarray(np.exp(ways + xlogy(k, chance) + xlog1py(number - k, -chance)))
