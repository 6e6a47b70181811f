"""Rest points, movers and tipping sets in words: how the command line prints a study of a conference."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from simulator.cli.printing.numbers import interval, of_100, plain, print_table, troops, with_noise

if TYPE_CHECKING:
    from simulator.analysis.equilibria.rest_points import Equilibria
    from simulator.analysis.equilibria.study import Study
    from simulator.analysis.equilibria.tipping_sets import TippingSet, TippingSets
    from simulator.analysis.equilibria.waiting import Mover, Waiting
    from simulator.experiments.comparing.paired import Change
    from simulator.experiments.statistics import Distribution

SHOWN = 10
FOLLOWERS = 3
SIZES = {
    1: ("single country", "single countries"),
    2: ("pair", "pairs"),
    3: ("triple", "triples"),
    4: ("set of four", "sets of four"),
}

IMPOSSIBLE = (
    "No set of countries is enough: with the conditions of all set aside, caps, parliaments and armies allow no more."
)


def print_study(found: "Study", seconds: float, everything: bool) -> None:
    """Print a study on standard output.

    Parameters
    ----------
    found
        What to print.
    seconds
        How long it took.
    everything
        Whether to print all rows instead of the first ten of each table.
    """
    rest = found.equilibria
    click.secho(f"{rest.scenario}: {plain(rest.title)}", bold=True)
    click.echo(f"  {rest.runs:,} runs, seed {rest.seed}, statements up to {rest.as_of}, {seconds:.1f} s")
    _print_rest_points(rest, everything)
    _print_movers(found.alone, everything)
    _print_sets(found.tipping, everything)
    click.echo("\nForced: its conditions are set aside; its cap, its parliament and the framework rule still hold.")
    click.echo("±: Monte Carlo standard error. Results are runs of a model, not forecasts: forcemix explain limits")


def _print_rest_points(rest: "Equilibria", everything: bool) -> None:
    click.echo("\nWhere the conference can rest, pledged troops")
    for label, spread in (("Least, from all out", rest.least), ("Greatest, from all caps", rest.greatest)):
        click.echo(f"  {label:<27} {_spread_words(spread)}")
    click.echo(f"  {'They differ in':<27} {with_noise(rest.differ)}")
    given = "" if rest.where is None else f"; where they differ, mean {_mean_words(rest.where, rest)}"
    click.echo(f"  {'Coordination is worth':<27} {change_words(rest.value)} troops a run{given}")
    click.echo(click.wrap_text(cascade_sentence(rest), width=96, initial_indent="  ", subsequent_indent="  "))
    if rest.countries:
        shown = rest.countries if everything else rest.countries[:SHOWN]
        rows = [(one.name, with_noise(one.higher), change_words(one.troops)) for one in shown]
        print_table(("higher at the greatest", "in", "troops, mean"), rows, "lrr")
        _say_more(len(rest.countries) - len(shown), "countries")


def cascade_sentence(rest: "Equilibria") -> str:
    """Return whether cascades matter here, in one sentence."""
    often = of_100(rest.differ.in_100)
    if rest.differ.in_100 == 0.0:
        return (
            f"Every one of these {rest.runs:,} runs has a single rest point (95 % interval: at most"
            f" {of_100(rest.differ.high)} of 100): how the conference is called does not matter."
        )
    if rest.rare:
        return (
            f"Cascades are rare here: in {often} of 100 runs the same conditions allow more than one outcome;"
            " in the others everybody ends in the same place however the conference starts."
        )
    return f"In {often} of 100 runs the same conditions allow more than one outcome: how the conference starts matters."


def _print_movers(alone: "Waiting", everything: bool) -> None:
    movers = [mover for mover in alone.movers if mover.moved.in_100 > 0.0]
    movers.sort(key=lambda mover: (-mover.own.mean - mover.induced.mean, mover.iso3))
    shown = movers if everything else movers[:SHOWN]
    click.echo("\nForced alone to its cap, pledged troops, means over all runs")
    header = ("", "can move", "adds itself", "others add", "somebody follows", "most often")
    print_table(header, [_mover_cells(alone, mover) for mover in shown], "lrrrrl")
    _say_more(len(movers) - len(shown), "countries")


def _mover_cells(alone: "Waiting", mover: "Mover") -> tuple[str, ...]:
    order = sorted(range(len(alone.iso3)), key=lambda place: (-mover.followers[place].in_100, alone.iso3[place]))
    most = [
        f"{alone.names[place]} {of_100(mover.followers[place].in_100)}"
        for place in order[:FOLLOWERS]
        if mover.followers[place].in_100 >= 1.0
    ]
    return (
        mover.name,
        of_100(mover.moved.in_100),
        change_words(mover.own),
        change_words(mover.induced),
        of_100(mover.anybody.in_100),
        ", ".join(most) or "–",
    )


def _print_sets(found: "TippingSets", everything: bool) -> None:
    goal = found.goal
    where = "to their caps" if found.rung is None else f"and held on rung {found.rung} or where they stand"
    click.echo(
        f"\nFewest countries, forced {where}, that bring {goal.troops:,} {goal.strength} in {goal.in_100:g} of 100 runs"
    )
    click.echo(f"  {'Nobody forced':<27} {with_noise(found.without)}")
    click.echo(f"  {'Everybody forced to caps':<27} {with_noise(found.everybody)}")
    if found.needless or found.impossible:
        click.echo(f"  {_needless(found) if found.needless else IMPOSSIBLE}")
        return
    counts = [f"{count} {SIZES[size][count != 1]}" for size, count in enumerate(found.found, 1)]
    click.echo(f"  {'Tipping sets':<27} {', '.join(counts)}; none counted twice with a country it does not need")
    if not found.sets:
        click.echo(f"  No set of up to {found.largest} is enough. More countries: --largest; fewer troops: --troops")
        return
    shown: Sequence[TippingSet] = found.sets if everything else found.sets[:SHOWN]
    header = ("", "reaches", "they add", "others add", "most often")
    print_table(header, [_set_cells(one) for one in shown], "lrrrl")
    _say_more(sum(found.found) - len(shown), "sets")
    if any(one.reaches.low < goal.in_100 for one in shown):
        click.echo("  Where the interval reaches below what is asked, as many runs drawn anew may fall short of it.")


def _needless(found: "TippingSets") -> str:
    return f"Nobody needs to be forced: {of_100(found.without.in_100)} of 100 runs get there as it is."


def _set_cells(one: "TippingSet") -> tuple[str, ...]:
    followers = [f"{code} {of_100(often)}" for code, often in one.followers[:FOLLOWERS] if often >= 1.0]
    return (
        " + ".join(one.names),
        with_noise(one.reaches),
        change_words(one.own),
        change_words(one.induced),
        ", ".join(followers) or "–",
    )


def change_words(change: "Change") -> str:
    """Return a mean change of troops with its Monte Carlo error, or without where a single run has none."""
    error = f" ±{troops(change.mcse)}" if change.mcse != float("inf") else ""
    return f"{troops(change.mean)}{error}"


def _spread_words(spread: "Distribution") -> str:
    return (
        f"median {troops(spread.p50):>7}   8 of 10 runs: {interval(spread):<15} mean {troops(spread.mean):>7}"
        f" ±{troops(spread.mcse)}"
    )


def _mean_words(spread: "Distribution", rest: "Equilibria") -> str:
    differing = round(rest.differ.in_100 * rest.runs / 100.0)
    runs = f"{differing} run{'s' if differing != 1 else ''}"
    error = f" ±{troops(spread.mcse)}" if differing > 1 else ""
    return f"{troops(spread.mean)}{error} ({runs})"


def _say_more(count: int, what: str) -> None:
    if count > 0:
        click.echo(f"  … {count:,} more {what}; forcemix -v equilibria prints up to 200.")
