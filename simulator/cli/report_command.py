"""`forcemix report`: one HTML file of kept results, to share."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.run_options import json_option
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.report.material import KeptRun, KeptSweep, Material

MOST_RESULTS = 8
LONGEST_TITLE = 300
DEFAULT_OUT = Path("report.html")

HELP = """Write one HTML file to share: findings, figures, sliders, tables, assumptions, limits.

It opens without internet and loads nothing.  RESULT is a folder, or SCENARIO/ID, or an id alone, or the name of a
scenario, which means its newest result; a scenario that was not run yet is run.  The first is what the others are
held against, and the one of the sliders.  Sweeps of a grid or of one input at a time add their figure.

\b
Examples:  forcemix report baseline us-backstop clear-mandate -o briefing.html
           forcemix report mine.yaml --title "Options for the spring" --no-explorer
"""


@click.command("report", help=HELP)
@click.argument("results", metavar="RESULT...", nargs=-1)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=DEFAULT_OUT, show_default=True, metavar="FILE",
    help="Where to write it.",
)  # fmt: skip
@click.option("--title", default="", metavar="TEXT", help="Title of the report.  [default: of its results]")
@click.option("--no-explorer", is_flag=True, help="Leave out the sliders: a smaller file, written at once.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@click.option(
    "--results", "kept", type=click.Path(path_type=Path), default=Path("results"), show_default=True, metavar="DIR",
    help="Where results are kept.",
)  # fmt: skip
@json_option
@pass_settings
def command(
    settings: Settings,
    results: tuple[str, ...],
    out: Path,
    title: str,
    no_explorer: bool,
    force: bool,
    kept: Path,
    as_json: bool,
) -> None:
    """Write a report."""
    from simulator.cli.report_results import material_of
    from simulator.report.document import LARGEST, report_page

    _check(results, out, title, force)
    command_line = _command_line(results, out, title, no_explorer, kept)
    material = material_of(settings, results, kept, title, not no_explorer, command_line)
    text = report_page(material)
    _write(out, text)
    size = len(text.encode())
    if size > LARGEST:
        settings.note(f"note: the report has {size / 1e6:.1f} MB; fewer results, or --no-explorer, make it smaller")
    _tell(material, out, size, as_json)


def _check(results: Sequence[str], out: Path, title: str, force: bool) -> None:
    """Make sure, before anything is run, that the command makes sense and overwrites nothing by accident."""
    mistakes = []
    if not results:
        mistakes.append("Which results? For example: forcemix report baseline us-backstop. See them all: forcemix runs")
    if len(set(results)) > MOST_RESULTS:
        mistakes.append(f"a report takes at most {MOST_RESULTS} results, and {len(set(results))} are named")
    if len(title) > LONGEST_TITLE:
        mistakes.append(f"--title has {len(title)} characters, allowed: {LONGEST_TITLE}")
    if out.is_dir():
        mistakes.append(f"`{out.as_posix()}` is a folder; --out takes a file")
    elif out.suffix.lower() not in (".html", ".htm"):
        mistakes.append(f"`{out.as_posix()}` does not end in .html")
    elif out.exists() and not force:
        mistakes.append(f"{out.as_posix()} exists. Overwrite it with --force, or give another one with -o")
    if mistakes:
        raise click.UsageError("\n".join(mistakes))


def _command_line(results: Sequence[str], out: Path, title: str, no_explorer: bool, kept: Path) -> str:
    words = ["forcemix", "report", *results, "-o", out.as_posix()]
    words += ["--title", title] if title else []
    words += ["--no-explorer"] if no_explorer else []
    words += ["--results", kept.as_posix()] if kept != Path("results") else []
    return shlex.join(words)


def _write(out: Path, text: str) -> None:
    from simulator.experiments.results import ResultsError, write_whole

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, text)
    except OSError as error:
        raise ResultsError(f"`{out.as_posix()}` cannot be written ({error.strerror})") from error


def _tell(material: "Material", out: Path, size: int, as_json: bool) -> None:
    from simulator import __version__
    from simulator.cli.printing import print_json
    from simulator.experiments.summary import SCHEMA

    of: list[KeptRun | KeptSweep] = [*material.runs, *material.sweeps]
    folders = [one.folder for one in of]
    if as_json:
        told: dict[str, Any] = {"schema": SCHEMA, "version": __version__, "file": out.as_posix(), "bytes": size}
        print_json(told | {"results": folders, "explorer": material.explorer is not None})
        return
    parts = "findings, figures, explorer, tables" if material.explorer is not None else "findings, figures, tables"
    click.echo(
        f"Wrote {out.as_posix()} ({size / 1e6:.1f} MB, opens without internet): {parts}, assumptions, limits, how to "
        f"repeat.\nOf {', '.join(folders)}."
    )
