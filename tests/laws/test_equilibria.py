"""P5, P7, P9-P12: rest points, orders of decision, stickiness, the framework rule, and the two extremes."""

from dataclasses import replace
from math import inf
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.agents import ForceGenerationConference
from simulator.engine.mesa_runs import forget
from simulator.engine.standing import margins_at, weights_at
from simulator.rule import ladder
from simulator.rule.gates import COMPANY, DEAL
from tests.conferences import drawn, outcome, random_conference, rungs_at_most, settled, with_rule

CASES = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 9)


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


@given(seed=seeds, size=sizes)
@CASES
def test_critical_company_levels_give_the_same_rungs(seed: int, size: int) -> None:
    """An independent way to the least rest point: count the rungs whose critical company level is reached."""
    conference = plain(seed, size)
    countries = drawn(conference, seed, 1)
    model = ForceGenerationConference(conference=conference, profiles=countries)
    levels = {country: critical_levels(country) for country in model.countries}
    for _ in range(size * ladder.TOP + 1):
        news = []
        for country in model.countries:
            company, top = country.company(model.board), country.ceiling(model.board)
            reached = [level for rung, level in enumerate(levels[country], 1) if rung <= top and company >= level]
            news.append(float(len(reached)))
        for country, rung in zip(model.countries, news, strict=True):
            country.rung = rung
        model.board = model._board()
    forget(model)
    assert model.rungs() == settled(conference, countries).rungs()


def critical_levels(country) -> list[float]:
    """s*_il of the five rungs, from the two-branch solution; non-decreasing by construction."""
    levels: list[float] = []
    for rung in range(1, 6):
        margins = margins_at(country.profile.thresholds, country.signals, country.rule, rung)
        weights = weights_at(country.profile.codes, rung)
        if weights[DEAL] > 0 and margins[DEAL] < 0:
            levels.append(inf)
        else:
            levels.append(_critical(country, margins, weights, rung))
    return [max(levels[: place + 1]) for place in range(5)]


def _critical(country, margins: list[float], weights: list[float], rung: int) -> float:
    theta = country.rule.veto
    others = [place for place in range(6) if place not in (DEAL, COMPANY) and weights[place] > 0]
    total = sum(weights[place] for place in (*others, COMPANY))
    lowest = min((margins[place] for place in others), default=inf)
    mean = sum(weights[place] * margins[place] for place in others)
    if weights[COMPANY] <= 0:
        joint = inf if total <= 0 else theta * lowest + (1 - theta) * mean / total
        return -inf if joint >= 0 else inf
    share, beta = weights[COMPANY] / total, mean / total
    if theta + (1 - theta) * share <= 0:
        return -inf if (1 - theta) * beta >= 0 else inf
    needed = -(1 - theta) * beta / (theta + (1 - theta) * share)
    if needed > lowest:
        slope = (1 - theta) * share
        needed = inf if slope <= 0 else -(theta * lowest + (1 - theta) * beta) / slope
    return needed + country.profile.thresholds[COMPANY] + country.rule.increments[COMPANY][rung - 1]


@given(seed=seeds, size=sizes, one=st.floats(0, 0.3), other=st.floats(0, 0.3))
@CASES
def test_boards_rise_with_stickiness_and_with_the_start(seed: int, size: int, one: float, other: float) -> None:
    conference = random_conference(seed, size)
    moving = replace(conference, inputs=(*conference.inputs, *random_conference(seed + 1, size).inputs))
    countries = drawn(conference, seed, 3)
    loose, sticky = sorted((one, other))
    assert rungs_at_most(
        outcome(with_rule(moving, hysteresis=loose), countries),
        outcome(with_rule(moving, hysteresis=sticky), countries),
    )
    assert rungs_at_most(outcome(moving, countries), outcome(replace(moving, from_caps=True), countries))


@given(seed=seeds, size=sizes)
@CASES
def test_without_a_lead_on_the_ground_nobody_else_is(seed: int, size: int) -> None:
    conference = with_rule(random_conference(seed, size), framework=True)
    model = ForceGenerationConference(conference=conference, profiles=drawn(conference, seed, 1))
    stood = model.board.framework_stands
    for _ in model.rounds():
        others = [country.rung for country in model.countries if country.profile.lead < 1]
        assert stood >= 1 or all(rung <= ladder.FRAMEWORK_CEILING for rung in others)
        stood = model.board.framework_stands
    forget(model)


@given(seed=seeds, size=sizes)
@CASES
def test_the_two_extremes(seed: int, size: int) -> None:
    conference = with_rule(random_conference(seed, size), framework=False)
    countries = replace(drawn(conference, seed, 1), consent=np.ones((1, size)))
    willing = replace(countries, thresholds=np.full_like(countries.thresholds, -1.5))
    assert settled(conference, willing).rungs() == countries.caps[0].tolist()
    unwilling = replace(countries, thresholds=np.full_like(countries.thresholds, 3.5))
    for country in settled(conference, unwilling).countries:
        stated = any(weight > 0 for weight in weights_at(country.profile.codes, 1))
        assert not stated or country.rung == 0
