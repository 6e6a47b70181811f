"""Parts: what goes in comes out, in few bytes; damage is found, wherever it is."""

import errno
import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.force import STRENGTHS
from simulator.experiments.sweeps import parts
from simulator.experiments.sweeps.folds import COUNTS, Columns, empty_fold
from simulator.experiments.sweeps.parts import (
    BadPart,
    StoreError,
    StoreFull,
    commit_part,
    encoded_part,
    fold_of,
    members_of,
    read_footer,
    read_rows,
    table_of,
    verify_part,
    write_durably,
)
from simulator.experiments.sweeps.plan import PLEDGES, ROWS, SUMMARIES, Chunk, Layout
from tests.experiments.sweeps.test_folds import COUNTRIES, WIDTHS, made, same

CASES = settings(max_examples=60, deadline=None)

LAYOUT = Layout("0" * 64, "1" * 64, 1, ("FRA", "GBR", "DEU", "EST", "NLD"), widths=tuple(WIDTHS.tolist()))
CHUNK = Chunk(2, first_point=7, points=3, first_replicate=150, replicates=260)
LEVELS = [SUMMARIES, ROWS, PLEDGES]


def columns_of(chunk: Chunk = CHUNK, countries: int = COUNTRIES) -> Columns:
    return made(chunk.points, chunk.replicates, seed=9, countries=countries)


def kept(folder: Path, layout: Layout = LAYOUT, chunk: Chunk = CHUNK) -> Path:
    columns = columns_of(chunk, len(layout.countries))
    return commit_part(folder, layout, chunk, columns, fold_of(layout, chunk, columns))


def rewritten(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("level", LEVELS)
def test_a_part_says_what_it_is_and_holds_its_fold(tmp_path: Path, level: int) -> None:
    layout = replace(LAYOUT, level=level)
    path = kept(tmp_path, layout)
    footer = read_footer(path)
    assert (footer.layout, footer.chunk, path.name) == (layout, CHUNK, layout.name(CHUNK))
    assert same(footer.fold(), fold_of(layout, CHUNK, columns_of()))
    verify_part(path)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("level", [ROWS, PLEDGES])
def test_rows_are_those_of_the_runs_by_point_then_replicate(tmp_path: Path, level: int) -> None:
    columns, rows = columns_of(), read_rows(kept(tmp_path, replace(LAYOUT, level=level)))
    assert rows["point"].to_pylist() == [point for point in (7, 8, 9) for _ in range(260)]
    assert rows["replicate"].to_pylist() == list(range(150, 410)) * 3
    for name in STRENGTHS:
        assert np.array_equal(rows[name], columns.totals[name])
    for count in COUNTS:
        assert np.array_equal(members_of(rows, count, COUNTRIES), columns.members(count))
        assert np.array_equal(rows[count], columns.members(count).sum(axis=1))
        assert rows[f"{count}_mask"][5].as_py() == sum(
            1 << place for place in np.flatnonzero(columns.members(count)[5])
        )
    assert np.array_equal(rows["limiting"], columns.limiting)
    assert np.array_equal(rows["settled"], columns.settled)
    pledges = [name for name in rows.column_names if name.startswith("pledged_")]
    assert pledges == ([f"pledged_{iso3}" for iso3 in LAYOUT.countries] if level == PLEDGES else [])
    for country, name in enumerate(pledges):
        assert np.array_equal(rows[name], columns.pledged[:, country])


def test_types_are_those_other_tools_know(tmp_path: Path) -> None:
    schema = pq.read_schema(kept(tmp_path, replace(LAYOUT, level=PLEDGES)))
    whole = {
        name: pa.int32() for name in ("point", "replicate", *STRENGTHS, *(f"pledged_{c}" for c in LAYOUT.countries))
    }
    small = {"limiting": pa.int8(), "settled": pa.bool_()} | dict.fromkeys(COUNTS, pa.uint8())
    assert dict(zip(schema.names, schema.types, strict=True)) == whole | small | {
        f"{count}_mask": pa.uint64() for count in COUNTS
    }
    assert all(key.decode() and value.decode() for key, value in schema.metadata.items())


def test_parts_of_a_folder_are_one_table_to_other_tools(tmp_path: Path) -> None:
    chunks = [CHUNK, replace(CHUNK, index=3, first_replicate=410)]
    rows = pa.concat_tables(read_rows(kept(tmp_path, chunk=chunk)) for chunk in chunks)
    assert pq.read_table(tmp_path).replace_schema_metadata().equals(rows.replace_schema_metadata())


def test_a_sample_has_the_rows_of_some_replicates(tmp_path: Path) -> None:
    full = read_rows(kept(tmp_path))
    for every, sampled in ((100, [200, 300, 400]), (260, [260]), (1_000, []), (0, [])):
        layout = replace(LAYOUT, level=SUMMARIES, sampled=every)
        rows = read_rows(kept(tmp_path, layout))
        chosen = [place for place, replicate in enumerate(full["replicate"].to_pylist()) if replicate in sampled]
        assert rows.equals(full.take(pa.array(chosen, type=pa.int64())))
        assert len(rows) == 3 * len(sampled)
        verify_part(tmp_path / layout.name(CHUNK))


@CASES
@given(first=st.integers(0, 15), length=st.integers(0, 9), level=st.sampled_from(LEVELS))
def test_rows_of_some_points_are_a_stretch_of_all(tmp_path_factory, first: int, length: int, level: int) -> None:
    path = kept(tmp_path_factory.mktemp("parts"), replace(LAYOUT, level=level))
    rows, wanted = read_rows(path, ["usable", "point"]), range(first, first + length)
    some = read_rows(path, ["usable", "point"], wanted)
    assert some.equals(rows.take(pa.array(np.flatnonzero(np.isin(rows["point"], wanted)), type=pa.int64())))
    assert rows.column_names == ["usable", "point"]


@pytest.mark.parametrize(("countries", "masks"), [(1, 1), (64, 1), (65, 2), (130, 3)])
def test_each_mask_has_64_countries(tmp_path: Path, countries: int, masks: int) -> None:
    layout = replace(LAYOUT, countries=tuple(f"C{place:02d}" for place in range(countries)), widths=(50,) * countries)
    path = kept(tmp_path, layout)
    rows, columns = read_rows(path), columns_of(countries=countries)
    names = [name for name in rows.column_names if name.startswith("ground_mask")]
    assert names == (["ground_mask"] if masks == 1 else [f"ground_mask_{word}" for word in range(masks)])
    assert np.array_equal(members_of(rows, "ground", countries), columns.members("ground"))
    verify_part(path)


def test_the_same_runs_give_the_same_bytes(tmp_path: Path) -> None:
    fold = fold_of(LAYOUT, CHUNK, columns_of())
    assert encoded_part(LAYOUT, CHUNK, columns_of(), fold) == encoded_part(LAYOUT, CHUNK, columns_of(), fold)
    assert kept(tmp_path).read_bytes() == encoded_part(LAYOUT, CHUNK, columns_of(), fold)


def test_a_fold_of_other_points_is_refused() -> None:
    with pytest.raises(ValueError, match="a fold of 3 points from 0 on"):
        encoded_part(LAYOUT, CHUNK, columns_of(), empty_fold(0, 3, COUNTRIES, detail=True))


def pages(path: Path) -> list[range]:
    """Return the bytes of each column's pages."""
    group = pq.read_metadata(path).row_group(0)
    columns = [group.column(place) for place in range(group.num_columns)]
    starts = [column.dictionary_page_offset or column.data_page_offset for column in columns]
    return [range(start, start + column.total_compressed_size) for start, column in zip(starts, columns, strict=True)]


@pytest.mark.parametrize("level", LEVELS)
def test_a_flipped_bit_in_the_pages_is_found_wherever_it_is(tmp_path: Path, level: int) -> None:
    path = kept(tmp_path, replace(LAYOUT, level=level))
    content, chosen = path.read_bytes(), np.random.default_rng(4)
    places = [place for stretch in pages(path) for place in stretch]
    for place, bit in zip(chosen.choice(places, 40, replace=False), chosen.integers(0, 8, 40), strict=True):
        damaged = bytearray(content)
        damaged[place] ^= 1 << int(bit)
        rewritten(path, bytes(damaged))
        read_footer(path)
        with pytest.raises(BadPart):
            verify_part(path)


def test_reading_rows_finds_a_flipped_bit_in_what_a_page_holds(tmp_path: Path) -> None:
    path = kept(tmp_path)
    content = path.read_bytes()
    for stretch in pages(path):
        damaged = bytearray(content)
        damaged[stretch.stop - 1] ^= 1
        with pytest.raises(BadPart, match=r"`part-000002-[0-9a-f]+\.parquet` cannot be read"):
            read_rows(rewritten(path, bytes(damaged)))


@CASES
@given(cut=st.integers(0, 10**6))
def test_a_part_cut_off_anywhere_is_found_by_its_footer(tmp_path_factory, cut: int) -> None:
    path = kept(tmp_path_factory.mktemp("parts"))
    content = path.read_bytes()
    with pytest.raises(BadPart):
        read_footer(rewritten(path, content[: cut % len(content)]))


def test_a_flipped_bit_in_the_footer_never_changes_what_is_read(tmp_path: Path) -> None:
    chunk = Chunk(0, 0, 1, 0, 64)
    path = kept(tmp_path, chunk=chunk)
    content, rows, chosen = path.read_bytes(), read_rows(path), np.random.default_rng(8)
    length = 8 + int.from_bytes(content[-8:-4], "little")
    names = [
        content.index(name) for name in (b"data_sha256", b"fold_sha256", b'"key"', b'"layout"', b"usable", b"settled")
    ]
    found = 0
    for place in [*names, *chosen.integers(len(content) - length, len(content), 400)]:
        damaged = bytearray(content)
        damaged[place] ^= 1 << int(chosen.integers(8))
        try:
            footer = read_footer(rewritten(path, bytes(damaged)))
            fold, again = footer.fold(), read_rows(footer)
        except BadPart:
            found += 1
            continue
        assert (footer.layout, footer.chunk) == (LAYOUT, chunk)
        assert same(fold, fold_of(LAYOUT, chunk, columns_of(chunk)))
        assert again.equals(rows)
        with suppress(BadPart):
            verify_part(path)
    assert found > 200


@pytest.mark.parametrize("name", ["key", "fold_sha256"])
def test_hashes_in_the_footer_are_checked(tmp_path: Path, name: str) -> None:
    path = kept(tmp_path)
    damaged = bytearray(path.read_bytes())
    place = damaged.index(f'"{name}":"'.encode()) + len(name) + 4 + 40
    damaged[place] = ord("0") if damaged[place] != ord("0") else ord("1")
    with pytest.raises(BadPart, match=f"the {name.removesuffix('_sha256')} of"):
        read_footer(rewritten(path, bytes(damaged)))


def test_a_part_under_the_name_of_another_is_found(tmp_path: Path) -> None:
    other = LAYOUT.name(replace(CHUNK, index=3))
    path = kept(tmp_path).rename(tmp_path / other)
    with pytest.raises(BadPart, match="the name of"):
        read_footer(path)


def test_what_is_no_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    for content in (b"", b"PAR1", b"no part at all", os.urandom(5_000)):
        with pytest.raises(BadPart, match="cannot be read"):
            read_footer(rewritten(path, content))
    pq.write_table(pa.table({"point": [1]}), path)
    with pytest.raises(BadPart, match="cannot be read"):
        read_footer(path)
    with pytest.raises(FileNotFoundError):
        read_footer(tmp_path / "nowhere.parquet")


@pytest.mark.parametrize("level", [ROWS, PLEDGES])
def test_a_fold_that_is_not_that_of_the_rows_is_found(tmp_path: Path, level: int) -> None:
    layout, columns = replace(LAYOUT, level=level), columns_of()
    for name in ("n", "limiting", "squares.usable", "bins.headline", "together.ground"):
        fold = fold_of(layout, CHUNK, columns)
        fold.arrays[name].flat[-1] += 1
        path = commit_part(tmp_path, layout, CHUNK, columns, fold)
        with pytest.raises(BadPart, match=rf"is not that of its rows \({name}\)"):
            verify_part(path)


def test_rows_that_contradict_themselves_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def miscounted(*arguments: object) -> pa.Table:
        rows = table_of(*arguments)
        return rows.set_column(rows.column_names.index("joins"), "joins", pa.array([0] * len(rows), type=pa.uint8()))

    with monkeypatch.context() as patched:
        patched.setattr(parts, "table_of", miscounted)
        path = kept(tmp_path)
    with pytest.raises(BadPart, match="do not agree with themselves"):
        verify_part(path)


def test_a_part_of_another_format_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(parts, "SCHEMA", 2)
        path = kept(tmp_path)
    with pytest.raises(BadPart, match="has format 2, and 1 is known"):
        read_footer(path)


def test_facts_are_plain_json(tmp_path: Path) -> None:
    facts = json.loads(pq.read_metadata(kept(tmp_path)).metadata[b"forcemix"])
    assert (facts["chunk"], facts["key"]) == (CHUNK.to_json(), LAYOUT.key(CHUNK))


def test_a_row_takes_few_bytes() -> None:
    chunk = Chunk(0, 0, 1, 0, 16_384)
    columns = columns_of(chunk)
    assert len(encoded_part(LAYOUT, chunk, columns, fold_of(LAYOUT, chunk, columns))) <= 25 * chunk.runs


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, StoreFull), (errno.EDQUOT, StoreFull), (errno.EIO, StoreError)]
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[StoreError], step: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fails)
    with pytest.raises(kind, match=os.strerror(number)) as caught:
        kept(tmp_path)
    assert (type(caught.value), caught.value.exit_code) == (kind, 74)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    path = rewritten(tmp_path / "manifest.json", b"old")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_durably(path, b"new")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("manifest.json", b"old")]
