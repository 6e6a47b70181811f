"""Examining one country on settled boards: what it hears, what holds it back below a rung, and what would lift it.

Everything is asked of the rule itself, on the board as it stands: the country moves, all others are held.  The loops
are compiled; they call the functions that both engines call, so what they find is true of the Mesa model as well.
"""

from math import inf, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.why.moves import Move, tables
from simulator.engine.board import places as places_of
from simulator.engine.compiled import code_folder, compiled
from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.explaining import profile_of
from simulator.engine.inputs import Inputs
from simulator.engine.kernel import inputs_of, rule_of, settings_of
from simulator.engine.lanes import Fixed, fixed_of, rows_of
from simulator.engine.profiles import Profiles
from simulator.engine.reasons import closest_gate
from simulator.engine.standing import (
    CountryProfile,
    capacities,
    company_heard,
    fixed_signals,
    margin_of_rung,
    open_rung,
    troops,
    weights_at,
    with_company,
)
from simulator.rule.gates import COMPANY, GATES
from simulator.rule.ladder import CONTINGENT

Floats = NDArray[np.float64]

CLOSED = ("open", "there", "cap", "consent", "framework")
"""What a rung is to a country in one run: open, reached, or closed whatever the inputs and the company."""

OPEN, THERE, CAP, CONSENT, FRAMEWORK = range(len(CLOSED))
NO_GATE = -1

TOLERANCE = 1e-12
"""How closely a step is found: it lifts the country, and a step smaller by this much does not."""

MOST_STEPS = 200


class Examined(NamedTuple):
    """One country in every run, on the settled board; arrays over runs.

    Attributes
    ----------
    signals
        What it hears, by gate, that of company included; shape (runs, gates).
    closed
        Place in :data:`CLOSED`: what the target rung is to it.
    binding
        Gate with the smallest margin at the first rung, up to the target, whose conditions fall short;
        :data:`NO_GATE` where they are met.
    critical
        s*: the least company at which the conditions of the target rung are met, all else held.  Never below 0, the
        company of nobody; infinite where no company is enough.
    raised
        Company it would hear if one other country stood on the highest rung open to it; shape (runs, countries), its
        own place holds the company it hears as it is.
    raised_all
        And if all others did.
    steps
        Smallest step of each move that lifts it to the target, NaN where none does or the rung is not open; shape
        (runs that are priced, moves).
    """

    signals: Floats
    closed: NDArray[np.int8]
    binding: NDArray[np.int8]
    critical: Floats
    raised: Floats
    raised_all: Floats
    steps: Floats

    @property
    def heard(self) -> Floats:
        """S, the company it hears on the settled board."""
        return self.signals[:, COMPANY]


def examine(
    conference: Conference,
    profiles: Profiles,
    rungs: NDArray[np.int8],
    country: int,
    target: int,
    moves: tuple[Move, ...],
    priced: int,
) -> Examined:
    """Examine a country on settled boards at the last inputs of a conference.

    Parameters
    ----------
    conference
        The compiled scenario.
    profiles
        Countries in the replicates.
    rungs
        Settled rungs; shape (replicates, countries).
    country
        Its place in the conference.
    target
        Rung in question, 1 to 5.
    moves
        What might lift it there.
    priced
        How many replicates, from the first, are priced.
    """
    runs, countries = rungs.shape
    rows, inputs = rows_of(profiles), conference.inputs[-1]
    found = Examined(
        signals=np.zeros((runs, len(GATES))),
        closed=np.zeros(runs, dtype=np.int8),
        binding=np.full(runs, NO_GATE, dtype=np.int8),
        critical=np.zeros(runs),
        raised=np.zeros((runs, countries)),
        raised_all=np.zeros(runs),
        steps=np.full((min(max(priced, 0), runs), len(moves)), nan),
    )
    _examine_rows(
        fixed_of(conference),
        rows.codes,
        rows.thresholds,
        rows.traits,
        np.ascontiguousarray(rungs),
        country,
        target,
        np.array(inputs, dtype=np.float64),
        places_of(inputs.requirement),
        np.array(settings_of(conference.rule)),
        *tables(moves, inputs),
        found,
    )
    return found


@compiled
def _examine_rows(
    fixed: Fixed,
    codes: Floats,
    thresholds: Floats,
    traits: Floats,
    rungs: NDArray[np.int8],
    country: int,
    target: int,
    inputs_row: Floats,
    places: float,
    settings: Floats,
    slopes: Floats,
    touched: Floats,
    most: Floats,
    found: Examined,
) -> None:
    """Fill the arrays of :class:`Examined`."""
    inputs, rule = inputs_of(inputs_row), rule_of(settings)
    largest = 1.0 + max(0.0, rule.places * places)
    for run in range(len(rungs)):
        profile = profile_of(fixed, codes, thresholds, traits, country, run)
        stands = _hear(fixed, codes, thresholds, traits, rungs[run], country, run, inputs, places, rule, found)
        company = found.raised[run, country]
        signals = with_company(fixed_signals(profile, inputs, rule), company)
        for gate in range(len(signals)):
            found.signals[run, gate] = signals[gate]
        found.closed[run] = np.int8(_closed(profile, float(rungs[run, country]), float(target), stands))
        found.binding[run] = np.int8(_binding(profile, inputs, company, rule, target))
        found.critical[run] = _critical_company(profile, inputs, rule, target, largest)
        if run < len(found.steps) and found.closed[run] == OPEN:
            for move in range(len(slopes)):
                if _touches(profile, touched[move], target):
                    found.steps[run, move] = _smallest_step(
                        profile, inputs, company, rule, target, slopes[move], most[move]
                    )


@compiled
def _hear(
    fixed: Fixed,
    codes: Floats,
    thresholds: Floats,
    traits: Floats,
    rungs: NDArray[np.int8],
    country: int,
    run: int,
    inputs: Inputs,
    places: float,
    rule: RuleSettings,
    found: Examined,
) -> float:
    """Fill the company heard on one board, as it is and with others on their highest rungs.

    Returns whether the framework stands, 1 or 0.
    """
    countries, own_ties = len(rungs), len(fixed.ties) > 0
    weighted, pledged, own, stands = 0.0, 0.0, 0.0, 0.0 if rule.framework else 1.0
    weights, climbs, more = np.empty(countries), np.empty(countries), np.empty(countries)
    for other in range(countries):
        profile = profile_of(fixed, codes, thresholds, traits, other, run)
        rung = float(rungs[other])
        top = max(rung, open_rung(profile, 1.0))
        sustained = capacities(profile, inputs, rule)[0]
        pledge = troops(rung, sustained, rule)
        weights[other] = fixed.ties[country, other] if own_ties else fixed.watch[other]
        climbs[other], more[other] = top - rung, troops(top, sustained, rule) - pledge
        weighted += weights[other] * rung
        pledged += pledge
        if other == country:
            own = pledge
            climbs[other], more[other] = 0.0, 0.0
        if fixed.lead[other] >= 1.0 and rung >= CONTINGENT:
            stands = 1.0
    watch = 0.0 if own_ties else fixed.watch[country]
    total = fixed.tie_totals[country] if own_ties else fixed.total_watch
    rung, asked = float(rungs[country]), inputs.requirement
    for other in range(countries):
        found.raised[run, other] = company_heard(
            weighted + weights[other] * climbs[other],
            watch,
            rung,
            total,
            pledged + more[other],
            own,
            asked,
            places,
            rule,
        )
    found.raised_all[run] = company_heard(
        weighted + (weights * climbs).sum(), watch, rung, total, pledged + more.sum(), own, asked, places, rule
    )
    return stands


@compiled
def _closed(profile: CountryProfile, rung: float, target: float, stands: float) -> int:
    """Return what the target rung is to a country, a place in :data:`CLOSED`."""
    if rung >= target:
        return THERE
    if target > profile.cap:
        return CAP
    if target > open_rung(profile, 1.0):
        return CONSENT
    if target > open_rung(profile, stands):
        return FRAMEWORK
    return OPEN


@compiled
def _binding(profile: CountryProfile, inputs: Inputs, company: float, rule: RuleSettings, target: int) -> int:
    """Return the closest gate at the first rung, up to the target, that falls short; :data:`NO_GATE` if none does."""
    signals = with_company(fixed_signals(profile, inputs, rule), company)
    for rung in range(1, target + 1):
        if margin_of_rung(profile.codes, profile.thresholds, signals, rule, rung) < 0.0:
            return closest_gate(profile.codes, profile.thresholds, signals, rule, rung)
    return NO_GATE


@compiled
def _touches(profile: CountryProfile, touched: Floats, target: int) -> bool:
    """Return whether a move touches a condition that binds at any rung up to the target."""
    for rung in range(1, target + 1):
        weights = weights_at(profile.codes, rung)
        for gate in range(len(weights)):
            if touched[gate] > 0.0 and weights[gate] > 0.0:
                return True
    return False


@compiled
def _margin(profile: CountryProfile, inputs: Inputs, company: float, rule: RuleSettings, target: int) -> float:
    """Return the smallest margin of the rungs up to the target: at least 0 where a country climbs there."""
    signals = with_company(fixed_signals(profile, inputs, rule), company)
    lowest = inf
    for rung in range(1, target + 1):
        lowest = min(lowest, margin_of_rung(profile.codes, profile.thresholds, signals, rule, rung))
    return lowest


@compiled
def _after(inputs: Inputs, slopes: Floats, step: float) -> Inputs:
    """Return the inputs after a step of a move, none of them beyond its end."""
    return Inputs(
        min(1.0, max(0.0, inputs.backstop + step * slopes[0])),
        min(1.0, max(0.0, inputs.intelligence + step * slopes[1])),
        min(1.0, max(0.0, inputs.air + step * slopes[2])),
        min(1.0, max(0.0, inputs.logistics + step * slopes[3])),
        min(1.0, max(0.0, inputs.ground + step * slopes[4])),
        min(1.0, max(0.0, inputs.clarity + step * slopes[5])),
        min(1.0, max(0.0, inputs.legal + step * slopes[6])),
        min(1.0, max(0.0, inputs.ceasefire + step * slopes[7])),
        min(1.0, max(0.0, inputs.hold + step * slopes[8])),
        min(1.0, max(0.0, inputs.depth + step * slopes[9])),
        min(1.0, max(0.0, inputs.russia + step * slopes[10])),
        min(1.0, max(0.0, inputs.belarus + step * slopes[11])),
        min(1.0, max(0.0, inputs.turkey + step * slopes[12])),
        inputs.requirement,
    )


@compiled
def _smallest_step(
    profile: CountryProfile,
    inputs: Inputs,
    company: float,
    rule: RuleSettings,
    target: int,
    slopes: Floats,
    most: float,
) -> float:
    """Return the smallest step of a move after which all margins up to the target are met; NaN where none is enough.

    The margin does not fall along a move, so its root is enclosed: by the line through both ends of the enclosure, an
    end that stays twice counting half (the Illinois variant of regula falsi).
    """
    low, high = 0.0, most
    below = _margin(profile, inputs, company, rule, target)
    above = _margin(profile, _after(inputs, slopes, high), company, rule, target)
    if high <= 0.0 or below >= 0.0 or above < 0.0:
        return nan
    side = 0
    for _ in range(MOST_STEPS):
        if high - low <= TOLERANCE:
            break
        middle = _between(low, high, below, above)
        value = _margin(profile, _after(inputs, slopes, middle), company, rule, target)
        if value >= 0.0:
            high, above = middle, value
            below = 0.5 * below if side > 0 else below
            side = 1
        else:
            low, below = middle, value
            above = 0.5 * above if side < 0 else above
            side = -1
    return high


@compiled
def _critical_company(
    profile: CountryProfile, inputs: Inputs, rule: RuleSettings, target: int, largest: float
) -> float:
    """Return s*, the least company at which all margins up to the target are met; infinity where none is enough."""
    low, high = 0.0, largest
    below = _margin(profile, inputs, low, rule, target)
    above = _margin(profile, inputs, high, rule, target)
    if below >= 0.0:
        return 0.0
    if above < 0.0:
        return inf
    for _ in range(MOST_STEPS):
        if high - low <= TOLERANCE:
            break
        middle = 0.5 * (low + high)
        if _margin(profile, inputs, middle, rule, target) >= 0.0:
            high = middle
        else:
            low = middle
    return high


@compiled
def _between(low: float, high: float, below: float, above: float) -> float:
    """Return where the line through both ends crosses 0, a quarter of the tolerance inside of them at least."""
    middle = 0.5 * (low + high)
    if above < inf:
        middle = low + (high - low) * (below / (below - above))
    nearest = 0.25 * TOLERANCE
    return min(high - nearest, max(low + nearest, middle))


def is_compiled() -> bool:
    """Return whether the machine code of this module has been kept before; compiling it takes a while."""
    folder = code_folder()
    return folder is not None and any(folder.rglob(f"{__name__.rpartition('.')[2]}*.nbi"))
