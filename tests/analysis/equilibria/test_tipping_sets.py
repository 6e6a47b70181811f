"""Tipping sets: the search finds what trying every set finds, and troops add up."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from simulator.analysis.equilibria.forcing import Held, held
from simulator.analysis.equilibria.tipping_sets import Goal, TippingSets, tipping_sets
from simulator.analysis.equilibria.waiting import movers
from tests.conferences import random_conference, with_rule

CASES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
RUNS = 60
seeds = st.integers(0, 2**32 - 1)


def some(seed: int, size: int) -> Held:
    conference = with_rule(random_conference(seed, size), peers=0.9)
    open_ = tuple(replace(coding, caps=np.maximum(coding.caps, 2)) for coding in conference.codings)
    return held(replace(conference, codings=open_, consent=np.sqrt(conference.consent)), seed % 1000, 0, RUNS)


def goal_of(still: Held, seed: int, in_100: float, strength: str = "pledged") -> Goal:
    """A size that some three countries reach together as often as asked, and that is not reached without."""
    rng = np.random.default_rng(seed)
    size = len(still.conference)
    chosen = tuple(sorted(rng.choice(size, min(3, size), replace=False).tolist()))
    forced = np.sort(getattr(still.forced([chosen]), strength)[0])
    troops = int(forced[RUNS - round(in_100 * RUNS / 100.0)])
    assume(troops > np.sort(getattr(still.least(), strength)[0])[RUNS - round(in_100 * RUNS / 100.0)])
    return Goal(troops, strength, in_100)


def by_trying_all(still: Held, goal: Goal, largest: int, rung: int | None) -> set[tuple[int, ...]]:
    base = still.least()
    rungs = None if rung is None else np.maximum(base.rungs[0], np.int8(rung))
    needed = goal.in_100 * RUNS / 100.0 - 1e-9
    places = range(len(still.conference))
    moved = [p for p in places if (still.forced([(p,)]).rungs[0, :, p] > base.rungs[0, :, p]).any()]
    found: set[tuple[int, ...]] = set()
    if goal.reached(base)[0].sum() >= needed:
        return found
    for size in range(1, largest + 1):
        smaller = set(found)
        for chosen in combinations(sorted(moved), size):
            if any(set(one) <= set(chosen) for one in smaller):
                continue
            if goal.reached(still.forced([chosen], rungs=rungs))[0].sum() >= needed:
                found.add(chosen)
    return found


def places(still: Held, found: TippingSets) -> set[tuple[int, ...]]:
    return {tuple(still.conference.iso3.index(code) for code in one.iso3) for one in found.sets}


@given(
    seeds,
    st.integers(2, 9),
    st.sampled_from([10.0, 50.0, 80.0, 100.0]),
    st.one_of(st.none(), st.integers(1, 5)),
    st.sampled_from(["headline", "pledged", "allocated", "usable"]),
)
@CASES
def test_the_search_finds_what_trying_all_finds(
    seed: int, size: int, in_100: float, rung: int | None, strength: str
) -> None:
    still = some(seed, size)
    goal = goal_of(still, seed, in_100, strength)
    found = tipping_sets(still, still.conference.iso3, goal, 3, rung)
    expected = by_trying_all(still, goal, 3, rung)
    assert places(still, found) == expected
    assert sum(found.found) == len(expected)
    event(f"sets: {min(len(expected), 3)}")


def test_there_are_sets_of_every_size_among_them() -> None:
    """The law above would hold for a search in which nothing is ever found."""
    sizes = set()
    for seed in range(12):
        still = some(seed, 9)
        low, high = still.least().pledged[0].mean(), still.forced([tuple(range(9))]).pledged[0].mean()
        for share in (0.2, 0.5, 0.8):
            goal = Goal(max(1, round(low + share * (high - low))), "pledged", 50.0)
            sizes |= {len(one.iso3) for one in tipping_sets(still, still.conference.iso3, goal).sets}
    assert sizes == {1, 2, 3}


@given(seeds, st.integers(2, 9))
@CASES
def test_own_and_induced_troops_add_up(seed: int, size: int) -> None:
    still = some(seed, size)
    goal = goal_of(still, seed, 40.0)
    base = still.least()
    found = tipping_sets(still, still.conference.iso3, goal)
    for one in found.sets:
        chosen = tuple(still.conference.iso3.index(code) for code in one.iso3)
        forced = still.forced([chosen])
        added = forced.pledged[0].astype(int) - base.pledged[0]
        assert one.own.mean + one.induced.mean == pytest.approx(added.mean())
        assert min(one.own.mean, one.induced.mean) >= 0.0
        assert one.reaches.in_100 == pytest.approx(100.0 * goal.reached(forced)[0].mean())
        assert one.reaches.in_100 >= goal.in_100 - 1e-9
        assert not {code for code, _ in one.followers} & set(one.iso3)


@given(seeds, st.integers(2, 12))
@settings(max_examples=15, deadline=None)
def test_threads_change_nothing(seed: int, size: int) -> None:
    still = some(seed, size)
    goal = goal_of(still, seed, 50.0)
    names = still.conference.iso3
    assert tipping_sets(still, names, goal, jobs=1).to_json() == tipping_sets(still, names, goal, jobs=3).to_json()


def test_nobody_is_needed_or_nobody_is_enough() -> None:
    still = some(3, 8)
    names = still.conference.iso3
    without = tipping_sets(still, names, Goal(1, "pledged", 1.0))
    assert without.needless is (without.without.in_100 >= 1.0)
    beyond = tipping_sets(still, names, Goal(9_000_000, "pledged", 50.0))
    assert beyond.impossible
    assert (beyond.sets, beyond.found, beyond.tried) == ((), (), 0)


@given(seeds, st.integers(2, 12))
@CASES
def test_movers_are_followed_by_those_who_rise(seed: int, size: int) -> None:
    still = some(seed, size)
    base = still.least()
    names = still.conference.iso3
    for step in (1, 2, None):
        found = movers(still, base, names, step=step)
        for place, mover in enumerate(found):
            rungs = None if step is None else np.minimum(base.rungs[0] + step, 5).astype(np.int8)
            forced = still.forced([(place,)], rungs=rungs)
            rose = 100.0 * (forced.rungs[0] > base.rungs[0]).mean(axis=0)
            assert mover.moved.in_100 == pytest.approx(rose[place])
            if step is not None:
                assert (forced.rungs[0, :, place] - base.rungs[0, :, place] <= step).all()
            rose[place] = 0.0
            assert [one.in_100 for one in mover.followers] == pytest.approx(rose.tolist())
            added = (forced.pledged[0].astype(int) - base.pledged[0]).mean()
            assert mover.own.mean + mover.induced.mean == pytest.approx(added)
