"""Shaving, sharing out and enabler limits: parts add up to the person (P6, V7, V9)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.rule import basing, force

troops = st.integers(0, 60_000).map(float)
contingents = st.lists(troops, min_size=1, max_size=40)
weights = st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5).filter(lambda values: sum(values) > 0.01)


def test_four_times_the_requirement_is_shaved_to_twice() -> None:
    assert force.shaved(40_000, 10_000, 0.5) == 20_000


@pytest.mark.parametrize(("shaving", "left"), [(0.0, 40_000), (1.0, 10_000)])
def test_the_two_ends_of_shaving(shaving: float, left: float) -> None:
    assert force.shaved(40_000, 10_000, shaving) == left


@given(troops, st.integers(500, 250_000), st.floats(0, 1), st.floats(0, 1))
def test_shaving_never_adds_and_never_goes_below_the_requirement(pledged, requirement, one, other) -> None:
    less, more = sorted((one, other))
    left = force.shaved(pledged, requirement, more)
    assert min(pledged, requirement) - 1 <= left <= force.shaved(pledged, requirement, less) <= pledged


@given(contingents, st.floats(0, 1))
@example([1.0, 1.0, 1.0], 0.5)
def test_sharing_out_is_exact_and_takes_from_everybody_alike(parts: list[float], share: float) -> None:
    total = float(int(share * sum(parts)))
    shares = [0.0] * len(parts)
    force.apportion(total, parts, shares)
    assert sum(shares) == total
    for part, kept in zip(parts, shares, strict=True):
        assert 0 <= kept <= part
        assert abs(kept - part * total / max(sum(parts), 1)) < 1


@given(troops, weights)
def test_splitting_into_roles_is_exact(amount: float, shares: list[float]) -> None:
    whole = [share / sum(shares) for share in shares]
    parts = [0.0] * 5
    force.split(amount, whole, parts)
    assert sum(parts) == amount
    assert all(part == int(part) >= 0 for part in parts)
    assert all(part == 0 for part, share in zip(parts, whole, strict=True) if share == 0)


def test_enablers_with_and_without_american_help() -> None:
    assert force.enabler_limit(12_000, 0.6, 0.6, 0.0, 100_000) == 12_000
    assert force.enabler_limit(12_000, 0.3, 0.6, 0.0, 100_000) == 6_000
    assert force.enabler_limit(12_000, 0.9, 0.6, 1.0, 100_000) == 112_000


def test_sites_are_filled_in_order_and_too_large_ones_passed_over() -> None:
    covered = [0.0] * 4
    assert basing.cover(4_000, 0.25, [1_000, 4_500, 1_000, 1_500], covered) == 2_000
    assert covered == [1.0, 0.0, 1.0, 0.0]


@given(troops, st.floats(0, 0.9), contingents)
def test_sites_never_hold_more_than_the_force_less_its_reserve(usable, reserve, garrisons) -> None:
    covered = [0.0] * len(garrisons)
    placed = basing.cover(usable, reserve, garrisons, covered)
    assert placed <= (1 - reserve) * usable + 1e-6
    assert placed == sum(garrison for garrison, held in zip(garrisons, covered, strict=True) if held)


def test_the_requirement_of_sites() -> None:
    assert basing.requirement_of([4_500, 1_000], 0.25, 0.5) == 14_667
