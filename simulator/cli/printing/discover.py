"""How the command line shows what scenario discovery found: sentences first, then how sure each limit is."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.printing.numbers import of_100, plain, print_table

if TYPE_CHECKING:
    from simulator.analysis.discovery.discovering import Discovery, Judged, Search, SureLimit
    from simulator.experiments.comparing.conditions import Event
    from simulator.experiments.statistics import Chance
    from simulator.experiments.sweeps.reopening import ReopenedSweep

PAGE = 96
THIN = 40
"""Points within the limits, of those not used to find them, below which their density is poorly known."""

UNSURE = 0.8
"""Share of resamples below which a limit is called unsure."""


def discovery_json(found: "Discovery", reopened: "ReopenedSweep", event: "Event", search: "Search") -> dict[str, Any]:
    """Return what was found as ``--json`` prints it."""
    from simulator import __version__
    from simulator.experiments.comparing.conditions import event_words
    from simulator.experiments.summary import SCHEMA

    manifest = reopened.stored.manifest
    return {
        "schema": SCHEMA,
        "version": __version__,
        "sweep": reopened.stored.path.as_posix(),
        "scenario": reopened.scenario.name,
        "design": reopened.design.kind,
        "inputs": list(reopened.design.inputs),
        "where": event_words(event),
        "search": asdict(search),
        "points": found.points,
        "runs": manifest.replicates,
        "holding": found.holding,
        "unsure": found.unsure,
        "holds": [box.to_json() | {"said": box.told("holds")} for box in found.holds],
        "fails": [box.to_json() | {"said": box.told("fails")} for box in found.fails],
    }


def print_discovery(found: "Discovery", reopened: "ReopenedSweep", event: "Event", search: "Search") -> None:
    """Print what was found on standard output."""
    from simulator.experiments.comparing.conditions import event_words

    manifest = reopened.stored.manifest
    click.secho(
        f"{plain(reopened.scenario.name)}: {event_words(event)} in {search.chance:g} of 100 runs or more", bold=True
    )
    click.echo(
        f"  {found.points:,} points of {len(reopened.design.inputs)} inputs ({reopened.design.kind}) x "
        f"{manifest.replicates:,} runs; {search.method}, seed {search.seed}, {search.resamples} resamples"
    )
    click.echo(
        f"  Holds at {found.holding:,} points, fails at {found.points - found.holding:,}. At {found.unsure:,} the 95 % "
        "interval of the chance\n  includes that line, so run noise could put them on either side."
    )
    for verb, boxes in (("holds", found.holds), ("fails", found.fails)):
        _print_side(verb, boxes, search)
    click.echo(
        "\n  Density: share of such points within the limits. Coverage: share of such points that lie within.\n"
        "  Both with 95 % intervals, on the half of the points not used to find them. Quasi-p: chance of as good\n"
        "  a box if this limit did nothing. Again: share of resamples with a limit on this side; the range holds\n"
        "  its place in 8 of 10 of those.\n"
        "  Limits describe this model over the ranges swept, each point as likely as the sweep drew it."
    )
    click.echo(f"\nRead from {reopened.stored.path.as_posix()}/")
    click.echo("Results are runs of a model, not forecasts. Limits: forcemix explain limits")


def _print_side(verb: str, boxes: "Sequence[Judged]", search: "Search") -> None:
    click.echo()
    if not boxes:
        click.echo(f"  No limits tell where it {verb}.")
    for place, box in enumerate(boxes):
        _wrap(f"{'It also' if place else 'It'} {box.told(verb)}")
        _print_limits(box)
        if box.held_out.inside < THIN:
            click.echo(f"    Only {box.held_out.inside} points lie within, so its density is poorly known.")
        if search.method == "prim" and box.density.high < 100.0 * box.goal:
            click.echo(
                f"    Less dense on new points than the {box.goal:.2f} that was looked for; a larger --density "
                "asks for tighter limits."
            )
        weak = [one.limit.path for one in box.limits if one.again and min(one.again.values()) < UNSURE]
        if weak:
            click.echo(f"    Unsure: {', '.join(weak)} is limited in less than {100 * UNSURE:.0f} of 100 resamples.")


def _print_limits(box: "Judged") -> None:
    click.echo(f"    density {_span(box.density)}, coverage {_span(box.coverage)} of 100 points")
    rows = [
        (
            one.limit.told(),
            _small(one.quasi_p),
            ", ".join(f"{100.0 * share:.0f} of 100" for share in one.again.values()) or "–",
            _ends(one),
            f"{one.without[0]:.2f} and {one.without[1]:.2f}",
        )
        for one in box.limits
    ]
    print_table(("limit", "quasi-p", "again", "8 of 10 at", "density, coverage without"), rows, "lrrll")


def _span(found: "Chance") -> str:
    return f"{of_100(found.in_100)} ({of_100(found.low)}–{of_100(found.high)})"


def _small(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _ends(one: "SureLimit") -> str:
    from simulator.analysis.discovery.boxes import number

    return ", ".join(f"{number(low)}–{number(high)}" for low, high in one.ends.values()) or "–"


def _wrap(text: str) -> None:
    click.echo(click.wrap_text(text, width=PAGE, initial_indent="  ", subsequent_indent="  "))
