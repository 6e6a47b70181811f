"""Quantiles, errors and chances, of one scenario and of two that share their draws."""

import subprocess
import sys
from fractions import Fraction
from math import inf, isinf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from simulator.experiments.comparing.paired import chance_change, median_change, paired_change, variance_ratio
from simulator.experiments.statistics import (
    CONFIDENCE,
    DEVIATIONS,
    QUANTILES,
    chance,
    distribution,
    half_width,
    median_of,
    quantile_interval,
    quantile_places,
    standard_error,
)

whole = st.lists(st.integers(0, 300_000), min_size=1, max_size=60)
pairs = st.lists(st.tuples(st.integers(0, 300_000), st.integers(0, 300_000)), min_size=1, max_size=60)
events = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)
sizes = st.integers(1, 3000)


def columns(rows: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [one for one, _ in rows], [other for _, other in rows]


@given(whole)
def test_quantiles_are_ordered_and_are_values_that_occurred(values: list[int]) -> None:
    spread = distribution(values)
    quantiles = [spread.p05, spread.p10, spread.p25, spread.p50, spread.p75, spread.p90, spread.p95]
    assert quantiles == sorted(quantiles)
    assert set(quantiles) <= set(values)
    assert min(values) <= spread.mean <= max(values)
    assert median_of(values) == spread.p50


@given(whole, st.randoms(use_true_random=False))
def test_the_order_of_runs_does_not_matter(values: list[int], order) -> None:
    shuffled = order.sample(values, len(values))
    assert distribution(values) == distribution(shuffled)
    assert quantile_interval(values, 0.5) == quantile_interval(shuffled, 0.5)


def test_standard_error_of_a_known_sample() -> None:
    spread = distribution([0, 10, 20, 30])
    assert spread.mean == 15
    assert spread.mcse == pytest.approx(sqrt(500 / 3 / 4))
    assert distribution([7]).mcse == 0


@given(st.lists(st.integers(-(2**25) + 1, 2**25 - 1), min_size=2, max_size=40))
def test_the_standard_error_is_exact_for_whole_numbers(values: list[int]) -> None:
    count, mean = len(values), Fraction(sum(values), len(values))
    variance = sum((value - mean) ** 2 for value in values) / (count - 1)
    assert standard_error(values) == sqrt(variance / count)


def test_sums_of_squares_beyond_one_block_stay_exact() -> None:
    values = np.arange(10_000) % 7 + 33_000_000
    assert standard_error(values) == standard_error(values - 33_000_000)


@pytest.mark.parametrize("values", [[0.5, 1.0], [float("nan")], [inf]])
def test_numbers_that_are_not_whole_are_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        standard_error(values)


def test_the_error_covers_the_mean_it_claims() -> None:
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(400):
        spread = distribution(rng.poisson(1000, 50))
        hits += abs(spread.mean - 1000) <= 1.96 * spread.mcse
    assert 0.91 <= hits / 400 <= 0.985


def test_chances_carry_an_interval() -> None:
    even = chance(50, 100)
    assert (even.in_100, round(even.low, 1), round(even.high, 1)) == (50.0, 40.4, 59.6)
    never = chance(0, 500)
    assert never.low == 0
    assert 0 < never.high < 1


@given(st.integers(1, 10**7).flatmap(lambda runs: st.tuples(st.integers(0, runs), st.just(runs))))
def test_the_interval_of_a_chance_is_wilsons(counts: tuple[int, int]) -> None:
    happened, runs = counts
    known = binomtest(happened, runs).proportion_ci(CONFIDENCE, method="wilson")
    found = chance(happened, runs)
    assert found.low == pytest.approx(100 * known.low, abs=1e-6)
    assert found.high == pytest.approx(100 * known.high, abs=1e-6)
    assert 0 <= found.low <= found.in_100 <= found.high <= 100


def test_statistics_do_not_load_the_slow_library() -> None:
    code = (
        "import sys; from simulator.experiments import statistics;"
        "statistics.chance(1, 9); statistics.quantile_interval([1] * 9, 0.5);"
        "print([name for name in ('scipy.stats', 'pandas', 'mesa') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_half_width_says_how_many_runs_are_enough() -> None:
    widths = [half_width(runs // 2, runs) for runs in (100, 10_000, 1_000_000)]
    assert widths == pytest.approx([9.62, 0.98, 0.098], abs=0.005)
    found = chance(3, 40)
    assert half_width(3, 40) == pytest.approx((found.high - found.low) / 2)


@given(sizes, st.sampled_from([q / 100 for q in QUANTILES]))
def test_order_statistics_bound_a_quantile_with_95_percent_and_no_more_than_needed(runs: int, q: float) -> None:
    low, high = quantile_places(runs, q)
    tail = (1 - CONFIDENCE) / 2
    # The runs below the quantile are binomial: the interval misses it below with P(B <= low), above with P(B > high).
    below = binom.cdf(low, runs, q) if low >= 0 else 0.0
    above = binom.sf(high, runs, q) if high < runs else 0.0
    assert below <= tail + 1e-12
    assert above <= tail + 1e-12
    assert binom.cdf(low + 1, runs, q) > tail - 1e-12
    assert binom.sf(high - 1, runs, q) > tail - 1e-12


@given(whole, st.sampled_from(QUANTILES))
def test_the_interval_of_a_quantile_holds_it_and_ends_at_values_that_occurred(values: list[int], percent: int) -> None:
    low, high = quantile_interval(values, percent / 100)
    assert low <= getattr(distribution(values), f"p{percent:02d}") <= high
    assert {end for end in (low, high) if not isinf(end)} <= set(values)


@pytest.mark.parametrize("runs", [1, 5, 6, 7])
def test_too_few_runs_bound_no_median(runs: int) -> None:
    low, high = quantile_interval(list(range(runs)), 0.5)
    assert isinf(low) == isinf(high) == (runs < 6)


@pytest.mark.parametrize("q", [0.0, 1.0, -0.1, 50.0])
def test_a_quantile_is_a_share(q: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile_interval([1, 2, 3], q)


@pytest.mark.parametrize("q", [0.25, 0.5, 0.9])
def test_the_interval_covers_quantiles_of_a_distribution_with_a_gap(q: float) -> None:
    """Four runs of ten come to nothing, the others to 5,000 or more, evenly up to 10,000."""
    rng = np.random.default_rng(2)
    true = 0.0 if q <= 0.4 else 5000 + 5000 * (q - 0.4) / 0.6
    hits = 0
    for _ in range(600):
        runs = np.where(rng.random(80) < 0.4, 0, np.rint(5000 + 5000 * rng.random(80)))
        low, high = quantile_interval(runs, q)
        hits += low - 1 <= true <= high + 1
    assert hits / 600 >= 0.94


@given(pairs, st.randoms(use_true_random=False))
def test_a_paired_change_is_the_mean_of_differences(rows: list[tuple[int, int]], order) -> None:
    one, other = columns(rows)
    differences = [after - before for before, after in rows]
    found = paired_change(one, other)
    assert found.mean == sum(differences) / len(differences)
    assert found.mcse == (standard_error(differences) if len(rows) > 1 else inf)
    assert paired_change(*columns(order.sample(rows, len(rows)))) == found
    assert median_change(*columns(order.sample(rows, len(rows)))) == median_change(one, other)


@given(whole.filter(lambda values: len(values) > 1), st.integers(-5000, 5000))
def test_a_change_that_is_the_same_in_every_run_has_no_noise(values: list[int], shift: int) -> None:
    moved = [value + shift for value in values]
    mean, median = paired_change(values, moved), median_change(values, moved)
    assert (mean.mean, mean.mcse) == (median.median, median.mcse) == (shift, 0.0)
    assert mean.within_noise == median.within_noise == (shift == 0)
    assert variance_ratio(values, moved) is None


@pytest.mark.parametrize("change", [paired_change, median_change, variance_ratio, chance_change])
def test_runs_that_cannot_be_paired_are_refused(change) -> None:
    with pytest.raises(ValueError, match="2 and 3 runs cannot be paired"):
        change([1, 0], [1, 0, 1])


def test_one_run_says_nothing_of_its_noise() -> None:
    assert paired_change([1], [9]).within_noise
    assert median_change([1], [9]).within_noise
    assert chance_change([0], [1]).within_noise


@given(pairs.filter(lambda rows: len(rows) > 1))
def test_the_variance_ratio_is_that_of_unpaired_to_paired_runs(rows: list[tuple[int, int]]) -> None:
    one, other = columns(rows)
    paired = np.var(np.subtract(other, one), ddof=1)
    ratio = variance_ratio(one, other)
    assert (ratio is None) == (paired == 0)
    assert ratio is None or ratio == pytest.approx((np.var(one, ddof=1) + np.var(other, ddof=1)) / paired)


def test_pairing_saves_what_the_scenarios_share() -> None:
    rng = np.random.default_rng(3)
    shared = rng.normal(0, 3000, 4000)
    one, other = (np.rint(10_000 + shared + rng.normal(0, 1000, 4000)) for _ in range(2))
    saved = variance_ratio(one, other)
    assert saved is not None
    assert saved == pytest.approx(10, rel=0.1)
    apart = variance_ratio(one, np.roll(other, 1))
    assert apart is not None
    assert apart == pytest.approx(1, abs=0.1)


def test_the_interval_of_a_paired_change_of_chance_is_the_published_one() -> None:
    """Worked example of `ci.prop.ps` in the R package statpsych: counts 12, 4, 26, 6."""
    before = [0] * 12 + [1] * 4 + [0] * 26 + [1] * 6
    after = [0] * 12 + [0] * 4 + [1] * 26 + [1] * 6
    found = chance_change(before, after)
    assert (found.low, found.high) == pytest.approx((25.48067, 62.51933), abs=1e-5)
    assert found.in_100 == pytest.approx(100 * 22 / 48)
    assert found.moved_in_100 == pytest.approx(100 * 30 / 48)


@given(events)
def test_a_change_of_chance_is_the_difference_of_chances(rows: list[tuple[bool, bool]]) -> None:
    one, other = columns(rows)
    found = chance_change(one, other)
    assert found.in_100 == pytest.approx(100 * (sum(other) - sum(one)) / len(rows))
    assert -100 <= found.low <= found.in_100 <= found.high <= 100
    assert found.mcse == 100 * standard_error([after - before for before, after in rows])
    back = chance_change(other, one)
    assert (back.in_100, back.low, back.high) == (-found.in_100, -found.high, -found.low)


@pytest.mark.parametrize("won", range(1, 12))
def test_few_runs_that_differ_are_clear_of_noise_where_an_exact_test_says_so(won: int) -> None:
    """McNemar's exact test: if nothing changed, runs that differ would fall to either side like coins."""
    found = chance_change([0] * 2000, [1] * won + [0] * (2000 - won))
    assert found.within_noise == (2 * 0.5**won > 0.05)


@pytest.mark.parametrize(("lost", "noise"), [(913, True), (912, False)])
def test_a_change_of_two_standard_errors_is_noise_though_its_interval_leaves_out_zero(lost: int, noise: bool) -> None:
    found = chance_change([0] * 1000 + [1] * lost + [0] * (4000 - lost), [1] * 1000 + [0] * 4000)
    assert found.low > 0
    assert found.within_noise == (found.in_100 <= 2 * found.mcse) == noise


@pytest.mark.parametrize(("one", "both"), [(0.02, 0.0), (0.3, 0.2), (0.5, 0.49)])
def test_the_interval_covers_the_change_of_a_chance(one: float, both: float) -> None:
    rng = np.random.default_rng(4)
    other = 0.05 + both
    hits = 0
    for _ in range(600):
        drawn = rng.random(150)
        before, after = drawn < one, (drawn < both) | (drawn >= 0.95)
        found = chance_change(before, after)
        hits += found.low <= 100 * (other - one) <= found.high
    assert hits / 600 >= 0.93


def twins(rng: np.random.Generator, runs: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Two skewed totals whose draws are shared but for a share of the runs."""
    base = rng.normal(0, 0.4, runs)
    apart = np.where(rng.random(runs) < share, rng.normal(0, 0.4, runs), base)
    return np.rint(8000 * np.exp(base)), np.rint(8000 * np.exp(apart)) + 1000


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_the_error_of_a_median_change_is_that_of_a_paired_bootstrap(share: float) -> None:
    rng = np.random.default_rng(5)
    one, other = twins(rng, 2000, share)
    chosen = rng.integers(0, 2000, (600, 2000))
    middle = (2000 - 1) // 2
    medians = [np.partition(values[chosen], middle, axis=1)[:, middle] for values in (one, other)]
    assert median_change(one, other).mcse == pytest.approx(np.std(medians[1] - medians[0]), rel=0.25)


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("runs", [60, 500])
def test_the_error_covers_the_median_change_it_claims(share: float, runs: int) -> None:
    rng = np.random.default_rng(6)
    hits = 0
    for _ in range(400):
        found = median_change(*twins(rng, runs, share))
        hits += abs(found.median - 1000) <= DEVIATIONS * found.mcse + 1
    assert hits / 400 >= 0.92


@pytest.mark.parametrize("runs", [40, 100, 1000])
def test_a_median_that_hardly_leaves_its_twin_is_not_taken_for_certain(runs: int) -> None:
    """Every run changes a little, and few runs cross the medians: none of a few is no proof of none at all."""
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(400):
        one = np.rint(8000 * np.exp(rng.normal(0, 0.4, runs)))
        found = median_change(one, one + np.rint(rng.normal(1000, 100, runs)))
        hits += abs(found.median - 1000) <= DEVIATIONS * found.mcse + 1
    assert hits / 400 >= 0.92
