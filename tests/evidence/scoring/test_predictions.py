"""Predictions: a chance, sizes given joining, and what follows from both."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.evidence.scoring.predictions import RUNG_FLOORS, RUNG_NAMES, Prediction, prediction, rung_matrix, rung_of

sizes_drawn = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=30)
chances_drawn = st.floats(0.0, 1.0)


def made(join: float, sizes: object) -> Prediction:
    return prediction("x", "2020-01", "FIN", join, sizes)  # type: ignore[arg-type]


@given(chances_drawn, sizes_drawn)
def test_rungs_are_the_classes_of_the_sizes(join: float, sizes: list[float]) -> None:
    one = made(join, sizes)
    counted = np.bincount([rung_of(max(size, 1.0)) for size in sizes], minlength=len(RUNG_NAMES)) / len(sizes)
    expected = join * counted
    expected[0] = 1.0 - join
    assert one.rungs() == pytest.approx(expected, abs=1e-12)
    assert rung_matrix([one, one]).shape == (2, 5)


@given(chances_drawn, sizes_drawn, st.floats(0.5, 2000.0), st.floats(0.5, 2000.0))
def test_chances_of_more_are_smaller(join: float, sizes: list[float], one: float, two: float) -> None:
    made_of = made(join, sizes)
    low, high = sorted((one, two))
    assert made_of.at_least(high) <= made_of.at_least(low) <= made_of.at_least(1) == join
    assert made_of.at_least(0) == 1.0


@given(sizes_drawn, chances_drawn)
def test_a_quantile_is_the_smallest_size_that_enough_do_not_exceed(sizes: list[float], q: float) -> None:
    one = made(0.5, sizes)
    found = one.quantile(q)
    assert found in one.sizes
    assert np.mean(one.sizes <= found) >= q - 1e-9
    smaller = one.sizes[one.sizes < found]
    assert len(smaller) == 0 or np.mean(one.sizes <= smaller[-1]) < q + 1e-9


def test_quantiles_of_thirty_sizes() -> None:
    one = made(1.0, range(1, 31))
    assert (one.quantile(0.1), one.quantile(0.9), one.quantile(0.0), one.quantile(1.0)) == (3.0, 27.0, 1.0, 30.0)
    assert one.interval() == (3.0, 27.0)
    assert one.median() == 15.5


@pytest.mark.parametrize(
    ("troops", "rung"), [(0, 0), (1, 1), (49, 1), (50, 2), (249, 2), (250, 3), (999, 3), (1000, 4)]
)
def test_classes_begin_at_their_floor(troops: int, rung: int) -> None:
    assert rung_of(troops) == rung
    assert rung_of(RUNG_FLOORS[-1] * 100) == 4


def test_less_than_one_person_counts_as_one() -> None:
    assert made(0.4, [0.2, 10.0]).sizes.tolist() == [1.0, 10.0]
    below = Prediction("x", "2020", "FIN", 0.4, np.array([0.2, 10.0]))
    assert below.at_least(1) == 0.4
    assert below.rungs() == pytest.approx([0.6, 0.4, 0.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("join", "sizes"),
    [(1.1, [1.0]), (-0.1, [1.0]), (float("nan"), [1.0]), (0.5, []), (0.5, [2.0, 1.0]), (0.5, [0.0]), (0.5, [np.inf])],
)
def test_what_is_no_prediction(join: float, sizes: list[float]) -> None:
    with pytest.raises(ValueError, match="FIN in x"):
        Prediction("x", "2020", "FIN", join, np.array(sizes))


def test_sizes_that_are_not_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="FIN in x"):
        made(0.5, [1.0, float("nan")])


def test_a_level_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        made(0.5, [1.0]).quantile(1.2)
