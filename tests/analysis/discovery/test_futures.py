"""Futures of a kept sweep: chances of events are those of its runs, at every level of what is kept."""

from itertools import pairwise

import numpy as np
import pytest

from simulator.analysis.discovery.futures import Futures, futures
from simulator.analysis.refusals import Refused
from simulator.experiments.comparing.conditions import parse_event
from simulator.experiments.designs.choosing import design_of
from simulator.experiments.sweeps.points import PointCompiler
from simulator.experiments.sweeps.reopening import ReopenedSweep, reopen
from simulator.experiments.sweeps.run_rows import run_rows
from simulator.experiments.sweeps.store import SweepFolder
from simulator.experiments.sweeps.sweeping import SweepRequest, manifest_of, run_sweep
from simulator.scenario.library import load

OVER = ("us.backstop=0,0.5,1", "mandate.owner=adhoc,eu")
RUNS = 60


def kept(folder, over=OVER, kind: str | None = None, level: int = 1) -> ReopenedSweep:
    scenario = load("baseline", (), None)
    design = design_of(scenario, kind=kind, over=over, seed=1)
    request, compiler = SweepRequest(scenario, design, RUNS, 1, level), PointCompiler(scenario, design)
    with SweepFolder.open(folder, manifest_of(request, compiler, "")) as sweep:
        run_sweep(sweep, compiler, RUNS, 1, lambda done: None)
    return reopen(folder)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> ReopenedSweep:
    return kept(tmp_path_factory.mktemp("rows") / "sweep")


@pytest.fixture(scope="module")
def sums(tmp_path_factory: pytest.TempPathFactory) -> ReopenedSweep:
    return kept(tmp_path_factory.mktemp("sums") / "sweep", level=0)


def found(sweep: ReopenedSweep, text: str) -> Futures:
    return futures(sweep, parse_event(text, "--where"))


def counted(sweep: ReopenedSweep, name: str, test) -> list[int]:
    """How many runs of each point pass a test, from the rows of all runs."""
    counts = np.zeros(len(sweep.design), dtype=np.int64)
    for table in run_rows(sweep):
        np.add.at(counts, table["point"].to_numpy(), test(table[name].to_numpy()))
    return counts.tolist()


@pytest.mark.parametrize(
    ("text", "name", "test"),
    [
        ("usable>=4000", "usable", lambda values: values >= 4000),
        ("usable>4000", "usable", lambda values: values > 4000),
        ("pledged<5000", "pledged", lambda values: values < 5000),
        ("joins<=25", "joins", lambda values: values <= 25),
        ("5000", "pledged", lambda values: values >= 5000),
        ("ground>=0", "ground", lambda values: values >= 0),
    ],
)
def test_chances_are_those_of_the_runs(rows: ReopenedSweep, text: str, name: str, test) -> None:
    assert found(rows, text).happened.tolist() == counted(rows, name, test)


def test_sums_alone_tell_the_same_where_they_can(rows: ReopenedSweep, sums: ReopenedSweep) -> None:
    for text in ("usable>=4000", "pledged<5000", "joins<=25", "ground>2", "FRA>=3", "FRA<1"):
        assert found(sums, text).happened.tolist() == found(rows, text).happened.tolist(), text
    with pytest.raises(Refused, match="full hundreds up to 100,000 only, not usable>=4050"):
        found(sums, "usable>=4050")


def test_rungs_of_countries(rows: ReopenedSweep) -> None:
    levels = [found(rows, f"FRA>={rung}").happened for rung in (0, 1, 2, 3)]
    assert levels[0].tolist() == [RUNS] * 6
    assert all((lower >= higher).all() for lower, higher in pairwise(levels))
    assert levels[1].sum() > 0
    assert (found(rows, "FRA<3").happened + levels[3]).tolist() == [RUNS] * 6
    with pytest.raises(Refused, match="on rung 1, 2, 3 or more, so not FRA>=4"):
        found(rows, "FRA>=4")


def test_inputs_are_columns_and_words_are_words(rows: ReopenedSweep) -> None:
    backstop, owner = found(rows, "usable>=4000").columns
    assert (backstop.path, backstop.words, backstop.numbers.tolist()) == ("us.backstop", (), [0, 0, 0.5, 0.5, 1, 1])
    assert (owner.words, owner.numbers.tolist()) == (("adhoc", "eu"), [0, 1, 0, 1, 0, 1])


def test_one_input_at_a_time_says_nothing_of_several(tmp_path) -> None:
    sweep = kept(tmp_path / "sweep", over=("us.backstop=0,1", "us.air=0,1"), kind="one-at-a-time")
    with pytest.raises(Refused, match="moves one input at a time"):
        found(sweep, "usable>=4000")
