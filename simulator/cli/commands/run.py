"""`forcemix run`: run scenarios many times and summarise the force."""

import shlex
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from simulator.cli.choices import SuggestingChoice
from simulator.cli.drawing import draw_run, get_ready
from simulator.cli.run_options import (
    LARGEST_RUNS,
    half_width_option,
    jobs_option,
    json_option,
    out_option,
    progress_bar,
    runs_option,
    say_compiling,
    seed_option,
    set_option,
    threshold_option,
)
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.experiments.kept.results import Request
    from simulator.experiments.summary import Summary
    from simulator.scenario.scenario import Scenario

DEFAULT_RUNS = 500

HELP = """Run scenarios many times and summarise the force.

SCENARIO is a name from `forcemix list` or a path to a YAML file.

\b
Examples:  forcemix run baseline us-backstop --runs 2000
           forcemix run mine.yaml --set us.involvement=0.6 --json
           forcemix run baseline --trace 0
"""


@click.command("run", help=HELP)
@click.argument("scenarios", metavar="[SCENARIO]...", nargs=-1)
@set_option
@runs_option(DEFAULT_RUNS)
@seed_option
@jobs_option
@threshold_option
@out_option
@half_width_option
@click.option(
    "--engine", type=SuggestingChoice(("array", "mesa")), default="array", show_default=True,
    help="Compiled array engine, or the Mesa agents: the same numbers, a thousand times slower.",
)  # fmt: skip
@click.option("--all", "everyone", is_flag=True, help="A line for every country, those that stay out too.")
@click.option("--trace", type=click.IntRange(0), metavar="RUN", help="Print one run round by round, and keep nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would be run, then stop.")
@json_option
@pass_settings
def command(
    settings: Settings,
    scenarios: tuple[str, ...],
    assignments: tuple[str, ...],
    runs: int,
    seed: int,
    jobs: int | None,
    thresholds: tuple[int, ...],
    out: Path,
    half_width: float | None,
    engine: str,
    everyone: bool,
    trace: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Run scenarios."""
    if not scenarios:
        raise click.UsageError("Which scenario? For example: forcemix run baseline. See them all: forcemix list")
    requests = _requests(settings, scenarios, assignments, runs, seed, thresholds)
    if trace is not None:
        _print_traces([request.scenario for request in requests], seed, trace)
    elif dry_run:
        _print_plan(requests, jobs, out)
    else:
        work = Work(jobs, engine, half_width)
        _run_all(settings, requests, work, out, everyone or settings.verbose > 0, as_json)


def _requests(
    settings: Settings,
    names: Sequence[str],
    assignments: Sequence[str],
    runs: int,
    seed: int,
    thresholds: Sequence[int],
) -> list["Request"]:
    from simulator.experiments.kept.results import Request
    from simulator.scenario.library import load

    loaded = [load(name, assignments, settings.project) for name in names]
    sizes = tuple(sorted(set(thresholds)))
    return [
        Request(scenario, runs, seed, sizes, _command_line(name, assignments, runs, seed, sizes))
        for scenario, name in zip(loaded, names, strict=True)
    ]


class Work(NamedTuple):
    """How runs are done, which changes no number but how many there are."""

    jobs: int | None
    engine: str
    half_width: float | None


def _run_all(
    settings: Settings, requests: Sequence["Request"], work: Work, out: Path, everyone: bool, as_json: bool
) -> None:
    from simulator import __version__
    from simulator.cli.printing.numbers import print_json, print_summary
    from simulator.experiments.kept.results import claim, keep
    from simulator.experiments.summary import SCHEMA

    claim(out)
    say_compiling(settings)
    get_ready()
    results: list[dict[str, Any]] = []
    for request in requests:
        started = time.perf_counter()
        summary, request = _summary(settings, request, work)
        folder = keep(summary, request, out)
        figures = draw_run(summary, folder)
        results.append(summary.to_json(folder.as_posix()))
        if as_json:
            continue
        print_summary(summary, time.perf_counter() - started, everyone)
        if settings.verbose > 1:
            _print_rounds(summary)
        click.echo(f"\nKept in {folder.as_posix()}/ with the figures {' and '.join(figures)}.")
        click.echo("Results are runs of a model, not forecasts. Limits: forcemix explain limits\n")
    if as_json:
        print_json({"schema": SCHEMA, "version": __version__, "results": results})


def _summary(settings: Settings, request: "Request", work: Work) -> tuple["Summary", "Request"]:
    """Run a scenario, with more runs where a chance must be surer; returns what was run in the end."""
    from simulator.experiments.pool import cores
    from simulator.experiments.precision import more_runs
    from simulator.experiments.running import run_scenario

    jobs = work.jobs or cores()
    while True:
        with progress_bar(settings, request.scenario.name, request.runs) as advance:
            summary = run_scenario(
                request.scenario, request.runs, request.seed, jobs, request.thresholds, advance, work.engine
            )
        wanted = more_runs(summary.reaches, request.runs, work.half_width, LARGEST_RUNS)
        if wanted == request.runs:
            return summary, request
        settings.note(f"{request.scenario.name}: {request.runs:,} runs are too few, going on to {wanted:,}")
        request = replace(request, runs=wanted, command=_with_runs(request, wanted))


def _with_runs(request: "Request", runs: int) -> str:
    return request.command.replace(f"--runs {request.runs} ", f"--runs {runs} ", 1)


def _command_line(name: str, assignments: Sequence[str], runs: int, seed: int, thresholds: Sequence[int]) -> str:
    words = ["forcemix", "run", name, "--runs", str(runs), "--seed", str(seed)]
    for size in thresholds:
        words += ["--threshold", str(size)]
    for assignment in assignments:
        words += ["--set", assignment]
    return shlex.join(words)


def _print_plan(requests: Sequence["Request"], jobs: int | None, out: Path) -> None:
    from simulator.experiments.kept.results import folder_of
    from simulator.experiments.pool import cores

    for request in requests:
        folder = folder_of(request, out)
        known = " (kept already; the same numbers would be written again)" if folder.exists() else ""
        threads = jobs or cores()
        click.echo(
            f"{request.scenario.name}: {request.runs:,} runs on {threads} threads, into {folder.as_posix()}/{known}"
        )
    click.echo("Nothing was run.")


def _print_rounds(summary: "Summary") -> None:
    from simulator.cli.printing.numbers import print_table, troops

    click.echo("\n  Round by round, means over runs")
    rows = [
        (str(entry.round), *(f"{entry.means[name]:.1f}" for name in ("joins", "inside", "ground")),
         troops(entry.means["pledged"]))
        for entry in summary.rounds
    ]  # fmt: skip
    print_table(("round", "join", "inside", "ground", "pledged"), rows, "rrrrr")


def _print_traces(scenarios: Sequence["Scenario"], seed: int, replicate: int) -> None:
    from simulator.cli.printing.tracing import print_trace
    from simulator.experiments.tracing import trace

    for scenario in scenarios:
        click.secho(f"{scenario.name}, run {replicate}, seed {seed}, through the Mesa model", bold=True)
        print_trace(trace(scenario, seed, replicate))
