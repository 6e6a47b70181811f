"""Scores: against definitions written out, and properties of proper scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.evidence.scoring.predictions import Prediction, prediction
from simulator.evidence.scoring.scores import (
    CLIP,
    MEASURES,
    Pairs,
    brier,
    crps,
    log_score,
    pairs_of,
    ranked,
    reliability,
    scores_of,
)

values_drawn = st.lists(st.floats(-5.0, 5.0), min_size=1, max_size=40)


def pairs(rows: list[tuple[str, float, list[float], int]]) -> Pairs:
    found = tuple(prediction(name, "2020", f"S{i}", join, sizes) for i, (name, join, sizes, _) in enumerate(rows))
    return Pairs(found, np.array([troops for *_, troops in rows]))


@given(values_drawn, st.floats(-6.0, 6.0))
def test_crps_is_the_area_between_the_steps(values: list[float], seen: float) -> None:
    ordered = np.sort(np.array(values))
    knots = np.unique(np.concatenate([ordered, [seen]]))
    below = np.searchsorted(ordered, knots[:-1], side="right") / len(ordered)
    area = float(((below - (seen <= knots[:-1])) ** 2 @ np.diff(knots)) if len(knots) > 1 else 0.0)
    assert crps(ordered, seen) == pytest.approx(area, abs=1e-9)


@given(values_drawn, st.floats(-6.0, 6.0))
def test_crps_is_mean_distance_less_half_the_mean_spread(values: list[float], seen: float) -> None:
    ordered = np.sort(np.array(values))
    spread = np.abs(ordered[:, None] - ordered[None, :]).mean()
    assert crps(ordered, seen) == pytest.approx(np.abs(ordered - seen).mean() - spread / 2.0, abs=1e-9)


def test_crps_takes_many_values_at_once() -> None:
    many = np.linspace(0.0, 1.0, 2_000_000)
    assert crps(many, 0.5) == pytest.approx(1.0 / 12.0, abs=1e-5)


def test_ranked_score_of_a_near_miss_is_smaller() -> None:
    sure = np.eye(5)[[1, 1, 1]]
    assert ranked(sure, [1, 2, 4]).tolist() == [0.0, 0.25, 0.75]
    assert ranked(np.eye(5)[[0]], [4]).tolist() == [1.0]


@given(st.lists(st.floats(0.01, 1.0), min_size=5, max_size=5), st.lists(st.floats(0.01, 1.0), min_size=5, max_size=5))
def test_ranked_score_is_proper(truth: list[float], said: list[float]) -> None:
    true, other = np.array(truth) / sum(truth), np.array(said) / sum(said)
    expected = [sum(true[k] * ranked(row.reshape(1, 5), [k])[0] for k in range(5)) for row in (true, other)]
    assert expected[0] <= expected[1] + 1e-12


@given(st.floats(0.02, 0.98), st.floats(0.0, 1.0))
def test_brier_and_log_score_are_proper(true: float, said: float) -> None:
    both = np.array([True, False])
    for rule in (brier, log_score):
        honest, other = (np.array([true, 1 - true]) @ rule(np.array([p, p]), both) for p in (true, said))
        assert honest <= other + 1e-12


def test_log_score_is_clipped() -> None:
    given_chances = np.array([0.0, 1.0, 0.5])
    found = log_score(given_chances, np.array([True, False, True]))
    assert found == pytest.approx([-np.log(CLIP), -np.log(CLIP), np.log(2.0)])


def test_summaries_weigh_pairs_or_operations() -> None:
    made = scores_of(
        pairs(
            [
                ("a", 0.0, [10.0], 10),
                ("a", 1.0, [10.0, 10.0], 1000),
                ("a", 1.0, [100.0], 100),
                ("b", 0.5, [10.0], 0),
            ]
        )
    )
    assert made.pooled("brier") == pytest.approx((1.0 + 0.0 + 0.0 + 0.25) / 4.0)
    assert made.mean_over_operations("brier") == pytest.approx((1.0 / 3.0 + 0.25) / 2.0)
    assert made.mean_over_operations("brier", ["b"]) == 0.25
    assert made.pooled("size_error") == 0.0
    assert np.isnan(made.by_operation("size_error")["b"])
    assert made.mean_over_operations("size_error") == 0.0
    assert made.pooled("coverage") == pytest.approx(2.0 / 3.0)
    assert set(made.values) == set(MEASURES)


def test_scores_of_size_are_of_those_who_joined() -> None:
    made = scores_of(pairs([("a", 0.3, [50.0, 200.0], 100), ("a", 0.3, [50.0, 200.0], 0)]))
    assert made.values["size_error"][0] == pytest.approx(abs(np.log10(125.0) - 2.0))
    assert np.isnan(made.values["size_error"][1])
    assert np.isnan(made.values["crps"][1])
    assert np.isnan(made.values["coverage"][1])


def test_nobody_joined_leaves_nothing_to_say_of_sizes() -> None:
    made = scores_of(pairs([("a", 0.3, [50.0], 0)]))
    assert np.isnan(made.pooled("crps"))
    assert np.isnan(made.mean_over_operations("coverage"))


def test_reliability_counts_every_pair_once() -> None:
    made = pairs([("a", 0.0, [1.0], 0), ("a", 0.05, [1.0], 5), ("a", 0.1, [1.0], 0), ("a", 1.0, [1.0], 3)])
    bins = reliability(made)
    assert len(bins) == 10
    assert [one.count for one in bins] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (bins[0].rate, bins[0].forecast) == (0.5, 0.025)
    assert np.isnan(bins[4].rate)
    assert bins[9].joined == 1


def test_a_prediction_without_its_board_is_refused() -> None:
    with pytest.raises(KeyError):
        pairs_of([Prediction("no_such", "2020", "FIN", 0.5, np.ones(1))], [])
