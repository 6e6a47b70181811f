"""The hindcast: what was promised of it, what may not enter it, and that the engines say the same."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.evidence.fitting.asked import asked_of_board
from simulator.evidence.fitting.calibration import numbers_of, ridges_of, shipped
from simulator.evidence.fitting.joining import join_chances, pairs_of
from simulator.evidence.fitting.past_conference import past_conference, simulated_joining
from simulator.evidence.fitting.shared_numbers import prior_of
from simulator.evidence.history.boards import History, read_history
from simulator.evidence.history.owners import owner_of, scale_of
from simulator.evidence.history.requirements import requirements_of
from simulator.evidence.scoring.backtest import MIDDLE
from simulator.evidence.scoring.hindcast import Learnt, earlier_only, learn, leave_one_out, predict, scored_boards
from simulator.evidence.scoring.predictions import Prediction
from simulator.evidence.scoring.scores import Scores, score


@pytest.fixture(scope="module")
def history() -> History:
    return read_history()


@pytest.fixture(scope="module")
def left_out(history: History) -> list[Prediction]:
    return leave_one_out(history)


@pytest.fixture(scope="module")
def scores(left_out: list[Prediction], history: History) -> Scores:
    return score(left_out, scored_boards(history))


@pytest.fixture(scope="module")
def learnt(history: History) -> Learnt:
    return learn(history)


def test_operations_left_out_are_predicted_as_well_as_promised(scores: Scores) -> None:
    assert scores.mean_over_operations("brier") <= 0.118
    assert scores.mean_over_operations("rps") <= 0.085
    assert scores.mean_over_operations("size_error") <= 0.65
    assert scores.pooled("size_error") <= 0.42
    assert scores.mean_over_operations("brier", MIDDLE) <= 0.23
    assert 0.7 <= scores.pooled("coverage") <= 0.9


def test_later_covariates_change_nothing_of_a_board(left_out: list[Prediction], history: History) -> None:
    boards = scored_boards(history)
    last = max(board.year for board in boards)
    later = {
        iso3: tuple(
            row if row.year < last else replace(row, values=replace(row.values, active=1.0, gdp=1.0)) for row in rows
        )
        for iso3, rows in history.covariates.items()
    }
    shuffled = replace(history, covariates=later)
    for board in boards:
        requirements = requirements_of(history.operations.values())
        assert asked_of_board(board, shuffled, requirements).candidates == (
            asked_of_board(board, history, requirements).candidates
        )


def test_nothing_later_enters_a_prediction_from_earlier_operations(history: History) -> None:
    boards = [board for board in scored_boards(history) if board.year < 2004.0]
    until = replace(history, boards=tuple(board for board in history.boards if board.year < 2004.0))
    turned = tuple(
        board if board.year < 2004.0 else replace(board, members=dict.fromkeys(board.memberships, 9_999))
        for board in history.boards
    )
    wanted = {board.key for board in boards}
    before = earlier_only(until, boards=boards)
    after = earlier_only(replace(history, boards=turned), boards=boards)
    assert {one.key[:2] for one in before} == wanted
    assert [one.join for one in before] == [one.join for one in after]
    assert all((one.sizes == other.sizes).all() for one, other in zip(before, after, strict=True))


def test_the_same_fit_twice(history: History, learnt: Learnt) -> None:
    again = learn(history)
    assert (again.joining.mean == learnt.joining.mean).all()
    assert (again.joining.covariance == learnt.joining.covariance).all()
    assert (again.sizes.numbers.mean == learnt.sizes.numbers.mean).all()


def test_the_shipped_table_is_what_calibrating_gives(learnt: Learnt) -> None:
    for part in ("joining", "sizes"):
        kept, made = getattr(shipped(), part), getattr(learnt, part)
        one, other = (found if part == "joining" else found.numbers for found in (kept, made))
        assert one.mean == pytest.approx(other.mean, abs=2e-3)
        assert one.sd == pytest.approx(other.sd, rel=0.03)
    assert {number.name for number in numbers_of(shipped())} == {*prior_of("joining").names, *prior_of("size").names}
    assert all(0.0 < number.narrowing <= 1.0 + 1e-9 for number in numbers_of(shipped()))
    assert {(ridge.one, ridge.other) for ridge in ridges_of(shipped())} == {("pull_eu", "member_pull")}


@pytest.mark.parametrize("key", ["efp_estonia", "eufor_chad", "isaf", "mnf_iraq", "undof"])
def test_the_engine_runs_past_operations_as_the_law_says(history: History, learnt: Learnt, key: str) -> None:
    board = next(board for board in scored_boards(history) if board.operation.operation == key)
    asked = asked_of_board(board, history, learnt.requirements)
    whole = float(np.log10(round(10.0 ** float(asked.requirement[2]))))
    asked = replace(asked, requirement=np.array([whole]))
    numbers, runs = learnt.joining.named(), 4_000
    law = join_chances(pairs_of([asked]), numbers)
    seen = simulated_joining(past_conference(asked, numbers, whole), 1, runs)
    errors = np.sqrt(np.maximum(law * (1.0 - law), 0.25 / runs) / runs)
    deviations = np.array([seen[one.iso3] for one in asked.candidates]) - law
    assert np.abs(deviations / errors).max() < 4.5


def test_what_is_not_known_widens(history: History, learnt: Learnt) -> None:
    board = next(board for board in scored_boards(history) if board.operation.operation == "ifor")
    asked = asked_of_board(board, history, learnt.requirements)
    blind = replace(asked, candidates=tuple(replace(one, size=None, wealth=None) for one in asked.candidates))
    for known, unknown in zip(predict([asked], learnt), predict([blind], learnt), strict=True):
        low, high = unknown.interval()
        assert high / low > known.interval()[1] / known.interval()[0]


def test_owners_follow_from_the_table(history: History) -> None:
    owners = {key: owner_of(operation) for key, operation in history.operations.items()}
    assert owners["isaf"] == owners["efp_estonia"] == "alliance"
    assert owners["eufor_chad"] == "eu"
    assert owners["minusma"] == owners["unficyp"] == "un"
    assert owners["mnf_iraq"] == owners["takuba"] == owners["interfet"] == "adhoc"
    assert scale_of(history.operations["efp_poland"]) == "battlegroup"
    assert scale_of(history.operations["undof"]) == "observers"
