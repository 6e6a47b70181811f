"""Reading one scenario file: every mistake at once, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from simulator.scenario.checking import mistakes_in
from simulator.scenario.composing import Composition, KeyPath, Place, composed
from simulator.scenario.diagnostics import Mistake, Position, ScenarioError, Source, described, in_order
from simulator.scenario.guard import LINE_BREAK, scanned, source_text
from simulator.scenario.schema import ScenarioDocument
from simulator.scenario.wording import mistakes_from


@dataclass(frozen=True, slots=True)
class Patch:
    """One scenario file as read: valid by itself, not yet merged with what it extends.

    Attributes
    ----------
    name
        The file as the user wrote it.
    data
        Plain data: dict, list, str, int, float, bool and date; every key is a str.
    positions
        Where every key and value stands, by path; items of a list stand under their number.
    source
        The text, to show a line of it beside a mistake.
    path
        The file itself, against which relative paths are read; None for what came from no file.
    """

    name: str
    data: dict[str, object]
    positions: Mapping[KeyPath, Place]
    source: Source
    path: Path | None = None


def read_patch(path: Path, shown: str | None = None) -> Patch:
    """Read one scenario file.

    Parameters
    ----------
    path
        The file.
    shown
        Its name in messages; the path as given if left out.

    Returns
    -------
    Patch
        Its content, valid by itself.

    Raises
    ------
    ScenarioError
        With every mistake of the file, in order of place.
    """
    source, text = source_text(path, shown if shown is not None else str(path))
    return read_text(source, text, path)


def read_text(source: Source, text: str, path: Path | None = None) -> Patch:
    """Read the text of a scenario file; see :func:`read_patch`."""
    data, composition = composed(source, scanned(source, text))
    mistakes = list(composition.mistakes)
    if isinstance(data, dict):
        mistakes += _invalid(data, composition)
    elif not mistakes:
        mistakes.append(_no_mapping(source, data))
    if mistakes or not isinstance(data, dict):
        raise ScenarioError(in_order(mistakes))
    return Patch(source.file, data, composition.places, source, path)


def patch_of_text(text: str, shown: str) -> Patch:
    """Read a scenario that is held as text, such as one written by a template."""
    return read_text(Source(shown, tuple(LINE_BREAK.split(text))), text)


def _no_mapping(source: Source, data: object) -> Mistake:
    if data is None:
        return Mistake("S025", "this file says nothing", source.file, help="start one with: forcemix new NAME")
    message = f"a scenario is a mapping of keys to values, and this file is {described(data)}"
    return source.mistake("S025", message, Position(1, 1, 1), mend="start one with: forcemix new NAME")


def _invalid(data: dict[str, object], composition: Composition) -> list[Mistake]:
    def report(path: KeyPath, on_key: bool, code: str, message: str, mend: str | None) -> Mistake:
        return composition.source.mistake(code, message, _where(composition.places, path, on_key), mend=mend)

    mistakes = mistakes_in(data, report)
    try:
        ScenarioDocument.model_validate(data)
    except ValidationError as error:
        mistakes += mistakes_from(error, data, composition.faulty, report)
    return _once(mistakes)


def _where(places: Mapping[KeyPath, Place], path: KeyPath, on_key: bool) -> Position:
    """Return the place of a path, or of the nearest part of it that stands in the file."""
    while path and path not in places:
        path, on_key = path[:-1], True
    place = places.get(path)
    if place is None:
        return Position(1, 1, 1)
    return place.key if on_key and place.key is not None else place.value


def _once(mistakes: list[Mistake]) -> list[Mistake]:
    """Return mistakes without repeats: of several at one place, the first is the most telling."""
    return list({(mistake.line, mistake.column): mistake for mistake in reversed(mistakes)}.values())
