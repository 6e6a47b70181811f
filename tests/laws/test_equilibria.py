"""P5, P7, P9-P12: rest points, orders of decision, stickiness, the framework rule, and the two extremes.

What takes a country or a start out of turn is run in the Mesa model; the rest in many runs of the array engine.
"""

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from simulator.engine.agents import ForceGenerationConference
from simulator.engine.kernel import settle
from simulator.engine.mesa_runs import forget
from simulator.rule import ladder
from simulator.rule.gates import ASKED, DEAL
from tests.conferences import drawn, random_conference, settled, with_rule
from tests.laws import many, shortcut
from tests.laws.many import RUNS, at_most, rest

CASES = settings(max_examples=40, deadline=None)
MANY = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 9)
ROUNDING = 1e-9
"""How near a critical level may be to the company heard, for another order of adding up to decide."""


def plain(seed: int, size: int):
    """A conference without stickiness, so that rest points do not depend on the past."""
    return with_rule(random_conference(seed, size), hysteresis=0.0)


def least(conference, countries):
    return settled(conference, countries).rungs()


def greatest(conference, countries):
    return settled(replace(conference, from_caps=True), countries).rungs()


@given(seed=seeds, size=sizes)
@CASES
def test_least_is_below_greatest_and_the_path_rises(seed: int, size: int) -> None:
    conference = plain(seed, size)
    countries = drawn(conference, seed, 1)
    model = ForceGenerationConference(conference=conference, profiles=countries)
    before = model.rungs()
    for _ in model.rounds():
        assert all(old <= new for old, new in zip(before, model.rungs(), strict=True))
        before = model.rungs()
    forget(model)
    assert model.settled
    assert model.round <= size * ladder.TOP + 1
    assert all(low <= high for low, high in zip(model.rungs(), greatest(conference, countries), strict=True))


@given(seed=seeds, size=sizes, start=st.randoms(use_true_random=False))
@CASES
def test_any_start_ends_between_least_and_greatest(seed: int, size: int, start: Random) -> None:
    conference = plain(seed, size)
    countries = drawn(conference, seed, 1)
    model = ForceGenerationConference(conference=conference, profiles=countries)
    for country in model.countries:
        country.rung = float(start.randint(0, 5))
    model.board = model._board()
    model.settle()
    forget(model)
    low, high = least(conference, countries), greatest(conference, countries)
    assert all(a <= b <= c for a, b, c in zip(low, model.rungs(), high, strict=True))
    if low == high:
        assert model.rungs() == low


@given(seed=seeds, size=sizes, order=st.randoms(use_true_random=False), caps=st.booleans())
@CASES
def test_one_at_a_time_in_any_order_reaches_the_same_rest_point(
    seed: int, size: int, order: Random, caps: bool
) -> None:
    conference = replace(plain(seed, size), from_caps=caps)
    countries = drawn(conference, seed, 1)
    model = ForceGenerationConference(conference=conference, profiles=countries)
    for _ in range(size * ladder.TOP + 1):
        for country in order.sample(model.countries, size):
            country.decide()
            country.publish()
            model.board = model._board()
    forget(model)
    assert model.rungs() == settled(conference, countries).rungs()


def calm(seed: int, size: int):
    """A large conference without stickiness."""
    return many.with_rule(many.conference(seed, size), hysteresis=0.0)


@given(seed=seeds, size=many.sizes)
@MANY
def test_least_is_below_greatest_in_every_run(seed: int, size: int) -> None:
    found = calm(seed, size)
    countries = many.drawn(found, seed)
    low, high = rest(found, countries, from_caps=False), rest(found, countries, from_caps=True)
    assert at_most(low, high)
    assert low.settled.all()
    assert high.settled.all()
    assert max(low.rounds.max(), high.rounds.max()) <= size * ladder.TOP + 1
    event(f"they differ: {bool((low.rungs < high.rungs).any())}")


@given(seed=seeds, size=many.sizes)
@MANY
def test_from_nobody_the_path_rises_and_from_all_caps_it_falls(seed: int, size: int) -> None:
    found = calm(seed, size)
    countries = many.drawn(found, seed)
    for from_caps, sign in ((False, 1), (True, -1)):
        board = rest(found, countries, from_caps)
        for run in range(RUNS):
            steps = np.diff(board.history[run, : board.rounds[run] + 1], axis=0)
            assert (sign * steps >= 0).all()


@given(seed=seeds, size=many.sizes, places=st.sampled_from([0.0, 0.2]))
@MANY
def test_the_shortcut_reaches_the_same_rest_points(seed: int, size: int, places: float) -> None:
    """Counting the rungs whose critical company level is reached takes no round of talks and no rule."""
    found = many.with_rule(calm(seed, size), places=places)
    countries = many.drawn(found, seed)
    for from_caps in (False, True):
        board, other = rest(found, countries, from_caps), shortcut.rest(found, countries, from_caps)
        differ = (board.rungs != other).any(axis=1)
        # Where a level is met to the last digit, the order of adding up may decide.
        assert not differ.any() or near(found, countries, board.rungs)[differ].all()


def near(found, countries, rungs: np.ndarray) -> np.ndarray:
    """In which runs a critical level lies at the company heard, as nearly as numbers are added up."""
    levels, sustained = shortcut.world(found, countries)
    company, _ = shortcut._board(found, rungs, sustained)
    return (np.abs(company[:, :, None] - levels) < ROUNDING).any(axis=(1, 2))


@given(seed=seeds, size=many.sizes, one=st.floats(0, 0.3), other=st.floats(0, 0.3))
@MANY
def test_boards_rise_with_stickiness_and_with_the_start(seed: int, size: int, one: float, other: float) -> None:
    found = many.conference(seed, size)
    moving = replace(found, inputs=(*found.inputs, *many.conference(seed + 1, size).inputs))
    countries = many.drawn(moving, seed)
    loose, sticky = sorted((one, other))
    low = rest(many.with_rule(moving, hysteresis=loose), countries)
    high = rest(many.with_rule(moving, hysteresis=sticky), countries)
    assume(low.settled.all() and high.settled.all())
    assert at_most(low, high)
    assert at_most(rest(moving, countries, from_caps=False), rest(moving, countries, from_caps=True))


@given(seed=seeds, size=many.sizes, sticky=st.floats(0, 0.3))
@MANY
def test_promises_stick_but_do_not_grow(seed: int, size: int, sticky: float) -> None:
    """From nobody at fixed inputs nobody ever comes down, so there is nothing for stickiness to hold."""
    found = many.conference(seed, size)
    countries = many.drawn(found, seed)
    loose = rest(many.with_rule(found, hysteresis=0.0), countries, from_caps=False)
    held = rest(many.with_rule(found, hysteresis=sticky), countries, from_caps=False)
    assert np.array_equal(loose.rungs, held.rungs)
    assert np.array_equal(loose.rounds, held.rounds)


@given(seed=seeds, size=many.sizes)
@MANY
def test_without_stickiness_the_past_counts_only_where_there_are_several_rest_points(seed: int, size: int) -> None:
    found = calm(seed, size)
    after = replace(found, inputs=(*many.conference(seed + 1, size).inputs * 3, *found.inputs))
    countries = many.drawn(found, seed)
    low, high = rest(found, countries, from_caps=False), rest(found, countries, from_caps=True)
    past = rest(after, countries, from_caps=False)
    assert (low.rungs <= past.rungs).all()
    assert (past.rungs <= high.rungs).all()
    single = (low.rungs == high.rungs).all(axis=1)
    assert np.array_equal(past.rungs[single], low.rungs[single])


@given(seed=seeds, size=sizes)
@CASES
def test_without_a_lead_on_the_ground_nobody_else_is_a_round_later(seed: int, size: int) -> None:
    conference = with_rule(random_conference(seed, size), framework=True)
    model = ForceGenerationConference(conference=conference, profiles=drawn(conference, seed, 1))
    stood = model.board.framework_stands
    for _ in model.rounds():
        others = [country.rung for country in model.countries if country.profile.lead < 1]
        assert stood >= 1 or all(rung <= ladder.FRAMEWORK_CEILING for rung in others)
        stood = model.board.framework_stands
    forget(model)


@given(seed=seeds, size=many.sizes, from_caps=st.booleans())
@MANY
def test_at_rest_no_lead_on_the_ground_means_nobody_else_is(seed: int, size: int, from_caps: bool) -> None:
    found = many.with_rule(many.conference(seed, size), framework=True)
    board = rest(found, many.drawn(found, seed), from_caps)
    leads = (board.rungs[:, found.lead >= 1.0] >= ladder.CONTINGENT).any(axis=1)
    others = board.rungs[:, found.lead < 1.0]
    assert (others[~leads & board.settled] <= ladder.FRAMEWORK_CEILING).all()
    event(f"without a lead: {bool((~leads).any())}")


@given(seed=seeds, size=many.sizes)
@MANY
def test_the_two_extremes(seed: int, size: int) -> None:
    found = many.with_rule(many.conference(seed, size), framework=False, hysteresis=0.0)
    countries = many.drawn(found, seed)
    willing = replace(countries, thresholds=np.full_like(countries.thresholds, -1.5))
    tops = np.where(countries.consent > 0.0, countries.caps, np.minimum(countries.caps, 1.0))
    assert np.array_equal(settle(found, willing).rungs[0], tops.astype(np.int8))
    unwilling = replace(countries, thresholds=np.full_like(countries.thresholds, 3.5))
    rungs = settle(found, unwilling).rungs[0]
    binds = countries.codes >= 2.0
    for gate in (DEAL, ASKED):
        binds[:, :, gate] = countries.codes[:, :, gate] >= 1.0
    assert (rungs[binds.any(axis=2)] == 0).all()
