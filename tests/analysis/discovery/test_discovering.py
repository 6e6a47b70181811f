"""Scenario discovery: known boxes are found, judged on points not used to find them, and doubt in limits is told."""

import numpy as np
import pytest

from simulator.analysis import refusals
from simulator.analysis.discovery.boxes import Box, Limit, Tally, at, tally
from simulator.analysis.discovery.cart import leaves
from simulator.analysis.discovery.discovering import FEWEST, Discovery, Search, discover, quasi_p
from simulator.analysis.discovery.futures import Column, Futures, column_of
from simulator.analysis.discovery.prim import Peel, chosen, pasted, trajectory
from simulator.analysis.refusals import Refused

POINTS, RUNS = 2_000, 100
NAMES = ("us.air", "deal.hold", "mandate.clarity", "threat.russia")


def columns_of(points: int = POINTS, seed: int = 1) -> tuple[Column, ...]:
    """Four numbers, evenly over [0, 1]."""
    table = np.random.default_rng(seed).random((points, len(NAMES)))
    return tuple(Column(name, table[:, place]) for place, name in enumerate(NAMES))


def in_corner(columns) -> np.ndarray:
    """The known box: little air cover and a deal that holds; a share of 0.45 * 0.6."""
    return (columns[0].numbers < 0.45) & (columns[1].numbers > 0.4)


def futures_of(columns, wanted, certainty: float = 1.0, seed: int = 2) -> Futures:
    """Points that hold in 90 or 10 of 100 runs; of some the answer is turned round."""
    turned = np.random.default_rng(seed).random(len(wanted)) > certainty
    return Futures(tuple(columns), np.where(wanted ^ turned, 90, 10), RUNS)


def found_in(futures: Futures, **changes) -> Discovery:
    return discover(futures, Search(**{"resamples": 8} | changes))


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_a_known_box_is_found(method: str) -> None:
    columns = columns_of()
    found = found_in(futures_of(columns, in_corner(columns)), method=method)
    first = found.holds[0]
    limits = {one.limit.path: one.limit for one in first.limits}
    assert set(limits) == {"us.air", "deal.hold"}
    assert limits["us.air"].low is None
    assert limits["us.air"].high == pytest.approx(0.45, abs=0.03)
    assert limits["deal.hold"].low == pytest.approx(0.4, abs=0.03)
    assert first.held_out.density > 0.95
    assert first.held_out.coverage > 0.9
    assert found.holding == int(in_corner(columns).sum())


def test_a_known_box_is_found_where_answers_are_noisy() -> None:
    columns = columns_of()
    found = found_in(futures_of(columns, in_corner(columns), certainty=0.9), density=0.7)
    first = found.holds[0]
    limits = {one.limit.path: one.limit for one in first.limits}
    assert set(limits) == {"us.air", "deal.hold"}
    assert limits["us.air"].high == pytest.approx(0.45, abs=0.08)
    assert limits["deal.hold"].low == pytest.approx(0.4, abs=0.08)
    assert 0.8 < first.held_out.density < 0.97


def test_both_sides_are_told_in_words() -> None:
    columns = columns_of()
    found = found_in(futures_of(columns, in_corner(columns)))
    said = found.holds[0].told("holds")
    assert said.startswith("holds whenever ")
    assert "us.air < 0.4" in said
    assert " and " in said
    assert said.endswith("of such futures, on points not used to find it)")
    failing = {one.limit.told().split(" ")[0] for box in found.fails for one in box.limits}
    assert failing == {"us.air", "deal.hold"}
    assert all(box.held_out.density > 0.9 for box in found.fails)


def test_where_most_points_hold_anyway_limits_must_halve_the_rest() -> None:
    columns = columns_of()
    wanted = (columns[0].numbers > 0.25) | (columns[1].numbers > 0.6)
    first = found_in(futures_of(columns, wanted, certainty=0.97)).holds[0]
    assert wanted.mean() > 0.8
    assert first.goal == pytest.approx((1.0 + wanted.mean()) / 2.0, abs=0.03)
    assert {one.limit.path for one in first.limits} <= {"us.air", "deal.hold"}
    assert first.held_out.density > 0.93


def test_an_or_takes_two_boxes() -> None:
    columns = columns_of()
    wanted = (columns[0].numbers < 0.3) | (columns[2].numbers > 0.75)
    found = found_in(futures_of(columns, wanted), boxes=3, density=0.95)
    sides = [{one.limit.path for one in box.limits} for box in found.holds[:2]]
    assert {"us.air"} in sides
    assert {"mandate.clarity"} in sides
    assert len(found_in(futures_of(columns, wanted), boxes=1).holds) == 1


def test_words_and_switches_are_limits_too() -> None:
    generator = np.random.default_rng(3)
    owner = column_of("mandate.owner", [str(word) for word in generator.choice(["adhoc", "eu", "un"], POINTS)])
    switch = column_of("structure.framework", [bool(flag) for flag in generator.integers(0, 2, POINTS)])
    number, *_ = columns_of()
    wanted = np.isin(owner.numbers, [1, 2]) & (switch.numbers == 0) & (number.numbers > 0.5)
    for method in ("prim", "cart"):
        found = found_in(futures_of([owner, switch, number], wanted), method=method)
        told = found.holds[0].box.told() if method == "prim" else " or ".join(box.box.told() for box in found.holds)
        assert "structure.framework is no" in told
        assert "mandate.owner is eu or un" in told
        assert "us.air > 0.5" in told or "us.air > 0.49" in told


def test_a_grid_is_searched_without_limits_on_its_values() -> None:
    levels = np.linspace(0.0, 1.0, 11)
    one, other = np.meshgrid(levels, levels, indexing="ij")
    columns = (Column("us.air", one.ravel()), Column("deal.hold", other.ravel()))
    wanted = (columns[0].numbers >= 0.5) & (columns[1].numbers >= 0.3)
    found = found_in(futures_of(columns, wanted))
    for limit in (one.limit for one in found.holds[0].limits):
        assert not np.isin([end for end in (limit.low, limit.high) if end is not None], levels).any()
    box = found.holds[0].box
    assert tally(box, columns, wanted).density > 0.9
    assert tally(box, columns, wanted).coverage > 0.8


def test_inputs_that_do_nothing_are_not_limited() -> None:
    columns = columns_of()
    found = found_in(futures_of(columns, in_corner(columns), certainty=0.9))
    for box in (*found.holds, *found.fails):
        assert not {"mandate.clarity", "threat.russia"} & {one.limit.path for one in box.limits}


def test_coverage_and_density_are_of_points_not_used_in_the_search() -> None:
    """In pure noise every box looks better where it was found than where it was not."""
    columns = columns_of(400)
    wanted = np.random.default_rng(5).random(400) < 0.3
    found = found_in(futures_of(columns, wanted))
    assert found.holds
    inside, outside = found.holds[0].searched[0], found.holds[0].held_out.density
    assert outside < inside
    assert 0.2 < outside < 0.4
    assert found.holds[0].held_out.wanted == int(wanted.sum()) // 2


def test_limits_of_chance_are_told_from_sure_ones() -> None:
    columns = columns_of()
    sure = found_in(futures_of(columns, in_corner(columns)), resamples=20).holds[0]
    for one in sure.limits:
        assert one.quasi_p < 1e-6
        assert all(share == 1.0 for share in one.again.values())
        (span,) = one.ends.values()
        end = one.limit.low if one.limit.high is None else one.limit.high
        assert span[0] <= end + 0.03
        assert span[1] >= end - 0.03
        assert one.without[0] < sure.held_out.density
    noise = np.random.default_rng(5).random(400) < 0.3
    doubtful = found_in(futures_of(columns_of(400), noise), resamples=20).holds[0]
    assert min(min(one.again.values()) for one in doubtful.limits) < 0.8


def test_quasi_p_is_the_upper_tail_of_a_binomial() -> None:
    """Of two points drawn with density one half, both are of interest with chance one quarter, one or more with 3/4."""
    half = Tally(10, 5, 5)
    assert quasi_p(Tally(2, 5, 2), half) == pytest.approx(0.25)
    assert quasi_p(Tally(2, 5, 1), half) == pytest.approx(0.75)
    assert quasi_p(Tally(2, 5, 0), half) == 1.0


def test_peels_are_nested_and_patient() -> None:
    columns = columns_of()
    path = trajectory(columns, in_corner(columns))
    before = None
    for peel in path:
        inside = peel.box.holds(columns)
        told = tally(peel.box, columns, in_corner(columns))
        assert (peel.density, peel.coverage) == pytest.approx((told.density, told.coverage))
        if before is not None:
            assert not (inside & ~before).any()
            assert inside.sum() >= 0.9 * before.sum()
        before = inside
    assert [peel.density for peel in path] == sorted(peel.density for peel in path)
    assert path[-1].density == 1.0


def test_pasting_gives_back_what_peeling_took_too_much() -> None:
    columns = columns_of()
    wanted = in_corner(columns)
    small = Box((Limit("us.air", high=0.2), Limit("deal.hold", low=0.7), Limit("threat.russia", low=0.5)))
    wider = pasted(columns, wanted, small)
    before, after = tally(small, columns, wanted), tally(wider, columns, wanted)
    assert after.density >= before.density
    assert after.coverage > 0.95
    assert {limit.path for limit in wider.limits} == {"us.air", "deal.hold"}


def test_the_box_chosen_is_dense_enough_and_balanced() -> None:
    path = [Peel(Box(), density, coverage) for density, coverage in ((0.3, 1.0), (0.6, 0.9), (0.9, 0.5), (0.97, 0.1))]
    assert chosen(path, 0.5) == path[1]
    assert chosen(path, 0.8) == path[2]
    assert chosen(path, 0.95) == path[3]
    assert chosen(path[:2], 0.8) == path[1]


def test_leaves_of_a_tree_do_not_meet() -> None:
    columns = columns_of()
    boxes = leaves(columns, in_corner(columns) | (columns[3].numbers > 0.8))
    inside = np.sum([box.holds(columns) for box in boxes], axis=0)
    assert inside.max() == 1


@pytest.mark.parametrize("share", [0.0, 0.004, 0.996, 1.0])
def test_too_few_points_on_a_side_are_refused(share: float) -> None:
    columns = columns_of()
    wanted = columns[0].numbers < share
    assert min(wanted.sum(), (~wanted).sum()) < FEWEST
    with pytest.raises(Refused, match=r"it (holds|fails) at \d+ of 2,000 points only.*ask for another size"):
        found_in(futures_of(columns, wanted))


def test_a_sweep_in_which_nothing_moves_is_refused() -> None:
    with pytest.raises(Refused, match="no input moves"):
        found_in(Futures((), np.repeat([0, RUNS], 50), RUNS))


def test_points_near_the_chance_are_counted_as_unsure() -> None:
    columns = columns_of(5)
    found = Futures(columns, np.array([0, 45, 50, 58, 100]), RUNS)
    assert found.holds(50.0).tolist() == [False, False, True, True, True]
    assert found.unsure(50.0) == 3


def test_equal_searches_give_equal_boxes_and_other_seeds_other_halves() -> None:
    columns = columns_of()
    futures = futures_of(columns, in_corner(columns), certainty=0.9)
    assert found_in(futures) == found_in(futures)
    assert found_in(futures, seed=2).holds[0].held_out != found_in(futures).holds[0].held_out


def test_the_order_of_points_does_not_matter_to_peeling() -> None:
    columns = columns_of()
    order = np.random.default_rng(9).permutation(POINTS)
    moved = at(columns, order)
    assert trajectory(moved, in_corner(moved)) == trajectory(columns, in_corner(columns))


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(refusals.importlib, "import_module", missing)
    columns = columns_of(200)
    with pytest.raises(refusals.MissingExtra, match=r"needs sklearn.*pip install 'forcemix\[discover\]'"):
        leaves(columns, in_corner(columns))
