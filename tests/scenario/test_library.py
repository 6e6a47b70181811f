"""Finding scenarios by name and by path."""

import os
from pathlib import Path

import pytest

from simulator.scenario import library
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.library import (
    UnknownScenario,
    builtin_folder,
    builtin_names,
    check_name,
    examine,
    find,
    is_name,
    is_path,
    listing,
    load,
    safe_name,
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "scenarios").mkdir()
    return tmp_path


def write(project: Path, name: str, text: str) -> Path:
    path = project / "scenarios" / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", builtin_names())
def test_every_built_in_scenario_is_without_fault(name: str, tmp_path: Path) -> None:
    assert examine(name, tmp_path) == ()
    scenario = load(name, (), tmp_path)
    assert scenario.document.title
    assert scenario.document.question.endswith("?")
    assert scenario.chain[-1:] == (() if name == "baseline" else ("baseline",))


def test_there_is_a_baseline() -> None:
    assert {"baseline", "us-backstop"} <= set(builtin_names())
    assert find("baseline") == builtin_folder() / "baseline.yaml"


def test_a_scenario_of_the_project(project: Path) -> None:
    path = write(project, "spring-offer.yaml", "title: Spring\n")
    write(project, "autumn.yml", "title: Autumn\n")
    assert find("spring-offer", project) == path
    assert load("autumn", (), project).document.title == "Autumn"
    assert load("spring-offer", (), project).origins["title"].file == "scenarios/spring-offer.yaml"


def test_the_project_hides_a_built_in_scenario_of_the_same_name(project: Path) -> None:
    write(project, "us-backstop.yaml", "title: Ours\n")
    assert load("us-backstop", (), project).document.title == "Ours"
    assert [entry.builtin for entry in listing(project) if entry.name == "us-backstop"] == [False]


def test_a_built_in_scenario_never_extends_one_of_the_project(project: Path) -> None:
    write(project, "baseline.yaml", "us: {ground: 1}\n")
    assert load("us-backstop", (), project).value("us.ground") == 0.0


def test_the_listing_survives_a_broken_file(project: Path) -> None:
    write(project, "good.yaml", "title: Good\nquestion: What?\n")
    write(project, "broken.yaml", "us: [\n")
    write(project, "Not a name.yaml", "title: x\n")
    write(project, "notes.txt", "title: x\n")
    (project / "scenarios" / "folder.yaml").mkdir()
    mine = [entry for entry in listing(project) if not entry.builtin]
    assert [(entry.name, entry.title, entry.question, entry.path, entry.broken) for entry in mine] == [
        ("broken", "", "", "scenarios/broken.yaml", True),
        ("folder", "", "", "scenarios/folder.yaml", True),
        ("good", "Good", "What?", "scenarios/good.yaml", False),
    ]


def test_the_listing_begins_with_the_baseline(tmp_path: Path) -> None:
    entries = listing(tmp_path)
    assert entries[0].name == "baseline"
    assert [entry.name for entry in entries[1:]] == sorted(set(builtin_names()) - {"baseline"})
    assert all(entry.builtin and entry.title and not entry.broken for entry in entries)


def test_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownScenario) as caught:
        load("bakcstop", (), tmp_path)
    assert (
        caught.value.args[0] == "no scenario named `bakcstop`. Did you mean `us-backstop`? See them all: forcemix list"
    )
    with pytest.raises(UnknownScenario) as caught:
        find("zzzzzz", tmp_path)
    assert caught.value.args[0] == "no scenario named `zzzzzz`. See them all: forcemix list"


def test_a_path_is_named_by_its_stem(tmp_path: Path) -> None:
    path = tmp_path / "My Plan (2).yaml"
    path.write_text("title: x\n", encoding="utf-8")
    assert load(str(path), (), tmp_path).name == "my-plan-2"


def test_a_missing_file_is_a_mistake_and_no_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("nofile.yaml", (), tmp_path)
    assert [(m.code, m.file, m.line) for m in caught.value.mistakes] == [("S020", "nofile.yaml", None)]


@pytest.mark.parametrize(
    ("text", "expected"), [("mine.yaml", True), ("mine.YML", True), ("a/b", True), ("a\\b", True), ("mine", False)]
)
def test_what_is_a_path(text: str, expected: bool) -> None:
    assert is_path(text) is expected


@pytest.mark.parametrize("name", ["a", "us-backstop", "2025_plan", "a" * 64])
def test_names(name: str) -> None:
    assert is_name(name)
    check_name(name)


@pytest.mark.parametrize(
    "name", ["", "A", "-a", "_a", "a b", "../a", "a.b", "a" * 65, "con", "lpt1", "com9", "a\n", "ä"]
)
def test_what_cannot_be_a_name(name: str) -> None:
    assert not is_name(name)
    with pytest.raises(ScenarioError, match="cannot name a scenario"):
        check_name(name)
    assert is_name(safe_name(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My Plan (2)", "my-plan-2"),
        ("..", "scenario"),
        ("CON", "con-scenario"),
        ("Über", "ber"),
        ("a" * 70, "a" * 64),
        ("x" * 63 + "-y", "x" * 63),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_the_current_folder_is_the_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, "mine.yaml", "title: Here\n")
    monkeypatch.chdir(project)
    assert load("mine").document.title == "Here"


def test_a_checkout_is_not_its_own_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(builtin_folder().parent)
    assert all(entry.builtin for entry in listing())


def test_scenarios_inside_the_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scenarios").mkdir()
    monkeypatch.setattr(library, "files", lambda package: tmp_path)
    builtin_folder.cache_clear()
    try:
        assert builtin_folder() == tmp_path / "scenarios"
    finally:
        builtin_folder.cache_clear()


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be closed like this")
def test_a_project_without_a_folder_of_scenarios(tmp_path: Path) -> None:
    (tmp_path / "scenarios").write_text("a file", encoding="utf-8")
    assert all(entry.builtin for entry in listing(tmp_path))
