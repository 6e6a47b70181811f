"""Drawing by name: what the registry says is so, and a picture goes to files with its data and its words."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from simulator.figures import frame, registry
from simulator.figures.drawing import CannotDraw, Choices, Picture, paths, picture, write
from simulator.figures.frame import SIZES
from simulator.figures.registry import FIGURES, Takes, module_of
from tests.figures.subjects import data_of, drawable, drawn, grid, summary

DRAWABLE = [name for name in FIGURES if drawable(name)]


def test_the_registry_knows_formats_and_pages() -> None:
    assert registry.FORMATS == frame.FORMATS
    assert tuple(SIZES) == registry.PAGES


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_what_it_is(name: str) -> None:
    entry = FIGURES[name]
    assert entry.question.endswith("?")
    assert all(text.endswith(".") and len(text) > 80 for text in (entry.reading, entry.misleading))
    assert 1 <= entry.takes.least <= entry.takes.most
    assert module_of(name) == f"simulator.figures.{name}.figure"


def test_what_a_figure_takes_is_said_in_words() -> None:
    assert Takes("runs").words == "one run"
    assert Takes("runs", 2, 6).words == "2 to 6 runs"
    assert "grid of two inputs" in Takes("grid").words
    assert Takes("one-at-a-time").maker("mine").startswith("forcemix sweep mine --design one-at-a-time --over ")


@pytest.mark.parametrize("name", DRAWABLE)
@pytest.mark.parametrize("page", SIZES)
def test_every_figure_is_drawn_on_every_page_with_data_and_words(name: str, page: str) -> None:
    found = drawn(name, size=SIZES[page])
    width, height = found.figure.get_size_inches() * found.figure.dpi
    assert round(width) == SIZES[page].width
    assert SIZES[page].height in (None, round(height))
    assert found.rows
    assert all(list(row) == list(found.rows[0]) for row in found.rows)
    assert "\n" not in found.words
    assert "not a forecast" in found.words


@pytest.mark.parametrize("name", DRAWABLE)
def test_every_choice_of_a_figure_changes_it(name: str) -> None:
    plain = drawn(name)
    others = {
        "strength": Choices(strength="usable"),
        "threshold": Choices(thresholds=(20_000,)),
        "count": Choices(count="joins"),
    }
    for option in FIGURES[name].options:
        assert drawn(name, others[option]).words != plain.words, option


@pytest.mark.parametrize("name", [name for name in DRAWABLE if FIGURES[name].sizes > 1])
def test_several_sizes_are_drawn(name: str) -> None:
    words = drawn(name, Choices(thresholds=(5_000, 10_000, 20_000))).words
    assert all(size in words for size in ("5,000", "10,000", "20,000"))


@pytest.mark.parametrize("name", [name for name in DRAWABLE if FIGURES[name].takes.most > 1])
def test_a_figure_of_several_runs_takes_as_many_as_it_says_and_no_more(name: str) -> None:
    takes = FIGURES[name].takes
    for count in (takes.least, takes.most):
        assert picture(name, [summary()] * count).rows
    with pytest.raises(CannotDraw, match=f"`{name}` cannot be drawn of this"):
        picture(name, [summary()] * (takes.most + 1))


def test_what_a_figure_refuses_is_said() -> None:
    with pytest.raises(CannotDraw, match="`tipping` cannot be drawn of this"):
        picture("tipping", grid(), Choices(thresholds=(12_345,)))


def test_an_unknown_figure_is_an_error() -> None:
    with pytest.raises(KeyError):
        picture("pie", data_of("ledger"))


def test_a_picture_its_data_and_its_words_are_written_whole(tmp_path: Path) -> None:
    found = drawn("ledger")
    written = write(found, tmp_path / "ledger.v2", ("png", "svg"))
    assert written == paths(tmp_path / "ledger.v2", ("png", "svg"))
    assert [path.name for path in written] == ["ledger.v2.png", "ledger.v2.svg", "ledger.v2.csv", "ledger.v2.txt"]
    assert sorted(tmp_path.iterdir()) == sorted(written)
    assert written[-1].read_text(encoding="utf-8") == found.words + "\n"
    rows = list(csv.DictReader(StringIO(written[-2].read_text(encoding="utf-8"))))
    assert [row["name"] for row in rows] == [row["name"] for row in found.rows]
    assert sum(float(row["expected"] or 0) for row in rows) == pytest.approx(summary().force["pledged"].mean)


def test_text_in_data_is_never_a_formula(tmp_path: Path) -> None:
    found = drawn("ledger")
    evil = Picture(found.figure, [{"title": "=HYPERLINK(1)", "troops": -5.0}], "words")
    data = write(evil, tmp_path / "evil", ("png",))[-2].read_text(encoding="utf-8")
    assert data == "title,troops\n'=HYPERLINK(1),-5.0\n"


def test_the_same_picture_is_the_same_files(tmp_path: Path) -> None:
    contents = []
    for place in ("one", "two"):
        written = write(drawn("waterfall"), tmp_path / place, frame.FORMATS)
        contents.append([path.read_bytes() for path in written])
    assert contents[0] == contents[1]
