"""The ledger: its bars add up, nobody is left out, its finding exceeds the noise, and no words break its layout."""

from dataclasses import replace

import pytest

from simulator.experiments.running import run_scenario
from simulator.experiments.summary import Summary
from simulator.figures import palette, titles
from simulator.figures.frame import A4, FORMATS, MARGIN, SIZES, SLIDE, Size, render
from simulator.figures.ledger import figure as ledger
from simulator.figures.ledger.rows import MOST_ROWS, kept_out
from simulator.figures.numerals import runs_of_100
from simulator.figures.text import ELLIPSIS
from simulator.scenario.library import load
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import colours, faint, greys, outside, overlapping, said, words
from tests.figures.subjects import SCENARIOS, summary

EXTREMES = {
    "nobody": ("baseline", ("mandate.clarity=0", "deal.ceasefire=0", "us.involvement=0", "threat.russia=1")),
    "everything": ("baseline", ("us.involvement=1", "mandate.clarity=1", "deal.hold=1", "mandate.legal=1")),
}


@pytest.fixture(scope="module")
def extremes() -> dict[str, Summary]:
    return {name: run_scenario(load(*words, None), 60) for name, words in EXTREMES.items()}


def without_troops(found: Summary) -> Summary:
    """A summary in which nobody sends anybody."""
    nothing = replace(found.force["pledged"], **dict.fromkeys(("mean", "p10", "p50", "p90", "mcse"), 0.0))
    countries = tuple(
        replace(country, troops=nothing, ground=0.0, roles=dict.fromkeys(country.roles, 0.0))
        for country in found.countries
    )
    return replace(found, countries=countries, force=dict(found.force) | {"pledged": nothing})


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("mono", [False, True])
def test_words_are_on_the_page_apart_and_readable(name: str, size: Size, mono: bool) -> None:
    figure = ledger.draw(summary(name), size, mono)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []
    assert greys(figure) is mono


@pytest.mark.parametrize("case", EXTREMES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_extremes_keep_the_layout(extremes: dict[str, Summary], case: str, size: Size) -> None:
    figure = ledger.draw(extremes[case], size)
    assert (outside(figure, MARGIN - 4), overlapping(figure), faint(figure)) == ([], [], [])


def test_one_country_alone_can_be_drawn() -> None:
    found = summary()
    alone = replace(found, countries=found.countries[:1])
    assert alone.countries[0].name in said(ledger.draw(alone))


def test_parts_and_expected_add_up_to_the_force() -> None:
    for name in SCENARIOS:
        found = summary(name)
        for size in (A4, SLIDE):
            rows = ledger.table(found, size)
            expected = sum(row["expected"] or 0.0 for row in rows)
            parts = sum(row[part] or 0.0 for row in rows for part in palette.PARTS if part in row)
            assert expected == pytest.approx(found.force["pledged"].mean)
            assert parts == pytest.approx(expected)


def test_every_row_of_the_table_has_the_same_columns() -> None:
    rows = ledger.table(summary())
    assert all(list(row) == list(rows[0]) for row in rows)


@pytest.mark.parametrize("name", SCENARIOS)
def test_countries_that_stay_out_stay_in_the_picture(name: str) -> None:
    found = summary(name)
    shown = said(ledger.draw(found)).replace("\u00a0", " ")
    out = [country.name for country in found.countries if kept_out(country)]
    assert out
    assert [name for name in out if name not in shown] == []
    assert {row["name"] for row in ledger.table(found)} >= set(out)


def test_names_are_full_and_never_codes() -> None:
    found = summary()
    assert not {country.iso3 for country in found.countries} & set(words(ledger.draw(found)))


def test_a_country_is_classed_by_its_rounded_number() -> None:
    found = summary()
    near = replace(found.countries[0], ground=0.495, troops=found.force["pledged"])
    assert runs_of_100(near.ground) == 50
    assert not kept_out(near)
    assert kept_out(replace(near, ground=0.494))


def test_the_slide_shows_fewer_bars_and_a_sum_of_the_others() -> None:
    found = summary()
    assert len(ledger.table(found, A4)) <= MOST_ROWS + len(found.countries)
    assert "others" in said(ledger.draw(found, SLIDE))


def test_role_colours_are_those_of_the_palette() -> None:
    used = colours(ledger.draw(summary()))
    assert {palette.LAND, palette.AIR, palette.SEA, palette.LOGISTICS, palette.TRAINING} <= used
    assert palette.REFERENCE not in used


def test_in_greys_every_part_has_a_label_that_looks_like_its_bar() -> None:
    figure = ledger.draw(summary(), mono=True)
    labels = {palette.PARTS[part].label for part in ("land", "air", "maritime", "logistics", "training")}
    assert labels <= set(words(figure))
    assert greys(figure)


def test_the_title_names_who_carries_the_force_where_that_is_sure() -> None:
    found = summary()
    title = titles.ledger(found)
    carriers = sorted(found.countries, key=lambda country: -country.troops.mean)[:2]
    assert all(country.name in title for country in carriers)
    share = sum(country.troops.mean for country in carriers) / found.force["pledged"].mean
    assert f"{runs_of_100(share)}%" in title
    assert title in said(ledger.draw(found))


def test_the_title_is_neutral_where_noise_could_turn_it_around() -> None:
    found = summary()
    noisy = tuple(replace(c, troops=replace(c.troops, mcse=c.troops.mean)) for c in found.countries)
    assert titles.ledger(replace(found, countries=noisy)) == titles.LEDGER_NEUTRAL
    assert titles.ledger(replace(found, runs=10)) == titles.LEDGER_NEUTRAL
    assert titles.ledger(without_troops(found)) == titles.LEDGER_NEUTRAL


def test_nobody_sends_anybody() -> None:
    found = without_troops(summary())
    figure = ledger.draw(found)
    assert (outside(figure), overlapping(figure)) == ([], [])
    assert all(row["expected"] == 0.0 for row in ledger.table(found))
    assert titles.LEDGER_NEUTRAL in ledger.alt_text(found)


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_titles_of_users_are_text_and_fit(title: str, size: Size) -> None:
    found = replace(summary(), title=title)
    figure = ledger.draw(found, size)
    assert (outside(figure, MARGIN - 4), overlapping(figure)) == ([], [])
    assert ("\u202e" in said(figure)) is False
    if len(title) > 250:
        assert ELLIPSIS in said(figure)
    if size is A4:
        assert all(render(figure, form) for form in FORMATS)


def test_the_words_tell_the_finding_the_extremes_and_the_caveat() -> None:
    found = summary()
    told = ledger.alt_text(found)
    assert titles.ledger(found) in told
    assert "not a forecast" in told
    assert "\n" not in told
    first = max(found.countries, key=lambda country: country.troops.mean)
    assert first.name in told
    assert all(country.name in told for country in found.countries if kept_out(country))


@pytest.mark.parametrize("mono", [False, True])
def test_equal_figures_are_equal_files(mono: bool) -> None:
    one, other = (ledger.draw(summary(), SLIDE, mono) for _ in range(2))
    assert all(render(one, form) == render(other, form) for form in FORMATS)
