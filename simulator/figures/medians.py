"""The run noise of a median, from what summaries keep: its quartiles."""

from math import sqrt


def median_error(p25: float, p75: float, runs: int) -> float:
    """Return the Monte Carlo standard error of a median.

    Of n runs, the number below the median of all possible runs scatters by sqrt(n) / 2, so their share by half of
    1 / sqrt(n).  Between the quartiles lies half of the runs, and taking them to lie evenly there turns that share into
    persons.  For normal scatter this is 8 % above the error that the notches of box plots show (McGill and others 1978,
    https://doi.org/10.1080/00031305.1978.10479236).

    Parameters
    ----------
    p25, p75
        Quartiles over runs, persons.
    runs
        How many, 1 or more.
    """
    return (p75 - p25) / sqrt(runs)


def difference_error(one: float, other: float) -> float:
    """Return the standard error of a difference, as if both numbers had been drawn apart.

    Points of a sweep share their draws, so what one of them has by chance the other mostly has too: their difference
    scatters less than this says.
    """
    return sqrt(one * one + other * other)
