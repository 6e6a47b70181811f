"""`forcemix discover`: in which futures of a sweep something holds, and in which it fails."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.choices import SuggestingChoice
from simulator.cli.kept_options import out_option
from simulator.cli.run_options import json_option, progress_bar, seed_option
from simulator.cli.settings import Settings, pass_settings
from simulator.cli.table_file import claim_table, overwrite_option, table_option, write_table

if TYPE_CHECKING:
    from simulator.analysis.discovery.discovering import Discovery, Method, Search
    from simulator.experiments.comparing.conditions import Event
    from simulator.experiments.sweeps.reopening import ReopenedSweep

WRONG_COMMAND = 2
MOST_BOXES, MOST_RESAMPLES = 10, 1_000

HELP = """Say in which futures of a sweep something holds, and in which it fails, as limits on few inputs.

SWEEP is a folder, or SCENARIO/ID, or an id alone, or the name of a scenario, which means its newest sweep; best
one of many inputs (--design sobol or lhs).  Each of its points is a future: it holds there if the event happens
in --chance of 100 runs or more.  Limits are looked for in one half of the points and judged with the other.

\b
Examples:  forcemix sweep baseline --design sobol --points 1024 --over us.involvement=0:1 --over deal.hold=0:1
           forcemix discover baseline --where 'usable>=10000'
           forcemix discover baseline --where 'FIN>=3' --chance 80 --csv limits.csv

\b
--where    usable>=10000  joins<10  FIN>=3 (a rung or more)  10000 (short for pledged>=10000)
--method   prim peels boxes off the points; cart grows a tree (needs the extra: pip install 'forcemix[discover]')
"""


@click.command("discover", help=HELP)
@click.argument("sweep", metavar="SWEEP")
@click.option("--where", required=True, metavar="EVENT", help="What holds or fails.")
@click.option(
    "--chance", type=click.FloatRange(0.0, 100.0, min_open=True), default=50.0, show_default=True, metavar="N",
    help="Of 100 runs at a point, in how many it must happen.",
)  # fmt: skip
@click.option(
    "--method", type=SuggestingChoice(("prim", "cart")), default="prim", show_default=True, metavar="prim|cart",
    help="How limits are found.",
)  # fmt: skip
@click.option(
    "--density", type=click.FloatRange(0.0, 1.0), default=0.8, show_default=True, metavar="SHARE",
    help="Share of such futures that is wanted within the limits, at least (prim).",
)  # fmt: skip
@click.option(
    "--boxes", type=click.IntRange(1, MOST_BOXES), default=2, show_default=True, metavar="N",
    help="Most sets of limits on either side.",
)  # fmt: skip
@click.option(
    "--resamples", type=click.IntRange(0, MOST_RESAMPLES), default=50, show_default=True, metavar="N",
    help="How often limits are found again, to tell sure ones.",
)  # fmt: skip
@seed_option
@table_option("all limits")
@overwrite_option
@out_option
@json_option
@pass_settings
@click.pass_context
def command(
    ctx: click.Context,
    settings: Settings,
    sweep: str,
    where: str,
    chance: float,
    method: "Method",
    density: float,
    boxes: int,
    resamples: int,
    seed: int,
    table: Path | None,
    force: bool,
    out: Path,
    as_json: bool,
) -> None:
    """Discover scenarios in a sweep."""
    from simulator.analysis.discovery.discovering import Search, require
    from simulator.cli.printing.discover import discovery_json, print_discovery
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.kept.finding import find_result
    from simulator.experiments.sweeps.reopening import reopen

    event = _event(ctx, where)
    if table is not None:
        claim_table(table, force)
    search = Search(chance, method, density, boxes, resamples, seed)
    require(method)
    reopened = reopen(find_result(sweep, out, "sweep"), anyway=True)
    if reopened.changed:
        settings.note("note: code or data have changed since this sweep was made; it is read as it was kept")
    found = _found(settings, reopened, event, search)
    if table is not None:
        from simulator.analysis.discovery.rows import limit_rows

        write_table(limit_rows(found), table)
    if as_json:
        print_json(discovery_json(found, reopened, event, search))
        return
    print_discovery(found, reopened, event, search)
    if table is not None:
        click.echo(f"Wrote {table.as_posix()}.")


def _event(ctx: click.Context, text: str) -> "Event":
    from simulator.experiments.comparing.conditions import ConditionError, parse_event
    from simulator.scenario.diagnostics import render

    try:
        return parse_event(text, "--where")
    except ConditionError as error:
        click.echo(render(error.mistakes), err=True)
        ctx.exit(WRONG_COMMAND)


def _found(settings: Settings, reopened: "ReopenedSweep", event: "Event", search: "Search") -> "Discovery":
    from simulator.analysis.discovery.discovering import discover
    from simulator.analysis.discovery.futures import futures

    read = futures(reopened, event)
    with progress_bar(settings, reopened.stored.path.name, 2 * (search.resamples + 1)) as advance:
        return discover(read, search, advance)
