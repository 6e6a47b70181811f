"""Inputs of a scenario in words: short names for axes and rows, values as they are printed, what the ends mean."""

from simulator.data.parameters import Parameter, ends, label, parameter
from simulator.data.tables import read_table

__all__ = ["InputValue", "end_words", "ends", "inner", "name", "value_words"]

PRINTED_DIGITS = 6
LARGE = 1_000.0

InputValue = float | int | str | bool


def name(path: str) -> str:
    """Return an input's name, begun with a capital; the path itself where nothing is known about it.

    Parameters
    ----------
    path
        Dotted path of an input, such as ``us.air`` or ``countries.FIN.army``.
    """
    if short := label(path):
        return short
    found = _parameter(path)
    parts = path.split(".")
    if parts[0] != "countries" or len(parts) < 3:
        return path if found is None else found.meaning
    meaning = " ".join(parts[2:]).replace("_", " ") if found is None else found.meaning
    condition = f" ({parts[3]})" if found is not None and len(parts) > 4 else ""
    return f"{_countries().get(parts[1], parts[1])}: {meaning}{condition}"


def end_words(path: str, value: InputValue) -> str:
    """Return what a value means where it is the lowest or the highest one allowed; an empty text elsewhere."""
    found = _parameter(path)
    low, high = (0.0, 1.0) if found is None else (found.low, found.high)
    if isinstance(value, str | bool) or value not in (low, high):
        return ""
    return ends(path)[0 if value == low else 1]


def value_words(value: InputValue) -> str:
    """Return a value as it is printed: ``0.4``, ``25,000``, ``peacekeeping``, ``yes``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= LARGE and float(value).is_integer() else f"{value:.{PRINTED_DIGITS}g}"


def inner(words: str) -> str:
    """Return a name as it stands within a sentence: in quotes if it has two parts, else with a small first letter.

    An abbreviation at its beginning stays as it is.
    """
    if ":" in words:
        return f"“{words}”"
    head = words.split(" ")[0]
    return words if any(letter.isupper() for letter in head[1:]) else words[:1].lower() + words[1:]


def _parameter(path: str) -> Parameter | None:
    try:
        return parameter(path)
    except KeyError:
        return None


def _countries() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in read_table("countries.csv")}
