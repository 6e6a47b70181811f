"""Exact runs for the explorer: one case, as plain JSON values, with the noise of what the page shows."""

from collections.abc import Callable, Sequence
from typing import Any

from simulator.experiments.running import run_scenario
from simulator.experiments.statistics import quantile_places
from simulator.scenario.scenario import Scenario


def exact_summary(
    scenario: Scenario,
    runs: int,
    seed: int,
    thresholds: Sequence[int],
    jobs: int,
    progress: Callable[[int], None],
) -> dict[str, Any]:
    """Run a case and return its summary.

    Parameters
    ----------
    scenario, runs, seed, thresholds, jobs, progress
        As for :func:`simulator.experiments.running.run_scenario`.

    Returns
    -------
    dict
        The summary as JSON, with ``median_noise`` (both ends of a 95 % interval of each strength's median, widened to
        whole percentiles) and the standard error of each country's mean beside it.
    """
    summary = run_scenario(scenario, runs, seed, jobs, thresholds, progress)
    low, high = quantile_places(runs, 0.5)
    ends = max(0, 100 * low // runs), min(100, -(-100 * (high + 1) // runs))
    told = summary.to_json()
    told["median_noise"] = {name: [values[end] for end in ends] for name, values in summary.percentiles.items()}
    for entry, country in zip(told["countries"], summary.countries, strict=True):
        entry["troops"]["mcse"] = country.troops.mcse
    return told
