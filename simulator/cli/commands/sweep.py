"""`forcemix sweep`: run a scenario over many values of its inputs."""

import shlex
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from simulator.cli.choices import SuggestingChoice
from simulator.cli.run_options import (
    half_width_option,
    jobs_option,
    json_option,
    out_option,
    progress_bar,
    say_compiling,
    seed_option,
    set_option,
    threshold_option,
)
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.experiments.sweeps.points import PointCompiler
    from simulator.experiments.sweeps.store import SweepFolder
    from simulator.experiments.sweeps.sweeping import SweepRequest

DEFAULT_RUNS = 500
LARGEST_RUNS = 1_000_000_000
MOST_POINTS = 10_000_000

HELP = """Run a scenario over many values of its inputs.

SCENARIO is a name from `forcemix list` or a path to a YAML file; its `sweep:` and `uncertain:` blocks hold where the
options say nothing.  A sweep that was stopped goes on where it left off when you give the same command again.

\b
Examples:  forcemix sweep baseline --over us.backstop=0:1:0.1 --over mandate.clarity=0:1:0.1
           forcemix sweep baseline --design one-at-a-time --over us.air=0,1 --over threat.russia=0,1
           forcemix sweep mine.yaml --design sobol --points 1024 --runs 200
           forcemix sweep baseline --table points.csv --dry-run

\b
--over     INPUT=START:STOP:STEP, or values with commas, or START:STOP with lhs and sobol; any input by its
           path (forcemix list inputs), also countries.FIN.thresholds.us.median
--table    a CSV file: a column an input, named by its path; a row a point
"""


@click.command("sweep", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@set_option
@click.option("--over", multiple=True, metavar="INPUT=VALUES", help="What moves, and over which values. Repeatable.")
@click.option(
    "--design", "kind", type=SuggestingChoice(("grid", "one-at-a-time", "lhs", "sobol")), metavar="KIND",
    help="How points are chosen: grid, one-at-a-time, lhs, sobol.  [default: as the scenario says, else grid]",
)  # fmt: skip
@click.option("--points", type=click.IntRange(1, MOST_POINTS), metavar="N", help="How many points lhs and sobol draw.")
@click.option("--table", type=click.Path(path_type=Path), metavar="FILE", help="Take the points from a CSV file.")
@click.option(
    "-n", "--runs", type=click.IntRange(1, LARGEST_RUNS), default=DEFAULT_RUNS, show_default=True, metavar="N",
    help="Runs at each point.",
)  # fmt: skip
@seed_option
@jobs_option
@threshold_option
@half_width_option
@click.option(
    "--level", type=click.IntRange(0, 2), metavar="0|1|2",
    help="What to keep: 0 sums and a sample, 1 a row a run, 2 also every pledge.  [default: 1 up to 10 million runs]",
)  # fmt: skip
@out_option
@click.option("--name", metavar="NAME", help="Keep it under this name.  [default: a hash of what is asked for]")
@click.option("--fresh", is_flag=True, help="Run finished parts again.")
@click.option("--dry-run", is_flag=True, help="Say how many points and runs, how long and how large; then stop.")
@json_option
@pass_settings
def command(
    settings: Settings,
    scenario: str,
    assignments: tuple[str, ...],
    over: tuple[str, ...],
    kind: str | None,
    points: int | None,
    table: Path | None,
    runs: int,
    seed: int,
    jobs: int | None,
    thresholds: tuple[int, ...],
    half_width: float | None,
    level: int | None,
    out: Path,
    name: str | None,
    fresh: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Run a sweep."""
    from simulator.experiments.designs.checks import check_points
    from simulator.experiments.designs.choosing import design_of
    from simulator.experiments.kept.results import claim
    from simulator.experiments.pool import cores
    from simulator.experiments.sweeps.points import PointCompiler
    from simulator.experiments.sweeps.sweeping import SweepRequest
    from simulator.scenario.library import check_name, load

    if name is not None:
        check_name(name)
    loaded = load(scenario, assignments, settings.project)
    design = design_of(loaded, kind=kind, over=over, points=points, table=table, seed=seed)
    check_points(loaded, design)
    sizes = tuple(sorted(set(thresholds)))
    goal = {} if half_width is None else {"half_width": half_width, "thresholds": list(sizes)}
    request = SweepRequest(loaded, design, runs, seed, level, goal)
    _check_size(request, sizes)
    if design.note:
        settings.note(f"note: {design.note}")
    task = Task(
        request, PointCompiler(loaded, design), request.folder(out, name), sizes, jobs or cores(), half_width, fresh,
        _command_line(scenario, assignments, over, kind, points, table, request, sizes, half_width, name),
    )  # fmt: skip
    if dry_run:
        from simulator.cli.printing.sweep import print_plan

        print_plan(task)
        return
    claim(out)
    _run(settings, task, as_json)


class Task(NamedTuple):
    """A sweep to be run: what is asked for, where it goes, and how it is done."""

    request: "SweepRequest"
    compiler: "PointCompiler"
    folder: Path
    thresholds: tuple[int, ...]
    jobs: int
    half_width: float | None
    fresh: bool
    command: str


def _check_size(request: "SweepRequest", thresholds: Sequence[int]) -> None:
    from simulator.experiments.sweeps.plan import DETAIL_POINTS

    if request.runs > LARGEST_RUNS:
        raise click.UsageError(
            f"{len(request.design):,} points with {request.replicates:,} runs each are {request.runs:,} runs, "
            f"allowed: {LARGEST_RUNS:,}. Take fewer points or fewer runs"
        )
    if request.kept_level() == 0:
        if len(request.design) > DETAIL_POINTS:
            raise click.UsageError(
                f"--level 0 keeps histograms, for {DETAIL_POINTS:,} points at most; this sweep has "
                f"{len(request.design):,}. Keep rows with --level 1"
            )
        odd = [size for size in thresholds if size % 100 or size > 100_000]
        if odd:
            raise click.UsageError(
                f"--threshold {odd[0]}: a sweep that keeps no row a run (level 0) knows sizes of full hundreds up to "
                "100,000 only"
            )


def _run(settings: Settings, task: Task, as_json: bool) -> None:
    from datetime import UTC, datetime

    from simulator.cli.printing.sweep import print_sweep, sweep_json
    from simulator.experiments.sweeps.store import SweepFolder
    from simulator.experiments.sweeps.sweeping import Stopped, manifest_of

    say_compiling(settings)
    started = time.perf_counter()
    manifest = manifest_of(task.request, task.compiler, datetime.now(UTC).isoformat(timespec="seconds"))
    with SweepFolder.open(task.folder, manifest) as folder:
        if task.fresh:
            folder.forget()
        try:
            _settle(settings, task, folder)
        except Stopped as stopped:
            kept = f" {stopped.done} of {stopped.chunks} parts are kept; the same command goes on from there."
            stopped.kept = kept
            raise
        seconds = time.perf_counter() - started
        if as_json:
            sweep_json(task, folder, seconds)
        else:
            print_sweep(task, folder, seconds)


def _settle(settings: Settings, task: Task, folder: "SweepFolder") -> None:
    """Run what is not done yet, and add runs where a chance must be surer."""
    from simulator.experiments.precision import more_runs
    from simulator.experiments.sweeps.sweeping import reaches_of, run_sweep

    replicates = task.request.replicates
    most = LARGEST_RUNS // len(task.request.design)
    while True:
        total = replicates * len(task.request.design)
        with progress_bar(settings, task.request.scenario.name, total) as advance:
            run_sweep(folder, task.compiler, replicates, task.jobs, advance)
        if task.half_width is None:
            return
        wanted = more_runs(reaches_of(folder, task.thresholds), replicates, task.half_width, most)
        if wanted == replicates:
            return
        settings.note(f"{replicates:,} runs a point are too few, going on to {wanted:,}")
        replicates = wanted


def _command_line(
    scenario: str,
    assignments: Sequence[str],
    over: Sequence[str],
    kind: str | None,
    points: int | None,
    table: Path | None,
    request: "SweepRequest",
    thresholds: Sequence[int],
    half_width: float | None,
    name: str | None,
) -> str:
    words = ["forcemix", "sweep", scenario]
    words += [word for text in over for word in ("--over", text)]
    single = {
        "--design": kind,
        "--points": points,
        "--table": table,
        "--runs": request.replicates,
        "--seed": request.seed,
        "--level": request.level,
        "--until-half-width": half_width,
        "--name": name,
    }
    words += [word for option, value in single.items() if value is not None for word in (option, str(value))]
    words += [word for size in thresholds for word in ("--threshold", str(size))]
    words += [word for assignment in assignments for word in ("--set", assignment)]
    return shlex.join(words)
