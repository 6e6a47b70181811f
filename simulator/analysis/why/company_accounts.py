"""Accounts of company: how much of it a country needs, how much it hears, and whose joining would make up for it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.spreads import Spread, spread
from simulator.analysis.why.examining import CAP, CONSENT, FRAMEWORK, THERE, Examined
from simulator.engine.conference import Conference
from simulator.experiments.statistics import Chance, chance

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Joiner:
    """Another country, and what its joining would do for the company of the one in question.

    Attributes
    ----------
    iso3, name
        Which.
    closes
        Runs of 100 in which the country waits for others, and this one alone would be enough: if it stood on the
        highest rung that its own words and its parliament leave open.
    adds
        Company that it would add, over the runs in which the country waits.
    """

    iso3: str
    name: str
    closes: Chance
    adds: Spread


@dataclass(frozen=True, slots=True)
class CompanyAccount:
    """What a country needs of others at a rung.

    Attributes
    ----------
    heard
        S, the company it hears on the settled board, over all runs.
    critical
        s*, the least company at which its conditions are met, over the runs in which some company is needed and
        enough; None where there are no such runs.
    waits
        Runs of 100 in which it waits for others: the rung is not closed by a cap or a parliament, its conditions fall
        short, and more company alone would meet them.
    gap
        s* less S, over the runs in which it waits.
    never
        Runs of 100 in which it is below the rung and no company is enough.
    together
        Runs of 100 in which it waits and all others on their highest open rungs would be enough.
    joiners
        Other countries, the one that closes the gap in most runs first; those that add nothing are left out.
    waits_for_lead
        Runs of 100 in which the rung is closed until a lead stands on rung 4 or more.
    leads
        Codes of the leads.
    """

    heard: Spread
    critical: Spread | None
    waits: Chance
    gap: Spread | None
    never: Chance
    together: Chance
    joiners: tuple[Joiner, ...]
    waits_for_lead: Chance
    leads: tuple[str, ...]


def company_account(
    conference: Conference, country: int, names: Mapping[str, str], examined: Examined
) -> CompanyAccount:
    """Return what a country needs of others.

    Parameters
    ----------
    conference
        The compiled scenario.
    country
        Its place in the conference.
    names
        Name of every country by code.
    examined
        The country in all runs, at the rung in question.
    """
    runs = len(examined.closed)
    below = (examined.closed != THERE) & (examined.closed != CAP) & (examined.closed != CONSENT)
    enough = np.isfinite(examined.critical)
    waits = below & enough & (examined.critical > examined.heard)
    heard = spread(examined.heard)
    if heard is None:
        raise ValueError("an account needs at least one run")
    joiners = [
        joiner
        for place, iso3 in enumerate(conference.iso3)
        if place != country and (joiner := _joiner(place, iso3, names[iso3], examined, waits)) is not None
    ]
    return CompanyAccount(
        heard=heard,
        critical=spread(examined.critical[enough & (examined.critical > 0.0)]),
        waits=chance(int(waits.sum()), runs),
        gap=spread((examined.critical - examined.heard)[waits]),
        never=chance(int((below & ~enough).sum()), runs),
        together=chance(int((waits & (examined.raised_all >= examined.critical)).sum()), runs),
        joiners=tuple(sorted(joiners, key=lambda one: (-one.closes.in_100, -one.adds.p50, one.iso3))),
        waits_for_lead=chance(int((examined.closed == FRAMEWORK).sum()), runs),
        leads=tuple(iso3 for iso3, lead in zip(conference.iso3, conference.lead, strict=True) if lead >= 1.0),
    )


def _joiner(place: int, iso3: str, name: str, examined: Examined, waits: Flags) -> Joiner | None:
    """Return what one country would add; None where it adds nothing in any run in which the other waits."""
    adds = spread((examined.raised[:, place] - examined.heard)[waits])
    if adds is None or adds.p95 <= 0.0:
        return None
    closes = int((waits & (examined.raised[:, place] >= examined.critical)).sum())
    return Joiner(iso3, name, chance(closes, len(waits)), adds)
