"""The waterfall: its steps join and add up, its finding exceeds the noise, and no words break its layout."""

from dataclasses import replace

import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from simulator.experiments.running import run_scenario
from simulator.experiments.summary import Summary
from simulator.figures import titles
from simulator.figures.frame import A4, FORMATS, MARGIN, POINT, SIZES, SLIDE, Size, render
from simulator.figures.text import ELLIPSIS
from simulator.figures.waterfall import figure as waterfall
from simulator.scenario.library import load
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import faint, greys, outside, overlapping, said
from tests.figures.subjects import SCENARIOS, summary

NOBODY = ("mandate.clarity=0", "deal.ceasefire=0", "us.involvement=0", "threat.russia=1")
TOTALS = {"headline", "pledged", "usable"}


@pytest.fixture(scope="module")
def nobody() -> Summary:
    return run_scenario(load("baseline", NOBODY, None), 60)


def bars(figure: Figure) -> list[Rectangle]:
    return [patch for patch in figure.findobj(Rectangle) if patch is not figure.patch]


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("mono", [False, True])
def test_words_are_on_the_page_apart_and_readable(name: str, size: Size, mono: bool) -> None:
    figure = waterfall.draw(summary(name), size, mono)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []
    assert greys(figure) is mono


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_almost_nothing_keeps_the_layout(nobody: Summary, size: Size) -> None:
    figure = waterfall.draw(nobody, size)
    assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


@pytest.mark.parametrize("name", SCENARIOS)
def test_steps_add_up(name: str) -> None:
    found = summary(name)
    rows = waterfall.table(found)
    taken = sum(row["troops"] for row in rows if row["kind"] == "taken away")
    by_key = {row["step"]: row["troops"] for row in rows if row["kind"] == "total"}
    assert by_key.keys() == TOTALS
    assert by_key["headline"] + taken == pytest.approx(by_key["usable"])
    assert by_key["headline"] == pytest.approx(found.force["headline"].mean)
    assert by_key["usable"] == pytest.approx(found.force["usable"].mean)
    assert all(row["troops"] <= 0.0 for row in rows if row["kind"] == "taken away")


def test_bars_are_as_high_as_their_numbers() -> None:
    found = summary()
    drawn = {round(bar.get_height(), 6) for bar in bars(waterfall.draw(found))}
    steps = waterfall.steps(found)
    tallest = max(bar.get_height() for bar in bars(waterfall.draw(found)))
    wanted = [step.amount / steps[0].amount * tallest for step in steps]
    page = waterfall.draw(found).get_size_inches()[1] * 200
    assert all(round(height, 6) in drawn for height in wanted if height * page > POINT)


def test_a_step_too_small_to_see_is_a_line_so_that_nothing_is_missing() -> None:
    found = summary()
    figure = waterfall.draw(found)
    thin = [step for step in waterfall.steps(found) if step.amount < 20.0]
    assert thin
    assert len(bars(figure)) == len(waterfall.steps(found)) - len(thin)
    stroke = [line for line in figure.findobj(Line2D) if line.get_linewidth() == pytest.approx(1.0)]
    assert len(stroke) == len(thin)


def test_the_title_says_what_is_left_where_that_is_sure() -> None:
    found = summary()
    assert titles.waterfall(found).startswith("Of ")
    assert titles.waterfall(found) in said(waterfall.draw(found))


def test_the_title_is_neutral_where_noise_could_turn_it_around() -> None:
    found = summary()
    force = dict(found.force)
    near = replace(force["headline"], mean=force["usable"].mean + force["usable"].mcse)
    noisy = replace(force["usable"], mcse=force["usable"].mean)
    for other in (
        replace(found, force=force | {"headline": near}),
        replace(found, force=force | {"usable": noisy}),
        replace(found, runs=titles.FEWEST_RUNS - 1),
    ):
        assert titles.waterfall(other) == titles.WATERFALL_NEUTRAL
        assert titles.WATERFALL_NEUTRAL in said(waterfall.draw(other))


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_titles_of_users_are_text_and_fit(title: str, size: Size) -> None:
    figure = waterfall.draw(replace(summary(), title=title), size)
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
    if len(title) > 250:
        assert ELLIPSIS in said(figure)
    if size is A4:
        assert all(render(figure, form) for form in FORMATS)


def test_the_words_tell_every_step_and_the_caveat() -> None:
    found = summary()
    told = waterfall.alt_text(found)
    assert titles.waterfall(found) in told
    assert "not a forecast" in told
    assert "\n" not in told
    assert all(step.label in told for step in waterfall.steps(found))


@pytest.mark.parametrize("mono", [False, True])
def test_equal_figures_are_equal_files(mono: bool) -> None:
    one, other = (waterfall.draw(summary(), SLIDE, mono) for _ in range(2))
    assert all(render(one, form) == render(other, form) for form in FORMATS)
