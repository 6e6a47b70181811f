"""The catalogue of values agrees with the table of parameters."""

import pytest

from simulator.data.parameters import parameters
from simulator.scenario.naming import OTHER_NAMES, TWO_LETTERS, country_help
from simulator.scenario.values import Leaf, children, countries, leaf, leaves


def test_every_parameter_is_a_leaf_and_every_numeric_leaf_a_parameter() -> None:
    general = {
        ".".join(
            "*" if number == 3 and path.split(".")[2] in ("thresholds", "roles") else part
            for number, part in enumerate(path.split("."))
        )
        for path, found in leaves().items()
        if found.numeric
    }
    assert general - {"us.involvement"} == set(parameters())


def test_leaves_of_each_kind() -> None:
    assert leaf("us.air") == Leaf("us.air", "number", 0.0, 1.0)
    assert leaf("countries.FIN.cap") == Leaf("countries.FIN.cap", "whole", 0.0, 5.0)
    assert leaf("countries.FIN.thresholds.us.median") == Leaf("countries.FIN.thresholds.us.median", "number", -1.0, 2.0)
    assert leaf("mandate.mission") == Leaf(
        "mandate.mission", "word", choices=("deterrence", "peacekeeping", "monitoring")
    )
    assert leaf("structure.framework") == Leaf("structure.framework", "switch")
    assert leaf("as_of") == Leaf("as_of", "date")


@pytest.mark.parametrize(
    "path", ["us", "us.aire", "countries.*.cap", "countries.XXX.cap", "countries.FIN", "extends", "paths", ""]
)
def test_what_is_no_leaf(path: str) -> None:
    assert leaf(path) is None


def test_keys_below_a_path() -> None:
    assert children(("deal",)) == ("ceasefire", "hold", "depth")
    assert children(("countries", "FIN", "thresholds"))[:2] == ("us", "mandate")
    assert children(("structure", "medians")) == ("1", "2", "3", "4")
    assert children(("mandate", "mission")) == ("deterrence", "peacekeeping", "monitoring")
    assert children(("us", "air", "x")) == ()
    assert children(("sites", 0))[:2] == ("name", "place")


def test_every_country_has_its_two_letters() -> None:
    assert set(TWO_LETTERS.values()) == set(countries())
    assert set(OTHER_NAMES.values()) <= set(countries())


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Norway", "NOR"),
        ("NO", "NOR"),
        ("uk", "GBR"),
        ("Turkey", "TUR"),
        ("fin", "FIN"),
        ("United Kingdom", "GBR"),
        ("el", "GRC"),
    ],
)
def test_names_that_people_use(word: str, code: str) -> None:
    assert country_help(word) == f"write the three-letter code `{code}`"
