"""The inverse of the normal distribution: how an even draw becomes a normal one.

Algorithm AS 241, PPND16 (Wichura 1988, https://doi.org/10.2307/2347330): rational functions on three ranges, accurate
to about one part in 10**16.
"""

from math import log, sqrt

CENTRE = 0.425
TAIL = 5.0
GRID = 2.0**40


def normal_quantile(uniform: float) -> float:
    """Return the standard normal value below which a share of the distribution lies.

    Parameters
    ----------
    uniform
        In (0, 1).
    """
    q = uniform - 0.5
    if abs(q) <= CENTRE:
        return central_quantile(q)
    return tail_quantile(q, log(uniform if q < 0.0 else 1.0 - uniform))


def tail_quantile(q: float, log_beyond: float) -> float:
    """Return the standard normal value at 0.5 + q; only for q farther than 0.425 from 0.

    Parameters
    ----------
    q
        In (-0.5, 0.5).
    log_beyond
        Logarithm of the share of the distribution that lies beyond the value, on its side of the middle.
    """
    r = sqrt(-log_beyond)
    value = _near_tail(r - 1.6) if r <= TAIL else _far_tail(r - 5.0)
    return -value if q < 0.0 else value


def on_grid(value: float) -> float:
    """Return a value rounded to multiples of 2**-40.

    The grid takes away the last bits, in which the logarithms of different machines disagree.
    """
    shifted = value * GRID
    return (shifted + 6755399441055744.0 - 6755399441055744.0) / GRID


def central_quantile(q: float) -> float:
    """Return the standard normal value at 0.5 + q; only for q within 0.425 of 0.

    It has no branches, so that compiled loops over it run in vector lanes.
    """
    r = 0.180625 - q * q
    top = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
    top = (top * r + 6.7265770927008700853e4) * r + 4.5921953931549871457e4
    top = (top * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3
    top = (top * r + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
    low = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
    low = (low * r + 3.9307895800092710610e4) * r + 2.1213794301586595867e4
    low = (low * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2
    low = (low * r + 4.2313330701600911252e1) * r + 1.0
    return q * top / low


def _near_tail(r: float) -> float:
    top = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
    top = (top * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0
    top = (top * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0
    top = (top * r + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
    low = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
    low = (low * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1
    low = (low * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0
    low = (low * r + 2.05319162663775882187e0) * r + 1.0
    return top / low


def _far_tail(r: float) -> float:
    top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    top = (top * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2
    top = (top * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0
    top = (top * r + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
    low = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
    low = (low * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4
    low = (low * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1
    low = (low * r + 5.99832206555887937690e-1) * r + 1.0
    return top / low
