"""P1-P4: what helps never lowers a rung or a total, run by run; what hinders never raises one.

P4 claims nothing: company of peers may help or hinder.  Shares of a pledge above the requirement are no part of this:
a country may send less because others send more, so rungs and pledges are tested, before any shaving.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.kernel import points_of
from simulator.engine.totals import drawn_for, run_points
from tests.laws.many import (
    CASES,
    RUNS,
    at_most,
    conference,
    drawn,
    rest,
    seeds,
    share,
    sizes,
    with_country,
    with_inputs,
    with_rule,
)

HELPFUL = ["backstop", "intelligence", "air", "logistics", "ground", "clarity", "legal", "ceasefire", "hold", "depth"]
HARMFUL = ["russia", "belarus", "turkey"]
COUNTRY_HELPS = [
    ("acceptability", 0.0, 1.0), ("caps", 0.0, 5.0), ("consent", 0.0, 1.0), ("deployable", 0.3, 0.6),
    ("army", 500.0, 90_000.0),
]  # fmt: skip
COUNTRY_HINDERS = [("kept_home", 0.0, 1.0), ("rotation", 3.0, 5.5), ("abroad", 0.0, 3_000.0), ("sensitive", 0.0, 1.0)]
who = st.integers(0, 59)


@pytest.mark.parametrize("name", [*HELPFUL, *HARMFUL])
@given(seed=seeds, size=sizes, one=share, other=share)
@CASES
def test_rungs_and_troops_rise_with_what_helps_and_fall_with_threat(
    name: str, seed: int, size: int, one: float, other: float
) -> None:
    found = conference(seed, size)
    countries = drawn(found, seed)
    worse, better = sorted((one, other), reverse=name in HARMFUL)
    assert at_most(
        rest(with_inputs(found, **{name: worse}), countries), rest(with_inputs(found, **{name: better}), countries)
    )


@pytest.mark.parametrize(
    ("field", "worse", "better"), [*COUNTRY_HELPS, *((field, high, low) for field, low, high in COUNTRY_HINDERS)]
)
@given(seed=seeds, size=sizes, one=who, part=share)
@CASES
def test_rungs_and_troops_follow_what_one_country_is(
    field: str, worse: float, better: float, seed: int, size: int, one: int, part: float
) -> None:
    found = conference(seed, size)
    # Extra American need may be negative, and then being sensitive to the mission helps.
    found = with_rule(found, mission_need=abs(found.rule.mission_need))
    countries = drawn(found, seed)
    between = worse + part * (better - worse) if field not in ("caps", "consent") else worse
    assert at_most(
        rest(found, with_country(countries, field, one, between)),
        rest(found, with_country(countries, field, one, better)),
    )


@given(seed=seeds, size=sizes, one=who, gate=st.integers(0, 5), step=share)
@CASES
def test_rungs_fall_with_a_threshold(seed: int, size: int, one: int, gate: int, step: float) -> None:
    found = conference(seed, size)
    countries = drawn(found, seed)
    higher = countries.thresholds.copy()
    higher[:, one % size, gate] += step
    assert at_most(rest(found, replace(countries, thresholds=higher)), rest(found, countries))


@given(seed=seeds, size=sizes, one=who, source=st.integers(0, 2), low=share, high=share)
@CASES
def test_rungs_fall_with_exposure(seed: int, size: int, one: int, source: int, low: float, high: float) -> None:
    found = conference(seed, size)
    countries = drawn(found, seed)
    boards = []
    for value in sorted((low, high)):
        exposure = found.exposure.copy()
        exposure[one % size, source] = value
        boards.append(rest(replace(found, exposure=exposure), countries))
    assert at_most(boards[1], boards[0])


@pytest.mark.parametrize("name", ["mission_need", "veto"])
@given(seed=seeds, size=sizes, one=share, other=share)
@CASES
def test_rungs_fall_with_mission_need_and_veto(name: str, seed: int, size: int, one: float, other: float) -> None:
    found = conference(seed, size)
    low, high = sorted((one, other))
    countries = drawn(found, seed)
    assert at_most(rest(with_rule(found, **{name: high}), countries), rest(with_rule(found, **{name: low}), countries))


@pytest.mark.parametrize("name", ["adopted", "depth_credit", "guarantee", "owner_pull", "member_pull", "striver_pull"])
@given(seed=seeds, size=sizes, one=share, other=share)
@CASES
def test_rungs_rise_with_structure_that_helps(name: str, seed: int, size: int, one: float, other: float) -> None:
    found = conference(seed, size)
    low, high = sorted((one, other))
    countries = drawn(found, seed)
    assert at_most(rest(with_rule(found, **{name: low}), countries), rest(with_rule(found, **{name: high}), countries))


@given(seed=seeds, size=sizes)
@CASES
def test_rungs_fall_with_the_framework_rule(seed: int, size: int) -> None:
    found = conference(seed, size)
    countries = drawn(found, seed)
    assert at_most(
        rest(with_rule(found, framework=True), countries), rest(with_rule(found, framework=False), countries)
    )


@given(seed=seeds, size=sizes, one=st.integers(500, 250_000), other=st.integers(500, 250_000))
@CASES
def test_rungs_fall_with_the_requirement_where_places_are_off(seed: int, size: int, one: int, other: int) -> None:
    found = with_rule(conference(seed, size), places=0.0)
    small, large = sorted((float(one), float(other)))
    countries = drawn(found, seed)
    assert at_most(
        rest(with_inputs(found, requirement=large), countries), rest(with_inputs(found, requirement=small), countries)
    )


@pytest.mark.parametrize("name", HELPFUL)
@given(seed=seeds, size=sizes, one=share, other=share)
@CASES
def test_totals_rise_with_what_helps_though_pledges_are_shaved(
    name: str, seed: int, size: int, one: float, other: float
) -> None:
    found = conference(seed, size)
    low, high = sorted((one, other))
    pair = points_of([with_inputs(found, **{name: low}), with_inputs(found, **{name: high})])
    runs = run_points(found, pair, drawn_for(found, seed % 97, 0, RUNS))
    for strength in ("headline", "pledged", "allocated"):
        less, more = getattr(runs, strength)
        assert (less <= more).all(), strength


def test_the_order_tested_is_strict_somewhere() -> None:
    """The laws above would hold for a model that never moves; this one moves, up and down the ladder."""
    found = conference(7, 40)
    countries = drawn(found, 7)
    low = rest(with_inputs(found, backstop=0.0, air=0.0, intelligence=0.0), countries)
    high = rest(with_inputs(found, backstop=1.0, air=1.0, intelligence=1.0), countries)
    assert at_most(low, high)
    assert (low.rungs < high.rungs).any(axis=0).sum() > 5
    assert set(np.unique(high.rungs)) == {0, 1, 2, 3, 4, 5}
