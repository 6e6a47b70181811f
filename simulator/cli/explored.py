"""What the explorer is made of: a scenario, named or kept in a result, and the command line that means it."""

import shlex
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.settings import Settings

if TYPE_CHECKING:
    from simulator.experiments.records import RunRecord
    from simulator.scenario.scenario import Scenario
    from simulator.web.island import Origin


def explored(settings: Settings, word: str, assignments: Sequence[str], kept: Path) -> "tuple[Scenario, Origin]":
    """Return the scenario that a word means, and how a command asks for it.

    Parameters
    ----------
    settings
        Whose project counts.
    word
        A scenario by name or file, or a kept result.
    assignments
        Of ``--set``; they hold for scenarios only.
    kept
        Folder of results.

    Raises
    ------
    simulator.experiments.kept.UnknownResult
        If nothing is called so.
    click.UsageError
        If a kept result is to be changed.
    """
    from simulator.experiments.kept import UnknownResult, find_result
    from simulator.scenario.library import SUFFIXES, UnknownScenario, is_name, load
    from simulator.web.island import Origin

    unknown = ""
    # Other words are folders of results; as scenarios they would be files that cannot be read.
    if is_name(word) or word.lower().endswith(SUFFIXES):
        try:
            return load(word, assignments, settings.project), Origin(word, tuple(assignments))
        except UnknownScenario as error:
            unknown = f"{error.args[0]}; and "
    try:
        path = find_result(word, kept)
    except UnknownResult as error:
        raise UnknownResult(f"{unknown}{error}") from error
    if assignments:
        raise click.UsageError("--set changes a scenario; a kept result stays as it is")
    return scenario_kept(path)


def scenario_kept(path: Path) -> "tuple[Scenario, Origin]":
    """Return the scenario of a kept result, and how the command that made it asked for it.

    Parameters
    ----------
    path
        Folder of the result.
    """
    from simulator.experiments.kept import KeptFolder
    from simulator.experiments.records import read_run
    from simulator.experiments.reopening import reopen, scenario_of_inputs
    from simulator.web.island import Origin

    if KeptFolder.at(path).kind == "sweep":
        scenario = reopen(path, anyway=True).scenario
        return scenario, Origin(scenario.name)
    record = read_run(path)
    return scenario_of_inputs(record.scenario, record.inputs, path.as_posix()), origin_of(record)


def origin_of(record: "RunRecord") -> "Origin":
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
