"""`forcemix show`: a scenario, a country or the codebook in full, with the source of each value."""

from datetime import date
from typing import TYPE_CHECKING

import click

from simulator.cli.run_options import jobs_option, runs_option, seed_option
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.scenario.scenario import Scenario


SHIFT_RUNS = 2000

HELP = """Print a scenario, a country or the codebook in full.

A SCENARIO with every value and where it comes from; a COUNTRY (ISO code, for example FIN) with all that is
known of it, and the statements behind each of its codes; or the word `codebook`: how far its two coders
agree, and with --shift what one step more or less in every code does to `baseline`.

\b
Examples:  forcemix show baseline --diff us-backstop
           forcemix show FIN
           forcemix show codebook --shift --runs 2000
"""


@click.command("show", help=HELP)
@click.argument("name", metavar="SCENARIO|COUNTRY|codebook")
@click.option("--diff", "other", metavar="OTHER", help="Print only what differs from another scenario.")
@click.option("--set", "assignments", metavar="INPUT=VALUE", multiple=True, help="Change an input first. Repeatable.")
@click.option(
    "--as-of", "as_of", metavar="DATE", help="For a country or the codebook: statements up to this day count."
)
@click.option("--shift", is_flag=True, help="For the codebook: run `baseline` with every code one step up and down.")
@runs_option(SHIFT_RUNS)
@seed_option
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output and nothing else there.")
@pass_settings
def command(
    settings: Settings,
    name: str,
    other: str | None,
    assignments: tuple[str, ...],
    as_of: str | None,
    shift: bool,
    runs: int,
    seed: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Print a scenario, a country or the codebook."""
    from simulator.cli.printing.codebook_sheet import CODEBOOK, print_codebook, print_shifting
    from simulator.cli.printing.country_sheet import print_country
    from simulator.data.roster import country_names
    from simulator.scenario.library import load

    if shift and name != CODEBOOK:
        raise click.UsageError("--shift belongs to the codebook: forcemix show codebook --shift")
    if name == CODEBOOK:
        if shift:
            print_shifting(settings, runs, seed, jobs, as_json)
        else:
            print_codebook(as_of, as_json)
        return
    if name.upper() in country_names() and name == name.upper():
        print_country(name, as_of, as_json)
        return
    scenario = load(name, assignments, settings.project)
    if other is not None:
        _print_difference(scenario, load(other, (), settings.project), as_json)
    else:
        _print_scenario(scenario, as_json)


def _print_scenario(scenario: "Scenario", as_json: bool) -> None:
    from simulator.cli.printing.numbers import plain, print_json, print_table

    origins = {path: _origin(scenario, path) for path in scenario.leaves()}
    if as_json:
        leaves = {
            path: {"value": _json_value(value), "from": origins[path]} for path, value in scenario.leaves().items()
        }
        print_json({"scenario": scenario.name, "extends": list(scenario.chain), "values": leaves})
        return
    click.secho(f"{scenario.name}: {plain(scenario.document.title)}", bold=True)
    if scenario.document.question:
        click.echo(plain(scenario.document.question))
    if scenario.chain:
        click.echo(f"extends {' → '.join(scenario.chain)}")
    rows = [(path, _value(value), _meaning(path), origins[path]) for path, value in scenario.leaves().items()]
    print_table(("input", "value", "meaning", "from"), rows, "lrll")


def _print_difference(one: "Scenario", other: "Scenario", as_json: bool) -> None:
    from simulator.cli.printing.numbers import print_json, print_table

    left, right = one.leaves(), other.leaves()
    paths = [path for path in {**left, **right} if left.get(path) != right.get(path)]
    if as_json:
        print_json(
            {path: {one.name: _json_value(left.get(path)), other.name: _json_value(right.get(path))} for path in paths}
        )
        return
    if not paths:
        click.echo(f"{one.name} and {other.name} say the same.")
        return
    rows = [(path, _value(left.get(path)), _value(right.get(path)), _meaning(path)) for path in paths]
    print_table(("input", one.name, other.name, "meaning"), rows, "lrrl")


def _origin(scenario: "Scenario", path: str) -> str:
    from simulator.data.parameters import parameter

    origin = scenario.origins.get(path)
    if origin is not None and origin.kind == "file":
        return f"{origin.file}:{origin.line}"
    if origin is not None and origin.kind == "option":
        return "--set"
    try:
        row = parameter(path)
    except KeyError:
        return "default"
    return f"default, {row.grade}, {row.source}" if row.grade else "default"


def _meaning(path: str) -> str:
    from simulator.data.parameters import parameter

    try:
        return parameter(path).meaning[:60]
    except KeyError:
        return ""


def _json_value(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _value(value: object) -> str:
    from simulator.cli.printing.numbers import plain

    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:g}"
    return plain(str(value))[:40]
