"""New files pass the reader as written, and with everything switched on."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario.library import builtin_names, load
from simulator.scenario.reading import patch_of_text
from simulator.scenario.scenario import INPUTS
from simulator.scenario.template import commented_template


def switched_on(text: str) -> str:
    return re.sub(r"^# ", "", text, flags=re.MULTILINE)


def loaded(folder: Path, text: str) -> object:
    path = folder / "scenarios" / "new.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load("new", (), folder)


@pytest.mark.parametrize("extends", [*builtin_names()])
def test_a_patch_says_only_its_title_at_first(extends: str) -> None:
    text = commented_template("Spring offer", extends)
    assert patch_of_text(text, "new.yaml").data == {"title": "Spring offer", "extends": extends}


def test_switched_on_it_says_what_its_base_says() -> None:
    base = load("us-backstop")
    data = patch_of_text(switched_on(commented_template("x", "us-backstop")), "new.yaml").data
    for path in INPUTS:
        block, name = path.split(".")
        values = data[block]
        assert isinstance(values, dict)
        assert values[name] == base.value(path)
    assert {"paths", "countries", "uncertain", "sweep", "conference", "as_of", "question"} <= set(data)


@pytest.mark.parametrize("extends", [None, "baseline"])
@pytest.mark.parametrize("minimal", [True, False])
def test_each_form_loads_with_everything_on(tmp_path: Path, extends: str | None, minimal: bool) -> None:
    text = commented_template("x", extends, minimal)
    assert ("#" in text) is not minimal
    assert loaded(tmp_path, text)
    assert loaded(tmp_path, switched_on(text))


def test_without_a_base_every_input_is_on() -> None:
    for minimal in (True, False):
        data = patch_of_text(commented_template("x", None, minimal), "new.yaml").data
        assert {
            f"{block}.{name}" for block, values in data.items() if isinstance(values, dict) for name in values
        } >= set(INPUTS)


def test_every_input_has_range_meaning_and_ends() -> None:
    text = commented_template("x", "baseline")
    line = next(line for line in text.splitlines() if "backstop:" in line)
    assert line == (
        "#   backstop: 0           ## 0 to 1. Explicit American guarantee behind the force "
        "(0: no guarantee of any kind; 1: a public commitment to respond if the force is attacked)"
    )
    assert "## deterrence, peacekeeping, monitoring. The mission type" in text


def test_values_come_from_the_base_that_is_given() -> None:
    base = load("baseline", ["us.air=0.37", "mandate.mission={deterrence: 0.5, monitoring: 0.5}"])
    text = commented_template("x", "./mine.yaml", base=base)
    assert "#   air: 0.37  " in text
    assert "mission: {deterrence: 0.5, monitoring: 0.5}" in text
    assert patch_of_text(text, "new.yaml").data["extends"] == "./mine.yaml"


@given(st.text(max_size=400), st.sampled_from([None, "baseline", "true", "123", "null", "a: b.yaml"]), st.booleans())
def test_any_title_can_be_written(title: str, extends: str | None, minimal: bool) -> None:
    data = patch_of_text(commented_template(title, extends, minimal), "new.yaml").data
    assert data.get("extends") == extends
    assert isinstance(data["title"], str)
    if title.isascii() and title.isprintable() and len(title) <= 300:
        assert data["title"] == title
