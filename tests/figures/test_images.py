"""Figures look as they did when somebody last looked at them; see ``pictures`` and, to renew them, ``renew``."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulator.figures import frame
from simulator.figures.frame import SIZES
from simulator.figures.palette import PAPER, contrast
from simulator.figures.registry import FIGURES
from tests.figures.inspecting import rendered, texts
from tests.figures.pictures import CASES, FOLDER, SMALLER, averaged, differences, kept, small
from tests.figures.subjects import drawable

SMALL_BAR = 600.0
"""Square pixels of a figure 1500 wide: 25 by 24."""


@pytest.mark.parametrize("case", CASES)
def test_a_figure_looks_as_it_did(case: str) -> None:
    assert differences(small(CASES[case].figure()), kept(case)) == []


def test_every_figure_has_a_picture_in_colour_and_one_in_greys() -> None:
    assert {(case.name, case.mono) for case in CASES.values()} >= {
        (name, mono) for name in filter(drawable, FIGURES) for mono in (False, True)
    }
    assert {case.size for case in CASES.values()} == set(SIZES.values())
    assert {path.stem for path in FOLDER.glob("*.png")} == set(CASES)


def bars(figure: Figure) -> list[Rectangle]:
    """Dark bars, the largest first."""
    found = [patch for patch in figure.findobj(Rectangle) if contrast(to_hex(patch.get_facecolor()), PAPER) > 3.0]
    return sorted(found, key=lambda bar: -area(bar, figure))


def area(bar: Rectangle, figure: Figure) -> float:
    width, height = figure.get_size_inches() * figure.dpi
    return bar.get_width() * width * bar.get_height() * height


def without_a_bar(figure: Figure) -> None:
    bars(figure)[1].remove()


def without_a_small_bar(figure: Figure) -> None:
    [bar for bar in bars(figure) if area(bar, figure) > SMALL_BAR][-1].remove()


def without_a_title(figure: Figure) -> None:
    max(texts(figure), key=lambda text: text.get_fontsize()).remove()


def without_the_numbers(figure: Figure) -> None:
    for text in texts(figure):
        if text.get_text().replace(",", "").isdecimal():
            text.remove()


def in_another_colour(figure: Figure) -> None:
    bars(figure)[0].set_facecolor("#5a9bcb")


def with_a_bar_too_high(figure: Figure) -> None:
    bars(figure)[0].set_height(1.4 * bars(figure)[0].get_height())


@pytest.mark.parametrize("case", ["ledger", "ledger-mono-slide", "waterfall", "waterfall-mono-slide"])
@pytest.mark.parametrize(
    "breaking",
    [without_a_bar, without_a_small_bar, without_a_title, without_the_numbers, in_another_colour, with_a_bar_too_high],
)
def test_a_broken_figure_is_found(case: str, breaking: Callable[[Figure], None]) -> None:
    figure = CASES[case].figure()
    breaking(figure)
    assert differences(small(figure), kept(case))


@pytest.mark.parametrize("case", CASES)
def test_another_picture_is_found(case: str) -> None:
    others = {name: kept(name) for name in CASES if name != case}
    assert all(differences(picture, kept(case)) for picture in others.values())


@pytest.mark.parametrize("case", CASES)
def test_what_a_library_draws_elsewhere_by_a_pixel_is_no_difference(case: str) -> None:
    moved = np.roll(rendered(CASES[case].figure()).astype(np.float64), (1, 1), axis=(0, 1))
    assert differences(averaged(moved, SMALLER), kept(case)) == []


@pytest.mark.parametrize("case", CASES)
def test_hinting_of_letters_is_no_difference(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(frame.STYLE, "text.hinting", "default")
    assert differences(small(CASES[case].figure()), kept(case)) == []
