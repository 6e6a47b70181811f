"""Baselines to beat: what anybody could say of an operation from tables of other operations, without a model.

Every baseline says of a left-out operation only what other operations show.  The conventions below give the published
table (``data/history/README.md``) to its printed digits in Brier score, log score and size error, pooled and as a mean
over operations, and in the coverage of one share of active forces and of earlier operations only:

- The join rate of an operation is the share of its pairs of board and candidate that joined; a rate over operations is
  the mean of their rates.  Where no other operation has the same pool or mandate, the rate of all others is taken.
- The own record is the weighted rate of a state in other operations, each pair weighed by one over the pairs of its
  operation, with weights scaled to a mean of 1, drawn towards the pooled rate as if by :data:`RECORD_PRIOR` more pairs.
- A size is a share of active forces times the active forces of the state in the last row of the table up to the
  *calendar year of the board* (not before it).  Quantiles of log10 shares are weighted so that every operation counts
  the same (:func:`simulator.evidence.scoring.weighted.weighted_quantiles`).  The share by US role takes other
  operations with the same role, however few contingents they have, and all others where there is none.
- *Earlier only* learns from boards that were over when the board in question began, except those of its own operation.
  Where there is none (IFOR) it gives everybody an even chance, and the sizes of leave one out: later operations
  do enter there, because only so does the table come out.

The formula of the own record is not written down beside the table; of about sixty tried, this one alone gives its
Brier and log scores.

Two things of the table are not met.  Its ranked probability scores are, to within 0.0013: how its authors cut a
distribution of shares into classes is not written down either, and none of the plain ways (weighted shares, even grids
of 3 to 1000 levels, normal and two-piece normal distributions) gives all ten figures.  Of 19,325 uneven grids 26 do; to
pick one of them would be to fit ten digits.  Here sizes are many levels of the weighted distribution (:data:`FINE`),
which is at or below the table in nine of its ten figures, so the stronger baseline.  The coverage of share by US role
comes out as 0.88 against its 0.86.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor, log10
from typing import Literal, get_args

import numpy as np

from simulator.evidence.history.boards import Board, History
from simulator.evidence.history.past import Operation
from simulator.evidence.scoring.predictions import Numbers, Prediction
from simulator.evidence.scoring.weighted import equal_weights, weighted_quantiles

BaselineName = Literal["pooled", "pool", "mandate", "record", "earlier", "last_board"]
BASELINES: tuple[BaselineName, ...] = get_args(BaselineName)
BASELINE_WORDS: dict[BaselineName, str] = {
    "pooled": "pooled rate / one share of active forces",
    "pool": "rate by pool / share by US role",
    "mandate": "rate by mandate / one share",
    "record": "own record / one share",
    "earlier": "rate by pool / share by US role, earlier operations only",
    "last_board": "last board of the same operation",
}
SET_ASIDE = ("korea_unc",)
"""Operations that are neither learnt from nor scored: their figures mix peak and cumulative strengths."""

FINE = np.arange(1, 200) / 200.0
"""Levels of the sizes of a baseline, among them those of the median and of the 80 % interval."""

EVEN = 0.5
RECORD_PRIOR = 3.0

Key = Callable[[Operation], str]


@dataclass(frozen=True, slots=True)
class _Contingent:
    operation: Operation
    share: float


@dataclass(frozen=True)
class Lessons:
    """What boards of other operations show.

    Attributes
    ----------
    history
        Where active forces are looked up.
    boards
        What may be learnt from.
    """

    history: History
    boards: tuple[Board, ...]

    @cached_property
    def rates(self) -> dict[str, float]:
        """Share of pairs that joined, by operation."""
        counts: dict[str, tuple[int, int]] = {}
        for board in self.boards:
            joined, asked = counts.get(board.operation.operation, (0, 0))
            here = sum(board.joined(iso3) for iso3 in board.candidates)
            counts[board.operation.operation] = (joined + here, asked + len(board.candidates))
        return {name: joined / asked for name, (joined, asked) in counts.items()}

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """Operations by key."""
        return {board.operation.operation: board.operation for board in self.boards}

    @cached_property
    def contingents(self) -> tuple[_Contingent, ...]:
        """Log10 shares of active forces of all candidates that joined."""
        return tuple(
            _Contingent(board.operation, log10(board.members[iso3] / active))
            for board in self.boards
            for iso3 in board.candidates
            if board.joined(iso3) and (active := active_at(self.history, iso3, board)) is not None
        )

    def rate(self, target: Operation, key: Key | None = None) -> float:
        """Return the mean rate of operations alike in a key, or of all where none is or no key is given."""
        alike = [rate for name, rate in self.rates.items() if key and key(self.operations[name]) == key(target)]
        taken = alike or list(self.rates.values())
        return float(np.mean(taken)) if taken else EVEN

    def record(self, iso3: str, target: Operation) -> float:
        """Return the weighted rate of one state, drawn towards the pooled rate."""
        pairs = dict.fromkeys(self.operations, 0)
        for board in self.boards:
            pairs[board.operation.operation] += len(board.candidates)
        mean = sum(pairs.values()) / len(pairs) if pairs else 0.0
        asked = joined = 0.0
        for board in self.boards:
            if iso3 in board.memberships:
                weight = mean / pairs[board.operation.operation]
                asked += weight
                joined += weight * board.joined(iso3)
        return (joined + RECORD_PRIOR * self.rate(target)) / (asked + RECORD_PRIOR)

    def shares(self, target: Operation, levels: Numbers, by_role: bool) -> Numbers | None:
        """Return quantiles of log10 shares of active forces, or None where nobody has joined anything."""
        alike = [one for one in self.contingents if by_role and one.operation.us_role == target.us_role]
        taken = alike or list(self.contingents)
        if not taken:
            return None
        weights = equal_weights([one.operation.operation for one in taken])
        return weighted_quantiles([one.share for one in taken], weights, levels)


def active_at(history: History, iso3: str, board: Board) -> float | None:
    """Return the active forces of a state up to the calendar year of a board, persons; None where not known."""
    return history.covariates_before(iso3, floor(board.year) + 1.0).active


def scored_boards(history: History) -> tuple[Board, ...]:
    """Return the complete boards that are learnt from and scored: not those of operations set aside."""
    return tuple(board for board in history.complete_boards() if board.operation.operation not in SET_ASIDE)


def later_boards(boards: Sequence[Board]) -> tuple[Board, ...]:
    """Return the boards that have an earlier one of the same operation among them."""
    return tuple(board for board in boards if _previous(board, boards) is not None)


def lessons_for(history: History, board: Board, earlier: bool = False) -> Lessons:
    """Return what may be learnt for a board: all scored boards but those of its operation.

    Parameters
    ----------
    history
        All past operations.
    board
        What is to be predicted.
    earlier
        Whether only boards count that were over when this one began.
    """
    others = (one for one in scored_boards(history) if one.operation.operation != board.operation.operation)
    return Lessons(history, tuple(one for one in others if not earlier or one.ends <= board.year))


def baseline(
    name: BaselineName, history: History, boards: Sequence[Board] | None = None, levels: Numbers = FINE
) -> tuple[Prediction, ...]:
    """Return what a baseline says of every candidate of boards, each as if its operation had never been seen.

    Parameters
    ----------
    name
        One of :data:`BASELINES`; ``last_board`` knows the earlier boards of an operation; it is silent on the first.
    history
        What there is to learn from.
    boards
        What to predict; all scored boards if not given.
    levels
        Levels of the quantiles that are taken as equally likely sizes.
    """
    found: list[Prediction] = []
    for board in scored_boards(history) if boards is None else boards:
        found += _last_board(history, board) if name == "last_board" else _board(name, history, board, levels)
    return tuple(found)


def _board(name: BaselineName, history: History, board: Board, levels: Numbers) -> list[Prediction]:
    lessons = lessons_for(history, board, earlier=name == "earlier")
    by_role = name in ("pool", "earlier")
    shares = lessons.shares(board.operation, levels, by_role)
    if shares is None:
        shares = lessons_for(history, board).shares(board.operation, levels, by_role)
    rate = lessons.rate(board.operation, _KEYS.get(name))
    found = []
    for iso3 in board.candidates:
        join = lessons.record(iso3, board.operation) if name == "record" else rate
        found.append(Prediction(*board.key, iso3, join, _sizes(shares, active_at(history, iso3, board), levels)))
    return found


_KEYS: dict[BaselineName, Key] = {
    "pool": lambda operation: operation.candidate_pool,
    "earlier": lambda operation: operation.candidate_pool,
    "mandate": lambda operation: operation.mandate,
}


def _sizes(shares: Numbers | None, active: float | None, levels: Numbers) -> Numbers:
    """Return equally likely sizes; a single soldier where nothing is known."""
    if shares is None or not active:
        return np.ones(len(levels))
    sizes: Numbers = active * 10.0**shares
    return sizes


def _last_board(history: History, board: Board) -> list[Prediction]:
    """Return the last board as it stands: members stay with what they have, and nobody comes anew."""
    before = _previous(board, history.complete_boards())
    if before is None:
        return []
    contingents = [before.members[iso3] for iso3 in before.candidates if before.joined(iso3)]
    usual = float(np.median(contingents)) if contingents else 1.0
    return [
        Prediction(*board.key, iso3, float(before.joined(iso3)), np.array([float(before.members.get(iso3, usual))]))
        for iso3 in board.candidates
    ]


def _previous(board: Board, boards: Sequence[Board]) -> Board | None:
    same = [one for one in boards if one.operation.operation == board.operation.operation and one.ends <= board.year]
    return max(same, key=lambda one: one.year) if same else None
