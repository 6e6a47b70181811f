"""Small explorers and servers for tests: few runs, so that they are made at once."""

from collections.abc import Callable
from functools import cache
from typing import Any

from simulator.experiments.explorer.grid import ExplorerGrid, explorer_grid
from simulator.scenario.library import load
from simulator.scenario.scenario import Scenario
from simulator.web.asking import Case
from simulator.web.island import Origin, island

RUNS = 60
HOSTILE = '</script><script>alert(1)</script>"\'&<!-- $body ${title} \u2028\u202e\U0001f4a5 =HYPERLINK("x")'


@cache
def scenario(name: str = "baseline", assignments: tuple[str, ...] = ()) -> Scenario:
    return load(name, assignments, None)


@cache
def small_grid(name: str = "baseline", assignments: tuple[str, ...] = (), runs: int = RUNS) -> ExplorerGrid:
    return explorer_grid(scenario(name, assignments), runs, seed=3, jobs=2)


def small_island(name: str = "baseline", assignments: tuple[str, ...] = (), live: bool = False) -> dict[str, Any]:
    return island(small_grid(name, assignments), Origin(name, assignments), live)


def quick_runner(case: Case, advance: Callable[[int], None]) -> dict[str, Any]:
    """Stand in for a run: tells what was asked."""
    advance(case.runs)
    return {"runs": case.runs, "seed": case.seed, "air": case.scenario.value("us.air")}
