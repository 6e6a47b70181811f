"""Who waits for whom: cells hold their numbers, the finding exceeds the noise, and nobody is left out unsaid."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulator.figures.frame import FORMATS, MARGIN, SIZES, SLIDE, Size, render
from simulator.figures.numerals import runs_of_100
from simulator.figures.shades import ramp
from simulator.figures.waits import figure as waits
from simulator.figures.waits import titles as waits_titles
from simulator.figures.waits.plan import columns_of, lay_out, rows_of
from tests.figures.hostile import HOSTILE
from tests.figures.inspecting import faint, greys, outside, overlapping, said, words
from tests.figures.made_waiting import NAMES, waiting

MANY = {f"X{number:02d}": f"Country number {number}" for number in range(38)}
CASES = {
    "made": waiting(),
    "nobody moves": waiting({}),
    "nobody follows": waiting({"ITA": 0.0001}),
    "one": waiting({"FRA": 1.0}, names={"FRA": "France"}),
    "many": waiting({name: 0.9 - 0.02 * place for place, name in enumerate(MANY)} | {"NZL": 0.5}, names=MANY | NAMES),
    "single run": waiting(runs=1),
    "to the cap": waiting(step=None),
}


def cells(figure: Figure) -> list[Rectangle]:
    return [patch for patch in figure.findobj(Rectangle) if patch is not figure.patch]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("mono", [False, True])
def test_words_are_on_the_page_apart_and_readable(case: str, size: Size, mono: bool) -> None:
    figure = waits.draw(CASES[case], size, mono)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []
    assert faint(figure) == []
    assert greys(figure) or not mono


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_cell_has_the_shade_of_its_number(size: Size) -> None:
    found = CASES["made"]
    plan = lay_out(found, size)
    shades = [
        ramp(runs_of_100(mover.followers[place].in_100 / 100.0))
        for mover in plan.rows
        for place in plan.columns
        if found.iso3[place] != mover.iso3
    ]
    assert [to_hex(cell.get_facecolor()) for cell in cells(waits.draw(found, size))] == shades
    assert len(set(shades)) > 2


def test_the_numbers_are_in_the_order_of_rows_and_columns() -> None:
    found = CASES["made"]
    shown = words(waits.draw(found))
    first = rows_of(found)[0]
    assert first.iso3 == "FRA"
    after = shown[shown.index("France") + 1 :]
    expected = [str(runs_of_100(first.followers[place].in_100 / 100.0) or "–") for place in columns_of(found)]
    assert after[: len(expected)] == expected
    assert expected == sorted(expected, key=lambda number: -int(number))


def test_who_is_not_drawn_is_said() -> None:
    text = said(waits.draw(CASES["made"]))
    assert "Cannot be moved in any run: Belgium, Czechia, Denmark, Spain and North Macedonia." in text
    assert "Follow others in fewer than 1 of 100 runs: Australia, Czechia, Spain, France, Italy" in text
    slide = said(waits.draw(CASES["many"], SLIDE))
    plan = lay_out(CASES["many"], SLIDE)
    left_out = rows_of(CASES["many"])[len(plan.rows) :]
    assert left_out
    assert all(mover.name in slide.partition("Not drawn")[2] for mover in left_out)


def test_the_title_names_whom_others_wait_for() -> None:
    assert waits_titles.title(waiting()) == (
        "Others wait for France most: one rung further, it brings others along in 90 of 100 runs, and 400 of their "
        "troops on average"
    )
    assert waits_titles.title(waiting({"GBR": 1.0})).startswith("Others wait for the United Kingdom most")
    assert "at its cap, it brings" in waits_titles.title(CASES["to the cap"])


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (waiting(runs=20), waits_titles.NEUTRAL),
        (waiting({"FRA": 1.0, "GBR": 0.95}), waits_titles.NEUTRAL),
        (waiting({"ITA": 0.0001}), waits_titles.NOBODY),
        (
            waiting({"FRA": 0.05}),
            "Few wait for others: no single country brings another along in more than 5 of 100 runs",
        ),
    ],
)
def test_the_title_claims_no_more_than_the_runs_show(found, title: str) -> None:
    assert waits_titles.title(found) == title


def test_the_data_are_what_is_drawn() -> None:
    found = CASES["made"]
    rows = waits.table(found)
    assert {row["moved"] for row in rows} == {mover.iso3 for mover in rows_of(found)}
    assert all(row["moved"] != row["follower"] for row in rows)
    (pair,) = [row for row in rows if (row["moved"], row["follower"]) == ("FRA", "NZL")]
    mover = next(mover for mover in found.movers if mover.iso3 == "FRA")
    assert pair["in_100"] == mover.followers[found.iso3.index("NZL")].in_100
    assert (pair["induced"], pair["induced_mcse"]) == (mover.induced.mean, mover.induced.mcse)
    assert ("NLD", "ESP") in {(row["moved"], row["follower"]) for row in rows}


def test_the_words_tell_finding_rows_and_caveat() -> None:
    text = waits.alt_text(CASES["made"])
    assert "France (can move in 75) followed by New Zealand 30, Denmark 22, Germany 15" in text
    assert "others add 400 ± 40 troops" in text
    assert "not a forecast" in text
    assert "no country can be moved in any run" in waits.alt_text(CASES["nobody moves"])


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_hostile_titles_are_words(title: str, size: Size) -> None:
    figure = waits.draw(waiting(title=title), size)
    assert outside(figure, MARGIN - 4) == []
    assert overlapping(figure) == []


@pytest.mark.parametrize("form", FORMATS)
def test_equal_figures_are_equal_files(form: str) -> None:
    assert render(waits.draw(waiting()), form) == render(waits.draw(waiting()), form)
