"""Command lines made from records."""

import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from simulator.cli.chosen.repeating import origin_of_run, origin_of_sweep, run_words, sweep_command
from simulator.experiments.designs.choosing import design_of
from simulator.experiments.kept.records import RunRecord, read_manifest, read_run
from simulator.scenario.library import load
from tests.kept_results import kept_run, kept_sweep

SETS = [
    (),
    ("us.air=0.55",),
    ("structure.framework=false", "mandate.mission=monitoring", "as_of=2025-04-10"),
    ("countries.FIN.cap=3", "force.requirement=12000"),
]


@pytest.mark.parametrize("sets", SETS)
def test_a_changed_scenario_is_asked_for_by_what_was_changed(sets: tuple[str, ...], tmp_path: Path) -> None:
    scenario = load("us-backstop", sets, None)
    origin = origin_of_sweep(scenario, tmp_path)
    assert origin.word == "us-backstop"
    assert bool(origin.assignments) == bool(sets)
    assert load(origin.word, origin.assignments, None).canonical() == scenario.canonical()


def test_a_scenario_that_is_gone_is_asked_for_by_its_name_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("extends: baseline\ntitle: Mine\nus: {air: 0.7}\n", encoding="utf-8")
    scenario = load(str(tmp_path / "mine.yaml"), (), None)
    origin = origin_of_sweep(scenario, tmp_path / "elsewhere")
    assert (origin.word, origin.assignments) == ("mine", ())


def test_a_run_is_asked_for_as_its_command_did(tmp_path: Path) -> None:
    record = read_run(kept_run(tmp_path, load("baseline"), 8))
    assert origin_of_run(record).word == "baseline"

    def with_command(command: str) -> RunRecord:
        return record.model_copy(update={"command": command})

    origin = origin_of_run(with_command("forcemix run 'my file.yaml' --set us.air=1 --runs 5 --set deal.hold=0"))
    assert (origin.word, origin.assignments) == ("my file.yaml", ("us.air=1", "deal.hold=0"))
    assert run_words(origin) == ["my file.yaml", "--set", "us.air=1", "--set", "deal.hold=0"]
    for odd in ("", "forcemix run", "python something", "forcemix run 'unclosed"):
        assert origin_of_run(with_command(odd)).word == "baseline"


@pytest.mark.parametrize(
    ("kind", "over"),
    [
        ("grid", ("us.backstop=0:1:0.25", "mandate.clarity=0.1,0.35,1")),
        ("grid", ("mandate.mission=deterrence,monitoring", "us.involvement=0,0.5")),
        ("one-at-a-time", ("us.backstop=0,1", "mandate.clarity=0.2,0.9", "structure.framework=true,false")),
    ],
)
def test_the_command_of_a_sweep_makes_the_same_points(kind: str, over: tuple[str, ...], tmp_path: Path) -> None:
    scenario = load("baseline", ("us.air=0.3",), None)
    design = design_of(scenario, kind=kind, over=over, seed=1)
    manifest = read_manifest(kept_sweep(tmp_path, scenario, design, runs=6))
    words = shlex.split(sweep_command(manifest, origin_of_sweep(scenario, tmp_path)))
    assert words[:3] == ["forcemix", "sweep", "baseline"]
    options = list(pairwise(words))

    def given(option: str) -> tuple[str, ...]:
        return tuple(after for before, after in options if before == option)

    again = load(words[2], given("--set"), None)
    made = design_of(again, kind=(given("--design") or ("grid",))[0], over=given("--over"), seed=1)
    assert made.spec() == design.spec()
    assert again.canonical() == scenario.canonical()
    assert (given("--runs"), given("--seed")) == (("6",), ("1",))
