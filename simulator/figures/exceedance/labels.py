"""Names beside curves: where each stands so that it touches nothing and is nearest to its own curve."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]
"""Points of a curve in pixels, shape (points, 2), from left to right, none far from the next."""

OWN, OTHER = 7.0, 20.0
"""Least distance of a name from its own curve and from all others, pixels."""

BESIDE = 9.0
"""Distance of a name from the point of the curve that it stands at, across and down."""

SPARE, LINE = 12.0, 9.0
"""Between names, and between a name and an obstacle."""

STEP = 16.0
"""Between the points of a curve that are tried."""

FAR = 60.0
"""Distance from other curves beyond which more is no better."""

TRIED, MOST_TRIES = 40, 20_000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", spare: float = 0.0) -> bool:
        """Return whether two rectangles are closer than a distance, across and down."""
        return (
            self.left < other.right + spare
            and other.left < self.right + spare
            and self.top < other.bottom + spare
            and other.top < self.bottom + spare
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to break a name: its lines, and their width and height in pixels."""

    lines: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that is placed; its lines end at the right where it stands left of its curve."""

    lines: tuple[str, ...]
    box: Box
    left_of_curve: bool


def sampled(points: Sequence[tuple[float, float]], step: float = 3.0) -> Curve:
    """Return a curve through points, with further points between those that are far apart."""
    given = np.array(points, dtype=np.float64)
    lengths = np.hypot(*np.diff(given, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    wanted = np.linspace(0.0, along[-1], max(2, int(along[-1] / step)))
    return np.stack([np.interp(wanted, along, given[:, axis]) for axis in (0, 1)], axis=1)


def names_beside(
    curves: Sequence[Curve], shapes: Sequence[Sequence[Shape]], bounds: Box, obstacles: Sequence[Box]
) -> tuple[Placed, ...] | None:
    """Return a place for every name, or None where there is none for all of them.

    Parameters
    ----------
    curves
        In pixels.
    shapes
        Ways to break the name of each.
    bounds
        Where names may stand.
    obstacles
        Rectangles that no name may touch.
    """
    options = [_options(place, curves, shapes[place], bounds, obstacles) for place in range(len(curves))]
    order = sorted(range(len(curves)), key=lambda place: len(options[place]))
    found = _chosen([options[place] for place in order])
    return None if found is None else tuple(found[order.index(place)] for place in range(len(curves)))


def tags_on(curves: Sequence[Curve], radius: float, obstacles: Sequence[Box]) -> tuple[tuple[float, float], ...]:
    """Return a point on every curve for a letter in a circle: as far as can be from the other curves and letters.

    Parameters
    ----------
    curves
        In pixels.
    radius
        Of the circle.
    obstacles
        Rectangles to keep clear of where that is possible.
    """
    placed: list[tuple[float, float]] = []
    for place, curve in enumerate(curves):
        others = [other for number, other in enumerate(curves) if number != place]
        # Not at the ends, where all curves meet.
        tried = curve[len(curve) // 12 : -len(curve) // 12 : 4]
        scores = np.full(len(tried), FAR)
        for other in others:
            scores = np.minimum(scores, _distances(tried, other))
        for x, y in placed:
            near = np.hypot(tried[:, 0] - x, tried[:, 1] - y)
            scores -= np.where(near < 3.0 * radius, 10.0 * FAR - near, 0.0)
        for box in obstacles:
            inside = (np.abs(tried[:, 0] - (box.left + box.right) / 2.0) < radius + 8.0) & (tried[:, 1] > box.top)
            scores -= np.where(inside, 2.0 * FAR, 0.0)
        x, y = tried[int(scores.argmax())].tolist()
        placed.append((x, y))
    return tuple(placed)


def _distances(points: Curve, curve: Curve) -> NDArray[np.float64]:
    """Return the distance of each point from a curve."""
    apart: Curve = np.hypot(points[:, None, 0] - curve[None, :, 0], points[:, None, 1] - curve[None, :, 1])
    nearest: NDArray[np.float64] = apart.min(axis=1)
    return nearest


def _options(
    place: int, curves: Sequence[Curve], shapes: Sequence[Shape], bounds: Box, obstacles: Sequence[Box]
) -> list[Placed]:
    """Return places for one name, the best first."""
    every = max(1, int(STEP / 3.0))
    rated = []
    for effort, shape in enumerate(shapes):
        for x, y in curves[place][::every].tolist():
            for left_of_curve in (False, True):
                box = _beside(x, y, shape, left_of_curve)
                if not _within(box, bounds) or any(box.meets(obstacle, LINE) for obstacle in obstacles):
                    continue
                rate = _rate(box, place, curves)
                if rate is not None:
                    middle = abs((box.top + box.bottom - bounds.top - bounds.bottom) / 2.0) / (
                        bounds.bottom - bounds.top
                    )
                    rated.append((rate - 40.0 * middle - 4.0 * effort, Placed(shape.lines, box, left_of_curve)))
    rated.sort(key=lambda one: -one[0])
    return [one for _, one in rated[:TRIED]]


def _beside(x: float, y: float, shape: Shape, left_of_curve: bool) -> Box:
    """Return the box of a name above and right of a point of a falling curve, or below and left of it."""
    if left_of_curve:
        return Box(x - BESIDE - shape.width, y + BESIDE, x - BESIDE, y + BESIDE + shape.height)
    return Box(x + BESIDE, y - BESIDE - shape.height, x + BESIDE + shape.width, y - BESIDE)


def _within(box: Box, bounds: Box) -> bool:
    return (
        box.left >= bounds.left and box.right <= bounds.right and box.top >= bounds.top and box.bottom <= bounds.bottom
    )


def _rate(box: Box, place: int, curves: Sequence[Curve]) -> float | None:
    """Return how far a box is from all curves but its own; None where it is too near to one."""
    rate = FAR
    for number, curve in enumerate(curves):
        across = np.maximum(np.maximum(box.left - curve[:, 0], curve[:, 0] - box.right), 0.0)
        down = np.maximum(np.maximum(box.top - curve[:, 1], curve[:, 1] - box.bottom), 0.0)
        distance = float(np.hypot(across, down).min())
        if distance < (OWN if number == place else OTHER):
            return None
        if number != place:
            rate = min(rate, distance)
    return rate


def _chosen(options: Sequence[Sequence[Placed]]) -> list[Placed] | None:
    """Return the first way to choose a place for each that no two meet, the best places first."""
    chosen: list[Placed] = []
    tries = 0

    def extended() -> bool:
        nonlocal tries
        if len(chosen) == len(options):
            return True
        for one in options[len(chosen)]:
            tries += 1
            if tries > MOST_TRIES:
                return False
            if any(one.box.meets(other.box, SPARE) for other in chosen):
                continue
            chosen.append(one)
            if extended():
                return True
            chosen.pop()
        return False

    return chosen if extended() else None
