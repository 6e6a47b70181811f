"""Greys: every figure can be printed without colour, and what colour told apart still differs."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from simulator.figures import fills, marks, palette
from simulator.figures.frame import SIZES, SLIDE, Canvas, compose, render, style
from simulator.figures.registry import FIGURES
from simulator.figures.shades import grey
from tests.figures.inspecting import colours, faint, greys, rendered
from tests.figures.subjects import drawable, drawn

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|rgba?\([^)]*\)")
DRAWABLE = [name for name in FIGURES if drawable(name)]


def blank(mono: bool) -> Canvas:
    with style():
        return compose(SLIDE, "Title", [("Subtitle", 1)], ["Footnote"]).canvas(0, mono)


def is_grey(text: str) -> bool:
    digits = text[1:]
    channels = [digits[place : place + len(digits) // 3] for place in range(0, len(digits), len(digits) // 3)]
    return text.startswith("#") and len(set(channels)) == 1


@pytest.mark.parametrize("name", DRAWABLE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_colour_of_a_grey_svg_is_a_grey(name: str, size) -> None:
    svg = render(drawn(name, size=size, mono=True).figure, "svg").decode()
    found = set(COLOUR.findall(svg.partition("<defs>")[2] or svg))
    assert found
    assert [colour for colour in found if not is_grey(colour)] == []


@pytest.mark.parametrize("name", DRAWABLE)
def test_every_pixel_of_a_grey_png_is_a_grey(name: str) -> None:
    with Image.open(BytesIO(render(drawn(name, mono=True).figure, "png"))) as image:
        pixels = np.asarray(image.convert("RGB"))
    assert np.array_equal(pixels.min(axis=2), pixels.max(axis=2))


@pytest.mark.parametrize("name", DRAWABLE)
def test_words_stay_readable_in_greys(name: str) -> None:
    assert faint(drawn(name, mono=True).figure) == []


@pytest.mark.parametrize("name", DRAWABLE)
def test_a_figure_has_colours_unless_greys_are_asked_for(name: str) -> None:
    assert not greys(drawn(name).figure)


@pytest.mark.parametrize("name", DRAWABLE)
def test_greys_change_neither_data_nor_words(name: str) -> None:
    colour, mono = drawn(name), drawn(name, mono=True)
    assert (colour.rows, colour.words) == (mono.rows, mono.words)


@pytest.mark.parametrize("colour", palette.EXACT)
def test_a_grey_is_as_light_as_its_colour_and_stays_itself(colour: str) -> None:
    assert palette.contrast(grey(colour), palette.PAPER) == pytest.approx(
        palette.contrast(colour, palette.PAPER), rel=0.03
    )
    assert grey(grey(colour)) == grey(colour)


def test_everything_that_can_be_drawn_comes_out_grey() -> None:
    canvas = blank(mono=True)
    canvas.text(100, 100, "word", 20, palette.REFERENCE)
    canvas.line((0, 90), (50, 50), palette.AIR, 3, cap=9)
    canvas.area(0, 0, 9, 9, palette.SEA)
    canvas.square(0, 9, 9, palette.LAND)
    marks.dot(canvas, (50, 50), 9, palette.TRAINING, edge=palette.AIR)
    marks.polygon(canvas, [(0, 0), (9, 0), (0, 9)], palette.LAND)
    marks.polyline(canvas, [(0, 0), (9, 9)], palette.REFERENCE, 3, dashed=True)
    marks.outline(canvas, 0, 0, 99, 99, palette.TRAINING, 3)
    marks.stripes(canvas, 0, 0, 99, 99, palette.AIR, 1, 6)
    assert greys(canvas.figure)
    assert grey(palette.REFERENCE) in colours(canvas.figure)


@pytest.mark.parametrize("parts", [("land", "air", "maritime", "logistics", "training"), ("ground", "noncombat")])
def test_parts_of_a_stack_look_different_in_greys(parts: tuple[str, ...]) -> None:
    pictures = [part_picture(part, mono=True) for part in parts]
    for place, one in enumerate(pictures):
        for other in pictures[:place]:
            assert np.abs(one - other).mean() > 40.0
            # A stripe may cross both; so compare how light they are, or how much they vary.
            assert abs(one.mean() - other.mean()) > 25.0 or abs(one.std() - other.std()) > 25.0


def test_colours_fill_a_part_without_an_edge() -> None:
    assert part_picture("land", mono=False).std(axis=(0, 1)).max() == 0.0


def test_a_pale_part_has_an_edge_and_a_sliver_is_all_edge() -> None:
    for width in (30.0, 2.0):
        canvas = blank(mono=True)
        fills.part_area(canvas, "training", 300, 400, width, 24)
        fills.part_edge(canvas, 300, 400, width, 24)
        assert rendered(canvas.figure)[400:424, 300 : 300 + int(width)].min() < 90


def part_picture(part: str, mono: bool) -> np.ndarray:
    canvas = blank(mono)
    fills.part_area(canvas, part, 300, 400, 60, 24)
    return rendered(canvas.figure)[403:421, 303:357].astype(float)
