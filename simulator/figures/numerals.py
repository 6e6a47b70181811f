"""Numbers as figures print them: rounded to what the runs can bear, with thousands separators."""

from math import floor, log10

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def nearest(value: float, step: int = 1) -> int:
    """Return a number of at least 0 rounded to a multiple of a step, halves up."""
    return floor(value / step + 0.5) * step


def troops(value: float) -> str:
    """Return a mean number of persons, to the nearest 10; single persons below 10."""
    if 0.0 < value < 0.5:
        return "<1"
    return f"{nearest(value, 10 if value >= 10.0 else 1):,}"


def span(low: float, high: float) -> str:
    """Return a range of persons with an en dash, or one number where both ends print the same.

    Ends are rounded to the nearest 100 from 1,000 on and to the nearest 10 below; single persons below 10.
    """
    return f"{_end(low)}–{_end(high)}" if _end(low) != _end(high) else _end(low)


def in_100(share: float) -> str:
    """Return a share of runs as a count of 100; ``<1`` and ``>99`` where rounding would claim never or always."""
    count = runs_of_100(share)
    if count == 0 and share > 0.0:
        return "<1"
    if count == 100 and share < 1.0:
        return ">99"
    return str(count)


def runs_of_100(share: float) -> int:
    """Return a share of runs as the whole number of 100 by which a country is also classed."""
    return nearest(100.0 * share)


def day(iso: str) -> str:
    """Return an ISO date in words, the same in every locale."""
    year, month, number = iso.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def counted(number: int, one: str, many: str) -> str:
    """Return a count with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def listed(words: list[str]) -> str:
    """Return words as an English list: ``A``, ``A and B``, ``A, B and C``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def ticks(reach: float, most: int = 8) -> list[int]:
    """Return round marks from 0 up to a value, one beyond 0 at least; 0 to 1,000 where there is nothing to show.

    Parameters
    ----------
    reach
        Largest value drawn, at least 0.
    most
        Most marks beyond 0.
    """
    if reach <= 0.0:
        return [0, 500, 1_000]
    unit = 10 ** max(0, floor(log10(reach)) - 1)
    step = next(unit * factor for factor in (1, 2, 5, 10, 20, 50) if reach < unit * factor * (most + 1))
    return list(range(0, max(step, int(reach)) + 1, step))


def _end(value: float) -> str:
    step = 100 if value >= 1_000.0 else 10 if value >= 10.0 else 1
    return f"{nearest(value, step):,}"
