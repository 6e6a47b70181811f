"""`forcemix runs`: list, show, verify or remove kept results."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.kept_options import out_option
from simulator.cli.run_options import json_option
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from simulator.experiments.kept.removing import Refusal

DAMAGED, WRONG_COMMAND = 1, 2

HELP = """List, show, verify or remove kept results.

RESULT is a folder, or SCENARIO/ID, or an id alone, or the name of a scenario, which means its newest result.

\b
Examples:  forcemix runs
           forcemix runs show baseline
           forcemix runs verify baseline/sweep-b5e04139a8
           forcemix runs remove baseline/1f245810c2
"""

results_argument = click.argument("results", metavar="RESULT...", nargs=-1, required=True)


class ListByDefault(click.Group):
    """A group that lists where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before options that stand alone."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group("runs", cls=ListByDefault, help=HELP)
def command() -> None:
    """Deal with kept results."""


@command.command("list")
@out_option
@json_option
def list_results(out: Path, as_json: bool) -> None:
    """List kept results, the newest first (the default)."""
    from simulator.cli.printing.kept import listing_json, print_listing
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.kept.finding import kept_folders
    from simulator.experiments.kept.records import describe

    found = [describe(folder) for folder in kept_folders(out)]
    if as_json:
        print_json(listing_json(found))
    else:
        print_listing(found, out)


@command.command("show")
@click.argument("result", metavar="RESULT")
@out_option
@json_option
def show_result(result: str, out: Path, as_json: bool) -> None:
    """Show what a result is, and whether it can be repeated."""
    from simulator.cli.printing.kept import print_inspection
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.kept.finding import find_result
    from simulator.experiments.kept.inspecting import inspect

    inspection = inspect(find_result(result, out))
    if as_json:
        print_json(inspection.to_json())
    else:
        print_inspection(inspection)


@command.command("verify")
@results_argument
@out_option
@json_option
@pass_settings
@click.pass_context
def verify_results(ctx: click.Context, settings: Settings, results: tuple[str, ...], out: Path, as_json: bool) -> None:
    """Check every byte of sweeps, and that the files of runs are whole.

    Damaged parts of a sweep are set aside, so that the command that made it runs them again.
    """
    from simulator.cli.printing.kept import print_verdict
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.kept.finding import find_each
    from simulator.experiments.kept.verifying import verify

    found, unknown = find_each(results, out)
    if unknown:
        _tell([str(error) for error in unknown], "Nothing was verified.")
        ctx.exit(WRONG_COMMAND)
    verdicts = []
    for path in found:
        verdict = verify(path)
        verdicts.append(verdict)
        if not as_json:
            print_verdict(verdict, settings.quiet)
    if as_json:
        print_json([verdict.to_json() for verdict in verdicts])
    if any(verdict.problems for verdict in verdicts):
        ctx.exit(DAMAGED)


@command.command("remove")
@results_argument
@out_option
@click.option("--yes", is_flag=True, help="Do not ask.  Needed where nobody can be asked.")
@pass_settings
@click.pass_context
def remove_results(ctx: click.Context, settings: Settings, results: tuple[str, ...], out: Path, yes: bool) -> None:
    """Remove results for good.

    Nothing is removed if anything is wrong with any RESULT: if there is none, if the folder is not surely a result,
    or if another process runs the sweep.
    """
    from simulator.cli.printing.kept import removal_words
    from simulator.experiments.kept.finding import KeptFolder
    from simulator.experiments.kept.records import describe
    from simulator.experiments.kept.removing import removable, remove

    found, refusals = removable(results, out)
    if refusals:
        _tell([refusal.why for refusal in refusals], "Nothing was removed.")
        ctx.exit(_worst(refusals))
    listed = [describe(KeptFolder.at(path)) for path in found]
    if not yes:
        _confirm(ctx, removal_words(listed))
    remove(found, out)
    settings.note(f"Removed {', '.join(path.as_posix() for path in found)}.")


def _confirm(ctx: click.Context, words: str) -> None:
    """Ask on a terminal; elsewhere nobody can answer."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{words} Say so with --yes", ctx)
    click.echo(words, err=True)
    if not click.confirm("Remove for good?", err=True):
        click.echo("Nothing was removed.", err=True)
        ctx.exit(0)


def _worst(refusals: "list[Refusal]") -> int:
    """Return the exit code of the mistake that is nearest to the command line."""
    codes = [refusal.exit_code for refusal in refusals]
    return next(code for code in (WRONG_COMMAND, DAMAGED, *codes) if code in codes)


def _tell(problems: list[str], end: str) -> None:
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    click.echo(end, err=True)
