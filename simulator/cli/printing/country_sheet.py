"""All that is known of one country, value by value, with source, date and grade."""

from collections.abc import Sequence
from datetime import date

import click

from simulator.cli.printing.numbers import plain, print_json, print_table
from simulator.data.countries import Codes, Country
from simulator.data.roster import load_roster
from simulator.data.tables import sources
from simulator.evidence.codes.basis import Basis, bases_of, disagreements
from simulator.scenario.schema import ScenarioDocument

ITEM_WORDS = {
    "U": "U  US involvement",
    "C": "C  mandate",
    "D": "D  deal",
    "B": "B  border",
    "S": "S  company",
    "cap": "cap  highest open rung",
    "eta": "eta  share kept home",
    "zeta": "zeta  legal share of C",
    "psi": "psi  accepts the mission",
    "lead": "lead  lead nation",
}
GATES = ("U", "C", "D", "B", "S")
READ_WORDS = "no single statement names it: read from them together"
CODE_WORDS = ("not mentioned", "welcome", "important", "crucial", "impossible without")


def print_country(iso3: str, as_of: str | None, as_json: bool) -> None:
    """Print one country.

    Parameters
    ----------
    iso3
        ISO 3166 code of a country in the tables.
    as_of
        ISO date, or None for the day of the default scenario.
    as_json
        Whether to print JSON instead of tables.

    Raises
    ------
    click.UsageError
        If the date is not a date.
    """
    try:
        day = date.fromisoformat(as_of) if as_of else ScenarioDocument().as_of
    except ValueError:
        raise click.UsageError(f"--as-of: `{as_of}` is not a date like 2025-04-30") from None
    country = load_roster(day)[iso3]
    rows = value_rows(country)
    if as_json:
        codes = [_codes_json(country, entry) for entry in country.codes]
        statements = [statement_row(country, place) for place in range(len(country.statements))]
        print_json(
            {
                "iso3": iso3,
                "name": country.name,
                "as_of": day.isoformat(),
                "values": rows,
                "codes": codes,
                "disagree": list(disagreements(country)),
                "statements": statements,
            }
        )
        return
    click.secho(f"{iso3}  {country.name}, as known on {day.isoformat()}", bold=True)
    print_table(("value", "", "date", "grade", "source"), [tuple(map(str, row.values())) for row in rows], "lrlll")
    _print_codes(country)
    _print_bases(country)


def value_rows(country: Country) -> list[dict[str, str]]:
    """Return the sourced values of a country: name, value, date, grade, source."""
    row = country.row
    rows = [
        _value("army (A)", f"{country.army:,}", country.army_year, _army_grade(country), row["src_land"]),
        _value("troops in missions abroad (E)", f"{country.abroad:,}", "about 2024",
               "reported" if country.abroad_quality == "b" else "judged", row["src_troops_abroad"]),
        _value("active personnel", f"{int(row['active_personnel']):,}", row["active_personnel_year"], "reported",
               row["src_personnel"]),
    ]  # fmt: skip
    exposure_source = country.row["exposure_statement_ids"] or "rule on borders and distances"
    for name, exposure in zip(("Russia", "Belarus", "Turkey"), country.exposure, strict=True):
        rows.append(_value(f"exposure to {name} (e)", f"{exposure:g}", "2025", "judged by rule", exposure_source))
    vote = {1: "must agree", 0: "need not agree", None: "unknown, treated as must agree"}[country.vote_needed]
    grades = {"b": "reported", "m": "general knowledge"}
    grade = grades.get(row["parliament_quality"], "judged")
    rows.append(_value("parliament", vote, "2025", grade, row["src_parliament"] or row["parliament_basis"]))
    rows.append(_value("cabinet", country.cabinet.replace("_", " "), "2025-04", grades.get(row["cabinet_quality"], ""),
                       row["src_cabinet"]))  # fmt: skip
    if country.record:
        best = country.record
        rows.append(
            _value(f"largest contingent ({best.operation})", f"{best.troops:,}", best.date, "reported", best.source)
        )
    return rows


def _value(name: str, value: object, day: object, grade: str, source: str) -> dict[str, str]:
    return {"value": name, "is": str(value), "date": str(day), "grade": grade, "source": named_source(source)}


def _army_grade(country: Country) -> str:
    return "judged (share of the total)" if country.army_estimated else "reported"


def named_source(ids: str) -> str:
    """Return source ids with the publisher's name where the id is known."""
    table = sources()
    parts = [part for part in ids.split(";") if part]
    return "; ".join(f"{part} ({table[part]['publisher']})" if part in table else part for part in parts)


def _codes_json(country: Country, entry: Codes) -> dict[str, object]:
    return {
        "coder": entry.coder,
        "as_of": entry.as_of.isoformat(),
        **dict(zip(("U", "C", "D", "B", "S"), entry.gates[:5], strict=True)),
        "cap": entry.cap,
        "cap_basis": entry.cap_basis,
        "legal_share": entry.legal_share,
        "acceptability": dict(entry.acceptability),
        "note": entry.note,
        "statements": list(entry.statement_ids),
        "rests_on": {
            basis.item: {"ground": basis.ground, "statements": [item.id for item in basis.statements]}
            for basis in bases_of(country, entry)
        },
    }


def _print_codes(country: Country) -> None:
    click.secho("\nCodes from its statements (two coders)", bold=True)
    by_coder = [bases_of(country, entry) for entry in country.codes]
    differ = disagreements(country)
    rows = []
    for bases in zip(*by_coder, strict=True):
        item = bases[0].item
        cells = (_code_words(basis, entry) for basis, entry in zip(bases, country.codes, strict=True))
        rows.append((ITEM_WORDS[item], *cells, "differ" if item in differ else ""))
    print_table(("code", *(f"coder {entry.coder}" for entry in country.codes), ""), rows, "llll")
    for entry in country.codes:
        click.echo(f"  {entry.coder}: {entry.note}")
    if country.announces_ground():
        click.echo("  Announced rule: its last firm statement announces ground troops, so no condition counts above "
                   "welcome for its pledge.")  # fmt: skip
    if country.silent_on_company():
        click.echo(
            "  Silence rule: open or undecided; where it says nothing of company it counts as waiting for others."
        )


def _code_words(basis: Basis, entry: Codes) -> str:
    if basis.item == "cap":
        return f"{basis.value} ({entry.cap_basis})"
    return f"{basis.value} {CODE_WORDS[int(basis.value)]}" if basis.item in GATES else basis.value


def _print_bases(country: Country) -> None:
    """Print the statements behind each code, once where both coders rest on the same ones, each sentence once."""
    click.secho("\nWhat each code rests on (grade a: official; b: relay; c: weak relay)", bold=True)
    told: set[str] = set()
    silent = []
    for bases in zip(*(bases_of(country, entry) for entry in country.codes), strict=True):
        if not any(basis.statements for basis in bases):
            silent.append(bases[0].item)
            continue
        for who, basis in _by_whom(bases, [entry.coder for entry in country.codes]):
            _print_basis(country, basis, who, told)
    click.echo(f"  {', '.join(silent)}: no statement; default or country table")
    rest = [place for place, item in enumerate(country.statements) if item.id not in told]
    if rest:
        click.secho("\nOther statements", bold=True)
        for place in rest:
            _print_statement(statement_row(country, place), told)


def _by_whom(bases: Sequence[Basis], coders: Sequence[str]) -> list[tuple[str, Basis]]:
    if len({(basis.value, basis.ground, basis.statements) for basis in bases}) == 1:
        return [("both coders", bases[0])]
    return [(f"coder {coder}", basis) for coder, basis in zip(coders, bases, strict=True)]


def _print_basis(country: Country, basis: Basis, who: str, told: set[str]) -> None:
    together = f" ({READ_WORDS})" if basis.item in GATES and basis.ground == "read" else ""
    above = [item.id for item in basis.statements if item.id in told]
    words = f": {', '.join(above)}" if above else "" if basis.statements else ": nothing said"
    click.echo(f"  {basis.item} {basis.value}, {who}{together}{words}")
    for place, item in enumerate(country.statements):
        if item in basis.statements and item.id not in told:
            _print_statement(statement_row(country, place), told)


def _print_statement(row: dict[str, str], told: set[str]) -> None:
    size = f" {row['troops']}" if row["troops"] else ""
    click.echo(f"      {row['id']}  {row['date']}  {row['office']}: {row['stance']}{size}  [{row['grade']}, "
               f"{named_source(row['source'])}]")  # fmt: skip
    click.echo(f"          {plain(row['summary'])}")
    told.add(row["id"])


def statement_row(country: Country, place: int) -> dict[str, str]:
    """Return one statement as text cells."""
    item = country.statements[place]
    low, high = item.troops_low, item.troops_high
    size = "" if low is None else f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return {
        "id": item.id,
        "date": item.date.isoformat(),
        "office": item.office,
        "stance": item.stance.replace("_", " "),
        "troops": size,
        "grade": item.quality,
        "source": item.source,
        "summary": item.summary,
    }
