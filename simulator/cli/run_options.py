"""What commands that run scenarios share: their options, and the bar that shows how far they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from simulator.cli.settings import Settings

LARGEST_SEED = 2**64 - 1
LARGEST_RUNS = 200_000
"""A run keeps everything of every run in memory; a sweep does not, and may be larger."""
LARGEST_FORCE = 10_000_000
DEFAULT_SEED = 1
DEFAULT_THRESHOLDS = (10_000, 20_000)

Decorated = TypeVar("Decorated", bound=Callable[..., Any] | click.Command)

set_option = click.option(
    "--set", "assignments", metavar="INPUT=VALUE", multiple=True, help="Change an input. Repeatable."
)
seed_option = click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), default=DEFAULT_SEED, show_default=True, metavar="INTEGER",
    help="Same seed, same inputs, same version: same numbers.",
)  # fmt: skip
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1, 1024), default=None, metavar="N",
    help="Threads to use; the numbers do not depend on it.  [default: all cores]",
)  # fmt: skip
threshold_option = click.option(
    "--threshold", "thresholds", type=click.IntRange(1, LARGEST_FORCE), multiple=True, default=DEFAULT_THRESHOLDS,
    show_default=True, metavar="TROOPS", help="Force sizes to give chances for. Repeatable.",
)  # fmt: skip
out_option = click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("results"), show_default=True, metavar="DIR",
    help="Where to keep results.",
)  # fmt: skip
half_width_option = click.option(
    "--until-half-width", "half_width", type=click.FloatRange(0.01, 50.0), metavar="N",
    help="Add runs until every chance is known to within N runs of 100 (95 % interval).",
)  # fmt: skip
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON on standard output and nothing else there."
)


def runs_option(default: int) -> Callable[[Decorated], Decorated]:
    """Return the option for the number of runs.

    Parameters
    ----------
    default
        Runs for each scenario where the option is not given.
    """
    return click.option(
        "-n", "--runs", type=click.IntRange(1, LARGEST_RUNS), default=default, show_default=True, metavar="N",
        help="Runs for each scenario.",
    )  # fmt: skip


@contextmanager
def progress_bar(settings: Settings, name: str, runs: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, and nothing where standard error is piped.

    Parameters
    ----------
    settings
        Whose ``quiet`` and ``progress`` count.
    name
        What is run.
    runs
        How many runs fill the bar.

    Yields
    ------
    callable
        Takes the number of runs done since the last call.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class RunsDone(ProgressColumn):
        """How many runs are done, and how many are done a second."""

        def render(self, task: Task) -> Text:
            speed = f"{task.speed:,.0f} runs/s" if task.speed else ""
            return Text(f"{task.completed:,.0f}/{task.total or 0:,.0f}  {speed}")

    console = Console(stderr=True)
    shown = settings.progress and not settings.quiet and console.is_terminal
    columns = (TextColumn("{task.fields[name]}", markup=False), BarColumn(), RunsDone(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not shown, transient=True) as bar:
        task = bar.add_task("", total=runs, name=name)
        yield lambda done: bar.update(task, advance=done)


def say_compiling(settings: Settings) -> None:
    """Say that the engine is being compiled, where it will be: the first run on a machine takes a while longer."""
    from simulator.engine.compiled import is_warm

    if not is_warm():
        settings.note("Compiling the engine for this machine, once (up to a minute) …")
