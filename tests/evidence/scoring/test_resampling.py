"""Cluster bootstrap: the same twice, honest about noise, and right about sums and medians."""

import numpy as np
import pytest

from simulator.evidence.scoring.resampling import NOT_SIGNIFICANT, Gain, gain
from simulator.evidence.scoring.scores import MEASURES, Measure, Scores


def scores(operations: list[str], values: list[float]) -> Scores:
    return Scores(tuple(operations), {measure: np.array(values) for measure in MEASURES})


NAMES = [f"op{number // 3}" for number in range(36)]
NOISE = np.random.default_rng(3).normal(size=36)


@pytest.mark.parametrize("measure", ["brier", "size_error"])
@pytest.mark.parametrize("over", ["pooled", "operations"])
def test_a_constant_gain_is_sure(measure: Measure, over: str) -> None:
    one, two = scores(NAMES, [*NOISE]), scores(NAMES, [*(NOISE + 0.25)])
    found = gain(one, two, measure, over)  # type: ignore[arg-type]
    assert (found.value, found.low, found.high) == pytest.approx((0.25, 0.25, 0.25))
    assert found.significant
    assert gain(two, one, measure, over).value == pytest.approx(-0.25)  # type: ignore[arg-type]


def test_the_same_twice_and_another_with_another_seed() -> None:
    one, two = scores(NAMES, [*NOISE]), scores(NAMES, [0.0] * 36)
    assert gain(one, two, "brier") == gain(one, two, "brier")
    assert gain(one, two, "brier", seed=2) != gain(one, two, "brier")


def test_noise_is_not_significant_and_says_so() -> None:
    found = gain(scores(NAMES, [*NOISE]), scores(NAMES, [*NOISE[::-1]]), "brier")
    assert not found.significant
    assert found.words().endswith(NOT_SIGNIFICANT)
    assert NOT_SIGNIFICANT not in Gain("brier", "pooled", 0.02, 0.01, 0.03, 13).words()
    assert Gain("brier", "pooled", -0.0001, -0.01, 0.03, 13).words().startswith("0.000 [-0.010, +0.030]")


def test_the_interval_of_a_mean_is_that_of_its_clusters() -> None:
    means = NOISE.reshape(12, 3).mean(axis=1)
    found = gain(scores(NAMES, [0.0] * 36), scores(NAMES, [*NOISE]), "brier")
    error = means.std() / np.sqrt(12)
    assert found.value == pytest.approx(means.mean())
    assert found.high - found.low == pytest.approx(2 * 1.96 * error, rel=0.1)


@pytest.mark.parametrize("measure", ["brier", "size_error"])
def test_pooled_resamples_are_what_repeating_the_pairs_gives(measure: Measure) -> None:
    names = ["a", "a", "a", "b", "b", "c"]
    values = [0.1, 0.7, 0.3, 0.9, 0.2, 0.55]
    found = gain(scores(names, [0.0] * 6), scores(names, values), measure, "pooled", resamples=4000)
    clusters = {"a": values[:3], "b": values[3:5], "c": values[5:]}
    summed = np.median if measure == "size_error" else np.mean
    every = [summed(clusters[x] + clusters[y] + clusters[z]) for x in clusters for y in clusters for z in clusters]
    assert found.low >= min(every) - 1e-12
    assert found.high <= max(every) + 1e-12
    assert any(found.low == pytest.approx(one) for one in every)
    assert any(found.high == pytest.approx(one) for one in every)


def test_operations_that_say_nothing_of_sizes_are_passed_over() -> None:
    names = ["a", "a", "b", "b", "c"]
    values = [0.1, 0.3, float("nan"), float("nan"), 0.6]
    for over in ("operations", "pooled"):
        found = gain(scores(names, [0.0, 0.0, np.nan, np.nan, 0.0]), scores(names, values), "size_error", over)  # type: ignore[arg-type]
        assert 0.0 < found.low <= found.value <= found.high < 1.0


def test_scores_of_other_pairs_and_coverage_are_refused() -> None:
    with pytest.raises(ValueError, match="same pairs"):
        gain(scores(["a"], [1.0]), scores(["b"], [1.0]), "brier")
    with pytest.raises(ValueError, match="no score"):
        gain(scores(["a"], [1.0]), scores(["a"], [1.0]), "coverage")
