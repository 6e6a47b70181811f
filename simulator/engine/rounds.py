"""The rounds of a conference for a block of replicates at once.

The steps are those of :class:`simulator.engine.agents.ForceGenerationConference`, through the same functions of the
rule; a lane that has come to rest stays where it is, because nothing it reads moves any more.  Loops over lanes are
kept in functions that take rows of numbers, because a compiler sees through those.
"""

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import RuleSettings
from simulator.engine.lanes import (
    DEAL_MARGIN,
    MEAN,
    PLEDGED,
    SHARE,
    STANDS,
    STAY,
    STRICTEST,
    UP,
    WEIGHTED,
    Fixed,
    Lanes,
    Seated,
)  # fmt: skip
from simulator.rule import capacity, company, ladder
from simulator.rule.gates import COMPANY
from simulator.rule.ladder import CONTINGENT, TOP

Floats = NDArray[np.float64]


@compiled
def publish(fixed: Fixed, lanes: Lanes, rows: Seated, width: int, rule: RuleSettings) -> None:
    """Make the next rungs the board; sums are of whole numbers and therefore exact."""
    board, sizes = lanes.board, rule.size_factors
    for lane in range(width):
        board[WEIGHTED, lane] = 0.0
        board[PLEDGED, lane] = 0.0
        board[STANDS, lane] = 0.0 if rule.framework else 1.0
        lanes.moved[lane] = 0.0
    for country in rows.seats:
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
        _listen(fixed.ties, rows.seats, lanes.heard, lanes.rung, width)


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
def _listen(ties: Floats, seats: NDArray[np.int64], heard: Floats, rungs: Floats, width: int) -> None:
    """Sum up whom each country watches, where countries watch by weights of their own."""
    for country in seats:
        heard[country, :width] = 0.0
        for other in seats:
            _add_heard(heard[country], ties[country, other], rungs[other], width)


@compiled
def _add_heard(heard: Floats, weight: float, rungs: Floats, width: int) -> None:
    for lane in range(width):
        heard[lane] += weight * rungs[lane]


@compiled
def decide(
    fixed: Fixed, lanes: Lanes, rows: Seated, seats: NDArray[np.int64], block: int, first: int, last: int,
    requirement: float, places: float, rule: RuleSettings,
) -> None:  # fmt: skip
    """Let countries choose their next rungs in the lanes first .. last - 1, on the board of the last round.

    The lanes are those of the replicates from ``block`` on.
    """
    own_ties = len(fixed.ties) > 0
    steps = rule.increments[COMPANY]
    for country in seats:
        parts, lead = lanes.parts[country], fixed.lead[country]
        if not rows.stated[country, COMPANY]:
            _stand(
                lanes.after[country], lanes.rung[country], parts, lanes.open[country], lanes.board, lead, first, last
            )
            continue
        _choose(
            lanes.after[country],
            lanes.rung[country],
            lanes.pledge[country],
            lanes.heard[country] if own_ties else lanes.board[WEIGHTED],
            lanes.board,
            rows.thresholds[country, COMPANY, block : block + last],
            lanes.open[country],
            parts,
            first,
            last,
            0.0 if own_ties else fixed.watch[country],
            fixed.tie_totals[country] if own_ties else fixed.total_watch,
            lead,
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
def _stand(
    after: Floats,
    rungs: Floats,
    parts: Floats,
    highest: Floats,
    board: Floats,
    lead: float,
    first: int,
    last: int,
) -> None:
    """Fill the next rung of a country for which company does not count."""
    if first < 0:  # Never: it tells the compiler that a place needs no counting from the end.
        return
    for place in range(last - first):
        lane = first + place  # A range from first on would keep the loop out of vector lanes.
        top = ladder.ceiling(highest[lane], 1.0, lead, board[STANDS, lane])
        after[lane] = ladder.stand(rungs[lane], parts[UP, lane], parts[STAY, lane], top)


@compiled
def _choose(
    after: Floats,
    rungs: Floats,
    pledges: Floats,
    weighted: Floats,
    board: Floats,
    thresholds: Floats,
    highest: Floats,
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
    if first < 0:  # Never: it tells the compiler that a place needs no counting from the end.
        return
    pledged, stands = board[PLEDGED], board[STANDS]
    for place in range(last - first):
        lane = first + place  # A range from first on would keep the loop out of vector lanes.
        peers = company.peer_level(weighted[lane], watch, rungs[lane], total_watch)
        mass = company.critical_mass(pledged[lane], pledges[lane], requirement)
        heard = company.company_signal(peers, peer_share, mass, places_weight, places)
        tau = thresholds[lane]
        m_1 = margin_with(parts, 0, lane, veto, ladder.margin(heard, tau, step_1))
        m_2 = margin_with(parts, 1, lane, veto, ladder.margin(heard, tau, step_2))
        m_3 = margin_with(parts, 2, lane, veto, ladder.margin(heard, tau, step_3))
        m_4 = margin_with(parts, 3, lane, veto, ladder.margin(heard, tau, step_4))
        m_5 = margin_with(parts, 4, lane, veto, ladder.margin(heard, tau, step_5))
        top = ladder.ceiling(highest[lane], 1.0, lead, stands[lane])
        after[lane] = ladder.decide(rungs[lane], m_1, m_2, m_3, m_4, m_5, top, hysteresis)


@compiled
def margin_with(parts: Floats, place: int, lane: int, veto: float, m_company: float) -> float:
    """Return M_il of one country in one lane, given m_S; meaningful up to its highest rung."""
    share = parts[SHARE + (place + 1) // TOP, lane]
    joint = ladder.joint_margin(veto, parts[STRICTEST + place, lane], parts[MEAN + place, lane], m_company, share)
    return ladder.rung_margin(parts[DEAL_MARGIN + place, lane], joint)
