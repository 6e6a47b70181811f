"""What the ledger shows: its bars, the row of others, and who stays out and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from simulator.figures.numerals import runs_of_100
from simulator.figures.palette import PARTS

if TYPE_CHECKING:
    from simulator.experiments.summary import CountrySummary, Summary

MOST_ROWS = 15
ROWS_OF_ZERO = 8
"""Rows where nobody sends anything: those who join in most runs."""

REASON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "us": "American involvement",
        "mandate": "Mandate",
        "deal": "Peace deal",
        "border": "Security at home",
        "company": "Company of others",
        "asked": "Being asked",
        "cap": "Refusal or silence",
        "consent": "Parliament",
        "framework": "No lead on the ground",
        "none": "No troops to spare",
    }
)
"""What keeps a country from sending ground troops, in words; ``none``: it would, but has nobody to send."""

OTHER_REASONS = "Other reasons"


@dataclass(frozen=True, slots=True)
class Row:
    """One bar.

    Attributes
    ----------
    iso3
        Empty for the row of others.
    name
        As drawn.
    parts
        Mean sustained troops by part, in the order of the stack.
    low, high
        8 in 10 runs; None for the row of others, because quantiles do not add up.
    ground, joins
        Shares of runs; None for the row of others.
    """

    iso3: str
    name: str
    parts: Mapping[str, float]
    low: float | None
    high: float | None
    ground: float | None
    joins: float | None

    @property
    def expected(self) -> float:
        """Mean sustained troops: the length of the bar."""
        return sum(self.parts.values())

    @property
    def reach(self) -> float:
        """The largest value drawn: end of the bar or of its range."""
        return max(self.expected, self.high or 0.0)


@dataclass(frozen=True, slots=True)
class Absence:
    """Countries that the same reason keeps from sending ground troops."""

    reason: str
    countries: tuple["CountrySummary", ...]


def ranked(summary: "Summary") -> list["CountrySummary"]:
    """Return the countries by expected troops, then by how often they join, then by name."""
    return sorted(summary.countries, key=lambda country: (-country.troops.mean, -country.joins, country.name))


def parts(summary: "Summary") -> tuple[str, ...]:
    """Return the parts that troops are split into, in the order of the stack.

    Raises
    ------
    ValueError
        If a part has no colour: leaving it out would make bars shorter than their numbers.
    """
    found = {part for country in summary.countries for part in country.roles}
    unknown = sorted(found - PARTS.keys())
    if unknown:
        raise ValueError(f"no label and colour for {', '.join(unknown)}: add it to simulator.figures.palette.PARTS")
    return tuple(part for part in PARTS if part in found)


def rows(summary: "Summary", most: int = MOST_ROWS) -> tuple[Row, ...]:
    """Return the bars: the countries with most expected troops, and the sum of the others that send any.

    Parameters
    ----------
    summary
        What to draw.
    most
        Countries with a bar of their own; a single one left over gets its own bar too.

    Raises
    ------
    ValueError
        If there are no countries, or a part has no colour.
    """
    if not summary.countries:
        raise ValueError("there is no country to draw")
    stack = parts(summary)
    senders = [country for country in ranked(summary) if country.troops.mean > 0.0]
    if not senders:
        return tuple(_row(country, stack) for country in ranked(summary)[: min(most, ROWS_OF_ZERO)])
    if len(senders) <= most + 1:
        return tuple(_row(country, stack) for country in senders)
    others = senders[most:]
    summed = {part: sum(country.roles.get(part, 0.0) for country in others) for part in stack}
    return (
        *(_row(country, stack) for country in senders[:most]),
        Row("", f"{len(others)} others", summed, None, None, None, None),
    )


def _row(country: "CountrySummary", stack: Sequence[str]) -> Row:
    return Row(
        country.iso3,
        country.name,
        {part: country.roles.get(part, 0.0) for part in stack},
        country.troops.p10,
        country.troops.p90,
        country.ground,
        country.joins,
    )


def absences(summary: "Summary", most: int = len(REASON_WORDS)) -> tuple[Absence, ...]:
    """Return who sends no ground troops in most runs, or no troops at all, by what most often stands in the way.

    Parameters
    ----------
    summary
        What to draw.
    most
        Groups; the smallest are put together where there are more.

    Returns
    -------
    tuple of Absence
        The largest group first; countries by name.
    """
    groups: dict[str, list[CountrySummary]] = defaultdict(list)
    for country in sorted(summary.countries, key=lambda country: country.name):
        if kept_out(country):
            groups[reason_words(country)].append(country)
    found = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    if len(found) > most:
        kept, merged = found[: most - 1], found[most - 1 :]
        together = sorted((country for _, group in merged for country in group), key=lambda country: country.name)
        found = [*kept, (OTHER_REASONS, together)]
    return tuple(Absence(words, tuple(countries)) for words, countries in found)


def kept_out(country: "CountrySummary") -> bool:
    """Return whether a country is named among those that stay out, by its rounded count of runs."""
    return runs_of_100(country.ground) < 50 or country.troops.mean <= 0.0


def reason_words(country: "CountrySummary") -> str:
    """Return in words what keeps a country from sending ground troops most often."""
    if runs_of_100(country.ground) >= 50:
        return REASON_WORDS["none"]
    return REASON_WORDS.get(country.main_reason(), OTHER_REASONS)
