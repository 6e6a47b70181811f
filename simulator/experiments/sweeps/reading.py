"""Reading sweeps back: a finished sweep with all that figures and reports say about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.experiments.designs.values import Value
from simulator.experiments.sweeps.exporting import check_finished
from simulator.experiments.sweeps.point_rows import keeps_quantiles, unfit_sizes
from simulator.experiments.sweeps.point_summary import PointSummary, point_summaries
from simulator.experiments.sweeps.reopening import ReopenedSweep, reopen
from simulator.experiments.sweeps.sweeping import inputs_of_points
from simulator.scenario.scenario import Scenario

MOST_POINTS = 50_000
"""Points that are read at once: more than any picture can show."""

AMERICAN = ("us.backstop", "us.intelligence", "us.air", "us.logistics", "us.ground")
INVOLVEMENT = "us.involvement"


class UnreadableSweep(OSError):  # noqa: N818 - named by what happened
    """A sweep does not keep what is asked of it, or has too many points."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class SweepSummary:
    """All points of one sweep.

    Attributes
    ----------
    scenario, title
        Name and title of what is swept.
    as_of
        ISO date up to which statements count.
    runs, seed
        Runs at each point, and the root seed.
    kind
        Of the design: ``grid``, ``one-at-a-time``, ``lhs``, ``sobol`` or ``table``.
    inputs
        Paths of the inputs that move.
    axes
        For a grid, the values of each input.
    base
        The scenario's own value of each input; None where it has no single one.
    points
        In the order of the design.
    changed
        Whether code or data have changed since it was made.
    """

    scenario: str
    title: str
    as_of: str
    runs: int
    seed: int
    kind: str
    inputs: tuple[str, ...]
    axes: Mapping[str, tuple[Value, ...]]
    base: Mapping[str, Value | None]
    points: tuple[PointSummary, ...]
    changed: bool


def read_sweep(path: Path, thresholds: Sequence[int]) -> SweepSummary:
    """Read a finished sweep in full.

    Parameters
    ----------
    path
        Its folder.
    thresholds
        Sizes in persons whose chances are wanted.

    Raises
    ------
    UnreadableSweep
        If it has more than :data:`MOST_POINTS`, or does not keep what tells the chances of these sizes.
    simulator.experiments.sweeps.parts.StoreError
        If it is not finished, or cannot be read.
    simulator.scenario.diagnostics.ScenarioError
        If this version has not all of its inputs, or they do not take its values.
    """
    sweep = reopen(path, anyway=True)
    stored = sweep.stored
    check_finished(stored)
    _check_readable(sweep, thresholds)
    scenario = sweep.scenario
    points = point_summaries(stored, inputs_of_points(stored, sweep.design), thresholds)
    return SweepSummary(
        scenario=scenario.name,
        title=scenario.document.title or scenario.name,
        as_of=scenario.document.as_of.isoformat(),
        runs=stored.manifest.replicates,
        seed=stored.manifest.seed,
        kind=sweep.design.kind,
        inputs=sweep.design.inputs,
        axes=sweep.design.axes,
        base=own_values(scenario, sweep.design.inputs),
        points=tuple(points),
        changed=sweep.changed,
    )


def _check_readable(sweep: ReopenedSweep, thresholds: Sequence[int]) -> None:
    stored, shown = sweep.stored, sweep.stored.path.as_posix()
    if len(sweep.design) > MOST_POINTS:
        raise UnreadableSweep(
            f"`{shown}` has {len(sweep.design):,} points, more than a figure can show. "
            "They can be written as a table: forcemix export"
        )
    if not keeps_quantiles(stored):
        raise UnreadableSweep(f"`{shown}` keeps sums only, and no chances. Sweep again with --level 1")
    if unfit := unfit_sizes(stored, thresholds):
        raise UnreadableSweep(
            f"`{shown}` keeps no row a run (level 0), so it knows sizes of full hundreds up to 100,000 only, not "
            f"{', '.join(f'{size:,}' for size in unfit)}"
        )


def own_values(scenario: Scenario, inputs: Sequence[str]) -> dict[str, Value | None]:
    """Return a scenario's own value of each input, by path.

    ``us.involvement`` has one where all five American components are the same; an input that moves by round has that
    before the first round.

    Parameters
    ----------
    scenario
        The scenario.
    inputs
        Dotted paths.
    """
    known = scenario.canonical()
    american = {known[path] for path in AMERICAN}
    involvement = american.pop() if len(american) == 1 else None
    return {path: involvement if path == INVOLVEMENT else known.get(path) for path in inputs}
