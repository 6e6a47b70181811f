"""The conference: order of events, paths, stickiness, boards that swap, memory."""

from dataclasses import replace

import mesa
import numpy as np
import pytest

from simulator.engine.agents import CountryAgent, ForceGenerationConference
from simulator.engine.mesa_runs import forget, run_block
from simulator.rule.gates import COMPANY, US
from tests.conferences import NO_INCREMENTS, RULE, drawn, random_conference, settled, with_inputs, with_rule


def copycats(start: tuple[float, float]) -> ForceGenerationConference:
    """Two countries that each go all the way if the other did, and home if not."""
    conference = replace(
        random_conference(1, 2),
        rule=RULE._replace(peers=1.0, hysteresis=0.0, framework=False, increments=NO_INCREMENTS, adopted=0.0),
        watch=np.ones(2),
    )
    countries = drawn(conference, 1, 1)
    codes, thresholds = np.zeros((1, 2, 6)), np.zeros((1, 2, 6))
    codes[:, :, COMPANY], thresholds[:, :, COMPANY] = 2.0, 0.5
    countries = replace(
        countries, codes=codes, thresholds=thresholds, caps=np.full((1, 2), 5.0), consent=np.ones((1, 2))
    )
    model = ForceGenerationConference(conference=conference, profiles=countries)
    for country, rung in zip(model.countries, start, strict=True):
        country.rung = rung
    model.board = model._board()
    return model


def test_two_that_copy_each_other_are_finished_in_turn_and_flagged() -> None:
    model = copycats((5.0, 0.0))
    model.settle()
    assert not model.settled
    assert model.rungs() in ([0.0, 0.0], [5.0, 5.0])


@pytest.mark.parametrize("start", [(0.0, 0.0), (5.0, 5.0)])
def test_two_that_agree_stay_and_are_settled(start) -> None:
    model = copycats(start)
    model.settle()
    assert model.settled
    assert tuple(model.rungs()) == start


def test_deciding_happens_before_any_publishing() -> None:
    class Watched(CountryAgent):
        def decide(self) -> None:
            events.append("decide")
            super().decide()

        def publish(self) -> None:
            events.append("publish")
            super().publish()

    events: list[str] = []
    conference = random_conference(3, 4)
    model = ForceGenerationConference(conference=conference, profiles=drawn(conference), agent_class=Watched)
    model.step()
    assert events == ["decide"] * 4 + ["publish"] * 4


def test_inputs_move_by_round_and_promises_stick() -> None:
    conference = with_inputs(with_rule(random_conference(11, 8), hysteresis=0.0), backstop=0.0, air=0.0)
    up = replace(conference, inputs=(conference.inputs[0]._replace(backstop=1.0, air=1.0, intelligence=1.0),))
    gone = replace(conference, inputs=(*up.inputs * 6, conference.inputs[0]))
    countries = drawn(conference, 11, 6)
    for replicate in range(6):
        never = settled(conference, countries, replicate).rungs()
        peak = settled(up, countries, replicate).rungs()
        for slack in (0.0, 0.3):
            after = settled(with_rule(gone, hysteresis=slack), countries, replicate)
            assert after.round > 6
            assert all(low <= rung <= high for low, rung, high in zip(never, after.rungs(), peak, strict=True))


def test_rows_of_the_collector_are_boards_after_each_round() -> None:
    conference = random_conference(5, 5)
    model = ForceGenerationConference(conference=conference, profiles=drawn(conference))
    model.settle()
    table = model.datacollector.get_model_vars_dataframe()
    assert len(table) == model.round + 1
    assert table["pledged"].iloc[0] == 0
    assert table["pledged"].iloc[-1] == int(model.board.pledged)
    assert table["ground"].iloc[-1] == sum(rung >= 3 for rung in model.rungs())


def test_equilibrium_mode_holds_the_last_inputs() -> None:
    conference = random_conference(5, 6)
    other = random_conference(6, 6).inputs
    moving = replace(conference, inputs=(*conference.inputs, *other), equilibrium=True)
    still = replace(conference, inputs=other)
    countries = drawn(conference)
    assert settled(moving, countries).rungs() == settled(still, countries).rungs()


def test_a_model_of_ones_own_rule() -> None:
    class Reluctant(CountryAgent):
        def decide(self) -> None:
            self.next_rung = min(1.0, self.rung + 1)

    conference = random_conference(5, 3)
    boards = run_block(conference, 1, 0, 2, agent_class=Reluctant)
    assert (boards.rungs == 1).all()


def test_finished_models_are_let_go() -> None:
    conference = random_conference(5, 2)
    before = len(getattr(mesa.Agent, "_ids", {}))
    run_block(conference, 1, 0, 3)
    assert len(getattr(mesa.Agent, "_ids", {})) == before


def test_american_help_counts_only_where_stated() -> None:
    conference = random_conference(9, 6)
    countries = drawn(conference, 9, 5)
    codes = countries.codes.copy()
    codes[:, :, US] = 0.0
    silent = replace(countries, codes=codes)
    unfearing = with_rule(conference, guarantee=0.0, striver_pull=0.0)
    none, all_of_it = (dict.fromkeys(("backstop", "air", "ground"), level) for level in (0.0, 1.0))
    for replicate in range(5):
        one = settled(with_inputs(unfearing, **none), silent, replicate)
        two = settled(with_inputs(unfearing, **all_of_it), silent, replicate)
        assert one.rungs() == two.rungs()
        forget(one)
