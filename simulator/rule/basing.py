"""Where a force can stand: sites by priority, filled from usable strength."""

from math import ceil

from simulator.rule.whole import whole


def cover(usable: float, reserve: float, garrisons: list[float], covered: list[float]) -> float:
    """Fill sites in order of priority; one that is too large for what is left is passed over.

    Parameters
    ----------
    usable
        Usable strength, persons.
    reserve
        Share kept back, in [0, 1].
    garrisons
        g_s of each site in order of priority, persons.
    covered
        Filled with 1 for a covered site, 0 for one that is not.

    Returns
    -------
    float
        Persons placed.
    """
    left = whole((1.0 - reserve) * usable)
    placed = 0.0
    for site in range(len(garrisons)):
        covered[site] = 0.0
        if 0.0 < garrisons[site] <= left:
            covered[site] = 1.0
            left -= garrisons[site]
            placed += garrisons[site]
    return placed


def requirement_of(garrisons: list[float], reserve: float, tooth: float) -> float:
    """Return the force that a list of sites implies: Q = sum g_s / (1 - reserve) / tooth share, persons.

    Parameters
    ----------
    garrisons
        Troops doing the task at each site, persons.
    reserve
        Share kept back, in [0, 1).
    tooth
        Share of a force that does the task, in (0, 1].
    """
    needed = 0.0
    for garrison in garrisons:
        needed += garrison
    return float(ceil(needed / (1.0 - reserve) / tooth))
