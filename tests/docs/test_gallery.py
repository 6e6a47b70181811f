"""The gallery shows every figure with its command, as it can be drawn today, and says how it can mislead."""

import csv
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest
from PIL import Image

from simulator.cli.app import forcemix
from simulator.figures.frame import A4
from simulator.figures.numerals import in_100
from simulator.figures.registry import FIGURES
from simulator.scenario.library import builtin_names
from simulator.scenario.values import leaf

DOCS = Path(__file__).parents[2] / "docs"
LARGEST = 125_000
"""Bytes of a picture."""

MAKERS = {
    "runs": "run", "country": "run", "waiting": "run", "grid": "sweep", "one-at-a-time": "sweep",
    "sensitivity": "sensitivity",
}  # fmt: skip
"""Commands by the kind of result that they make."""

ALWAYS = {"2", "8", "10", "50", "100"}
"""Numbers that explain a figure: each dot for 2 of 100 runs, 8 in 10 runs, 50 of 100."""

NUMBER = re.compile(r"\b(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\b")


def script() -> ModuleType:
    """The script that renews the pictures; it is no part of a package."""
    spec = importlib.util.spec_from_file_location("make_gallery", DOCS / "make_gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GALLERY = script()
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
SECTIONS: dict[str, str] = GALLERY.sections(PAGE)


def kept(name: str, ending: str) -> Path:
    return DOCS / "images" / "gallery" / f"{name}.{ending}"


def part(name: str, heading: str) -> str:
    """What stands below a heading of a section, on one line."""
    (found,) = re.findall(rf"^### {heading}\n\n(.*?)(?=\n#|\Z)", SECTIONS[name], re.MULTILINE | re.DOTALL)
    return " ".join(found.split())


def counts(name: str) -> set[str]:
    """Counts of 100 runs in the data of a picture, as they are printed."""
    rows = csv.DictReader(kept(name, "csv").read_text(encoding="utf-8").splitlines())
    cells = [cell for row in rows for column, cell in row.items() if column.endswith("_in_100") and cell]
    return {in_100(float(cell) / 100.0) for cell in cells}


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?= [A-Z“\"`\d]|$)", text))


def parsed(words: list[str]) -> click.Context:
    """The command that words mean, with its options read and nothing run."""
    program, *rest = words
    assert program == "forcemix"
    top = click.Context(forcemix, info_name=program)
    name, command, arguments = forcemix.resolve_command(top, rest)
    assert command is not None
    return command.make_context(name, arguments, parent=top)


def test_every_figure_has_a_section_in_the_order_of_the_list() -> None:
    assert list(SECTIONS) == list(FIGURES)
    assert {path.name for path in kept("any", "png").parent.iterdir()} == {
        f"{name}.{ending}" for name in FIGURES for ending in GALLERY.ENDINGS
    }


@pytest.mark.parametrize("name", FIGURES)
def test_a_picture_is_there_with_its_data_and_its_words(name: str) -> None:
    with Image.open(kept(name, "png")) as image:
        assert image.width == A4.width
    assert kept(name, "png").stat().st_size <= LARGEST
    for ending in ("csv", "txt"):
        assert f"(images/gallery/{name}.{ending})" in SECTIONS[name]
        assert kept(name, ending).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("name", FIGURES)
def test_the_alt_text_tells_what_the_picture_tells(name: str) -> None:
    (alt,) = re.findall(rf"!\[([^\]]*)\]\(images/gallery/{name}\.png\)", SECTIONS[name])
    assert alt == GALLERY.alt_text(kept(name, "txt").read_text(encoding="utf-8").strip())
    assert len(alt) > 60


@pytest.mark.parametrize("name", FIGURES)
def test_a_section_says_how_to_read_it_and_how_it_can_mislead(name: str) -> None:
    assert 3 <= sentences(part(name, "How to read it")) <= 5
    assert 2 <= sentences(part(name, "How it can mislead")) <= 4


@pytest.mark.parametrize("name", FIGURES)
def test_numbers_that_are_read_off_are_those_of_the_picture(name: str) -> None:
    """Renew both: python docs/make_gallery.py, then the numbers in the page."""
    known = set(NUMBER.findall(kept(name, "txt").read_text(encoding="utf-8"))) | counts(name)
    read = set(NUMBER.findall(part(name, "How to read it"))) - ALWAYS
    assert read - known == set()
    assert len(read) >= 3


@pytest.mark.parametrize("name", FIGURES)
def test_commands_are_commands_that_make_what_they_draw(name: str) -> None:
    *makers, plot = [parsed(words) for words in GALLERY.commands(SECTIONS[name])]
    assert makers
    made: set[str] = set()
    for context in makers:
        assert context.info_name == MAKERS[FIGURES[name].takes.kind]
        scenarios = context.params.get("scenarios") or (context.params.get("scenario"),)
        made |= set(scenarios)
    assert plot.info_name == "plot"
    assert plot.params["figure"] == name
    assert plot.params["out"] == f"{name}.png"
    assert set(plot.params["results"]) == made <= set(builtin_names())


def test_inputs_that_commands_move_are_inputs() -> None:
    moved = re.findall(r"--(?:over|set) ([\w.]+)=", PAGE.replace("`", " "))
    assert moved
    assert [path for path in moved if leaf(path) is None] == []


@pytest.mark.parametrize("words", [["forcemix", "plot", "pie"], ["forcemix", "run", "--runs", "none"]])
def test_a_command_that_is_wrong_is_found(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        parsed(words)


def test_links_within_the_page_lead_to_headings() -> None:
    for page in (PAGE, (DOCS / "explanation" / "maps.md").read_text(encoding="utf-8")):
        for anchor in re.findall(r"\]\((?:\.\./gallery\.md)?#([^)]+)\)", page):
            assert anchor in {anchor_of(heading) for heading in re.findall(r"^## (.+)$", PAGE, re.MULTILINE)}


def anchor_of(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_a_section_is_run_by_the_commands_in_it() -> None:
    section = "text\n\n```sh\nforcemix sweep a \\\n  --over 'x y=0,1'\n\nforcemix plot b\n```\n\n```yaml\nc: d\n```\n"
    assert GALLERY.commands(section) == [["forcemix", "sweep", "a", "--over", "x y=0,1"], ["forcemix", "plot", "b"]]


def test_an_alt_text_is_renewed_in_its_place_only() -> None:
    page = "![old](images/gallery/one.png) ![old](images/gallery/two.png)"
    assert GALLERY.with_alt_text(page, "one", r"Chart. A \1 finding. More.") == (
        r"![Chart. A \1 finding.](images/gallery/one.png) ![old](images/gallery/two.png)"
    )
