"""From the rows of the tables of past operations to typed records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from simulator.data.tables import DataError
from simulator.evidence.history.dates import is_date
from simulator.evidence.history.past import COMPLETENESS, Covariates, Membership, Operation, Snapshot

Row = Mapping[str, str]
Key = tuple[str, str]
T = TypeVar("T", int, float)


@dataclass(frozen=True, slots=True)
class CovariateRow:
    """What a table says of one state in one calendar year."""

    year: int
    values: Covariates


def operations_of(rows: list[dict[str, str]]) -> dict[str, Operation]:
    """Return the operations by key, in the order of the table.

    Raises
    ------
    DataError
        If a cell is malformed or a key is given twice.
    """
    found: dict[str, Operation] = {}
    for row in rows:
        read = _Cells("history/operations.csv", row["operation"], row)
        _once(found, row["operation"], read)
        found[row["operation"]] = Operation(
            operation=row["operation"],
            name=row["name"],
            start=read.date("start"),
            theatre=row["theatre"],
            lead=row["lead"],
            us_role=row["us_role"],
            us_involvement=read.optional("us_involvement", float),
            mandate=row["mandate"],
            mandate_clarity=read.optional("mandate_clarity", float),
            mission_type=row["mission_type"],
            ceasefire_in_place=read.optional("ceasefire_in_place", int),
            intensity=read.optional("intensity", float),
            force_requirement=read.optional("force_requirement", int),
            total_troops=read.optional("total_troops", int),
            candidate_pool=row["candidate_pool"],
            source_id=row["source_id"],
        )
    return found


def snapshots_of(rows: list[dict[str, str]]) -> dict[Key, Snapshot]:
    """Return the snapshots by operation and date.

    Raises
    ------
    DataError
        If a cell is malformed or a snapshot is given twice.
    """
    found: dict[Key, Snapshot] = {}
    for row in rows:
        read = _Cells("history/snapshots.csv", f"{row['operation']} {row['date']}", row)
        key = (row["operation"], read.date("date"))
        _once(found, key, read)
        completeness = next((word for word in COMPLETENESS if word == row["completeness"]), None)
        if completeness is None:
            raise read.wrong("completeness", f"is none of {', '.join(COMPLETENESS)}")
        found[key] = Snapshot(
            operation=row["operation"],
            date=row["date"],
            kind=row["kind"],
            n_countries=read.number("n_countries", int),
            total_troops=read.number("total_troops", int),
            us_troops=read.number("us_troops", int),
            us_involvement=read.number("us_involvement_at_date", float),
            completeness=completeness,
            quality=row["quality"],
            note=row["note"],
        )
    return found


def contributions_of(rows: list[dict[str, str]]) -> dict[Key, dict[str, int]]:
    """Return the troops of every contingent, persons, by operation and date, then ISO3 code.

    Raises
    ------
    DataError
        If a cell is malformed, a contingent has nobody in it, or is given twice.
    """
    found: dict[Key, dict[str, int]] = {}
    for row in rows:
        read = _Cells("history/contributions.csv", f"{row['operation']} {row['date']} {row['iso3']}", row)
        members = found.setdefault((row["operation"], read.date("date")), {})
        _once(members, row["iso3"], read)
        members[row["iso3"]] = read.number("troops", int)
        if members[row["iso3"]] < 1:
            raise read.wrong("troops", "is below 1")
    return found


def candidates_of(rows: list[dict[str, str]]) -> dict[Key, dict[str, Membership]]:
    """Return those realistically asked, by operation and date, then ISO3 code.

    Raises
    ------
    DataError
        If a cell is malformed or a candidate is given twice.
    """
    found: dict[Key, dict[str, Membership]] = {}
    for row in rows:
        read = _Cells("history/candidates.csv", f"{row['operation']} {row['date']} {row['iso3']}", row)
        asked = found.setdefault((row["operation"], read.date("date")), {})
        _once(asked, row["iso3"], read)
        asked[row["iso3"]] = Membership(read.number("nato", int) == 1, read.number("eu", int) == 1)
    return found


def covariate_rows(rows: list[dict[str, str]]) -> dict[str, tuple[CovariateRow, ...]]:
    """Return the covariates by ISO3 code, oldest first.

    Raises
    ------
    DataError
        If a cell is malformed or a year is given twice.
    """
    found: dict[str, dict[int, CovariateRow]] = {}
    for row in rows:
        read = _Cells("history/covariates.csv", f"{row['iso3']} {row['year']}", row)
        years, year = found.setdefault(row["iso3"], {}), read.number("year", int)
        _once(years, year, read)
        values = Covariates(
            active=read.optional("active_personnel", float),
            gdp=read.optional("gdp_usd_bn", float),
            population=read.optional("population_m", float),
            spend=read.optional("defence_spend_pct_gdp", float),
        )
        years[year] = CovariateRow(year, values)
    return {iso3: tuple(years[year] for year in sorted(years)) for iso3, years in found.items()}


def accessions_of(rows: list[dict[str, str]]) -> dict[str, int]:
    """Return the year in which each state joined the alliance, by ISO3 code.

    Raises
    ------
    DataError
        If a cell is malformed or a state is given twice.
    """
    found: dict[str, int] = {}
    for row in rows:
        read = _Cells("alliance_accession.csv", row["iso3"], row)
        _once(found, row["iso3"], read)
        found[row["iso3"]] = read.number("year", int)
    return found


@dataclass(frozen=True, slots=True)
class _Cells:
    """Reads the cells of one row, and names table, row and column where one is wrong."""

    table: str
    key: str
    row: Row

    def wrong(self, column: str, why: str) -> DataError:
        return DataError(f"{self.table}: {self.key}, {column}: {self.row[column]!r} {why}")

    def date(self, column: str) -> str:
        if not is_date(self.row[column]):
            raise self.wrong(column, "is not a date as YYYY or YYYY-MM")
        return self.row[column]

    def number(self, column: str, convert: Callable[[str], T]) -> T:
        try:
            value = convert(self.row[column])
        except ValueError:
            raise self.wrong(column, "is not a number") from None
        if not 0 <= value < float("inf"):
            raise self.wrong(column, "is not a number from 0 up")
        return value

    def optional(self, column: str, convert: Callable[[str], T]) -> T | None:
        return self.number(column, convert) if self.row[column] else None


def _once(found: Mapping[Any, object], key: object, read: _Cells) -> None:
    if key in found:
        raise DataError(f"{read.table}: {read.key} is given twice")
