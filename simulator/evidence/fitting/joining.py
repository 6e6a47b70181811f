"""The chance that a state joins a past operation: the exact law of the rule where no state waits for another.

A state joins where it reaches rung 3, a ground unit in the theatre.  Three conditions are stated in every past
operation: O (asked by an organisation it belongs to), C (the mandate) and S (places to fill); each has a threshold
known as a normal distribution, and one unmet condition blocks (theta = 1).  Then, given the common caution z,

    P(join | z) = prod over g of Phi((s_g - tau_g - sd sqrt(rho) z) / (sd sqrt(1 - rho))),

law V1 of the description of the model.  The signals s_g come from the functions of :mod:`simulator.rule`, and
:mod:`simulator.evidence.fitting.past_conference` runs the same numbers through the engines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.fitting.asked import Asked
from simulator.rule.company import company_signal
from simulator.rule.gates import OWNERS, asked_signal, mandate_signal

Floats = NDArray[np.float64]

ASKED_MEDIAN = 0.55
PLACES_MEDIAN = 0.35
LEGAL_SHARE = 0.5
ADOPTED = 0.75
COMMON_CAUTION = 0.15
SIZE_SPREAD, WEALTH_SPREAD = 0.6, 0.45
"""How states spread in log10 active personnel and log10 income, for those of whom it is not known."""
UNKNOWN_SMALL = 0.2
"""Share of states with fewer than 5000 active, for those of whom it is not known."""
LEAST_SD = 0.02

_points, _weights = np.polynomial.hermite_e.hermegauss(9)
CAUTION: Floats = _points
"""Nodes of the common caution z."""
CAUTION_WEIGHTS: Floats = _weights / _weights.sum()


@dataclass(frozen=True, slots=True)
class Pairs:
    """The candidates of some boards, one after the other, as arrays.

    Attributes
    ----------
    boards
        The boards.
    board
        Place of each pair's board.
    group
        Place of each pair's (board, member, striver) among ``groups``.
    groups
        Place of the board, member, striver.
    size, wealth, small
        Covariates, the expected value where not known.
    unknown
        1 where size (first row), wealth (second) or small (third) is not known.
    """

    boards: tuple[Asked, ...]
    board: NDArray[np.int64]
    group: NDArray[np.int64]
    groups: tuple[tuple[int, float, float], ...]
    size: Floats
    wealth: Floats
    small: Floats
    unknown: Floats

    def __len__(self) -> int:
        return len(self.board)


def pairs_of(boards: Sequence[Asked]) -> Pairs:
    """Return the candidates of boards as arrays."""
    everybody = [(place, one) for place, board in enumerate(boards) for one in board.candidates]
    keys = [(place, one.member, one.striver) for place, one in everybody]
    groups = tuple(dict.fromkeys(keys))
    index = {key: place for place, key in enumerate(groups)}
    known = [(one.size, one.wealth, one.small) for _, one in everybody]
    columns = np.array([[np.nan if value is None else value for value in row] for row in known]).reshape(-1, 3)
    unknown = np.isnan(columns)
    size, wealth, small = np.where(unknown, [0.0, 0.0, UNKNOWN_SMALL], columns).T
    return Pairs(
        boards=tuple(boards),
        board=np.array([place for place, _ in everybody], dtype=np.int64),
        group=np.array([index[key] for key in keys], dtype=np.int64),
        groups=groups,
        size=size,
        wealth=wealth,
        small=small,
        unknown=unknown.T.astype(np.float64),
    )


def chances(pairs: Pairs, numbers: dict[str, float]) -> Floats:
    """Return the chance of joining at every node of the common caution; shape (nodes, pairs).

    Parameters
    ----------
    pairs
        Who was asked.
    numbers
        The shared numbers of the part ``joining``, by name.
    """
    sd = max(numbers["threshold_sd"], LEAST_SD)
    common, own = sd * np.sqrt(COMMON_CAUTION), sd * np.sqrt(1.0 - COMMON_CAUTION)
    shift = common * CAUTION[:, None]
    small_spread = UNKNOWN_SMALL * (1.0 - UNKNOWN_SMALL)
    extra = (
        (numbers["size_slope"] * SIZE_SPREAD) ** 2 * pairs.unknown[0]
        + (numbers["wealth_slope"] * WEALTH_SPREAD) ** 2 * pairs.unknown[1]
        + numbers["small_shift"] ** 2 * small_spread * pairs.unknown[2]
    )
    asked = (_pulls(pairs, numbers)[pairs.group] - asked_medians(pairs, numbers) - shift) / np.sqrt(own**2 + extra)
    mandate = (_mandates(pairs) - numbers["mandate_median"])[None, :] - shift
    open_places = _company(pairs, numbers)[None] - PLACES_MEDIAN - shift[:, :, None]
    of_board = _phi(mandate / own) * _phi(open_places / own).mean(axis=2)
    return np.asarray(_phi(asked) * of_board[:, pairs.board])


def join_chances(pairs: Pairs, numbers: dict[str, float]) -> Floats:
    """Return the chance of joining of every pair, over the common caution."""
    return np.asarray(CAUTION_WEIGHTS @ chances(pairs, numbers))


def asked_medians(pairs: Pairs, numbers: dict[str, float]) -> Floats:
    """Return the median threshold of O of every pair: lower for large and wealthy states, higher for small forces."""
    return np.asarray(
        ASKED_MEDIAN
        - numbers["size_slope"] * pairs.size
        - numbers["wealth_slope"] * pairs.wealth
        + numbers["small_shift"] * pairs.small
    )


def owner_pull(owner: str, numbers: dict[str, float]) -> float:
    """Return a_owner.

    Raises
    ------
    ValueError
        If nobody of that kind owns forces.
    """
    if owner not in OWNERS:
        raise ValueError(f"{owner!r} owns no force: one of {', '.join(OWNERS)}")
    return numbers[f"pull_{owner}"]


def _pulls(pairs: Pairs, numbers: dict[str, float]) -> Floats:
    """Return O of every group."""
    found = []
    for place, member, striver in pairs.groups:
        board = pairs.boards[place]
        pull = owner_pull(board.owner, numbers)
        striving = numbers["striver_pull"] if board.owner == "adhoc" else 0.0
        found.append(asked_signal(pull, numbers["member_pull"], member, striving, striver, board.us))
    return np.array(found)


def _mandates(pairs: Pairs) -> Floats:
    """Return C of every board."""
    adopted = [0.0 if board.owner == "adhoc" else ADOPTED for board in pairs.boards]
    return np.array(
        [
            mandate_signal(board.clarity, board.legal, LEGAL_SHARE, 1.0, own)
            for board, own in zip(pairs.boards, adopted, strict=True)
        ]
    )


def _company(pairs: Pairs, numbers: dict[str, float]) -> Floats:
    """Return S of every board at every value of its requirement: places alone, nobody watches anybody."""
    return np.array(
        [
            [company_signal(0.0, 1.0, 0.0, numbers["places"], offered) for offered in board.places]
            for board in pairs.boards
        ]
    )


def _phi(values: Floats) -> Floats:
    from scipy.special import ndtr

    return np.asarray(ndtr(values))
