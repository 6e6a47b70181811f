"""P1-P4: what helps never lowers a rung or a total, run by run; what hinders never raises one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conferences import at_most, drawn, outcome, random_conference, with_inputs, with_rule

CASES = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 9)
share = st.floats(0, 1)

HELPFUL = ["backstop", "intelligence", "air", "logistics", "ground", "clarity", "legal", "ceasefire", "hold", "depth"]
HARMFUL = ["russia", "belarus", "turkey"]


@pytest.mark.parametrize("name", HELPFUL)
@given(seed=seeds, size=sizes, one=share, other=share)
@CASES
def test_rungs_and_troops_rise_with_what_helps(name: str, seed: int, size: int, one: float, other: float) -> None:
    conference = random_conference(seed, size)
    low, high = sorted((one, other))
    countries = drawn(conference, seed)
    assert at_most(
        outcome(with_inputs(conference, **{name: low}), countries),
        outcome(with_inputs(conference, **{name: high}), countries),
    )


@pytest.mark.parametrize("name", HARMFUL)
@given(seed=seeds, size=sizes, one=share, other=share)
@CASES
def test_rungs_and_troops_fall_with_threat(name: str, seed: int, size: int, one: float, other: float) -> None:
    conference = random_conference(seed, size)
    low, high = sorted((one, other))
    countries = drawn(conference, seed)
    assert at_most(
        outcome(with_inputs(conference, **{name: high}), countries),
        outcome(with_inputs(conference, **{name: low}), countries),
    )


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [("acceptability", 0.0, 1.0), ("caps", 0.0, 5.0), ("consent", 0.0, 1.0), ("deployable", 0.3, 0.6),
     ("army", 500.0, 90_000.0)],
)  # fmt: skip
@given(seed=seeds, size=sizes, who=st.integers(0, 8))
@CASES
def test_rungs_and_troops_rise_with_a_country(
    field: str, low: float, high: float, seed: int, size: int, who: int
) -> None:
    conference = random_conference(seed, size)
    countries = drawn(conference, seed)
    assert at_most(
        outcome(conference, _with(countries, field, who % size, low)),
        outcome(conference, _with(countries, field, who % size, high)),
    )


@pytest.mark.parametrize(
    ("field", "low", "high"), [("kept_home", 0.0, 1.0), ("rotation", 3.0, 5.5), ("abroad", 0, 3000)]
)
@given(seed=seeds, size=sizes, who=st.integers(0, 8))
@CASES
def test_rungs_and_troops_fall_with_a_country(
    field: str, low: float, high: float, seed: int, size: int, who: int
) -> None:
    conference = random_conference(seed, size)
    countries = drawn(conference, seed)
    assert at_most(
        outcome(conference, _with(countries, field, who % size, high)),
        outcome(conference, _with(countries, field, who % size, low)),
    )


def _with(countries, field: str, who: int, value: float):
    table = np.array(getattr(countries, field), dtype=float)
    table[:, who] = value
    return replace(countries, **{field: table})


@given(seed=seeds, size=sizes, who=st.integers(0, 8), gate=st.integers(0, 5), step=st.floats(0, 1))
@CASES
def test_rungs_fall_with_a_threshold(seed: int, size: int, who: int, gate: int, step: float) -> None:
    conference = random_conference(seed, size)
    countries = drawn(conference, seed)
    higher = countries.thresholds.copy()
    higher[:, who % size, gate] += step
    assert at_most(outcome(conference, replace(countries, thresholds=higher)), outcome(conference, countries))


@given(seed=seeds, size=sizes, who=st.integers(0, 8), source=st.integers(0, 2), one=share, other=share)
@CASES
def test_rungs_fall_with_exposure(seed: int, size: int, who: int, source: int, one: float, other: float) -> None:
    conference = random_conference(seed, size)
    countries = drawn(conference, seed)
    outcomes = []
    for value in sorted((one, other)):
        exposure = conference.exposure.copy()
        exposure[who % size, source] = value
        outcomes.append(outcome(replace(conference, exposure=exposure), countries))
    assert at_most(outcomes[1], outcomes[0])


@pytest.mark.parametrize("name", ["mission_need", "veto"])
@given(seed=seeds, size=sizes, one=share, other=share)
@CASES
def test_rungs_fall_with_mission_need_and_veto(name: str, seed: int, size: int, one: float, other: float) -> None:
    conference = random_conference(seed, size)
    low, high = sorted((one, other))
    countries = drawn(conference, seed)
    assert at_most(
        outcome(with_rule(conference, **{name: high}), countries),
        outcome(with_rule(conference, **{name: low}), countries),
    )


@given(seed=seeds, size=sizes, one=st.integers(500, 250_000), other=st.integers(500, 250_000))
@CASES
def test_rungs_fall_with_the_requirement_where_places_are_off(seed: int, size: int, one: int, other: int) -> None:
    conference = random_conference(seed, size)
    small, large = sorted((float(one), float(other)))
    countries = drawn(conference, seed)
    assert at_most(
        outcome(with_inputs(conference, requirement=large), countries),
        outcome(with_inputs(conference, requirement=small), countries),
    )


def test_the_order_tested_is_strict_somewhere() -> None:
    """The laws above would hold for a model that never moves; this one moves."""
    conference = random_conference(7, 9)
    countries = drawn(conference, 7, 20)
    low = outcome(with_inputs(conference, backstop=0.0, air=0.0, intelligence=0.0), countries)
    high = outcome(with_inputs(conference, backstop=1.0, air=1.0, intelligence=1.0), countries)
    assert at_most(low, high)
    assert low != high
