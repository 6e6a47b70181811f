"""V1, V2 and V6: without company every country is on its own, and its chances are known exactly."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm

from simulator.engine.conference import Coding, Conference
from simulator.engine.inputs import Inputs
from simulator.engine.standing import fixed_signals, troops
from simulator.rule.capacity import pool, sustained_capacity
from simulator.rule.gates import BORDER, COMPANY, DEAL, MANDATE, US
from tests.closed_forms.laws import hermite_mean
from tests.conferences import RULE, SPREAD, drawn, random_conference, settled

RUNS, COUNTRIES, SD = 1500, 3, 0.15
INPUTS = Inputs(0.3, 0.5, 0.4, 0.4, 0.1, 0.5, 0.4, 1.0, 0.6, 0.7, 0.5, 0.4, 0.3, 25_000.0)
CODES = np.array([[2, 3, 2, 0, 0, 0], [3, 0, 1, 2, 0, 0], [0, 2, 0, 4, 0, 0]])
MEDIANS = np.array([0.0, 0.15, 0.35, 0.55, 0.8])


def lonely(veto: float) -> Conference:
    """Three countries that state no company, with full consent, no caps and no framework."""
    coding = Coding(
        codes=CODES,
        medians=MEDIANS[CODES],
        word_codes=CODES,
        word_medians=MEDIANS[CODES],
        sds=np.full((COUNTRIES, 6), SD),
        caps=np.full(COUNTRIES, 5),
        kept_home=np.full(COUNTRIES, 0.5),
        sensitive=np.zeros(COUNTRIES),
        legal_share=np.zeros(COUNTRIES),
        acceptability=np.ones(COUNTRIES),
    )
    return replace(
        random_conference(2, COUNTRIES),
        codings=(coding,),
        consent=np.ones(COUNTRIES),
        exposure=np.array([[0.5, 0.0, 0.0], [0.5, 0.25, 0.0], [0.75, 0.5, 0.0]]),
        inputs=(INPUTS,),
        rule=RULE._replace(veto=veto, framework=False),
    )


def exact_chances(conference: Conference, place: int, rung: int) -> float:
    """P(rung or more) by conditioning on the common caution z, for veto 0 or 1."""
    model = settled(conference, drawn(conference, 1, 1))
    signals = fixed_signals(model.countries[place].profile, INPUTS, conference.rule)
    codes = CODES[place]
    common, own = SD * sqrt(SPREAD.common_caution), SD * sqrt(1 - SPREAD.common_caution)
    gaps = {
        gate: signals[gate] - MEDIANS[codes[gate]] - conference.rule.increments[gate][rung - 1]
        for gate in range(6)
        if codes[gate]
    }
    tradable = [gate for gate in (US, MANDATE, BORDER, COMPANY) if codes[gate] >= (1 if rung == 5 else 2)]
    total = sum(codes[gate] for gate in tradable)

    def given(z: float) -> float:
        met = {gate: norm.cdf((gap - common * z) / own) for gate, gap in gaps.items()}
        deal = met.get(DEAL, 1.0)
        if not tradable:
            return deal
        if conference.rule.veto == 1.0:
            return deal * float(np.prod([met[gate] for gate in tradable]))
        shares = {gate: codes[gate] / total for gate in tradable}
        mean = sum(shares[gate] * gaps[gate] for gate in tradable) - common * z
        return deal * float(norm.cdf(mean / (own * sqrt(sum(share**2 for share in shares.values())))))

    return hermite_mean(given)


@pytest.mark.parametrize("veto", [0.0, 1.0])
def test_chances_of_every_rung(veto: float) -> None:
    conference = lonely(veto)
    countries = drawn(conference, 4, RUNS)
    rungs = np.array([settled(conference, countries, run).rungs() for run in range(RUNS)])
    deviations = []
    for place in range(COUNTRIES):
        for rung in range(1, 6):
            exact = exact_chances(conference, place, rung)
            seen = float((rungs[:, place] >= rung).mean())
            error = sqrt(max(exact * (1 - exact), 1e-6) / RUNS)
            deviations.append((seen - exact) / error)
            assert 0 <= exact <= 1
    assert max(abs(deviation) for deviation in deviations) < 4.0
    assert len({round(exact_chances(conference, 0, rung), 3) for rung in range(1, 6)}) > 3


def test_two_rungs_without_company_are_a_sum_of_coins() -> None:
    """Mean sum p x and variance sum p (1 - p) x^2, where nothing but independent thresholds is drawn."""
    conference = lonely(1.0)
    capped = replace(conference.codings[0], caps=np.full(COUNTRIES, 2))
    conference = replace(
        conference,
        codings=(capped,),
        spread=SPREAD._replace(common_caution=0.0, army_error=0.0, abroad_error=0.0),
        deployable=np.full(COUNTRIES, 0.5),
        rotation=np.full(COUNTRIES, 4.0),
        army=np.array([50_000.0, 20_000.0, 80_000.0]),
        record_sustained=np.full(COUNTRIES, np.inf),
        record_surge=np.full(COUNTRIES, np.inf),
    )
    countries = drawn(conference, 9, RUNS)
    models = [settled(conference, countries, run) for run in range(RUNS)]
    totals = np.array([model.board.pledged for model in models])
    amounts = [troops(2.0, country.sustained, country.rule) for country in models[0].countries]
    assert all(amount > 0 for amount in amounts)
    chances = [_independent(conference, place) for place in range(COUNTRIES)]
    mean = sum(p * x for p, x in zip(chances, amounts, strict=True))
    variance = sum(p * (1 - p) * x * x for p, x in zip(chances, amounts, strict=True))
    assert abs(totals.mean() - mean) < 4 * sqrt(variance / RUNS)
    assert totals.var() == pytest.approx(variance, rel=0.15)


def _independent(conference: Conference, place: int) -> float:
    signals = fixed_signals(settled(conference, drawn(conference, 1, 1)).countries[place].profile, INPUTS, RULE)
    chance = 1.0
    for gate in range(6):
        code = CODES[place][gate]
        if code >= 2 or (gate == DEAL and code):
            chance *= float(norm.cdf((signals[gate] - MEDIANS[code] - RULE.increments[gate][1]) / SD))
    return chance


@pytest.mark.parametrize(("delta", "rho", "share"), [(0.4, 5.0, 0.08), (0.5, 5.0, 0.10)])
def test_the_usability_targets_imply_a_rotation_ratio_of_five(delta: float, rho: float, share: float) -> None:
    army = 100_000.0
    kept = sustained_capacity(pool(delta, army, 1.0, 1.0), rho, 0.0, 3.0, float("inf"))
    assert kept == pytest.approx(share * army)
