"""`forcemix verify`: run the engine where an exact law is known, and say how far off it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from simulator.cli.run_options import json_option, runs_option, say_compiling, seed_option, set_option
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.analysis.verification.deviations import Deviation

DISAGREES = 1
DEFAULT_RUNS = 20_000
NO_DIFFERENCE, LEAST_SHOWN = 1e-9, 1e-4
SCHEMA = 1

HELP = """Hold the engine against exact laws, and print how far off it is.

Nine laws are known exactly for special cases of the model: countries that do not watch each other, crowds that do
nothing else, capacity, shaving, lift and enablers.  The engine is run in each case; a deviation is printed in standard
errors of the runs, and the exit code is 1 if one is too large.  SCENARIO lends its countries to the first two laws.

\b
Examples:  forcemix verify
           forcemix verify us-backstop --runs 100000 --seed 7 --json

\b
The laws: docs/explanation/laws.md
To check that the files of a kept sweep are whole: forcemix runs verify
"""


@click.command("verify", help=HELP)
@click.argument("scenario", metavar="[SCENARIO]", default="baseline")
@set_option
@runs_option(DEFAULT_RUNS)
@seed_option
@json_option
@pass_settings
@click.pass_context
def command(
    ctx: click.Context,
    settings: Settings,
    scenario: str,
    assignments: tuple[str, ...],
    runs: int,
    seed: int,
    as_json: bool,
) -> None:
    """Verify the engine."""
    from simulator.analysis.verification.holding import verify
    from simulator.experiments.running import prepare
    from simulator.scenario.library import load

    if runs < 2:
        raise click.UsageError("a deviation in standard errors takes 2 runs or more")
    loaded = load(scenario, assignments, settings.project)
    say_compiling(settings)
    try:
        found = list(verify(prepare(loaded).conference, runs, seed))
    except ValueError as error:
        raise click.UsageError(f"`{loaded.name}` cannot lend its countries: {error}") from error
    if as_json:
        _print_json(loaded.name, runs, seed, found)
    else:
        _print(loaded.name, runs, seed, found)
    if not all(deviation.held for deviation in found):
        ctx.exit(DISAGREES)


def _print_json(scenario: str, runs: int, seed: int, found: "Sequence[Deviation]") -> None:
    from simulator import __version__
    from simulator.cli.printing.numbers import print_json

    print_json(
        {
            "schema": SCHEMA,
            "version": __version__,
            "scenario": scenario,
            "runs": runs,
            "seed": seed,
            "held": all(deviation.held for deviation in found),
            "deviations": [deviation.to_json() for deviation in found],
        }
    )


def _print(scenario: str, runs: int, seed: int, found: "Sequence[Deviation]") -> None:
    from simulator.analysis.verification.deviations import MOST_ERRORS
    from simulator.cli.printing.numbers import print_table

    click.secho("The engine against exact laws", bold=True)
    click.echo(f"  {runs:,} runs for each law with run noise, seed {seed}; countries of V1 and V2: {scenario}")
    click.echo()
    header = ("", "what is compared", "law", "engine", "off by", "bound", "")
    print_table(header, [_cells(deviation) for deviation in found], "llrrrrl")
    click.echo(
        f"  off by: standard errors (se) of the runs; one number may be off by {MOST_ERRORS:.0f}. Of a family\n"
        "  (× so many) its farthest member is shown, and the bound is wider, so that chance breaks it as\n"
        "  seldom (1 in 16,000)."
        "\n  V4 to V9 have no run noise; their bound is one person, or 0.01 where a share is compared."
    )
    off = [deviation for deviation in found if not deviation.held]
    laws = ", ".join(dict.fromkeys(deviation.law for deviation in off))
    click.echo()
    click.echo(
        f"  {len(off)} of {len(found)} comparisons are off: {laws}."
        if off
        else f"  All {len(found)} comparisons are within their bounds."
    )


def _cells(deviation: "Deviation") -> tuple[str, ...]:
    family = f" (× {deviation.members})" if deviation.members > 1 else ""
    if deviation.random:
        off = f"{round(deviation.off, 1) + 0.0:+.1f} se"
    else:
        off = _difference(deviation.found - deviation.expected)
    return (
        deviation.law,
        deviation.what + family,
        _number(deviation.expected),
        _number(deviation.found),
        off,
        f"{deviation.bound:.1f} se" if deviation.random else "",
        "agrees" if deviation.held else "IS OFF",
    )


def _difference(value: float) -> str:
    if abs(value) < NO_DIFFERENCE:
        return "exact"
    return "< 0.0001" if abs(value) < LEAST_SHOWN else f"{value:+,.4f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10.0 or value == round(value) else f"{value:.4f}"
