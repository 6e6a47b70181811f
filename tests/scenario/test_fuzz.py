"""Whatever the bytes, reading ends in a scenario or in a scenario error that can be shown."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.scenario.diagnostics import Mistake, ScenarioError, render
from simulator.scenario.library import builtin_folder, load
from simulator.scenario.scenario import Scenario

RICH = """\
title: Everything at once
extends: baseline
as_of: 2025-04-30
us: {involvement: 0.6, air: 0.5}
mandate: {mission: {deterrence: 0.5, monitoring: 0.5}, clarity: 0.5, owner: eu}
paths:
  us.backstop: {1: 0.2, 4: 0.6}
countries:
  FIN: {thresholds: {us: {median: 0.55, sd: 0.15}}, cap: 3, why: "..."}
structure: {increments: {us: {1: -0.7}}, framework: false}
uncertain:
  us.backstop: {uniform: [0, 1]}
  mandate.mission: {choice: [deterrence, monitoring]}
sweep:
  over: {us.backstop: 0:1:0.05, mandate.clarity: [0, 0.5, 1]}
"""
SEEDS = [RICH, *(path.read_text(encoding="utf-8") for path in sorted(builtin_folder().glob("*.yaml")))]
PIECES = [
    *(
        "&a ",
        "*a",
        "!!str ",
        "<<: ",
        "---\n",
        "%YAML 1.1\n",
        "? ",
        "- ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "|\n",
        ">\n",
        "#",
    ),
    *(
        "null",
        "~",
        ".nan",
        "-.inf",
        "1e999",
        "9" * 50,
        "0x1F",
        "1_0",
        "NO",
        "yes",
        "true",
        "2025-02-30",
        "2025-01-01 10:00:00",
    ),
    *(
        "us",
        "us.air",
        "paths",
        "countries",
        "Norway",
        "uncertain",
        "choice",
        "0:1:1e-9",
        "extends: ../x.yaml\n",
        "\t",
        "\r",
        "\n",
    ),
    *("\x00", "\x1b[31m", "\u2028", "\x85", "\ufeff", "\U0001f600", '"\\ud800"', "why", "cap: 2.0", "mission: {a: 1}"),
]
RELAXED = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ends_well(folder: Path, content: bytes) -> None:
    path = folder / "mine.yaml"
    path.write_bytes(content)
    ends_in_scenario_or_error(str(path), (), folder)


def ends_in_scenario_or_error(name: str, assignments: tuple[str, ...], folder: Path) -> None:
    mistakes: tuple[Mistake, ...] = ()
    try:
        scenario = load(name, assignments, folder)
    except ScenarioError as error:
        mistakes = error.mistakes
    if not mistakes:
        assert isinstance(scenario, Scenario)
        assert scenario.leaves()
        return
    shown = render(mistakes)
    assert "Nothing was run." in shown
    assert "\x1b" not in shown
    shown.encode("utf-8")


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = start + draw(st.sampled_from([0, 0, 1, 2, 10]))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=4))
        text = text[:start] + piece + text[stop:]
    return text


@RELAXED
@given(mutated())
def test_mutated_scenarios(tmp_path: Path, text: str) -> None:
    ends_well(tmp_path, text.encode("utf-8", errors="replace"))


@RELAXED
@given(st.binary(max_size=200))
def test_random_bytes(tmp_path: Path, content: bytes) -> None:
    ends_well(tmp_path, content)


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(PIECES),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["us", "air", "paths", "us.air", "1", "countries", "FIN", "why", "uniform", "over", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
BLOCKS = [
    "us",
    "mandate",
    "paths",
    "countries",
    "structure",
    "uncertain",
    "sweep",
    "capacity",
    "conference",
    "as_of",
    "title",
    "extends",
]


def flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return "null" if value is None else str(value)


@RELAXED
@given(st.dictionaries(st.sampled_from(BLOCKS), JSON_LIKE, max_size=4))
def test_data_of_the_wrong_shape(tmp_path: Path, data: dict[str, object]) -> None:
    text = "".join(f"{key}: {flow(value)}\n" for key, value in data.items())
    ends_well(tmp_path, text.encode("utf-8", errors="replace"))


@RELAXED
@given(
    st.text(max_size=30)
    | st.builds(
        lambda path, value: f"{path}={value}",
        st.sampled_from(["us.air", "title", "as_of", "mandate.mission", "countries.FIN.cap"]),
        st.sampled_from(PIECES),
    )
)
def test_assignments(tmp_path: Path, text: str) -> None:
    ends_in_scenario_or_error("baseline", (text,), tmp_path)


@pytest.mark.parametrize("text", SEEDS)
def test_the_seeds_themselves_are_good(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    assert load(str(path), (), tmp_path).document.title
