"""`forcemix export`: a sweep as one table."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.choices import SuggestingChoice
from simulator.cli.kept_options import anyway_option, out_option
from simulator.cli.run_options import progress_bar, threshold_option
from simulator.cli.settings import Settings, pass_settings
from simulator.cli.table_file import refuse_overwriting

if TYPE_CHECKING:
    from simulator.experiments.sweeps.exporting import Format, Rows
    from simulator.experiments.sweeps.reopening import ReopenedSweep

HELP = """Write a sweep as one tidy table, for pandas, DuckDB, R, SALib or the EMA Workbench.

SWEEP is a folder, or SCENARIO/ID, or an id alone, or the name of a scenario, which means its newest sweep.
The inputs that moved are columns named by their paths.

\b
Examples:  forcemix export baseline -o runs.parquet
           forcemix export baseline -o points.csv --rows points --threshold 15000
           forcemix export baseline/sweep-b5e04139a8 -o runs.csv --force

\b
--rows runs    run_id (see forcemix replay), point, replicate, inputs, headline, pledged, allocated, usable in
               persons, countries that join, are inside, have ground troops, what limits, settled; at level 2
               what each country pledged
--rows points  point, inputs, runs, mean, mcse (Monte Carlo error of the mean) and p05 to p95 of the same,
               runs of 100 that reach each --threshold with their 95 % interval, shares of runs by country
"""


@click.command("export", help=HELP)
@click.argument("sweep", metavar="SWEEP")
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="The file to write, .csv or .parquet.",
)  # fmt: skip
@click.option(
    "--rows", type=SuggestingChoice(("runs", "points")), metavar="runs|points",
    help="What has a row.  [default: runs where every run was kept, else points]",
)  # fmt: skip
@click.option(
    "--format", "form", type=SuggestingChoice(("csv", "parquet")), metavar="csv|parquet",
    help="The format, where the ending of the file does not say.",
)  # fmt: skip
@threshold_option
@click.option("--force", is_flag=True, help="Overwrite the file.")
@anyway_option
@out_option
@pass_settings
def command(
    settings: Settings,
    sweep: str,
    file: Path,
    rows: "Rows | None",
    form: "Format | None",
    thresholds: tuple[int, ...],
    force: bool,
    anyway: bool,
    out: Path,
) -> None:
    """Write a sweep as a table."""
    from simulator.experiments.kept.finding import find_result
    from simulator.experiments.sweeps.exporting import check_finished, default_rows, export
    from simulator.experiments.sweeps.reopening import reopen

    refuse_overwriting(file, force, "-o")
    written_as = _format(file, form)
    reopened = reopen(find_result(sweep, out, "sweep"), anyway)
    chosen = rows or default_rows(reopened.stored)
    sizes = tuple(sorted(set(thresholds)))
    if chosen == "points":
        _check_sizes(reopened, sizes)
    check_finished(reopened.stored)
    _note_limits(settings, reopened, chosen)
    _make_folder(file)
    with progress_bar(settings, file.name, _count(reopened, chosen)) as advance:
        count = export(reopened, file, written_as, chosen, sizes, advance)
    click.echo(f"Wrote {file.as_posix()} ({count:,} {chosen}).")


def _format(file: Path, form: "Format | None") -> "Format":
    from simulator.experiments.sweeps.exporting import ENDINGS, format_of

    found = form or format_of(file)
    if found is None:
        endings = ", ".join(ENDINGS)
        raise click.UsageError(f"`{file.as_posix()}` does not end in one of {endings}: say --format csv or parquet")
    return found


def _make_folder(file: Path) -> None:
    from simulator.experiments.kept.results import ResultsError

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResultsError(f"`{file.as_posix()}` cannot be written ({error.strerror})") from error


def _check_sizes(reopened: "ReopenedSweep", sizes: Sequence[int]) -> None:
    from simulator.experiments.sweeps.point_rows import unfit_sizes

    if unfit := unfit_sizes(reopened.stored, sizes):
        listed = ", ".join(str(size) for size in unfit)
        raise click.UsageError(
            f"--threshold {listed}: a sweep that keeps no row a run (level 0) knows sizes of full hundreds up to "
            "100,000 only"
        )


def _note_limits(settings: Settings, reopened: "ReopenedSweep", rows: str) -> None:
    """Say what a table of a sweep without all its rows does not hold."""
    from simulator.experiments.sweeps.plan import ROWS

    layout = reopened.stored.layout
    if reopened.changed:
        settings.note("note: code or data have changed since this sweep was made; the table holds what was kept")
    if layout.level >= ROWS:
        return
    if rows == "runs":
        settings.note(f"note: at level 0 only every {layout.sampled}th replicate has a row")
    else:
        settings.note("note: at level 0 quantiles of persons are known to 100: the lower end is written")


def _count(reopened: "ReopenedSweep", rows: str) -> int:
    """Return how many rows there will be."""
    stored = reopened.stored
    if rows == "points":
        return stored.manifest.points
    return sum(chunk.points * len(stored.layout.kept(chunk)) for chunk in stored.chunks)
