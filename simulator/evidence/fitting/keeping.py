"""From one board of an operation to a later one: members mostly stay, and sizes mostly keep.

A state takes its decision up again at a constant rate: k_owner a year while in, :data:`RETURN` while out.  One that
has not keeps its contingent, which drifts a little; one that has decides by the rule as if asked for the first time.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import exp, log10

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history.boards import Board
from simulator.evidence.history.owners import owner_of
from simulator.evidence.scoring.predictions import Prediction, prediction
from simulator.rule.normal import normal_quantile

Floats = NDArray[np.float64]

PRIOR_RATES: Mapping[str, float] = {"alliance": 0.02, "eu": 0.1, "un": 0.1, "adhoc": 0.2}
"""k_owner, expected exits a year and member beforehand (judged)."""
PRIOR_YEARS = 20.0
"""How many years of one member the expected rate counts for."""
RETURN = 0.55
"""Rate a year at which those outside take it up again: first entries into ISAF, 0.55 a year (20 states at risk)."""
DRIFT_AT_ONCE, DRIFT_A_YEAR = 0.1, 0.15
"""Spread of log10 of a kept contingent: at once, and after a year (ISAF: robust s.d. of the yearly change .13)."""
PULL_A_YEAR = 0.1
"""How fast a kept contingent drifts towards what the model expects."""
SHARE_SEEN: Mapping[str, float] = {"full": 1.0, "majority": 0.7, "partial": 0.2, "pledges": 0.2}
"""Chance that a member is listed, by the completeness of a board; ``threshold100`` lists those of 100 or more."""
THRESHOLD = 100.0


def exit_rates(boards: Sequence[Board]) -> dict[str, float]:
    """Return k_owner: exits a year and member between complete boards of one operation, and the prior.

    Parameters
    ----------
    boards
        Boards that may be learnt from, oldest first within an operation.
    """
    exits = {owner: PRIOR_YEARS * rate for owner, rate in PRIOR_RATES.items()}
    years = dict.fromkeys(PRIOR_RATES, PRIOR_YEARS)
    complete = [board for board in boards if board.complete]
    for one, other in pairwise(complete):
        if one.operation.operation != other.operation.operation:
            continue
        owner = owner_of(one.operation)
        exits[owner] += sum(iso3 not in other.members for iso3 in one.members)
        years[owner] += len(one.members) * (other.year - one.year)
    return {owner: exits[owner] / years[owner] for owner in PRIOR_RATES}


def kept(afresh: Prediction, last: Board, years: float, rate: float) -> Prediction:
    """Return a prediction that starts from the last board of the same operation.

    Parameters
    ----------
    afresh
        What the rule says of a state that is asked for the first time.
    last
        The last board known.
    years
        Between the two, above 0.
    rate
        k_owner.
    """
    before = last.members.get(afresh.iso3)
    if before is None:
        outside = not_listed(afresh, last)
        again = 1.0 - exp(-RETURN * years)
        return Prediction(
            afresh.operation, afresh.date, afresh.iso3, outside * (1.0 - (1.0 - again) * _sure(last)), afresh.sizes
        )
    stays = exp(-rate * years)
    join = stays + (1.0 - stays) * afresh.join
    return prediction(
        afresh.operation, afresh.date, afresh.iso3, join, _mixed(afresh, before, years, stays / max(join, 1e-9))
    )


def not_listed(afresh: Prediction, last: Board) -> float:
    """Return the chance that a state that a board does not list is in the operation all the same."""
    if last.completeness == "threshold100":
        hidden = afresh.join * (1.0 - afresh.at_least_given_joining(THRESHOLD))
    else:
        hidden = afresh.join * (1.0 - SHARE_SEEN[last.completeness])
    seen = afresh.join if last.completeness == "full" else hidden / max(1e-9, 1.0 - afresh.join + hidden)
    return float(min(1.0, seen))


def _sure(last: Board) -> float:
    """Return 1 where a state that is not listed is known to be out, else 0."""
    return float(last.completeness == "full")


def _mixed(afresh: Prediction, before: int, years: float, share: float) -> Floats:
    """Return sizes of which a share are kept from before, the others as if asked afresh."""
    count = len(afresh.sizes)
    own = round(min(1.0, share) * count)
    spread = (DRIFT_AT_ONCE**2 + DRIFT_A_YEAR**2 * years) ** 0.5
    towards = (1.0 - exp(-PULL_A_YEAR * years)) * (log10(max(afresh.median(), 1.0)) - log10(before))
    steps = [normal_quantile((place + 0.5) / own) for place in range(own)]
    stayed = [float(np.rint(10.0 ** (log10(before) + towards + spread * step))) for step in steps]
    others = [afresh.quantile((place + 0.5) / (count - own)) for place in range(count - own)]
    return np.array([*stayed, *others])
