"""What commands that run scenarios share: their options, and the bar that shows how far they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from simulator.cli.settings import Settings

LARGEST_SEED = 2**64 - 1
LARGEST_RUNS = 100_000
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
    help="Processes to use; the numbers do not depend on it.  [default: all cores]",
)  # fmt: skip
threshold_option = click.option(
    "--threshold", "thresholds", type=click.IntRange(1, LARGEST_FORCE), multiple=True, default=DEFAULT_THRESHOLDS,
    show_default=True, metavar="TROOPS", help="Force sizes to give chances for. Repeatable.",
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
