"""The folder of a sweep: begun once, gone on with, shared by nobody, and never half-written."""

import json
import os
import resource
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.force import STRENGTHS
from simulator.experiments.sweeps import store
from simulator.experiments.sweeps.folds import COUNTS, fold_rows
from simulator.experiments.sweeps.parts import BadPart, StoreError, StoreFull, fold_of, host
from simulator.experiments.sweeps.plan import PLEDGES, ROWS, SUMMARIES, Batch, Chunk, Manifest
from simulator.experiments.sweeps.store import Busy, SweepFolder, WrongFolder, open_readonly
from tests.experiments.sweeps.test_folds import COUNTRIES, WIDTHS, cut, made, same

CASES = settings(max_examples=25, deadline=None)
POINTS, FIRST, MORE = 7, 150, 90
WHOLE = made(POINTS, FIRST + MORE, seed=3)
FIRST_BATCH = Batch(first_replicate=0, replicates=FIRST, chunk_runs=512)
SECOND_BATCH = Batch(first_replicate=FIRST, replicates=MORE, chunk_runs=256)


def asked(**changes: object) -> Manifest:
    fields: dict[str, object] = {
        "spec": {"scenario": "baseline", "over": {"us.backstop": [0.0, 0.5, 1.0]}},
        "numbers_sha256": "1" * 64,
        "seed": 1,
        "points": POINTS,
        "countries": ("FRA", "GBR", "DEU", "EST", "NLD"),
        "widths": tuple(WIDTHS.tolist()),
        "batches": (FIRST_BATCH,),
    }
    return Manifest.model_validate(fields | changes)


def run(folder: SweepFolder, chunks: list[Chunk] | None = None) -> None:
    """Commit chunks, all by default."""
    for chunk in folder.chunks if chunks is None else chunks:
        columns = cut(WHOLE, POINTS, chunk)
        folder.commit(chunk, columns, fold_of(folder.layout, chunk, columns))


def whole_fold(replicates: int, widths: np.ndarray | None = WIDTHS):
    chunk = Chunk(0, 0, POINTS, 0, replicates)
    return fold_rows(cut(WHOLE, POINTS, chunk), chunk, widths)


def values(name: str, replicates: int) -> np.ndarray:
    columns = cut(WHOLE, POINTS, Chunk(0, 0, POINTS, 0, replicates))
    found = columns.totals[name] if name in STRENGTHS else columns.members(name).sum(axis=1)
    return found.reshape(POINTS, replicates)


@pytest.fixture
def sweep(tmp_path: Path) -> Iterator[SweepFolder]:
    with SweepFolder.open(tmp_path / "sweep", asked()) as folder:
        yield folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_sweep_stopped_and_gone_on_with_is_the_sweep(tmp_path: Path) -> None:
    path = tmp_path / "sweep"
    with SweepFolder.open(path, asked(created="monday")) as folder:
        assert list(folder.finished()) == []
        run(folder, list(folder.chunks)[::2])
    with SweepFolder.open(path, asked(created="tuesday")) as folder:
        done = {footer.chunk for footer in folder.finished()}
        assert done == set(folder.chunks[::2])
        run(folder, [chunk for chunk in folder.chunks if chunk not in done])
        assert [footer.chunk for footer in folder.finished()] == list(folder.chunks)
        assert same(folder.fold(), whole_fold(FIRST))
        assert folder.manifest.created == "monday"
        assert folder.verify() == []
    with SweepFolder.open(tmp_path / "at-once", asked(created="monday")) as other:
        run(other, list(other.chunks)[::-1])
    for one in path.rglob("*.*"):
        assert one.read_bytes() == (tmp_path / "at-once" / one.relative_to(path)).read_bytes()


def test_a_sweep_that_is_forgotten_is_run_again(sweep: SweepFolder) -> None:
    run(sweep)
    (sweep.parts / PART).touch()
    sweep.forget()
    assert names(sweep.parts) == [PART]
    run(sweep)
    assert same(sweep.fold(), whole_fold(FIRST))


def test_more_replicates_only_append(sweep: SweepFolder) -> None:
    run(sweep)
    before = {path: path.read_bytes() for path in sweep.parts.iterdir()}
    sweep.grow(SECOND_BATCH)
    assert {footer.chunk.index for footer in sweep.finished()} == set(range(len(before)))
    run(sweep, list(sweep.chunks[len(before) :]))
    assert same(sweep.fold(), whole_fold(FIRST + MORE))
    assert {path: path.read_bytes() for path in before} == before
    assert open_readonly(sweep.path).manifest == sweep.manifest
    with pytest.raises(ValueError, match="begins at replicate 150, not at 240"):
        sweep.grow(SECOND_BATCH)
    assert open_readonly(sweep.path).manifest.replicates == FIRST + MORE


@CASES
@given(first=st.integers(0, POINTS - 1), points=st.integers(1, POINTS))
def test_the_fold_of_some_points_is_part_of_the_whole(tmp_path_factory, first: int, points: int) -> None:
    points = min(points, POINTS - first)
    with SweepFolder.open(tmp_path_factory.mktemp("sweep"), asked()) as folder:
        run(folder)
        assert same(folder.fold(first, points), whole_fold(FIRST).window(first, points))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seed": 2}, "seed 1 there, 2 asked"),
        ({"numbers_sha256": "2" * 64}, "behind the numbers has changed (1111111111 there, 2222222222 now)"),
        ({"level": PLEDGES}, "level 1 there, 2 asked"),
        ({"spec": {"scenario": "baseline", "over": {}}}, "over.us.backstop [0.0, 0.5, 1.0] there, nothing asked"),
        ({"widths": None}, "widths (7, 100, 1, 250, 40) there, None asked"),
    ],
)
def test_another_sweep_in_the_folder_is_refused_and_kept(
    sweep: SweepFolder, change: dict[str, object], told: str
) -> None:
    sweep.close()
    before = (sweep.path / "manifest.json").read_bytes()
    with pytest.raises(WrongFolder) as caught:
        SweepFolder.open(sweep.path, asked(**change))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 65
    assert (sweep.path / "manifest.json").read_bytes() == before
    with SweepFolder.open(sweep.path, asked()):
        pass


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 1}', "\x00", "[" * 100_000])
def test_a_manifest_that_is_none_is_refused(sweep: SweepFolder, text: str) -> None:
    sweep.close()
    (sweep.path / "manifest.json").write_text(text)
    for opened in (lambda: SweepFolder.open(sweep.path, asked()), lambda: open_readonly(sweep.path)):
        with pytest.raises(WrongFolder, match=r"manifest\.json` is no manifest of a sweep"):
            opened()
    with pytest.raises(WrongFolder, match="holds no sweep"):
        open_readonly(sweep.parts)


HOLDER = """
    import sys
    from pathlib import Path
    from simulator.experiments.sweeps.plan import Manifest
    from simulator.experiments.sweeps.store import SweepFolder
    import json
    manifest = Manifest.of_json(json.loads(Path(sys.argv[2]).read_text()))
    with SweepFolder.open(Path(sys.argv[1]), manifest):
        print("held", flush=True)
        sys.stdin.read()
"""


def test_another_process_keeps_a_sweep_to_itself_until_it_is_killed(tmp_path: Path) -> None:
    path, wanted = tmp_path / "sweep", tmp_path / "wanted.json"
    wanted.write_text(json.dumps(asked().to_json()))
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(path), str(wanted)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Busy, match="another process is running the sweep") as caught:
            SweepFolder.open(path, asked())
        assert caught.value.exit_code == 75
        assert open_readonly(path).manifest == asked()
        holder.kill()
        holder.wait()
    with SweepFolder.open(path, asked()) as folder:
        run(folder)


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return process.pid


def test_what_dead_writers_left_is_swept(sweep: SweepFolder) -> None:
    sweep.close()
    alive, dead = os.getppid(), dead_process()
    left = {
        f"{PART}.{host()}-{dead}-140.tmp": False,
        f"{PART}.elsewhere-{alive}-140.tmp": False,
        f"{PART}.{host()}-{os.getpid()}-140.tmp": False,
        f"{PART}.{host()}-{alive}-140.tmp": True,
        "notes.tmp": True,
    }
    for name in left:
        (sweep.parts / name).touch()
    (sweep.path / f"manifest.json.{host()}-{dead}-140.tmp").touch()
    with SweepFolder.open(sweep.path, asked()):
        assert names(sweep.parts) == sorted(name for name, stays in left.items() if stays)
        assert names(sweep.path) == sorted([*names(sweep.parts), ".lock", "manifest.json"])


PART = "part-000000-0123456789abcdef.parquet"


def damaged(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))


def test_a_part_with_a_bad_footer_is_set_aside_and_run_again(sweep: SweepFolder) -> None:
    run(sweep)
    bad = sweep.parts / sweep.layout.name(sweep.chunks[1])
    content = bad.read_bytes()
    bad.write_bytes(content[:-7])
    reader = open_readonly(sweep.path)
    assert [footer.chunk for footer in reader.finished()] == [*sweep.chunks[:1], *sweep.chunks[2:]]
    assert bad.exists()
    assert [footer.chunk for footer in sweep.finished()] == [*sweep.chunks[:1], *sweep.chunks[2:]]
    assert not bad.exists()
    assert bad.with_name(f"{bad.name}.corrupt").read_bytes() == content[:-7]
    run(sweep, [sweep.chunks[1]])
    assert bad.read_bytes() == content
    assert same(sweep.fold(), whole_fold(FIRST))


def test_verify_finds_damaged_pages_which_footers_do_not_tell(sweep: SweepFolder) -> None:
    run(sweep)
    bad = sweep.parts / sweep.layout.name(sweep.chunks[2])
    damaged(bad, 900)
    (sweep.parts / PART).write_bytes(bad.read_bytes())
    assert len(list(sweep.finished())) == len(sweep.chunks)
    for folder, stays in ((open_readonly(sweep.path), True), (sweep, False)):
        problems = folder.verify()
        assert [PART in problems[0], bad.name in problems[1], len(problems)] == [True, True, 2]
        assert bad.exists() is stays
    assert (sweep.parts / PART).exists()
    run(sweep, [sweep.chunks[2]])
    assert open_readonly(sweep.path).verify() == [f"`{PART}` is no part of this sweep"]


def test_damaged_pages_are_never_read_as_numbers(sweep: SweepFolder) -> None:
    run(sweep)
    part = sweep.parts / sweep.layout.name(sweep.chunks[0])
    content = part.read_bytes()
    for place in range(100, 3_000, 97):
        damaged(part, place)
        try:
            found = sweep.point_values(STRENGTHS, 0, POINTS)
        except BadPart:
            found = None
        assert found is None or all(np.array_equal(found[name], values(name, FIRST)) for name in STRENGTHS)
        part.write_bytes(content)


def test_rows_come_in_order_of_chunk(sweep: SweepFolder) -> None:
    run(sweep, list(sweep.chunks)[::-1])
    tables = list(sweep.rows(["point", "replicate", "usable"]))
    assert [(table["point"][0].as_py(), table["replicate"][0].as_py(), len(table)) for table in tables] == [
        (chunk.first_point, chunk.first_replicate, chunk.runs) for chunk in sweep.chunks
    ]
    whole = values("usable", FIRST)
    for table in tables:
        assert np.array_equal(table["usable"], whole[table["point"].to_numpy(), table["replicate"].to_numpy()])
    some = list(sweep.rows_of_point_block(2, 3, ["point"]))
    assert sorted(point for table in some for point in table["point"].to_pylist()) == [
        point for point in (2, 3, 4) for _ in range(FIRST)
    ]


@pytest.fixture(params=[10**9, 0], ids=["sorted", "counted"])
def exact(request: pytest.FixtureRequest, sweep: SweepFolder, monkeypatch: pytest.MonkeyPatch) -> SweepFolder:
    """A finished sweep of two batches, whose order statistics are found in one way or the other."""
    monkeypatch.setattr(store, "SORTED_REPLICATES", request.param)
    monkeypatch.setattr(store, "SORTED_VALUES", 2 * (FIRST + MORE))
    monkeypatch.setattr(store, "COUNTED_POINTS", 3)
    run(sweep)
    sweep.grow(SECOND_BATCH)
    run(sweep)
    return sweep


@pytest.mark.parametrize("name", [*STRENGTHS, *COUNTS])
@pytest.mark.parametrize(("first", "points"), [(0, POINTS), (2, 4), (6, 1)])
def test_order_statistics_are_exact(exact: SweepFolder, name: str, first: int, points: int) -> None:
    ranks = [1, 2, 24, 120, 216, 239, 240]
    ordered = np.sort(values(name, FIRST + MORE), axis=1)[first : first + points]
    found = exact.order_statistics(name, first, points, ranks)
    assert found.dtype == np.int64
    assert np.array_equal(found, ordered[:, np.array(ranks) - 1])


def test_order_statistics_that_do_not_exist_are_refused(exact: SweepFolder) -> None:
    for ranks in ([0], [241], [1, -1]):
        with pytest.raises(ValueError, match="among 240 replicates"):
            exact.order_statistics("usable", 0, 1, ranks)
    for first, points in ((-1, 2), (POINTS - 1, 2)):
        with pytest.raises(ValueError, match=rf"points {first} to .* of {POINTS}"):
            exact.order_statistics("usable", first, points, [1])
    for name in ("joins_mask", "nothing"):
        with pytest.raises(ValueError, match=f"no column of whole numbers: {name}"):
            exact.order_statistics(name, 0, 1, [1])


@CASES
@given(first=st.integers(0, POINTS - 1), points=st.integers(1, POINTS))
def test_point_values_are_those_of_all_replicates(tmp_path_factory, first: int, points: int) -> None:
    points = min(points, POINTS - first)
    with SweepFolder.open(tmp_path_factory.mktemp("sweep"), asked(batches=(FIRST_BATCH, SECOND_BATCH))) as folder:
        run(folder)
        found = folder.point_values(["usable", "joins"], first, points)
    for name, block in found.items():
        assert np.array_equal(block, values(name, FIRST + MORE)[first : first + points])


@pytest.mark.parametrize("level", [SUMMARIES, ROWS, PLEDGES])
@pytest.mark.parametrize("widths", [WIDTHS, None])
def test_a_sweep_of_any_level_checks_out(tmp_path: Path, level: int, widths: np.ndarray | None) -> None:
    manifest = asked(level=level, widths=None if widths is None else tuple(widths.tolist()))
    with SweepFolder.open(tmp_path, manifest) as folder:
        run(folder)
        assert folder.verify() == []
        assert same(folder.fold(), whole_fold(FIRST, widths))


def test_pledges_are_there_at_level_two(tmp_path: Path) -> None:
    with SweepFolder.open(tmp_path, asked(level=PLEDGES)) as folder:
        run(folder)
        found = folder.point_values(["pledged_DEU"], 1, 2)["pledged_DEU"]
    whole = WHOLE.pledged.reshape(POINTS, FIRST + MORE, COUNTRIES)[1:3, :FIRST, 2]
    assert np.array_equal(found, whole)


def test_summaries_have_a_sample_of_rows_and_no_exact_values(tmp_path: Path) -> None:
    with SweepFolder.open(tmp_path, asked(level=SUMMARIES, sampled=50)) as folder:
        run(folder)
        assert {replicate for table in folder.rows() for replicate in table["replicate"].to_pylist()} == {0, 50, 100}
        for read in (folder.point_values, lambda *_: folder.order_statistics("usable", 0, 1, [1])):
            with pytest.raises(StoreError, match="keeps a sample of rows only"):
                read(["usable"], 0, 1)


def test_values_of_an_unfinished_sweep_are_refused(sweep: SweepFolder) -> None:
    run(sweep, list(sweep.chunks[:-1]))
    last = sweep.chunks[-1]
    for first, points in ((last.first_point, 1), (0, POINTS)):
        with pytest.raises(StoreError, match="not finished: 1 chunks"):
            sweep.point_values(["usable"], first, points)
    assert sweep.fold().arrays["n"].sum() == POINTS * FIRST - last.runs


def test_a_full_disk_leaves_whole_parts_only_and_the_sweep_goes_on(sweep: SweepFolder) -> None:
    run(sweep, [sweep.chunks[0]])
    size = (sweep.parts / sweep.layout.name(sweep.chunks[0])).stat().st_size
    before, limits = names(sweep.path), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, limits[1]))
    try:
        with pytest.raises(StoreFull, match="make room and go on") as caught:
            run(sweep, [sweep.chunks[1]])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.exit_code == 74
    assert names(sweep.path) == before
    run(sweep)
    assert same(sweep.fold(), whole_fold(FIRST))


def test_a_folder_that_cannot_be_made_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written to"):
        SweepFolder.open(tmp_path / "file" / "sweep", asked())
    with SweepFolder.open(tmp_path, asked()), pytest.raises(Busy):
        SweepFolder.open(tmp_path, asked())


def test_parts_of_another_seed_do_not_count(tmp_path: Path) -> None:
    with SweepFolder.open(tmp_path / "one", asked()) as one, SweepFolder.open(tmp_path / "two", asked(seed=2)) as two:
        run(one)
        for part in one.parts.iterdir():
            (two.parts / part.name).write_bytes(part.read_bytes())
            (two.parts / two.layout.name(one.chunks[0])).write_bytes(part.read_bytes())
        assert list(two.finished()) == []
