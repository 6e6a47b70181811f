"""Every code leads to the statements it rests on."""

from datetime import date

import pytest

from simulator.data.roster import load_roster
from simulator.evidence.codes.basis import (
    CODED,
    GATE_LETTERS,
    bases_of,
    disagreements,
    names_condition,
    statements_read,
)

ROSTER = load_roster(date(2025, 4, 30))
ENTRIES = [(country, entry) for country in ROSTER for entry in country.codes]


def test_every_coded_item_is_there_in_order() -> None:
    for country, entry in ENTRIES:
        assert tuple(basis.item for basis in bases_of(country, entry)) == CODED


def test_a_code_other_than_zero_rests_on_statements_that_its_coder_read() -> None:
    for country, entry in ENTRIES:
        read = statements_read(country, entry)
        for basis in bases_of(country, entry)[: len(GATE_LETTERS)]:
            assert (int(basis.value) > 0) == bool(basis.statements), (country.iso3, basis.item)
            assert set(basis.statements) <= set(read)


def test_a_code_that_a_statement_names_rests_on_no_other() -> None:
    for country, entry in ENTRIES:
        for basis in bases_of(country, entry)[: len(GATE_LETTERS)]:
            named = [names_condition(item.id, basis.item) for item in basis.statements]
            assert all(named) if basis.ground == "named" else not any(named)


def test_coder_b_rests_on_one_statement_where_one_names_the_condition() -> None:
    for country in ROSTER:
        for basis in bases_of(country, country.coded_by("B"))[: len(GATE_LETTERS)]:
            if basis.ground == "named":
                assert len(basis.statements) == 1


@pytest.mark.parametrize(
    ("item", "coder", "ids"),
    [
        ("U", "A", ["FIN-20250410-1"]),
        ("B", "A", ["FIN-20250312-1", "FIN-20250430-1"]),
        ("B", "B", ["FIN-20250312-1"]),
        ("C", "A", []),
        ("cap", "B", ["FIN-20250410-1"]),
    ],
)
def test_finland(item: str, coder: str, ids: list[str]) -> None:
    country = ROSTER["FIN"]
    bases = {basis.item: basis for basis in bases_of(country, country.coded_by(coder))}
    assert [item.id for item in bases[item].statements] == ids


def test_a_silent_country_rests_on_nothing() -> None:
    country = ROSTER["CAN"]
    for entry in country.codes:
        assert not any(basis.statements for basis in bases_of(country, entry))


def test_disagreements_are_of_values_and_not_of_their_grounds() -> None:
    assert disagreements(ROSTER["FIN"]) == ()
    assert disagreements(ROSTER["CZE"]) == ("C", "cap")
    assert disagreements(ROSTER["TUR"]) == ("D", "S")
