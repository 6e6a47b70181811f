"""Why: bars and marks are where their numbers are, the finding exceeds the noise, and no words break the layout."""

import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from simulator.figures import palette
from simulator.figures.frame import FORMATS, MARGIN, SIZES, SLIDE, Size, render
from simulator.figures.why import figure as why
from simulator.figures.why import titles as why_titles
from simulator.figures.why.plan import NOTHING, lay_out
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import faint, greys, outside, overlapping, said
from tests.figures.made_why import GATES, RUNS, gate, made


def bars(figure: Figure) -> list[Rectangle]:
    return [patch for patch in figure.findobj(Rectangle) if patch is not figure.patch]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("mono", [False, True])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_words_are_on_the_page_apart_and_readable(size: Size, mono: bool, count: int) -> None:
    figure = why.draw(made(GATES[:count]), size, mono)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []
    assert greys(figure) is (mono or count == 0)


@pytest.mark.parametrize("low", [-0.9, -0.2, 0.0])
def test_bars_and_marks_are_where_their_numbers_are(low: float) -> None:
    gates = (*GATES, gate("asked", (1, 1), low, 0.3, 400))
    found = made(gates)
    figure, plan = why.draw(found), lay_out(found, SIZES["a4"])
    wide = figure.get_size_inches()[0] * figure.dpi
    drawn = sorted((bar.get_x() * wide, bar.get_width() * wide) for bar in bars(figure))
    wanted = sorted((plan.scale.x(0.0), plan.scale.x(one.signal.p50) - plan.scale.x(0.0)) for one in gates)
    assert drawn == [pytest.approx(one, abs=0.01) for one in wanted]
    upright = [
        line.get_xdata()[0] * wide
        for line in figure.findobj(Line2D)
        if line.get_color() == palette.REFERENCE and line.get_xdata()[0] == line.get_xdata()[1]
    ]
    assert sorted(upright) == pytest.approx(sorted(plan.scale.x(one.needed.p50) for one in gates))
    assert all(plan.left - 0.01 <= plan.scale.x(one.needed.p05) for one in gates)
    assert all(plan.scale.x(one.needed.p95) <= plan.right + 0.01 for one in gates)


def test_conditions_that_are_mostly_missed_are_dark() -> None:
    figure = why.draw(made())
    dark = [bar for bar in bars(figure) if bar.get_facecolor() == bars(figure)[0].get_facecolor()]
    assert len(dark) == len([one for one in GATES if one.met.in_100 < 50.0])


def test_the_title_names_what_is_missed_where_that_is_sure() -> None:
    assert why_titles.title(made()) == (
        "Finland: American involvement and security at home fall short of what rung 2 needs, each in most runs"
    )
    assert why_titles.title(made(GATES[:3])) == (
        "Finland: American involvement falls short of what rung 2 needs in 92 of 100 runs"
    )
    assert why_titles.title(made(shut=400)) == "Finland: rung 2 is closed by its parliament in 80 of 100 runs"


def test_the_title_is_neutral_where_noise_could_turn_it_around() -> None:
    near = (gate("us", (3, 3), 0.3, 0.29, 240),)
    for found in (made(near, 260), made((), 0), made(GATES, 120, runs=why_titles.FEWEST_RUNS - 1)):
        assert why_titles.title(found) == "Finland: what it hears, and what it needs for rung 2"


def test_a_condition_that_rarely_counts_is_no_finding() -> None:
    from dataclasses import replace

    from simulator.experiments.statistics import chance

    rare = replace(GATES[0], counts=chance(100, RUNS))
    assert "needs in" not in why_titles.title(made((rare, GATES[2])))


def test_no_condition_is_said() -> None:
    assert NOTHING in said(why.draw(made(())))
    (row,) = why.table(made(()))
    assert (row["condition"], row["needed_p50"]) == ("", "")


def test_the_data_are_what_is_drawn() -> None:
    rows = why.table(made())
    assert [row["condition"] for row in rows] == [one.gate for one in GATES]
    assert [row["needed_p50"] for row in rows] == [one.needed.p50 for one in GATES]
    assert [row["met_in_100"] for row in rows] == [one.met.in_100 for one in GATES]
    assert rows[1]["codes"] == "A3 B2"


def test_the_words_tell_every_condition_and_the_caveat() -> None:
    told = why.alt_text(made())
    assert why_titles.title(made()) in told
    assert "not a forecast" in told
    assert "\n" not in told
    assert all(why_titles.GATES[one.gate] in told for one in GATES)
    assert "closed by its parliament in 24" in told


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_titles_of_users_are_text_and_fit(title: str, size: Size) -> None:
    figure = why.draw(made(title=title), size)
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])


@pytest.mark.parametrize("mono", [False, True])
def test_equal_figures_are_equal_files(mono: bool) -> None:
    one, other = (why.draw(made(), SLIDE, mono) for _ in range(2))
    assert all(render(one, form) == render(other, form) for form in FORMATS)
