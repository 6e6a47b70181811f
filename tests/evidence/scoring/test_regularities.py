"""Regularities: the printed figures of the data, and boards of one's own."""

from dataclasses import replace

import pytest

from simulator.evidence.history.boards import Board, History, read_history
from simulator.evidence.scoring.regularities import (
    Regularity,
    compared,
    gini,
    join_share,
    regularities,
    size_correlation,
    stay_rate,
    top_share,
)

PRINTED = {
    "gini": (0.62, 0.80),
    "top3_us_led": (0.41, 0.63),
    "top3_chad": (0.76, 0.76),
    "lead_load_iraq": (0.83, 0.85),
    "lead_load_isaf": (0.38, 0.47),
    "lead_load_eufor_chad": (0.51, 0.51),
    "lead_load_battlegroups": (0.45, 0.81),
    "lead_load_ifor_and_sfor": (0.24, 0.34),
    "below_10": (0.19, 0.19),
    "below_50": (0.31, 0.31),
    "below_100": (0.39, 0.39),
    "below_500": (0.74, 0.74),
    "share_us_enabler": (0.69, 0.69),
    "share_us_none": (0.02, 0.02),
    "share_mission_stabilisation": (0.81, 0.81),
    "share_mission_peacekeeping": (0.40, 0.40),
    "share_mission_deterrence": (0.32, 0.32),
    "share_p25": (0.20, 0.20),
    "share_p50": (0.71, 0.71),
    "elasticity_isaf": (0.64, 0.98),
    "elasticity_iraq": (0.69, 0.93),
    "elasticity_ifor_and_sfor": (0.70, 0.75),
    "elasticity_eufor_chad": (0.25, 0.25),
    "stay_isaf": (0.97, 1.00),
    "stay_iraq": (0.71, 0.82),
    "size_correlation": (0.83, 1.00),
    "join_ifor": (0.94, 0.94),
    "join_sfor": (1.00, 1.00),
    "join_isaf": (0.93, 0.93),
    "join_iraq_invasion": (0.10, 0.10),
    "join_mnf_iraq": (0.46, 0.46),
    "growing_total_first": (4180, 4180),
    "growing_total_last": (12815, 12815),
    "growing_share_first": (0.45, 0.45),
    "growing_share_last": (1.15, 1.15),
}
"""Low and high to two digits, as printed beside the data."""


@pytest.fixture(scope="module")
def history() -> History:
    return read_history()


@pytest.fixture(scope="module")
def found(history: History) -> dict[str, Regularity]:
    return {figure.key: figure for figure in regularities(history.boards, history)}


@pytest.mark.parametrize("key", PRINTED)
def test_figures_are_those_printed_beside_the_data(found: dict[str, Regularity], key: str) -> None:
    low, high = PRINTED[key]
    assert f"{found[key].low:.2f}" == f"{low:.2f}"
    assert f"{found[key].high:.2f}" == f"{high:.2f}"


def test_the_figures_printed_otherwise(found: dict[str, Regularity]) -> None:
    # 0.9045 is printed as 0.91, and the others with other digits.
    assert found["share_us_lead"].middle == pytest.approx(0.91, abs=0.006)
    assert f"{found['share_p10'].middle:.3f}" == "0.011"
    assert [f"{found[f'share_p{p}'].middle:.1f}" for p in (75, 90)] == ["1.5", "2.8"]
    assert f"{found['share_p100'].middle:.0f}" == "21"
    assert abs(found["elasticity_un_missions"].middle) < 0.1


def test_all_nine_are_there_and_keys_are_unique(history: History) -> None:
    figures = regularities(history.boards, history)
    assert {figure.number for figure in figures} == set(range(1, 10))
    assert len({figure.key for figure in figures}) == len(figures)
    assert [figure.number for figure in figures] == sorted(figure.number for figure in figures)


def test_the_data_meet_themselves(history: History) -> None:
    assert all(one.met for one in compared(history.boards, [history.boards] * 3, history))


def test_a_model_of_equal_contingents_misses_the_tail(history: History) -> None:
    flat = [replace(board, members=dict.fromkeys(board.members, 100)) for board in history.boards]
    by_key = {one.data.key: one for one in compared(history.boards, [flat, flat], history)}
    assert by_key["gini"].model_middle == pytest.approx(0.0)
    assert not by_key["gini"].met
    assert not by_key["elasticity_isaf"].met
    assert by_key["join_isaf"].met


def test_nobody_anywhere_shows_nothing(history: History) -> None:
    empty = [replace(board, members={}) for board in history.boards if board.complete]
    assert {figure.number for figure in regularities(empty, history)} == {8}
    assert compared(history.boards, [[]], history) == ()


def test_gini_and_top_share() -> None:
    assert gini([5, 5, 5, 5]) == pytest.approx(0.0)
    assert gini([1e-12, 1e-12, 1e-12, 1.0]) == pytest.approx(0.75)
    assert gini([1, 3]) == pytest.approx(0.25)
    assert top_share([1, 2, 3, 4], 2) == pytest.approx(0.7)


def test_staying_and_joining(history: History) -> None:
    before = history.boards_of("isaf")[0]
    after: Board = replace(before, members={iso3: 2 * n for iso3, n in list(before.members.items())[:20]})
    assert stay_rate(before, after) == pytest.approx(20 / len(before.members))
    assert size_correlation(before, after) == pytest.approx(1.0)
    assert size_correlation(before, replace(before, members={"FRA": 3})) is None
    assert join_share([]) is None
