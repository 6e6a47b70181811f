"""`forcemix new`: a commented scenario file, ready to edit."""

from pathlib import Path

import click

from simulator.cli.settings import Settings, pass_settings


@click.command("new")
@click.argument("name")
@click.option(
    "--from", "base", metavar="SCENARIO", default="baseline", show_default=True, help="What it is a patch on."
)
@click.option("--minimal", is_flag=True, help="Only the lines you need, without the comments.")
@click.option("--force", is_flag=True, help="Overwrite a file of that name.")
@pass_settings
def command(settings: Settings, name: str, base: str, minimal: bool, force: bool) -> None:
    """Write a new scenario file into the folder `scenarios`."""
    from simulator.experiments.kept.results import ResultsError, write_whole
    from simulator.scenario.diagnostics import ScenarioError
    from simulator.scenario.library import builtin_names, check_name, load
    from simulator.scenario.template import commented_template

    try:
        check_name(name)
    except ScenarioError as error:
        mistake = error.mistakes[0]
        raise click.UsageError(f"{mistake.message}: {mistake.help}") from error
    if name in builtin_names():
        raise click.UsageError(f"`{name}` is a built-in scenario; choose another name")
    load(base, (), settings.project)
    path = settings.project / "scenarios" / f"{name}.yaml"
    if path.exists() and not force:
        raise click.UsageError(f"{_shown(path)} exists. Overwrite it with --force")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, commented_template(name.replace("-", " ").capitalize(), base, minimal))
    except OSError as error:
        raise ResultsError(f"`{_shown(path)}` cannot be written ({error.strerror})") from error
    click.echo(f"Wrote {_shown(path)}. Edit it, then: forcemix check {_shown(path)}")


def _shown(path: Path) -> str:
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
