"""From YAML events to plain data, with the place of every key and value.

Scalars are read by the YAML 1.2 rules of ruamel.yaml, under which ``NO`` is a text and ``7e-1`` a number.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.events import Event, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent
from ruamel.yaml.events import SequenceStartEvent as SequenceStart
from ruamel.yaml.nodes import ScalarNode

from simulator.scenario.diagnostics import Mistake, Position, Source, described
from simulator.scenario.guard import position

Key = str | int
KeyPath = tuple[Key, ...]

NOT_FINITE = "NaN and infinity are not allowed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key and its value stand; items of a list have no key."""

    key: Position | None
    value: Position


@dataclass
class Composition:
    """Plain data under construction, with places and the mistakes met on the way."""

    source: Source
    places: dict[KeyPath, Place] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    faulty: set[KeyPath] = field(default_factory=set)

    def report(self, path: KeyPath, code: str, message: str, at: Position, mend: str | None = None) -> None:
        """Note a mistake; what stands at its path is left out of the data."""
        self.mistakes.append(self.source.mistake(code, message, at, mend=mend))
        self.faulty.add(path)


class UnfitError(Exception):
    """A scalar that is no value: it has been reported and is left out."""


def dotted(path: KeyPath) -> str:
    """Return a path as the user would write it."""
    return ".".join(str(part) for part in path)


def composed(source: Source, events: list[Event]) -> tuple[object, Composition]:
    """Return the plain data of a scanned text: dict, list, str, int, float, bool or date.

    Every key of a mapping becomes a str.  Keys given twice, empty values, impossible dates and numbers that are not
    finite are noted in the composition and left out of the data.
    """
    composition = Composition(source)
    content = (e for e in events if isinstance(e, ScalarEvent | MappingStartEvent | SequenceStart) or _ends(e))
    first = next(content, None)
    if first is None:
        return None, composition
    try:
        return _value(composition, (), first, content), composition
    except UnfitError:
        return None, composition


def _ends(event: Event) -> bool:
    return isinstance(event, MappingEndEvent | SequenceEndEvent)


def _value(composition: Composition, path: KeyPath, event: Event, events: Iterator[Event]) -> object:
    if isinstance(event, MappingStartEvent):
        return _mapping(composition, path, events)
    if isinstance(event, SequenceStart):
        return _sequence(composition, path, events)
    return _scalar(composition, path, cast(ScalarEvent, event))


def _mapping(composition: Composition, path: KeyPath, events: Iterator[Event]) -> dict[str, object]:
    data: dict[str, object] = {}
    for key_event in events:
        if _ends(key_event):
            break
        if not isinstance(key_event, ScalarEvent):
            message = "a key must be a plain word, not a list or a mapping"
            composition.report((*path, "?"), "S005", message, position(key_event))
            _skip(key_event, events)
            _skip(next(events), events)
            continue
        key = _key(key_event)
        here = (*path, key)
        first = composition.places.get(here)
        value_event = next(events)
        if first is not None and first.key is not None:
            message, help_text = f"`{dotted(here)}` is given twice", f"it is already on line {first.key.line}"
            composition.mistakes.append(
                composition.source.mistake("S008", message, position(key_event), mend=help_text)
            )
            _skip(value_event, events)
            continue
        composition.places[here] = Place(position(key_event), position(value_event))
        try:
            data[key] = _value(composition, here, value_event, events)
        except UnfitError:
            continue
    return data


def _sequence(composition: Composition, path: KeyPath, events: Iterator[Event]) -> list[object]:
    items: list[object] = []
    for index, event in enumerate(events):
        if _ends(event):
            break
        here = (*path, index)
        composition.places[here] = Place(None, position(event))
        try:
            items.append(_value(composition, here, event, events))
        except UnfitError:
            # Later items keep their places only if this one still counts.
            items.append(None)
    return items


def _skip(event: Event, events: Iterator[Event]) -> None:
    depth = 0 if isinstance(event, ScalarEvent) else 1
    while depth:
        inner = next(events)
        depth += isinstance(inner, MappingStartEvent | SequenceStart)
        depth -= _ends(inner)


# One reader is kept for its rules on plain scalars; they do not depend on any text.
_RESOLVER: Any = YAML(typ="safe", pure=True).resolver


def _kind(event: ScalarEvent) -> str:
    if not event.implicit[0]:
        return "str"
    tag = _RESOLVER.resolve(ScalarNode, event.value, (True, False))
    return str(tag).rsplit(":", 1)[-1]


def _key(event: ScalarEvent) -> str:
    number = _whole(event.value) if _kind(event) == "int" else None
    return str(number) if number is not None else str(event.value)


def _scalar(composition: Composition, path: KeyPath, event: ScalarEvent) -> object:
    text, kind = str(event.value), _kind(event)
    name = f"`{dotted(path)}`" if path else "this file"
    if kind == "null":
        place = composition.places.get(path)
        at = place.key if place is not None and place.key is not None and not text else position(event)
        composition.report(path, "S006", f"{name} has no value", at, _empty_help(path, text))
        raise UnfitError
    if kind == "timestamp":
        return _date(composition, path, event)
    if kind == "bool":
        return text.lower() == "true"
    number = _whole(text) if kind == "int" else _real(text) if kind == "float" else None
    if number is not None and not math.isfinite(number):
        composition.report(path, "S007", f"{name} is {described(text)}", position(event), NOT_FINITE)
        raise UnfitError
    return text if number is None else number


def _empty_help(path: KeyPath, text: str) -> str:
    if not text and path and path[0] != "paths" and str(path[-1]).isdigit() and len(path) == 2:
        return "inside braces a comma ends the number before it: write 25000, not 25,000"
    return "give it a value, or leave the line out"


def _date(composition: Composition, path: KeyPath, event: ScalarEvent) -> date:
    try:
        return date.fromisoformat(event.value)
    except ValueError:
        message = f"`{dotted(path)}` is {event.value}, which is no day of the calendar"
        composition.report(path, "S010", message, position(event), "write a day as YYYY-MM-DD, such as 2025-04-30")
        raise UnfitError from None


def _whole(text: str) -> int | None:
    digits = text.replace("_", "")
    base = {"0x": 16, "0o": 8, "0b": 2}.get(digits.lstrip("+-")[:2].lower(), 10)
    try:
        return int(digits, base)
    except ValueError:
        return None


def _real(text: str) -> float | None:
    plain = text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")
    try:
        return float(plain)
    except ValueError:
        return None
