"""The tornado: bars equal the points, noise is never ranked, and every input is named."""

from collections.abc import Mapping
from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from simulator.experiments.statistics import distribution
from simulator.experiments.sweeps.point_summary import PointSummary
from simulator.figures import palette
from simulator.figures.frame import MARGIN, SIZES, SLIDE, Size, render
from simulator.figures.medians import difference_error, median_error
from simulator.figures.numerals import span
from simulator.figures.tornado import figure as tornado
from simulator.figures.tornado import titles as tornado_titles
from simulator.figures.tornado.figure import OneByOne
from simulator.figures.tornado.plan import BELOW_NOISE, MOST_ROWS
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import colours, faint, greys, outside, overlapping, said, words
from tests.figures.subjects import one_at_a_time, point, summary

OWN: Mapping[str, Any] = {
    "us.backstop": 0.0,
    "mandate.clarity": 0.4,
    "deal.hold": 0.5,
    "threat.russia": 0.6,
    "mandate.mission": "deterrence",
    "force.requirement": 25_000,
    "structure.framework": True,
}
MIDDLE = 10_000.0
RUNS = 400
ERROR = 0.6 * MIDDLE / sqrt(RUNS)
"""Of a median: the runs of a point scatter evenly from 0.4 to 1.6 times its middle."""

FORCE: Mapping[tuple[str, Any], float] = {
    ("us.backstop", 0.5): 13_000.0,
    ("us.backstop", 1.0): 16_000.0,
    ("mandate.clarity", 0.0): 8_000.0,
    ("mandate.clarity", 1.0): 12_500.0,
    ("deal.hold", 0.0): 9_000.0,
    ("threat.russia", 0.0): 10_050.0,
    ("threat.russia", 1.0): 9_950.0,
    ("mandate.mission", "peacekeeping"): 10_000.0,
    ("mandate.mission", "monitoring"): 10_000.0,
    ("force.requirement", 100_000): 9_800.0,
    ("structure.framework", False): 7_500.0,
}


def swept(
    force: Mapping[tuple[str, Any], float] = FORCE, own: Mapping[str, Any] = OWN, runs: int = RUNS, title: str = "Title"
) -> OneByOne:
    """A sweep whose points have a given force where one input moves."""
    points = [point(0, own, MIDDLE, runs)]
    for (path, value), middle in force.items():
        points.append(point(len(points), dict(own) | {path: value}, middle, runs))
    return OneByOne(points, title, 1, "2025-04-30")


def of_sweep() -> OneByOne:
    found = one_at_a_time()
    return OneByOne(found.points, found.title, found.seed, found.as_of)


def without_force(found: PointSummary) -> PointSummary:
    nothing = distribution(np.zeros(found.runs, dtype=np.int64))
    return replace(found, force=dict.fromkeys(found.force, nothing))


def roster() -> list[str]:
    return [country.iso3 for country in summary().countries][:17]


MANY = {(f"structure.medians.{number}", 0.1 * number): MIDDLE + 300.0 * number for number in range(1, 5)} | {
    (f"countries.{iso3}.army", 1_000): MIDDLE + 7.0 * number for number, iso3 in enumerate(sorted(roster()))
}

CASES = {
    "kinds of input": swept(),
    "sweep": of_sweep(),
    "one input": swept({("us.backstop", 1.0): 12_000.0}),
    "below noise": swept({("us.backstop", 1.0): 10_020.0, ("deal.hold", 0.0): 9_990.0}),
    "many": swept(MANY, {path: 0.0 for path, _ in MANY}),
    "nobody": replace(swept(), points=[without_force(found) for found in swept().points]),
    "few runs": swept(runs=12),
}


def bars(figure: Figure, colour: str) -> list[Rectangle]:
    return [bar for bar in figure.findobj(Rectangle) if to_hex(bar.get_facecolor()) == colour]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_words_are_on_the_page_apart_and_readable(case: str, size: Size) -> None:
    figure = tornado.draw(CASES[case], size)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []


@pytest.mark.parametrize("case", CASES)
def test_in_greys_words_stay_readable(case: str) -> None:
    figure = tornado.draw(CASES[case], mono=True)
    assert greys(figure)
    assert faint(figure) == []


def test_in_greys_the_ends_differ_by_dashes() -> None:
    figure = tornado.draw(swept(), mono=True)
    thin = [line for line in figure.findobj(Line2D) if line.is_dashed()]
    assert len(thin) == sum(not swing.low.base for swing in swept().swings)


def test_bars_run_from_the_lowest_to_the_highest_median() -> None:
    drawn = swept()
    ends = {swing.path: (swing.low.value, swing.high.value) for swing in drawn.swings}
    assert ends["us.backstop"] == (0.0, 1.0)
    assert ends["mandate.clarity"] == (0.0, 1.0)
    assert ends["deal.hold"] == (0.0, 0.5)
    assert ends["threat.russia"] == (1.0, 0.0)
    # Of equal medians those of values that were tried, the first and the last.
    assert ends["mandate.mission"] == ("peacekeeping", "monitoring")
    # Where one value was tried the other end is the scenario's own.
    assert swept({("deal.hold", 0.0): MIDDLE}).swings[0].high.value == 0.5


def test_a_value_cannot_be_taken_for_troops() -> None:
    shown = words(tornado.draw(swept()))
    assert "at 100,000" in shown
    assert "at 0" in shown
    assert "peacekeeping" in shown
    # Beside the bars no number stands alone that is a value of an input.
    assert not {"0", "1", "0.5", "100,000", "25,000"} & set(shown)


def test_the_longest_bar_is_on_top() -> None:
    drawn = swept()
    swings = [swing.troops for swing in drawn.swings]
    assert swings == sorted(swings, reverse=True)
    shown = words(tornado.draw(drawn))
    assert shown.index("US backstop") < shown.index("Mandate clarity") < shown.index("Threat from Russia")


def test_lengths_are_in_proportion_to_troops() -> None:
    drawn = swept()
    figure = tornado.draw(drawn)
    lengths = sorted(bar.get_width() for bar in bars(figure, palette.SEA))
    troops = sorted(
        swing.high.median - MIDDLE for swing in drawn.swings if swing.clear and not swing.high.base
    )  # fmt: skip
    own = drawn.base.force["pledged"].p50 - MIDDLE
    assert len(lengths) == len(troops)
    for length, count in zip(lengths, troops, strict=True):
        assert length / lengths[-1] == pytest.approx((count - own) / (troops[-1] - own), abs=1e-6)


def test_the_table_holds_every_input_unrounded() -> None:
    drawn = swept()
    rows = tornado.table(drawn)
    assert [row["input"] for row in rows] == [swing.path for swing in drawn.swings]
    assert {row["input"] for row in rows} == set(OWN)
    for row in rows:
        assert row["swing"] == row["high_median"] - row["low_median"]
        found = next(
            one for one in drawn.points
            if one.inputs == dict(OWN) | {row["input"]: row["high_value"]}
        )  # fmt: skip
        spread = found.force["pledged"]
        assert (row["high_p25"], row["high_median"], row["high_p75"]) == (spread.p25, spread.p50, spread.p75)
        assert row["below_run_noise"] == int(row["swing"] <= 2.0 * row["mcse"])
    assert all(list(row) == list(rows[0]) for row in rows)


def test_the_error_of_a_median_is_that_of_many_samples() -> None:
    """Drawn anew a thousand times, medians scatter as much as one sample says they do."""
    generator = np.random.default_rng(1)
    for samples in (generator.normal(10_000.0, 2_000.0, (1_000, 400)), generator.uniform(0.0, 9_000.0, (1_000, 400))):
        quartiles = np.quantile(samples, (0.25, 0.75), axis=1, method="inverted_cdf")
        told = np.mean([median_error(low, high, 400) for low, high in quartiles.T])
        assert np.quantile(samples, 0.5, axis=1, method="inverted_cdf").std() == pytest.approx(told, rel=0.12)
    assert difference_error(3.0, 4.0) == 5.0


def test_a_swing_below_the_noise_is_pale_and_says_so() -> None:
    drawn = swept()
    quiet = [swing for swing in drawn.swings if not swing.clear]
    assert {swing.path for swing in quiet} == {"threat.russia", "mandate.mission", "force.requirement"}
    figure = tornado.draw(drawn)
    assert words(figure).count(BELOW_NOISE) == len(quiet)
    loud = tornado.draw(CASES["one input"])
    assert BELOW_NOISE not in words(loud)
    assert palette.SEA in colours(loud)
    assert palette.SEA not in {
        to_hex(bar.get_facecolor()) for bar in tornado.draw(CASES["below noise"]).findobj(Rectangle)
    }


def test_every_swing_has_its_error() -> None:
    shown = said(tornado.draw(swept()))
    largest = swept().swings[0]
    assert f"{span(largest.troops, largest.troops)} ± {round(largest.error, -1):,.0f}" in shown
    assert largest.error == pytest.approx(difference_error(ERROR, 1.6 * ERROR), rel=0.02)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_inputs_without_room_are_named(size: Size) -> None:
    drawn = CASES["many"]
    assert len(drawn.swings) > MOST_ROWS
    shown = said(tornado.draw(drawn, size)).replace("\u00a0", " ")
    assert "Not drawn, with smaller swings" in shown
    for country in summary().countries[:17]:
        assert f"{country.name}: " in shown
    assert len(tornado.table(drawn)) == len(drawn.swings)


def test_the_title_ranks_inputs_that_differ_beyond_the_noise() -> None:
    title = tornado_titles.title(swept())
    assert title.startswith("US backstop moves the force by 6,000 troops, more than any other input")
    assert "mandate clarity comes next with 4,500" in title
    assert title in said(tornado.draw(swept()))
    assert title in tornado.alt_text(swept())


def test_the_title_does_not_rank_within_the_noise() -> None:
    close = swept({("us.backstop", 1.0): 16_000.0, ("mandate.clarity", 1.0): 15_900.0, ("deal.hold", 1.0): 10_020.0})
    title = tornado_titles.title(close)
    assert title.startswith("US backstop and mandate clarity move the force most, each by 5,900 to 6,000 troops")
    # With more runs the same medians can be told apart.
    sharp = swept({("us.backstop", 1.0): 16_000.0, ("mandate.clarity", 1.0): 15_000.0}, runs=100_000)
    assert tornado_titles.title(sharp).startswith("US backstop moves the force by 6,000 troops, more than any")


def test_the_title_is_neutral_where_nothing_can_be_told() -> None:
    assert tornado_titles.title(CASES["few runs"]) == tornado_titles.NEUTRAL
    assert tornado_titles.title(CASES["below noise"]) == tornado_titles.NONE
    assert tornado_titles.title(CASES["nobody"]) == tornado_titles.NONE
    four = swept({(path, 0.9): 13_000.0 for path in ("us.backstop", "mandate.clarity", "deal.hold", "threat.russia")})
    assert tornado_titles.title(four) == tornado_titles.NEUTRAL


def test_one_input_that_stands_out_alone_is_said_to() -> None:
    title = tornado_titles.title(swept({("us.backstop", 1.0): 16_000.0, ("deal.hold", 0.0): 9_990.0}))
    assert title == "US backstop moves the force by 6,000 troops, no other input beyond the run noise"
    assert tornado_titles.title(CASES["one input"]) == "US backstop moves the force by 2,000 troops"


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_the_layout(title: str) -> None:
    drawn = replace(CASES["one input"], title=title)
    figure = tornado.draw(drawn)
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
    assert figure.get_size_inches().tolist() == tornado.draw(CASES["one input"]).get_size_inches().tolist()
    assert "\n" not in tornado.alt_text(drawn)


def test_words_of_an_input_are_drawn_as_text() -> None:
    own = {"mandate.mission": "deterrence"}
    hostile = swept({("mandate.mission", "$\\foo$ [/red] " + "x" * 200): 12_000.0}, own)
    for size in (SIZES["a4"], SLIDE):
        figure = tornado.draw(hostile, size)
        assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
    assert "$\\foo$ [/red]" in said(figure)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_equal_tornadoes_are_equal_files(form: str) -> None:
    assert render(tornado.draw(swept()), form) == render(tornado.draw(swept()), form)


def test_alt_text_names_every_input_and_the_caveat() -> None:
    told = tornado.alt_text(swept())
    for expected in ("Tornado chart", "US backstop", "Mission", "25,000", "not a forecast"):
        assert expected in told


def test_faults_in_what_is_given_are_told() -> None:
    drawn = swept()
    with pytest.raises(ValueError, match="at least one input that moves"):
        replace(drawn, points=drawn.points[:1])
    with pytest.raises(ValueError, match="moves 0 inputs"):
        replace(drawn, points=[drawn.points[0], drawn.points[0]])
    both = replace(drawn.points[1], inputs=dict(OWN) | {"us.backstop": 1.0, "deal.hold": 0.0})
    with pytest.raises(ValueError, match="moves 2 inputs"):
        replace(drawn, points=[drawn.points[0], both])
    with pytest.raises(ValueError, match="strength"):
        replace(drawn, strength="imagined")
