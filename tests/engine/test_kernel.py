"""The array engine and the Mesa engine agree to the bit: every rung, every round, and all that follows from them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.engine import array_runs, mesa_runs
from simulator.engine.agents import ForceGenerationConference
from simulator.engine.boards import Boards
from simulator.engine.conference import Conference
from simulator.engine.inputs import Inputs
from simulator.engine.kernel import points_of, settle
from simulator.engine.mesa_runs import forget
from simulator.engine.profiles import Profiles, drawn_profiles
from simulator.rule.gates import BORDER, COMPANY
from tests.conferences import INPUTS, NO_INCREMENTS, RULE, drawn, random_conference, with_inputs, with_rule

seeds = st.integers(0, 2**32 - 1)
MANY = settings(max_examples=300, deadline=None)
SOME = settings(max_examples=40, deadline=None)


def any_conference(seed: int) -> Conference:
    """A random conference with a random structure: moving inputs, modes, starts, weights of its own, caps, silence."""
    rng = np.random.default_rng([seed, 7])
    conference = random_conference(seed, int(rng.integers(1, 13)))
    rounds = int(rng.choice([1, 1, 2, 4]))
    moving = [conference.inputs[0]]
    for _ in range(rounds - 1):
        values = np.where(rng.random(13) < 0.4, rng.random(13), moving[-1][:13])
        moving.append(Inputs(*(float(value) for value in values), requirement=moving[-1].requirement))
    ties = None
    if rng.random() < 0.4:
        ties = np.rint(1024 * rng.random((len(conference), len(conference))) * (rng.random(len(conference)) < 0.7))
        np.fill_diagonal(ties, 0.0)
    equilibrium = bool(rng.random() < 0.4)
    extremes = with_rule(
        conference,
        veto=float(rng.choice([0.0, 1.0, conference.rule.veto])),
        peers=float(rng.choice([0.0, 1.0, conference.rule.peers])),
        places=float(rng.choice([0.0, 0.2])),
        hysteresis=0.0 if equilibrium else float(rng.choice([0.0, 0.3, conference.rule.hysteresis])),
    )
    return replace(
        extremes,
        inputs=tuple(moving),
        ties=ties,
        equilibrium=equilibrium,
        from_caps=bool(rng.random() < 0.4),
        codings=conference.codings[: int(rng.choice([1, 2]))],
    )


def same(one: Boards, other: Boards) -> bool:
    """Whether two engines say the same, to the bit, of everything."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name == "prices")
        for name in Boards.__dataclass_fields__
    )


@given(seed=seeds)
@MANY
def test_engines_agree_to_the_bit(seed: int) -> None:
    conference = any_conference(seed)
    assert same(mesa_runs.run_block(conference, seed % 997, 0, 3), array_runs.run_block(conference, seed % 997, 0, 3))


@given(seed=seeds)
@SOME
def test_rungs_agree_in_every_round(seed: int) -> None:
    conference = any_conference(seed)
    countries = drawn(conference, seed, 2)
    for replicate in range(2):
        model = ForceGenerationConference(conference=conference, profiles=countries, replicate=replicate)
        kernel = settle(conference, countries, history=True)
        for number in model.rounds():
            pledged = sum(country.pledge() for country in model.countries)
            ground = sum(country.rung >= 3 for country in model.countries)
            assert kernel.history[0, replicate, number, 2:].tolist() == [ground, pledged]
        assert model.rungs() == kernel.rungs[0, replicate].tolist()
        forget(model)


@given(seed=seeds, width=st.integers(1, 40), cut=st.integers(1, 9))
@SOME
def test_lanes_and_blocks_change_nothing(seed: int, width: int, cut: int) -> None:
    conference = any_conference(seed)
    whole = array_runs.run_block(conference, 5, 0, 10)
    assert same(whole, array_runs.run_block(conference, 5, 0, 10, width=width))
    tail = array_runs.run_block(conference, 5, cut, 10 - cut)
    assert np.array_equal(whole.rungs[cut:], tail.rungs)
    assert np.array_equal(whole.prices[cut:], tail.prices, equal_nan=True)


@given(seed=seeds)
@SOME
def test_points_of_a_sweep_are_conferences_of_their_own(seed: int) -> None:
    conference = any_conference(seed)
    others = [
        conference,
        with_inputs(conference, backstop=0.9, clarity=0.1, requirement=4000.0),
        with_rule(conference, veto=0.25, size_factors=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5), framework=False),
    ]
    countries = drawn_profiles(conference, 3, 0, 7)
    together = settle(conference, countries, points_of(others))
    for place, other in enumerate(others):
        alone = settle(other, countries)
        assert np.array_equal(together.rungs[place], alone.rungs[0])
        assert np.array_equal(together.sustained[place], alone.sustained[0])
        assert np.array_equal(together.rounds[place], alone.rounds[0])


def swapping(start_again: int) -> tuple[Conference, Profiles]:
    """Two that copy each other, one of which is frightened away for a round: from then on they swap for ever."""
    frightened, calm = INPUTS._replace(russia=1.0, backstop=0.0), INPUTS._replace(russia=0.0, backstop=0.0)
    conference = replace(
        random_conference(1, 2),
        rule=RULE._replace(peers=1.0, hysteresis=0.0, framework=False, increments=NO_INCREMENTS, adopted=0.0, veto=1.0),
        watch=np.ones(2),
        exposure=np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
        inputs=(calm,) * start_again + (frightened, calm),
        from_caps=True,
    )
    countries = drawn(conference, 1, 1)
    codes, thresholds = np.zeros((1, 2, 6)), np.zeros((1, 2, 6))
    codes[:, :, COMPANY], thresholds[:, :, COMPANY] = 2.0, 0.5
    codes[:, 0, BORDER], thresholds[:, 0, BORDER] = 4.0, 0.5
    caps = np.full((1, 2), 5.0)
    return conference, replace(countries, codes=codes, thresholds=thresholds, caps=caps, consent=np.ones((1, 2)))


@pytest.mark.parametrize("start_again", [0, 3])
def test_boards_that_swap_are_finished_in_turn_by_both(start_again: int) -> None:
    conference, countries = swapping(start_again)
    model = ForceGenerationConference(conference=conference, profiles=countries)
    model.settle()
    forget(model)
    kernel = settle(conference, countries, history=True)
    assert not model.settled
    assert not kernel.settled[0, 0]
    assert kernel.rungs[0, 0].tolist() == model.rungs()
    assert int(kernel.rounds[0, 0]) == model.round
    assert kernel.history[0, 0, : model.round + 1, 3].tolist() == model.datacollector.model_vars["pledged"]


@example(seed=0)
@given(seed=seeds)
@SOME
def test_dense_weights_like_the_separable_ones_give_the_same_boards(seed: int) -> None:
    """With the same weights written out country by country, everybody hears the same."""
    conference = replace(any_conference(seed), ties=None)
    ties = np.tile(conference.watch, (len(conference), 1))
    np.fill_diagonal(ties, 0.0)
    one = array_runs.run_block(conference, 2, 0, 6)
    assert same(one, array_runs.run_block(replace(conference, ties=ties), 2, 0, 6))
