"""A past operation as a conference: the same rule and the same engines as today's case.

Its lead has no condition and goes first; candidates state O, C and S, with thresholds that follow from what was known
of them before the operation.  Nobody watches anybody: beyond the places a force offers, the company of others was
worth nothing in the hindcast.  Joining is rung 3, a ground unit in the theatre.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simulator.data.roster import load_roster
from simulator.engine.compile import compile_conference
from simulator.engine.conference import Coding, Conference
from simulator.evidence.fitting.asked import LEAST_ACTIVE, MIDDLE_ACTIVE, Asked
from simulator.evidence.fitting.joining import (
    ADOPTED,
    COMMON_CAUTION,
    LEGAL_SHARE,
    PLACES_MEDIAN,
    asked_medians,
    owner_pull,
    pairs_of,
)
from simulator.rule.gates import ASKED, COMPANY, GATES, MANDATE
from simulator.rule.ladder import GROUND, TOP
from simulator.scenario.library import load

LEAD = "(lead)"
CODE = 3
VETO = 1.0


def past_conference(asked: Asked, numbers: Mapping[str, float], requirement: float) -> Conference:
    """Return a past operation as a conference.

    Parameters
    ----------
    asked
        Of whose candidates size and wealth are known.
    numbers
        The shared numbers of the part ``joining``, by name.
    requirement
        log10 Q; one of ``asked.requirement``.

    Returns
    -------
    Conference
        The candidates in alphabetical order, after the lead.
    """
    scenario = load("baseline", assignments_of(asked, numbers, requirement), None)
    template = compile_conference(scenario, load_roster(scenario.document.as_of))
    ordered = sorted(asked.candidates, key=lambda one: one.iso3)
    medians = asked_medians(pairs_of([replace(asked, candidates=tuple(ordered))]), dict(numbers))
    count = len(ordered) + 1
    codes = np.zeros((count, len(GATES)), dtype=np.int64)
    codes[1:, [ASKED, MANDATE, COMPANY]] = CODE
    thresholds = np.zeros((count, len(GATES)))
    thresholds[1:, ASKED] = medians
    thresholds[1:, MANDATE] = numbers["mandate_median"]
    thresholds[1:, COMPANY] = PLACES_MEDIAN
    ones, nothing = np.ones(count), np.zeros(count)
    armies = np.array([1e5, *(10.0 ** ((one.size or 0.0) + MIDDLE_ACTIVE) for one in ordered)])
    coding = Coding(
        codes=codes,
        medians=thresholds,
        word_codes=codes,
        word_medians=thresholds,
        sds=np.full((count, len(GATES)), numbers["threshold_sd"]),
        caps=np.full(count, TOP, dtype=np.int64),
        kept_home=nothing,
        sensitive=nothing,
        legal_share=np.full(count, LEGAL_SHARE),
        acceptability=ones,
    )
    return replace(
        template,
        iso3=(LEAD, *(one.iso3 for one in ordered)),
        lead=np.array([1.0, *(0.0 for _ in ordered)]),
        covered=nothing,
        member=np.array([0.0, *(one.member for one in ordered)]),
        striver=np.array([0.0, *(one.striver for one in ordered)]),
        exposure=np.zeros((count, template.exposure.shape[1])),
        watch=ones,
        army=np.maximum(armies, LEAST_ACTIVE),
        abroad=nothing,
        record_sustained=np.full(count, np.inf),
        record_surge=np.full(count, np.inf),
        deployable=np.full(count, np.nan),
        rotation=np.full(count, np.nan),
        consent=ones,
        codings=(coding,),
        ties=np.zeros((count, count)),
    )


def assignments_of(asked: Asked, numbers: Mapping[str, float], requirement: float) -> tuple[str, ...]:
    """Return what a scenario must say for it to be the past operation: its inputs, and the shared numbers."""
    level = f"{asked.us:.9g}"
    american = [f"us.{part}={level}" for part in ("backstop", "intelligence", "air", "logistics", "ground")]
    return (
        *american,
        f"mandate.clarity={asked.clarity:.9g}",
        f"mandate.legal={asked.legal:.9g}",
        f"mandate.owner={asked.owner}",
        f"force.requirement={round(10.0**requirement)}",
        f"structure.veto={VETO}",
        "structure.peers=1",
        f"structure.places={numbers['places']!r}",
        f"structure.adopted={ADOPTED}",
        f"structure.common_caution={COMMON_CAUTION}",
        f"structure.owner_pull.{asked.owner}={owner_pull(asked.owner, dict(numbers))!r}",
        f"structure.member_pull={numbers['member_pull']!r}",
        f"structure.striver_pull={numbers['striver_pull']!r}",
        "conference.mode=equilibrium",
    )


def simulated_joining(conference: Conference, seed: int, runs: int) -> dict[str, float]:
    """Return the share of runs in which each candidate joins, through the array engine.

    Parameters
    ----------
    conference
        As :func:`past_conference` gives it.
    seed, runs
        Root seed, and how many runs.
    """
    from simulator.engine.array_runs import run_block

    rungs = run_block(conference, seed, 0, runs, priced=0).rungs
    shares = (rungs >= GROUND).mean(axis=0)
    return {iso3: float(share) for iso3, share in zip(conference.iso3, shares, strict=True) if iso3 != LEAD}
