"""The benchmark measures what it says: contenders do the same work, ratios are taken within a round.  No time is
asserted."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import contenders, mesa_runs, numpy_runs
from benchmarks.contenders import Disagreement, Sizes, check_agreement, on
from benchmarks.goals import Goal, goals_of
from benchmarks.limits import Job, Part, bound_of
from benchmarks.machine import at_the_end, sources
from benchmarks.measurement import measure
from benchmarks.measuring import Contender, Timing, interleaved
from benchmarks.memory import footprint, peak_bytes
from benchmarks.startup import start
from benchmarks.sweeps import grid, measured_scenario
from benchmarks.tables import aligned, figures, lines_of
from simulator.engine.conference import Conference
from simulator.engine.kernel import settle
from simulator.engine.profiles import Profiles
from simulator.experiments.running import prepare
from tests.conferences import drawn, random_conference, with_rule

FOLDER = Path(contenders.__file__).parent
TINY = Sizes(
    rounds=1, mesa=3, numpy=70, block=64, blocks=2, shared=64, shares=2, side=2, kept=64, memory=(250,), starts=0,
    start_runs=20,
)  # fmt: skip


def equilibrium(seed: int) -> Conference:
    """A random conference of the kind that the NumPy contender knows, extremes of the rule among them."""
    rng = np.random.default_rng([seed, 11])
    conference = random_conference(seed, int(rng.integers(1, 13)))
    ruled = with_rule(
        conference,
        hysteresis=0.0,
        veto=float(rng.choice([0.0, 1.0, conference.rule.veto])),
        peers=float(rng.choice([0.0, 1.0, conference.rule.peers])),
        places=float(rng.choice([0.0, 0.2])),
    )
    return replace(ruled, equilibrium=True, from_caps=bool(rng.random() < 0.5))


@given(seed=st.integers(0, 2**32 - 1), chunk=st.integers(1, 12))
@settings(max_examples=100, deadline=None)
def test_numpy_agrees_with_the_kernel_to_the_bit(seed: int, chunk: int) -> None:
    conference = equilibrium(seed)
    countries = drawn(conference, seed, 10)
    rungs, pledged = numpy_runs.settle(conference, countries, chunk)
    found = settle(conference, countries)
    assert np.array_equal(rungs, found.rungs[0])
    shares = np.array(conference.rule.size_factors)[found.rungs[0]]
    assert np.array_equal(pledged, np.floor(shares * found.sustained[0]))


def test_numpy_refuses_what_it_does_not_know() -> None:
    conference = equilibrium(1)
    countries = drawn(conference)
    for other in (
        replace(conference, equilibrium=False),
        with_rule(conference, hysteresis=0.1),
        replace(conference, ties=np.zeros((len(conference), len(conference)))),
    ):
        with pytest.raises(ValueError, match="only conferences in equilibrium mode"):
            numpy_runs.settle(other, countries)


def test_a_contender_that_cheats_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    conference = prepare(measured_scenario()).conference
    check_agreement(conference, 70, 3)
    honest = numpy_runs.settle

    def cheating(conference: Conference, profiles: Profiles) -> tuple[np.ndarray, np.ndarray]:
        rungs, pledged = honest(conference, profiles)
        rungs[-1, 0] += 1
        return rungs, pledged

    monkeypatch.setattr(numpy_runs, "settle", cheating)
    with pytest.raises(Disagreement, match="rungs of NumPy and kernel"):
        check_agreement(conference, 70, 3)


def test_the_mesa_contenders_run_every_replicate_and_one_of_them_records_nothing() -> None:
    conference = equilibrium(3)
    countries = drawn(conference, 3, 4)
    assert [row["replicate"] for row in mesa_runs.run_batch(conference, countries)] == [0, 1, 2, 3]
    model = mesa_runs.UnrecordedConference(conference=conference, profiles=countries)
    model.settle()
    mesa_runs.forget(model)
    assert not any(model.datacollector.model_vars.values())
    assert len(mesa_runs.run_unrecorded(conference, countries)) == 4


def test_contenders_take_turns() -> None:
    called: list[str] = []
    named = [Contender(name, runs, lambda name=name: called.append(name)) for name, runs in (("a", 1), ("b", 6))]
    timings = interleaved(named, 3)
    assert called == ["a", "b"] * 4
    assert [timing.runs for timing in timings.values()] == [1, 6]
    assert all(len(timing.seconds) == len(timing.processor) == 3 for timing in timings.values())
    with pytest.raises(ValueError, match="share a name"):
        interleaved([*named, named[0]], 1)


def test_ratios_are_taken_within_a_round() -> None:
    slow = Timing("slow", 10, 1, (1.0, 2.0, 4.0), (1.0, 1.0, 1.0))
    fast = Timing("fast", 100, 2, (0.1, 0.1, 0.4), (0.2, 0.2, 0.4))
    assert fast.times(slow) == pytest.approx((100.0, 200.0, 100.0))
    assert slow.rate == 5.0
    assert slow.microseconds == 200_000.0
    assert slow.spread == 1.5
    assert slow.busy == 0.5
    assert fast.busy == 2.0


def test_parts_are_added_up_within_a_round_and_yardsticks_are_not() -> None:
    def nothing() -> None:
        pass

    job = Job(
        "job",
        nothing,
        10,
        (Part("one", nothing, 1, 10), Part("mark", nothing, 5, yardstick=True), Part("two", nothing, 5)),
    )
    seconds = {"job: one": (1.0, 2.0), "job: mark": (9.0, 9.0), "job: two": (1.0, 1.0), "job": (4.5, 6.0)}
    timings = {
        each.name: Timing(each.name, each.runs, 1, seconds[each.name], seconds[each.name]) for each in job.contenders()
    }
    bound = bound_of(job, timings)
    assert bound.excess == pytest.approx((0.5, 0.5))
    assert bound.sum == pytest.approx(350_000.0)
    assert bound.largest == ("two", pytest.approx(200_000.0 / 350_000.0))


def test_a_goal_says_how_far_it_is_missed() -> None:
    assert Goal("speed", 200.0, 140.0, "140 runs/s").words() == "MISSED: 140 runs/s, 0.70 of the goal"
    assert Goal("speed", 200.0, 200.0, "200 runs/s").words() == "met: 200 runs/s, 1.00 of the goal"
    assert Goal("time", 2.0, 3.0, "3 s", ceiling=True).words() == "MISSED: 3 s, 1.50 of the limit"
    assert Goal("time", 2.0, 1.0, "1 s", ceiling=True).met
    assert Goal("time", 2.0, None, "", ceiling=True).words() == "not measured"


def test_the_whole_plan_runs_and_is_told() -> None:
    said: list[str] = []
    measured = measure(TINY, 2, said.append)
    goals = goals_of(measured)
    report = "\n".join(lines_of(measured, goals))
    assert {goal.met for goal in goals if goal.ceiling} == {None}
    for told in (
        "processor",
        "Mesa batch_run",
        on(contenders.SWEEP, 2),
        "Bound by",
        "250 runs",
        "Goals",
        "not measured",
    ):
        assert told in report
    assert measured.contenders[on(contenders.SHARED, 1)].runs == 2 * 2 * 64 * 2
    assert measured.kept.runs == 2 * 2 * 64
    assert measured.memory[0].runs == 250
    assert all(each > 0.0 for bound in measured.bounds for _, _, each in bound.parts)
    assert json.loads(json.dumps(measured.to_json(), allow_nan=False))["threads"] == 2
    assert any("round 1 of 1" in words for words in said)


def test_sources_that_changed_meanwhile_are_told() -> None:
    assert "sources at the end" not in at_the_end(sources())
    assert "CHANGED" in at_the_end("0000000000")["sources at the end"]


def test_memory_is_read_and_odd_sizes_refused() -> None:
    peak = peak_bytes()
    assert peak is None or peak > 10_000_000
    with pytest.raises(ValueError, match="no multiple of 250"):
        footprint(300, 1)


def test_the_grid_spans_both_inputs() -> None:
    design = grid(measured_scenario(), 16, 16)
    assert len(design) == 256
    assert design.points(0, 1) == [(0.0, 0.0)]
    assert design.points(255, 1) == [(1.0, 1.0)]


def test_a_command_that_fails_says_why() -> None:
    start(["--help"])
    with pytest.raises(RuntimeError, match="no scenario named"):
        start(["run", "nowhere-land"])


def test_the_script_starts_from_anywhere(tmp_path: Path) -> None:
    script = [sys.executable, str(FOLDER / "speed.py")]
    done = subprocess.run([*script, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "--quick" in done.stdout
    nowhere = subprocess.run(
        [*script, "--json", "no/such.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert nowhere.returncode == 2
    assert "there is no folder" in nowhere.stderr


def test_numbers_have_three_digits() -> None:
    assert [figures(number) for number in (0.01234, 1.5, 99.96, 1234.0, 987_654.0)] == [
        "0.0123", "1.50", "100", "1,230", "988,000",
    ]  # fmt: skip
    assert aligned([["a", "1"], ["bb", "22"]]) == ["  a    1", "  bb  22"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
