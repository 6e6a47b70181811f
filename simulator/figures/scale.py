"""A scale: where a number lies on the page."""

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers to pixels, along a line.

    Attributes
    ----------
    low
        The number at ``left``.
    left
        Where it lies, pixels.
    pixels
        Length of a step of 1.
    least, most
        Ends beyond which nothing lies: what is further out stands at the end.
    """

    low: float
    left: float
    pixels: float
    least: float = -inf
    most: float = inf

    def x(self, value: float) -> float:
        """Return where a number lies, pixels."""
        return self.left + (min(max(value, self.least), self.most) - self.low) * self.pixels
