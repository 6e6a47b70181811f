"""The contender that needs no compiler: the rounds of a conference in plain NumPy, arrays of countries x runs.

It computes the same numbers in the same order as the engines, so that its rungs can be compared with theirs to the
last bit.  It knows what the benchmark needs: equilibrium mode, where promises are not sticky, and countries that all
watch by the same weights.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.board import places as places_of
from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.inputs import Inputs
from simulator.engine.profiles import Profiles
from simulator.engine.standing import us_level
from simulator.rule import capacity, gates
from simulator.rule.gates import ASKED, BORDER, COMPANY, DEAL, GATES, MANDATE, US, WELCOME
from simulator.rule.ladder import CONSENT_CEILING, CONTINGENT, FRAMEWORK_CEILING, TOP

Floats = NDArray[np.float64]

CHUNK = 256
"""Runs side by side: as many as keep the arrays of a round in the processor's cache."""

TRADABLE = (US, MANDATE, BORDER, COMPANY)
"""Gates that bind below the top rung only where they are more than welcome."""


@dataclass(frozen=True, slots=True)
class Countries:
    """The countries of a chunk; arrays of countries x runs, ``codes`` and ``thresholds`` by gate before that."""

    codes: Floats
    thresholds: Floats
    caps: Floats
    consent: Floats
    sensitive: Floats
    legal_share: Floats
    acceptability: Floats
    deployable: Floats
    rotation: Floats
    kept_home: Floats
    army: Floats
    abroad: Floats


@dataclass(frozen=True, slots=True)
class Parts:
    """What does not depend on others; arrays of rungs x countries x runs."""

    strictest: Floats
    mean: Floats
    share: Floats
    deal: Floats


def settle(
    conference: Conference, profiles: Profiles, chunk: int = CHUNK
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Take a block of replicates to rest.

    Parameters
    ----------
    conference
        In equilibrium mode, with everybody watching by the same weights.
    profiles
        Countries in the replicates.
    chunk
        Runs side by side, 1 or more; any number gives the same boards.

    Returns
    -------
    tuple
        Rungs, and sustained pledges in persons; both of shape (replicates, countries).

    Raises
    ------
    ValueError
        If the conference is of another kind.
    """
    if not conference.equilibrium or conference.rule.hysteresis or conference.ties is not None:
        raise ValueError("only conferences in equilibrium mode, without hysteresis or ties of their own")
    rungs = np.empty((len(profiles), len(conference)), dtype=np.int8)
    pledged = np.empty(rungs.shape, dtype=np.int32)
    for first in range(0, len(profiles), chunk):
        runs = slice(first, first + chunk)
        settled, own = _settled(conference, _countries(profiles, runs))
        rungs[runs], pledged[runs] = settled.T, own.T
    return rungs, pledged


def _countries(profiles: Profiles, runs: slice) -> Countries:
    def flat(name: str) -> Floats:
        return np.ascontiguousarray(getattr(profiles, name)[runs].T)

    def by_gate(name: str) -> Floats:
        return np.ascontiguousarray(getattr(profiles, name)[runs].transpose(2, 1, 0))

    names = [name for name in Countries.__dataclass_fields__ if name not in ("codes", "thresholds")]
    return Countries(by_gate("codes"), by_gate("thresholds"), **{name: flat(name) for name in names})


def _settled(conference: Conference, countries: Countries) -> tuple[Floats, Floats]:
    """Return rungs and pledges at rest."""
    rule, inputs = conference.rule, conference.inputs_at(0)
    border = _border(conference, inputs)
    parts = _parts(rule, countries, _signals(conference, countries, inputs, border))
    sustained = _sustained(conference, countries, border)
    tops = np.where(countries.consent < 1.0, np.minimum(countries.caps, CONSENT_CEILING), countries.caps)
    lead, watch = conference.lead[:, None], conference.watch[:, None]
    others = float(conference.watch.sum()) - watch
    rungs = tops.copy() if conference.from_caps else np.zeros_like(tops)
    sizes = np.asarray(rule.size_factors, dtype=np.float64)
    offered = places_of(inputs.requirement)
    while True:
        pledges = np.floor(sizes[rungs.astype(np.intp)] * sustained)
        heard = (watch * rungs).sum(axis=0) - watch * rungs
        peers = np.divide(heard, others * TOP, out=np.zeros_like(heard), where=others > 0.0)
        mass = np.minimum(1.0, (pledges.sum(axis=0) - pledges) / inputs.requirement)
        company = rule.peers * peers + (1.0 - rule.peers) * mass + rule.places * offered
        held_back = (lead < 1.0) & rule.framework & ~((lead >= 1.0) & (rungs >= CONTINGENT)).any(axis=0)
        open_to = np.where(held_back, np.minimum(tops, FRAMEWORK_CEILING), tops)
        after = np.minimum(_climbed(rule, parts, countries.thresholds[COMPANY], company), open_to)
        if np.array_equal(after, rungs):
            return rungs, pledges
        rungs = after


def _border(conference: Conference, inputs: Inputs) -> Floats:
    """Return B_i, a row a country."""
    guarantee = conference.rule.guarantee
    exposure, covered = conference.exposure, conference.covered
    found = gates.border_signal(
        exposure[:, 0],  # type: ignore[arg-type]
        gates.felt_threat(inputs.russia, guarantee, inputs.backstop, covered),  # type: ignore[arg-type]
        exposure[:, 1],  # type: ignore[arg-type]
        gates.felt_threat(inputs.belarus, guarantee, inputs.backstop, covered),  # type: ignore[arg-type]
        exposure[:, 2],  # type: ignore[arg-type]
        inputs.turkey,
    )
    return np.asarray(found)[:, None]


def _signals(conference: Conference, countries: Countries, inputs: Inputs, border: Floats) -> list[Floats]:
    """Return the signals in the order of the gates, each of a shape that fits countries x runs; company is 0."""
    rule = conference.rule
    us = np.where(
        countries.sensitive > 0.0, us_level(inputs, rule, rule.mission_need, 1.0), us_level(inputs, rule, 0.0, 0.0)
    )
    wanted = (1.0 - countries.legal_share) * inputs.clarity + countries.legal_share * inputs.legal
    mandate = countries.acceptability * np.maximum(wanted, rule.adopted)
    deal = np.full((1, 1), gates.deal_signal(inputs.ceasefire, inputs.hold, inputs.depth, rule.depth_credit))
    pull = rule.owner_pull + rule.member_pull * conference.member
    pull = pull + rule.striver_pull * conference.striver * us_level(inputs, rule, 0.0, 0.0)
    asked = np.minimum(1.0, np.maximum(0.0, pull))[:, None]
    return [us, mandate, deal, border, np.zeros((1, 1)), asked]


def _sustained(conference: Conference, countries: Countries, border: Floats) -> Floats:
    """Return K_i, persons."""
    pool = np.asarray(
        capacity.pool(
            countries.deployable,  # type: ignore[arg-type]
            countries.army,  # type: ignore[arg-type]
            countries.kept_home,  # type: ignore[arg-type]
            border,  # type: ignore[arg-type]
        )
    )
    per_tour = pool / countries.rotation
    least = per_tour / conference.rule.abroad_floor
    kept = np.minimum(np.maximum(per_tour - countries.abroad, least), conference.record_sustained[:, None])
    return np.asarray(np.maximum(0.0, kept))


def _parts(rule: RuleSettings, countries: Countries, signals: list[Floats]) -> Parts:
    """Sum up the gates at every rung but for the company of others."""
    shape = (TOP, *countries.caps.shape)
    parts = Parts(*(np.empty(shape) for _ in range(4)))
    for step in range(TOP):
        weights = countries.codes.copy()
        if step + 1 < TOP:
            for gate in TRADABLE:
                weights[gate][countries.codes[gate] <= WELCOME] = 0.0
        margins = [
            signal - threshold - rule.increments[gate][step]
            for gate, (signal, threshold) in enumerate(zip(signals, countries.thresholds, strict=True))
        ]
        bound = [np.where(weights[gate] > 0.0, margins[gate], np.inf) for gate in range(len(GATES))]
        parts.strictest[step] = np.minimum.reduce([bound[US], bound[MANDATE], bound[BORDER], bound[ASKED]])
        parts.deal[step] = bound[DEAL]
        pulled = weights[US] * margins[US] + weights[MANDATE] * margins[MANDATE]
        pulled = pulled + weights[BORDER] * margins[BORDER] + weights[ASKED] * margins[ASKED]
        total = weights[US] + weights[MANDATE] + weights[BORDER] + weights[COMPANY] + weights[ASKED]
        total[total == 0.0] = np.inf  # where nothing binds, shares and means are 0
        parts.mean[step], parts.share[step] = pulled / total, weights[COMPANY] / total
    return parts


def _climbed(rule: RuleSettings, parts: Parts, thresholds: Floats, company: Floats) -> Floats:
    """Return the rung that the conditions allow: rungs count as long as each below is acceptable too."""
    rungs = np.zeros_like(company)
    weakest = np.full_like(company, np.inf)
    for step in range(TOP):
        margin = company - thresholds - rule.increments[COMPANY][step]
        share, strictest = parts.share[step], parts.strictest[step]
        lowest = np.where(share > 0.0, np.minimum(strictest, margin), strictest)
        with np.errstate(invalid="ignore"):  # no veto times infinity, where nothing binds
            joint = rule.veto * lowest + (1.0 - rule.veto) * (parts.mean[step] + share * margin)
        joint[lowest == np.inf] = np.inf
        np.minimum(weakest, np.minimum(parts.deal[step], joint), out=weakest)
        rungs += weakest >= 0.0
    return rungs
