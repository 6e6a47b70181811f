"""Comparison: what changes from one scenario to others.

Run n uses the same draws in every scenario (common random numbers), so scenarios are compared run by run: what all of
them share drops out of the change, and with it most of the run noise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.engine.force import STRENGTHS
from simulator.experiments.comparing.paired import chance_change, median_change, paired_change, variance_ratio
from simulator.experiments.outcomes import TOTALS, Outcomes
from simulator.experiments.statistics import (
    DEVIATIONS,
    PRINTED_DIGITS,
    chance,
    median_of,
    quantile_interval,
    standard_error,
)
from simulator.experiments.summary import COUNTED

EVEN = 50
"""Runs of 100 from which on a country counts as in."""

Crossing = Literal["in", "out"]
Measure = Literal["median", "mean", "chance"]
Whole = NDArray[np.int64]
Happened = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of one scenario and its 95 % interval for run noise; an end is infinite where the runs are too few."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One number in two scenarios, and its change over runs that share their draws.

    Attributes
    ----------
    of
        A strength (persons) or a count of countries; of one country, a count tells how it takes part.
    measure
        ``median`` or ``mean`` over runs, or ``chance`` in runs of 100.
    troops
        The size, persons, that the strength reaches; None for anything but a chance of a strength.
    iso3, name
        The country; None for the force.
    before, after
        In the first scenario, and in the one compared with it.
    change, mcse
        After less before, and its Monte Carlo standard error.
    low, high
        95 % interval of the change.
    within_noise
        Whether the change cannot be told from run noise (at most 2 standard errors).
    """

    of: str
    measure: Measure
    troops: int | None
    iso3: str | None
    name: str | None
    before: Estimate
    after: Estimate
    change: float
    mcse: float
    low: float
    high: float
    within_noise: bool

    @property
    def crosses(self) -> Crossing | None:
        """Whether a country comes in or goes out; by the rounded numbers, so that 50 of 100 is never both."""
        if self.iso3 is None:
            return None
        before, after = round(self.before.value) >= EVEN, round(self.after.value) >= EVEN
        if before == after:
            return None
        return "in" if after else "out"

    def row(self) -> dict[str, Any]:
        """Return the difference as one flat row of plain values; None where there is nothing to say."""
        return {
            "of": self.of,
            "measure": self.measure,
            "troops": self.troops,
            "iso3": self.iso3,
            "name": self.name,
            **{f"before{end}": number for end, number in _ends(self.before)},
            **{f"after{end}": number for end, number in _ends(self.after)},
            "change": self.change,
            "mcse": _bounded(self.mcse),
            "low": _bounded(self.low),
            "high": _bounded(self.high),
            "within_noise": self.within_noise,
            "crosses": self.crosses,
        }


def _ends(found: Estimate) -> tuple[tuple[str, float | None], ...]:
    return ("", found.value), ("_low", _bounded(found.low)), ("_high", _bounded(found.high))


def _bounded(value: float) -> float | None:
    return value if isfinite(value) else None


@dataclass(frozen=True, slots=True)
class Contrast:
    """One scenario against the first.

    Attributes
    ----------
    scenario, title
        The one that is compared with the first.
    totals
        Median and mean of every strength, and of every count of countries.
    reaches
        Chances that a strength reaches a size.
    countries
        Three counts for each country that takes part in either, by ISO code.
    saved
        For each total, how many times as many runs its mean would take without shared draws; None where every run
        changes alike.
    unmoved
        Codes of countries on the same rung in every run.
    left_out
        Codes of countries that take part in one of the two only; they are out in every run of the other.
    """

    scenario: str
    title: str
    totals: tuple[Difference, ...]
    reaches: tuple[Difference, ...]
    countries: tuple[Difference, ...]
    saved: Mapping[str, float | None]
    unmoved: tuple[str, ...]
    left_out: tuple[str, ...]

    def crossing(self, count: str, way: Crossing) -> tuple[Difference, ...]:
        """Return the countries that cross 50 of 100 runs one way, the largest change first."""
        return _largest_first(one for one in self.countries if one.of == count and one.crosses == way)

    def moving(self, count: str) -> tuple[Difference, ...]:
        """Return the countries whose change is clear of run noise but crosses nothing, the largest change first."""
        held = (one for one in self.countries if one.of == count and one.crosses is None)
        return _largest_first(one for one in held if not one.within_noise)

    def below_noise(self) -> tuple[str, ...]:
        """Return the codes of countries that move in some runs, but in no count clear of run noise."""
        clear = {one.iso3 for one in self.countries if not one.within_noise}
        codes = dict.fromkeys(one.iso3 for one in self.countries if one.iso3 is not None)
        return tuple(iso3 for iso3 in codes if iso3 not in clear and iso3 not in self.unmoved)

    def names(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Return the names of countries, in alphabetical order."""
        return tuple(sorted({one.name for one in self.countries if one.name is not None and one.iso3 in codes}))

    def rows(self) -> list[dict[str, Any]]:
        """Return every difference as a flat row."""
        return [one.row() for one in (*self.totals, *self.reaches, *self.countries)]


def _largest_first(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(differences, key=lambda one: (-abs(one.change), one.iso3 or "")))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios against the first of them (``scenario``, ``title``), over the same runs of the same seed."""

    scenario: str
    title: str
    runs: int
    seed: int
    contrasts: tuple[Contrast, ...]

    def to_json(self, out: str | None = None) -> dict[str, Any]:
        """Return the comparison as plain JSON values, the same for the same inputs; an end without a bound is None.

        Parameters
        ----------
        out
            File that the rows were written to, if any.
        """
        return {
            "scenario": self.scenario,
            "title": self.title,
            "runs": self.runs,
            "seed": self.seed,
            "paired": True,
            "contrasts": [_contrast_json(contrast) for contrast in self.contrasts],
            "out": out,
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return every difference as a flat row that names its scenarios: a tidy table."""
        return [
            {"against": self.scenario, "scenario": contrast.scenario, "title": contrast.title} | row
            for contrast in self.contrasts
            for row in contrast.rows()
        ]


def _contrast_json(contrast: Contrast) -> dict[str, Any]:
    ways: tuple[Crossing, ...] = ("in", "out")
    return {
        "scenario": contrast.scenario,
        "title": contrast.title,
        "differences": contrast.rows(),
        "saved": dict(contrast.saved),
        "crosses": {
            count: {way: [one.iso3 for one in contrast.crossing(count, way)] for way in ways} for count in COUNTED
        },
        "below_noise": list(contrast.below_noise()),
        "unmoved": list(contrast.unmoved),
        "left_out": list(contrast.left_out),
    }


def compare(scenarios: Sequence[Outcomes], thresholds: Sequence[int]) -> Comparison:
    """Compare scenarios with the first of them, run by run.

    Parameters
    ----------
    scenarios
        Two or more, over the same runs of the same seed.
    thresholds
        Force sizes (persons) whose chances are wanted.

    Returns
    -------
    Comparison
        Countries are matched by ISO code; one that a scenario leaves out counts there as out in every run.

    Raises
    ------
    ValueError
        If there are fewer than two, or their seeds or numbers of runs differ, so that runs cannot be paired.
    """
    if len(scenarios) < 2:
        raise ValueError("a comparison takes two scenarios or more")
    if len({(one.seed, one.runs) for one in scenarios}) > 1:
        raise ValueError("runs can be paired only over the same seed and number of runs")
    first, *others = scenarios
    sizes = sorted(set(thresholds))
    contrasts = tuple(_contrast(first, other, sizes) for other in others)
    return Comparison(first.scenario, first.title, first.runs, first.seed, contrasts)


def _contrast(one: Outcomes, other: Outcomes, sizes: Sequence[int]) -> Contrast:
    names = dict(zip(one.iso3 + other.iso3, one.names + other.names, strict=True))
    codes = sorted(names)
    totals = {name: (one.totals[name], other.totals[name]) for name in TOTALS}
    rungs = {iso3: (one.rungs_of(iso3), other.rungs_of(iso3)) for iso3 in codes}
    return Contrast(
        scenario=other.scenario,
        title=other.title,
        totals=tuple(make(name, *totals[name]) for name in TOTALS for make in (_median_difference, _mean_difference)),
        reaches=tuple(
            _chance_difference(name, totals[name][0] >= size, totals[name][1] >= size, troops=size)
            for name in STRENGTHS
            for size in sizes
        ),
        countries=tuple(
            _chance_difference(count, before >= rung, after >= rung, iso3=iso3, name=names[iso3])
            for iso3, (before, after) in rungs.items()
            for count, rung in COUNTED.items()
        ),
        saved={name: variance_ratio(*pair) for name, pair in totals.items()},
        unmoved=tuple(iso3 for iso3, (before, after) in rungs.items() if np.array_equal(before, after)),
        left_out=tuple(iso3 for iso3 in codes if (iso3 in one.iso3) != (iso3 in other.iso3)),
    )


def _median_difference(of: str, one: Whole, other: Whole) -> Difference:
    before, after, found = median_estimate(one), median_estimate(other), median_change(one, other)
    ends = _interval(found.median, found.mcse)
    return Difference(
        of, "median", None, None, None, before, after, found.median, found.mcse, *ends, found.within_noise
    )


def _mean_difference(of: str, one: Whole, other: Whole) -> Difference:
    before, after, found = mean_estimate(one), mean_estimate(other), paired_change(one, other)
    ends = _interval(found.mean, found.mcse)
    return Difference(of, "mean", None, None, None, before, after, found.mean, found.mcse, *ends, found.within_noise)


def _chance_difference(
    of: str,
    one: Happened,
    other: Happened,
    *,
    troops: int | None = None,
    iso3: str | None = None,
    name: str | None = None,
) -> Difference:
    before, after, found = chance_estimate(one), chance_estimate(other), chance_change(one, other)
    ends = found.low, found.high
    return Difference(
        of, "chance", troops, iso3, name, before, after, found.in_100, found.mcse, *ends, found.within_noise
    )


def median_estimate(values: Whole) -> Estimate:
    """Return the median of one whole number a run, with the interval of its order statistics."""
    return Estimate(median_of(values), *quantile_interval(values, 0.5))


def mean_estimate(values: Whole) -> Estimate:
    """Return the mean of one whole number a run, with a normal interval."""
    mean = int(values.sum()) / len(values)
    return Estimate(mean, *_interval(mean, standard_error(values) if len(values) > 1 else inf))


def chance_estimate(happened: Happened) -> Estimate:
    """Return in how many of 100 runs an event happened, with Wilson's interval."""
    found = chance(int(happened.sum()), len(happened))
    return Estimate(found.in_100, found.low, found.high)


def _interval(value: float, error: float) -> tuple[float, float]:
    return round(value - DEVIATIONS * error, PRINTED_DIGITS), round(value + DEVIATIONS * error, PRINTED_DIGITS)
