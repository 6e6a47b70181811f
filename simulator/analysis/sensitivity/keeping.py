"""What a sensitivity analysis is asked for, and keeping what it found: ``sensitivity.json`` and ``indices.csv``."""

import hashlib
import json
import platform
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from simulator import __version__
from simulator.analysis.sensitivity.indices import Budget, Sensitivity
from simulator.analysis.sensitivity.inputs import UncertainInput, layer_of
from simulator.analysis.sensitivity.results import FORMAT, Study, index_rows
from simulator.data.tables import data_hash
from simulator.experiments.comparing.conditions import Event, event_words
from simulator.experiments.kept.finding import RECORDS
from simulator.experiments.kept.results import ID_LENGTH, ResultsError, canonical_json, code_hash, csv_text, write_whole
from simulator.experiments.sweeps.points import is_quick
from simulator.scenario.scenario import Scenario

TABLE = "indices.csv"


@dataclass(frozen=True, slots=True)
class StudyRequest:
    """What is asked for: everything that can change a number, and the command that asks for it again.

    Attributes
    ----------
    scenario, inputs, output, budget
        What is analysed, and how much is run.
    command
        Asks for it again.
    """

    scenario: Scenario
    inputs: tuple[UncertainInput, ...]
    output: Event | str
    budget: Budget
    command: str

    @property
    def default(self) -> bool:
        """Whether nobody said what is uncertain."""
        return not self.scenario.document.uncertain and "--over" not in self.command.split()

    @property
    def rows(self) -> int:
        """Points in all designs, at most."""
        return self.budget.rows(len(self.inputs), len({one.layer for one in self.inputs}))

    @property
    def slow(self) -> tuple[str, ...]:
        """Inputs for whose every value countries are compiled anew."""
        return tuple(one.path for one in self.inputs if not is_quick(one.path))

    @property
    def compiled(self) -> int:
        """How many settings are compiled, at most: where a row moves only other inputs, one is shared."""
        if not self.slow:
            return 0
        budget, layers = self.budget, {layer_of(path) for path in self.slow}
        crossed = 2 + min(len(self.slow), budget.top) + (len(self.inputs) > budget.top) + len(layers)
        return budget.trajectories * (len(self.slow) + 1) + budget.scrambles * budget.points * crossed

    def facts(self) -> dict[str, Any]:
        """Return all that the numbers depend on, as plain JSON values."""
        declared = ("sweep.", "uncertain.")
        inputs = {path: value for path, value in self.scenario.canonical().items() if not path.startswith(declared)}
        return {
            "schema": FORMAT,
            "version": __version__,
            "scenario": self.scenario.name,
            "inputs": inputs,
            "uncertain": [one.to_json() for one in self.inputs],
            "output": output_words(self.output),
            "budget": TypeAdapter(Budget).dump_python(self.budget),
            "runs": self.budget.runs,
            "seed": self.budget.seed,
            "sha256": {"data": data_hash(), "code": code_hash()},
        }

    def folder(self, out: Path) -> Path:
        """Return where the study goes: ``out/<scenario>/sensitivity-<id>``."""
        return out / self.scenario.name / f"sensitivity-{sha256(canonical_json(self.facts()))[:ID_LENGTH]}"

    def study(self, found: Sensitivity) -> Study:
        """Return what was found, with what it is about."""
        document = self.scenario.document
        return Study(
            scenario=self.scenario.name,
            title=document.title or self.scenario.name,
            as_of=document.as_of.isoformat(),
            output=output_words(self.output),
            ranges=tuple(one.to_json() for one in self.inputs),
            budget=self.budget,
            found=found,
        )


def sha256(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def output_words(output: Event | str) -> str:
    """Return an output as it can be asked for again."""
    return output if isinstance(output, str) else event_words(output)


def keep_study(study: Study, request: StudyRequest, out: Path) -> Path:
    """Write a study and return its folder; the same request writes the same bytes to the same place.

    Raises
    ------
    simulator.experiments.kept.results.ResultsError
        If it cannot be written.
    """
    folder = request.folder(out)
    software = {"python": platform.python_version()} | {name: installed(name) for name in ("numpy", "SALib", "scipy")}
    table, plain = csv_text(index_rows(study.found)), study.to_json()
    record = request.facts() | {
        "command": request.command,
        "software": software,
        "study": plain,
        "whole": {"study": sha256(canonical_json(plain)), "table": sha256(table)},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / TABLE, table)
        text = json.dumps(record, indent=1, allow_nan=False, ensure_ascii=False) + "\n"
        write_whole(folder / RECORDS["sensitivity"], text)
    except OSError as error:
        raise ResultsError(f"results cannot be written to `{folder}` ({error.strerror})") from error
    return folder
