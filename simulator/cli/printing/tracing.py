"""One run round by round, in words."""

from collections.abc import Iterable

import click

from simulator.cli.printing.numbers import REASON_WORDS, troops
from simulator.experiments.tracing import Move, RoundTrace
from simulator.rule.ladder import RUNGS


def print_trace(rounds: Iterable[RoundTrace]) -> None:
    """Print who moved in each round, on which gate, and what the others still wait for."""
    last: RoundTrace | None = None
    for entry in rounds:
        click.echo(f"\nround {entry.round}: {entry.ground} with ground troops, {troops(entry.pledged)} pledged")
        for move in entry.moves:
            click.echo(f"  {_move_words(move)}")
        if not entry.moves and entry.round > 0:
            click.echo("  nobody moves")
        last = entry
    if last is not None:
        click.echo("\nStill without ground troops, by what they wait for:")
        for name, countries in last.waiting.items():
            click.echo(f"  {REASON_WORDS[name]:<24} {' '.join(countries)}")


def _move_words(move: Move) -> str:
    direction = "up" if move.after > move.before else "down"
    gate = f"closest condition: {REASON_WORDS[move.gate]}" if move.gate else "no condition stated"
    rungs = f"{RUNGS[move.before]} → {RUNGS[move.after]}"
    return f"{move.iso3} {direction:<4} {rungs:<44} {troops(move.troops):>7}   {gate}"
