"""Exporting: a kept sweep as one table that other tools open as it is, written whole or not at all."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from simulator import __version__
from simulator.experiments.kept.results import FORMULA_STARTS
from simulator.experiments.sweeps.parts import StoreError, failed, host
from simulator.experiments.sweeps.plan import ROWS
from simulator.experiments.sweeps.point_rows import point_rows, point_schema
from simulator.experiments.sweeps.reopening import ReopenedSweep
from simulator.experiments.sweeps.run_rows import run_rows, run_schema
from simulator.experiments.sweeps.store import StoredSweep

if TYPE_CHECKING:
    import pyarrow as pa

Rows = Literal["runs", "points"]
Format = Literal["csv", "parquet"]

ENDINGS: dict[str, Format] = {".csv": "csv", ".parquet": "parquet", ".pq": "parquet"}
FACTS = "forcemix"
"""Key of what the table is, as JSON, in a Parquet file."""

ZSTD_LEVEL = 3


class Unfinished(StoreError):  # noqa: N818 - named by what it is about
    """A sweep is not finished, so that a table of it would be taken for more than it is."""

    exit_code = 1


def format_of(path: Path) -> Format | None:
    """Return the format that the ending of a file stands for, or None if it stands for none."""
    return ENDINGS.get(path.suffix.lower())


def default_rows(sweep: StoredSweep) -> Rows:
    """Return what a table has a row for unless asked otherwise: runs where all are kept, else points."""
    return "runs" if sweep.layout.level >= ROWS else "points"


def check_finished(sweep: StoredSweep) -> None:
    """Raise :class:`Unfinished` unless every part of a sweep is there."""
    done = sum(1 for _ in sweep.finished())
    if not sweep.chunks or done < len(sweep.chunks):
        raise Unfinished(
            f"`{sweep.path.as_posix()}` is not finished: {done} of {len(sweep.chunks)} parts are done. "
            "The command that began it goes on from there"
        )


def export(
    sweep: ReopenedSweep,
    path: Path,
    form: Format,
    rows: Rows,
    sizes: Sequence[int] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Write a finished sweep as one table; a file that is there is replaced.

    Parameters
    ----------
    sweep
        What to write.
    path
        The file.  It is written beside its name, forced to the disk and renamed.
    form
        ``csv`` (text that a spreadsheet would take for a formula gets an apostrophe) or ``parquet``.
    rows
        What has a row: ``runs`` (see :func:`simulator.experiments.sweeps.run_rows.run_schema`) or ``points``
        (see :func:`simulator.experiments.sweeps.point_rows.point_schema`).
    sizes
        For points: sizes in persons whose chances are wanted.
    progress
        Called with the number of rows written since the last call.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    Unfinished
        If the sweep is not finished.
    simulator.experiments.sweeps.parts.StoreError
        If a part is damaged, or the file cannot be written; nothing is left behind.
    """
    check_finished(sweep.stored)
    schema = run_schema(sweep) if rows == "runs" else point_schema(sweep, sizes)
    tables = run_rows(sweep) if rows == "runs" else point_rows(sweep, sizes)
    written = 0
    with _whole_file(path) as file, _writer(file, form, schema, _facts(sweep, rows)) as write:
        for table in tables:
            write(table)
            written += len(table)
            progress(len(table))
    return written


def _facts(sweep: ReopenedSweep, rows: Rows) -> dict[str, Any]:
    """Return where a table is from."""
    manifest = sweep.stored.manifest
    return {
        "rows": rows,
        "version": __version__,
        "sweep": sweep.stored.path.name,
        "scenario": manifest.spec.get("scenario"),
        "seed": manifest.seed,
        "points": manifest.points,
        "replicates": manifest.replicates,
        "level": manifest.level,
        "spec_sha256": manifest.spec_sha256,
        "numbers_sha256": manifest.numbers_sha256,
    }


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that gets its name when all is written, and leaves nothing behind if that fails."""
    temporary = path.with_name(f".{path.name}.{host()}-{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, StoreError):
            raise failed("written", path, error) from error
        raise


@contextmanager
def _writer(
    file: BinaryIO, form: Format, schema: "pa.Schema", facts: dict[str, Any]
) -> "Iterator[Callable[[pa.Table], None]]":
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    if form == "csv":
        with pc.CSVWriter(file, schema) as texts:
            yield lambda table: texts.write_table(_without_formulas(table))
        return
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    options = {"compression": "zstd", "compression_level": ZSTD_LEVEL, "write_page_checksum": True}
    with pq.ParquetWriter(file, schema.with_metadata({FACTS: text}), **options) as columns:
        yield columns.write_table


def _without_formulas(table: "pa.Table") -> "pa.Table":
    """Return a table in which no text would be taken for a formula by a spreadsheet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, field in enumerate(table.schema):
        if field.type == pa.string():
            texts = table[field.name]
            risky = pc.is_in(pc.utf8_slice_codeunits(texts, 0, 1), value_set=pa.array(FORMULA_STARTS))
            table = table.set_column(
                place, field, pc.if_else(risky, pc.binary_join_element_wise("'", texts, ""), texts)
            )
    return table
