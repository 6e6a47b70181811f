"""Crossings: what halving finds is what a full look finds, and counts of runs turn into goals as intervals do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.reach.crossing import STEPS, Crossing, Goal, Line, crossings
from simulator.experiments.statistics import chance

INPUT = "us.backstop"
shares = st.lists(st.floats(-0.2, 1.3), min_size=1, max_size=60)
goals = st.floats(0.5, 100.0)


@given(runs=st.integers(1, 3000), in_100=goals)
def test_needs_are_the_counts_at_which_intervals_meet_the_goal(runs: int, in_100: float) -> None:
    maybe, enough, surely = Goal("usable", 1, in_100).needs(runs)
    assert maybe <= enough <= surely
    assert 100.0 * enough / runs >= in_100 - 1e-6
    assert enough == 0 or 100.0 * (enough - 1) / runs < in_100
    assert chance(maybe, runs).high >= in_100 or maybe == enough
    assert surely == runs + 1 or chance(surely, runs).low >= in_100 or surely == enough


def counter(critical: list[float]):
    """Runs that each reach the size from a share of the way on."""

    def count(settings) -> list[int]:
        return [sum(share <= setting[INPUT] for share in critical) for setting in settings]

    return count


@given(critical=shares, in_100=goals)
def test_halving_finds_what_a_full_look_finds(critical: list[float], in_100: float) -> None:
    goal, line = Goal("usable", 1, in_100), Line({INPUT: 0.0}, {INPUT: 1.0})
    (found,) = crossings([line], goal, len(critical), counter(critical))
    counts = counter(critical)([line.at(step / STEPS) for step in range(STEPS + 1)])

    def first(need: int) -> int | None:
        return next((step for step, count in enumerate(counts) if count >= need), None)

    maybe, enough, surely = (first(need) for need in goal.needs(len(critical)))
    if enough is None:
        assert found is None
        return
    assert found == Crossing(
        share=enough / STEPS,
        low=max(0, maybe - 1) / STEPS,
        high=None if surely is None else surely / STEPS,
        chance=chance(counts[enough], len(critical)),
        falls=0.0,
    )


@given(several=st.lists(shares.map(lambda critical: (critical * 60)[:60]), min_size=1, max_size=5), in_100=goals)
def test_lines_do_not_disturb_each_other(several: list[list[float]], in_100: float) -> None:
    goal = Goal("usable", 1, in_100)
    lines = [Line({INPUT: 10.0 * place}, {INPUT: 10.0 * place + 1.0}) for place in range(len(several))]

    def count(settings) -> list[int]:
        found = []
        for setting in settings:
            place = int(setting[INPUT] // 10.0)
            found.append(sum(share <= setting[INPUT] - 10.0 * place + 1e-9 for share in several[place]))
        return found

    together = crossings(lines, goal, 60, count)
    assert together == [crossings([line], goal, 60, count)[0] for line in lines]


def test_a_chance_that_falls_on_the_way_is_told_and_the_first_crossing_taken() -> None:
    def count(settings) -> list[int]:
        return [60 if 0.2 <= setting[INPUT] < 0.6 else 50 if setting[INPUT] >= 0.6 else 0 for setting in settings]

    (found,) = crossings([Line({INPUT: 0.0}, {INPUT: 1.0})], Goal("usable", 1, 50.0), 100, count)
    assert found is not None
    assert found.share == pytest.approx(0.2, abs=1 / STEPS)
    assert found.falls == 10.0


@given(before=st.floats(0, 1), after=st.floats(0, 1), share=st.floats(0, 1))
def test_both_ends_of_a_line_are_exact(before: float, after: float, share: float) -> None:
    line = Line({INPUT: before}, {INPUT: after})
    assert (line.at(0.0), line.at(1.0)) == ({INPUT: before}, {INPUT: after})
    assert min(before, after) - 1e-12 <= line.at(share)[INPUT] <= max(before, after) + 1e-12


def test_the_interval_covers_the_true_crossing() -> None:
    """Runs whose critical shares are uniform: the true crossing of any goal is the goal itself."""
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(400):
        critical = rng.random(200).tolist()
        (found,) = crossings([Line({INPUT: 0.0}, {INPUT: 1.0})], Goal("usable", 1, 70.0), 200, counter(critical))
        assert found is not None
        covered += found.low <= 0.7 <= (1.0 if found.high is None else found.high)
    assert covered >= 370
