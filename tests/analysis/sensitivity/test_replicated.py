"""A scenario as a function of its inputs: at every point what a run of it there comes to, whatever else is asked."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.analysis.sensitivity.inputs import UncertainInput
from simulator.analysis.sensitivity.replicated import ReplicatedModel, output_of
from simulator.experiments.comparing.conditions import Event
from simulator.experiments.designs.samples import Choice, Uniform
from simulator.experiments.outcomes import outcomes
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.library import load

RUNS = 40
INPUTS = (
    UncertainInput("us.backstop", Uniform(0.0, 1.0)),
    UncertainInput("structure.medians.3", Uniform(0.45, 0.65)),
    UncertainInput("capacity.rotation.mode", Uniform(3.2, 5.0)),
    UncertainInput("structure.veto", Uniform(0.0, 1.0)),
    UncertainInput("mandate.mission", Choice(("deterrence", "monitoring"))),
)
UNITS = np.random.default_rng(1).random((6, len(INPUTS)))


def model(output="usable", jobs: int = 1, runs: int = RUNS) -> ReplicatedModel:
    return ReplicatedModel(load("baseline", (), None), INPUTS, output, runs, 1, jobs)


def run_there(units: np.ndarray) -> dict[str, np.ndarray]:
    """All runs at a point, through the service that `compare` uses."""
    values = {one.path: one.source.at(float(unit)) for one, unit in zip(INPUTS, units, strict=True)}
    found = outcomes(load("baseline", (), None).with_values(values), 2 * RUNS, 1)
    return {**found.totals, "FRA": found.rungs_of("FRA")}


def test_points_are_what_runs_there_come_to() -> None:
    found, later = model()(UNITS, 0), model()(UNITS, 1)
    for place, units in enumerate(UNITS):
        usable = run_there(units)["usable"].astype(float)
        assert found.mean[place] == pytest.approx(usable[:RUNS].mean())
        assert found.variance[place] == pytest.approx(usable[:RUNS].var(ddof=1))
        assert found.first_half[place] == pytest.approx(usable[: RUNS // 2].mean())
        assert found.second_half[place] == pytest.approx(usable[RUNS // 2 : RUNS].mean())
        # The next block has the next runs.
        assert later.mean[place] == pytest.approx(usable[RUNS:].mean())


@pytest.mark.parametrize(
    "output", ["joins", Event("usable", ">=", 5_000), Event("FRA", "<", 3), Event("ground", ">", 6)]
)
def test_totals_counts_and_chances_are_outputs(output) -> None:
    found = model(output)(UNITS[:2], 0)
    for place in range(2):
        runs = run_there(UNITS[place])
        if isinstance(output, str):
            values = runs[output][:RUNS].astype(float)
        else:
            tests = {">=": np.greater_equal, "<": np.less, ">": np.greater}
            values = tests[output.sign](runs[output.of][:RUNS], output.number).astype(float)
        assert found.mean[place] == pytest.approx(values.mean())


def test_a_country_that_does_not_take_part_is_out() -> None:
    class Nobody:
        joins = np.zeros((1, 2), dtype=np.uint8)

    assert output_of(Event("FIN", "<", 1), Nobody(), ("FRA",)).tolist() == [[1.0, 1.0]]


def test_repeated_points_and_other_orders_give_the_same() -> None:
    once = model()(UNITS, 0)
    order = np.array([3, 0, 0, 5, 3])
    again = model(jobs=2)(UNITS[order], 0)
    np.testing.assert_array_equal(again.units, UNITS[order])
    np.testing.assert_array_equal(again.mean, once.mean[order])
    np.testing.assert_array_equal(again.variance, once.variance[order])


def test_points_that_share_what_is_compiled_are_counted_once() -> None:
    units = np.repeat(UNITS[:2], 3, axis=0)
    units[:, 0] = np.linspace(0.0, 1.0, 6)
    assert model().settings(units) == 2
    assert ReplicatedModel(load("baseline", (), None), INPUTS[:1], "usable", RUNS, 1).settings(units[:, :1]) == 0


def test_points_that_contradict_themselves_are_refused() -> None:
    crossing = (replace(INPUTS[1], source=Uniform(0.1, 0.9)), INPUTS[0])
    asked = ReplicatedModel(load("baseline", (), None), crossing, "usable", RUNS, 1)
    with pytest.raises(ScenarioError, match="medians"):
        asked(np.array([[0.1, 0.5], [0.6, 0.5]]), 0)


def test_runs_at_a_point_are_two_at_least() -> None:
    with pytest.raises(ValueError, match="there must be 2 to"):
        model(runs=1)
