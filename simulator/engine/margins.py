"""Margins: all of a block that does not depend on other countries, recomputed when inputs move.

Countries without a seat and rungs above every cap are passed over.  A country for which company does not count is
settled here: the rungs its conditions allow stand until inputs move.  Loops over lanes are kept in functions that take
rows of numbers, because a compiler sees through those; and few numbers are handed to what is called for each country,
because a call with many costs as much as a row of lanes.
"""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import RuleSettings
from simulator.engine.drawing import NOBODY
from simulator.engine.inputs import Inputs
from simulator.engine.lanes import DEAL_MARGIN, MEAN, SHARE, STAY, STRICTEST, UP, Fixed, Lanes, Seated
from simulator.engine.sources import ABROAD, ACCEPTABLE, ARMY, DEPLOYABLE, KEPT_HOME, LEGAL, ROTATION, SENSITIVE
from simulator.engine.standing import us_level
from simulator.rule import capacity, gates, ladder
from simulator.rule.gates import ASKED, BORDER, COMPANY, DEAL, MANDATE, US
from simulator.rule.ladder import JOINS, TOP, TOP_OF_ALL

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Told(NamedTuple):
    """What all countries are told in a round.

    Attributes
    ----------
    tied, untied
        American involvement as heard by those who tie it to the mission, and by the others.
    level
        Mean American involvement.
    clarity, legal, adopted
        The mandate.
    deal
        D.
    """

    tied: float
    untied: float
    level: float
    clarity: float
    legal: float
    adopted: float
    deal: float


@compiled
def told_by(inputs: Inputs, rule: RuleSettings) -> Told:
    """Return what all countries are told at some inputs."""
    return Told(
        us_level(inputs, rule, rule.mission_need, 1.0),
        us_level(inputs, rule, rule.mission_need, 0.0),
        us_level(inputs, rule, 0.0, 0.0),
        inputs.clarity,
        inputs.legal,
        rule.adopted,
        gates.deal_signal(inputs.ceasefire, inputs.hold, inputs.depth, rule.depth_credit),
    )


@compiled
def security_of(fixed: Fixed, country: int, inputs: Inputs, rule: RuleSettings) -> float:
    """Return B_i."""
    return gates.border_signal(
        fixed.exposure[country, 0],
        gates.felt_threat(inputs.russia, rule.guarantee, inputs.backstop, fixed.covered[country]),
        fixed.exposure[country, 1],
        gates.felt_threat(inputs.belarus, rule.guarantee, inputs.backstop, fixed.covered[country]),
        fixed.exposure[country, 2],
        inputs.turkey,
    )


@compiled
def asked_of(fixed: Fixed, country: int, level: float, rule: RuleSettings) -> float:
    """Return O_i."""
    return gates.asked_signal(
        rule.owner_pull, rule.member_pull, fixed.member[country], rule.striver_pull, fixed.striver[country], level
    )


@compiled
def read_inputs(
    fixed: Fixed, lanes: Lanes, rows: Seated, first: int, width: int, inputs: Inputs, rule: RuleSettings
) -> None:
    """Recompute everything of a block that does not depend on other countries."""
    last = first + width
    told = told_by(inputs, rule)
    for country in range(len(rows.paid)):
        security = security_of(fixed, country, inputs, rule)
        if rows.paid[country]:
            abroad = rows.traits[ABROAD, country, first:last]
            _pool(
                lanes.pool,
                rows.traits[DEPLOYABLE, country, first:last],
                rows.traits[ARMY, country, first:last],
                rows.traits[KEPT_HOME, country, first:last],
                security,
            )
            _sustain(
                lanes.sustained[country], lanes.pool, rows.traits[ROTATION, country, first:last], abroad,
                rule.abroad_floor, fixed.record_sustained[country],
            )  # fmt: skip
            _surge(
                lanes.surge[country], lanes.sustained[country], lanes.pool, abroad, rule.surge,
                fixed.record_surge[country],
            )  # fmt: skip
        reach, stated = rows.reach[country], rows.stated[country]
        if reach >= JOINS:
            asked = asked_of(fixed, country, told.level, rule)
            hear(lanes.signals, rows.traits, stated, country, first, width, told, security, asked)
            parts = lanes.parts[country] if stated[COMPANY] else lanes.alone
            sum_up(
                parts, lanes.signals, rows.codes[country], rows.thresholds[country], stated, first, width, reach,
                rule.increments,
            )  # fmt: skip
            if not stated[COMPANY]:
                rungs = lanes.parts[country]
                _settle_alone(rungs[UP], parts, width, rule.veto, 0.0)
                _settle_alone(rungs[STAY], parts, width, rule.veto, rule.hysteresis)


@compiled
def _pool(pool: Floats, deployable: Floats, army: Floats, kept_home: Floats, security: float) -> None:
    """Fill P_i."""
    for lane in range(len(army)):
        pool[lane] = capacity.pool(deployable[lane], army[lane], kept_home[lane], security)


@compiled
def _sustain(
    sustained: Floats, pool: Floats, rotation: Floats, abroad: Floats, abroad_floor: float, record: float
) -> None:
    """Fill K_i."""
    for lane in range(len(abroad)):
        sustained[lane] = capacity.sustained_capacity(pool[lane], rotation[lane], abroad[lane], abroad_floor, record)


@compiled
def _surge(surge: Floats, sustained: Floats, pool: Floats, abroad: Floats, share: float, record: float) -> None:
    """Fill Hs_i."""
    for lane in range(len(abroad)):
        surge[lane] = capacity.surge_capacity(sustained[lane], pool[lane], share, abroad[lane], record)


@compiled
def hear(
    signals: Floats,
    traits: Floats,
    stated: Flags,
    country: int,
    first: int,
    width: int,
    told: Told,
    security: float,
    asked: float,
) -> None:
    """Fill what a country hears at the gates it stated, company aside; other rows keep some finite number."""
    if first < 0:  # Never: it tells the compiler that a place needs no counting from the end.
        return
    if stated[US]:
        for lane in range(width):
            signals[US, lane] = told.tied if traits[SENSITIVE, country, first + lane] > 0.0 else told.untied
    if stated[MANDATE]:
        for lane in range(width):
            share, acceptable = traits[LEGAL, country, first + lane], traits[ACCEPTABLE, country, first + lane]
            signals[MANDATE, lane] = gates.mandate_signal(told.clarity, told.legal, share, acceptable, told.adopted)
    for lane in range(width):
        signals[DEAL, lane] = told.deal
        signals[BORDER, lane] = security
        signals[ASKED, lane] = asked


@compiled
def sum_up(
    parts: Floats,
    signals: Floats,
    codes: Floats,
    thresholds: Floats,
    stated: Flags,
    first: int,
    width: int,
    reach: int,
    increments: Sequence[Sequence[float]] | Floats,
) -> None:
    """Sum up the gates of one country at the rungs up to ``reach``, but for the company of others."""
    at = (
        US if stated[US] else NOBODY,
        MANDATE if stated[MANDATE] else NOBODY,
        BORDER if stated[BORDER] else NOBODY,
        COMPANY if stated[COMPANY] else NOBODY,
        ASKED if stated[ASKED] else NOBODY,
    )
    for rung in range(1, reach + 1):
        deals = parts[DEAL_MARGIN + rung - 1]
        _sum_up(
            parts[STRICTEST + rung - 1],
            parts[MEAN + rung - 1],
            codes,
            thresholds,
            signals,
            first,
            width,
            rung,
            at,
            increments[US][rung - 1],
            increments[MANDATE][rung - 1],
            increments[BORDER][rung - 1],
            increments[ASKED][rung - 1],
        )
        if stated[DEAL]:
            _deal(deals, codes, thresholds, signals, first, width, rung, increments[DEAL][rung - 1])
        else:
            for lane in range(width):
                deals[lane] = inf
        if stated[COMPANY] and (rung in (JOINS, TOP)):
            _share(parts[SHARE + rung // TOP], codes, first, width, rung, at)


@compiled
def _sum_up(
    strictest: Floats,
    mean: Floats,
    codes: Floats,
    thresholds: Floats,
    signals: Floats,
    first: int,
    width: int,
    rung: int,
    at: tuple[int, int, int, int, int],
    step_us: float,
    step_mandate: float,
    step_border: float,
    step_asked: float,
) -> None:
    """Fill the smallest and the mean margin of one country at one rung over the gates that do not depend on others."""
    if first < 0:  # Never: it tells the compiler that a place needs no counting from the end.
        return
    at_us, at_mandate, at_border, at_company, at_asked = at
    for lane in range(width):
        w_us = ladder.weight_at(codes[at_us, first + lane], rung, True)
        w_mandate = ladder.weight_at(codes[at_mandate, first + lane], rung, True)
        w_border = ladder.weight_at(codes[at_border, first + lane], rung, True)
        w_company = ladder.weight_at(codes[at_company, first + lane], rung, True)
        w_asked = ladder.weight_at(codes[at_asked, first + lane], rung, False)
        total = w_us + w_mandate + w_border + w_company + w_asked
        m_us = ladder.margin(signals[US, lane], thresholds[US, first + lane], step_us)
        m_mandate = ladder.margin(signals[MANDATE, lane], thresholds[MANDATE, first + lane], step_mandate)
        m_border = ladder.margin(signals[BORDER, lane], thresholds[BORDER, first + lane], step_border)
        m_asked = ladder.margin(signals[ASKED, lane], thresholds[ASKED, first + lane], step_asked)
        strictest[lane] = ladder.strictest(m_us, w_us, m_mandate, w_mandate, m_border, w_border, m_asked, w_asked)
        mean[lane] = ladder.mean_of_others(
            m_us, w_us, m_mandate, w_mandate, m_border, w_border, m_asked, w_asked, total
        )


@compiled
def _deal(
    deals: Floats, codes: Floats, thresholds: Floats, signals: Floats, first: int, width: int, rung: int, step: float
) -> None:
    if first < 0:  # Never: it tells the compiler that a place needs no counting from the end.
        return
    for lane in range(width):
        margin = ladder.margin(signals[DEAL, lane], thresholds[DEAL, first + lane], step)
        deals[lane] = ladder.deal_margin(margin, ladder.weight_at(codes[DEAL, first + lane], rung, False))


@compiled
def _share(share: Floats, codes: Floats, first: int, width: int, rung: int, at: tuple[int, int, int, int, int]) -> None:
    """Fill the share of company in the weights that bind: one for rungs 1 to 4, one for the top."""
    if first < 0:  # Never: it tells the compiler that a place needs no counting from the end.
        return
    at_us, at_mandate, at_border, at_company, at_asked = at
    for lane in range(width):
        w_us = ladder.weight_at(codes[at_us, first + lane], rung, True)
        w_mandate = ladder.weight_at(codes[at_mandate, first + lane], rung, True)
        w_border = ladder.weight_at(codes[at_border, first + lane], rung, True)
        w_company = ladder.weight_at(codes[at_company, first + lane], rung, True)
        w_asked = ladder.weight_at(codes[at_asked, first + lane], rung, False)
        share[lane] = ladder.share_of(w_company, w_us + w_mandate + w_border + w_company + w_asked)


@compiled
def _settle_alone(rungs: Floats, parts: Floats, width: int, veto: float, slack: float) -> None:
    """Fill the rung that conditions allow a country for which company does not count; true up to its highest rung."""
    for lane in range(width):
        rungs[lane] = ladder.climb(
            _margin_alone(parts, 0, lane, veto),
            _margin_alone(parts, 1, lane, veto),
            _margin_alone(parts, 2, lane, veto),
            _margin_alone(parts, 3, lane, veto),
            _margin_alone(parts, 4, lane, veto),
            TOP_OF_ALL,
            slack,
        )


@compiled
def _margin_alone(parts: Floats, place: int, lane: int, veto: float) -> float:
    """Return M_il where company has no share."""
    joint = ladder.joint_margin(veto, parts[STRICTEST + place, lane], parts[MEAN + place, lane], 0.0, 0.0)
    return ladder.rung_margin(parts[DEAL_MARGIN + place, lane], joint)
