"""Explaining settled boards of many replicates: troops, troops by words, reasons and prices, in compiled code.

It works on rungs alone, so it reads a board the same way whichever engine made it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.board import places as places_of
from simulator.engine.compiled import compiled
from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.inputs import Inputs
from simulator.engine.kernel import inputs_of, rule_of, settings_of
from simulator.engine.lanes import Fixed, fixed_of, rows_of
from simulator.engine.profiles import Profiles
from simulator.engine.reasons import LEVERS, is_blocked, price, reason_of
from simulator.engine.sources import (
    ABROAD,
    ACCEPTABLE,
    ARMY,
    CAP,
    CONSENT,
    DEPLOYABLE,
    KEPT_HOME,
    LEGAL,
    ROTATION,
    SENSITIVE,
)  # fmt: skip
from simulator.engine.standing import (
    CountryProfile,
    Six,
    capacities,
    company_heard,
    fixed_signals,
    rung_by_words,
    troops,
    with_company,
)
from simulator.rule.ladder import CONTINGENT

Floats = NDArray[np.float64]


class Explained(NamedTuple):
    """What settled rungs come to; arrays over (replicates, countries), prices over levers too.

    Attributes
    ----------
    pledged, headline, by_words
        Persons: kept up, for one tour, and what of the pledge stands by a country's own words.
    reasons
        Place in :data:`simulator.engine.reasons.REASONS`.
    prices
        Smallest move of each lever that lifts a country one rung, NaN where it cannot; no rows where not asked for.
    """

    pledged: NDArray[np.int32]
    headline: NDArray[np.int32]
    by_words: NDArray[np.int32]
    reasons: NDArray[np.int8]
    prices: Floats


def explain(conference: Conference, profiles: Profiles, rungs: NDArray[np.int8], priced: int) -> Explained:
    """Explain settled boards at the last inputs of a conference.

    Parameters
    ----------
    conference
        The compiled scenario.
    profiles
        Countries in the replicates.
    rungs
        Settled rungs; shape (replicates, countries).
    priced
        How many replicates, from the first, get prices.
    """
    shape = rungs.shape
    rows = rows_of(profiles)
    same = profiles.word_codes is profiles.codes
    found = Explained(
        pledged=np.zeros(shape, dtype=np.int32),
        headline=np.zeros(shape, dtype=np.int32),
        by_words=np.zeros(shape, dtype=np.int32),
        reasons=np.zeros(shape, dtype=np.int8),
        prices=np.full((min(priced, len(rungs)), len(conference), len(LEVERS)), np.nan),
    )
    inputs = conference.inputs[-1]
    explain_rows(
        fixed_of(conference),
        rows.codes,
        rows.thresholds,
        rows.codes if same else np.ascontiguousarray(profiles.word_codes.transpose(1, 2, 0)),
        rows.thresholds if same else np.ascontiguousarray(profiles.word_thresholds.transpose(1, 2, 0)),
        rows.traits,
        np.array(inputs, dtype=np.float64),
        places_of(inputs.requirement),
        np.array(settings_of(conference.rule)),
        np.ascontiguousarray(rungs),
        found,
    )
    return found


@compiled
def explain_rows(
    fixed: Fixed,
    codes: Floats,
    thresholds: Floats,
    word_codes: Floats,
    word_thresholds: Floats,
    traits: Floats,
    inputs_row: Floats,
    places: float,
    settings: Floats,
    rungs: NDArray[np.int8],
    found: Explained,
) -> None:
    """Fill the arrays of :class:`Explained`."""
    runs, countries = rungs.shape
    inputs, rule = inputs_of(inputs_row), rule_of(settings)
    sustained, pledges = np.empty(countries), np.empty(countries)
    for run in range(runs):
        weighted, pledged, stands = 0.0, 0.0, 0.0 if rule.framework else 1.0
        for country in range(countries):
            profile = profile_of(fixed, codes, thresholds, traits, country, run)
            rung = float(rungs[run, country])
            kept, surge = capacities(profile, inputs, rule)
            own = troops(rung, kept, rule)
            sustained[country], pledges[country] = kept, own
            found.pledged[run, country] = np.int32(own)
            found.headline[run, country] = np.int32(troops(rung, surge, rule))
            weighted += fixed.watch[country] * rung
            pledged += own
            if fixed.lead[country] >= 1.0 and rung >= CONTINGENT:
                stands = 1.0
        for country in range(countries):
            profile = profile_of(fixed, codes, thresholds, traits, country, run)
            rung = float(rungs[run, country])
            company = _company(fixed, rungs[run], country, weighted, pledged, pledges[country], inputs, places, rule)
            signals = with_company(fixed_signals(profile, inputs, rule), company)
            found.reasons[run, country] = np.int8(reason_of(profile, signals, rule, rung))
            spoken = six(word_codes, country, run)
            found.by_words[run, country] = found.pledged[run, country]
            if spoken != profile.codes:
                held = rung_by_words(spoken, six(word_thresholds, country, run), signals, rule, rung)
                found.by_words[run, country] = np.int32(troops(held, sustained[country], rule))
            if run < len(found.prices) and not is_blocked(profile, rung, stands):
                for lever in range(found.prices.shape[2]):
                    found.prices[run, country, lever] = price(profile, inputs, company, rule, rung, lever)


@compiled
def _company(
    fixed: Fixed,
    rungs: NDArray[np.int8],
    country: int,
    weighted: float,
    pledged: float,
    own: float,
    inputs: Inputs,
    places: float,
    rule: RuleSettings,
) -> float:
    """Return S_i of one country on a board."""
    watch, total = fixed.watch[country], fixed.total_watch
    if len(fixed.ties) > 0:
        weighted, watch, total = 0.0, 0.0, fixed.tie_totals[country]
        for other in range(len(rungs)):
            weighted += fixed.ties[country, other] * rungs[other]
    return company_heard(weighted, watch, float(rungs[country]), total, pledged, own, inputs.requirement, places, rule)


@compiled
def profile_of(
    fixed: Fixed, codes: Floats, thresholds: Floats, traits: Floats, country: int, run: int
) -> CountryProfile:
    """Return one country of one replicate."""
    return CountryProfile(
        fixed.lead[country],
        fixed.covered[country],
        fixed.member[country],
        fixed.striver[country],
        (fixed.exposure[country, 0], fixed.exposure[country, 1], fixed.exposure[country, 2]),
        six(codes, country, run),
        six(thresholds, country, run),
        traits[CAP, country, run],
        traits[CONSENT, country, run],
        traits[SENSITIVE, country, run],
        traits[LEGAL, country, run],
        traits[ACCEPTABLE, country, run],
        traits[DEPLOYABLE, country, run],
        traits[ROTATION, country, run],
        traits[KEPT_HOME, country, run],
        traits[ARMY, country, run],
        traits[ABROAD, country, run],
        fixed.record_sustained[country],
        fixed.record_surge[country],
    )


@compiled
def six(table: Floats, country: int, run: int) -> Six:
    """Return six numbers of one country in one replicate."""
    return (
        table[country, 0, run],
        table[country, 1, run],
        table[country, 2, run],
        table[country, 3, run],
        table[country, 4, run],
        table[country, 5, run],
    )
