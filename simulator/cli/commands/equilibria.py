"""`forcemix equilibria`: rest points, what coordination is worth, who moves whom, and the smallest tipping sets."""

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
    from simulator.analysis.equilibria.study import Study
    from simulator.scenario.scenario import Scenario

DEFAULT_RUNS = 1_000
MOST_RUNS = 20_000
"""Sets of countries are run again and again on the same draws, which are all in memory."""

SCHEMA = 1

HELP = """Find where a conference can come to rest, who moves whom, and the fewest countries that tip it.

In every run the least rest point (from all out) and the greatest (from all caps) are found, at the last inputs of
SCENARIO; their gap is what coordination is worth.  Then countries are forced: their conditions are set aside, while
cap, parliament and the framework rule still hold.  Each is forced alone, and the smallest sets are searched that bring
the force to --troops in --chance of 100 runs.

\b
Examples:  forcemix equilibria baseline
           forcemix equilibria baseline --troops 15000 --chance 50
           forcemix equilibria mine.yaml --troops 10000 --strength usable --rung 3 --json
"""


@click.command("equilibria", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@set_option
@click.option(
    "--troops", type=click.IntRange(1, LARGEST_FORCE), metavar="N",
    help="Size of the force to reach.  [default: the scenario's requirement]",
)  # fmt: skip
@click.option(
    "--chance", type=click.FloatRange(0.0, 100.0, min_open=True), default=50.0, show_default=True, metavar="N",
    help="In how many runs of 100 it is to be reached.",
)  # fmt: skip
@click.option(
    "--strength", type=SuggestingChoice(STRENGTHS), default="pledged", show_default=True, metavar="|".join(STRENGTHS),
    help="Strength that is to reach it.",
)  # fmt: skip
@click.option(
    "--largest", type=click.IntRange(1, 4), default=3, show_default=True, metavar="N",
    help="Most countries in a tipping set.",
)  # fmt: skip
@click.option(
    "--rung", type=click.IntRange(1, 5), metavar="1-5",
    help="Hold forced countries on this rung, or where they stand if that is higher.  [default: at their caps]",
)  # fmt: skip
@runs_option(DEFAULT_RUNS)
@seed_option
@jobs_option
@json_option
@pass_settings
def command(
    settings: Settings,
    scenario: str,
    assignments: tuple[str, ...],
    troops: int | None,
    chance: float,
    strength: str,
    largest: int,
    rung: int | None,
    runs: int,
    seed: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Study the rest points of a scenario."""
    from simulator.analysis.equilibria.study import study
    from simulator.analysis.equilibria.tipping_sets import Goal
    from simulator.experiments.pool import cores
    from simulator.scenario.library import load

    if runs > MOST_RUNS:
        raise click.UsageError(f"--runs is {runs:,}, and at most {MOST_RUNS:,} are kept in memory at once")
    loaded = load(scenario, assignments, settings.project)
    say_compiling(settings)
    started = time.perf_counter()
    goal = Goal(troops or requirement_of(loaded), strength, chance)
    found = study(loaded, goal, runs, seed, jobs or cores(), largest, rung)
    if as_json:
        _print_json(found)
        return
    from simulator.cli.printing.equilibria import print_study

    print_study(found, time.perf_counter() - started, settings.verbose > 0)


def requirement_of(scenario: "Scenario") -> int:
    """Return the requirement of a scenario at its last inputs, persons."""
    return int(scenario.inputs_at(scenario.last_input_round())["force.requirement"])


def _print_json(found: "Study") -> None:
    from simulator import __version__
    from simulator.cli.printing.numbers import print_json

    print_json({"schema": SCHEMA, "version": __version__} | found.to_json())
