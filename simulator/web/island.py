"""The island: everything the explorer's script reads, as JSON inside the page."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import __version__
from simulator.data.parameters import label
from simulator.data.tables import data_hash
from simulator.engine.compiled import sources_hash
from simulator.experiments.explorer.cases import COUNTS, DOTS, STEP, STRENGTHS, Cases
from simulator.experiments.explorer.grid import AXES, MISSION, ExplorerGrid, nearest_place
from simulator.scenario.merging import default_layer, nested
from simulator.scenario.scenario import Scenario
from simulator.web.packing import packed

SCHEMA = 1
UNIT = 10
"""Persons to which strengths are rounded."""

SHARED_LABELS = {"threat": "Border threat"}
"""Names of sliders that set several inputs, none of which has their name."""

ENDS = {"us": ("no role", "full backstop"), "clarity": ("vague", "clear"), "threat": ("calm", "alarm")}
"""Names of the ends of the sliders."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How the scenario was asked for on the command line: its name or file, and the assignments of ``--set``."""

    word: str
    assignments: tuple[str, ...] = ()


def island(grid: ExplorerGrid, origin: Origin, live: bool = False) -> dict[str, Any]:
    """Return what the explorer's script reads.

    Parameters
    ----------
    grid
        The scenario at all points.
    origin
        How it was asked for.
    live
        Whether a server stands behind the page and runs cases on request.

    Returns
    -------
    dict
        Plain JSON values, the same for the same grid.
    """
    scenario, document = grid.scenario, grid.scenario.document
    sizes = _sizes_kept(grid)
    return {
        "schema": SCHEMA,
        "version": __version__,
        "sha256": {"data": data_hash(), "code": sources_hash()},
        "scenario": {
            "name": scenario.name,
            "title": document.title or scenario.name,
            "asOf": document.as_of.isoformat(),
            "word": origin.word,
            "assignments": list(origin.assignments),
            "values": file_values(scenario),
        },
        "runs": grid.cases.runs,
        "seed": grid.seed,
        "missions": list(grid.missions),
        "axes": [_axis(place) for place in range(len(AXES))],
        "start": {"mission": _likeliest(scenario), "place": [round(value, 2) for value in nearest_place(scenario)]},
        "moving": _moving(scenario),
        "strengths": list(STRENGTHS),
        "counts": list(COUNTS),
        "dots": list(DOTS),
        "unit": UNIT,
        "step": STEP,
        "sizes": sizes,
        "countries": [
            {"iso3": iso3, "name": name, "noise": _noise(grid, place)}
            for place, (iso3, name) in enumerate(zip(grid.iso3, grid.names, strict=True))
        ],
        "tables": {name: packed(table, _shape(grid)) for name, table in _tables(grid.cases, sizes).items()},
        "written": {name: table[0].tolist() for name, table in _tables(grid.written, sizes).items()},
        "interpolation": asdict(grid.interpolation),
        "live": live,
    }


def island_text(value: Mapping[str, Any]) -> str:
    """Return JSON that may stand in a page: no text in it ends the script or begins a tag or a comment."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def file_values(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario file must say beside the sliders to mean this scenario, nested as in the file.

    Only what differs from the defaults; title and question are left out.
    """
    values = _differing(scenario.document.model_dump(exclude_none=True), nested(default_layer()))
    for path in (MISSION, *(path for axis in AXES for path in axis.paths)):
        block, _, key = path.partition(".")
        values.get(block, {}).pop(key, None)
    left_out = ("title", "question", "us", "uncertain", "sweep")
    return {name: value for name, value in values.items() if name not in left_out and value not in ({}, [])}


def _differing(value: Mapping[str, Any], default: Mapping[str, object]) -> dict[str, Any]:
    """Return what differs from a default, without empty blocks."""
    found: dict[str, Any] = {}
    for key, here in value.items():
        there = default.get(key)
        if isinstance(here, Mapping):
            here = _differing(here, there if isinstance(there, Mapping) else {})
            if here == {}:
                continue
        if here != there:
            found[key] = here.isoformat() if isinstance(here, date) else here
    return found


def _axis(place: int) -> dict[str, Any]:
    axis = AXES[place]
    low, high = ENDS[axis.key]
    return {
        "key": axis.key,
        "label": SHARED_LABELS.get(axis.key) or label(axis.paths[0]),
        "low": low,
        "high": high,
        "paths": list(axis.paths),
        "values": list(axis.values),
    }


def _likeliest(scenario: Scenario) -> str:
    mission = scenario.document.mandate.mission
    return mission if isinstance(mission, str) else max(mission, key=lambda name: mission[name])


def _moving(scenario: Scenario) -> list[str]:
    """Return inputs of the sliders that the scenario itself moves during the talks."""
    prefixes = tuple("us." if path == "us.involvement" else path for axis in AXES for path in axis.paths)
    return [path for path in scenario.document.paths if path.startswith(prefixes)]


def _sizes_kept(grid: ExplorerGrid) -> int:
    """Return how many sizes have a chance somewhere, and one beyond."""
    seen = np.maximum(grid.cases.reached.max(axis=(0, 1)), grid.written.reached.max(axis=(0, 1)))
    return min(len(seen), int(np.count_nonzero(seen)) + 1)


def _shape(grid: ExplorerGrid) -> list[int]:
    return [len(grid.missions), *(len(axis.values) for axis in AXES)]


def _tables(cases: Cases, sizes: int) -> dict[str, NDArray[np.int64]]:
    """Return cases as tables of whole numbers, points first."""
    tables = {f"spread.{name}": _rounded(cases.spread[place], UNIT) for place, name in enumerate(STRENGTHS)}
    tables |= {f"reached.{name}": cases.reached[place, :, :sizes] for place, name in enumerate(STRENGTHS)}
    tables |= {f"counted.{name}": cases.counted[place] for place, name in enumerate(COUNTS)}
    return tables | {"pledged": _rounded(cases.pledged, cases.runs)}


def _rounded(values: NDArray[np.int64], unit: int) -> NDArray[np.int64]:
    """Return values at least 0 in whole units, halves up."""
    return np.asarray((2 * values + unit) // (2 * unit))


def _noise(grid: ExplorerGrid, place: int) -> int:
    """Return the largest standard error of a country's mean on the grid, persons, rounded up."""
    return -floor(-max(float(grid.cases.error[:, place].max()), float(grid.written.error[:, place].max())))
