"""P6, P13, P14, P17: bounds of troops, scaling, arrival, and parts that add up, in many runs of large conferences."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.array_runs import run_block
from simulator.engine.arrivals import PRESENT_DAYS
from simulator.engine.conference import Conference
from simulator.engine.draws import draw_deployment
from simulator.engine.force import SLACK, STEPS, assemble
from simulator.engine.kernel import points_of, settle
from simulator.engine.totals import drawn_for, run_points
from simulator.experiments.statistics import chance, distribution
from simulator.rule import ladder
from simulator.rule.capacity import pool, surge_capacity, sustained_capacity
from simulator.rule.timeline import lift_rate
from tests.laws.many import CASES, RUNS, conference, drawn, seeds, sizes, with_rule


def built(seed: int, size: int):
    found = conference(seed, size)
    boards = run_block(found, seed % 997, 0, RUNS, priced=0)
    return found, boards, assemble(found, boards, draw_deployment(seed % 997, found.iso3, 0, RUNS))


@given(seed=seeds, size=sizes)
@CASES
def test_pledges_lie_within_capacity(seed: int, size: int) -> None:
    found = conference(seed, size)
    countries = drawn(found, seed)
    board = settle(found, countries)
    sustained, factors = board.sustained[0], np.asarray(found.rule.size_factors)
    pledges = np.floor(factors[board.rungs[0]] * sustained)
    assert (pledges >= 0.0).all()
    assert (pledges <= factors[ladder.TOP] * sustained).all()
    assert (board.surge[0] >= sustained).all()
    ceilings = np.where(countries.consent > 0.0, countries.caps, np.minimum(countries.caps, ladder.CONSENT_CEILING))
    assert (board.rungs[0] <= ceilings).all()


@given(seed=seeds, size=sizes)
@CASES
def test_each_strength_is_at_most_the_one_before_and_enablers_bound_the_last(seed: int, size: int) -> None:
    found, boards, force = built(seed, size)
    totals = [force.steps[:, STEPS.index(name)] for name in STEPS]
    for more, less in pairwise(totals):
        assert (more >= less).all()
    assert (force.usable <= force.allocated).all()
    assert (force.allocated <= boards.pledged).all()
    assert (boards.by_words <= boards.pledged).all()
    assert (totals[-1][:, None] <= force.limits).all()
    above = totals[1] > found.inputs[-1].requirement
    assert np.array_equal(totals[2][~above], totals[1][~above])
    assert (totals[2][above] >= int(found.inputs[-1].requirement)).all()
    limited = force.limiting != SLACK
    held = force.limits[np.arange(RUNS), force.limiting]
    assert np.array_equal(totals[-1][limited], held[limited])


@given(seed=seeds, size=sizes)
@CASES
def test_parts_add_up_to_the_person(seed: int, size: int) -> None:
    _, boards, force = built(seed, size)
    assert np.array_equal(force.roles.sum(axis=2), np.where(boards.rungs >= ladder.INSIDE, boards.pledged, 0))
    for by_country, name in ((boards.pledged, "pledged"), (force.allocated, "allocated"), (force.usable, "usable")):
        assert np.array_equal(by_country.sum(axis=1), force.steps[:, STEPS.index(name)])


@given(seed=seeds, size=sizes)
@CASES
def test_both_ways_to_the_totals_agree(seed: int, size: int) -> None:
    """Sweeps add up by point, runs by country: the same numbers, to the person."""
    found, boards, force = built(seed, size)
    runs = run_points(found, points_of([found]), drawn_for(found, seed % 997, 0, RUNS))
    for name in ("headline", "pledged", "allocated", "usable"):
        assert np.array_equal(getattr(runs, name)[0], force.steps[:, STEPS.index(name)]), name
    assert np.array_equal(runs.rungs[0], boards.rungs)
    assert np.array_equal(runs.limiting[0], force.limiting)


@given(seed=seeds, size=sizes)
@CASES
def test_arrival_stays_within_lift_headline_enablers_and_after_the_tour_usable(seed: int, size: int) -> None:
    found, _, force = built(seed, size)
    rate = lift_rate(found.deployment.lift_europe, found.inputs[-1].logistics, found.deployment.lift_us)
    for place, day in enumerate(PRESENT_DAYS):
        there = force.present[:, place]
        assert (there >= 0).all()
        assert (there <= rate * day + 1e-6).all()
        assert (there <= force.steps[:, STEPS.index("headline")]).all()
        assert (there <= force.limits.min(axis=1)).all()
        if day > found.deployment.tour:
            assert (there <= force.steps[:, -1]).all()
    first_tour = [place for place, day in enumerate(PRESENT_DAYS) if day <= found.deployment.tour]
    for before, after in pairwise(first_tour):
        assert (force.present[:, before] <= force.present[:, after]).all()


@given(seed=seeds, size=sizes)
@CASES
def test_summaries_are_in_order_and_add_up(seed: int, size: int) -> None:
    _, boards, force = built(seed, size)
    for values in (*force.steps.T, *boards.pledged.T):
        spread = distribution(values)
        quantiles = [spread.p05, spread.p10, spread.p25, spread.p50, spread.p75, spread.p90, spread.p95]
        assert quantiles == sorted(quantiles)
        assert values.min() <= spread.p05
        assert spread.p95 <= values.max()
        assert values.min() <= spread.mean <= values.max()
    shares = np.stack([(boards.rungs == rung).mean(axis=0) for rung in range(6)])
    assert np.allclose(shares.sum(axis=0), 1.0)
    for counted in (boards.rungs >= ladder.GROUND).sum(axis=0).tolist():
        found = chance(counted, RUNS)
        assert 0.0 <= found.low <= found.in_100 <= found.high <= 100.0


def scaled(found: Conference, factor: float) -> Conference:
    return replace(
        found,
        army=factor * found.army,
        abroad=factor * found.abroad,
        record_sustained=factor * found.record_sustained,
        record_surge=factor * found.record_surge,
        inputs=tuple(inputs._replace(requirement=factor * inputs.requirement) for inputs in found.inputs),
    )


@given(seed=seeds, size=sizes, factor=st.sampled_from([2.0, 4.0, 16.0]))
@CASES
def test_scaling_armies_and_the_requirement_scales_troops(seed: int, size: int, factor: float) -> None:
    """Exact but for whole persons: a country's pledge, scaled, may hold up to a factor more."""
    found = with_rule(conference(seed, size), peers=1.0, places=0.0)
    one = run_points(found, points_of([found]), drawn_for(found, seed, 0, RUNS))
    larger = scaled(found, factor)
    other = run_points(larger, points_of([larger]), drawn_for(larger, seed, 0, RUNS))
    assert np.array_equal(one.rungs, other.rungs)
    more = other.troops - factor * one.troops
    assert (more >= 0).all()
    assert (more <= factor - 1).all()


@given(st.floats(0.3, 0.6), st.floats(100, 1e5), st.floats(0, 1), st.floats(0, 1), st.floats(3, 5.5), st.floats(0, 1e4))
def test_capacity_scales(delta: float, army: float, eta: float, safe: float, rho: float, abroad: float) -> None:
    for scale in (2.0, 0.5):
        one, other = pool(delta, army, eta, safe), pool(delta, scale * army, eta, safe)
        assert other == scale * one
        kept = sustained_capacity(one, rho, abroad, 3.0, 9000.0)
        assert sustained_capacity(other, rho, scale * abroad, 3.0, scale * 9000.0) == scale * kept
        assert surge_capacity(kept, one, 0.35, abroad, 9000.0) >= kept
