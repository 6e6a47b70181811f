"""How the command line prints a comparison: one table of all scenarios, then who comes in and who goes out."""

from collections.abc import Iterable
from math import isinf

import click

from simulator.cli.printing.numbers import of_100, plain, print_table, troops
from simulator.experiments.comparing.comparison import EVEN, Comparison, Contrast, Crossing, Difference, Estimate
from simulator.experiments.comparing.conditions import Finding
from simulator.experiments.summary import COUNTED

PAGE = 96
LISTED = 6
PRINTED_STRENGTHS = ("pledged", "usable")
"""Strengths whose chances of reaching a size are printed; JSON and CSV have those of all."""
COUNT_WORDS = {"joins": "join in some form", "inside": "inside Ukraine", "ground": "with ground troops"}
WAYS: tuple[Crossing, ...] = ("in", "out")
NOISE = "below run noise"
UNCHANGED = "the same"
NO_BOUND = "?"


def print_comparison(comparison: Comparison, seconds: float, everyone: bool) -> None:
    """Print a comparison on standard output.

    Parameters
    ----------
    comparison
        What to print.
    seconds
        How long the runs took.
    everyone
        Whether to print a line for every country instead of those that cross 50 of 100 runs.
    """
    others = ", ".join(plain(contrast.scenario) for contrast in comparison.contrasts)
    click.secho(f"{plain(comparison.scenario)} against {others}", bold=True)
    click.echo(f"  {comparison.runs:,} runs each, seed {comparison.seed}, {seconds:.1f} s\n")
    _print_totals(comparison)
    click.echo(
        "  In parentheses: 95 % interval of the run noise.  ±: standard error of the change.  "
        f"{NOISE}: at most\n  2 standard errors, or 0 within the interval of a change in chances."
    )
    for contrast in comparison.contrasts:
        click.echo()
        _print_contrast(comparison, contrast, everyone)


def _print_totals(comparison: Comparison) -> None:
    header = ["", comparison.scenario]
    columns = [_shown(contrast) for contrast in comparison.contrasts]
    for contrast in comparison.contrasts:
        header += [contrast.scenario, "change"]
    rows = []
    for differences in zip(*columns, strict=True):
        cells = [_label(differences[0]), estimate_words(differences[0], differences[0].before)]
        for one in differences:
            cells += [estimate_words(one, one.after), change_words(one)]
        rows.append(cells)
    print_table([plain(title) for title in header], rows, "l" + "r" * (len(header) - 1))


def _shown(contrast: Contrast) -> list[Difference]:
    reaches = [one for one in contrast.reaches if one.of in PRINTED_STRENGTHS]
    strengths = [one for one in contrast.totals if one.of not in COUNTED]
    counts = [one for one in contrast.totals if one.of in COUNTED and one.measure == "mean"]
    return [*strengths, *reaches, *counts]


def _label(one: Difference) -> str:
    if one.troops is not None:
        return f"Reaches {one.troops:,} {one.of}"
    if one.of in COUNTED:
        return f"Countries {COUNT_WORDS[one.of]}, mean"
    return f"{one.of.capitalize()}, {one.measure}"


def number_words(one: Difference, value: float) -> str:
    """Return a value of a difference as it is printed: persons, countries, or runs of 100; ``?`` for no bound."""
    if isinf(value):
        return NO_BOUND
    if one.measure == "chance":
        return of_100(value)
    return f"{value:.1f}" if one.of in COUNTED else troops(value)


def estimate_words(one: Difference, found: Estimate) -> str:
    """Return a number of one scenario with its interval for run noise."""
    unit = " of 100" if one.measure == "chance" else ""
    value, low, high = (number_words(one, number) for number in (found.value, found.low, found.high))
    return f"{value}{unit} ({low}–{high})"


def change_words(one: Difference) -> str:
    """Return a change with its sign and standard error, and whether it is below run noise."""
    if one.change == 0.0 == one.mcse:
        return UNCHANGED
    sign = "+" if one.change > 0 else "-" if one.change < 0 else ""
    error = NO_BOUND if isinf(one.mcse) else _size_words(one, one.mcse)
    return f"{sign}{_size_words(one, abs(one.change))} ±{error}{f', {NOISE}' if one.within_noise else ''}"


def _size_words(one: Difference, size: float) -> str:
    if one.measure == "chance":
        return f"{size:.1f}"
    return f"{size:.2f}" if one.of in COUNTED else troops(size)


def _print_contrast(comparison: Comparison, contrast: Contrast, everyone: bool) -> None:
    click.secho(f"{plain(contrast.scenario)} against {plain(comparison.scenario)}", bold=True)
    _print_pairing(contrast)
    if everyone:
        _print_every_country(comparison, contrast)
    else:
        click.echo(f"  Across {EVEN} of 100 runs, in or out; and the largest clear changes on one side of it")
        for count in COUNTED:
            _print_count(count, contrast)
    _say("Move, but in none of the three clear of run noise", contrast.names(contrast.below_noise()))
    _say("On the same rung in every run", contrast.names(contrast.unmoved))
    _say("Left out of one of the two, and out in every run of it", contrast.names(contrast.left_out))


def _print_pairing(contrast: Contrast) -> None:
    worth = [f"{strength} {_times(saved)}" for strength in PRINTED_STRENGTHS if (saved := contrast.saved[strength])]
    told = f" Without that, the same error of a mean would take more runs: {', '.join(worth)} as many." if worth else ""
    _wrap(f"Run n uses the same draws in both.{told}", "  ")


def _times(saved: float) -> str:
    return f"{saved:,.1f} times" if saved < 10.0 else f"{saved:,.0f} times"


def _print_count(count: str, contrast: Contrast) -> None:
    lines: dict[str, str] = {
        way: ", ".join(_country_words(one) for one in contrast.crossing(count, way)) or "none" for way in WAYS
    }
    moving = contrast.moving(count)
    more = f", … {len(moving) - LISTED} more (--all shows them)" if len(moving) > LISTED else ""
    if moving:
        lines["also"] = ", ".join(_country_words(one) for one in moving[:LISTED]) + more
    for place, (word, text) in enumerate(lines.items()):
        _wrap(f"{'' if place else count:<8}{word:<6}{text}", "    ", hanging=14)


def _country_words(one: Difference) -> str:
    return f"{one.name} {of_100(one.before.value)}→{of_100(one.after.value)} ({change_words(one)})"


def _print_every_country(comparison: Comparison, contrast: Contrast) -> None:
    by_country: dict[str, list[Difference]] = {}
    for one in contrast.countries:
        by_country.setdefault(str(one.name), []).append(one)
    header = [""]
    for count in COUNTED:
        header += [count, "change"]
    rows = [
        [name, *(cell for one in entries for cell in (_crossing_words(one), change_words(one)))]
        for name, entries in sorted(by_country.items())
    ]
    print_table(header, rows, "l" + "r" * (len(header) - 1))


def _crossing_words(one: Difference) -> str:
    mark = f"{one.crosses}  " if one.crosses else ""
    return f"{mark}{of_100(one.before.value)}→{of_100(one.after.value)}"


def _say(what: str, names: Iterable[str]) -> None:
    listed = ", ".join(names)
    if listed:
        _wrap(f"{what}: {listed}", "  ", hanging=2)


def _wrap(text: str, indent: str, hanging: int = 0) -> None:
    click.echo(
        click.wrap_text(plain(text), width=PAGE, initial_indent=indent, subsequent_indent=indent + " " * hanging)
    )


def finding_words(finding: Finding) -> str:
    """Return what became of a condition, in one line: its number, the interval, and whether run noise could undo it."""
    estimate = finding.estimate
    if finding.condition.measure == "chance":
        # One digit more than elsewhere: 49.9 of 100 is below a bound of 0.5, and 50 of 100 would not look so.
        value, low, high = (f"{number:.1f}" for number in (estimate.value, estimate.low, estimate.high))
        number = f"{value} of 100 runs"
    else:
        value, low, high = (
            NO_BOUND if isinf(number) else f"{number:,.1f}".removesuffix(".0")
            for number in (estimate.value, estimate.low, estimate.high)
        )
        number = value
    outcome = "is true" if finding.true else "is not true"
    noise = ", within run noise" if finding.within_noise else ""
    return plain(f"{finding.condition.text} {outcome} of {finding.scenario}: {number} ({low}–{high}){noise}")
