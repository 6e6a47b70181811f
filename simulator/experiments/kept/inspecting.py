"""Inspecting: what a kept result is, and whether the code and data at hand are still those it was made with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.data.tables import data_hash
from simulator.experiments.kept.finding import KeptFolder, UnknownResult
from simulator.experiments.kept.records import (
    Change,
    Description,
    RunRecord,
    StudyRecord,
    changes,
    describe,
    read_manifest,
    read_run,
    read_study_record,
)
from simulator.experiments.kept.results import code_hash
from simulator.experiments.sweeps.plan import Manifest
from simulator.experiments.sweeps.sweeping import numbers_hash


@dataclass(frozen=True, slots=True)
class HashCheck:
    """A hash of what a result was made with, and that of what is at hand.

    Attributes
    ----------
    of
        ``code`` or ``data``; ``model``, for the code and the data behind the numbers together.
    then, now
        The two hashes.
    """

    of: str
    then: str
    now: str

    @property
    def same(self) -> bool:
        """Whether nothing has changed since."""
        return self.then == self.now


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a kept result is.

    Attributes
    ----------
    description
        Its line in a listing.
    record
        What its record says.
    inputs
        Values of its scenario by dotted path, title and question among them.
    changes
        Those that differ from the defaults.
    hashes
        Code and data then and now.
    """

    description: Description
    record: RunRecord | StudyRecord | Manifest
    inputs: Mapping[str, Any]
    changes: tuple[Change, ...]
    hashes: tuple[HashCheck, ...]

    @property
    def repeatable(self) -> bool:
        """Whether code and data are still those it was made with, so that the same command gives the same numbers."""
        return all(check.same for check in self.hashes)

    def to_json(self) -> dict[str, Any]:
        """Return the inspection as plain JSON values."""
        if isinstance(self.record, Manifest):
            record = self.record.to_json()
        else:
            record = self.record.model_dump(mode="json", by_alias=True)
        return {
            **self.description.to_json(),
            "changes": [{"input": one.path, "value": one.value, "default": one.default} for one in self.changes],
            "hashes": {one.of: {"then": one.then, "now": one.now, "same": one.same} for one in self.hashes},
            "repeatable": self.repeatable,
            "record": record,
        }


def inspect(path: Path) -> Inspection:
    """Read what a kept result is.

    Parameters
    ----------
    path
        Its folder.

    Raises
    ------
    simulator.experiments.kept.records.DamagedResult
        If its record cannot be read.
    UnknownResult
        If the folder holds no result.
    """
    folder = KeptFolder.at(path)
    if folder.kind in ("run", "sensitivity"):
        run = read_run(path) if folder.kind == "run" else read_study_record(path)
        hashes = (HashCheck("code", run.sha256.code, code_hash()), HashCheck("data", run.sha256.data, data_hash()))
        return Inspection(describe(folder), run, run.inputs, tuple(changes(run.inputs)), hashes)
    if folder.kind == "sweep":
        manifest = read_manifest(path)
        stated = manifest.spec.get("inputs")
        inputs = stated if isinstance(stated, Mapping) else {}
        model = HashCheck("model", manifest.numbers_sha256, numbers_hash())
        return Inspection(describe(folder), manifest, inputs, tuple(changes(inputs)), (model,))
    raise UnknownResult(f"`{path.as_posix()}` holds no result")
