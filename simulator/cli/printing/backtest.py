"""How the command line prints the backtest, the calibration and predictions of operations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.printing.numbers import print_table, troops

if TYPE_CHECKING:
    from simulator.evidence.fitting.calibration import Number, Ridge
    from simulator.evidence.fitting.joining_fit import Wave
    from simulator.evidence.scoring.backtest import Line, Table

HEADS = ("", "Brier", "log", "RPS", "size error", "CRPS", "covered", "Brier gained", "size error gained")
SHOWN = ("brier", "log", "rps", "size_error", "crps", "coverage")


def print_backtest(tables: Sequence["Table"]) -> None:
    """Print the scores of the model and of every baseline, and what they may be trusted for."""
    for table in tables:
        click.secho(f"\n{table.name.replace('_', ' ').capitalize()}: {table.words}", bold=True)
        click.echo("  means over operations; in brackets all pairs alike; lower is better, 80 % should be covered\n")
        print_table(HEADS, [_cells(line) for line in table.lines], "lrrrrrrll")
        if table.middle is not None:
            click.echo(f"\n  Brier where the pool splits (eufor_chad, mnf_iraq, minusma): {table.middle:.3f}")
    _print_operations(tables[0])
    click.echo(
        "\nGains are the baseline's score less the model's, with the 95 % interval of a bootstrap over operations.\n"
        "Read: docs/explanation/evidence.md"
    )


def _cells(line: "Line") -> tuple[str, ...]:
    numbers = [
        f"{line.scores.mean_over_operations(measure):.3f} ({line.scores.pooled(measure):.3f})"  # type: ignore[arg-type]
        for measure in SHOWN
    ]
    gains = [line.gains[measure].words() if measure in line.gains else "" for measure in ("brier", "size_error")]
    return (line.words, *numbers, *gains)


def _print_operations(table: "Table") -> None:
    click.secho("\nBy operation, each left out", bold=True)
    scores = table.model.scores
    columns = {measure: scores.by_operation(measure) for measure in ("brier", "rps", "size_error", "coverage")}
    rows = [
        (key, *(f"{columns[measure][key]:.3f}" for measure in ("brier", "rps")), f"{columns['size_error'][key]:.2f}",
         f"{100 * columns['coverage'][key]:.0f} of 100")
        for key in columns["brier"]
    ]  # fmt: skip
    print_table(("", "Brier", "RPS", "size error", "sizes in the 80 % interval"), rows, "lrrrr")


def print_predictions(rows: Sequence[dict[str, Any]]) -> None:
    """Print predictions of operations, one line a state."""
    cells = [
        (
            row["operation"], row["date"], row["iso3"], f"{100 * row['p_join']:.0f}",
            *(f"{100 * row[name]:.0f}" for name in ("p_50", "p_250", "p_1000")),
            f"{troops(row['size_median'])} [{troops(row['size_p10'])} to {troops(row['size_p90'])}]",
        )
        for row in rows
    ]  # fmt: skip
    heads = ("operation", "date", "", "joins", "50+", "250+", "1000+", "troops if it joins [80 of 100]")
    print_table(heads, cells, "lllrrrrr")
    click.echo("\nChances of 100. What follows from past operations, not a forecast of a government.")


def print_calibration(numbers: Sequence["Number"], ridges: Sequence["Ridge"], wave: "Wave | None") -> None:
    """Print every shared number before and after, and the pairs that cannot be told apart."""
    cells = [
        (
            one.name, one.symbol, f"{one.prior_mean:.2f} ± {one.prior_sd:.2f}", f"{one.mean:.3f} ± {one.sd:.3f}",
            f"{one.narrowing:.2f}", one.meaning,
        )
        for one in numbers
    ]  # fmt: skip
    print_table(("number", "", "prior", "fitted", "width", "meaning"), cells, "llrrrl")
    click.echo("\nwidth: fitted spread as a share of the prior's; near 1, past operations say nothing of this number")
    if wave is not None:
        click.echo(f"history matching: {wave.kept} of {wave.tried} settings of the prior are ruled out by no operation")
    for ridge in ridges:
        click.echo(f"cannot be told apart: {ridge.one} and {ridge.other} (correlation {ridge.correlation:+.2f})")
    if not ridges:
        click.echo("no two numbers are so correlated that they cannot be told apart")
