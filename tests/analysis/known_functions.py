"""Functions whose sensitivity indices are known exactly, and how tests ask them as if they were the engine."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.sensitivity.replicated import Replicated

Floats = NDArray[np.float64]

ISHIGAMI_A, ISHIGAMI_B = 7.0, 0.1
G_COEFFICIENTS = (0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0)


def ishigami(units: Floats) -> Floats:
    """Ishigami and Homma (1990): sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1, x uniform from -pi to pi."""
    x = np.pi * (2.0 * units - 1.0)
    return np.sin(x[:, 0]) + ISHIGAMI_A * np.sin(x[:, 1]) ** 2 + ISHIGAMI_B * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices() -> tuple[list[float], list[float]]:
    """First-order and total indices, from the variances of its parts."""
    a, b = ISHIGAMI_A, ISHIGAMI_B
    one = 0.5 * (1.0 + b * np.pi**4 / 5.0) ** 2
    two = a**2 / 8.0
    both = b**2 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    total = one + two + both
    return [one / total, two / total, 0.0], [(one + both) / total, two / total, both / total]


def sobol_g(units: Floats) -> Floats:
    """Sobol' (1993): the product of (|4x - 2| + a) / (1 + a)."""
    a = np.array(G_COEFFICIENTS)
    return np.prod((np.abs(4.0 * units - 2.0) + a) / (1.0 + a), axis=1)


def sobol_g_indices() -> tuple[list[float], list[float]]:
    """First-order and total indices, from the variances of its factors."""
    own = np.array([1.0 / (3.0 * (1.0 + a) ** 2) for a in G_COEFFICIENTS])
    whole = np.prod(1.0 + own) - 1.0
    total = [own[k] * np.prod(1.0 + np.delete(own, k)) / whole for k in range(len(own))]
    return list(own / whole), [float(value) for value in total]


def exact(function: Callable[[Floats], Floats]) -> Callable[[Floats, int], Replicated]:
    """A function without run noise, as a model."""

    def model(units: Floats, block: int) -> Replicated:
        values = function(units)
        return Replicated(units, values, values, values, np.zeros(len(values)))

    return model


def noisy(
    function: Callable[[Floats], Floats], sd: float, runs: int, seed: int = 1
) -> Callable[[Floats, int], Replicated]:
    """A function with normal noise of its own at every point and run, as a model."""

    def model(units: Floats, block: int) -> Replicated:
        generator = np.random.default_rng([seed, block])
        values = function(units)[:, None] + generator.normal(0.0, sd, (len(units), runs))
        half = runs // 2
        return Replicated(
            units,
            values.mean(axis=1),
            values[:, :half].mean(axis=1),
            values[:, half:].mean(axis=1),
            values.var(axis=1, ddof=1),
        )

    return model
