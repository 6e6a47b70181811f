"""What the tiles say: a place on the grid, a number and a shade for every country, and the finding of the map."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

from simulator.data.tables import DataError, read_table
from simulator.figures import palette
from simulator.figures.flips.groups import HALF, rows_of
from simulator.figures.flips.titles import finding as counted_finding
from simulator.figures.numerals import in_100, listed, nearest, runs_of_100, troops
from simulator.figures.shades import ramp
from simulator.figures.text import plain
from simulator.figures.titles import FEWEST_RUNS, NEAR_ZERO, NOISE, WITH_ARTICLE

if TYPE_CHECKING:
    from simulator.experiments.statistics import Distribution
    from simulator.experiments.summary import CountrySummary, Summary

AWAY = frozenset({"CAN", "USA", "JPN", "AUS", "NZL"})
"""Partners overseas, who stand beside the grid."""

TROOPS_FROM = (10, 50, 100, 250, 500, 1_000)
"""Expected troops at which the next shade begins, persons."""

ARTICLE = WITH_ARTICLE | {"USA"}
MOST_CARRIERS = 4
WHOLE = 100

STRENGTH_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "headline": "troops for one tour (headline)",
        "pledged": "troops that can be kept up for years (pledged)",
        "usable": "troops that can be counted on (usable)",
    }
)
"""The strengths that are known for each country."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is mapped: a count of runs or a strength; the other is None."""

    count: str | None
    strength: str | None


@dataclass(frozen=True, slots=True)
class Tile:
    """One country.

    Attributes
    ----------
    iso3, name
        Code, and name as drawn.
    place
        Row and column of the grid.
    value
        Share of runs, or expected troops in persons.
    words
        The number as it is printed.
    shade
        Colour of the tile.
    outlined
        Whether it has an edge: 50 or more of 100 runs, or one of those that carry half of the troops.
    """

    iso3: str
    name: str
    place: tuple[int, int]
    value: float
    words: str
    shade: str
    outlined: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A state on the grid that is not asked for troops: the host, or one that enters as an input."""

    iso3: str
    name: str
    role: str
    place: tuple[int, int]


def measure_of(count: str | None, strength: str | None) -> Measure:
    """Return what is to be mapped; ground troops where nothing is said.

    Parameters
    ----------
    count
        ``joins``, ``inside`` or ``ground``.
    strength
        ``headline``, ``pledged`` or ``usable``.

    Raises
    ------
    ValueError
        If both are given, or the strength is not known for each country.
    """
    if count is not None and strength is not None:
        raise ValueError("a tile holds one number: choose a count or a strength, not both")
    if strength is None:
        return Measure(count or "ground", None)
    if strength not in STRENGTH_WORDS:
        known = ", ".join(STRENGTH_WORDS)
        raise ValueError(f"there is no {strength!r} strength of a single country; there are {known}")
    return Measure(None, strength)


@cache
def places() -> Mapping[str, tuple[int, int]]:
    """Return row and column of every state on the grid, by code.

    Raises
    ------
    simulator.data.tables.DataError
        If two states share a place.
    """
    found: dict[str, tuple[int, int]] = {}
    for row in (*read_table("countries.csv"), *read_table("context.csv")):
        place = int(row["tile_row"]), int(row["tile_col"])
        if place in found.values():
            raise DataError(f"countries.csv, context.csv: {row['iso3']} shares row {place[0]}, column {place[1]}")
        found[row["iso3"]] = place
    return found


@cache
def neighbours() -> tuple[Neighbour, ...]:
    """Return the states on the grid that are not asked for troops."""
    return tuple(
        Neighbour(row["iso3"], row["name"], row["role"], places()[row["iso3"]]) for row in read_table("context.csv")
    )


def tiles_of(summary: "Summary", measure: Measure) -> tuple[Tile, ...]:
    """Return the tiles, the largest number first.

    Parameters
    ----------
    summary
        What the runs come to.
    measure
        What is mapped.

    Raises
    ------
    ValueError
        If there is no such count, or a country has no place on the grid.
    """
    unplaced = sorted(country.iso3 for country in summary.countries if country.iso3 not in places())
    if unplaced:
        raise ValueError(f"no place on the grid for {', '.join(unplaced)}")
    if measure.strength is not None:
        found = _of_troops(summary, measure.strength)
    else:
        found = [
            _tile(row.iso3, row.name, share, in_100(share), ramp(runs_of_100(share)), runs_of_100(share) >= HALF)
            for row in rows_of((summary,), str(measure.count))
            for share in row.shares
            if share is not None
        ]
    return tuple(sorted(found, key=lambda tile: (-tile.value, tile.name)))


def finding(summary: "Summary", measure: Measure) -> str:
    """Return in how many countries most runs have it, or who carries half of the troops; else what is mapped."""
    if measure.strength is None:
        count = str(measure.count)
        return counted_finding((summary,), rows_of((summary,), count), count)
    carriers = carriers_of(summary, measure.strength)
    if not carriers:
        return f"Expected {STRENGTH_WORDS[measure.strength].split(' (')[0]}, by country"
    total = sum(spread_of(country, measure.strength).mean for country in summary.countries)
    share = nearest(100.0 * sum(spread_of(country, measure.strength).mean for country in carriers) / total)
    names = listed([with_article(country.iso3, plain(country.name)) for country in carriers])
    verb = "carries" if len(carriers) == 1 else "carry"
    part = "nearly all" if share == WHOLE else f"about {share}%"
    return f"{names[0].upper()}{names[1:]} {verb} {part} of the expected {measure.strength} force"


def with_article(iso3: str, name: str) -> str:
    """Return a country's name as it stands within a sentence."""
    return f"the {name}" if iso3 in ARTICLE else name


def carriers_of(summary: "Summary", strength: str) -> tuple["CountrySummary", ...]:
    """Return the fewest countries that carry half of the troops; none where run noise leaves open who they are.

    They are four at most, and the last of them sends more than the one that follows by twice the sum of both standard
    errors.
    """
    ranked = sorted(summary.countries, key=lambda country: -spread_of(country, strength).mean)
    means = [spread_of(country, strength).mean for country in ranked]
    if summary.runs < FEWEST_RUNS or sum(means) < NEAR_ZERO:
        return ()
    count = next(number for number, so_far in enumerate(accumulate(means), 1) if so_far >= sum(means) / 2.0)
    if count > MOST_CARRIERS or count == len(ranked):
        return ()
    last, following = (spread_of(country, strength) for country in ranked[count - 1 : count + 1])
    clear = last.mean - following.mean > NOISE * (last.mcse + following.mcse)
    return tuple(ranked[:count]) if clear else ()


def spread_of(country: "CountrySummary", strength: str) -> "Distribution":
    """Return a strength of one country over runs."""
    return {"headline": country.headline, "pledged": country.troops, "usable": country.usable}[strength]


def _of_troops(summary: "Summary", strength: str) -> list[Tile]:
    carriers = {country.iso3 for country in carriers_of(summary, strength)}
    found = []
    for country in summary.countries:
        mean = spread_of(country, strength).mean
        # By the printed number, so that equal numbers have equal shades.
        shade = palette.BLUES[bisect_right(TROOPS_FROM, nearest(mean, 10 if mean >= 10.0 else 1))]
        found.append(_tile(country.iso3, plain(country.name), mean, troops(mean), shade, country.iso3 in carriers))
    return found


def _tile(iso3: str, name: str, value: float, words: str, shade: str, outlined: bool) -> Tile:
    return Tile(iso3, name, places()[iso3], value, words, shade, outlined)
