"""After a deal: who is ready when, and how fast they can be carried there.

Readiness comes in steps of 10, 30 and 180 days after a country's own delay; lift limits how many arrive a day.  The
queue has a closed form, deployed(d) = min over s <= d of [A(s) + Lam (d - s)], computed here from step to step.
"""

TIERS = (10.0, 30.0, 180.0)
"""Days after which the three readiness tiers can leave."""


def ready_share(days: float, within_10: float, within_30: float) -> float:
    """Return R_i(d), the share of a contingent that is ready so many days after the order.

    Parameters
    ----------
    days
        Days since the order, below 0 before it.
    within_10, within_30
        Cumulative shares r10 <= r30 <= 1; everything is ready after 180 days.
    """
    if days < TIERS[0]:
        return 0.0
    if days < TIERS[1]:
        return within_10
    if days < TIERS[2]:
        return within_30
    return 1.0


def lifted(before: float, days: float, rate: float, available: float) -> float:
    """Return how many are there after some days: min(available, before + rate * days), persons.

    Parameters
    ----------
    before
        How many were there at the start.
    days
        Days since, in which nothing else became ready.
    rate
        Lam, persons a day.
    available
        A, how many are ready, persons.
    """
    return min(available, before + rate * days)


def days_until(level: float, before: float, rate: float) -> float:
    """Return the days until a level is reached at a steady rate; 0 where it is reached already.

    Parameters
    ----------
    level, before
        Persons wanted and persons there.
    rate
        Persons a day, above 0.
    """
    return max(0.0, (level - before) / rate)


def lift_rate(europe: float, us_level: float, us_rate: float) -> float:
    """Return Lam = Lam_EU + u_log Lam_US, persons a day."""
    return europe + us_level * us_rate
