"""What the explorer is made of: a scenario, named or kept in a result, at every point of the grid."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.run_options import progress_bar, say_compiling
from simulator.cli.settings import Settings

if TYPE_CHECKING:
    from simulator.experiments.explorer.grid import ExplorerGrid
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
    simulator.experiments.kept.finding.UnknownResult
        If nothing is called so.
    click.UsageError
        If a kept result is to be changed.
    """
    from simulator.cli.chosen.chosen_results import named_scenario, scenario_hint
    from simulator.experiments.kept.finding import UnknownResult, find_result
    from simulator.web.island import Origin

    scenario = named_scenario(settings, word, assignments)
    if scenario is not None:
        return scenario, Origin(word, tuple(assignments))
    try:
        path = find_result(word, kept)
    except UnknownResult as error:
        raise UnknownResult(f"{error}{scenario_hint(settings, word, str(error))}") from error
    if assignments:
        raise click.UsageError("--set changes a scenario; a kept result stays as it is")
    return scenario_kept(settings, path)


def scenario_kept(settings: Settings, path: Path) -> "tuple[Scenario, Origin]":
    """Return the scenario of a kept result, and how a command asks for it.

    Parameters
    ----------
    settings
        Whose project counts.
    path
        Folder of the result.

    Raises
    ------
    simulator.experiments.kept.finding.UnknownResult
        If it is neither a run nor a sweep.
    """
    from simulator.cli.chosen.repeating import origin_of_run, origin_of_sweep
    from simulator.experiments.kept.finding import KeptFolder, UnknownResult
    from simulator.experiments.kept.records import read_run
    from simulator.experiments.sweeps.reopening import reopen, scenario_of_inputs

    kind = KeptFolder.at(path).kind
    if kind not in ("run", "sweep"):
        raise UnknownResult(f"`{path.as_posix()}` is a {kind}; the explorer takes a scenario, a run or a sweep")
    if kind == "sweep":
        scenario = reopen(path, anyway=True).scenario
        return scenario, origin_of_sweep(scenario, settings.project)
    record = read_run(path)
    return scenario_of_inputs(record.scenario, record.inputs, path.as_posix()), origin_of_run(record)


def grid_of(settings: Settings, scenario: "Scenario", runs: int, seed: int, jobs: int) -> "ExplorerGrid":
    """Run a scenario at every point of the explorer, and show how far that is.

    Parameters
    ----------
    settings
        Whose verbosity counts.
    scenario, runs, seed, jobs
        As for :func:`simulator.experiments.explorer.grid.explorer_grid`.
    """
    from simulator.experiments.explorer.grid import explorer_grid, grid_runs

    say_compiling(settings)
    with progress_bar(settings, f"{scenario.name}, explorer", grid_runs(runs)) as advance:
        return explorer_grid(scenario, runs, seed, jobs, advance)
