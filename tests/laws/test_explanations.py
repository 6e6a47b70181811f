"""P16: the explanation is true: the printed amount of an input lifts a country, a billionth less does not."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from simulator.engine import array_runs
from simulator.engine.reasons import LEVERS, moved, prices
from simulator.rule import ladder
from tests.conferences import drawn, random_conference, settled, with_rule
from tests.laws.many import conference

seeds = st.integers(0, 2**32 - 1)


def _rung_after(model, country, inputs) -> float:
    """The rung a country takes at other inputs, all others held where they are."""
    others = model.board.pledged - country.pledge()
    country.read_inputs(inputs)
    board = replace(model.board, pledged=others + country.pledge())
    return ladder.decide(country.rung, *country.rung_margins(board), country.ceiling(board), 0.0)


@given(seed=seeds, size=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
@example(seed=12824, size=8)
def test_the_price_is_true(seed: int, size: int) -> None:
    """Moving the named input by the printed amount lifts the rung; a billionth less does not."""
    found = with_rule(random_conference(seed, size), hysteresis=0.0)
    model = settled(found, drawn(found, seed, 1))
    assume(_true_prices(model) > 0)


def _true_prices(model) -> int:
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
    return found


@given(seed=seeds, size=st.integers(10, 60))
@settings(max_examples=8, deadline=None)
def test_prices_of_the_array_engine_are_those_that_are_true(seed: int, size: int) -> None:
    found = with_rule(conference(seed, size), hysteresis=0.0)
    boards = array_runs.run_block(found, seed % 97, 0, 3)
    for run in range(3):
        model = settled(found, array_runs.drawn_profiles(found, seed % 97, 0, 3), run)
        if not model.settled:
            continue
        _true_prices(model)
        for place, country in enumerate(model.countries):
            told = prices(country, model.inputs, model.board)
            row = [told.get(lever.name, np.nan) for lever in LEVERS]
            assert np.array_equal(boards.prices[run, place], row, equal_nan=True)
