"""`forcemix report`: one HTML file of kept results, to share."""

import shlex
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from simulator.cli.kept_options import results_option
from simulator.cli.run_options import DEFAULT_SEED, json_option
from simulator.cli.settings import Settings, pass_settings

MOST_RESULTS = 8
LONGEST_TITLE = 300
REPORT_FILE, EXPLORER_FILE = "report.html", "explorer.html"

HELP = """Write one HTML file to share: findings, figures, sliders, tables, assumptions, limits.

It opens without internet and loads nothing.  RESULT is a folder, or SCENARIO/ID, or an id alone, or the name of a
scenario, which means its newest run; a scenario that was not run yet is run.  The first run is what the others are
held against, and the one of the sliders.  Sweeps of a grid or of one input at a time add their figure; a sweep alone
is reported beside a run of its scenario.

\b
Examples:  forcemix report baseline us-backstop clear-mandate -o briefing.html
           forcemix report mine.yaml --title "Options for the spring" --no-explorer
           forcemix report mine.yaml --explorer-only -o sliders.html
"""


@click.command("report", help=HELP)
@click.argument("results", metavar="RESULT...", nargs=-1)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FILE",
    help=f"Where to write it.  [default: {REPORT_FILE}; {EXPLORER_FILE} for the explorer]",
)  # fmt: skip
@click.option("--title", default="", metavar="TEXT", help="Title of the report.  [default: of its results]")
@click.option("--no-explorer", is_flag=True, help="Leave out the sliders: a smaller file, written at once.")
@click.option(
    "--explorer-only", is_flag=True,
    help="Write the sliders alone, of one scenario as it stands or of one result.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the file.")
@results_option
@json_option
@pass_settings
def command(
    settings: Settings,
    results: tuple[str, ...],
    out: Path | None,
    title: str,
    no_explorer: bool,
    explorer_only: bool,
    force: bool,
    kept: Path,
    as_json: bool,
) -> None:
    """Write a report."""
    target = out or Path(EXPLORER_FILE if explorer_only else REPORT_FILE)
    _check(results, target, title, force, explorer_only, no_explorer)
    _claim(target)
    if explorer_only:
        written = _explorer(settings, results[0], kept)
    else:
        line = _command_line(results, target, title, no_explorer, kept)
        written = _report(settings, results, kept, title, not no_explorer, line)
    _write(target, written.text)
    _tell(settings, written, target, as_json)


class Written(NamedTuple):
    """A page, and what is told of it.

    Attributes
    ----------
    text
        The page.
    folders
        Results that it is made of.
    parts
        What is in it, in words.
    explorer
        Whether the sliders are in it.
    figures
        How many figures are in it.
    """

    text: str
    folders: list[str]
    parts: str
    explorer: bool
    figures: int


def _report(
    settings: Settings, results: Sequence[str], kept: Path, title: str, with_explorer: bool, line: str
) -> Written:
    from simulator.cli.chosen.report_results import material_of
    from simulator.report.document import figures_in, report_page

    material = material_of(settings, results, kept, title, with_explorer, line)
    text = report_page(material)
    folders = [run.folder for run in material.runs] + [sweep.folder for sweep in material.sweeps]
    figures = figures_in(text)
    sliders = "explorer, " if with_explorer else ""
    parts = f"findings, {figures} figures, {sliders}tables, assumptions, limits, how to repeat"
    return Written(text, folders, parts, with_explorer, figures)


def _explorer(settings: Settings, word: str, kept: Path) -> Written:
    from simulator.cli.chosen.explored import explored, grid_of
    from simulator.experiments.explorer.grid import DEFAULT_RUNS
    from simulator.experiments.pool import cores
    from simulator.web.island import island
    from simulator.web.page import explorer_page

    scenario, origin = explored(settings, word, (), kept)
    grid = grid_of(settings, scenario, DEFAULT_RUNS, DEFAULT_SEED, cores())
    text = explorer_page(island(grid, origin))
    return Written(text, [], f"the explorer of {scenario.name}", True, 0)


def _check(results: Sequence[str], out: Path, title: str, force: bool, explorer_only: bool, no_explorer: bool) -> None:
    """Make sure, before anything is run, that the command makes sense and overwrites nothing by accident."""
    mistakes = []
    if not results:
        mistakes.append("Which results? For example: forcemix report baseline us-backstop. See them all: forcemix runs")
    if len(set(results)) > MOST_RESULTS:
        mistakes.append(f"a report takes at most {MOST_RESULTS} results, and {len(set(results))} are named")
    if explorer_only and len(results) > 1:
        mistakes.append(f"--explorer-only takes one scenario or result, and {len(results)} are named")
    if explorer_only and no_explorer:
        mistakes.append("--explorer-only and --no-explorer leave nothing to write")
    if explorer_only and title:
        mistakes.append("--title is of a report; the explorer has the title of its scenario")
    if len(title) > LONGEST_TITLE:
        mistakes.append(f"--title has {len(title)} characters, allowed: {LONGEST_TITLE}")
    if mistakes := [*mistakes, *_file_mistakes(out, force)]:
        raise click.UsageError("\n".join(mistakes))


def _file_mistakes(out: Path, force: bool) -> list[str]:
    if out.is_dir():
        return [f"`{out.as_posix()}` is a folder; --out takes a file"]
    if out.suffix.lower() not in (".html", ".htm"):
        return [f"`{out.as_posix()}` does not end in .html"]
    if out.exists() and not force:
        return [f"{out.as_posix()} exists. Overwrite it with --force, or give another one with -o"]
    return []


def _command_line(results: Sequence[str], out: Path, title: str, no_explorer: bool, kept: Path) -> str:
    words = ["forcemix", "report", *results, "-o", out.as_posix()]
    words += ["--title", title] if title else []
    words += ["--no-explorer"] if no_explorer else []
    words += ["--results", kept.as_posix()] if kept != Path("results") else []
    return shlex.join(words)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Tell what keeps a file from being written."""
    from simulator.experiments.kept.results import ResultsError

    try:
        yield
    except OSError as error:
        raise ResultsError(f"`{out.as_posix()}` cannot be written ({error.strerror})") from error


def _claim(out: Path) -> None:
    """Make sure, before anything is run, that a file can be written."""
    with _writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out.parent):
            pass


def _write(out: Path, text: str) -> None:
    from simulator.experiments.kept.results import write_whole

    with _writing(out):
        write_whole(out, text)


def _tell(settings: Settings, written: Written, out: Path, as_json: bool) -> None:
    from simulator import __version__
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.summary import SCHEMA
    from simulator.web.page import LARGEST

    size = len(written.text.encode())
    if size > LARGEST:
        settings.note(f"note: the file has {size / 1e6:.1f} MB; fewer results, or --no-explorer, make it smaller")
    if as_json:
        told: dict[str, Any] = {"schema": SCHEMA, "version": __version__, "file": out.as_posix(), "bytes": size}
        print_json(told | {"results": written.folders, "figures": written.figures, "explorer": written.explorer})
        return
    click.echo(f"Wrote {out.as_posix()} ({size / 1e6:.1f} MB, opens without internet): {written.parts}.")
    if written.folders:
        click.echo(f"Of {', '.join(written.folders)}.")
