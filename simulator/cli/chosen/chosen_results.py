"""Results that words of the command line mean: found, opened, and made where a scenario has none yet."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulator.cli.run_options import DEFAULT_SEED, progress_bar, say_compiling
from simulator.cli.settings import Settings

if TYPE_CHECKING:
    from simulator.experiments.kept.results import Request
    from simulator.experiments.summary import Summary
    from simulator.experiments.sweeps.reading import SweepSummary
    from simulator.scenario.scenario import Scenario

RUNS = 500
"""Of a scenario that was not run before."""


class Chosen(NamedTuple):
    """A result that a word means.

    Attributes
    ----------
    scenario
        Name of its scenario; empty where its record names none that could be a name.
    path
        Its folder.
    request
        What is to be run first; None where the result is kept.
    """

    scenario: str
    path: Path
    request: "Request | None" = None


def chosen_run(settings: Settings, text: str, out: Path, thresholds: Sequence[int]) -> Chosen:
    """Return the kept run that a word means, or a run to be made of the scenario that it names.

    Parameters
    ----------
    settings
        Whose project and verbosity count.
    text
        Word of the command line.
    out
        Folder of results.
    thresholds
        Sizes whose chances a scenario that is run anew is asked for.

    Raises
    ------
    simulator.experiments.kept.finding.UnknownResult
        If it means neither.
    simulator.scenario.diagnostics.ScenarioError
        If it means a scenario with mistakes.
    """
    from simulator.experiments.kept.finding import UnknownResult, find_result

    try:
        path = find_result(text, out, "run")
    except UnknownResult as unknown:
        scenario = named_scenario(settings, text)
        if scenario is None:
            raise UnknownResult(f"{unknown}{scenario_hint(settings, text, str(unknown))}") from unknown
        return _run_to_make(scenario, (text,), DEFAULT_SEED, thresholds, out)
    if path.parent.name == text:
        _note_change(settings, text, path)
    return kept_at(path)


def run_of_scenario(
    scenario: "Scenario", words: Sequence[str], seed: int, out: Path, thresholds: Sequence[int]
) -> Chosen:
    """Return the newest kept run with the values of a scenario, or one to be made.

    Parameters
    ----------
    scenario
        What is to have been run.
    words
        The scenario as arguments of ``forcemix run``.
    seed
        Of a run that is made.
    out, thresholds
        As for :func:`chosen_run`.
    """
    from simulator.experiments.kept.finding import kept_folders
    from simulator.experiments.kept.records import DamagedResult, read_run

    wanted = scenario.canonical()
    for folder in kept_folders(out):
        if folder.kind != "run" or folder.path.parent.name != scenario.name:
            continue
        try:
            found = read_run(folder.path).inputs
        except DamagedResult:
            continue
        if found == wanted:
            return kept_at(folder.path)
    return _run_to_make(scenario, words, seed, thresholds, out)


def _run_to_make(scenario: "Scenario", words: Sequence[str], seed: int, thresholds: Sequence[int], out: Path) -> Chosen:
    from simulator.experiments.kept.finding import KeptFolder
    from simulator.experiments.kept.results import Request, folder_of

    line = ["forcemix", "run", *words, "--runs", str(RUNS), "--seed", str(seed)]
    line += [word for size in thresholds for word in ("--threshold", str(size))]
    request = Request(scenario, RUNS, seed, tuple(thresholds), shlex.join(line))
    folder = folder_of(request, out)
    # The file of a scenario may have been run before under its name.
    if KeptFolder.at(folder).kind == "run":
        return kept_at(folder)
    return Chosen(scenario.name, folder, request)


def named_scenario(settings: Settings, text: str, assignments: Sequence[str] = ()) -> "Scenario | None":
    """Return the scenario that a word names; None where it names none.

    Parameters
    ----------
    settings
        Whose project counts.
    text
        Word of the command line.
    assignments
        Of ``--set``.

    Raises
    ------
    simulator.scenario.diagnostics.ScenarioError
        If it has mistakes.
    """
    from simulator.scenario.library import SUFFIXES, UnknownScenario, is_name, load

    # Other words are folders of results; as scenarios they would be files that cannot be read.
    if not (is_name(text) or text.lower().endswith(SUFFIXES)):
        return None
    try:
        return load(text, assignments, settings.project)
    except UnknownScenario:
        return None


def scenario_hint(settings: Settings, text: str, said: str) -> str:
    """Return which scenario a word that means nothing comes near to, unless a message says so already."""
    from simulator.scenario.diagnostics import nearest
    from simulator.scenario.library import listing

    near = nearest(text, [entry.name for entry in listing(settings.project)])
    return f". There is a scenario `{near}`" if near and f"`{near}`" not in said else ""


def _note_change(settings: Settings, text: str, path: Path) -> None:
    """Say that the newest run of a scenario is not one of the scenario as it stands."""
    from simulator.experiments.kept.records import DamagedResult, read_run
    from simulator.scenario.diagnostics import ScenarioError

    try:
        scenario, record = named_scenario(settings, text), read_run(path)
    except (ScenarioError, DamagedResult):
        return
    now = {} if scenario is None else scenario.canonical()
    moved = [name for name in {**record.inputs, **now} if record.inputs.get(name) != now.get(name)]
    if now and moved:
        shown = ", ".join(moved[:3]) + (" …" if len(moved) > 3 else "")
        settings.note(f"note: {path.as_posix()} was run with other values of {shown} than `{text}` has now")


def kept_at(path: Path) -> Chosen:
    """Return a kept result with the name of its scenario, as its record has it."""
    from simulator.experiments.kept.finding import KeptFolder
    from simulator.experiments.kept.records import (
        DamagedResult,
        read_manifest,
        read_run,
        read_study_record,
        scenario_name,
    )
    from simulator.scenario.library import is_name

    try:
        kind = KeptFolder.at(path).kind
        if kind == "sweep":
            name = scenario_name(read_manifest(path))
        else:
            name = read_study_record(path).scenario if kind == "sensitivity" else read_run(path).scenario
    except DamagedResult:
        name = ""
    return Chosen(name if is_name(name) else "", path)


def is_of_kind(path: Path, kind: str) -> bool:
    """Return whether a folder holds a result of a kind that figures take, as the registry of figures names it."""
    from simulator.experiments.kept.finding import KeptFolder
    from simulator.experiments.kept.records import DamagedResult, read_manifest

    found = KeptFolder.at(path).kind
    kind = "runs" if kind in ("country", "waiting") else kind
    if "sensitivity" in (found, kind):
        return found == kind
    is_run = found == "run"
    if kind == "runs" or is_run:
        return is_run and kind == "runs"
    try:
        design = read_manifest(path).spec["design"]
        return bool(design["kind"] == kind and (kind != "grid" or len(design["inputs"]) == 2))
    except (DamagedResult, LookupError, TypeError):
        return False


def opened_run(settings: Settings, one: Chosen, out: Path) -> "tuple[Path, Summary]":
    """Return where a run is kept, and what it comes to, after running it where it was not run before.

    Parameters
    ----------
    settings
        Whose verbosity counts.
    one
        As :func:`chosen_run` found it.
    out
        Folder of results.
    """
    from simulator.experiments.kept.reading import read_summary

    return (one.path, read_summary(one.path)) if one.request is None else _made(settings, one.request, out)


def _made(settings: Settings, request: "Request", out: Path) -> "tuple[Path, Summary]":
    from simulator.experiments.kept.results import claim, keep
    from simulator.experiments.pool import cores
    from simulator.experiments.running import run_scenario

    name = request.scenario.name
    settings.note(f"{name} has no kept run: running it ({request.runs:,} runs, seed {request.seed})")
    claim(out)
    say_compiling(settings)
    with progress_bar(settings, name, request.runs) as advance:
        summary = run_scenario(request.scenario, request.runs, request.seed, cores(), request.thresholds, advance)
    path = keep(summary, request, out)
    settings.note(f"Kept in {path.as_posix()}/")
    return path, summary


def opened_sweep(settings: Settings, one: Chosen, thresholds: Sequence[int]) -> "SweepSummary":
    """Return what a kept sweep holds, with a note where code or data have changed since.

    Parameters
    ----------
    settings
        Whose verbosity counts.
    one
        A sweep.
    thresholds
        Sizes whose chances are wanted.
    """
    from simulator.experiments.sweeps.reading import read_sweep

    sweep = read_sweep(one.path, sorted(set(thresholds)))
    if sweep.changed:
        where = one.path.as_posix()
        settings.note(f"note: code or data have changed since {where} was made; it is drawn as it was kept")
    return sweep
