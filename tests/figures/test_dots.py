"""The dot plot: 50 dots a row that can be counted on either side of a size, and words that keep its layout."""

from dataclasses import replace

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from simulator.experiments.running import run_scenario
from simulator.experiments.summary import Summary
from simulator.figures import palette
from simulator.figures.dots import figure as dots
from simulator.figures.dots.plan import SHOWN, lay_out
from simulator.figures.dots.stacks import Axis, stacked
from simulator.figures.frame import A4, FORMATS, MARGIN, SIZES, SLIDE, Size, render
from simulator.figures.numerals import in_100
from simulator.scenario.library import load
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import faint, greys, outside, overlapping, said, words
from tests.figures.made_summaries import of_forces, scenarios
from tests.figures.subjects import SCENARIOS, summary

ASKED = (10_000, 20_000)
EXTREMES = {
    "nobody": ("mandate.clarity=0", "deal.ceasefire=0", "us.involvement=0", "threat.russia=1"),
    "everything": ("us.involvement=1", "mandate.clarity=1", "deal.hold=1", "mandate.legal=1"),
}


@pytest.fixture(scope="module")
def extremes() -> list[Summary]:
    return [run_scenario(load("baseline", changes, None), 60) for changes in EXTREMES.values()]


def circles(figure: Figure) -> list[tuple[float, float, str]]:
    """Middle and colour of every dot; pixels from the left and from the top."""
    width, height = figure.get_size_inches() * figure.dpi
    return [
        (one.center[0] * width, (1.0 - one.center[1]) * height, to_hex(one.get_facecolor()))
        for one in figure.findobj(Ellipse)
    ]


@pytest.mark.parametrize("count", [1, 3, 8])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("mono", [False, True])
def test_words_are_on_the_page_apart_and_readable(count: int, size: Size, mono: bool) -> None:
    figure = dots.draw(scenarios(count), size=size, mono=mono)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []
    assert greys(figure) is mono


@pytest.mark.parametrize("sizes", [(10_000,), (9_000, 9_500, 10_000), (5_000, 15_000, 20_000), (10_000, 90_000)])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_any_sizes_keep_the_layout(sizes: tuple[int, ...], size: Size) -> None:
    figure = dots.draw(scenarios(4), thresholds=sizes, size=size)
    assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_extremes_keep_the_layout(extremes: list[Summary], size: Size) -> None:
    zero = of_forces([0] * 100)
    for found in (extremes, [*extremes, summary()], [zero], [zero, summary(), extremes[0]]):
        figure = dots.draw(found, size=size)
        assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_row_has_50_dots_of_which_as_many_reach_a_size_as_values_do(size: Size) -> None:
    found = scenarios(3)
    plan = lay_out(found, "pledged", ASKED, size, mono=False)
    drawn = circles(dots.draw(found, size=size))
    assert len(drawn) == 50 * len(found)
    for place, one in enumerate(found):
        row = drawn[50 * place : 50 * (place + 1)]
        values = [one.percentiles["pledged"][percent] for percent in SHOWN]
        for asked in ASKED:
            assert sum(x > plan.axis.place(asked) for x, _, _ in row) == sum(value >= asked for value in values)


def test_colours_tell_which_sizes_a_dot_reaches() -> None:
    found = scenarios(3)
    plan = lay_out(found, "pledged", ASKED, A4, mono=False)
    for x, _, colour in circles(dots.draw(found)):
        beyond = sum(x > plan.axis.place(asked) for asked in ASKED)
        assert colour == (palette.RULE, palette.AIR, palette.SEA)[beyond]


def test_greys_tell_them_apart_by_hollow_grey_and_black() -> None:
    drawn = circles(dots.draw(scenarios(3), mono=True))
    assert {colour for _, _, colour in drawn} == {palette.PAPER, palette.LOGISTICS, palette.INK}
    assert "hollow: fewer" in said(dots.draw(scenarios(3), mono=True))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("count", [1, 3, 8])
def test_dots_of_a_row_do_not_cover_each_other(size: Size, count: int) -> None:
    found = scenarios(count)
    plan = lay_out(found, "pledged", ASKED, size, mono=False)
    drawn = circles(dots.draw(found, size=size))
    for first in range(0, len(drawn), 50):
        row = drawn[first : first + 50]
        for place, (x, y, _) in enumerate(row):
            apart = [((x - other) ** 2 + (y - height) ** 2) ** 0.5 for other, height, _ in row[:place]]
            assert min(apart, default=plan.dot) >= plan.dot - 1e-6


def test_a_dot_stands_near_its_value() -> None:
    axis = Axis(0.0, 1_000.0, 30_000.0)
    for value in range(0, 30_000, 77):
        (one,) = stacked([value], ASKED, axis, 15.0)
        assert abs(one.x - axis.place(value)) <= 15.0
        assert one.reaches == sum(value >= asked for asked in ASKED)


def test_a_crowded_stack_says_how_many_runs_it_stands_for() -> None:
    crowded = of_forces([0] * 70 + list(range(1_000, 31_000, 1_000)))
    assert "70 of 100 runs" in words(dots.draw([crowded, summary()]))


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("strength", ["headline", "pledged", "allocated", "usable"])
def test_the_table_holds_what_is_drawn(name: str, strength: str) -> None:
    found = summary(name)
    (row,) = dots.table([found], strength)
    assert [row[f"p{percent:02d}"] for percent in SHOWN] == [found.percentiles[strength][p] for p in SHOWN]
    assert row["p50"] == found.percentiles[strength][50]
    for entry in found.reaches:
        if entry.strength == strength:
            assert row[f"reaches_{entry.troops}_least"] == row[f"reaches_{entry.troops}_most"] == entry.chance.in_100
            assert row[f"reaches_{entry.troops}_low"] == entry.chance.low


def test_every_row_of_the_table_has_the_same_columns() -> None:
    rows = dots.table(scenarios(8), thresholds=(1, 10_000, 90_000))
    assert all(list(row) == list(rows[0]) for row in rows)


def test_chances_stand_in_the_columns_with_their_noise() -> None:
    found = scenarios(3)
    shown = words(dots.draw(found))
    for one in found:
        for entry in one.reaches:
            if entry.strength == "pledged":
                assert in_100(entry.chance.in_100 / 100.0) in shown
    assert "95% interval of the run noise" in said(dots.draw(found))


def test_a_size_that_was_not_asked_for_is_given_as_a_range() -> None:
    found = of_forces([20 * step for step in range(1_000)], sizes=())
    assert "45–46" in words(dots.draw([found], thresholds=(10_900,)))
    assert "read off percentiles" in said(dots.draw([found], thresholds=(10_900,)))


def test_a_size_far_beyond_the_force_is_left_off_the_axis() -> None:
    figure = dots.draw(scenarios(2), thresholds=(10_000, 500_000))
    assert "500,000 lies beyond the axis" in said(figure)
    assert words(figure).count("500,000") == 1


def test_what_cannot_be_drawn_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 to 8 scenarios, not 9"):
        dots.draw([summary()] * 9)
    with pytest.raises(ValueError, match="1 to 8 scenarios, not 0"):
        dots.table([])
    with pytest.raises(ValueError, match="no strength named"):
        dots.draw([summary()], "wished")
    with pytest.raises(ValueError, match="1 to 3 force sizes above 0"):
        dots.draw([summary()], thresholds=(0,))


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_titles_of_users_are_text_and_fit(title: str, size: Size) -> None:
    for count in (1, 8):
        figure = dots.draw([replace(one, title=title) for one in scenarios(count)], size=size)
        assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
        assert "\u202e" not in said(figure)
        if size is A4 and count == 1:
            assert all(render(figure, form) for form in FORMATS)


def test_the_words_tell_the_finding_every_scenario_and_the_caveat() -> None:
    found = scenarios(3)
    told = dots.alt_text(found)
    assert all(one.title in told for one in found)
    assert "A force of 10,000 is pledged" in told
    assert "not a forecast" in told
    assert "\n" not in told


@pytest.mark.parametrize("mono", [False, True])
def test_equal_figures_are_equal_files(mono: bool) -> None:
    one, other = (dots.draw(scenarios(3), size=SLIDE, mono=mono) for _ in range(2))
    assert all(render(one, form) == render(other, form) for form in FORMATS)
