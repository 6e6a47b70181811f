"""Single values set from outside a file: ``--set INPUT=VALUE`` and :meth:`Scenario.with_`."""

from collections.abc import Mapping
from datetime import date

from pydantic import ValidationError

from simulator.scenario.composing import KeyPath, composed
from simulator.scenario.diagnostics import Mistake, ScenarioError, Source, described, nearest
from simulator.scenario.guard import MAX_TEXT, scanned
from simulator.scenario.merging import NO_REASON
from simulator.scenario.naming import country_path_help
from simulator.scenario.reading import Patch
from simulator.scenario.schema import ScenarioDocument
from simulator.scenario.values import leaf, leaves
from simulator.scenario.wording import mistakes_from

Scalar = str | int | float | bool | date


def parse_assignment(text: str) -> Patch:
    """Read one assignment of the command line, such as ``us.backstop=0.7``.

    Parameters
    ----------
    text
        ``PATH=VALUE``; the value is read like a value of a scenario file.

    Returns
    -------
    Patch
        With this one value.

    Raises
    ------
    ScenarioError
        If there is no such input, or it does not take this value; without a line, the file being the option.
    """
    shown = f"--set {text}"
    path, equals, value_text = text.partition("=")
    if not equals or not path.strip():
        message = f"`{text}` is no assignment"
        raise ScenarioError([Mistake("S032", message, shown, help="write INPUT=VALUE, such as us.backstop=0.7")])
    path = path.strip()
    check_path(path, shown)
    return assigned(path, _read_value(path, value_text, shown), shown)


def check_path(path: str, shown: str) -> None:
    """Raise a scenario error unless a dotted path names an input."""
    if leaf(path) is not None:
        return
    found = nearest(path, [known for known in leaves() if "*" not in known])
    mend = country_path_help(path) or (f"did you mean `{found}`?" if found else "see: forcemix list inputs")
    raise ScenarioError([Mistake("S011", f"unknown input `{path}`", shown, help=mend)])


def assigned(path: str, value: object, shown: str) -> Patch:
    """Return a patch with one value, valid by itself.

    Raises
    ------
    ScenarioError
        If the input does not take the value.
    """
    value = _fitted(path, value)
    data: dict[str, object] = {}
    here = data
    *above, last = path.split(".")
    for part in above:
        below: dict[str, object] = {}
        here[part] = below
        here = below
    here[last] = value
    _check(data, shown)
    return Patch(shown, data, {}, Source(shown))


def _fitted(path: str, value: object) -> object:
    """Return a value with whole floats made whole numbers where an input counts, as steps of a range are floats."""
    found = leaf(path)
    if isinstance(value, Mapping):
        return dict(value)
    whole = found is not None and found.kind == "whole" and isinstance(value, float) and value.is_integer()
    return int(value) if whole and isinstance(value, float) else value


def _read_value(path: str, text: str, shown: str) -> object:
    if len(text) > MAX_TEXT:
        raise ScenarioError([Mistake("S022", f"the value has more than {MAX_TEXT} characters", shown)])
    known = leaf(path)
    if known is not None and known.kind == "text":
        # A title may hold a colon or a hash; on the command line nobody quotes twice.
        return text
    source = Source(shown, (text,))
    try:
        value, composition = composed(source, scanned(source, text))
    except ScenarioError as error:
        raise ScenarioError([_without_place(path, mistake) for mistake in error.mistakes]) from error
    if composition.mistakes:
        raise ScenarioError([_without_place(path, mistake) for mistake in composition.mistakes])
    if value is None:
        raise ScenarioError([Mistake("S006", f"`{path}` has no value", shown, help="write INPUT=VALUE")])
    return value


def _without_place(path: str, mistake: Mistake) -> Mistake:
    message = mistake.message.replace("this file", f"`{path}`").replace(
        "unreadable scenario at line 1", f"unreadable value of `{path}`"
    )
    return Mistake(mistake.code, message.replace("``", f"`{path}`"), mistake.file, help=mistake.help)


def _check(data: dict[str, object], shown: str) -> None:
    def report(path: KeyPath, on_key: bool, code: str, message: str, mend: str | None) -> Mistake:
        return Mistake(code, message, shown, help=mend)

    countries = data.get("countries")
    complete: dict[str, object] = dict(data)
    if isinstance(countries, dict):
        complete["countries"] = {code: {"why": NO_REASON} | override for code, override in countries.items()}
    try:
        ScenarioDocument.model_validate(complete)
    except ValidationError as error:
        raise ScenarioError(mistakes_from(error, complete, (), report)) from error


def option_text(path: str, value: object) -> str:
    """Return how a value set from Python is named in messages and origins."""
    return f"with_({path}, {described(value)})"
