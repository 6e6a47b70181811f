"""Reach: against brute force on fine grids, signs run by run, and limits that are what they are called."""

from dataclasses import asdict, replace
from functools import cache, partial
from itertools import product

import numpy as np
import pytest

from simulator.analysis.reach.common_runs import CommonRuns
from simulator.analysis.reach.crossing import STEPS, Goal, Line, crossings
from simulator.analysis.reach.frontier import Reach, reach
from simulator.analysis.reach.signs import BEST, TALKS, CannotSearch, check_inputs, fields_of, searchable, value_of
from simulator.experiments.outcomes import outcomes
from simulator.scenario.library import load
from simulator.scenario.scenario import Scenario

RUNS = 400
TWO = ("us.backstop", "mandate.clarity")


@cache
def baseline() -> Scenario:
    return load("baseline", (), None)


@cache
def found(strength: str, troops: int, in_100: float, over: tuple[str, ...] = TWO) -> Reach:
    return reach(baseline(), Goal(strength, troops, in_100), over, RUNS)


@cache
def common(runs: int = RUNS, seed: int = 1) -> CommonRuns:
    return CommonRuns(baseline(), runs, seed, 1)


@pytest.mark.parametrize("path", sorted(BEST))
@pytest.mark.parametrize("strength", ["headline", "pledged"])
def test_every_sign_holds_run_by_run(path: str, strength: str) -> None:
    """On the way to the best end no run loses a person of what is pledged; what is shaved only falls with shaving."""
    start = dict.fromkeys(fields_of(path), 1.0 - BEST[path])
    settings = [
        {name: value + share * (BEST[path] - value) for name, value in start.items()} for share in np.linspace(0, 1, 9)
    ]
    runs = common()
    (part,) = runs.totals(*runs.compiled(settings))
    column = "allocated" if path == "structure.shaving" else strength
    assert (np.diff(getattr(part, column).astype(np.int64), axis=0) >= 0).all()


def test_what_can_be_used_does_not_fall_below_the_requirement() -> None:
    runs = common()
    settings = [{"us.involvement": share} for share in np.linspace(0, 1, 17)]
    (part,) = runs.totals(*runs.compiled(settings))
    grown = np.diff(part.usable.astype(np.int64), axis=0)
    assert (grown[part.pledged[1:] <= 25_000] >= 0).all()


def test_counts_are_those_of_a_plain_run() -> None:
    plain = outcomes(load("baseline", ("us.backstop=0.5",), None), RUNS, 1)
    counts = common().counts([{"us.backstop": 0.5}], "usable", 8_000)
    assert counts.tolist() == [int((plain.totals["usable"] >= 8_000).sum())]


@pytest.mark.parametrize(("strength", "troops", "in_100"), [("pledged", 10_000, 60.0), ("usable", 8_000, 50.0)])
def test_the_frontier_is_that_of_brute_force(strength: str, troops: int, in_100: float) -> None:
    """Every value of the second input on a grid as fine as the search's own, on the same runs."""
    answer = found(strength, troops, in_100)
    assert answer.frontier is not None
    start = value_of(baseline(), "mandate.clarity")
    grid = [start + step / STEPS * (1.0 - start) for step in range(STEPS + 1)]
    enough = Goal(strength, troops, in_100).needs(RUNS)[1]
    for edge in (answer.frontier.edges[0], answer.frontier.edges[4], answer.frontier.edges[-1]):
        counts = common().counts(
            [{"us.backstop": edge.first, "mandate.clarity": clarity} for clarity in grid], strength, troops
        )
        assert edge.second is not None
        assert edge.second.after == pytest.approx(grid[int(np.argmax(counts >= enough))])


@pytest.mark.parametrize("moving", TWO)
def test_stated_errors_cover_the_edge_of_the_frontier(moving: str) -> None:
    """Few runs with draws of their own, again and again, against the edge of very many: 95 of 100 shall cover it."""
    goal = Goal("pledged", 10_000, 60.0)
    (other,) = set(TWO) - {moving}
    start = {moving: value_of(baseline(), moving), other: 0.3 if other == "us.backstop" else 0.6}
    line = Line(start, {**start, moving: 1.0})

    def found_by(runs: int, seed: int):
        shared = CommonRuns(baseline(), runs, seed, 1)
        count = partial(shared.counts, strength=goal.strength, troops=goal.troops)
        return crossings([line], goal, runs, lambda settings: count(settings).tolist())[0]

    truth, trials, covered = found_by(10_000, 99), 40, 0
    assert truth is not None
    for seed in range(trials):
        one = found_by(200, seed)
        covered += one is not None and one.low <= truth.share <= (1.0 if one.high is None else one.high)
    assert covered >= 0.85 * trials


@pytest.mark.parametrize("path", ["us.backstop", "us.involvement", "mandate.clarity", "threat.russia"])
def test_single_changes_are_those_of_brute_force(path: str) -> None:
    answer = found("pledged", 10_000, 50.0, (path,))
    start = {name: value_of(baseline(), name) for name in fields_of(path)}
    grid = [
        {name: value + step / STEPS * (BEST[path] - value) for name, value in start.items()}
        for step in range(STEPS + 1)
    ]
    counts = common().counts(grid, "pledged", 10_000)
    enough = np.flatnonzero(counts >= answer.goal.needs(RUNS)[1])
    assert (answer.verdict in ("reached", "already")) == bool(len(enough))
    if answer.verdict == "reached":
        assert answer.singles[0].share == enough[0] / STEPS


def test_never_means_that_no_point_of_the_grid_is_enough() -> None:
    answer = found("usable", 12_000, 80.0)
    assert answer.verdict == "never"
    settings = [dict(zip(TWO, mix, strict=True)) for mix in product(np.linspace(0, 1, 9), repeat=2)]
    counts = common().counts(settings, "usable", 12_000)
    assert counts.max() < answer.goal.needs(RUNS)[0]
    assert counts.max() == round(answer.best.in_100 * RUNS / 100.0)
    assert answer.obstacles is not None
    assert answer.obstacles.attainable < 12_000


@pytest.mark.parametrize("strength", ["headline", "pledged", "allocated", "usable"])
def test_caps_bound_what_is_reached(strength: str) -> None:
    answer = reach(baseline(), Goal(strength, 40_000, 90.0), (), RUNS)
    held = answer.obstacles
    assert held is not None
    assert held.caps_reach.in_100 >= answer.best.in_100
    assert held.caps_allow.p50 >= held.attainable


def test_limits_are_what_they_are_called() -> None:
    """Lifting one is running the scenario without it."""
    answer = found("usable", 12_000, 80.0)
    best = ("us.backstop=1", "mandate.clarity=1")
    assert answer.obstacles is not None
    by_name = {(limit.kind, limit.name): limit for limit in answer.obstacles.limits}
    first = next(limit for limit in answer.obstacles.limits if limit.kind == "cap")
    with_cap = load("baseline", best, None).with_values(
        {f"countries.{first.name}.cap": 5, f"countries.{first.name}.why": "a test"}
    )
    plain = outcomes(with_cap, RUNS, 1)
    assert first.chance.in_100 == 100.0 * int((plain.totals["usable"] >= 12_000).sum()) / RUNS
    other = by_name[("input", "us.involvement")]
    plain = outcomes(load("baseline", ("us.involvement=1", "mandate.clarity=1"), None), RUNS, 1)
    assert other.chance.in_100 == 100.0 * int((plain.totals["usable"] >= 12_000).sum()) / RUNS
    assert by_name[("everything", "")].gain >= max(
        limit.gain for limit in answer.obstacles.limits if limit.kind not in ("input", "inputs")
    )


def test_an_enabler_that_is_in_the_way_is_found() -> None:
    scenario = load("europe-alone", (), None)
    answer = reach(scenario, Goal("usable", 8_000, 90.0), ("mandate.clarity",), RUNS)
    held = answer.obstacles
    assert held is not None
    assert next(iter(held.limiting)) == "intelligence"
    assert ("enabler", "intelligence") in {(limit.kind, limit.name) for limit in held.limits}
    assert sum(share.in_100 for share in held.limiting.values()) == pytest.approx(100.0)


def test_a_goal_that_is_met_needs_nothing() -> None:
    answer = found("pledged", 100, 20.0)
    assert (answer.verdict, answer.singles, answer.frontier) == ("already", (), None)


def test_the_cheapest_pairs_are_no_dearer_than_their_inputs() -> None:
    answer = reach(baseline(), Goal("pledged", 12_000, 60.0), (), RUNS)
    alone = {change.moved[0].input: change.share for change in answer.singles}
    assert answer.pairs
    for pair in answer.pairs:
        assert pair.share <= min(alone.get(moved.input, 1.0) for moved in pair.moved) + 1 / STEPS
    assert answer.together is not None
    assert answer.together.share <= min(pair.share for pair in answer.pairs) + 1 / STEPS


def test_nothing_depends_on_threads() -> None:
    goal = Goal("pledged", 10_000, 60.0)
    one, other = (reach(baseline(), goal, TWO, RUNS, jobs=jobs) for jobs in (1, 3))
    assert asdict(one) == asdict(other)


def test_another_seed_is_another_answer_within_noise() -> None:
    goal = Goal("pledged", 10_000, 60.0)
    one, other = (reach(baseline(), goal, ("us.backstop",), RUNS, seed).singles[0] for seed in (1, 2))
    assert one.share != other.share
    assert one.low <= (other.high or 1.0)
    assert other.low <= (one.high or 1.0)


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        (("mandate.mission",), "missions have no order"),
        (("structure.peers",), "has no sign"),
        (("force.requirement",), "has no sign"),
        (("countries.FIN.cap",), "has no sign"),
        (("us.bckstop",), "did you mean `us.backstop`"),
        (("us.air", "us.air"), "given twice"),
        (("us.involvement", "us.air"), "part of `us.involvement`"),
    ],
)
def test_inputs_that_cannot_be_searched_are_refused(inputs: tuple[str, ...], told: str) -> None:
    with pytest.raises(CannotSearch, match=told.replace("`", ".")):
        check_inputs(baseline(), inputs)


def test_inputs_that_move_by_round_are_refused() -> None:
    scenario = load("us-withdraws-midway", (), None)
    moving = next(iter(scenario.document.paths))
    with pytest.raises(CannotSearch, match="moves by round"):
        check_inputs(scenario, (moving,))
    assert moving not in searchable(scenario)
    assert reach(scenario, Goal("pledged", 5_000, 50.0), (), 60).runs == 60


def test_all_inputs_of_the_talks_are_searched_by_default() -> None:
    assert set(searchable(baseline())) == set(TALKS) - {"deal.ceasefire"}
    everything = {path: BEST[path] for path in TALKS if path != "us.involvement"}
    scenario = baseline().with_values(everything)
    with pytest.raises(CannotSearch, match="best end"):
        reach(scenario, Goal("usable", 90_000, 50.0), (), 20)


def test_goals_are_values() -> None:
    assert replace(Goal("usable", 1, 50.0), troops=2) == Goal("usable", 2, 50.0)
