"""Titles of the tipping map, each with a guard: used only where the run noise does not reach 50 of 100."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from simulator.figures.inputs import inner, value_words
from simulator.figures.numerals import in_100
from simulator.figures.reaching import VERBS
from simulator.figures.tipping.map import TIPS_AT, Axis, TippingMap
from simulator.figures.titles import FEWEST_RUNS

FEWEST_SETTLED = 2
"""Values at which the other input does not matter, before a title says from where on."""


@dataclass(frozen=True)
class _View:
    """A map seen along one of its inputs.

    Attributes
    ----------
    axis, other
        The input that is looked along, and the other one.
    chances
        Runs of 100; shape (values, values of the other).
    above, below
        Where the whole interval of a cell lies on one side of 50.
    weak, strong
        Places of the ends at which the size is reached less and more often.
    """

    axis: Axis
    other: Axis
    chances: NDArray[np.float64]
    above: NDArray[np.bool_]
    below: NDArray[np.bool_]
    weak: int
    strong: int

    def at(self, place: int) -> str:
        """Return the input at one of its values, within a sentence."""
        return f"{inner(self.axis.name)} at {value_words(self.axis.values[place])}"

    @property
    def settled(self) -> int:
        """Values, counted from the strong end, at which the other input does not matter."""
        held = [bool(row.all()) for row in self.above]
        return len(list(takewhile(bool, held if self.strong == 0 else reversed(held))))

    def bound(self) -> str:
        """Return those values, as a sentence begins."""
        name = inner(self.axis.name)
        if self.strong == 0:
            return f"With {name} at {value_words(self.axis.values[self.settled - 1])} or less"
        return f"With {name} at {value_words(self.axis.values[-self.settled])} or more"


def title(drawn: TippingMap) -> str:
    """Return what the map shows beyond the run noise; where there is no such thing, what it is a map of."""
    neutral = f"How often {_outcome(drawn)}, by {_names(drawn, 'and')}"
    if min(point.runs for point in drawn.points) < FEWEST_RUNS:
        return neutral
    return next(_findings(drawn), neutral)


def _findings(drawn: TippingMap) -> Iterator[str]:
    """Yield the findings that hold, what says most first."""
    views = [_view(drawn, along_rows) for along_rows in (True, False)]
    outcome, first = _outcome(drawn), views[0]
    if first.above.all():
        yield f"Whatever the {_names(drawn, 'and')}, {outcome} {_at_least(first.chances)}"
    if first.below.all():
        yield f"Whatever the {_names(drawn, 'and')}, {outcome} {_at_most(first.chances)}"
    scales = [view for view in views if view.axis.numeric and len(view.axis.values) > 1]
    if len(scales) == 2 and _need_each_other(scales[0]) and all(view.below[view.weak].all() for view in scales):
        yield f"Neither {_names(drawn, 'nor')} alone brings {drawn.troops:,} troops in most runs; both together do"
    for view in sorted(scales, key=lambda view: -view.settled / len(view.axis.values)):
        if view.settled >= FEWEST_SETTLED and len(view.other.values) > 1:
            yield f"{view.bound()}, {outcome} in most runs whatever the {inner(view.other.name)}"
    for view in scales:
        if view.below[view.weak].all():
            chances = _at_most(view.chances[view.weak])
            yield f"With {view.at(view.weak)}, {outcome} {chances} whatever the {inner(view.other.name)}"
    for view in scales:
        if view.above[view.strong].all():
            chances = _at_least(view.chances[view.strong])
            yield f"With {view.at(view.strong)}, {outcome} {chances} whatever the {inner(view.other.name)}"


def _view(drawn: TippingMap, along_rows: bool) -> _View:
    chances, low, high = (drawn.field(part) for part in ("in_100", "low", "high"))
    axis, other = drawn.rows, drawn.columns
    if not along_rows:
        chances, low, high, axis, other = chances.T, low.T, high.T, other, axis
    last = len(axis.values) - 1
    weak, strong = (last, 0) if chances[last].mean() < chances[0].mean() else (0, last)
    return _View(axis, other, chances, low >= TIPS_AT, high < TIPS_AT, weak, strong)


def _need_each_other(view: _View) -> bool:
    """Return whether the size is reached where both inputs are at the end that favours it."""
    means = view.chances.mean(axis=0)
    return bool(view.above[view.strong, 0 if means[0] > means[-1] else -1])


def _outcome(drawn: TippingMap) -> str:
    return f"{drawn.troops:,} troops are {VERBS[drawn.strength]}"


def _names(drawn: TippingMap, word: str) -> str:
    return f"{inner(drawn.columns.name)} {word} {inner(drawn.rows.name)}"


def _at_most(chances: NDArray[np.float64]) -> str:
    most = float(chances.max()) / 100.0
    return f"in at most {in_100(most)} of 100 runs" if most else "in no run"


def _at_least(chances: NDArray[np.float64]) -> str:
    least = float(chances.min()) / 100.0
    return f"in at least {in_100(least)} of 100 runs" if least < 1.0 else "in every run"
