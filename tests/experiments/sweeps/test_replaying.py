"""Replaying: the Mesa model gives what the array engine kept, for any run of any sweep."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.force import STRENGTHS
from simulator.experiments.sweeps.folds import COUNTS
from simulator.experiments.sweeps.plan import PLEDGES
from simulator.experiments.sweeps.reopening import ReopenedSweep, reopen
from simulator.experiments.sweeps.replaying import Difference, check, replay
from simulator.experiments.sweeps.store import MANIFEST, SweepFolder
from simulator.experiments.sweeps.sweeping import manifest_of
from simulator.scenario.library import load
from tests.experiments.random_sweeps import SCENARIOS, designs
from tests.kept_results import CREATED, grid, kept_sweep


@given(
    name=st.sampled_from(SCENARIOS),
    design=designs(),
    seed=st.integers(0, 2**64 - 1),
    level=st.sampled_from([1, PLEDGES]),
    chosen=st.lists(st.integers(0, 2**31), min_size=2, max_size=4),
)
@settings(max_examples=40, deadline=None)
def test_any_run_of_any_sweep_is_identical(name, design, seed, level, chosen, tmp_path_factory) -> None:
    path = kept_sweep(tmp_path_factory.mktemp("out"), load(name), design, runs=5, seed=seed, level=level, batches=(2,))
    sweep = reopen(path)
    for number in chosen:
        run = replay(sweep, number % (5 * len(design)))
        assert check(sweep, run).verdict == "identical"
        assert check(sweep, run).differences == ()


@pytest.fixture
def sweep(tmp_path) -> ReopenedSweep:
    return reopen(kept_sweep(tmp_path, runs=4, level=PLEDGES))


def test_a_number_stands_for_a_replicate_and_a_point(sweep) -> None:
    rows = next(iter(sweep.stored.rows())).to_pylist()
    for row in rows:
        run = replay(sweep, row["replicate"] * 3 + row["point"])
        assert (run.point, run.replicate) == (row["point"], row["replicate"])
        assert run.inputs == {"us.air": [0.0, 0.5, 1.0][run.point]}
        assert run.scenario.value("us.air") == run.inputs["us.air"]
        assert {name: row[name] for name in STRENGTHS} == run.totals
        assert {name: row[name] for name in COUNTS} == run.counts
        assert sum(one.pledged for one in run.countries) == row["pledged"]


@pytest.mark.parametrize("number", [-1, 12, 10**18])
def test_a_run_that_is_not_there(sweep, number: int) -> None:
    with pytest.raises(IndexError, match="of a sweep of 12 runs"):
        replay(sweep, number)


def test_everything_that_differs_is_told(sweep) -> None:
    run = replay(sweep, 7)
    country = next(one for one in run.countries if one.rung == 1)
    others = tuple(replace(one, rung=0, pledged=5) if one is country else one for one in run.countries)
    changed = replace(
        run, totals={**run.totals, "usable": 1}, settled=not run.settled, limiting="lift", countries=others
    )
    found = check(sweep, changed)
    assert found.verdict == "differs"
    assert set(found.differences) == {
        Difference("usable", run.totals["usable"], 1),
        Difference("settled", run.settled, not run.settled),
        Difference("limiting", run.limiting, "lift"),
        Difference(f"joins_{country.iso3}", True, False),
        Difference(f"pledged_{country.iso3}", 0, 5),
    }


def test_other_draws_are_noticed(tmp_path) -> None:
    """A manifest that claims another seed would make another run; its part no longer belongs to it."""
    path = kept_sweep(tmp_path, runs=4)
    manifest = json.loads((path / MANIFEST).read_text())
    (path / MANIFEST).write_text(json.dumps(manifest | {"seed": 2}))
    sweep = reopen(path)
    assert check(sweep, replay(sweep, 0)).missing == "the part it belongs to is not finished"


def test_at_level_0_sampled_rows_are_compared_and_others_are_not(tmp_path) -> None:
    sweep = reopen(kept_sweep(tmp_path, runs=130, level=0))
    found = {replicate: check(sweep, replay(sweep, replicate * 3 + 1)) for replicate in (0, 99, 100, 129)}
    assert {replicate: one.verdict for replicate, one in found.items()} == {
        0: "identical", 99: "none", 100: "identical", 129: "none",
    }  # fmt: skip
    assert "every 100th replicate" in found[99].missing


def test_a_part_that_is_not_there_is_no_difference(sweep) -> None:
    run = replay(sweep, 5)
    next(sweep.stored.parts.glob("*.parquet")).unlink()
    found = check(sweep, run)
    assert (found.verdict, found.missing) == ("none", "the part it belongs to is not finished")


def test_a_sweep_without_a_batch_has_no_run(tmp_path) -> None:
    from simulator.experiments.sweeps.points import PointCompiler
    from simulator.experiments.sweeps.sweeping import SweepRequest

    scenario = load("baseline")
    request = SweepRequest(scenario, grid(scenario), 4, 1)
    manifest = manifest_of(request, PointCompiler(scenario, request.design), CREATED)
    path: Path = request.folder(tmp_path, None)
    SweepFolder.open(path, manifest).close()
    with pytest.raises(IndexError, match="of a sweep of 0 runs"):
        replay(reopen(path), 0)
