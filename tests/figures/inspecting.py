"""Looking into drawn figures: their words, where they stand, what they stand on, and the colours used."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from simulator.figures.frame import style
from simulator.figures.palette import contrast

TOUCH = 1.0
"""Pixels by which boxes of words may meet: boxes are a little larger than their ink."""

LEAST_CONTRAST = 4.5
"""Of words on their ground (WCAG 2.2, AA)."""


def texts(figure: Figure) -> list[Text]:
    """Everything written, in the order it was written."""
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in texts(figure)]


def said(figure: Figure) -> str:
    """All words, with single spaces: sentences that were broken into lines are whole again."""
    return " ".join(words(figure))


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every word with its place, in pixels from the lower left corner."""
    canvas: Any = _canvas(figure)
    with style():
        renderer = canvas.get_renderer()
        return [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of words that cover each other."""
    return [
        (one, other)
        for (one, first), (other, second) in combinations(boxes(figure), 2)
        if min(first.x1, second.x1) - max(first.x0, second.x0) > TOUCH
        and min(first.y1, second.y1) - max(first.y0, second.y0) > _line_room(first, second)
    ]


def _line_room(first: Bbox, second: Bbox) -> float:
    # Boxes reach from the lowest to the highest letter of the font: those of lines one below the other may meet.
    return TOUCH + 0.25 * min(first.height, second.height)


def outside(figure: Figure, margin: float = 0.0) -> list[str]:
    """Words that are not wholly on the page."""
    width, height = figure.get_size_inches() * figure.dpi
    return [
        word
        for word, box in boxes(figure)
        if box.x0 < margin or box.y0 < 0.0 or box.x1 > width - margin or box.y1 > height
    ]


def faint(figure: Figure) -> list[tuple[str, float]]:
    """Words whose contrast on what lies below them is too low, with that contrast."""
    ground = grounds(figure)
    found = [
        (text.get_text(), contrast(to_hex(text.get_color()), ground[place])) for place, text in enumerate(texts(figure))
    ]
    return [(word, ratio) for word, ratio in found if ratio < LEAST_CONTRAST]


def grounds(figure: Figure) -> list[str]:
    """The colour that most of the ground below each word has."""
    placed = boxes(figure)
    written = texts(figure)
    for text in written:
        text.set_visible(False)
    pixels = rendered(figure)
    for text in written:
        text.set_visible(True)
    return [_commonest(pixels, box) for _, box in placed]


def rendered(figure: Figure) -> np.ndarray:
    """Red, green and blue of every pixel, from the upper left corner."""
    canvas: Any = _canvas(figure)
    with style():
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def colours(figure: Figure) -> set[str]:
    """Every colour that anything is drawn in, as ``#rrggbb``."""
    return {to_hex(colour) for colour in _colours(figure)}


def greys(figure: Figure) -> bool:
    return all(len(set(bytes.fromhex(colour[1:]))) == 1 for colour in colours(figure))


def _colours(figure: Figure) -> Iterator[Any]:
    for text in texts(figure):
        yield text.get_color()
    for line in figure.findobj(Line2D):
        yield line.get_color()
        yield line.get_markerfacecolor()
        yield line.get_markeredgecolor()
    for patch in figure.findobj(Patch):
        yield from [patch.get_facecolor()] if patch.get_fill() else []
        yield from [patch.get_edgecolor()] if patch.get_linewidth() else []
    for collection in figure.findobj(Collection):
        yield from collection.get_facecolor()
        yield from collection.get_edgecolor()


def _commonest(pixels: np.ndarray, box: Bbox) -> str:
    height = pixels.shape[0]
    part = pixels[
        max(0, round(height - box.y1)) : max(1, round(height - box.y0)), max(0, round(box.x0)) : max(1, round(box.x1))
    ]
    found, counts = np.unique(part.reshape(-1, 3), axis=0, return_counts=True)
    return "#" + bytes(found[counts.argmax()].tolist()).hex()


def _canvas(figure: Figure) -> Any:
    return figure.canvas if isinstance(figure.canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
