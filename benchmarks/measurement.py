"""One measurement from beginning to end: everything that is timed, in one process and one state of the machine."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import limits
from benchmarks.contenders import Sizes, check_agreement, contenders
from benchmarks.limits import Bound, all_contenders, bound_of
from benchmarks.machine import at_the_end, machine
from benchmarks.measuring import Timing, interleaved
from benchmarks.memory import Footprint, footprint
from benchmarks.startup import cold_seconds, compiling, time_starts
from benchmarks.sweeps import Kept, grid, measured_scenario, run_kept
from simulator.engine.kernel import points_of
from simulator.experiments.running import prepare
from simulator.experiments.sweeps.points import PointCompiler

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Measurement:
    """All that was measured.

    Attributes
    ----------
    machine
        The machine and its software, by name.
    sizes, threads
        How much was run, and on how many threads at most.
    contenders
        Timings by name.
    kept
        The sweep that goes through the store.
    bounds
        What bounds it, and what bounds runs with fresh draws.
    rounds
        Mean number of rounds that a run takes to come to rest: at the scenario's own inputs, and on the grid.
    countries
        How many decide in each round.
    memory
        What sweeps of several sizes took.
    starts, cold
        Warm timings of commands, and seconds of those that compile when nothing is compiled; by command.
    """

    machine: dict[str, str]
    sizes: Sizes
    threads: int
    contenders: dict[str, Timing]
    kept: Kept
    bounds: tuple[Bound, ...]
    rounds: tuple[float, float]
    countries: int
    memory: tuple[Footprint, ...]
    starts: dict[str, Timing]
    cold: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        """Return the measurement as plain JSON values; times are seconds, unless named otherwise."""
        return {
            "machine": self.machine,
            "sizes": asdict(self.sizes),
            "threads": self.threads,
            "contenders": [timing.to_json() for timing in self.contenders.values()],
            "kept": asdict(self.kept),
            "bounds": [bound.to_json() for bound in self.bounds],
            "rounds_to_rest": {"scenario": self.rounds[0], "grid": self.rounds[1]},
            "countries": self.countries,
            "memory": [taken.to_json() for taken in self.memory],
            "starts": [timing.to_json() for timing in self.starts.values()],
            "cold_seconds": self.cold,
        }


ROUNDS_COUNTED = 128
"""Replicates over which rounds are counted, at each point."""


def measure(sizes: Sizes, threads: int, progress: Progress) -> Measurement:
    """Measure everything.

    Parameters
    ----------
    sizes
        How much is run.
    threads
        Threads where there is more than one.
    progress
        Told in words what comes next.

    Raises
    ------
    benchmarks.contenders.Disagreement
        If two contenders do not come to the same boards.
    """
    described = machine()
    scenario = measured_scenario()
    conference = prepare(scenario).conference
    progress("checking that all contenders come to the same boards")
    check_agreement(conference, sizes.numpy, sizes.mesa)
    timings = interleaved(contenders(conference, sizes, threads), sizes.rounds, progress)
    design = grid(scenario, sizes.side, sizes.side)
    (group,) = PointCompiler(scenario, design).groups(0, len(design))
    with limits.sweep_job(sizes) as sweep:
        jobs = (limits.fresh_job(conference, sizes), sweep)
        parts = interleaved(all_contenders(jobs), sizes.rounds, progress)
    memory = []
    for runs in sizes.memory:
        progress(f"memory of {runs:,} runs")
        memory.append(footprint(runs, threads))
    starts = time_starts(sizes.start_runs, sizes.starts, progress) if sizes.starts else {}
    cold = {}
    for name, words in compiling(sizes.start_runs).items() if sizes.starts else ():
        progress(f"with nothing compiled: {name}")
        cold[name] = cold_seconds(words)
    return Measurement(
        machine=described | at_the_end(described["sources"]),
        sizes=sizes,
        threads=threads,
        contenders=timings,
        kept=run_kept(scenario, design, sizes.kept, threads),
        bounds=tuple(bound_of(job, parts) for job in jobs),
        rounds=(
            limits.mean_rounds(conference, points_of([conference]), ROUNDS_COUNTED),
            limits.mean_rounds(group.conference, group.points, ROUNDS_COUNTED),
        ),
        countries=len(conference),
        memory=tuple(memory),
        starts=starts,
        cold=cold,
    )
