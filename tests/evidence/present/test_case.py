"""The prediction of the present case."""

from datetime import date

import pytest

from simulator.data.roster import country_names
from simulator.data.tables import DataError, read_table
from simulator.evidence.present.case import (
    COLUMNS,
    DEFAULT_RUNS,
    FEWEST_RUNS,
    cut,
    predict_present,
    present_setting,
    table_rows,
)
from simulator.experiments.kept.results import csv_text

AS_OF, TARGET = date(2025, 4, 30), date(2025, 9, 4)
RUNS = 1024


def predicted(as_of: date = AS_OF, target: date = TARGET, **more):
    return predict_present(as_of, target, **({"runs": RUNS} | more))


def test_the_same_bytes_twice_for_any_number_of_threads() -> None:
    once = csv_text(table_rows(predicted()))
    assert once == csv_text(table_rows(predicted(jobs=2)))
    assert once != csv_text(table_rows(predicted(seed=2)))


def test_a_row_a_country_with_chances_that_never_rise_and_are_never_certain() -> None:
    rows = predicted()
    assert [row.iso3 for row in rows] == sorted(country_names())
    for row in rows:
        assert tuple(row.to_row()) == COLUMNS
        assert 1.0 > row.p_any >= row.p_inside >= row.p_ground > 0.0
        assert all(0.0 <= error < 0.25 for error in row.mcse)


def test_chances_are_known_as_well_as_they_say() -> None:
    """Two seeds differ by no more than their errors allow, over all countries and events."""
    one, other = predicted(seed=1), predicted(seed=2)
    for first, second in zip(one, other, strict=True):
        for place in range(3):
            noise = (first.mcse[place] ** 2 + second.mcse[place] ** 2) ** 0.5
            assert abs(first.chances[place] - second.chances[place]) <= 5.0 * noise + 0.02


def test_those_who_announced_troops_lead_and_those_who_refused_follow() -> None:
    chances = {row.iso3: row for row in predicted()}
    refused = max(chances[iso3].p_ground for iso3 in ("POL", "GRC", "ITA", "HRV", "ROU"))
    for iso3 in ("FRA", "GBR", "EST", "LTU"):
        assert chances[iso3].p_ground > refused


def test_a_farther_target_draws_chances_together() -> None:
    def apart(target: date) -> float:
        chances = [row.p_ground for row in predicted(target=target)]
        return max(chances) - min(chances)

    assert apart(AS_OF) > apart(TARGET) > apart(date(2026, 9, 4))


def test_what_is_said_later_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2025, 4, 1)
    before = predicted(as_of=day)
    turned = [
        row if row["date"] <= day.isoformat() else row | {"stance": "will_not_send"}
        for row in read_table("statements.csv")
    ]

    def tables(name, folder=None):
        return turned if name == "statements.csv" else read_table(name, folder)

    monkeypatch.setattr("simulator.data.roster.read_table", tables)
    assert predicted(as_of=day) == before
    assert predicted(as_of=date(2025, 4, 30)) != before


@pytest.mark.parametrize(
    ("as_of", "target", "words"),
    [
        (date(2025, 3, 1), TARGET, "before 2025-03-02"),
        (date(2025, 7, 1), TARGET, "after 2025-06-30"),
        (AS_OF, date(2025, 4, 29), "before the as-of date"),
    ],
)
def test_days_on_which_nobody_can_stand(as_of: date, target: date, words: str) -> None:
    with pytest.raises(DataError, match=words):
        predicted(as_of=as_of, target=target)


def test_all_that_is_wrong_with_two_days_is_said_at_once() -> None:
    with pytest.raises(DataError, match=r"after 2025-06-30.*before the as-of date"):
        present_setting(date(2025, 9, 1), date(2025, 8, 1))


@pytest.mark.parametrize("runs", [FEWEST_RUNS, 1000, DEFAULT_RUNS, 100_001])
def test_vectors_of_inputs_are_a_power_of_two_with_enough_runs_each(runs: int) -> None:
    points, replicates = cut(runs)
    assert points & (points - 1) == 0
    assert points >= 2
    assert runs <= points * replicates < runs + points


def test_too_few_runs() -> None:
    with pytest.raises(ValueError, match="128 runs or more"):
        predicted(runs=FEWEST_RUNS - 1)


def test_the_setting_tells_everything_in_plain_values() -> None:
    told = present_setting(AS_OF, TARGET).to_json()
    assert 0.25 < told["share_open"] < 1.0
    assert {one["input"] for one in told["inputs"]} >= {"us.backstop", "mandate.clarity", "force.requirement"}
    assert 0.0 < told["doubt"] < told["silent_will_have_spoken"] < 1.0
