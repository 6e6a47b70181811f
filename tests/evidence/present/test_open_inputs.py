"""Ranges that open with time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.data.tables import read_table
from simulator.evidence.present.open_inputs import (
    DATELESS,
    OPEN_TODAY,
    months_between,
    open_inputs,
    open_sample,
    opened_share,
    share_open,
    stated_scenario,
)
from simulator.experiments.designs.samples import Choice

SCENARIO = stated_scenario()
DAY = SCENARIO.document.as_of


@given(st.floats(0.0, 600.0), st.floats(0.0, 600.0))
def test_a_farther_target_opens_more(one: float, other: float) -> None:
    near, far = sorted((one, other))
    assert OPEN_TODAY <= opened_share(near) <= opened_share(far) <= 1.0


def test_half_of_what_was_shut_opens_in_six_months() -> None:
    assert opened_share(0.0) == OPEN_TODAY
    assert 1.0 - opened_share(6.0) == pytest.approx((1.0 - OPEN_TODAY) / 2.0)


def test_time_counts_from_the_day_of_todays_values() -> None:
    target = date(2025, 9, 4)
    assert share_open(SCENARIO, DAY, target) == opened_share(months_between(DAY, target))
    assert share_open(SCENARIO, DAY + timedelta(days=40), target) == share_open(SCENARIO, DAY, target)
    assert share_open(SCENARIO, DAY - timedelta(days=1), target) == 1.0


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_ranges_are_nested_and_hold_todays_value(one: float, other: float) -> None:
    less, more = sorted((one, other))
    for near, far in zip(open_inputs(SCENARIO, less), open_inputs(SCENARIO, more), strict=True):
        if isinstance(near.source, Choice):
            continue
        (low, high), (lower, higher) = near.source.ends(), far.source.ends()
        slack = 1e-9 * abs(float(near.today))
        assert float(lower) - slack <= float(low) <= float(near.today) + slack or near.path.startswith(DATELESS)
        assert float(near.today) - slack <= float(high) <= float(higher) + slack or near.path.startswith(DATELESS)


def test_nothing_open_is_todays_value_and_all_open_is_the_range_stated() -> None:
    for one in open_inputs(SCENARIO, 0.0):
        if one.path.startswith(DATELESS):
            assert one.source == one.stated
        else:
            assert one.source.at(0.3) == pytest.approx(one.today) if isinstance(one.today, float) else True
    for one in open_inputs(SCENARIO, 1.0):
        if not isinstance(one.source, Choice):
            assert one.source.ends() == pytest.approx(one.stated.ends())


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_words_come_as_often_as_stated_times_the_share_open(share: float) -> None:
    (mission,) = (one for one in open_inputs(SCENARIO, share) if one.path == "mandate.mission")
    assert isinstance(mission.source, Choice)
    values = mission.source.values
    for word in ("peacekeeping", "monitoring"):
        assert values.count(word) / len(values) == pytest.approx(share / 7.0, abs=0.001)
    assert values.count("deterrence") / len(values) == pytest.approx(1.0 - share * 2.0 / 7.0, abs=0.002)


def test_points_stay_within_the_ranges_and_are_the_same_again() -> None:
    sample = open_sample(SCENARIO, 0.5, 64, 7)
    assert sample.points(0, 64) == open_sample(SCENARIO, 0.5, 64, 7).points(0, 64)
    assert sample.points(0, 64) != open_sample(SCENARIO, 0.5, 64, 8).points(0, 64)
    for place, one in enumerate(open_inputs(SCENARIO, 0.5)):
        values = [point[place] for point in sample.points(0, 64)]
        if isinstance(one.source, Choice):
            assert set(values) <= set(one.source.values)
        else:
            low, high = one.source.ends()
            assert all(low <= value <= high for value in values)


def test_the_scenario_names_nothing_later_than_its_day() -> None:
    """Every event, size and statement that a range is argued from is in the tables, and dated by the day."""
    import re

    from simulator.scenario.library import find

    text = find("open-inputs").read_text(encoding="utf-8")
    dates = {row["id"]: row["date"] for row in read_table("timeline.csv")}
    dates |= {row["id"]: row["date"] for row in read_table("force_size_estimates.csv")}
    dates |= {row["id"]: row["date"] for row in read_table("statements.csv")}
    named = re.findall(r"\b(?:TL\d\d|SZ\d\d|[A-Z]{3}-2025\d{4}-\d)\b", text)
    assert len(named) > 10
    for name in named:
        assert dates[name] <= DAY.isoformat(), name
