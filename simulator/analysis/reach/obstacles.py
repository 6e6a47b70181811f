"""Obstacles: what is in the way of a force where no setting of the inputs gives it.

With every input at its best end, one limit after the other is lifted and the same runs are made again.  What the caps
allow is counted apart: every country on the highest rung that its own words and its parliament leave open, whatever the
conditions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.reach.common_runs import CommonRuns, Setting
from simulator.analysis.reach.crossing import Goal
from simulator.analysis.spreads import Spread, spread
from simulator.engine.conference import Conference
from simulator.engine.force import SLACK
from simulator.engine.kernel import Points, place_of_setting, settle
from simulator.engine.profiles import drawn_profiles
from simulator.engine.sources import CAP, CONSENT
from simulator.engine.totals import Drawn, Runs
from simulator.experiments.statistics import Chance, chance, quantile_interval
from simulator.rule.force import ENABLERS
from simulator.rule.ladder import CONSENT_CEILING, TOP

BOUNDLESS = (1e8, 2e8, 3e8)
"""What an enabler carries where its limit is lifted, persons: low, mode and high."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit, and how far lifting it alone would get.

    Attributes
    ----------
    kind
        ``cap`` (of one country), ``caps`` (of all), ``enabler`` (one), ``enablers`` (all), ``parliaments``, ``words``
        (what a country's own words tie), ``caveats``, ``shaving``, ``framework``, ``record`` (past contingents),
        ``everything`` (all of these), ``input`` (one that was not searched, at its best end), ``inputs`` (all of
        them).
    name
        Code of the country, name of the enabler, path of the input; empty otherwise.
    chance
        Of the goal with this limit lifted.
    gain
        Runs of 100 that lifting it adds.
    """

    kind: str
    name: str
    chance: Chance
    gain: float


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What is in the way with every searched input at its best end.

    Attributes
    ----------
    limiting
        Of 100 runs that fall short, those in which an enabler limits, by its name.
    short
        Runs of 100 that fall short.
    attainable, attainable_low, attainable_high
        The largest size that is reached in as many runs as were asked for, persons, and its 95 % interval for the run
        noise; None where the runs do not bound it on that side.
    caps_allow
        Persons, if every country stood on the highest rung its own words and its parliament leave open, before
        anything is taken off: headline where the goal is one, else what can be kept up.
    caps_reach
        Chance that this alone reaches the size: a bound that the searched inputs cannot pass.
    limits
        Limits by what lifting them adds, each alone; those that add nothing are left out.
    """

    limiting: Mapping[str, Chance]
    short: float
    attainable: int
    attainable_low: int | None
    attainable_high: int | None
    caps_allow: Spread
    caps_reach: Chance
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class _Lift:
    """How to lift one limit."""

    kind: str
    name: str
    conference: Callable[[Conference], Conference] = lambda conference: conference
    points: Callable[[Points], Points] = lambda points: points
    drawn: Callable[[Drawn], Drawn] = lambda drawn: drawn


def obstacles(runs: CommonRuns, best: Setting, goal: Goal, others: Mapping[str, Setting]) -> Obstacles:
    """Return what is in the way of a goal.

    Parameters
    ----------
    runs
        The common runs.
    best
        Every searched input at its best end.
    goal
        What is wanted.
    others
        Inputs that were not searched, each with what sets it to its best end; the whole lot under an empty name.
    """
    conference, points = runs.compiled([best])
    parts = runs.totals(conference, points)
    reached = _reached(parts, goal)
    limits = [_tried(runs, conference, points, lift, goal, reached) for lift in _lifts(conference)]
    for name, setting in others.items():
        count = int(runs.counts([{**best, **setting}], goal.strength, goal.troops)[0])
        limits.append(_limit("input" if name else "inputs", name, count, reached, runs.runs))
    useful = [limit for limit in limits if limit.gain > 0.0]
    allowed = _caps_allow(runs, conference, points, goal)
    attainable, low, high = _attainable(parts, goal)
    return Obstacles(
        limiting=_limiting(parts, goal),
        short=100.0 * (runs.runs - reached) / runs.runs,
        attainable=attainable,
        attainable_low=low,
        attainable_high=high,
        caps_allow=_certain(allowed),
        caps_reach=chance(int((allowed >= goal.troops).sum()), runs.runs),
        limits=tuple(sorted(useful, key=lambda limit: (-limit.gain, limit.kind, limit.name))),
    )


def _reached(parts: list[Runs], goal: Goal) -> int:
    return sum(int((getattr(part, goal.strength)[0] >= goal.troops).sum()) for part in parts)


def _attainable(parts: list[Runs], goal: Goal) -> tuple[int, int | None, int | None]:
    """Return the largest size reached in as many runs as are asked for, and its interval."""
    sizes = np.sort(np.concatenate([getattr(part, goal.strength)[0] for part in parts]))
    _, enough, _ = goal.needs(len(sizes))
    largest = int(sizes[len(sizes) - max(1, enough)])
    share = min(1.0 - 1e-9, max(1e-9, 1.0 - goal.in_100 / 100.0))
    low, high = quantile_interval(sizes, share)
    return largest, int(low) if isfinite(low) else None, int(high) if isfinite(high) else None


def _tried(runs: CommonRuns, conference: Conference, points: Points, lift: _Lift, goal: Goal, before: int) -> Limit:
    parts = runs.totals(lift.conference(conference), lift.points(points), lift.drawn)
    return _limit(lift.kind, lift.name, _reached(parts, goal), before, runs.runs)


def _limit(kind: str, name: str, count: int, before: int, runs: int) -> Limit:
    return Limit(kind, name, chance(count, runs), 100.0 * (count - before) / runs)


def _lifts(conference: Conference) -> list[_Lift]:
    capped = np.any([coding.caps < TOP for coding in conference.codings], axis=0)
    single = [_Lift("cap", conference.iso3[place], drawn=_opened(place)) for place in np.flatnonzero(capped).tolist()]
    enablers = [_Lift("enabler", name, conference=_carrying({place})) for place, name in enumerate(ENABLERS)]
    return [
        *single,
        *enablers,
        _Lift("caps", "", drawn=_opened(None)),
        _Lift("enablers", "", conference=_carrying(set(range(len(ENABLERS))))),
        _Lift("parliaments", "", drawn=_agreed),
        _Lift("words", "", drawn=_unspoken),
        _Lift("caveats", "", conference=_without_caveats),
        _Lift("record", "", conference=_without_record),
        _Lift("shaving", "", points=lambda points: points._replace(shaving=np.zeros_like(points.shaving))),
        _Lift("framework", "", points=_without_framework),
        _Lift("everything", "", conference=_unbound, points=_without_limits, drawn=_free),
    ]


def _unbound(conference: Conference) -> Conference:
    return _without_record(_without_caveats(_carrying(set(range(len(ENABLERS))))(conference)))


def _without_limits(points: Points) -> Points:
    return _without_framework(points)._replace(shaving=np.zeros_like(points.shaving))


def _free(drawn: Drawn) -> Drawn:
    return _unspoken(_agreed(_opened(None)(drawn)))


def _opened(place: int | None) -> Callable[[Drawn], Drawn]:
    """Return what opens every rung to one country, or to all."""

    def lifted(drawn: Drawn) -> Drawn:
        traits = drawn.rows.traits.copy()
        traits[CAP, slice(None) if place is None else place] = float(TOP)
        return drawn._replace(rows=drawn.rows._replace(traits=traits))

    return lifted


def _agreed(drawn: Drawn) -> Drawn:
    """Have every parliament agree."""
    traits = drawn.rows.traits.copy()
    traits[CONSENT] = 1.0
    return drawn._replace(rows=drawn.rows._replace(traits=traits))


def _unspoken(drawn: Drawn) -> Drawn:
    """Count all that is pledged, whatever a country's own words tie it to."""
    nothing = np.zeros((0, 0, 0))
    return drawn._replace(word_codes=nothing, word_thresholds=nothing)


def _carrying(places: set[int]) -> Callable[[Conference], Conference]:
    """Return what lifts the limits of some enablers."""

    def lifted(conference: Conference) -> Conference:
        europe = tuple(
            BOUNDLESS if place in places else corners for place, corners in enumerate(conference.deployment.europe)
        )
        return replace(conference, deployment=replace(conference.deployment, europe=europe))

    return lifted


def _without_caveats(conference: Conference) -> Conference:
    deployment = conference.deployment
    return replace(conference, deployment=replace(deployment, caveat=np.ones_like(deployment.caveat)))


def _without_record(conference: Conference) -> Conference:
    endless = np.full_like(conference.record_sustained, np.inf)
    return replace(conference, record_sustained=endless, record_surge=endless)


def _without_framework(points: Points) -> Points:
    settings = points.settings.copy()
    settings[:, place_of_setting("framework")] = 0.0
    return points._replace(settings=settings)


def _limiting(parts: list[Runs], goal: Goal) -> dict[str, Chance]:
    """Return in how many of the runs that fall short each enabler limits."""
    short = np.concatenate([getattr(part, goal.strength)[0] < goal.troops for part in parts])
    limiting = np.concatenate([part.limiting[0] for part in parts])[short]
    if goal.strength != "usable" or not short.any():
        return {}
    counts = {name: int((limiting == place).sum()) for place, name in enumerate(ENABLERS)}
    counts["none"] = int((limiting == SLACK).sum())
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    return {name: chance(count, len(limiting)) for name, count in ranked if count}


def _caps_allow(runs: CommonRuns, conference: Conference, points: Points, goal: Goal) -> NDArray[np.float64]:
    """Return what all countries on their highest open rungs come to in each run, persons."""
    sizes = np.asarray(conference.rule.size_factors, dtype=np.float64)
    found = []
    for block in runs.blocks:
        profiles = drawn_profiles(conference, runs.seed, *block)
        settled = settle(conference, profiles, points)
        capacity = settled.surge[0] if goal.strength == "headline" else settled.sustained[0]
        ceilings = np.where(profiles.consent < 1.0, np.minimum(profiles.caps, CONSENT_CEILING), profiles.caps)
        found.append(np.floor(sizes[ceilings.astype(np.int64)] * capacity).sum(axis=1))
    return np.concatenate(found)


def _certain(values: NDArray[np.float64]) -> Spread:
    found = spread(values)
    if found is None:
        raise ValueError("a spread needs at least one run")
    return found
