"""V4: a large crowd settles where r = F(r): at the smallest root from nobody, at the largest from everybody."""

from collections.abc import Callable

CLOSE = 1e-13
MOST_STEPS = 2_000_000


def share_from_nobody(met: Callable[[float], float]) -> float:
    """Return the smallest share r with r = F(r).

    Parameters
    ----------
    met
        F: which share of the crowd has its threshold met by a share of others; non-decreasing, from [0, 1] to [0, 1].
    """
    return _settled(met, 0.0)


def share_from_all(met: Callable[[float], float]) -> float:
    """Return the largest share r with r = F(r); the argument is that of :func:`share_from_nobody`."""
    return _settled(met, 1.0)


def normal_crowd(mean: float, sd: float) -> Callable[[float], float]:
    """Return F of a crowd whose thresholds are normal.

    Parameters
    ----------
    mean, sd
        Of the thresholds, as shares of the others; ``sd`` above 0.
    """
    from scipy.special import ndtr

    return lambda share: float(ndtr((share - mean) / sd))


def _settled(met: Callable[[float], float], share: float) -> float:
    """Iterate F to rest; a monotone F cannot jump over the root next to where it starts."""
    for _ in range(MOST_STEPS):
        following = met(share)
        if abs(following - share) < CLOSE:
            return following
        share = following
    return share
