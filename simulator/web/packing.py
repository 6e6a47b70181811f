"""Packing: tables of whole numbers as short text that a page unpacks without any library.

Neighbours on a grid differ by little, so differences are taken along every axis of the grid, one after the other.  What
is left is mostly small: it is written as numbers of variable length, seven bits a byte, and runs of zeros as one
number.  The bytes depend on the numbers alone, not on the version of a compressor.
"""

import base64
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MORE, BITS = 0x80, 7
"""Flag of a byte that another one follows, and bits of the number in each."""


def packed(table: NDArray[Any], grid: Sequence[int]) -> str:
    """Return a table as text.

    Parameters
    ----------
    table
        Whole numbers, shape (points, columns); points in the order of the grid, its last axis varying fastest.
    grid
        Number of values along each axis.

    Returns
    -------
    str
        Base64; column after column, in each of them point after point.
    """
    differences = np.ascontiguousarray(table.T, dtype=np.int64).reshape(-1, *grid)
    for axis in range(1, len(grid) + 1):
        differences = np.diff(differences, axis=axis, prepend=0)
    flat = differences.ravel()
    zigzag = np.where(flat < 0, -2 * flat - 1, 2 * flat)
    return base64.b64encode(bytes(_bytes(zigzag.tolist()))).decode("ascii")


def unpacked(text: str, columns: int, grid: Sequence[int]) -> NDArray[np.int64]:
    """Return a table that :func:`packed` wrote; shape (points, columns).

    Parameters
    ----------
    text
        As packed.
    columns
        Columns of the table.
    grid
        Number of values along each axis.

    Raises
    ------
    ValueError
        If the text is no table of this shape.
    """
    zigzag = np.array(list(_numbers(base64.b64decode(text, validate=True))), dtype=np.int64)
    if len(zigzag) != columns * int(np.prod(grid)):
        raise ValueError(f"{len(zigzag)} numbers do not fill {columns} columns of {int(np.prod(grid))} points")
    table = np.where(zigzag & 1, -(zigzag + 1) // 2, zigzag // 2).reshape(-1, *grid)
    for axis in range(1, len(grid) + 1):
        table = table.cumsum(axis=axis)
    return np.ascontiguousarray(table.reshape(columns, -1).T)


def _bytes(values: list[int]) -> Iterator[int]:
    zeros = 0
    for value in values:
        if value == 0:
            zeros += 1
            continue
        if zeros:
            yield 0
            yield from _varint(zeros)
            zeros = 0
        yield from _varint(value)
    if zeros:
        yield 0
        yield from _varint(zeros)


def _varint(value: int) -> Iterator[int]:
    while value >= MORE:
        yield value % MORE | MORE
        value >>= BITS
    yield value


def _numbers(data: bytes) -> Iterator[int]:
    value, shift, after_zero = 0, 0, False
    for byte in data:
        value |= (byte & ~MORE) << shift
        shift += BITS
        if byte & MORE:
            continue
        if after_zero:
            yield from (0 for _ in range(value))
        elif value:
            yield value
        after_zero = not after_zero and value == 0
        value, shift = 0, 0
    if shift or after_zero:
        raise ValueError("the text ends within a number")
