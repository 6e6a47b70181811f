"""Stretches of values for sweeps, written START:STOP:STEP."""

import math

MAX_POINTS = 10_000_000

FORM = "write START:STOP:STEP, such as 0:1:0.05, or a list, such as [0, 0.5, 1]"

# Counting steps in floats leaves a remainder in the last digits; 0:1:0.05 must still end at 1.
SLACK = 1e-9


class RangeError(ValueError):
    """A text is not START:STOP:STEP."""


def range_bounds(text: str) -> tuple[float, float, float]:
    """Return start, stop and step of a text such as ``0:1:0.05``.

    Raises
    ------
    RangeError
        If it is not three finite numbers with a step above 0 and a stop not below the start.
    """
    parts = text.split(":")
    if len(parts) != 3:
        raise RangeError(f'"{text}" has {len(parts)} of the three parts START:STOP:STEP')
    try:
        start, stop, step = (float(part) for part in parts)
    except ValueError:
        raise RangeError(f'"{text}" is not made of three numbers') from None
    if not all(math.isfinite(number) for number in (start, stop, step)):
        raise RangeError(f'"{text}" is not made of three finite numbers')
    if step <= 0:
        raise RangeError(f'"{text}" has a step that is not above 0')
    if stop < start:
        raise RangeError(f'"{text}" stops below its start')
    return start, stop, step


def range_size(text: str) -> int:
    """Return how many values a text such as ``0:1:0.05`` stands for; capped just above :data:`MAX_POINTS`."""
    start, stop, step = range_bounds(text)
    return int(min(math.floor(min((stop - start) / step, 2.0 * MAX_POINTS) + SLACK) + 1, MAX_POINTS + 1))


def range_values(text: str) -> tuple[float, ...]:
    """Return the values of a text such as ``0:1:0.05``, both ends included where the step meets them.

    Raises
    ------
    RangeError
        If the text is not START:STOP:STEP, or stands for more than :data:`MAX_POINTS` values.

    Examples
    --------
    >>> range_values("0:1:0.25")
    (0.0, 0.25, 0.5, 0.75, 1.0)
    """
    size = range_size(text)
    if size > MAX_POINTS:
        raise RangeError(f'"{text}" has more than {MAX_POINTS} values')
    start, stop, step = range_bounds(text)
    # Twelve decimals keep 3 * 0.05 from showing as 0.15000000000000002 in tables and file names.
    return tuple(min(round(start + number * step, 12), stop) for number in range(size))
