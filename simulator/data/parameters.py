"""The table of parameters: the one place where a default, its range and its evidence live."""

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
