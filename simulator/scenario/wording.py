"""From the errors of validation to mistakes in plain words: which input, which value, what is allowed."""

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from pydantic import ValidationError

from simulator.scenario.composing import Key, KeyPath, dotted
from simulator.scenario.diagnostics import Mistake, described, did_you_mean, nearest, number_text
from simulator.scenario.naming import country_path_help
from simulator.scenario.ranges import FORM
from simulator.scenario.values import Leaf, children, leaf, leaves

Report = Callable[[KeyPath, bool, str, str, str | None], Mistake]
"""Makes a mistake from: path, whether the key (not the value) is meant, code, message, help."""

# Nobody mends more slips than this at once, and looking for ten thousand nearest words takes seconds.
MOST_MISTAKES = 500
SITE_NUMBERS = {"garrison": (0.0, 100_000.0), "population": (0.0, 1e8), "0": (-90.0, 90.0), "1": (-180.0, 180.0)}
"""Ranges of the numbers of a site; the last two are the parts of its place."""

ROUND_FORM = "{1: 0.2, 4: 0.6} means: 0.2 from round 1 on, 0.6 from round 4 on"


def mistakes_from(error: ValidationError, data: object, faulty: Iterable[KeyPath], report: Report) -> list[Mistake]:
    """Return one mistake for every place that failed validation.

    Parameters
    ----------
    error
        What pydantic found.
    data
        The plain data that was validated.
    faulty
        Paths that were reported before; nothing more is said about them.
    report
        Makes a mistake at a path.
    """
    known = set(faulty)
    found: dict[tuple[KeyPath, bool], dict[str, Any]] = {}
    inside_unions: set[KeyPath] = set()
    for detail in error.errors(include_url=False, include_context=True):
        path, unions, on_key = _resolved(detail["loc"], data)
        inside_unions.update(union for union in unions if union != path)
        if detail["type"] == "missing":
            path, on_key = tuple(detail["loc"]), False
        if not any(path[: len(prefix)] == prefix for prefix in known):
            found.setdefault((path, on_key), {**detail})
    worded = ((place, detail) for place, detail in found.items() if place[0] not in inside_unions)
    return [
        _worded(path, on_key, detail, _at(data, path), report)
        for (path, on_key), detail in islice(worded, MOST_MISTAKES)
    ]


def _resolved(loc: tuple[Key, ...], data: object) -> tuple[KeyPath, list[KeyPath], bool]:
    """Return the path in the data, the paths at which a union was tried, and whether the key itself is at fault.

    A location of pydantic also names the members of unions, which are no part of the user's file.
    """
    path: list[Key] = []
    unions: list[KeyPath] = []
    here = data
    for part in loc:
        if (isinstance(here, dict) and part in here) or (isinstance(here, list) and isinstance(part, int)):
            path.append(part)
            here = here[part]  # type: ignore[index]  # both kinds of container take their own kind of key
        elif part != "[key]":
            unions.append(tuple(path))
    return tuple(path), unions, "[key]" in loc


def _at(data: object, path: KeyPath) -> object:
    for part in path:
        if isinstance(data, dict):
            data = data.get(str(part))
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _worded(path: KeyPath, on_key: bool, detail: dict[str, Any], value: object, report: Report) -> Mistake:
    kind = detail["type"]
    if kind == "extra_forbidden" or on_key:
        return unknown_key(path, report)
    if kind == "missing":
        return _missing(path, report)
    if "too_short" in kind or "too_long" in kind:
        return _wrong_length(path, detail["ctx"], value, report)
    found = leaf_at(path)
    if found is None:
        return _wrong_shape(path, value, report)
    return wrong_value(path, found, value, report)


def unknown_key(path: KeyPath, report: Report) -> Mistake:
    """Return the mistake for a key that means nothing where it stands."""
    word = str(path[-1])
    help_text = _elsewhere(word) or did_you_mean(word, children(path[:-1])) or _known_here(path)
    return report(path, True, "S001", f"unknown input `{dotted(path)}`", help_text)


def _elsewhere(word: str) -> str | None:
    if "." in word and leaf(word) is not None:
        block, _, rest = word.partition(".")
        return f"write it inside its block, as in `{block}: {{{rest}: ...}}`"
    same_name = [known for known in leaves() if known.split(".")[-1] == word and "*" not in known]
    return f"did you mean `{same_name[0]}`?" if len(same_name) == 1 else None


def _known_here(path: KeyPath) -> str | None:
    here = children(path[:-1])
    return f"known here: {', '.join(here)}" if 0 < len(here) <= 25 else None


def unknown_path(path: KeyPath, name: str, report: Report) -> Mistake:
    """Return the mistake for a dotted path, used as a key, that names no input."""
    if leaf(name) is not None:
        message = f"`{name}` cannot stand in `{dotted(path[:-1])}`"
        return report(path, True, "S011", message, "only numbers, words of a list, and switches vary")
    found = nearest(name, [known for known in leaves() if "*" not in known])
    help_text = country_path_help(name) or (f"did you mean `{found}`?" if found else "see: forcemix list inputs")
    return report(path, True, "S011", f"unknown input `{name}` in `{dotted(path[:-1])}`", help_text)


def _missing(path: KeyPath, report: Report) -> Mistake:
    owner = path[:-1]
    help_text = 'add the reason, as in `why: "budget law of March"`' if path[-1] == "why" else None
    return report(owner, True, "S009", f"`{dotted(owner)}` has no `{path[-1]}`", help_text)


def _wrong_length(path: KeyPath, limits: dict[str, Any], value: object, report: Report) -> Mistake:
    unit = "characters" if isinstance(value, str) else "values"
    allowed = f"at least {limits['min_length']}" if "min_length" in limits else f"at most {limits['max_length']}"
    if path[-1] in ("uniform", "triangular"):
        allowed = "2" if path[-1] == "uniform" else "3"
    size = len(value) if isinstance(value, str | list) else 0
    return report(path, False, "S017", f"`{dotted(path)}` has {size} {unit}, allowed: {allowed}", _shape_help(path))


def leaf_at(path: KeyPath) -> Leaf | None:
    """Return the input whose value stands at a path, also below ``paths`` and in lists of values."""
    parts = tuple(str(part) for part in path)
    if parts[0] in ("paths", "uncertain") and len(parts) > 2:
        return leaf(parts[1])
    if parts[:2] == ("mandate", "mission") and len(parts) == 3:
        return Leaf(dotted(path), "number", 0.0, 1.0)
    if parts[0] == "sites" and len(parts) > 2 and parts[-1] in SITE_NUMBERS:
        return Leaf(f"sites.{parts[-1]}", "number", *SITE_NUMBERS[parts[-1]])
    if parts == ("sweep", "design"):
        return Leaf("sweep.design", "word", choices=("grid", "one-at-a-time", "lhs", "sobol"))
    if parts == ("sweep", "points"):
        return Leaf("sweep.points", "whole", 1, 10_000_000)
    return Leaf("extends", "text") if parts == ("extends",) else leaf(dotted(path))


def _wrong_shape(path: KeyPath, value: object, report: Report) -> Mistake:
    help_text = _shape_help(path)
    if help_text is None:
        keys = children(path)
        help_text = f"write a mapping with keys such as `{keys[0]}`" if keys else None
    return report(path, False, "S005", f"`{dotted(path)}` is {described(value)}, expected {_shape(path)}", help_text)


def _shape(path: KeyPath) -> str:
    if path[:2] == ("sweep", "over") and len(path) > 2:
        return "START:STOP:STEP or a list of values"
    if path == ("sites",):
        return "a list of sites"
    if path[0] == "sites" and path[-1] in ("place", "name"):
        return "[latitude, longitude]" if path[-1] == "place" else "a text"
    return "a list of numbers" if path[0] == "uncertain" and len(path) == 3 else "a mapping of keys to values"


def _shape_help(path: KeyPath) -> str | None:
    if path[:2] == ("sweep", "over") and len(path) > 2:
        return FORM
    if path[0] == "paths":
        return ROUND_FORM
    if path[0] == "sites":
        return "write {name: Odesa, place: [46.5, 30.7], garrison: 800}, for example" if len(path) < 3 else None
    if path[0] == "uncertain" and len(path) > 1:
        return "write {uniform: [low, high]}, {triangular: [low, mode, high]} or {choice: [a, b]}"
    return None


def wrong_value(path: KeyPath, allowed: Leaf, value: object, report: Report) -> Mistake:
    """Return the mistake for a value that its input does not take: the value, what is allowed, and a likely mend."""
    name = f"`{dotted(path)}`"
    if allowed.numeric and is_number(value) and (allowed.kind == "number" or isinstance(value, int)):
        message = f"{name} is {described(value)}, allowed: {allowed.span()}"
        return report(path, False, "S004", message, _percent_help(allowed, value))
    if allowed.kind == "word" and isinstance(value, str):
        message = f"{name} is {described(value)}, allowed: {', '.join(allowed.choices)}"
        return report(path, False, "S003", message, did_you_mean(value, allowed.choices))
    code = "S010" if allowed.kind == "date" else "S005"
    message = f"{name} is {_with_kind(value)}, expected {allowed.expected()}"
    return report(path, False, code, message, _type_help(allowed, value))


def is_number(value: object) -> bool:
    """Return whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def fits(allowed: Leaf, value: object) -> bool:
    """Return whether an input takes a value."""
    if allowed.numeric:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return False
        in_range = (allowed.low or 0) <= value <= (allowed.high or 0)
        return in_range and (allowed.kind == "number" or isinstance(value, int))
    if allowed.kind == "word":
        return isinstance(value, str) and value in allowed.choices
    return isinstance(value, bool) if allowed.kind == "switch" else isinstance(value, str)


def _with_kind(value: object) -> str:
    return f"the text {described(value)}" if isinstance(value, str) else described(value)


def _percent_help(allowed: Leaf, value: object) -> str | None:
    # A value just above 1 is more likely a slip than a percentage.
    if allowed.high == 1 and isinstance(value, int | float) and 5 <= value <= 100:
        return f"{number_text(value)} % is written {number_text(round(value / 100, 10))}"
    return None


def _type_help(allowed: Leaf, value: object) -> str | None:
    if allowed.kind == "text" and not isinstance(value, dict | list):
        return f'put it in quotes: "{described(value)}"'
    if allowed.kind == "switch" and str(value).lower() in ("yes", "on", "no", "off"):
        return f"write {'true' if str(value).lower() in ('yes', 'on') else 'false'}"
    return _number_help(allowed, value.strip()) if allowed.numeric and isinstance(value, str) else None


def _number_help(allowed: Leaf, text: str) -> str | None:
    if percent := re.fullmatch(r"(\d{1,3}(?:\.\d{1,9})?) ?%", text):
        return f"{text} is written {number_text(round(float(percent[1]) / 100, 10))}"
    if re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", text):
        return f"take the quotes away: {text}"
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text) and (allowed.high or 0) > 1000:
        return f"write it without commas: {text.replace(',', '')}"
    return f"write it with a point: {text.replace(',', '.')}" if re.fullmatch(r"-?\d{1,9},\d{1,9}", text) else None
