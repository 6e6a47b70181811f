"""The roster: every country of the conference with sourced values, as of a date."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from simulator.data.countries import Codes, Country, Record, Statement
from simulator.data.tables import DataError, package_folder, read_table
from simulator.rule.gates import MISSIONS

RECORD_SINCE = 1992
CODERS = ("A", "B")
_GATE_COLUMNS = ("U", "C", "D", "B", "S")
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Roster:
    """The countries of a conference as known on a day, in order of ISO code."""

    as_of: date
    countries: tuple[Country, ...]

    def __iter__(self) -> Iterator[Country]:
        return iter(self.countries)

    def __len__(self) -> int:
        return len(self.countries)

    def __getitem__(self, iso3: str) -> Country:
        for country in self.countries:
            if country.iso3 == iso3:
                return country
        raise KeyError(iso3)


def load_roster(as_of: date, folder: Traversable | Path | None = None, record_since: int = RECORD_SINCE) -> Roster:
    """Load and check the roster as of a day.

    Parameters
    ----------
    as_of
        Statements and past contingents up to this day count; codes are those of the last codebook not after it.
    folder
        Where the tables are; those of the package if not given.
    record_since
        First year that counts for the largest past contingent.

    Returns
    -------
    Roster
        Countries in order of ISO code.

    Raises
    ------
    DataError
        If a table is malformed, a value is out of range, or there are no codes as of this day.
    """
    where = folder or package_folder()
    statements = _statements(read_table("statements.csv", where), as_of)
    codes = _codes(read_table("codebook.csv", where), as_of)
    records = _records(read_table("history/contributions.csv", where), as_of, record_since)
    outputs = _outputs(read_table("history/covariates.csv", where), as_of.year)
    joined = {row["iso3"]: int(row["year"]) for row in read_table("alliance_accession.csv", where)}
    countries = [
        _country(row, joined, records, outputs, codes, statements) for row in read_table("countries.csv", where)
    ]
    return Roster(as_of, tuple(sorted(countries, key=lambda country: country.iso3)))


@cache
def country_names() -> Mapping[str, str]:
    """Return the name of every country of the shipped tables, keyed by ISO code."""
    return {row["iso3"]: row["name"] for row in read_table("countries.csv")}


def _country(
    row: dict[str, str],
    joined: Mapping[str, int],
    records: Mapping[str, Record],
    outputs: Mapping[str, float],
    codes: Mapping[str, tuple[Codes, ...]],
    statements: Mapping[str, tuple[Statement, ...]],
) -> Country:
    iso3 = row["iso3"]
    if iso3 not in codes:
        raise DataError(f"codebook.csv: no codes for {iso3}")
    read = _Cell("countries.csv", iso3, row)
    return Country(
        iso3=iso3,
        name=row["name"],
        short_name=row["short_name"],
        nato=read.whole("nato_member", 0, 1),
        eu=read.whole("eu_member", 0, 1),
        lead=read.whole("lead", 0, 1),
        joined_alliance=joined.get(iso3),
        army=read.whole("land_personnel", 0, 5_000_000),
        army_year=read.whole("land_personnel_year", 1900, 2100),
        army_estimated=read.whole("land_estimated", 0, 1) == 1,
        abroad=read.whole("troops_abroad_missions", 0, 1_000_000),
        abroad_quality=row["troops_abroad_quality"],
        exposure=(
            read.number("exposure_rus", 0.0, 1.0),
            read.number("exposure_blr", 0.0, 1.0),
            read.number("exposure_tur", 0.0, 1.0),
        ),
        vote_needed=read.whole("parliament_consent", 0, 1) if row["parliament_consent"] else None,
        parliament_form=row["parliament_form"],
        cabinet=row["cabinet_type"],
        record=records.get(iso3),
        active_personnel=read.whole("active_personnel", 0, 5_000_000) if row["active_personnel"] else 0,
        defence_budget=(
            read.number("defence_spend_pct_gdp", 0.0, 100.0) / 100.0 * outputs.get(iso3, 0.0)
            if row["defence_spend_pct_gdp"]
            else 0.0
        ),
        codes=codes[iso3],
        statements=statements.get(iso3, ()),
        row=row,
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """Reads cells of one row, and names table, row and column where one is wrong."""

    table: str
    key: str
    row: dict[str, str]

    def number(self, column: str, low: float, high: float) -> float:
        return self._within(column, float, low, high)

    def whole(self, column: str, low: int, high: int) -> int:
        return int(self._within(column, int, low, high))

    def _within(self, column: str, convert: Callable[[str], float], low: float, high: float) -> float:
        text = self.row.get(column, "")
        try:
            value = convert(text)
        except ValueError:
            raise DataError(f"{self.table}: {self.key}, {column}: {text!r} is not a number") from None
        if not low <= value <= high:
            raise DataError(f"{self.table}: {self.key}, {column}: {text} is not within {low} to {high}")
        return value


def _optional(text: str) -> int | None:
    return int(text) if text else None


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _statements(rows: Rows, as_of: date) -> dict[str, tuple[Statement, ...]]:
    by_country: dict[str, list[Statement]] = defaultdict(list)
    for row in rows:
        statement = Statement(
            id=row["id"],
            iso3=row["iso3"],
            date=_day("statements.csv", row["id"], row["date"]),
            office=row["speaker_office"],
            stance=row["stance"],
            troops_low=_optional(row["ground_troops_low"]),
            troops_high=_optional(row["ground_troops_high"]),
            offers=_parts(row["offers"]),
            summary=row["summary"],
            source=row["source_id"],
            quality=row["source_quality"],
        )
        if statement.date <= as_of:
            by_country[statement.iso3].append(statement)
    return {iso3: tuple(sorted(items, key=lambda item: (item.date, item.id))) for iso3, items in by_country.items()}


def _day(table: str, key: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DataError(f"{table}: {key}: {text!r} is not a date") from None


def _codes(rows: Rows, as_of: date) -> dict[str, tuple[Codes, ...]]:
    days = sorted({_day("codebook.csv", row["iso3"], row["as_of"]) for row in rows})
    known = [day for day in days if day <= as_of]
    if not known:
        first = days[0] if days else "never"
        raise DataError(f"codebook.csv: no codes as of {as_of}; the earliest are of {first}")
    by_country: dict[str, list[Codes]] = defaultdict(list)
    for row in rows:
        if date.fromisoformat(row["as_of"]) == known[-1]:
            by_country[row["iso3"]].append(_code(row, known[-1]))
    for iso3, entries in by_country.items():
        if tuple(sorted(entry.coder for entry in entries)) != CODERS:
            raise DataError(f"codebook.csv: {iso3}: needs one row of each coder {CODERS}")
    return {iso3: tuple(sorted(entries, key=lambda entry: entry.coder)) for iso3, entries in by_country.items()}


def _code(row: dict[str, str], day: date) -> Codes:
    read = _Cell("codebook.csv", f"{row['iso3']} coder {row['coder']}", row)
    us, mandate, deal, border, company = (read.whole(column, 0, 4) for column in _GATE_COLUMNS)
    return Codes(
        coder=row["coder"],
        as_of=day,
        gates=(us, mandate, deal, border, company, 0),
        cap=read.whole("cap", 0, 5),
        cap_basis=row["cap_basis"],
        kept_home=read.number("eta", 0.0, 1.0) if row["eta_basis"] == "stated" else None,
        mission_sensitive=read.whole("mission_sens", 0, 1),
        legal_share=read.number("zeta", 0.0, 1.0) if row["zeta"] else 0.0,
        acceptability={mission: read.number(f"psi_{mission}", 0.0, 1.0) for mission in MISSIONS},
        note=row["note"],
        statement_ids=_parts(row["statement_ids"]),
    )


def _records(rows: Rows, as_of: date, since: int) -> dict[str, Record]:
    """Return the largest contingent of each country since a year and known before the day (month of the count)."""
    best: dict[str, Record] = {}
    month = as_of.strftime("%Y-%m")
    for row in rows:
        if int(row["date"][:4]) < since or row["date"][:7] >= month:
            continue
        troops = int(row["troops"])
        if row["iso3"] not in best or troops > best[row["iso3"]].troops:
            best[row["iso3"]] = Record(troops, row["operation"], row["date"], row["source_id"])
    return best


def _outputs(rows: Rows, year: int) -> dict[str, float]:
    """Return the last known GDP of each country up to a year, billions of US dollars."""
    last: dict[str, tuple[int, float]] = {}
    for row in rows:
        if row["gdp_usd_bn"] and int(row["year"]) <= year:
            last[row["iso3"]] = max(last.get(row["iso3"], (0, 0.0)), (int(row["year"]), float(row["gdp_usd_bn"])))
    return {iso3: output for iso3, (_, output) in last.items()}
