"""Dates of past boards: a month, or a year where no month is known."""

import re

FORM = re.compile(r"(?P<year>[12][0-9]{3})(?:-(?P<month>0[1-9]|1[0-2]))?")


def is_date(text: str) -> bool:
    """Return whether a text is a date as ``YYYY`` or ``YYYY-MM``, from 1000 to 2999."""
    return FORM.fullmatch(text) is not None


def starts(date: str) -> float:
    """Return when a date begins, in years: 2007-07 is 2007.5, and 1996 is 1996.0.

    Raises
    ------
    ValueError
        If the text is not ``YYYY`` or ``YYYY-MM``.
    """
    year, month = _parts(date)
    return year + ((month or 1) - 1) / 12.0


def ends(date: str) -> float:
    """Return when a date is over, in years: 2007-07 is 2007 + 7/12, and 1996 is 1997.0.

    The end of a month is to the bit the start of the next one.

    Raises
    ------
    ValueError
        If the text is not ``YYYY`` or ``YYYY-MM``.
    """
    year, month = _parts(date)
    return year + (month or 12) / 12.0


def _parts(date: str) -> tuple[int, int | None]:
    found = FORM.fullmatch(date)
    if found is None:
        raise ValueError(f"{date!r} is not a date as YYYY or YYYY-MM")
    return int(found["year"]), int(found["month"]) if found["month"] else None
