"""What a schema cannot say of one file: country codes, moving inputs, distributions and sweeps."""

import math
from collections.abc import Callable, Iterator

from simulator.scenario.composing import KeyPath, dotted
from simulator.scenario.diagnostics import Mistake, described
from simulator.scenario.naming import country_help
from simulator.scenario.ranges import FORM, MAX_POINTS, RangeError, range_bounds, range_size
from simulator.scenario.values import Leaf, countries, leaf
from simulator.scenario.wording import Report, fits, is_number, unknown_path, wrong_value

LAST_ROUND = 10_000
FORMS = ("uniform", "triangular", "choice")

Mapping = dict[str, object]


def mistakes_in(data: Mapping, report: Report) -> list[Mistake]:
    """Return what is wrong with the countries, moving inputs, distributions and sweep of one file.

    Values of the wrong shape are passed over here: validation against the schema reports them.
    """
    checks: tuple[Callable[[Mapping, Report], Iterator[Mistake]], ...] = (_countries, _paths, _uncertain, _sweep)
    return [mistake for check in checks for mistake in check(data, report)]


def _entries(data: object, key: str) -> Iterator[tuple[str, object]]:
    block = data.get(key) if isinstance(data, dict) else None
    if isinstance(block, dict):
        yield from block.items()


def _countries(data: Mapping, report: Report) -> Iterator[Mistake]:
    for code, _ in _entries(data, "countries"):
        if code not in countries():
            yield report(("countries", code), True, "S002", f"unknown country `{code}`", country_help(code))


def _paths(data: Mapping, report: Report) -> Iterator[Mistake]:
    for name, series in _entries(data, "paths"):
        here: KeyPath = ("paths", name)
        found = leaf(name)
        if found is None:
            yield unknown_path(here, name, report)
        elif not found.moves:
            message = f"`{name}` cannot move by round"
            help_text = "only numbers under us, mandate, deal, threat and force move"
            yield report(here, True, "S012", message, help_text)
        elif series == {}:
            yield report(here, True, "S006", f"`{dotted(here)}` has no value", "give at least one round and its value")
        else:
            yield from _series(here, found, series, report)


def _series(path: KeyPath, found: Leaf, series: object, report: Report) -> Iterator[Mistake]:
    if not isinstance(series, dict):
        return
    for round_text, value in series.items():
        here = (*path, round_text)
        if not (round_text.isascii() and round_text.isdigit() and int(round_text) <= LAST_ROUND):
            message = f'"{round_text}" is no round of talks, allowed: whole numbers from 0 to {LAST_ROUND}'
            yield report(here, True, "S013", message, None)
        if is_number(value) and not fits(found, value):
            yield wrong_value(here, found, value, report)


def _uncertain(data: Mapping, report: Report) -> Iterator[Mistake]:
    for name, distribution in _entries(data, "uncertain"):
        here: KeyPath = ("uncertain", name)
        found = leaf(name)
        if found is None or found.kind in ("text", "date"):
            yield unknown_path(here, name, report)
        elif isinstance(distribution, dict):
            yield from _distribution(here, found, distribution, report)


def _distribution(path: KeyPath, found: Leaf, distribution: Mapping, report: Report) -> Iterator[Mistake]:
    given = [form for form in FORMS if form in distribution]
    if len(given) != 1:
        what = f"has {' and '.join(given)}" if given else "has no distribution"
        message = f"`{dotted(path)}` {what}, expected exactly one of {', '.join(FORMS)}"
        yield report(path, True, "S014", message, "write {uniform: [low, high]}, for example")
        return
    form = given[0]
    values = distribution[form]
    if not isinstance(values, list):
        return
    here = (*path, form)
    for index, value in enumerate(values):
        comparable = (
            isinstance(value, int | float | str) if form == "choice" else found.kind == "number" and is_number(value)
        )
        if comparable and not fits(found, value):
            yield wrong_value((*here, index), found, value, report)
    if form != "choice":
        yield from _shape(here, found, form, values, report)


def _shape(path: KeyPath, found: Leaf, form: str, values: list[object], report: Report) -> Iterator[Mistake]:
    if found.kind != "number":
        message = f"`{found.path}` takes {found.expected()}, so it cannot be {form}"
        yield report(path, True, "S014", message, "write {choice: [...]} with the values to try")
        return
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) != len(values) or len(numbers) != (2 if form == "uniform" else 3):
        return
    if sorted(numbers) != numbers or numbers[0] == numbers[-1]:
        listed = ", ".join(described(number) for number in numbers)
        words = "low below high" if form == "uniform" else "low, mode, high in this order, low below high"
        yield report(path, False, "S014", f"`{dotted(path)}` is [{listed}], expected {words}", None)


def _sweep(data: Mapping, report: Report) -> Iterator[Mistake]:
    sweep = data.get("sweep")
    sizes: list[int] = []
    for name, values in _entries(sweep, "over"):
        here: KeyPath = ("sweep", "over", name)
        found = leaf(name)
        if found is None or found.kind in ("text", "date"):
            yield unknown_path(here, name, report)
            continue
        if isinstance(values, str):
            problems = list(_range(here, found, values, report))
            yield from problems
            if not problems:
                sizes.append(range_size(values))
        elif isinstance(values, list):
            sizes.append(len(values))
            yield from _list(here, found, values, report)
    if isinstance(sweep, dict) and sweep.get("design", "grid") == "grid" and math.prod(sizes) > MAX_POINTS:
        message = f"this grid has more than {MAX_POINTS} points"
        yield report(("sweep",), True, "S016", message, "take larger steps, fewer inputs, or design: lhs")


def _list(path: KeyPath, found: Leaf, values: list[object], report: Report) -> Iterator[Mistake]:
    if not values:
        yield report(path, True, "S006", f"`{dotted(path)}` has no value", FORM)
    for index, value in enumerate(values):
        if isinstance(value, int | float | str) and not fits(found, value):
            yield wrong_value((*path, index), found, value, report)


def _range(path: KeyPath, found: Leaf, text: str, report: Report) -> Iterator[Mistake]:
    try:
        start, stop, step = range_bounds(text)
    except RangeError as error:
        yield report(path, False, "S015", f"`{dotted(path)}`: {error}", FORM)
        return
    if not found.numeric:
        message = f"`{dotted(path)}`: {found.path} takes {found.expected()}, not a range of numbers"
        yield report(path, False, "S015", message, "write a list of the values to try")
        return
    whole = found.kind == "number" or all(number.is_integer() for number in (start, stop, step))
    for end in dict.fromkeys((start, stop)):
        if not (found.low or 0) <= end <= (found.high or 0):
            yield wrong_value(path, Leaf(found.path, "number", found.low, found.high), end, report)
    if not whole:
        yield report(path, False, "S015", f"`{dotted(path)}`: {found.path} takes whole numbers only", None)
    if range_size(text) > MAX_POINTS:
        message = f"`{dotted(path)}` has more than {MAX_POINTS} values"
        yield report(path, False, "S016", message, "take a larger step")
