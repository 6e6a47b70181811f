"""The roster: sourced, checked, and as of a day."""

from datetime import date
from pathlib import Path

import pytest

from simulator.data.roster import load_roster
from simulator.data.tables import DataError, package_folder, sources

DAY = date(2025, 4, 30)


@pytest.fixture(scope="module")
def roster():
    return load_roster(DAY)


def test_every_country_has_two_coders_and_known_statements(roster) -> None:
    known = {item.id for country in roster for item in country.statements}
    assert len(roster) == 38
    for country in roster:
        assert [entry.coder for entry in country.codes] == ["A", "B"]
        for entry in country.codes:
            assert set(entry.statement_ids) <= known


def test_every_value_has_a_source(roster) -> None:
    for country in roster:
        assert all(source in sources() for item in country.statements for source in [item.source])
        assert all(source in sources() for source in country.row["src_land"].split(";"))


@pytest.mark.parametrize(
    ("iso3", "announces", "waits"),
    [("GBR", True, False), ("FRA", True, False), ("EST", True, False), ("LTU", True, False), ("LVA", False, True),
     ("FIN", False, False), ("POL", False, False), ("DEU", False, True), ("ESP", False, True)],
)  # fmt: skip
def test_stances_are_read_from_the_last_firm_statement(roster, iso3: str, announces: bool, waits: bool) -> None:
    assert roster[iso3].announces_ground() is announces
    assert roster[iso3].silent_on_company() is waits


def test_the_better_source_wins_on_one_day(roster) -> None:
    last = roster["LVA"].last_statement()
    assert (last.id, last.quality) == ("LVA-20250410-1", "a")


def test_later_statements_do_not_count() -> None:
    assert load_roster(DAY)["AUT"].stance() is None
    assert load_roster(date(2025, 5, 19))["AUT"].stance() == "open_conditional"


def test_no_codes_before_the_first_codebook() -> None:
    with pytest.raises(DataError, match=r"no codes as of 2025-03-01; the earliest are of 2025-04-30"):
        load_roster(date(2025, 3, 1))


def test_records_are_older_than_the_day_and_not_older_than_the_window() -> None:
    assert load_roster(DAY)["TUR"].record.troops == 1500
    assert load_roster(DAY)["GBR"].record.operation == "iraq_invasion"
    assert load_roster(DAY, record_since=2005)["GBR"].record.operation == "isaf"


def copied(folder: Path, table: str, old: str, new: str) -> Path:
    source = Path(str(package_folder()))
    (folder / "history").mkdir(parents=True)
    for path in [
        *source.glob("*.csv"),
        source / "history" / "contributions.csv",
        source / "history" / "covariates.csv",
    ]:
        text = path.read_text(encoding="utf-8")
        if path.name == table:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / path.relative_to(source)).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("codebook.csv", "ALB,A,2025-04-30,0,", "ALB,A,2025-04-30,7,", r"ALB coder A, U: 7 is not within 0 to 4"),
        ("countries.csv", "Albania,Albania,1,", "Albania,Albania,x,", r"ALB, nato_member: 'x' is not a number"),
        ("codebook.csv", "ALB,B,", "ALB,A,", r"ALB: needs one row of each coder"),
        ("statements.csv", "AUS,2025-03-08", "AUS,2025-02-30", r"'2025-02-30' is not a date"),
        ("countries.csv", "ALB,Albania,Albania,1,", "ALB,Albania,Albania,1,,,", r"a row with more or fewer cells"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, table: str, old: str, new: str, message: str) -> None:
    folder = copied(tmp_path / "data", table, old, new)
    with pytest.raises(DataError, match=message):
        load_roster(DAY, folder)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"statements\.csv: cannot be read"):
        load_roster(DAY, tmp_path)
