"""V7: a pledge above the requirement is shaved to the weighted geometric mean of the two."""

from math import exp, log


def kept(pledged: float, requirement: float, shaving: float) -> float:
    """Return what is left of a pledge: X if X <= Q, else X^(1-f) Q^f, persons; 4 Q at f = 1/2 leaves 2 Q.

    Parameters
    ----------
    pledged, requirement
        X and Q, persons, above 0.
    shaving
        f, in [0, 1].
    """
    if pledged <= requirement:
        return pledged
    return exp((1.0 - shaving) * log(pledged) + shaving * log(requirement))
