"""Conditions on outcomes, as ``--fail-if`` takes them: ``p(usable>=10000)<0.5``, ``us-backstop: median(pledged)<8000``.

Grammar, with spaces anywhere between words::

    condition = [ scenario ":" ] quantity sign number
    quantity  = "p" "(" event ")"  |  ( "median" | "mean" ) "(" total ")"
    event     = number  |  ( total | country ) sign number
    total     = "headline" | "pledged" | "allocated" | "usable" | "joins" | "inside" | "ground"
    country   = ISO 3166 code of three letters; its number is a rung
    sign      = "<" | "<=" | ">" | ">="

A number alone in an event is short for ``pledged>=`` that number.  A chance is a share from 0 to 1.

Analyses take the parts: ``usable>=25000`` is an event, ``usable`` alone is a total (:func:`parse_subject`).
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from simulator.engine.force import STRENGTHS
from simulator.experiments.comparing.codes import MALFORMED, OUT_OF_RANGE, UNKNOWN_SCENARIO, UNKNOWN_WORD
from simulator.experiments.comparing.comparison import (
    Estimate,
    Measure,
    chance_estimate,
    mean_estimate,
    median_estimate,
)
from simulator.experiments.outcomes import TOTALS, Outcomes
from simulator.rule.ladder import TOP
from simulator.scenario.diagnostics import Mistake, did_you_mean, number_text
from simulator.scenario.naming import country_help
from simulator.scenario.values import countries

SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
MEASURES: Mapping[str, Measure] = {"p": "chance", "median": "median", "mean": "mean"}
MOST_TROOPS = 10_000_000
LONGEST = 200
FORM = "write p(usable>=10000)<0.5, median(pledged)<8000 or p(FIN>=3)<0.2, for example"
EVENT_FORM = "write usable>=25000, joins<10, FIN>=3 or 25000 (short for pledged>=25000), for example"
SHORT_FOR = ("pledged", ">=")
"""What an event that is a number alone means."""

TOKEN = re.compile(
    r"(?P<number>[-+]?(?:\d[\d,_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?%?)|(?P<word>[^\W\d_]\w*)|(?P<sign>[<>=!]=?)|(?P<mark>\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """What may happen in a run: a total (persons, or countries) or the rung of a country compares with a number."""

    of: str
    sign: str
    number: int


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the outcomes of a scenario.

    Attributes
    ----------
    text
        As it was written, without the scenario.
    scenario
        The scenario it is about; None for every one but the first.
    measure
        What is taken over runs.
    of
        An event for a chance, else a total.
    sign, bound
        What the number is compared with; a share in [0, 1] for a chance.
    """

    text: str
    scenario: str | None
    measure: Measure
    of: Event | str
    sign: str
    bound: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a condition in one scenario.

    Attributes
    ----------
    condition, scenario
        Which condition, and for which scenario it was looked at.
    estimate
        The number with its 95 % interval; a chance in runs of 100.
    true
        Whether the condition came true.
    within_noise
        Whether the interval contains the bound, so that other runs might have said otherwise.
    """

    condition: Condition
    scenario: str
    estimate: Estimate
    true: bool
    within_noise: bool

    def to_json(self) -> dict[str, Any]:
        """Return the finding as plain JSON values; an end of the interval without a bound is None."""
        low, high = (end if isfinite(end) else None for end in (self.estimate.low, self.estimate.high))
        return {
            "condition": self.condition.text,
            "scenario": self.scenario,
            "measure": self.condition.measure,
            "value": self.estimate.value,
            "low": low,
            "high": high,
            "true": self.true,
            "within_noise": self.within_noise,
        }


class ConditionError(ValueError):
    """Conditions are malformed; carries all mistakes that were found."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(f"{mistake.message} in `{mistake.source}`" for mistake in self.mistakes))


def parse_conditions(texts: Sequence[str], scenarios: Sequence[str]) -> tuple[Condition, ...]:
    """Read conditions.

    Parameters
    ----------
    texts
        One condition each.
    scenarios
        Names of the scenarios that are compared.

    Raises
    ------
    ConditionError
        With the mistakes of all of them; the line of a mistake is the number of its condition, from 1.
    """
    mistakes: list[Mistake] = []
    conditions = []
    for number, text in enumerate(texts, start=1):
        reader = _Reader(text, number)
        with suppress(_Stopped):
            conditions.append(reader.condition(scenarios))
        mistakes += reader.mistakes
    if mistakes:
        raise ConditionError(mistakes)
    return tuple(conditions)


def parse_event(text: str, option: str) -> Event:
    """Read what may happen in a run, such as ``usable>=25000``, ``FIN>=3``, or ``25000`` for what is pledged.

    Parameters
    ----------
    text
        An event of the grammar above.
    option
        The option that takes it, for messages.

    Raises
    ------
    ConditionError
        With every mistake.
    """
    reader = _Reader(text, 1, option)
    with suppress(_Stopped):
        return reader.whole_event()
    raise ConditionError(reader.mistakes)


def parse_subject(text: str, option: str) -> Event | str:
    """Read a total, such as ``usable``, or else an event; parameters and errors as for :func:`parse_event`."""
    return text.strip() if text.strip() in TOTALS else parse_event(text, option)


def evaluate(conditions: Sequence[Condition], scenarios: Sequence[Outcomes]) -> tuple[Finding, ...]:
    """Look at conditions: each for the scenario it names, or for every one but the first.

    Parameters
    ----------
    conditions
        As parsed for these scenarios.
    scenarios
        Outcomes in the order of the command.

    Returns
    -------
    tuple of Finding
        By condition, then by scenario.
    """
    return tuple(
        _finding(condition, outcomes)
        for condition in conditions
        for place, outcomes in enumerate(scenarios)
        if (place > 0 if condition.scenario is None else outcomes.scenario == condition.scenario)
    )


def _finding(condition: Condition, outcomes: Outcomes) -> Finding:
    if isinstance(condition.of, Event):
        happened = _happened(condition.of, outcomes)
        estimate, value, scale = chance_estimate(happened), int(happened.sum()) / len(happened), 100.0
    else:
        estimate_of = median_estimate if condition.measure == "median" else mean_estimate
        estimate = estimate_of(outcomes.totals[condition.of])
        value, scale = estimate.value, 1.0
    true = bool(SIGNS[condition.sign](value, condition.bound))
    within = estimate.low <= scale * condition.bound <= estimate.high
    return Finding(condition, outcomes.scenario, estimate, true, within)


def event_words(event: Event) -> str:
    """Return an event as it can be written again."""
    return f"{event.of}{event.sign}{event.number}"


def _happened(event: Event, outcomes: Outcomes) -> NDArray[np.bool_]:
    values = outcomes.totals[event.of] if event.of in TOTALS else outcomes.rungs_of(event.of)
    return np.asarray(SIGNS[event.sign](values, event.number), dtype=np.bool_)


class _Token(NamedTuple):
    """One word of a condition; the column counts from 1."""

    kind: str
    text: str
    column: int


class _Stopped(Exception):  # noqa: N818 - it only leaves a condition whose mistake is noted already
    """A condition cannot be read any further."""


class _Reader:
    """Reads one condition from left to right, and notes every mistake it can tell without guessing."""

    def __init__(self, text: str, number: int, option: str = "--fail-if") -> None:
        self.text, self.number, self.option = text, number, option
        self.form = FORM if option == "--fail-if" else EVENT_FORM
        self.mistakes: list[Mistake] = []
        self.scenario, colon, condition = text.rpartition(":") if option == "--fail-if" else ("", "", text)
        self.start = len(self.scenario) + len(colon)
        found = [
            _Token(str(match.lastgroup), match.group(), self.start + match.start() + 1)
            for match in TOKEN.finditer(condition)
        ]
        self.tokens = [*found, _Token("end", "", len(text) + 1)]

    def note(self, code: str, message: str, at: _Token, mend: str | None = None) -> None:
        length = max(1, len(at.text))
        self.mistakes.append(
            Mistake(code, f"{self.option}: {message}", None, self.number, at.column, length, self.text, mend)
        )

    def stop(self, code: str, message: str, at: _Token, mend: str | None = None) -> NoReturn:
        self.note(code, message, at, mend)
        raise _Stopped

    def take(self, kind: str, expected: str, texts: Iterable[str] = ()) -> _Token:
        """Return the next word, which must be of a kind, and one of some texts where any are given."""
        token = self.tokens[0]
        allowed = tuple(texts)
        if token.kind != kind or (allowed and token.text not in allowed):
            found = f"`{token.text}`" if token.text else "the end"
            self.stop(MALFORMED, f"expected {expected}, found {found}", token, self.form)
        return self.tokens.pop(0)

    def condition(self, scenarios: Sequence[str]) -> Condition:
        if len(self.text) > LONGEST:
            self.stop(MALFORMED, f"a condition has at most {LONGEST} characters", _Token("end", "", 1))
        scenario = self.named_scenario(scenarios) if self.start else None
        function = self.take("word", "p, median or mean")
        if function.text not in MEASURES:
            message = f"unknown word `{function.text}`, allowed: {', '.join(MEASURES)}"
            self.stop(UNKNOWN_WORD, message, function, did_you_mean(function.text, MEASURES) or FORM)
        measure = MEASURES[function.text]
        self.take("mark", "`(`", "(")
        of = self.event() if measure == "chance" else self.subject(with_countries=False)
        self.take("mark", "`)`", ")")
        sign = self.take("sign", f"one of {', '.join(SIGNS)}", SIGNS).text
        bound = self.bound(measure, of)
        self.take("end", "the end")
        if self.mistakes:
            raise _Stopped
        return Condition(self.text[self.start :].strip(), scenario, measure, of, sign, bound)

    def whole_event(self) -> Event:
        if len(self.text) > LONGEST:
            self.stop(MALFORMED, f"it has at most {LONGEST} characters", _Token("end", "", 1))
        # A chance may be written as conditions write it: p(usable>=25000).
        wrapped = [token.text for token in self.tokens[:2]] == ["p", "("]
        if wrapped:
            del self.tokens[:2]
        event = self.event()
        if wrapped:
            self.take("mark", "`)`", ")")
        self.take("end", "the end")
        if self.mistakes:
            raise _Stopped
        return event

    def named_scenario(self, scenarios: Sequence[str]) -> str:
        name = self.scenario.strip()
        if name not in scenarios:
            at = _Token("word", self.scenario, 1)
            mend = did_you_mean(name, scenarios) or f"compared are: {', '.join(scenarios)}"
            self.note(UNKNOWN_SCENARIO, f"`{name}` is not compared", at, mend)
        return name

    def event(self) -> Event:
        if self.tokens[0].kind == "number":
            of, sign = SHORT_FOR
        else:
            of = self.subject(with_countries=True)
            sign = self.take("sign", f"one of {', '.join(SIGNS)}", SIGNS).text
        return Event(of, sign, int(self.number_in(f"`{of}`", *_range_of(of), whole=True)))

    def subject(self, *, with_countries: bool) -> str:
        token = self.take("word", "a strength, a count or a country" if with_countries else "a strength or a count")
        word = token.text
        if word in TOTALS or (with_countries and word in countries()):
            return word
        if word in countries():
            self.note(UNKNOWN_WORD, f"`{word}` is a country, which has chances only", token, f"write p({word}>=3)<0.5")
            return STRENGTHS[0]
        allowed = f"{', '.join(TOTALS)}{', or a country' if with_countries else ''}"
        country = country_help(word) if with_countries else None
        mend = country if word.isupper() else did_you_mean(word, TOTALS) or country
        self.note(UNKNOWN_WORD, f"unknown word `{word}`, allowed: {allowed}", token, mend)
        return word

    def bound(self, measure: Measure, of: Event | str) -> float:
        if measure == "chance":
            return self.number_in("a chance", 0.0, 1.0)
        return self.number_in(f"the {measure} of `{of}`", *_range_of(str(of)))

    def number_in(self, name: str, low: float, high: float, *, whole: bool = False) -> float:
        """Return the next number; 0 where it is none or out of range, which is noted."""
        token = self.take("number", "a number")
        try:
            value = float(token.text)
        except ValueError:
            value = None
        if value is None or "_" in token.text:
            self.note(OUT_OF_RANGE, f"`{token.text}` is no number", token, _plain_number(token.text, high))
            return 0.0
        if low <= value <= high and (value.is_integer() or not whole):
            return value
        kind = "whole numbers from " if whole else ""
        mend = f"{token.text} of 100 is written {number_text(value / 100)}" if high == 1.0 < value <= 100.0 else None
        span = f"{number_text(low)} to {number_text(high)}"
        self.note(OUT_OF_RANGE, f"{name} is compared with {token.text}, allowed: {kind}{span}", token, mend)
        return 0.0


def _range_of(of: str) -> tuple[float, float]:
    """Return the smallest and largest number that a total or a country's rung compares with; an unknown word, all."""
    if of in TOTALS and of not in STRENGTHS:
        return 0.0, float(len(countries()))
    return 0.0, float(TOP if of in countries() else MOST_TROOPS)


def _plain_number(text: str, high: float) -> str | None:
    plain = text.replace(",", "").replace("_", "")
    if plain.endswith("%") and high == 1.0:
        return f"{plain} is written {number_text(float(plain[:-1]) / 100)}"
    return f"write it without separators: {plain}" if plain != text and not plain.endswith("%") else None
