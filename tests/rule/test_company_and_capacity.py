"""Company and capacity, worked by hand."""

from math import inf

import pytest

from simulator.rule import capacity, company


def test_peers_leave_the_country_itself_out() -> None:
    assert company.peer_level(2 * 5 + 3 * 2, 3, 2, 5) == 1.0
    assert company.peer_level(15, 3, 5, 3) == 0.0


def test_critical_mass_is_full_at_the_requirement() -> None:
    assert company.critical_mass(9_000, 4_000, 10_000) == 0.5
    assert company.critical_mass(90_000, 4_000, 10_000) == 1.0


def test_places_are_a_term_of_their_own() -> None:
    assert company.company_signal(0.5, 0.6, 0.25, 0.0, 1.2) == pytest.approx(0.4)
    assert company.company_signal(0.5, 0.6, 0.25, 0.5, 1.0) == pytest.approx(0.9)


def test_threat_shrinks_the_pool() -> None:
    assert capacity.pool(0.5, 10_000, 1.0, 0.4) == pytest.approx(2_000)
    assert capacity.pool(0.5, 10_000, 0.5, 0.4) == pytest.approx(3_500)


@pytest.mark.parametrize(
    ("abroad", "record", "expected"), [(500, inf, 2_000), (2_400, inf, 2_500 / 3), (500, 900, 900), (0, 0, 0)]
)
def test_sustained_capacity(abroad, record, expected) -> None:
    assert capacity.sustained_capacity(10_000, 4.0, abroad, 3.0, record) == pytest.approx(expected)


def test_surge_is_never_below_what_can_be_kept_up() -> None:
    assert capacity.surge_capacity(2_000, 10_000, 0.35, 500, inf) == 3_000
    assert capacity.surge_capacity(2_000, 10_000, 0.35, 3_400, inf) == 2_000
    assert capacity.surge_capacity(900, 10_000, 0.35, 500, 1_350) == 1_350


def test_troops_are_whole_persons() -> None:
    assert capacity.troops_on_rung(0.08, 1_249) == 99
