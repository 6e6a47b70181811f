"""What holds for every command: verbosity, colour, the project folder and its configuration."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import click

CONFIGURATION = "forcemix.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Common options, as given before the command."""

    quiet: bool
    verbose: int
    color: str
    progress: bool
    project: Path

    def coloured(self, stream: TextIO) -> bool:
        """Return whether to colour what goes to a stream."""
        if self.color != "auto":
            return self.color == "always"
        return stream.isatty() and not os.environ.get("NO_COLOR")

    def note(self, text: str) -> None:
        """Say something that is not data: on standard error, and not at all where quiet."""
        if not self.quiet:
            click.echo(text, err=True)


pass_settings = click.make_pass_decorator(Settings)
"""Hands the common options to a command as its first argument."""


def project_folder(given: Path | None) -> Path:
    """Return the folder to work in: the given one, or the nearest with a configuration, or the current one."""
    if given is not None:
        return given.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CONFIGURATION).is_file():
            return folder
    return here


def configured_defaults(folder: Path) -> dict[str, Any]:
    """Return defaults for options from the project's configuration, one table a command.

    Raises
    ------
    click.ClickException
        If the file is not TOML.
    """
    path = folder / CONFIGURATION
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{path}: {error}") from error
