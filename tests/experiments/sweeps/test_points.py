"""Points of a design: a column of an array or a scenario compiled anew, the array engine meets the same numbers."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.data.roster import load_roster
from simulator.engine.compile import compile_conference
from simulator.engine.conference import Conference
from simulator.engine.inputs import INPUT_PATHS
from simulator.engine.kernel import points_of
from simulator.experiments.designs.points import Grid, Table
from simulator.experiments.sweeps.points import SETTINGS, PointCompiler
from simulator.scenario.library import load
from simulator.scenario.values import leaf

QUICK = [path for path in INPUT_PATHS if path != "force.requirement"]
SLOW = {
    "countries.FIN.thresholds.us.median": [0.2, 0.6],
    "countries.POL.cap": [1, 3],
    "countries.ALB.absent": [True, False],
    "structure.medians.2": [0.3, 0.4],
    "structure.announced": [True, False],
    "structure.framework": [True, False],
    "mandate.owner": ["adhoc", "eu"],
    "mandate.mission": ["deterrence", "monitoring"],
    "enablers.lift.mode": [20_000.0, 26_000.0],
    "conference.mode": ["calendar", "equilibrium"],
    "conference.start": ["out", "caps"],
}
SCENARIOS = ("baseline", "us-withdraws-midway", "un-mandate")


def compiled(name: str, values: dict) -> Conference:
    scenario = load(name).with_values(values)
    return compile_conference(scenario, load_roster(scenario.document.as_of))


def equal(one: Conference, other: Conference) -> bool:
    """Whether two conferences hold the same numbers, but for what a point brings along."""
    own = ("inputs", "rule", "deployment", "codings")
    same = all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name), equal_nan=True)
        if isinstance(getattr(one, field.name), np.ndarray)
        else getattr(one, field.name) == getattr(other, field.name)
        for field in fields(Conference)
        if field.name not in own
    )
    codings = zip(one.codings, other.codings, strict=True)
    return same and all(
        np.array_equal(getattr(a, field.name), getattr(b, field.name), equal_nan=field.name == "kept_home")
        for a, b in codings
        for field in fields(a)
    )


shares = st.integers(0, 20).map(lambda step: step / 20)
quick = st.dictionaries(st.sampled_from([*QUICK, *SETTINGS, "us.involvement", "structure.shaving"]), shares, max_size=5)
slow = st.dictionaries(st.sampled_from(sorted(SLOW)), st.integers(0, 1), max_size=2)


def allowed(shares: dict) -> dict:
    """Shares of the range of each input as values."""
    ranges = {path: leaf(path) for path in shares}
    return {path: low.low + (low.high - low.low) * shares[path] for path, low in ranges.items()}


@given(name=st.sampled_from(SCENARIOS), moving=quick, settings_=slow)
@settings(max_examples=150, deadline=None)
def test_a_point_is_the_scenario_with_its_values(name: str, moving: dict, settings_: dict) -> None:
    values = allowed(moving) | {path: SLOW[path][which] for path, which in settings_.items()}
    values = values or {"us.air": 0.5}
    design = Table("table", tuple(values), tuple((value, value) for value in values.values()))
    (group,) = PointCompiler(load(name), design).groups(0, 2)
    whole = compiled(name, values)
    wanted = points_of([whole, whole])
    for one, other in zip(group.points, wanted, strict=True):
        assert np.array_equal(one, other)
    assert equal(group.conference, whole)


def test_points_are_grouped_by_what_must_be_compiled() -> None:
    over = {"mandate.mission": ("deterrence", "monitoring"), "us.air": (0.0, 0.5, 1.0)}
    compiler = PointCompiler(load("baseline"), Grid("grid", tuple(over), tuple(over.values())))
    groups = compiler.groups(0, 6)
    assert [group.rows.tolist() for group in groups] == [[0, 1, 2], [3, 4, 5]]
    assert compiler.groups(1, 2)[0].conference is groups[0].conference


@pytest.mark.parametrize(("over", "count"), [({"countries.ALB.absent": (True, False)}, 38), ({"us.air": (0.1,)}, 38)])
def test_everybody_who_takes_part_at_any_point_has_a_place(over: dict, count: int) -> None:
    compiler = PointCompiler(load("baseline"), Grid("grid", tuple(over), tuple(over.values())))
    assert len(compiler.iso3) == count
    groups = compiler.groups(0, len(compiler.design))
    assert {len(group.conference) for group in groups} <= {count - 1, count}
