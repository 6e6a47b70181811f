"""Where a country stands: its signals, margins and troops at given inputs, computed through the rule.

These functions put one country's numbers into the scalar functions of :mod:`simulator.rule`.  The agents call them as
they are, the explanations and the array engine call them compiled; so they hold to what both can do: tuples of
numbers, and no loops over names.
"""

from typing import NamedTuple

from simulator.engine.conference import RuleSettings
from simulator.engine.inputs import Inputs
from simulator.rule import capacity, company, gates, ladder

Six = tuple[float, float, float, float, float, float]
"""One number a gate, in the order of :data:`simulator.rule.gates.GATES`."""

Five = tuple[float, float, float, float, float]
"""One number a rung, from 1 to 5."""


class CountryProfile(NamedTuple):
    """One country in one replicate, as plain numbers (symbols as in :class:`simulator.engine.profiles.Profiles`)."""

    lead: float
    covered: float
    member: float
    striver: float
    exposure: tuple[float, float, float]
    codes: Six
    thresholds: Six
    cap: float
    consent: float
    sensitive: float
    legal_share: float
    acceptability: float
    deployable: float
    rotation: float
    kept_home: float
    army: float
    abroad: float
    record_sustained: float
    record_surge: float


def fixed_signals(profile: CountryProfile, inputs: Inputs, rule: RuleSettings) -> Six:
    """Return the six signals in the order of the gates; the one of company, which needs a board, is 0."""
    return (
        us_level(inputs, rule, rule.mission_need, profile.sensitive),
        gates.mandate_signal(inputs.clarity, inputs.legal, profile.legal_share, profile.acceptability, rule.adopted),
        gates.deal_signal(inputs.ceasefire, inputs.hold, inputs.depth, rule.depth_credit),
        security(profile, inputs, rule),
        0.0,
        gates.asked_signal(
            rule.owner_pull,
            rule.member_pull,
            profile.member,
            rule.striver_pull,
            profile.striver,
            us_level(inputs, rule, 0.0, 0.0),
        ),
    )


def with_company(signals: Six, company: float) -> Six:
    """Return signals with the one of company filled in."""
    us, mandate, deal, border, _, asked = signals
    return us, mandate, deal, border, company, asked


def company_heard(
    weighted_rungs: float,
    watch: float,
    rung: float,
    total_watch: float,
    pledged: float,
    own: float,
    requirement: float,
    places: float,
    rule: RuleSettings,
) -> float:
    """Return S_i on a board, from whom the country watches and what all have pledged.

    Parameters
    ----------
    weighted_rungs, watch, rung, total_watch
        sum_j a_j l_j, a_i, l_i and sum_j a_j; with weights of its own, a_i is 0 and the sums are those of country i.
    pledged, own
        X and x_i, persons.
    requirement, places
        Q (persons) and pl.
    rule
        Structural numbers.
    """
    peers = company.peer_level(weighted_rungs, watch, rung, total_watch)
    mass = company.critical_mass(pledged, own, requirement)
    return company.company_signal(peers, rule.peers, mass, rule.places, places)


def us_level(inputs: Inputs, rule: RuleSettings, need: float, sensitivity: float) -> float:
    """Return U_i, or the mean American involvement where need and sensitivity are 0."""
    weights = rule.us_weights
    return gates.us_signal(
        inputs.backstop,
        inputs.intelligence,
        inputs.air,
        inputs.logistics,
        inputs.ground,
        weights[0],
        weights[1],
        weights[2],
        weights[3],
        weights[4],
        need,
        sensitivity,
    )


def security(profile: CountryProfile, inputs: Inputs, rule: RuleSettings) -> float:
    """Return B_i, security at home after the American guarantee, in [0, 1]."""
    russia, belarus, turkey = profile.exposure
    return gates.border_signal(
        russia,
        gates.felt_threat(inputs.russia, rule.guarantee, inputs.backstop, profile.covered),
        belarus,
        gates.felt_threat(inputs.belarus, rule.guarantee, inputs.backstop, profile.covered),
        turkey,
        inputs.turkey,
    )


def capacities(profile: CountryProfile, inputs: Inputs, rule: RuleSettings) -> tuple[float, float]:
    """Return K_i and Hs_i at these inputs: what a country can keep up, and send for one tour, persons."""
    pool = capacity.pool(profile.deployable, profile.army, profile.kept_home, security(profile, inputs, rule))
    sustained = capacity.sustained_capacity(
        pool, profile.rotation, profile.abroad, rule.abroad_floor, profile.record_sustained
    )
    return sustained, capacity.surge_capacity(sustained, pool, rule.surge, profile.abroad, profile.record_surge)


def troops(rung: float, strength: float, rule: RuleSettings) -> float:
    """Return the whole persons that a capacity (K_i or Hs_i) comes to on a rung."""
    sizes = rule.size_factors
    share = capacity.size_factor(rung, sizes[1], sizes[2], sizes[3], sizes[4], sizes[5])
    return capacity.troops_on_rung(share, strength)


def margins_at(thresholds: Six, signals: Six, rule: RuleSettings, rung: int) -> Six:
    """Return m_gil for the six gates at a rung, stated or not."""
    steps = rule.increments
    return (
        ladder.margin(signals[0], thresholds[0], steps[0][rung - 1]),
        ladder.margin(signals[1], thresholds[1], steps[1][rung - 1]),
        ladder.margin(signals[2], thresholds[2], steps[2][rung - 1]),
        ladder.margin(signals[3], thresholds[3], steps[3][rung - 1]),
        ladder.margin(signals[4], thresholds[4], steps[4][rung - 1]),
        ladder.margin(signals[5], thresholds[5], steps[5][rung - 1]),
    )


def weights_at(codes: Six, rung: int) -> Six:
    """Return the weight of each gate at a rung; 0 where it does not bind."""
    us, mandate, deal, border, company, asked = codes
    return (
        ladder.weight_at(us, rung, True),
        ladder.weight_at(mandate, rung, True),
        ladder.weight_at(deal, rung, False),
        ladder.weight_at(border, rung, True),
        ladder.weight_at(company, rung, True),
        ladder.weight_at(asked, rung, False),
    )


def rung_margin(veto: float, margins: Six, weights: Six) -> float:
    """Return M_il from the margins and weights of one rung."""
    m_us, m_mandate, m_deal, m_border, m_company, m_asked = margins
    w_us, w_mandate, w_deal, w_border, w_company, w_asked = weights
    total = w_us + w_mandate + w_border + w_company + w_asked
    joint = ladder.joint_margin(
        veto,
        ladder.strictest(m_us, w_us, m_mandate, w_mandate, m_border, w_border, m_asked, w_asked),
        ladder.mean_of_others(m_us, w_us, m_mandate, w_mandate, m_border, w_border, m_asked, w_asked, total),
        m_company,
        ladder.share_of(w_company, total),
    )
    return ladder.rung_margin(ladder.deal_margin(m_deal, w_deal), joint)


def margin_of_rung(codes: Six, thresholds: Six, signals: Six, rule: RuleSettings, rung: int) -> float:
    """Return M_il of a country with these codes and thresholds at a rung."""
    return rung_margin(rule.veto, margins_at(thresholds, signals, rule, rung), weights_at(codes, rung))


def ladder_margins(codes: Six, thresholds: Six, signals: Six, rule: RuleSettings) -> Five:
    """Return M_il for the rungs 1 to 5."""
    return (
        margin_of_rung(codes, thresholds, signals, rule, 1),
        margin_of_rung(codes, thresholds, signals, rule, 2),
        margin_of_rung(codes, thresholds, signals, rule, 3),
        margin_of_rung(codes, thresholds, signals, rule, 4),
        margin_of_rung(codes, thresholds, signals, rule, 5),
    )


def open_rung(profile: CountryProfile, framework_stands: float) -> float:
    """Return the highest rung open to a country on a board."""
    return ladder.ceiling(profile.cap, profile.consent, profile.lead, framework_stands)


def promised_rung(rung: float, margins: Five, top: float, hysteresis: float) -> float:
    """Return the rung a country decides for, given where it stands and its rung margins."""
    return ladder.decide(rung, margins[0], margins[1], margins[2], margins[3], margins[4], top, hysteresis)


def rung_by_words(codes: Six, thresholds: Six, signals: Six, rule: RuleSettings, rung: float) -> float:
    """Return the rung, at most the one promised, that stands if a country is held to these codes of its own words."""
    one, two, three, four, five = ladder_margins(codes, thresholds, signals, rule)
    return ladder.climb(one, two, three, four, five, rung, rule.hysteresis)
