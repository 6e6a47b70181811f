"""Values that the inputs of a design take: as they count, as texts, and as stretches that are never written out."""

import math
import re
from dataclasses import dataclass
from typing import Protocol

from simulator.scenario.composing import NOT_FINITE, KeyPath, dotted
from simulator.scenario.diagnostics import Mistake, described
from simulator.scenario.ranges import range_bounds, range_size
from simulator.scenario.values import Leaf
from simulator.scenario.wording import Report, fits, wrong_value

Value = float | int | str | bool
Point = tuple[Value, ...]

DECIMALS = 12
"""Decimals that values keep, as those of ranges do: what is beyond is the dust of addition."""

# float() alone would also read 1_000, digits of other scripts, and nan.
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
NO_NUMBERS = frozenset({"nan", "inf", "infinity"})


class Column(Protocol):
    """Values by number, such as a tuple, an array or a :class:`Stretch`."""

    def __len__(self) -> int:
        """Return how many values there are."""
        ...

    def __getitem__(self, index: int, /) -> Value:
        """Return one value."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """The values of START:STOP:STEP, both ends included where the step meets them; made one by one when asked for.

    Attributes
    ----------
    start, stop, step
        Finite, the step above 0, the stop not below the start.
    whole
        Whether the input counts, so that values are whole numbers.
    """

    start: float
    stop: float
    step: float
    whole: bool = False

    @classmethod
    def of(cls, text: str, whole: bool = False) -> "Stretch":
        """Return the stretch that a text such as ``0:1:0.05`` stands for.

        Raises
        ------
        simulator.scenario.ranges.RangeError
            If the text is not START:STOP:STEP.
        """
        return cls(*range_bounds(text), whole)

    def __len__(self) -> int:
        return range_size(f"{self.start!r}:{self.stop!r}:{self.step!r}")

    def __getitem__(self, index: int, /) -> Value:
        value = self.start + index * self.step
        # Adding 0.0 makes a negative zero a plain one.
        return int(value) if self.whole else min(round(value, DECIMALS), self.stop) + 0.0


def counted_as(allowed: Leaf, value: object) -> object:
    """Return a value as its input counts: int where it takes whole numbers, float where it takes any number.

    What is no number, or no whole one, comes back as it is; :func:`simulator.scenario.wording.fits` tells whether the
    input takes it.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if allowed.kind == "number":
        return float(value) + 0.0
    whole = allowed.kind == "whole" and isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def value_of_text(allowed: Leaf, text: str) -> object:
    """Return what a text of the command line or of a table says to an input; the text itself where it says nothing.

    Parameters
    ----------
    allowed
        The input.
    text
        Without blanks around it.
    """
    if allowed.numeric and NUMBER.fullmatch(text):
        return counted_as(allowed, float(text))
    if allowed.kind == "switch" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text


def unfit(path: KeyPath, allowed: Leaf, value: object, report: Report) -> Mistake | None:
    """Return the mistake for a value that an input does not take, or None if it takes it."""
    if fits(allowed, value):
        return None
    if allowed.numeric and _no_number(value):
        return report(path, False, "S007", f"`{dotted(path)}` is {described(value)}", NOT_FINITE)
    return wrong_value(path, allowed, value, report)


def _no_number(value: object) -> bool:
    if isinstance(value, str):
        return value.lower().lstrip("+-.") in NO_NUMBERS
    return isinstance(value, float) and not math.isfinite(value)
