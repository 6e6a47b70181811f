"""P16 for one and for two inputs: the printed step lifts the country in the Mesa model, a billionth less does not."""

from dataclasses import replace
from math import inf, isfinite, isnan

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulator.analysis.why.examining import CAP, CONSENT, FRAMEWORK, OPEN, THERE, examine
from simulator.analysis.why.moves import PAIRS, SINGLES
from simulator.engine.agents import CountryAgent, ForceGenerationConference
from simulator.engine.board import Board
from simulator.engine.conference import Conference
from simulator.engine.inputs import Inputs
from simulator.engine.kernel import settle
from simulator.engine.profiles import Profiles
from simulator.engine.reasons import prices
from simulator.engine.standing import margins_at, weights_at
from simulator.rule import ladder
from simulator.rule.gates import ASKED, BORDER, COMPANY, DEAL, MANDATE, US
from tests.conferences import drawn, random_conference, settled, with_rule

BILLIONTH = 1e-9
MOVES = SINGLES + PAIRS
CASES = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 9)
targets = st.integers(1, ladder.TOP)


def case(seed: int, size: int, **rule: object) -> tuple[Conference, Profiles, np.ndarray]:
    """A random conference, its countries and where they come to rest."""
    conference = with_rule(random_conference(seed, size), **rule)
    countries = drawn(conference, seed, 1)
    return conference, countries, settle(conference, countries).rungs[0]


def rung_at(model: ForceGenerationConference, country: CountryAgent, inputs: Inputs, board: Board) -> float:
    """The rung that an agent decides for at other inputs on a board, all others held; the agent is left as it was."""
    country.read_inputs(inputs)
    decided = ladder.decide(country.rung, *country.rung_margins(board), country.ceiling(board), country.rule.hysteresis)
    country.read_inputs(model.inputs)
    return decided


SEVERAL = 8


def held(model: ForceGenerationConference, country: CountryAgent, inputs: Inputs) -> Board:
    """The board with the others' pledges as they are; the country's own pledge moves with its inputs."""
    others = model.board.pledged - country.pledge()
    country.read_inputs(inputs)
    board = replace(model.board, pledged=others + country.pledge())
    country.read_inputs(model.inputs)
    return board


@given(seed=seeds, size=sizes, target=targets)
@CASES
def test_a_step_lifts_and_a_billionth_less_does_not(seed: int, size: int, target: int) -> None:
    # Some conferences have no step at all: several are tried, so that hardly any example is empty.
    assume(sum(steps_that_hold(seed + other, size, target) for other in range(SEVERAL)) > 0)


def steps_that_hold(seed: int, size: int, target: int) -> int:
    """Check every step of a conference and return how many there were."""
    conference, countries, rungs = case(seed, size)
    model = settled(conference, countries)
    found = 0
    for place, country in enumerate(model.countries):
        steps = examine(conference, countries, rungs, place, target, MOVES, 1).steps[0]
        for move, step in zip(MOVES, steps.tolist(), strict=True):
            if isnan(step):
                continue
            found += 1
            there, nearly = move.after(model.inputs, step), move.after(model.inputs, step - BILLIONTH)
            assert rung_at(model, country, there, held(model, country, there)) >= target
            if step > BILLIONTH:
                assert rung_at(model, country, nearly, held(model, country, nearly)) < target
    return found


@given(seed=seeds, size=sizes, target=targets)
@CASES
def test_where_there_is_no_step_the_whole_move_does_not_lift(seed: int, size: int, target: int) -> None:
    conference, countries, rungs = case(seed, size)
    model = settled(conference, countries)
    for place, country in enumerate(model.countries):
        found = examine(conference, countries, rungs, place, target, MOVES, 1)
        for move, step in zip(MOVES, found.steps[0].tolist(), strict=True):
            if isnan(step) and found.closed[0] != THERE:
                end = move.after(model.inputs, move.most(model.inputs))
                assert rung_at(model, country, end, held(model, country, end)) < target


@given(seed=seeds, size=sizes)
@CASES
def test_one_rung_more_costs_what_the_engine_says(seed: int, size: int) -> None:
    conference, countries, rungs = case(seed, size, hysteresis=0.0)
    model = settled(conference, countries)
    for place, country in enumerate(model.countries):
        if country.rung == ladder.TOP:
            continue
        known = prices(country, model.inputs, model.board)
        steps = examine(conference, countries, rungs, place, int(country.rung) + 1, SINGLES, 1).steps[0]
        assert {move.inputs[0]: step for move, step in zip(SINGLES, steps, strict=True) if not isnan(step)} == (
            pytest.approx(known, abs=1e-11)
        )


@given(seed=seeds, size=sizes, target=targets)
@CASES
def test_what_closes_a_rung_closes_it_at_every_input(seed: int, size: int, target: int) -> None:
    conference, countries, rungs = case(seed, size)
    model = settled(conference, countries)
    best = Inputs(*(1.0,) * 10, 0.0, 0.0, 0.0, model.inputs.requirement)
    for place, country in enumerate(model.countries):
        closed = examine(conference, countries, rungs, place, target, (), 0).closed[0]
        profile, ceiling = country.profile, country.ceiling(model.board)
        assert (closed == THERE) == (country.rung >= target)
        assert (closed == OPEN) == (country.rung < target <= ceiling)
        if closed in (CAP, CONSENT, FRAMEWORK):
            assert rung_at(model, country, best, held(model, country, best)) < target
        assert (closed == CAP) == (country.rung < target and target > profile.cap)


@given(seed=seeds, size=sizes, target=targets)
@CASES
def test_the_critical_company_is_that_of_the_closed_form(seed: int, size: int, target: int) -> None:
    """Against the two-branch formula of the critical level, which shares no code with the search."""
    conference, countries, rungs = case(seed, size)
    model = settled(conference, countries)
    for place, country in enumerate(model.countries):
        found = examine(conference, countries, rungs, place, target, (), 0)
        assert found.heard[0] == country.company(model.board)
        wanted = max(critical(country, rung) for rung in range(1, target + 1))
        largest = 1.0 + max(0.0, conference.rule.places * model.board.places)
        if wanted > largest + 1e-9:
            assert found.critical[0] == inf
        elif isfinite(wanted) and abs(wanted - largest) > 1e-9:
            assert found.critical[0] == pytest.approx(max(0.0, wanted), abs=1e-9)


def critical(country: CountryAgent, rung: int) -> float:
    """The least company at which the conditions of one rung are met: minus infinity where none is needed."""
    profile, rule = country.profile, country.rule
    margins = margins_at(profile.thresholds, country.signals, rule, rung)
    weights = weights_at(profile.codes, rung)
    if weights[DEAL] > 0.0 and margins[DEAL] < 0.0:
        return inf
    tradable = [gate for gate in (US, MANDATE, BORDER, ASKED) if weights[gate] > 0.0]
    total = sum(weights[gate] for gate in tradable) + weights[COMPANY]
    if total == 0.0:
        return -inf
    least = min((margins[gate] for gate in tradable), default=inf)
    mean = sum(weights[gate] * margins[gate] for gate in tradable) / total
    share, veto = weights[COMPANY] / total, rule.veto
    if share == 0.0:
        return -inf if veto * least + (1.0 - veto) * mean >= 0.0 else inf
    needed = -(1.0 - veto) * mean / (veto + (1.0 - veto) * share)
    if needed > least:
        if (1.0 - veto) * share == 0.0:
            return inf
        needed = -(veto * least + (1.0 - veto) * mean) / ((1.0 - veto) * share)
    return needed + profile.thresholds[COMPANY] + rule.increments[COMPANY][rung - 1]


@given(seed=seeds, size=st.integers(2, 9))
@CASES
def test_joining_raises_company_by_what_a_board_with_the_joiner_says(seed: int, size: int) -> None:
    conference, countries, rungs = case(seed, size)
    model = settled(conference, countries)
    found = examine(conference, countries, rungs, 0, 1, (), 0)
    everybody = {}
    for other, agent in enumerate(model.countries[1:], 1):
        stood = agent.rung
        top = max(stood, ladder.ceiling(agent.profile.cap, agent.profile.consent, 1.0, 1.0))
        everybody[agent] = top
        agent.rung = top
        assert found.raised[0, other] == pytest.approx(model.countries[0].company(model._board()), abs=1e-12)
        agent.rung = stood
    for agent, top in everybody.items():
        agent.rung = top
    assert found.raised_all[0] == pytest.approx(model.countries[0].company(model._board()), abs=1e-12)


def test_pairs_never_move_one_input_twice() -> None:
    assert all(not set(one.fields) & set(other.fields) for one, other in (pair.levers for pair in PAIRS))
    assert len({pair.inputs for pair in PAIRS}) == len(PAIRS)


@given(seed=seeds, share=st.floats(0.0, 1.0))
@CASES
def test_a_pair_goes_the_same_share_of_both_ways(seed: int, share: float) -> None:
    inputs = random_conference(seed, 1).inputs[0]
    for pair in PAIRS:
        after = pair.after(inputs, share)
        for lever in pair.levers:
            for name in lever.fields:
                way = lever.best - getattr(inputs, name)
                assert getattr(after, name) == pytest.approx(getattr(inputs, name) + share * way, abs=1e-12)
