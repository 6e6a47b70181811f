"""`forcemix compare`: what changes between scenarios, and who comes in or goes out."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.run_options import (
    jobs_option,
    json_option,
    progress_bar,
    runs_option,
    seed_option,
    set_option,
    threshold_option,
)
from simulator.cli.settings import Settings, pass_settings
from simulator.cli.table_file import claim_table, overwrite_option, table_option, write_table

if TYPE_CHECKING:
    from simulator.experiments.comparing.comparison import Comparison
    from simulator.experiments.comparing.conditions import Condition, Finding
    from simulator.experiments.outcomes import Outcomes
    from simulator.scenario.diagnostics import Mistake
    from simulator.scenario.scenario import Scenario

CAME_TRUE, WRONG_COMMAND = 1, 2
DEFAULT_RUNS = 2000

HELP = """Show what changes between scenarios, and who comes in or goes out.

Each SCENARIO after the first is compared with the first, run by run: run n uses the same draws in all of
them.  A name from `forcemix list` or a path to a YAML file.  --set holds for all of them.

\b
Examples:  forcemix compare baseline us-backstop clear-mandate
           forcemix compare baseline mine.yaml --all --csv changes.csv
           forcemix compare baseline mine.yaml --fail-if 'p(usable>=10000)<0.5' --fail-if 'p(FIN>=3)<0.2'

\b
--fail-if  p(usable>=10000)<0.5  p(10000)<0.5 (short for pledged)  median(pledged)<8000  mean(usable)<5000
           p(ground>=5)>0.9  p(FIN>=3)<0.2 (a rung or more); for one scenario: 'mine: p(10000)<0.5'
"""


@click.command("compare", help=HELP)
@click.argument("scenarios", metavar="SCENARIO SCENARIO...", nargs=-1)
@set_option
@runs_option(DEFAULT_RUNS)
@seed_option
@jobs_option
@threshold_option
@click.option(
    "--fail-if", "conditions", metavar="CONDITION", multiple=True,
    help="End with exit code 1 if this comes true of any scenario but the first. Repeatable.",
)  # fmt: skip
@table_option("every change")
@overwrite_option
@click.option("--all", "everyone", is_flag=True, help="A line for every country, those that change nothing too.")
@json_option
@pass_settings
@click.pass_context
def command(
    ctx: click.Context,
    settings: Settings,
    scenarios: tuple[str, ...],
    assignments: tuple[str, ...],
    runs: int,
    seed: int,
    jobs: int | None,
    thresholds: tuple[int, ...],
    conditions: tuple[str, ...],
    table: Path | None,
    force: bool,
    everyone: bool,
    as_json: bool,
) -> None:
    """Compare scenarios."""
    from simulator.experiments.comparing.comparison import compare
    from simulator.experiments.comparing.conditions import evaluate
    from simulator.experiments.pool import cores

    loaded = _loaded(scenarios, assignments, settings.project)
    watched = _watched(ctx, conditions, list(loaded))
    if table is not None:
        claim_table(table, force)
    started = time.perf_counter()
    found = [_run(settings, name, scenario, runs, seed, jobs or cores()) for name, scenario in loaded.items()]
    comparison = compare(found, thresholds)
    findings = evaluate(watched, found)
    if table is not None:
        write_table(comparison.rows(), table)
    if as_json:
        _print_json(comparison, findings, table)
    else:
        _print(comparison, time.perf_counter() - started, everyone or settings.verbose > 0, table)
    if _told(settings, findings):
        ctx.exit(CAME_TRUE)


def _loaded(words: Sequence[str], assignments: Sequence[str], project: Path) -> dict[str, "Scenario"]:
    """Return the scenarios by the name they are shown under; the mistakes of all are raised at once."""
    from simulator.scenario.diagnostics import ScenarioError
    from simulator.scenario.library import load

    _check_words(words)
    scenarios: list[Scenario] = []
    mistakes: list[Mistake] = []
    for word in words:
        try:
            scenarios.append(load(word, assignments, project))
        except ScenarioError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ScenarioError(dict.fromkeys(mistakes))
    names = [scenario.name for scenario in scenarios]
    # Two files of the same name are told apart by their paths.
    shown = [word if names.count(name) > 1 else name for word, name in zip(words, names, strict=True)]
    return dict(zip(shown, scenarios, strict=True))


def _check_words(words: Sequence[str]) -> None:
    if len(words) < 2:
        raise click.UsageError(
            "Which scenarios? Two or more, for example: forcemix compare baseline us-backstop. "
            "See them all: forcemix list"
        )
    for word in words:
        if words.count(word) > 1:
            raise click.UsageError(f"`{word}` is given twice")


def _watched(ctx: click.Context, texts: Sequence[str], names: Sequence[str]) -> tuple["Condition", ...]:
    from simulator.experiments.comparing.conditions import ConditionError, parse_conditions
    from simulator.scenario.diagnostics import render

    try:
        return parse_conditions(texts, names)
    except ConditionError as error:
        click.echo(render(error.mistakes), err=True)
        ctx.exit(WRONG_COMMAND)


def _run(settings: Settings, name: str, scenario: "Scenario", runs: int, seed: int, jobs: int) -> "Outcomes":
    from simulator.experiments.outcomes import outcomes

    with progress_bar(settings, name, runs) as advance:
        return replace(outcomes(scenario, runs, seed, jobs, advance), scenario=name)


def _print_json(comparison: "Comparison", findings: Sequence["Finding"], table: Path | None) -> None:
    from simulator import __version__
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.summary import SCHEMA

    out = None if table is None else table.as_posix()
    conditions = {"conditions": [finding.to_json() for finding in findings]}
    print_json({"schema": SCHEMA, "version": __version__} | comparison.to_json(out) | conditions)


def _print(comparison: "Comparison", seconds: float, everyone: bool, table: Path | None) -> None:
    from simulator.cli.printing.compare import print_comparison

    print_comparison(comparison, seconds, everyone)
    if table is not None:
        click.echo(f"\nWrote {table.as_posix()} ({len(comparison.rows()):,} rows).")
    click.echo("\nResults are runs of a model, not forecasts. Limits: forcemix explain limits")


def _told(settings: Settings, findings: Sequence["Finding"]) -> bool:
    """Say which conditions came true, and which run noise alone kept from it; return whether any came true."""
    from simulator.cli.printing.compare import finding_words

    for finding in findings:
        if finding.true:
            click.echo(f"--fail-if: {finding_words(finding)}", err=True)
        elif finding.within_noise:
            settings.note(f"--fail-if: {finding_words(finding)}")
    return any(finding.true for finding in findings)
