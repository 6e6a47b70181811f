import re
from functools import cache
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from simulator.experiments.running import run_scenario
from simulator.experiments.summary import Summary
from simulator.figures.drawing import picture
from simulator.report.vectors import inline
from tests.explorer_examples import HOSTILE, scenario

PLAIN = 'the "words" <of> the picture'


@cache
def summary(title: str = "A title") -> Summary:
    return run_scenario(scenario().with_("title", title), 60)


def drawn(name: str = "ledger", mark: str = "one", title: str = "A title") -> str:
    return inline(picture(name, [summary(title)]).figure, mark, PLAIN).text


@pytest.mark.parametrize("name", ["ledger", "waterfall"])
def test_a_figure_keeps_its_words_and_shapes_and_nothing_a_strict_policy_forbids(name: str) -> None:
    text = drawn(name)
    root = ElementTree.fromstring(text)  # noqa: S314
    assert not re.findall(r"style|xlink|xmlns|<metadata|url\(http|\bon[a-z]+=", text)
    assert root.attrib["aria-label"] == PLAIN
    assert root.attrib["role"] == "img"
    written = {"".join(node.itertext()) for node in root.iter("text")}
    assert {artist.get_text() for artist in picture(name, [summary()]).figure.texts} - {""} <= written
    assert len(text) < 60_000


def test_titles_are_bold_and_colours_are_kept() -> None:
    root = ElementTree.fromstring(drawn())  # noqa: S314
    weights = {node.get("font-weight") for node in root.iter("text")}
    assert weights >= {"700", None} or weights >= {"bold", None}
    assert {"#5a3e1b", "#3f8fc4"} <= {node.get("fill") for node in root.iter("path")}


def test_names_of_two_figures_never_meet() -> None:
    names = [set(re.findall(r' id="([^"]+)"', drawn(mark=mark))) for mark in ("one", "two")]
    assert names[0]
    assert not names[0] & names[1]
    for mark, known in zip(("one", "two"), names, strict=True):
        assert set(re.findall(r' href="#([^"]+)"', drawn(mark=mark))) <= known


def test_hostile_titles_stay_text() -> None:
    text = drawn(title=HOSTILE[:200])
    assert "<script" not in text
    ElementTree.fromstring(text)  # noqa: S314


def test_equal_figures_give_equal_bytes() -> None:
    assert drawn() == drawn()


def test_an_empty_figure_is_no_trouble() -> None:
    assert inline(Figure(), "empty", "nothing").text.startswith("<svg")
