"""Numbers and tables in words: how the command line prints a summary."""

from collections.abc import Iterable, Sequence
from typing import Any

import click

from simulator.data.deployment import band_of, offers
from simulator.experiments.statistics import Chance, Distribution
from simulator.experiments.summary import CountrySummary, LeverPrice, Summary

WIDTH = 1000
"""Columns are never cut to a terminal's width: a cut number is a wrong number."""
SHOWN_COUNTRIES = 16
RARE_IN_100 = 5.0
EVEN = 50.0
REASON_WORDS = {
    "us": "American involvement",
    "mandate": "mandate",
    "deal": "peace deal",
    "border": "security at home",
    "company": "company of others",
    "asked": "nobody asked",
    "cap": "refusal or silence",
    "consent": "parliament",
    "framework": "no lead on the ground",
    "none": "–",
}
"""What keeps a country below ground troops, in words."""


def troops(value: float) -> str:
    """Return persons with thousands separators, rounded to tens from 1,000 on."""
    shown = round(value, -1) if abs(value) >= 1000 else round(value)
    return f"{shown:,.0f}"


def of_100(share_in_100: float) -> str:
    """Return a chance as whole runs out of 100; `<1` and `>99` where rounding would say never or always."""
    if 0.0 < share_in_100 < 0.5:
        return "<1"
    if 99.5 <= share_in_100 < 100.0:
        return ">99"
    return f"{share_in_100:.0f}"


def interval(spread: Distribution) -> str:
    """Return the range that holds 8 of 10 runs."""
    return f"{troops(spread.p10)}–{troops(spread.p90)}"


def with_noise(chance: Chance) -> str:
    """Return a chance with its 95 % interval for run noise."""
    return f"{of_100(chance.in_100)} of 100 runs ({of_100(chance.low)}–{of_100(chance.high)})"


def print_summary(summary: Summary, seconds: float, everyone: bool) -> None:
    """Print one scenario's summary on standard output.

    Parameters
    ----------
    summary
        What to print.
    seconds
        How long the runs took.
    everyone
        Whether to print a line for every country instead of the largest contributors.
    """
    head = f"{summary.scenario}: {summary.title}"
    click.secho(head, bold=True)
    click.echo(f"  {summary.runs:,} runs, seed {summary.seed}, statements up to {summary.as_of}, {seconds:.1f} s")
    click.echo()
    _print_force(summary)
    click.echo()
    _print_countries(summary, everyone)


STRENGTH_WORDS = {
    "headline": "Headline, for one tour",
    "pledged": "Pledged, kept up for years",
    "allocated": "Allocated, none too many",
    "usable": "Usable, all limits counted",
}
"""The strengths of a force, the largest first, in words."""

ENABLER_WORDS = {
    "intelligence": "intelligence and surveillance",
    "air_defence": "air and missile defence",
    "lift": "lift and logistics",
    "command": "command and medical services",
}


def _print_force(summary: Summary) -> None:
    for strength, label in STRENGTH_WORDS.items():
        spread = summary.force[strength]
        click.echo(
            f"  {label:<27} median {troops(spread.p50):>7}   8 of 10 runs: {interval(spread):<15}"
            f" mean {troops(spread.mean):>7} ±{troops(spread.mcse):<5} {band_of(spread.p50).words} size"
        )
    days = [f"{troops(spread.p50)} on day {day}" for day, spread in summary.deployment.present.items()]
    click.echo(f"  {'Present after a deal':<27} median {', '.join(days)}")
    for reach in summary.reaches:
        if reach.strength in ("pledged", "usable"):
            click.echo(f"  {f'Reaches {reach.troops:,} {reach.strength}':<27} {with_noise(reach.chance)}")
    _print_limits(summary)
    words = {"joins": "join in some form", "inside": "inside Ukraine", "ground": "with ground troops"}
    counts = [
        f"{summary.counts[name].p50:.0f} {label} ({summary.counts[name].p10:.0f}–{summary.counts[name].p90:.0f})"
        for name, label in words.items()
    ]
    click.echo(f"  {'Countries, median':<27} {', '.join(counts)}")
    if summary.settled < 1.0:
        click.echo(f"  {'Not settled by themselves':<27} {of_100(100 * (1 - summary.settled))} of 100 runs")


def _print_limits(summary: Summary) -> None:
    deployment = summary.deployment
    limiting = [
        f"{ENABLER_WORDS[enabler.name]} in {of_100(enabler.limits_in_100)}"
        for enabler in sorted(deployment.enablers, key=lambda entry: -entry.limits_in_100)
        if enabler.limits_in_100 > 0.0
    ]
    words = f"{', '.join(limiting)} of 100 runs" if limiting else "none in any run"
    click.echo(f"  {'Limiting enabler':<27} {words}")
    support = {
        offer.words: sum(country.offers.get(name, 0.0) for country in summary.countries)
        for name, offer in offers().items()
    }
    listed = [f"{words} {mean:.1f}" for words, mean in sorted(support.items(), key=lambda item: -item[1]) if mean > 0.0]
    click.echo(f"  {'Countries that offer':<27} {', '.join(listed)} (means; beside ground troops)")
    covered = [site.name for site in deployment.sites if site.covered_in_100 >= EVEN]
    click.echo(
        f"  {'Sites held in most runs':<27} {', '.join(covered) or 'none'}"
        f" ({len(covered)} of {len(deployment.sites)}; all would take {troops(deployment.sites_need)})"
    )


def _print_countries(summary: Summary, everyone: bool) -> None:
    ranked = sorted(summary.countries, key=lambda country: (-country.troops.mean, -country.joins, country.iso3))
    shown = ranked if everyone else [country for country in ranked if country.troops.mean > 0][:SHOWN_COUNTRIES]
    header = ("", "ground", "inside", "joins", "pledged", "8 of 10 runs", "usable", "below ground by", "one rung more")
    print_table(header, [_country_cells(country) for country in shown], "lrrrrrrll")
    click.echo(
        "  ground, inside, joins: of 100 runs.  expected: mean pledged troops, 0 counted when a country stays out."
    )
    if not everyone:
        _print_absent([country for country in ranked if country not in shown])


def _country_cells(country: CountrySummary) -> tuple[str, ...]:
    reason = country.main_reason()
    held = of_100(100 * country.binding[reason])
    return (
        country.name,
        of_100(100 * country.ground),
        of_100(100 * country.inside),
        of_100(100 * country.joins),
        troops(country.troops.mean),
        interval(country.troops),
        troops(country.usable.mean),
        "–" if reason == "none" else f"{REASON_WORDS[reason]} {held}",
        _price_cell(country),
    )


def _price_cell(country: CountrySummary) -> str:
    """Return the most often smallest lever, where any lever does it in enough runs to speak of."""
    common = [price for price in country.prices if price.in_100 >= RARE_IN_100]
    return price_words(common[0]) if common else "no single input"


def price_words(price: LeverPrice) -> str:
    """Return the most often smallest single move that lifts a country one rung."""
    sign = "-" if price.input.startswith("threat.") else "+"
    return f"{price.input} {sign}{price.move:.2f} ({of_100(price.in_100)} of 100)"


def _print_absent(countries: Iterable[CountrySummary]) -> None:
    by_reason: dict[str, list[str]] = {}
    for country in countries:
        by_reason.setdefault(country.main_reason(), []).append(country.name)
    for reason, names in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        click.echo(click.wrap_text(
            f"{REASON_WORDS[reason]}: {', '.join(sorted(names))}",
            width=96, initial_indent="  No ground troops, ", subsequent_indent="    "))  # fmt: skip


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], alignment: str) -> None:
    """Print aligned columns; ``alignment`` has ``l`` or ``r`` for each column."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for title, side in zip(header, alignment, strict=True):
        table.add_column(Text(title), justify="right" if side == "r" else "left", no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    console = Console(width=WIDTH, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        click.echo(f"  {line.rstrip()}" if line.strip() else "")


def plain(text: str) -> str:
    """Return text without control characters."""
    return "".join(character for character in text if character.isprintable())


def print_json(value: Any) -> None:
    """Print JSON on standard output and nothing else there."""
    import json

    click.echo(json.dumps(value, indent=1, allow_nan=False, ensure_ascii=False))
