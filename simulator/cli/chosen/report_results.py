"""What a report is made of: the results that words of the command line mean, opened, and run where they are missing."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.cli.chosen.chosen_results import Chosen, chosen_run, is_of_kind, kept_at, opened_run, opened_sweep
from simulator.cli.run_options import DEFAULT_THRESHOLDS
from simulator.cli.settings import Settings

if TYPE_CHECKING:
    from simulator.report.material import KeptRun, KeptSweep, Material


class Named(NamedTuple):
    """Results that a report is asked for."""

    runs: list[Chosen]
    sweeps: list[Chosen]


def material_of(
    settings: Settings, words: Sequence[str], kept: Path, title: str, with_explorer: bool, command: str
) -> "Material":
    """Return what a report is written from.

    Parameters
    ----------
    settings
        Whose project and verbosity count.
    words
        Results or scenarios, one at least.
    kept
        Folder of results.
    title
        Of the report, or nothing.
    with_explorer
        Whether the first scenario is run at every point of the explorer.
    command
        That writes the report again.

    Raises
    ------
    simulator.experiments.kept.finding.UnknownResult, simulator.scenario.diagnostics.ScenarioError
        With every word that means nothing a report takes.
    """
    from simulator.report.material import Material

    named = _named(settings, list(dict.fromkeys(words)), kept)
    chosen = named.runs or [_run_beside(settings, named.sweeps[0], kept)]
    runs = tuple(_run(settings, one, kept) for one in chosen)
    sweeps = tuple(_sweep(settings, one) for one in named.sweeps)
    island = _island(settings, Path(runs[0].folder)) if with_explorer else None
    return Material(title, runs, sweeps, island, command)


def _named(settings: Settings, words: Sequence[str], kept: Path) -> Named:
    """Return what the words mean; all mistakes are raised at once."""
    from simulator.experiments.kept.finding import UnknownResult
    from simulator.scenario.diagnostics import ScenarioError

    named = Named([], [])
    unknown: list[str] = []
    faulty: list[ScenarioError] = []
    for word in words:
        try:
            sweep = _named_sweep(word, kept)
            if sweep is None:
                named.runs.append(chosen_run(settings, word, kept, DEFAULT_THRESHOLDS))
            else:
                named.sweeps.append(sweep)
        except UnknownResult as error:
            unknown.append(str(error))
        except ScenarioError as error:
            faulty.append(error)
    if unknown:
        raise UnknownResult("\nerror: ".join([*unknown, *map(str, faulty)]))
    if faulty:
        raise ScenarioError([mistake for error in faulty for mistake in error.mistakes])
    return named


def _named_sweep(word: str, kept: Path) -> Chosen | None:
    """Return the sweep that a word means; the name of a scenario means its newest run instead."""
    from simulator.experiments.kept.finding import UnknownResult, find_result
    from simulator.figures.registry import FIGURES
    from simulator.report.material import SWEEP_FIGURES

    try:
        path = find_result(word, kept, "sweep")
    except UnknownResult:
        return None
    if path.parent.name == word:
        return None
    if any(is_of_kind(path, kind) for kind in SWEEP_FIGURES):
        return kept_at(path)
    drawn = ", or ".join(FIGURES[figure].takes.words for figure in SWEEP_FIGURES.values())
    raise UnknownResult(f"`{path.as_posix()}` is a sweep that no figure shows; a report takes runs, and {drawn}")


def _run_beside(settings: Settings, sweep: Chosen, kept: Path) -> Chosen:
    """Return a run of what a sweep moves, as it was before it was moved: sweeps by themselves say too little."""
    from simulator.cli.chosen.chosen_results import run_of_scenario
    from simulator.cli.chosen.explored import scenario_kept
    from simulator.cli.chosen.repeating import run_words
    from simulator.experiments.kept.records import read_manifest

    scenario, origin = scenario_kept(settings, sweep.path)
    seed = read_manifest(sweep.path).seed
    return run_of_scenario(scenario, run_words(origin), seed, kept, DEFAULT_THRESHOLDS)


def _run(settings: Settings, one: Chosen, kept: Path) -> "KeptRun":
    from simulator.experiments.kept.records import read_run
    from simulator.report.material import KeptRun

    path, summary = opened_run(settings, one, kept)
    return KeptRun(summary, read_run(path), path.as_posix())


def _sweep(settings: Settings, one: Chosen) -> "KeptSweep":
    from simulator.cli.chosen.explored import scenario_kept
    from simulator.cli.chosen.repeating import sweep_command
    from simulator.experiments.kept.records import read_manifest
    from simulator.report.material import KeptSweep

    manifest = read_manifest(one.path)
    _, origin = scenario_kept(settings, one.path)
    summary = opened_sweep(settings, one, DEFAULT_THRESHOLDS)
    return KeptSweep(summary, manifest, sweep_command(manifest, origin), one.path.as_posix())


def _island(settings: Settings, folder: Path) -> dict[str, Any]:
    from simulator.cli.chosen.explored import grid_of, scenario_kept
    from simulator.experiments.explorer.grid import DEFAULT_RUNS
    from simulator.experiments.kept.records import read_run
    from simulator.experiments.pool import cores
    from simulator.web.island import island

    scenario, origin = scenario_kept(settings, folder)
    return island(grid_of(settings, scenario, DEFAULT_RUNS, read_run(folder).seed, cores()), origin)
