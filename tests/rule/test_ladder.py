"""The ladder, worked by hand."""

from math import inf

import pytest

from simulator.rule import ladder


@pytest.mark.parametrize(
    ("code", "rung", "tradable", "weight"),
    [(0, 5, True, 0), (1, 4, True, 0), (1, 5, True, 1), (2, 1, True, 2), (1, 1, False, 1), (0, 3, False, 0)],
)
def test_welcome_binds_only_at_the_top_and_the_deal_always(code, rung, tradable, weight) -> None:
    assert ladder.weight_at(code, rung, tradable) == weight


def joint(veto: float, deal: tuple[float, float], us: tuple[float, float], border: tuple[float, float]) -> float:
    none = (0.0, 0.0)
    total = us[1] + border[1]
    strictest = ladder.strictest(*us, *none, *border, *none)
    mean = ladder.mean_of_others(*us, *none, *border, *none, total)
    return ladder.rung_margin(ladder.deal_margin(*deal), ladder.joint_margin(veto, strictest, mean, 0.0, 0.0))


def test_veto_and_trade_off() -> None:
    us, border = (0.3, 1.0), (-0.1, 3.0)
    assert joint(1.0, (0.0, 0.0), us, border) == pytest.approx(-0.1)
    assert joint(0.0, (0.0, 0.0), us, border) == pytest.approx(0.0)
    assert joint(0.5, (0.0, 0.0), us, border) == pytest.approx(-0.05)


def test_the_deal_cannot_be_traded() -> None:
    assert joint(0.0, (-0.2, 1.0), (0.9, 4.0), (0.9, 4.0)) == pytest.approx(-0.2)


def test_without_a_binding_gate_nothing_holds_back() -> None:
    assert joint(0.5, (0.0, 0.0), (-9.0, 0.0), (-9.0, 0.0)) == inf
    assert joint(1.0, (0.4, 2.0), (-9.0, 0.0), (-9.0, 0.0)) == 0.4


@pytest.mark.parametrize(
    ("cap", "consent", "lead", "stands", "top"),
    [(5, 1, 0, 1, 5), (5, 1, 0, 0, 2), (5, 1, 1, 0, 5), (4, 0, 1, 1, 1), (0, 0, 0, 0, 0), (3, 1, 0, 1, 3)],
)
def test_ceilings(cap, consent, lead, stands, top) -> None:
    assert ladder.ceiling(cap, consent, lead, stands) == top


def test_climb_stops_at_the_first_rung_out_of_reach() -> None:
    assert ladder.climb(0.3, 0.2, -0.01, 0.5, 0.5, 5, 0.0) == 2
    assert ladder.climb(0.3, 0.2, -0.01, 0.5, 0.5, 5, 0.02) == 5
    assert ladder.climb(0.3, 0.2, 0.1, 0.5, 0.5, 3, 0.0) == 3
    assert ladder.climb(-0.1, 0.2, 0.1, 0.5, 0.5, 5, 0.0) == 0


def test_promises_stick_within_the_slack_only() -> None:
    short = (0.3, 0.2, 0.1, -0.08, -0.2)
    assert ladder.decide(0, *short, 5, 0.1) == 3
    assert ladder.decide(4, *short, 5, 0.1) == 4
    assert ladder.decide(5, *short, 5, 0.1) == 4
    assert ladder.decide(5, *short, 5, 0.0) == 3
    assert ladder.decide(5, *short, 2, 0.1) == 2
