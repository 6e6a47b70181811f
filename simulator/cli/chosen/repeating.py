"""The command lines that mean a kept result again, as far as its record tells."""

import shlex
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.experiments.kept.records import RunRecord
    from simulator.experiments.sweeps.plan import Manifest
    from simulator.scenario.scenario import Scenario
    from simulator.web.island import Origin


def origin_of_run(record: "RunRecord") -> "Origin":
    """Return how the command of a kept run asked for its scenario."""
    from simulator.web.island import Origin

    try:
        words = shlex.split(record.command)
    except ValueError:
        words = []
    if words[:2] != ["forcemix", "run"] or len(words) < 3:
        return Origin(record.scenario)
    sets = tuple(after for before, after in pairwise(words) if before == "--set")
    return Origin(words[2], sets)


def origin_of_sweep(scenario: "Scenario", project: Path) -> "Origin":
    """Return how a command asks for the scenario of a kept sweep: by its name, and by what differs from it now.

    Parameters
    ----------
    scenario
        As the sweep's record has it.
    project
        Folder in which scenarios are looked for.
    """
    from simulator.experiments.kept.records import WORDS
    from simulator.scenario.diagnostics import ScenarioError
    from simulator.scenario.library import UnknownScenario, load
    from simulator.web.island import Origin

    wanted = scenario.canonical()
    try:
        now = load(scenario.name, (), project).canonical()
        moved = {path: value for path, value in wanted.items() if path not in WORDS and now.get(path) != value}
        sets = tuple(f"{path}={_text(value)}" for path, value in moved.items())
        again = load(scenario.name, sets, project).canonical()
    except (ScenarioError, UnknownScenario):
        return Origin(scenario.name)
    differs = [path for path in {**wanted, **again} if wanted.get(path) != again.get(path) and path not in WORDS]
    return Origin(scenario.name) if differs else Origin(scenario.name, sets)


def run_words(origin: "Origin") -> list[str]:
    """Return the scenario as arguments of a command that runs it."""
    return [origin.word, *(word for assignment in origin.assignments for word in ("--set", assignment))]


def sweep_command(manifest: "Manifest", origin: "Origin") -> str:
    """Return the command that makes a kept sweep anew.

    Parameters
    ----------
    manifest
        Of a grid, or of inputs that move one at a time.
    origin
        How a command asks for its scenario.
    """
    design: Mapping[str, Any] = manifest.spec["design"]
    words = ["forcemix", "sweep", *run_words(origin)]
    words += [word for entry in design["inputs"] for word in ("--over", _moving(entry))]
    words += [] if design["kind"] == "grid" else ["--design", design["kind"]]
    return shlex.join([*words, "--runs", str(manifest.replicates), "--seed", str(manifest.seed)])


def _moving(entry: Mapping[str, Any]) -> str:
    between, values = (":", entry["range"]) if "range" in entry else (",", entry["values"])
    return f"{entry['input']}={between.join(map(_text, values))}"


def _text(value: object) -> str:
    """Return a value as the command line takes it, to the last digit."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
