"""Kept results: one folder a result, with everything needed to repeat it.

A folder is named by what is in it (inputs, seed, runs, version, data, code), so the same command writes the same bytes
to the same place.  Files are written beside their final name and renamed, so that nothing is ever half-written.
"""

import csv
import hashlib
import io
import json
import os
import platform
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.data.tables import data_hash
from simulator.engine.boards import ROUND_COLUMNS
from simulator.engine.reasons import REASONS
from simulator.experiments.summary import SCHEMA, CountrySummary, Summary
from simulator.scenario.scenario import Scenario

ID_LENGTH = 10
KEPT_SCHEMA = 2
"""Of ``summary.json``; the first, without a number, had neither rounds nor whole distributions of countries."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ResultsError(OSError):
    """Results cannot be written where they should go."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: everything that can change a number, and the command that asks for it again."""

    scenario: Scenario
    runs: int
    seed: int
    thresholds: tuple[int, ...]
    command: str


@cache
def code_hash() -> str:
    """Return the SHA-256 of the package's Python sources, names and contents, in order of name."""
    digest = hashlib.sha256()
    for name, source in sorted(_sources(files("simulator"), "")):
        digest.update(name.encode())
        digest.update(source)
    return digest.hexdigest()


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".py"):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found


def provenance(request: Request) -> dict[str, Any]:
    """Return all that a number depends on, as plain JSON values."""
    scenario = request.scenario
    return {
        "schema": SCHEMA,
        "version": __version__,
        "command": request.command,
        "scenario": scenario.name,
        "extends": list(scenario.chain),
        "inputs": scenario.canonical(),
        "runs": request.runs,
        "seed": request.seed,
        "thresholds": list(request.thresholds),
        "engine": "mesa",
        "sha256": {"data": data_hash(), "code": code_hash()},
        "software": {
            "python": platform.python_version(),
            **{name: installed(name) for name in ("mesa", "numpy", "scipy")},
        },
    }


def result_id(request: Request) -> str:
    """Return the name of a result's folder: a hash of what its numbers depend on."""
    facts = provenance(request)
    for name in ("command", "software", "extends"):
        facts.pop(name)
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()[:ID_LENGTH]


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and no spaces; NaN and infinity are refused."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def folder_of(request: Request, out: Path) -> Path:
    """Return where a result goes: ``out/<scenario>/<id>``."""
    return out / request.scenario.name / result_id(request)


def claim(out: Path) -> None:
    """Make sure that results can be written below a folder, before anything is run.

    Raises
    ------
    ResultsError
        If the folder cannot be made or written to.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        why = error.strerror or error.__class__.__name__
        raise ResultsError(f"results cannot be written to `{out}` ({why}). Choose another folder with --out") from error


def keep(summary: Summary, request: Request, out: Path) -> Path:
    """Write a result and return its folder.

    Files: ``run.json`` (provenance), ``summary.json``, ``countries.csv``, ``rounds.csv``.

    Raises
    ------
    ResultsError
        If it cannot be written.
    """
    folder = folder_of(request, out)
    texts = {
        "run.json": json.dumps(provenance(request), indent=2, allow_nan=False, ensure_ascii=False) + "\n",
        "summary.json": json.dumps(kept_json(summary), indent=2, allow_nan=False, ensure_ascii=False) + "\n",
        "countries.csv": csv_text([country_row(country) for country in summary.countries]),
        "rounds.csv": csv_text(round_rows(summary)),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_whole(folder / name, text)
    except OSError as error:
        raise ResultsError(f"results cannot be written to `{folder}` ({error.strerror})") from error
    return folder


def kept_json(summary: Summary) -> dict[str, Any]:
    """Return what ``summary.json`` holds: the summary in full, and the number of its format."""
    return {"schema": KEPT_SCHEMA} | summary.to_json()


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, never half of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def country_row(country: CountrySummary) -> dict[str, object]:
    """Return one row of ``countries.csv``: shares of runs in [0, 1], troops in persons."""
    row: dict[str, object] = {"iso3": country.iso3, "name": country.name}
    row |= {"joins": country.joins, "inside": country.inside, "ground": country.ground}
    row |= {f"rung_{rung}": share for rung, share in enumerate(country.rungs)}
    strengths = {"pledged": country.troops, "headline": country.headline, "usable": country.usable}
    for strength, spread in strengths.items():
        row |= {f"{strength}_{key}": getattr(spread, key) for key in ("mean", "mcse", "p10", "p50", "p90")}
    row |= {f"mean_{role}": troops for role, troops in country.roles.items()}
    row |= {f"mean_{kind}": troops for kind, troops in country.kinds.items()}
    row |= {f"binding_{reason}": country.binding[reason] for reason in REASONS}
    cheapest = country.prices[0] if country.prices else None
    row["next_rung_input"] = cheapest.input if cheapest else ""
    row["next_rung_move"] = cheapest.move if cheapest else ""
    row["next_rung_in_100"] = cheapest.in_100 if cheapest else ""
    return row


def round_rows(summary: Summary) -> list[dict[str, object]]:
    """Return the rows of ``rounds.csv``: means and quantiles of the board after each round."""
    return [
        {"round": entry.round}
        | {f"{column}_mean": entry.means[column] for column in ROUND_COLUMNS}
        | {f"{column}_{q}": getattr(entry, q)[column] for column in ROUND_COLUMNS for q in ("p10", "p50", "p90")}
        for entry in summary.rounds
    ]


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows as CSV; text that a spreadsheet would take for a formula gets an apostrophe."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _plain(value) for key, value in row.items()})
    return buffer.getvalue()


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
