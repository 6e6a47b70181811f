"""`forcemix sensitivity`: which unknown matters most."""

import shlex
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.run_options import (
    jobs_option,
    json_option,
    out_option,
    progress_bar,
    say_compiling,
    seed_option,
    set_option,
)
from simulator.cli.settings import Settings, pass_settings
from simulator.cli.table_file import claim_table, overwrite_option, table_option, write_table

if TYPE_CHECKING:
    from simulator.analysis.sensitivity.indices import Budget
    from simulator.analysis.sensitivity.keeping import StudyRequest
    from simulator.experiments.comparing.conditions import Event

WRONG_COMMAND = 2
MOST_RUNS, MOST_POINTS, MOST_SCRAMBLES, MOST_TRAJECTORIES, MOST_TOP = 4_000, 65_536, 64, 10_000, 40
LARGEST = 1_000_000_000

HELP = """Show which unknown matters most for an output, and how much of it is run noise.

SCENARIO is a name from `forcemix list` or a path to a YAML file.  Its `uncertain:` block says what is uncertain,
and --over adds inputs; where neither says anything, a default set is taken (docs/how-to/sensitivity.md).
All inputs are screened (Morris); those with the largest effects get first-order and total indices (Sobol')
of the mean over runs, the others one index together.  Drawn by: forcemix plot indices

\b
Examples:  forcemix sensitivity baseline
           forcemix sensitivity baseline --of 'usable>=25000' --top 6
           forcemix sensitivity mine.yaml --over us.air=0:1 --over structure.veto=0.2:0.8 --points 256

\b
--of       a strength (headline, pledged, allocated, usable) or a count (joins, inside, ground): its mean; or
           usable>=25000, joins<10, FIN>=3: its chance
--over     INPUT=START:STOP, or values with commas; any input by its path (forcemix list inputs)
"""


@click.command("sensitivity", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@set_option
@click.option("--over", multiple=True, metavar="INPUT=VALUES", help="What is uncertain, and between what. Repeatable.")
@click.option("--of", "output", default="usable", show_default=True, metavar="OUTPUT", help="What is analysed.")
@click.option(
    "--points", type=click.IntRange(2, MOST_POINTS), default=64, show_default=True, metavar="N",
    help="Base points of each design, a power of two.",
)  # fmt: skip
@click.option(
    "--scrambles", type=click.IntRange(2, MOST_SCRAMBLES), default=8, show_default=True, metavar="N",
    help="Independent designs; intervals come from how they scatter.",
)  # fmt: skip
@click.option(
    "-n", "--runs", type=click.IntRange(2, MOST_RUNS), default=200, show_default=True, metavar="N",
    help="Runs at each point.",
)  # fmt: skip
@click.option(
    "--trajectories", type=click.IntRange(2, MOST_TRAJECTORIES), default=20, show_default=True, metavar="N",
    help="How often the screening moves each input.",
)  # fmt: skip
@click.option(
    "--top", type=click.IntRange(1, MOST_TOP), default=12, show_default=True, metavar="N",
    help="Inputs that get indices of their own.",
)  # fmt: skip
@seed_option
@jobs_option
@out_option
@table_option("all indices")
@overwrite_option
@click.option("--dry-run", is_flag=True, help="Say what is uncertain and how many runs it takes; then stop.")
@json_option
@pass_settings
@click.pass_context
def command(
    ctx: click.Context,
    settings: Settings,
    scenario: str,
    assignments: tuple[str, ...],
    over: tuple[str, ...],
    output: str,
    points: int,
    scrambles: int,
    runs: int,
    trajectories: int,
    top: int,
    seed: int,
    jobs: int | None,
    out: Path,
    table: Path | None,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Analyse what moves an output."""
    from simulator.analysis.sensitivity.indices import Budget
    from simulator.analysis.sensitivity.inputs import uncertain_inputs
    from simulator.analysis.sensitivity.keeping import StudyRequest
    from simulator.experiments.kept.results import claim
    from simulator.experiments.pool import cores
    from simulator.scenario.library import load

    _check_points(points)
    of = _output(ctx, output)
    loaded = load(scenario, assignments, settings.project)
    inputs = uncertain_inputs(loaded, over)
    budget = Budget(points, scrambles, runs, trajectories, top, seed)
    words = _command_line(scenario, assignments, over, output, budget)
    request = StudyRequest(loaded, inputs, of, budget, words)
    _check_size(request)
    if dry_run:
        from simulator.cli.printing.sensitivity import print_plan

        print_plan(request)
        return
    if table is not None:
        claim_table(table, force)
    claim(out)
    _run(settings, request, jobs or cores(), out, table, as_json)


def _check_points(points: int) -> None:
    if points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        raise click.UsageError(
            f"--points {points} is no power of two, without which the points are not balanced. Take {below} or "
            f"{2 * below}"
        )


def _output(ctx: click.Context, text: str) -> "Event | str":
    from simulator.experiments.comparing.conditions import ConditionError, parse_subject
    from simulator.scenario.diagnostics import render

    try:
        return parse_subject(text, "--of")
    except ConditionError as error:
        click.echo(render(error.mistakes), err=True)
        ctx.exit(WRONG_COMMAND)


def _check_size(request: "StudyRequest") -> None:
    runs = request.rows * request.budget.runs
    if runs > LARGEST:
        raise click.UsageError(
            f"this takes {runs:,} runs, allowed: {LARGEST:,}. Take fewer --points, --scrambles, --runs or --top"
        )


def _run(settings: Settings, request: "StudyRequest", jobs: int, out: Path, table: Path | None, as_json: bool) -> None:
    from simulator.analysis.sensitivity.designs import require
    from simulator.analysis.sensitivity.indices import analyse
    from simulator.analysis.sensitivity.keeping import keep_study
    from simulator.analysis.sensitivity.replicated import ReplicatedModel
    from simulator.cli.printing.numbers import print_json
    from simulator.cli.printing.sensitivity import print_study, study_json

    require()
    say_compiling(settings)
    started = time.perf_counter()
    budget, layers = request.budget, [one.layer for one in request.inputs]
    with progress_bar(settings, request.scenario.name, request.rows * budget.runs) as advance:
        model = ReplicatedModel(
            request.scenario, request.inputs, request.output, budget.runs, budget.seed, jobs, advance
        )
        found = analyse([one.path for one in request.inputs], layers, model, budget)
    study = request.study(found)
    folder = keep_study(study, request, out)
    if table is not None:
        from simulator.analysis.sensitivity.results import index_rows

        write_table(index_rows(study.found), table)
    if as_json:
        print_json(study_json(study, request.command, folder))
    else:
        print_study(study, request, folder, time.perf_counter() - started)
        if table is not None:
            click.echo(f"Wrote {table.as_posix()}.")


def _command_line(scenario: str, assignments: Sequence[str], over: Sequence[str], output: str, budget: "Budget") -> str:
    words = ["forcemix", "sensitivity", scenario, "--of", output]
    words += [word for text in over for word in ("--over", text)]
    for name in ("points", "scrambles", "runs", "trajectories", "top", "seed"):
        words += [f"--{name}", str(getattr(budget, name))]
    words += [word for assignment in assignments for word in ("--set", assignment)]
    return shlex.join(words)
