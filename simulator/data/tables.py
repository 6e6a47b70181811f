"""Reading the CSV tables that ship with the package."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


class DataError(ValueError):
    """A table of country data is missing, malformed or contradicts another one."""


class _Row(dict[str, str]):
    """One row by column; asking for a column that the table lacks is a mistake in the table."""

    def __init__(self, table: str, cells: Mapping[str, str]) -> None:
        super().__init__(cells)
        self._table = table

    def __missing__(self, column: str) -> str:
        raise DataError(f"{self._table}: there is no column {column!r}")


def package_folder() -> Traversable:
    """Return the folder of the tables inside the package."""
    return files("simulator.data")


def read_table(name: str, folder: Traversable | Path | None = None) -> list[dict[str, str]]:
    """Read one table as a list of rows.

    Parameters
    ----------
    name
        File name below the folder, for example ``history/contributions.csv``.
    folder
        Where to look; the tables of the package if not given.

    Returns
    -------
    list of dict
        One dictionary a row, keyed by column; blank cells are empty strings.  Asking for a column that is not there
        raises a DataError that names it.

    Raises
    ------
    DataError
        If the table is not there, is no CSV in UTF-8, gives a column twice, or a row has more or fewer cells than the
        header.
    """
    table = (folder or package_folder()).joinpath(*name.split("/"))
    try:
        text = table.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: cannot be read ({error.__class__.__name__})") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, str]] = []
    try:
        if len(set(reader.fieldnames or ())) < len(reader.fieldnames or ()):
            raise DataError(f"{name}: a column is given twice")
        for row in reader:
            if None in row or None in row.values():
                raise DataError(f"{name}:{reader.line_num}: a row with more or fewer cells than the header")
            rows.append(_Row(name, row))
    except csv.Error as error:
        raise DataError(f"{name}:{reader.line_num}: this row is not CSV ({error})") from error
    return rows


@cache
def sources() -> dict[str, dict[str, str]]:
    """Return the table of sources, keyed by source id."""
    return {row["id"]: row for row in read_table("sources.csv")}


def _tables_below(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _tables_below(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".csv"):
            yield f"{prefix}{entry.name}", entry


@cache
def data_hash() -> str:
    """Return the SHA-256 of all shipped tables, names and contents, in order of name."""
    digest = hashlib.sha256()
    for name, table in _tables_below(package_folder()):
        digest.update(name.encode())
        digest.update(table.read_bytes())
    return digest.hexdigest()
