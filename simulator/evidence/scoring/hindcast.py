"""Hindcasts: what the rule, fitted to some past operations, says of others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.evidence.fitting.asked import Asked, asked_of_board
from simulator.evidence.fitting.joining import pairs_of
from simulator.evidence.fitting.joining_fit import Wave, fit, history_match, joined_of, mean_chances
from simulator.evidence.fitting.keeping import exit_rates, kept
from simulator.evidence.fitting.shared_numbers import Fit, Prior, prior_of
from simulator.evidence.fitting.sizes import NOISE_PRIOR, SizeFit, contingents_of, fit_sizes, sizes_of
from simulator.evidence.history.boards import Board, History
from simulator.evidence.history.owners import owner_of
from simulator.evidence.history.requirements import Requirements, requirements_of
from simulator.evidence.scoring.predictions import Prediction

DRAWS = 64
"""Settings drawn from a fit for a prediction."""
SET_ASIDE = ("korea_unc",)
"""Operations whose figures mix definitions; nothing is learnt from them and they are not scored."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What past operations have taught.

    Attributes
    ----------
    joining
        Numbers of joining, with their spread.
    sizes
        Numbers of sizes, with their spread and noise.
    requirements
        What forces of each scale are asked to be.
    rates
        k_owner, exits a year and member.
    wave
        History matching before the fit; None where nothing was there to learn from.
    """

    joining: Fit
    sizes: SizeFit
    requirements: Requirements
    rates: dict[str, float]
    wave: Wave | None


def scored_boards(history: History) -> list[Board]:
    """Return the complete boards of operations that are not set aside."""
    return [board for board in history.complete_boards() if board.operation.operation not in SET_ASIDE]


def learn(history: History, prior: Prior | None = None, match: bool = False) -> Learnt:
    """Fit the shared numbers to every complete board of a history.

    Parameters
    ----------
    history
        What may be learnt from.
    prior
        Of joining; the shipped one if not given.
    match
        Whether to rule settings out first; the fit is the same, unless the posterior has more than one peak.
    """
    prior = prior or prior_of("joining")
    requirements = requirements_of(history.operations.values())
    boards = scored_boards(history)
    rates = exit_rates(boards)
    if not boards:
        return Learnt(prior.as_fit(), _no_sizes(), requirements, rates, None)
    asked = [asked_of_board(board, history, requirements) for board in boards]
    data = joined_of(pairs_of(asked), [board.joined(iso3) for board in boards for iso3 in board.candidates])
    wave = history_match(data, prior) if match else None
    joining = fit(data, prior, wave.best if wave else None)
    sizes = fit_sizes(contingents_of(asked, [dict(board.members) for board in boards]), prior_of("size"))
    return Learnt(joining, sizes, requirements, rates, wave)


def _no_sizes() -> SizeFit:
    return SizeFit(prior_of("size").as_fit(), dict(NOISE_PRIOR))


def predict(boards: Sequence[Asked], learnt: Learnt, draws: int = DRAWS) -> list[Prediction]:
    """Return a prediction for every candidate of boards, as if asked for the first time.

    Parameters
    ----------
    boards
        As their candidates see them.
    learnt
        From operations other than these.
    draws
        Settings drawn from the fit; even.
    """
    everybody = [(board, one) for board in boards for one in board.candidates]
    if not everybody:
        return []
    chances = mean_chances(pairs_of(boards), learnt.joining, draws)
    return [
        Prediction(board.operation, board.date, one.iso3, float(chance), sizes_of(board, one, learnt.sizes))
        for (board, one), chance in zip(everybody, chances, strict=True)
    ]


def leave_one_out(history: History, prior: Prior | None = None) -> list[Prediction]:
    """Return predictions of every complete board from all other operations, later ones among them.

    Covariates are those known before each board all the same.
    """
    found: list[Prediction] = []
    for key in _operations(scored_boards(history)):
        others = learn(history.without(key), prior)
        boards = [board for board in scored_boards(history) if board.operation.operation == key]
        found += predict([asked_of_board(board, history, others.requirements) for board in boards], others)
    return found


def earlier_only(
    history: History, prior: Prior | None = None, boards: Sequence[Board] | None = None
) -> list[Prediction]:
    """Return predictions of boards from boards of other operations that were over before each.

    Parameters
    ----------
    history
        Past operations.
    prior
        Of joining; the shipped one if not given.
    boards
        What to predict; every scored board if not given.
    """
    found: list[Prediction] = []
    for board in scored_boards(history) if boards is None else boards:
        known = history.earlier_than(board.date).without(board.operation.operation)
        learnt = learn(known, prior)
        found += predict([asked_of_board(board, known, learnt.requirements)], learnt)
    return found


def from_last_board(history: History, prior: Prior | None = None) -> list[Prediction]:
    """Return predictions of later boards of an operation from its last board before, and nothing later."""
    found: list[Prediction] = []
    for board in scored_boards(history):
        known = history.earlier_than(board.date)
        last = known.last_board_before(board.operation.operation, board.year)
        if last is None:
            continue
        learnt = learn(known, prior)
        afresh = predict([asked_of_board(board, known, learnt.requirements)], learnt)
        rate = learnt.rates[owner_of(board.operation)]
        found += [kept(one, last, board.year - last.year, rate) for one in afresh]
    return found


def _operations(boards: Iterable[Board]) -> list[str]:
    return list(dict.fromkeys(board.operation.operation for board in boards))
