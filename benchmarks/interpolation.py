"""How good the explorer's interpolation is: a table for the documentation.

    python -m benchmarks.interpolation [--runs 2000] [SCENARIO]...

At 60 random points that are not on the grid, what the explorer interpolates is held against direct runs with the same
draws, so that what is left is interpolation alone.  Beside it stands twice the run noise of a direct run, which is half
the width of a 95 % interval: of a median on average over the grid, of a chance near 50 of 100.  Last comes how many of
them are off by more than twice the run noise right there.
"""

import argparse
import sys
from collections.abc import Sequence

import numpy as np

from simulator.experiments.explorer.cases import COLUMNS
from simulator.experiments.explorer.grid import CHECKED_SIZES, DEFAULT_RUNS, explorer_grid
from simulator.experiments.pool import cores
from simulator.experiments.statistics import half_width
from simulator.scenario.library import load

SCENARIOS = ("baseline", "by-words", "europe-alone", "fragile-ceasefire", "us-withdraws-midway")
"""Some that differ in more than the sliders set."""

HEADS = (
    "scenario", "median off, mean", "worst", "twice run noise", "beyond it", "chance off, mean", "worst",
    "twice run noise", "beyond it",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=SCENARIOS)
    parser.add_argument("--runs", type=int, default=DEFAULT_RUNS)
    given = parser.parse_args(arguments)
    rule = "---|" * len(HEADS)
    lines = [line(HEADS), f"|{rule}", *(line(cells(name, given.runs)) for name in given.scenarios)]
    sys.stdout.write("\n".join(lines) + "\n")


def line(cells: Sequence[str]) -> str:
    """Return a line of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def cells(name: str, runs: int) -> tuple[str, ...]:
    """Return the numbers of a scenario: persons, and runs of 100."""
    grid = explorer_grid(load(name, (), None), runs, jobs=cores())
    ends = grid.cases.spread[0][:, COLUMNS.noise]
    noise = float(np.mean(ends[:, 1] - ends[:, 0])) / 2.0
    off = grid.interpolation
    chances = off.points * len(CHECKED_SIZES)
    return (
        name,
        f"{off.median_mean:.0f}",
        f"{off.median_worst:.0f}",
        f"{noise:.0f}",
        f"{off.median_beyond} of {off.points}",
        f"{off.chance_mean:.2f}",
        f"{off.chance_worst:.2f}",
        f"{half_width(runs // 2, runs):.2f}",
        f"{off.chance_beyond} of {chances}",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
