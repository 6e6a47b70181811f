"""PNG files of few colours: exact where it matters, close elsewhere."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from simulator.figures import palette
from simulator.figures.png import GREY_STEP, TINT_STEP, colours, packed

MOST_COLOURS = 256
"""That one byte a pixel can tell apart."""


def channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def picture(rows: list[list[tuple[int, ...]]]) -> np.ndarray:
    return np.array([[(*pixel, 255) for pixel in row] for row in rows], dtype=np.uint8)


def unpacked(contents: bytes) -> np.ndarray:
    with Image.open(BytesIO(contents)) as image:
        return np.asarray(image.convert("RGB"))


def test_a_byte_can_name_every_colour() -> None:
    rows = [tuple(row) for row in colours().tolist()]
    assert len(set(rows)) == len(rows) <= MOST_COLOURS
    assert rows[0] == channels(palette.PAPER)
    assert {channels(colour) for colour in palette.EXACT} <= set(rows)


def test_colours_of_the_palette_stay_exact() -> None:
    pixels = picture([[channels(colour) for colour in palette.EXACT]])
    assert np.array_equal(unpacked(packed(pixels, 200)), pixels[..., :3])


@pytest.mark.parametrize("ink", palette.EXACT)
def test_edges_shift_by_half_a_step_at_most(ink: str) -> None:
    own = np.array(channels(ink))
    # One more level, because the colours between are rounded.
    most = (GREY_STEP if len(set(channels(ink))) == 1 else TINT_STEP) / 2 + 1
    shares = np.linspace(0.0, 1.0, 256)[:, None]
    blends = np.rint(own + (255 - own) * shares).astype(int)
    drawn = unpacked(packed(picture([[tuple(blend) for blend in blends.tolist()]]), 200))[0].astype(int)
    assert np.abs(drawn - blends).max() <= most


def greys_of(table: np.ndarray) -> np.ndarray:
    return table[(table == table[:, :1]).all(axis=1)]


@example([(243, 243, 243)])
@example([(243, 243, 243), (243, 243, 244)])
@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=40))
def test_any_colour_becomes_the_nearest_and_greys_stay_greys(row: list[tuple[int, int, int]]) -> None:
    drawn = unpacked(packed(picture([row]), 200))[0].astype(int)
    wanted = greys_of(colours()) if len(greys_of(np.array(row))) == len(row) else colours()
    for pixel, shown in zip(np.array(row), drawn, strict=True):
        distances = ((wanted - pixel) ** 2).sum(axis=1)
        assert ((shown - pixel) ** 2).sum() == distances.min()


def test_a_white_picture_is_a_picture() -> None:
    assert (unpacked(packed(picture([[(255, 255, 255)] * 3] * 2), 200)) == 255).all()


def test_the_file_states_its_size_and_resolution() -> None:
    with Image.open(BytesIO(packed(picture([[(0, 0, 0)] * 5] * 2), 200))) as image:
        assert image.size == (5, 2)
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
