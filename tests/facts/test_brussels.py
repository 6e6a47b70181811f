"""What ministers said in Brussels on 10 April 2025 comes out of codes and general rules, not of special cases.

These are facts to reproduce, not forecasts; bounds are those the project set itself before looking.
"""

from functools import cache
from pathlib import Path

import pytest

from simulator.engine.boards import Boards
from simulator.engine.mesa_runs import run_block
from simulator.experiments.running import prepare, summary_of
from simulator.experiments.summary import CountrySummary, Summary
from simulator.scenario.library import builtin_names, load

RUNS = 200
KEEPING_THEIR_THREATS = [name for name in builtin_names() if name != "europe-alone"]


@cache
def boards(name: str) -> Boards:
    return run_block(prepare(load(name)).conference, 1, 0, RUNS)


@cache
def summary(name: str) -> Summary:
    return summary_of(prepare(load(name)), boards(name), 1)


def country(name: str, iso3: str) -> CountrySummary:
    return next(entry for entry in summary(name).countries if entry.iso3 == iso3)


@pytest.mark.parametrize("name", KEEPING_THEIR_THREATS)
@pytest.mark.parametrize("iso3", ["POL", "GRC"])
def test_poland_and_greece_send_no_ground_troops_and_the_border_is_the_reason(name: str, iso3: str) -> None:
    assert country(name, iso3).ground == 0
    assert country(name, iso3).main_reason() == "border"


def test_latvia_rises_with_clarity_and_falls_with_russian_threat() -> None:
    assert country("clear-mandate", "LVA").inside > country("baseline", "LVA").inside
    assert country("clear-mandate", "LVA").ground > country("baseline", "LVA").ground
    assert country("border-alarm", "LVA").inside < country("baseline", "LVA").inside


@pytest.mark.parametrize("name", ["baseline", "backstop-and-clear-mandate", "border-alarm"])
def test_latvia_never_sends_what_its_own_posture_needs(name: str) -> None:
    ready = prepare(load(name))
    place = ready.conference.iso3.index("LVA")
    latvia = ready.roster["LVA"]
    inputs = ready.conference.inputs[0]
    guarantee = 1 - ready.conference.rule.guarantee * inputs.backstop
    safe = (1 - latvia.exposure[0] * inputs.russia * guarantee) * (1 - latvia.exposure[1] * inputs.belarus * guarantee)
    free = ready.conference.spread.deployable[2] * latvia.army * 1.05 * safe
    assert boards(name).pledged[:, place].max() <= free


def test_the_netherlands_and_finland_look_to_the_united_states() -> None:
    gain = country("us-backstop", "NLD").ground - country("baseline", "NLD").ground
    assert gain >= 0.25
    gain = country("us-backstop", "FIN").inside - country("baseline", "FIN").inside
    assert gain >= 0.05


def test_finlands_rise_rests_on_the_guarantee_that_eases_fear_at_home() -> None:
    ready = prepare(load("us-backstop", ["structure.guarantee=0"]))
    without = run_block(ready.conference, 1, 0, RUNS)
    finland = ready.conference.iso3.index("FIN")
    assert float((without.rungs[:, finland] >= 2).mean()) < country("us-backstop", "FIN").inside


def test_the_two_leads_are_the_largest_contributors() -> None:
    ranked = sorted(summary("baseline").countries, key=lambda entry: -entry.troops.mean)
    assert {entry.iso3 for entry in ranked[:2]} == {"GBR", "FRA"}


def test_britains_words_would_keep_it_off_the_ground() -> None:
    assert country("by-words", "GBR").ground < 0.1 < country("baseline", "GBR").ground
    assert country("by-words", "GBR").main_reason() == "us"


def test_what_britain_pledges_waits_for_the_united_states_before_it_can_be_used() -> None:
    base, backed = country("baseline", "GBR"), country("us-backstop", "GBR")
    assert base.usable.mean < 0.1 * base.troops.mean
    assert backed.usable.mean > 0.5 * backed.troops.mean


def test_alone_europe_is_held_back_by_a_named_enabler_in_most_runs() -> None:
    deployment = summary("europe-alone").deployment
    assert deployment.slack_in_100 < 50
    assert max(deployment.enablers, key=lambda enabler: enabler.limits_in_100).name == "intelligence"
    assert summary("us-backstop").deployment.slack_in_100 == 100


def test_counts_of_april_2025() -> None:
    counts = summary("baseline").counts
    assert 4 <= counts["ground"].p50 <= 8
    assert counts["joins"].p50 >= 20
    assert counts["joins"].p50 > counts["inside"].p50 > counts["ground"].p50


def test_both_conditions_together_give_at_least_1_7_times_the_baseline() -> None:
    both, base = (summary(name).force["pledged"].p50 for name in ("backstop-and-clear-mandate", "baseline"))
    assert both >= 1.7 * base


def test_contributions_that_are_not_combat_troops_exist_and_are_counted_apart() -> None:
    base = summary("baseline")
    assert sum(entry.kinds["noncombat"] for entry in base.countries) > 0
    assert base.counts["inside"].mean > base.counts["ground"].mean


@pytest.mark.parametrize("name", builtin_names())
def test_every_built_in_scenario_settles_and_is_short(name: str) -> None:
    assert summary(name).settled == 1.0
    text = (Path(__file__).parents[2] / "scenarios" / f"{name}.yaml").read_text()
    assert len(text.splitlines()) < 40


@pytest.mark.parametrize("coder", ["A", "B"])
def test_each_coder_alone_gives_the_facts_too(coder: str) -> None:
    ready = prepare(load("baseline", [f"structure.coder={coder}"]))
    alone = run_block(ready.conference, 1, 0, 100)
    ground = (alone.rungs >= 3).sum(axis=1)
    assert 3 <= sorted(ground)[50] <= 9
    for iso3 in ("POL", "GRC"):
        assert (alone.rungs[:, ready.conference.iso3.index(iso3)] < 3).all()


def test_silence_rule_keeps_the_least_outspoken_from_outranking_the_rest() -> None:
    loud = prepare(load("baseline", ["structure.silence=false"]))
    boards_without = run_block(loud.conference, 1, 0, RUNS)
    place = loud.conference.iso3.index("NZL")
    assert float((boards_without.rungs[:, place] >= 3).mean()) > 0.8 > country("baseline", "NZL").ground
