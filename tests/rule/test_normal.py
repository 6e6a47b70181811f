"""The inverse normal distribution, against the standard library's."""

from statistics import NormalDist

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.draws import to_normal
from simulator.rule.normal import central_quantile, normal_quantile, on_grid

uniforms = st.floats(2.0**-54, 1.0 - 2.0**-53)


@given(uniforms)
def test_it_is_that_of_the_standard_library(uniform: float) -> None:
    assert normal_quantile(uniform) == NormalDist().inv_cdf(uniform)


@given(uniforms)
def test_the_grid_takes_the_last_bits_only(uniform: float) -> None:
    value = normal_quantile(uniform)
    assert abs(on_grid(value) - value) <= 2.0**-41
    assert on_grid(value) * 2.0**40 == round(on_grid(value) * 2.0**40)


@given(st.lists(uniforms, min_size=1, max_size=200))
@settings(deadline=None)
def test_a_row_is_turned_as_each_number_would_be(row: list[float]) -> None:
    values = np.array(row)
    to_normal(values, np.empty(len(row)), np.empty(len(row), dtype=np.int64), np.empty(len(row)))
    assert values.tolist() == [on_grid(normal_quantile(uniform)) for uniform in row]


def test_the_middle_is_symmetric() -> None:
    assert central_quantile(0.0) == 0.0
    assert central_quantile(0.3) == -central_quantile(-0.3)
