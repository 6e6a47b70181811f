"""Who is in with which scenarios: the chances of every country, grouped by where they pass 50 of 100 runs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.figures.numerals import listed, runs_of_100
from simulator.figures.several import COUNT_VERBS, LETTERS, number_words
from simulator.figures.text import plain

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

HALF = 50
MOST_GROUPS = 8
OTHERS = "In with another mix"


@dataclass(frozen=True, slots=True)
class Row:
    """One country.

    Attributes
    ----------
    iso3, name
        Code, and name as drawn.
    shares
        Shares of runs in which it is counted, one for each scenario; None where the scenario leaves it out.
    troops
        The most it is expected to send with any of the scenarios, persons.
    """

    iso3: str
    name: str
    shares: tuple[float | None, ...]
    troops: float

    @property
    def pattern(self) -> tuple[bool, ...]:
        """In which scenarios it is in: 50 or more of 100 runs, by the rounded number."""
        return tuple(share is not None and runs_of_100(share) >= HALF for share in self.shares)

    @property
    def never(self) -> bool:
        """Whether it is counted in no run of any scenario."""
        return not any(self.shares)


@dataclass(frozen=True, slots=True)
class Group:
    """Countries that are in with the same scenarios, most troops first."""

    name: str
    rows: tuple[Row, ...]


def rows_of(summaries: Sequence["Summary"], count: str) -> tuple[Row, ...]:
    """Return all countries, those with most expected troops first.

    Parameters
    ----------
    summaries
        One for each scenario.
    count
        ``joins``, ``inside`` or ``ground``.

    Raises
    ------
    ValueError
        If there is no such count.
    """
    if count not in COUNT_VERBS:
        raise ValueError(f"no count named {count!r}; there are {', '.join(COUNT_VERBS)}")
    known = [{country.iso3: country for country in summary.countries} for summary in summaries]
    names = {iso3: country.name for countries in known for iso3, country in countries.items()}
    found = [
        Row(
            iso3,
            plain(name),
            tuple(float(getattr(countries[iso3], count)) if iso3 in countries else None for countries in known),
            max(countries[iso3].troops.mean for countries in known if iso3 in countries),
        )
        for iso3, name in names.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.troops, -max(share or 0.0 for share in row.shares), row.name)))


def groups_of(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Return the groups: in everywhere first, out everywhere last, between them those in with more scenarios first.

    Where there are very many patterns, the countries of the rarest are put together.
    """
    found: dict[tuple[bool, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[row.pattern].append(row)
    ordered = sorted(found, key=lambda pattern: (-sum(pattern), pattern))
    mixed = [pattern for pattern in ordered if 0 < sum(pattern) < len(pattern)]
    spare = MOST_GROUPS - (len(ordered) - len(mixed))
    kept = set(mixed)
    if len(mixed) > spare:
        kept = set(sorted(mixed, key=lambda pattern: (-len(found[pattern]), ordered.index(pattern)))[: spare - 1])
    rest = tuple(row for row in rows if row.pattern in set(mixed) - kept)
    groups = [Group(_name(pattern), tuple(found[pattern])) for pattern in ordered if pattern in kept or all(pattern)]
    groups += [Group(OTHERS, rest)] if rest else []
    return (*groups, *(Group(_name(pattern), tuple(found[pattern])) for pattern in ordered if not any(pattern)))


def without_never(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return the groups without those countries that are counted in no run at all."""
    kept = [Group(group.name, tuple(row for row in group.rows if not row.never)) for group in groups]
    return tuple(group for group in kept if group.rows)


def _name(pattern: tuple[bool, ...]) -> str:
    """Return what a group is called."""
    count = len(pattern)
    if all(pattern):
        return f"In with {_all_of(count)}"
    if not any(pattern):
        return f"Out with {_all_of(count)}"
    if count == 2:
        return "Comes in" if pattern[1] else "Goes out"
    if sum(pattern) == count - 1:
        return f"In with all but {LETTERS[pattern.index(False)]}"
    letters = [LETTERS[place] for place, inside in enumerate(pattern) if inside]
    return f"In {'only ' if len(letters) == 1 else ''}with {listed(letters)}"


def _all_of(count: int) -> str:
    if count == 1:
        return "this scenario"
    return "both" if count == 2 else f"all {number_words(count)}"
