"""Company: who else is coming, and is the force big enough (S_i of the board of the last round).

Rung weights and troops are whole numbers held as floats, so their sums are exact: the order of countries cannot
change a result, and taking a country's own part out of a total leaves exactly the others.
"""

TOP_RUNG = 5


def peer_level(weighted_rungs: float, own_weight: float, own_rung: float, total_weight: float) -> float:
    """Return the weighted mean rung of the others: sum_{j != i} w_ij l_j / L, in [0, 1].

    Parameters
    ----------
    weighted_rungs
        sum_j a_j l_j over all countries, a_j the watch weight of j (proportional to sqrt(A_j)).
    own_weight, own_rung
        a_i and l_i.
    total_weight
        sum_j a_j over all countries.
    """
    others = total_weight - own_weight
    if others <= 0.0:
        return 0.0
    return (weighted_rungs - own_weight * own_rung) / (others * TOP_RUNG)


def critical_mass(pledged: float, own_troops: float, requirement: float) -> float:
    """Return min(1, X_-i / Q_m): how much of the requirement the others already pledge, in [0, 1].

    Parameters
    ----------
    pledged
        X, all sustained pledges on the last board, persons.
    own_troops
        x_i, the country's own part of it, persons.
    requirement
        Q_m, persons, above 0.
    """
    return min(1.0, (pledged - own_troops) / requirement)


def company_signal(peers: float, peer_share: float, mass: float, places_weight: float, places: float) -> float:
    """Company: S_i = lambda * peers + (1 - lambda) * mass + places_weight * places.

    Parameters
    ----------
    peers
        :func:`peer_level`, in [0, 1].
    peer_share
        lambda, weight of peers against critical mass, in [0, 1].
    mass
        :func:`critical_mass`, in [0, 1].
    places_weight
        Weight of the places a force offers (0 switches them off).
    places
        pl = clip(.5 + (log10 Q - 3.5) / 2, 0, 1.2).
    """
    return peer_share * peers + (1.0 - peer_share) * mass + places_weight * places
