"""Folds: the same as counting by hand, whole and exact in any cut and any order."""

from contextlib import suppress
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.force import STRENGTHS
from simulator.experiments.sweeps.folds import (
    BIN_WIDTH,
    COUNTS,
    LIMITS,
    OPEN_END,
    PLEDGE_BINS,
    TOGETHER,
    TOTAL_BINS,
    Columns,
    Fold,
    bin_of,
    empty_fold,
    fold_rows,
    merge,
    packed_fold,
    quantile_range,
    unpacked_fold,
)
from simulator.experiments.sweeps.plan import Chunk, plan

CASES = settings(max_examples=60, deadline=None)

WIDTHS = np.array([7, 100, 1, 250, 40])
COUNTRIES = len(WIDTHS)
sizes = {"points": st.integers(1, 12), "replicates": st.integers(1, 200), "seed": st.integers(0, 2**32)}


def made(points: int, replicates: int, seed: int, countries: int = COUNTRIES) -> Columns:
    """Return made-up runs with zeros, ties and some large totals."""
    rng = np.random.default_rng(seed)
    runs = points * replicates
    rungs = rng.integers(0, 6, (runs, countries)) * (rng.random((runs, countries)) < 0.5)
    pledged = (rungs * rng.integers(0, 900, (runs, countries))).astype(np.int32)
    total = pledged.sum(axis=1) * rng.choice([1, 1, 40], runs)
    return Columns(
        totals={
            name: (total * share // 10).astype(np.int32) for name, share in zip(STRENGTHS, (13, 10, 8, 5), strict=True)
        },
        limiting=rng.integers(-1, 4, runs).astype(np.int8),
        settled=rng.random(runs) < 0.9,
        rungs=rungs.astype(np.int8),
        pledged=pledged,
    )


def cut(whole: Columns, points: int, chunk: Chunk) -> Columns:
    """Return the runs of a chunk, out of those of all points and replicates."""

    def tile(values: np.ndarray) -> np.ndarray:
        block = values.reshape(points, -1, *values.shape[1:])
        block = block[chunk.first_point : chunk.first_point + chunk.points]
        block = block[:, chunk.first_replicate : chunk.first_replicate + chunk.replicates]
        return block.reshape(chunk.runs, *values.shape[1:])

    return Columns(
        totals={name: tile(values) for name, values in whole.totals.items()},
        limiting=tile(whole.limiting),
        settled=tile(whole.settled),
        rungs=tile(whole.rungs),
        pledged=tile(whole.pledged),
    )


def same(one: Fold, other: Fold) -> bool:
    return (one.first_point, one.arrays.keys()) == (other.first_point, other.arrays.keys()) and all(
        one.arrays[name].dtype == np.int64 and np.array_equal(one.arrays[name], other.arrays[name])
        for name in one.arrays
    )


def by_hand(columns: Columns, chunk: Chunk) -> Fold:
    """Count run by run, in plain Python."""
    fold = empty_fold(chunk.first_point, chunk.points, COUNTRIES, detail=True)
    into = fold.arrays
    for run in range(chunk.runs):
        point = run // chunk.replicates
        values = {name: int(columns.totals[name][run]) for name in STRENGTHS}
        inside = {count: [int(rung) >= least for rung in columns.rungs[run]] for count, least in COUNTS.items()}
        into["n"][point] += 1
        into["settled"][point] += bool(columns.settled[run])
        into["limiting"][point, columns.limiting[run]] += 1
        for name, value in (values | {count: sum(members) for count, members in inside.items()}).items():
            into[f"sum.{name}"][point] += value
            into[f"squares.{name}"][point] += (value**2 % 2**32, value**2 // 2**32)
        for name, value in values.items():
            into[f"bins.{name}"][point, 0 if value == 0 else min(TOTAL_BINS - 1, 1 + value // BIN_WIDTH)] += 1
        for count, members in inside.items():
            into[f"bins.{count}"][point, sum(members)] += 1
        for country, troops in enumerate(map(int, columns.pledged[run])):
            into["pledged"][point, country] += troops
            place = 0 if troops == 0 else min(PLEDGE_BINS - 1, 1 + troops // int(WIDTHS[country]))
            into["pledged_bins"][point, country, place] += 1
            for count, members in inside.items():
                into[f"on.{count}"][point, country] += members[country]
                for other in range(COUNTRIES) if count in TOGETHER else ():
                    into[f"together.{count}"][point, country, other] += members[country] and members[other]
    return fold


@pytest.mark.parametrize(("points", "replicates"), [(1, 1), (3, 70), (7, 13), (1, 200)])
def test_a_fold_is_what_counting_by_hand_gives(points: int, replicates: int) -> None:
    columns, chunk = made(points, replicates, seed=5), Chunk(0, 40, points, 0, replicates)
    assert same(fold_rows(columns, chunk, WIDTHS), by_hand(columns, chunk))


@CASES
@given(**sizes, chunk_runs=st.integers(64, 700), detail=st.booleans(), order=st.randoms(use_true_random=False))
def test_any_cut_and_any_order_fold_to_the_same(
    points: int, replicates: int, seed: int, chunk_runs: int, detail: bool, order
) -> None:
    columns, widths = made(points, replicates, seed), WIDTHS if detail else None
    whole = fold_rows(columns, Chunk(0, 0, points, 0, replicates), widths)
    folds = [
        fold_rows(cut(columns, points, chunk), chunk, widths)
        for chunk in plan(points, 0, replicates, chunk_runs=chunk_runs)
    ]
    order.shuffle(folds)
    total = empty_fold(0, points, COUNTRIES, detail=detail)
    for fold in folds:
        merge(total, unpacked_fold(packed_fold(fold)))
    assert same(total, whole)


@CASES
@given(**sizes, first=st.integers(-3, 15), length=st.integers(0, 15))
def test_a_window_is_the_fold_of_its_points(points: int, replicates: int, seed: int, first: int, length: int) -> None:
    columns = made(points, replicates, seed)
    whole = fold_rows(columns, Chunk(0, 0, points, 0, replicates), WIDTHS)
    window = whole.window(first, length)
    inside = range(max(0, first), max(0, min(points, first + length)))
    assert window.points == len(inside)
    if inside:
        chunk = Chunk(0, inside.start, len(inside), 0, replicates)
        assert same(window, fold_rows(cut(columns, points, chunk), chunk, WIDTHS))


@CASES
@given(**sizes)
def test_what_must_add_up_adds_up(points: int, replicates: int, seed: int) -> None:
    arrays = fold_rows(made(points, replicates, seed), Chunk(0, 0, points, 0, replicates), WIDTHS).arrays
    runs = np.full(points, replicates)
    for name in STRENGTHS:
        assert np.array_equal(arrays[f"bins.{name}"].sum(axis=1), runs)
    assert np.array_equal(arrays["limiting"].sum(axis=1), runs)
    assert arrays["limiting"].shape == (points, LIMITS)
    assert np.array_equal(arrays["pledged_bins"].sum(axis=2), np.tile(runs[:, None], COUNTRIES))
    for count in COUNTS:
        assert np.array_equal(arrays[f"on.{count}"].sum(axis=1), arrays[f"sum.{count}"])
    for count in TOGETHER:
        pairs = arrays[f"together.{count}"]
        assert np.array_equal(pairs, pairs.transpose(0, 2, 1))
        assert np.array_equal(np.diagonal(pairs, axis1=1, axis2=2), arrays[f"on.{count}"])
        assert np.array_equal(pairs.sum(axis=(1, 2)), arrays[f"squares.{count}"][:, 0])


@CASES
@given(**sizes)
def test_means_and_errors_are_those_of_the_values(points: int, replicates: int, seed: int) -> None:
    columns = made(points, replicates, seed)
    fold = fold_rows(columns, Chunk(0, 0, points, 0, replicates))
    values = columns.totals["usable"].reshape(points, replicates).astype(float)
    assert fold.mean("usable") == pytest.approx(values.mean(axis=1))
    if replicates > 1:
        assert fold.standard_error("usable") == pytest.approx(values.std(axis=1, ddof=1) / sqrt(replicates), abs=1e-6)
    else:
        assert not fold.standard_error("usable").any()


def test_squares_of_very_many_large_totals_do_not_overflow() -> None:
    columns, chunk = made(1, 64, seed=1), Chunk(0, 0, 1, 0, 64)
    columns = replace(columns, totals=dict.fromkeys(STRENGTHS, np.full(64, 1_000_000, dtype=np.int32)))
    fold = fold_rows(columns, chunk)
    for array in fold.arrays.values():
        array *= 10**7
    assert fold.mean("headline") == 1_000_000
    assert fold.standard_error("headline") == 0
    low, high = fold.arrays["squares.headline"][0].tolist()
    assert low + high * 2**32 == 64 * 10**7 * 10**12


@CASES
@given(**sizes, troops=st.integers(1, 1_000).map(lambda bins: bins * BIN_WIDTH))
def test_chances_at_the_start_of_a_bin_are_exact(points: int, replicates: int, seed: int, troops: int) -> None:
    columns = made(points, replicates, seed)
    fold = fold_rows(columns, Chunk(0, 0, points, 0, replicates), WIDTHS)
    reached = (columns.totals["headline"].reshape(points, replicates) >= troops).sum(axis=1)
    assert np.array_equal(fold.at_least("headline", troops), reached)


def test_quantiles_of_a_strength_are_those_of_its_bins() -> None:
    columns = made(4, 90, seed=6)
    low, high = fold_rows(columns, Chunk(0, 0, 4, 0, 90), WIDTHS).quantile("usable", 50)
    exact = np.quantile(columns.totals["usable"].reshape(4, 90), 0.5, axis=1, method="inverted_cdf")
    assert ((low <= exact) & (exact <= high) & (high - low < BIN_WIDTH)).all()


@pytest.mark.parametrize("troops", [0, 50, 10_001, 100_100])
def test_chances_within_a_bin_are_refused(troops: int) -> None:
    with pytest.raises(ValueError, match=f"no bin begins at {troops}"):
        empty_fold(0, 1, COUNTRIES, detail=True).at_least("usable", troops)


@CASES
@given(
    values=st.lists(st.integers(0, 120_000), min_size=1, max_size=80),
    width=st.integers(1, 300),
    percent=st.integers(1, 100),
)
def test_a_binned_quantile_holds_the_exact_one(values: list[int], width: int, percent: int) -> None:
    places = bin_of(np.array(values), width, TOTAL_BINS)
    counts = np.bincount(places, minlength=TOTAL_BINS)
    low, high = (int(end) for end in quantile_range(counts, width, percent))
    exact = np.quantile(values, percent / 100, method="inverted_cdf")
    assert low <= exact <= high
    assert high == OPEN_END or high - low < width
    if exact == 0:
        assert (low, high) == (0, 0)


@pytest.mark.parametrize(("counts", "percent"), [([[1, 0], [0, 0]], 50), ([[1, 1]], 0), ([[1, 1]], 101)])
def test_there_is_no_quantile_of_nothing(counts: list[list[int]], percent: int) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        quantile_range(np.array(counts), 100, percent)


@CASES
@given(
    st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.sampled_from([(), (2,), (3, 2)])), min_size=1, max_size=4),
    st.integers(0, 4),
    st.integers(0, 10**7),
)
def test_any_whole_numbers_come_back_from_bytes(
    kept: list[tuple[int, tuple[int, ...]]], points: int, first: int
) -> None:
    arrays = {"n": np.zeros(points, dtype=np.int64)}
    for place, (value, shape) in enumerate(kept):
        arrays[f"a{place}"] = np.full((points, *shape), value)
        arrays[f"a{place}"].flat[:1] = place
    fold = Fold(first, arrays)
    assert same(unpacked_fold(packed_fold(fold)), fold)


def test_a_fold_is_packed_small_and_alike() -> None:
    fold = fold_rows(made(16, 64, seed=2), Chunk(0, 0, 16, 0, 64), WIDTHS)
    packed = packed_fold(fold)
    assert packed == packed_fold(Fold(0, {name: array.copy(order="F") for name, array in fold.arrays.items()}))
    assert len(packed) < sum(array.nbytes for array in fold.arrays.values()) / 50


@CASES
@given(data=st.binary(max_size=60), place=st.integers(0, 10**6), octet=st.integers(1, 255))
def test_bytes_that_are_no_fold_are_refused_or_read_but_never_break(data: bytes, place: int, octet: int) -> None:
    with pytest.raises(ValueError, match="not a whole fold"):
        unpacked_fold(data)
    packed = bytearray(packed_fold(fold_rows(made(2, 9, seed=3), Chunk(0, 0, 2, 0, 9))))
    with pytest.raises(ValueError, match="not a whole fold"):
        unpacked_fold(bytes(packed[: place % len(packed)]))
    packed[place % len(packed)] ^= octet
    with suppress(ValueError):
        assert unpacked_fold(bytes(packed)).arrays


def test_folds_that_do_not_fit_are_refused() -> None:
    small, large = empty_fold(2, 3, COUNTRIES, detail=False), empty_fold(0, 6, COUNTRIES, detail=True)
    with pytest.raises(ValueError, match="6 points from 0 on are not all covered"):
        merge(small, large)
    with pytest.raises(ValueError, match=r"keep different things: bins\.allocated"):
        merge(large, small)
    with pytest.raises(ValueError, match=r"on\.ground"):
        merge(large, empty_fold(0, 6, COUNTRIES + 1, detail=True))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"limiting": np.zeros(3, dtype=np.int8)}, "limiting has shape"),
        ({"totals": {"usable": np.zeros(12)}}, "headline has shape None.*allocated has shape None"),
        ({"pledged": np.zeros((12, 2), dtype=np.int32)}, "pledged by country has shape"),
        ({"limiting": np.full(12, 4)}, "limiting goes from 4 to 4, outside -1 to 3"),
        ({"limiting": np.full(12, -2)}, "limiting goes from -2 to -2"),
        ({"pledged": np.full((12, COUNTRIES), -5)}, "pledged by country goes from -5"),
        ({"totals": dict.fromkeys(STRENGTHS, np.full(12, -1))}, "headline goes from -1 .*; usable goes from -1"),
        ({"totals": dict.fromkeys(STRENGTHS, np.full(12, 2**31))}, "usable goes from 2147483648"),
    ],
)
def test_runs_that_cannot_be_are_refused(change: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        fold_rows(replace(made(3, 4, seed=1), **change), Chunk(0, 0, 3, 0, 4), WIDTHS)


def test_a_chunk_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="12 runs for a chunk of 8"):
        fold_rows(made(3, 4, seed=1), Chunk(0, 0, 2, 0, 4), WIDTHS)
    with pytest.raises(ValueError, match="2 widths for 5 countries"):
        fold_rows(made(3, 4, seed=1), Chunk(0, 0, 3, 0, 4), WIDTHS[:2])
