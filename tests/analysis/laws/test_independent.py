"""V1: chances and law of countries on their own, held against plain simulation of the same words."""

from dataclasses import replace
from math import asin, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.laws.hearing import gaps, heard
from simulator.analysis.laws.independent import both_below, force_law, rung_chances
from simulator.analysis.verification.deviations import of_chances
from simulator.analysis.verification.holding import without_company
from simulator.engine.conference import Conference
from simulator.engine.kernel import settle
from simulator.engine.profiles import drawn_profiles
from simulator.rule.gates import ASKED, COMPANY, DEAL
from tests.conferences import random_conference

RUNS = 20_000
seeds = st.integers(0, 2**32 - 1)


def lonely(seed: int, size: int, veto: float) -> Conference:
    conference = without_company(random_conference(seed, size), veto)
    codings = tuple(replace(coding, sds=np.full_like(coding.sds, 0.2)) for coding in conference.codings)
    return replace(conference, codings=codings, army=np.minimum(conference.army, 20_000.0))


def simulated(conference: Conference, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rungs and pledges, drawn and decided as the description of the model words it; shape (runs, countries)."""
    rng = np.random.default_rng(seed)
    shape = (RUNS, len(conference))
    second = rng.random(shape) >= 0.5
    noise = sqrt(conference.spread.common_caution) * rng.standard_normal((RUNS, 1, 1))
    noise = noise + sqrt(1.0 - conference.spread.common_caution) * rng.standard_normal((*shape, 6))
    rungs, pledges = np.zeros(shape, dtype=int), np.zeros(shape)
    passes = rng.random(shape) < conference.consent
    for which, coding in enumerate(conference.codings):
        words = heard(conference, coding)
        climbed = climbs(gaps(conference, coding, words.signals), coding, noise, conference.rule.veto)
        top = np.where(passes, coding.caps, np.minimum(coding.caps, 1))
        reached = np.minimum(climbed, top)
        amounts = np.floor(np.asarray(conference.rule.size_factors)[reached] * words.sustained)
        mine = second == bool(which)
        rungs[mine], pledges[mine] = reached[mine], amounts[mine]
    return rungs, pledges


def climbs(room: np.ndarray, coding, noise: np.ndarray, veto: float) -> np.ndarray:
    margins = room[None] - (coding.sds * noise)[..., None]
    open_ = np.ones(noise.shape[:2], dtype=bool)
    climbed = np.zeros(noise.shape[:2], dtype=int)
    for rung in range(1, 6):
        met = (coding.codes[:, DEAL] == 0) | (margins[:, :, DEAL, rung - 1] >= 0.0)
        for country, codes in enumerate(coding.codes):
            binding = [g for g in range(6) if g != DEAL and codes[g] >= (1 if rung == 5 or g == ASKED else 2)]
            if binding:
                m, w = margins[:, country, binding, rung - 1], codes[binding] / codes[binding].sum()
                met[:, country] &= (m.min(axis=1) if veto == 1.0 else m @ w) >= 0.0
        open_ &= met
        climbed[open_] = rung
    return climbed


@given(seed=seeds, size=st.integers(1, 4), veto=st.sampled_from([0.0, 1.0]))
@settings(max_examples=25, deadline=None)
def test_the_law_is_what_simulation_comes_to(seed: int, size: int, veto: float) -> None:
    conference = lonely(seed, size, veto)
    law = force_law(conference)
    rungs, pledges = simulated(conference, seed)
    for rung in range(1, 6):
        chances = law.chances[:, rung - 1]
        error = np.sqrt(np.maximum(chances * (1.0 - chances), 1e-5) / RUNS)
        assert (np.abs((rungs >= rung).mean(axis=0) - chances) < 5.5 * error).all()
    total = pledges.sum(axis=1)
    assert abs(total.mean() - law.mean) < 5.5 * max(law.sd, 1.0) / sqrt(RUNS)
    assert law.law.sum() == pytest.approx(1.0)
    grid = np.arange(len(law.law))
    assert law.law @ grid == pytest.approx(law.mean, rel=1e-9, abs=1e-6)
    assert sqrt(max(0.0, law.law @ grid**2 - law.mean**2)) == pytest.approx(law.sd, rel=1e-6, abs=1e-3)
    middle = int(law.mean)
    chance = law.reaches(middle)
    assert abs((total >= middle).mean() - chance) < 5.5 * sqrt(max(chance * (1.0 - chance), 1e-5) / RUNS)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-0.95, 0.999))
@settings(max_examples=200, deadline=None)
def test_two_normal_numbers_below_two_limits(first: float, second: float, correlation: float) -> None:
    from scipy.integrate import quad
    from scipy.special import ndtr

    root = sqrt(1.0 - correlation**2)
    density = lambda x: np.exp(-x * x / 2.0) / sqrt(2.0 * pi) * ndtr((second - correlation * x) / root)  # noqa: E731
    cut = np.clip(second / correlation if correlation else 0.0, -9.0, first)
    exact = quad(density, -9.0, cut, epsabs=1e-12)[0] + quad(density, cut, first, epsabs=1e-12)[0]
    found = both_below(np.array([first]), np.array([second]), correlation)[0]
    assert found == pytest.approx(exact, abs=1e-8)


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.5, 0.9, 1.0])
def test_both_below_their_middles(correlation: float) -> None:
    found = both_below(np.zeros(1), np.zeros(1), correlation)[0]
    assert found == pytest.approx(0.25 + asin(correlation) / (2.0 * pi))


def test_what_the_law_does_not_hold_for_is_refused() -> None:
    good = lonely(1, 3, 1.0)
    codes = good.codings[0].codes.copy()
    codes[0, COMPANY] = 2
    sure = replace(good.codings[0], sds=np.zeros_like(good.codings[0].sds))
    for broken, words in (
        (replace(good, codings=(replace(good.codings[0], codes=codes),)), "nobody to state company"),
        (replace(good, rule=good.rule._replace(framework=True)), "the framework rule off"),
        (replace(good, rule=good.rule._replace(veto=0.5)), "veto 0 or 1"),
        (replace(good, inputs=good.inputs * 2), "stand still"),
        (replace(good, codings=(sure,)), "scatter"),
        (replace(good, spread=good.spread._replace(common_caution=1.0)), "each country's own"),
    ):
        with pytest.raises(ValueError, match=words):
            rung_chances(broken)
    drawn = replace(good, rotation=np.full(3, np.nan))
    assert rung_chances(drawn) == pytest.approx(rung_chances(good))
    with pytest.raises(ValueError, match="not drawn"):
        force_law(drawn)


@given(seed=seeds, size=st.integers(1, 30), veto=st.sampled_from([0.0, 1.0]))
@settings(max_examples=40, deadline=None)
def test_the_engine_follows_the_law_on_random_conferences(seed: int, size: int, veto: float) -> None:
    conference = lonely(seed, size, veto)
    rungs = settle(conference, drawn_profiles(conference, seed, 0, 2_000)).rungs[0]
    chances = rung_chances(conference)
    events = [(place, rung) for place in range(size) for rung in range(1, 6)]
    found = of_chances(
        "V1", "-",
        [int((rungs[:, place] >= rung).sum()) for place, rung in events], len(rungs),
        [float(chances[place, rung - 1]) for place, rung in events],
    )  # fmt: skip
    assert found.held, found
