"""P8, P15: neither order nor strangers nor blocks nor threads nor the engine change a number."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine import array_runs, mesa_runs
from simulator.engine.boards import Boards
from simulator.engine.conference import Coding, Conference
from simulator.engine.draws import draw
from simulator.engine.profiles import Profiles, drawn_profiles
from simulator.engine.reasons import REASONS
from simulator.engine.sources import TRAITS
from simulator.experiments.pool import run_replicates
from simulator.rule import ladder
from tests.laws.many import CASES, RUNS, conference, drawn, rest, seeds, sizes

BY_COUNTRY = (
    "lead", "covered", "member", "striver", "exposure", "watch", "army", "abroad", "record_sustained",
    "record_surge", "deployable", "rotation", "consent",
)  # fmt: skip


def chosen(found: Conference, places: list[int]) -> Conference:
    """Some countries of a conference, in this order."""
    return replace(
        found,
        iso3=tuple(found.iso3[place] for place in places),
        codings=tuple(
            replace(coding, **{field.name: getattr(coding, field.name)[places] for field in fields(Coding)})
            for coding in found.codings
        ),
        **{name: getattr(found, name)[places] for name in BY_COUNTRY},
    )


@given(seed=seeds, size=sizes, order=st.randoms(use_true_random=False), from_caps=st.booleans())
@CASES
def test_reordering_countries_permutes_results(seed: int, size: int, order, from_caps: bool) -> None:
    found = conference(seed, size)
    countries = drawn(found, seed)
    places = order.sample(range(size), size)
    tables = [field.name for field in fields(Profiles) if field.name != "first"]
    turned = replace(countries, **{name: getattr(countries, name)[:, places] for name in tables})
    one, other = rest(found, countries, from_caps), rest(chosen(found, places), turned, from_caps)
    settled = one.settled & other.settled
    # Boards that swap for ever are finished one country at a time, in the order they stand.
    assert np.array_equal(one.settled, other.settled)
    assert np.array_equal(one.rungs[:, places][settled], other.rungs[settled])
    assert np.array_equal(one.pledges[:, places][settled], other.pledges[settled])


@given(seed=seeds, size=st.integers(2, 60), strangers=st.integers(1, 20))
@CASES
def test_strangers_without_cap_or_weight_change_nothing(seed: int, size: int, strangers: int) -> None:
    """Draws are keyed by country, so the others keep theirs when countries join."""
    kept = max(1, size - strangers)
    whole = conference(seed, size)
    watch = whole.watch.copy()
    watch[kept:] = 0.0
    capped = tuple(replace(coding, caps=np.where(np.arange(size) < kept, coding.caps, 0)) for coding in whole.codings)
    whole = replace(whole, watch=watch, codings=capped)
    fewer = chosen(whole, list(range(kept)))
    one, other = rest(whole, drawn(whole, seed)), rest(fewer, drawn(fewer, seed))
    settled = one.settled & other.settled
    assert np.array_equal(one.rungs[settled][:, :kept], other.rungs[settled])
    assert np.array_equal(one.pledges[settled][:, :kept], other.pledges[settled])


def same(one: Boards, other: Boards) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name), equal_nan=field.name == "prices")
        for field in fields(Boards)
    )


@given(seed=seeds, size=sizes)
@settings(max_examples=4, deadline=None)
def test_the_number_of_threads_changes_nothing(seed: int, size: int) -> None:
    found = conference(seed, size)
    runs = 2_300
    boards = [run_replicates(found, seed, runs, jobs, lambda done: None) for jobs in (1, 3)]
    assert same(*boards)


@given(seed=seeds, size=st.integers(13, 60))
@settings(max_examples=12, deadline=None)
def test_the_engines_agree_to_the_bit_on_large_conferences(seed: int, size: int) -> None:
    found = replace(conference(seed, size), from_caps=bool(seed % 2))
    assert same(mesa_runs.run_block(found, seed % 997, 0, 2), array_runs.run_block(found, seed % 997, 0, 2))


@given(seed=seeds, size=sizes, cut=st.integers(1, RUNS - 1))
@CASES
def test_blocks_are_consistent_and_reasons_are_given_below_the_ground(seed: int, size: int, cut: int) -> None:
    found = conference(seed, size)
    whole = array_runs.run_block(found, seed % 1000, 3, RUNS, priced=0)
    tail = array_runs.run_block(found, seed % 1000, 3 + cut, RUNS - cut, priced=0)
    assert np.array_equal(whole.rungs[cut:], tail.rungs)
    assert np.array_equal(whole.pledged[cut:], tail.pledged)
    assert np.array_equal(whole.rungs >= ladder.GROUND, whole.reasons == REASONS.index("none"))


@given(seed=seeds, size=sizes, first=st.integers(0, 40), count=st.integers(1, 9), cut=st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_draws_do_not_depend_on_the_cut(seed: int, size: int, first: int, count: int, cut: int) -> None:
    found = conference(seed, size)
    whole = drawn_profiles(found, seed, first, count + cut)
    head, tail = drawn_profiles(found, seed, first, cut), drawn_profiles(found, seed, first + cut, count)
    for name in (*TRAITS, "codes", "thresholds", "word_codes", "word_thresholds"):
        parts = np.concatenate([getattr(head, name), getattr(tail, name)])
        assert np.array_equal(parts, getattr(whole, name)), name


@pytest.mark.parametrize("purpose", ["threshold.us", "coder", "consent"])
def test_purposes_are_independent(purpose: str) -> None:
    one, other, rotation = draw(1, [("FRA", purpose), ("GBR", purpose), ("FRA", "rotation")], 0, 4000).T
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.06
    assert abs(np.corrcoef(one, rotation)[0, 1]) < 0.06
