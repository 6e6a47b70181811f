"""Verification: the engine agrees with the laws, and one that does not would be found."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.verification import deviations
from simulator.analysis.verification import holding as verification
from simulator.analysis.verification.deviations import (
    MOST_ERRORS,
    Deviation,
    binomial_off,
    exact,
    family_bound,
    of_chances,
    of_mean,
    of_sd,
)
from simulator.analysis.verification.holding import verify
from simulator.engine.conference import Conference
from simulator.experiments.running import prepare
from simulator.scenario.library import load

RUNS = 4_000
LAWS = [f"V{number}" for number in range(1, 10)]


@pytest.fixture(scope="module")
def conference() -> Conference:
    return prepare(load("baseline", (), None)).conference


def off(found: list[Deviation]) -> set[str]:
    return {deviation.law for deviation in found if not deviation.held}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_engine_agrees_with_every_law(conference: Conference, seed: int) -> None:
    found = list(verify(conference, RUNS, seed))
    assert list(dict.fromkeys(deviation.law for deviation in found)) == LAWS
    assert off(found) == set()


def test_the_same_seed_gives_the_same_deviations(conference: Conference) -> None:
    assert list(verify(conference, 300, 5)) == list(verify(conference, 300, 5))
    assert next(verify(conference, 300, 5)) != next(verify(conference, 300, 6))


@pytest.mark.parametrize("field", ["deployable", "consent"])
def test_an_engine_that_reads_something_else_is_found(
    conference: Conference, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = verification.drawn_for

    def other(read: Conference, *block: int):
        return drawn(replace(read, **{field: 0.9 * getattr(read, field)}), *block)

    monkeypatch.setattr(verification, "drawn_for", other)
    assert "V1" in off(list(verify(conference, RUNS, 1)))


def test_wider_scatter_than_the_law_has_is_found_in_the_crowd(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = verification.crowd

    def wider(people: int, requirement: float = 25_000.0, thresholds: tuple[float, float] | None = None):
        return made(people, requirement, None if thresholds is None else (thresholds[0], 1.1 * thresholds[1]))

    monkeypatch.setattr(verification, "crowd", wider)
    assert off(list(verify(conference, RUNS, 1))) == {"V3"}


@pytest.mark.parametrize(
    ("name", "wrong", "law"),
    [
        ("capacity", "kept_up", "V6"),
        ("shaving", "kept", "V7"),
        ("lift", "arrived", "V8"),
        ("enablers", "carried", "V9"),
        ("hundred", "joined", "V5"),
        ("crowds", "share_from_nobody", "V4"),
    ],
)
def test_a_number_that_is_off_by_little_is_found(
    conference: Conference, name: str, wrong: str, law: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = getattr(verification, name)
    right = getattr(module, wrong)
    monkeypatch.setattr(module, wrong, lambda *given: 0.98 * right(*given))
    assert law in off(list(verify(conference, 50, 1)))


def test_a_mean_and_a_spread_lie_as_many_errors_off_as_they_are_moved() -> None:
    values = np.array([0.0, 10.0] * 200)
    assert of_mean("V1", "-", values, 5.0, 5.0).off == 0.0
    assert of_mean("V1", "-", values, 4.0, 5.0).off == pytest.approx(4.0)
    assert of_sd("V1", "-", values, 5.0, 700.0).off == 0.0
    assert not of_sd("V1", "-", values, 4.0, 300.0).held


@given(st.integers(100, 100_000), st.floats(0.2, 0.8), st.floats(-5, 5))
def test_a_count_lies_off_as_a_normal_number_does(runs: int, chance: float, errors: float) -> None:
    scatter = (runs * chance * (1 - chance)) ** 0.5
    count = round(runs * chance + errors * scatter)
    if 0 <= count <= runs and scatter > 30.0:
        assert binomial_off(count, runs, chance) == pytest.approx((count - runs * chance) / scatter, abs=0.2)
        assert binomial_off(count, runs, chance) == pytest.approx(
            -binomial_off(runs - count, runs, 1 - chance), abs=1e-6
        )


def test_what_cannot_happen_is_far_off_if_it_does() -> None:
    assert binomial_off(0, 100, 0.0) == 0.0
    assert binomial_off(100, 100, 1.0) == 0.0
    assert binomial_off(1, 100, 0.0) == deviations.LARGEST
    assert binomial_off(99, 100, 1.0) == -deviations.LARGEST
    assert abs(binomial_off(0, 100_000, 0.9)) == deviations.LARGEST


@given(st.integers(1, 10_000))
def test_a_family_is_called_off_as_seldom_as_one_number(members: int) -> None:
    normal = NormalDist()
    assert members * normal.cdf(-family_bound(members)) == pytest.approx(normal.cdf(-MOST_ERRORS), rel=1e-3)


def test_the_farthest_of_a_family_is_told() -> None:
    found = of_chances("V1", "-", [50, 90, 50], 100, [0.5, 0.5, 0.6])
    assert (found.found, found.expected, found.members) == (0.9, 0.5, 3)
    assert not found.held


def test_a_number_without_noise_is_held_to_its_tolerance() -> None:
    assert exact("V6", "-", 800.0, 801.0, 1.0).held
    assert not exact("V6", "-", 800.0, 801.1, 1.0).held
    assert exact("V6", "-", 1.0, 2.0, 1.0).to_json()["unit"] == "tolerances"
