import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiments.explorer.cases import COLUMNS, COUNTS, DOTS, STEP, STRENGTHS
from simulator.experiments.explorer.grid import (
    AXES,
    CHECKED,
    DEFAULT_RUNS,
    ExplorerGrid,
    explorer_grid,
    grid_runs,
    inputs_at,
    nearest_place,
    weights_at,
)
from simulator.experiments.running import run_scenario
from simulator.experiments.statistics import half_width
from simulator.rule.gates import MISSIONS
from simulator.scenario.library import load
from tests.explorer_examples import RUNS, scenario, small_grid

SIZES = (5_000, 10_000, 20_000)
CHECK_RUNS = DEFAULT_RUNS


def point_of(mission: int, *places: int) -> int:
    shape = (len(MISSIONS), *(len(axis.values) for axis in AXES))
    return int(np.ravel_multi_index((mission, *places), shape))


@pytest.mark.parametrize(("mission", "places"), [(0, (0, 0, 0)), (1, (7, 4, 2)), (2, (20, 10, 2)), (0, (3, 8, 1))])
@pytest.mark.parametrize("name", ["baseline", "us-withdraws-midway", "by-words"])
def test_a_point_has_the_numbers_of_a_plain_run(name: str, mission: int, places: tuple[int, ...]) -> None:
    grid = small_grid(name)
    values = [axis.values[place] for axis, place in zip(AXES, places, strict=True)]
    direct = scenario(name).with_values(inputs_at(MISSIONS[mission], values))
    assert_equal(grid, grid.cases, point_of(mission, *places), direct)


@pytest.mark.parametrize("name", ["baseline", "us-withdraws-midway", "by-words"])
def test_the_scenario_as_written_has_the_numbers_of_a_plain_run(name: str) -> None:
    grid = small_grid(name)
    assert_equal(grid, grid.written, 0, scenario(name))


def assert_equal(grid: ExplorerGrid, cases, point: int, direct) -> None:
    summary = run_scenario(direct, RUNS, seed=3, thresholds=SIZES)
    for place, name in enumerate(STRENGTHS):
        row = cases.spread[place, point]
        assert row[COLUMNS.summary].tolist() == [getattr(summary.force[name], q) for q in ("p10", "p50", "p90")]
        assert row[COLUMNS.dots].tolist() == [summary.percentiles[name][percent] for percent in DOTS]
        chances = {reach.troops: reach.chance.in_100 for reach in summary.reaches if reach.strength == name}
        for size in SIZES:
            assert 100.0 * cases.reached[place, point, size // STEP - 1] / RUNS == chances[size]
    assert grid.iso3 == tuple(country.iso3 for country in summary.countries)
    for place, country in enumerate(summary.countries):
        assert cases.pledged[point, place] / RUNS == pytest.approx(country.troops.mean, abs=1e-9)
        assert cases.error[point, place] == pytest.approx(country.troops.mcse, rel=1e-9, abs=1e-12)
        for number, count in enumerate(COUNTS):
            assert cases.counted[number, point, place] / RUNS == getattr(country, count)


def test_threads_and_progress_change_no_number() -> None:
    done: list[int] = []
    one = explorer_grid(scenario(), 20, seed=3, jobs=1, progress=done.append)
    two = explorer_grid(scenario(), 20, seed=3, jobs=3)
    assert sum(done) == grid_runs(20)
    for name in ("spread", "reached", "pledged", "error", "counted"):
        assert np.array_equal(getattr(one.cases, name), getattr(two.cases, name))
    assert one.interpolation == two.interpolation


def test_what_progress_raises_stops_the_work() -> None:
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explorer_grid(scenario(), 20, jobs=2, progress=stop)


@given(st.integers(0, len(MISSIONS) - 1), st.tuples(*(st.floats(0.0, 1.0) for _ in AXES)))
def test_weights_interpolate_linear_functions_exactly(mission: int, place: tuple[float, ...]) -> None:
    weights = weights_at(mission, place)
    shape = (len(MISSIONS), *(len(axis.values) for axis in AXES))
    table = weights.reshape(shape)
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0)
    assert table[mission].sum() == pytest.approx(1.0)
    assert np.count_nonzero(weights) <= 2 ** len(AXES)
    for number, (axis, value) in enumerate(zip(AXES, place, strict=True)):
        others = tuple(other for other in range(len(shape)) if other != number + 1)
        assert table.sum(axis=others) @ np.array(axis.values) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("name", ["baseline", "by-words"])
def test_interpolation_is_off_by_less_than_twice_the_run_noise(name: str) -> None:
    grid = explorer_grid(load(name, (), None), CHECK_RUNS, seed=1, jobs=2)
    middle = grid.cases.spread[0][:, COLUMNS.noise]
    noise = float(np.mean(middle[:, 1] - middle[:, 0])) / 2.0
    assert grid.interpolation.points == CHECKED
    assert grid.interpolation.median_mean <= noise / 2.0
    assert grid.interpolation.median_worst <= noise
    assert grid.interpolation.median_beyond == 0
    assert grid.interpolation.chance_mean <= half_width(CHECK_RUNS // 2, CHECK_RUNS) / 2.0
    assert grid.interpolation.chance_worst <= half_width(CHECK_RUNS // 2, CHECK_RUNS)
    assert grid.interpolation.chance_beyond == 0


def test_sliders_begin_where_the_scenario_stands() -> None:
    equal = scenario().with_values({"us.involvement": 0.3, "mandate.clarity": 0.25, "threat.russia": 0.7})
    involvement, clarity, threat = nearest_place(equal.with_("threat.belarus", 0.7))
    assert (involvement, clarity, threat) == pytest.approx((0.3, 0.25, 0.7))
