"""The kept results that a figure is drawn from: as many, and of the kind, that it takes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.chosen.chosen_results import (
    Chosen,
    chosen_run,
    is_of_kind,
    kept_at,
    named_scenario,
    opened_run,
    opened_sweep,
    scenario_hint,
)
from simulator.cli.run_options import DEFAULT_THRESHOLDS
from simulator.cli.settings import Settings
from simulator.figures.registry import FIGURES

if TYPE_CHECKING:
    from simulator.analysis.equilibria.waiting import Waiting
    from simulator.analysis.sensitivity.results import Study
    from simulator.analysis.why.explanation import Why
    from simulator.experiments.kept.finding import UnknownResult
    from simulator.experiments.summary import Summary
    from simulator.experiments.sweeps.reading import SweepSummary


OF_RUNS = ("runs", "country", "waiting")
"""Kinds of figures that are drawn of kept runs."""

MOST_MOVED = 2_000
"""Runs of a kept result in which countries are moved one by one: each takes them all anew."""


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
        self._thresholds = sizes_of(thresholds)

    def chosen(self, texts: Sequence[str]) -> list[Chosen]:
        """Return the results that some words mean; without words, the newest that the figure can be drawn from.

        Raises
        ------
        click.UsageError
            If they are too few or too many.
        simulator.experiments.kept.finding.UnknownResult
            If any of them means no result that the figure takes: with all mistakes.
        """
        from simulator.experiments.kept.finding import UnknownResult

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
                found.append(self._run(text) if takes.kind in OF_RUNS else self._sweep(text))
            except UnknownResult as error:
                mistakes.append(str(error))
        if mistakes:
            raise UnknownResult("\nerror: ".join(dict.fromkeys(mistakes)))
        return found

    def _newest(self) -> list[Chosen]:
        from simulator.experiments.kept.finding import UnknownResult, kept_folders

        takes = self._takes
        found: dict[str, Chosen] = {}
        for path in self._fitting(folder.path for folder in kept_folders(self._out)):
            one = kept_at(path)
            found.setdefault(one.scenario, one)
            if len(found) == takes.least:
                return list(found.values())
        there = "no kept result that fits" if takes.least == 1 else f"fewer than {takes.least} scenarios"
        raise UnknownResult(
            f"`{self._figure}` takes {takes.words}, and there is {there} in `{self._out.as_posix()}`. "
            f"Make one: {takes.maker('baseline')}"
        )

    def _run(self, text: str) -> Chosen:
        from simulator.experiments.kept.finding import UnknownResult

        try:
            return chosen_run(self._settings, text, self._out, self._thresholds)
        except UnknownResult as unknown:
            raise UnknownResult(f"`{self._figure}` takes {self._takes.words}; {unknown}") from unknown

    def _sweep(self, text: str) -> Chosen:
        """Return the kept sweep that a word means; of a scenario, the newest that fits."""
        from simulator.experiments.kept.finding import UnknownResult, find_result, kept_folders

        try:
            path = find_result(text, self._out)
        except UnknownResult as unknown:
            if named_scenario(self._settings, text) is None:
                hint = scenario_hint(self._settings, text, str(unknown))
                raise UnknownResult(f"`{self._figure}` takes {self._takes.words}; {unknown}{hint}") from unknown
            raise self._unfit(f"`{text}` has none", text) from unknown
        if path.parent.name != text:
            if is_of_kind(path, self._takes.kind):
                return kept_at(path)
            raise self._unfit(f"`{path.as_posix()}` is none", kept_at(path).scenario or "SCENARIO")
        others = (folder.path for folder in kept_folders(self._out) if folder.path.parent == path.parent)
        for other in self._fitting(others):
            return kept_at(other)
        raise self._unfit(f"`{text}` has none", text)

    def _unfit(self, what: str, scenario: str) -> "UnknownResult":
        from simulator.experiments.kept.finding import UnknownResult

        takes = self._takes
        return UnknownResult(f"`{self._figure}` takes {takes.words}, and {what}. Make one: {takes.maker(scenario)}")

    def _fitting(self, paths: Iterator[Path]) -> Iterator[Path]:
        return (path for path in paths if is_of_kind(path, self._takes.kind))


def sizes_of(thresholds: Sequence[int]) -> tuple[int, ...]:
    """Return sizes in order, each once; without any, those that are asked for by default."""
    return tuple(sorted(set(thresholds))) or DEFAULT_THRESHOLDS


def opened(
    settings: Settings,
    figure: str,
    chosen: Sequence[Chosen],
    out: Path,
    thresholds: Sequence[int],
    country: str | None = None,
) -> "tuple[list[Path], list[Summary] | SweepSummary | Study | Why | Waiting]":
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
    country
        Code of the country that a figure is about.
    """
    if FIGURES[figure].takes.kind == "runs":
        pairs = [opened_run(settings, one, out) for one in chosen]
        return [path for path, _ in pairs], [summary for _, summary in pairs]
    (one,) = chosen
    if FIGURES[figure].takes.kind == "country":
        path, _ = opened_run(settings, one, out)
        return [path], _explained(path, str(country))
    if FIGURES[figure].takes.kind == "waiting":
        path, _ = opened_run(settings, one, out)
        return [path], _moved_one_by_one(path)
    if FIGURES[figure].takes.kind == "sensitivity":
        from simulator.analysis.sensitivity.results import read_study

        return [one.path], read_study(one.path)
    return [one.path], opened_sweep(settings, one, sizes_of(thresholds))


def _explained(path: Path, iso3: str) -> "Why":
    """Return why a country stands where it does in the runs of a kept result."""
    from simulator.analysis.why.explanation import NotInConference, why
    from simulator.experiments.kept.records import read_run
    from simulator.experiments.pool import cores
    from simulator.experiments.sweeps.reopening import scenario_of_inputs

    record = read_run(path)
    scenario = scenario_of_inputs(record.scenario, record.inputs, (path / "run.json").as_posix())
    try:
        return why(scenario, iso3, record.runs, record.seed, jobs=cores())
    except NotInConference as error:
        raise click.UsageError(str(error)) from error


def _moved_one_by_one(path: Path) -> "Waiting":
    """Return who follows whom in the first runs of a kept result."""
    from simulator.analysis.equilibria.waiting import waiting
    from simulator.experiments.kept.records import read_run
    from simulator.experiments.pool import cores
    from simulator.experiments.sweeps.reopening import scenario_of_inputs

    record = read_run(path)
    scenario = scenario_of_inputs(record.scenario, record.inputs, (path / "run.json").as_posix())
    return waiting(scenario, min(record.runs, MOST_MOVED), record.seed, cores())
