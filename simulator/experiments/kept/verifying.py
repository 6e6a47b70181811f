"""Verifying: whether the files of a kept result are whole, and fit each other."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any

from simulator.engine.boards import ROUND_COLUMNS
from simulator.engine.force import STRENGTHS
from simulator.experiments.kept.finding import RECORDS, KeptFolder
from simulator.experiments.kept.records import DamagedResult, RunRecord, read_json, read_run, read_study_record
from simulator.experiments.kept.results import ID_LENGTH, canonical_json
from simulator.experiments.sweeps.parts import StoreError
from simulator.experiments.sweeps.store import StoredSweep, SweepFolder, open_readonly

UNHASHED = ("command", "software", "extends")
"""What the id of a run does not depend on."""

FOUND = ("command", "software", "study", "whole")
"""What the id of a sensitivity analysis does not depend on."""

PNG_START, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
SHOWN_CELLS = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a kept result found.

    Attributes
    ----------
    path, kind
        Its folder; ``run``, ``sweep`` or ``sensitivity``.
    problems
        A sentence for each thing that is damaged; none if all is well.
    parts_done, parts
        Parts of a sweep that are there with a whole footer, and all of them; both 0 for a run.
    set_aside
        Whether damaged parts were renamed, so that their runs are run again when the sweep goes on.
    """

    path: Path
    kind: str
    problems: tuple[str, ...]
    parts_done: int = 0
    parts: int = 0
    set_aside: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain JSON values."""
        sweep = self.kind == "sweep"
        return {
            "path": self.path.as_posix(),
            "kind": self.kind,
            "problems": list(self.problems),
            "parts_done": self.parts_done if sweep else None,
            "parts": self.parts if sweep else None,
            "set_aside": self.set_aside,
        }


def verify(path: Path) -> Verdict:
    """Check every byte of a sweep's parts, or that the files of a run can be read and fit each other.

    Parameters
    ----------
    path
        The folder of a result.  Damaged parts of a sweep are set aside, unless another process runs it or nothing can
        be written there.

    Raises
    ------
    OSError
        If a part is there and cannot be read.
    """
    if KeptFolder.at(path).kind == "run":
        return Verdict(path, "run", tuple(_run_problems(path)))
    if KeptFolder.at(path).kind == "sensitivity":
        return Verdict(path, "sensitivity", tuple(_study_problems(path)))
    try:
        reading = open_readonly(path)
    except StoreError as error:
        return Verdict(path, "sweep", (str(error),))
    try:
        folder = SweepFolder.open(path, reading.manifest)
    except StoreError:
        return _checked(path, reading, setting_aside=False)
    with folder:
        return _checked(path, folder, setting_aside=True)


def _checked(path: Path, sweep: StoredSweep, *, setting_aside: bool) -> Verdict:
    problems = tuple(sweep.verify())
    done = sum(1 for _ in sweep.finished())
    return Verdict(path, "sweep", problems, done, len(sweep.chunks), setting_aside and bool(problems))


def _run_problems(folder: Path) -> Iterator[str]:
    try:
        record, summary = read_run(folder), read_json(folder / "summary.json")
    except DamagedResult as error:
        yield str(error)
        return
    checks = (_id_problems(folder), _summary_problems(record, summary), _country_problems(folder, summary),
              _round_problems(folder, summary), _picture_problems(folder))  # fmt: skip
    for check in checks:
        try:
            yield from check
        except DamagedResult as error:
            yield str(error)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            yield f"a file of the run has not the form it should have ({error.__class__.__name__}: {error})"


def _study_problems(folder: Path) -> Iterator[str]:
    """Yield what is wrong with a sensitivity analysis."""
    name = RECORDS["sensitivity"]
    try:
        read_study_record(folder)
        record = read_json(folder / name)
        table = (folder / "indices.csv").read_bytes()
    except DamagedResult as error:
        yield str(error)
        return
    except OSError as error:
        yield f"`indices.csv` cannot be read ({error.strerror})"
        return
    facts = {key: value for key, value in record.items() if key not in FOUND}
    wanted = f"sensitivity-{_sha256(canonical_json(facts).encode())[:ID_LENGTH]}"
    if wanted != folder.resolve().name:
        yield f"`{name}` belongs to a result named {wanted}: it was changed by hand, or the folder was renamed"
    whole = record.get("whole", {})
    if _sha256(canonical_json(record.get("study")).encode()) != whole.get("study"):
        yield f"`{name}` does not hold what was found: it was changed by hand"
    if _sha256(table) != whole.get("table"):
        yield "`indices.csv` is not the table that was written"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _id_problems(folder: Path) -> Iterator[str]:
    """Yield whether the record is not the one that the folder is named by."""
    facts = {name: value for name, value in read_json(folder / RECORDS["run"]).items() if name not in UNHASHED}
    found = hashlib.sha256(canonical_json(facts).encode()).hexdigest()[:ID_LENGTH]
    if found != folder.resolve().name:
        yield f"`{RECORDS['run']}` belongs to a result named {found}: it was changed by hand, or the folder was renamed"


def _summary_problems(record: RunRecord, summary: Mapping[str, Any]) -> Iterator[str]:
    fits = {
        "scenario": (record.scenario, summary["scenario"]),
        "as_of": (record.inputs["as_of"], summary["as_of"]),
        "runs": (record.runs, summary["runs"]),
        "seed": (record.seed, summary["seed"]),
        "thresholds": (sorted(record.thresholds), sorted({reach["troops"] for reach in summary["reaches"]})),
        "strengths": (list(STRENGTHS), list(summary["force"])),
    }
    for name, (wanted, found) in fits.items():
        if wanted != found:
            yield f"`summary.json` has {name} {found}, and `{RECORDS['run']}` {wanted}"


def _country_problems(folder: Path, summary: Mapping[str, Any]) -> Iterator[str]:
    rows = _rows(folder / "countries.csv")
    listed = [country["iso3"] for country in summary["countries"]]
    if [row["iso3"] for row in rows] != listed:
        yield "`countries.csv` and `summary.json` do not have the same countries"
        return
    for row, country in zip(rows, summary["countries"], strict=True):
        differing = [name for name, value in _country_cells(country).items() if float(row[name]) != value]
        if differing:
            named = ", ".join(differing[:SHOWN_CELLS])
            yield f"`countries.csv` and `summary.json` differ for {country['iso3']}: {named}"


def _country_cells(country: Mapping[str, Any]) -> dict[str, float]:
    """Return what stands in the summary and in the table of countries, by column of the table."""
    cells = {name: country[name] for name in ("joins", "inside", "ground")}
    cells |= {f"rung_{rung}": share for rung, share in enumerate(country["rungs"])}
    for column, name in {"pledged": "troops", "headline": "headline", "usable": "usable"}.items():
        cells |= {f"{column}_{key}": country[name][key] for key in ("mean", "p10", "p50", "p90")}
    for name in ("roles", "kinds"):
        cells |= {f"mean_{part}": mean for part, mean in country[name].items()}
    return cells | {f"binding_{reason}": share for reason, share in country["binding"].items()}


def _round_problems(folder: Path, summary: Mapping[str, Any]) -> Iterator[str]:
    rows = _rows(folder / "rounds.csv")
    if not rows or [int(row["round"]) for row in rows] != list(range(len(rows))):
        yield "`rounds.csv` has not all rounds, from 0 on"
        return
    ends = summary["counts"] | {"pledged": summary["force"]["pledged"]}
    last = {column: float(rows[-1][f"{column}_mean"]) for column in ROUND_COLUMNS}
    differing = [column for column, mean in last.items() if not isclose(mean, ends[column]["mean"], rel_tol=1e-9)]
    if differing:
        yield f"`rounds.csv` does not end where `summary.json` does: {', '.join(differing)}"


def _picture_problems(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.png")):
        content = path.read_bytes()
        if not (content.startswith(PNG_START) and content.endswith(PNG_END)):
            yield f"`{path.name}` is no whole picture"


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except OSError as error:
        raise DamagedResult(f"`{path.name}` cannot be read ({error.strerror})") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise DamagedResult(f"`{path.name}` is no table ({error})") from error
    if any(None in row or None in row.values() for row in rows):
        raise DamagedResult(f"`{path.name}` has a row with more or fewer cells than its header")
    return rows
