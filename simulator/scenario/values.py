"""The catalogue of values a scenario can hold: their dotted paths, kinds, ranges and words, read from the schema."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from simulator.data.parameters import parameter
from simulator.data.tables import read_table
from simulator.scenario.diagnostics import number_text
from simulator.scenario.fields import Block
from simulator.scenario.schema import CountryOverride, ScenarioDocument, UsInputs

Kind = Literal["number", "whole", "word", "switch", "text", "date"]

INVOLVEMENT = "us.involvement"
US_COMPONENTS = tuple(f"us.{name}" for name in UsInputs.model_fields if name != "involvement")
MOVING_BLOCKS = ("us", "mandate", "deal", "threat", "force")
SERIES = ("paths", "uncertain", "sweep", "sites")
ANY_COUNTRY = "*"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a scenario: its path, its kind, and the range or the words it may take."""

    path: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether the value is a number."""
        return self.kind in ("number", "whole")

    @property
    def moves(self) -> bool:
        """Whether the value may move by round: only inputs do, never the structure of the rule or a country."""
        return self.numeric and self.path.split(".")[0] in MOVING_BLOCKS

    def expected(self) -> str:
        """Return what may stand here, in words."""
        if self.numeric:
            noun = "a number" if self.kind == "number" else "a whole number"
            return f"{noun} from {self.span()}"
        return {
            "word": f"one of {', '.join(self.choices)}",
            "switch": "true or false",
            "text": "a text",
            "date": "a day as YYYY-MM-DD",
        }[self.kind]

    def span(self) -> str:
        """Return the allowed range, such as ``0 to 1``."""
        return f"{number_text(self.low or 0)} to {number_text(self.high or 0)}"


@cache
def countries() -> dict[str, str]:
    """Return the name of every country that can send troops, by ISO3 code."""
    return {row["iso3"]: row["name"] for row in read_table("countries.csv")}


def alternatives(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union without None, or the type itself."""
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(member for member in get_args(annotation) if member is not type(None))
    return (annotation,)


def is_block(annotation: Any) -> bool:
    """Return whether a type is a mapping with known keys."""
    return isinstance(annotation, type) and issubclass(annotation, Block)


def _leaves_of(block: type[Block], prefix: str) -> Iterator[Leaf]:
    for name, field in block.model_fields.items():
        path = f"{prefix}{name}"
        if path not in (*SERIES, "extends"):
            yield from _leaves_at(path, alternatives(field.annotation)[0])


def _leaves_at(path: str, annotation: Any) -> Iterator[Leaf]:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if is_block(annotation):
        yield from _leaves_of(annotation, f"{path}.")
    elif path == "countries":
        yield from _leaves_of(CountryOverride, f"{path}.{ANY_COUNTRY}.")
    elif get_origin(annotation) is dict:
        keys, value = get_args(annotation)
        for key in get_args(keys):
            yield from _leaves_at(f"{path}.{key}", value)
    else:
        yield _leaf(path, annotation)


def _leaf(path: str, annotation: Any) -> Leaf:
    if get_origin(annotation) is Literal:
        return Leaf(path, "word", choices=get_args(annotation))
    kinds: dict[Any, Kind] = {bool: "switch", str: "text", date: "date"}
    if annotation in kinds:
        return Leaf(path, kinds[annotation])
    kind: Kind = "whole" if annotation is int else "number"
    if path == INVOLVEMENT:
        return Leaf(path, kind, 0.0, 1.0)
    row = parameter(path)
    return Leaf(path, kind, row.low, row.high)


@cache
def leaves() -> dict[str, Leaf]:
    """Return every value of a scenario by path, in the order of the schema; single countries stand under ``*``."""
    return {leaf.path: leaf for leaf in _leaves_of(ScenarioDocument, "")}


def leaf(path: str) -> Leaf | None:
    """Return the value at a dotted path, such as ``us.air`` or ``countries.FIN.cap``, or None if there is none."""
    parts = path.split(".")
    if parts[0] == "countries" and len(parts) > 2:
        if parts[1] not in countries():
            return None
        parts[1] = ANY_COUNTRY
        general = leaves().get(".".join(parts))
        return None if general is None else Leaf(path, general.kind, general.low, general.high, general.choices)
    return leaves().get(path)


@cache
def order() -> dict[str, int]:
    """Return the place of every path in the order of the schema."""
    return {path: number for number, path in enumerate(leaves())}


def children(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand directly below a path, in the order of the schema."""
    annotation: Any = ScenarioDocument
    for part in path:
        annotation = _below(annotation, str(part))
    return _keys_of(annotation)


def _below(annotation: Any, key: str) -> Any:
    for member in alternatives(annotation):
        if is_block(member) and key in member.model_fields:
            return member.model_fields[key].annotation
        if get_origin(member) in (dict, list):
            return get_args(member)[-1]
    return None


def _keys_of(annotation: Any) -> tuple[str, ...]:
    for member in alternatives(annotation):
        if is_block(member):
            return tuple(member.model_fields)
        if get_origin(member) is dict:
            return tuple(str(key) for key in get_args(get_args(member)[0]))
    return ()
