"""Arrivals: how many troops are there on a day after a deal."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from simulator.rule.timeline import TIERS, days_until, lifted, ready_share

PRESENT_DAYS = (30, 180, 365, 730)
"""Days after a deal for which present strength is reported: 1, 6, 12 and 24 months."""

NEVER = float("nan")


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

    days: tuple[float, ...]
    ready: tuple[float, ...]
    there: tuple[float, ...]
    rate: float

    def deployed(self, day: float) -> float:
        """Return deployed(d) = min over s <= d of [A(s) + Lam (d - s)], persons."""
        last = 0
        for place, start in enumerate(self.days):
            if start <= day:
                last = place
        return lifted(self.there[last], day - self.days[last], self.rate, self.ready[last])

    def present(self, day: float, carried: float, usable: float, tour: float) -> int:
        """Return the strength that can work on a day: what arrived, what enablers carry, and after the first tour
        what is usable for years.

        Parameters
        ----------
        day
            Days after the deal.
        carried
            What the scarcest enabler carries, persons.
        usable
            Usable strength, persons.
        tour
            Length of the first tour, days.
        """
        most = usable if day > tour else carried
        return floor(min(self.deployed(day), most))

    def day_of(self, level: float, carried: float) -> float:
        """Return the first day on which so many are there, or NaN if that never comes or enablers do not carry it."""
        if level <= 0.0 or level > carried:
            return NEVER
        ends = (*self.days[1:], float("inf"))
        for start, end, ready, there in zip(self.days, ends, self.ready, self.there, strict=True):
            if level <= ready:
                day = start + days_until(level, there, self.rate)
                if day <= end:
                    return day
        return NEVER


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
    sending = [contingent for contingent in contingents if contingent.troops > 0.0]
    days = sorted({0.0, *(contingent.delay + tier for contingent in sending for tier in TIERS)})
    ready = [
        sum(float(floor(c.troops * ready_share(day - c.delay, within_10, within_30))) for c in sending) for day in days
    ]
    there = [0.0]
    for place in range(1, len(days)):
        there.append(lifted(there[-1], days[place] - days[place - 1], rate, ready[place - 1]))
    return Arrivals(tuple(days), tuple(ready), tuple(there), rate)
