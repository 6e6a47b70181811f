"""Signals, worked by hand."""

import pytest

from simulator.rule import gates


def test_us_signal_weighs_components_and_mission() -> None:
    signal = gates.us_signal(1.0, 0.5, 0.0, 0.2, 0.0, 0.3, 0.25, 0.25, 0.15, 0.05, 0.1, 1.0)
    assert signal == pytest.approx(0.3 + 0.125 + 0.03 - 0.1)


@pytest.mark.parametrize(
    ("clarity", "legal", "share", "acceptable", "adopted", "expected"),
    [
        (0.4, 0.9, 0.0, 1.0, 0.0, 0.4),
        (0.4, 0.9, 1.0, 1.0, 0.0, 0.9),
        (0.4, 0.8, 0.5, 1.0, 0.0, 0.6),
        (0.4, 0.9, 0.0, 0.5, 0.0, 0.2),
        (0.4, 0.2, 0.0, 1.0, 0.75, 0.75),
        (0.9, 0.2, 0.0, 1.0, 0.75, 0.9),
        (1.0, 1.0, 0.0, 0.0, 0.75, 0.0),
    ],
)
def test_mandate_signal(clarity, legal, share, acceptable, adopted, expected) -> None:
    assert gates.mandate_signal(clarity, legal, share, acceptable, adopted) == pytest.approx(expected)


def test_deal_signal_credits_depth() -> None:
    assert gates.deal_signal(1.0, 0.5, 0.8, 0.5) == pytest.approx(0.7)
    assert gates.deal_signal(0.0, 1.0, 1.0, 1.0) == 0.0
    assert gates.deal_signal(1.0, 1.0, 0.0, 0.0) == 1.0


def test_border_signal_multiplies_what_is_left_of_safety() -> None:
    assert gates.border_signal(1.0, 0.6, 0.75, 0.5, 0.0, 0.9) == pytest.approx(0.4 * 0.625)


def test_the_guarantee_eases_only_those_it_covers() -> None:
    assert gates.felt_threat(0.6, 0.3, 1.0, 1.0) == pytest.approx(0.42)
    assert gates.felt_threat(0.6, 0.3, 1.0, 0.0) == 0.6


def test_asked_signal_stays_a_share() -> None:
    assert gates.asked_signal(0.8, 0.5, 1.0, 0.0, 0.0, 0.0) == 1.0
    assert gates.asked_signal(-0.5, 0.0, 0.0, 0.3, 1.0, 0.5) == 0.0
    assert gates.asked_signal(0.2, 0.3, 0.0, 0.3, 1.0, 0.5) == pytest.approx(0.35)
