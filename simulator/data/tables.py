"""Reading the CSV tables that ship with the package."""

import csv
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


class DataError(ValueError):
    """A table of country data is missing, malformed or contradicts another one."""


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
        One dictionary a row, keyed by column; blank cells are empty strings.

    Raises
    ------
    DataError
        If the table is not there, is not UTF-8, or a row has more or fewer cells than the header.
    """
    table = (folder or package_folder()).joinpath(*name.split("/"))
    try:
        text = table.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: cannot be read ({error.__class__.__name__})") from error
    reader = csv.DictReader(text.splitlines(), strict=True)
    rows: list[dict[str, str]] = []
    for row in reader:
        if None in row or None in row.values():
            raise DataError(f"{name}:{reader.line_num}: a row with more or fewer cells than the header")
        rows.append(row)
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
