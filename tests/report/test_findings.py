from dataclasses import replace
from functools import cache

import pytest

from simulator.experiments.running import run_scenario
from simulator.experiments.statistics import chance
from simulator.experiments.summary import Reach, Summary
from simulator.report.findings import chance_words, findings, named
from tests.explorer_examples import scenario

RUNS = 400


@cache
def summary(name: str = "baseline", runs: int = RUNS, seed: int = 1) -> Summary:
    return run_scenario(scenario(name), runs, seed)


def with_chance(one: Summary, happened: int) -> Summary:
    reach = Reach("pledged", 10_000, chance(happened, one.runs))
    return replace(one, reaches=(reach,), title="other")


def said(*summaries: Summary) -> str:
    return "\n".join(findings(summaries))


def test_a_difference_is_told_only_beyond_twice_its_error() -> None:
    base = with_chance(summary(), 200)
    assert "does not differ" in said(base, with_chance(summary(), 215))
    assert "rises from 50 to 75 of 100 runs" in said(base, with_chance(summary(), 300))
    assert "falls from 50 to 25 of 100 runs" in said(base, with_chance(summary(), 100))


def test_few_runs_tell_no_difference() -> None:
    assert "does not differ" in said(summary(runs=10), summary("us-backstop", runs=10))


def test_the_same_scenario_with_other_draws_does_not_differ() -> None:
    told = said(summary(), summary(seed=2))
    assert "does not differ" in told
    assert "Ground troops in half" not in told


def test_countries_that_cross_are_told_with_both_numbers_and_by_their_rounded_ones() -> None:
    base = summary()
    first = base.countries[0]

    def having(share: float) -> Summary:
        return replace(base, countries=(replace(first, ground=share), *base.countries[1:]))

    assert f"{first.name} (30 to 50)" in said(having(0.30), having(0.4975))
    assert first.name not in said(having(0.30), having(0.4925))
    assert f"no longer in half of the runs there: {first.name} (80 to 20)" in said(having(0.8), having(0.2))
    assert first.name not in said(having(0.49), having(0.51)), "crosses, but within run noise"


def test_main_numbers_are_those_of_the_summary() -> None:
    base = summary()
    told = said(base)
    assert named(base) in told
    for reach in base.reaches:
        if reach.strength == "pledged":
            assert f"reaches {reach.troops:,} in {chance_words(reach.chance)}" in told


@pytest.mark.parametrize(("happened", "words"), [(0, "0 of"), (1, "<1 of"), (999, ">99 of"), (1000, "100 of")])
def test_never_and_always_are_not_claimed_by_rounding(happened: int, words: str) -> None:
    assert chance_words(chance(happened, 1000)).startswith(words)
