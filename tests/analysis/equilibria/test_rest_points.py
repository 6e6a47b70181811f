"""Equilibria of scenarios: least and greatest are those of plain runs, and the gap is what lies between them."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.analysis.equilibria.rest_points import equilibria
from simulator.analysis.equilibria.waiting import waiting
from simulator.engine.array_runs import run_block
from simulator.experiments.running import prepare
from simulator.scenario.library import load

RUNS, SEED = 400, 3
COUPLED = ("structure.peers=1", "structure.threshold_sd=0.05", "structure.veto=1")


@pytest.mark.parametrize(("name", "sets"), [("baseline", ()), ("us-backstop", COUPLED), ("us-withdraws-midway", ())])
def test_least_and_greatest_are_those_of_runs_to_rest(name: str, sets: tuple[str, ...]) -> None:
    scenario = load(name, sets, None)
    found = equilibria(scenario, RUNS, SEED)
    conference = prepare(scenario).conference
    still = replace(conference, equilibrium=True, rule=conference.rule._replace(hysteresis=0.0))
    low = run_block(replace(still, from_caps=False), SEED, 0, RUNS)
    high = run_block(replace(still, from_caps=True), SEED, 0, RUNS)
    assert found.least.mean == pytest.approx(low.pledged.sum(axis=1).mean())
    assert found.greatest.mean == pytest.approx(high.pledged.sum(axis=1).mean())
    differ = (low.rungs != high.rungs).any(axis=1)
    assert found.differ.in_100 == pytest.approx(100.0 * differ.mean())
    gaps = high.pledged.sum(axis=1) - low.pledged.sum(axis=1)
    assert found.value.mean == pytest.approx(gaps.mean())
    assert (found.where is None) is not differ.any()
    if found.where is not None:
        assert found.where.mean == pytest.approx(gaps[differ].mean())
    assert {one.iso3 for one in found.countries} == {
        code for place, code in enumerate(conference.iso3) if (high.rungs > low.rungs)[:, place].any()
    }
    assert sum(one.troops.mean for one in found.countries) == pytest.approx(found.value.mean)


def test_threads_change_nothing() -> None:
    scenario = load("baseline", (), None)
    assert equilibria(scenario, 3_000, SEED, jobs=1) == equilibria(scenario, 3_000, SEED, jobs=3)
    assert waiting(scenario, 100, SEED, jobs=1) == waiting(scenario, 100, SEED, jobs=3)


def test_cascades_are_called_rare_only_where_the_runs_show_it() -> None:
    scenario = load("baseline", (), None)
    many = equilibria(scenario, 2_000, 1)
    assert many.rare
    assert not equilibria(scenario, 10, 1).rare
    assert many.differ.in_100 < 5.0


def test_a_country_that_is_moved_is_one_of_the_roster() -> None:
    found = waiting(load("baseline", (), None), 200, SEED)
    assert [mover.iso3 for mover in found.movers] == list(found.iso3)
    lead = next(mover for mover in found.movers if mover.iso3 == "FRA")
    assert lead.induced.mean > 2 * lead.induced.mcse
    assert np.isfinite(lead.own.mcse)
    assert set(found.to_json()["movers"][0]["followers"]) <= set(found.iso3)
