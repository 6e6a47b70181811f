"""The tipping line: where the chances of a map pass a level, as lines through its cells."""

import numpy as np
from contourpy import LineType, contour_generator
from numpy.typing import NDArray

from simulator.figures.tipping.map import TIPS_AT, TippingMap, crossings

Place = tuple[float, float]
"""Column and row, counted in cells from the middle of the first; between two cells a part of one."""


def tipping_lines(drawn: TippingMap, part: str = "in_100") -> tuple[tuple[Place, ...], ...]:
    """Return where chances pass 50 of 100.

    Between the middles of cells chances are taken to change evenly (marching squares).  Across the values of a word
    nothing lies between, so there each column, or row, has a stroke of its own; of two words, the borders of cells.

    Parameters
    ----------
    drawn
        The map.
    part
        ``in_100``, or an end of the interval for the run noise, ``low`` or ``high``.

    Returns
    -------
    tuple of tuple
        Lines, each through places; none where nothing passes.
    """
    field = drawn.field(part)
    rows, columns = (axis.numeric and len(axis.values) > 1 for axis in (drawn.rows, drawn.columns))
    if rows and columns:
        return _contours(field)
    if rows:
        return _strokes(field.T)
    return tuple(_turned(line) for line in _strokes(field)) if columns else _borders(field)


def _contours(field: NDArray[np.float64]) -> tuple[tuple[Place, ...], ...]:
    lines = contour_generator(z=field, name="serial", line_type=LineType.Separate).lines(TIPS_AT)
    return tuple(tuple((float(x), float(y)) for x, y in np.asarray(line)) for line in lines)


def _strokes(field: NDArray[np.float64]) -> tuple[tuple[Place, ...], ...]:
    """Return a stroke across each line of values for every place at which it passes."""
    return tuple(
        ((place - 0.5, passed), (place + 0.5, passed)) for place, line in enumerate(field) for passed in crossings(line)
    )


def _borders(field: NDArray[np.float64]) -> tuple[tuple[Place, ...], ...]:
    """Return the borders between cells on both sides of the level."""
    reached = field >= TIPS_AT
    upright = [
        ((column + 0.5, row - 0.5), (column + 0.5, row + 0.5))
        for row, column in np.argwhere(reached[:, 1:] != reached[:, :-1]).tolist()
    ]
    level = [
        ((column - 0.5, row + 0.5), (column + 0.5, row + 0.5))
        for row, column in np.argwhere(reached[1:] != reached[:-1]).tolist()
    ]
    return (*upright, *level)


def _turned(line: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple((y, x) for x, y in line)
