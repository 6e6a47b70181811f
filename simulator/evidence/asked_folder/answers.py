"""Predictions of operations the package has never seen, and of later dates of those it has."""

from collections.abc import Iterable
from typing import Any

from simulator.evidence.asked_folder.folder import AskedCandidate, AskedFolder
from simulator.evidence.fitting.asked import Asked, Candidate, asked_into, candidate
from simulator.evidence.fitting.calibration import shipped
from simulator.evidence.fitting.keeping import kept
from simulator.evidence.history.boards import History, Operation, read_history
from simulator.evidence.history.dates import starts
from simulator.evidence.history.owners import owner_of
from simulator.evidence.scoring.hindcast import Learnt, predict
from simulator.evidence.scoring.predictions import Prediction

COLUMNS = ("operation", "date", "iso3", "p_join", "p_50", "p_250", "p_1000", "size_p10", "size_median", "size_p90")
FLOORS = (50, 250, 1000)
DECIMALS = 6
UNKNOWN_MEMBER = 0.5


def predict_folder(
    folder: AskedFolder, learnt: Learnt | None = None, history: History | None = None
) -> list[Prediction]:
    """Return a prediction for every candidate of a folder.

    Parameters
    ----------
    folder
        Operations and candidates, as :func:`simulator.evidence.asked_folder.folder.read_asked` gives them.
    learnt, history
        What past operations taught, and their boards; those of the package if not given.

    Returns
    -------
    list of Prediction
        In the order of ``candidates.csv``.  An operation that the history knows starts from its last board before the
        date, the others as if asked for the first time.
    """
    learnt = learnt or shipped()
    history = history or read_history()
    found: dict[tuple[str, str, str], Prediction] = {}
    for (key, date), asked in folder.boards().items():
        operation = folder.operations[key]
        board = asked_board(operation, date, asked, learnt, history)
        found |= {one.key: one for one in _from_last_board(predict([board], learnt), operation, date, learnt, history)}
    return [found[one.operation, one.date, one.iso3] for one in folder.candidates]


def asked_board(
    operation: Operation, date: str, asked: Iterable[AskedCandidate], learnt: Learnt, history: History
) -> Asked:
    """Return an operation of a folder as its candidates see it."""
    year = starts(date)
    owner = owner_of(operation)
    return asked_into(
        operation, date, None, learnt.requirements, (_candidate(one, owner, year, history) for one in asked)
    )


def row_of(one: Prediction) -> dict[str, Any]:
    """Return a prediction as a row of the output, keyed by :data:`COLUMNS`; chances to six places, sizes in persons."""
    low, high = one.interval()
    return {
        "operation": one.operation,
        "date": one.date,
        "iso3": one.iso3,
        "p_join": round(one.join, DECIMALS),
        **{f"p_{floor}": round(one.at_least(floor), DECIMALS) for floor in FLOORS},
        "size_p10": round(low),
        "size_median": round(one.median()),
        "size_p90": round(high),
    }


def _candidate(one: AskedCandidate, owner: str, year: float, history: History) -> Candidate:
    since = history.years_in_alliance(one.iso3, year)
    nato = since is not None if one.nato is None else one.nato
    found = candidate(one.iso3, owner, nato, bool(one.eu), since if nato else None, one.known)
    if owner == "eu" and one.eu is None:
        return Candidate(found.iso3, UNKNOWN_MEMBER, found.striver, found.size, found.wealth)
    return found


def _from_last_board(
    afresh: list[Prediction], operation: Operation, date: str, learnt: Learnt, history: History
) -> list[Prediction]:
    year = starts(date)
    last = history.last_board_before(operation.operation, year)
    if last is None:
        return afresh
    rate = learnt.rates[owner_of(operation)]
    return [kept(one, last, year - last.year, rate) for one in afresh]
