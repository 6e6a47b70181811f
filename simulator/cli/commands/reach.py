"""`forcemix reach`: what it would take to get a force of some size, or what is in the way."""

import time
from typing import TYPE_CHECKING

import click

from simulator.cli.choices import STRENGTHS, SuggestingChoice
from simulator.cli.run_options import (
    LARGEST_FORCE,
    jobs_option,
    json_option,
    runs_option,
    say_compiling,
    seed_option,
    set_option,
)
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.analysis.reach.frontier import Reach

DEFAULT_RUNS = 2000

HELP = """Find what it would take to get a force of some size, or what is in the way.

SCENARIO is a name from `forcemix list` or a path to a YAML file.  Searched are the inputs of --over, or all inputs of
the talks that can help: each alone, the cheapest two together, and the frontier of two.  Where no setting is enough,
the page says what limits the force.

\b
Examples:  forcemix reach baseline --troops 10000 --strength pledged --chance 50
           forcemix reach baseline --troops 9000 --chance 50 --over us.backstop --over mandate.clarity
           forcemix reach us-backstop --troops 25000 --strength usable --chance 80 --json
"""


@click.command("reach", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option(
    "--troops", type=click.IntRange(1, LARGEST_FORCE), required=True, metavar="TROOPS", help="Size of the force.",
)  # fmt: skip
@click.option(
    "--strength", type=SuggestingChoice(STRENGTHS), default="usable", show_default=True, metavar="|".join(STRENGTHS),
    help="Which strength must reach it.",
)  # fmt: skip
@click.option(
    "--chance", type=click.FloatRange(0.0, 100.0, min_open=True), default=50.0, show_default=True, metavar="N",
    help="In N of 100 runs or more.",
)  # fmt: skip
@click.option("--over", multiple=True, metavar="INPUT", help="An input to search, by its path. Repeatable.")
@set_option
@runs_option(DEFAULT_RUNS)
@seed_option
@jobs_option
@json_option
@pass_settings
def command(
    settings: Settings,
    scenario: str,
    troops: int,
    strength: str,
    chance: float,
    over: tuple[str, ...],
    assignments: tuple[str, ...],
    runs: int,
    seed: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Search for a force."""
    from simulator.analysis.reach.crossing import Goal
    from simulator.analysis.reach.frontier import reach
    from simulator.analysis.reach.signs import CannotSearch
    from simulator.experiments.pool import cores
    from simulator.scenario.library import load

    loaded = load(scenario, assignments, settings.project)
    say_compiling(settings)
    started = time.perf_counter()

    def tell(step: str) -> None:
        if settings.verbose:
            settings.note(f"{time.perf_counter() - started:5.1f} s  {step}")

    try:
        found = reach(loaded, Goal(strength, troops, chance), over, runs, seed, jobs or cores(), tell)
    except CannotSearch as error:
        raise click.UsageError("\nError: ".join(error.told)) from error
    tell("done")
    if as_json:
        _print_json(found)
        return
    from simulator.cli.printing.reach import print_reach

    print_reach(found)
    click.echo("\nResults are runs of a model, not forecasts. Limits: forcemix explain limits")


def _print_json(found: "Reach") -> None:
    from dataclasses import asdict

    from simulator import __version__
    from simulator.cli.printing.numbers import print_json
    from simulator.cli.printing.reach import verdict_words
    from simulator.experiments.summary import SCHEMA

    print_json({"schema": SCHEMA, "version": __version__} | asdict(found) | {"words": verdict_words(found)})
