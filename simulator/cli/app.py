"""The `forcemix` command: its groups, common options and exit codes."""

import gc
import importlib
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

import click

from simulator import __version__
from simulator.cli.settings import Settings, configured_defaults, project_folder

DONE, MISTAKES, WRONG_COMMAND, FAILED, INTERRUPTED = 0, 1, 2, 3, 130

OBJECTS_BETWEEN_LOOKS = 100_000
"""New objects after which garbage is looked for; Python's own 700 suits programs that make little at the start."""

COMMANDS = {
    "Scenarios": {
        "list": "List built-in scenarios and those in this folder.",
        "show": "Print a scenario, a country or the codebook in full, with the source of each value.",
        "new": "Write a new scenario file, with comments, ready to edit.",
        "check": "Find mistakes in scenario files; runs nothing.",
        "explain": "Explain an input, country, output, figure or error code.",
    },
    "Simulation": {
        "run": "Run scenarios many times and summarise the force.",
        "sweep": "Run a scenario over many values of its inputs.",
        "sensitivity": "Show which unknown matters most for an output.",
        "replay": "Run one run of a sweep again through the Mesa model.",
        "equilibria": "Find rest points, who moves whom, and the smallest tipping sets.",
        "verify": "Hold the engine against exact laws.",
    },
    "Results": {
        "compare": "Show what changes between scenarios, and who flips.",
        "why": "Say why a country stands where it does, and what would move it.",
        "reach": "Find what it would take to get a force of some size.",
        "discover": "Say in which futures of a sweep something holds or fails.",
        "export": "Write a sweep as one CSV or Parquet table.",
        "plot": "Draw figures as PNG, SVG or PDF, each with its data as CSV.",
        "report": "Write one HTML file to share: findings, figures, explorer, limits.",
        "serve": "Open the explorer in your browser (this computer only).",
        "runs": "List, show, verify or remove kept results.",
    },
    "Evidence": {
        "backtest": "Score the rule on past operations, or predict others.",
        "calibrate": "Fit the numbers that past operations share.",
    },
    "Set-up": {"completion": "Print the completion script for bash, zsh or fish."},
}
"""Commands by section of the help page; each lives in a module of its own name."""

EPILOGUE = """\b
Exit codes:
  0 done   1 a file has mistakes or cannot be read or written, or --fail-if came true
  2 wrong command line, or no such scenario or result   3 the simulation failed
  65 another sweep is in the folder   74 the disk is full   75 another process runs the sweep
  130 stopped with Ctrl-C; finished parts of a sweep are kept
\b
Environment:
  NO_COLOR no colour   FORCEMIX_* default for any option, e.g. FORCEMIX_RUN_RUNS=500
"""


class Commands(click.Group):
    """A group that shows its commands in sections and imports a command only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in order of the help page."""
        return [name for section in COMMANDS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"simulator.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or name the nearest one."""
        near = get_close_matches(args[0], self.list_commands(ctx), n=1)
        if near and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections without importing any command."""
        for section, entries in COMMANDS.items():
            with formatter.section(section):
                formatter.write_dl([(name, text) for name, text in entries.items()], col_max=12, col_spacing=2)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog=EPILOGUE,
)
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", count=True, help="Print more; -vv shows every round.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="When to colour."
)
@click.option("--no-progress", is_flag=True, help="No progress bars (off anyway when piped).")
@click.option(
    "--project",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    metavar="DIR",
    help="Folder to work in.  [default: nearest with forcemix.toml, else the current one]",
)
@click.version_option(__version__, prog_name="forcemix")
@click.pass_context
def forcemix(
    ctx: click.Context, quiet: bool, verbose: int, color: str, no_progress: bool, project: Path | None
) -> None:
    """Project which countries would send troops to a reassurance force for Ukraine.

    In what numbers and roles, under scenarios you write.  New here?  Try:  forcemix run baseline

    Results are runs of a model, not forecasts.  Limits: forcemix explain limits
    """
    folder = project_folder(project)
    settings = Settings(quiet=quiet, verbose=verbose, color=color, progress=not no_progress, project=folder)
    ctx.obj = settings
    ctx.color = settings.coloured(sys.stdout)
    ctx.default_map = configured_defaults(folder)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with one of its exit codes."""
    # What start-up makes stays; looking through it for garbage time and again takes a tenth of a short command.
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    code = run(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A reader that has gone, as after `| head`, is no failure.
        with suppress(BrokenPipeError, ValueError):
            stream.flush()
    # Ends at once: taking compiled code down takes a while, and a Ctrl-C during it would end in a traceback.
    os._exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; no exception of the program's own gets out."""
    try:
        left = forcemix.main(args=arguments, prog_name="forcemix", standalone_mode=False, auto_envvar_prefix="FORCEMIX")
    except click.ClickException as mistake:
        mistake.show()
        return mistake.exit_code
    except (KeyboardInterrupt, click.Abort) as stopped:
        # click raises an error of its own from that of Ctrl-C; a sweep says there what it has kept.
        click.echo(f"Stopped.{getattr(stopped.__cause__ or stopped, 'kept', '')}", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except Exception as error:
        return _report(error)
    return left if isinstance(left, int) else DONE


def _report(error: Exception) -> int:
    from simulator.cli.errors import explain_failure

    code, text = explain_failure(error)
    click.echo(text, err=True)
    return code
