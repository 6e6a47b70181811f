"""Parts: a chunk of a sweep as one Parquet file.

A part holds the rows of its runs and, in its footer, what they are (key ``forcemix``, JSON) and their fold (key
``forcemix.fold``).  So data and journal are one file: a chunk is done when its part exists and its footer checks out.
Pages carry checksums, which every reading here checks; the footer carries hashes of the pages and of the fold.
"""

import base64
import hashlib
import io
import json
import os
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EDQUOT, EFBIG, EINVAL, ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.force import STRENGTHS
from simulator.experiments.sweeps.folds import COUNTS, Columns, Fold, fold_rows, packed_fold, unpacked_fold
from simulator.experiments.sweeps.plan import PLEDGES, ROWS, SCHEMA, Chunk, Layout, canonical

if TYPE_CHECKING:
    import pyarrow as pa

FACTS, FOLD = "forcemix", "forcemix.fold"
"""Keys of the footer."""

MASK_BITS, ZSTD_LEVEL = 64, 3


class StoreError(OSError):
    """A sweep cannot be kept or read; ``exit_code`` is what a command should end with."""

    exit_code = 74


class StoreFull(StoreError):  # noqa: N818 - named by what happened
    """There is no room left."""


class BadPart(StoreError):  # noqa: N818 - named by what it is about
    """A part is not what it should be."""

    exit_code = 65


@dataclass(frozen=True, slots=True)
class Footer:
    """What the footer of a part says.

    Attributes
    ----------
    path
        The part.
    layout, chunk
        What is in it.
    data_sha256
        Hash of all bytes before the footer.
    fold_text
        The fold in base64.
    """

    path: Path
    layout: Layout
    chunk: Chunk
    data_sha256: str
    fold_text: bytes

    def fold(self) -> Fold:
        """Return the fold of the chunk; :class:`BadPart` if it cannot be read."""
        with _damage_told(self.path):
            return unpacked_fold(base64.b64decode(self.fold_text))


def commit_part(folder: Path, layout: Layout, chunk: Chunk, columns: Columns, fold: Fold) -> Path:
    """Write the part of a chunk, whole or not at all.  Workers call it; they need no lock.

    Parameters
    ----------
    folder, layout
        Where the parts of the sweep are, and what they share.
    chunk, columns, fold
        The chunk, its runs, and their fold.

    Returns
    -------
    Path
        The part.  Two workers that do the same chunk write the same bytes under the same name.

    Raises
    ------
    StoreError
        If it cannot be written, :class:`StoreFull` if there is no room; nothing is left behind.
    """
    path = folder / layout.name(chunk)
    write_durably(path, encoded_part(layout, chunk, columns, fold))
    return path


def encoded_part(layout: Layout, chunk: Chunk, columns: Columns, fold: Fold) -> bytes:
    """Return a part as bytes, the same for the same arguments.

    Parameters
    ----------
    layout, chunk, columns, fold
        What the parts of the sweep share; the chunk, its runs, and their fold.

    Raises
    ------
    ValueError
        If the fold is not over the points of the chunk.
    """
    import pyarrow.parquet as pq

    if (fold.first_point, fold.points) != (chunk.first_point, chunk.points):
        raise ValueError(f"a fold of {fold.points} points from {fold.first_point} on for {chunk}")
    rows = table_of(layout, chunk, columns)
    # Persons and masks seldom repeat, but their high bytes do; small numbers repeat; replicates count up.
    split = [name for name in rows.column_names if name in STRENGTHS or name.startswith("pledged_") or "_mask" in name]
    sink = io.BytesIO()
    writer = pq.ParquetWriter(
        sink,
        rows.schema,
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        use_dictionary=[name for name in rows.column_names if name not in (*split, "replicate")],
        column_encoding={"replicate": "DELTA_BINARY_PACKED"} | dict.fromkeys(split, "BYTE_STREAM_SPLIT"),
        write_page_checksum=True,
        store_schema=False,
    )
    if len(rows):
        writer.write_table(rows, row_group_size=len(rows))
    # In base64, since other readers expect text.
    fold_text = base64.b64encode(packed_fold(fold))
    facts = {
        "schema": SCHEMA,
        "key": layout.key(chunk),
        "layout": layout.to_json(),
        "chunk": chunk.to_json(),
        "data_sha256": hashlib.sha256(sink.getvalue()).hexdigest(),
        "fold_sha256": hashlib.sha256(fold_text).hexdigest(),
    }
    # Not as metadata of the table, which would be written twice.
    writer.add_key_value_metadata({FACTS: canonical(facts).decode(), FOLD: fold_text.decode()})
    writer.close()
    return sink.getvalue()


def fold_of(layout: Layout, chunk: Chunk, columns: Columns) -> Fold:
    """Return the fold of a chunk as its sweep keeps it; see :func:`simulator.experiments.sweeps.folds.fold_rows`."""
    return fold_rows(columns, chunk, None if layout.widths is None else np.array(layout.widths))


def table_of(layout: Layout, chunk: Chunk, columns: Columns) -> "pa.Table":
    """Return the rows that a part keeps, in order of point, then replicate.

    Columns: point, replicate, the strengths (persons), joins, inside and ground (countries), limiting (index of the
    enabler, -1 for none), settled, and a mask for each count, in which bit i is country i; above 64 countries a mask
    for each 64 of them, numbered from 0.  At level 2 also ``pledged_<ISO3>`` for every country, persons.
    """
    import pyarrow as pa

    kept = layout.kept(chunk)
    points = np.arange(chunk.points, dtype=np.int32)[:, None] + np.int32(chunk.first_point)
    replicates = np.arange(kept.start, kept.stop, kept.step, dtype=np.int32)
    places = (points - chunk.first_point) * chunk.replicates + (replicates - chunk.first_replicate)
    chosen = slice(None) if len(replicates) == chunk.replicates else places.ravel()
    arrays: dict[str, NDArray[Any]] = {"point": np.repeat(points, len(replicates))}
    arrays |= {"replicate": np.tile(replicates, chunk.points)}
    arrays |= {name: columns.totals[name][chosen].astype(np.int32) for name in STRENGTHS}
    words = {count: _words(columns.members(count)[chosen]) for count in COUNTS}
    arrays |= {count: np.bitwise_count(each).sum(axis=1, dtype=np.uint8) for count, each in words.items()}
    arrays |= {"limiting": columns.limiting[chosen].astype(np.int8), "settled": columns.settled[chosen]}
    for count, each in words.items():
        arrays |= dict(zip(_mask_names(count, len(layout.countries)), each.T, strict=True))
    if layout.level >= PLEDGES:
        pledged = columns.pledged[chosen].astype(np.int32)
        arrays |= {f"pledged_{iso3}": pledged[:, place] for place, iso3 in enumerate(layout.countries)}
    return pa.table(arrays, schema=_schema(layout))


def _schema(layout: Layout) -> "pa.Schema":
    import pyarrow as pa

    fields = [("point", pa.int32()), ("replicate", pa.int32()), *((name, pa.int32()) for name in STRENGTHS)]
    fields += [*((count, pa.uint8()) for count in COUNTS), ("limiting", pa.int8()), ("settled", pa.bool_())]
    fields += [(name, pa.uint64()) for count in COUNTS for name in _mask_names(count, len(layout.countries))]
    pledged = layout.countries if layout.level >= PLEDGES else ()
    return pa.schema([*fields, *((f"pledged_{iso3}", pa.int32()) for iso3 in pledged)])


def _words(members: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return (rows, countries) as bits; shape (rows, words)."""
    octets = np.zeros((len(members), -(-members.shape[1] // MASK_BITS) * MASK_BITS // 8), dtype=np.uint8)
    packed = np.packbits(members, axis=1, bitorder="little")
    octets[:, : packed.shape[1]] = packed
    return octets.view("<u8").astype(np.uint64)


def _mask_names(count: str, countries: int) -> list[str]:
    words = -(-countries // MASK_BITS)
    return [f"{count}_mask"] if words == 1 else [f"{count}_mask_{word}" for word in range(words)]


def members_of(rows: "pa.Table", count: str, countries: int) -> NDArray[np.bool_]:
    """Return which countries are counted in each row, from the masks; shape (rows, countries)."""
    masks = [rows[name].to_numpy().astype("<u8") for name in _mask_names(count, countries)]
    octets = np.stack(masks, axis=1).view(np.uint8)
    return np.unpackbits(octets, axis=1, count=countries, bitorder="little").astype(np.bool_)


def read_footer(path: Path) -> Footer:
    """Read what a part is, without its rows.

    Raises
    ------
    BadPart
        If it is no part, is cut off, or its footer does not agree with itself.
    OSError
        If the file cannot be read.
    """
    import pyarrow.parquet as pq

    with _damage_told(path):
        metadata = pq.read_metadata(path)
        stored = metadata.metadata or {}
        facts = json.loads(stored[FACTS.encode()])
        if facts["schema"] != SCHEMA:
            raise BadPart(f"`{path.name}` has format {facts['schema']}, and {SCHEMA} is known")
        layout, chunk, fold_text = Layout.of_json(facts["layout"]), Chunk(**facts["chunk"]), stored[FOLD.encode()]
        data_sha256 = str(facts["data_sha256"])
        claims = {
            "key": (facts["key"], layout.key(chunk)),
            "name": (path.name, layout.name(chunk)),
            "fold": (facts["fold_sha256"], hashlib.sha256(fold_text).hexdigest()),
            "number of rows": (metadata.num_rows, chunk.points * len(layout.kept(chunk))),
        }
    for what, (claimed, found) in claims.items():
        if claimed != found:
            raise BadPart(f"the {what} of `{path.name}` is not what it should be")
    return Footer(path, layout, chunk, data_sha256, fold_text)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Turn what a damaged file makes the readers raise into :class:`BadPart`."""
    import pyarrow as pa

    try:
        yield
    except BadPart:
        raise
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # pyarrow raises an OSError without a number where it cannot decode something.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        told = next(iter(str(error).splitlines()), error.__class__.__name__)
        raise BadPart(f"`{path.name}` cannot be read ({told})") from error


def read_rows(part: Path | Footer, columns: Sequence[str] | None = None, points: range | None = None) -> "pa.Table":
    """Read rows of a part, in order of point, then replicate; checksums of the pages are verified.

    Parameters
    ----------
    part
        The part, or its footer where that is known.
    columns
        Names of the columns wanted, see :func:`table_of`; None for all.
    points
        Numbers of the points wanted, a range with step 1; None for all.  Points that the part has not are left out.

    Raises
    ------
    BadPart
        If the part is damaged.
    KeyError
        If a part of this sweep has no such column.
    OSError
        If the file cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    footer = part if isinstance(part, Footer) else read_footer(part)
    schema = _schema(footer.layout)
    if columns is not None:
        schema = pa.schema([schema.field(name) for name in columns])
    with _damage_told(footer.path), pq.ParquetFile(footer.path, page_checksum_verification=True) as file:
        rows = file.read(columns=schema.names, use_threads=False)
    chunk, each = footer.chunk, len(footer.layout.kept(footer.chunk))
    if not rows.schema.equals(schema) or len(rows) != chunk.points * each:
        raise BadPart(f"the columns of `{footer.path.name}` are not what they should be")
    if points is None:
        return rows
    start = min(max(0, points.start - chunk.first_point), chunk.points)
    stop = min(max(start, points.stop - chunk.first_point), chunk.points)
    return rows.slice(start * each, (stop - start) * each)


def verify_part(path: Path) -> None:
    """Check every byte of a part that can be checked, and that its fold is the fold of its rows.

    Raises
    ------
    BadPart
        If anything is not as it was written.
    OSError
        If the file cannot be read.
    """
    footer = read_footer(path)
    content = path.read_bytes()
    data = content[: -8 - int.from_bytes(content[-8:-4], "little")]
    if hashlib.sha256(data).hexdigest() != footer.data_sha256:
        raise BadPart(f"the pages of `{path.name}` were changed since they were written")
    rows, fold = read_rows(footer), footer.fold()
    if footer.layout.level < ROWS:
        return
    with _damage_told(path):
        columns = _columns_of(rows, footer.layout)
        if not rows.equals(table_of(footer.layout, footer.chunk, columns)):
            raise BadPart(f"the rows of `{path.name}` do not agree with themselves")
        again = fold_of(footer.layout, footer.chunk, columns).arrays
    known = [name for name in again if footer.layout.level >= PLEDGES or not name.startswith("pledged")]
    differing = [name for name in known if not np.array_equal(again[name], fold.arrays.get(name, []))]
    if differing:
        raise BadPart(f"the fold of `{path.name}` is not that of its rows ({', '.join(differing)})")


def _columns_of(rows: "pa.Table", layout: Layout) -> Columns:
    """Return the runs of rows, with rungs 0 to 3 in place of 0 to 5, which count the same; pledges at level 2 only."""
    countries = len(layout.countries)
    rungs = sum(members_of(rows, count, countries).astype(np.int8) for count in COUNTS)
    pledged = np.zeros((len(rows), countries), dtype=np.int32)
    if layout.level >= PLEDGES:
        pledged = np.stack([rows[f"pledged_{iso3}"].to_numpy() for iso3 in layout.countries], axis=1)
    return Columns(
        totals={name: rows[name].to_numpy() for name in STRENGTHS},
        limiting=rows["limiting"].to_numpy(),
        settled=rows["settled"].to_numpy(),
        rungs=np.asarray(rungs),
        pledged=pledged,
    )


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole, even after a power cut, or not at all."""
    temporary = path.with_name(f"{path.name}.{host()}-{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _force_folder(path.parent)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise failed("written", path, error) from error
        raise


def host() -> str:
    """Return the name of this machine, in letters, digits and underscores, as temporary files carry it."""
    return re.sub(r"\W", "_", socket.gethostname())


def _force_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != EINVAL:  # some file systems cannot, and need not
            raise
    finally:
        os.close(handle)


def failed(what: str, path: Path, error: OSError) -> StoreError:
    """Return the error for a file that cannot be written or read."""
    kind = StoreFull if error.errno in {ENOSPC, EDQUOT, EFBIG} else StoreError
    why = error.strerror or error.__class__.__name__
    rest = ". What is finished is kept; make room and go on" if kind is StoreFull else ""
    return kind(f"`{path}` cannot be {what} ({why}){rest}")
