"""Every code one step up or down."""

from datetime import date

import pytest

from simulator.data.roster import load_roster
from simulator.evidence.codes.basis import GATE_LETTERS
from simulator.evidence.codes.codebook import code_of
from simulator.evidence.codes.shifting import ALL, BY, CAP, settings_run, shifted, shifting
from simulator.experiments.running import run_scenario
from simulator.scenario.library import load

ROSTER = load_roster(date(2025, 4, 30))
RUNS = 60


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("what", [*GATE_LETTERS, ALL])
def test_stated_codes_move_one_step_within_the_scale_and_no_others(what: str, by: int) -> None:
    for before, after in zip(ROSTER, shifted(ROSTER, what, by), strict=True):
        for old, new in zip(before.codes, after.codes, strict=True):
            assert new.cap == old.cap
            for letter in GATE_LETTERS:
                code = code_of(old, letter)
                moved = min(max(code + by, 0), 4) if code and what in (letter, ALL) else code
                assert code_of(new, letter) == moved


@pytest.mark.parametrize("by", BY)
def test_caps_move_within_the_ladder_but_not_those_of_silence(by: int) -> None:
    for before, after in zip(ROSTER, shifted(ROSTER, CAP, by), strict=True):
        for old, new in zip(before.codes, after.codes, strict=True):
            assert new.gates == old.gates
            assert new.cap == (old.cap if old.cap_basis == "default" else min(max(old.cap + by, 0), 5))


def test_a_shift_by_nothing_is_none() -> None:
    assert shifted(ROSTER, ALL, 0) == ROSTER


def test_the_unshifted_run_is_that_of_the_scenario_and_helpful_caps_never_cost_troops() -> None:
    scenario = load("baseline")
    done = []
    found = shifting(scenario, RUNS, 1, progress=done.append)
    assert sum(done) == RUNS * settings_run(scenario)
    plain = run_scenario(scenario, RUNS, 1)
    assert found.values["pledged"] == pytest.approx(plain.force["pledged"].mean)
    assert found.values["pledged_median"] == plain.force["pledged"].p50
    assert found.values["joins"] == pytest.approx(plain.counts["joins"].mean)
    by_name = {(shift.what, shift.by): shift for shift in found.shifts}
    for name in ("pledged", "joins", "ground"):
        assert by_name[CAP, 1].means[name].mean >= 0.0 >= by_name[CAP, -1].means[name].mean
    assert found.to_json() == shifting(scenario, RUNS, 1, jobs=2).to_json()


def test_one_coder_leaves_no_coder_to_take_away() -> None:
    scenario = load("baseline", ["structure.coder=A"])
    assert settings_run(scenario) == settings_run(load("baseline")) - 2
