"""Tables that a user brings, as they are read: cells with their places, and every mistake met."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from simulator.data.cells import cell_bounds
from simulator.evidence.asked_folder.codes import (
    EMPTY,
    MALFORMED,
    TWICE,
    UNREADABLE,
    WRONG_CELLS,
    WRONG_COLUMN,
    WRONG_DATE,
    WRONG_NUMBER,
    WRONG_WORD,
)
from simulator.evidence.history.dates import is_date
from simulator.scenario.diagnostics import Mistake, Position, Source, counted, described, did_you_mean, number_text

MAX_BYTES = 8_000_000
MOST_MISTAKES = 500
LAST_YEAR = 2100
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its line, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass
class Sheet:
    """One table, and the mistakes met in it so far.

    Attributes
    ----------
    source
        Its text, and its name as the user wrote it.
    columns
        Those it must have, each once, in any order.
    mistakes
        Of all tables of one folder, in the order they were met; reading goes on after each.
    header
        Names of the columns as they stand; empty before reading, and where there is none.
    skipped
        Whether rows were passed over because their cells cannot be told apart.
    """

    source: Source
    columns: Sequence[str]
    mistakes: list[Mistake] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    skipped: bool = False

    def rows(self) -> Iterator[Row]:
        """Yield the rows that have as many cells as the header; the mistakes of the others are noted."""
        lines = ((number, line) for number, line in enumerate(self.source.lines, 1) if line.strip())
        first = next(lines, None)
        if first is None:
            self._add(EMPTY, "this table is empty", None, f"begin with the line {','.join(self.columns)}")
            return
        if not self._take_header(*first):
            return
        count = 0
        for number, line in lines:
            count += 1
            cells = self._cells(number, line)
            if cells is None:
                self.skipped = True
                continue
            if len(cells) != len(self.header):
                self.skipped = True
                message = f"this row has {counted(len(cells), 'cell')}, expected {len(self.header)}"
                self.note(WRONG_CELLS, message, number, None, "give one cell for each column of the header")
                continue
            yield Row(number, dict(zip(self.header, cells, strict=True)))
        if not count:
            self._add(EMPTY, "this table has no rows below its header", None, None)

    def note(self, code: str, message: str, line: int, column: str | None, mend: str | None = None) -> None:
        """Note a mistake in a cell, or in the whole line where no column is given."""
        text = self.source.lines[line - 1]
        place = None if column is None else self.header.index(column)
        start, end = (0, len(text)) if place is None else cell_bounds(text, place)
        self._add(code, message, Position(line, start + 1, max(1, end - start)), mend)

    def number(
        self, row: Row, column: str, high: float = inf, *, low: float = 0.0, whole: bool = False
    ) -> float | None:
        """Return a number of a range, or None where the cell is blank, missing or wrong (then noted)."""
        text = row.cells.get(column, "")
        if not text:
            return None
        value = _number(text)
        if value is not None and low <= value <= high and value < inf and (not whole or value.is_integer()):
            return value
        noun = "a whole number" if whole else "a number"
        end = f"to {number_text(high)}" if high < inf else "up"
        message = f"`{column}` is {described(text)}, allowed: {noun} from {number_text(low)} {end}, or blank"
        self.note(WRONG_NUMBER, message, row.line, column, _plain_number(text))
        return None

    def word(self, row: Row, column: str, choices: Sequence[str], blank: bool = False) -> str:
        """Return one of a few words; what else stands there is noted."""
        text = row.cells.get(column, "")
        if column not in row.cells or text in choices or (blank and not text):
            return text
        what = described(text) if text else "blank"
        message = f"`{column}` is {what}, allowed: {', '.join(choices)}{', or blank' if blank else ''}"
        self.note(WRONG_WORD, message, row.line, column, did_you_mean(text, choices) if text else None)
        return text

    def date(self, row: Row, column: str) -> str:
        """Return a month or a year; what else stands there is noted."""
        text = row.cells.get(column, "")
        if column in row.cells and not (is_date(text) and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR):
            what = described(text) if text else "blank"
            message = f"`{column}` is {what}, allowed: YYYY-MM or YYYY, from {FIRST_YEAR} to {LAST_YEAR}"
            self.note(WRONG_DATE, message, row.line, column, _plain_date(text))
        return text

    def once(self, seen: dict[tuple[str, ...], int], key: tuple[str, ...], row: Row, column: str) -> bool:
        """Return whether a key is new; a second row with it is noted."""
        before = seen.setdefault(key, row.line)
        if before == row.line:
            return True
        self.note(TWICE, f"`{' '.join(key)}` is given twice", row.line, column, f"it is already in line {before}")
        return False

    def _take_header(self, number: int, line: str) -> bool:
        cells = self._cells(number, line)
        if cells is None:
            return False
        separator = next((name for sign, name in ((";", "semicolons"), ("\t", "tabs")) if sign in line), None)
        if len(cells) == 1 and separator is not None:
            message = f"cells are separated by {separator} here, not by commas"
            mend = "separate cells by commas, and write decimals with a point"
            self._add(MALFORMED, message, Position(number, 1, len(line)), mend)
            return False
        self.header = cells
        missing = [name for name in self.columns if name not in cells]
        spare = dict.fromkeys(cells)
        for place, name in enumerate(cells):
            start, end = cell_bounds(line, place)
            at = Position(number, start + 1, max(1, end - start))
            if cells.index(name) != place:
                self._add(WRONG_COLUMN, f"the column `{name}` is given twice", at, "take one of them out")
            elif name not in self.columns:
                near = did_you_mean(name, missing)
                self._add(WRONG_COLUMN, f"unknown column {described(name)}", at, near or self._known())
        for name in missing:
            near = did_you_mean(name, [one for one in spare if one and one not in self.columns])
            whole = Position(number, 1, len(line))
            mend = (
                f"is {near.split()[-1].rstrip('?')} meant for it?" if near else "a column without values may be blank"
            )
            self._add(WRONG_COLUMN, f"the column `{name}` is missing", whole, mend)
        return True

    def _known(self) -> str:
        return f"known here: {', '.join(self.columns)}"

    def _cells(self, number: int, line: str) -> list[str] | None:
        try:
            return [cell.strip() for cell in next(csv.reader([line], strict=True))]
        except csv.Error:
            whole = Position(number, 1, len(line))
            self._add(MALFORMED, "this row is not CSV", whole, "close every quote on its line")
            return None

    def _add(self, code: str, message: str, at: Position | None, mend: str | None) -> None:
        if len(self.mistakes) < MOST_MISTAKES:
            self.mistakes.append(self.source.mistake(code, message, at, mend=mend))


def source_of(path: Path, shown: str, mistakes: list[Mistake]) -> Source | None:
    """Return the text of a table, or None where it cannot be read; the mistake is noted."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        known = {"FileNotFoundError": "there is no such file", "IsADirectoryError": "this is a folder, not a table"}
        reason = known.get(type(error).__name__, f"this file cannot be read ({type(error).__name__})")
        mistakes.append(Mistake(UNREADABLE, reason, shown))
        return None
    if len(content) > MAX_BYTES:
        mistakes.append(Mistake(MALFORMED, f"this table is larger than {MAX_BYTES // 1_000_000} MB", shown))
        return None
    try:
        return Source(shown, tuple(_lines(content.decode("utf-8-sig"))))
    except UnicodeDecodeError as error:
        message = f"this is not a text file in UTF-8 (byte {error.start + 1})"
        mistakes.append(Mistake(MALFORMED, message, shown, help="save it as CSV, encoding UTF-8"))
        return None


def _lines(text: str) -> Iterable[str]:
    # Not splitlines(): that also breaks at signs that may stand inside a name.
    return (line.rstrip("\r") for line in text.split("\n"))


def _number(text: str) -> float | None:
    if "_" in text:
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _plain_number(text: str) -> str | None:
    """Return how to write a number that was probably meant."""
    stripped = text.replace(",", "").replace(" ", "").replace("_", "").replace("%", "").replace("'", "")
    if _number(stripped) is None or stripped == text:
        return None
    return f"a number has a point and no other sign, such as {stripped}"


def _plain_date(text: str) -> str | None:
    return f"did you mean `{text[:7]}`?" if is_date(text[:7]) and len(text) > 7 else None
