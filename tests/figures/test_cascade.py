"""The cascade: bands equal the rounds, every country is somewhere, and titles hold beyond the run noise."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse

from simulator.experiments.running import run_scenario
from simulator.experiments.summary import CountrySummary, RoundSummary, Summary
from simulator.figures import palette
from simulator.figures.cascade import figure as cascade
from simulator.figures.cascade import titles as cascade_titles
from simulator.figures.cascade.rows import never, rounds, rows, seldom
from simulator.figures.frame import A4, MARGIN, SIZES, Size, render
from simulator.figures.numerals import span
from simulator.figures.shades import tint
from simulator.scenario.library import load
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import faint, greys, outside, overlapping, said, texts, words
from tests.figures.subjects import SCENARIOS, summary

COUNTS = ("joins", "inside", "ground")
EXTREMES = {
    "nobody": ("baseline", ("mandate.clarity=0", "deal.ceasefire=0", "us.involvement=0", "threat.russia=1")),
    "everything": ("baseline", ("us.involvement=1", "mandate.clarity=1", "deal.hold=1", "mandate.legal=1")),
    "moving inputs": ("us-withdraws-midway", ()),
    "at once": ("us-backstop", ("conference.mode=equilibrium",)),
}


@pytest.fixture(scope="module")
def extremes() -> dict[str, Summary]:
    return {name: run_scenario(load(*words, None), 60) for name, words in EXTREMES.items()}


def board(number: int, median: float, spread: float = 0.2) -> RoundSummary:
    """A round whose percentiles lie evenly around a median."""
    bands = {
        name: {"joins": 9.0, "inside": 5.0, "ground": 3.0, "pledged": median * (1.0 + factor * spread)}
        for name, factor in {"p10": -2.0, "p25": -1.0, "p50": 0.0, "p75": 1.0, "p90": 2.0}.items()
    }
    return RoundSummary(round=number, means=bands["p50"], **bands)


def with_rounds(medians: Sequence[float], found: Summary | None = None, spread: float = 0.2) -> Summary:
    return replace(
        found or summary(), rounds=tuple(board(number, median, spread) for number, median in enumerate(medians))
    )


def country(name: str, share: float, since: tuple[int | None, int | None, int | None], troops: float) -> CountrySummary:
    pattern = summary().countries[0]
    return replace(
        pattern, iso3=name[:3].upper(), name=name, joins=share, inside=share, ground=share,
        since=dict.fromkeys(COUNTS, since), troops=replace(pattern.troops, p50=troops),
    )  # fmt: skip


FIRST = country("Firstland", 1.0, (1, 1, 1), 8_000.0)
SECOND = country("Secondland", 0.9, (2, 2, 3), 2_000.0)
WAITING = country("Waitland", 0.6, (3, 4, None), 500.0)
HALVES = country("Halveland", 0.3, (2, None, None), 0.0)
RARE = country("Rareland", 0.1, (None, None, None), 0.0)
NEVER = country("Neverland", 0.0, (None, None, None), 0.0)
KNOWN = (NEVER, RARE, HALVES, WAITING, SECOND, FIRST)


def small(countries: Sequence[CountrySummary] = KNOWN, medians: Sequence[float] = (0, 4_000, 9_000, 10_000)) -> Summary:
    return with_rounds([*medians, medians[-1]], replace(summary(), countries=tuple(countries)))


def dots(found: Summary, **choices: Any) -> list[Ellipse]:
    """The countries' dots: those with an edge."""
    return [dot for dot in cascade.draw(found, **choices).findobj(Ellipse) if dot.get_linewidth()]


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_words_are_on_the_page_apart_and_readable(name: str, count: str, size: Size) -> None:
    figure = cascade.draw(summary(name), count, size)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []


@pytest.mark.parametrize("case", EXTREMES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_extremes_keep_the_layout(extremes: dict[str, Summary], case: str, size: Size) -> None:
    for count in COUNTS:
        figure = cascade.draw(extremes[case], count, size)
        assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize(
    "medians", [(0, 0), (0, 1), (0, *[100 * n for n in range(1, 80)])], ids=["none", "one", "long"]
)
def test_any_number_of_rounds_can_be_drawn(size: Size, medians: Sequence[float]) -> None:
    for countries in (KNOWN, (FIRST,), (NEVER,)):
        figure = cascade.draw(small(countries, medians), "ground", size)
        assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


def test_in_greys_words_stay_readable() -> None:
    for size in SIZES.values():
        figure = cascade.draw(summary(), size=size, mono=True)
        assert greys(figure)
        assert faint(figure) == []


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("count", COUNTS)
def test_every_country_is_in_the_picture_once(name: str, count: str) -> None:
    found = summary(name)
    parts = [{row.name for row in rows(found, count)}]
    parts += [{one.name for one in some(found, count)} for some in (seldom, never)]
    assert sum(len(part) for part in parts) == len(set().union(*parts)) == len(found.countries)
    for size in SIZES.values():
        shown = said(cascade.draw(found, count, size)).replace("\u00a0", " ")
        assert [one.name for one in found.countries if one.name not in shown] == []


def test_who_moves_first_stands_first_and_who_waits_last() -> None:
    assert [row.name for row in rows(small(), "ground")] == ["Firstland", "Secondland", "Waitland", "Halveland"]
    shown = words(cascade.draw(small()))
    assert shown.index("Firstland") < shown.index("Secondland") < shown.index("Waitland")
    assert "Too seldom for a line (runs of 100): Rareland 10" in said(cascade.draw(small())).replace("\u00a0", " ")
    assert "In no run: Neverland" in said(cascade.draw(small())).replace("\u00a0", " ")


def test_a_dot_stands_at_the_median_round_with_an_area_for_the_troops() -> None:
    found = dots(small())
    # Half of the runs never see the last one: it has a line and no dot.
    assert len(found) == 3
    first, second, waiting = found
    assert first.height**2 / second.height**2 == pytest.approx(8_000.0 / 2_000.0)
    spots = [dot.center[0] for dot in (first, second, waiting)]
    assert spots[2] - spots[0] == pytest.approx(3.0 * (spots[1] - spots[0]))


def test_lines_hold_the_middle_half_and_are_open_where_a_quarter_never_sees_it() -> None:
    figure = cascade.draw(small())
    line = tint(palette.AIR, 6)
    key, spans = 2, [one for one in figure.findobj(Line2D) if one.get_color() == line]
    # The first country has no length: all of the middle half comes in round 1.
    assert len(spans) == key + 3
    second, waiting, halves = (one.get_xdata() for one in spans[key:])
    assert waiting[1] == halves[1] > second[1]
    assert second[0] == halves[0] < waiting[0]


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_table_holds_rounds_and_countries_unrounded(name: str) -> None:
    found = summary(name)
    table = cascade.table(found, "inside")
    boards = [row for row in table if row["kind"] == "round"]
    assert [row["p50"] for row in boards] == [one.p50["pledged"] for one in found.rounds[: len(boards)]]
    assert [row["p10"] for row in boards] == [one.p10["pledged"] for one in found.rounds[: len(boards)]]
    countries = {row["iso3"]: row for row in table if row["kind"] == "country"}
    assert set(countries) == {one.iso3 for one in found.countries}
    for one in found.countries:
        row = countries[one.iso3]
        assert (row["since_p25"], row["since_p50"], row["since_p75"]) == tuple(one.since["inside"])
        assert row["in_100"] == 100.0 * one.inside
        assert row["troops_p50"] == one.troops.p50
    assert all(list(row) == list(table[0]) for row in table)


def test_a_conference_of_nobody_has_rounds_all_the_same() -> None:
    nobody = replace(summary("baseline"), countries=())
    assert {row["kind"] for row in cascade.table(nobody)} == {"round"}


def test_rounds_in_which_nothing_moves_are_left_out_and_said_to_be() -> None:
    still = with_rounds([0, 4_000, 9_000, 10_000, *[10_000] * 20], small())
    drawn = rounds(still, "ground")
    # Round 4 is the median round of one country: it and one more are drawn.
    assert [one.round for one in drawn] == [0, 1, 2, 3, 4, 5]
    assert "up to 23" in said(cascade.draw(still))
    assert "Later rounds" not in said(cascade.draw(with_rounds([0, 4_000, 9_000, 10_000, 11_000], small())))


def test_the_end_of_the_fan_is_labelled_with_its_numbers() -> None:
    found = summary()
    last = rounds(found, "ground")[-1]
    for size in SIZES.values():
        shown = said(cascade.draw(found, size=size))
        assert f"Median {span(last.p50['pledged'], last.p50['pledged'])}" in shown
        assert f"are below {span(last.p90['pledged'], last.p90['pledged'])}" in shown


def test_the_title_tells_when_half_is_there_and_who_is_late() -> None:
    found = small((FIRST, SECOND, replace(WAITING, ground=0.8), NEVER), (0, 2_000, 7_000, 10_000))
    title = cascade_titles.title(found, "ground")
    assert title == "Half the force is pledged by round 2; 1 country sends ground troops only in round 3 or later"
    assert title in said(cascade.draw(found))
    assert title in cascade.alt_text(found)
    early = cascade_titles.title(small((FIRST, SECOND), (0, 9_000, 10_000)), "joins")
    assert early == "Three quarters of the force is pledged in round 1; 1 country takes part only in round 2 or later"
    assert cascade_titles.title(small((FIRST,), (0, 9_000, 10_000)), "ground") == (
        "Three quarters of the force is pledged in round 1"
    )


def test_countries_near_a_half_are_not_counted_as_late() -> None:
    near = replace(WAITING, ground=0.51)
    title = cascade_titles.title(small((FIRST, SECOND, near), (0, 7_000, 10_000)), "ground")
    assert title.endswith("at least 1 country sends ground troops only in round 2 or later")


def test_the_title_tells_of_a_fall_and_where_it_breaks() -> None:
    found = small(medians=(0, 8_000, 12_000, 12_000, 6_000, 5_800))
    title = cascade_titles.title(found, "ground")
    assert title == "Pledges reach 12,000 troops, then fall to 5,800; the break comes in round 4"
    slow = small(medians=(0, 12_000, 11_980, 11_960, 11_940, 11_000))
    assert "Half the force" not in cascade_titles.title(slow, "ground")


def test_the_title_is_neutral_where_noise_could_turn_it_around() -> None:
    assert cascade_titles.title(replace(small(), runs=20), "ground") == cascade_titles.NEUTRAL
    # Half of the end is passed in round 1 by less than the noise.
    close = with_rounds((0, 5_100, 10_000, 10_000), small((FIRST,)), spread=1.0)
    assert cascade_titles.title(close, "ground") == cascade_titles.NEUTRAL
    dip = with_rounds((0, 10_000, 9_990, 9_990), small((FIRST,)))
    assert "fall" not in cascade_titles.title(dip, "ground")
    wide = with_rounds((0, 10_000, 9_000, 9_000), small((FIRST,)), spread=1.0)
    assert "fall" not in cascade_titles.title(wide, "ground")
    assert "fall" in cascade_titles.title(with_rounds((0, 10_000, 9_000, 9_000), small((FIRST,))), "ground")


def test_a_force_that_never_comes_together_is_said_not_to() -> None:
    title = cascade_titles.title(small(medians=(0, 100, 200)), "ground")
    assert title == "In no round do half of the runs see 500 troops pledged"
    assert "No country sends ground troops" in said(cascade.draw(small((NEVER, RARE))))


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_the_layout(title: str) -> None:
    found = replace(small(), title=title)
    figure = cascade.draw(found)
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
    assert figure.get_size_inches().tolist() == cascade.draw(small()).get_size_inches().tolist()
    assert "\n" not in cascade.alt_text(found)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_equal_cascades_are_equal_files(form: str) -> None:
    assert render(cascade.draw(summary()), form) == render(cascade.draw(summary()), form)


def test_alt_text_names_the_rounds_every_country_and_the_caveat() -> None:
    told = cascade.alt_text(small())
    for expected in ("round 1: 4,000", "Firstland 1", "Waitland 4 (3 to never", "Rareland 10", "Neverland", "forecast"):
        assert expected in told


def test_the_largest_words_are_the_title() -> None:
    figure = cascade.draw(summary(), size=A4)
    largest = max(text.get_fontsize() for text in texts(figure))
    titles = [text.get_text() for text in texts(figure) if text.get_fontsize() == largest]
    assert " ".join(titles) == cascade_titles.title(summary(), "ground")


def test_an_unknown_count_is_refused() -> None:
    for use in (cascade.draw, cascade.table, cascade.alt_text):
        with pytest.raises(ValueError, match="joins, inside, ground"):
            use(summary(), "imagined")
