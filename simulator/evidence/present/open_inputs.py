"""Inputs at a later date: ranges that open from today's values with the months that pass.

The scenario ``open-inputs`` states how far each input may go within a year or two, argued from what was known on its
day.  For a nearer date a range is opened in part: each of its ends lies a share ``w`` of the way from today's value to
the end stated, with

    w(m) = 1 - (1 - OPEN_TODAY) * 2 ** (-m / HALF_LIFE)

after m months.  Two numbers in it are judged.  Today's values are themselves readings of events, so a quarter of each
range is open on the very day.  Half of the rest opens in six months: in the eleven weeks before 30 April 2025 five
events moved American involvement alone, all one way, without leaving the lower half of its scale.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, repeat

from simulator.experiments.designs.building import draw, own_value
from simulator.experiments.designs.samples import Choice, Sample, Source, Triangular, Uniform
from simulator.experiments.designs.values import Value
from simulator.scenario.library import load
from simulator.scenario.scenario import Scenario
from simulator.scenario.values import leaf

SCENARIO = "open-inputs"
OPEN_TODAY = 0.25
HALF_LIFE = 6.0
DAYS_IN_MONTH = 365.25 / 12.0

GRAIN = 1000
"""Parts in which the chances of words are kept."""

DATELESS = ("structure.", "capacity.")
"""Numbers of the rule, which no event settles: their ranges are open in full at any distance."""


@dataclass(frozen=True, slots=True)
class OpenInput:
    """One input at the target date.

    Attributes
    ----------
    path
        Its dotted path.
    today
        The value of the scenario, as of its day.
    stated
        Range or words of the scenario file.
    source
        What is drawn from: the range opened in part.
    """

    path: str
    today: Value
    stated: Source
    source: Source


def months_between(first: date, last: date) -> float:
    """Return the months from one day to another, of 30.4 days each; negative if the second is earlier."""
    return (last - first).days / DAYS_IN_MONTH


def opened_share(months: float) -> float:
    """Return w, the share of each range that is open after some months.

    Parameters
    ----------
    months
        From the day of today's values to the target date, 0 or more.

    Returns
    -------
    float
        0.25 at once, towards 1 with time.
    """
    return float(1.0 - (1.0 - OPEN_TODAY) * 2.0 ** (-months / HALF_LIFE))


def share_open(scenario: Scenario, as_of: date, target: date) -> float:
    """Return the share of each range that is open between two days.

    Today's values are those of the day of the scenario.  Somebody who stands before that day has none, and every range
    is open in full; somebody who stands after it has no newer ones, and time counts from the day of the scenario.
    """
    if as_of < scenario.document.as_of:
        return 1.0
    return opened_share(months_between(scenario.document.as_of, target))


def stated_scenario() -> Scenario:
    """Return the scenario that states the ranges."""
    return load(SCENARIO)


def open_inputs(scenario: Scenario, share: float) -> tuple[OpenInput, ...]:
    """Return the inputs of a scenario that are uncertain, each with its range opened in part.

    Parameters
    ----------
    scenario
        With an ``uncertain:`` block.
    share
        w, from 0 (today's value alone) to 1 (the range as stated).
    """
    sample = _whole_sample(scenario, 1, 0)
    return tuple(
        _open_input(scenario, path, source, share) for path, source in zip(sample.inputs, sample.sources, strict=True)
    )


def open_sample(scenario: Scenario, share: float, size: int, seed: int) -> Sample:
    """Return points drawn from ranges that are opened in part: a scrambled Sobol' sequence.

    Parameters
    ----------
    scenario
        With an ``uncertain:`` block.
    share
        w, from 0 to 1.
    size
        Points, a power of two.
    seed
        Of the scrambling.
    """
    inputs = open_inputs(scenario, share)
    return replace(_whole_sample(scenario, size, seed), sources=tuple(one.source for one in inputs))


def _whole_sample(scenario: Scenario, size: int, seed: int) -> Sample:
    sample = draw(scenario, "sobol", (), size, seed)
    if not isinstance(sample, Sample):
        raise TypeError(f"{scenario.name} draws no points")
    return sample


def _open_input(scenario: Scenario, path: str, stated: Source, share: float) -> OpenInput:
    found = leaf(path)
    today = own_value(scenario, found) if found is not None else None
    if today is None:
        raise ValueError(f"{path} has no single value in {scenario.name} to open from")
    source = stated if path.startswith(DATELESS) else _opened(stated, today, share)
    return OpenInput(path, today, stated, source)


def _opened(stated: Source, today: Value, share: float) -> Source:
    """Return a range whose ends lie a share of the way from today's value to the ends stated."""
    if isinstance(stated, Choice):
        return Choice(_weighted(stated.values, today, share))
    middle = float(today)

    def towards(end: float) -> float:
        return middle + share * (end - middle)

    if isinstance(stated, Triangular):
        return Triangular(towards(stated.low), towards(stated.mode), towards(stated.high))
    return Uniform(towards(stated.low), towards(stated.high), stated.whole)


def _weighted(words: tuple[Value, ...], today: Value, share: float) -> tuple[Value, ...]:
    """Return words so often that each has its stated chance times the share, and today's word the rest as well."""
    others = [word for word in dict.fromkeys(words) if word != today]
    counts = {word: round(GRAIN * share * words.count(word) / len(words)) for word in others}
    kept = GRAIN - sum(counts.values())
    return (*repeat(today, kept), *chain.from_iterable(repeat(word, count) for word, count in counts.items()))
