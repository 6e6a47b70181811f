"""Designs whose points are drawn: Latin hypercubes and Sobol' sequences over ranges, distributions and choices."""

import hashlib
import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simulator.experiments.designs.points import Design
from simulator.experiments.designs.values import DECIMALS, Point, Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FINGERPRINTED = 256


class OtherPointsError(ValueError):
    """The libraries at hand draw other points than those of the record; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Uniform:
    """Every value of a range alike; where the input counts, every whole number of it alike."""

    low: float
    high: float
    whole: bool = False

    def at(self, unit: float) -> Value:
        """Return the value at a point of [0, 1], by the inverse of the distribution function."""
        if self.whole:
            low, high = int(self.low), int(self.high)
            return min(low + int(unit * (high - low + 1)), high)
        return _clean(self.low + unit * (self.high - self.low), self.low, self.high)

    def ends(self) -> tuple[Value, Value]:
        """Return the least and the greatest value."""
        return self.low, self.high

    def spec(self) -> dict[str, Any]:
        """Return the distribution in the form of a scenario file."""
        return {"uniform": [self.low, self.high]}


@dataclass(frozen=True, slots=True)
class Triangular:
    """Values around a mode, fewer towards the ends."""

    low: float
    mode: float
    high: float

    def at(self, unit: float) -> Value:
        """Return the value at a point of [0, 1], by the inverse of the distribution function."""
        width, rising = self.high - self.low, self.mode - self.low
        if unit * width < rising:
            value = self.low + math.sqrt(unit * width * rising)
        else:
            value = self.high - math.sqrt((1.0 - unit) * width * (width - rising))
        return _clean(value, self.low, self.high)

    def ends(self) -> tuple[Value, Value]:
        """Return the least and the greatest value."""
        return self.low, self.high

    def spec(self) -> dict[str, Any]:
        """Return the distribution in the form of a scenario file."""
        return {"triangular": [self.low, self.mode, self.high]}


@dataclass(frozen=True, slots=True)
class Choice:
    """Values of a list, each for an equal part of [0, 1); a value that is listed twice comes twice as often."""

    values: tuple[Value, ...]

    def at(self, unit: float) -> Value:
        """Return the value at a point of [0, 1]."""
        return self.values[min(int(unit * len(self.values)), len(self.values) - 1)]

    def ends(self) -> tuple[Value, Value]:
        """Return the least and the greatest of values that are numbers."""
        numbers = [value for value in self.values if isinstance(value, int | float)]
        return min(numbers), max(numbers)

    def spec(self) -> dict[str, Any]:
        """Return the distribution in the form of a scenario file."""
        return {"choice": list(self.values)}


Source = Uniform | Triangular | Choice


def _clean(value: float, low: float, high: float) -> float:
    return min(max(round(value, DECIMALS), low), high) + 0.0


@dataclass(frozen=True)
class Sample(Design):
    """Points drawn over the unit cube and carried over to the distributions of the inputs.

    A Latin hypercube is drawn once, as a whole.  A Sobol' sequence is scrambled (linear matrix scramble and digital
    shift), so that no point sits on a corner of the cube, and entered at any point.

    Attributes
    ----------
    sources
        The distribution of each input.
    size
        How many points; for sobol a power of two.
    seed
        Of the draws, 0 or more.
    recorded
        Fingerprint of the first points as a record has it; empty for a design that comes from no record.
    """

    sources: tuple[Source, ...]
    size: int
    seed: int
    recorded: str = field(default="", compare=False)

    def __len__(self) -> int:
        return self.size

    def _points(self, first: int, count: int) -> list[Point]:
        self._check()
        units = self._unit(first, count).tolist()
        return [tuple(source.at(unit) for source, unit in zip(self.sources, row, strict=True)) for row in units]

    def _unit(self, first: int, count: int) -> "NDArray[np.float64]":
        """Return points of the unit cube, one a row."""
        if self.kind == "lhs":
            return self._hypercube[first : first + count]
        from scipy.stats import qmc

        engine = qmc.Sobol(len(self.inputs), scramble=True, rng=self.seed)
        if first:
            return engine.fast_forward(first).random(count)
        # At its start the sequence is only handed out in powers of two without a warning.
        return engine.random(1 << max(0, count - 1).bit_length())[:count]

    @cached_property
    def _hypercube(self) -> "NDArray[np.float64]":
        from scipy.stats import qmc

        return qmc.LatinHypercube(len(self.inputs), rng=self.seed).random(self.size)

    @cached_property
    def _fingerprint(self) -> str:
        points = self._unit(0, min(self.size, FINGERPRINTED))
        return hashlib.sha256(points.astype("<f8").tobytes()).hexdigest()[:16]

    def _check(self) -> None:
        """Raise an error if a record holds other points: libraries may change how they draw from one version on."""
        if self.recorded and self.recorded != self._fingerprint:
            raise OtherPointsError(
                f"this version of scipy or numpy draws other {self.kind} points from seed {self.seed} than those of "
                "the record; install the versions that the record names, or start a new sweep"
            )

    def spec(self) -> dict[str, Any]:
        """Return the distributions, the seed, and a fingerprint of the first points as they were drawn."""
        inputs = [{"input": path} | source.spec() for path, source in zip(self.inputs, self.sources, strict=True)]
        fingerprint = self.recorded or self._fingerprint
        return {
            "kind": self.kind,
            "inputs": inputs,
            "points": self.size,
            "seed": self.seed,
            "fingerprint": fingerprint,
        }

    def ends(self, place: int) -> tuple[Value, Value]:
        """Return the least and the greatest value that a numeric input may take."""
        return self.sources[place].ends()
