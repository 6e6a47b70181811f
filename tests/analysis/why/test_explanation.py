"""Why: chances add up, agree with a plain run, do not depend on threads, and a witness run confirms each price."""

from dataclasses import replace
from functools import cache

import pytest

from simulator.analysis.why.explanation import NotInConference, Why, why
from simulator.analysis.why.moves import PAIRS, SINGLES
from simulator.analysis.why.price_accounts import worth_more
from simulator.analysis.why.record import why_json
from simulator.engine.agents import ForceGenerationConference
from simulator.engine.mesa_runs import forget
from simulator.engine.profiles import drawn_profiles
from simulator.experiments.running import prepare, run_scenario
from simulator.rule import ladder
from simulator.scenario.library import load
from simulator.scenario.scenario import Scenario

RUNS = 300
COUNTRIES = ("FIN", "SWE", "GBR", "POL", "AUT", "DEU")


@cache
def baseline() -> Scenario:
    return load("baseline", (), None)


@cache
def found(iso3: str, rung: int | None = None) -> Why:
    return why(baseline(), iso3, RUNS, rung=rung)


@pytest.mark.parametrize("iso3", COUNTRIES)
@pytest.mark.parametrize("rung", [None, 1, 3, 5])
def test_chances_add_up(iso3: str, rung: int | None) -> None:
    one = found(iso3, rung)
    assert sum(held.in_100 for held in one.stands) == pytest.approx(100.0)
    assert one.reaches.in_100 == pytest.approx(sum(held.in_100 for held in one.stands[one.target :]))
    assert sum(held.in_100 for held in one.binding.values()) + one.reaches.in_100 == pytest.approx(100.0)
    assert sum(held.in_100 for held in one.closed.values()) + one.reaches.in_100 <= 100.0 + 1e-9
    assert one.target == (rung or min(5, one.median + 1))


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_where_it_stands_is_what_a_plain_run_says(iso3: str) -> None:
    summary = run_scenario(baseline(), RUNS)
    country = next(one for one in summary.countries if one.iso3 == iso3)
    assert [held.in_100 for held in found(iso3).stands] == pytest.approx([100.0 * share for share in country.rungs])


def test_nothing_depends_on_threads() -> None:
    runs = 2100
    one, other = (why(baseline(), "SWE", runs, jobs=jobs) for jobs in (1, 2))
    assert one == other
    assert one.priced == 2000


@pytest.mark.parametrize("iso3", ["FIN", "SWE", "GBR"])
def test_a_witness_run_confirms_the_median_step(iso3: str) -> None:
    """The run that a price names is run again through Mesa: the step lifts the country there, a billionth less not."""
    one = found(iso3)
    conference = prepare(baseline()).conference
    moves = {move.inputs: move for move in SINGLES + PAIRS}
    for price in (*one.singles[:3], *one.pairs[:3]):
        move = moves[price.inputs]
        model = ForceGenerationConference(
            conference=conference, profiles=drawn_profiles(conference, one.seed, price.witness, 1)
        )
        model.settle()
        country = model.countries[conference.iso3.index(iso3)]
        others = model.board.pledged - country.pledge()
        for step, lifts in ((price.step.p50, True), (price.step.p50 - 1e-9, False)):
            country.read_inputs(move.after(model.inputs, step))
            board = replace(model.board, pledged=others + country.pledge())
            rung = ladder.climb(*country.rung_margins(board), country.ceiling(board), 0.0)
            assert (rung >= one.target) is lifts
        forget(model)


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_prices_are_within_reach_and_in_order(iso3: str) -> None:
    one = found(iso3)
    for price in (*one.singles, *one.pairs):
        assert 0.0 < price.step.p05 <= price.step.p50 <= price.step.p95 <= 1.0
        assert 0.0 < price.lifts.in_100 <= 100.0 - one.reaches.in_100
        assert all(value.after is None or 0.0 <= value.after <= 1.0 for value in price.values)
    assert [price.lifts.in_100 for price in one.singles] == sorted(
        (price.lifts.in_100 for price in one.singles), reverse=True
    )
    assert all(worth_more(pair, one.singles) >= -1e-9 for pair in one.pairs)


def test_the_closed_rung_of_a_refusal_has_no_price() -> None:
    one = found("AUT")
    assert one.closed["cap"].in_100 == 100.0
    assert (one.singles, one.pairs, one.reason()) == ((), (), "cap")


def test_statements_behind_a_condition_are_those_that_name_it() -> None:
    gates = {account.gate: account for account in found("FIN").gates}
    assert [item.id for item in gates["us"].statements] == ["FIN-20250410-1"]
    assert {item.id for item in gates["border"].statements} == {"FIN-20250312-1", "FIN-20250430-1"}
    assert gates["us"].codes == {"A": 3, "B": 3}


def test_statements_after_the_day_do_not_count() -> None:
    late = {item.date.isoformat() for item in found("FIN").statements}
    assert max(late) <= baseline().document.as_of.isoformat()


def test_the_rules_of_the_scenario_show() -> None:
    assert found("FRA").announced
    assert not why(load("baseline", ("structure.announced=false",), None), "FRA", 20).announced
    silent = found("SWE")
    company = next(account for account in silent.gates if account.gate == "company")
    assert silent.silent
    assert (company.said, company.codes) == ({"A": 0, "B": 0}, {"A": 2, "B": 2})


def test_one_coder_alone() -> None:
    one = why(load("baseline", ("structure.coder=B",), None), "FIN", 50)
    assert [entry.coder for entry in one.codes] == ["B"]
    assert all(set(account.codes) == {"B"} for account in one.gates)


def test_whoever_is_left_out_is_an_error(tmp_path) -> None:
    file = tmp_path / "without.yaml"
    file.write_text("extends: baseline\ncountries:\n  FIN: {absent: true, why: not asked}\n", encoding="utf-8")
    with pytest.raises(NotInConference, match="Finland"):
        why(load(str(file), (), tmp_path), "FIN", 20)


def test_the_record_is_plain() -> None:
    import json

    record = why_json(found("SWE"))
    assert json.loads(json.dumps(record, allow_nan=False)) == json.loads(json.dumps(record))
    assert record["reaches"].keys() == {"in_100", "low", "high"}
    assert record["company"]["joiners"][0].keys() == {"iso3", "name", "closes", "adds"}
