"""Marks beside lines, areas and words: dots, polygons, broken lines, cells and stripes.

Like the canvas they count pixels from the upper left corner.
"""

from collections.abc import Sequence
from math import floor, nan

from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Polygon

from simulator.figures.frame import POINT, Canvas

Point = tuple[float, float]

DASH = (4.0, 3.0)
"""Lengths of strokes and gaps of a dashed line, in widths of the line."""


def dot(
    canvas: Canvas, centre: Point, radius: float, colour: str, edge: str | None = None, stroke: float = 1.5
) -> None:
    """Fill a circle, with an outline where an edge is given."""
    x, y = centre
    canvas.figure.add_artist(
        Ellipse(
            (x / canvas.width, 1.0 - y / canvas.height),
            2.0 * radius / canvas.width,
            2.0 * radius / canvas.height,
            transform=canvas.figure.transFigure,
            facecolor=canvas.printed(colour),
            edgecolor=canvas.printed(edge or colour),
            linewidth=stroke / POINT if edge else 0.0,
            zorder=Line2D.zorder,
        )
    )


def polygon(canvas: Canvas, corners: Sequence[Point], colour: str) -> None:
    """Fill a polygon."""
    canvas.figure.add_artist(
        Polygon(
            [_placed(canvas, corner) for corner in corners],
            closed=True,
            transform=canvas.figure.transFigure,
            facecolor=canvas.printed(colour),
            linewidth=0.0,
            zorder=Line2D.zorder,
        )
    )


def polyline(canvas: Canvas, points: Sequence[Point], colour: str, pixels: float, dashed: bool = False) -> None:
    """Draw a broken line through points."""
    placed = [_placed(canvas, point) for point in points]
    canvas.figure.add_artist(
        Line2D(
            [x for x, _ in placed],
            [y for _, y in placed],
            color=canvas.printed(colour),
            linewidth=pixels / POINT,
            solid_capstyle="butt",
            solid_joinstyle="round",
            linestyle=(0, DASH) if dashed else "-",
        )
    )


def outline(canvas: Canvas, left: float, top: float, width: float, height: float, colour: str, pixels: float) -> None:
    """Draw the edge of a rectangle, inside of it."""
    half = pixels / 2.0
    right, bottom = left + width - half, top + height - half
    corners = [(left + half, top + half), (right, top + half), (right, bottom), (left + half, bottom)]
    canvas.figure.add_artist(
        Polygon(
            [_placed(canvas, corner) for corner in corners],
            closed=True,
            transform=canvas.figure.transFigure,
            fill=False,
            edgecolor=canvas.printed(colour),
            linewidth=pixels / POINT,
            joinstyle="miter",
            zorder=Line2D.zorder,
        )
    )


def stripes(
    canvas: Canvas, left: float, top: float, width: float, height: float, colour: str, pixels: float, pitch: float
) -> None:
    """Draw parallel lines from lower left to upper right over a rectangle; ``pitch`` is their distance."""
    right, bottom = left + width, top + height
    step = pitch * 2.0**0.5
    x: list[float] = []
    y: list[float] = []
    # On a stripe, x + y stays the same; counted from the page's corner, so that stripes of neighbours meet.
    level = (floor((left + top) / step) + 1) * step
    while level < right + bottom:
        for place in (max(left, level - bottom), min(right, level - top)):
            x.append(place / canvas.width)
            y.append(1.0 - (level - place) / canvas.height)
        x.append(nan)
        y.append(nan)
        level += step
    canvas.figure.add_artist(
        Line2D(x, y, color=canvas.printed(colour), linewidth=pixels / POINT, solid_capstyle="butt")
    )


def _placed(canvas: Canvas, point: Point) -> Point:
    return point[0] / canvas.width, 1.0 - point[1] / canvas.height
