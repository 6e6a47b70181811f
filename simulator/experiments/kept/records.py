"""Records of kept results: what a folder among results is, as its ``run.json`` or ``manifest.json`` says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulator.experiments.kept.finding import ANY_RECORD, PARTS, RECORDS, KeptFolder
from simulator.experiments.sweeps.plan import Manifest
from simulator.scenario.composing import dotted
from simulator.scenario.merging import default_layer

WORDS = ("title", "question")
"""Inputs that describe a scenario and change no number."""

Scalar = str | int | float | bool
Model = TypeVar("Model", bound=BaseModel)


class DamagedResult(OSError):  # noqa: N818 - named by what happened
    """The record of a result cannot be read."""

    exit_code = 1


class Hashes(BaseModel):
    """SHA-256 of the data and the code behind a run."""

    model_config = ConfigDict(frozen=True, strict=True)

    data: str
    code: str


class RunRecord(BaseModel):
    """What a kept run is: ``run.json``, as :func:`simulator.experiments.kept.results.provenance` wrote it.

    Attributes
    ----------
    format
        Number of the format; ``schema`` in the file.
    version, command, engine
        Of forcemix; what repeats the run; what ran it.
    scenario, extends, inputs
        Name, what it extends, and every value by dotted path.
    runs, seed, thresholds
        Replicates, root seed, and force sizes in persons.
    sha256, software
        Hashes of data and code, and versions of what ran it.
    """

    model_config = ConfigDict(frozen=True, strict=True, populate_by_name=True)

    format: Annotated[Literal[1], Field(alias="schema")]
    version: str
    command: str
    scenario: str
    extends: list[str] = []
    inputs: dict[str, Scalar]
    runs: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0, lt=2**64)]
    thresholds: list[Annotated[int, Field(ge=1)]]
    engine: str = ""
    sha256: Hashes
    software: dict[str, str] = {}


class StudyRecord(BaseModel):
    """What a kept sensitivity analysis is: the head of ``sensitivity.json``.

    Attributes
    ----------
    format
        Number of the format; ``schema`` in the file.
    version, command
        Of forcemix; what repeats the analysis.
    scenario, inputs
        Name, and every value by dotted path.
    runs, seed, output
        Runs at each point, root seed, and what is analysed.
    sha256, software
        Hashes of data and code, and versions of what ran it.
    """

    model_config = ConfigDict(frozen=True, strict=True, populate_by_name=True)

    format: Annotated[Literal[1], Field(alias="schema")]
    version: str
    command: str
    scenario: str
    inputs: dict[str, Scalar]
    runs: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0, lt=2**64)]
    output: str
    sha256: Hashes
    software: dict[str, str] = {}


def read_json(path: Path) -> Any:
    """Return what a JSON file of a result says.

    Raises
    ------
    DamagedResult
        If it cannot be read.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DamagedResult(f"`{path.as_posix()}` cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise DamagedResult(f"`{path.as_posix()}` is no whole JSON file ({error})") from error


def read_run(folder: Path) -> RunRecord:
    """Return the record of a run.

    Raises
    ------
    DamagedResult
        With all that is wrong with it.
    """
    return _record(RunRecord, folder / RECORDS["run"], "run")


def read_study_record(folder: Path) -> StudyRecord:
    """Return the head of the record of a sensitivity analysis; errors as for :func:`read_run`."""
    return _record(StudyRecord, folder / RECORDS["sensitivity"], "sensitivity analysis")


def _record(model: type[Model], path: Path, what: str) -> Model:
    try:
        return model.model_validate(read_json(path))
    except ValidationError as error:
        told = [f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}" for wrong in error.errors(include_url=False)]
        raise DamagedResult(f"`{path.as_posix()}` is no record of a {what}: {'; '.join(told)}") from error


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a sweep.

    Raises
    ------
    DamagedResult
        With all that is wrong with it.
    """
    path = folder / RECORDS["sweep"]
    value = read_json(path)
    try:
        return Manifest.of_json(value)
    except (ValueError, RecursionError) as error:
        raise DamagedResult(f"`{path.as_posix()}` is no manifest of a sweep: {error}") from error


@dataclass(frozen=True, slots=True)
class Description:
    """One line of a listing of results.

    Attributes
    ----------
    path
        Its folder.
    kind
        ``run``, ``sweep``, ``sensitivity``, ``damaged`` or ``foreign``.
    size
        Bytes on the disk.
    changed
        When its record or its parts last changed, in UTC.
    scenario
        What was run; empty where that is not known.
    points, replicates, seed
        How large it is meant to be, and its root seed; 0 points for a run.
    parts_done, parts
        Parts of a sweep that are there, and all of them; both 0 for a run.
    problem
        What is wrong with it, or nothing.
    """

    path: Path
    kind: str
    size: int
    changed: datetime
    scenario: str = ""
    points: int = 0
    replicates: int = 0
    seed: int = 0
    parts_done: int = 0
    parts: int = 0
    problem: str = ""

    @property
    def known(self) -> bool:
        """Whether its record could be read."""
        return self.kind in RECORDS

    def to_json(self) -> dict[str, Any]:
        """Return the line as plain JSON values; what is not known, or does not apply, is null."""
        sweep = self.kind == "sweep"
        return {
            "path": self.path.as_posix(),
            "kind": self.kind,
            "scenario": self.scenario or None,
            "points": self.points if sweep else None,
            "runs": self.replicates if self.known else None,
            "seed": self.seed if self.known else None,
            "parts_done": self.parts_done if sweep else None,
            "parts": self.parts if sweep else None,
            "bytes": self.size,
            "changed": self.changed.isoformat(timespec="seconds"),
            "problem": self.problem or None,
        }


def describe(folder: KeptFolder) -> Description:
    """Return what a listing says of a folder; a folder that is damaged or no result is described as such.

    Parts are counted by their names, so that a listing stays quick; ``verify`` looks inside.
    """
    common: dict[str, Any] = {
        "path": folder.path,
        "size": size_of(folder.path),
        "changed": datetime.fromtimestamp(folder.changed, UTC),
    }
    try:
        if folder.kind == "run":
            run = read_run(folder.path)
            return Description(kind="run", scenario=run.scenario, replicates=run.runs, seed=run.seed, **common)
        if folder.kind == "sweep":
            return _sweep(folder.path, read_manifest(folder.path), common)
        if folder.kind == "sensitivity":
            study = read_study_record(folder.path)
            return Description(
                kind="sensitivity", scenario=study.scenario, replicates=study.runs, seed=study.seed, **common
            )
    except DamagedResult as error:
        return Description(kind="damaged", problem=str(error), **common)
    return Description(kind="foreign", problem=f"no {ANY_RECORD} in it", **common)


def _sweep(path: Path, manifest: Manifest, common: Mapping[str, Any]) -> Description:
    layout = manifest.layout
    names = [layout.name(chunk) for chunk in manifest.chunks()]
    there = {part.name for part in (path / PARTS).glob("*.parquet")}
    return Description(
        kind="sweep",
        scenario=scenario_name(manifest),
        points=manifest.points,
        replicates=manifest.replicates,
        seed=manifest.seed,
        parts_done=len(there.intersection(names)),
        parts=len(names),
        **common,
    )


def scenario_name(manifest: Manifest) -> str:
    """Return the name of the scenario that a sweep moves; empty where its manifest names none."""
    name = manifest.spec.get("scenario", "")
    return name if isinstance(name, str) else ""


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder and below it; links are not followed."""
    total = 0
    for path in folder.rglob("*"):
        try:
            status = path.lstat()
        except OSError:
            continue
        total += 0 if path.is_dir() else status.st_size
    return total


@dataclass(frozen=True, slots=True)
class Change:
    """An input whose value is not the default one; None stands for no value."""

    path: str
    value: Scalar | None
    default: Scalar | None


def changes(inputs: Mapping[str, Scalar]) -> list[Change]:
    """Return the inputs of a record that differ from the defaults, in the order of the record.

    Parameters
    ----------
    inputs
        Values by dotted path; title and question are passed over.
    """
    defaults = {dotted(path): _plain(given.value) for path, given in default_layer().items()}
    found = [
        Change(path, value, defaults.get(path))
        for path, value in inputs.items()
        if path not in WORDS and value != defaults.get(path)
    ]
    # Where the mission is open, the record has its chances in place of the one value.
    gone = [Change(path, None, default) for path, default in defaults.items() if path not in inputs]
    return [*found, *(change for change in gone if change.path not in WORDS)]


def _plain(value: object) -> Scalar | None:
    if isinstance(value, str | int | float | bool):
        return value
    return None if value is None else str(value)
