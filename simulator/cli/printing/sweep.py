"""How the command line shows a sweep: its plan, its table, its JSON."""

import json
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.printing.numbers import interval, of_100, print_table, troops, with_noise

if TYPE_CHECKING:
    from simulator.cli.commands.sweep import Task
    from simulator.experiments.sweeps.point_summary import PointSummary
    from simulator.experiments.sweeps.store import SweepFolder

SHOWN_POINTS = 24
WIDEST_MAP = 13
GIGA = 1e9


def print_plan(task: "Task") -> None:
    """Say what a sweep would take: points, runs, seconds, bytes, free disk."""
    from simulator.experiments.sweeps.estimates import estimate

    found = estimate(task.request, task.compiler, task.folder, task.jobs)
    request = task.request
    there = task.folder
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    click.echo(
        f"{request.scenario.name}: {len(request.design):,} points x {request.replicates:,} runs = "
        f"{request.runs:,} runs in {found.chunks:,} parts, level {request.kept_level()}"
    )
    click.echo(f"{found.done:,} runs are finished already, {found.left:,} to run")
    click.echo(
        f"about {_seconds(found.seconds)} on {task.jobs} threads and {_bytes(found.size)} on the disk "
        f"({_bytes(free)} free), into {task.folder.as_posix()}/"
    )
    if found.size > free:
        click.echo("That does not fit on the disk. Fewer runs, or --level 0, take less.")
    click.echo("Nothing was run.")


def print_sweep(task: "Task", folder: "SweepFolder", seconds: float) -> None:
    """Print a finished sweep: a map of two inputs, or its points."""
    request = task.request
    runs = folder.manifest.replicates
    click.secho(f"{request.scenario.name}: {request.scenario.document.title}", bold=True)
    click.echo(
        f"  {len(request.design):,} points x {runs:,} runs, seed {request.seed}, statements up to "
        f"{request.scenario.document.as_of.isoformat()}, {seconds:.1f} s"
    )
    points = list(_first(_summaries(task, folder), 400))
    axes = request.design.axes
    if len(axes) == 2 and max(len(values) for values in axes.values()) <= WIDEST_MAP:
        _print_map(points, axes, task.thresholds[0])
    _print_points(points, len(request.design), task.thresholds[0])
    click.echo(f"\nKept in {task.folder.as_posix()}/")
    click.echo(f"Repeat: {task.command}")
    click.echo("Results are runs of a model, not forecasts. Limits: forcemix explain limits")


def _summaries(task: "Task", folder: "SweepFolder") -> Iterator["PointSummary"]:
    from simulator.experiments.sweeps.point_summary import point_summaries
    from simulator.experiments.sweeps.sweeping import inputs_of_points

    return point_summaries(folder, inputs_of_points(folder, task.request.design), task.thresholds)


def _first(points: Iterator["PointSummary"], count: int) -> Iterator["PointSummary"]:
    for _, point in zip(range(count), points, strict=False):
        yield point


def _print_map(points: list["PointSummary"], axes: dict[str, tuple[Any, ...]], threshold: int) -> None:
    """Print the chance of a size over two inputs: rows the first, columns the second."""
    (down, rows), (across, columns) = axes.items()
    click.echo(f"\n  Runs of 100 that reach {threshold:,} pledged; rows {down}, columns {across}")
    cells = iter(points)
    table = [
        (_value(row), *(of_100(_reach(next(cells), "pledged", threshold).chance.in_100) for _ in columns))
        for row in rows
    ]
    print_table(("", *(_value(column) for column in columns)), table, "r" * (len(columns) + 1))


def _print_points(points: list["PointSummary"], count: int, threshold: int) -> None:
    click.echo()
    shown = points[:SHOWN_POINTS]
    header = (*shown[0].inputs, "pledged", "8 of 10 runs", "±", "usable", "ground", f"reaches {threshold:,} pledged")
    rows = [
        (
            *(_value(value) for value in point.inputs.values()),
            troops(point.force["pledged"].p50),
            interval(point.force["pledged"]),
            troops(point.force["pledged"].mcse),
            troops(point.force["usable"].p50),
            f"{point.counts['ground'].p50:.0f}",
            with_noise(_reach(point, "pledged", threshold).chance),
        )
        for point in shown
    ]
    print_table(header, rows, "r" * len(header))
    click.echo("  pledged, usable, ground: medians.  ±: Monte Carlo error of the mean pledge.")
    if count > len(shown):
        click.echo(f"  … {count - len(shown):,} more points; all of them: --json, or forcemix export")


def _reach(point: "PointSummary", strength: str, size: int) -> Any:
    return next(reach for reach in point.reaches if (reach.strength, reach.troops) == (strength, size))


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def sweep_json(task: "Task", folder: "SweepFolder", seconds: float) -> None:
    """Print a finished sweep as JSON, a point a line, so that memory stays flat."""
    from simulator import __version__
    from simulator.experiments.summary import SCHEMA

    request = task.request
    head = {
        "schema": SCHEMA,
        "version": __version__,
        "scenario": request.scenario.name,
        "title": request.scenario.document.title,
        "as_of": request.scenario.document.as_of.isoformat(),
        "command": task.command,
        "design": request.design.kind,
        "inputs": list(request.design.inputs),
        "runs": folder.manifest.replicates,
        "seed": request.seed,
        "level": folder.layout.level,
        "resolution": 1 if folder.layout.level else 100,
        "out": task.folder.as_posix(),
        "seconds": round(seconds, 3),
    }
    text = json.dumps(head, indent=1, allow_nan=False, ensure_ascii=False)
    click.echo(text.rstrip("}").rstrip() + ',\n "points": [')
    first = True
    for point in _summaries(task, folder):
        line = json.dumps(point.to_json(), allow_nan=False, ensure_ascii=False)
        click.echo(f"{'  ' if first else ', '}{line}")
        first = False
    click.echo(" ]\n}")


def _seconds(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def _bytes(size: float) -> str:
    return f"{size / GIGA:.1f} GB" if size >= GIGA else f"{max(1, round(size / 1e6)):,} MB"
