"""A folder of operations to predict: who is asked, into what, read from two tables that a user brings."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simulator.data.tables import read_table
from simulator.evidence.asked_folder.codes import UNKNOWN_COUNTRY, UNKNOWN_OPERATION, UNREADABLE, WRONG_WORD
from simulator.evidence.asked_folder.sheets import Row, Sheet, source_of
from simulator.evidence.history.past import Covariates, Operation
from simulator.scenario.diagnostics import Mistake, ScenarioError, Source, described, did_you_mean, in_order
from simulator.scenario.naming import country_help

OPERATION_COLUMNS = (
    "operation", "name", "start", "theatre", "lead", "us_role", "us_involvement", "mandate", "mandate_clarity",
    "mission_type", "ceasefire_in_place", "intensity", "force_requirement", "total_troops", "candidate_pool",
    "source_id",
)  # fmt: skip
CANDIDATE_COLUMNS = (
    "operation", "date", "iso3", "active_personnel", "gdp_usd_bn", "population_m", "defence_spend_pct_gdp", "nato",
    "eu",
)  # fmt: skip

US_ROLES = ("lead", "participant", "enabler", "none")
MANDATES = ("un_ch6", "un_ch7", "nato", "eu", "adhoc")
POOLS = ("nato", "nato+partners", "eu", "global")
CODE_LENGTH = 3

AskedOperation = Operation
"""An operation to predict has the columns of a past one; its total is blank, and a blank cell is None or empty."""


@dataclass(frozen=True, slots=True)
class AskedCandidate:
    """One state that was asked into an operation.

    Attributes
    ----------
    operation, date, iso3
        Which operation, when (``YYYY-MM`` or ``YYYY``), who.
    known
        What is known of the state at the date; None where blank.
    nato, eu
        Memberships at the date; None where blank.
    """

    operation: str
    date: str
    iso3: str
    known: Covariates
    nato: bool | None
    eu: bool | None


@dataclass(frozen=True, slots=True)
class AskedFolder:
    """Operations to predict.

    Attributes
    ----------
    operations
        By key, in the order of the table.
    candidates
        In the order of the table.
    """

    operations: dict[str, AskedOperation]
    candidates: tuple[AskedCandidate, ...]

    def boards(self) -> dict[tuple[str, str], tuple[AskedCandidate, ...]]:
        """Return the candidates by operation and date, in order of first mention."""
        found: dict[tuple[str, str], list[AskedCandidate]] = {}
        for one in self.candidates:
            found.setdefault((one.operation, one.date), []).append(one)
        return {key: tuple(asked) for key, asked in found.items()}


def read_asked(folder: Path, shown: str | None = None) -> AskedFolder:
    """Read a folder of operations to predict.

    Parameters
    ----------
    folder
        Holds ``operations.csv`` with :data:`OPERATION_COLUMNS` and ``candidates.csv`` with :data:`CANDIDATE_COLUMNS`,
        in any order of columns, in UTF-8.  Blank lines and other files are passed over.
    shown
        Its name in messages; the path as given if left out.

    Returns
    -------
    AskedFolder
        What is blank is None, or an empty text.

    Raises
    ------
    ScenarioError
        With every mistake of both tables, each at its line and column, but no more than 500.
    """
    name = shown if shown is not None else folder.as_posix()
    mistakes: list[Mistake] = []
    if not folder.is_dir():
        message = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        mend = "name a folder with operations.csv and candidates.csv in it"
        raise ScenarioError([Mistake(UNREADABLE, message, name, help=mend)])
    tables = [source_of(folder / table, f"{name}/{table}", mistakes) for table in ("operations.csv", "candidates.csv")]
    operations = _operations(tables[0], mistakes)
    candidates = _candidates(tables[1], mistakes, operations)
    if mistakes:
        raise ScenarioError(in_order(mistakes))
    return AskedFolder({key: found for key, found in (operations or {}).items() if found}, candidates)


@cache
def known_codes() -> frozenset[str]:
    """Return the ISO3 codes that occur in the shipped tables of countries."""
    tables = ("history/covariates.csv", "countries.csv", "context.csv")
    return frozenset(row["iso3"] for table in tables for row in read_table(table))


def _operations(source: Source | None, mistakes: list[Mistake]) -> dict[str, Operation] | None:
    """Return the operations by key, or None where the table cannot tell which there are."""
    if source is None:
        return None
    sheet = Sheet(source, OPERATION_COLUMNS, mistakes)
    found: dict[str, Operation] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in sheet.rows():
        key = row.cells.get("operation", "")
        if not key and "operation" in row.cells:
            sheet.note(WRONG_WORD, "`operation` is blank", row.line, "operation", "give it a short key")
        elif key:
            sheet.once(seen, (key,), row, "operation")
        found[key] = _operation(sheet, row)
    return found if "operation" in sheet.header and not sheet.skipped else None


def _operation(sheet: Sheet, row: Row) -> Operation:
    cells = row.cells
    return Operation(
        operation=cells.get("operation", ""),
        name=cells.get("name", ""),
        start=sheet.date(row, "start"),
        theatre=cells.get("theatre", ""),
        lead=_lead(sheet, row),
        us_role=sheet.word(row, "us_role", US_ROLES),
        us_involvement=sheet.number(row, "us_involvement", 1.0),
        mandate=sheet.word(row, "mandate", MANDATES),
        mandate_clarity=sheet.number(row, "mandate_clarity", 1.0),
        mission_type=cells.get("mission_type", ""),
        ceasefire_in_place=_whole(sheet.number(row, "ceasefire_in_place", 1.0, whole=True)),
        intensity=sheet.number(row, "intensity", 1.0),
        force_requirement=_whole(sheet.number(row, "force_requirement", low=1.0, whole=True)),
        total_troops=_whole(sheet.number(row, "total_troops", whole=True)),
        candidate_pool=sheet.word(row, "candidate_pool", POOLS),
        source_id=cells.get("source_id", ""),
    )


def _lead(sheet: Sheet, row: Row) -> str:
    """Return the code of the lead, which need not be in the tables: nothing is looked up for it."""
    lead = row.cells.get("lead", "")
    if lead and not (len(lead) == CODE_LENGTH and lead.isascii() and lead.isalpha() and lead.isupper()):
        message = f"`lead` is {described(lead)}, allowed: an ISO code of three capital letters, or blank"
        sheet.note(UNKNOWN_COUNTRY, message, row.line, "lead", country_help(lead) or did_you_mean(lead, known_codes()))
    return lead


def _candidates(
    source: Source | None, mistakes: list[Mistake], operations: dict[str, Operation] | None
) -> tuple[AskedCandidate, ...]:
    if source is None:
        return ()
    sheet = Sheet(source, CANDIDATE_COLUMNS, mistakes)
    found: list[AskedCandidate] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in sheet.rows():
        one = _candidate(sheet, row)
        if operations is not None and "operation" in row.cells and one.operation not in operations:
            what = described(one.operation) if one.operation else "blank"
            message = f"`operation` is {what}, which is not in operations.csv"
            sheet.note(UNKNOWN_OPERATION, message, row.line, "operation", did_you_mean(one.operation, operations))
        if {"operation", "date", "iso3"} <= set(row.cells):
            sheet.once(seen, (one.operation, one.date, one.iso3), row, "iso3")
        found.append(one)
    return tuple(found)


def _candidate(sheet: Sheet, row: Row) -> AskedCandidate:
    iso3 = row.cells.get("iso3", "")
    if "iso3" in row.cells and iso3 not in known_codes():
        mend = country_help(iso3) or did_you_mean(iso3, known_codes()) if iso3 else "name the state that was asked"
        message = f"unknown country {described(iso3)}" if iso3 else "`iso3` is blank"
        sheet.note(UNKNOWN_COUNTRY, message, row.line, "iso3", mend)
    nato, eu = (sheet.number(row, column, 1.0, whole=True) for column in ("nato", "eu"))
    return AskedCandidate(
        operation=row.cells.get("operation", ""),
        date=sheet.date(row, "date"),
        iso3=iso3,
        known=Covariates(
            active=sheet.number(row, "active_personnel"),
            gdp=sheet.number(row, "gdp_usd_bn"),
            population=sheet.number(row, "population_m"),
            spend=sheet.number(row, "defence_spend_pct_gdp"),
        ),
        nato=None if nato is None else nato == 1.0,
        eu=None if eu is None else eu == 1.0,
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
