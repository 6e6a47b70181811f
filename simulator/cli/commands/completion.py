"""`forcemix completion`: the completion script of a shell."""

import click
from click.shell_completion import get_completion_class

from simulator.cli.choices import SuggestingChoice


@click.command("completion")
@click.argument("shell", type=SuggestingChoice(("bash", "zsh", "fish")), metavar="[bash|zsh|fish]")
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    r"""Print the completion script for bash, zsh or fish.

    \b
    For example:  forcemix completion bash >> ~/.bashrc
    """
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(script(ctx.find_root().command, {}, "forcemix", "_FORCEMIX_COMPLETE").source())
