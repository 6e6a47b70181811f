"""Scatter: how one run differs from the next, from numbers drawn before its first round.

All draws are made beforehand; here a drawn number becomes a threshold, a capacity or a yes.
"""

from math import sqrt


def threshold(median: float, sd: float, common: float, own: float, caution: float, surprise: float) -> float:
    """Threshold tau_gi = mu_gi + s (sqrt(rho_z) z + sqrt(1 - rho_z) e_gi), not truncated.

    Below 0 a condition is met in any case, above 1 never.

    Parameters
    ----------
    median, sd
        mu_gi and s of the code.
    common, own
        sqrt(rho_z) and sqrt(1 - rho_z): how much of the scatter all countries share, and how much is their own.
    caution, surprise
        z and e_gi, standard normal.
    """
    return median + sd * (common * caution + own * surprise)


def triangular(uniform: float, low: float, mode: float, high: float) -> float:
    """Return a draw of a triangular distribution by inversion.

    Parameters
    ----------
    uniform
        In (0, 1).
    low, mode, high
        Corners of the density, low <= mode <= high; the mode where they are one.
    """
    width = high - low
    rising = low + sqrt(max(0.0, uniform * width * (mode - low)))
    falling = high - sqrt(max(0.0, (1.0 - uniform) * width * (high - mode)))
    if width <= 0.0:
        return mode
    return rising if uniform * width < mode - low else falling


def between(uniform: float, low: float, high: float) -> float:
    """Return a draw of a uniform distribution: low + (high - low) * uniform."""
    return low + (high - low) * uniform


def around(value: float, error: float, uniform: float) -> float:
    """Return a value with a relative error of at most ``error``, evenly spread: value * (1 + error (2 u - 1))."""
    return value * (1.0 + error * (2.0 * uniform - 1.0))


def passes(uniform: float, chance: float) -> float:
    """Return 1 where a draw in (0, 1) falls below a chance, else 0: the consent Z_i."""
    return 1.0 if uniform < chance else 0.0
