"""Points that contradict themselves are found before anything runs."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.experiments.designs import checks
from simulator.experiments.designs.checks import agrees, check_points, stands_alone
from simulator.experiments.designs.choosing import design_of
from simulator.experiments.designs.points import Design, Grid
from simulator.experiments.designs.samples import Sample, Uniform
from simulator.experiments.designs.specs import design_of_spec
from simulator.experiments.designs.values import Value
from simulator.scenario.diagnostics import Mistake, ScenarioError
from simulator.scenario.library import load
from simulator.scenario.values import Leaf, leaf, leaves

BASELINE = load("baseline")
CASES = settings(max_examples=60, deadline=None)


def mistakes(design: Design) -> tuple[Mistake, ...]:
    with pytest.raises(ScenarioError) as caught:
        check_points(BASELINE, design)
    return caught.value.mistakes


def contradicts(values: dict[str, Value]) -> bool:
    try:
        BASELINE.with_values(values)
    except ScenarioError:
        return True
    return False


def test_a_grid_names_the_first_point_of_each_contradiction() -> None:
    over = ["structure.us_weights.air=0.2,0.25", "us.air=0,1", "structure.us_weights.ground=0.05,0.1"]
    found = mistakes(design_of(BASELINE, over=over, seed=1))
    assert [(mistake.code, mistake.message) for mistake in found] == [
        (
            "S040",
            "point 0 (structure.us_weights.air 0.2, structure.us_weights.ground 0.05): "
            "`structure.us_weights` sums to 0.95, expected 1",
        ),
        (
            "S040",
            "point 5 (structure.us_weights.air 0.25, structure.us_weights.ground 0.1): "
            "`structure.us_weights` sums to 1.05, expected 1",
        ),
    ]
    assert found[0].help is not None
    assert "--table" in found[0].help


def test_a_table_names_the_line(tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    head = "structure.us_weights.air,mandate.owner,structure.us_weights.ground"
    table.write_text(f"{head}\n0.2,eu,0.1\n0.2,eu,0.2\n0.2,un,0.2\n0.3,un,0.2\n", encoding="utf-8")
    design = design_of(BASELINE, table=table, seed=1)
    first, second = mistakes(design)
    assert (first.message, first.file, first.line) == (
        "point 1: `structure.us_weights` sums to 1.1, expected 1",
        str(table),
        3,
    )
    assert second.line == 5
    recorded = mistakes(design_of_spec(json.loads(json.dumps(design.spec()))))
    assert (recorded[0].line, recorded[0].message[:7]) == (None, "point 1")


BAD = {
    "increments": ["structure.increments.us.2=-0.5:0.5:0.5"],
    "sizes": ["structure.size_factors.5=0.2,0.9"],
    "medians": ["structure.medians.3=0.1:0.5:0.1"],
    "capacity": ["capacity.deployable.mode=0.2,0.5"],
    "enablers": ["enablers.lift.low=0:50000:10000"],
    "readiness": ["readiness.within_10=0:0.5:0.1"],
    "roles": ["countries.FIN.roles.land=0.5,0.9", "countries.FIN.roles.air=0.05,0.2"],
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("kind", ["grid", "lhs"])
def test_what_belongs_together_is_checked(name: str, kind: str) -> None:
    points = 64 if kind == "lhs" else None
    assert mistakes(design_of(BASELINE, kind=kind, over=BAD[name], points=points, seed=1))


def test_no_more_than_20_mistakes_are_told() -> None:
    over = ["structure.us_weights.air=0:1:0.01", "us.air=0:1:0.1"]
    assert len(mistakes(design_of(BASELINE, over=over, seed=1))) == 20


def test_inputs_that_stand_alone_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    over = ["us.involvement=0:1:0.01", "deal.hold=0:1:0.01", "structure.veto=0:1:0.5", "mandate.mission=monitoring"]
    design = design_of(BASELINE, over=over, seed=1)
    monkeypatch.setattr(checks, "agrees", lambda scenario, values: pytest.fail("was tried"))
    check_points(BASELINE, design)


def test_a_box_that_agrees_at_its_corners_is_not_walked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def counting(scenario, values):
        tried.append(values)
        return agrees(scenario, values)

    monkeypatch.setattr(checks, "agrees", counting)
    many = [f"structure.increments.{gate}.{rung}=0" for gate in ("us", "deal", "border") for rung in range(1, 6)]
    check_points(BASELINE, design_of(BASELINE, over=many, seed=1))
    assert len(tried) == 1
    tried.clear()
    over = ["structure.medians.3=0.4:0.8:0.01", "structure.medians.2=0.2:0.4:0.01", "us.air=0:1:0.1"]
    check_points(BASELINE, design_of(BASELINE, over=over, seed=1))
    assert len(tried) == 4


ALONE = [path.replace("*", "FIN") for path in leaves() if stands_alone(path)]
VARYING = [path for path in ALONE if leaf(path) is not None and leaf(path).kind not in ("text", "date")]


@CASES
@given(st.data())
def test_what_is_said_to_stand_alone_contradicts_nothing(data: st.DataObject) -> None:
    def ends(found: Leaf) -> tuple[Value, ...]:
        if found.numeric:
            return tuple(int(end) if found.kind == "whole" else end for end in (found.low, found.high))
        return found.choices or (True, False)

    paths = data.draw(st.lists(st.sampled_from(VARYING), min_size=1, max_size=len(VARYING), unique=True))
    BASELINE.with_values({path: data.draw(st.sampled_from(ends(leaf(path)))) for path in paths})


BOUND = ["structure.medians.2", "structure.medians.3", "structure.us_weights.air", "structure.us_weights.ground",
         "capacity.rotation.mode", "countries.FIN.roles.land", "countries.FIN.roles.air", "structure.increments.us.2",
         "enablers.lift.mode", "readiness.within_10"]  # fmt: skip


@CASES
@given(st.data())
def test_the_quick_check_agrees_with_the_scenario_itself(data: st.DataObject) -> None:
    paths = data.draw(st.lists(st.sampled_from(BOUND), min_size=1, max_size=4, unique=True))
    values = {path: data.draw(st.floats(leaf(path).low, leaf(path).high)) for path in paths}
    assert agrees(BASELINE, values) is not contradicts(values)


@CASES
@given(st.data())
def test_the_check_misses_no_point(data: st.DataObject) -> None:
    paths = data.draw(st.lists(st.sampled_from(BOUND), min_size=1, max_size=2, unique=True))
    own = {path: BASELINE.value(path) for path in paths}
    axes = []
    for path in paths:
        found = leaf(path)
        middle = own[path] if isinstance(own[path], float) else 0.4
        reach = data.draw(st.floats(0, 0.3)) * (found.high - found.low)
        axes.append(tuple(sorted({max(found.low, middle - reach), middle, min(found.high, middle + reach)})))
    design = Grid("grid", tuple(paths), tuple(axes))
    wrong = any(contradicts(dict(zip(paths, point, strict=True))) for point in product(*axes))
    try:
        check_points(BASELINE, design)
    except ScenarioError:
        assert wrong
    else:
        assert not wrong


def test_drawn_points_are_checked_one_by_one() -> None:
    inputs = ("structure.medians.2", "structure.medians.3")
    design = Sample("sobol", inputs, (Uniform(0.2, 0.5), Uniform(0.4, 0.7)), 64, 1)
    wrong = [n for n, point in enumerate(design.points(0, 64)) if contradicts(dict(zip(inputs, point, strict=True)))]
    assert [int(mistake.message.split()[1]) for mistake in mistakes(design)] == wrong[:20]
