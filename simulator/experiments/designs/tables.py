"""Points from a table: a CSV file whose header names inputs by their dotted paths, one row a point."""

import csv
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from simulator.data.cells import cell_bounds
from simulator.experiments.designs.points import Table
from simulator.experiments.designs.specs import column_of
from simulator.experiments.designs.values import Value, unfit, value_of_text
from simulator.scenario.composing import KeyPath
from simulator.scenario.diagnostics import Mistake, ScenarioError, counted
from simulator.scenario.guard import path_is_folder
from simulator.scenario.ranges import MAX_POINTS
from simulator.scenario.values import Leaf, leaf
from simulator.scenario.wording import MOST_MISTAKES, Report, unknown_path

MAX_BYTES = 64_000_000
LONGEST_SHOWN = 20_000
MOST_KNOWN = 65_536

LINE = re.compile(r"[^\n]*\n|[^\n]+")
REASONS = {
    "unexpected end": ("a quote is opened and never closed", 'close it, or write "" for a quote inside a text'),
    "expected after": ("something follows a closing quote", "put the comma right behind the quote"),
    "field larger": ("a cell has more than 131,072 characters", None),
    "new-line": ("a carriage return stands alone", "save it with the line ends of Unix or Windows"),
}
"""What the reader of CSV complains of, in plain words, and how to mend it."""

HEADER_FORM = "name inputs in the first line, such as us.air,deal.hold, and give one point in each line below"


def read_points(path: Path, shown: str | None = None) -> Table:
    """Read a table of points.

    Parameters
    ----------
    path
        A CSV file in UTF-8, at most 64 MB and ten million rows.
    shown
        Its name in messages; the path as given if left out.

    Returns
    -------
    Table
        With as many points as the file has rows below its header.  Lines without anything at the end are passed over.

    Raises
    ------
    ScenarioError
        With every mistake, each at its line and column, but no more than 500.
    """
    name = shown if shown is not None else str(path)
    reading = _Reading(name)
    try:
        reading.take_all(_text(path, name))
    except ScenarioError as error:
        raise ScenarioError([*reading.mistakes, *error.mistakes]) from error
    if reading.mistakes:
        raise ScenarioError(reading.mistakes)
    inputs = tuple(column.found.path for column in reading.columns if column is not None)
    columns = tuple(column_of(column.found, column.values) for column in reading.columns if column is not None)
    return Table("table", inputs, columns, name, reading.lines)


def _text(path: Path, shown: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ScenarioError([_unreadable(path, shown, error)]) from error
    if len(content) > MAX_BYTES:
        message = f"this table is larger than {MAX_BYTES // 1_000_000} MB"
        raise ScenarioError([Mistake("D022", message, shown, help="sweep it in parts, or draw points with sobol")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, start = content.count(b"\n", 0, error.start) + 1, content.rfind(b"\n", 0, error.start) + 1
        column = len(content[start : error.start].decode("utf-8-sig", "replace")) + 1
        message, mend = f"this is not a text file in UTF-8 (byte {error.start + 1})", "save it as CSV, encoding UTF-8"
        raise ScenarioError([Mistake("D021", message, shown, line, column, help=mend)]) from error


def _unreadable(path: Path, shown: str, error: Exception) -> Mistake:
    if isinstance(error, FileNotFoundError):
        return Mistake("D020", "there is no such file", shown, help="check the name")
    if isinstance(error, IsADirectoryError) or path_is_folder(path):
        return Mistake("D020", "this is a folder, not a table", shown, help="name a CSV file inside it")
    if isinstance(error, PermissionError):
        return Mistake("D020", "this file may not be read", shown, help="check its permissions")
    return Mistake("D020", f"this file cannot be read ({error.__class__.__name__})", shown)


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of one row, and its text: more than one line where a quoted cell has a line break."""

    cells: list[str]
    line: int
    text: str

    def report(self, file: str, place: int | None = None) -> Report:
        """Return what makes the mistakes of a cell, or of the whole row."""
        start, end = (0, len(self.text.rstrip("\r\n"))) if place is None else cell_bounds(self.text, place)
        before = self.text.rfind("\n", 0, start) + 1
        source = self.text[before:].partition("\n")[0].rstrip("\r")
        line, column = self.line + self.text.count("\n", 0, start), start - before + 1
        length = max(1, min(end - start, len(source) - column + 1))
        shown = source if len(source) <= LONGEST_SHOWN else None

        def report(path: KeyPath, on_key: bool, code: str, message: str, mend: str | None) -> Mistake:
            return Mistake(code, message, file, line, column, length, shown, mend)

        return report


def _records(shown: str, text: str) -> Iterator[_Record]:
    """Yield the rows of a text, blank lines among them."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for found in LINE.finditer(text):
            taken.append(found[0])
            yield found[0]

    reader = csv.reader(lines(), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ScenarioError([_no_csv(_Record([], line, "".join(taken)), shown, error)]) from error
        yield _Record(cells, line, "".join(taken))
        line += len(taken)
        taken.clear()


def _no_csv(record: _Record, shown: str, error: csv.Error) -> Mistake:
    known = (reason for part, reason in REASONS.items() if part in str(error))
    reason, mend = next(known, ("it cannot be read", None))
    return record.report(shown)((), False, "D023", f"this row is not CSV: {reason}", mend)


@dataclass(slots=True)
class _Column:
    """The values of one input as they are read; equal texts are read once."""

    found: Leaf
    values: list[Value] = field(default_factory=list)
    known: dict[str, Value] = field(default_factory=dict)

    def take(self, record: _Record, place: int, shown: str) -> Mistake | None:
        """Add the value of a cell, or return what is wrong with it."""
        cell = record.cells[place]
        value: object = self.known.get(cell)
        if value is None:
            text, name = cell.strip(), self.found.path
            value = value_of_text(self.found, text)
            if not text:
                mend = f"give it a value, or leave the column out to keep `{name}` as it is"
                return record.report(shown, place)((name,), False, "D026", f"`{name}` is blank", mend)
            mistake = unfit((name,), self.found, value, _lazily(record, place, shown))
            if mistake is not None:
                return mistake
        if isinstance(value, int | float | str | bool):
            if len(self.known) < MOST_KNOWN:
                self.known[cell] = value
            self.values.append(value)
        return None


def _lazily(record: _Record, place: int, shown: str) -> Report:
    """Return what looks for the place of a cell only once there is a mistake in it."""

    def report(path: KeyPath, on_key: bool, code: str, message: str, mend: str | None) -> Mistake:
        return record.report(shown, place)(path, on_key, code, message, mend)

    return report


@dataclass
class _Reading:
    """A table as it is read: its columns so far, None for those that name no input, and the mistakes met."""

    shown: str
    columns: list[_Column | None] = field(default_factory=list)
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    mistakes: list[Mistake] = field(default_factory=list)

    def take_all(self, text: str) -> None:
        """Read a whole text."""
        blank: list[_Record] = []
        records = _records(self.shown, text)
        header = next(records, None)
        if header is None or not any(cell.strip() for cell in header.cells):
            raise ScenarioError([Mistake("D024", "this table has no header", self.shown, help=HEADER_FORM)])
        self.take_header(header)
        for record in records:
            if len(self.mistakes) >= MOST_MISTAKES:
                break
            if record.cells:
                self.take_blank(blank)
                self.take_row(record)
            else:
                blank.append(record)
        if not self.lines and not self.mistakes:
            raise ScenarioError([Mistake("D024", "this table has no rows", self.shown, help=HEADER_FORM)])
        del self.mistakes[MOST_MISTAKES:]

    def take_header(self, record: _Record) -> None:
        """Read the names of the columns."""
        self._check_separator(record)
        first: dict[str, int] = {}
        for place, cell in enumerate(record.cells):
            name, report = cell.strip(), _lazily(record, place, self.shown)
            self.columns.append(None)
            found = leaf(name)
            if not name:
                message = f"column {place + 1} has no name"
                self.mistakes.append(report((), True, "D026", message, "name the input it holds, or take it out"))
            elif name in first:
                message, mend = f"`{name}` is given twice", f"it is already column {first[name]}"
                self.mistakes.append(report((), True, "D003", message, mend))
            elif found is None or found.kind in ("text", "date"):
                self.mistakes.append(unknown_path((self.shown, name), name, report))
            else:
                self.columns[place] = _Column(found)
            first.setdefault(name, place + 1)
            if len(self.mistakes) >= MOST_MISTAKES:
                raise ScenarioError([])

    def _check_separator(self, record: _Record) -> None:
        separator = next((sign for sign in ";\t" if sign in record.cells[0]), None)
        if len(record.cells) == 1 and separator is not None:
            name = "semicolons" if separator == ";" else "tabs"
            mend = "separate cells by commas, and write decimals with a point"
            report = record.report(self.shown)
            raise ScenarioError([report((), True, "D023", f"cells are separated by {name} here, not by commas", mend)])

    def take_blank(self, records: list[_Record]) -> None:
        """Note lines without anything that have a row below them."""
        for record in records:
            mistake = record.report(self.shown)((), False, "D025", "this line is blank", "take it out")
            self.mistakes.append(mistake)
        records.clear()

    def take_row(self, record: _Record) -> None:
        """Read one point."""
        if len(self.lines) == MAX_POINTS:
            message = f"this table has more than {MAX_POINTS:,} rows"
            raise ScenarioError([record.report(self.shown)((), False, "D022", message, "sweep it in parts")])
        self.lines.append(record.line)
        if len(record.cells) != len(self.columns):
            message = f"this row has {counted(len(record.cells), 'cell')}, expected {len(self.columns)}"
            mend = _missing_or_extra(record.cells, self.columns)
            self.mistakes.append(record.report(self.shown)((), False, "D025", message, mend))
            return
        for place, column in enumerate(self.columns):
            mistake = None if column is None else column.take(record, place, self.shown)
            if mistake is not None:
                self.mistakes.append(mistake)


def _missing_or_extra(cells: Sequence[str], columns: Sequence[_Column | None]) -> str:
    if len(cells) < len(columns):
        return "give one value for each column of the header"
    return "take the extra cells out; a number has a point and no comma, such as 0.5 or 25000"
