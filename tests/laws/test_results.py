"""P6, P8, P13, P16, P17: bounds, order and company of strangers, scaling, true explanations, sane summaries."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from simulator.engine import standing
from simulator.engine.conference import Conference
from simulator.engine.draws import draw
from simulator.engine.mesa_runs import run_block
from simulator.engine.profiles import Profiles, profiles
from simulator.engine.reasons import LEVERS, REASONS, moved, prices
from simulator.rule import ladder
from simulator.rule.capacity import pool, surge_capacity, sustained_capacity
from tests.conferences import drawn, outcome, random_conference, settled, with_rule

CASES = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 9)


@given(seed=seeds, size=sizes)
@CASES
def test_pledges_lie_within_capacity(seed: int, size: int) -> None:
    conference = random_conference(seed, size)
    model = settled(conference, drawn(conference, seed, 1))
    for country in model.countries:
        assert (
            0 <= country.pledge() <= standing.troops(ladder.TOP, country.sustained, country.rule) <= country.sustained
        )
        assert country.pledge() <= country.headline()
        assert country.pledge() == int(country.pledge())


def _reordered(conference: Conference, countries: Profiles, order: list[int]) -> tuple[Conference, Profiles]:
    arrays = ("lead", "covered", "member", "striver", "exposure", "watch", "army", "abroad", "record_sustained",
              "record_surge", "deployable", "rotation", "consent")  # fmt: skip
    turned = replace(
        conference,
        iso3=tuple(conference.iso3[place] for place in order),
        **{name: getattr(conference, name)[order] for name in arrays},
    )
    tables = [name for name in Profiles.__dataclass_fields__ if name != "first"]
    return turned, replace(countries, **{name: getattr(countries, name)[:, order] for name in tables})


@given(seed=seeds, size=sizes, order=st.randoms(use_true_random=False))
@CASES
def test_reordering_countries_permutes_results(seed: int, size: int, order) -> None:
    conference = random_conference(seed, size)
    countries = drawn(conference, seed)
    places = order.sample(range(size), size)
    turned = outcome(*_reordered(conference, countries, places))
    for (rungs, troops), (moved_rungs, moved_troops) in zip(outcome(conference, countries), turned, strict=True):
        assert [rungs[place] for place in places] == moved_rungs
        assert [troops[place] for place in places] == moved_troops


@given(seed=seeds, size=st.integers(2, 9))
@CASES
def test_a_stranger_without_cap_or_weight_changes_nothing(seed: int, size: int) -> None:
    """Draws are keyed by country, so the others keep theirs when a country joins."""
    whole = random_conference(seed, size)
    watch = whole.watch.copy()
    watch[-1] = 0.0
    capped = tuple(replace(coding, caps=np.append(coding.caps[:-1], 0)) for coding in whole.codings)
    whole = replace(whole, watch=watch, codings=capped)
    fewer = _without_last(whole)
    with_stranger = outcome(whole, profiles(whole, draw(5, whole.iso3, 0, 4)))
    without = outcome(fewer, profiles(fewer, draw(5, fewer.iso3, 0, 4)))
    assert [(rungs[:-1], troops[:-1]) for rungs, troops in with_stranger] == without


def _without_last(conference: Conference) -> Conference:
    arrays = ("lead", "covered", "member", "striver", "exposure", "watch", "army", "abroad", "record_sustained",
              "record_surge", "deployable", "rotation", "consent")  # fmt: skip
    fields = (
        "codes",
        "medians",
        "word_codes",
        "word_medians",
        "sds",
        "caps",
        "kept_home",
        "sensitive",
        "legal_share",
        "acceptability",
    )
    return replace(
        conference,
        iso3=conference.iso3[:-1],
        codings=tuple(replace(c, **{name: getattr(c, name)[:-1] for name in fields}) for c in conference.codings),
        **{name: getattr(conference, name)[:-1] for name in arrays},
    )


@given(seed=seeds, first=st.integers(0, 40), count=st.integers(1, 9), cut=st.integers(1, 8))
@CASES
def test_draws_do_not_depend_on_the_cut(seed: int, first: int, count: int, cut: int) -> None:
    names = ("FRA", "GBR")
    whole = draw(seed, names, first, count + cut)
    head, tail = draw(seed, names, first, cut), draw(seed, names, first + cut, count)
    assert np.array_equal(np.concatenate([head.surprise, tail.surprise]), whole.surprise)
    assert np.array_equal(np.concatenate([head.caution, tail.caution]), whole.caution)
    swapped = draw(seed, ("GBR", "SWE", "FRA"), first, count + cut)
    assert np.array_equal(swapped.rotation[:, 2], whole.rotation[:, 0])


@given(seed=seeds, size=sizes)
@CASES
def test_doubling_armies_doubles_troops(seed: int, size: int) -> None:
    """Exact but for whole persons: a country's doubled pledge may hold one person more."""
    conference = with_rule(random_conference(seed, size), peers=1.0)
    double = replace(
        conference,
        army=2 * conference.army,
        abroad=2 * conference.abroad,
        record_sustained=2 * conference.record_sustained,
        record_surge=2 * conference.record_surge,
        inputs=tuple(inputs._replace(requirement=2 * inputs.requirement) for inputs in conference.inputs),
    )
    one, two = outcome(conference, drawn(conference, seed)), outcome(double, drawn(double, seed))
    for (rungs, troops), (same_rungs, more) in zip(one, two, strict=True):
        assert rungs == same_rungs
        assert all(0 <= twice - 2 * once <= 1 for once, twice in zip(troops, more, strict=True))


@given(st.floats(0.3, 0.6), st.floats(100, 1e5), st.floats(0, 1), st.floats(0, 1), st.floats(3, 5.5), st.floats(0, 1e4))
def test_capacity_scales(delta: float, army: float, eta: float, safe: float, rho: float, abroad: float) -> None:
    for scale in (2.0, 0.5):
        one, other = pool(delta, army, eta, safe), pool(delta, scale * army, eta, safe)
        assert other == scale * one
        kept = sustained_capacity(one, rho, abroad, 3.0, 9000.0)
        assert sustained_capacity(other, rho, scale * abroad, 3.0, scale * 9000.0) == scale * kept
        assert surge_capacity(kept, one, 0.35, abroad, 9000.0) >= kept


def _rung_after(model, country, inputs) -> float:
    """The rung a country takes at other inputs, all others held where they are."""
    others = model.board.pledged - country.pledge()
    country.read_inputs(inputs)
    board = replace(model.board, pledged=others + country.pledge())
    return ladder.decide(country.rung, *country.rung_margins(board), country.ceiling(board), 0.0)


@given(seed=seeds, size=sizes)
@settings(max_examples=60, deadline=None)
@example(seed=12824, size=8)
def test_the_price_is_true(seed: int, size: int) -> None:
    """Moving the named input by the printed amount lifts the rung; a billionth less does not."""
    conference = with_rule(random_conference(seed, size), hysteresis=0.0)
    model = settled(conference, drawn(conference, seed, 1))
    levers = {lever.name: place for place, lever in enumerate(LEVERS)}
    found = 0
    for country in model.countries:
        for name, amount in prices(country, model.inputs, model.board).items():
            found += 1
            stood = country.rung
            assert _rung_after(model, country, moved(model.inputs, levers[name], amount)) >= stood + 1
            if amount > 1e-9:
                assert _rung_after(model, country, moved(model.inputs, levers[name], amount - 1e-9)) == stood
            country.read_inputs(model.inputs)
    assume(found > 0)


@given(seed=seeds, size=sizes)
@settings(max_examples=15, deadline=None)
def test_blocks_are_consistent(seed: int, size: int) -> None:
    conference = random_conference(seed, size)
    boards = run_block(conference, seed % 1000, 3, 6)
    again = run_block(conference, seed % 1000, 6, 3)
    assert np.array_equal(boards.rungs[3:], again.rungs)
    assert np.array_equal(boards.pledged[3:], again.pledged)
    grounded = boards.rungs >= ladder.GROUND
    assert np.array_equal(grounded, boards.reasons == REASONS.index("none"))
    assert (boards.headline >= boards.pledged).all()


@pytest.mark.parametrize("purpose", ["surprise", "coder", "consent"])
def test_purposes_are_independent(purpose: str) -> None:
    draws = draw(1, ("FRA", "GBR"), 0, 4000)
    values = getattr(draws, purpose)
    one = values[:, 0, 0] if values.ndim == 3 else values[:, 0]
    other = values[:, 1, 0] if values.ndim == 3 else values[:, 1]
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.06
    assert abs(np.corrcoef(one, draws.rotation[:, 0])[0, 1]) < 0.06
