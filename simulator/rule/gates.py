"""Signals: what a country hears, one number per condition, higher is more favourable.

A *gate* is a condition that a country has stated.  Its signal is compared with a threshold on the ladder
(:mod:`simulator.rule.ladder`).  Shares and conditions lie in [0, 1]; a signal may leave that range where a mission
needs more or less American help than usual.
"""

GATES = ("us", "mandate", "deal", "border", "company", "asked")
"""The six conditions U, C, D, B, S, O in the order used by every table and array."""

US, MANDATE, DEAL, BORDER, COMPANY, ASKED = range(6)

US_COMPONENTS = ("backstop", "intelligence", "air", "logistics", "ground")
"""The five parts of American involvement, in the order of their weights v."""

THREAT_SOURCES = ("russia", "belarus", "turkey")
"""The sources k of border threat, in the order of the exposures e_ik."""

MISSIONS = ("deterrence", "peacekeeping", "monitoring")
"""The mission types m a mandate can name."""

OWNERS = ("adhoc", "alliance", "eu", "un")
"""Who owns the force; every owner but ``adhoc`` is an organisation that has adopted the mission."""

WELCOME = 1
"""The code of a condition that is welcome but not required."""


def us_signal(
    backstop: float,
    intelligence: float,
    air: float,
    logistics: float,
    ground: float,
    v_backstop: float,
    v_intelligence: float,
    v_air: float,
    v_logistics: float,
    v_ground: float,
    mission_need: float,
    sensitivity: float,
) -> float:
    """American involvement as country i weighs it: U_i = sum_k v_k u_k - kappa_m * sens_i.

    Parameters
    ----------
    backstop, intelligence, air, logistics, ground
        The five components u_k of American help, each in [0, 1].
    v_backstop, v_intelligence, v_air, v_logistics, v_ground
        Their weights v_k, in [0, 1], summing to 1.
    mission_need
        kappa_m, the extra American help a mission needs, in [-1, 1].
    sensitivity
        sens_i, 1 where the country ties the American share to the mission, else 0.
    """
    parts = v_backstop * backstop + v_intelligence * intelligence + v_air * air
    return parts + v_logistics * logistics + v_ground * ground - mission_need * sensitivity


def mandate_signal(clarity: float, legal: float, legal_share: float, acceptability: float, adopted: float) -> float:
    """Mandate: C_i = psi_im * max((1 - zeta_i) c + zeta_i j, c_own).

    An organisation that adopts the mission gives it a task and a legal ground at once, hence the floor.  The floor is
    multiplied by the acceptability as well: adoption does not make a mission type acceptable to a country that
    excludes it.

    Parameters
    ----------
    clarity
        c, clarity of the task and the rules of engagement, in [0, 1].
    legal
        j, how far a UN or EU mandate covers the force, in [0, 1].
    legal_share
        zeta_i, the share of the country's condition that is legal, in [0, 1].
    acceptability
        psi_im, acceptability of mission m to country i, in [0, 1].
    adopted
        c_own where an organisation has adopted the mission, 0 where none has.
    """
    wanted = (1.0 - legal_share) * clarity + legal_share * legal
    return acceptability * max(wanted, adopted)


def deal_signal(ceasefire: float, hold: float, depth: float, depth_credit: float) -> float:
    """Peace deal: D = allow * (1 - (1 - hold) * (1 - nu * depth)).

    Parameters
    ----------
    ceasefire
        allow, how far a ceasefire or deal admits foreign troops, in [0, 1].
    hold
        How far it is expected to hold, in [0, 1].
    depth
        Stationing, from 0 at the line of contact to 1 in the far west.
    depth_credit
        nu, how much stationing in depth makes up for a shaky deal, in [0, 1].
    """
    return ceasefire * (1.0 - (1.0 - hold) * (1.0 - depth_credit * depth))


def felt_threat(intensity: float, guarantee: float, backstop: float, covered: float) -> float:
    """Threat of one source after the American guarantee: intensity_k * (1 - sigma * u_pol) for covered countries.

    Parameters
    ----------
    intensity
        intensity_k, threat level of the source, in [0, 1].
    guarantee
        sigma, the share of fear that a full American backstop removes, in [0, 1].
    backstop
        u_pol, the explicit American backstop, in [0, 1].
    covered
        1 for a member of the alliance facing a source outside it, else 0.
    """
    return intensity * (1.0 - guarantee * backstop * covered)


def border_signal(
    exposure_russia: float,
    threat_russia: float,
    exposure_belarus: float,
    threat_belarus: float,
    exposure_turkey: float,
    threat_turkey: float,
) -> float:
    """Security at home: B_i = prod_k (1 - e_ik * intensity_k); 1 is safe, 0 is not.

    Parameters
    ----------
    exposure_russia, exposure_belarus, exposure_turkey
        e_ik, exposure of country i to source k, in [0, 1].
    threat_russia, threat_belarus, threat_turkey
        Felt threat of each source (:func:`felt_threat`), in [0, 1].
    """
    east = (1.0 - exposure_russia * threat_russia) * (1.0 - exposure_belarus * threat_belarus)
    return east * (1.0 - exposure_turkey * threat_turkey)


def asked_signal(
    owner_pull: float, member_pull: float, member: float, striver_pull: float, striver: float, us_level: float
) -> float:
    """Asked by an organisation it belongs to: O_i = a_owner + a_mem [member] + a_str striver_i u, clipped to [0, 1].

    Parameters
    ----------
    owner_pull, member_pull
        a_owner and a_mem, pull of the owner and of membership in it, in [-1, 1].
    member
        1 where country i is a member of the owner, else 0.
    striver_pull
        a_str, 0 unless the owner is an ad hoc coalition.
    striver
        1 where country i joined the alliance within the last eight years, else 0.
    us_level
        Mean American involvement sum_k v_k u_k, in [0, 1].
    """
    return min(1.0, max(0.0, owner_pull + member_pull * member + striver_pull * striver * us_level))
