"""Codes rest on nothing said after the day."""

from datetime import date, timedelta

import pytest

from simulator.data.roster import load_roster
from simulator.data.tables import DataError, read_table
from simulator.evidence.codes.basis import GATE_LETTERS, names_condition
from simulator.evidence.codes.known_roster import COALITION, PARIS, STANCE_CAPS, coded_on, known_roster

DAYS = [COALITION + timedelta(days=days) for days in range(0, 121, 10)]
SINCE = 1992


def test_the_day_of_the_codebook_changes_nothing() -> None:
    assert known_roster(coded_on(), SINCE) == load_roster(coded_on())


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_is_known_before_it_is_said(day: date) -> None:
    for country in known_roster(day, SINCE):
        said = {item.id for item in country.statements}
        assert all(item.date <= day for item in country.statements)
        assert country.record is None or country.record.date[:7] < day.isoformat()[:7]
        for entry in country.codes:
            assert set(entry.statement_ids) <= said
            if not said:
                assert entry.gates == (0,) * 6
                assert entry.kept_home is None
                at_paris = country.row["attended_2025_03_27_paris"] == "1"
                assert entry.cap == int(day >= PARIS and at_paris)
                assert set(entry.acceptability.values()) == {1.0}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_later_statements_do_not_shine_through(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements after the day are turned round: with the same codebook the roster of the day stays the same."""
    before = known_roster(day, SINCE)
    turned = [
        row if row["date"] <= day.isoformat() else row | {"stance": "will_not_send", "summary": "Turned round."}
        for row in read_table("statements.csv")
    ]

    def tables(name, folder=None):
        return turned if name == "statements.csv" else read_table(name, folder)

    monkeypatch.setattr("simulator.data.roster.read_table", tables)
    assert known_roster(day, SINCE) == before


def test_a_condition_counts_only_once_a_statement_names_it() -> None:
    """Where every statement that a code rests on is flagged, an unnamed condition is unstated."""
    roster = known_roster(date(2025, 4, 1), SINCE)
    finland = roster["FIN"].coded_by("A")
    assert dict(zip(GATE_LETTERS, finland.gates, strict=False))["U"] == 0
    assert names_condition("FIN-20250410-1", "U")
    assert finland.gates[3] == 4
    assert finland.cap == 4


def test_a_mention_whose_level_was_judged_later_counts_in_the_middle() -> None:
    latvia = known_roster(date(2025, 4, 1), SINCE)["LVA"].coded_by("A")
    assert latvia.gates[1] == 2
    assert latvia.legal_share == 0.5
    assert latvia.kept_home is None
    assert known_roster(coded_on(), SINCE)["LVA"].coded_by("A").gates[1] == 3


def test_exposure_that_rests_on_a_statement_waits_for_it() -> None:
    assert known_roster(date(2025, 3, 10), SINCE)["FIN"].exposure[0] == 0.75
    assert known_roster(date(2025, 3, 12), SINCE)["FIN"].exposure[0] == 1.0


def test_statements_after_the_codebook_open_what_was_default() -> None:
    austria = known_roster(date(2025, 6, 30), SINCE)["AUT"].coded_by("A")
    assert austria.cap == 4
    assert austria.gates[1] == 2
    assert known_roster(date(2025, 5, 18), SINCE)["AUT"].coded_by("A").cap == 0


def test_every_stance_has_a_cap() -> None:
    assert {row["stance"] for row in read_table("statements.csv")} <= set(STANCE_CAPS)


def test_there_is_no_coalition_before_its_summit() -> None:
    with pytest.raises(DataError, match="no coalition"):
        known_roster(COALITION - timedelta(days=1), SINCE)
