"""Runs as rows: the kept rows of a sweep as a tidy table, with the values of the inputs that moved."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.engine.force import STRENGTHS
from simulator.experiments.designs.points import Design
from simulator.experiments.sweeps.folds import COUNTS
from simulator.experiments.sweeps.parts import Footer, read_rows
from simulator.experiments.sweeps.plan import PLEDGES
from simulator.experiments.sweeps.reopening import ReopenedSweep
from simulator.rule.force import ENABLERS
from simulator.scenario.values import leaf

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 131_072
"""Rows of a table: enough to be written quickly, few enough that memory stays flat."""


def run_schema(sweep: ReopenedSweep) -> "pa.Schema":
    """Return the columns of runs as rows.

    Columns: run_id, point, replicate; the inputs that move, by path; each strength (persons); joins, inside and ground
    (countries); limiting (name of the enabler, empty for none); settled; at level 2 ``pledged_<ISO3>`` (persons).
    """
    import pyarrow as pa

    whole, layout = pa.int32(), sweep.stored.layout
    pledged = [f"pledged_{iso3}" for iso3 in layout.countries] if layout.level >= PLEDGES else []
    return pa.schema(
        [
            ("run_id", pa.int64()),
            ("point", whole),
            ("replicate", whole),
            *input_fields(sweep.design),
            *((name, whole) for name in (*STRENGTHS, *COUNTS)),
            ("limiting", pa.string()),
            ("settled", pa.bool_()),
            *((name, whole) for name in pledged),
        ]
    )


def run_rows(sweep: ReopenedSweep) -> "Iterator[pa.Table]":
    """Yield the kept rows of a sweep, part by part and in the order of its parts; memory stays flat.

    At level 0 these are the rows of a sample.

    Raises
    ------
    simulator.experiments.sweeps.parts.StoreError
        If a part is damaged or cannot be read.
    """
    schema = run_schema(sweep)
    for footer in sweep.stored.finished():
        yield from _part_rows(sweep, footer, schema)


def _part_rows(sweep: ReopenedSweep, footer: Footer, schema: "pa.Schema") -> "Iterator[pa.Table]":
    chunk, points = footer.chunk, sweep.stored.manifest.points
    own = {"run_id", "limiting", *sweep.design.inputs}
    rows = read_rows(footer, [*(name for name in schema.names if name not in own), "limiting"])
    if not len(rows):
        return
    inputs = input_columns(sweep.design, chunk.first_point, chunk.points)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        block = rows.slice(start, ROWS_AT_ONCE)
        place = block["point"].to_numpy() - chunk.first_point
        made = {name: column.take(_indices(place)) for name, column in inputs.items()}
        made["run_id"] = block["replicate"].to_numpy().astype(np.int64) * points + block["point"].to_numpy()
        made["limiting"] = _enabler_names().take(_indices(block["limiting"].to_numpy() + 1))
        yield _table(schema, made, block)


def _table(schema: "pa.Schema", made: dict[str, Any], block: "pa.Table") -> "pa.Table":
    import pyarrow as pa

    columns = {name: made[name] if name in made else block[name].cast(schema.field(name).type) for name in schema.names}
    return pa.table(columns, schema=schema)


def _enabler_names() -> "pa.Array":
    """Return the names of enablers, after an empty one for none."""
    import pyarrow as pa

    return pa.array(["", *ENABLERS], pa.string())


def _indices(places: Any) -> "pa.Array":
    import pyarrow as pa

    return pa.array(places)


def input_fields(design: Design) -> "list[tuple[str, pa.DataType]]":
    """Return the name and the type of a column for each input that moves."""
    import pyarrow as pa

    kinds = {"number": pa.float64(), "whole": pa.int64(), "switch": pa.bool_()}
    fields = []
    for path in design.inputs:
        found = leaf(path)
        fields.append((path, kinds.get(found.kind, pa.string()) if found is not None else pa.string()))
    return fields


def input_columns(design: Design, first_point: int, points: int) -> "dict[str, pa.Array]":
    """Return the values of the inputs that move, a column each, at a stretch of points."""
    import pyarrow as pa

    rows: Sequence[tuple[Any, ...]] = design.points(first_point, points)
    columns = zip(*rows, strict=True)
    return {
        name: pa.array(list(column), kind) for (name, kind), column in zip(input_fields(design), columns, strict=True)
    }
