"""Boards: what an engine hands over for a block of replicates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Small = NDArray[np.int8]
Persons = NDArray[np.int32]
Whole = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUND_COLUMNS = ("joins", "inside", "ground", "pledged")
"""What is recorded of every round, in order."""


@dataclass(frozen=True, slots=True)
class Boards:
    """Settled boards of replicates, in order of replicate.

    Attributes
    ----------
    rungs
        Rung of every country; shape (replicates, countries).
    pledged, headline
        Persons, kept up and for one tour; same shape.
    by_words
        Persons of the pledge that stand by the country's own words, without the announced rule; same shape.
    reasons
        Index into :data:`simulator.engine.reasons.REASONS`; same shape.
    prices
        Smallest move of each lever that lifts a country one rung, NaN where it cannot; shape (replicates, countries,
        levers); fewer replicates, the first ones, where the rest were not priced.
    history
        The board after each round, row 0 the start, with the columns of :data:`ROUND_COLUMNS`; shape (replicates,
        rows, 4).  Rows after the last round of a replicate repeat its last board.
    rounds
        Rounds held.
    settled
        Whether each replicate came to rest by itself.
    since
        Since which round a country joins, is inside Ukraine, or sends ground troops without a break, -1 where it does
        not; shape (replicates, countries, 3).
    """

    rungs: Small
    pledged: Persons
    headline: Persons
    by_words: Persons
    reasons: Small
    prices: Floats
    history: Whole
    rounds: Whole
    settled: NDArray[np.bool_]
    since: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.rungs)


def joined(blocks: list[Boards]) -> Boards:
    """Return consecutive blocks as one."""
    rows = max(block.history.shape[1] for block in blocks)
    return Boards(
        rungs=np.concatenate([block.rungs for block in blocks]),
        pledged=np.concatenate([block.pledged for block in blocks]),
        headline=np.concatenate([block.headline for block in blocks]),
        by_words=np.concatenate([block.by_words for block in blocks]),
        reasons=np.concatenate([block.reasons for block in blocks]),
        prices=np.concatenate([block.prices for block in blocks]),
        history=np.concatenate([_longer(block.history, rows) for block in blocks]),
        rounds=np.concatenate([block.rounds for block in blocks]),
        settled=np.concatenate([block.settled for block in blocks]),
        since=np.concatenate([block.since for block in blocks]),
    )


def _longer(history: Whole, rows: int) -> Whole:
    return np.pad(history, ((0, 0), (0, rows - history.shape[1]), (0, 0)), mode="edge")


def at_rest(history: Whole, rounds: Whole) -> Whole:
    """Return a history in which rows after the last round of each replicate repeat its last board, and no more rows.

    Parameters
    ----------
    history
        Shape (replicates, rows, columns); rows after the last round of a replicate may hold anything.
    rounds
        Rounds held by each replicate.
    """
    longest = int(rounds.max(initial=0)) + 1
    row = np.minimum(np.arange(longest)[None], rounds[:, None])
    return np.take_along_axis(history, row[:, :, None], axis=1)
