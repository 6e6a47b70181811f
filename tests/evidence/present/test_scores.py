"""Scores of the prediction of the present case."""

from datetime import date
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.data.tables import read_table
from simulator.evidence.codes.known_roster import known_roster
from simulator.evidence.present.case import PresentRow
from simulator.evidence.present.scores import CLIP, MODEL, SAID, SIX_OF_THIRTY, STANCE, loss, score_present
from simulator.evidence.present.truth import Outcome

DAY, TARGET = date(2025, 4, 30), date(2025, 9, 4)
ROSTER = known_roster(DAY, 1992)


def row(iso3: str, *chances: float) -> PresentRow:
    return PresentRow(DAY, TARGET, iso3, *chances, (0.0, 0.0, 0.0))


ROWS = (row("FIN", 0.9, 0.1, 0.1), row("FRA", 0.9, 0.8, 0.8), row("GBR", 0.9, 0.6, 0.5), row("POL", 0.5, 0.1, 0.1))
TRUTH = (
    Outcome("FIN", True, False, False),
    Outcome("FRA", True, True, True),
    Outcome("GBR", True, True, None),
    Outcome("POL", None, False, False),
)


def test_scores_by_hand() -> None:
    found = {(one.event, one.rule, one.forecaster): one for one in score_present(ROWS, TRUTH, ROSTER, 100)}
    ground = found["ground", "brier", MODEL]
    assert (ground.countries, ground.happened) == (3, 1)
    assert ground.value == pytest.approx((0.1**2 + 0.2**2 + 0.1**2) / 3.0)
    assert found["any", "log", MODEL].value == pytest.approx(-log(0.9))
    assert found["any", "brier", SIX_OF_THIRTY].value == pytest.approx(0.8**2)
    stance = found["ground", "log", STANCE]
    assert stance.value == pytest.approx(-log(1.0 - CLIP))
    gain = found["inside", "brier", SIX_OF_THIRTY]
    assert gain.gain == pytest.approx(gain.value - found["inside", "brier", MODEL].value)
    assert gain.gain_low <= gain.gain <= gain.gain_high


def test_intervals_are_the_same_again_and_hold_the_score() -> None:
    once = score_present(ROWS, TRUTH, ROSTER)
    assert once == score_present(ROWS, TRUTH, ROSTER)
    for one in once:
        assert one.low <= one.value <= one.high
        assert (one.gain is None) == (one.forecaster == MODEL) == (one.significant is None)


def test_a_model_like_its_baseline_gains_nothing() -> None:
    same = tuple(row(one.iso3, 0.2, 0.2, 0.2) for one in ROWS)
    for one in score_present(same, TRUTH, ROSTER, 200):
        if one.forecaster == SIX_OF_THIRTY:
            assert (one.gain, one.gain_low, one.gain_high) == (0.0, 0.0, 0.0)
            assert one.significant is False


def test_an_event_of_which_nothing_is_known_has_no_score() -> None:
    blank = tuple(Outcome(one.iso3, one.any, one.inside, None) for one in TRUTH)
    assert {one.event for one in score_present(ROWS, blank, ROSTER, 10)} == {"any", "inside"}


def test_a_country_that_is_not_predicted() -> None:
    with pytest.raises(KeyError, match="SWE"):
        score_present(ROWS, (*TRUTH, Outcome("SWE", True, True, True)), ROSTER, 10)


@given(st.floats(0.0, 1.0), st.floats(CLIP, 1.0 - CLIP))
def test_scores_are_proper(chance: float, truth: float) -> None:
    """Who believes a chance expects no better score from saying another."""
    for rule in ("brier", "log"):
        outcomes = np.array([1.0, 0.0])
        weights = np.array([truth, 1.0 - truth])
        expected = [float(weights @ loss(rule, np.full(2, said), outcomes)) for said in (chance, truth)]
        assert expected[1] <= expected[0] + 1e-12


def test_every_stance_is_read() -> None:
    assert {row["stance"] for row in read_table("statements.csv")} <= set(SAID)
    for chances in SAID.values():
        assert list(chances) == sorted(chances, reverse=True)
