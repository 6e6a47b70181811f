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
TOP_OF_ALL = 5.0
"""The top as a ceiling that holds nobody back."""
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


def strictest(
    m_us: float,
    w_us: float,
    m_mandate: float,
    w_mandate: float,
    m_border: float,
    w_border: float,
    m_asked: float,
    w_asked: float,
) -> float:
    """Return the smallest margin min_g m_g of the tradable gates that do not depend on others; infinity if none binds.

    Parameters
    ----------
    m_us, m_mandate, m_border, m_asked
        Margins (:func:`margin`).
    w_us, w_mandate, w_border, w_asked
        Weights (:func:`weight_at`); 0 means the gate does not bind at this rung.
    """
    lowest = inf
    if w_us > 0.0:
        lowest = m_us
    if w_mandate > 0.0:
        lowest = min(lowest, m_mandate)
    if w_border > 0.0:
        lowest = min(lowest, m_border)
    if w_asked > 0.0:
        lowest = min(lowest, m_asked)
    return lowest


def share_of(weight: float, total: float) -> float:
    """Return omega_g, the share of one gate in the weights that bind at a rung; 0 where none binds."""
    if total <= 0.0:
        return 0.0
    return weight / total


def mean_of_others(
    m_us: float,
    w_us: float,
    m_mandate: float,
    w_mandate: float,
    m_border: float,
    w_border: float,
    m_asked: float,
    w_asked: float,
    total: float,
) -> float:
    """Return sum_g omega_g m_g over the tradable gates that do not depend on others.

    Parameters
    ----------
    m_us, m_mandate, m_border, m_asked
        Margins (:func:`margin`).
    w_us, w_mandate, w_border, w_asked
        Weights (:func:`weight_at`).
    total
        Sum of the weights of all tradable gates that bind at this rung, company included.
    """
    return share_of(w_us * m_us + w_mandate * m_mandate + w_border * m_border + w_asked * m_asked, total)


def joint_margin(
    veto: float, strictest_other: float, mean_other: float, m_company: float, company_share: float
) -> float:
    """Return theta * min_g m_g + (1 - theta) * sum_g omega_g m_g over all tradable gates that bind at a rung.

    Everything but the company of others stands still during a round of talks, so it is handed over summed up.

    Parameters
    ----------
    veto
        theta in [0, 1]: 1, one failed condition blocks; 0, conditions make up for each other.
    strictest_other, mean_other
        :func:`strictest` and :func:`mean_of_others`.
    m_company, company_share
        m_S and omega_S (:func:`share_of`); a share of 0 means that company does not bind.

    Returns
    -------
    float
        Infinity where no gate binds.
    """
    lowest = strictest_other
    if company_share > 0.0:
        lowest = min(lowest, m_company)
    if lowest == inf:
        return inf
    return veto * lowest + (1.0 - veto) * (mean_other + company_share * m_company)


def deal_margin(m_deal: float, w_deal: float) -> float:
    """Return m_D where the deal binds, infinity where it was never mentioned."""
    if w_deal > 0.0:
        return m_deal
    return inf


def rung_margin(deal: float, joint: float) -> float:
    """Return M_il = min(m_D, joint margin): at least 0 where the rung is acceptable.

    The deal cannot be traded against anything: without it no force is sent, however welcome the rest.

    Parameters
    ----------
    deal
        :func:`deal_margin`.
    joint
        :func:`joint_margin`.
    """
    return min(deal, joint)


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
    second = min(m1, m2)
    third = min(second, m3)
    fourth = min(third, m4)
    fifth = min(fourth, m5)
    rung = 0.0
    if m1 >= -slack:
        rung = 1.0
    if second >= -slack:
        rung = 2.0
    if third >= -slack:
        rung = 3.0
    if fourth >= -slack:
        rung = 4.0
    if fifth >= -slack:
        rung = 5.0
    return min(rung, top)


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
    up = climb(m1, m2, m3, m4, m5, TOP_OF_ALL, 0.0)
    stay = climb(m1, m2, m3, m4, m5, TOP_OF_ALL, hysteresis)
    return stand(old_rung, up, stay, top)


def stand(old_rung: float, up: float, stay: float, top: float) -> float:
    """Return the new rung from the rungs that conditions allow a new promise and one already made, and the ceiling."""
    return max(min(up, top), min(old_rung, min(stay, top)))
