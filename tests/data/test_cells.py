"""Where a cell stands in its row."""

import csv

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.data.cells import cell_bounds

ROWS = {
    "plain": ("ab,c,d", 1, "c"),
    "blanks": ("ab, c ,d", 1, "c"),
    "nothing": ("ab,,d", 1, ""),
    "blanks alone": ("ab,  ,d", 1, "  "),
    "comma in quotes": ('"a,b",c', 1, "c"),
    "its own quotes": ('x,"a,b"', 1, '"a,b"'),
    "a quote inside a word": ('a"b,c,d', 2, "d"),
    "doubled quotes": ('"a"",b",c', 1, "c"),
    "line end": ("a,b\r\n", 1, "b"),
}


@pytest.mark.parametrize("name", ROWS)
def test_cells(name: str) -> None:
    row, place, cell = ROWS[name]
    start, end = cell_bounds(row, place)
    assert row[start:end] == cell


@given(st.text(st.sampled_from('a", b'), max_size=12))
def test_there_is_a_place_for_every_cell_that_csv_reads(row: str) -> None:
    try:
        (cells,) = list(csv.reader([row], strict=True)) or [[]]
    except csv.Error:
        assume(False)
    for place, cell in enumerate(cells):
        start, end = cell_bounds(row, place)
        quoted = row[start:end]
        assert quoted.strip() == cell.strip() or quoted.startswith('"')
