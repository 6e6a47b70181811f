"""Doubt about words: governments take back what they said, coders misread it, and the silent speak up.

The model takes statements at their word, and silence as a default.  What that leaves out has base rates in the tables;
each adds half a case to those seen, so that none seen is not none ever.

- *Reversal.*  Over the time from a country's first firm statement (quality a or b) to the day of the prediction, how
  often does a statement change sides, between leaving soldiers inside Ukraine open and excluding them?
- *Misreading.*  How often do the caps of the two coders lie on different sides of rung 1, 2 or 3?
- *Speaking up.*  In the month before the day, how many countries that had said nothing made their first statement?  The
  caps of silent countries are an assumption; once they speak they are like those that have spoken.

With chance q = 1 - (1 - misread) exp(-rate * months) nothing is known of a country beyond what is known of all: its
chance is then the mean over countries.  A silent country has spoken by the target date with chance
1 - exp(-rate * months): its chance is then the mean over countries that have spoken, of those that were at the Paris
meeting of 27 March 2025 or of those that were not, as it was itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import exp
from statistics import fmean

from simulator.data.countries import ANNOUNCED_STANCE, Country
from simulator.data.roster import Roster
from simulator.evidence.codes.basis import FIRM
from simulator.evidence.codes.known_roster import PARIS
from simulator.evidence.present.open_inputs import months_between
from simulator.rule.ladder import GROUND, INSIDE, JOINS

OPEN_STANCES = (ANNOUNCED_STANCE, "open_conditional", "undecided")
"""Stances that leave soldiers inside Ukraine open."""

EVENTS = (JOINS, INSIDE, GROUND)
PRIOR_CASES = 0.5
WATCHED = timedelta(days=30)
"""How long before the day first statements are counted: the silent speak up ever more rarely, so not for longer."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Doubt about words between two days.

    Attributes
    ----------
    reversals, country_months
        Changes of side between firm statements of one country, and the time in which they could be seen.
    misread, read
        Pairs of caps on different sides of a rung that counts, and all pairs: countries with a statement times three.
    spoke, silent_months
        First statements in the month before the day, and the time in which silent countries could have made one.
    months
        From the day of the prediction to the target date.
    """

    reversals: int
    country_months: float
    misread: int
    read: int
    spoke: int
    silent_months: float
    months: float

    @property
    def rate(self) -> float:
        """Reversals a country and month."""
        return (self.reversals + PRIOR_CASES) / max(1.0, self.country_months)

    @property
    def misreading(self) -> float:
        """Chance that a code puts a country on the wrong side."""
        return (self.misread + PRIOR_CASES) / (self.read + 1.0)

    @property
    def share(self) -> float:
        """q, the chance that nothing is known of a country beyond what is known of all."""
        return 1.0 - (1.0 - self.misreading) * exp(-self.rate * self.months)

    @property
    def speaking_rate(self) -> float:
        """First statements a silent country and month."""
        return (self.spoke + PRIOR_CASES) / max(1.0, self.silent_months)

    @property
    def speaking(self) -> float:
        """Chance that a country that has said nothing will have spoken by the target date."""
        return 1.0 - exp(-self.speaking_rate * self.months)


def doubt_of(roster: Roster, target: date) -> Doubt:
    """Return the doubt about what a roster knows by a later day.

    Parameters
    ----------
    roster
        With statements up to its own day.
    target
        Not before that day.
    """
    heard = [country for country in roster if country.statements]
    reversals = sum(_reversals(country) for country in heard)
    exposed = sum(_observed(country, roster.as_of) for country in heard)
    apart = sum(len({entry.cap >= rung for entry in country.codes}) > 1 for country in heard for rung in EVENTS)
    watched = roster.as_of - WATCHED
    spoke = [country for country in heard if country.statements[0].date > watched]
    silent = sum(months_between(watched, country.statements[0].date) for country in spoke)
    silent += (len(roster) - len(heard)) * months_between(watched, roster.as_of)
    return Doubt(
        reversals=reversals,
        country_months=exposed,
        misread=apart,
        read=len(heard) * len(EVENTS),
        spoke=len(spoke),
        silent_months=silent,
        months=months_between(roster.as_of, target),
    )


def doubted(roster: Roster, chances: Sequence[float], doubt: Doubt) -> list[float]:
    """Return chances of countries after doubt.

    Parameters
    ----------
    roster
        The countries, in the order of the chances; at least one.
    chances
        What the model gives each, in [0, 1].
    doubt
        From the roster's day to the target date.

    Returns
    -------
    list of float
        Above 0 and below 1, unless all countries have a chance of 0, or of 1.
    """
    spoken = [_once_heard(roster, chances, place, doubt.speaking) for place in range(len(roster))]
    mean = fmean(spoken)
    return [(1.0 - doubt.share) * chance + doubt.share * mean for chance in spoken]


def _once_heard(roster: Roster, chances: Sequence[float], place: int, speaking: float) -> float:
    """Return the chance of a country, moved towards those that have spoken where it has not."""
    country = roster.countries[place]
    heard = [(other, chance) for other, chance in zip(roster, chances, strict=True) if other.statements]
    if country.statements or not heard:
        return chances[place]
    alike = [chance for other, chance in heard if _at_paris(other, roster.as_of) == _at_paris(country, roster.as_of)]
    return (1.0 - speaking) * chances[place] + speaking * fmean(alike or [chance for _, chance in heard])


def _at_paris(country: Country, as_of: date) -> bool:
    return as_of >= PARIS and country.row["attended_2025_03_27_paris"] == "1"


def _reversals(country: Country) -> int:
    sides = [item.stance in OPEN_STANCES for item in country.statements if item.quality in FIRM]
    return sum(before != after for before, after in pairwise(sides))


def _observed(country: Country, as_of: date) -> float:
    firm = [item.date for item in country.statements if item.quality in FIRM]
    return months_between(min(firm), as_of) if firm else 0.0
