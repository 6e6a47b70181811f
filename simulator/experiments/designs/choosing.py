"""Designs of sweeps: the points at which a scenario is run, chosen by options, by the scenario or by a table.

``design_of`` makes a design, ``check_points`` finds points that contradict themselves before anything runs,
``Design.spec`` records it and ``design_of_spec`` brings it back.
"""

from collections.abc import Sequence
from pathlib import Path

from simulator.experiments.designs.building import draw, walk
from simulator.experiments.designs.over import Wish, option_report, scenario_report, wishes
from simulator.experiments.designs.points import Design
from simulator.experiments.designs.tables import read_points
from simulator.scenario.diagnostics import Mistake, ScenarioError
from simulator.scenario.ranges import MAX_POINTS
from simulator.scenario.scenario import Scenario
from simulator.scenario.values import Leaf
from simulator.scenario.wording import Report, wrong_value

WALKED = ("grid", "one-at-a-time")
DRAWN = ("lhs", "sobol")
KINDS = (*WALKED, *DRAWN)
TABLE = "table"


def design_of(
    scenario: Scenario,
    *,
    kind: str | None = None,
    over: Sequence[str] = (),
    points: int | None = None,
    table: Path | None = None,
    seed: int,
) -> Design:
    """Return the design of a sweep.

    Parameters
    ----------
    scenario
        Its ``sweep`` and ``uncertain`` blocks hold where the options say nothing.
    kind
        ``grid`` (the last input varies fastest), ``one-at-a-time`` (first the scenario's own values, then each input
        in turn), ``lhs`` or ``sobol``; with a table ``table`` or None.  None: as the scenario says, else a grid.
    over
        Texts INPUT=VALUES of the command line, VALUES being START:STOP:STEP, START:STOP (``lhs`` and ``sobol`` only)
        or values with commas.  Where there are any, the inputs of the scenario's ``sweep`` do not count.  ``lhs`` and
        ``sobol`` draw evenly from START to STOP, or from the values; the inputs of ``uncertain`` take part too.
    points
        How many points ``lhs`` and ``sobol`` draw, 1 to 10,000,000.  ``sobol`` rounds up to a power of two, without
        which its points are not balanced, and says so in :attr:`Design.note`.
    table
        A CSV file with all points, instead of everything else.
    seed
        Of the draws of ``lhs`` and ``sobol``, 0 or more.

    Returns
    -------
    Design
        Every value of every point fits its input.  Whether the values of one point fit each other,
        :func:`check_points` tells.

    Raises
    ------
    ScenarioError
        With every mistake found.
    """
    if table is not None or kind == TABLE:
        return _of_table(kind, over, points, table)
    chosen, report, mistakes = _kind(scenario, kind)
    size, size_mistakes = _size(scenario, chosen, kind, points, report)
    moving, name_mistakes = wishes(scenario, over)
    mistakes += [*size_mistakes, *name_mistakes]
    if not moving and not name_mistakes and not (chosen in DRAWN and scenario.document.uncertain):
        mistakes.append(_nothing(scenario, chosen))
    try:
        design = _made(scenario, chosen, moving, size, seed)
    except ScenarioError as error:
        raise ScenarioError([*mistakes, *error.mistakes]) from error
    if mistakes:
        raise ScenarioError(mistakes)
    return design


def _made(scenario: Scenario, kind: str, moving: Sequence[Wish], size: int | None, seed: int) -> Design:
    # Of an unknown kind only the mistakes in its values are wanted, and those draw looks for where no size is known.
    return walk(scenario, kind, moving) if kind in WALKED else draw(scenario, kind, moving, size, seed)


def _of_table(kind: str | None, over: Sequence[str], points: int | None, table: Path | None) -> Design:
    mistakes: list[Mistake] = []
    if table is None:
        message = "the design `table` needs a table"
        raise ScenarioError([Mistake("D007", message, f"--design {kind}", help="name its file with --table FILE")])
    beside = {"--design": None if kind == TABLE else kind, "--over": over[0] if over else None, "--points": points}
    for option, value in beside.items():
        if value is not None:
            message = f"--table and {option} exclude each other"
            mistakes.append(Mistake("D007", message, f"{option} {value}", help="leave one of them out"))
    try:
        design = read_points(table)
    except ScenarioError as error:
        raise ScenarioError([*mistakes, *error.mistakes]) from error
    if mistakes:
        raise ScenarioError(mistakes)
    return design


def _kind(scenario: Scenario, kind: str | None) -> tuple[str, Report, list[Mistake]]:
    """Return the kind that holds, what makes mistakes at the place where it was chosen, and what is wrong with it."""
    if kind is None:
        sweep = scenario.document.sweep
        chosen = KINDS[0] if sweep is None else sweep.design
        return chosen, scenario_report(scenario, "sweep.design"), []
    report = option_report(f"--design {kind}")
    allowed = Leaf("design", "word", choices=(*KINDS, TABLE))
    mistakes = [] if kind in KINDS else [wrong_value(("design",), allowed, kind, report)]
    return kind, report, mistakes


def _size(
    scenario: Scenario, chosen: str, kind: str | None, points: int | None, report: Report
) -> tuple[int | None, list[Mistake]]:
    """Return how many points are to be drawn, and what is wrong with that number."""
    sweep = scenario.document.sweep
    declared = None if sweep is None else sweep.points
    place = option_report(f"--points {points}") if points is not None else scenario_report(scenario, "sweep.points")
    if chosen in DRAWN:
        size = points if points is not None else declared
        if size is None:
            return None, [report((), True, "D005", f"{chosen} needs a number of points", "give --points 1024")]
        if 1 <= size <= MAX_POINTS:
            return size, []
        allowed = Leaf("points", "whole", 1, MAX_POINTS)
        return None, [wrong_value(("points",), allowed, size, place)]
    if chosen in KINDS and (points is not None or (kind is None and declared is not None)):
        message = f"`points` is {points if points is not None else declared}, but the design is {chosen}"
        mend = "leave it out, or take --design lhs or sobol"
        return None, [place(("points",), False, "D006", message, mend)]
    return None, []


def _nothing(scenario: Scenario, kind: str) -> Mistake:
    mend = "give --over INPUT=VALUES, a sweep: block, or --table FILE"
    if kind in DRAWN:
        mend = "give --over INPUT=VALUES, a sweep: or uncertain: block, or --table FILE"
    elif scenario.document.uncertain:
        mend += "; the uncertain: block takes part in --design lhs and sobol"
    return Mistake("D001", "nothing to sweep", help=mend)
