"""The exceedance figure: curves that say how often a size is reached, names that touch nothing, the ruler below."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse

from simulator.data.deployment import PublishedSize
from simulator.experiments.running import run_scenario
from simulator.experiments.summary import Summary
from simulator.figures import palette
from simulator.figures.exceedance import figure as exceedance
from simulator.figures.exceedance.figure import DASHES, INKS
from simulator.figures.exceedance.labels import OTHER, OWN, SPARE, Box, Shape, names_beside, sampled, tags_on
from simulator.figures.exceedance.plan import curves_of, lay_out
from simulator.figures.exceedance.ruler import POOLS, Entry, bars, entries
from simulator.figures.frame import A4, FORMATS, MARGIN, SIZES, SLIDE, Size, render
from simulator.figures.reaching import reached
from simulator.scenario.library import load
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import colours, faint, greys, outside, overlapping, said, words
from tests.figures.made_summaries import of_forces, scenarios
from tests.figures.subjects import SCENARIOS, summary

ASKED = (10_000, 20_000)
NOBODY = ("mandate.clarity=0", "deal.ceasefire=0", "us.involvement=0", "threat.russia=1")


@pytest.fixture(scope="module")
def nobody() -> Summary:
    return run_scenario(load("baseline", NOBODY, None), 60)


def published(found: Summary, *sizes: PublishedSize) -> Summary:
    return replace(found, deployment=replace(found.deployment, published=sizes))


def stepped(middle: int, title: str) -> Summary:
    """A force spread evenly around a size, so that curves of different sizes lie far apart."""
    return of_forces([middle - 2_500 + 10 * step for step in range(500)], title)


@pytest.mark.parametrize("count", [1, 2, 3, 6])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("mono", [False, True])
def test_words_are_on_the_page_apart_and_readable(count: int, size: Size, mono: bool) -> None:
    figure = exceedance.draw(scenarios(count), size=size, mono=mono)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []
    assert greys(figure) is mono


@pytest.mark.parametrize("sizes", [(10_000,), (9_000, 9_500, 10_000), (10_000, 90_000)])
def test_any_sizes_keep_the_layout(sizes: tuple[int, ...]) -> None:
    figure = exceedance.draw(scenarios(4), thresholds=sizes)
    assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_extremes_keep_the_layout(nobody: Summary, size: Size) -> None:
    zero = of_forces([0] * 100)
    for found in ([nobody], [zero], [zero, summary(), nobody], [of_forces([90_000] * 50)]):
        figure = exceedance.draw(found, size=size)
        assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


@pytest.mark.parametrize("strength", ["headline", "pledged", "allocated", "usable"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_curves_fall_from_100_to_0_within_their_bands(name: str, strength: str) -> None:
    (curve,) = curves_of([summary(name)], strength, ASKED)
    troops, in_100, low, high = (np.array(values) for values in zip(*curve.points, strict=True))
    assert (in_100[0], in_100[-1]) == (100.0, 0.0)
    assert (np.diff(troops) >= 0).all()
    assert (np.diff(in_100) <= 0).all()
    assert ((low <= in_100) & (in_100 <= high)).all()


def test_points_of_a_curve_say_how_many_runs_reach_them() -> None:
    values = [37 * step for step in range(1, 401)]
    (curve,) = curves_of([of_forces(values)], "pledged", ASKED)
    for troops, in_100, _, _ in curve.points[1:-1]:
        assert in_100 == pytest.approx(100.0 * sum(value >= troops for value in values) / len(values))


def test_colour_and_dash_tell_six_scenarios_apart() -> None:
    assert len(set(DASHES)) == len({fill for fill, _ in INKS}) == len({ink for _, ink in INKS}) == 6
    figure = exceedance.draw(scenarios(6))
    dashed = [line for line in figure.findobj(Line2D) if len(line.get_xdata()) > 50]
    assert [to_hex(line.get_color()) for line in dashed] == [fill for fill, _ in INKS]
    assert len({line._unscaled_dash_pattern for line in dashed}) == 6


def circles(figure: Figure, colour: str) -> list[tuple[float, float]]:
    width, height = figure.get_size_inches() * figure.dpi
    found = [one for one in figure.findobj(Ellipse) if to_hex(one.get_facecolor()) == colour]
    return [(one.center[0] * width, (1.0 - one.center[1]) * height) for one in found]


def test_dots_mark_the_counted_numbers_on_the_lines_of_the_sizes() -> None:
    found = scenarios(3)
    plan = lay_out(found, "pledged", ASKED, A4)
    figure = exceedance.draw(found)
    for one, (fill, _) in zip(found, INKS, strict=False):
        wanted = [(plan.plot.x(size), plan.plot.y(reached(one, "pledged", size).middle)) for size in ASKED]
        assert circles(figure, fill) == [pytest.approx(place) for place in wanted]


def test_names_stand_beside_their_own_curves() -> None:
    found = [stepped(5_000, "Small"), stepped(15_000, "Middling"), stepped(25_000, "Large")]
    plan = lay_out(found, "pledged", ASKED, A4)
    assert plan.key == ()
    paths = [sampled([(plan.plot.x(at), plan.plot.y(up)) for at, up, _, _ in curve.points]) for curve in plan.curves]
    assert len(plan.names) == len(paths)
    for place, name in enumerate(plan.names):
        distances = [distance(name.box, path) for path in paths]
        assert min(distances) == distances[place] >= OWN
        assert all(far >= OTHER for other, far in enumerate(distances) if other != place)
    assert {"Small", "Middling", "Large"} <= set(words(exceedance.draw(found)))


def distance(box: Box, path: np.ndarray) -> float:
    across = np.maximum(np.maximum(box.left - path[:, 0], path[:, 0] - box.right), 0.0)
    down = np.maximum(np.maximum(box.top - path[:, 1], path[:, 1] - box.bottom), 0.0)
    return float(np.hypot(across, down).min())


def test_equal_curves_get_letters_and_a_key() -> None:
    found = [replace(summary(), title=title) for title in ("One", "Other")]
    plan = lay_out(found, "pledged", ASKED, A4)
    assert plan.names == ()
    assert plan.key == ("One", "Other")
    (first, second) = plan.tags
    assert abs(first[0] - second[0]) + abs(first[1] - second[1]) > 26.0
    assert words(exceedance.draw(found)).count("A") == 2


def test_a_scenario_alone_is_named_in_the_subtitle() -> None:
    plan = lay_out([summary()], "pledged", ASKED, A4)
    assert (plan.names, plan.key) == ((), ())
    assert f"Scenario: {summary().title}" in said(exceedance.draw([summary()]))


def test_names_without_room_are_not_forced_in() -> None:
    curve = sampled([(0.0, 0.0), (100.0, 100.0)])
    wide = [[Shape(("name",), 500.0, 20.0)]]
    assert names_beside([curve], wide, Box(0.0, 0.0, 100.0, 100.0), []) is None
    narrow = [[Shape(("name",), 20.0, 10.0)], [Shape(("other",), 20.0, 10.0)]]
    curves = [curve, curve + np.array([0.0, 60.0])]
    placed = names_beside(curves, narrow, Box(-50.0, -50.0, 200.0, 200.0), [])
    assert placed is not None
    assert not placed[0].box.meets(placed[1].box, SPARE)


def test_letters_stand_on_their_curves() -> None:
    curves = [sampled([(0.0, 0.0), (400.0, 300.0)]), sampled([(0.0, 50.0), (400.0, 350.0)])]
    for place, curve in zip(tags_on(curves, 12.0, []), curves, strict=True):
        assert np.hypot(curve[:, 0] - place[0], curve[:, 1] - place[1]).min() < 1e-6


def test_sizes_that_experts_published_are_on_the_ruler_with_their_dates() -> None:
    figure = said(exceedance.draw([summary()]))
    assert "IISS, small" in figure
    assert "IISS (April 2025)" in figure
    assert "RUSI commentary (10 March 2025)" in figure
    assert "Beyond the axis: IISS, large (60,000–100,000)" in figure


def test_only_sizes_that_experts_ask_for_are_on_the_ruler() -> None:
    expert = [size for size in summary().deployment.published if size.kind == "expert_requirement"]
    assert len(entries([summary()])) == len(expert) - len(POOLS) < len(summary().deployment.published)


def test_without_published_sizes_there_is_no_ruler() -> None:
    figure = exceedance.draw([published(summary())])
    assert "published" not in said(figure).lower()
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])


def test_open_ends_and_partial_dates_are_told() -> None:
    kind = "expert_requirement"
    sizes = (
        PublishedSize("1", "2025", "A", None, 8_000, kind),
        PublishedSize("2", "2025-03", "B", 9_000, None, kind),
        PublishedSize("3", "2025-03-01", "C", 5_000, 900_000, kind),
    )
    found = entries([published(summary(), *sizes)])
    assert [(one.words(), one.date) for one in found] == [
        ("up to 8,000", "2025"),
        ("5,000–900,000", "1 March 2025"),
        ("9,000+", "March 2025"),
    ]
    drawn = said(exceedance.draw([published(summary(), *sizes)]))
    assert "C: 5,000–900,000" in drawn


def test_bars_and_their_words_do_not_touch() -> None:
    shown = [Entry(f"Somebody, option {number}", 1_000 * number, 1_000 * number, "") for number in range(1, 20)]
    placed = bars(shown, 100.0, 1_000.0, 20_000.0, 0.0)
    for row in {bar.row for bar in placed}:
        ends = sorted((bar.left, bar.right) for bar in placed if bar.row == row)
        assert all(before[1] < after[0] for before, after in pairwise(ends))
    assert {bar.row for bar in placed} > {0}


def test_the_table_holds_curves_sizes_and_the_ruler() -> None:
    found = scenarios(3)
    rows = exceedance.table(found)
    assert all(list(row) == list(rows[0]) for row in rows)
    for one in found:
        own = [row for row in rows if row["title"] == one.title]
        assert [row["troops"] for row in own if row["kind"] == "curve"][1:-1] == list(one.percentiles["pledged"])
        exact = {entry.troops: entry.chance.in_100 for entry in one.reaches if entry.strength == "pledged"}
        assert {row["troops"]: row["least_in_100"] for row in own if row["kind"] == "size"} == exact
    assert sum(row["kind"] == "published" for row in rows) == len(entries(found))


def test_what_cannot_be_drawn_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 to 6 scenarios, not 7"):
        exceedance.draw([summary()] * 7)
    with pytest.raises(ValueError, match="no strength named"):
        exceedance.draw([summary()], "wished")
    with pytest.raises(ValueError, match="1 to 3 force sizes above 0"):
        exceedance.draw([summary()], thresholds=())


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_titles_of_users_are_text_and_fit(title: str, size: Size) -> None:
    for count in (1, 3, 6):
        figure = exceedance.draw([replace(one, title=title) for one in scenarios(count)], size=size)
        assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
        assert "\u202e" not in said(figure)
        if size is A4 and count == 1:
            assert all(render(figure, form) for form in FORMATS)


def test_the_words_tell_the_finding_every_curve_and_the_caveat() -> None:
    found = scenarios(3)
    told = exceedance.alt_text(found)
    assert all(one.title in told for one in found)
    assert "A force of" in told
    assert "IISS, small 10,000 (April 2025)" in told
    assert "not a forecast" in told
    assert "\n" not in told


def test_the_sizes_have_the_one_reference_hue() -> None:
    assert palette.REFERENCE in colours(exceedance.draw(scenarios(2)))
    assert palette.REFERENCE not in {fill for fill, _ in INKS}


@pytest.mark.parametrize("mono", [False, True])
def test_equal_figures_are_equal_files(mono: bool) -> None:
    one, other = (exceedance.draw(scenarios(3), size=SLIDE, mono=mono) for _ in range(2))
    assert all(render(one, form) == render(other, form) for form in FORMATS)
