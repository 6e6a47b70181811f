"""Quantiles, errors and chances."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiments.statistics import chance, distribution

whole = st.lists(st.integers(0, 300_000), min_size=1, max_size=60)


@given(whole)
def test_quantiles_are_ordered_and_are_values_that_occurred(values: list[int]) -> None:
    spread = distribution(values)
    quantiles = [spread.p05, spread.p10, spread.p25, spread.p50, spread.p75, spread.p90, spread.p95]
    assert quantiles == sorted(quantiles)
    assert set(quantiles) <= set(values)
    assert min(values) <= spread.mean <= max(values)


@given(whole, st.randoms(use_true_random=False))
def test_the_order_of_runs_does_not_matter(values: list[int], order) -> None:
    shuffled = order.sample(values, len(values))
    assert distribution(values) == distribution(shuffled)


def test_standard_error_of_a_known_sample() -> None:
    spread = distribution([0, 10, 20, 30])
    assert spread.mean == 15
    assert spread.mcse == pytest.approx(sqrt(500 / 3 / 4))
    assert distribution([7]).mcse == 0


def test_the_error_covers_the_mean_it_claims() -> None:
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(400):
        spread = distribution(rng.poisson(1000, 50))
        hits += abs(spread.mean - 1000) <= 1.96 * spread.mcse
    assert 0.91 <= hits / 400 <= 0.985


def test_chances_carry_an_interval() -> None:
    even = chance(50, 100)
    assert (even.in_100, round(even.low, 1), round(even.high, 1)) == (50.0, 40.4, 59.6)
    never = chance(0, 500)
    assert never.low == 0
    assert 0 < never.high < 1
