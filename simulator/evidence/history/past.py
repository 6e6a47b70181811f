"""What past operations are made of: operations, their dated boards, who was asked, and what was known of each state."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from simulator.evidence.history.dates import ends, starts

Completeness = Literal["full", "majority", "partial", "threshold100", "pledges"]
COMPLETENESS: tuple[Completeness, ...] = ("full", "majority", "partial", "threshold100", "pledges")
US = "USA"


@dataclass(frozen=True, slots=True)
class Operation:
    """One past operation, coded as seen when forces were asked for; None where a cell is blank.

    Attributes
    ----------
    operation, name
        Short key, and the full name.
    start
        Month it began, ``YYYY-MM`` (or ``YYYY``).
    theatre
        Where.
    lead
        ISO3 code of the state that led.
    us_role
        ``lead``, ``participant``, ``enabler`` or ``none``.
    us_involvement
        American involvement in [0, 1].
    mandate
        ``un_ch6``, ``un_ch7``, ``nato``, ``eu`` or ``adhoc``.
    mandate_clarity
        In [0, 1], in steps of a quarter.
    mission_type
        ``combat``, ``stabilisation``, ``peacekeeping``, ``monitoring``, ``deterrence`` or ``training``.
    ceasefire_in_place
        1 also where there were no hostilities.
    intensity
        Casualties expected at force generation, in [0, 1].
    force_requirement
        Troops asked for, persons.
    total_troops
        Largest total of its boards, persons.
    candidate_pool
        Who was realistically asked: ``nato``, ``nato+partners``, ``eu`` or ``global``.
    source_id
        Key of the table of sources.
    """

    operation: str
    name: str
    start: str
    theatre: str
    lead: str
    us_role: str
    us_involvement: float | None
    mandate: str
    mandate_clarity: float | None
    mission_type: str
    ceasefire_in_place: int | None
    intensity: float | None
    force_requirement: int | None
    total_troops: int | None
    candidate_pool: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The totals of an operation on a date, and how much of it the table covers.

    Attributes
    ----------
    operation, date
        Key of the operation; ``YYYY-MM``, or ``YYYY`` where no month is known.
    kind
        ``snapshot``, ``peak`` or ``authorised``.
    n_countries
        Contingents listed.
    total_troops, us_troops
        Persons.
    us_involvement
        American involvement at the date, in [0, 1].
    completeness
        A country that is not listed sent nobody only where this is ``full``; the other words allow tests of the sizes
        of those listed, never of absence.
    quality
        ``A`` official table, ``B`` specialist or press table, ``C`` incomplete or rounded, ``D`` indicative.
    note
        One sentence, or empty.
    """

    operation: str
    date: str
    kind: str
    n_countries: int
    total_troops: int
    us_troops: int
    us_involvement: float
    completeness: Completeness
    quality: str
    note: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a state was a member of the alliance and of the European Union at a date."""

    nato: bool
    eu: bool


@dataclass(frozen=True)
class Board:
    """Who was in an operation with how many on a date.

    Attributes
    ----------
    operation
        The operation it is a board of.
    snapshot
        Totals, completeness and quality.
    members
        Troops of every contingent listed, persons (1 or more), by ISO3 code; the US and the lead among them.
    memberships
        Those realistically asked, by ISO3 code, in the order of the table; empty unless complete.  The US, the lead
        and states without armed forces are no candidates.
    """

    operation: Operation
    snapshot: Snapshot
    members: Mapping[str, int]
    memberships: Mapping[str, Membership]

    @property
    def key(self) -> tuple[str, str]:
        """Operation and date, unique among boards."""
        return self.operation.operation, self.snapshot.date

    @property
    def date(self) -> str:
        """``YYYY-MM``, or ``YYYY`` where no month is known."""
        return self.snapshot.date

    @property
    def year(self) -> float:
        """When the date begins, in years: 2007-07 is 2007.5, and 1996 is 1996.0."""
        return starts(self.snapshot.date)

    @property
    def ends(self) -> float:
        """When the date is over, in years: a board is earlier than another where this is at most the other's year."""
        return ends(self.snapshot.date)

    @property
    def completeness(self) -> Completeness:
        """``full`` where absence means zero; see :class:`Snapshot`."""
        return self.snapshot.completeness

    @property
    def complete(self) -> bool:
        """Whether a country that is not listed sent nobody."""
        return self.snapshot.completeness == "full"

    @property
    def us_involvement(self) -> float:
        """American involvement at the date, in [0, 1]."""
        return self.snapshot.us_involvement

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """ISO3 codes of those realistically asked, complete boards only."""
        return tuple(self.memberships)

    def joined(self, iso3: str) -> bool:
        """Return whether a country is listed."""
        return iso3 in self.members


@dataclass(frozen=True, slots=True)
class Covariates:
    """What is known of a state; None where nothing is.

    Attributes
    ----------
    active
        Active armed forces, persons.
    gdp
        Billions of current US dollars.
    population
        Millions.
    spend
        Defence spending, per cent of GDP.
    """

    active: float | None = None
    gdp: float | None = None
    population: float | None = None
    spend: float | None = None


@dataclass(frozen=True, slots=True)
class PastRecord:
    """What a state did in earlier boards.

    Attributes
    ----------
    largest
        Its largest contingent, persons; 0 where it sent none.
    joined
        Boards that list it, complete or not.
    asked
        Complete boards for which it was a candidate.
    accepted
        Of those, the ones it joined.
    """

    largest: int = 0
    joined: int = 0
    asked: int = 0
    accepted: int = 0
