"""All that is known of one country, value by value, with source, date and grade."""

from datetime import date

import click

from simulator.cli.printing import plain, print_json, print_table
from simulator.data.countries import Codes, Country
from simulator.data.roster import load_roster
from simulator.data.tables import sources
from simulator.scenario.schema import ScenarioDocument

GATE_WORDS = ("US involvement", "mandate", "deal", "border", "company")
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
        codes = [_codes_json(entry) for entry in country.codes]
        statements = [statement_row(country, place) for place in range(len(country.statements))]
        print_json(
            {
                "iso3": iso3,
                "name": country.name,
                "as_of": day.isoformat(),
                "values": rows,
                "codes": codes,
                "statements": statements,
            }
        )
        return
    click.secho(f"{iso3}  {country.name}, as known on {day.isoformat()}", bold=True)
    print_table(("value", "", "date", "grade", "source"), [tuple(map(str, row.values())) for row in rows], "lrlll")
    _print_codes(country)
    _print_statements(country)


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


def _codes_json(entry: Codes) -> dict[str, object]:
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
    }


def _print_codes(country: Country) -> None:
    click.secho("\nCodes from its statements (two coders)", bold=True)
    rows = []
    for place, gate in enumerate(GATE_WORDS):
        values = [entry.gates[place] for entry in country.codes]
        rows.append((gate, *(f"{value} {CODE_WORDS[value]}" for value in values)))
    rows.append(("highest open rung", *(f"{entry.cap} ({entry.cap_basis})" for entry in country.codes)))
    rows.append(("rests on", *(" ".join(entry.statement_ids) or "silence" for entry in country.codes)))
    print_table(("condition", *(f"coder {entry.coder}" for entry in country.codes)), rows, "lll")
    for entry in country.codes:
        click.echo(f"  {entry.coder}: {entry.note}")
    if country.announces_ground():
        click.echo("  Announced rule: its last firm statement announces ground troops, so no condition counts above "
                   "welcome for its pledge.")  # fmt: skip
    if country.silent_on_company():
        click.echo(
            "  Silence rule: open or undecided; where it says nothing of company it counts as waiting for others."
        )


def statement_row(country: Country, place: int) -> dict[str, str]:
    """Return one statement as text cells."""
    item = country.statements[place]
    low, high = item.troops_low, item.troops_high
    size = "" if low is None else f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return {
        "date": item.date.isoformat(),
        "office": item.office,
        "stance": item.stance.replace("_", " "),
        "troops": size,
        "grade": item.quality,
        "source": item.source,
        "summary": item.summary,
    }


def _print_statements(country: Country) -> None:
    click.secho(f"\n{len(country.statements)} statements on soldiers inside Ukraine (grade a: official)", bold=True)
    for place in range(len(country.statements)):
        row = statement_row(country, place)
        click.echo(f"  {row['date']}  {row['office']}: {row['stance']}{' ' + row['troops'] if row['troops'] else ''}"
                   f"  [{row['grade']}, {row['source']}]")  # fmt: skip
        click.echo(f"              {plain(row['summary'])}")
