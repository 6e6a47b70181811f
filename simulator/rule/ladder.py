"""The ladder: which rung the conditions allow, and how a country moves on it.

Rungs: 0 out; 1 support from outside Ukraine; 2 non-combat inside Ukraine; 3 token ground unit; 4 ground contingent;
5 lead-size formation.  A higher rung includes everything below it.
"""

from math import inf

from simulator.rule.gates import WELCOME

RUNGS = ("out", "outside support", "inside, non-combat", "token ground unit", "ground contingent", "lead formation")
"""Names of the rungs 0 to 5."""

JOINS, INSIDE, GROUND, CONTINGENT, LEAD = 1, 2, 3, 4, 5
TOP = 5
CONSENT_CEILING = 1
FRAMEWORK_CEILING = 2


def weight_at(code: float, rung: int, tradable: bool) -> float:
    """Return the weight of a gate at a rung: its code where it binds, 0 where it does not.

    A gate that was never mentioned (code 0) does not bind.  A tradable gate coded 1, welcome, binds only at the top
    rung: welcome is not a condition.

    Parameters
    ----------
    code
        0 not mentioned, 1 welcome, 2 important, 3 crucial, 4 ruled out without it.
    rung
        1 to 5.
    tradable
        False for the deal and for being asked, which bind from code 1 at every rung.
    """
    if tradable and code <= WELCOME and rung < TOP:
        return 0.0
    return code


def margin(signal: float, threshold: float, increment: float) -> float:
    """Return m_gil = signal_gi - tau_gi - Delta_gl: by how much gate g is met at rung l (negative: short of it)."""
    return signal - threshold - increment


def rung_margin(
    veto: float,
    m_deal: float,
    w_deal: float,
    m_us: float,
    w_us: float,
    m_mandate: float,
    w_mandate: float,
    m_border: float,
    w_border: float,
    m_company: float,
    w_company: float,
    m_asked: float,
    w_asked: float,
) -> float:
    """Return M_il = min(m_D, theta * min_g m_g + (1 - theta) * sum_g omega_g m_g) at one rung.

    g runs over the gates other than the deal that bind here, omega_g is proportional to their weights.  The deal
    cannot be traded against anything: without it no force is sent, however welcome the rest.

    Parameters
    ----------
    veto
        theta in [0, 1]: 1, one failed condition blocks; 0, conditions make up for each other.
    m_deal, m_us, m_mandate, m_border, m_company, m_asked
        Margins (:func:`margin`).
    w_deal, w_us, w_mandate, w_border, w_company, w_asked
        Weights (:func:`weight_at`); 0 means the gate does not bind at this rung.

    Returns
    -------
    float
        At least 0 where the rung is acceptable; infinity where no gate binds.
    """
    total = w_us + w_mandate + w_border + w_company + w_asked
    lowest = inf
    if w_us > 0.0:
        lowest = m_us
    if w_mandate > 0.0:
        lowest = min(lowest, m_mandate)
    if w_border > 0.0:
        lowest = min(lowest, m_border)
    if w_company > 0.0:
        lowest = min(lowest, m_company)
    if w_asked > 0.0:
        lowest = min(lowest, m_asked)
    joint = inf
    if total > 0.0:
        weighted = w_us * m_us + w_mandate * m_mandate + w_border * m_border + w_company * m_company + w_asked * m_asked
        joint = veto * lowest + (1.0 - veto) * (weighted / total)
    if w_deal > 0.0:
        return min(m_deal, joint)
    return joint


def ceiling(cap: float, consent: float, lead: float, framework_stands: float) -> float:
    """Return the highest rung open to a country this round, whatever its conditions say.

    Parameters
    ----------
    cap
        cap_i, the highest rung its statements leave open, 0 to 5.
    consent
        Z_i, 1 where parliament agrees, 0 where it does not (then only support from outside remains).
    lead
        1 for a lead nation.
    framework_stands
        1 where some lead stood on rung 4 or more on the last board; without it nobody else goes past rung 2.
    """
    top = cap
    if consent < 1.0:
        top = min(top, CONSENT_CEILING)
    if lead < 1.0 and framework_stands < 1.0:
        top = min(top, FRAMEWORK_CEILING)
    return top


def climb(m1: float, m2: float, m3: float, m4: float, m5: float, top: float, slack: float) -> float:
    """Return the largest rung l <= top such that M_k >= -slack for every k <= l.

    Parameters
    ----------
    m1, m2, m3, m4, m5
        Rung margins M_il (:func:`rung_margin`).
    top
        The ceiling of this round, 0 to 5.
    slack
        0 for a new promise, h for one already made.
    """
    rung = 0.0
    if top >= 1.0 and m1 >= -slack:
        rung = 1.0
        if top >= 2.0 and m2 >= -slack:
            rung = 2.0
            if top >= 3.0 and m3 >= -slack:
                rung = 3.0
                if top >= 4.0 and m4 >= -slack:
                    rung = 4.0
                    if top >= 5.0 and m5 >= -slack:
                        rung = 5.0
    return rung


def decide(
    old_rung: float, m1: float, m2: float, m3: float, m4: float, m5: float, top: float, hysteresis: float
) -> float:
    """Return the new rung max(up_i, min(old rung, stay_i)): promises are sticky, ceilings are not.

    Parameters
    ----------
    old_rung
        Rung on the last board, 0 to 5.
    m1, m2, m3, m4, m5
        Rung margins M_il.
    top
        Ceiling of this round (:func:`ceiling`).
    hysteresis
        h: a country comes down only where conditions fall short by more than this, in [0, 0.3].
    """
    up = climb(m1, m2, m3, m4, m5, top, 0.0)
    stay = climb(m1, m2, m3, m4, m5, top, hysteresis)
    return max(up, min(old_rung, stay))
