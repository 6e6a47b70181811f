"""Where a country stands: its signals, margins and troops at given inputs, computed through the rule.

These functions put one country's numbers into the scalar functions of :mod:`simulator.rule`; the agents and the
explanations share them.
"""

from dataclasses import dataclass

from simulator.engine.conference import RuleSettings
from simulator.engine.inputs import Inputs
from simulator.rule import capacity, gates, ladder
from simulator.rule.gates import ASKED, BORDER, COMPANY, DEAL, MANDATE, US

TRADABLE = tuple(gate not in (DEAL, ASKED) for gate in range(6))


@dataclass(frozen=True, slots=True)
class CountryProfile:
    """One country in one replicate, as plain numbers (symbols as in :class:`simulator.engine.profiles.Profiles`)."""

    iso3: str
    lead: float
    covered: float
    member: float
    striver: float
    exposure: tuple[float, float, float]
    watch: float
    codes: tuple[float, ...]
    thresholds: tuple[float, ...]
    word_codes: tuple[float, ...]
    word_thresholds: tuple[float, ...]
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


@dataclass(frozen=True, slots=True)
class Troops:
    """Whole persons on each rung 0 to 5: kept up for years, and for one tour."""

    sustained: tuple[float, ...]
    surge: tuple[float, ...]


def fixed_signals(profile: CountryProfile, inputs: Inputs, rule: RuleSettings) -> list[float]:
    """Return the six signals in the order of the gates; the one of company, which needs a board, is 0."""
    signals = [0.0] * 6
    signals[US] = _us_signal(inputs, rule, rule.mission_need, profile.sensitive)
    signals[MANDATE] = gates.mandate_signal(
        inputs.clarity, inputs.legal, profile.legal_share, profile.acceptability, rule.adopted
    )
    signals[DEAL] = gates.deal_signal(inputs.ceasefire, inputs.hold, inputs.depth, rule.depth_credit)
    signals[BORDER] = security(profile, inputs, rule)
    level = _us_signal(inputs, rule, 0.0, 0.0)
    signals[ASKED] = gates.asked_signal(
        rule.owner_pull, rule.member_pull, profile.member, rule.striver_pull, profile.striver, level
    )
    return signals


def _us_signal(inputs: Inputs, rule: RuleSettings, need: float, sensitivity: float) -> float:
    backstop, intelligence, air, logistics, ground = rule.us_weights
    return gates.us_signal(
        inputs.backstop,
        inputs.intelligence,
        inputs.air,
        inputs.logistics,
        inputs.ground,
        backstop,
        intelligence,
        air,
        logistics,
        ground,
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


def troops(profile: CountryProfile, inputs: Inputs, rule: RuleSettings) -> Troops:
    """Return what each rung is worth in troops at these inputs."""
    pool = capacity.pool(profile.deployable, profile.army, profile.kept_home, security(profile, inputs, rule))
    sustained = capacity.sustained_capacity(
        pool, profile.rotation, profile.abroad, rule.abroad_floor, profile.record_sustained
    )
    surge = capacity.surge_capacity(sustained, pool, rule.surge, profile.abroad, profile.record_surge)
    return Troops(
        tuple(capacity.troops_on_rung(share, sustained) for share in rule.size_factors),
        tuple(capacity.troops_on_rung(share, surge) for share in rule.size_factors),
    )


def margins_at(profile: CountryProfile, signals: list[float], rule: RuleSettings, rung: int) -> list[float]:
    """Return m_gil for the six gates at a rung, stated or not."""
    return [
        ladder.margin(signal, threshold, steps[rung - 1])
        for signal, threshold, steps in zip(signals, profile.thresholds, rule.increments, strict=True)
    ]


def weights_at(profile: CountryProfile, rung: int) -> list[float]:
    """Return the weight of each gate at a rung; 0 where it does not bind."""
    return [ladder.weight_at(code, rung, tradable) for code, tradable in zip(profile.codes, TRADABLE, strict=True)]


def joint_margin(veto: float, margins: list[float], weights: list[float]) -> float:
    """Return M_il from the margins and weights of one rung."""
    return ladder.rung_margin(
        veto,
        margins[DEAL],
        weights[DEAL],
        margins[US],
        weights[US],
        margins[MANDATE],
        weights[MANDATE],
        margins[BORDER],
        weights[BORDER],
        margins[COMPANY],
        weights[COMPANY],
        margins[ASKED],
        weights[ASKED],
    )
