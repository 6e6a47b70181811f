"""A scenario: complete, frozen, traceable."""

import json
import pickle
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.data.parameters import parameters
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.library import load
from simulator.scenario.scenario import INPUTS, Origin, Scenario
from simulator.scenario.schema import ScenarioDocument


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load("baseline")


def from_file(folder: Path, text: str) -> Scenario:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return load(str(path), (), folder)


def test_every_default_of_the_table_is_in_an_empty_scenario(tmp_path: Path) -> None:
    leaves = from_file(tmp_path, "title: nothing else\n").leaves()
    for path, row in parameters().items():
        if row.default is not None:
            assert leaves[path] == row.default
    assert leaves["as_of"] == date(2025, 4, 30)
    assert leaves["mandate.mission"] == "deterrence"
    assert leaves["structure.framework"] is True
    assert not [path for path in leaves if path.startswith(("countries", "paths", "uncertain", "sweep", "extends"))]


def test_the_default_document_of_the_schema_agrees_with_the_table(tmp_path: Path) -> None:
    mine, schema = from_file(tmp_path, "title: x\n").document, ScenarioDocument()
    assert (mine.us, mine.deal, mine.capacity, mine.consent) == (
        schema.us,
        schema.deal,
        schema.capacity,
        schema.consent,
    )


def test_leaves_are_flat_and_in_the_order_of_the_schema(tmp_path: Path) -> None:
    text = """\
countries: {NOR: {why: b}, FIN: {cap: 3, why: a}}
paths: {threat.russia: {10: 0.5, 2: 0.4}, us.air: {1: 1}}
uncertain: {us.air: {triangular: [0, 0.5, 1]}}
sweep: {over: {us.ground: 0:1:0.5, mandate.owner: [eu, un]}}
mandate: {mission: {peacekeeping: 0.5, deterrence: 0.5}}
us: {ground: 1}
"""
    paths = list(from_file(tmp_path, text).leaves())
    assert [
        path for path in paths if path.startswith(("paths", "countries", "uncertain", "sweep", "mandate.mission"))
    ] == [
        "mandate.mission.deterrence",
        "mandate.mission.peacekeeping",
        "paths.us.air.1",
        "paths.threat.russia.2",
        "paths.threat.russia.10",
        "countries.FIN.why",
        "countries.FIN.absent",
        "countries.FIN.cap",
        "countries.NOR.why",
        "countries.NOR.absent",
        "uncertain.us.air.triangular.0",
        "uncertain.us.air.triangular.1",
        "uncertain.us.air.triangular.2",
        "sweep.design",
        "sweep.over.us.ground",
        "sweep.over.mandate.owner.0",
        "sweep.over.mandate.owner.1",
    ]
    blocks = list(dict.fromkeys(path.split(".")[0] for path in paths))
    fields = [name for name in ScenarioDocument.model_fields if name in blocks]
    assert blocks == fields


def test_sites_are_leaves_too_and_one_value_in_a_file(tmp_path: Path) -> None:
    odesa, lviv = "{name: Odesa, place: [46.5, 30.7], garrison: 800}", "{name: Lviv, place: [49.8, 24], garrison: 5}"
    text = f"sites:\n  - {odesa}\n  - {lviv}\n"
    mine = from_file(tmp_path, text)
    assert [mine.leaves()[f"sites.{rest}"] for rest in ("0.name", "0.place.1", "1.garrison")] == ["Odesa", 30.7, 5.0]
    assert mine.origins["sites.1.place.0"].line == 2
    assert mine.with_("us.air", 1).document.sites == mine.document.sites
    json.dumps(mine.canonical())


def test_leaves_cannot_be_changed_from_outside(baseline: Scenario) -> None:
    baseline.leaves()["us.air"] = 0.9
    assert baseline.value("us.air") == 0.1


def test_origins_of_every_leaf(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "extends: baseline\nus:\n  involvement: 0.5\n  air: 0.2\nuncertain: {us.air: {uniform: [0, 1]}}\n",
        encoding="utf-8",
    )
    mine = load(str(path), ["deal.hold=0.9"], tmp_path)
    assert set(mine.origins) == set(mine.leaves())
    assert mine.origins["us.air"] == Origin("file", str(path), 4, 8, 3)
    assert mine.origins["us.ground"] == Origin("file", str(path), 3, 16, 3)
    assert mine.origins["uncertain.us.air.uniform.1"] == Origin("file", str(path), 5, 31, 1)
    assert mine.origins["threat.russia"] == Origin("file", "built-in/baseline.yaml", 20, 11, 3)
    assert mine.origins["deal.hold"] == Origin("option", "--set deal.hold=0.9")
    assert mine.origins["structure.veto"] == Origin("default")


def test_value_finds_leaves_blocks_of_chances_and_open_arguments(tmp_path: Path) -> None:
    mine = from_file(tmp_path, "mandate: {mission: {deterrence: 1}}\ncountries: {FIN: {why: x, cap: 2}}\n")
    assert mine.value("countries.FIN.cap") == 2
    assert mine.value("countries.NOR.cap") is None
    assert mine.value("mandate.mission") == {"deterrence": 1.0}
    with pytest.raises(ScenarioError, match=r"unknown input `us\.aire`.*did you mean `us\.air`"):
        mine.value("us.aire")


def test_with_returns_another_scenario_and_leaves_this_one(baseline: Scenario) -> None:
    changed = baseline.with_("us.air", 0.9)
    assert (changed.value("us.air"), baseline.value("us.air")) == (0.9, 0.1)
    assert {path for path, value in changed.leaves().items() if value != baseline.leaves()[path]} == {"us.air"}
    assert changed.origins["us.air"].kind == "option"
    assert changed.origins["us.ground"] == baseline.origins["us.ground"]
    assert (changed.name, changed.chain) == (baseline.name, baseline.chain)
    assert changed != baseline
    assert changed.with_("us.air", 0.1) == baseline


def test_with_involvement_sets_all_five(baseline: Scenario) -> None:
    changed = baseline.with_("us.involvement", 0.3)
    assert all(changed.value(path) == 0.3 for path in INPUTS if path.startswith("us."))
    mixed = baseline.with_values({"us.involvement": 0.3, "us.air": 1.0})
    assert (mixed.value("us.air"), mixed.value("us.ground")) == (1.0, 0.3)


def test_with_takes_words_switches_chances_and_steps_of_a_range(baseline: Scenario) -> None:
    assert baseline.with_("mandate.owner", "un").value("mandate.owner") == "un"
    assert baseline.with_("structure.framework", False).document.structure.framework is False
    chances = {"deterrence": 0.5, "monitoring": 0.5}
    assert baseline.with_("mandate.mission", chances).value("mandate.mission") == chances
    assert baseline.with_("countries.FIN.cap", 3.0).document.countries["FIN"].cap == 3


def test_with_keeps_courses_distributions_and_sweeps(tmp_path: Path) -> None:
    text = "paths: {us.air: {3: 0.5}}\nuncertain: {us.air: {uniform: [0, 1]}}\nsweep: {over: {us.air: [0, 1]}}\n"
    mine = from_file(tmp_path, text)
    changed = mine.with_("us.ground", 1)
    assert (changed.document.paths, changed.document.uncertain) == (mine.document.paths, mine.document.uncertain)
    assert changed.document.sweep == mine.document.sweep


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("us.air", 70, "`us.air` is 70, allowed: 0 to 1 .70 % is written 0.7."),
        ("us.air", float("nan"), "`us.air` is nan, allowed: 0 to 1"),
        ("us.air", "1", '`us.air` is the text "1", expected a number from 0 to 1'),
        ("us.air", None, "`us.air` is None, expected a number"),
        ("us.aire", 1, "unknown input `us.aire`"),
        ("structure.us_weights.air", 1.0, "`structure.us_weights` sums to 1.75, expected 1"),
    ],
)
def test_with_refuses_what_a_file_would(baseline: Scenario, path: str, value: object, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        baseline.with_(path, value)


def test_with_values_changes_what_only_holds_together(baseline: Scenario) -> None:
    changed = baseline.with_values({"structure.us_weights.air": 0.15, "structure.us_weights.backstop": 0.4})
    assert changed.value("structure.us_weights.backstop") == 0.4


@given(st.sampled_from(INPUTS), st.floats(0, 1))
def test_with_any_share_is_what_it_says(path: str, share: float) -> None:
    value = 500 + share * 249_500 if path == "force.requirement" else share
    scenario = load("baseline").with_(path, value)
    assert scenario.value(path) == value
    assert scenario.inputs_at(0)[path] == value


def test_inputs_hold_from_their_round_on(tmp_path: Path) -> None:
    mine = from_file(tmp_path, "us: {air: 0.1}\npaths: {us.air: {2: 0.2, 10: 0.6}, force.requirement: {4: 40000}}\n")
    assert [mine.inputs_at(number)["us.air"] for number in (0, 1, 2, 3, 9, 10, 9999)] == [
        0.1,
        0.1,
        0.2,
        0.2,
        0.2,
        0.6,
        0.6,
    ]
    assert [mine.inputs_at(number)["force.requirement"] for number in (3, 4)] == [25000.0, 40000.0]
    assert tuple(mine.inputs_at(0)) == INPUTS
    assert mine.last_input_round() == 10


def test_a_course_from_round_nought_replaces_the_value(tmp_path: Path) -> None:
    assert from_file(tmp_path, "paths: {us.air: {0: 0.9}}\n").inputs_at(0)["us.air"] == 0.9


def test_inputs_at_rest(baseline: Scenario) -> None:
    assert baseline.last_input_round() == 0
    assert baseline.inputs_at(0) == {path: baseline.value(path) for path in INPUTS}
    assert len(INPUTS) == 14


def test_canonical_form_is_json_and_knows_no_files(tmp_path: Path) -> None:
    one = from_file(tmp_path, "title: x\nus: {air: 1, ground: 0}\ncountries: {NOR: {why: a}, FIN: {why: b}}\n")
    other = from_file(
        tmp_path, "countries: {FIN: {why: b}, NOR: {why: a}}\n\nus:\n  ground: 0.0\n  air: 1.0\ntitle: x\n"
    )
    assert json.dumps(one.canonical()) == json.dumps(other.canonical())
    assert str(tmp_path) not in json.dumps(one.canonical())
    assert one.canonical()["as_of"] == "2025-04-30"
    assert (one == other, hash(one) == hash(other)) == (True, True)


def test_canonical_form_tells_scenarios_apart(baseline: Scenario) -> None:
    assert baseline.canonical() != baseline.with_("us.air", 0.11).canonical()
    assert hash(baseline) != hash(baseline.with_("us.air", 0.11))


def test_a_scenario_is_frozen_and_travels(baseline: Scenario) -> None:
    with pytest.raises(FrozenInstanceError):
        baseline.name = "x"  # type: ignore[misc]
    copy = pickle.loads(pickle.dumps(baseline))  # noqa: S301 - our own bytes
    assert copy == baseline
    assert copy.origins == baseline.origins
