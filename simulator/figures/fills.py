"""How a part of the force is filled: its colour; where there are only greys, a grey or stripes inside an edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulator.figures import marks, palette
from simulator.figures.frame import POINT, Canvas

EDGE = 1.4
BORDER = 0.6 * POINT
STRIPE, STRIPE_PITCH = 1.6, 6.0
"""Pixels: width of an edge and of a border between parts, width and distance of stripes."""


@dataclass(frozen=True, slots=True)
class _Grey:
    """What stands for a colour without colour."""

    fill: str
    striped: bool = False


_GREYS: Mapping[str, _Grey] = MappingProxyType(
    {
        "ground": _Grey(palette.INK),
        "noncombat": _Grey(palette.PAPER, striped=True),
        "land": _Grey(palette.INK),
        "air": _Grey(palette.RULE),
        "maritime": _Grey(palette.PAPER, striped=True),
        "logistics": _Grey(palette.LOGISTICS),
        "training": _Grey(palette.PAPER),
    }
)


def part_area(canvas: Canvas, part: str, left: float, top: float, width: float, height: float) -> None:
    """Fill a rectangle as a part of the force.

    Parameters
    ----------
    canvas
        What to draw on.
    part
        One of :data:`simulator.figures.palette.PARTS`.
    left, top, width, height
        The rectangle, pixels.
    """
    if not canvas.mono:
        canvas.area(left, top, width, height, palette.PARTS[part].fill)
        return
    grey = _GREYS[part]
    canvas.area(left, top, width, height, grey.fill)
    if grey.striped:
        marks.stripes(canvas, left, top, width, height, palette.INK, STRIPE, STRIPE_PITCH)


def part_edge(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """Draw the edge of one or more parts beside each other, without which a pale one would be lost on paper.

    Colours need none.  A sliver is all edge.
    """
    if canvas.mono and width > 2.0 * EDGE:
        marks.outline(canvas, left, top, width, height, palette.INK, EDGE)
    elif canvas.mono:
        canvas.area(left, top, width, height, palette.INK)


def part_border(canvas: Canvas, x: float, top: float, height: float) -> None:
    """Draw the line between two parts beside each other."""
    colour, pixels = (palette.INK, EDGE) if canvas.mono else (palette.PAPER, BORDER)
    canvas.line((x, x), (top, top + height), colour, pixels)
