"""V4 and V5: the jump of a large crowd, and the hundred people."""

import pytest

from simulator.analysis.laws import hundred
from simulator.analysis.laws.crowds import normal_crowd, share_from_all, share_from_nobody


def test_the_jump_near_a_spread_of_122() -> None:
    assert share_from_nobody(normal_crowd(0.25, 0.1220)) == pytest.approx(0.055, abs=0.003)
    assert share_from_nobody(normal_crowd(0.25, 0.1225)) > 0.98


@pytest.mark.parametrize("sd", [0.05, 0.1, 0.2, 0.5])
def test_what_it_settles_at_is_a_root_and_none_lies_beyond(sd: float) -> None:
    met = normal_crowd(0.4, sd)
    low, high = share_from_nobody(met), share_from_all(met)
    for root in (low, high):
        assert met(root) == pytest.approx(root, abs=1e-9)
    assert low <= high
    for step in range(1, 100):
        assert met(low * step / 100.0) >= low * step / 100.0
        assert met(high + (1.0 - high) * step / 100.0) <= high + (1.0 - high) * step / 100.0 + 1e-12


def test_his_hundred_people() -> None:
    assert hundred.joined(hundred.thresholds(False)) == 100
    assert hundred.joined(hundred.thresholds(True)) == 1
    assert sorted(set(hundred.thresholds(False)) ^ set(hundred.thresholds(True))) == [1]


@pytest.mark.parametrize(("waits", "count"), [([1], 0), ([0], 1), ([2, 0, 1], 3), ([0, 3, 3, 3], 1), ([0, 0, 2], 3)])
def test_how_many_join(waits: list[int], count: int) -> None:
    assert hundred.joined(waits) == count
