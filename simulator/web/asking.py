"""Asking: what a request for an exact run may say, and the case that it means."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulator.scenario.diagnostics import ScenarioError, printable
from simulator.scenario.scenario import Scenario

MOST_RUNS = 20_000
LARGEST_SIZE = 10_000_000
LARGEST_NUMBER = 1e15

LONGEST_WORD = 500

Path = Annotated[str, Field(min_length=1, max_length=200)]


class RunRequest(BaseModel):
    """A request for an exact run.

    Attributes
    ----------
    inputs
        Values by dotted path, laid over the scenario.
    runs, seed
        Replicates and root seed.
    thresholds
        Sizes in persons whose chances are wanted.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    inputs: Annotated[dict[Path, Any], Field(max_length=200)] = {}
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)] = 2_000
    seed: Annotated[int, Field(ge=0, lt=2**64)] = 1
    thresholds: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_SIZE)]], Field(max_length=100)] = [10_000, 20_000]


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario to run, and how."""

    scenario: Scenario
    runs: int
    seed: int
    thresholds: tuple[int, ...]


Runner = Callable[[Case, Callable[[int], None]], dict[str, Any]]
"""Runs a case, calling back with the number of runs done, and returns its summary as plain JSON values."""


class AskingError(ValueError):
    """A request that means no case.

    Attributes
    ----------
    errors
        All that is wrong with it, each with a ``message``.
    """

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("; ".join(error["message"] for error in errors))
        self.errors = errors


def read_case(body: bytes, base: Scenario) -> Case:
    """Return the case that the body of a request means.

    Parameters
    ----------
    body
        JSON, see :class:`RunRequest`.
    base
        What holds beside its inputs.

    Raises
    ------
    AskingError
        With everything that is wrong.
    """
    try:
        asked = RunRequest.model_validate(_json(body))
    except ValidationError as error:
        raise AskingError([_told(wrong) for wrong in error.errors(include_url=False)]) from error
    return Case(_changed(base, asked.inputs), asked.runs, asked.seed, tuple(sorted(set(asked.thresholds))))


def _changed(base: Scenario, asked: Mapping[str, Any]) -> Scenario:
    inputs = {path: _day(value) if path == "as_of" else value for path, value in asked.items()}
    odd = [path for path, value in inputs.items() if not _is_plain(value)]
    if odd:
        raise AskingError([_error(path, "expected a finite number, a word, true or false") for path in odd])
    try:
        return base.with_values(inputs) if inputs else base
    except ScenarioError as whole:
        # One by one, so that all mistakes are told and not only the first.
        single = [error for path, value in inputs.items() for error in _errors(base, path, value)]
        raise AskingError(single or [_error("inputs", mistake.message) for mistake in whole.mistakes]) from whole


def _errors(base: Scenario, path: str, value: Any) -> list[dict[str, Any]]:
    try:
        base.with_values({path: value})
    except ScenarioError as error:
        return [
            {**_error(path, mistake.message), "code": mistake.code, "help": printable(mistake.help or "")}
            for mistake in error.mistakes
        ]
    return []


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_WORD
    # Whole numbers too large to be one are no numbers of a scenario.
    return isinstance(value, date) or (isinstance(value, bool | int | float) and abs(value) <= LARGEST_NUMBER)


def _day(value: Any) -> Any:
    """Return a day that JSON can only give as a text; anything else stays as it is."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def _error(where: str, message: str) -> dict[str, Any]:
    told = message if f"`{where}`" in message else f"{where}: {message}"
    return {"message": printable(told), "where": printable(where)}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise AskingError([{"message": printable(f"The body is no JSON ({error}).")}]) from error


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _told(wrong: Any) -> dict[str, Any]:
    return _error(".".join(map(str, wrong["loc"])) or "the body", wrong["msg"])
