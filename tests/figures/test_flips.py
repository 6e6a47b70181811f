"""The matrix of countries and scenarios: groups by where they cross 50, outlined cells, a title beyond the noise."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from simulator.experiments.summary import Summary
from simulator.figures import palette
from simulator.figures.flips import figure as flips
from simulator.figures.flips.groups import MOST_GROUPS, OTHERS, Row, groups_of, rows_of
from simulator.figures.flips.plan import CELL_GAP, lay_out
from simulator.figures.flips.titles import finding
from simulator.figures.frame import A4, FORMATS, MARGIN, SIZES, SLIDE, Size, render
from simulator.figures.numerals import in_100, runs_of_100
from simulator.figures.several import COUNT_VERBS
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import faint, greys, outside, overlapping, said, texts, words
from tests.figures.made_summaries import of_shares, scenarios
from tests.figures.subjects import summary

COUNTS = tuple(COUNT_VERBS)


def title(found: list[Summary], count: str = "ground") -> str:
    return finding(found, rows_of(found, count), count)


def names(found: list[Summary]) -> dict[str, set[str]]:
    return {group.name: {row.iso3 for row in group.rows} for group in groups_of(rows_of(found, "ground"))}


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("mono", [False, True])
def test_words_are_on_the_page_apart_and_readable(count: int, size: Size, mono: bool) -> None:
    figure = flips.draw(scenarios(count), size=size, mono=mono)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []
    assert greys(figure) is mono


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_extremes_keep_the_layout(size: Size, share: float) -> None:
    all_alike = of_shares({country.iso3: share for country in summary().countries})
    one_country = replace(summary(), countries=summary().countries[:1])
    for found in ([all_alike] * 2, [one_country] * 3, [all_alike] * 8):
        figure = flips.draw(found, size=size)
        assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


def test_two_scenarios_make_four_groups() -> None:
    one = of_shares({"FRA": 0.9, "DEU": 0.1, "POL": 0.8})
    other = of_shares({"FRA": 0.7, "DEU": 0.6, "POL": 0.2})
    found = names([one, other])
    assert list(found) == ["In with both", "Comes in", "Goes out", "Out with both"]
    assert (found["In with both"], found["Goes out"], found["Comes in"]) == ({"FRA"}, {"POL"}, {"DEU"})
    assert len(found["Out with both"]) == len(summary().countries) - 3


def test_more_scenarios_are_grouped_by_what_takes_them_past_50() -> None:
    found = names(
        [
            of_shares({"FRA": 0.9, "GBR": 0.9, "NLD": 0.1}),
            of_shares({"FRA": 0.9, "GBR": 0.2, "NLD": 0.6, "DEU": 0.6}),
            of_shares({"FRA": 0.9, "GBR": 0.9, "NLD": 0.6, "DEU": 0.1, "ITA": 0.7}),
        ]
    )
    assert found["In with all three"] == {"FRA"}
    assert found["In with all but B"] == {"GBR"}
    assert found["In with all but A"] == {"NLD"}
    assert found["In only with B"] == {"DEU"}
    assert found["In only with C"] == {"ITA"}
    assert next(iter(found)) == "In with all three"
    assert list(found)[-1] == "Out with all three"


patterns = st.lists(st.tuples(*[st.sampled_from([0.1, 0.9])] * 5), min_size=1, max_size=40)


@given(patterns)
def test_groups_hold_every_country_once_and_are_not_too_many(shares: list[tuple[float, ...]]) -> None:
    rows = [Row(f"{place}", f"{place}", one, float(-place)) for place, one in enumerate(shares)]
    groups = groups_of(rows)
    assert sorted(row.iso3 for group in groups for row in group.rows) == sorted(row.iso3 for row in rows)
    assert len(groups) <= MOST_GROUPS
    assert len({group.name for group in groups}) == len(groups)
    for group in groups:
        if group.name != OTHERS:
            assert len({row.pattern for row in group.rows}) == 1
        assert [row.troops for row in group.rows] == sorted((row.troops for row in group.rows), reverse=True)


def test_within_a_group_those_with_most_expected_troops_come_first() -> None:
    found = scenarios(2)
    best = {
        country.iso3: max(one.troops.mean for each in found for one in each.countries if one.iso3 == country.iso3)
        for country in summary().countries
    }
    for group in groups_of(rows_of(found, "ground")):
        sent = [best[row.iso3] for row in group.rows]
        assert sent == sorted(sent, reverse=True)


def test_a_country_is_classed_by_the_number_that_is_printed() -> None:
    one, other = of_shares({"FRA": 0.4949}), of_shares({"FRA": 0.495})
    assert "FRA" in names([one, other])["Comes in"]
    row = next(row for row in rows_of([one, other], "ground") if row.iso3 == "FRA")
    assert [in_100(share) for share in row.shares] == ["49", "50"]


def cells(figure: Figure) -> list[Rectangle]:
    return [one for one in figure.findobj(Rectangle) if to_hex(one.get_facecolor()) in palette.BLUES]


@pytest.mark.parametrize("size", [A4, SLIDE], ids=["a4", "slide"])
@pytest.mark.parametrize("count", [2, 3])
def test_50_or_more_is_outlined_and_bold_and_nothing_else(size: Size, count: int) -> None:
    found = scenarios(count)
    figure = flips.draw(found, size=size)
    inside = sum(sum(row.pattern) for row in rows_of(found, "ground"))
    edges = [one for one in figure.findobj(Polygon) if not one.get_fill()]
    assert len(edges) == inside
    assert len(cells(figure)) == count * len(summary().countries)


def test_words_in_cells_are_black_or_white_by_contrast() -> None:
    figure = flips.draw(scenarios(3))
    numbers = [text for text in texts(figure) if text.get_text().strip("<>").isdigit()]
    assert {to_hex(text.get_color()) for text in numbers} == {"#000000", "#ffffff"}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("count", [2, 8])
def test_every_country_is_named_in_full_and_never_by_code(size: Size, count: int) -> None:
    figure = flips.draw(scenarios(count), size=size)
    shown = said(figure).replace("\u00a0", " ")
    assert [country.name for country in summary().countries if country.name not in shown] == []
    assert not {country.iso3 for country in summary().countries} & set(words(figure))


def test_a_low_page_names_those_that_are_never_counted_without_rows() -> None:
    found = scenarios(8)
    plan = lay_out(found, "ground", SLIDE)
    never = {row.name for row in rows_of(found, "ground") if row.never}
    shown = {line.row.name for block in plan.blocks for line in block if line.row}
    assert never
    assert not never & shown
    assert never | shown == {country.name for country in summary().countries}
    assert f"0 throughout ({len(never)}):" in said(flips.draw(found, size=SLIDE))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("count", [1, 2, 4, 8])
def test_lines_and_cells_are_large_enough_to_read(size: Size, count: int) -> None:
    plan = lay_out(scenarios(count), "ground", size)
    assert plan.pitch >= 20.0
    assert plan.cell - CELL_GAP >= 30.0
    assert plan.font >= 13.0


def test_no_block_ends_with_the_name_of_a_group() -> None:
    for size in SIZES.values():
        for count in (1, 2, 4, 8):
            for block in lay_out(scenarios(count), "ground", size).blocks:
                assert block[-1].row is not None
                assert block[0].row is None


def test_a_country_that_a_scenario_leaves_out_has_no_number_there() -> None:
    small = replace(summary(), countries=summary().countries[:-1])
    found = [summary(), small]
    absent = summary().countries[-1]
    row = next(row for row in flips.table(found) if row["iso3"] == absent.iso3 and row["title"].endswith("(2)"))
    assert (row["in_100"], row["low"], row["in"]) == (None, None, 0)
    assert "–" in words(flips.draw(found))


def test_the_title_counts_who_comes_in_and_who_goes_out() -> None:
    base = of_shares({"FRA": 0.9, "POL": 0.8}, "Base")
    assert title([base, of_shares({"FRA": 0.9, "DEU": 0.7, "ITA": 0.6}, "Other")]) == (
        "Two countries come in with “Other”; one goes out"
    )
    assert title([base, of_shares({"FRA": 0.9, "POL": 0.8, "DEU": 0.7}, "Other")]) == (
        "One country comes in with “Other”; none goes out"
    )
    assert title([base, of_shares({}, "Other")], "ground") == "Two countries go out with “Other”; none comes in"


def test_the_title_says_at_least_where_noise_hides_a_crossing() -> None:
    base = of_shares({"FRA": 0.9, "DEU": 0.49}, "Base")
    other = of_shares({"FRA": 0.9, "DEU": 0.51, "ITA": 0.8}, "Other")
    assert title([base, other]) == "At least one country comes in with “Other”; none goes out"


def test_the_title_is_neutral_where_noise_could_turn_it_around() -> None:
    near = [of_shares({"DEU": 0.49}), of_shares({"DEU": 0.51})]
    few = [of_shares({"DEU": 0.1}, runs=20), of_shares({"DEU": 0.9}, runs=20)]
    for found in (near, few, [summary(), summary()]):
        assert title(found) == "Which countries send ground troops, by scenario"


def test_the_title_of_more_scenarios_counts_whom_they_make_a_difference_to() -> None:
    found = [of_shares({"FRA": 0.9}), of_shares({"FRA": 0.9, "DEU": 0.8}), of_shares({"FRA": 0.9, "ITA": 0.8})]
    out = len(summary().countries) - 3
    assert title(found) == (
        f"Two countries send ground troops in some of the three scenarios and not in others; {out} in none"
    )
    assert title([of_shares({"FRA": 0.9})] * 3) == (
        f"1 of {len(summary().countries)} countries send ground troops in all three scenarios; the others in none"
    )


@pytest.mark.parametrize("count", COUNTS)
def test_the_table_holds_every_number_that_is_drawn(count: str) -> None:
    found = scenarios(3)
    rows = flips.table(found, count)
    assert len(rows) == 3 * len(summary().countries)
    assert all(list(row) == list(rows[0]) for row in rows)
    for one in found:
        own = {row["iso3"]: row for row in rows if row["title"] == one.title}
        for country in one.countries:
            share = getattr(country, count)
            assert own[country.iso3]["in_100"] == pytest.approx(100.0 * share)
            assert own[country.iso3]["in"] == (runs_of_100(share) >= 50)
            assert own[country.iso3]["low"] <= 100.0 * share + 1e-9
    groups = [(group.name, row.iso3) for group in groups_of(rows_of(found, count)) for row in group.rows]
    assert [(row["group"], row["iso3"]) for row in rows[::3]] == groups


def test_what_cannot_be_drawn_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 to 8 scenarios, not 9"):
        flips.draw([summary()] * 9)
    with pytest.raises(ValueError, match=r"no count named 'wishes'.*joins, inside, ground"):
        flips.draw([summary()], "wishes")
    with pytest.raises(ValueError, match="no country to draw"):
        flips.draw([replace(summary(), countries=())])


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_titles_of_users_are_text_and_fit(title: str, size: Size) -> None:
    for count in (1, 2, 4):
        figure = flips.draw([replace(one, title=title) for one in scenarios(count)], size=size)
        assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
        assert "\u202e" not in said(figure)
        if size is SLIDE and count == 2:
            assert all(render(figure, form) for form in FORMATS)


@pytest.mark.parametrize("count", COUNTS)
def test_the_words_tell_the_finding_every_country_and_the_caveat(count: str) -> None:
    found = scenarios(3)
    told = flips.alt_text(found, count)
    assert title(found, count) in told
    assert all(one.title in told for one in found)
    assert [country.name for country in summary().countries if country.name not in told] == []
    assert "not a forecast" in told
    assert "\n" not in told


@pytest.mark.parametrize("mono", [False, True])
def test_equal_figures_are_equal_files(mono: bool) -> None:
    one, other = (flips.draw(scenarios(3), size=SLIDE, mono=mono) for _ in range(2))
    assert all(render(one, form) == render(other, form) for form in FORMATS)
