"""The table that a command writes beside what it prints: its options, what is refused before any work, and the file."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click


def table_option(what: str) -> Callable[[Any], Any]:
    """Return the option ``--csv`` of a command that writes ``what``, one a row."""
    return click.option(
        "--csv", "table", type=click.Path(path_type=Path), metavar="FILE", help=f"Write {what}, one a row, to a file."
    )


overwrite_option = click.option("--force", is_flag=True, help="Overwrite the file of --csv.")


def refuse_overwriting(file: Path, force: bool, option: str) -> None:
    """Make sure that a file is none, or may be overwritten.

    Raises
    ------
    click.UsageError
        If there is a folder, or a file and no ``force``; ``option`` is what named it.
    """
    if file.is_dir():
        raise click.UsageError(f"`{file.as_posix()}` is a folder; {option} takes a file")
    if file.exists() and not force:
        raise click.UsageError(f"{file.as_posix()} exists. Overwrite it with --force")


def claim_table(table: Path, force: bool) -> None:
    """Make sure, before anything is run, that the table can be written and overwrites nothing by accident.

    Raises
    ------
    click.UsageError
        As :func:`refuse_overwriting`.
    simulator.experiments.kept.results.ResultsError
        If its folder cannot be made or written to.
    """
    refuse_overwriting(table, force, "--csv")
    try:
        table.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=table.parent):
            pass
    except OSError as error:
        raise _cannot_write(table, error) from error


def write_table(rows: Sequence[Mapping[str, Any]], table: Path) -> None:
    """Write rows as CSV, whole or not at all.

    Raises
    ------
    simulator.experiments.kept.results.ResultsError
        If the file cannot be written.
    """
    from simulator.experiments.kept.results import csv_text, write_whole

    try:
        write_whole(table, csv_text(rows))
    except OSError as error:
        raise _cannot_write(table, error) from error


def _cannot_write(table: Path, error: OSError) -> Exception:
    from simulator.experiments.kept.results import ResultsError

    return ResultsError(f"`{table.as_posix()}` cannot be written ({error.strerror})")
