"""Who was asked, into what: what the rule reads of a past operation and of its candidates."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

from simulator.engine.board import places as places_of
from simulator.evidence.history.boards import Board, Covariates, History, Operation
from simulator.evidence.history.owners import owner_of
from simulator.evidence.history.requirements import Requirements

RECENT_YEARS = 8.0
SMALL_FORCE = 5000.0
LEAST_ACTIVE = 300.0
MIDDLE_ACTIVE = 4.5
"""log10 of 31,600 active personnel: where the size of a state counts as 0."""
MIDDLE_INCOME = 4.2
"""log10 of 15,800 US dollars a head: where its wealth counts as 0."""
UNKNOWN_CLARITY = 0.6
US_BY_ROLE = {"lead": 1.0, "participant": 0.8, "enabler": 0.4, "none": 0.2}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One state that was asked.

    Attributes
    ----------
    iso3
        ISO3 code.
    member
        1 where it belongs to the alliance or the Union that owns the force.
    striver
        1 where it joined the alliance within the last eight years.
    size, wealth
        log10 active personnel less :data:`MIDDLE_ACTIVE`, log10 income per head less :data:`MIDDLE_INCOME`; None where
        not known.
    """

    iso3: str
    member: float
    striver: float
    size: float | None
    wealth: float | None

    @property
    def small(self) -> float | None:
        """1 for a force under :data:`SMALL_FORCE` active, None where not known."""
        return None if self.size is None else float(self.size + MIDDLE_ACTIVE < log10(SMALL_FORCE))


@dataclass(frozen=True, slots=True)
class Asked:
    """One operation on one date, as its candidates saw it.

    Attributes
    ----------
    operation, date
        Keys.
    owner
        One of :data:`simulator.rule.gates.OWNERS`.
    us, clarity, legal
        American involvement, c and j, each in [0, 1].
    requirement
        Equally likely values of log10 Q.
    candidates
        In the order of the table.
    """

    operation: str
    date: str
    owner: str
    us: float
    clarity: float
    legal: float
    requirement: NDArray[np.float64]
    candidates: tuple[Candidate, ...]

    @property
    def places(self) -> NDArray[np.float64]:
        """Return pl at every value of the requirement."""
        return np.array([places_of(10.0**value) for value in self.requirement])


def asked_into(
    operation: Operation,
    date: str,
    us: float | None,
    requirements: Requirements,
    candidates: Iterable[Candidate],
) -> Asked:
    """Return an operation as its candidates saw it.

    Parameters
    ----------
    operation, date
        What they were asked into, and when.
    us
        American involvement at that date; as coded for the operation, or else for its American role, where None.
    requirements
        For an operation whose requirement is blank.
    candidates
        Those asked.
    """
    coded = operation.us_involvement if us is None else us
    return Asked(
        operation=operation.operation,
        date=date,
        owner=owner_of(operation),
        us=US_BY_ROLE.get(operation.us_role, 0.4) if coded is None else coded,
        clarity=UNKNOWN_CLARITY if operation.mandate_clarity is None else operation.mandate_clarity,
        legal=0.0 if operation.mandate == "adhoc" else 1.0,
        requirement=requirements.nodes(operation),
        candidates=tuple(candidates),
    )


def asked_of_board(board: Board, history: History, requirements: Requirements) -> Asked:
    """Return a complete board as its candidates saw it; covariates are those known before its year."""
    owner = owner_of(board.operation)
    return asked_into(
        board.operation,
        board.date,
        board.us_involvement,
        requirements,
        (
            candidate(
                iso3,
                owner,
                membership.nato,
                membership.eu,
                history.years_in_alliance(iso3, board.year),
                history.covariates_before(iso3, board.year),
            )
            for iso3, membership in board.memberships.items()
        ),
    )


def candidate(
    iso3: str, owner: str, nato: bool, eu: bool, years_in_alliance: float | None, known: Covariates
) -> Candidate:
    """Return one state that was asked.

    Parameters
    ----------
    iso3, owner
        Its code, and who owns the force.
    nato, eu
        Memberships at the date.
    years_in_alliance
        Since its accession, None where it is no member.
    known
        Covariates known before the date.
    """
    return Candidate(
        iso3=iso3,
        member=float(nato if owner == "alliance" else eu if owner == "eu" else False),
        striver=float(years_in_alliance is not None and years_in_alliance <= RECENT_YEARS),
        size=None if known.active is None else log10(max(known.active, LEAST_ACTIVE)) - MIDDLE_ACTIVE,
        wealth=None
        if not known.gdp or not known.population
        else log10(known.gdp * 1e3 / known.population) - MIDDLE_INCOME,
    )
