"""Folds: what a sweep keeps of its runs, by point, in whole numbers.

All of it is counts and sums of whole numbers, so folds add up exactly, in any order and however the runs were cut into
chunks.  Arrays are int64 with points as their first axis:

=======================  ==========================================================================================
``n``, ``settled``       runs; runs that came to rest by themselves
``sum.NAME``             sum of a strength (persons) or a count of countries (joins, inside, ground)
``squares.NAME``         its squares, in two columns: sum of ``x**2 % 2**32`` and of ``x**2 // 2**32``
``limiting``             runs in which each enabler limits; the last column, none does
``on.COUNT``             runs in which each country is counted
``pledged``              sum of what each country pledges, persons
``bins.STRENGTH``        runs in each bin of :data:`BIN_WIDTH` persons, see :func:`bin_of`
``bins.COUNT``           runs in which so many countries are counted
``pledged_bins``         by country, runs in each bin of the country's own width
``together.COUNT``       runs in which two countries are both counted (joins and ground)
=======================  ==========================================================================================

The last four are large; a sweep of more than 1,000 points (``DETAIL_POINTS``) goes without.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.force import SLACK, STRENGTHS
from simulator.experiments.sweeps.plan import Chunk, canonical
from simulator.rule.force import ENABLERS
from simulator.rule.ladder import GROUND, INSIDE, JOINS

Whole = NDArray[np.int64]

COUNTS = {"joins": JOINS, "inside": INSIDE, "ground": GROUND}
"""Counts of countries, with the lowest rung that is counted."""

TOGETHER = ("joins", "ground")
"""Counts for which pairs of countries are kept."""

BIN_WIDTH, TOTAL_BINS, PLEDGE_BINS = 100, 1_002, 65
"""Persons in a bin of a strength; its bins, the last from 100,000 persons on; bins of what a country pledges."""

MOST_PERSONS = 2**31 - 1

LIMITS = len(ENABLERS) + 1
"""Columns of ``limiting``: the enablers, and none."""
OPEN_END = int(np.iinfo(np.int64).max)
"""Upper end of a bin that has none."""

ZLIB_LEVEL = 4

_HALF = 2**32
_UNSIGNED, _SIGNED = ("|u1", "<u2", "<u4", "<i8"), ("|i1", "<i2", "<i4", "<i8")


@dataclass(frozen=True, slots=True)
class Columns:
    """The runs of a chunk, in order of point, then replicate.

    Attributes
    ----------
    totals
        Persons of each of :data:`simulator.engine.force.STRENGTHS`; whole numbers, shape (runs,).
    limiting
        Index into :data:`simulator.rule.force.ENABLERS` of the one that limits, or -1; shape (runs,).
    settled
        Whether the run came to rest by itself; shape (runs,).
    rungs
        Rung of every country; shape (runs, countries).
    pledged
        Persons pledged by every country; same shape.

    Raises
    ------
    ValueError
        If the shapes do not fit each other, or a strength is missing.
    """

    totals: Mapping[str, NDArray[Any]]
    limiting: NDArray[Any]
    settled: NDArray[np.bool_]
    rungs: NDArray[Any]
    pledged: NDArray[Any]

    def __post_init__(self) -> None:
        runs = (len(self.rungs),)
        shapes = {name: (self.totals[name].shape if name in self.totals else None, runs) for name in STRENGTHS}
        shapes |= {"limiting": (self.limiting.shape, runs), "settled": (self.settled.shape, runs)}
        shapes |= {"pledged by country": (self.pledged.shape, self.rungs.shape)}
        wrong = [f"{name} has shape {found}, not {fit}" for name, (found, fit) in shapes.items() if found != fit]
        if wrong:
            raise ValueError("; ".join(wrong))

    def __len__(self) -> int:
        return len(self.rungs)

    def members(self, count: str) -> NDArray[np.bool_]:
        """Return which countries are counted; shape (runs, countries)."""
        return np.asarray(self.rungs >= COUNTS[count])


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """Counts and sums over runs, for consecutive points.

    Attributes
    ----------
    first_point
        Number of the first point.
    arrays
        By name, as listed at the head of this module; int64, points first.
    """

    first_point: int
    arrays: dict[str, Whole]

    @property
    def points(self) -> int:
        """How many points it covers."""
        return len(self.arrays["n"])

    def window(self, first_point: int, points: int) -> "Fold":
        """Return the part for a stretch of points, as far as it is covered; it shares memory with the whole."""
        start = min(max(0, first_point - self.first_point), self.points)
        stop = max(start, first_point + points - self.first_point)
        return Fold(self.first_point + start, {name: array[start:stop] for name, array in self.arrays.items()})

    def mean(self, name: str) -> NDArray[np.float64]:
        """Return the mean of a strength or a count at every point; NaN where nothing was run."""
        runs = np.where(self.arrays["n"] > 0, self.arrays["n"], np.nan)
        return np.asarray(self.arrays[f"sum.{name}"] / runs)

    def standard_error(self, name: str) -> NDArray[np.float64]:
        """Return the Monte Carlo standard error of :meth:`mean`; 0 where there is a single run."""
        runs = np.where(self.arrays["n"] > 0, self.arrays["n"], np.nan)
        total = self.arrays[f"sum.{name}"].astype(np.float64)
        low, high = self.arrays[f"squares.{name}"].T.astype(np.float64)
        spread = np.maximum(0.0, low + _HALF * high - total * total / runs)
        return np.asarray(np.sqrt(spread / np.maximum(runs - 1, 1) / runs))

    def at_least(self, strength: str, troops: int) -> Whole:
        """Return in how many runs of every point a strength reaches a size.

        Parameters
        ----------
        strength
            One of :data:`simulator.engine.force.STRENGTHS`.
        troops
            Persons; a multiple of 100 from 100 to 100,000, where a bin begins.

        Raises
        ------
        ValueError
            If no bin begins at that size.
        """
        if troops % BIN_WIDTH or not BIN_WIDTH <= troops <= BIN_WIDTH * (TOTAL_BINS - 2):
            raise ValueError(f"no bin begins at {troops} persons: give a multiple of 100 from 100 to 100,000")
        return np.asarray(self.arrays[f"bins.{strength}"][:, troops // BIN_WIDTH + 1 :].sum(axis=1))

    def quantile(self, strength: str, percent: int) -> tuple[Whole, Whole]:
        """Return the bin in which a quantile of a strength lies, at every point; see :func:`quantile_range`."""
        return quantile_range(self.arrays[f"bins.{strength}"], BIN_WIDTH, percent)


def empty_fold(first_point: int, points: int, countries: int, *, detail: bool) -> Fold:
    """Return a fold of no runs, to merge others into.

    Parameters
    ----------
    first_point, points
        The points it covers.
    countries
        How many countries there are.
    detail
        Whether there are histograms and pairs.
    """
    names = (*STRENGTHS, *COUNTS)
    shapes: dict[str, tuple[int, ...]] = {"n": (), "settled": (), "limiting": (LIMITS,)}
    shapes |= {f"sum.{name}": () for name in names} | {f"squares.{name}": (2,) for name in names}
    shapes |= {f"on.{count}": (countries,) for count in COUNTS} | {"pledged": (countries,)}
    if detail:
        shapes |= {f"bins.{name}": (TOTAL_BINS,) for name in STRENGTHS}
        shapes |= {f"bins.{count}": (countries + 1,) for count in COUNTS}
        shapes |= {"pledged_bins": (countries, PLEDGE_BINS)}
        shapes |= {f"together.{count}": (countries, countries) for count in TOGETHER}
    return Fold(first_point, {name: np.zeros((points, *shape), dtype=np.int64) for name, shape in shapes.items()})


def merge(into: Fold, fold: Fold) -> None:
    """Add a fold to another that covers its points.  The order in which folds are added does not matter.

    Raises
    ------
    ValueError
        If the points of ``fold`` are not all covered, or the two do not keep the same things.
    """
    part = into.window(fold.first_point, fold.points)
    if (part.first_point, part.points) != (fold.first_point, fold.points):
        raise ValueError(f"{fold.points} points from {fold.first_point} on are not all covered")
    kept = [{name: array.shape for name, array in one.arrays.items()} for one in (part, fold)]
    if kept[0] != kept[1]:
        differing = sorted({name for name, _ in kept[0].items() ^ kept[1].items()})
        raise ValueError(f"folds that keep different things: {', '.join(differing)}")
    for name, array in fold.arrays.items():
        part.arrays[name] += array


def fold_rows(columns: Columns, chunk: Chunk, widths: NDArray[Any] | None = None) -> Fold:
    """Fold the runs of a chunk.

    Parameters
    ----------
    columns
        Its runs, in order of point, then replicate.
    chunk
        Which runs they are.
    widths
        Persons in a bin of each country's pledge, 1 or more; shape (countries,).  None goes without histograms and
        pairs, as a sweep of more than :data:`~simulator.experiments.sweeps.plan.DETAIL_POINTS` points does.

    Raises
    ------
    ValueError
        If the runs are not as many as the chunk has, or a value is outside its range.
    """
    if len(columns) != chunk.runs:
        raise ValueError(f"{len(columns)} runs for a chunk of {chunk.runs}")
    _check_ranges(columns)
    members = {count: columns.members(count) for count in COUNTS}
    totals = {name: columns.totals[name] for name in STRENGTHS}
    totals |= {count: counted.sum(axis=1, dtype=np.int64) for count, counted in members.items()}
    shape = (chunk.points, chunk.replicates)
    by_country = (*shape, columns.rungs.shape[1])
    arrays = {"n": np.full(chunk.points, chunk.replicates, dtype=np.int64)}
    arrays["settled"] = columns.settled.reshape(shape).sum(axis=1, dtype=np.int64)
    arrays["limiting"] = _tally(np.where(columns.limiting == SLACK, LIMITS - 1, columns.limiting), shape, LIMITS)
    for name, values in totals.items():
        arrays |= _moments(name, values.astype(np.int64).reshape(shape))
    for count, counted in members.items():
        arrays[f"on.{count}"] = counted.reshape(by_country).sum(axis=1, dtype=np.int64)
    arrays["pledged"] = columns.pledged.reshape(by_country).sum(axis=1, dtype=np.int64)
    if widths is not None:
        for name in STRENGTHS:
            arrays[f"bins.{name}"] = _tally(bin_of(columns.totals[name], BIN_WIDTH, TOTAL_BINS), shape, TOTAL_BINS)
        arrays |= {f"bins.{count}": _tally(totals[count], shape, by_country[2] + 1) for count in COUNTS}
        arrays["pledged_bins"] = _pledge_bins(columns.pledged, shape, widths)
        arrays |= {f"together.{count}": _together(members[count].reshape(by_country)) for count in TOGETHER}
    return Fold(chunk.first_point, arrays)


def _check_ranges(columns: Columns) -> None:
    persons = {name: columns.totals[name] for name in STRENGTHS} | {"pledged by country": columns.pledged}
    ranges = [(name, values, 0, MOST_PERSONS) for name, values in persons.items()]
    ranges += [("limiting", columns.limiting, SLACK, LIMITS - 2)]
    wrong = [
        f"{name} goes from {values.min()} to {values.max()}, outside {least} to {most}"
        for name, values, least, most in ranges
        if int(values.min()) < least or int(values.max()) > most
    ]
    if wrong:
        raise ValueError("; ".join(wrong))


def bin_of(values: NDArray[Any], width: int | NDArray[Any], bins: int) -> NDArray[Any]:
    """Return the bin of each value: 0 for zero; k from ``(k - 1) * width`` to below ``k * width``; the last is open."""
    return np.asarray(np.minimum((values // width + 1) * (values > 0), bins - 1))


def _tally(places: NDArray[Any], shape: tuple[int, int], length: int) -> Whole:
    """Return at every point how often each place occurs."""
    first = np.arange(shape[0], dtype=np.int64)[:, None] * length
    counts = np.bincount((first + places.reshape(shape)).ravel(), minlength=shape[0] * length)
    return counts.reshape(-1, length)


def _moments(name: str, values: Whole) -> dict[str, Whole]:
    squares = values * values
    parts = [(squares & (_HALF - 1)).sum(axis=1), (squares >> 32).sum(axis=1)]
    return {f"sum.{name}": values.sum(axis=1), f"squares.{name}": np.stack(parts, axis=1)}


def _pledge_bins(pledged: NDArray[Any], shape: tuple[int, int], widths: NDArray[Any]) -> Whole:
    countries = pledged.shape[1]
    if np.shape(widths) != (countries,):
        raise ValueError(f"{len(widths)} widths for {countries} countries")
    first = np.arange(countries, dtype=np.int32) * PLEDGE_BINS
    narrow = np.asarray(widths, dtype=np.int32)
    found = np.empty((shape[0], countries * PLEDGE_BINS), dtype=np.int64)
    # One point at a time: what is at hand then fits the processor's cache, which makes it several times faster.
    for point, runs in enumerate(pledged.reshape(*shape, countries)):
        places = bin_of(runs, narrow, PLEDGE_BINS) + first
        found[point] = np.bincount(places.ravel(), minlength=countries * PLEDGE_BINS)
    return found.reshape(shape[0], countries, PLEDGE_BINS)


def _together(members: NDArray[np.bool_]) -> Whole:
    """Return in how many runs two countries are both counted; shape (points, countries, countries)."""
    points, replicates, countries = members.shape
    # Runs become bits: exact, and not at the mercy of how many threads a product of matrices would take.
    octets = np.zeros((points, countries, -(-replicates // 64) * 8), dtype=np.uint8)
    packed = np.packbits(members, axis=1).transpose(0, 2, 1)
    octets[:, :, : packed.shape[2]] = packed
    bits = octets.view(np.uint64)
    found = np.empty((points, countries, countries), dtype=np.int64)
    for country in range(countries):
        both = np.bitwise_count(bits[:, country:] & bits[:, country : country + 1]).sum(axis=2, dtype=np.int64)
        found[:, country, country:] = found[:, country:, country] = both
    return found


def quantile_range(counts: Whole, width: int, percent: int) -> tuple[Whole, Whole]:
    """Return the bin in which a quantile lies.

    Parameters
    ----------
    counts
        Runs in each bin of :func:`bin_of`; the last axis is over bins, and every row has a run.
    width
        Persons in a bin.
    percent
        Which quantile, 1 to 100: the smallest value that at least so many of 100 runs do not exceed.

    Returns
    -------
    tuple
        Lowest and highest value of the bin, persons; 0 and 0 for the zero bin, and :data:`OPEN_END` as the highest of
        the last one.  The exact quantile lies in between.

    Raises
    ------
    ValueError
        If a row has no run, or there is no such quantile.
    """
    runs = counts.sum(axis=-1)
    if not np.all(runs > 0) or not 0 < percent <= 100:
        raise ValueError(f"no quantile {percent} of 100 among {runs.min()} runs")
    rank = -(-runs * percent // 100)
    place = (counts.cumsum(axis=-1) < rank[..., None]).sum(axis=-1)
    low = np.where(place == 0, 0, np.maximum(1, (place - 1) * width))
    high = np.where(place == 0, 0, np.where(place == counts.shape[-1] - 1, OPEN_END, place * width - 1))
    return low, high


def packed_fold(fold: Fold) -> bytes:
    """Return a fold as bytes: a header in JSON and the compressed numbers, each array in the smallest type that fits.

    The first four bytes are the length of the header; numbers are little-endian.  Points come last, unlike in memory:
    neighbours are alike, so that the same number of all points compresses a third better.
    """
    stored = {name: np.moveaxis(array.astype(_smallest_type(array)), 0, -1) for name, array in fold.arrays.items()}
    listed = [[name, array.dtype.str, list(array.shape)] for name, array in stored.items()]
    header = canonical({"first_point": fold.first_point, "arrays": listed})
    packing = zlib.compressobj(ZLIB_LEVEL)
    numbers = [packing.compress(array.tobytes()) for array in stored.values()]
    return b"".join([len(header).to_bytes(4, "little"), header, *numbers, packing.flush()])


def unpacked_fold(packed: bytes) -> Fold:
    """Return the fold that :func:`packed_fold` packed.

    Raises
    ------
    ValueError
        If the bytes are not a whole fold.
    """
    start = 4 + int.from_bytes(packed[:4], "little")
    try:
        header = json.loads(packed[4:start])
        if unknown := {kind for _, kind, _ in header["arrays"]} - {*_UNSIGNED, *_SIGNED}:
            raise ValueError(f"unknown types {unknown}")
        listed = [(str(name), np.dtype(kind), tuple(map(int, shape))) for name, kind, shape in header["arrays"]]
        sizes = [kind.itemsize * prod(shape) for _, kind, shape in listed]
        numbers, arrays, place = _inflated(packed[start:], sum(sizes)), {}, 0
        for (name, kind, shape), size in zip(listed, sizes, strict=True):
            array = np.frombuffer(numbers[place : place + size], kind).reshape(shape)
            arrays[name] = np.ascontiguousarray(np.moveaxis(array, -1, 0), dtype=np.int64)
            place += size
        return Fold(int(header["first_point"]), arrays)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, zlib.error) as error:
        raise ValueError(f"not a whole fold: {error}") from error


def _smallest_type(array: NDArray[np.int64]) -> str:
    low, high = (int(array.min()), int(array.max())) if array.size else (0, 0)
    kinds = _UNSIGNED if low >= 0 else _SIGNED
    return next(kind for kind in kinds if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)


def _inflated(packed: bytes, size: int) -> bytes:
    """Return what was compressed, whose size is known; no more than that is ever unpacked."""
    inflating = zlib.decompressobj()
    numbers = inflating.decompress(packed, size + 1)
    if len(numbers) != size or not inflating.eof or inflating.unused_data:
        raise ValueError("its numbers are cut off or too many")
    return numbers
