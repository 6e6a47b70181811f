"""Scenarios against each other, run by run: from made-up outcomes, and from the model's own."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cli.printing.numbers import of_100
from simulator.experiments.comparing.comparison import Comparison, Difference, compare
from simulator.experiments.outcomes import TOTALS, Outcomes, outcomes
from simulator.experiments.running import run_scenario
from simulator.experiments.statistics import distribution
from simulator.experiments.summary import COUNTED
from simulator.rule.ladder import GROUND, INSIDE, JOINS
from simulator.scenario.library import load

ISO3 = ("AAA", "BBB", "CCC")


def made(rungs: np.ndarray, scenario: str = "one", iso3: tuple[str, ...] = ISO3, scale: int = 1000) -> Outcomes:
    """Outcomes in which every rung stands for some persons."""
    rungs = np.asarray(rungs, dtype=np.int8)
    troops = scale * rungs.sum(axis=1, dtype=np.int64)
    totals = {name: troops // (place + 1) for place, name in enumerate(("headline", "pledged", "allocated", "usable"))}
    totals |= {name: (rungs >= rung).sum(axis=1) for name, rung in COUNTED.items()}
    names = tuple(f"Land {code}" for code in iso3)
    return Outcomes(scenario, f"Title of {scenario}", iso3, names, len(rungs), 1, totals, rungs)


def drawn(seed: int, runs: int = 200, **others: object) -> Outcomes:
    return made(np.random.default_rng(seed).integers(0, 6, (runs, len(ISO3))), **others)  # type: ignore[arg-type]


def entry(comparison: Comparison, of: str, iso3: str) -> Difference:
    (found,) = [one for one in comparison.contrasts[0].countries if (one.of, one.iso3) == (of, iso3)]
    return found


def test_a_small_comparison_worked_by_hand() -> None:
    one = made([[0, 1, 3], [0, 2, 3], [0, 0, 4], [0, 1, 5]])
    other = made([[1, 1, 3], [2, 2, 3], [3, 0, 4], [0, 1, 5]], "two")
    (contrast,) = compare([one, other], [2500]).contrasts
    median, mean = (entry for entry in contrast.totals if entry.of == "headline")
    assert (median.before.value, median.after.value, median.change) == (4000, 6000, 2000)
    assert (mean.before.value, mean.after.value, mean.change) == (4750, 6250, 1500)
    assert mean.mcse == pytest.approx(np.std([1000, 2000, 3000, 0], ddof=1) / 2)
    usable = next(entry for entry in contrast.reaches if entry.of == "usable")
    assert (usable.troops, usable.before.value, usable.after.value) == (2500, 0, 0)
    pledged = next(entry for entry in contrast.reaches if entry.of == "pledged")
    assert (pledged.before.value, pledged.after.value, pledged.change) == (50, 100, 50)
    joins = next(entry for entry in contrast.countries if (entry.of, entry.iso3) == ("joins", "AAA"))
    assert (joins.name, joins.before.value, joins.after.value) == ("Land AAA", 0, 75)
    assert contrast.unmoved == ("BBB", "CCC")
    assert contrast.left_out == ()


@pytest.mark.parametrize(("count", "rung"), [("joins", JOINS), ("inside", INSIDE), ("ground", GROUND)])
def test_a_count_begins_at_its_rung(count: str, rung: int) -> None:
    below, on = made([[rung - 1] * 3] * 10), made([[rung] * 3] * 10, "two")
    comparison = compare([below, on], [1])
    found = entry(comparison, count, "AAA")
    assert (found.before.value, found.after.value, found.crosses) == (0, 100, "in")
    assert [one.iso3 for one in comparison.contrasts[0].crossing(count, "in")] == list(ISO3)


def test_a_scenario_and_itself_differ_in_nothing() -> None:
    one = drawn(1)
    (contrast,) = compare([one, replace(one, scenario="two")], [3000, 8000]).contrasts
    for found in (*contrast.totals, *contrast.reaches, *contrast.countries):
        assert (found.change, found.mcse, found.within_noise, found.crosses) == (0, 0, True, None)
    assert contrast.unmoved == ISO3
    assert contrast.below_noise() == ()
    assert set(contrast.saved.values()) == {None}


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_country_crosses_by_the_number_that_is_printed(before: int, after: int) -> None:
    one, other = (
        made(np.repeat([[3], [0]], [count, 1000 - count], axis=0), iso3=("AAA",)) for count in (before, after)
    )
    crosses = entry(compare([one, other], []), "ground", "AAA").crosses
    shown = [int(of_100(count / 10).strip("<>")) >= 50 for count in (before, after)]
    assert crosses == {(False, True): "in", (True, False): "out"}.get(tuple(shown))


@pytest.mark.parametrize(("before", "after", "crosses"), [(494, 496, "in"), (496, 494, "out"), (496, 504, None)])
def test_fifty_is_in(before: int, after: int, crosses: str | None) -> None:
    one, other = (
        made(np.repeat([[3], [0]], [count, 1000 - count], axis=0), iso3=("AAA",)) for count in (before, after)
    )
    assert entry(compare([one, other], []), "ground", "AAA").crosses == crosses


def test_a_country_that_is_left_out_is_out_in_every_run() -> None:
    one = made([[5, 1, 3]] * 20)
    other = made([[1, 3]] * 20, "two", iso3=("BBB", "CCC"))
    for pair in ([one, other], [other, one]):
        comparison = compare(pair, [1])
        found = entry(comparison, "ground", "AAA")
        assert sorted((found.before.value, found.after.value)) == [0, 100]
        assert found.name == "Land AAA"
        (contrast,) = comparison.contrasts
        assert contrast.left_out == ("AAA",)
        assert [one.iso3 for one in contrast.countries if one.of == "joins"] == list(ISO3)
        assert contrast.unmoved == ("BBB", "CCC")


def test_order_of_countries_does_not_matter() -> None:
    one, other = drawn(1), drawn(2, scenario="two")
    turned = replace(other, iso3=ISO3[::-1], names=other.names[::-1], rungs=other.rungs[:, ::-1])
    assert compare([one, turned], [4000]).to_json() == compare([one, other], [4000]).to_json()


@given(st.permutations(range(40)))
def test_the_order_of_runs_does_not_matter_as_long_as_they_stay_paired(order: list[int]) -> None:
    pair = [drawn(1, 40), drawn(2, 40, scenario="two")]
    turned = [
        replace(one, totals={name: one.totals[name][order] for name in TOTALS}, rungs=one.rungs[order]) for one in pair
    ]
    assert compare(turned, [4000]).to_json() == compare(pair, [4000]).to_json()


def test_every_country_is_told_once_of_each_count() -> None:
    """Crossing, moving clear of noise, or below it: the lists part the countries."""
    (contrast,) = compare([drawn(1), drawn(2, scenario="two")], []).contrasts
    for count in COUNTED:
        told = [one.iso3 for way in ("in", "out") for one in contrast.crossing(count, way)]
        told += [one.iso3 for one in contrast.moving(count)]
        silent = [one for one in contrast.countries if one.of == count and one.iso3 not in told]
        assert len(told) == len(set(told))
        assert all(one.within_noise and one.crosses is None for one in silent)


def test_lists_begin_with_the_largest_change() -> None:
    one = made(np.zeros((100, 3)))
    other = made(np.repeat([[3, 3, 3], [0, 3, 3], [0, 3, 0]], [60, 20, 20], axis=0), "two")
    (contrast,) = compare([one, other], []).contrasts
    assert [entry.iso3 for entry in contrast.crossing("ground", "in")] == ["BBB", "CCC", "AAA"]


def test_noise_is_told_from_no_move_at_all() -> None:
    one = made([[0, 3, 4]] * 500)
    other = made([[0, 3, 5]] + [[1, 3, 5]] * 2 + [[0, 3, 4]] * 497, "two")
    (contrast,) = compare([one, other], []).contrasts
    assert contrast.below_noise() == ("AAA", "CCC")
    assert contrast.moving("joins") == contrast.crossing("joins", "in") == ()
    assert contrast.unmoved == ("BBB",)
    assert contrast.names(("CCC", "AAA")) == ("Land AAA", "Land CCC")


def test_pairing_is_worth_what_the_runs_share() -> None:
    one = drawn(1, 3000)
    near = replace(one, scenario="near", totals={name: one.totals[name] + np.arange(3000) % 2 for name in TOTALS})
    far = drawn(2, 3000, scenario="far")
    contrasts = compare([one, near, far], []).contrasts
    assert contrasts[0].saved["pledged"] > 1000
    assert contrasts[1].saved["pledged"] == pytest.approx(1, abs=0.1)


def test_every_scenario_is_compared_with_the_first() -> None:
    three = [drawn(1), drawn(2, scenario="two"), drawn(3, scenario="three")]
    all_at_once = compare(three, [4000])
    assert all_at_once.contrasts[1] == compare([three[0], three[2]], [4000]).contrasts[0]
    assert [contrast.scenario for contrast in all_at_once.contrasts] == ["two", "three"]


@pytest.mark.parametrize("others", [[], [replace(drawn(2), seed=2)], [drawn(2, 100)]])
def test_what_cannot_be_paired_is_refused(others: list[Outcomes]) -> None:
    with pytest.raises(ValueError, match=r"two scenarios|same seed"):
        compare([drawn(1), *others], [])


@pytest.mark.parametrize("runs", [1, 5, 200])
def test_json_is_plain_and_says_that_runs_are_paired(runs: int) -> None:
    comparison = compare([drawn(1, runs), drawn(2, runs, scenario="two")], [4000, 4000, 1000])
    plain = json.loads(json.dumps(comparison.to_json("changes.csv"), allow_nan=False))
    assert plain == comparison.to_json("changes.csv")
    assert (plain["paired"], plain["runs"], plain["seed"], plain["out"]) == (True, runs, 1, "changes.csv")
    (contrast,) = plain["contrasts"]
    assert set(contrast["crosses"]) == set(COUNTED)
    sizes = [(one["of"], one["troops"]) for one in contrast["differences"] if one["troops"]]
    assert sizes == [(name, size) for name in TOTALS if name not in COUNTED for size in (1000, 4000)]


def test_rows_are_tidy() -> None:
    comparison = compare([drawn(1), drawn(2, scenario="two"), drawn(3, scenario="three")], [4000])
    rows = comparison.rows()
    assert len({tuple(row) for row in rows}) == 1
    assert len(rows) == 2 * (2 * len(TOTALS) + 4 + 3 * len(ISO3))
    keys = [(row["scenario"], row["of"], row["measure"], row["troops"], row["iso3"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert {row["against"] for row in rows} == {"one"}
    for row in rows:
        assert row["change"] == pytest.approx(row["after"] - row["before"])
        assert row["low"] <= row["change"] <= row["high"]
        assert row["before_low"] <= row["before"] <= row["before_high"]


@pytest.fixture(scope="module")
def few() -> Outcomes:
    return outcomes(load("baseline"), 12, seed=3)


def test_outcomes_are_those_of_a_run(few: Outcomes) -> None:
    summary = run_scenario(load("baseline"), 12, seed=3)
    for strength, spread in summary.force.items():
        assert distribution(few.totals[strength]) == spread
    for count, spread in summary.counts.items():
        assert distribution(few.totals[count]) == spread
    assert few.iso3 == tuple(country.iso3 for country in summary.countries)
    assert few.names == tuple(country.name for country in summary.countries)
    assert (few.scenario, few.title, few.runs, few.seed) == ("baseline", summary.title, 12, 3)
    for country in summary.countries:
        shares = np.bincount(few.rungs_of(country.iso3), minlength=6) / 12
        assert tuple(shares) == pytest.approx(country.rungs)


def test_more_runs_begin_with_the_fewer(few: Outcomes) -> None:
    fewer = outcomes(load("baseline"), 5, seed=3)
    for name in TOTALS:
        assert fewer.totals[name].tolist() == few.totals[name][:5].tolist()


def test_scenarios_share_their_draws(few: Outcomes) -> None:
    """A threat that nobody feels changes no run; a country left out of the conference is out in every run."""
    calm = outcomes(load("baseline", ["countries.ALB.why=x", "countries.ALB.weight=0"]), 12, seed=3)
    gone = outcomes(load("baseline", ["countries.ALB.why=x", "countries.ALB.absent=true"]), 12, seed=3)
    for name in ("headline", "pledged", "allocated"):
        assert gone.totals[name].tolist() == calm.totals[name].tolist()
    assert gone.rungs_of("ALB").tolist() == [0] * 12
    saved = compare([few, outcomes(load("border-alarm"), 12, seed=3)], []).contrasts[0].saved["pledged"]
    assert saved is None or saved > 5
