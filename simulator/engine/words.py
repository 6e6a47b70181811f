"""Own words: what of each pledge of a block stands if a country is held to its own words, without the announced rule.

Only a few countries have words of their own; their conditions are summed up once more, at the settled board.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.engine.conference import RuleSettings
from simulator.engine.inputs import Inputs
from simulator.engine.lanes import PART_ROWS, PLEDGED, WEIGHTED, Fixed, Lanes, Seated
from simulator.engine.margins import asked_of, hear, security_of, sum_up, told_by
from simulator.engine.rounds import margin_with
from simulator.rule import capacity, company, ladder
from simulator.rule.gates import COMPANY

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Words(NamedTuple):
    """Codes and thresholds by own words, of the countries that have any.

    Attributes
    ----------
    row
        Row of each country of the conference in the other arrays, -1 where it has none.
    codes, thresholds
        By row, gate and replicate, laid out like those of :class:`simulator.engine.lanes.Seated`.
    stated
        Whether any reader finds a condition; by row and gate.
    """

    row: NDArray[np.int64]
    codes: Floats
    thresholds: Floats
    stated: Flags


@compiled
def hold_to_words(
    fixed: Fixed,
    lanes: Lanes,
    rows: Seated,
    words: Words,
    country: int,
    by_words: Floats,
    first: int,
    width: int,
    inputs: Inputs,
    places: float,
    rule: RuleSettings,
) -> None:
    """Fill what of a country's pledge stands by its own words, persons; the board stands as published."""
    row, sizes, steps = words.row[country], rule.size_factors, rule.increments[COMPANY]
    codes, thresholds, stated = words.codes[row], words.thresholds[row], words.stated[row]
    told = told_by(inputs, rule)
    security, asked = security_of(fixed, country, inputs, rule), asked_of(fixed, country, told.level, rule)
    parts = np.zeros((PART_ROWS, width))
    hear(lanes.signals, rows.traits, stated, country, first, width, told, security, asked)
    sum_up(parts, lanes.signals, codes, thresholds, stated, first, width, rows.reach[country], rule.increments)
    own_ties = len(fixed.ties) > 0
    heard = lanes.signals[COMPANY]
    _hear_company(
        heard,
        lanes.rung[country],
        lanes.pledge[country],
        lanes.heard[country] if own_ties else lanes.board[WEIGHTED],
        lanes.board[PLEDGED],
        width,
        0.0 if own_ties else fixed.watch[country],
        fixed.tie_totals[country] if own_ties else fixed.total_watch,
        inputs.requirement,
        places,
        rule.peers,
        rule.places,
    )
    _hold(
        by_words,
        lanes.rung[country],
        lanes.pledge[country],
        lanes.sustained[country],
        heard,
        parts,
        words.thresholds[row, COMPANY, first : first + width],
        _unlike(rows, codes, stated, country, first, width),
        rule.veto,
        rule.hysteresis,
        (sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]),
        (steps[0], steps[1], steps[2], steps[3], steps[4]),
    )


@compiled
def _hear_company(
    heard: Floats,
    rungs: Floats,
    pledges: Floats,
    weighted: Floats,
    pledged: Floats,
    width: int,
    watch: float,
    total_watch: float,
    requirement: float,
    places: float,
    peer_share: float,
    places_weight: float,
) -> None:
    """Fill S_i."""
    for lane in range(width):
        peers = company.peer_level(weighted[lane], watch, rungs[lane], total_watch)
        mass = company.critical_mass(pledged[lane], pledges[lane], requirement)
        heard[lane] = company.company_signal(peers, peer_share, mass, places_weight, places)


@compiled
def _unlike(rows: Seated, codes: Floats, stated: Flags, country: int, first: int, width: int) -> Flags:
    """Return the lanes in which own words differ from what counts."""
    unlike = np.zeros(width, dtype=np.bool_)
    for gate in range(len(stated)):
        for lane in range(width):
            counts = rows.codes[country, gate, first + lane] if rows.stated[country, gate] else 0.0
            if codes[gate, first + lane] != counts:
                unlike[lane] = True
    return unlike


@compiled
def _hold(
    by_words: Floats,
    rungs: Floats,
    pledges: Floats,
    sustained: Floats,
    heard: Floats,
    parts: Floats,
    thresholds: Floats,
    unlike: Flags,
    veto: float,
    hysteresis: float,
    sizes: tuple[float, float, float, float, float],
    steps: tuple[float, float, float, float, float],
) -> None:
    """Fill the pledge, or what of it stands where own words differ."""
    for lane in range(len(unlike)):
        signal, tau = heard[lane], thresholds[lane]
        m_1 = margin_with(parts, 0, lane, veto, ladder.margin(signal, tau, steps[0]))
        m_2 = margin_with(parts, 1, lane, veto, ladder.margin(signal, tau, steps[1]))
        m_3 = margin_with(parts, 2, lane, veto, ladder.margin(signal, tau, steps[2]))
        m_4 = margin_with(parts, 3, lane, veto, ladder.margin(signal, tau, steps[3]))
        m_5 = margin_with(parts, 4, lane, veto, ladder.margin(signal, tau, steps[4]))
        rung = ladder.climb(m_1, m_2, m_3, m_4, m_5, rungs[lane], hysteresis)
        stands = capacity.troops_on_rung(capacity.size_factor(rung, *sizes), sustained[lane])
        by_words[lane] = stands if unlike[lane] else pledges[lane]
