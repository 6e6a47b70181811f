"""How patches make one scenario."""

from pathlib import Path

import pytest

from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.library import load


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "scenarios").mkdir()
    return tmp_path


def write(project: Path, name: str, text: str) -> None:
    (project / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_the_child_wins_and_the_rest_is_inherited(project: Path) -> None:
    write(project, "parent", "title: Parent\nus: {air: 0.2, ground: 0.3}\ndeal: {hold: 0.9}\n")
    write(project, "child", "extends: parent\nus: {air: 0.7}\n")
    child = load("child", (), project)
    assert (child.value("us.air"), child.value("us.ground"), child.value("deal.hold")) == (0.7, 0.3, 0.9)
    assert child.value("deal.depth") == 0.8
    assert child.chain == ("parent",)
    assert child.document.extends is None


def test_title_and_question_are_never_inherited(project: Path) -> None:
    write(project, "parent", "title: Parent\nquestion: What?\n")
    write(project, "child", "extends: parent\n")
    child = load("child", (), project)
    assert (child.document.title, child.document.question) == ("", "")


def test_a_chain_of_three(project: Path) -> None:
    write(project, "one", "us: {air: 0.1}\nforce: {requirement: 1000}\n")
    write(project, "two", "extends: one\nus: {air: 0.2, ground: 0.2}\n")
    write(project, "three", "extends: two\nus: {air: 0.3}\n")
    three = load("three", (), project)
    assert (three.value("us.air"), three.value("us.ground"), three.value("force.requirement")) == (0.3, 0.2, 1000.0)
    assert three.chain == ("two", "one")


def test_involvement_sets_what_the_same_patch_does_not_name(project: Path) -> None:
    write(project, "parent", "us: {air: 0.9, ground: 0.9}\n")
    write(project, "child", "extends: parent\nus: {involvement: 0.5, ground: 0.1}\n")
    child = load("child", (), project)
    values = [child.value(f"us.{part}") for part in ("backstop", "intelligence", "air", "logistics", "ground")]
    assert values == [0.5, 0.5, 0.5, 0.5, 0.1]
    assert child.document.us.involvement is None
    assert "us.involvement" not in child.leaves()


def test_involvement_moves_what_the_same_patch_does_not_move(project: Path) -> None:
    write(project, "mine", "paths: {us.involvement: {1: 0.2, 4: 0.6}, us.ground: {2: 0.1}}\n")
    mine = load("mine", (), project)
    assert mine.document.paths["us.air"] == {"1": 0.2, "4": 0.6}
    assert mine.document.paths["us.ground"] == {"2": 0.1}
    assert len(mine.document.paths) == 5


@pytest.mark.parametrize(
    ("parent", "child", "path", "value"),
    [
        (
            "mandate: {mission: {deterrence: 0.5, monitoring: 0.5}}",
            "mandate: {mission: peacekeeping}",
            "mandate.mission",
            "peacekeeping",
        ),
        (
            "mandate: {mission: {deterrence: 0.5, monitoring: 0.5}}",
            "mandate: {mission: {peacekeeping: 1}}",
            "mandate.mission",
            {"peacekeeping": 1.0},
        ),
        (
            "mandate: {mission: monitoring}",
            "mandate: {mission: {peacekeeping: 1}}",
            "mandate.mission",
            {"peacekeeping": 1.0},
        ),
    ],
)
def test_missions_are_replaced_as_a_whole(project: Path, parent: str, child: str, path: str, value: object) -> None:
    write(project, "parent", parent)
    write(project, "child", f"extends: parent\n{child}\n")
    assert load("child", (), project).value(path) == value


def test_courses_distributions_and_sweeps_are_replaced_as_a_whole(project: Path) -> None:
    write(
        project,
        "parent",
        "paths: {us.air: {1: 0.2, 4: 0.6}, us.ground: {3: 1}}\n"
        "uncertain: {us.air: {uniform: [0, 1]}, us.ground: {uniform: [0, 1]}}\n"
        "sweep: {design: lhs, points: 10, over: {us.air: 0:1:0.1}}\n",
    )
    write(
        project,
        "child",
        "extends: parent\npaths: {us.air: {2: 0.5}}\nuncertain: {us.air: {choice: [0.1]}}\n"
        "sweep: {over: {us.ground: [0, 1]}}\n",
    )
    document = load("child", (), project).document
    assert document.paths == {"us.air": {"2": 0.5}, "us.ground": {"3": 1.0}}
    assert document.uncertain["us.air"].model_dump(exclude_none=True) == {"choice": [0.1]}
    assert document.uncertain["us.ground"].uniform == [0, 1]
    assert document.sweep is not None
    assert (document.sweep.design, document.sweep.points, document.sweep.over) == (
        "grid",
        None,
        {"us.ground": [0.0, 1.0]},
    )


def test_countries_are_merged_value_by_value(project: Path) -> None:
    write(project, "parent", "countries: {FIN: {why: first, cap: 3}, NOR: {why: other, absent: true}}\n")
    write(project, "child", "extends: parent\ncountries: {FIN: {why: second, thresholds: {us: {median: 0.4}}}}\n")
    countries = load("child", (), project).document.countries
    assert (countries["FIN"].why, countries["FIN"].cap, countries["FIN"].thresholds.us.median) == ("second", 3, 0.4)
    assert countries["NOR"].absent


def test_a_path_counts_from_the_file_that_extends(project: Path) -> None:
    (project / "far").mkdir()
    (project / "far" / "base.yaml").write_text("us: {air: 0.25}\n", encoding="utf-8")
    write(project, "mine", "extends: ../far/base.yaml\n")
    mine = load("mine", (), project)
    assert mine.value("us.air") == 0.25
    assert mine.origins["us.air"].file == "scenarios/../far/base.yaml"
    assert mine.chain == ("base",)


def mistake_of(project: Path, name: str) -> tuple[str, str | None, int | None, int | None, str, str | None]:
    with pytest.raises(ScenarioError) as caught:
        load(name, (), project)
    (mistake,) = caught.value.mistakes
    return mistake.code, mistake.file, mistake.line, mistake.column, mistake.message, mistake.help


def test_a_circle_is_named_in_full(project: Path) -> None:
    write(project, "one", "extends: two\n")
    write(project, "two", "title: x\nextends: three\n")
    write(project, "three", "extends: two\n")
    assert mistake_of(project, "one") == (
        "S030",
        "scenarios/three.yaml",
        1,
        10,
        "`extends` runs in a circle: `scenarios/one.yaml` -> `scenarios/two.yaml` -> `scenarios/three.yaml` -> "
        "`scenarios/two.yaml`",
        None,
    )


def test_a_scenario_that_extends_itself(project: Path) -> None:
    write(project, "one", "extends: one.yaml\n")
    assert mistake_of(project, "one")[0] == "S030"


def test_a_chain_of_sixteen_is_read_and_of_seventeen_is_not(project: Path) -> None:
    write(project, "s1", "us: {air: 0.3}\n")
    for number in range(2, 18):
        write(project, f"s{number}", f"extends: s{number - 1}\n")
    assert len(load("s16", (), project).chain) == 15
    assert mistake_of(project, "s17")[4] == "more than 16 scenarios in a chain"


def test_unknown_scenarios_to_extend(project: Path) -> None:
    write(project, "mine", "title: x\nextends: basline\n")
    assert mistake_of(project, "mine") == (
        "S031",
        "scenarios/mine.yaml",
        2,
        10,
        "`extends` names `basline`, and there is no such scenario",
        "did you mean `baseline`?",
    )
    write(project, "other", "extends: ./none.yaml\n")
    assert mistake_of(project, "other") == (
        "S031",
        "scenarios/other.yaml",
        1,
        10,
        "`extends` names `./none.yaml`, and there is no such file",
        "the path counts from this file",
    )


def test_mistakes_of_a_parent_are_told_in_its_own_file(project: Path) -> None:
    write(project, "parent", "us: {air: 70}\n")
    write(project, "child", "extends: parent\n")
    assert mistake_of(project, "child")[:4] == ("S004", "scenarios/parent.yaml", 1, 11)
