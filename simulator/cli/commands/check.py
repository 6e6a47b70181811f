"""`forcemix check`: all mistakes of scenario files at once."""

import click

from simulator.cli.settings import Settings, pass_settings


@click.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Warnings count as mistakes.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output and nothing else there.")
@pass_settings
@click.pass_context
def command(ctx: click.Context, settings: Settings, files: tuple[str, ...], strict: bool, as_json: bool) -> None:
    """Find mistakes in scenario files; runs nothing."""
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.running import prepare
    from simulator.scenario.diagnostics import Mistake, render
    from simulator.scenario.library import examine, load

    found: list[Mistake] = []
    for name in dict.fromkeys(files):
        mistakes = examine(name, settings.project)
        found += mistakes
        if not any(item.severity == "error" for item in mistakes):
            prepare(load(name, (), settings.project))
    wrong = [item for item in found if strict or item.severity == "error"]
    if as_json:
        print_json([item.to_json() for item in found])
    elif found:
        click.echo(render(found), err=True)
    elif not settings.quiet:
        click.echo(f"{len(files)} {'file' if len(files) == 1 else 'files'} checked, no mistakes.")
    if wrong:
        ctx.exit(1)
