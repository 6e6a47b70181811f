"""Reopening: scenario, design and numbers of a sweep come back from its manifest alone."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.experiments.designs import samples
from simulator.experiments.sweeps import reopening
from simulator.experiments.sweeps.parts import table_of
from simulator.experiments.sweeps.plan import sha256_of
from simulator.experiments.sweeps.reopening import BadRecord, OtherNumbers, reopen, scenario_of_inputs
from simulator.experiments.sweeps.store import MANIFEST, WrongFolder
from simulator.experiments.sweeps.sweeping import ChunkRunner
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.library import builtin_names, load
from tests.experiments.random_sweeps import SCENARIOS, designs
from tests.kept_results import kept_sweep

MINE = """\
title: "Everything: at once"
question: "Who comes?"
extends: us-withdraws-midway
as_of: 2025-05-15
mandate: {mission: {deterrence: 0.25, monitoring: 0.75}}
paths: {deal.hold: {2: 0.4, 10: 0.7}}
conference: {mode: calendar, start: caps}
sites:
  - {name: "Kyiv, centre", place: [50.4, 30.5], garrison: 3000}
  - {name: Odesa, place: [46.5, 30.7], garrison: 1000, population: 1000000}
countries:
  FIN: {why: "an, argument", cap: 3, thresholds: {us: {median: 0.4, code: 2}}, roles: {land: 0.5}}
  ALB: {why: "left out", absent: true}
uncertain: {us.air: {uniform: [0, 1]}, structure.veto: {triangular: [0, 0.5, 1]}}
sweep: {design: grid, over: {us.air: "0:1:0.5", mandate.owner: [adhoc, eu]}}
"""


def through_json(value):
    return json.loads(json.dumps(value))


def undeclared(scenario) -> dict:
    return {path: value for path, value in scenario.canonical().items() if path.split(".")[0] not in reopening.DECLARED}


@pytest.mark.parametrize("name", [*builtin_names(), "mine.yaml"])
def test_a_scenario_comes_back_from_its_values(name: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(MINE)
    scenario = load(name)
    again = scenario_of_inputs(scenario.name, through_json(scenario.canonical()), "record")
    assert again.document == scenario.document.model_copy(update={"extends": None, "sweep": None, "uncertain": {}})
    assert again.canonical() == undeclared(scenario)
    assert again.inputs_at(7) == scenario.inputs_at(7)


@given(name=st.sampled_from(SCENARIOS), design=designs(), seed=st.integers(0, 2**64 - 1))
@settings(max_examples=12, deadline=None)
def test_what_is_kept_comes_out_again(name: str, design, seed: int, tmp_path_factory) -> None:
    path = kept_sweep(tmp_path_factory.mktemp("out"), load(name), design, runs=3, seed=seed, level=2)
    sweep = reopen(path)
    assert sweep.design.spec() == design.spec()
    assert sweep.design.points(0, len(design)) == design.points(0, len(design))
    assert not sweep.changed
    runner = ChunkRunner(sweep.compiler, seed)
    layout = sweep.stored.layout
    assert sweep.compiler.iso3 == layout.countries
    for chunk, kept in zip(sweep.stored.chunks, sweep.stored.rows(), strict=True):
        assert kept.equals(table_of(layout, chunk, runner.run(chunk)))


def test_the_file_of_the_scenario_may_have_changed_or_gone(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("mine.yaml")
    file.write_text(MINE)
    scenario = load("mine.yaml")
    path = kept_sweep(tmp_path / "out", scenario, runs=2)
    file.write_text(MINE.replace("us-withdraws-midway", "baseline"))
    assert reopen(path).scenario.canonical() == undeclared(scenario)
    file.unlink()
    assert reopen(path).scenario.canonical() == undeclared(scenario)
    assert reopen(path).values(1) == {"us.air": 0.5}


def rewritten(path: Path, **changes) -> None:
    """Change a manifest, and let its hash fit again."""
    manifest = json.loads((path / MANIFEST).read_text())
    manifest |= changes
    manifest["spec_sha256"] = sha256_of(manifest["spec"])
    (path / MANIFEST).write_text(json.dumps(manifest))


def spec_of(path: Path) -> dict:
    return json.loads((path / MANIFEST).read_text())["spec"]


@pytest.fixture
def path(tmp_path) -> Path:
    return kept_sweep(tmp_path, runs=2)


def test_other_code_or_data_is_an_error_unless_asked_for(path) -> None:
    rewritten(path, numbers_sha256="0" * 64)
    with pytest.raises(OtherNumbers, match=r"hash 0000000000 then, \w{10} now.*--anyway") as raised:
        reopen(path)
    assert raised.value.exit_code == 1
    sweep = reopen(path, anyway=True)
    assert sweep.changed
    assert sweep.values(2) == {"us.air": 1.0}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"design": {"kind": "grid", "inputs": [{"input": "us.airr", "values": [0.0]}]}}, "varies `us.airr`"),
        ({"design": {"kind": "grid", "inputs": [{"input": "us.air", "values": [2.0]}]}}, "sets `us.air` to 2.0"),
        ({"design": {"kind": "wheel"}}, "no record of the points"),
        ({"design": 3}, "no record of the points"),
        ({"design": {"kind": "table", "inputs": ["us.air"], "rows": []}}, "no record of the points"),
        ({"design": {"kind": "grid", "inputs": [{"input": "us.air", "values": [0.0]}]}}, "3 points, and its design 1"),
    ],
)
def test_a_design_that_cannot_come_back_is_an_error(path, change: dict, said: str) -> None:
    rewritten(path, spec=spec_of(path) | change)
    with pytest.raises(BadRecord, match=re.escape(said)) as raised:
        reopen(path)
    assert raised.value.exit_code == 1
    assert MANIFEST in str(raised.value)


def test_points_that_libraries_draw_otherwise_are_an_error(tmp_path, monkeypatch) -> None:
    design = samples.Sample("sobol", ("us.air",), (samples.Uniform(0.0, 1.0),), 4, 1)
    path = kept_sweep(tmp_path, design=design, runs=2)
    monkeypatch.setattr(samples.Sample, "_unit", lambda self, first, count: np.full((count, 1), 0.5))
    with pytest.raises(BadRecord, match="draws other sobol points"):
        reopen(path)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"us.airr": 0.5, "paths.us.air.x": 1, "countries.XXX.cap": 1},
         ["unknown input `us.airr`", "unknown input `paths.us.air.x`", "unknown input `countries.XXX.cap`"]),
        ({"us.air": 2.0, "us.ground": "much"}, ["`us.air` is 2", "`us.ground` is the text"]),
        ({"as_of": 3}, ["`as_of` is 3, expected a day as YYYY-MM-DD"]),
        ({"countries.FIN.cap": 3}, ["`countries.FIN` has no `why`"]),
        ({"sites.0.name": "Kyiv"}, ["`sites.0` has no `place`"]),
    ],
)  # fmt: skip
def test_values_that_this_version_does_not_take_are_all_told(inputs: dict, said: list[str]) -> None:
    with pytest.raises(ScenarioError) as raised:
        scenario_of_inputs("mine", inputs, "results/mine/manifest.json")
    for words in said:
        assert words in str(raised.value)
    assert len(raised.value.mistakes) >= len(said)


@pytest.mark.parametrize(
    "inputs", [{"sites": 3}, {"sites.0": 1, "sites.0.name": "x"}, {"mandate.mission": "x", "mandate.mission.y": 1}]
)
def test_what_is_no_record_of_values_is_an_error(inputs: dict) -> None:
    with pytest.raises((BadRecord, ScenarioError)):
        scenario_of_inputs("mine", inputs, "record")


def test_a_manifest_that_names_no_scenario(path) -> None:
    rewritten(path, spec={"design": spec_of(path)["design"]})
    sweep = reopen(path)
    with pytest.raises(BadRecord, match="does not say which scenario"):
        _ = sweep.scenario


def test_no_sweep_at_all(tmp_path) -> None:
    with pytest.raises(WrongFolder):
        reopen(tmp_path)
