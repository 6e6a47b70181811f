"""`forcemix serve`: the explorer in the browser, on this computer only, with exact runs on request."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.kept_options import results_option
from simulator.cli.run_options import jobs_option, seed_option, set_option
from simulator.cli.settings import Settings, pass_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.web.asking import Case

DEFAULT_PORT = 8642
DEFAULT_RUNS = 2_000
NEEDED = ("starlette", "uvicorn")

HELP = """Open the explorer in your browser (this computer only).

Sliders move three inputs and the mission; what they give was computed ahead and is interpolated in between.  A button
runs the case at hand exactly.  Every other input is that of the scenario.

\b
Examples:  forcemix serve
           forcemix serve mine.yaml --set us.air=0.5
           forcemix serve us-backstop/2332918f21 --no-open --port 0

\b
TARGET is a scenario (a name or a file) or a kept result, whose scenario it then is.  [default: baseline]
The page answers only to the address that is printed, which holds a key of this session.  Ctrl-C ends it.
The explorer as one file, without a server: forcemix report TARGET --explorer-only
"""


@click.command("serve", help=HELP)
@click.argument("target", metavar="[RESULT|SCENARIO]", default="baseline")
@set_option
@click.option(
    "-n", "--runs", type=click.IntRange(50, 20_000), default=DEFAULT_RUNS, show_default=True, metavar="N",
    help="Runs at each of the points that are computed ahead.",
)  # fmt: skip
@seed_option
@jobs_option
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=DEFAULT_PORT, show_default=True, metavar="PORT",
    help="Port on 127.0.0.1; 0 takes any that is free.",
)  # fmt: skip
@click.option("--no-open", is_flag=True, help="Print the address and open no browser.")
@results_option
@pass_settings
def command(
    settings: Settings,
    target: str,
    assignments: tuple[str, ...],
    runs: int,
    seed: int,
    jobs: int | None,
    port: int,
    no_open: bool,
    kept: Path,
) -> None:
    """Serve the explorer."""
    _check_installed()
    from secrets import token_urlsafe

    from simulator.cli.chosen.explored import explored, grid_of
    from simulator.experiments.pool import cores
    from simulator.web.island import island
    from simulator.web.jobs import Jobs
    from simulator.web.page import explorer_page, policy_of
    from simulator.web.server import explorer_app, hosts_of, listening, serve

    threads = jobs or cores()
    scenario, origin = explored(settings, target, assignments, kept)
    # Before anything is computed: a port that is taken should be told at once.
    where = listening(port)
    try:
        page = explorer_page(island(grid_of(settings, scenario, runs, seed, threads), origin, live=True))
    except BaseException:
        where.close()
        raise
    key, hosts, slots = token_urlsafe(24), hosts_of(where), Jobs()
    app = explorer_app(page, policy_of(page), scenario, _runner(threads), slots, hosts, key)
    address = f"http://{hosts[0]}/?key={key}"
    serve(app, where, slots, lambda: _announce(address, no_open))
    settings.note("The explorer is closed.")


def _check_installed() -> None:
    from importlib.util import find_spec

    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise click.ClickException(
            f"forcemix serve needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not "
            f"installed: pip install {' '.join(missing)}. The same explorer as a file: forcemix report --explorer-only"
        )


def _runner(jobs: int) -> "Callable[[Case, Callable[[int], None]], dict[str, Any]]":
    from simulator.experiments.explorer.exact import exact_summary

    def run(case: "Case", advance: "Callable[[int], None]") -> dict[str, Any]:
        return exact_summary(case.scenario, case.runs, case.seed, case.thresholds, jobs, advance)

    return run


def _announce(address: str, no_open: bool) -> None:
    import sys
    import webbrowser
    from threading import Thread

    click.echo(f"Explorer at {address} (this computer only; Ctrl-C to stop)")
    sys.stdout.flush()
    if not no_open:
        # A browser that does not return at once must not keep the page from being answered.
        Thread(target=webbrowser.open, args=(address,), daemon=True).start()
