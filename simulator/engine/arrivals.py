"""Arrivals: how many troops are there on a day after a deal."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled
from simulator.rule.timeline import TIERS, days_until, lifted, ready_share
from simulator.rule.whole import whole

Floats = NDArray[np.float64]

PRESENT_DAYS = (30, 180, 365, 730)
"""Days after a deal for which present strength is reported: 1, 6, 12 and 24 months."""

WAVES = len(TIERS)


@dataclass(frozen=True, slots=True)
class Contingent:
    """Troops of one country, persons, and the days from the deal to the order to leave."""

    troops: float
    delay: float


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The queue of a force: from each day on, so many are ready and so many are there.

    Attributes
    ----------
    days, ready, there
        Days on which something becomes ready, the first of them 0; how many are ready from that day on; and how many
        are there on that day, before anyone of that day's wave has moved.
    rate
        Lam, persons a day.
    """

    days: Floats
    ready: Floats
    there: Floats
    rate: float

    def deployed(self, day: float) -> float:
        """Return deployed(d) = min over s <= d of [A(s) + Lam (d - s)], persons."""
        return deployed(self.days, self.ready, self.there, len(self.days), self.rate, day)

    def day_of(self, level: float, carried: float) -> float:
        """Return the first day on which so many are there, or NaN if that never comes or enablers do not carry it."""
        return day_of(self.days, self.ready, self.there, len(self.days), self.rate, level, carried)


def arrivals(contingents: Sequence[Contingent], within_10: float, within_30: float, rate: float) -> Arrivals:
    """Return the queue of contingents.

    Parameters
    ----------
    contingents
        One entry a country.
    within_10, within_30
        Cumulative shares that are ready 10 and 30 days after the order; all are after 180.
    rate
        Lam, persons a day, above 0.
    """
    troops = np.array([contingent.troops for contingent in contingents], dtype=np.float64)
    delays = np.array([contingent.delay for contingent in contingents], dtype=np.float64)
    days, ready, there = np.zeros((3, 1 + WAVES * len(contingents)))
    count = fill_queue(troops, delays, within_10, within_30, rate, days, ready, there)
    return Arrivals(days[:count], ready[:count], there[:count], rate)


@compiled
def fill_queue(
    troops: Floats,
    delays: Floats,
    within_10: float,
    within_30: float,
    rate: float,
    days: Floats,
    ready: Floats,
    there: Floats,
) -> int:
    """Fill the queue of contingents (:class:`Arrivals`) and return how many days it has.

    Parameters
    ----------
    troops, delays
        By country: persons, and days from the deal to the order.
    within_10, within_30, rate
        As in :func:`arrivals`.
    days, ready, there
        To be filled; room for one day and three waves a country.
    """
    count = 1
    days[0] = 0.0
    for country in range(len(troops)):
        if troops[country] > 0.0:
            for tier in TIERS:
                days[count] = delays[country] + tier
                count += 1
    days[:count].sort()
    kept = 1
    for place in range(1, count):
        if days[place] > days[kept - 1]:
            days[kept] = days[place]
            kept += 1
    for place in range(kept):
        ready[place] = 0.0
        for country in range(len(troops)):
            if troops[country] > 0.0:
                share = ready_share(days[place] - delays[country], within_10, within_30)
                ready[place] += whole(troops[country] * share)
    there[0] = 0.0
    for place in range(1, kept):
        there[place] = lifted(there[place - 1], days[place] - days[place - 1], rate, ready[place - 1])
    return kept


@compiled
def deployed(days: Floats, ready: Floats, there: Floats, count: int, rate: float, day: float) -> float:
    """Return how many are there on a day, from a filled queue of so many days, persons."""
    last = 0
    for place in range(count):
        if days[place] <= day:
            last = place
    return lifted(there[last], day - days[last], rate, ready[last])


@compiled
def day_of(days: Floats, ready: Floats, there: Floats, count: int, rate: float, level: float, carried: float) -> float:
    """Return the first day on which so many are there, from a filled queue; NaN as in :meth:`Arrivals.day_of`."""
    if level <= 0.0 or level > carried:
        return np.nan
    for place in range(count):
        end = days[place + 1] if place + 1 < count else np.inf
        if level <= ready[place]:
            day = float(days[place] + days_until(level, there[place], rate))
            if day <= end:
                return day
    return np.nan
