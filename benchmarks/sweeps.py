"""The sweep that is measured: a grid of American backstop and clarity of the mandate on `baseline`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from simulator.experiments.designs.choosing import design_of
from simulator.experiments.sweeps.plan import ROWS
from simulator.experiments.sweeps.points import PointCompiler
from simulator.experiments.sweeps.sweeping import SweepRequest, manifest_of, run_sweep
from simulator.scenario.library import load
from simulator.scenario.scenario import Scenario

if TYPE_CHECKING:
    from simulator.experiments.designs.points import Design
    from simulator.experiments.sweeps.store import SweepFolder

SCENARIO, EQUILIBRIUM = "baseline", ("conference.mode=equilibrium",)
AXES = ("us.backstop", "mandate.clarity")
SEED = 1


def measured_scenario() -> Scenario:
    """Return the scenario of every measurement: `baseline`, iterated to rest."""
    return load(SCENARIO, EQUILIBRIUM, None)


def grid(scenario: Scenario, backstops: int, clarities: int) -> "Design":
    """Return a grid from 0 to 1 in both inputs, with so many values of each, 2 or more."""
    over = [
        f"{path}={','.join(repr(round(place / (count - 1), 9)) for place in range(count))}"
        for path, count in zip(AXES, (backstops, clarities), strict=True)
    ]
    return design_of(scenario, kind="grid", over=over, seed=SEED)


@dataclass(frozen=True, slots=True)
class Kept:
    """A sweep that was run and thrown away.

    Attributes
    ----------
    runs, chunks
        How many it had.
    size
        Bytes of its parts.
    """

    runs: int
    chunks: int
    size: int


@contextmanager
def opened(scenario: Scenario, design: "Design", replicates: int) -> "Iterator[tuple[SweepFolder, PointCompiler]]":
    """Open a new sweep that keeps a row of every run, in a temporary folder that goes away afterwards."""
    from simulator.experiments.sweeps.store import SweepFolder

    request = SweepRequest(scenario, design, replicates, SEED, level=ROWS)
    compiler = PointCompiler(scenario, design)
    with TemporaryDirectory(prefix="forcemix-speed-") as out:
        path = request.folder(Path(out), None)
        with SweepFolder.open(path, manifest_of(request, compiler, "")) as folder:
            yield folder, compiler


def run_kept(scenario: Scenario, design: "Design", replicates: int, threads: int) -> Kept:
    """Run a whole sweep through the store.

    Parameters
    ----------
    scenario, design
        What holds, and what moves.
    replicates
        Runs at each point.
    threads
        Threads that run chunks.
    """
    with opened(scenario, design, replicates) as (folder, compiler):
        run_sweep(folder, compiler, replicates, threads, lambda runs: None)
        size = sum(part.stat().st_size for part in folder.parts.glob("*.parquet"))
        return Kept(len(design) * replicates, len(folder.chunks), size)
