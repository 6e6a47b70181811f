"""The table of parameters: the one place where a default, its range, its evidence and its name live."""

from dataclasses import dataclass
from functools import cache

from simulator.data.tables import read_table


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a scenario.

    Attributes
    ----------
    path
        Dotted path in a scenario file, with ``*`` for any country or gate.
    label
        Short name for axes, rows and sliders; empty where the meaning is short enough to be one.
    symbol
        Its symbol in the description of the model.
    unit
        ``share``, ``persons``, ``ratio``, ``rung``, ``code`` or ``year``.
    default
        Value where no scenario says otherwise; None for the parameters of single countries.
    low, high
        Closed range of allowed values.
    layer
        ``inputs``, ``thresholds``, ``capacity`` or ``structure``: the layer of uncertainty it belongs to.
    grade
        ``measured``, ``reported`` or ``judged``.
    date, source
        Date of the evidence; a source id, a table, or the word ``assumption``.
    meaning, at_low, at_high
        What it says; what the two ends of the range mean.
    """

    path: str
    label: str
    symbol: str
    unit: str
    default: float | None
    low: float
    high: float
    layer: str
    grade: str
    date: str
    source: str
    meaning: str
    at_low: str
    at_high: str


def _parameter(row: dict[str, str]) -> Parameter:
    return Parameter(
        path=row["path"],
        label=row["label"],
        symbol=row["symbol"],
        unit=row["unit"],
        default=float(row["default"]) if row["default"] else None,
        low=float(row["low"]),
        high=float(row["high"]),
        layer=row["layer"],
        grade=row["grade"],
        date=row["date"],
        source=row["source"],
        meaning=row["meaning"],
        at_low=row["at_low"],
        at_high=row["at_high"],
    )


@cache
def parameters() -> dict[str, Parameter]:
    """Return every parameter, keyed by path, in the order of the table."""
    return {row["path"]: _parameter(row) for row in read_table("parameters.csv")}


def parameter(path: str) -> Parameter:
    """Return the parameter at a path; single countries, gates and roles are looked up under ``*``.

    Raises
    ------
    KeyError
        If no parameter has this path.
    """
    table = parameters()
    if path in table:
        return table[path]
    parts = path.split(".")
    if parts[0] == "countries" and len(parts) > 2:
        parts[1] = "*"
        if parts[2] in ("thresholds", "roles") and len(parts) > 3:
            parts[3] = "*"
    return table[".".join(parts)]


@cache
def named_inputs() -> dict[str, dict[str, str]]:
    """Return ``label``, ``at_low`` and ``at_high`` of inputs that are no parameter, keyed by path.

    They are words and switches, which have no range, and ``us.involvement``, which sets five parameters at once.
    """
    return {row["path"]: row for row in read_table("named_inputs.csv")}


def label(path: str) -> str:
    """Return the short name of an input, the same wherever it is shown; empty where it has none.

    Parameters
    ----------
    path
        Dotted path of an input, such as ``us.air``.
    """
    if path in named_inputs():
        return named_inputs()[path]["label"]
    try:
        return parameter(path).label
    except KeyError:
        return ""


def ends(path: str) -> tuple[str, str]:
    """Return what the lowest and the highest value of an input mean; empty texts where no table says so.

    Parameters
    ----------
    path
        Dotted path of an input.
    """
    if path in named_inputs():
        row = named_inputs()[path]
        return row["at_low"], row["at_high"]
    try:
        known = parameter(path)
    except KeyError:
        return "", ""
    return known.at_low, known.at_high
