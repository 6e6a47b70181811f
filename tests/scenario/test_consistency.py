"""A scenario that contradicts itself says so, where, and how to mend it."""

from pathlib import Path

import pytest

from simulator.scenario.consistency import warnings
from simulator.scenario.diagnostics import Mistake, ScenarioError
from simulator.scenario.library import examine, load

BAD = {
    "weights": (
        "structure:\n  us_weights:\n    air: 0.5\n    ground: 0.1\n",
        "S040",
        4,
        13,
        "`structure.us_weights` sums to 1.3, expected 1",
        "change the five weights together, so that they sum to 1",
    ),
    "increments": (
        "structure:\n  increments:\n    us: {2: 0.1}\n",
        "S041",
        3,
        13,
        "`structure.increments.us.3` is 0, below the 0.1 of rung 2",
        "write 0.1 or more, or lower `structure.increments.us.2`",
    ),
    "sizes": (
        "structure: {size_factors: {5: 0.2}}\n",
        "S042",
        1,
        31,
        "`structure.size_factors.5` is 0.2, below the 0.45 of rung 4",
        "write 0.45 or more, or lower `structure.size_factors.4`",
    ),
    "medians": (
        "structure: {medians: {3: 0.1}}\n",
        "S043",
        1,
        26,
        "`structure.medians.3` is 0.1, below the 0.35 of code 2",
        "write 0.35 or more, or lower `structure.medians.2`",
    ),
    "triangular": (
        "capacity: {deployable: {low: 0.55}}\n",
        "S044",
        1,
        30,
        "`capacity.deployable` has low 0.55, mode 0.5, high 0.6",
        "put them in order: low <= mode <= high",
    ),
    "uniform": (
        "capacity: {kept_home: {high: 0.3}}\n",
        "S044",
        1,
        30,
        "`capacity.kept_home` has low 0.4, high 0.3",
        "put them in order: low <= high",
    ),
    "chances": (
        "mandate:\n  mission: {deterrence: 0.5, monitoring: 0.4}\n",
        "S045",
        2,
        42,
        "the chances in `mandate.mission` sum to 0.9, expected 1",
        "write chances that sum to 1, or name one mission",
    ),
}


def found(folder: Path, text: str) -> tuple[Mistake, ...]:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return examine(str(path), folder)


@pytest.mark.parametrize("name", BAD)
def test_a_contradiction_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    text, code, line, column, message, mend = BAD[name]
    (mistake,) = found(tmp_path, text)
    assert (mistake.code, mistake.line, mistake.column) == (code, line, column)
    assert (mistake.message, mistake.help) == (message, mend)
    assert mistake.severity == "error"
    assert mistake.source == text.splitlines()[line - 1]
    with pytest.raises(ScenarioError):
        load(str(tmp_path / "mine.yaml"))


GOOD = {
    "weights within rounding": "structure: {us_weights: {backstop: 0.1, intelligence: 0.2, air: 0.3, logistics: 0.35}}",
    "equal increments": "structure: {increments: {us: {1: 0, 2: 0, 3: 0, 4: 0, 5: 0}}}",
    "equal sizes": "structure: {size_factors: {4: 0.85}}",
    "a distribution of one value": "capacity: {rotation: {low: 4, high: 4}}",
    "chances": "mandate: {mission: {deterrence: 0.1, peacekeeping: 0.2, monitoring: 0.7}}",
    "code and median": "countries: {FIN: {why: x, thresholds: {us: {code: 2, median: 0.5}}}}",
    "spread alone": "countries: {FIN: {why: x, thresholds: {us: {sd: 0.1}}}}",
    "moving inputs in a calendar": "paths: {us.air: {1: 1}}",
    "UN force with a mandate": "mandate: {owner: un, legal: 0.5}",
}


@pytest.mark.parametrize("name", GOOD)
def test_what_agrees_with_itself_passes(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, GOOD[name] + "\n") == ()


def test_several_contradictions_come_at_once(tmp_path: Path) -> None:
    text = "structure: {medians: {3: 0.1}, size_factors: {5: 0.2}}\n"
    assert [mistake.code for mistake in found(tmp_path, text)] == ["S042", "S043"]


def test_an_option_is_to_blame_before_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("capacity: {deployable: {mode: 0.4}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(str(path), ["capacity.deployable.low=0.45"], tmp_path)
    assert caught.value.mistakes[0].file == "--set capacity.deployable.low=0.45"


def test_a_un_force_without_a_mandate_is_a_warning(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, "mandate: {owner: un, legal: 0.4}\n")
    assert (warning.code, warning.severity, warning.line, warning.column) == ("S046", "warning", 1, 29)
    assert warning.message == "`mandate.owner` is un, but `mandate.legal` is 0.4"
    assert load(str(tmp_path / "mine.yaml")).value("mandate.owner") == "un"


def test_moving_inputs_at_rest_are_a_warning(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, "conference: {mode: equilibrium}\npaths:\n  us.air: {1: 0.5, 2: 1}\n")
    assert (warning.code, warning.severity, warning.line) == ("S047", "warning", 3)
    assert warning.message == "`paths` moves 1 of the inputs, but `conference.mode` is equilibrium"


def test_built_in_scenarios_have_no_warnings() -> None:
    assert warnings(load("un-mandate")) == ()
