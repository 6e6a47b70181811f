"""How often a size is reached, from counts and from percentiles, and the titles and footnotes that say so."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.figures import palette, reaching_titles
from simulator.figures.frame import A4, TITLE, TITLE_LINES, compose
from simulator.figures.reaching import STRENGTHS, Reached, reached, sizes_of
from simulator.figures.several import cut, labels, origins, told
from simulator.figures.shades import RAMP_FROM, TINT_STEPS, ramp, tint
from simulator.figures.text import ELLIPSIS, width
from tests.figures.hostile import HOSTILE
from tests.figures.made_summaries import of_forces, scenarios
from tests.figures.subjects import SCENARIOS, summary

forces = st.lists(st.integers(0, 30), min_size=1, max_size=350)


@given(forces, st.integers(1, 32))
def test_percentiles_bound_how_many_runs_reach_a_size(values: list[int], size: int) -> None:
    found = reached(of_forces(values, sizes=()), "pledged", size)
    true = 100.0 * sum(value >= size for value in values) / len(values)
    assert found.least <= true + 1e-9
    assert found.most >= true - 1e-9
    assert found.most - found.least <= 1.0 + 1e-9
    assert 0.0 <= found.low <= found.least <= found.most <= found.high <= 100.0


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_sizes_that_were_asked_for_are_exact(name: str, strength: str) -> None:
    found = summary(name)
    for entry in found.reaches:
        if entry.strength == strength:
            one = reached(found, strength, entry.troops)
            assert one.least == one.most == entry.chance.in_100
            assert (one.low, one.high) == (entry.chance.low, entry.chance.high)


def test_a_size_below_all_runs_and_one_above_are_sure() -> None:
    found = of_forces([5_000, 6_000, 7_000], sizes=())
    assert reached(found, "pledged", 5_000).words() == "100"
    assert reached(found, "pledged", 7_001).words() == "0"


@pytest.mark.parametrize(
    ("found", "words", "noise"),
    [
        (Reached(1, 46.15, 46.15, 43.97, 48.34), "46", "44–48"),
        (Reached(1, 45.05, 46.0, 43.0, 48.0), "45–46", "43–48"),
        (Reached(1, 0.0, 0.0, 0.0, 0.2), "0", "0–1"),
        (Reached(1, 0.3, 0.3, 0.1, 0.7), "<1", "0–1"),
        (Reached(1, 100.0, 100.0, 99.8, 100.0), "100", "99–100"),
    ],
)
def test_chances_are_printed_as_runs_of_100(found: Reached, words: str, noise: str) -> None:
    assert (found.words(), found.noise_words()) == (words, noise)


def test_an_unknown_strength_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'wished'.*headline, pledged, allocated, usable"):
        reached(summary(), "wished", 10_000)


def test_sizes_are_sorted_and_checked() -> None:
    assert sizes_of([20_000, 10_000, 20_000], 3) == (10_000, 20_000)
    for wrong in ((), (0,), (-5, 10), (1, 2, 3, 4)):
        with pytest.raises(ValueError, match="1 to 3 force sizes above 0"):
            sizes_of(wrong, 3)


def many(in_100: int, title: str) -> object:
    """A scenario of 1,000 runs in which 10,000 is reached in so many of 100."""
    return of_forces([12_000] * (10 * in_100) + [3_000] * (1_000 - 10 * in_100), title)


def test_the_title_counts_the_scenarios_where_most_runs_reach_a_size() -> None:
    title = reaching_titles.majorities([many(80, "A"), many(20, "B"), many(70, "C")], "pledged", (10_000, 20_000))
    assert title == ("A force of 10,000 is pledged in most runs in all scenarios but “B”; one of 20,000 in none")
    assert reaching_titles.majorities([many(80, "A"), many(20, "B")], "pledged", (10_000,)) == (
        "A force of 10,000 is pledged in most runs only with “A”"
    )
    all_of_them = reaching_titles.majorities([many(80, "A"), many(90, "B")], "pledged", (5_000, 10_000))
    assert all_of_them == "Forces of 5,000 and 10,000 are pledged in most runs in both scenarios"


def test_a_size_that_noise_leaves_open_is_compared_instead() -> None:
    title = reaching_titles.majorities([many(51, "A"), many(20, "B")], "pledged", (10_000,))
    assert title == "A force of 10,000 is pledged in 51 of 100 runs with “A”, in 20 with “B”"


def test_the_title_is_neutral_where_noise_could_turn_it_around() -> None:
    near = [many(51, "A"), many(50, "B")]
    assert reaching_titles.majorities(near, "pledged", (10_000,)) == reaching_titles.NEUTRAL
    assert reaching_titles.contrast(near, "pledged", (10_000,)) == reaching_titles.NEUTRAL
    few = [of_forces([12_000] * 10, "A"), of_forces([3_000] * 10, "B")]
    assert reaching_titles.majorities(few, "pledged", (10_000,)) == reaching_titles.NEUTRAL
    assert reaching_titles.contrast(few, "pledged", (10_000,)) == reaching_titles.NEUTRAL


def test_the_title_speaks_of_the_size_where_scenarios_differ_most() -> None:
    one = of_forces([25_000] * 500 + [12_000] * 500, "A")
    other = of_forces([12_000] * 900 + [3_000] * 100, "B")
    title = reaching_titles.contrast([other, one], "pledged", (10_000, 20_000))
    assert title == "A force of 20,000 is pledged in 50 of 100 runs with “A”, in 0 with “B”"


def test_one_scenario_is_told_by_its_numbers() -> None:
    title = reaching_titles.majorities([many(80, "A")], "pledged", (10_000, 20_000))
    assert title == "A force of 10,000 is pledged in 80 of 100 runs and one of 20,000 in 0"


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_with_long_names_fit_two_lines_uncut(title: str) -> None:
    pair = [replace(one, title=title) for one in scenarios(2)]
    words = reaching_titles.contrast(pair, "pledged", (10_000,))
    lines = compose(A4, words, [], []).title
    assert len(lines) <= TITLE_LINES
    assert not lines[-1].endswith(ELLIPSIS)


def test_names_are_cut_after_whole_words() -> None:
    words = cut("US backstop, mandate still unclear", TITLE, width("US backstop, mand…", TITLE, bold=True), bold=True)
    assert words == "US backstop…"
    assert cut("short", TITLE, 500) == "short"
    assert told("In {} of it", ["{0} {}"]) == "In “{0} {}” of it"


def test_names_are_not_cut_within_brackets() -> None:
    words = "Unclear mandate (10 April 2025)"
    for room in range(150, round(width(words, TITLE)), 20):
        short = cut(words, TITLE, room)
        assert short.count("(") == short.count(")")
        assert words.startswith(short.removesuffix("…"))
    assert cut("(Everything in brackets)", TITLE, 150).startswith("(")


def test_equal_titles_are_numbered() -> None:
    assert labels([summary(), summary(), replace(summary(), title="Other")])[:2] == (
        f"{summary().title} (1)",
        f"{summary().title} (2)",
    )
    assert labels([replace(summary(), title="\u202e")]) == (summary().scenario,)


def test_the_last_footnote_tells_where_the_numbers_come_from() -> None:
    same, other = scenarios(2), [scenarios(2)[0], replace(scenarios(2)[1], runs=60, seed=7)]
    assert len(origins(same)) == 1
    assert "500 runs · seed 1" in origins(same)[0]
    different = origins(other)
    assert "500 runs · seed 1" in different[0]
    assert "60 runs · seed 7" in different[1]
    assert all("not a forecast" in found[-1] for found in (origins(same), different, origins(same[:1])))


def test_the_ramp_turns_darker_and_changes_shade_at_50() -> None:
    shades = [ramp(count) for count in range(101)]
    assert list(dict.fromkeys(shades)) == list(palette.BLUES)
    assert ramp(49) != ramp(50)
    assert RAMP_FROM[-1] == 100
    assert min(palette.contrast(palette.text_on(shade), shade) for shade in shades) >= 4.5


def test_a_tint_runs_from_the_colour_to_paper() -> None:
    assert tint(palette.SEA, 0) == palette.SEA
    assert tint(palette.SEA, TINT_STEPS) == palette.PAPER
