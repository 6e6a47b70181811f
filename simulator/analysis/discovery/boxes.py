"""Boxes: limits on inputs that hold together, and how well a box tells points of interest from the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.discovery.futures import Column
from simulator.experiments.designs.values import Value

Flags = NDArray[np.bool_]

PRINTED_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """What a box asks of one input.

    Attributes
    ----------
    path
        The input.
    low, high
        It is above ``low`` and below ``high``; None where there is no such end.  Ends lie between values that occur.
    words
        Of an input that takes words or is a switch, those that are allowed; None for numbers.
    """

    path: str
    low: float | None = None
    high: float | None = None
    words: tuple[Value, ...] | None = None

    def allows(self, column: Column) -> Flags:
        """Return which points keep the limit."""
        if self.words is not None:
            places = [place for place, word in enumerate(column.words) if word in self.words]
            return np.isin(column.numbers, places)
        kept = np.ones(len(column.numbers), dtype=np.bool_)
        if self.low is not None:
            kept &= column.numbers > self.low
        if self.high is not None:
            kept &= column.numbers < self.high
        return kept

    @property
    def sides(self) -> tuple[str, ...]:
        """Which sides are limited: ``above``, ``below``, or ``words``."""
        if self.words is not None:
            return ("words",)
        ends = {"above": self.low, "below": self.high}
        return tuple(side for side, end in ends.items() if end is not None)

    def told(self) -> str:
        """Return the limit as it is read: ``us.air < 0.4``, ``0.2 < us.air < 0.6``, ``mandate.owner is eu or un``."""
        if self.words is not None:
            return f"{self.path} is {' or '.join(_word(word) for word in self.words)}"
        if self.low is None:
            return f"{self.path} < {number(self.high or 0.0)}"
        if self.high is None:
            return f"{self.path} > {number(self.low)}"
        return f"{number(self.low)} < {self.path} < {number(self.high)}"

    def to_json(self) -> dict[str, Any]:
        """Return the limit as plain JSON values."""
        words = None if self.words is None else list(self.words)
        return {"input": self.path, "above": self.low, "below": self.high, "words": words}


def number(value: float) -> str:
    """Return a number with three digits, and whole ones from 1,000 on."""
    return f"{value:,.0f}" if abs(value) >= 1_000.0 else f"{value:.{PRINTED_DIGITS}g}"


def _word(word: Value) -> str:
    return ("yes" if word else "no") if isinstance(word, bool) else str(word)


@dataclass(frozen=True, slots=True)
class Box:
    """Limits that hold together; without any, everything is inside."""

    limits: tuple[Limit, ...] = ()

    def holds(self, columns: Iterable[Column]) -> Flags:
        """Return which points are inside.

        Parameters
        ----------
        columns
            All inputs that it limits, at least one of any.
        """
        by_path = {column.path: column for column in columns}
        inside = np.ones(len(next(iter(by_path.values())).numbers), dtype=np.bool_)
        for limit in self.limits:
            inside &= limit.allows(by_path[limit.path])
        return inside

    def without(self, path: str) -> "Box":
        """Return the box without what it asks of one input."""
        return Box(tuple(limit for limit in self.limits if limit.path != path))

    def with_limit(self, limit: Limit) -> "Box":
        """Return the box with one limit in place of what it asked of that input."""
        kept = [one for one in self.limits if one.path != limit.path]
        return Box((*kept, limit))

    def limit_of(self, column: Column) -> Limit:
        """Return what it asks of an input, which may be nothing."""
        blank = Limit(column.path, words=column.words or None)
        return next((limit for limit in self.limits if limit.path == column.path), blank)

    def told(self) -> str:
        """Return the limits in words, joined by ``and``."""
        return " and ".join(limit.told() for limit in self.limits) or "always"


@dataclass(frozen=True, slots=True)
class Tally:
    """Points inside a box, points of interest, and those that are both."""

    inside: int
    wanted: int
    both: int

    @property
    def density(self) -> float:
        """Share of points of interest among those inside; 0 for an empty box."""
        return self.both / self.inside if self.inside else 0.0

    @property
    def coverage(self) -> float:
        """Share of the points of interest that are inside; 0 where there are none."""
        return self.both / self.wanted if self.wanted else 0.0


def tally(box: Box, columns: Sequence[Column], wanted: Flags) -> Tally:
    """Count the points of a box."""
    inside = box.holds(columns)
    return Tally(int(inside.sum()), int(wanted.sum()), int((inside & wanted).sum()))


def at(columns: Sequence[Column], places: NDArray[Any]) -> tuple[Column, ...]:
    """Return columns at some points."""
    return tuple(replace(column, numbers=column.numbers[places]) for column in columns)
