"""What a report is made of: the results that words of the command line mean, opened, and run where they are missing."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.plot_results import Choosing, Chosen, opened
from simulator.cli.run_options import DEFAULT_THRESHOLDS, progress_bar, say_compiling
from simulator.cli.settings import Settings
from simulator.figures.registry import FIGURES

if TYPE_CHECKING:
    from simulator.report.material import KeptRun, KeptSweep, Material

RUNS_FIGURE = "dots"
"""A figure that takes what a report takes: several runs."""

SWEEP_FIGURES = {"grid": "tipping", "one-at-a-time": "tornado"}


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
    simulator.experiments.kept.UnknownResult, simulator.scenario.diagnostics.ScenarioError
        With every word that means nothing a report takes.
    click.UsageError
        If only sweeps are named.
    """
    from simulator.report.material import Material

    chosen = _chosen(settings, list(dict.fromkeys(words)), kept)
    runs = [_run(settings, one, kept) for one, kind in chosen if kind == "run"]
    sweeps = [_sweep(settings, one, kept, kind) for one, kind in chosen if kind != "run"]
    if not runs:
        scenario = chosen[0][0].scenario or "baseline"
        raise click.UsageError(f"a report needs one run at least beside sweeps, for example: {scenario}")
    island = _island(settings, Path(runs[0].folder)) if with_explorer else None
    return Material(title, tuple(runs), tuple(sweeps), island, command)


def _chosen(settings: Settings, words: Sequence[str], kept: Path) -> list[tuple[Chosen, str]]:
    """Return what each word means, with ``run`` or the kind of a sweep's design; all mistakes are raised at once."""
    from simulator.experiments.kept import UnknownResult
    from simulator.scenario.diagnostics import ScenarioError

    found: list[tuple[Chosen, str]] = []
    unknown: list[str] = []
    faulty: list[ScenarioError] = []
    for word in words:
        try:
            found.append(_meant(settings, word, kept))
        except UnknownResult as error:
            unknown.append(str(error).removeprefix(f"`{RUNS_FIGURE}` takes {FIGURES[RUNS_FIGURE].takes.words}; "))
        except ScenarioError as error:
            faulty.append(error)
    if unknown:
        raise UnknownResult("\nerror: ".join([*unknown, *map(str, faulty)]))
    if faulty:
        raise ScenarioError([mistake for error in faulty for mistake in error.mistakes])
    return found


def _meant(settings: Settings, word: str, kept: Path) -> tuple[Chosen, str]:
    from simulator.cli.plot_results import fits
    from simulator.cli.plot_results import kept as kept_at
    from simulator.experiments.kept import UnknownResult, find_result

    try:
        path = find_result(word, kept, "sweep")
    except UnknownResult:
        path = None
    # The name of a scenario means its newest run.
    if path is not None and path.parent.name != word:
        for kind in SWEEP_FIGURES:
            if fits(path, kind):
                return kept_at(path), kind
        raise UnknownResult(
            f"`{path.as_posix()}` is a sweep without a figure; a report takes runs, sweeps over a grid of two inputs, "
            "and sweeps of one input at a time"
        )
    (one,) = Choosing(settings, RUNS_FIGURE, kept, DEFAULT_THRESHOLDS).chosen([word])
    return one, "run"


def _run(settings: Settings, one: Chosen, kept: Path) -> "KeptRun":
    from simulator.experiments.records import read_run
    from simulator.report.material import KeptRun

    (path,), summaries = opened(settings, RUNS_FIGURE, [one], kept, DEFAULT_THRESHOLDS)
    assert isinstance(summaries, list)  # noqa: S101  # of runs it is one
    return KeptRun(summaries[0], read_run(path), path.as_posix())


def _sweep(settings: Settings, one: Chosen, kept: Path, kind: str) -> "KeptSweep":
    from simulator.report.material import KeptSweep

    (path,), sweep = opened(settings, SWEEP_FIGURES[kind], [one], kept, DEFAULT_THRESHOLDS)
    assert not isinstance(sweep, list)  # noqa: S101  # of a sweep it is one
    return KeptSweep(sweep, path.as_posix())


def _island(settings: Settings, folder: Path) -> dict[str, Any]:
    from simulator.cli.explored import scenario_kept
    from simulator.experiments.explorer_grid import DEFAULT_RUNS, explorer_grid, grid_runs
    from simulator.experiments.pool import cores
    from simulator.experiments.records import read_run
    from simulator.web.island import island

    scenario, origin = scenario_kept(folder)
    seed = read_run(folder).seed
    say_compiling(settings)
    with progress_bar(settings, f"{scenario.name}, explorer", grid_runs(DEFAULT_RUNS)) as advance:
        grid = explorer_grid(scenario, DEFAULT_RUNS, seed, cores(), advance)
    return island(grid, origin)
