"""The tipping map: cells equal the points, the line lies between them, and titles hold beyond the run noise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from simulator.experiments.statistics import chance
from simulator.experiments.summary import Reach
from simulator.experiments.sweeps.point_summary import PointSummary
from simulator.figures import palette
from simulator.figures.frame import A4, MARGIN, SIZES, SLIDE, SQUARE, Size, render
from simulator.figures.numerals import in_100, runs_of_100
from simulator.figures.tipping import figure as tipping
from simulator.figures.tipping import titles as tipping_titles
from simulator.figures.tipping.figure import TippingMap
from simulator.figures.tipping.lines import tipping_lines
from simulator.figures.tipping.map import Axis, Tip
from simulator.figures.tipping.plan import MOST_NUMBERED
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import faint, greys, outside, overlapping, said, words
from tests.figures.subjects import grid, point

SIZE = 10_000
TENTHS = tuple(step / 10.0 for step in range(11))
TWENTIETHS = tuple(step / 20.0 for step in range(21))
MISSIONS = ("deterrence", "peacekeeping", "monitoring")
OWNERS = ("adhoc", "alliance", "eu", "un")
BACKSTOP, CLARITY, MISSION, OWNER = "us.backstop", "mandate.clarity", "mandate.mission", "mandate.owner"

Share = Callable[[Any, Any], float]


ANY = point(0, {}, 9_000.0)


def cell(number: int, inputs: Mapping[str, Any], share: float, runs: int) -> PointSummary:
    """A point at which a share of runs reaches the size."""
    reached = Reach("pledged", SIZE, chance(round(share * runs), runs))
    return replace(ANY, point=number, inputs=inputs, reaches=(reached,), runs=runs)


def mapped(
    share: Share,
    rows: tuple[str, Sequence[Any]] = (BACKSTOP, TENTHS),
    columns: tuple[str, Sequence[Any]] = (CLARITY, TENTHS),
    runs: int = 1_000,
    base: Mapping[str, Any] | None = None,
    title: str = "A scenario",
) -> TippingMap:
    """A map whose chances follow a formula of row and column."""
    axes = dict([rows, columns])
    cells = [
        cell(number, {rows[0]: row, columns[0]: column}, share(row, column), runs)
        for number, (row, column) in enumerate(product(rows[1], columns[1]))
    ]
    return TippingMap(cells, axes, title, 1, "2025-04-30", base or {})


def of_sweep() -> TippingMap:
    swept = grid()
    return TippingMap(swept.points, swept.axes, swept.title, swept.seed, swept.as_of, swept.base)


def slope(row: float, column: float) -> float:
    """Passes one half where both add up to 1."""
    return 0.5 * (row + column)


CASES: Mapping[str, Callable[[], TippingMap]] = {
    "sweep": of_sweep,
    "fine": lambda: mapped(slope, (BACKSTOP, TWENTIETHS), (CLARITY, TWENTIETHS)),
    "never": lambda: mapped(lambda row, column: 0.0, base={BACKSTOP: 0.05, CLARITY: 0.33}),
    "always": lambda: mapped(lambda row, column: 1.0, base={BACKSTOP: 0.1, CLARITY: 0.4}),
    "words across": lambda: mapped(slope_of_word, columns=(MISSION, MISSIONS)),
    "words down": lambda: mapped(lambda row, column: slope_of_word(column, row), (MISSION, MISSIONS)),
    "words only": lambda: mapped(
        lambda row, column: 0.3 + 0.4 * (column == "eu"), (MISSION, MISSIONS), (OWNER, OWNERS)
    ),
    "one column": lambda: mapped(lambda row, column: row, columns=(CLARITY, (0.4,))),
    "one cell": lambda: mapped(lambda row, column: 0.5, (BACKSTOP, (0.3,)), (CLARITY, (0.4,))),
    "few cells": lambda: mapped(slope, (BACKSTOP, (0.0, 1.0)), (CLARITY, (0.0, 1.0)), runs=40),
    "persons": lambda: mapped(
        lambda row, column: 1.0 - row / 60_000.0, ("force.requirement", range(5_000, 60_001, 5_000)),
        base={"force.requirement": 25_000, CLARITY: 0.4},
    ),
    "long names": lambda: mapped(
        slope, ("countries.FIN.thresholds.us.median", TENTHS), ("countries.NLD.thresholds.mandate.median", TENTHS)
    ),
}  # fmt: skip


def slope_of_word(row: float, column: str) -> float:
    return min(1.0, row + 0.1 * MISSIONS.index(column))


def strokes(figure: Figure, colour: str) -> list[Line2D]:
    return [line for line in figure.findobj(Line2D) if line.get_color() == colour]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_words_are_on_the_page_apart_and_readable(case: str, size: Size) -> None:
    figure = tipping.draw(CASES[case](), size)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []


@pytest.mark.parametrize("case", CASES)
def test_in_greys_words_stay_readable(case: str) -> None:
    figure = tipping.draw(CASES[case](), mono=True)
    assert greys(figure)
    assert faint(figure) == []


@pytest.mark.parametrize("case", CASES)
def test_the_table_holds_every_cell_unrounded(case: str) -> None:
    drawn = CASES[case]()
    rows = tipping.table(drawn)
    assert len(rows) == len(drawn.points) == len(drawn.rows.values) * len(drawn.columns.values)
    kept = {tuple(point.inputs.values()): point.reaches for point in drawn.points}
    for row in rows:
        found = next(
            reach.chance
            for reach in kept[row[drawn.rows.path], row[drawn.columns.path]]
            if (reach.strength, reach.troops) == (drawn.strength, drawn.troops)
        )
        assert (row["in_100"], row["low"], row["high"]) == (found.in_100, found.low, found.high)
        assert row["run_noise_leaves_side_open"] == int(found.low < 49.5 <= found.high)


@pytest.mark.parametrize("case", ["sweep", "words across", "persons"])
def test_few_columns_have_their_numbers_and_many_have_none(case: str) -> None:
    drawn = CASES[case]()
    assert len(drawn.columns.values) <= MOST_NUMBERED
    shown = words(tipping.draw(drawn))
    for row in drawn.chances:
        for chance_ in row:
            number = in_100(chance_.in_100 / 100.0)
            assert number in shown
            shown.remove(number)
    fine = CASES["fine"]()
    assert len(fine.columns.values) > MOST_NUMBERED
    assert "51" not in words(tipping.draw(fine))


@pytest.mark.parametrize("size", [A4, SQUARE], ids=["a4", "square"])
def test_both_axes_leave_out_values_alike_where_cells_are_many(size: Size) -> None:
    shown = words(tipping.draw(CASES["fine"](), size))
    assert min(shown.count(value) for value in ("0", "0.2", "0.8", "1")) >= 2
    assert not {"0.05", "0.1", "0.95"} & set(shown)
    # Words are no scale: each has its row written.
    assert set(MISSIONS) <= set(words(tipping.draw(words_down(), size)))


def words_down() -> TippingMap:
    return mapped(lambda row, column: slope_of_word(column, row), (MISSION, MISSIONS), (CLARITY, TWENTIETHS))


@pytest.mark.parametrize("places", [11, 21])
def test_the_line_lies_where_the_chances_pass_a_half(places: int) -> None:
    values = np.linspace(0.0, 1.0, places).tolist()
    drawn = mapped(slope, (BACKSTOP, values), (CLARITY, values), runs=100_000)
    lines = tipping_lines(drawn)
    assert lines
    for column, row in (place for line in lines for place in line):
        # The line passes where a chance prints as 50: half a run of 100 below 50.
        assert (row + column) / (places - 1) == pytest.approx(0.99, abs=1e-9)


def test_lines_from_points_in_any_order_are_the_same() -> None:
    drawn = CASES["persons"]()
    turned = replace(drawn, points=drawn.points[::-1], axes={path: values[::-1] for path, values in drawn.axes.items()})
    assert tipping_lines(turned) == tipping_lines(drawn)
    assert tipping.table(turned) == tipping.table(drawn)


def test_where_a_column_tips_is_told_with_its_noise() -> None:
    drawn = mapped(lambda row, column: row if column < 0.5 else 0.2 + 0.8 * row, runs=1_000)
    tips = drawn.tips(along_rows=True)
    assert tips[0].kind == tips[-1].kind == "from"
    assert tips[0].value == pytest.approx(0.495)
    assert tips[-1].value == pytest.approx((0.495 - 0.2) / 0.8)
    assert tips[0].high is not None
    assert tips[0].low is not None
    assert tips[0].high < 0.495 < tips[0].low
    assert mapped(lambda row, column: 1.0 - row).tips(along_rows=True)[0].kind == "up to"
    assert mapped(lambda row, column: 1.0).tips(along_rows=True)[0] == Tip("any")
    assert mapped(lambda row, column: 0.0).tips(along_rows=True)[0] == Tip("none")
    assert mapped(lambda row, column: float(row in (0.3, 0.4))).tips(along_rows=True)[0] == Tip("mixed")


@given(st.lists(st.lists(st.integers(0, 1_000), min_size=4, max_size=4), min_size=2, max_size=5))
def test_a_rounded_number_is_never_on_both_sides_of_the_line(happened: list[list[int]]) -> None:
    """In a column the line passes as often as one number prints as 50 or more and the next one does not."""
    values = tuple(float(row) for row in range(len(happened)))
    drawn = mapped(
        lambda row, column: happened[int(row)][OWNERS.index(column)] / 1_000.0, (BACKSTOP, values), (OWNER, OWNERS)
    )
    crossed = sorted(int(line[0][0] + 0.5) for line in tipping_lines(drawn))
    expected = [
        column
        for column in range(4)
        for row in range(len(happened) - 1)
        if (runs_of_100(happened[row][column] / 1_000.0) >= 50)
        != (runs_of_100(happened[row + 1][column] / 1_000.0) >= 50)
    ]
    assert crossed == expected


def test_between_words_nothing_lies() -> None:
    across = tipping_lines(CASES["words across"]())
    assert len(across) == len(MISSIONS)
    assert all(line[0][1] == line[1][1] and line[1][0] - line[0][0] == 1.0 for line in across)
    down = tipping_lines(CASES["words down"]())
    assert sorted((y, x) for line in down for x, y in line) == sorted(place for line in across for place in line)
    borders = tipping_lines(CASES["words only"]())
    assert {line[0][0] for line in borders} == {1.5, 2.5}


@pytest.mark.parametrize("mono", [False, True])
def test_the_line_is_in_the_one_reference_hue_and_in_greys_in_ink(mono: bool) -> None:
    figure = tipping.draw(of_sweep(), mono=mono)
    assert strokes(figure, palette.INK if mono else palette.REFERENCE)
    assert "Tipping line" in said(figure)
    none = tipping.draw(CASES["never"]())
    assert "Tipping line" not in said(none)


def test_run_noise_is_shown_in_cells_and_beside_the_line() -> None:
    numbered = tipping.draw(CASES["few cells"]())
    assert "Run noise leaves open" in said(numbered)
    fine = tipping.draw(CASES["fine"]())
    assert "could lie by run noise" in said(fine)
    assert any(line.is_dashed() for line in strokes(fine, palette.REFERENCE))
    assert "Run noise leaves open" not in said(tipping.draw(CASES["always"]()))


@pytest.mark.parametrize("case", CASES)
def test_highest_and_lowest_cell_are_named(case: str) -> None:
    drawn = CASES[case]()
    chances = drawn.field()
    for figure in (tipping.draw(drawn), tipping.draw(drawn, SLIDE)):
        shown = said(figure).replace("\u00a0", " ")
        assert "Highest: " in shown
        assert "Lowest: " in shown
    told = tipping.alt_text(drawn)
    assert f"highest {in_100(float(chances.max()) / 100.0)} at" in told
    assert f"lowest {in_100(float(chances.min()) / 100.0)} at" in told


def test_the_scenario_itself_is_marked_or_said_to_be_missing() -> None:
    on_cell = said(tipping.draw(CASES["always"]()))
    assert "The scenario as it stands: 100" in on_cell
    between = said(tipping.draw(CASES["never"]()))
    assert "The scenario as it stands" in between
    assert "as it stands: " not in between
    beyond = said(tipping.draw(mapped(slope, base={BACKSTOP: 1.5, CLARITY: 0.2})))
    assert "not marked: its US backstop (1.5) is not on the map" in beyond
    assert "not marked: it has no single value of US backstop" in said(tipping.draw(mapped(slope, base={CLARITY: 0.2})))


def test_what_the_ends_mean_is_written_only_where_the_ends_are_drawn() -> None:
    whole, part = mapped(slope), mapped(slope, (BACKSTOP, (0.2, 0.4)), (CLARITY, (0.2, 0.4)))
    assert "no guarantee of any kind" in said(tipping.draw(whole))
    assert "one task with written rules" in said(tipping.draw(whole))
    assert "no guarantee" not in said(tipping.draw(part))
    assert "written rules" not in said(tipping.draw(part))


TITLES: Mapping[str, tuple[Share, str]] = {
    "below": (lambda row, column: 0.3, "in at most 30 of 100 runs"),
    "none": (lambda row, column: 0.0, "in no run"),
    "above": (lambda row, column: 0.7 + 0.1 * row, "in at least 70 of 100 runs"),
    "every": (lambda row, column: 1.0, "in every run"),
    "one input": (lambda row, column: 0.2 if row < 0.4 else 0.8, "With US backstop at 0.4 or more, 10,000 troops"),
    "a threat": (lambda row, column: 0.8 if row < 0.4 else 0.2, "With US backstop at 0.3 or less, 10,000 troops"),
    "both": (
        lambda row, column: 0.9 if row > 0.5 and column > 0.5 else 0.1,
        "Neither mandate clarity nor US backstop alone brings 10,000 troops in most runs; both together do",
    ),
    "weak end": (
        lambda row, column: 0.1 if row == 0.0 else 0.8 if column in (0.0, 1.0) else 0.3,
        "With US backstop at 0, 10,000 troops are pledged in at most 10 of 100 runs whatever the mandate clarity",
    ),
    "strong end": (
        lambda row, column: 0.7 if row == 1.0 else 0.8 if column in (0.0, 1.0) else 0.3,
        "With US backstop at 1, 10,000 troops are pledged in at least 70 of 100 runs whatever the mandate clarity",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TITLES)
def test_a_finding_is_told_where_it_holds(case: str) -> None:
    share, words_ = TITLES[case]
    drawn = mapped(share)
    title = tipping_titles.title(drawn)
    assert words_ in title
    assert title in said(tipping.draw(drawn))
    assert title in tipping.alt_text(drawn)


@pytest.mark.parametrize("case", TITLES)
def test_the_title_is_neutral_where_there_are_few_runs(case: str) -> None:
    assert tipping_titles.title(mapped(TITLES[case][0], runs=20)).startswith("How often")


@pytest.mark.parametrize("level", [0.47, 0.5, 0.53])
def test_the_title_is_neutral_where_noise_reaches_a_half(level: float) -> None:
    assert tipping_titles.title(mapped(lambda row, column: level, runs=400)).startswith("How often")
    assert not tipping_titles.title(mapped(lambda row, column: 0.47, runs=100_000)).startswith("How often")


def test_from_where_on_is_told_only_of_values_that_noise_leaves_alone() -> None:
    title = tipping_titles.title(mapped(lambda row, column: 0.2 + 0.6 * row, runs=400))
    assert "at 0.6 or more" in title
    assert "at 0.6 or more" not in tipping_titles.title(mapped(lambda row, column: 0.2 + 0.6 * row, runs=100))


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_the_layout(title: str) -> None:
    drawn = CASES["few cells"]()
    figure = tipping.draw(replace(drawn, title=title))
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
    assert figure.get_size_inches().tolist() == tipping.draw(drawn).get_size_inches().tolist()
    assert "\n" not in tipping.alt_text(replace(drawn, title=title))


@pytest.mark.parametrize("form", ["png", "svg"])
def test_equal_maps_are_equal_files(form: str) -> None:
    assert render(tipping.draw(of_sweep()), form) == render(tipping.draw(of_sweep()), form)


def test_alt_text_has_what_the_page_has() -> None:
    told = tipping.alt_text(of_sweep())
    for expected in ("Heat map", "Mandate clarity 0 to 1 from left to right", "run noise", "not a forecast"):
        assert expected in told


def test_faults_in_what_is_given_are_told() -> None:
    drawn = mapped(slope)
    with pytest.raises(ValueError, match="two inputs, not 1"):
        replace(drawn, axes={BACKSTOP: TENTHS})
    with pytest.raises(ValueError, match="two inputs"):
        replace(drawn, axes={BACKSTOP: (), CLARITY: TENTHS})
    with pytest.raises(ValueError, match="same value twice"):
        replace(drawn, axes={BACKSTOP: (0.1, 0.1), CLARITY: TENTHS})
    with pytest.raises(ValueError, match=r"no point has us.backstop = 0.15 and mandate.clarity = 0.0"):
        replace(drawn, axes={BACKSTOP: (0.15,), CLARITY: TENTHS})
    with pytest.raises(ValueError, match="not asked how often 7,000 pledged troops are reached, only for 10,000"):
        replace(drawn, troops=7_000)
    with pytest.raises(ValueError, match="strength"):
        replace(drawn, strength="imagined")


@pytest.mark.parametrize(
    ("value", "place"), [(0.2, 1.0), (0.3, 1.5), (0.0, None), (0.5, None), ("word", None), (None, None)]
)
def test_places_on_an_axis_are_counted_in_cells(value: Any, place: float | None) -> None:
    found = Axis(BACKSTOP, (0.1, 0.2, 0.4)).place(value)
    assert found == (None if place is None else pytest.approx(place))
    assert Axis(MISSION, MISSIONS).place("monitoring") == 2.0


def test_the_page_is_as_high_as_it_must_be() -> None:
    heights = [tipping.draw(CASES[case](), A4).get_size_inches()[1] for case in ("few cells", "sweep")]
    assert heights[0] < heights[1]
