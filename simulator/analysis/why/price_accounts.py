"""Prices over runs: how far one input, or two together, must move to lift a country, and in how many runs that does."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.spreads import Spread, spread
from simulator.analysis.why.moves import Move
from simulator.engine.inputs import INPUT_PATHS, Inputs
from simulator.experiments.statistics import Chance, chance

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Value:
    """An input before and after the median step of a move; both None where it stands for several that differ."""

    input: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Price:
    """One move that lifts a country to a rung, over the runs in which it does.

    Attributes
    ----------
    inputs
        One path, or two that move together.
    lifts
        Runs of 100 in which the move alone is enough, all else held.
    step
        Smallest step that is enough, over those runs: an amount for one input (a fall, for a threat), for two the
        share of the way of both to the end that helps.
    values
        Each input before and after the median step.
    witness
        A run in which the median step is the smallest that is enough.
    smallest_in_100
        Runs of 100 in which it is the smallest step among all moves of its kind.
    """

    inputs: tuple[str, ...]
    lifts: Chance
    step: Spread
    values: tuple[Value, ...]
    witness: int
    smallest_in_100: float


def prices(moves: Sequence[Move], steps: Floats, inputs: Inputs) -> tuple[Price, ...]:
    """Return the price of every move that lifts a country in any run, the one that lifts in most runs first.

    Parameters
    ----------
    moves
        All singles, or all pairs.
    steps
        Smallest step of each that is enough, NaN where none is; shape (runs, moves).
    inputs
        Where the inputs are before.
    """
    runs = len(steps)
    possible = ~np.isnan(steps)
    cheapest = np.where(possible, steps, np.inf).argmin(axis=1)[possible.any(axis=1)]
    first = np.bincount(cheapest, minlength=len(moves))
    found = []
    for place, move in enumerate(moves):
        over = spread(steps[possible[:, place], place])
        if over is None:
            continue
        found.append(
            Price(
                inputs=move.inputs,
                lifts=chance(int(possible[:, place].sum()), runs),
                step=over,
                values=_values(move, inputs, over.p50),
                witness=int(np.flatnonzero(steps[:, place] == over.p50)[0]),
                smallest_in_100=100.0 * float(first[place]) / runs,
            )
        )
    return tuple(sorted(found, key=lambda price: (-price.lifts.in_100, price.step.p50, price.inputs)))


def worth_more(pair: Price, singles: Sequence[Price]) -> float:
    """Return in how many more runs of 100 a pair lifts than the better of its inputs alone."""
    alone = [single.lifts.in_100 for single in singles if single.inputs[0] in pair.inputs]
    return pair.lifts.in_100 - max(alone, default=0.0)


def _values(move: Move, inputs: Inputs, step: float) -> tuple[Value, ...]:
    after = move.after(inputs, step)
    found = []
    for lever in move.levers:
        places = [INPUT_PATHS.index(path) for path in _paths(lever.fields)]
        ends = {(inputs[place], after[place]) for place in places}
        before, then = ends.pop() if len(ends) == 1 else (None, None)
        found.append(Value(lever.name, before, then))
    return tuple(found)


def _paths(fields: Sequence[str]) -> list[str]:
    return [path for path, name in zip(INPUT_PATHS, Inputs._fields, strict=True) if name in fields]
