"""A scenario: every input of a run, checked, with the place each value comes from."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import cast

from pydantic import ValidationError

from simulator.scenario import consistency
from simulator.scenario.assigning import Scalar, assigned, check_path, option_text
from simulator.scenario.composing import Key, KeyPath, dotted
from simulator.scenario.diagnostics import Mistake, Position, ScenarioError, Severity, Source
from simulator.scenario.merging import DEFAULT, Given, Layer, nested, with_options
from simulator.scenario.merging import Origin as Origin
from simulator.scenario.schema import ScenarioDocument
from simulator.scenario.values import children, leaf, leaves, order
from simulator.scenario.wording import mistakes_from

INPUTS = tuple(path for path, value in leaves().items() if value.moves and path != "us.involvement")
"""Inputs of the talks, which may move by round, in the order of the schema."""

Value = Scalar | dict[str, Scalar] | None


@dataclass(frozen=True)
class Scenario:
    """One scenario, complete and checked.  Nobody changes it: :meth:`with_` returns a new one.

    Attributes
    ----------
    name
        For tables, figures and folders.
    document
        Every value.
    origins
        Where each value comes from, by dotted path.
    chain
        Names of the scenarios it extends, the nearest first.
    sources
        The texts it was read from, by name, to show lines of them in messages.
    """

    name: str
    document: ScenarioDocument
    origins: Mapping[str, Origin] = field(compare=False, repr=False, default_factory=dict)
    chain: tuple[str, ...] = field(compare=False, default=())
    sources: Mapping[str, Source] = field(compare=False, repr=False, default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.name, json.dumps(self.canonical(), sort_keys=True)))

    def leaves(self) -> dict[str, Scalar]:
        """Return every value by dotted path, in the order of the schema; items of lists stand under their number."""
        return dict(self._leaves)

    @cached_property
    def _leaves(self) -> dict[str, Scalar]:
        plain = self.document.model_dump(exclude_none=True, exclude={"extends"})
        return {dotted(path): value for path, value in _flat(plain, ())}

    def value(self, path: str) -> Value:
        """Return the value at a dotted path.

        Parameters
        ----------
        path
            Such as ``us.air``, ``countries.FIN.cap`` or ``mandate.mission``.

        Returns
        -------
        str, int, float, bool, date, dict or None
            A mapping where the mission is given by chances; None where a country is not argued with.

        Raises
        ------
        ScenarioError
            If there is no such input.
        """
        if path in self._leaves:
            return self._leaves[path]
        check_path(path, self.name)
        below = {
            key.removeprefix(f"{path}."): value for key, value in self._leaves.items() if key.startswith(f"{path}.")
        }
        return below or None

    def with_(self, path: str, value: object) -> "Scenario":
        """Return this scenario with one value changed.

        Raises
        ------
        ScenarioError
            If there is no such input, it does not take the value, or the scenario would contradict itself.
        """
        return self.with_values({path: value})

    def with_values(self, values: Mapping[str, object]) -> "Scenario":
        """Return this scenario with several values changed at once; see :meth:`with_`.

        ``us.involvement`` sets all five components that are not named beside it.
        """
        patches = []
        for path, value in values.items():
            shown = option_text(path, value)
            check_path(path, shown)
            patches.append(assigned(path, value, shown))
        layer: Layer = {}
        for parts, value in _flat(
            self.document.model_dump(exclude_none=True, exclude={"extends"}), (), whole_lists=True
        ):
            layer[parts] = Given(value, self.origins.get(dotted(parts), DEFAULT))
        return scenario_of(self.name, with_options(layer, patches), self.chain, self.sources)

    def inputs_at(self, round: int) -> dict[str, float]:  # noqa: A002 - a round of talks is what it is
        """Return the inputs of the talks in a round, by dotted path, in the order of :data:`INPUTS`.

        A value given under ``paths`` holds from its round on, until the next one.
        """
        return {path: self._input_at(path, round) for path in INPUTS}

    def _input_at(self, path: str, round_number: int) -> float:
        series = self.document.paths.get(path, {})
        rounds = sorted(int(text) for text in series)
        passed = bisect_right(rounds, round_number)
        if passed:
            return {int(text): value for text, value in series.items()}[rounds[passed - 1]]
        return cast(float, self._leaves[path])

    def last_input_round(self) -> int:
        """Return the last round in which an input moves, 0 if none does."""
        return max((int(text) for series in self.document.paths.values() for text in series), default=0)

    def canonical(self) -> dict[str, str | int | float | bool]:
        """Return what the scenario says, and nothing about where it was written: JSON-ready, for hashes and records."""
        return {path: _json_ready(value) for path, value in self._leaves.items()}

    def mistake(
        self, code: str, message: str, origin: Origin | None, mend: str | None = None, severity: Severity = "error"
    ) -> Mistake:
        """Return a mistake at the place a value comes from."""
        return mistake_at(self.sources, code, message, origin, mend, severity)


def scenario_of(name: str, layer: Layer, chain: tuple[str, ...], sources: Mapping[str, Source]) -> Scenario:
    """Return the scenario that a complete layer of values makes.

    Raises
    ------
    ScenarioError
        If a value is not allowed, or the values contradict each other.
    """
    data = nested(layer)
    given = {dotted(path): value.origin for path, value in layer.items()}

    def report(path: KeyPath, on_key: bool, code: str, message: str, mend: str | None) -> Mistake:
        return mistake_at(sources, code, message, given.get(dotted(path)), mend)

    try:
        document = ScenarioDocument.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(mistakes_from(error, data, (), report)) from error
    draft = Scenario(name, document, chain=chain, sources=sources)
    origins = {path: _origin(given, path) for path in draft.leaves()}
    scenario = Scenario(name, document, origins, chain, sources)
    found = consistency.errors(scenario)
    if found:
        raise ScenarioError(found)
    return scenario


def _origin(given: Mapping[str, Origin], path: str) -> Origin:
    # A list is one value in a file, whatever its items hold.
    while path and path not in given:
        path = path.rpartition(".")[0]
    return given.get(path, DEFAULT)


def mistake_at(
    sources: Mapping[str, Source],
    code: str,
    message: str,
    origin: Origin | None,
    mend: str | None = None,
    severity: Severity = "error",
) -> Mistake:
    """Return a mistake at the place a value comes from, with the line of its file."""
    if origin is None or origin.kind == "default":
        return Mistake(code, message, help=mend, severity=severity)
    if origin.line is None or origin.column is None or origin.file is None:
        return Mistake(code, message, origin.file, help=mend, severity=severity)
    source = sources.get(origin.file, Source(origin.file))
    at = Position(origin.line, origin.column, origin.length or 1)
    return source.mistake(code, message, at, mend=mend, severity=severity)


def _flat(data: Mapping[str, object], prefix: KeyPath, whole_lists: bool = False) -> Iterator[tuple[KeyPath, Scalar]]:
    for key in sorted(data, key=lambda word: _rank(prefix, word)):
        yield from _flat_value(data[key], (*prefix, key), whole_lists)


def _flat_value(value: object, path: KeyPath, whole_lists: bool) -> Iterator[tuple[KeyPath, Scalar]]:
    if isinstance(value, dict):
        yield from _flat(value, path, whole_lists)
    elif isinstance(value, list) and not whole_lists:
        for index, item in enumerate(value):
            yield from _flat_value(item, (*path, index), whole_lists)
    else:
        yield path, cast(Scalar, value)


def _rank(prefix: KeyPath, word: Key) -> tuple[int, int, int, str]:
    text = str(word)
    fixed = _ranks(prefix)
    found = leaf(text)
    input_rank = order().get(_general(text), 0) if found is not None else 0
    return fixed.get(text, len(fixed)), input_rank, int(text) if text.isdigit() else 0, text


@lru_cache(maxsize=4096)
def _ranks(prefix: KeyPath) -> dict[str, int]:
    return {key: number for number, key in enumerate(children(prefix))}


def _general(path: str) -> str:
    parts = path.split(".")
    return ".".join([parts[0], "*", *parts[2:]]) if parts[0] == "countries" else path


def _json_ready(value: Scalar) -> str | int | float | bool:
    return value.isoformat() if isinstance(value, date) else value
