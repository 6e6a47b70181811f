"""Countries are drawn as the description says, from NumPy's generator and the rule's own functions, to the bit."""

from dataclasses import replace
from hashlib import blake2b
from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator, Philox

from simulator.engine.conference import Conference
from simulator.engine.drawing import CHUNK
from simulator.engine.draws import draw_deployment
from simulator.engine.force import STEPS, assemble
from simulator.engine.fresh import run_fresh
from simulator.engine.kernel import points_of
from simulator.engine.mesa_runs import run_block
from simulator.engine.profiles import Profiles, drawn_profiles
from simulator.engine.sources import CAP
from simulator.engine.totals import TOTALS, Runs, drawn_for, paid_from, run_points
from simulator.rule import scatter
from simulator.rule.gates import GATES
from simulator.rule.normal import normal_quantile, on_grid
from tests.conferences import random_conference, with_rule
from tests.engine.test_kernel import any_conference

seeds = st.integers(0, 2**32 - 1)
SOME = settings(max_examples=40, deadline=None)
COUNT = 6


class Drawn:
    """One run of a conference drawn in plain Python."""

    def __init__(self, conference: Conference, seed: int, replicate: int) -> None:
        self.conference, self.seed, self.replicate = conference, seed, replicate

    def uniform(self, country: str, purpose: str) -> float:
        key = int.from_bytes(blake2b(f"{country}/{purpose}".encode(), digest_size=8).digest(), "little")
        bits = Generator(Philox(key=np.array([self.seed, key], dtype=np.uint64), counter=self.replicate // 4))
        return float(bits.random(4)[self.replicate % 4]) + 2.0**-54

    def normal(self, country: str, purpose: str) -> float:
        return on_grid(normal_quantile(self.uniform(country, purpose)))

    def coding(self, place: int):
        codings = self.conference.codings
        second = len(codings) > 1 and self.uniform(self.conference.iso3[place], "coder") >= 0.5
        return codings[1 if second else 0]

    def threshold(self, place: int, gate: int, medians: str) -> float:
        coding, common = self.coding(place), self.conference.spread.common_caution
        return scatter.threshold(
            float(getattr(coding, medians)[place, gate]),
            float(coding.sds[place, gate]),
            sqrt(common),
            sqrt(1.0 - common),
            self.normal("*", "caution"),
            self.normal(self.conference.iso3[place], f"threshold.{GATES[gate]}"),
        )

    def capacity(self, place: int) -> dict[str, float]:
        conference, spread, country = self.conference, self.conference.spread, self.conference.iso3[place]
        kept = float(self.coding(place).kept_home[place])

        def stated(name: str) -> float:
            value = float(getattr(conference, name)[place])
            return scatter.triangular(self.uniform(country, name), *getattr(spread, name)) if isnan(value) else value

        return {
            "deployable": stated("deployable"),
            "rotation": stated("rotation"),
            "kept_home": scatter.between(self.uniform(country, "kept_home"), *spread.kept_home)
            if isnan(kept)
            else kept,
            "army": scatter.around(conference.army[place], spread.army_error, self.uniform(country, "army")),
            "abroad": scatter.around(conference.abroad[place], spread.abroad_error, self.uniform(country, "abroad")),
            "consent": scatter.passes(self.uniform(country, "consent"), conference.consent[place]),
        }


def with_edges(seed: int) -> Conference:
    """A random conference in which some is stated, certain, impossible or without error."""
    rng = np.random.default_rng([seed, 3])
    conference = any_conference(seed)
    some = rng.random(len(conference)) < 0.4
    return replace(
        conference,
        deployable=np.where(some, 0.45, np.nan),
        rotation=np.where(some[::-1], 3.5, np.nan),
        consent=np.where(rng.random(len(conference)) < 0.4, rng.integers(0, 2, len(conference)), conference.consent),
        abroad=np.where(some, 0.0, conference.abroad),
        spread=conference.spread._replace(army_error=float(rng.choice([0.0, 0.05]))),
    )


@given(seed=seeds, first=st.integers(0, 2 * CHUNK))
@SOME
def test_countries_are_those_of_plain_python(seed: int, first: int) -> None:
    conference = with_edges(seed)
    countries = drawn_profiles(conference, seed, first, COUNT)
    for run in range(COUNT):
        plain = Drawn(conference, seed, first + run)
        for place in range(len(conference)):
            _compare(countries, run, place, plain)


def _compare(countries: Profiles, run: int, place: int, plain: Drawn) -> None:
    coding = plain.coding(place)
    for name in ("caps", "sensitive", "legal_share", "acceptability"):
        assert getattr(countries, name)[run, place] == getattr(coding, name)[place]
    for name, value in plain.capacity(place).items():
        assert getattr(countries, name)[run, place] == value, name
    for codes, thresholds, medians in (
        ("codes", "thresholds", "medians"),
        ("word_codes", "word_thresholds", "word_medians"),
    ):
        held = getattr(coding, codes)[place]
        assert np.array_equal(getattr(countries, codes)[run, place], held)
        for gate in np.flatnonzero(held):
            assert getattr(countries, thresholds)[run, place, gate] == plain.threshold(place, gate, medians)


def test_rows_longer_than_a_chunk_are_the_same_rows() -> None:
    conference = with_edges(5)
    whole = drawn_profiles(conference, 5, 3, 2 * CHUNK + 7)
    for first in (0, CHUNK - 2, 2 * CHUNK + 1):
        part = drawn_profiles(conference, 5, 3 + first, 5)
        for name in ("caps", "army", "rotation", "consent", "codes", "thresholds", "word_thresholds"):
            assert np.array_equal(getattr(whole, name)[first : first + 5], getattr(part, name)), name


@given(seed=seeds, width=st.integers(1, 40), cut=st.integers(1, 9))
@SOME
def test_totals_do_not_depend_on_width_or_cut(seed: int, width: int, cut: int) -> None:
    conference = with_edges(seed)
    points = points_of([conference, with_rule(conference, veto=0.25)])
    whole = run_fresh(conference, points, seed, 2, 10)
    head = run_fresh(conference, points, seed, 2, cut, width)
    tail = run_fresh(conference, points, seed, 2 + cut, 10 - cut)
    for name in Runs._fields:
        parts = [getattr(part, name) for part in (head, tail)]
        assert np.array_equal(np.concatenate(parts, axis=1), getattr(whole, name)), name


@given(seed=seeds)
@SOME
def test_totals_are_those_of_agents(seed: int) -> None:
    conference = with_edges(seed)
    runs, boards = run_fresh(conference, points_of([conference]), seed, 3, 4), run_block(conference, seed, 3, 4)
    force = assemble(conference, boards, draw_deployment(seed, conference.iso3, 3, 4))
    assert np.array_equal(runs.rungs[0], boards.rungs)
    assert np.array_equal(runs.troops[0], boards.pledged)
    assert np.array_equal(runs.settled[0], boards.settled)
    assert np.array_equal(runs.limiting[0], force.limiting)
    for name in TOTALS:
        assert np.array_equal(getattr(runs, name)[0], force.steps[:, STEPS.index(name)]), name


@given(seed=seeds, width=st.integers(1, 40))
@SOME
def test_fresh_runs_are_those_of_all_that_is_drawn(seed: int, width: int) -> None:
    conference = with_edges(seed)
    points = points_of([conference, with_rule(conference, veto=0.25)])
    fresh = run_fresh(conference, points, seed, 5, 20)
    drawn = run_points(conference, points, drawn_for(conference, seed, 5, 20), width)
    for name in Runs._fields:
        assert np.array_equal(getattr(fresh, name), getattr(drawn, name)), name


@given(seed=seeds)
@SOME
def test_what_was_drawn_may_be_altered(seed: int) -> None:
    """Caps lifted in what was drawn are caps lifted by both coders."""
    conference = with_edges(seed)
    drawn = drawn_for(conference, seed, 0, 20)
    traits = drawn.rows.traits.copy()
    traits[CAP] = 5.0
    lifted = replace(conference, codings=tuple(replace(one, caps=0 * one.caps + 5) for one in conference.codings))
    points = points_of([conference])
    by_hand = run_points(conference, points, drawn._replace(rows=drawn.rows._replace(traits=traits)))
    compiled = run_fresh(lifted, points, seed, 0, 20)
    for name in Runs._fields:
        assert np.array_equal(getattr(by_hand, name), getattr(compiled, name)), name


@given(seed=seeds, unpaid=st.integers(0, 5))
@SOME
def test_what_no_point_reads_need_not_be_drawn(seed: int, unpaid: int) -> None:
    """A point at which low rungs send nobody gives the same totals beside one at which they do."""
    conference = with_edges(seed)
    sizes = tuple(0.0 if rung <= unpaid else 0.2 * rung for rung in range(6))
    lean = with_rule(conference, size_factors=sizes)
    paid = with_rule(conference, size_factors=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5))
    alone, beside = points_of([lean]), points_of([lean, paid])
    assert paid_from(alone) == unpaid + 1
    assert paid_from(beside) == 1
    one, both = run_fresh(conference, alone, seed, 0, 20), run_fresh(conference, beside, seed, 0, 20)
    for name in Runs._fields:
        assert np.array_equal(getattr(one, name)[0], getattr(both, name)[0]), name


@pytest.mark.parametrize("size", [1, 4])
def test_nobody_who_may_come_means_nobody_comes(size: int) -> None:
    conference = random_conference(1, size)
    nobody = replace(conference, codings=tuple(replace(one, caps=0 * one.caps) for one in conference.codings))
    runs = run_fresh(nobody, points_of([nobody]), 1, 0, 7)
    assert not runs.rungs.any()
    assert not runs.headline.any()
    assert runs.settled.all()
