"""Doubt about words, from base rates."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.data.roster import Roster
from simulator.evidence.codes.doubt import Doubt, doubt_of, doubted
from simulator.evidence.codes.known_roster import known_roster

DAY = date(2025, 4, 30)
ROSTER = known_roster(DAY, 1992)
CHANCES = st.lists(st.floats(0.0, 1.0), min_size=len(ROSTER), max_size=len(ROSTER))
DOUBT = doubt_of(ROSTER, date(2025, 9, 4))


def test_more_time_means_more_doubt() -> None:
    shares = [doubt_of(ROSTER, day).share for day in (DAY, date(2025, 9, 4), date(2026, 9, 4))]
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(DOUBT.misreading)
    assert doubt_of(ROSTER, DAY).speaking == 0.0


def test_none_seen_is_not_none_ever() -> None:
    never = Doubt(reversals=0, country_months=40.0, misread=0, read=90, spoke=0, silent_months=12.0, months=3.0)
    assert 0.0 < never.rate < 0.05
    assert 0.0 < never.share < 0.1
    assert 0.0 < never.speaking < 0.2


def test_a_reversal_is_a_change_of_side_between_firm_statements() -> None:
    """Cyprus first offered to be represented, and the day after excluded troops; nobody else turned round."""
    without = Roster(DAY, tuple(country for country in ROSTER if country.iso3 != "CYP"))
    assert DOUBT.reversals - doubt_of(without, DAY).reversals == 1
    cyprus = ROSTER["CYP"]
    weak = replace(cyprus, statements=tuple(replace(item, quality="c") for item in cyprus.statements))
    softened = Roster(DAY, tuple(weak if country.iso3 == "CYP" else country for country in ROSTER))
    assert doubt_of(softened, DAY).reversals == DOUBT.reversals - 1


def test_first_statements_are_counted_in_the_month_before() -> None:
    late = [country.iso3 for country in ROSTER if country.statements and country.statements[0].date > date(2025, 3, 31)]
    assert DOUBT.spoke == len(late)
    silent = sum(not country.statements for country in ROSTER)
    month = 30 / (365.25 / 12)
    assert silent * month <= DOUBT.silent_months <= (silent + len(late)) * month


@given(CHANCES)
def test_doubt_leaves_no_certainty_and_keeps_order_among_those_who_spoke(chances: list[float]) -> None:
    found = doubted(ROSTER, chances, DOUBT)
    assert all(0.0 <= chance <= 1.0 for chance in found)
    if 0.0 < sum(chances) / len(chances) < 1.0:
        heard = [place for place, country in enumerate(ROSTER) if country.statements]
        if 0.0 < sum(chances[place] for place in heard) < len(heard):
            assert all(0.0 < chance < 1.0 for chance in found)
        for one in heard:
            for other in heard:
                if chances[one] < chances[other]:
                    assert found[one] <= found[other]


@given(CHANCES, CHANCES)
def test_doubt_keeps_wider_events_likelier(one: list[float], other: list[float]) -> None:
    wide = [max(pair) for pair in zip(one, other, strict=True)]
    narrow = [min(pair) for pair in zip(one, other, strict=True)]
    for more, less in zip(doubted(ROSTER, wide, DOUBT), doubted(ROSTER, narrow, DOUBT), strict=True):
        assert more >= less


def test_a_silent_country_moves_towards_those_like_it_that_spoke() -> None:
    chances = [float(bool(country.statements)) for country in ROSTER]
    found = dict(zip((country.iso3 for country in ROSTER), doubted(ROSTER, chances, DOUBT), strict=True))
    assert found["NOR"] >= DOUBT.speaking * (1.0 - DOUBT.share)
    assert found["DNK"] > found["NOR"]
