"""Kept sensitivity analyses: reading them back, and their indices as rows of a table."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simulator.analysis.sensitivity.indices import Budget, Sensitivity, Shares
from simulator.analysis.sensitivity.inputs import LAYERS
from simulator.experiments.kept.finding import RECORDS
from simulator.experiments.kept.records import DamagedResult, read_json

FORMAT = 1
"""Number of the format of ``sensitivity.json``."""

PERSONS = ("headline", "pledged", "allocated", "usable")

Row = dict[str, str | float | int]


@dataclass(frozen=True, slots=True)
class Study:
    """A sensitivity analysis with what it is about.

    Attributes
    ----------
    scenario, title, as_of
        Name and title of the scenario, and the ISO date up to which statements count.
    output
        A total, or an event such as ``usable>=25000`` whose chance is analysed.
    ranges
        Every uncertain input with its layer and its distribution, as in a scenario file.
    budget
        How much was run.
    found
        What moves the output.
    """

    scenario: str
    title: str
    as_of: str
    output: str
    ranges: tuple[dict[str, Any], ...]
    budget: Budget
    found: Sensitivity

    @property
    def unit(self) -> str:
        """``persons``, ``countries``, or ``chance`` for an event."""
        if any(sign in self.output for sign in "<>"):
            return "chance"
        return "persons" if self.output in PERSONS else "countries"

    @property
    def runs(self) -> int:
        """Runs at all points of all designs."""
        return self.found.rows * self.budget.runs

    def to_json(self) -> dict[str, Any]:
        """Return the study as plain JSON values."""
        plain: dict[str, Any] = TypeAdapter(Study).dump_python(self, mode="json")
        return plain


def read_study(folder: Path) -> Study:
    """Read a kept study.

    Raises
    ------
    simulator.experiments.kept.records.DamagedResult
        If it cannot be read.
    """
    path = folder / RECORDS["sensitivity"]
    record = read_json(path)
    try:
        if record["schema"] != FORMAT:
            raise DamagedResult(f"`{path.as_posix()}` has format {record['schema']}; this version reads {FORMAT}")
        return TypeAdapter(Study).validate_python(record["study"])
    except (ValidationError, LookupError, TypeError) as error:
        raise DamagedResult(f"`{path.as_posix()}` is no record of a sensitivity analysis") from error


def index_rows(found: Sensitivity) -> list[Row]:
    """Return all indices as rows of a table, unrounded.

    Columns: ``of`` (``input``, ``rest``, ``layer`` or ``run noise``), ``name``, ``layer``, ``inputs`` (how many move
    together), ``first`` and ``total`` with the ends ``_low`` and ``_high`` of their 95 % intervals; for single inputs
    also the screening, ``effect`` (mu*) with ``effect_half_width``, ``effect_mean`` (mu) and ``effect_spread``
    (sigma), in units of the output, and ``direction``.  Of run noise ``total`` is the share of the variance of one
    run.  Cells that do not apply are empty.
    """
    own = {one.name: one for one in found.inputs}
    rows = [_row("layer", one.name, one.name, one) for one in found.layers]
    for layer in LAYERS:
        rows += [_row("input", name, layer, one) for name, one in own.items() if one.layer == layer]
    if found.rest:
        rows.append(_row("rest", "the rest", "", found.rest))
    rows += [_row("input", one.path, one.layer, None) for one in found.screened if not one.kept]
    screened = {one.path: one for one in found.screened}
    for row in rows:
        one = screened.get(str(row["name"]))
        row |= {
            "effect": one.size if one else "",
            "effect_half_width": one.half_width if one else "",
            "effect_mean": one.mean if one else "",
            "effect_spread": one.spread if one else "",
            "direction": one.direction if one else "",
        }
    share = found.noise.share
    noise: Row = dict.fromkeys(rows[0], "")
    noise |= {"of": "run noise", "name": "run noise", "total": share.value}
    rows.append(noise | {"total_low": share.low, "total_high": share.high})
    return rows


def _row(of: str, name: str, layer: str, shares: Shares | None) -> Row:
    row: Row = {"of": of, "name": name, "layer": layer, "inputs": shares.members if shares else 1}
    for which in ("first", "total"):
        one = getattr(shares, which, None)
        row |= {which: one.value if one else "", f"{which}_low": one.low if one else ""}
        row[f"{which}_high"] = one.high if one else ""
    return row
