"""Past operations: tables read whole, and nothing known before its time."""

import shutil
from dataclasses import fields, replace
from math import floor
from pathlib import Path

import pytest

from simulator.data.tables import DataError, read_table
from simulator.evidence.history.boards import COVARIATES, Covariates, History, Operation, read_history
from simulator.evidence.history.dates import ends, is_date, starts

SHIPPED = Path(__file__).parents[3] / "simulator" / "data"


@pytest.fixture(scope="module")
def history() -> History:
    return read_history()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED / "history", tmp_path / "history")
    shutil.copy(SHIPPED / "alliance_accession.csv", tmp_path)
    return tmp_path


def test_every_row_of_the_tables_is_there(history: History) -> None:
    assert list(history.operations) == [row["operation"] for row in read_table("history/operations.csv")]
    assert len(history.boards) == len(read_table("history/snapshots.csv"))
    assert sum(len(b.members) for b in history.boards) == len(read_table("history/contributions.csv"))
    assert sum(len(b.memberships) for b in history.boards) == len(read_table("history/candidates.csv"))
    assert sum(len(rows) for rows in history.covariates.values()) == len(read_table("history/covariates.csv"))


def test_an_operation_has_all_columns_of_its_table(history: History) -> None:
    assert [field.name for field in fields(Operation)] == list(read_table("history/operations.csv")[0])
    assert history.operations["mnf_iraq"].force_requirement is None
    assert history.operations["ifor"].force_requirement == 60000
    assert history.operations["isaf"].mandate_clarity == 0.5


def test_totals_of_boards_are_the_sums_of_their_members(history: History) -> None:
    for board in history.boards:
        assert sum(board.members.values()) == board.snapshot.total_troops, board.key
        assert len(board.members) == board.snapshot.n_countries, board.key


def test_candidates_are_known_of_complete_boards_only(history: History) -> None:
    for board in history.boards:
        assert bool(board.candidates) == board.complete, board.key
        assert not {"USA", board.operation.lead, "ISL"} & set(board.candidates), board.key


def test_months_follow_each_other_to_the_bit() -> None:
    for month in range(1, 12):
        assert ends(f"2007-{month:02d}") == starts(f"2007-{month + 1:02d}")
    assert ends("2007-12") == starts("2008-01") == ends("2007") == starts("2008") == 2008.0


@pytest.mark.parametrize("text", ["", "07", "2007-13", "2007-00", "2007-1", "2007-01-01", " 2007", "2007-01\n"])
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)
    with pytest.raises(ValueError, match="not a date"):
        starts(text)


def test_covariates_are_the_last_of_earlier_years_column_by_column(history: History) -> None:
    rows = [row for row in read_table("history/covariates.csv") if row["iso3"] == "ALB"]
    columns = ("active_personnel", "gdp_usd_bn", "population_m", "defence_spend_pct_gdp")
    for year in range(1950, 2026):
        before = sorted((row for row in rows if int(row["year"]) < year), key=lambda row: int(row["year"]))
        expected = [next((float(r[c]) for r in reversed(before) if r[c]), None) for c in columns]
        assert history.covariates_before("ALB", year + 0.75) == Covariates(*expected)
    assert history.covariates_before("XXX", 2020.0) == Covariates()


def test_records_count_boards_that_were_over(history: History) -> None:
    board = history.boards_of("isaf")[1]
    before = history.record_before("DEU", board.year)
    earlier = [b for b in history.boards if b.ends <= board.year and b.joined("DEU")]
    assert before.joined == len(earlier)
    assert before.largest == max(b.members["DEU"] for b in earlier)
    assert history.record_before("DEU", board.ends).joined == before.joined + 1
    assert history.record_before("DEU", board.year, without="isaf").joined == before.joined - 1
    assert before.accepted <= before.asked <= len([b for b in history.boards if b.memberships])


def test_years_in_the_alliance(history: History) -> None:
    assert history.years_in_alliance("EST", 2007.5) == 3.5
    assert history.years_in_alliance("EST", 2003.5) is None
    assert history.years_in_alliance("AUT", 2007.5) is None


def test_without_an_operation_nothing_of_it_is_left(history: History) -> None:
    left = history.without("isaf")
    assert "isaf" not in left.operations
    assert len(left.boards) == len(history.boards) - 4


@pytest.mark.parametrize("date", ["1996", "2003-12", "2007-07", "2009", "2024-06"])
def test_nothing_later_is_left(history: History, date: str) -> None:
    earlier = history.earlier_than(date)
    limit = starts(date)
    assert {b.key for b in earlier.boards} == {b.key for b in history.boards if b.ends <= limit}
    for operation in earlier.operations.values():
        totals = [b.snapshot.total_troops for b in earlier.boards_of(operation.operation)]
        assert operation.total_troops == max(totals, default=None)
        assert ends(operation.start) <= limit
    assert all(row.year < floor(limit) for rows in earlier.covariates.values() for row in rows)
    assert all(year < limit for year in earlier.accession.values())


def test_what_was_known_does_not_depend_on_what_came_later(history: History) -> None:
    date = "2007-07"
    earlier, limit = history.earlier_than(date), starts(date)
    spoilt = replace(
        history,
        boards=tuple(
            b if b.ends <= limit else replace(b, members=dict.fromkeys(b.members, 999999)) for b in history.boards
        ),
        covariates={
            iso3: tuple(row if row.year < 2007 else replace(row, values=Covariates(1.0, 1.0, 1.0, 1.0)) for row in rows)
            for iso3, rows in history.covariates.items()
        },
    )
    for iso3 in history.covariates:
        known = [one.covariates_before(iso3, limit) for one in (history, earlier, spoilt)]
        assert known[0] == known[1] == known[2]
        records = [one.record_before(iso3, limit) for one in (history, earlier, spoilt)]
        assert records[0] == records[1] == records[2]
    assert all(getattr(Covariates(), name) is None for name in COVARIATES)


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("contributions", "2017-04,FRA,300", "2017-04,FRA,0", "below 1"),
        ("contributions", "2017-04,FRA,300", "2017-04,FRA,many", "not a number"),
        ("contributions", "2017-04,FRA,300", "2016-04,FRA,300", "not in snapshots"),
        ("contributions", "2017-04,FRA,300", "2017-04,GBR,300", "given twice"),
        ("candidates", "efp_estonia,2017-04,ALB", "efp_estonia,2011-04,ALB", "not in snapshots"),
        ("snapshots", "efp_estonia,2017-04", "efp_estland,2017-04", "not in operations"),
        ("snapshots", "0.6,full,B", "0.6,whole,B", "none of full"),
        ("operations", "2017-03,Estonia", "spring,Estonia", "not a date"),
        ("covariates", "AFG,1991,45000", "AFG,1991,-1", "from 0 up"),
        ("covariates", "iso3,year,", "iso3,years,", r"covariates\.csv: there is no column 'year'"),
        ("covariates", "iso3,year,", "iso3,iso3,", r"covariates\.csv: a column is given twice"),
        (
            "candidates",
            "efp_estonia,2017-04,ALB",
            '"efp"_estonia,2017-04,ALB',
            r"candidates\.csv:\d+: this row is not CSV",
        ),
        ("../alliance_accession", ",1949,", ",soon,", "year: 'soon' is not a number"),
    ],
)
def test_a_malformed_table_is_named(folder: Path, table: str, old: str, new: str, told: str) -> None:
    path = folder / "history" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=told):
        read_history(folder)


def test_a_copy_reads_as_the_shipped_tables(folder: Path, history: History) -> None:
    assert read_history(folder) == history
