"""V2 and V6 to V9: coins, capacity, shaving, lift and enablers."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.laws import capacity, coins, enablers, lift, shaving

chances = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@given(chances, st.data())
def test_coins_are_added_up_over_all_ways_they_can_fall(p: list[float], data: st.DataObject) -> None:
    x = data.draw(st.lists(st.floats(0, 1e4), min_size=len(p), max_size=len(p)))
    law, mean, square = np.zeros(len(p) + 1), 0.0, 0.0
    for fallen in product((0, 1), repeat=len(p)):
        weight = float(np.prod([chance if up else 1 - chance for chance, up in zip(p, fallen, strict=True)]))
        total = sum(amount for amount, up in zip(x, fallen, strict=True) if up)
        law[sum(fallen)] += weight
        mean += weight * total
        square += weight * total**2
    found, variance = coins.moments(p, x)
    assert coins.joiners(p) == pytest.approx(law, abs=1e-12)
    assert found == pytest.approx(mean, abs=1e-6)
    assert variance == pytest.approx(square - mean**2, rel=1e-6, abs=1e-2)


@pytest.mark.parametrize(("deployable", "share"), [(0.4, 0.08), (0.5, 0.10)])
def test_both_usability_targets_imply_a_rotation_ratio_of_five(deployable: float, share: float) -> None:
    assert capacity.kept_up(100_000.0, deployable, 5.0) == pytest.approx(share * 100_000.0)


def test_a_pledge_of_four_times_the_requirement_is_shaved_to_twice() -> None:
    assert shaving.kept(40_000.0, 10_000.0, 0.5) == pytest.approx(20_000.0)
    assert shaving.kept(40_000.0, 10_000.0, 0.0) == pytest.approx(40_000.0)
    assert shaving.kept(40_000.0, 10_000.0, 1.0) == pytest.approx(10_000.0)
    assert shaving.kept(9_000.0, 10_000.0, 0.5) == 9_000.0


def test_a_constant_rate_is_a_straight_ramp_up_to_the_force() -> None:
    assert [lift.arrived(day, 5_000.0, 100.0) for day in (0.0, 10.0, 50.0, 80.0)] == [0.0, 1_000.0, 5_000.0, 5_000.0]


def test_enablers_are_europe_alone_or_slack() -> None:
    assert enablers.carried(12_000.0, 0.6, 0.6, 0.0, 100_000.0) == 12_000.0
    assert enablers.carried(12_000.0, 0.3, 0.6, 0.0, 100_000.0) == 6_000.0
    assert enablers.carried(12_000.0, 1.0, 0.6, 1.0, 100_000.0) == 112_000.0
