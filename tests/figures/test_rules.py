"""Rules that hold for every figure alike: what stands where, in which colours, and that nobody is left out.

What a single figure promises beyond that, such as the guard of its title against noise, is in its own tests.
"""

import re
from functools import cache
from itertools import combinations, pairwise

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulator.figures import palette
from simulator.figures.drawing import Picture
from simulator.figures.frame import A4, DPI, FOOTNOTE, MARGIN, SIZES, SUBTITLE, TITLE, TITLE_LINES, Size
from simulator.figures.registry import FIGURES
from simulator.figures.shades import RAMP_FROM, ramp
from simulator.figures.text import font
from tests.figures.colour_vision import VISIONS, distance
from tests.figures.inspecting import boxes, said, texts, words
from tests.figures.subjects import data_of, drawn, summary

ROLES = (palette.LAND, palette.AIR, palette.SEA, palette.LOGISTICS, palette.TRAINING)
OF_COUNTRIES = [name for name in FIGURES if name in ("ledger", "flips", "cascade", "tiles")]

MEASURES = {
    "ledger": r"Troops that can be kept in Ukraine, by country and role",
    "dots": r"Troops that can be kept up for years \(pledged\)",
    "exceedance": r"Runs of 100 .* Troops that can be kept up for years \(pledged\)",
    "tipping": r"Troops that can be kept up for years \(pledged\): how often at least 10,000",
    "flips": r"Runs of 100 in which each country sends ground troops",
    "tornado": r"Troops that can be kept up for years \(pledged\): median",
    "indices": r"Shares of the variance that \d+ unknowns cause in the usable force \(mean over runs, persons\)",
    "waterfall": r"From headline to usable strength, in troops",
    "cascade": r"Troops pledged by round of talks",
    "tiles": r"Runs of 100 in which each country sends ground troops",
    "waits": r"When one country goes one rung further, .*: runs of 100 in which others follow",
    "why": r"What it hears of each condition, and what rung 2 \(inside, non-combat\) needs; 1 is all there can be",
}
"""What the subtitle says is measured, with its unit."""

RANGES = {
    "ledger": "Thin line under a bar: 8 in 10 runs (10th to 90th percentile)",
    "dots": "They show the spread over runs, not doubt about the model. Small numbers at the right: 95% interval",
    "exceedance": "Band: 95% interval of the run noise; it does not cover doubt about the model",
    "tipping": "Run noise: 95% interval for as many runs drawn anew; it says nothing about doubt in the model",
    "flips": "(95% interval of the run noise)",
    "tornado": "Thin lines: middle half of runs (25th to 75th percentile)",
    "indices": "±, thin lines: 95% interval over 8 independent designs",
    "waterfall": "Thin lines: 8 in 10 runs (10th to 90th percentile)",
    "cascade": "Bands and lines: spread over runs, not doubt in the model",
    "tiles": "(95% interval of the run noise)",
    "waits": "± is the Monte Carlo standard error, and does not count doubt in the model",
    "why": "the thick line below holds the middle half of runs, the thin one 90 of 100",
}
"""What the footnotes say of bands, thin lines and small numbers."""

CENTRES = {
    "ledger": r"“Expected”: mean over all runs, counting 0",
    "waterfall": r"Bars: means over all runs, so that the steps add up",
    "dots": r"triangle: median",
    "tornado": r"lowest to the highest median",
}
"""Which middle the footnotes name: means where parts are stacked, medians where totals are compared."""


@cache
def picture_of(name: str, size: Size = A4) -> Picture:
    return drawn(name, size=size)


def of_size(figure: Figure, pixels: float) -> list[Text]:
    return [text for text in texts(figure) if round(text.get_fontsize() * DPI / 72.0) == pixels]


def at_the_margin(figure: Figure, pixels: float, bold: bool = False) -> list[str]:
    """Words of a size that begin at the left margin: title, subtitle or footnotes, line by line."""
    edge = MARGIN / (figure.get_size_inches()[0] * DPI)
    file = font(bold).get_file()
    found = [text for text in of_size(figure, pixels) if text.get_fontproperties().get_file() == file]
    found = [text for text in found if text.get_ha() == "left"]
    return [text.get_text() for text in found if text.get_position()[0] == pytest.approx(edge)]


def footnotes(figure: Figure) -> list[str]:
    return at_the_margin(figure, FOOTNOTE)


def scenarios(name: str) -> list[str]:
    found = data_of(name)
    return [one.title for one in found] if isinstance(found, list) else [found.title]


def test_every_figure_is_held_to_the_rules() -> None:
    assert set(MEASURES) == set(RANGES) == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_title_stands_first_and_takes_two_lines_at_most(name: str, size: Size) -> None:
    picture = picture_of(name, size)
    lines = at_the_margin(picture.figure, TITLE, bold=True)
    assert 1 <= len(lines) <= TITLE_LINES
    assert words(picture.figure)[: len(lines)] == lines
    # The alt text tells the same finding; a title that is cut ends with a sign of that.
    assert " ".join(lines).removesuffix("…") in picture.words


@pytest.mark.parametrize("name", FIGURES)
def test_the_subtitle_tells_the_measure_its_unit_and_the_scenarios(name: str) -> None:
    figure = picture_of(name).figure
    subtitle = " ".join(at_the_margin(figure, SUBTITLE))
    assert re.search(MEASURES[name], subtitle)
    # Beside the rows of several scenarios, titles are broken into lines that are not written one after the other.
    assert {word for title in scenarios(name) for word in title.split()} <= set(said(figure).split())
    if len(scenarios(name)) == 1:
        assert scenarios(name)[0] in subtitle


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_last_footnote_tells_runs_seed_date_and_that_it_is_no_forecast(name: str, size: Size) -> None:
    notes = " ".join(footnotes(picture_of(name, size).figure))
    told = r"[\d,]+ runs · seed 1 · statements up to 30 April 2025 · conditional on the model; not a forecast of any "
    assert re.search(told + r"government’s decision\.$", notes)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_footnotes_tell_what_ranges_mean_and_that_they_are_of_runs(name: str, size: Size) -> None:
    assert RANGES[name] in " ".join(footnotes(picture_of(name, size).figure))


@pytest.mark.parametrize("name", CENTRES)
def test_footnotes_tell_means_from_medians(name: str) -> None:
    assert re.search(CENTRES[name], " ".join(footnotes(picture_of(name).figure)))


@pytest.mark.parametrize("name", ["ledger", "waterfall"])
def test_what_is_stacked_are_means(name: str) -> None:
    force = summary().force
    rows = picture_of(name).rows
    if name == "ledger":
        assert sum(row["expected"] or 0.0 for row in rows) == pytest.approx(force["pledged"].mean)
        assert force["pledged"].mean != pytest.approx(force["pledged"].p50, rel=1e-3)
    else:
        totals = {row["step"]: row["troops"] for row in rows if row["kind"] == "total"}
        assert totals == pytest.approx({name: force[name].mean for name in totals})


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_footnotes_lie_below_everything_else(name: str, size: Size) -> None:
    figure = picture_of(name, size).figure
    notes = set(footnotes(figure))
    highest = max(box.y1 for word, box in boxes(figure) if word in notes)
    assert [word for word, box in boxes(figure) if word not in notes and box.y0 < highest - 1.0] == []


@pytest.mark.parametrize("vision", VISIONS)
def test_roles_look_different_to_all_eyes(vision: str) -> None:
    closest = min(distance(one, other, vision) for one, other in combinations(ROLES, 2))
    assert closest >= 22.0
    # To the same eyes some pair of plain colours would fail, so that the test can.
    assert vision == "normal" or distance("#d62728", "#2ca02c", "deutan") < 22.0


def test_roles_stand_out_from_paper() -> None:
    assert min(palette.contrast(colour, palette.PAPER) for colour in ROLES) >= 3.5
    assert min(palette.contrast(part.text, palette.PAPER) for part in palette.PARTS.values()) >= 4.5


def test_one_blue_ramp_darkens_with_the_count_and_carries_readable_numbers() -> None:
    shades = [ramp(count) for count in range(101)]
    assert list(dict.fromkeys(shades)) == list(palette.BLUES)
    light = [palette.contrast(shade, palette.BLACK) for shade in palette.BLUES]
    assert all(paler > darker for paler, darker in pairwise(light))
    assert min(palette.contrast(palette.text_on(shade), shade) for shade in palette.BLUES) >= 4.6
    assert {palette.text_on(shade) for shade in palette.BLUES} == {palette.BLACK, palette.PAPER}
    assert 50 in RAMP_FROM


def test_the_reference_hue_is_none_of_the_others() -> None:
    others = {*ROLES, *palette.BLUES, *(part.text for part in palette.PARTS.values())}
    assert min(distance(palette.REFERENCE, other) for other in others) >= 10.0


@pytest.mark.parametrize("name", OF_COUNTRIES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_countries_that_send_nothing_stay_in_the_picture(name: str, size: Size) -> None:
    picture = picture_of(name, size)
    shown = said(picture.figure).replace("\u00a0", " ")
    nothing = [country for country in summary().countries if country.ground == 0.0]
    assert {"POL", "GRC"} <= {country.iso3 for country in nothing}
    key = "iso3" if name == "tiles" else "name"
    assert [country.name for country in nothing if getattr(country, key) not in shown] == []
    assert [country.name for country in nothing if country.name not in picture.words] == []
