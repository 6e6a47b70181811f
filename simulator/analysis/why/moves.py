"""Moves: inputs pushed towards the end that helps, one alone or two together, and how far along they are.

A single input is moved by an amount in its own unit.  Two inputs have no common unit, so both go the same share of the
way from where they are to the end that helps most: a half leaves half of the way of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from simulator.engine.inputs import Inputs
from simulator.engine.reasons import LEVERS, MOVING, Lever

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Move:
    """One or two levers pushed at once.

    Attributes
    ----------
    levers
        One, moved by an amount; or two, moved by the same share of their ways.
    """

    levers: tuple[Lever, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """Paths of the inputs that move."""
        return tuple(lever.name for lever in self.levers)

    def slopes(self, inputs: Inputs) -> list[float]:
        """Return by how much each of :data:`simulator.engine.reasons.MOVING` moves for a step of one.

        Parameters
        ----------
        inputs
            Where the inputs are before.
        """
        alone = len(self.levers) == 1
        slopes = [0.0] * len(MOVING)
        for lever in self.levers:
            for place, direction in enumerate(lever.steps()):
                if direction != 0.0:
                    slopes[place] = direction if alone else direction * _way(inputs[place], direction)
        return slopes

    def gates(self) -> list[float]:
        """Return 1 for each condition that the move can touch, else 0."""
        return [max(marks) for marks in zip(*(lever.touched() for lever in self.levers), strict=True)]

    def most(self, inputs: Inputs) -> float:
        """Return the largest step: after it nothing is left to move; 0 where nothing can move."""
        ways = [
            _way(inputs[place], direction)
            for lever in self.levers
            for place, direction in enumerate(lever.steps())
            if direction != 0.0
        ]
        if len(self.levers) == 1:
            return max(ways)
        return 1.0 if max(ways) > 0.0 else 0.0

    def after(self, inputs: Inputs, step: float) -> Inputs:
        """Return the inputs after a step, none of them beyond its end."""
        moved = {
            name: min(1.0, max(0.0, value + step * slope))
            for name, value, slope in zip(MOVING, inputs, self.slopes(inputs), strict=False)
        }
        return inputs._replace(**moved)


def _way(value: float, direction: float) -> float:
    return 1.0 - value if direction > 0.0 else value


SINGLES = tuple(Move((lever,)) for lever in LEVERS)
PAIRS = tuple(Move(pair) for pair in combinations(LEVERS, 2) if not set(pair[0].fields) & set(pair[1].fields))
"""Every two levers that do not move the same input."""


def tables(moves: Sequence[Move], inputs: Inputs) -> tuple[Floats, Floats, Floats]:
    """Return slopes (moves, inputs), touched conditions (moves, gates) and largest steps (moves,) for compiled code."""
    return (
        np.array([move.slopes(inputs) for move in moves], dtype=np.float64).reshape(len(moves), len(MOVING)),
        np.array([move.gates() for move in moves], dtype=np.float64).reshape(len(moves), len(LEVERS[0].touched())),
        np.array([move.most(inputs) for move in moves], dtype=np.float64),
    )
