"""Uncertain inputs: where they come from, and which layer each belongs to."""

from pathlib import Path

import pytest

from simulator.analysis.refusals import Refused
from simulator.analysis.sensitivity.inputs import DEFAULT_RANGES, LAYERS, layer_of, uncertain_inputs
from simulator.data.parameters import parameters
from simulator.experiments.designs.samples import Choice, Triangular, Uniform
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.library import load
from simulator.scenario.scenario import Scenario
from simulator.scenario.values import leaf


def written(folder: Path, text: str) -> Scenario:
    path = folder / "mine.yaml"
    path.write_text(f"extends: baseline\n{text}")
    return load(str(path), (), folder)


@pytest.mark.parametrize(
    ("path", "layer"),
    [
        ("us.air", "inputs"),
        ("us.involvement", "inputs"),
        ("mandate.mission", "inputs"),
        ("countries.FIN.absent", "inputs"),
        ("structure.medians.3", "thresholds"),
        ("countries.FIN.thresholds.us.median", "thresholds"),
        ("countries.FIN.army", "capacity"),
        ("capacity.rotation.mode", "capacity"),
        ("structure.veto", "structure"),
        ("structure.framework", "structure"),
    ],
)
def test_the_layer_of_an_input(path: str, layer: str) -> None:
    assert layer_of(path) == layer


def test_every_parameter_has_a_known_layer() -> None:
    assert {layer_of(path) for path in parameters()} == set(LAYERS)


def test_the_default_set_has_all_layers_and_allowed_ranges() -> None:
    found = uncertain_inputs(load("baseline", (), None), ())
    assert [one.path for one in found] == sorted(DEFAULT_RANGES, key=lambda path: LAYERS.index(layer_of(path)))
    assert {one.layer for one in found} == set(LAYERS)
    for path, (low, high) in DEFAULT_RANGES.items():
        allowed = leaf(path)
        assert allowed is not None
        assert allowed.low <= low < high <= allowed.high


def test_default_ranges_hold_the_default_values() -> None:
    for path, (low, high) in DEFAULT_RANGES.items():
        default = parameters()[path].default
        assert default is not None
        assert low <= default <= high, path


def test_what_does_nothing_or_contradicts_a_scenario_is_left_out(tmp_path: Path) -> None:
    resting = uncertain_inputs(written(tmp_path, "conference: {mode: equilibrium}\n"), ())
    assert "structure.hysteresis" not in {one.path for one in resting}
    strict = uncertain_inputs(written(tmp_path, "structure: {medians: {'1': 0.3}}\n"), ())
    assert "structure.medians.2" not in {one.path for one in strict}


def test_the_uncertain_block_and_over_win_over_the_default_set(tmp_path: Path) -> None:
    scenario = written(
        tmp_path,
        "uncertain:\n  us.air: {uniform: [0.1, 0.9]}\n  structure.veto: {triangular: [0, 0.5, 1]}\n"
        "  mandate.owner: {choice: [adhoc, eu]}\nsweep: {over: {us.ground: '0:1:0.5'}}\n",
    )
    found = {one.path: one.source for one in uncertain_inputs(scenario, ())}
    assert found == {
        "us.air": Uniform(0.1, 0.9),
        "structure.veto": Triangular(0, 0.5, 1),
        "mandate.owner": Choice(("adhoc", "eu")),
    }
    asked = {one.path: one.source for one in uncertain_inputs(scenario, ("us.air=0:1", "deal.hold=0,1"))}
    assert asked["us.air"] == Uniform(0.0, 1.0)
    assert asked["deal.hold"] == Choice((0.0, 1.0))
    assert "structure.veto" in asked


def test_mistakes_are_told_all_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        uncertain_inputs(load("baseline", (), None), ("us.aire=0:1", "deal.hold=0:7"))
    told = " ".join(mistake.message for mistake in caught.value.mistakes)
    assert "us.aire" in told
    assert "deal.hold" in told


def test_one_input_alone_is_refused() -> None:
    with pytest.raises(Refused, match=r"only `us\.air` is uncertain"):
        uncertain_inputs(load("baseline", (), None), ("us.air=0:1",))
