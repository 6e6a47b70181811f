"""From the inputs that are to move to the points of a design."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from simulator.experiments.designs.over import Span, Values, Wish, scenario_report, values_of
from simulator.experiments.designs.points import Design, Grid, OneAtATime
from simulator.experiments.designs.samples import Choice, Sample, Source, Triangular, Uniform
from simulator.experiments.designs.values import Column, Point, Value, counted_as
from simulator.scenario.composing import dotted
from simulator.scenario.diagnostics import Mistake, ScenarioError, number_text
from simulator.scenario.ranges import MAX_POINTS
from simulator.scenario.scenario import Scenario
from simulator.scenario.schema import CountryOverride, Distribution
from simulator.scenario.values import INVOLVEMENT, US_COMPONENTS, Leaf, leaf

Made = TypeVar("Made")

MOST_DRAWN_AT_ONCE = 20_000_000
"""Numbers of a Latin hypercube, which is held in memory as a whole."""


def walk(scenario: Scenario, kind: str, wishes: Sequence[Wish]) -> Design:
    """Return the grid or the one-at-a-time design over the values that inputs are asked to take.

    Raises
    ------
    ScenarioError
        With every mistake: in the values, ranges without a step, inputs without a value of their own, too many points.
    """
    columns, mistakes = _each(wishes, _column)
    mistakes += _without_effect(scenario, wishes, ())
    if kind == "grid":
        if not mistakes and math.prod(len(column) for column in columns.values()) > MAX_POINTS:
            mistakes.append(_too_many("this grid", "take larger steps, fewer inputs, or draw points with lhs or sobol"))
    else:
        mistakes += [_no_start(scenario, wish) for wish in wishes if own_value(scenario, wish.found) is None]
        if not mistakes and sum(len(column) for column in columns.values()) > MAX_POINTS:
            mistakes.append(_too_many("this design", "take larger steps"))
    if mistakes:
        raise ScenarioError(mistakes)
    if kind == "grid":
        return Grid(kind, tuple(columns), tuple(columns.values()))
    return _one_at_a_time(scenario, kind, columns)


def draw(scenario: Scenario, kind: str, wishes: Sequence[Wish], size: int | None, seed: int) -> Design:
    """Return the points drawn over the ranges that inputs are asked to take, and over the scenario's uncertain ones.

    Parameters
    ----------
    scenario
        Its uncertain: block takes part, but for inputs that are asked for.
    kind
        ``lhs`` or ``sobol``.
    wishes
        Inputs asked for.
    size
        How many points, 1 to :data:`MAX_POINTS`; rounded up to a power of two for sobol.  None where it is not known:
        then only mistakes are looked for.
    seed
        Of the draws.

    Raises
    ------
    ScenarioError
        With every mistake.
    """
    sources, mistakes = _each(wishes, _source)
    asked = {wish.found.path for wish in wishes}
    for path, distribution in scenario.document.uncertain.items():
        found = leaf(path)
        if path not in asked and found is not None:
            sources[path] = _uncertain(found, distribution)
    mistakes += _without_effect(scenario, wishes, scenario.document.uncertain)
    points = _power_of_two(size) if kind == "sobol" and size is not None else size
    if points is not None:
        mistakes += _too_large(kind, points, len(sources))
    if mistakes or points is None or size is None:
        raise ScenarioError(mistakes)
    note = f"sobol takes powers of two, so {size:,} points became {points:,}" if points != size else ""
    return Sample(kind, tuple(sources), tuple(sources.values()), points, seed, note=note)


def own_value(scenario: Scenario, found: Leaf) -> Value | None:
    """Return the value that a scenario itself gives to an input.

    Returns
    -------
    float, int, str, bool or None
        For ``us.involvement`` the value of all five components, where they are the same.  None where there is no
        single value: five different components, a mission given by chances, a country that is not argued with.
    """
    if found.path == INVOLVEMENT:
        components = {scenario.value(path) for path in US_COMPONENTS}
        value = components.pop() if len(components) == 1 else None
    else:
        value = scenario.value(found.path)
    if value is None and found.path.startswith("countries.") and found.path.count(".") == 2:
        value = CountryOverride.model_fields[found.path.split(".")[-1]].default
    own = counted_as(found, value)
    return own if isinstance(own, int | float | str | bool) else None


def _each(wishes: Sequence[Wish], make: Callable[[Wish, Values], Made]) -> tuple[dict[str, Made], list[Mistake]]:
    """Return what the values of each input come to, by path, and every mistake in them."""
    made: dict[str, Made] = {}
    mistakes: list[Mistake] = []
    for wish in wishes:
        try:
            made[wish.found.path] = make(wish, values_of(wish))
        except ScenarioError as error:
            mistakes += error.mistakes
    return made, mistakes


def _column(wish: Wish, values: Values) -> Column:
    if isinstance(values, Span):
        text = f"{number_text(values.low)}:{number_text(values.high)}"
        message = f"`{dotted(wish.path)}` goes from {text} without a step"
        mend = f"write {text}:STEP, or draw from the range with --design lhs or sobol"
        raise ScenarioError([wish.report(wish.path, False, "D004", message, mend)])
    return values


def _source(wish: Wish, values: Values) -> Source:
    if isinstance(values, tuple):
        return Choice(values)
    low, high = (values.low, values.high) if isinstance(values, Span) else (values.start, values.stop)
    if low == high:
        message = f"`{dotted(wish.path)}` has one value only, {number_text(low)}"
        mend = f"write a range to draw from, or --set {wish.found.path}={number_text(low)}"
        raise ScenarioError([wish.report(wish.path, False, "S015", message, mend)])
    return Uniform(low, high, wish.found.kind == "whole")


def _uncertain(found: Leaf, distribution: Distribution) -> Source:
    if distribution.uniform is not None:
        low, high = distribution.uniform
        return Uniform(low, high, found.kind == "whole")
    if distribution.triangular is not None:
        return Triangular(*distribution.triangular)
    counted = (counted_as(found, value) for value in distribution.choice or ())
    return Choice(tuple(value for value in counted if isinstance(value, int | float | str | bool)))


def _one_at_a_time(scenario: Scenario, kind: str, columns: Mapping[str, Column]) -> Design:
    base: list[Value] = []
    moves: list[Point] = []
    for path, column in columns.items():
        found = leaf(path)
        own = None if found is None else own_value(scenario, found)
        if own is not None:
            base.append(own)
            values = (column[index] for index in range(len(column)))
            moves.append(tuple(value for value in values if value != own))
    return OneAtATime(kind, tuple(columns), tuple(base), tuple(moves))


def _no_start(scenario: Scenario, wish: Wish) -> Mistake:
    path = wish.found.path
    message = f"`{path}` has no single value in {scenario.name} to start from"
    return wish.report(wish.path, True, "D009", message, f"set one with --set {path}=VALUE, or take --design grid")


def _without_effect(scenario: Scenario, wishes: Sequence[Wish], uncertain: Iterable[str]) -> list[Mistake]:
    reports = {path: scenario_report(scenario, *_places(path)) for path in uncertain}
    reports |= {wish.found.path: wish.report for wish in wishes}
    if not {INVOLVEMENT, *US_COMPONENTS} <= set(reports):
        return []
    message = f"`{INVOLVEMENT}` changes nothing here, because all five components are inputs too"
    mend = "leave it out, or leave out those it is to set"
    return [reports[INVOLVEMENT]((INVOLVEMENT,), True, "D010", message, mend)]


def _places(path: str) -> tuple[str, ...]:
    return tuple(f"uncertain.{path}.{form}.0" for form in Distribution.model_fields)


def _too_many(what: str, mend: str) -> Mistake:
    return Mistake("S016", f"{what} has more than {MAX_POINTS:,} points", help=mend)


def _power_of_two(size: int) -> int:
    return 1 << (size - 1).bit_length()


def _too_large(kind: str, points: int, inputs: int) -> list[Mistake]:
    if points > MAX_POINTS:
        return [_too_many(f"the next power of two ({points:,})", f"take {_power_of_two(MAX_POINTS) // 2:,} points")]
    if kind == "lhs" and points * inputs > MOST_DRAWN_AT_ONCE:
        most = MOST_DRAWN_AT_ONCE // inputs
        message = f"lhs draws all its points at once, and {points:,} points of {inputs} inputs are too many for that"
        return [Mistake("S016", message, help=f"take {most:,} or fewer, or sobol, which draws them as needed")]
    return []
