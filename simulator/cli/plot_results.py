"""The kept results that a figure is drawn from: found, opened, and made where a scenario has none yet."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from simulator.cli.run_options import DEFAULT_SEED, DEFAULT_THRESHOLDS, progress_bar, say_compiling
from simulator.cli.settings import Settings
from simulator.figures.registry import FIGURES

if TYPE_CHECKING:
    from simulator.experiments.kept import UnknownResult
    from simulator.experiments.results import Request
    from simulator.experiments.summary import Summary
    from simulator.experiments.sweep_reading import SweepSummary
    from simulator.scenario.scenario import Scenario

RUNS = 500
"""Of a scenario that was not run before."""


class Chosen(NamedTuple):
    """A result to draw.

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


class Choosing:
    """Finds the results that words of the command line mean.

    Parameters
    ----------
    settings
        Whose project and verbosity count.
    figure
        One of :data:`simulator.figures.registry.FIGURES`.
    out
        Folder of results.
    thresholds
        Sizes whose chances a scenario that is run anew is asked for.
    """

    def __init__(self, settings: Settings, figure: str, out: Path, thresholds: Sequence[int]) -> None:
        self._settings = settings
        self._figure = figure
        self._takes = FIGURES[figure].takes
        self._out = out
        self._thresholds = tuple(sorted(set(thresholds))) or DEFAULT_THRESHOLDS

    def chosen(self, texts: Sequence[str]) -> list[Chosen]:
        """Return the results that some words mean; without words, the newest that the figure can be drawn from.

        Raises
        ------
        click.UsageError
            If they are too few or too many.
        simulator.experiments.kept.UnknownResult
            If any of them means no result that the figure takes: with all mistakes.
        """
        from simulator.experiments.kept import UnknownResult

        takes = self._takes
        if not texts:
            return self._newest()
        if not takes.least <= len(texts) <= takes.most:
            several = ", ".join(name for name, entry in FIGURES.items() if entry.takes.most >= len(texts))
            hint = f". Figures of several runs: {several}" if takes.most == 1 and several else ""
            named = "1 is" if len(texts) == 1 else f"{len(texts)} are"
            raise click.UsageError(f"`{self._figure}` takes {takes.words}, and {named} named{hint}")
        found: list[Chosen] = []
        mistakes: list[str] = []
        for text in texts:
            try:
                found.append(self._run(text) if takes.kind == "runs" else self._sweep(text))
            except UnknownResult as error:
                mistakes.append(str(error))
        if mistakes:
            raise UnknownResult("\nerror: ".join(dict.fromkeys(mistakes)))
        return found

    def _newest(self) -> list[Chosen]:
        from simulator.experiments.kept import UnknownResult, kept_folders

        takes = self._takes
        found: dict[str, Chosen] = {}
        for path in self._fitting(folder.path for folder in kept_folders(self._out)):
            one = kept(path)
            found.setdefault(one.scenario, one)
            if len(found) == takes.least:
                return list(found.values())
        there = "no kept result that fits" if takes.least == 1 else f"fewer than {takes.least} scenarios"
        raise UnknownResult(
            f"`{self._figure}` takes {takes.words}, and there is {there} in `{self._out.as_posix()}`. "
            f"Make one: {takes.maker('baseline')}"
        )

    def _run(self, text: str) -> Chosen:
        """Return the kept run that a word means, or a run to be made of the scenario that it names."""
        from simulator.experiments.kept import UnknownResult, find_result

        try:
            path = find_result(text, self._out, "run")
        except UnknownResult as unknown:
            scenario = self._scenario(text)
            if scenario is None:
                raise self._nothing(text, unknown) from unknown
            return self._to_run(text, scenario)
        if path.parent.name == text:
            self._note_change(text, path)
        return kept(path)

    def _sweep(self, text: str) -> Chosen:
        """Return the kept sweep that a word means; of a scenario, the newest that fits."""
        from simulator.experiments.kept import UnknownResult, find_result, kept_folders

        try:
            path = find_result(text, self._out)
        except UnknownResult as unknown:
            if self._scenario(text) is None:
                raise self._nothing(text, unknown) from unknown
            raise self._unfit(f"`{text}` has none", text) from unknown
        if path.parent.name != text:
            if fits(path, self._takes.kind):
                return kept(path)
            raise self._unfit(f"`{path.as_posix()}` is none", kept(path).scenario or "SCENARIO")
        others = (folder.path for folder in kept_folders(self._out) if folder.path.parent == path.parent)
        for other in self._fitting(others):
            return kept(other)
        raise self._unfit(f"`{text}` has none", text)

    def _nothing(self, text: str, unknown: "UnknownResult") -> "UnknownResult":
        from simulator.scenario.diagnostics import nearest
        from simulator.scenario.library import listing

        near = nearest(text, [entry.name for entry in listing(self._settings.project)])
        hint = f". There is a scenario `{near}`" if near and f"`{near}`" not in str(unknown) else ""
        return type(unknown)(f"`{self._figure}` takes {self._takes.words}; {unknown}{hint}")

    def _unfit(self, what: str, scenario: str) -> "UnknownResult":
        from simulator.experiments.kept import UnknownResult

        takes = self._takes
        return UnknownResult(f"`{self._figure}` takes {takes.words}, and {what}. Make one: {takes.maker(scenario)}")

    def _fitting(self, paths: Iterator[Path]) -> Iterator[Path]:
        return (path for path in paths if fits(path, self._takes.kind))

    def _scenario(self, text: str) -> "Scenario | None":
        from simulator.scenario.library import SUFFIXES, UnknownScenario, is_name, load

        # Other words are folders of results; as scenarios they would be files that cannot be read.
        if not (is_name(text) or text.lower().endswith(SUFFIXES)):
            return None
        try:
            return load(text, (), self._settings.project)
        except UnknownScenario:
            return None

    def _to_run(self, text: str, scenario: "Scenario") -> Chosen:
        from simulator.experiments.kept import KeptFolder
        from simulator.experiments.results import Request, folder_of

        words = ["forcemix", "run", text, "--runs", str(RUNS), "--seed", str(DEFAULT_SEED)]
        words += [word for size in self._thresholds for word in ("--threshold", str(size))]
        request = Request(scenario, RUNS, DEFAULT_SEED, self._thresholds, shlex.join(words))
        folder = folder_of(request, self._out)
        # The file of a scenario may have been run before under its name.
        if KeptFolder.at(folder).kind == "run":
            return kept(folder)
        return Chosen(scenario.name, folder, request)

    def _note_change(self, text: str, path: Path) -> None:
        """Say that the newest run of a scenario is not one of the scenario as it stands."""
        from simulator.experiments.records import DamagedResult, read_run
        from simulator.scenario.diagnostics import ScenarioError

        try:
            scenario, record = self._scenario(text), read_run(path)
        except (ScenarioError, DamagedResult):
            return
        now = {} if scenario is None else scenario.canonical()
        moved = [name for name in {**record.inputs, **now} if record.inputs.get(name) != now.get(name)]
        if now and moved:
            shown = ", ".join(moved[:3]) + (" …" if len(moved) > 3 else "")
            self._settings.note(f"note: {path.as_posix()} was run with other values of {shown} than `{text}` has now")


def kept(path: Path) -> Chosen:
    """Return a kept result with the name of its scenario, as its record has it."""
    from simulator.experiments.kept import KeptFolder
    from simulator.experiments.records import DamagedResult, read_manifest, read_run, scenario_name
    from simulator.scenario.library import is_name

    try:
        sweep = KeptFolder.at(path).kind == "sweep"
        name = scenario_name(read_manifest(path)) if sweep else read_run(path).scenario
    except DamagedResult:
        name = ""
    return Chosen(name if is_name(name) else "", path)


def fits(path: Path, kind: str) -> bool:
    """Return whether a folder holds a result of a kind that figures take, as the registry names it."""
    from simulator.experiments.kept import KeptFolder
    from simulator.experiments.records import DamagedResult, read_manifest

    is_run = KeptFolder.at(path).kind == "run"
    if kind == "runs" or is_run:
        return is_run and kind == "runs"
    try:
        design = read_manifest(path).spec["design"]
        return bool(design["kind"] == kind and (kind != "grid" or len(design["inputs"]) == 2))
    except (DamagedResult, LookupError, TypeError):
        return False


def opened(
    settings: Settings, figure: str, chosen: Sequence[Chosen], out: Path, thresholds: Sequence[int]
) -> "tuple[list[Path], list[Summary] | SweepSummary]":
    """Return where the results are kept, and what they hold, after running what was not run before.

    Parameters
    ----------
    settings
        Whose verbosity counts.
    figure
        What is to be drawn.
    chosen
        As :class:`Choosing` found them.
    out
        Folder of results.
    thresholds
        Sizes whose chances are wanted of a sweep.
    """
    if FIGURES[figure].takes.kind == "runs":
        pairs = [_summary(settings, one, out) for one in chosen]
        return [path for path, _ in pairs], [summary for _, summary in pairs]
    from simulator.experiments.sweep_reading import read_sweep

    (path,) = (one.path for one in chosen)
    sweep = read_sweep(path, sorted(set(thresholds)) or DEFAULT_THRESHOLDS)
    if sweep.changed:
        settings.note(f"note: code or data have changed since {path.as_posix()} was made; it is drawn as it was kept")
    return [path], sweep


def _summary(settings: Settings, one: Chosen, out: Path) -> "tuple[Path, Summary]":
    from simulator.experiments.summary_reading import read_summary

    return (one.path, read_summary(one.path)) if one.request is None else _made(settings, one.request, out)


def _made(settings: Settings, request: "Request", out: Path) -> "tuple[Path, Summary]":
    from simulator.experiments.pool import cores
    from simulator.experiments.results import claim, keep
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
