"""START:STOP:STEP."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario.ranges import MAX_POINTS, RangeError, range_size, range_values


def test_values_of_a_range() -> None:
    assert range_values("0:1:0.25") == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert range_values("0:1:0.3") == (0.0, 0.3, 0.6, 0.9)
    assert range_values("2:2:1") == (2.0,)
    assert range_values("-1:1:1") == (-1.0, 0.0, 1.0)


def test_no_value_carries_the_dust_of_addition() -> None:
    values = range_values("0:1:0.05")
    assert len(values) == 21
    assert values[3] == 0.15
    assert values[-1] == 1.0


@given(st.integers(1, 1_000), st.integers(0, 50))
def test_the_end_is_met_where_steps_meet_it(steps: int, start: int) -> None:
    values = range_values(f"{start}:{start + 1}:{1 / steps!r}")
    assert len(values) == steps + 1 == range_size(f"{start}:{start + 1}:{1 / steps!r}")
    assert values[-1] == pytest.approx(start + 1, abs=1e-9)
    assert max(values) <= start + 1


@pytest.mark.parametrize("text", ["", "0:1", "0:1:1:1", "a:1:1", "0:1:0", "0:1:-1", "1:0:1", "0:nan:1", "0:inf:1"])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(RangeError, match=r"has|is not|stops"):
        range_values(text)


def test_a_range_too_long_is_never_built() -> None:
    assert range_size("0:1:1e-300") == MAX_POINTS + 1
    with pytest.raises(RangeError, match="more than 10000000 values"):
        range_values("0:1:1e-300")
