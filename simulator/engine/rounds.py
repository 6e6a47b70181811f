"""The rounds of a conference for a block of replicates at once.

The steps are those of :class:`simulator.engine.agents.ForceGenerationConference`, through the same functions of the
rule; a lane that has come to rest stays where it is, because nothing it reads moves any more.  Loops over lanes are
kept in functions that take rows of numbers, because a compiler sees through those.
"""

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import RuleSettings
from simulator.engine.inputs import Inputs
from simulator.engine.lanes import (
    ABROAD,
    ACCEPTABLE,
    ARMY,
    CAP,
    CONSENT,
    DEAL_MARGIN,
    DEPLOYABLE,
    KEPT_HOME,
    LEGAL,
    MEAN,
    PLEDGED,
    ROTATION,
    SENSITIVE,
    SHARE,
    STANDS,
    STRICTEST,
    WEIGHTED,
    Fixed,
    Lanes,
)  # fmt: skip
from simulator.engine.standing import company_heard, us_level
from simulator.rule import capacity, company, gates, ladder
from simulator.rule.gates import ASKED, BORDER, COMPANY, DEAL, MANDATE, US
from simulator.rule.ladder import CONTINGENT, TOP

Floats = NDArray[np.float64]


@compiled
def read_inputs(fixed: Fixed, lanes: Lanes, width: int, inputs: Inputs, rule: RuleSettings) -> None:
    """Recompute everything of a block that does not depend on other countries."""
    deal = gates.deal_signal(inputs.ceasefire, inputs.hold, inputs.depth, rule.depth_credit)
    level = us_level(inputs, rule, 0.0, 0.0)
    for country in range(len(fixed.lead)):
        border = gates.border_signal(
            fixed.exposure[country, 0],
            gates.felt_threat(inputs.russia, rule.guarantee, inputs.backstop, fixed.covered[country]),
            fixed.exposure[country, 1],
            gates.felt_threat(inputs.belarus, rule.guarantee, inputs.backstop, fixed.covered[country]),
            fixed.exposure[country, 2],
            inputs.turkey,
        )
        asked = gates.asked_signal(
            rule.owner_pull,
            rule.member_pull,
            fixed.member[country],
            rule.striver_pull,
            fixed.striver[country],
            level,
        )
        traits = lanes.traits[country]
        _hear(lanes.signals, traits, width, inputs, rule)
        _muster(
            lanes.sustained[country],
            lanes.surge[country],
            traits,
            width,
            border,
            rule.abroad_floor,
            fixed.record_sustained[country],
            rule.surge,
            fixed.record_surge[country],
        )
        for rung in range(1, TOP + 1):
            steps = rule.increments
            _sum_up(
                lanes.parts[country],
                lanes.codes[country],
                lanes.thresholds[country],
                lanes.signals,
                width,
                rung,
                steps[US][rung - 1],
                steps[MANDATE][rung - 1],
                deal,
                steps[DEAL][rung - 1],
                border,
                steps[BORDER][rung - 1],
                asked,
                steps[ASKED][rung - 1],
            )


@compiled
def _hear(signals: Floats, traits: Floats, width: int, inputs: Inputs, rule: RuleSettings) -> None:
    """Fill the signals that differ between replicates: American involvement and the mandate."""
    need, adopted = rule.mission_need, rule.adopted
    tied = us_level(inputs, rule, need, 1.0)
    untied = us_level(inputs, rule, need, 0.0)
    clarity, legal = inputs.clarity, inputs.legal
    for lane in range(width):
        signals[0, lane] = tied if traits[SENSITIVE, lane] > 0.0 else untied
        signals[1, lane] = gates.mandate_signal(clarity, legal, traits[LEGAL, lane], traits[ACCEPTABLE, lane], adopted)


@compiled
def _muster(
    sustained: Floats,
    surge: Floats,
    traits: Floats,
    width: int,
    security: float,
    abroad_floor: float,
    record_sustained: float,
    surge_share: float,
    record_surge: float,
) -> None:
    """Fill K_i and Hs_i."""
    for lane in range(width):
        pool = capacity.pool(traits[DEPLOYABLE, lane], traits[ARMY, lane], traits[KEPT_HOME, lane], security)
        abroad = traits[ABROAD, lane]
        kept = capacity.sustained_capacity(pool, traits[ROTATION, lane], abroad, abroad_floor, record_sustained)
        sustained[lane] = kept
        surge[lane] = capacity.surge_capacity(kept, pool, surge_share, abroad, record_surge)


@compiled
def _sum_up(
    parts: Floats,
    codes: Floats,
    thresholds: Floats,
    signals: Floats,
    width: int,
    rung: int,
    step_us: float,
    step_mandate: float,
    deal: float,
    step_deal: float,
    border: float,
    step_border: float,
    asked: float,
    step_asked: float,
) -> None:
    """Sum up the gates of one country at one rung but for the company of others, which alone moves by round."""
    strictest, mean = parts[STRICTEST + rung - 1], parts[MEAN + rung - 1]
    deals, share = parts[DEAL_MARGIN + rung - 1], parts[SHARE + rung // TOP]
    for lane in range(width):
        w_us = ladder.weight_at(codes[US, lane], rung, True)
        w_mandate = ladder.weight_at(codes[MANDATE, lane], rung, True)
        w_border = ladder.weight_at(codes[BORDER, lane], rung, True)
        w_company = ladder.weight_at(codes[COMPANY, lane], rung, True)
        w_asked = ladder.weight_at(codes[ASKED, lane], rung, False)
        total = w_us + w_mandate + w_border + w_company + w_asked
        m_us = ladder.margin(signals[0, lane], thresholds[US, lane], step_us)
        m_mandate = ladder.margin(signals[1, lane], thresholds[MANDATE, lane], step_mandate)
        m_border = ladder.margin(border, thresholds[BORDER, lane], step_border)
        m_asked = ladder.margin(asked, thresholds[ASKED, lane], step_asked)
        strictest[lane] = ladder.strictest(m_us, w_us, m_mandate, w_mandate, m_border, w_border, m_asked, w_asked)
        mean[lane] = ladder.mean_of_others(
            m_us, w_us, m_mandate, w_mandate, m_border, w_border, m_asked, w_asked, total
        )
        share[lane] = ladder.share_of(w_company, total)
    for lane in range(width):
        w_deal = ladder.weight_at(codes[DEAL, lane], rung, False)
        deals[lane] = ladder.deal_margin(ladder.margin(deal, thresholds[DEAL, lane], step_deal), w_deal)


@compiled
def publish(fixed: Fixed, lanes: Lanes, width: int, rule: RuleSettings) -> None:
    """Make the next rungs the board; sums are of whole numbers and therefore exact."""
    board, sizes = lanes.board, rule.size_factors
    for lane in range(width):
        board[WEIGHTED, lane] = 0.0
        board[PLEDGED, lane] = 0.0
        board[STANDS, lane] = 0.0 if rule.framework else 1.0
        lanes.moved[lane] = 0.0
    for country in range(len(fixed.lead)):
        _add_to_board(
            board,
            lanes.moved,
            lanes.rung[country],
            lanes.pledge[country],
            lanes.after[country],
            lanes.sustained[country],
            width,
            fixed.watch[country],
            fixed.lead[country],
            sizes[1],
            sizes[2],
            sizes[3],
            sizes[4],
            sizes[5],
        )
    if len(fixed.ties) > 0:
        _listen(fixed.ties, lanes.heard, lanes.rung, width)


@compiled
def _add_to_board(
    board: Floats,
    moved: Floats,
    rungs: Floats,
    pledges: Floats,
    after: Floats,
    sustained: Floats,
    width: int,
    watch: float,
    lead: float,
    one: float,
    two: float,
    three: float,
    four: float,
    five: float,
) -> None:
    """Add one country to the board."""
    weighted, pledged, stands = board[WEIGHTED], board[PLEDGED], board[STANDS]
    for lane in range(width):
        rung = after[lane]
        own = capacity.troops_on_rung(capacity.size_factor(rung, one, two, three, four, five), sustained[lane])
        moved[lane] += abs(rung - rungs[lane])
        rungs[lane] = rung
        pledges[lane] = own
        weighted[lane] += watch * rung
        pledged[lane] += own
    if lead >= 1.0:
        for lane in range(width):
            stands[lane] = max(stands[lane], 1.0 if rungs[lane] >= CONTINGENT else 0.0)


@compiled
def _listen(ties: Floats, heard: Floats, rungs: Floats, width: int) -> None:
    """Sum up whom each country watches, where countries watch by weights of their own."""
    for country in range(len(ties)):
        for lane in range(width):
            heard[country, lane] = 0.0
        for other in range(len(ties)):
            weight = ties[country, other]
            for lane in range(width):
                heard[country, lane] += weight * rungs[other, lane]


@compiled
def decide(
    fixed: Fixed, lanes: Lanes, country: int, first: int, last: int, requirement: float, places: float,
    rule: RuleSettings,
) -> None:  # fmt: skip
    """Let one country choose its next rung in the lanes first .. last - 1, on the board of the last round."""
    own_ties = len(fixed.ties) > 0
    steps = rule.increments[COMPANY]
    _choose(
        lanes.after[country],
        lanes.rung[country],
        lanes.pledge[country],
        lanes.heard[country] if own_ties else lanes.board[WEIGHTED],
        lanes.board,
        lanes.thresholds[country, COMPANY],
        lanes.traits[country],
        lanes.parts[country],
        first,
        last,
        0.0 if own_ties else fixed.watch[country],
        fixed.tie_totals[country] if own_ties else fixed.total_watch,
        fixed.lead[country],
        requirement,
        rule.peers,
        rule.places,
        places,
        rule.veto,
        rule.hysteresis,
        steps[0],
        steps[1],
        steps[2],
        steps[3],
        steps[4],
    )


@compiled
def _choose(
    after: Floats,
    rungs: Floats,
    pledges: Floats,
    weighted: Floats,
    board: Floats,
    thresholds: Floats,
    traits: Floats,
    parts: Floats,
    first: int,
    last: int,
    watch: float,
    total_watch: float,
    lead: float,
    requirement: float,
    peer_share: float,
    places_weight: float,
    places: float,
    veto: float,
    hysteresis: float,
    step_1: float,
    step_2: float,
    step_3: float,
    step_4: float,
    step_5: float,
) -> None:
    """Fill the next rung of one country in the lanes first .. last - 1."""
    pledged, stands = board[PLEDGED], board[STANDS]
    for lane in range(first, last):
        peers = company.peer_level(weighted[lane], watch, rungs[lane], total_watch)
        mass = company.critical_mass(pledged[lane], pledges[lane], requirement)
        heard = company.company_signal(peers, peer_share, mass, places_weight, places)
        tau, low, high = thresholds[lane], parts[SHARE, lane], parts[SHARE + 1, lane]
        m_1 = ladder.joint_margin(veto, parts[0, lane], parts[5, lane], ladder.margin(heard, tau, step_1), low)
        m_2 = ladder.joint_margin(veto, parts[1, lane], parts[6, lane], ladder.margin(heard, tau, step_2), low)
        m_3 = ladder.joint_margin(veto, parts[2, lane], parts[7, lane], ladder.margin(heard, tau, step_3), low)
        m_4 = ladder.joint_margin(veto, parts[3, lane], parts[8, lane], ladder.margin(heard, tau, step_4), low)
        m_5 = ladder.joint_margin(veto, parts[4, lane], parts[9, lane], ladder.margin(heard, tau, step_5), high)
        after[lane] = ladder.decide(
            rungs[lane],
            ladder.rung_margin(parts[10, lane], m_1),
            ladder.rung_margin(parts[11, lane], m_2),
            ladder.rung_margin(parts[12, lane], m_3),
            ladder.rung_margin(parts[13, lane], m_4),
            ladder.rung_margin(parts[14, lane], m_5),
            ladder.ceiling(traits[CAP, lane], traits[CONSENT, lane], lead, stands[lane]),
            hysteresis,
        )


@compiled
def company_in_lane(
    fixed: Fixed, lanes: Lanes, country: int, lane: int, requirement: float, places: float, rule: RuleSettings
) -> float:
    """Return the company of one country in one lane on the board as it stands."""
    weighted, watch, total = lanes.board[WEIGHTED, lane], fixed.watch[country], fixed.total_watch
    if len(fixed.ties) > 0:
        weighted, watch, total = lanes.heard[country, lane], 0.0, fixed.tie_totals[country]
    return company_heard(
        weighted,
        watch,
        lanes.rung[country, lane],
        total,
        lanes.board[PLEDGED, lane],
        lanes.pledge[country, lane],
        requirement,
        places,
        rule,
    )
