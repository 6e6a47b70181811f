"""`forcemix why`: why a country stands where it does, and what would move it."""

from typing import TYPE_CHECKING

import click

from simulator.cli.run_options import (
    jobs_option,
    json_option,
    progress_bar,
    runs_option,
    say_compiling,
    seed_option,
    set_option,
)
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.analysis.why.explanation import Why

DEFAULT_RUNS = 2000
TOP_RUNG = 5

HELP = """Say why a country stands where it does in a scenario, and what would move it.

COUNTRY is a three-letter code (forcemix list countries).  SCENARIO is a name from `forcemix list` or a path to a YAML
file.  What would be enough is found run by run, with every other country held where it stands.

\b
Examples:  forcemix why FIN baseline
           forcemix why SWE us-backstop --rung 3 --set mandate.clarity=0.6
           forcemix why GBR baseline --json
"""


@click.command("why", help=HELP)
@click.argument("country", metavar="COUNTRY")
@click.argument("scenario", metavar="SCENARIO")
@set_option
@click.option(
    "--rung", type=click.IntRange(1, TOP_RUNG), metavar="1-5",
    help="The rung asked about.  [default: the one above the median rung]",
)  # fmt: skip
@runs_option(DEFAULT_RUNS)
@seed_option
@jobs_option
@click.option("--all", "everything", is_flag=True, help="Every move and every country, not the first few.")
@json_option
@pass_settings
def command(
    settings: Settings,
    country: str,
    scenario: str,
    assignments: tuple[str, ...],
    rung: int | None,
    runs: int,
    seed: int,
    jobs: int | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Explain a country."""
    from simulator.analysis.why.explanation import NotInConference, why
    from simulator.experiments.pool import cores
    from simulator.scenario.library import load

    loaded = load(scenario, assignments, settings.project)
    iso3 = country_code(country)
    say_compiling_analysis(settings)
    try:
        with progress_bar(settings, loaded.name, runs) as advance:
            found = why(loaded, iso3, runs, seed, rung, jobs or cores(), advance)
    except NotInConference as error:
        raise click.UsageError(f"{error}. Every other country can be asked about") from error
    if as_json:
        _print_json(found)
        return
    from simulator.cli.printing.why import print_why

    print_why(found, everything or settings.verbose > 0)
    click.echo("\nResults are runs of a model, not forecasts. Limits: forcemix explain limits")


def country_code(text: str) -> str:
    """Return the code of a country in the tables, whatever its case.

    Raises
    ------
    click.UsageError
        If it is none, with the code that was probably meant.
    """
    from simulator.data.roster import country_names
    from simulator.scenario.naming import country_help

    if text.upper() in country_names():
        return text.upper()
    raise click.UsageError(f"`{text}` is no country of the conference: {country_help(text)}")


def say_compiling_analysis(settings: Settings) -> None:
    """Say that code is being compiled, where it will be."""
    from simulator.analysis.why.examining import is_compiled
    from simulator.engine.compiled import is_warm

    if is_warm() and not is_compiled():
        settings.note("Compiling the analysis for this machine, once (some seconds) …")
    say_compiling(settings)


def _print_json(found: "Why") -> None:
    from simulator import __version__
    from simulator.analysis.why.record import why_json
    from simulator.cli.printing.numbers import print_json
    from simulator.cli.printing.why_words import paragraph
    from simulator.experiments.summary import SCHEMA

    print_json({"schema": SCHEMA, "version": __version__} | why_json(found) | {"words": paragraph(found)})
