"""What countries hear and what they can keep up, written down a second time from the description of the model.

Nothing here calls the rule: a law that shared its arithmetic would agree with a mistake in it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.conference import Coding, Conference

Floats = NDArray[np.float64]

RUNGS = 5
CONDITIONS = 6


class Heard(NamedTuple):
    """One coder's reading of all countries at the first inputs of a conference.

    Attributes
    ----------
    signals
        What each country hears, by condition, in the order of the tables; that of company is 0; shape (countries, 6).
    sustained
        K_i, persons; NaN where a number it needs is drawn.
    """

    signals: Floats
    sustained: Floats


def heard(conference: Conference, coding: Coding) -> Heard:
    """Return the signals and the sustained capacity of all countries.

    Parameters
    ----------
    conference
        Its first inputs hold.
    coding
        One coder's reading of it.
    """
    inputs, rule = conference.inputs[0], conference.rule
    level = float(np.dot(np.asarray(rule.us_weights, dtype=np.float64), np.asarray(inputs[:5], dtype=np.float64)))
    wanted = (1.0 - coding.legal_share) * inputs.clarity + coding.legal_share * inputs.legal
    shaky = (1.0 - inputs.hold) * (1.0 - rule.depth_credit * inputs.depth)
    calmed = 1.0 - rule.guarantee * inputs.backstop * conference.covered
    felt = np.stack([inputs.russia * calmed, inputs.belarus * calmed, np.full_like(calmed, inputs.turkey)], axis=1)
    safety = np.prod(1.0 - conference.exposure * felt, axis=1)
    asked = rule.owner_pull + rule.member_pull * conference.member + rule.striver_pull * conference.striver * level
    signals = np.zeros((len(conference), CONDITIONS))
    signals[:, 0] = level - rule.mission_need * coding.sensitive
    signals[:, 1] = coding.acceptability * np.maximum(wanted, rule.adopted)
    signals[:, 2] = inputs.ceasefire * (1.0 - shaky)
    signals[:, 3] = safety
    signals[:, 5] = np.clip(asked, 0.0, 1.0)
    pool = conference.deployable * conference.army * (1.0 - coding.kept_home * (1.0 - safety))
    tour = pool / conference.rotation
    most = np.maximum(tour - conference.abroad, tour / rule.abroad_floor)
    return Heard(signals, np.maximum(0.0, np.minimum(most, conference.record_sustained)))


def gaps(conference: Conference, coding: Coding, signals: Floats) -> Floats:
    """Return signal less median threshold less increment; shape (countries, conditions, rungs)."""
    increments = np.asarray(conference.rule.increments, dtype=np.float64)
    return np.asarray((signals - coding.medians)[:, :, None] - increments[None])
