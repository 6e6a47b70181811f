"""The plan of a sweep: what is computed, which runs are kept together, and how their parts are called.

A sweep has points (rows of its design) and replicates of each.  Replicate r uses the same draws at every point, so a
chunk is a tile: a block of points times a block of replicates.  The run of a point and a replicate has the number
``replicate * points + point``; more replicates therefore only append.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

CHUNK_RUNS = 131_072
"""Runs a chunk aims at: about half a second of work and two megabytes."""

SMALLEST_BLOCK = 64
"""Replicates in a block are a multiple of this."""

MANY_POINTS, SHARED_BLOCK = 16, 2_048
"""From so many points on a block has so few replicates: its draws are shared by all points and cost next to nothing."""

MOST_CHUNKS = 4_096
"""Chunks in a batch; a larger batch gets larger chunks."""

DETAIL_POINTS = 1_000
"""Points up to which a sweep keeps histograms and pairs of countries."""

MOST_DIFFERENCES = 5
"""Differences between two sweeps that are told."""

SCHEMA: Final = 1
"""Number of the format of sweeps on disk; it changes when an older reader would read them wrongly."""

SUMMARIES: Final = 0
ROWS: Final = 1
PLEDGES: Final = 2
"""Levels of what is kept: a fold and a sample of rows; a row of every run; also what each country pledges."""

SAMPLED = 100
"""At level 0, rows are kept of every replicate whose number is a multiple of this."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A block of points times a block of replicates: what is computed and kept as one.

    Attributes
    ----------
    index
        Its place among all chunks of the sweep, from 0.
    first_point, points
        Number of the first point, and how many.
    first_replicate, replicates
        Number of the first replicate, and how many.
    """

    index: int
    first_point: int
    points: int
    first_replicate: int
    replicates: int

    @property
    def runs(self) -> int:
        """How many runs it has."""
        return self.points * self.replicates

    def meets(self, first_point: int, points: int) -> bool:
        """Return whether it has any of a stretch of points."""
        return self.first_point < first_point + points and first_point < self.first_point + self.points

    def to_json(self) -> dict[str, int]:
        """Return the chunk as plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def plan(
    points: int, first_replicate: int, replicates: int, first_index: int = 0, chunk_runs: int = CHUNK_RUNS
) -> list[Chunk]:
    """Cut a batch of replicates of a sweep into chunks.

    Parameters
    ----------
    points
        Points of the sweep, 1 or more.
    first_replicate, replicates
        The batch: number of its first replicate, from 0, and how many, 1 or more.
    first_index
        Index of the first chunk: the number of chunks in earlier batches.
    chunk_runs
        Runs a chunk aims at, 64 or more.  It doubles until there are no more than 4,096 chunks.

    Returns
    -------
    list
        Chunks that have every run of the batch once; the same for the same arguments.  Those of one block of
        replicates follow each other, so that its draws are made once and used at all points.

    Raises
    ------
    ValueError
        If an argument is below its smallest value.

    Notes
    -----
    With few points a chunk has all of them, and as many replicates as fill it, a multiple of 64.  From 16 points on a
    block has at most 2,048 replicates, and a chunk as many points as fill it; where a chunk could hold more than all
    points of a block and there are still too many chunks (very many replicates), the block doubles too.
    """
    smallest = {
        "points": (points, 1),
        "first_replicate": (first_replicate, 0),
        "replicates": (replicates, 1),
        "first_index": (first_index, 0),
        "chunk_runs": (chunk_runs, SMALLEST_BLOCK),
    }
    wrong = [f"{name} is {value}, below {least}" for name, (value, least) in smallest.items() if value < least]
    if wrong:
        raise ValueError("; ".join(wrong))
    block, chunk_runs = _sizes(points, replicates, chunk_runs)
    tiles = (
        (first_point, width, first_replicate + start, length)
        for start, length in _stretches(replicates, block)
        for first_point, width in _stretches(points, max(1, chunk_runs // length))
    )
    return [Chunk(first_index + place, *tile) for place, tile in enumerate(tiles)]


def _stretches(length: int, longest: int) -> Iterator[tuple[int, int]]:
    """Yield start and length of consecutive stretches."""
    return ((start, min(longest, length - start)) for start in range(0, length, longest))


def _sizes(points: int, replicates: int, chunk_runs: int) -> tuple[int, int]:
    """Return the replicates of a block and the runs of a chunk with which there are not too many chunks."""
    largest = SHARED_BLOCK
    while True:
        fits = max(SMALLEST_BLOCK, chunk_runs // points) if points < MANY_POINTS else min(chunk_runs, largest)
        block = replicates if replicates <= fits else fits // SMALLEST_BLOCK * SMALLEST_BLOCK
        whole, rest = divmod(replicates, block)
        chunks = whole * _chunks_of(points, chunk_runs, block) + (_chunks_of(points, chunk_runs, rest) if rest else 0)
        if chunks <= MOST_CHUNKS:
            return block, chunk_runs
        chunk_runs *= 2
        if points * largest < chunk_runs:
            largest *= 2


def _chunks_of(points: int, chunk_runs: int, block: int) -> int:
    return -(-points // max(1, chunk_runs // block))


@dataclass(frozen=True, slots=True)
class Layout:
    """What all parts of a sweep share: what their numbers depend on, and what is kept of them.

    Attributes
    ----------
    spec_sha256, numbers_sha256
        Hashes of the sweep's specification, and of the code and data behind its numbers.
    seed
        Root seed.
    countries
        Codes of the countries, in order of the arrays.
    level
        0, a fold and a sample of rows; 1, a row of every run; 2, also what each country pledges.
    sampled
        At level 0, rows are kept of every replicate whose number is a multiple of this; 0 keeps none.
    widths
        Persons in a bin of each country's pledge; None where there are no histograms.
    """

    spec_sha256: str
    numbers_sha256: str
    seed: int
    countries: tuple[str, ...]
    level: int = ROWS
    sampled: int = SAMPLED
    widths: tuple[int, ...] | None = None

    def key(self, chunk: Chunk) -> str:
        """Return the SHA-256 of all that decides what is in a part."""
        return sha256_of({"schema": SCHEMA, "layout": self.to_json(), "chunk": chunk.to_json()})

    def name(self, chunk: Chunk) -> str:
        """Return the name of the part of a chunk."""
        return f"part-{chunk.index:06d}-{self.key(chunk)[:16]}.parquet"

    def to_json(self) -> dict[str, Any]:
        """Return the layout as plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of_json(cls, value: dict[str, Any]) -> "Layout":
        """Return the layout that :meth:`to_json` gave."""
        lists = {name: tuple(found) for name, found in value.items() if isinstance(found, list)}
        return cls(**(value | lists))

    def kept(self, chunk: Chunk) -> range:
        """Return the replicates of which there are rows."""
        end = chunk.first_replicate + chunk.replicates
        if self.level >= ROWS:
            return range(chunk.first_replicate, end)
        if not self.sampled:
            return range(0)
        return range(-(-chunk.first_replicate // self.sampled) * self.sampled, end, self.sampled)


class _Checked(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)


class Batch(_Checked):
    """Replicates that were asked for together.

    Attributes
    ----------
    first_replicate, replicates
        Number of the first, and how many.
    chunk_runs
        Runs a chunk aims at; see :func:`plan`.
    """

    first_replicate: Annotated[int, Field(ge=0)]
    replicates: Annotated[int, Field(ge=1)]
    chunk_runs: Annotated[int, Field(ge=SMALLEST_BLOCK)] = CHUNK_RUNS


Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Manifest(_Checked):
    """What a sweep is: all that its numbers depend on, what is kept of them, and how far it is meant to go.

    Attributes
    ----------
    format
        :data:`SCHEMA`; ``schema`` in the file.
    spec
        Specification of the sweep as plain JSON values: scenario, design and all else that decides a number.
    numbers_sha256
        Hash of the code and data behind the numbers.
    seed
        Root seed, 0 to 2**64 - 1.
    points
        Points of the design.
    countries, level, sampled, widths
        As in :class:`Layout`.
    versions, created
        Versions of software, and when the sweep was begun.  They are kept for the reader and change nothing.
    batches
        Batches of replicates, from replicate 0 on without a gap.
    """

    format: Annotated[Literal[1], Field(alias="schema")] = SCHEMA
    spec: dict[str, Any]
    numbers_sha256: Sha256
    seed: Annotated[int, Field(ge=0, lt=2**64)]
    points: Annotated[int, Field(ge=1)]
    countries: Annotated[tuple[str, ...], Field(strict=False, min_length=1, max_length=255)]
    level: Literal[0, 1, 2] = ROWS
    sampled: Annotated[int, Field(ge=0)] = SAMPLED
    widths: Annotated[tuple[Annotated[int, Field(ge=1)], ...] | None, Field(strict=False)] = None
    versions: dict[str, str] = {}
    created: str = ""
    batches: Annotated[tuple[Batch, ...], Field(strict=False)] = ()

    @cached_property
    def spec_sha256(self) -> str:
        """SHA-256 of the specification in canonical JSON."""
        return sha256_of(self.spec)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        canonical(self.spec)  # refuses what is no JSON
        if self.widths is not None and len(self.widths) != len(self.countries):
            raise ValueError(f"{len(self.widths)} widths for {len(self.countries)} countries")
        if self.widths is not None and self.points > DETAIL_POINTS:
            raise ValueError(f"histograms for {self.points} points, above {DETAIL_POINTS}")
        next_replicate = 0
        for batch in self.batches:
            if batch.first_replicate != next_replicate:
                raise ValueError(f"a batch begins at replicate {batch.first_replicate}, not at {next_replicate}")
            next_replicate += batch.replicates
        return self

    @property
    def replicates(self) -> int:
        """Replicates of all batches."""
        return sum(batch.replicates for batch in self.batches)

    @property
    def layout(self) -> Layout:
        """What the parts share."""
        return Layout(
            self.spec_sha256, self.numbers_sha256, self.seed, self.countries, self.level, self.sampled, self.widths
        )

    def chunks(self) -> list[Chunk]:
        """Return the chunks of all batches, in order."""
        found: list[Chunk] = []
        for batch in self.batches:
            found += plan(self.points, batch.first_replicate, batch.replicates, len(found), batch.chunk_runs)
        return found

    def grown(self, batch: Batch) -> "Manifest":
        """Return the manifest with one batch more.

        Raises
        ------
        ValueError
            If the batch does not begin where the last one ends.
        """
        fields = {name: getattr(self, name) for name in Manifest.model_fields}
        return Manifest.model_validate(fields | {"batches": (*self.batches, batch)})

    def to_json(self) -> dict[str, Any]:
        """Return the manifest as plain JSON values, with the hash of its specification."""
        return self.model_dump(mode="json", by_alias=True) | {"spec_sha256": self.spec_sha256}

    @classmethod
    def of_json(cls, value: Any) -> "Manifest":
        """Return the manifest that :meth:`to_json` gave.

        Raises
        ------
        ValueError
            With one sentence for each thing that is wrong.
        """
        if not isinstance(value, dict):
            raise ValueError("it is no mapping")
        fields = dict(value)
        claimed = fields.pop("spec_sha256", None)
        try:
            found = cls.model_validate(fields)
        except ValidationError as error:
            told = [f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}" for wrong in error.errors(include_url=False)]
            raise ValueError("; ".join(one.removeprefix(": Value error, ") for one in told)) from error
        if claimed != found.spec_sha256:
            raise ValueError("the hash of its specification does not fit: it was changed by hand")
        return found

    def differences(self, asked: "Manifest") -> list[str]:
        """Return what keeps this sweep from being one that is asked for; batches, versions and date may differ."""
        fields = ("seed", "level", "sampled", "points", "countries", "widths")
        found = [told for name in fields for told in _unlike(name, getattr(self, name), getattr(asked, name))]
        if self.spec_sha256 != asked.spec_sha256:
            found += _unlike("", self.spec, asked.spec) or ["its specification"]
        if self.numbers_sha256 != asked.numbers_sha256:
            hashes = f"{self.numbers_sha256[:10]} there, {asked.numbers_sha256[:10]} now"
            found.append(f"the code or the data behind the numbers has changed ({hashes})")
        more = len(found) - MOST_DIFFERENCES
        return found if more <= 0 else [*found[:MOST_DIFFERENCES], f"and {more} more"]


def _unlike(place: str, there: object, asked: object) -> list[str]:
    """Return where two JSON values differ, by dotted path."""
    if isinstance(there, Mapping) and isinstance(asked, Mapping):
        keys = sorted({*there, *asked})
        return [
            told
            for key in keys
            for told in _unlike(f"{place}.{key}", there.get(key, "nothing"), asked.get(key, "nothing"))
        ]
    if canonical(there) == canonical(asked):
        return []
    shown = [text if len(text) <= 40 else f"{text[:37]}..." for text in map(str, (there, asked))]
    return [f"{place.removeprefix('.')} {shown[0]} there, {shown[1]} asked"]


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys and no spaces; NaN and infinity are refused."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False).encode()


def sha256_of(value: Any) -> str:
    """Return the SHA-256 of a JSON value, the same for equal values."""
    return hashlib.sha256(canonical(value)).hexdigest()
