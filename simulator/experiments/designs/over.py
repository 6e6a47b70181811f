"""What a sweep is asked to move: `--over INPUT=VALUES` of the command line, and the sweep: block of a scenario."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.experiments.designs.values import Stretch, Value, counted_as, unfit, value_of_text
from simulator.scenario.composing import KeyPath, dotted
from simulator.scenario.diagnostics import Mistake, ScenarioError, described
from simulator.scenario.ranges import FORM, MAX_POINTS, RangeError
from simulator.scenario.scenario import Scenario
from simulator.scenario.values import Leaf, leaf
from simulator.scenario.wording import Report, unknown_path, wrong_value

LONGEST_SHOWN = 100
COMMAND_FORM = "write INPUT=START:STOP:STEP or INPUT=A,B,C, such as --over us.air=0:1:0.25"


@dataclass(frozen=True, slots=True)
class Span:
    """START:STOP, a range to draw from."""

    low: float
    high: float


Values = Stretch | Span | tuple[Value, ...]
"""What one input is asked to take."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One input that is to move.

    Attributes
    ----------
    found
        The input.
    values
        A text START:STOP:STEP or START:STOP, or the values, texts of the command line among them.
    path
        How it is named in messages.
    report
        Makes a mistake at the place where it was asked for.
    form
        How values are written there, for messages.
    """

    found: Leaf
    values: str | tuple[object, ...]
    path: KeyPath
    report: Report
    form: str = FORM


def option_report(shown: str) -> Report:
    """Return what makes the mistakes of an option of the command line."""
    name = shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 3]}..."

    def report(path: KeyPath, on_key: bool, code: str, message: str, mend: str | None) -> Mistake:
        return Mistake(code, message, name, help=mend)

    return report


def scenario_report(scenario: Scenario, *places: str) -> Report:
    """Return what makes mistakes at the first of some dotted places that a scenario file gives a value to."""
    origin = next((scenario.origins[place] for place in places if place in scenario.origins), None)

    def report(path: KeyPath, on_key: bool, code: str, message: str, mend: str | None) -> Mistake:
        return scenario.mistake(code, message, origin, mend)

    return report


def wishes(scenario: Scenario, over: Sequence[str]) -> tuple[list[Wish], list[Mistake]]:
    """Return the inputs that are to move, and what is wrong with how they are named.

    Parameters
    ----------
    scenario
        Its sweep: block counts where the command line says nothing.
    over
        Texts INPUT=VALUES of the command line.

    Returns
    -------
    tuple
        The inputs, in the order in which they are named; an input that is named twice stands there twice, and is
        among the mistakes.
    """
    mistakes: list[Mistake] = []
    found: list[Wish] = []
    for wish in _of_command_line(over) if over else _of_scenario(scenario):
        if isinstance(wish, Mistake):
            mistakes.append(wish)
            continue
        name = wish.found.path
        if any(earlier.found.path == name for earlier in found):
            message = f"`{name}` is given twice"
            mistakes.append(wish.report(wish.path, True, "D003", message, "give all its values at once"))
        found.append(wish)
    return found, mistakes


def _of_command_line(over: Sequence[str]) -> Iterator[Wish | Mistake]:
    for text in over:
        report = option_report(f"--over {text}")
        name, equals, values = (part.strip() for part in text.partition("="))
        if not equals or not name:
            yield report((), True, "D002", f"{described(text)} is not INPUT=VALUES", COMMAND_FORM)
            continue
        found = leaf(name)
        if found is None or found.kind in ("text", "date"):
            yield unknown_path(("--over", name), name, report)
            continue
        yield Wish(found, values if ":" in values else _items(values), (name,), report, COMMAND_FORM)


def _items(values: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in values.split(","))


def _of_scenario(scenario: Scenario) -> Iterator[Wish | Mistake]:
    sweep = scenario.document.sweep
    for name, values in ({} if sweep is None else sweep.over).items():
        here: KeyPath = ("sweep", "over", name)
        report = scenario_report(scenario, dotted(here), f"{dotted(here)}.0", "sweep.design")
        found = leaf(name)
        if found is None or found.kind in ("text", "date"):
            yield unknown_path(here, name, report)
        else:
            yield Wish(found, values if isinstance(values, str) else tuple(values), here, report)


def values_of(wish: Wish) -> Values:
    """Return the values that one input is asked to take.

    Raises
    ------
    ScenarioError
        With every mistake in them.
    """
    return _stretch_or_span(wish, wish.values) if isinstance(wish.values, str) else _listed(wish, wish.values)


def _listed(wish: Wish, items: Sequence[object]) -> tuple[Value, ...]:
    values: dict[object, Value] = {}
    mistakes: list[Mistake] = []
    for item in items:
        if item == "":
            mistakes.append(
                wish.report(wish.path, False, "D026", f"`{dotted(wish.path)}` has a blank value", wish.form)
            )
            continue
        value = value_of_text(wish.found, item) if isinstance(item, str) else counted_as(wish.found, item)
        mistake = unfit(wish.path, wish.found, value, wish.report)
        if mistake is None and value in values:
            message = f"`{dotted(wish.path)}` has {described(value)} twice"
            mistake = wish.report(wish.path, False, "D008", message, "leave one of them out")
        if mistake is not None:
            mistakes.append(mistake)
        elif isinstance(value, int | float | str | bool):
            values[value] = value
    if not items:
        mistakes.append(wish.report(wish.path, True, "S006", f"`{dotted(wish.path)}` has no value", wish.form))
    if mistakes:
        raise ScenarioError(mistakes)
    return tuple(values.values())


def _stretch_or_span(wish: Wish, text: str) -> Stretch | Span:
    mistakes = list(_shape(wish, text))
    if mistakes:
        raise ScenarioError(mistakes)
    low, high, *steps = _numbers(text)
    mistakes = list(_reach(wish, text, low, high, steps))
    if mistakes:
        raise ScenarioError(mistakes)
    return Stretch.of(text, wish.found.kind == "whole") if steps else Span(low, high)


def _numbers(text: str) -> tuple[float, ...]:
    """Return start, stop and, where there is one, step."""
    if text.count(":") != 1:
        stretch = Stretch.of(text)
        return stretch.start, stretch.stop, stretch.step
    start, stop = text.split(":")
    try:
        unit = Stretch.of(f"{start}:{stop}:1")
    except RangeError as error:
        # The step was added here, so the message must not show it.
        raise RangeError(str(error).replace(f"{text}:1", text).replace("of three", "of two")) from None
    if unit.start == unit.stop:
        raise RangeError(f'"{text}" stops where it starts')
    return unit.start, unit.stop


def _shape(wish: Wish, text: str) -> Iterator[Mistake]:
    try:
        _numbers(text)
    except RangeError as error:
        yield wish.report(wish.path, False, "S015", f"`{dotted(wish.path)}`: {error}", wish.form)
        return
    if not wish.found.numeric:
        message = f"`{dotted(wish.path)}` takes {wish.found.expected()}, not a range of numbers"
        yield wish.report(wish.path, False, "S015", message, "name the values to try, with commas")


def _reach(wish: Wish, text: str, low: float, high: float, steps: Sequence[float]) -> Iterator[Mistake]:
    found, name = wish.found, dotted(wish.path)
    ends = Leaf(found.path, "number", found.low, found.high)
    for end in dict.fromkeys((low, high)):
        if not (found.low or 0) <= end <= (found.high or 0):
            yield wrong_value(wish.path, ends, end, wish.report)
    if found.kind == "whole" and not all(number.is_integer() for number in (low, high, *steps)):
        yield wish.report(wish.path, False, "S015", f"`{name}` takes whole numbers only, and has {text}", None)
    if steps and len(Stretch.of(text)) > MAX_POINTS:
        message = f"`{name}` has more than {MAX_POINTS:,} values"
        yield wish.report(wish.path, False, "S016", message, "take a larger step")
