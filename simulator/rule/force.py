"""From pledges to a force: shaving, caveats, enablers, and parts that add up to the person.

Amounts are whole persons held as floats.  Sums and products of them stay exact, so that parts add up to totals and no
order of countries can change them.
"""

from simulator.rule.whole import whole

ROLES = ("land", "air", "maritime", "logistics", "training")
"""Roles of troops: land, air, maritime, logistics and engineers, training and intelligence."""

ENABLERS = ("intelligence", "air_defence", "lift", "command")
"""Intelligence and surveillance; air and missile defence; lift and logistics; command and medical."""


def shaved(pledged: float, requirement: float, shaving: float) -> float:
    """Troops left of a total pledge above the requirement: X if X <= Q, else X^(1-f) Q^f, persons.

    Parameters
    ----------
    pledged
        X, persons.
    requirement
        Q, persons, above 0.
    shaving
        f in [0, 1]: 0, nobody sends less because others send enough; 1, the force stops at the requirement.
    """
    if pledged <= requirement:
        return pledged
    return whole(min(pledged, requirement * (pledged / requirement) ** (1.0 - shaving)))


def scaled(amount: float, numerator: float, denominator: float) -> float:
    """Return floor(amount * numerator / denominator); 0 where the denominator is 0."""
    if denominator <= 0.0:
        return 0.0
    return whole(amount * numerator / denominator)


def apportion(total: float, parts: list[float], shares: list[float]) -> None:
    """Share a total out in proportion to parts, by largest remainder; the shares add up to the total exactly.

    Parameters
    ----------
    total
        Whole persons to share out, at most the sum of the parts.
    parts
        Whole persons of each country.
    shares
        Filled with what each country keeps, never more than its part.

    Notes
    -----
    Ties go to the earlier place, and countries stand in alphabetical order.
    """
    count = len(parts)
    everything = 0.0
    for place in range(count):
        everything += parts[place]
    given = 0.0
    for place in range(count):
        shares[place] = scaled(parts[place], total, everything)
        given += shares[place]
    while given < total:
        best, largest = -1, 0.0
        for place in range(count):
            left = parts[place] * total - shares[place] * everything
            if left > largest and shares[place] < parts[place]:
                best, largest = place, left
        if best < 0:
            return
        shares[best] += 1.0
        given += 1.0


def split(amount: float, weights: list[float], parts: list[float]) -> None:
    """Split whole persons by shares that sum to 1, by largest remainder; the parts add up exactly.

    Parameters
    ----------
    amount
        Whole persons.
    weights
        Shares in [0, 1] that sum to 1.
    parts
        Filled with whole persons, one entry a share.
    """
    given = 0.0
    for place in range(len(weights)):
        parts[place] = whole(amount * weights[place])
        given += parts[place]
    while given < amount:
        best, largest = 0, -1.0
        for place in range(len(weights)):
            left = amount * weights[place] - parts[place]
            if weights[place] > 0.0 and left > largest:
                best, largest = place, left
        parts[best] += 1.0
        given += 1.0


def enabler_limit(europe: float, held: float, full_share: float, us_level: float, us_capacity: float) -> float:
    """Ground troops that one enabler supports: G_e = G_e^EU min(1, share_e / s*) + u_e G_e^US, persons.

    Parameters
    ----------
    europe
        G_e^EU, what the countries of the conference support if enough of them take part, persons.
    held
        share_e, share of the enabler held by countries on rung 1 or more, in [0, 1].
    full_share
        s*, the share that is enough, in (0, 1].
    us_level
        u_e, American help with this enabler, in [0, 1].
    us_capacity
        G_e^US, what full American help supports, persons.
    """
    return whole(europe * min(1.0, held / full_share) + us_level * us_capacity)
