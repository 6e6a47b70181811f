"""What commands that read kept results share: where results are, and whether changed code matters."""

from pathlib import Path

import click

out_option = click.option(
    "--out", type=click.Path(path_type=Path), default=Path("results"), show_default=True, metavar="DIR",
    help="Where results are kept.",
)  # fmt: skip
results_option = click.option(
    "--results", "kept", type=click.Path(path_type=Path), default=Path("results"), show_default=True, metavar="DIR",
    help="Where results are kept.",
)  # fmt: skip
"""The same where ``--out`` is what the command writes."""
anyway_option = click.option(
    "--anyway", is_flag=True, help="Also where code or data have changed since the sweep was made."
)
