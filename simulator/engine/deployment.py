"""Deployment: what the way from pledges to a force needs, compiled from a scenario and a roster."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.data.countries import Country
from simulator.data.deployment import roles_of, sites
from simulator.data.roster import Roster
from simulator.rule.force import ENABLERS, ROLES
from simulator.scenario.scenario import Scenario
from simulator.scenario.schema import CountryRoles

Floats = NDArray[np.float64]

SINGLE_CABINETS = ("single_majority", "single_minority", "presidential")


@dataclass(frozen=True, slots=True)
class Deployment:
    """Numbers behind allocated, usable and present strength.

    Attributes
    ----------
    ground_roles, noncombat_roles
        Shares of roles on rungs 3-5 and on rung 2; shape (countries, roles), rows sum to 1.
    caveat
        cav_i, share of a contingent that is usable under national caveats.
    longest_delay
        Longest delay from the deal to the order, days (the draw is uniform from 0).
    holdings
        Share of each enabler that a country holds; shape (enablers, countries), rows sum to 1.
    full_share, europe, us_capacity
        s*; (low, mode, high) of G_e^EU and G_e^US of each enabler, persons.
    shaving
        f.
    within_10, within_30, tour
        r10, r30, and the length of the first tour in days.
    lift_europe, lift_us
        Lam_EU and Lam_US, persons a day.
    reserve, tooth
        Shares for basing.
    site_names, garrisons, populations
        Sites, the most important first; persons.
    """

    ground_roles: Floats
    noncombat_roles: Floats
    caveat: Floats
    longest_delay: Floats
    holdings: Floats
    full_share: float
    europe: tuple[tuple[float, float, float], ...]
    us_capacity: tuple[float, ...]
    shaving: float
    within_10: float
    within_30: float
    tour: float
    lift_europe: float
    lift_us: float
    reserve: float
    tooth: float
    site_names: tuple[str, ...]
    garrisons: tuple[float, ...]
    populations: tuple[float, ...]


def compile_deployment(scenario: Scenario, roster: Roster, iso3: tuple[str, ...]) -> Deployment:
    """Return the deployment numbers of a scenario for the countries of its conference.

    Parameters
    ----------
    scenario
        Complete and validated.
    roster
        Countries as of the day of the scenario.
    iso3
        The countries that take part, in order.
    """
    document = scenario.document
    present = [roster[code] for code in iso3]
    enablers = {name: getattr(document.enablers, name) for name in ENABLERS}
    ready = document.readiness
    places = [(site.name, site.garrison, site.population) for site in document.sites or sites()]
    return Deployment(
        ground_roles=np.array([_ground_roles(scenario, code) for code in iso3]).reshape(-1, len(ROLES)),
        noncombat_roles=np.array([roles_of(code, "noncombat") for code in iso3]).reshape(-1, len(ROLES)),
        caveat=np.array(
            [
                document.caveats.single if country.cabinet in SINGLE_CABINETS else document.caveats.coalition
                for country in present
            ]
        ),
        longest_delay=np.array(
            [ready.delay_no_vote if country.vote_needed == 0 else ready.delay_vote for country in present]
        ),
        holdings=holdings(present),
        full_share=document.enablers.full_share,
        europe=tuple((enabler.low, enabler.mode, enabler.high) for enabler in enablers.values()),
        us_capacity=tuple(enabler.us for enabler in enablers.values()),
        shaving=document.structure.shaving,
        within_10=ready.within_10,
        within_30=ready.within_30,
        tour=ready.tour,
        lift_europe=document.lift.europe,
        lift_us=document.lift.us,
        reserve=document.basing.reserve,
        tooth=document.basing.tooth,
        site_names=tuple(name for name, _, _ in places),
        garrisons=tuple(garrison for _, garrison, _ in places),
        populations=tuple(population for _, _, population in places),
    )


def holdings(countries: list[Country]) -> Floats:
    """Return the share of each enabler that every country holds.

    No open table counts national intelligence, air defence and lift, so defence budgets stand in for them, and active
    personnel for command and medical services.

    Parameters
    ----------
    countries
        Those that take part in the conference.

    Returns
    -------
    array
        Shape (enablers, countries); each row sums to 1 unless nobody holds anything.
    """
    budget = np.array([country.defence_budget for country in countries], dtype=np.float64)
    people = np.array([float(country.active_personnel) for country in countries])
    rows = {"intelligence": budget, "air_defence": budget, "lift": budget, "command": people}
    return np.array([rows[name] / max(rows[name].sum(), 1e-9) for name in ENABLERS])


def _ground_roles(scenario: Scenario, iso3: str) -> tuple[float, ...]:
    table = roles_of(iso3, "ground")
    said = scenario.document.countries.get(iso3)
    named = (said.roles if said else CountryRoles()).model_dump(exclude_none=True)
    if not named:
        return table
    free = 1.0 - sum(named.values())
    rest = sum(share for role, share in zip(ROLES, table, strict=True) if role not in named)
    return tuple(
        named[role] if role in named else (free * share / rest if rest > 0.0 else 0.0)
        for role, share in zip(ROLES, table, strict=True)
    )
