"""Figures as files: the same bytes however they are drawn, whole files only, and a palette that stays."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from simulator.experiments.summary import Summary
from simulator.figures import palette, png
from simulator.figures.frame import FORMATS, SIZES, SLIDE, Canvas, compose, render, save, style
from simulator.figures.ledger import figure as ledger
from simulator.figures.waterfall import figure as waterfall

MODULES = {"ledger": ledger, "waterfall": waterfall}
LARGEST = 125_000
"""Bytes of a picture that may travel by mail."""


def blank() -> Canvas:
    with style():
        return compose(SLIDE, "Title", [("Subtitle", 1)], ["Footnote"]).canvas(0)


def pixels(figure: Figure) -> np.ndarray:
    with Image.open(BytesIO(render(figure, "png"))) as image:
        return np.asarray(image.convert("RGB"))


def rgb(colour: str) -> list[int]:
    return list(bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("form", FORMATS)
def test_equal_figures_are_equal_files(summary: Summary, name: str, form: str) -> None:
    draw = MODULES[name].draw
    figure = draw(summary)
    first = render(figure, form)
    assert render(figure, form) == first
    assert render(draw(summary), form) == first


def test_threads_draw_the_same(summary: Summary) -> None:
    def drawn(name: str) -> bytes:
        return render(MODULES[name].draw(summary), "png")

    names = [*MODULES, *MODULES]
    with ThreadPoolExecutor(len(names)) as pool:
        assert list(pool.map(drawn, names)) == [drawn(name) for name in names]


def test_settings_of_the_user_change_nothing_and_are_given_back(summary: Summary) -> None:
    before = render(ledger.draw(summary), "png")
    changed = {"font.size": 30.0, "lines.linewidth": 9.0, "text.antialiased": False, "figure.dpi": 50.0}
    with matplotlib.rc_context(changed):
        assert render(ledger.draw(summary), "png") == before
        assert {name: matplotlib.rcParams[name] for name in changed} == changed


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("size", SIZES)
def test_pictures_stay_small(summary: Summary, name: str, size: str) -> None:
    assert len(render(MODULES[name].draw(summary, SIZES[size]), "png")) <= LARGEST


@pytest.mark.parametrize("name", MODULES)
def test_few_colours_come_close_to_what_was_drawn(summary: Summary, name: str) -> None:
    figure = MODULES[name].draw(summary)
    reduced = pixels(figure).astype(int)
    with style():
        figure.canvas.draw()
    drawn = np.asarray(figure.canvas.buffer_rgba())[..., :3].astype(int)
    assert np.abs(reduced - drawn).max() <= png.TINT_STEP


def test_what_is_drawn_later_covers_what_was_drawn_before() -> None:
    canvas = blank()
    canvas.area(200, 300, 100, 100, palette.SEA)
    canvas.line((200, 300), (350, 350), palette.REFERENCE, 20)
    canvas.area(250, 300, 50, 100, palette.AIR)
    drawn = pixels(canvas.figure)
    assert drawn[310, 225].tolist() == rgb(palette.SEA)
    assert drawn[350, 225].tolist() == rgb(palette.REFERENCE)
    assert drawn[350, 275].tolist() == rgb(palette.AIR)


def test_an_area_covers_its_rectangle_and_no_more() -> None:
    canvas = blank()
    canvas.area(200, 300, 100, 50, palette.SEA)
    filled = (pixels(canvas.figure) == rgb(palette.SEA)).all(axis=2)
    assert filled[300:350, 200:300].all()
    assert filled.sum() == 100 * 50


@pytest.mark.parametrize(("x", "y"), [((200, 300), (350, 350)), ((350, 350), (200, 300))], ids=["level", "upright"])
def test_caps_stand_across_the_ends_of_a_line(x: tuple[int, int], y: tuple[int, int]) -> None:
    def extent(cap: float) -> list[int]:
        canvas = blank()
        canvas.line(x, y, palette.SEA, 4, cap)
        rows, columns = np.nonzero((pixels(canvas.figure) == rgb(palette.SEA)).all(axis=2))
        return sorted([int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1])

    assert extent(0)[0] == pytest.approx(4, abs=1)
    assert extent(20)[0] == pytest.approx(20, abs=1)
    assert extent(20)[1] == pytest.approx(100 + 4, abs=1)


@pytest.mark.parametrize("form", FORMATS)
def test_a_saved_file_is_what_was_rendered_and_stands_alone(summary: Summary, tmp_path: Path, form: str) -> None:
    figure = waterfall.draw(summary)
    path = tmp_path / f"figure.{form}"
    path.write_bytes(b"old")
    save(figure, path)
    assert path.read_bytes() == render(figure, form)
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_save_leaves_the_old_file(summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "figure.png"
    path.write_bytes(b"old")
    figure = waterfall.draw(summary)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(figure, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_format_is_refused(summary: Summary, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="png, svg, pdf"):
        save(waterfall.draw(summary), tmp_path / "figure.gif")
