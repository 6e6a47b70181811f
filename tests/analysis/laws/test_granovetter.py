"""V3: the law of the final count, by two ways and from both ends."""

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.laws.crowds import normal_crowd
from simulator.analysis.laws.granovetter import final_count, final_count_by_recursion, final_count_from_all
from simulator.analysis.laws.hundred import joined


def crowd(people: int, mean: float, sd: float) -> list[float]:
    met = normal_crowd(mean, sd)
    return [met(others / (people - 1)) for others in range(people)]


chances = st.lists(st.floats(0, 1), min_size=1, max_size=12).map(sorted)


@given(chances)
@settings(max_examples=300, deadline=None)
def test_programme_and_recursion_agree_in_small_crowds(found: list[float]) -> None:
    law = final_count(found)
    assert law.sum() == pytest.approx(1.0, abs=1e-12)
    assert law.min() >= 0.0
    assert law == pytest.approx(final_count_by_recursion(found), abs=1e-9)


@pytest.mark.parametrize(("mean", "sd"), [(0.25, 0.12), (0.45, 0.25), (0.5, 0.5)])
def test_they_agree_for_33_people(mean: float, sd: float) -> None:
    found = crowd(33, mean, sd)
    assert final_count(found) == pytest.approx(final_count_by_recursion(found), abs=1e-8)


def test_a_large_crowd_keeps_its_digits_where_the_recursion_loses_them() -> None:
    found = crowd(150, 0.45, 0.25)
    law = final_count(found)
    assert law.sum() == pytest.approx(1.0, abs=1e-12)
    assert np.abs(final_count_by_recursion(found) - law).max() > 1e-6


@pytest.mark.parametrize("from_all", [False, True])
def test_the_law_is_that_of_all_ways_the_thresholds_can_fall(from_all: bool) -> None:
    """Every assignment of four people to steps, added up by hand."""
    met = [0.1, 0.35, 0.6, 0.8]
    steps = np.diff([0.0, *met, 1.0])
    expected = np.zeros(5)
    for waits in product(range(5), repeat=4):
        expected[stay(waits) if from_all else joined(waits)] += np.prod(steps[list(waits)])
    law = final_count_from_all(met) if from_all else final_count(met)
    assert law == pytest.approx(expected, abs=1e-14)


def stay(waits: tuple[int, ...]) -> int:
    """Who stays of everybody: a person stays while as many others as it waits for are there."""
    there = set(range(len(waits)))
    while leaving := {person for person in there if len(there) - 1 < waits[person]}:
        there -= leaving
    return len(there)


def test_without_company_it_is_binomial() -> None:
    law = final_count([0.3] * 6)
    assert law == pytest.approx([comb(6, k) * 0.3**k * 0.7 ** (6 - k) for k in range(7)])


def test_the_greatest_is_above_the_least() -> None:
    found = crowd(20, 0.45, 0.2)
    low, high = np.cumsum(final_count(found)), np.cumsum(final_count_from_all(found))
    assert (low >= high - 1e-12).all()
    assert (low > high + 0.01).any()


@pytest.mark.parametrize("found", [[], [0.5, 0.4], [-0.1, 0.5], [0.5, 1.1]])
def test_what_is_no_law_of_thresholds_is_refused(found: list[float]) -> None:
    with pytest.raises(ValueError, match="non-decreasing"):
        final_count(found)
