"""Whole persons: the one place where a strength is rounded."""

from math import floor


def whole(amount: float) -> float:
    """Return the largest whole number not above an amount, as a float: troops are persons."""
    return float(floor(amount))
