"""Kept results for tests: small sweeps and runs, made through the services."""

from collections.abc import Sequence
from pathlib import Path

from simulator.experiments.designs.choosing import design_of
from simulator.experiments.designs.points import Design
from simulator.experiments.kept.results import Request, keep
from simulator.experiments.running import run_scenario
from simulator.experiments.sweeps.points import PointCompiler
from simulator.experiments.sweeps.store import SweepFolder
from simulator.experiments.sweeps.sweeping import SweepRequest, manifest_of, run_sweep
from simulator.scenario.library import load
from simulator.scenario.scenario import Scenario

CREATED = "2025-05-01T12:00:00+00:00"


def grid(scenario: Scenario, *over: str) -> Design:
    """A grid over inputs as the command line names them."""
    return design_of(scenario, kind="grid", over=over or ("us.air=0:1:0.5",), seed=1)


def kept_sweep(
    out: Path,
    scenario: Scenario | None = None,
    design: Design | None = None,
    *,
    runs: int = 6,
    seed: int = 1,
    level: int | None = None,
    name: str | None = None,
    batches: Sequence[int] = (),
) -> Path:
    """Run a sweep to its end and return its folder; ``batches`` are numbers of runs it stops at on the way."""
    scenario = scenario or load("baseline")
    design = design or grid(scenario)
    request = SweepRequest(scenario, design, runs, seed, level)
    compiler = PointCompiler(scenario, design)
    path = request.folder(out, name)
    with SweepFolder.open(path, manifest_of(request, compiler, CREATED)) as folder:
        for replicates in (*batches, runs):
            run_sweep(folder, compiler, replicates, 1, lambda done: None)
    return path


def kept_run(out: Path, scenario: Scenario | None = None, runs: int = 8, seed: int = 1) -> Path:
    """Run a scenario, keep it, and return its folder."""
    scenario = scenario or load("baseline")
    request = Request(scenario, runs, seed, (10_000, 20_000), f"forcemix run {scenario.name} --runs {runs}")
    return keep(run_scenario(scenario, runs, seed), request, out)
