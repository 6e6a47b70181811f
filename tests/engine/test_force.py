"""Five strengths in every run: order, exact sums, limits, arrival (P6, P13, P14, V8)."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.arrivals import PRESENT_DAYS, Contingent, arrivals
from simulator.engine.draws import draw_deployment
from simulator.engine.force import SLACK, STEPS, assemble
from simulator.engine.mesa_runs import run_block
from simulator.rule.timeline import ready_share
from tests.conferences import random_conference, with_inputs

CASES = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
crowds = st.lists(
    st.tuples(st.integers(0, 20_000), st.integers(0, 60)).map(lambda pair: Contingent(float(pair[0]), float(pair[1]))),
    min_size=1,
    max_size=12,
)


def built(seed: int, size: int, runs: int = 3):
    conference = random_conference(seed, size)
    boards = run_block(conference, seed % 997, 0, runs)
    return conference, boards, assemble(conference, boards, draw_deployment(seed % 997, conference.iso3, 0, runs))


@given(seed=seeds, size=st.integers(1, 9))
@CASES
def test_each_strength_is_at_most_the_one_before(seed: int, size: int) -> None:
    _, boards, force = built(seed, size)
    totals = [force.steps[:, STEPS.index(name)] for name in STEPS]
    for more, less in pairwise(totals):
        assert (more >= less).all()
    assert (boards.headline >= boards.pledged).all()
    assert (boards.pledged >= force.allocated).all()
    assert (force.allocated >= force.usable).all()
    assert (boards.by_words <= boards.pledged).all()
    assert (totals[-1] <= force.limits.min(axis=1)).all()


@given(seed=seeds, size=st.integers(1, 9))
@CASES
def test_parts_add_up_to_the_person(seed: int, size: int) -> None:
    _, boards, force = built(seed, size)
    assert np.array_equal(force.roles.sum(axis=2), boards.pledged)
    assert np.array_equal(boards.pledged.sum(axis=1), force.steps[:, STEPS.index("pledged")])
    assert np.array_equal(force.allocated.sum(axis=1), force.steps[:, STEPS.index("allocated")])
    assert np.array_equal(force.usable.sum(axis=1), force.steps[:, STEPS.index("usable")])


@given(seed=seeds, size=st.integers(1, 9))
@CASES
def test_present_strength_stays_within_headline_enablers_and_after_the_tour_usable(seed: int, size: int) -> None:
    conference, _, force = built(seed, size)
    for place, day in enumerate(PRESENT_DAYS):
        assert (force.present[:, place] <= force.steps[:, 0]).all()
        assert (force.present[:, place] <= force.limits.min(axis=1)).all()
        if day > conference.deployment.tour:
            assert (force.present[:, place] <= force.steps[:, -1]).all()


@given(seed=seeds, size=st.integers(1, 9))
@CASES
def test_full_american_help_leaves_the_enablers_slack_and_none_leaves_europe_alone(seed: int, size: int) -> None:
    conference = random_conference(seed, size)
    small = replace(conference, army=np.minimum(conference.army, 20_000.0))
    everything = dict.fromkeys(("intelligence", "air", "logistics"), 1.0)
    helped = with_inputs(small, **everything)
    boards = run_block(helped, 1, 0, 3)
    assert (assemble(helped, boards, draw_deployment(1, helped.iso3, 0, 3)).limiting == SLACK).all()
    alone = with_inputs(conference, **dict.fromkeys(everything, 0.0))
    boards = run_block(alone, 1, 0, 3)
    limits = assemble(alone, boards, draw_deployment(1, alone.iso3, 0, 3)).limits
    assert (limits <= [high for _, _, high in conference.deployment.europe]).all()


def stepwise(contingents: list[Contingent], within: tuple[float, float], rate: float, days: int, grain: int) -> list:
    """The same queue by brute force: a fraction of a day at a time."""
    there, history = 0.0, [0.0]
    for tick in range(days * grain):
        day = tick / grain
        ready = sum(float(int(c.troops * ready_share(day - c.delay, *within))) for c in contingents)
        there = min(max(ready, there), there + rate / grain)
        if (tick + 1) % grain == 0:
            history.append(there)
    return history


@given(crowds, st.floats(0, 0.5), st.floats(0.5, 1), st.integers(10, 800))
@CASES
def test_the_closed_form_is_the_step_simulation(contingents, within_10, within_30, rate) -> None:
    queue = arrivals(contingents, within_10, within_30, float(rate))
    history = stepwise(contingents, (within_10, within_30), float(rate), 260, 4)
    for day in range(261):
        assert queue.deployed(float(day)) == pytest.approx(history[day], abs=1e-6)


@given(crowds, st.integers(10, 800), st.floats(1, 30_000))
@CASES
def test_the_day_of_a_level_is_the_first_on_which_it_is_there(contingents, rate, level) -> None:
    queue = arrivals(contingents, 0.1, 0.4, float(rate))
    day = queue.day_of(level, 1e9)
    most = sum(contingent.troops for contingent in contingents)
    if np.isnan(day):
        assert level > most
    else:
        assert queue.deployed(day) >= level - 1e-6
        assert queue.deployed(max(0.0, day - 0.01)) <= level + 1e-6
    assert np.isnan(queue.day_of(level, level - 1))


@given(crowds, st.integers(10, 800))
@CASES
def test_arrival_never_falls_never_outruns_lift_and_never_exceeds_what_is_ready(contingents, rate) -> None:
    queue = arrivals(contingents, 0.1, 0.4, float(rate))
    before = 0.0
    for day in range(1, 300):
        now = queue.deployed(float(day))
        ready = sum(float(int(c.troops * ready_share(day - c.delay, 0.1, 0.4))) for c in contingents)
        assert before <= now <= before + rate + 1e-6
        assert now <= ready + 1e-6
        before = now


def test_a_constant_rate_gives_a_straight_ramp() -> None:
    queue = arrivals([Contingent(20_000.0, 0.0)], 1.0, 1.0, 100.0)
    assert [queue.deployed(day) for day in (0.0, 10.0, 60.0, 210.0, 400.0)] == [0.0, 0.0, 5_000.0, 20_000.0, 20_000.0]


def test_words_that_tie_a_pledge_set_it_aside() -> None:
    tied = 0
    for seed in range(12):
        _, boards, force = built(seed, 9, 10)
        tied += int((boards.by_words < boards.pledged).sum())
        assert (force.usable[boards.by_words == 0] == 0).all()
    assert tied > 0
