"""The picture of indices: bars equal them, layers hold their inputs, no input is ranked within its interval."""

from dataclasses import replace
from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from simulator.analysis.sensitivity.indices import Budget, Shares
from simulator.analysis.sensitivity.results import Study
from simulator.analysis.sensitivity.scrambles import Estimate
from simulator.figures import palette
from simulator.figures.frame import MARGIN, SIZES, SLIDE, render
from simulator.figures.indices import figure as indices
from simulator.figures.indices import titles as indices_titles
from simulator.figures.indices.plan import number_words
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import faint, greys, outside, overlapping, said, words
from tests.figures.subjects import shares, study


def with_found(**changes: Any) -> Study:
    return replace(study(), found=replace(study().found, **changes))


def of_totals(**totals: float) -> Study:
    """A study whose inputs have these total indices, known to within 0.04."""
    own = tuple(shares(path.replace("__", "."), "inputs", 1, 0.0, total) for path, total in totals.items())
    return with_found(inputs=tuple(sorted(own, key=lambda one: -one.total.value)), rest=None)


MANY = with_found(
    inputs=tuple(shares(f"countries.{iso3}.army", "capacity", 1, 0.0, 0.3) for iso3 in
                 ("DEU", "FRA", "GBR", "POL", "ITA", "ESP", "NLD", "SWE", "FIN", "DNK", "NOR", "EST", "LVA", "LTU"))
)  # fmt: skip

CASES = {
    "study": study(),
    "one layer": with_found(layers=(), rest=None),
    "chance": replace(study(), output="usable>=25000"),
    "many": MANY,
    "wide": with_found(layers=(Shares("inputs", "inputs", 3, Estimate(0.9, -0.8, 2.6), Estimate(1.4, 0.1, 2.7)),)),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_words_are_on_the_page_apart_and_readable(case: str, size) -> None:
    figure = indices.draw(CASES[case], size)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []


@pytest.mark.parametrize("case", CASES)
def test_in_greys_words_stay_readable(case: str) -> None:
    figure = indices.draw(CASES[case], mono=True)
    assert greys(figure)
    assert faint(figure) == []


@pytest.mark.parametrize(
    ("colour", "which"), [(palette.PARTS["maritime"].fill, "first"), (palette.PARTS["air"].fill, "total")]
)
def test_lengths_are_in_proportion_to_indices(colour: str, which: str) -> None:
    figure = indices.draw(study())
    bars = sorted(bar.get_width() for bar in figure.findobj(Rectangle) if to_hex(bar.get_facecolor()) == colour)
    found = study().found
    values = sorted(abs(getattr(one, which).value) for one in (*found.layers, *found.inputs, found.rest))
    assert len(bars) == len(values)
    for length, value in zip(bars, values, strict=True):
        assert length / bars[-1] == pytest.approx(value / values[-1], abs=1e-6)


def test_inputs_stand_below_their_layer_and_run_noise_last() -> None:
    shown = words(indices.draw(study()))
    order = ["Inputs of the talks (7 inputs)", "Hold of the ceasefire", "US backstop", "Thresholds (7 inputs)",
             "Spread of thresholds", "Structure of the rule (7 inputs)", "Veto strength", "20 others together",
             "Run noise, of the variance of one run"]  # fmt: skip
    places = [shown.index(name) for name in order]
    assert places == sorted(places)


def test_numbers_have_half_of_their_interval() -> None:
    assert number_words(Estimate(0.254, 0.194, 0.314)) == "0.25 ±0.06"
    assert number_words(Estimate(-0.001, -0.011, 0.009)) == "0.00 ±0.01"
    assert number_words(Estimate(-0.02, -0.03, -0.01)) == "−0.02 ±0.01"
    shown = words(indices.draw(study()))
    for one in study().found.inputs:
        assert number_words(one.total) in shown


def test_inputs_without_room_are_named_and_kept_in_the_table() -> None:
    shown = said(indices.draw(MANY, SLIDE))
    assert "Not drawn, with smaller indices: " in shown
    for name in ("Lithuania", "Estonia", "Germany"):
        assert name in shown
    rows = [row for row in indices.table(MANY) if row["of"] == "input" and row["total"] != ""]
    assert len(rows) == len(MANY.found.inputs)


def test_the_title_names_what_stands_out_beyond_the_intervals() -> None:
    one = of_totals(us__air=0.5, deal__hold=0.3, us__ground=0.1)
    assert indices_titles.title(one) == (
        "US air cover matters most for the usable force: 50% of what the unknowns decide hangs on it"
    )
    two = of_totals(us__air=0.42, deal__hold=0.40, us__ground=0.1)
    assert indices_titles.title(two) == "US air cover and hold of the ceasefire matter most for the usable force"
    assert indices_titles.title(one) in said(indices.draw(one))
    assert indices_titles.title(one) in indices.alt_text(one)


def test_the_title_is_neutral_where_intervals_overlap_or_the_others_do_as_much() -> None:
    alike = of_totals(us__air=0.3, deal__hold=0.29, us__ground=0.28, us__backstop=0.27)
    assert indices_titles.title(alike) == "Which unknowns move the usable force"
    hidden = with_found(rest=shares("*", "", 20, 0.5, 0.6))
    assert indices_titles.title(hidden) == "Which unknowns move the usable force"
    faint_one = of_totals(us__air=0.05, deal__hold=0.001)
    assert indices_titles.title(faint_one) == "Which unknowns move the usable force"


@pytest.mark.parametrize(
    ("output", "expected"),
    [("ground", "how many countries send ground troops"), ("joins<10", "the chance of joins<10")],
)
def test_the_output_is_named_in_words(output: str, expected: str) -> None:
    assert expected in said(indices.draw(replace(study(), output=output)))


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_the_layout(title: str) -> None:
    figure = indices.draw(replace(study(), title=title))
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
    assert "\n" not in indices.alt_text(replace(study(), title=title))


def test_equal_studies_are_equal_files() -> None:
    assert render(indices.draw(study()), "svg") == render(indices.draw(study()), "svg")


def test_alt_text_tells_every_index_and_the_caveat() -> None:
    told = indices.alt_text(study())
    for expected in ("Hold of the ceasefire 0.26 ±0.03 alone, 0.45 ±0.04 in all", "layer structure", "20 other inputs",
                     "Run noise is 0.62 ±0.03", "not a forecast"):  # fmt: skip
        assert expected in told


def test_the_table_is_unrounded_and_whole() -> None:
    rows = indices.table(study())
    assert [row["of"] for row in rows].count("layer") == 4
    assert rows[-1]["of"] == "run noise"
    own = {row["name"]: row for row in rows if row["of"] == "input"}
    for one in study().found.inputs:
        assert (own[one.name]["first"], own[one.name]["total_high"]) == (one.first.value, one.total.high)
    assert own["deal.hold"]["direction"] == "raises"
    assert Budget().rows(3, 2) == 20 * 4 + 8 * 64 * (3 + 2 + 2)
