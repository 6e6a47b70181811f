"""Reading sweeps back: the points as the store has them, what the scenario says itself, and clear refusals."""

from pathlib import Path

import pytest

from simulator.experiments.designs.choosing import design_of
from simulator.experiments.running import run_scenario
from simulator.experiments.sweeps import reading as sweep_reading
from simulator.experiments.sweeps.parts import StoreError
from simulator.experiments.sweeps.point_summary import point_summaries
from simulator.experiments.sweeps.reading import UnreadableSweep, own_values, read_sweep
from simulator.experiments.sweeps.reopening import reopen
from simulator.experiments.sweeps.sweeping import inputs_of_points
from simulator.scenario.library import load
from tests.kept_results import grid, kept_sweep

SIZES = (5_000, 10_000)
OVER = ("us.backstop=0,1", "mandate.clarity=0,0.5,1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    scenario = load("us-backstop")
    return kept_sweep(tmp_path, scenario, grid(scenario, *OVER), runs=50, seed=3)


def test_a_sweep_is_read_with_all_that_is_said_about_it(path: Path) -> None:
    found = read_sweep(path, SIZES)
    scenario = load("us-backstop")
    assert (found.scenario, found.title) == ("us-backstop", scenario.document.title)
    assert (found.kind, found.runs, found.seed, found.changed) == ("grid", 50, 3, False)
    assert found.as_of == scenario.document.as_of.isoformat()
    assert dict(found.axes) == {"us.backstop": (0.0, 1.0), "mandate.clarity": (0.0, 0.5, 1.0)}
    assert found.inputs == tuple(found.axes)
    known = scenario.canonical()
    assert found.base == {name: known[name] for name in found.inputs}


def test_its_points_are_those_of_the_store_and_of_runs(path: Path) -> None:
    found = read_sweep(path, SIZES)
    stored = reopen(path).stored
    assert found.points == tuple(point_summaries(stored, inputs_of_points(stored, reopen(path).design), SIZES))
    last = found.points[-1]
    assert last.inputs == {"us.backstop": 1.0, "mandate.clarity": 1.0}
    alone = run_scenario(load("us-backstop").with_values(last.inputs), 50, 3, thresholds=SIZES)
    assert dict(last.force) == dict(alone.force)
    assert last.reaches == alone.reaches


def test_american_involvement_has_a_value_where_its_parts_agree() -> None:
    some = load("baseline", ("us.involvement=0.5",))
    assert own_values(some, ["us.involvement", "us.air"]) == {"us.involvement": 0.5, "us.air": 0.5}
    other = load("baseline", ("us.involvement=0.5", "us.air=1"))
    assert own_values(other, ["us.involvement"]) == {"us.involvement": None}


def test_the_base_of_one_at_a_time_is_its_first_point(tmp_path: Path) -> None:
    scenario = load("baseline")
    design = design_of(scenario, kind="one-at-a-time", over=OVER, seed=1)
    found = read_sweep(kept_sweep(tmp_path, scenario, design, runs=20), SIZES)
    assert found.points[0].inputs == found.base
    assert dict(found.axes) == {}


def test_a_sweep_that_is_not_finished_is_refused(path: Path) -> None:
    next((path / "parts").glob("*.parquet")).unlink()
    with pytest.raises(StoreError, match="is not finished"):
        read_sweep(path, SIZES)


def test_sizes_that_were_not_kept_are_refused(tmp_path: Path) -> None:
    scenario = load("baseline")
    path = kept_sweep(tmp_path, scenario, grid(scenario, *OVER), runs=20, level=0)
    assert len(read_sweep(path, SIZES).points) == 6
    with pytest.raises(UnreadableSweep, match=r"keeps no row a run .* not 12,345"):
        read_sweep(path, (10_000, 12_345))


def test_more_points_than_a_figure_can_show_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_reading, "MOST_POINTS", 5)
    with pytest.raises(UnreadableSweep, match="has 6 points, more than a figure can show"):
        read_sweep(path, SIZES)


def test_a_sweep_of_other_code_is_read_as_it_was_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_sweep(path, SIZES)
    monkeypatch.setattr("simulator.experiments.sweeps.reopening.numbers_hash", lambda: "f" * 64)
    after = read_sweep(path, SIZES)
    assert after.changed
    assert after.points == before.points
