"""The run service: one scenario, many replicates, one summary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.data.roster import Roster, load_roster
from simulator.engine.boards import Boards
from simulator.engine.compile import compile_conference
from simulator.engine.conference import Conference
from simulator.engine.draws import draw_deployment
from simulator.engine.force import assemble
from simulator.experiments.pool import run_replicates
from simulator.experiments.summary import Summary, summarise
from simulator.scenario.scenario import Scenario

DEFAULT_RUNS = 500
DEFAULT_SEED = 1
DEFAULT_THRESHOLDS = (10_000, 20_000)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario with its roster and conference."""

    scenario: Scenario
    roster: Roster
    conference: Conference


def prepare(scenario: Scenario) -> Prepared:
    """Load the roster of a scenario's day and compile its conference.

    Raises
    ------
    simulator.data.tables.DataError
        If there are no codes as of that day.
    """
    roster = load_roster(scenario.document.as_of, record_since=int(scenario.document.capacity.record_since))
    return Prepared(scenario, roster, compile_conference(scenario, roster))


def run_scenario(
    scenario: Scenario,
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    jobs: int = 1,
    thresholds: Sequence[int] = DEFAULT_THRESHOLDS,
    progress: Callable[[int], None] = lambda done: None,
    engine: str = "array",
) -> Summary:
    """Run a scenario and summarise it.

    Parameters
    ----------
    scenario
        Complete and validated.
    runs
        Replicates, 1 or more.
    seed
        Root seed, 0 to 2**64 - 1: same seed, inputs and version give the same numbers.
    jobs
        Threads to use; the result does not depend on it.
    thresholds
        Force sizes in persons whose chances are wanted.
    progress
        Called with the number of replicates done since the last call.
    engine
        ``array`` (compiled) or ``mesa`` (agents); both give the same numbers.

    Returns
    -------
    Summary
        Of all replicates.
    """
    ready = prepare(scenario)
    boards = run_replicates(ready.conference, seed, runs, jobs, progress, engine)
    return summary_of(ready, boards, seed, thresholds)


def summary_of(ready: Prepared, boards: Boards, seed: int, thresholds: Sequence[int] = DEFAULT_THRESHOLDS) -> Summary:
    """Return the summary of settled boards, from replicate 0 on, after assembling the force they come to.

    Parameters
    ----------
    ready
        What was run.
    boards
        Settled boards of replicates 0, 1, ...
    seed
        Root seed of the runs.
    thresholds
        Force sizes in persons whose chances are wanted.
    """
    conference = ready.conference
    force = assemble(conference, boards, draw_deployment(seed, conference.iso3, 0, len(boards)))
    return summarise(ready.scenario, ready.roster, conference, boards, force, seed, thresholds)
