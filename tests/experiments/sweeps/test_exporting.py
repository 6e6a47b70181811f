"""Exporting: one tidy table that pandas, DuckDB and SALib open as it is, with the numbers of the store."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import sobol as sobol_analyze
from SALib.sample import sobol as sobol_sample

from simulator.engine.force import STRENGTHS
from simulator.experiments.designs.points import Table
from simulator.experiments.designs.tables import read_points
from simulator.experiments.statistics import QUANTILES
from simulator.experiments.sweeps import exporting, point_rows
from simulator.experiments.sweeps.exporting import Unfinished, default_rows, export, format_of
from simulator.experiments.sweeps.folds import COUNTS, Fold
from simulator.experiments.sweeps.parts import BadPart, StoreFull
from simulator.experiments.sweeps.plan import PLEDGES
from simulator.experiments.sweeps.point_rows import unfit_sizes
from simulator.experiments.sweeps.point_summary import point_summaries
from simulator.experiments.sweeps.reopening import ReopenedSweep, reopen
from simulator.experiments.sweeps.sweeping import inputs_of_points
from simulator.rule.force import ENABLERS
from simulator.scenario.library import load
from tests.experiments.random_sweeps import SCENARIOS, designs
from tests.kept_results import grid, kept_sweep

SIZES = (5_000, 10_000)
MIXED = ("us.air=0.1,0.30000000000000004,1", "mandate.mission=deterrence,monitoring", "countries.FIN.absent=true,false",
         "countries.POL.cap=1:3:1")  # fmt: skip


@pytest.fixture(scope="module")
def mixed(tmp_path_factory) -> ReopenedSweep:
    """Numbers, words, switches and whole numbers that move; two batches of replicates; every pledge kept."""
    scenario = load("baseline").with_("countries.POL.why", "an argument")
    out = tmp_path_factory.mktemp("out")
    return reopen(kept_sweep(out, scenario, grid(scenario, *MIXED), runs=7, level=PLEDGES, batches=(3,)))


def written(sweep: ReopenedSweep, path: Path, rows: str = "runs", sizes=SIZES) -> Path:
    form = format_of(path)
    assert form is not None
    done: list[int] = []
    count = export(sweep, path, form, rows, sizes, done.append)
    assert count == sum(done)
    assert [entry.name for entry in path.parent.iterdir() if ".tmp" in entry.name] == []
    return path


def expected_runs(sweep: ReopenedSweep) -> pd.DataFrame:
    """The rows of the store with inputs looked up one by one, in its order."""
    points, countries = sweep.stored.manifest.points, sweep.stored.layout.countries

    def tidy(row: dict) -> dict:
        return {
            "run_id": row["replicate"] * points + row["point"], "point": row["point"], "replicate": row["replicate"],
            **sweep.values(row["point"]), **{name: row[name] for name in (*STRENGTHS, *COUNTS)},
            "limiting": "" if row["limiting"] < 0 else ENABLERS[row["limiting"]], "settled": row["settled"],
            **{f"pledged_{iso3}": row[f"pledged_{iso3}"] for iso3 in countries if f"pledged_{iso3}" in row},
        }  # fmt: skip

    return pd.DataFrame([tidy(row) for table in sweep.stored.rows() for row in table.to_pylist()])


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other, check_dtype=False, check_exact=True)


def test_pandas_opens_runs_as_they_are(mixed, tmp_path) -> None:
    wanted = expected_runs(mixed)
    assert len(wanted) == 36 * 7
    assert sorted(wanted["run_id"]) == list(range(36 * 7))
    parquet = pd.read_parquet(written(mixed, tmp_path / "runs.parquet"))
    same(parquet, wanted)
    same(pd.read_csv(written(mixed, tmp_path / "runs.csv"), keep_default_na=False), wanted)
    kinds = {name: parquet[name].dtype.kind for name in ("us.air", "countries.POL.cap", "countries.FIN.absent")}
    assert kinds == {"us.air": "f", "countries.POL.cap": "i", "countries.FIN.absent": "b"}
    assert wanted.loc[wanted["countries.FIN.absent"], "pledged_FIN"].max() == 0


def test_duckdb_opens_runs_as_they_are(mixed, tmp_path) -> None:
    wanted = expected_runs(mixed)
    readers = {"runs.parquet": duckdb.read_parquet, "runs.csv": duckdb.read_csv}
    for name, read in readers.items():
        runs = read(str(written(mixed, tmp_path / name)))
        # An empty cell of a CSV is no value to DuckDB.
        same(duckdb.sql("select * replace (coalesce(limiting, '') as limiting) from runs").df(), wanted)
        mean = duckdb.sql(
            """select "us.air", avg(pledged), count(*) from runs where "mandate.mission" = 'monitoring'
               group by 1 order by 1"""
        ).fetchall()
        assert runs.columns == list(wanted.columns)
        rows = wanted[wanted["mandate.mission"] == "monitoring"].groupby("us.air")["pledged"]
        assert mean == list(zip(rows.mean().index, rows.mean(), rows.count(), strict=True))


@given(
    name=st.sampled_from(SCENARIOS),
    design=designs(),
    level=st.sampled_from([0, 1, 2]),
    runs=st.sampled_from([1, 4, 103]),
)
@settings(max_examples=12, deadline=None)
def test_tables_of_any_sweep_hold_the_numbers_of_the_store(name, design, level, runs, tmp_path_factory) -> None:
    out = tmp_path_factory.mktemp("out")
    sweep = reopen(kept_sweep(out, load(name), design, runs=runs, level=level))
    assert default_rows(sweep.stored) == ("runs" if level else "points")
    same(pd.read_parquet(written(sweep, out / "runs.parquet")), expected_runs(sweep))
    points = pd.read_parquet(written(sweep, out / "points.parquet", "points"))
    summaries = list(point_summaries(sweep.stored, inputs_of_points(sweep.stored, design), SIZES))
    assert len(points) == len(summaries) == len(design)
    for row, summary in zip(points.to_dict("records"), summaries, strict=True):
        assert {name: row[name] for name in design.inputs} == summary.inputs
        assert (row["point"], row["runs"], row["settled"]) == (summary.point, runs, summary.settled)
        for strength, spread in (summary.force | summary.counts).items():
            assert (row[f"{strength}_mean"], row[f"{strength}_mcse"]) == (spread.mean, spread.mcse)
            quantiles = {key: row[f"{strength}_{key}"] for key in (f"p{q:02d}" for q in QUANTILES)}
            assert quantiles == {key: getattr(spread, key) for key in quantiles}
        for reach in summary.reaches:
            column = f"{reach.strength}_reaches_{reach.troops}"
            found = [row[f"{column}_{bound}"] for bound in ("in_100", "low", "high")]
            assert found == [reach.chance.in_100, reach.chance.low, reach.chance.high]
        assert {name: row[f"limiting_{name}"] for name in summary.limiting} == summary.limiting
        for one in summary.countries:
            found = [row[f"{name}_{one.iso3}"] for name in COUNTS]
            assert found == [one.joins, one.inside, one.ground]
            assert row[f"pledged_{one.iso3}_mean"] == one.pledged


def test_a_run_of_exactly_a_size_reaches_it(mixed, tmp_path) -> None:
    runs = expected_runs(mixed)
    size = int(sorted(runs["usable"])[len(runs) // 2])
    table = pd.read_parquet(written(mixed, tmp_path / "a.parquet", "points", (size, size + 1)))
    for one in (size, size + 1):
        reached = runs.assign(reached=runs["usable"] >= one).groupby("point")["reached"].sum()
        assert np.array_equal(table[f"usable_reaches_{one}_in_100"], 100.0 * reached / 7)


@given(values=st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=30))
def test_errors_of_large_forces_are_exact(values: list[int]) -> None:
    squares = [value * value for value in values]
    parts = [sum(square % 2**32 for square in squares), sum(square // 2**32 for square in squares)]
    arrays = {"n": [len(values)], "sum.usable": [sum(values)], "squares.usable": [parts]}
    fold = Fold(0, {name: np.array(array, dtype=np.int64) for name, array in arrays.items()})
    (found,) = point_rows._errors(fold, "usable")
    wanted = np.std(values, ddof=1) / np.sqrt(len(values)) if len(values) > 1 else 0.0
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-3)


def test_points_that_fill_several_parts_come_in_order(tmp_path, monkeypatch) -> None:
    """Parts of a few points, written a few points at a time."""
    from simulator.experiments.sweeps import sweeping

    monkeypatch.setattr(point_rows, "POINTS_AT_ONCE", 3)
    batch = sweeping.Batch
    monkeypatch.setattr(sweeping, "Batch", lambda **fields: batch(chunk_runs=64, **fields))
    scenario = load("baseline")
    sweep = reopen(kept_sweep(tmp_path, scenario, grid(scenario, "us.air=0:1:0.05"), runs=13, batches=(9,)))
    assert len(sweep.stored.chunks) > 4
    points = pd.read_parquet(written(sweep, tmp_path / "points.parquet", "points"))
    assert tuple(points["us.air"]) == sweep.design.axes["us.air"]
    runs = expected_runs(sweep)
    same(pd.read_parquet(written(sweep, tmp_path / "runs.parquet")), runs)
    means = runs.groupby("point")["usable"].mean()
    assert np.array_equal(points["usable_mean"], means)


def test_a_table_of_salib_goes_through_and_comes_back(tmp_path) -> None:
    """Sobol' indices of the exported means are those of the means in the store; the order of rows is the design's."""
    problem = {"num_vars": 2, "names": ["us.air", "mandate.clarity"], "bounds": [[0.0, 1.0], [0.0, 1.0]]}
    sample = sobol_sample.sample(problem, 16, seed=3)
    points = tmp_path / "points.csv"
    pd.DataFrame(sample, columns=problem["names"]).to_csv(points, index=False)
    design = read_points(points)
    assert isinstance(design, Table)
    sweep = reopen(kept_sweep(tmp_path, design=design, runs=8))
    table = pd.read_csv(written(sweep, tmp_path / "table.csv", "points"))
    assert np.array_equal(table[problem["names"]], sample)
    stored = sweep.stored.fold().mean("pledged")
    found = sobol_analyze.analyze(problem, table["pledged_mean"].to_numpy(), seed=1)
    wanted = sobol_analyze.analyze(problem, stored, seed=1)
    for index in ("S1", "ST"):
        assert np.array_equal(found[index], wanted[index])
        assert np.isfinite(found[index]).all()


def test_parquet_says_where_it_is_from(mixed, tmp_path) -> None:
    stored = pq.read_schema(written(mixed, tmp_path / "a.pq")).metadata
    facts = json.loads(stored[exporting.FACTS.encode()])
    manifest = mixed.stored.manifest
    assert facts["spec_sha256"] == manifest.spec_sha256
    assert (facts["rows"], facts["points"], facts["replicates"], facts["seed"]) == ("runs", 36, 7, 1)


def test_the_same_sweep_gives_the_same_bytes(mixed, tmp_path) -> None:
    for name in ("a.csv", "a.parquet"):
        for rows in ("runs", "points"):
            one = written(mixed, tmp_path / name, rows).read_bytes()
            assert written(mixed, tmp_path / name, rows).read_bytes() == one


def test_texts_that_a_spreadsheet_would_take_for_a_formula_get_an_apostrophe() -> None:
    texts = ["=1+1", "+a", "-a", "@a", "\ta", "\ra", "a=1", "", "plain", None]
    table = pa.table({"text": pa.array(texts, pa.string()), "number": pa.array([-1.5] * 10)})
    safe = exporting._without_formulas(table)
    assert safe["text"].to_pylist() == ["'=1+1", "'+a", "'-a", "'@a", "'\ta", "'\ra", "a=1", "", "plain", None]
    assert safe["number"].equals(table["number"])


def test_numbers_of_a_csv_come_back_to_the_last_digit(mixed, tmp_path) -> None:
    for rows in ("runs", "points"):
        table = pq.read_table(written(mixed, tmp_path / "a.parquet", rows))
        options = pc.ConvertOptions(column_types=table.schema)
        again = pc.read_csv(written(mixed, tmp_path / "a.csv", rows), convert_options=options)
        assert again.cast(table.schema).equals(table)


def test_a_sweep_that_is_not_finished_is_refused(tmp_path) -> None:
    sweep = reopen(kept_sweep(tmp_path / "out", runs=4, batches=(2,)))
    (first, _) = sorted(sweep.stored.parts.glob("*.parquet"))
    first.unlink()
    target = tmp_path / "a.csv"
    with pytest.raises(Unfinished, match="not finished: 1 of 2 parts are done") as raised:
        export(sweep, target, "csv", "runs")
    assert raised.value.exit_code == 1
    assert not target.exists()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_damaged_page_stops_the_export_and_leaves_the_old_file(tmp_path, form: str) -> None:
    sweep = reopen(kept_sweep(tmp_path / "out", runs=200))
    (part,) = sweep.stored.parts.glob("*.parquet")
    content = bytearray(part.read_bytes())
    content[len(content) // 8] ^= 1
    part.write_bytes(content)
    target = tmp_path / f"a.{form}"
    target.write_text("old")
    with pytest.raises(BadPart):
        export(sweep, target, form, "runs")
    assert target.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == [target.name]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_full_disk_leaves_nothing_behind(mixed, tmp_path, monkeypatch, form: str) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting.os, "fsync", full)
    with pytest.raises(StoreFull) as raised:
        export(mixed, tmp_path / "a", form, "points", SIZES)
    assert raised.value.exit_code == 74
    assert list(tmp_path.iterdir()) == []


def test_level_0_knows_full_hundreds_and_the_lower_ends_of_bins(tmp_path) -> None:
    sweep = reopen(kept_sweep(tmp_path, runs=40, level=0))
    assert unfit_sizes(sweep.stored, [50, 100, 12_345, 100_000, 100_100]) == [50, 12_345, 100_100]
    exact = reopen(kept_sweep(tmp_path, runs=40, level=1, name="exact"))
    assert unfit_sizes(exact.stored, [1, 12_345, 10**7]) == []
    low, true = (pd.read_parquet(written(one, tmp_path / "a.parquet", "points")) for one in (sweep, exact))
    for name in STRENGTHS:
        for percent in QUANTILES:
            column = f"{name}_p{percent:02d}"
            assert ((true[column] - low[column]).between(0, 99)).all()
    counts = [f"{name}_p{percent:02d}" for name in COUNTS for percent in QUANTILES]
    same(low[counts], true[counts])


def test_without_histograms_quantiles_are_empty_and_means_are_not(tmp_path, monkeypatch) -> None:
    from simulator.experiments.sweeps import sweeping

    monkeypatch.setattr(sweeping, "DETAIL_POINTS", 2)
    sweep = reopen(kept_sweep(tmp_path, runs=40, level=0))
    table = pd.read_parquet(written(sweep, tmp_path / "a.parquet", "points"))
    assert table["pledged_p50"].isna().all()
    assert table["pledged_mean"].gt(0).all()
    assert not [name for name in table.columns if "_reaches_" in name]


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("a.CSV", "csv"), ("b.parquet", "parquet"), ("b.pq", "parquet"), ("c.xls", None), ("csv", None)],
)
def test_endings_stand_for_formats(name: str, form: str | None) -> None:
    assert format_of(Path(name)) == form
