"""Starting compiled code does not load what it never needs, and leaves Numba whole for others."""

import subprocess
import sys

NEEDS_NO_LINEAR_ALGEBRA = """
import sys
from simulator.engine.draws import draw
draw(1, [("*", "caution")], 0, 3)
assert "numba.np.arraymath" in sys.modules
assert not [name for name in sys.modules if name.startswith("scipy.linalg")]

import numba
import numpy as np

@numba.njit
def product(one, other):
    return np.dot(one, other), np.linalg.inv(one)

one = np.array([[2.0, 1.0], [0.0, 4.0]])
dot, inverse = product(one, one)
assert np.array_equal(dot, one @ one)
assert np.allclose(inverse @ one, np.eye(2))
assert "scipy.linalg" in sys.modules
"""


def test_linear_algebra_is_loaded_by_those_who_need_it() -> None:
    subprocess.run([sys.executable, "-c", NEEDS_NO_LINEAR_ALGEBRA], check=True)
