"""Forcing: a forced country goes as far as cap, parliament and framework let it, and nobody comes down for it."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.equilibria.forcing import Held, held
from simulator.engine.profiles import drawn_profiles
from simulator.rule import ladder
from tests.conferences import random_conference, settled

CASES = settings(max_examples=40, deadline=None)
RUNS = 24
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 20)


def some(seed: int, size: int) -> Held:
    return held(random_conference(seed, size), seed % 1000, 5, RUNS)


def members(rng: np.random.Generator, size: int) -> tuple[int, ...]:
    return tuple(np.flatnonzero(rng.random(size) < 0.3).tolist())


@given(seeds, sizes)
@CASES
def test_forcing_nobody_changes_nothing(seed: int, size: int) -> None:
    still = some(seed, size)
    for forced, alone in zip(still.forced([()]), still.least(), strict=True):
        assert np.array_equal(forced, alone)


@given(seeds, sizes)
@CASES
def test_a_forced_country_stands_on_its_ceiling(seed: int, size: int) -> None:
    still = some(seed, size)
    conference = still.conference
    countries = drawn_profiles(conference, seed % 1000, 5, RUNS)
    chosen = members(np.random.default_rng(seed), size)
    found = still.forced([chosen]).rungs[0]
    for run in range(RUNS):
        leads = any(found[run, place] >= ladder.CONTINGENT and conference.lead[place] >= 1.0 for place in range(size))
        stands = float(leads or not conference.rule.framework)
        for place in chosen:
            cap, consent = countries.caps[run, place], countries.consent[run, place]
            assert found[run, place] == ladder.ceiling(cap, consent, conference.lead[place], stands)


@given(seeds, sizes)
@CASES
def test_more_forced_is_never_less(seed: int, size: int) -> None:
    still = some(seed, size)
    rng = np.random.default_rng(seed)
    fewer = members(rng, size)
    more = tuple(sorted({*fewer, *members(rng, size)}))
    found = still.forced([fewer, more])
    assert (found.rungs[0] <= found.rungs[1]).all()
    assert (found.troops[0] <= found.troops[1]).all()
    assert (still.least().rungs[0] <= found.rungs[0]).all()
    assert (still.least().rungs[0] <= still.greatest().rungs[0]).all()


@given(seeds, sizes, st.integers(1, 5))
@CASES
def test_a_held_country_stands_on_its_rung_or_its_ceiling(seed: int, size: int, rung: int) -> None:
    still = some(seed, size)
    base = still.least().rungs[0]
    rungs = np.maximum(base, np.int8(rung))
    chosen = members(np.random.default_rng(seed), size)
    low, high = still.forced([chosen], rungs=rungs), still.forced([chosen])
    for place in chosen:
        ceilings = high.rungs[0, :, place]
        assert (low.rungs[0, :, place] <= np.minimum(rungs[:, place], ceilings)).all()
        assert (low.rungs[0, :, place] >= base[:, place]).all()
    assert (low.rungs[0] <= high.rungs[0]).all()


@given(seeds, st.integers(1, 8))
@settings(max_examples=15, deadline=None)
def test_the_mesa_model_says_the_same(seed: int, size: int) -> None:
    still = some(seed, size)
    countries = drawn_profiles(still.conference, seed % 1000, 5, RUNS)
    chosen = members(np.random.default_rng(seed), size)
    codes = countries.codes.copy()
    codes[:, list(chosen)] = 0.0
    silent = replace(countries, codes=codes)
    found = still.forced([chosen]).rungs[0]
    for run in range(0, RUNS, 8):
        assert settled(still.conference, silent, run).rungs() == found[run].tolist()


@given(seeds, sizes)
@CASES
def test_some_of_the_runs_in_any_order_are_those_runs(seed: int, size: int) -> None:
    still = some(seed, size)
    rng = np.random.default_rng(seed)
    sets = [members(rng, size), members(rng, size)]
    chosen = rng.permutation(RUNS)[:7]
    whole, part = still.forced(sets), still.forced(sets, chosen)
    assert np.array_equal(part.rungs, whole.rungs[:, chosen])
    assert np.array_equal(part.usable, whole.usable[:, chosen])


def test_its_own_words_are_set_aside_too() -> None:
    tied = 0
    for seed in range(20):
        still = some(seed, 6)
        everyone = tuple(range(6))
        found = still.forced([everyone])
        plain = replace(
            still, drawn=still.drawn._replace(word_codes=np.zeros((0, 0, 0)), word_thresholds=np.zeros((0, 0, 0)))
        )
        assert np.array_equal(found.usable, plain.forced([everyone]).usable)
        tied += int((plain.least().usable > still.least().usable).any())
    assert tied > 0
