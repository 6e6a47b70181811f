"""Crowds: made conferences of equals, on which a law can be read without a roster."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator.engine.conference import Coding, Conference, RuleSettings, Spread
from simulator.engine.deployment import Deployment
from simulator.engine.inputs import Inputs
from simulator.engine.profiles import Profiles, drawn_profiles
from simulator.rule.force import ENABLERS, ROLES
from simulator.rule.gates import COMPANY, GATES
from simulator.rule.ladder import TOP

Floats = NDArray[np.float64]

ARMY = 10_000.0
IMPORTANT = 2
ANY_SEED = 1


def crowd(people: int, requirement: float = 25_000.0, thresholds: tuple[float, float] | None = None) -> Conference:
    """Return a conference of equals, with certain capacities and no framework rule.

    Every increment is 0, so that a country goes all the way or stays out; one that goes sends a tenth of its army
    (deployable share 1/2, rotation 5, size factor 1).

    Parameters
    ----------
    people
        How many countries, 1 or more.
    requirement
        Q, persons.
    thresholds
        Mean and standard deviation of the share of the others that each waits for, each draws its own; they have said
        nothing if it is not given.
    """
    ones, zeros = np.ones(people), np.zeros(people)
    return Conference(
        iso3=tuple(f"C{place:04d}" for place in range(people)),
        lead=zeros,
        covered=zeros,
        member=zeros,
        striver=zeros,
        exposure=np.zeros((people, 3)),
        watch=ones,
        army=ARMY * ones,
        abroad=zeros,
        record_sustained=np.full(people, np.inf),
        record_surge=np.full(people, np.inf),
        deployable=0.5 * ones,
        rotation=5.0 * ones,
        consent=ones,
        codings=(_silent(people) if thresholds is None else _watching(people, *thresholds),),
        rule=_rule(),
        spread=Spread(0.0, (0.5, 0.5, 0.5), (5.0, 5.0, 5.0), (0.0, 0.0), 0.0, 0.0),
        inputs=(Inputs(0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, requirement),),
        deployment=_deployment(people),
        equilibrium=True,
        from_caps=False,
    )


def waiting(conference: Conference, thresholds: Floats) -> Profiles:
    """Return the countries of a crowd with thresholds put in by hand: each watches what share of the others joined.

    Parameters
    ----------
    conference
        A crowd.
    thresholds
        Share of the others that each waits for; shape (replicates, countries).
    """
    countries = drawn_profiles(conference, ANY_SEED, 0, len(thresholds))
    codes, held = np.zeros_like(countries.codes), np.zeros_like(countries.thresholds)
    codes[:, :, COMPANY], held[:, :, COMPANY] = IMPORTANT, thresholds
    return replace(countries, codes=codes, thresholds=held, word_codes=codes, word_thresholds=held)


def _rule() -> RuleSettings:
    return RuleSettings(
        veto=1.0,
        peers=1.0,
        hysteresis=0.0,
        depth_credit=0.5,
        guarantee=0.0,
        places=0.0,
        adopted=0.0,
        framework=False,
        us_weights=(0.2, 0.2, 0.2, 0.2, 0.2),
        mission_need=0.0,
        increments=tuple((0.0,) * TOP for _ in GATES),
        size_factors=(0.0, 1.0, 1.0, 1.0, 1.0, 1.0),
        surge=0.35,
        abroad_floor=3.0,
        owner_pull=0.0,
        member_pull=0.0,
        striver_pull=0.0,
    )


def _silent(people: int) -> Coding:
    nothing = np.zeros((people, len(GATES)), dtype=np.int64)
    return Coding(
        codes=nothing,
        medians=np.zeros((people, len(GATES))),
        word_codes=nothing,
        word_medians=np.zeros((people, len(GATES))),
        sds=np.zeros((people, len(GATES))),
        caps=np.full(people, TOP),
        kept_home=np.zeros(people),
        sensitive=np.zeros(people),
        legal_share=np.zeros(people),
        acceptability=np.ones(people),
    )


def _watching(people: int, mean: float, sd: float) -> Coding:
    """Return the coding of a crowd that watches nothing but company."""
    codes, medians = np.zeros((people, len(GATES)), dtype=np.int64), np.zeros((people, len(GATES)))
    codes[:, COMPANY], medians[:, COMPANY] = IMPORTANT, mean
    sds = np.full((people, len(GATES)), sd)
    return replace(_silent(people), codes=codes, medians=medians, word_codes=codes, word_medians=medians, sds=sds)


def _deployment(people: int) -> Deployment:
    """Return a deployment in which nothing limits: no caveats, no delay, all ready at the first tier."""
    land = np.zeros((people, len(ROLES)))
    land[:, 0] = 1.0
    plenty = 1e7
    return Deployment(
        ground_roles=land,
        noncombat_roles=land,
        caveat=np.ones(people),
        longest_delay=np.zeros(people),
        holdings=np.full((len(ENABLERS), people), 1.0 / people),
        full_share=0.6,
        europe=((plenty, plenty, plenty),) * len(ENABLERS),
        us_capacity=(plenty,) * len(ENABLERS),
        shaving=0.0,
        within_10=1.0,
        within_30=1.0,
        tour=180.0,
        lift_europe=plenty,
        lift_us=0.0,
        reserve=0.25,
        tooth=1.0,
        site_names=("one",),
        garrisons=(1.0,),
        populations=(1.0,),
    )
