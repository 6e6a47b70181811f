"""Points as rows: what all runs at each point of a sweep come to, as a tidy table.

The numbers are those of :func:`simulator.experiments.sweeps.point_summary.point_summaries`, taken for many points at
once.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.force import STRENGTHS
from simulator.experiments.statistics import QUANTILES, chance, distribution_of, ranks
from simulator.experiments.sweeps.folds import BIN_WIDTH, COUNTS, TOTAL_BINS, Fold
from simulator.experiments.sweeps.plan import ROWS
from simulator.experiments.sweeps.reopening import ReopenedSweep
from simulator.experiments.sweeps.run_rows import input_columns, input_fields
from simulator.experiments.sweeps.store import StoredSweep
from simulator.rule.force import ENABLERS

if TYPE_CHECKING:
    import pyarrow as pa

POINTS_AT_ONCE = 2_048
"""Rows of a table; each has some two hundred columns."""

NAMES = (*STRENGTHS, *COUNTS)
BOUNDS = ("in_100", "low", "high")
Whole = NDArray[np.int64]


def keeps_quantiles(sweep: StoredSweep) -> bool:
    """Return whether a sweep knows quantiles and chances: from its rows, or at level 0 from histograms."""
    return sweep.layout.level >= ROWS or sweep.layout.widths is not None


def unfit_sizes(sweep: StoredSweep, sizes: Sequence[int]) -> list[int]:
    """Return the sizes in persons whose chances a sweep cannot tell: at level 0 those at which no bin begins."""
    if sweep.layout.level >= ROWS:
        return []
    return [size for size in sizes if size % BIN_WIDTH or not BIN_WIDTH <= size <= BIN_WIDTH * (TOTAL_BINS - 2)]


def point_schema(sweep: ReopenedSweep, sizes: Sequence[int]) -> "pa.Schema":
    """Return the columns of points as rows.

    Columns: point; the inputs that move, by path; runs; for each strength (persons) and each of joins, inside and
    ground (countries) ``NAME_mean``, ``NAME_mcse`` (Monte Carlo standard error of the mean) and ``NAME_p05`` to
    ``NAME_p95``; settled and ``limiting_<enabler>`` (shares of runs); for each size ``STRENGTH_reaches_SIZE_in_100``
    with the ends ``_low`` and ``_high`` of its 95 % interval for run noise; by country ``joins_<ISO3>``,
    ``inside_<ISO3>``, ``ground_<ISO3>`` (shares of runs) and ``pledged_<ISO3>_mean`` (persons).

    Parameters
    ----------
    sweep
        The sweep.
    sizes
        Sizes in persons whose chances are wanted.
    """
    import pyarrow as pa

    number, whole = pa.float64(), pa.int32()
    countries = sweep.stored.layout.countries
    reaching = [_reaching(name, size) for name in STRENGTHS for size in sizes] if keeps_quantiles(sweep.stored) else []
    fields: list[tuple[str, Any]] = [("point", whole), *input_fields(sweep.design), ("runs", pa.int64())]
    for name in NAMES:
        fields += [(f"{name}_mean", number), (f"{name}_mcse", number)]
        fields += [(_quantile(name, percent), whole) for percent in QUANTILES]
    fields += [("settled", number), *((f"limiting_{name}", number) for name in (*ENABLERS, "none"))]
    fields += [(f"{name}_{bound}", number) for name in reaching for bound in BOUNDS]
    fields += [(f"{count}_{iso3}", number) for count in COUNTS for iso3 in countries]
    return pa.schema([*fields, *((f"pledged_{iso3}_mean", number) for iso3 in countries)])


def point_rows(sweep: ReopenedSweep, sizes: Sequence[int]) -> "Iterator[pa.Table]":
    """Yield what every point of a finished sweep comes to, in order of point; memory does not grow with the sweep.

    At level 0, quantiles of a strength are the lower ends of their bins of 100 persons; a sweep without histograms
    has no quantiles, and their columns are empty.

    Parameters
    ----------
    sweep
        The sweep, all its parts done.
    sizes
        Sizes in persons whose chances are wanted, none of :func:`unfit_sizes`.

    Raises
    ------
    simulator.experiments.sweeps.parts.StoreError
        If a part is missing, damaged or cannot be read.
    """
    import pyarrow as pa

    schema = point_schema(sweep, sizes)
    for first, points in _stretches(sweep.stored):
        columns: dict[str, Any] = {"point": np.arange(first, first + points, dtype=np.int32)}
        columns |= input_columns(sweep.design, first, points)
        columns |= _numbers(sweep.stored, first, points, sizes)
        nothing = pa.nulls(points, pa.int32())
        rows = pa.table({name: columns.get(name, nothing) for name in schema.names}, schema=schema)
        for start in range(0, points, POINTS_AT_ONCE):
            yield rows.slice(start, POINTS_AT_ONCE)


def _stretches(sweep: StoredSweep) -> Iterator[tuple[int, int]]:
    """Yield stretches of points as the parts of the first replicates have them, so that each part is read once."""
    firsts = sorted((chunk.first_point, chunk.points) for chunk in sweep.chunks if chunk.first_replicate == 0)
    return iter(firsts)


def _numbers(sweep: StoredSweep, first: int, points: int, sizes: Sequence[int]) -> dict[str, Any]:
    fold = sweep.fold(first, points)
    runs = fold.arrays["n"]
    columns: dict[str, Any] = {"runs": runs, "settled": fold.arrays["settled"] / runs}
    for name in NAMES:
        columns |= {f"{name}_mean": fold.mean(name), f"{name}_mcse": _errors(fold, name)}
    columns |= {
        f"limiting_{name}": held / runs
        for name, held in zip((*ENABLERS, "none"), fold.arrays["limiting"].T, strict=True)
    }
    for place, iso3 in enumerate(sweep.layout.countries):
        columns |= {f"{count}_{iso3}": fold.arrays[f"on.{count}"][:, place] / runs for count in COUNTS}
        columns[f"pledged_{iso3}_mean"] = fold.arrays["pledged"][:, place] / runs
    exact = sweep.layout.level >= ROWS
    columns |= _exact_quantiles(sweep, first, points) if exact else _binned_quantiles(fold)
    for name, reached in (_counted(sweep, first, points, sizes) if exact else _binned(fold, sizes)).items():
        found = [chance(int(count), int(of)) for count, of in zip(reached, runs, strict=True)]
        columns |= {f"{name}_{bound}": [getattr(one, bound) for one in found] for bound in BOUNDS}
    return columns


def _errors(fold: Fold, name: str) -> list[float]:
    """Return standard errors of a mean from exact sums, which whole numbers of Python hold and int64 may not."""
    low, high = fold.arrays[f"squares.{name}"].T.tolist()
    sums = zip(fold.arrays["n"].tolist(), fold.arrays[f"sum.{name}"].tolist(), low, high, strict=True)
    nothing = [0] * len(QUANTILES)
    return [distribution_of(runs, total, one + (two << 32), nothing).mcse for runs, total, one, two in sums]


def _exact_quantiles(sweep: StoredSweep, first: int, points: int) -> dict[str, Whole]:
    wanted = ranks(sweep.manifest.replicates)
    return {
        _quantile(name, percent): column
        for name in NAMES
        for percent, column in zip(QUANTILES, sweep.order_statistics(name, first, points, wanted).T, strict=True)
    }


def _binned_quantiles(fold: Fold) -> dict[str, Whole]:
    if not _has_bins(fold):
        return {}
    found = {_quantile(name, percent): fold.quantile(name, percent)[0] for name in STRENGTHS for percent in QUANTILES}
    wanted = np.array(ranks(int(fold.arrays["n"][0])))
    for name in COUNTS:
        # Bin k of a count holds the runs in which k countries are counted, so that its quantiles are exact.
        below = fold.arrays[f"bins.{name}"].cumsum(axis=1)[:, None, :] < wanted[:, None]
        found |= {
            _quantile(name, percent): column for percent, column in zip(QUANTILES, below.sum(axis=2).T, strict=True)
        }
    return found


def _counted(sweep: StoredSweep, first: int, points: int, sizes: Sequence[int]) -> Mapping[str, Whole]:
    """Return in how many runs of every point a strength reaches a size, from the rows."""
    reached = {_reaching(name, size): np.zeros(points, dtype=np.int64) for name in STRENGTHS for size in sizes}
    if not reached:
        return {}
    for start, _, values in sweep.tiles(STRENGTHS, first, points):
        for name, rows in values.items():
            stretch = slice(start - first, start - first + len(rows))
            for size in sizes:
                reached[_reaching(name, size)][stretch] += (rows >= size).sum(axis=1)
    return reached


def _binned(fold: Fold, sizes: Sequence[int]) -> Mapping[str, Whole]:
    if not _has_bins(fold):
        return {}
    return {_reaching(name, size): fold.at_least(name, size) for name in STRENGTHS for size in sizes}


def _has_bins(fold: Fold) -> bool:
    return f"bins.{STRENGTHS[0]}" in fold.arrays


def _quantile(name: str, percent: int) -> str:
    return f"{name}_p{percent:02d}"


def _reaching(strength: str, size: int) -> str:
    return f"{strength}_reaches_{size}"
