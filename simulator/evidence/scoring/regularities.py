"""Nine regularities of past operations as numbers, of real boards and of simulated boards of the same shape.

Contingents of the United States are left out of the tail, of tokens and of elasticities, because they are the frame of
a force and not a choice of joining; they count in the load of the lead and among those who stay.  Shares of active
forces are those of candidates, with the active forces of the last row up to the calendar year of a board.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.evidence.history.boards import Board, History
from simulator.evidence.history.past import US
from simulator.evidence.scoring.baselines import SET_ASIDE, active_at
from simulator.evidence.scoring.predictions import Numbers

MANY = 10
"""Contingents from which on a board has a tail worth speaking of."""
FEWEST_PAIRS = 5
"""Contingents below which no slope and no correlation is taken."""
TOKENS = (10, 50, 100, 500)
QUANTILES = (10, 25, 50, 75, 90, 100)

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Iraq": ("iraq_invasion", "mnf_iraq"),
    "ISAF": ("isaf",),
    "EUFOR Chad": ("eufor_chad",),
    "battlegroups": ("efp_estonia", "efp_lithuania", "efp_poland"),
    "IFOR and SFOR": ("ifor", "sfor"),
    "UN missions": ("minurcat", "minusma", "undof", "unficyp"),
}
"""Operations that are spoken of together."""
GROWING = "nato_efp"
"""The one operation with boards before and after a threat grew; it lists contingents of 100 or more."""


@dataclass(frozen=True, slots=True)
class Regularity:
    """One figure of one regularity.

    Attributes
    ----------
    number
        1 to 9, as in ``data/history/README.md``.
    key
        Unique among figures.
    words
        What it is.
    values
        One a board, pair of boards or contingent class; at least one.
    """

    number: int
    key: str
    words: str
    values: tuple[float, ...]

    @property
    def low(self) -> float:
        """The smallest value."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The largest value."""
        return max(self.values)

    @property
    def middle(self) -> float:
        """The median value."""
        return float(np.median(self.values))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One regularity in data and in simulated boards.

    Attributes
    ----------
    data
        As it was.
    model_low, model_middle, model_high
        5th percentile, median and 95th percentile over simulations of the median value.
    met
        Whether the median value of the data lies between both ends.
    """

    data: Regularity
    model_low: float
    model_middle: float
    model_high: float
    met: bool


def regularities(boards: Iterable[Board], history: History) -> tuple[Regularity, ...]:
    """Return the nine regularities of boards.

    Parameters
    ----------
    boards
        Real or simulated.  Only complete ones count, but for the ninth, and none of operations set aside.
    history
        Where active forces are looked up.

    Returns
    -------
    tuple of Regularity
        In order of number; figures of which the boards show nothing are left out.
    """
    given = tuple(boards)
    complete = [board for board in given if board.complete and board.operation.operation not in SET_ASIDE]
    found = [
        *_tail(complete),
        *_lead_load(complete),
        *_tokens(complete),
        *_shares(complete, history),
        *_elasticities(complete, history),
        *_persistence(complete),
        *_join_shares(complete),
        *_threat([board for board in given if board.operation.operation == GROWING], history),
    ]
    return tuple(figure for figure in found if figure.values)


def compared(data: Sequence[Board], simulated: Sequence[Sequence[Board]], history: History) -> tuple[Comparison, ...]:
    """Return every regularity of the data beside that of simulated boards of the same shape.

    Parameters
    ----------
    data
        Real boards.
    simulated
        One list of boards a simulation, at least one.
    history
        Where active forces are looked up.

    Returns
    -------
    tuple of Comparison
        Figures that some simulation shows nothing of are judged by the others, and left out where none shows it.
    """
    runs = [{one.key: one.middle for one in regularities(boards, history)} for boards in simulated]
    found = []
    for figure in regularities(data, history):
        middles = [run[figure.key] for run in runs if figure.key in run]
        if middles:
            low, middle, high = (float(value) for value in np.quantile(middles, (0.05, 0.5, 0.95)))
            found.append(Comparison(figure, low, middle, high, low <= figure.middle <= high))
    return tuple(found)


def gini(values: Iterable[float]) -> float:
    """Return the Gini coefficient of positive values: 0 where all are equal, (n - 1) / n where one has all."""
    ordered = np.sort(np.fromiter(values, dtype=np.float64))
    count = len(ordered)
    return float((2.0 * np.arange(1, count + 1) - count - 1.0) @ ordered / (count * ordered.sum()))


def top_share(values: Iterable[float], count: int = 3) -> float:
    """Return the share of the largest few in all."""
    ordered = sorted(values, reverse=True)
    return sum(ordered[:count]) / sum(ordered)


def lead_load(board: Board) -> float:
    """Return the share of the lead in all troops; 0 where it is not listed."""
    return board.members.get(board.operation.lead, 0) / sum(board.members.values())


def elasticity(board: Board, history: History) -> float | None:
    """Return the slope of log troops on log active forces, without the US; None for fewer than five contingents."""
    pairs = [
        (active, troops)
        for iso3, troops in _others(board).items()
        if (active := active_at(history, iso3, board)) is not None and active > 0
    ]
    if len(pairs) < FEWEST_PAIRS:
        return None
    logs: Numbers = np.log(np.array(pairs, dtype=np.float64))
    centred = logs - logs.mean(axis=0)
    spread = float(centred[:, 0] @ centred[:, 0])
    return float(centred[:, 0] @ centred[:, 1]) / spread if spread > 0 else None


def stay_rate(before: Board, after: Board) -> float:
    """Return the share of contributors that are still there on a later board."""
    return sum(after.joined(iso3) for iso3 in before.members) / len(before.members)


def size_correlation(before: Board, after: Board) -> float | None:
    """Return the correlation of log sizes of those who stayed; None for fewer than five, or all of one size."""
    stayed = [iso3 for iso3 in before.members if after.joined(iso3)]
    if len(stayed) < FEWEST_PAIRS:
        return None
    logs = np.log([[float(board.members[iso3]) for iso3 in stayed] for board in (before, after)])
    if not logs.std(axis=1).all():
        return None
    return float(np.corrcoef(logs)[0, 1])


def join_share(boards: Iterable[Board]) -> float | None:
    """Return the share of pairs of board and candidate that joined; None where nobody was asked."""
    listed = [board.joined(iso3) for board in boards for iso3 in board.candidates]
    return sum(listed) / len(listed) if listed else None


def active_shares(boards: Iterable[Board], history: History) -> Numbers:
    """Return the contingents of candidates as per cent of their active forces; shape (contingents,)."""
    return np.array(
        [
            100.0 * board.members[iso3] / active
            for board in boards
            for iso3 in board.candidates
            if board.joined(iso3) and (active := active_at(history, iso3, board))
        ]
    )


def _others(board: Board) -> dict[str, int]:
    return {iso3: troops for iso3, troops in board.members.items() if iso3 != US}


def _in(boards: Iterable[Board], group: str) -> list[Board]:
    return [board for board in boards if board.operation.operation in GROUPS[group]]


def _slug(name: str) -> str:
    return name.lower().replace(" ", "_")


def _said(values: Iterable[float | None]) -> tuple[float, ...]:
    return tuple(value for value in values if value is not None)


def _tail(boards: Sequence[Board]) -> list[Regularity]:
    many = [board for board in boards if len(board.members) >= MANY and _others(board)]
    led = [board for board in many if board.operation.us_role == "lead"]
    chad = _in(many, "EUFOR Chad")
    ginis = tuple(gini(_others(board).values()) for board in many)
    return [
        Regularity(1, "gini", "Gini without the US, ten states or more", ginis),
        Regularity(1, "top3_us_led", "share of the top three, US-led", _tops(led)),
        Regularity(1, "top3_chad", "share of the top three, EUFOR Chad", _tops(chad)),
    ]


def _tops(boards: Iterable[Board]) -> tuple[float, ...]:
    return tuple(top_share(_others(board).values()) for board in boards)


def _lead_load(boards: Sequence[Board]) -> list[Regularity]:
    found = []
    for name in ("Iraq", "ISAF", "EUFOR Chad", "battlegroups", "IFOR and SFOR"):
        loads = tuple(lead_load(board) for board in _in(boards, name) if board.members)
        found.append(Regularity(2, f"lead_load_{_slug(name)}", f"load of the lead, {name}", loads))
    return found


def _tokens(boards: Sequence[Board]) -> list[Regularity]:
    sizes = np.array([troops for board in boards for troops in _others(board).values()])
    if len(sizes) == 0:
        return []
    return [
        Regularity(3, f"below_{limit}", f"contingents below {limit} persons", (float((sizes < limit).mean()),))
        for limit in TOKENS
    ]


def _shares(boards: Sequence[Board], history: History) -> list[Regularity]:
    kinds = [(4, "US role", role) for role in ("lead", "enabler", "none")]
    kinds += [(5, "mission", mission) for mission in ("stabilisation", "peacekeeping", "deterrence")]
    found = []
    for number, kind, word in kinds:
        alike = [b for b in boards if word == (b.operation.us_role if number == 4 else b.operation.mission_type)]
        shares = active_shares(alike, history)
        values = (float(np.median(shares)),) if len(shares) else ()
        key = f"share_{kind.split()[0].lower()}_{word}"
        found.append(Regularity(number, key, f"median % of active forces, {kind} {word}", values))
    everything = active_shares(boards, history)
    if len(everything):
        for percent in QUANTILES:
            value = float(np.percentile(everything, percent))
            found.append(Regularity(5, f"share_p{percent}", f"% of active forces, percentile {percent}", (value,)))
    return found


def _elasticities(boards: Sequence[Board], history: History) -> list[Regularity]:
    found = []
    for name in ("ISAF", "Iraq", "IFOR and SFOR", "EUFOR Chad", "UN missions"):
        slopes = _said(elasticity(board, history) for board in _in(boards, name))
        words = f"elasticity of troops to active forces, {name}"
        found.append(Regularity(6, f"elasticity_{_slug(name)}", words, slopes))
    return found


def _persistence(boards: Sequence[Board]) -> list[Regularity]:
    def steps(chosen: Sequence[Board]) -> list[tuple[Board, Board]]:
        pairs = pairwise(chosen)
        return [(one, two) for one, two in pairs if one.operation.operation == two.operation.operation and one.members]

    found = [
        Regularity(7, f"stay_{_slug(name)}", f"share that stays to the next date, {name}", tuple(rates))
        for name in ("ISAF", "Iraq")
        if (rates := [stay_rate(*step) for step in steps(_in(boards, name))])
    ]
    correlations = _said(size_correlation(*step) for step in steps(boards))
    return [*found, Regularity(7, "size_correlation", "correlation of log sizes from date to date", correlations)]


def _join_shares(boards: Sequence[Board]) -> list[Regularity]:
    found = []
    for name in ("ifor", "sfor", "isaf", "iraq_invasion", "mnf_iraq"):
        share = join_share(board for board in boards if board.operation.operation == name)
        found.append(Regularity(8, f"join_{name}", f"share of those asked that joined, {name}", _said([share])))
    return found


def _threat(boards: Sequence[Board], history: History) -> list[Regularity]:
    """Return totals and median shares of the first and the last board of the operation that grew."""
    found = []
    ends = (("first", boards[0]), ("last", boards[-1])) if boards else ()
    for when, board in ends:
        everybody = [(troops, active_at(history, iso3, board)) for iso3, troops in board.members.items()]
        shares = [100.0 * troops / active for troops, active in everybody if active]
        total = (float(sum(board.members.values())),)
        found.append(Regularity(9, f"growing_total_{when}", f"listed troops, {GROWING}, {when} board", total))
        median = (float(np.median(shares)),) if shares else ()
        words = f"median % of active forces, {GROWING}, {when} board"
        found.append(Regularity(9, f"growing_share_{when}", words, median))
    return found
