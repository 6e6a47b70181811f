"""Boards: what an engine hands over for a block of replicates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Small = NDArray[np.int8]
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
        levers).
    rounds
        For each replicate an array of shape (rounds + 1, 4) with the columns of :data:`ROUND_COLUMNS`.
    settled
        Whether each replicate came to rest by itself.
    """

    rungs: Small
    pledged: Whole
    headline: Whole
    by_words: Whole
    reasons: Small
    prices: Floats
    rounds: tuple[Whole, ...]
    settled: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rungs)


def joined(blocks: list[Boards]) -> Boards:
    """Return consecutive blocks as one."""
    return Boards(
        rungs=np.concatenate([block.rungs for block in blocks]),
        pledged=np.concatenate([block.pledged for block in blocks]),
        headline=np.concatenate([block.headline for block in blocks]),
        by_words=np.concatenate([block.by_words for block in blocks]),
        reasons=np.concatenate([block.reasons for block in blocks]),
        prices=np.concatenate([block.prices for block in blocks]),
        rounds=tuple(rounds for block in blocks for rounds in block.rounds),
        settled=np.concatenate([block.settled for block in blocks]),
    )
