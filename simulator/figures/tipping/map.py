"""The chances that the tipping map shows: a cell for every mix of two inputs, and where they pass 50 of 100."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.figures import inputs
from simulator.figures.inputs import InputValue
from simulator.figures.reaching import known

if TYPE_CHECKING:
    from simulator.experiments.statistics import Chance
    from simulator.experiments.sweeps.point_summary import PointSummary

TIPS_AT = 49.5
"""Runs of 100 at which a size tips: from here on a chance prints as 50 or more, so that no 50 lies on both sides."""


@dataclass(frozen=True)
class Axis:
    """One of the two inputs.

    Attributes
    ----------
    path
        Dotted path of the input.
    values
        Its values: numbers from the lowest, words as they were given.
    """

    path: str
    values: tuple[InputValue, ...]

    @property
    def numeric(self) -> bool:
        """Whether values lie on a scale, so that something may lie between two of them."""
        return not any(isinstance(value, str | bool) for value in self.values)

    @property
    def numbers(self) -> list[float]:
        """The values of a numeric axis."""
        return [float(value) for value in self.values]

    @property
    def name(self) -> str:
        """Name of the input."""
        return inputs.name(self.path)

    def place(self, value: InputValue | None) -> float | None:
        """Return where a value lies, counted in cells from the first; None where it lies on no cell or between none."""
        if value in self.values:
            return float(self.values.index(value))
        if value is None or isinstance(value, str | bool) or not self.numeric:
            return None
        numbers = self.numbers
        if not numbers[0] <= value <= numbers[-1]:
            return None
        return float(np.interp(value, numbers, range(len(numbers))))


@dataclass(frozen=True)
class Tip:
    """Where one row or column of cells passes 50 of 100.

    Attributes
    ----------
    kind
        ``from`` or ``up to`` a value, at ``any`` or ``none`` of the values, or ``mixed``, if it passes more than once.
    value
        The value at which it passes, between two cells by a straight line; None where it does not pass once.
    low, high
        Where the ends of the interval for the run noise pass; None where an end does not pass once.
    """

    kind: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class TippingMap:
    """How often a force reaches a size, for every mix of two inputs.

    Attributes
    ----------
    points
        One for each mix, in any order.
    axes
        Values by path of the two inputs: those of the rows, then those of the columns.
    title
        Of the scenario that is swept.
    seed, as_of
        Root seed; date of the last statement, ISO.
    base
        The scenario's own values of the two inputs; one that is missing or None is not marked.
    strength
        ``headline``, ``pledged``, ``allocated`` or ``usable``.
    troops
        The size, persons.

    Raises
    ------
    ValueError
        If there are not two inputs with values, no such strength, a mix without a point, or a point that was not
        asked for this size.
    """

    points: Sequence["PointSummary"]
    axes: Mapping[str, Sequence[InputValue]]
    title: str
    seed: int
    as_of: str
    base: Mapping[str, InputValue | None]
    strength: str = "pledged"
    troops: int = 10_000

    def __post_init__(self) -> None:
        known(self.strength)
        if len(self.axes) != 2 or not all(self.axes.values()):
            raise ValueError(f"this figure shows two inputs, not {len(self.axes)}: {', '.join(self.axes)}")
        if any(len(set(values)) < len(values) for values in self.axes.values()):
            raise ValueError("an input has the same value twice")
        _ = self.chances

    @cached_property
    def rows(self) -> Axis:
        """The input that moves from row to row."""
        return self._axis(0)

    @cached_property
    def columns(self) -> Axis:
        """The input that moves from column to column."""
        return self._axis(1)

    def _axis(self, place: int) -> Axis:
        path, values = list(self.axes.items())[place]
        axis = Axis(path, tuple(values))
        return Axis(path, tuple(sorted(values, key=float))) if axis.numeric else axis

    @cached_property
    def chances(self) -> tuple[tuple["Chance", ...], ...]:
        """The chance of every cell, row by row."""
        paths = self.rows.path, self.columns.path
        found = {tuple(point.inputs[path] for path in paths): self._chance(point) for point in self.points}
        missing = [mix for mix in ((r, c) for r in self.rows.values for c in self.columns.values) if mix not in found]
        if missing:
            words = " and ".join(f"{path} = {value}" for path, value in zip(paths, missing[0], strict=True))
            raise ValueError(f"no point has {words}")
        return tuple(tuple(found[row, column] for column in self.columns.values) for row in self.rows.values)

    def _chance(self, point: "PointSummary") -> "Chance":
        for reach in point.reaches:
            if (reach.strength, reach.troops) == (self.strength, self.troops):
                return reach.chance
        sizes = sorted({reach.troops for reach in point.reaches if reach.strength == self.strength})
        raise ValueError(
            f"the points were not asked how often {self.troops:,} {self.strength} troops are reached, "
            f"only for {', '.join(f'{size:,}' for size in sizes) or 'no size'}"
        )

    def field(self, part: str = "in_100") -> NDArray[np.float64]:
        """Return ``in_100``, ``low`` or ``high`` of every cell, shape (rows, columns)."""
        return np.array([[getattr(chance, part) for chance in row] for row in self.chances], dtype=np.float64)

    def open_cells(self) -> NDArray[np.bool_]:
        """Return in which cells the run noise leaves the side of 50 open, shape (rows, columns)."""
        return (self.field("low") < TIPS_AT) & (self.field("high") >= TIPS_AT)

    @property
    def runs(self) -> int:
        """Runs of all points."""
        return sum(point.runs for point in self.points)

    def tips(self, along_rows: bool) -> tuple[Tip, ...]:
        """Return where each column (or, if not along the rows, each row) passes 50 of 100.

        Parameters
        ----------
        along_rows
            Whether the input of the rows is what is moved.
        """
        moved = self.rows if along_rows else self.columns
        fields = [self.field(part) if along_rows else self.field(part).T for part in ("in_100", "low", "high")]
        return tuple(_tip(moved.numbers, *lines) for lines in zip(*(field.T for field in fields), strict=True))


def _tip(numbers: list[float], line: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> Tip:
    passed = crossings(line)
    if not passed:
        return Tip("any" if line[0] >= TIPS_AT else "none")
    if len(passed) > 1:
        return Tip("mixed")
    value, at_low, at_high = (_once(numbers, crossings(values)) for values in (line, low, high))
    return Tip("from" if line[-1] >= TIPS_AT else "up to", value, at_low, at_high)


def _once(numbers: list[float], passed: list[float]) -> float | None:
    return float(np.interp(passed[0], range(len(numbers)), numbers)) if len(passed) == 1 else None


def crossings(line: NDArray[np.float64], level: float = TIPS_AT) -> list[float]:
    """Return where a line through values passes a level, counted in values from the first; the level counts as above.

    Parameters
    ----------
    line : ndarray, shape (n,)
        Values one step apart.
    level
        Value to pass.
    """
    return [
        place + (level - before) / (after - before)
        for place, (before, after) in enumerate(pairwise(line.tolist()))
        if (before >= level) != (after >= level)
    ]
