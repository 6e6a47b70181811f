"""How good the explorer's interpolation is: a table for the documentation.

    python -m benchmarks.interpolation [--runs 2000] [SCENARIO]...

At 60 points that are not on the grid, what the explorer interpolates is compared with direct runs that use the same
draws, so that what is left is interpolation alone.  Beside it stands the run noise of a median and of a chance near 50
of 100 with as many runs: half the width of their 95 % intervals.
"""

import argparse
import sys

import numpy as np

from simulator.experiments.explorer_cases import COLUMNS
from simulator.experiments.explorer_grid import DEFAULT_RUNS, explorer_grid
from simulator.experiments.pool import cores
from simulator.experiments.statistics import half_width
from simulator.scenario.library import load

SCENARIOS = ("baseline", "us-backstop", "by-words", "europe-alone", "us-withdraws-midway")
HEAD = "| scenario | median off, mean | worst | run noise | chance off, mean | worst | run noise |"


def main(arguments: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=SCENARIOS)
    parser.add_argument("--runs", type=int, default=DEFAULT_RUNS)
    given = parser.parse_args(arguments)
    lines = [HEAD, "|---|---|---|---|---|---|---|", *(row(name, given.runs) for name in given.scenarios)]
    sys.stdout.write("\n".join(lines) + "\n")


def row(name: str, runs: int) -> str:
    """Return the line of a scenario: persons, and runs of 100."""
    grid = explorer_grid(load(name, (), None), runs, jobs=cores())
    ends = grid.cases.spread[0][:, COLUMNS.noise]
    noise = float(np.mean(ends[:, 1] - ends[:, 0])) / 2.0
    off = grid.interpolation
    return (
        f"| {name} | {off.median_mean:.0f} | {off.median_worst:.0f} | {noise:.0f} | {off.chance_mean:.2f} | "
        f"{off.chance_worst:.2f} | {half_width(runs // 2, runs):.2f} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
