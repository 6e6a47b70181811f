"""PNG files of few colours, always the same ones: the palette, and the ways its inks fade into paper at edges.

A picture of letters and bars is paper, ink and the blends of both along edges.  A fixed set of such blends comes closer
to it than a search through its pixels, costs no search, and gives all figures the same colours.
"""

from functools import lru_cache
from io import BytesIO
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from simulator.figures import palette

GREY_STEP, TINT_STEP = 7, 16
"""Levels of a channel, of 255, between neighbours on the way to paper: from black, and from each other colour."""

LEVEL = 6
"""Of compression; the highest, 9, takes seven times as long to save a fourteenth."""


@lru_cache(maxsize=1)
def colours() -> NDArray[np.int32]:
    """Return the colours of every PNG.

    Returns
    -------
    ndarray, shape (n, 3)
        Red, green and blue, 0 to 255, at most 256 rows, paper first; read-only.
    """
    exact = [_channels(colour) for colour in palette.EXACT]
    tints = [colour for colour in exact if len(set(colour)) > 1]
    shades = [shade for tint in tints for shade in _fading(tint, TINT_STEP)]
    found = np.array(list(dict.fromkeys(exact + _fading((0, 0, 0), GREY_STEP) + shades)), dtype=np.int32)
    found.setflags(write=False)
    return found


def packed(pixels: NDArray[np.uint8], dpi: int) -> bytes:
    """Return a picture as the bytes of a PNG; colours of the palette stay exact, others become the nearest.

    A picture of greys stays one: the colour nearest to a grey might be a tint.

    Parameters
    ----------
    pixels : ndarray, shape (height, width, 4)
        Red, green, blue and alpha; what is transparent is drawn as if it were not.
    dpi
        Resolution that the file states.
    """
    codes = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
    paper = np.array([*_channels(palette.PAPER), 255], dtype=np.uint8).view(np.uint32)
    # Nine pixels in ten are paper, the first colour: only the others are worth a look.
    marked = codes != paper
    marks = codes[marked]
    found = np.unique(marks)
    kept = colours()
    if _grey(_channels_of(found)).all():
        kept = kept[_grey(kept)]
    places = np.zeros(codes.shape, dtype=np.uint8)
    places[marked] = _nearest(found, kept)[np.searchsorted(found, marks)]
    image = Image.fromarray(places)
    image.putpalette(kept.astype(np.uint8).tobytes())
    file = BytesIO()
    image.save(file, format="PNG", compress_level=LEVEL, dpi=(dpi, dpi))
    return file.getvalue()


def _channels_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return red, green and blue of pixels given as four bytes, shape (n, 3)."""
    return codes.view(np.uint8).reshape(-1, 4)[:, :3]


def _grey(channels: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which colours, one a row, are greys."""
    grey: NDArray[np.bool_] = np.equal(channels, channels[:, :1]).all(axis=1)
    return grey


def _nearest(codes: NDArray[np.uint32], kept: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Return the place of the nearest colour, the first of equals, for each pixel given as four bytes."""
    channels = _channels_of(codes).astype(np.int32)
    apart: NDArray[np.int32] = ((channels[:, None, :] - kept[None, :, :]) ** 2).sum(axis=2, dtype=np.int32)
    places: NDArray[np.uint8] = apart.argmin(axis=1).astype(np.uint8)
    return places


def _fading(ink: tuple[int, ...], step: int) -> list[tuple[int, ...]]:
    """Return the colours between an ink and paper, both left out, evenly spaced and at most a step apart."""
    paper = _channels(palette.PAPER)
    count = ceil(max(top - own for own, top in zip(ink, paper, strict=True)) / step)
    return [
        tuple(round(own + (top - own) * place / count) for own, top in zip(ink, paper, strict=True))
        for place in range(1, count)
    ]


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
