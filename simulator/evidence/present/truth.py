"""What came true of a prediction of the present case: a file with one row a country, read with all its mistakes."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.data.cells import cell_bounds
from simulator.evidence.present.truth_codes import (
    COLUMN_MISSING,
    CONTRADICTION,
    MALFORMED,
    NOT_A_FLAG,
    NOTHING,
    TWICE,
    UNKNOWN_COUNTRY,
    UNREADABLE,
    WRONG_CELLS,
)
from simulator.scenario.diagnostics import (
    Mistake,
    Position,
    ScenarioError,
    Source,
    counted,
    described,
    did_you_mean,
    in_order,
)
from simulator.scenario.naming import country_help
from simulator.scenario.values import countries

COUNTRY = "iso3"
FLAGS = ("any", "inside", "ground")
COLUMNS = (COUNTRY, *FLAGS)
MEANINGS = {"0": False, "1": True, "": None}
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one country did by the target date; None where it is not known.

    Attributes
    ----------
    iso3
        Country code.
    any, inside, ground
        Whether it took part at all, inside Ukraine, with ground troops.
    """

    iso3: str
    any: bool | None
    inside: bool | None
    ground: bool | None

    @property
    def flags(self) -> tuple[bool | None, bool | None, bool | None]:
        """The three outcomes, from the widest to the narrowest."""
        return self.any, self.inside, self.ground


def read_truth(path: Path, shown: str | None = None) -> tuple[Outcome, ...]:
    """Read what came true.

    Parameters
    ----------
    path
        A CSV file in UTF-8 with the columns ``iso3``, ``any``, ``inside`` and ``ground`` in any order, 0, 1 or blank;
        other columns are passed over, and so are blank lines.
    shown
        Its name in messages; the path as given if left out.

    Returns
    -------
    tuple of Outcome
        In the order of the file.

    Raises
    ------
    ScenarioError
        With every mistake, each at its line and column.
    """
    name = shown if shown is not None else path.as_posix()
    reading = _Reading(Source(name, tuple(_text(path, name).splitlines())))
    found = reading.outcomes()
    if reading.mistakes:
        raise ScenarioError(in_order(reading.mistakes))
    return found


def _text(path: Path, shown: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = {"FileNotFoundError": "there is no such file", "IsADirectoryError": "this is a folder, not a file"}
        message = reason.get(type(error).__name__, f"this file cannot be read ({type(error).__name__})")
        raise ScenarioError([Mistake(UNREADABLE, message, shown)]) from error
    if len(content) > MAX_BYTES:
        raise ScenarioError([Mistake(MALFORMED, f"this file is larger than {MAX_BYTES // 1_000_000} MB", shown)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"this is not a text file in UTF-8 (byte {error.start + 1})"
        raise ScenarioError([Mistake(MALFORMED, message, shown, help="save it as CSV, encoding UTF-8")]) from error


class _Reading:
    """A file as it is read, and the mistakes met."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.mistakes: list[Mistake] = []
        self.width = 0

    def outcomes(self) -> tuple[Outcome, ...]:
        rows = [(number, self.cells(number, line)) for number, line in enumerate(self.source.lines, 1) if line.strip()]
        if not rows:
            self.mistakes.append(self.source.mistake(MALFORMED, "this file is empty", mend=self.form()))
            return ()
        places = self.header(*rows[0])
        found: dict[str, int] = {}
        outcomes = []
        for number, cells in rows[1:]:
            outcome = self.row(number, cells, places, found)
            if outcome is not None:
                outcomes.append(outcome)
        if not self.mistakes and all(flag is None for outcome in outcomes for flag in outcome.flags):
            self.mistakes.append(self.source.mistake(NOTHING, "no row has a 0 or 1, so nothing can be scored"))
        return tuple(outcomes)

    @staticmethod
    def form() -> str:
        return f"begin with the line {','.join(COLUMNS)}, and give one country in each line below"

    def cells(self, number: int, line: str) -> list[str]:
        try:
            return [cell.strip() for cell in next(csv.reader([line], strict=True))]
        except csv.Error:
            self.note(MALFORMED, "this row is not CSV", number, None, "close every quote on its line")
            return []

    def note(self, code: str, message: str, number: int, place: int | None, mend: str | None = None) -> None:
        line = self.source.lines[number - 1]
        start, end = (0, len(line)) if place is None else cell_bounds(line, place)
        at = Position(number, start + 1, max(1, end - start))
        self.mistakes.append(self.source.mistake(code, message, at, mend=mend))

    def header(self, number: int, cells: Sequence[str]) -> dict[str, int]:
        """Return the place of each column; what is missing is noted, with the name that was probably meant."""
        self.width = len(cells)
        for place, name in enumerate(cells):
            if name in COLUMNS and cells.index(name) != place:
                self.note(COLUMN_MISSING, f"the column `{name}` is given twice", number, place, "take one of them out")
        spare = [name for name in cells if name not in COLUMNS]
        for name in COLUMNS:
            if name not in cells and cells:
                near = did_you_mean(name, spare)
                meant = f"is `{near.split('`')[1]}` meant for it?" if near else self.form()
                self.note(COLUMN_MISSING, f"the column `{name}` is missing", number, None, meant)
        return {name: cells.index(name) for name in COLUMNS if name in cells}

    def row(
        self, number: int, cells: Sequence[str], places: Mapping[str, int], found: dict[str, int]
    ) -> Outcome | None:
        if not cells:
            return None
        if len(cells) != self.width:
            message = f"this row has {counted(len(cells), 'cell')}, expected {self.width}"
            self.note(WRONG_CELLS, message, number, None, "give one cell for each column of the header")
            return None
        iso3 = cells[places[COUNTRY]] if COUNTRY in places else ""
        if COUNTRY in places:
            self.country(number, iso3, places[COUNTRY], found)
        flags = {name: self.flag(number, name, cells[places[name]], places[name]) for name in FLAGS if name in places}
        self.agree(number, iso3, flags)
        return Outcome(iso3, *(flags.get(name) for name in FLAGS))

    def country(self, number: int, iso3: str, place: int, found: dict[str, int]) -> None:
        if iso3 not in countries():
            mend = country_help(iso3) or did_you_mean(iso3, countries()) or "see: forcemix list countries"
            self.note(UNKNOWN_COUNTRY, f"unknown country {described(iso3)}", number, place, mend)
        elif iso3 in found:
            self.note(TWICE, f"`{iso3}` is given twice", number, place, f"it is already in line {found[iso3]}")
        found.setdefault(iso3, number)

    def flag(self, number: int, name: str, text: str, place: int) -> bool | None:
        if text not in MEANINGS:
            message = f"`{name}` is {described(text)}, allowed: 0, 1 or blank"
            self.note(NOT_A_FLAG, message, number, place, "leave it blank where it is not known")
        return MEANINGS.get(text)

    def agree(self, number: int, iso3: str, flags: Mapping[str, bool | None]) -> None:
        for place, narrow in enumerate(FLAGS):
            for wide in FLAGS[:place]:
                if flags.get(narrow) is True and flags.get(wide) is False:
                    message = f"{iso3}: `{narrow}` is 1, but `{wide}` is 0"
                    self.note(CONTRADICTION, message, number, None, f"whoever has `{narrow}` has `{wide}` too")
