"""Points that contradict themselves, found before anything runs."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from simulator.experiments.designs.points import Design, Table
from simulator.experiments.designs.values import Value
from simulator.scenario import consistency
from simulator.scenario.diagnostics import Mistake, ScenarioError, described
from simulator.scenario.merging import NO_REASON
from simulator.scenario.scenario import Scenario
from simulator.scenario.schema import CountryOverride
from simulator.scenario.values import MOVING_BLOCKS

MOST_SHOWN = 20
MOST_VALUES_SHOWN = 5
MOST_CORNERS = 4096

FREE_BLOCKS = (*MOVING_BLOCKS, "conference", "consent", "caveats", "lift", "basing")
BOUND_TOGETHER = ("readiness",)

NOTHING_SAID = CountryOverride(why=NO_REASON)
"""What holds for a country that the scenario does not argue with."""


def check_points(scenario: Scenario, design: Design) -> None:
    """Check that every point of a design makes a scenario that can be run.

    Most inputs can take any value of their range beside any value of the others, and cost nothing here.  Only inputs
    that belong together, such as weights that sum to 1, are tried, in every distinct setting of the design.

    Parameters
    ----------
    scenario
        What the points are laid over.
    design
        Each of its values fits its input.

    Raises
    ------
    ScenarioError
        With the first points that contradict themselves, by their number counted from 0, and in a table by their line.
    """
    places = [place for place, path in enumerate(design.inputs) if not stands_alone(path)]
    if not places or _corners_agree(scenario, design, places):
        return
    paths = [design.inputs[place] for place in places]
    settings = ((number, dict(zip(paths, values, strict=True))) for number, values in design.settings(places))
    contradicting = ((number, values) for number, values in settings if not agrees(scenario, values))
    found = (
        mistake
        for number, values in contradicting
        for mistake in _mistakes(scenario, design, number, values)
    )  # fmt: skip
    mistakes = list(islice(found, MOST_SHOWN))
    if mistakes:
        raise ScenarioError(mistakes)


def stands_alone(path: str) -> bool:
    """Return whether no value of an input can contradict the values of other inputs."""
    block, *rest = path.split(".")
    if block == "countries":
        return "roles" not in rest
    return block in FREE_BLOCKS or (len(rest) == 1 and block not in BOUND_TOGETHER)


def agrees(scenario: Scenario, values: Mapping[str, Value]) -> bool:
    """Return whether a scenario with some values changed does not contradict itself.

    Parameters
    ----------
    scenario
        Complete and checked.
    values
        Each fits its input; none is ``us.involvement``.
    """
    document = scenario.document
    for path, value in values.items():
        document = _replaced(document, path.split("."), value)
    return not consistency.errors(Scenario(scenario.name, document))


def _replaced(holder: Any, parts: Sequence[str], value: Value) -> Any:
    """Return a block or mapping with one value below it replaced; it is not validated again, which is what costs."""
    head, *rest = parts
    if isinstance(holder, dict):
        below = holder.get(head, NOTHING_SAID)
        return holder | {head: _replaced(below, rest, value) if rest else value}
    return holder.model_copy(update={head: _replaced(getattr(holder, head), rest, value) if rest else value})


def _corners_agree(scenario: Scenario, design: Design, places: Sequence[int]) -> bool:
    """Return whether the settings at all corners of the box around a design agree; then those inside agree too.

    All that is checked are sums and orders of values, and what holds of those at the corners holds between them.
    """
    if 2 ** len(places) > min(MOST_CORNERS, len(design)):
        return False
    paths = [design.inputs[place] for place in places]
    corners = product(*(design.ends(place) for place in places))
    return all(agrees(scenario, dict(zip(paths, corner, strict=True))) for corner in corners)


def _mistakes(scenario: Scenario, design: Design, number: int, values: Mapping[str, Value]) -> Iterator[Mistake]:
    """Yield what is wrong with one point, at its line where it has one."""
    try:
        scenario.with_values(values)
    except ScenarioError as error:
        for mistake in error.mistakes:
            yield _at_point(design, number, values, mistake)


def _at_point(design: Design, number: int, values: Mapping[str, Value], mistake: Mistake) -> Mistake:
    if isinstance(design, Table) and design.lines:
        message = f"point {number}: {mistake.message}"
        return Mistake(mistake.code, message, design.shown, design.lines[number], 1, help=mistake.help)
    named = [f"{path} {described(value)}" for path, value in islice(values.items(), MOST_VALUES_SHOWN)]
    more = ", ..." if len(values) > MOST_VALUES_SHOWN else ""
    message = f"point {number} ({', '.join(named)}{more}): {mistake.message}"
    mend = f"{mistake.help}; a table (--table) can name points one by one"
    return Mistake(mistake.code, message, help=mend)
