"""What each point of a sweep comes to: strengths, chances, counts and countries, from what the sweep keeps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.force import STRENGTHS
from simulator.experiments.statistics import (
    QUANTILES,
    Distribution,
    chance,
    distribution_of,
    ranks,
)
from simulator.experiments.summary import Reach
from simulator.experiments.sweeps.folds import BIN_WIDTH, COUNTS, Fold
from simulator.experiments.sweeps.plan import ROWS
from simulator.experiments.sweeps.store import SORTED_REPLICATES, StoredSweep
from simulator.rule.force import ENABLERS

NAMES = (*STRENGTHS, *COUNTS)
VALUES_AT_ONCE = 2_000_000
"""Values of one name that are held at once, so that memory does not grow with the sweep."""

COUNTED_AT_ONCE = 4
"""Points whose values are counted at once."""

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PointCountry:
    """One country at one point: shares of runs in [0, 1], and its mean sustained pledge in persons."""

    iso3: str
    joins: float
    inside: float
    ground: float
    pledged: float


@dataclass(frozen=True, slots=True)
class PointSummary:
    """All runs at one point of a sweep.

    Attributes
    ----------
    point
        Its number in the design, from 0.
    inputs
        Values of the inputs that move.
    runs
        Replicates.
    force, reaches, counts
        As in :class:`simulator.experiments.summary.Summary`.
    settled
        Share of runs that came to rest by themselves.
    limiting
        Share of runs in which each enabler limits, and ``none``.
    countries
        In order of code.
    """

    point: int
    inputs: Mapping[str, Any]
    runs: int
    force: Mapping[str, Distribution]
    reaches: tuple[Reach, ...]
    counts: Mapping[str, Distribution]
    settled: float
    limiting: Mapping[str, float]
    countries: tuple[PointCountry, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the point as plain JSON values."""
        return {
            "point": self.point,
            "inputs": dict(self.inputs),
            "runs": self.runs,
            "force": {name: asdict(spread) for name, spread in self.force.items()},
            "reaches": [
                {"strength": reach.strength, "troops": reach.troops, **asdict(reach.chance)} for reach in self.reaches
            ],
            "counts": {name: asdict(spread) for name, spread in self.counts.items()},
            "enabler": dict(self.limiting),
            "settled": self.settled,
        }


def point_summaries(
    sweep: StoredSweep, inputs: Sequence[Mapping[str, Any]] | Iterator[Mapping[str, Any]], thresholds: Sequence[int]
) -> Iterator[PointSummary]:
    """Yield the summary of every point of a finished sweep, in order; memory does not grow with the sweep.

    Parameters
    ----------
    sweep
        All its chunks done.
    inputs
        Values of the inputs of each point, in order.
    thresholds
        Sizes in persons whose chances are wanted.

    Raises
    ------
    simulator.experiments.sweeps.parts.StoreError
        If the sweep is not finished.
    ValueError
        At level 0, if a size is no multiple of 100 up to 100,000: bins begin there, and nothing finer is kept.
    """
    moving = iter(inputs)
    runs = sweep.manifest.replicates
    at_once = COUNTED_AT_ONCE if runs > SORTED_REPLICATES else max(1, min(4096, VALUES_AT_ONCE // runs))
    for first in range(0, sweep.manifest.points, at_once):
        count = min(at_once, sweep.manifest.points - first)
        fold = sweep.fold(first, count)
        exact = sweep.layout.level >= ROWS
        block = _exact(sweep, first, count, thresholds) if exact else _binned(fold, thresholds)
        for place in range(count):
            yield _summary(sweep, first + place, next(moving), fold, place, block, thresholds)


@dataclass(frozen=True, slots=True)
class _Block:
    """Order statistics by name, shape (points, quantiles), and how many runs reach each size by strength."""

    ordered: Mapping[str, Whole]
    reached: Mapping[str, Whole]


def _exact(sweep: StoredSweep, first: int, count: int, thresholds: Sequence[int]) -> _Block:
    runs = sweep.manifest.replicates
    wanted = np.array(ranks(runs))
    if runs > SORTED_REPLICATES:
        counted = _value_counts(sweep, first, count)
        ordered = {
            name: np.stack([np.searchsorted(row, wanted) for row in table.cumsum(axis=1)])
            for name, table in counted.items()
        }
        reached = {
            name: np.stack([counted[name][:, size:].sum(axis=1) for size in thresholds], axis=1) for name in STRENGTHS
        }
        return _Block(ordered, reached)
    values = sweep.point_values(NAMES, first, count)
    reached = {
        name: np.stack([(values[name] >= size).sum(axis=1) for size in thresholds], axis=1) for name in STRENGTHS
    }
    for table in values.values():
        table.sort(axis=1)
    return _Block({name: table[:, wanted - 1].astype(np.int64) for name, table in values.items()}, reached)


def _value_counts(sweep: StoredSweep, first: int, count: int) -> dict[str, Whole]:
    """Return how often each value occurred, by name; there are far fewer values than runs."""
    counts = {name: np.zeros((count, 1), dtype=np.int64) for name in NAMES}
    for start, _, values in sweep.tiles(NAMES, first, count):
        for name, rows in values.items():
            width = max(counts[name].shape[1], int(rows.max()) + 1)
            counts[name] = np.pad(counts[name], ((0, 0), (0, width - counts[name].shape[1])))
            for place, row in enumerate(rows, start=start - first):
                counts[name][place] += np.bincount(row, minlength=width)
    return counts


def _binned(fold: Fold, thresholds: Sequence[int]) -> _Block:
    """Return the lower ends of the bins in which quantiles of strengths lie, and exact quantiles of counts."""
    ordered = {name: np.stack([fold.quantile(name, percent)[0] for percent in QUANTILES], axis=1) for name in STRENGTHS}
    wanted = ranks(int(fold.arrays["n"][0]))
    for name in COUNTS:
        cumulated = fold.arrays[f"bins.{name}"].cumsum(axis=1)
        ordered[name] = np.stack([np.searchsorted(row, wanted) for row in cumulated])
    reached = {name: np.stack([fold.at_least(name, size) for size in thresholds], axis=1) for name in STRENGTHS}
    return _Block(ordered, reached)


def _summary(
    sweep: StoredSweep,
    point: int,
    inputs: Mapping[str, Any],
    fold: Fold,
    place: int,
    block: _Block,
    thresholds: Sequence[int],
) -> PointSummary:
    runs = int(fold.arrays["n"][place])

    def spread(name: str) -> Distribution:
        low, high = fold.arrays[f"squares.{name}"][place].tolist()
        total = int(fold.arrays[f"sum.{name}"][place])
        return distribution_of(runs, total, low + (high << 32), block.ordered[name][place].tolist())

    return PointSummary(
        point=point,
        inputs=inputs,
        runs=runs,
        force={name: spread(name) for name in STRENGTHS},
        reaches=tuple(
            Reach(name, size, chance(int(block.reached[name][place, column]), runs))
            for name in STRENGTHS
            for column, size in enumerate(thresholds)
        ),
        counts={name: spread(name) for name in COUNTS},
        settled=int(fold.arrays["settled"][place]) / runs,
        limiting={
            name: int(held) / runs
            for name, held in zip((*ENABLERS, "none"), fold.arrays["limiting"][place], strict=True)
        },
        countries=tuple(
            _country(iso3, runs, fold, place, country) for country, iso3 in enumerate(sweep.layout.countries)
        ),
    )


def _country(iso3: str, runs: int, fold: Fold, place: int, country: int) -> PointCountry:
    joins, inside, ground = (int(fold.arrays[f"on.{count}"][place, country]) / runs for count in COUNTS)
    return PointCountry(iso3, joins, inside, ground, int(fold.arrays["pledged"][place, country]) / runs)


RESOLUTION = BIN_WIDTH
"""Persons to which quantiles of a sweep at level 0 are known."""
