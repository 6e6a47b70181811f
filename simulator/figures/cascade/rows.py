"""The rows of the cascade: since which round each country counts, and who counts too seldom for a line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.figures.several import COUNT_WORDS

if TYPE_CHECKING:
    from simulator.experiments.summary import CountrySummary, RoundSummary, Summary

NEVER = float("inf")
BANDS = ("p10", "p25", "p50", "p75", "p90")
STILL = 0.5
"""Persons by which a band must move to count as moving."""


@dataclass(frozen=True, slots=True)
class Row:
    """One country with a line.

    Attributes
    ----------
    share
        Of runs in which it counts at the end, 0 to 1.
    low, middle, high
        Quartiles of the round since which it counts without a break; None where so many runs never see it.
    troops
        Median of its sustained pledge, persons.
    """

    iso3: str
    name: str
    share: float
    low: int
    middle: int | None
    high: int | None
    troops: float


def check(count: str) -> None:
    """Check the name of a count.

    Raises
    ------
    ValueError
        If it is none of ``joins``, ``inside`` and ``ground``.
    """
    if count not in COUNT_WORDS:
        raise ValueError(f"no count named {count!r}; there are {', '.join(COUNT_WORDS)}")


def share_of(country: "CountrySummary", count: str) -> float:
    """Return the share of runs in which a country counts."""
    return {"joins": country.joins, "inside": country.inside, "ground": country.ground}[count]


def rows(summary: "Summary", count: str) -> tuple[Row, ...]:
    """Return the countries that count in a quarter of runs or more, the earliest first, then the most often, by troops.

    Parameters
    ----------
    summary
        What the runs of a scenario come to.
    count
        ``joins``, ``inside`` or ``ground``.
    """
    found = [
        Row(country.iso3, country.name, share_of(country, count), low, middle, high, country.troops.p50)
        for country in summary.countries
        for low, middle, high in [country.since[count]]
        if low is not None
    ]
    return tuple(sorted(found, key=_order))


def seldom(summary: "Summary", count: str) -> tuple["CountrySummary", ...]:
    """Return the countries that count in some runs but fewer than a quarter, the most often first."""
    found = [country for country in summary.countries if country.since[count][0] is None and share_of(country, count)]
    return tuple(sorted(found, key=lambda country: (-share_of(country, count), country.name)))


def never(summary: "Summary", count: str) -> tuple["CountrySummary", ...]:
    """Return the countries that count in no run, by name."""
    return tuple(
        sorted(
            (country for country in summary.countries if not share_of(country, count)), key=lambda country: country.name
        )
    )


def rounds(summary: "Summary", count: str) -> tuple["RoundSummary", ...]:
    """Return the rounds to draw: up to the one after the last in which a band or a country moves."""
    every = summary.rounds
    last = every[-1]
    moving = [
        number
        for number, board in enumerate(every)
        if any(abs(_pledged(board, band) - _pledged(last, band)) > STILL for band in BANDS)
    ]
    since = [round_ for row in rows(summary, count) for round_ in (row.low, row.middle, row.high) if round_ is not None]
    settled = max([number + 1 for number in moving] + since + [1])
    return every[: settled + 2]


def _pledged(board: "RoundSummary", band: str) -> float:
    return {"p10": board.p10, "p25": board.p25, "p50": board.p50, "p75": board.p75, "p90": board.p90}[band]["pledged"]


def _order(row: Row) -> tuple[float, float, float, float, str]:
    middle, high = (NEVER if value is None else value for value in (row.middle, row.high))
    return middle, row.low, high, -row.troops, row.name
