"""Agreement of the coders, against the figures of the data's own description, and what their doubt does."""

import re
from datetime import date
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.data.roster import load_roster
from simulator.data.tables import package_folder
from simulator.engine.compile import compile_conference
from simulator.engine.profiles import drawn_profiles
from simulator.evidence.codes.basis import GATE_LETTERS
from simulator.evidence.codes.codebook import agreement, cohen_kappa, heard, mean_widening, widenings
from simulator.scenario.library import load

ROSTER = load_roster(date(2025, 4, 30))
BASELINE = load("baseline")
CODES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=30)


def test_kappa_of_a_textbook_table() -> None:
    """Two raters of 50 grants: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no; observed .7, expected .5."""
    one = [1] * 25 + [0] * 25
    other = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert cohen_kappa(one, other) == pytest.approx(0.4)


@given(CODES)
def test_kappa_is_symmetric_and_at_most_one(pairs: list[tuple[int, int]]) -> None:
    one, other = (list(codes) for codes in zip(*pairs, strict=True))
    for weights in ("none", "linear", "quadratic"):
        found = cohen_kappa(one, other, weights)
        assert found == cohen_kappa(other, one, weights)
        if found is not None:
            assert found <= 1.0
            assert (found == 1.0) == (one == other)


@given(CODES)
def test_quadratic_kappa_is_the_concordance_of_the_two(pairs: list[tuple[int, int]]) -> None:
    """Krippendorff (1970): squared distances give Lin's concordance with the moments of a population."""
    one, other = np.array(pairs, dtype=np.float64).T
    spread = one.var() + other.var() + (one.mean() - other.mean()) ** 2
    found = cohen_kappa(*(list(map(int, codes)) for codes in (one, other)), "quadratic")
    if spread == 0.0:
        assert found is None
    else:
        assert found == pytest.approx(2.0 * ((one - one.mean()) * (other - other.mean())).mean() / spread)


@pytest.mark.parametrize("codes", [([], []), ([1], [1, 2])])
def test_kappa_of_nothing(codes: tuple[list[int], list[int]]) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        cohen_kappa(*codes)


def test_the_figures_of_the_data_description() -> None:
    """`U .72/.70, C .85/.83, ...`: all countries, and those with a statement."""
    text = package_folder().joinpath("README.md").read_text(encoding="utf-8")
    every, spoken = agreement(ROSTER), agreement(heard(ROSTER))
    for one, other in zip(every, spoken, strict=True):
        told = re.search(rf"\b{one.item} (\.\d\d)/(\.\d\d)", text)
        assert told is not None, one.item
        assert one.kappa == pytest.approx(float(told[1]), abs=0.0051)
        assert other.kappa == pytest.approx(float(told[2]), abs=0.0051)
        assert one.countries - one.same == len(one.differ)


def test_half_of_the_runs_hold_the_reading_of_either_coder() -> None:
    """The scatter of drawn thresholds is that of the mixture, and a gate that one coder reads binds in half of them."""
    conference = compile_conference(BASELINE, ROSTER)
    drawn = drawn_profiles(conference, 1, 0, 4000)
    for one in widenings(ROSTER, BASELINE.document.structure):
        country, gate = conference.iso3.index(one.iso3), GATE_LETTERS.index(one.item)
        codes, thresholds = drawn.codes[:, country, gate], drawn.thresholds[:, country, gate]
        read = codes > 0
        assert read.mean() == pytest.approx(one.binds, abs=0.04)
        assert thresholds[read].std() == pytest.approx(one.mixed_sd, rel=0.05)


def test_one_step_apart_makes_a_threshold_a_fifth_wider() -> None:
    found = widenings(ROSTER, BASELINE.document.structure)
    mean = mean_widening(found)
    assert mean == pytest.approx(sqrt(0.15**2 + 0.1**2) / 0.15)
    assert {one.iso3 for one in found} == {"AUS", "BEL", "CZE", "ITA", "LVA", "NLD", "SWE", "TUR"}


def test_the_announced_rule_leaves_nothing_to_disagree_on() -> None:
    apart = widenings(ROSTER, BASELINE.document.structure)
    assert not {"GBR", "FRA", "EST", "LTU"} & {one.iso3 for one in apart}
