"""Designs whose points are written down: grids, one input at a time, and tables."""

import math
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, product
from typing import Any

from simulator.experiments.designs.values import Column, Point, Stretch, Value


@dataclass(frozen=True)
class Design(ABC):
    """The points of a sweep: which inputs take which values.

    Attributes
    ----------
    kind
        ``grid``, ``one-at-a-time``, ``lhs``, ``sobol`` or ``table``.
    inputs
        Dotted paths of the inputs, in the order of the values of a point.
    note
        What the reader should know about how the points came about, one sentence; empty if nothing.
    """

    kind: str
    inputs: tuple[str, ...]
    note: str = field(default="", compare=False, kw_only=True)

    @property
    def axes(self) -> dict[str, tuple[Value, ...]]:
        """The values of every input of a grid, by path; empty for all other kinds, whose points fill no grid."""
        return {}

    @abstractmethod
    def __len__(self) -> int: ...

    def points(self, first: int, count: int) -> list[Point]:
        """Return some points, one after the other.

        Parameters
        ----------
        first
            Number of the first point, counted from 0.
        count
            How many points.

        Returns
        -------
        list of tuple
            A value for each of :attr:`inputs`: float for numbers, int for whole numbers, str for words, bool for
            switches.  The same as this stretch of all points, whatever was asked for before.

        Raises
        ------
        IndexError
            If there are no such points.
        """
        if first < 0 or count < 0 or first + count > len(self):
            raise IndexError(f"points {first} to {first + count - 1} of a design of {len(self)} points")
        return self._points(first, count)

    @abstractmethod
    def _points(self, first: int, count: int) -> list[Point]:
        """Return points that are known to be there."""

    @abstractmethod
    def spec(self) -> dict[str, Any]:
        """Return what determines all points, as plain JSON: for records and their hashes."""

    @abstractmethod
    def ends(self, place: int) -> tuple[Value, Value]:
        """Return the least and the greatest value that the numeric input at a place of :attr:`inputs` may take."""

    def settings(self, places: Sequence[int]) -> Iterator[tuple[int, Point]]:
        """Yield every distinct setting of some of the inputs, each with the number of the first point that has it.

        Parameters
        ----------
        places
            Places of the inputs in :attr:`inputs`.

        Yields
        ------
        tuple
            Number of the point, and the values at these places.  Where settings are very many, some come twice.
        """
        seen: set[Point] = set()
        for first in range(0, len(self), CHUNK):
            for number, point in enumerate(self.points(first, min(CHUNK, len(self) - first)), first):
                setting = tuple(point[place] for place in places)
                if setting not in seen:
                    if len(seen) < MOST_REMEMBERED:
                        seen.add(setting)
                    yield number, setting


CHUNK = 4096
MOST_REMEMBERED = 1_000_000


@dataclass(frozen=True)
class Grid(Design):
    """Every combination of the values of its inputs; the last input varies fastest.

    Attributes
    ----------
    columns
        The values of each input.
    """

    columns: tuple[Column, ...]

    @property
    def axes(self) -> dict[str, tuple[Value, ...]]:
        """The values of every input, by path, written out."""
        return {path: _all(column) for path, column in zip(self.inputs, self.columns, strict=True)}

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(len(column) for column in self.columns)

    def __len__(self) -> int:
        return math.prod(self._sizes)

    def _points(self, first: int, count: int) -> list[Point]:
        return [self._point(number) for number in range(first, first + count)]

    def _point(self, number: int) -> Point:
        values: list[Value] = []
        for column, size in zip(reversed(self.columns), reversed(self._sizes), strict=True):
            number, place = divmod(number, size)
            values.append(column[place])
        return tuple(reversed(values))

    def spec(self) -> dict[str, Any]:
        """Return the inputs with their ranges or values."""
        inputs = [
            {"input": path} | _column_spec(column) for path, column in zip(self.inputs, self.columns, strict=True)
        ]
        return {"kind": self.kind, "inputs": inputs}

    def ends(self, place: int) -> tuple[Value, Value]:
        """Return the least and the greatest value of a numeric input."""
        column = self.columns[place]
        return (column[0], column[len(column) - 1]) if isinstance(column, Stretch) else _ends(_all(column))

    def settings(self, places: Sequence[int]) -> Iterator[tuple[int, Point]]:
        """Yield every distinct setting of some of the inputs, without walking through the others."""
        strides = [math.prod(self._sizes[place + 1 :]) for place in places]
        for steps in product(*(range(self._sizes[place]) for place in places)):
            number = sum(step * stride for step, stride in zip(steps, strides, strict=True))
            yield number, tuple(self.columns[place][step] for place, step in zip(places, steps, strict=True))


@dataclass(frozen=True)
class OneAtATime(Design):
    """The scenario's own values first, then the values of each input in turn while the others stay.

    Attributes
    ----------
    base
        The scenario's own value of each input: point 0.
    moves
        The values of each input, without its own.
    """

    base: Point
    moves: tuple[tuple[Value, ...], ...]

    @cached_property
    def _ends_of_moves(self) -> tuple[int, ...]:
        return tuple(accumulate(len(values) for values in self.moves))

    def __len__(self) -> int:
        return 1 + sum(len(values) for values in self.moves)

    def _points(self, first: int, count: int) -> list[Point]:
        return [self._point(number) for number in range(first, first + count)]

    def _point(self, number: int) -> Point:
        if number == 0:
            return self.base
        place = bisect_right(self._ends_of_moves, number - 1)
        # Counted back from the last value of this input, hence below zero.
        value = self.moves[place][number - 1 - self._ends_of_moves[place]]
        return (*self.base[:place], value, *self.base[place + 1 :])

    def spec(self) -> dict[str, Any]:
        """Return the inputs, each with its own value and those it moves to."""
        inputs = [
            {"input": path, "base": own, "values": list(values)}
            for path, own, values in zip(self.inputs, self.base, self.moves, strict=True)
        ]
        return {"kind": self.kind, "inputs": inputs}

    def ends(self, place: int) -> tuple[Value, Value]:
        """Return the least and the greatest value of a numeric input, its own among them."""
        return _ends((self.base[place], *self.moves[place]))


@dataclass(frozen=True)
class Table(Design):
    """Points as a table gives them, one a row.

    Attributes
    ----------
    columns
        The values of each input, all of one length.
    shown
        The file as the user named it; empty where the points come from a record.
    lines
        Line of each row in the file, counted from 1; empty where the points come from a record.
    """

    columns: tuple[Column, ...]
    shown: str = field(default="", compare=False)
    lines: Sequence[int] = field(default=(), compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.columns[0])

    def _points(self, first: int, count: int) -> list[Point]:
        return [tuple(column[number] for column in self.columns) for number in range(first, first + count)]

    def spec(self) -> dict[str, Any]:
        """Return the inputs and all rows."""
        return {
            "kind": self.kind,
            "inputs": list(self.inputs),
            "rows": [list(point) for point in self._points(0, len(self))],
        }

    def ends(self, place: int) -> tuple[Value, Value]:
        """Return the least and the greatest value in a numeric column."""
        return _ends(_all(self.columns[place]))


def _all(column: Column) -> tuple[Value, ...]:
    return tuple(column[index] for index in range(len(column)))


def _ends(values: Sequence[Value]) -> tuple[Value, Value]:
    numbers = [value for value in values if isinstance(value, int | float)]
    return min(numbers), max(numbers)


def _column_spec(column: Column) -> dict[str, Any]:
    if isinstance(column, Stretch):
        return {"range": [column.start, column.stop, column.step]}
    return {"values": list(_all(column))}
