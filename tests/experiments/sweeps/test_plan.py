"""The plan of a sweep: every run once, in order, in chunks of a fit size."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.experiments.sweeps.plan import (
    CHUNK_RUNS,
    DETAIL_POINTS,
    MANY_POINTS,
    MOST_CHUNKS,
    PLEDGES,
    ROWS,
    SHARED_BLOCK,
    SUMMARIES,
    Batch,
    Chunk,
    Layout,
    Manifest,
    plan,
)

CASES = settings(max_examples=60, deadline=None)

small = {"points": st.integers(1, 70), "first": st.integers(0, 500), "replicates": st.integers(1, 900)}
huge = {"points": st.integers(1, 10**7), "replicates": st.integers(1, 10**8)}


@CASES
@given(**small, chunk_runs=st.integers(64, 3_000))
def test_every_run_is_in_one_chunk(points: int, first: int, replicates: int, chunk_runs: int) -> None:
    seen = np.zeros((replicates, points), dtype=np.int64)
    for chunk in plan(points, first, replicates, chunk_runs=chunk_runs):
        start = chunk.first_replicate - first
        seen[start : start + chunk.replicates, chunk.first_point : chunk.first_point + chunk.points] += 1
        assert chunk.points > 0
        assert chunk.replicates > 0
    assert (seen == 1).all()


@CASES
@given(**small, chunk_runs=st.integers(64, 3_000))
def test_a_chunk_is_no_larger_than_asked_and_its_block_is_whole(
    points: int, first: int, replicates: int, chunk_runs: int
) -> None:
    chunks = plan(points, first, replicates, chunk_runs=chunk_runs)
    for chunk in chunks:
        assert chunk.runs <= chunk_runs
        last = chunk.first_replicate + chunk.replicates == first + replicates
        assert last or chunk.replicates % 64 == 0


@CASES
@given(**huge)
@example(points=1, replicates=10**8)
@example(points=10, replicates=10**8)
@example(points=10**7, replicates=1_000)
@example(points=100, replicates=10**7)
def test_there_are_never_too_many_chunks(points: int, replicates: int) -> None:
    chunks = plan(points, 0, replicates)
    assert 1 <= len(chunks) <= MOST_CHUNKS
    ends = [chunks[0], chunks[len(chunks) // 2], chunks[-1]]
    assert all(chunk.runs > 0 for chunk in ends)
    assert (ends[-1].first_point + ends[-1].points, ends[-1].first_replicate + ends[-1].replicates) == (
        points,
        replicates,
    )
    assert sum(chunk.runs for chunk in chunks) == points * replicates


@CASES
@given(points=st.integers(1, 5_000), replicates=st.integers(1, 100_000))
def test_a_sweep_of_common_size_keeps_chunks_and_blocks_small(points: int, replicates: int) -> None:
    chunks = plan(points, 0, replicates)
    largest = SHARED_BLOCK if points >= MANY_POINTS else CHUNK_RUNS // points
    assert all(chunk.replicates <= largest and chunk.runs <= CHUNK_RUNS for chunk in chunks)


@CASES
@given(**small, chunk_runs=st.integers(64, 3_000))
def test_chunks_of_a_block_of_replicates_come_together(
    points: int, first: int, replicates: int, chunk_runs: int
) -> None:
    chunks = plan(points, first, replicates, chunk_runs=chunk_runs)
    order = [(chunk.first_replicate, chunk.first_point) for chunk in chunks]
    assert order == sorted(set(order))
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))


@CASES
@given(points=st.integers(1, 300), batches=st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_batches_append(points: int, batches: list[int]) -> None:
    done, replicates = [], 0
    for size in batches:
        done += list(plan(points, replicates, size, len(done), 640))
        replicates += size
    assert [chunk.index for chunk in done] == list(range(len(done)))
    numbers = [
        replicate * points + point
        for chunk in done
        for replicate in range(chunk.first_replicate, chunk.first_replicate + chunk.replicates)
        for point in range(chunk.first_point, chunk.first_point + chunk.points)
    ]
    assert sorted(numbers) == list(range(points * replicates))


def test_indices_go_on_from_the_first() -> None:
    chunks = plan(100, 0, 1_000, first_index=7, chunk_runs=6_400)
    assert [chunk.index for chunk in chunks] == list(range(7, 7 + len(chunks)))
    assert chunks == plan(100, 0, 1_000, first_index=7, chunk_runs=6_400)


def test_a_chunk_meets_the_points_it_has() -> None:
    chunk = Chunk(0, first_point=10, points=5, first_replicate=0, replicates=64)
    met = [point for point in range(30) if chunk.meets(point, 1)]
    assert met == [10, 11, 12, 13, 14]
    assert chunk.meets(0, 11)
    assert not chunk.meets(0, 10)
    assert not chunk.meets(15, 3)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(
        ValueError, match=r"points is 0, below 1; replicates is -1, below 1; chunk_runs is 63, below 64"
    ):
        plan(0, 0, -1, chunk_runs=63)


LAYOUT = Layout("0" * 64, "1" * 64, 1, ("FRA", "DEU"))
MANIFEST = Manifest(
    spec={"scenario": {"us": {"backstop": 0.5}}, "design": "grid"},
    numbers_sha256="1" * 64,
    seed=2**64 - 1,
    points=3,
    countries=("FRA", "DEU"),
    widths=(10, 20),
    batches=(Batch(first_replicate=0, replicates=100),),
)


@CASES
@given(
    first=st.integers(0, 1_000),
    replicates=st.integers(1, 1_000),
    every=st.integers(1, 300),
    level=st.sampled_from([0, 1]),
)
def test_kept_replicates_are_multiples_or_all(first: int, replicates: int, every: int, level: int) -> None:
    chunk = Chunk(0, 0, 1, first, replicates)
    kept = list(replace(LAYOUT, level=level, sampled=every).kept(chunk))
    step = every if level == SUMMARIES else 1
    assert kept == [number for number in range(first, first + replicates) if number % step == 0]
    assert not replace(LAYOUT, level=SUMMARIES, sampled=0).kept(chunk)


def test_a_part_is_named_by_all_that_decides_what_is_in_it() -> None:
    chunk = Chunk(3, 0, 10, 64, 128)
    changes = [{"spec_sha256": "2" * 64}, {"numbers_sha256": "2" * 64}, {"seed": 2}, {"countries": ("FRA",)}]
    changes += [{"level": PLEDGES}, {"sampled": 10}, {"widths": (1, 2)}]
    names = {replace(LAYOUT, **change).name(chunk) for change in changes} | {LAYOUT.name(chunk)}
    names |= {LAYOUT.name(replace(chunk, **{field: 1})) for field in Chunk.__slots__}
    assert len(names) == len(changes) + 1 + len(Chunk.__slots__)
    assert all(re.fullmatch(r"part-00000[13]-[0-9a-f]{16}\.parquet", name) for name in names)


def test_layout_and_manifest_survive_json() -> None:
    for layout in (LAYOUT, MANIFEST.layout):
        assert Layout.of_json(json.loads(json.dumps(layout.to_json()))) == layout
    assert Manifest.of_json(json.loads(json.dumps(MANIFEST.to_json()))) == MANIFEST


def test_chunks_of_batches_follow_each_other() -> None:
    grown = MANIFEST.grown(Batch(first_replicate=100, replicates=50, chunk_runs=64))
    assert (grown.replicates, grown.spec_sha256) == (150, MANIFEST.spec_sha256)
    assert grown.chunks()[: len(MANIFEST.chunks())] == MANIFEST.chunks()
    assert [chunk.index for chunk in grown.chunks()] == list(range(len(grown.chunks())))
    assert sum(chunk.runs for chunk in grown.chunks()) == 3 * 150


def test_batches_leave_no_gap() -> None:
    with pytest.raises(ValueError, match="begins at replicate 101, not at 100"):
        MANIFEST.grown(Batch(first_replicate=101, replicates=50))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seed": -1, "level": 3, "points": "3"}, ["seed", "level", "points"]),
        ({"batches": [{"first_replicate": 0, "replicates": 0}]}, ["batches.0.replicates"]),
        ({"colour": "red"}, ["colour"]),
        ({"schema": 2}, ["schema"]),
        ({"widths": [10]}, ["1 widths for 2 countries"]),
        ({"points": DETAIL_POINTS + 1}, ["histograms for 1001 points"]),
        ({"spec": {"scenario": {}}}, ["changed by hand"]),
        ({"spec": {"us": float("nan")}}, ["Out of range"]),
    ],
)
def test_a_manifest_tells_all_that_is_wrong_with_it(change: dict[str, object], told: list[str]) -> None:
    with pytest.raises(ValueError, match=told[0]) as caught:
        Manifest.of_json(MANIFEST.to_json() | change)
    assert all(word in str(caught.value) for word in told)


def test_differences_name_the_place_and_both_values() -> None:
    asked = MANIFEST.to_json() | {"seed": 2, "level": ROWS, "created": "later", "batches": []}
    asked["spec"] = {"scenario": {"us": {"backstop": 0.6}}, "design": "grid", "new": None}
    asked.pop("spec_sha256")
    found = MANIFEST.differences(Manifest.model_validate(asked))
    assert found == [
        "seed 18446744073709551615 there, 2 asked",
        "new nothing there, None asked",
        "scenario.us.backstop 0.5 there, 0.6 asked",
    ]
    assert MANIFEST.differences(MANIFEST) == []


@CASES
@given(st.dictionaries(st.sampled_from("abc"), st.none() | st.booleans() | st.integers(0, 1) | st.floats(0, 1)))
def test_what_hashes_alike_does_not_differ_and_what_differs_is_told(spec: dict[str, object]) -> None:
    fields = {name: getattr(MANIFEST, name) for name in Manifest.model_fields}
    other = Manifest.model_validate(fields | {"spec": spec})
    again = Manifest.model_validate(fields | {"spec": {key: spec[key] for key in sorted(spec, reverse=True)}})
    assert not other.differences(again)
    for key in spec:
        assert other.differences(Manifest.model_validate(fields | {"spec": {**spec, key: "else"}}))
        assert other.differences(Manifest.model_validate(fields | {"spec": {k: spec[k] for k in spec if k != key}}))


def test_numbers_that_hash_differently_differ() -> None:
    fields = {name: getattr(MANIFEST, name) for name in Manifest.model_fields}
    one, other = (
        Manifest.model_validate(fields | {"spec": spec}) for spec in ({"a": 1, "b": True}, {"a": 1.0, "b": 1})
    )
    assert one.differences(other) == ["a 1 there, 1.0 asked", "b True there, 1 asked"]


def test_only_some_of_many_differences_are_told() -> None:
    fields = {name: getattr(MANIFEST, name) for name in Manifest.model_fields}
    one, other = (Manifest.model_validate(fields | {"spec": {f"i{k:02d}": k + n for k in range(20)}}) for n in (0, 1))
    assert one.differences(other)[-1] == "and 15 more"
    assert len(one.differences(other)) == 6
