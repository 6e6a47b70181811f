"""Capacity: what a rung is worth in troops.  All troops are whole persons held as floats."""

from simulator.rule.whole import whole


def pool(deployable: float, army: float, kept_home: float, security: float) -> float:
    """Deployable pool P_i = delta_i A_i (1 - eta_i (1 - B_i)), persons.

    Parameters
    ----------
    deployable
        delta_i, deployable share of the army, in [0, 1].
    army
        A_i, army strength, persons.
    kept_home
        eta_i, share kept home per unit of threat, in [0, 1].
    security
        B_i of :func:`simulator.rule.gates.border_signal`; 1 - B_i is the threat at home.
    """
    return deployable * army * (1.0 - kept_home * (1.0 - security))


def sustained_capacity(
    deployable_pool: float, rotation: float, abroad: float, floor_divisor: float, record_bound: float
) -> float:
    """Troops a country can keep up, K_i = min(max(P/rho - E, P/(3 rho)), 2 Rec), never below 0.

    Parameters
    ----------
    deployable_pool
        P_i, persons (:func:`pool`).
    rotation
        rho_i, troops tied up per troop deployed, above 0.
    abroad
        E_i, troops already committed abroad, persons.
    floor_divisor
        3: missions elsewhere never take more than two thirds of what can be kept up.
    record_bound
        Largest sustained contingent deemed credible from past operations, persons; infinity where there is no record.
    """
    per_tour = deployable_pool / rotation
    return max(0.0, min(max(per_tour - abroad, per_tour / floor_divisor), record_bound))


def surge_capacity(sustained: float, deployable_pool: float, surge_share: float, abroad: float, bound: float) -> float:
    """Troops for one tour, Hs_i = max(K_i, min(chi P_i - E_i, 3 Rec_i)), persons.

    Parameters
    ----------
    sustained
        K_i, persons.
    deployable_pool
        P_i, persons.
    surge_share
        chi, share of the pool that can go at once, in [0, 1].
    abroad
        E_i, persons.
    bound
        3 Rec_i, persons; infinity where there is no record.
    """
    return max(sustained, min(surge_share * deployable_pool - abroad, bound))


def troops_on_rung(size_factor: float, capacity: float) -> float:
    """Return floor(phi_l * K_i): whole persons that a country on rung l sends.

    Parameters
    ----------
    size_factor
        phi_l in [0, 1].
    capacity
        K_i (sustained) or Hs_i (one tour), persons.
    """
    return whole(size_factor * capacity)


def size_factor(rung: float, one: float, two: float, three: float, four: float, five: float) -> float:
    """Return phi_l, the share of capacity that a rung commits; 0 on rung 0.

    Parameters
    ----------
    rung
        0 to 5.
    one, two, three, four, five
        phi_1 to phi_5, in [0, 1].
    """
    share = 0.0
    if rung >= 1.0:
        share = one
    if rung >= 2.0:
        share = two
    if rung >= 3.0:
        share = three
    if rung >= 4.0:
        share = four
    if rung >= 5.0:
        share = five
    return share
