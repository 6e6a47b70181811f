"""`forcemix run`: run scenarios many times and summarise the force."""

import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.experiments.results import Request
    from simulator.experiments.summary import Summary
    from simulator.scenario.scenario import Scenario

LARGEST_SEED = 2**64 - 1
LARGEST_RUNS = 100_000
DEFAULT_RUNS, DEFAULT_SEED, DEFAULT_THRESHOLDS = 500, 1, (10_000, 20_000)

HELP = """Run scenarios many times and summarise the force.

SCENARIO is a name from `forcemix list` or a path to a YAML file.

\b
Examples:  forcemix run baseline us-backstop --runs 2000
           forcemix run mine.yaml --set us.involvement=0.6 --json
           forcemix run baseline --trace 0
"""


@click.command("run", help=HELP)
@click.argument("scenarios", metavar="[SCENARIO]...", nargs=-1)
@click.option("--set", "assignments", metavar="INPUT=VALUE", multiple=True, help="Change an input. Repeatable.")
@click.option(
    "-n", "--runs", type=click.IntRange(1, LARGEST_RUNS), default=DEFAULT_RUNS, show_default=True, metavar="N",
    help="Runs for each scenario.",
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), default=DEFAULT_SEED, show_default=True, metavar="INTEGER",
    help="Same seed, same inputs, same version: same numbers.",
)  # fmt: skip
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 1024), default=None, metavar="N",
    help="Processes to use; the numbers do not depend on it.  [default: all cores]",
)  # fmt: skip
@click.option(
    "--threshold", "thresholds", type=click.IntRange(1, 10_000_000), multiple=True, default=DEFAULT_THRESHOLDS,
    show_default=True, metavar="TROOPS", help="Force sizes to give chances for. Repeatable.",
)  # fmt: skip
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("results"), show_default=True, metavar="DIR",
    help="Where to keep results.",
)  # fmt: skip
@click.option("--all", "everyone", is_flag=True, help="A line for every country, those that stay out too.")
@click.option("--trace", type=click.IntRange(0), metavar="RUN", help="Print one run round by round, and keep nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would be run, then stop.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output and nothing else there.")
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
    everyone: bool,
    trace: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Run scenarios."""
    from simulator.experiments.pool import cores
    from simulator.experiments.results import Request, claim
    from simulator.scenario.library import load

    if not scenarios:
        raise click.UsageError("Which scenario? For example: forcemix run baseline. See them all: forcemix list")
    loaded = [load(name, assignments, settings.project) for name in scenarios]
    sizes = tuple(sorted(set(thresholds)))
    requests = [
        Request(scenario, runs, seed, sizes, _command_line(name, assignments, runs, seed, sizes))
        for scenario, name in zip(loaded, scenarios, strict=True)
    ]
    if trace is not None:
        _print_traces(loaded, seed, trace)
        return
    if dry_run:
        _print_plan(requests, jobs or cores(), out)
        return
    claim(out)
    _run_all(settings, requests, jobs or cores(), out, everyone or settings.verbose > 0, as_json)


def _run_all(
    settings: Settings, requests: Sequence["Request"], jobs: int, out: Path, everyone: bool, as_json: bool
) -> None:
    from simulator import __version__
    from simulator.cli.printing import print_json, print_summary
    from simulator.experiments.results import keep
    from simulator.experiments.summary import SCHEMA

    results: list[dict[str, Any]] = []
    for request in requests:
        started = time.perf_counter()
        with _progress(settings, request.scenario.name, request.runs) as advance:
            summary = _summary(request, jobs, advance)
        folder = keep(summary, request, out)
        figures = _draw(summary, folder)
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


def _summary(request: "Request", jobs: int, advance: Callable[[int], None]) -> "Summary":
    from simulator.experiments.running import run_scenario

    return run_scenario(request.scenario, request.runs, request.seed, jobs, request.thresholds, advance)


def _draw(summary: "Summary", folder: Path) -> list[str]:
    from simulator.figures import ledger, waterfall
    from simulator.figures.frame import save

    drawn = {"ledger.png": ledger.draw(summary), "waterfall.png": waterfall.draw(summary)}
    for name, figure in drawn.items():
        save(figure, folder / name)
    return list(drawn)


def _command_line(name: str, assignments: Sequence[str], runs: int, seed: int, thresholds: Sequence[int]) -> str:
    words = ["forcemix", "run", name, "--runs", str(runs), "--seed", str(seed)]
    for size in thresholds:
        words += ["--threshold", str(size)]
    for assignment in assignments:
        words += ["--set", assignment]
    return shlex.join(words)


@contextmanager
def _progress(settings: Settings, name: str, runs: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, and nothing where standard error is piped."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    shown = settings.progress and not settings.quiet and console.is_terminal
    columns = (
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not shown, transient=True) as bar:
        task = bar.add_task("", total=runs, name=name)
        yield lambda done: bar.update(task, advance=done)


def _print_plan(requests: Sequence["Request"], jobs: int, out: Path) -> None:
    from simulator.experiments.results import folder_of

    for request in requests:
        folder = folder_of(request, out)
        known = " (kept already; the same numbers would be written again)" if folder.exists() else ""
        click.echo(
            f"{request.scenario.name}: {request.runs:,} runs on {jobs} processes, into {folder.as_posix()}/{known}"
        )
    click.echo("Nothing was run.")


def _print_rounds(summary: "Summary") -> None:
    from simulator.cli.printing import print_table, troops

    click.echo("\n  Round by round, means over runs")
    rows = [
        (str(entry.round), *(f"{entry.means[name]:.1f}" for name in ("joins", "inside", "ground")),
         troops(entry.means["pledged"]))
        for entry in summary.rounds
    ]  # fmt: skip
    print_table(("round", "join", "inside", "ground", "pledged"), rows, "rrrrr")


def _print_traces(scenarios: Sequence["Scenario"], seed: int, replicate: int) -> None:
    from simulator.cli.tracing import print_trace
    from simulator.experiments.tracing import trace

    for scenario in scenarios:
        click.secho(f"{scenario.name}, run {replicate}, seed {seed}, through the Mesa model", bold=True)
        print_trace(trace(scenario, seed, replicate))
