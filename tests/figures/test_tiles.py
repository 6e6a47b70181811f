"""The tile grid map: a place of its own for everyone, the number in the tile, and a title beyond the noise."""

from dataclasses import replace

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon, Rectangle

from simulator.data.tables import DataError, read_table
from simulator.experiments.running import run_scenario
from simulator.experiments.summary import Summary
from simulator.figures import palette
from simulator.figures.flips.groups import HALF
from simulator.figures.frame import A4, FORMATS, MARGIN, SIZES, SLIDE, Size, render
from simulator.figures.numerals import in_100, runs_of_100, troops
from simulator.figures.tiles import figure as tiles
from simulator.figures.tiles import values as tiles_values
from simulator.figures.tiles.plan import lay_out
from simulator.figures.tiles.values import AWAY, carriers_of, measure_of, neighbours, places, tiles_of
from simulator.scenario.library import load
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import boxes, faint, greys, outside, overlapping, said, words
from tests.figures.made_summaries import of_shares
from tests.figures.subjects import SCENARIOS, summary

NOBODY = ("mandate.clarity=0", "deal.ceasefire=0", "us.involvement=0", "threat.russia=1")
CHOICES = (
    {"count": "joins"},
    {"count": "inside"},
    {"count": "ground"},
    {"strength": "headline"},
    {"strength": "pledged"},
    {"strength": "usable"},
)


@pytest.fixture(scope="module")
def nobody() -> Summary:
    return run_scenario(load("baseline", NOBODY, None), 60)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: next(iter(choice.values())))
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("mono", [False, True])
def test_words_are_on_the_page_apart_and_readable(choice: dict[str, str], size: Size, mono: bool) -> None:
    figure = tiles.draw(summary(), **choice, size=size, mono=mono)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []
    assert greys(figure) is mono


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_extremes_keep_the_layout(nobody: Summary, size: Size) -> None:
    alone = replace(summary(), countries=summary().countries[:1])
    for found in (nobody, alone, of_shares({country.iso3: 1.0 for country in summary().countries})):
        for choice in CHOICES:
            figure = tiles.draw(found, **choice, size=size)
            assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


def test_no_two_states_share_a_place() -> None:
    everyone = [row["iso3"] for row in (*read_table("countries.csv"), *read_table("context.csv"))]
    assert set(places()) == set(everyone)
    assert len(set(places().values())) == len(everyone)


def test_a_shared_place_in_the_tables_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"iso3": name, "tile_row": "1", "tile_col": "2"} for name in ("AAA", "BBB")]
    monkeypatch.setattr(tiles_values, "read_table", lambda name: rows if name == "countries.csv" else [])
    with pytest.raises(DataError, match="BBB shares row 1, column 2"):
        places.__wrapped__()


def test_partners_overseas_stand_beside_the_grid() -> None:
    beside = {places()[iso3][1] for iso3 in AWAY}
    assert {iso3 for iso3, (_, column) in places().items() if column in beside} == set(AWAY)
    plan = lay_out(summary(), measure_of(None, None), A4)
    steps = [round(right - left, 6) for left, right in zip(plan.offsets, plan.offsets[1:], strict=False)]
    assert steps[0] == steps[-1] > 1.0
    assert set(steps[1:-1]) == {1.0}


@pytest.mark.parametrize(("north", "south"), [("NOR", "DNK"), ("DEU", "ITA"), ("EST", "LTU"), ("ROU", "BGR")])
@pytest.mark.parametrize(("west", "east"), [("PRT", "ESP"), ("FRA", "DEU"), ("POL", "BLR"), ("ITA", "GRC")])
def test_neighbours_lie_about_as_on_a_map(north: str, south: str, west: str, east: str) -> None:
    assert places()[north][0] < places()[south][0]
    assert places()[west][1] < places()[east][1]


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_country_has_a_tile_with_its_code_and_number(name: str) -> None:
    found = summary(name)
    shown = words(tiles.draw(found))
    for country in found.countries:
        at = shown.index(country.iso3)
        assert shown[at + 1] == in_100(country.ground)
    assert sum(row["in_100"] == 0.0 for row in tiles.table(found)) > 0


def test_words_stand_in_their_tiles() -> None:
    found = summary()
    plan = lay_out(found, measure_of("ground", None), A4)
    figure = tiles.draw(found)
    height = figure.get_size_inches()[1] * figure.dpi
    placed = dict(boxes(figure))
    for tile in plan.tiles:
        left, top = plan.corner(tile.place, 1500.0)
        box = placed[tile.iso3]
        assert left < box.x0 < box.x1 < left + plan.side
        assert top < height - box.y1 < height - box.y0 < top + plan.side


def test_50_or_more_is_outlined_by_the_printed_number() -> None:
    found = of_shares({"FRA": 0.495, "DEU": 0.4949, "GBR": 0.9})
    outlined = {tile.iso3 for tile in tiles_of(found, measure_of("ground", None)) if tile.outlined}
    assert outlined == {"FRA", "GBR"}
    figure = tiles.draw(found)
    edges = [one for one in figure.findobj(Polygon) if to_hex(one.get_edgecolor()) == palette.INK]
    assert len(edges) == 2


def test_states_that_are_not_asked_have_a_code_and_no_number() -> None:
    figure = tiles.draw(summary())
    shown = words(figure)
    assert {each.iso3 for each in neighbours()} == {"BLR", "RUS", "UKR", "USA"}
    for each in neighbours():
        assert each.iso3 in shown
        assert each.name in said(figure)
    filled = [one for one in figure.findobj(Rectangle) if to_hex(one.get_facecolor()) in palette.BLUES]
    assert len(filled) == len(summary().countries)


@pytest.mark.parametrize("count", ["joins", "inside", "ground"])
def test_a_table_of_counts_holds_the_shares(count: str) -> None:
    found = summary()
    rows = {row["iso3"]: row for row in tiles.table(found, count=count)}
    assert len(rows) == len(found.countries)
    for country in found.countries:
        row = rows[country.iso3]
        assert row["in_100"] == pytest.approx(100.0 * getattr(country, count))
        assert row["low"] <= row["in_100"] + 1e-9
        assert row["outlined"] == (runs_of_100(getattr(country, count)) >= HALF)
        assert (row["row"], row["column"]) == places()[country.iso3]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_table_of_troops_adds_up_to_the_force(name: str) -> None:
    found = summary(name)
    for strength in ("headline", "pledged"):
        total = sum(row["troops"] for row in tiles.table(found, strength=strength))
        assert total == pytest.approx(found.force[strength].mean)


def test_troops_are_printed_as_everywhere() -> None:
    found = summary()
    shown = words(tiles.draw(found, strength="pledged"))
    for country in found.countries:
        assert shown[shown.index(country.iso3) + 1] == troops(country.troops.mean)


def test_equal_numbers_have_equal_shades() -> None:
    for choice in CHOICES:
        found = tiles_of(summary(), measure_of(choice.get("count"), choice.get("strength")))
        for tile in found:
            assert {other.shade for other in found if other.words == tile.words} == {tile.shade}
        order = [palette.BLUES.index(tile.shade) for tile in found]
        assert order == sorted(order, reverse=True)


def test_the_title_counts_countries_and_says_about_near_50() -> None:
    many = len(summary().countries)
    assert title(of_shares({"FRA": 0.9, "GBR": 0.8})) == f"2 of {many} countries send ground troops in most runs"
    assert title(of_shares({"FRA": 0.9, "GBR": 0.51})) == f"About 2 of {many} countries send ground troops in most runs"
    assert title(of_shares({"FRA": 0.9})) == f"1 of {many} countries sends ground troops in most runs"
    assert title(of_shares({})) == "No country sends ground troops in most runs"
    assert title(replace(summary(), runs=10)) == "Which countries send ground troops"


def title(found: Summary, **choice: str) -> str:
    drawn = said(tiles.draw(found, **choice))
    told = tiles_values.finding(found, measure_of(choice.get("count"), choice.get("strength")))
    assert told in drawn
    assert told in tiles.alt_text(found, **choice)
    return told


def test_the_title_names_who_carries_half_of_the_troops_where_that_is_sure() -> None:
    found = summary()
    carriers = carriers_of(found, "pledged")
    assert carriers
    share = sum(country.troops.mean for country in carriers) / found.force["pledged"].mean
    assert share >= 0.5
    told = title(found, strength="pledged")
    assert all(country.name in told for country in carriers)
    assert f"about {runs_of_100(share)}%" in told
    outlined = {tile.iso3 for tile in tiles_of(found, measure_of(None, "pledged")) if tile.outlined}
    assert outlined == {country.iso3 for country in carriers}


def test_the_title_is_neutral_where_noise_could_turn_it_around() -> None:
    found = summary()
    noisy = tuple(replace(one, troops=replace(one.troops, mcse=one.troops.mean)) for one in found.countries)
    nothing = tuple(replace(one, troops=replace(one.troops, mean=0.0)) for one in found.countries)
    for other in (replace(found, countries=noisy), replace(found, runs=10), replace(found, countries=nothing)):
        told = title(other, strength="pledged")
        assert told == "Expected troops that can be kept up for years, by country"
        assert "Outlined" not in said(tiles.draw(other, strength="pledged"))


def test_what_cannot_be_drawn_is_an_error() -> None:
    with pytest.raises(ValueError, match="choose a count or a strength, not both"):
        tiles.draw(summary(), count="ground", strength="pledged")
    with pytest.raises(ValueError, match=r"no 'allocated' strength of a single country.*headline, pledged, usable"):
        tiles.draw(summary(), strength="allocated")
    with pytest.raises(ValueError, match="no count named 'wishes'"):
        tiles.draw(summary(), count="wishes")
    with pytest.raises(ValueError, match="no country to draw"):
        tiles.draw(replace(summary(), countries=()))
    stranger = replace(summary().countries[0], iso3="XXX")
    with pytest.raises(ValueError, match="no place on the grid for XXX"):
        tiles.draw(replace(summary(), countries=(stranger,)))


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_titles_of_users_are_text_and_fit(title: str, size: Size) -> None:
    figure = tiles.draw(replace(summary(), title=title), size=size)
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
    assert "\u202e" not in said(figure)
    if size is SLIDE:
        assert all(render(figure, form) for form in FORMATS)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: next(iter(choice.values())))
def test_the_words_tell_every_country_and_the_caveat(choice: dict[str, str]) -> None:
    told = tiles.alt_text(summary(), **choice)
    assert [country.name for country in summary().countries if country.name not in told] == []
    assert summary().title in told
    assert "Ukraine (host)" in told
    assert "not a forecast" in told
    assert "\n" not in told


@pytest.mark.parametrize("mono", [False, True])
def test_equal_figures_are_equal_files(mono: bool) -> None:
    one, other = (tiles.draw(summary(), size=SLIDE, mono=mono) for _ in range(2))
    assert all(render(one, form) == render(other, form) for form in FORMATS)
