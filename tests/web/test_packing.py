import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as tables

from simulator.web.packing import packed, unpacked

GRID = (3, 2, 4)


@given(tables.arrays(np.int64, (24, 3), elements=st.integers(-(2**40), 2**40)))
def test_what_is_packed_comes_back(table: np.ndarray) -> None:
    assert np.array_equal(unpacked(packed(table, GRID), 3, GRID), table)


@given(st.integers(0, 2**30))
def test_constant_columns_cost_next_to_nothing(value: int) -> None:
    table = np.full((24, 50), value)
    assert np.array_equal(unpacked(packed(table, GRID), 50, GRID), table)
    assert len(base64.b64decode(packed(table, GRID))) <= 50 * 8


def test_damage_is_noticed() -> None:
    text = packed(np.arange(24).reshape(24, 1), GRID)
    with pytest.raises(ValueError, match="do not fill"):
        unpacked(text, 2, GRID)
    for data in (b"\x00", b"\x80", base64.b64decode(text)[:-1]):
        with pytest.raises(ValueError, match=r"within a number|do not fill"):
            unpacked(base64.b64encode(data).decode(), 1, GRID)
