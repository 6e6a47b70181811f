"""Reading a file: what is let in, and for every kind of slip the exact message."""

import re
from datetime import date
from pathlib import Path

import pytest

from simulator.scenario.composing import Place
from simulator.scenario.diagnostics import Mistake, Position, ScenarioError, render
from simulator.scenario.reading import patch_of_text, read_patch


def mistakes(text: str) -> tuple[Mistake, ...]:
    with pytest.raises(ScenarioError) as caught:
        patch_of_text(text, "mine.yaml")
    return caught.value.mistakes


SLIPS = (Path(__file__).parent / "slips.txt").read_text(encoding="utf-8")
CASES = {
    name: (text, shown.strip())
    for name, text, shown in re.findall(r"^=== (.+)\n((?:.*\n)*?)---\n((?:(?!=== ).*\n)*)", SLIPS, re.MULTILINE)
}


def test_the_slips_are_all_read() -> None:
    assert len(CASES) == SLIPS.count("\n=== ") > 80


@pytest.mark.parametrize("name", CASES)
def test_a_slip_is_told_with_its_place(name: str) -> None:
    text, shown = CASES[name]
    # One slip, one message: nothing else may be complained about.
    assert render(mistakes(text)) == f"{shown}\n\n1 mistake in 1 file. Nothing was run."


def test_all_mistakes_come_at_once_in_order() -> None:
    text = "us:\n  involvment: 0.6\n  air: 70\n  air: 1\nmandate: {mission: deterence}\nas_of: 2025-02-30\nthreat:\n"
    assert [(m.code, m.line) for m in mistakes(text)] == [
        ("S001", 2),
        ("S004", 3),
        ("S008", 4),
        ("S003", 5),
        ("S010", 6),
        ("S006", 7),
    ]


def test_a_good_file_becomes_plain_data() -> None:
    text = """\
title: "Norway: yes"
as_of: 2025-04-30
us: {backstop: 1, air: 7e-1}
mandate: {mission: {deterrence: 0.25, monitoring: 0.75}}
paths:
  us.involvement: {1: 0.2, 010: 0.6}
countries:
  NOR: {why: NO, cap: 3, thresholds: {us: {code: 2}}, absent: false}
structure: {increments: {us: {1: -0.5}}, framework: false}
uncertain: {mandate.mission: {choice: [deterrence, monitoring]}, us.air: {triangular: [0, 0, 1]}}
sweep: {over: {us.backstop: 0:1:0.05, mandate.owner: [eu, un]}}
"""
    patch = patch_of_text(text, "mine.yaml")
    assert patch.data == {
        "title": "Norway: yes",
        "as_of": date(2025, 4, 30),
        "us": {"backstop": 1, "air": 0.7},
        "mandate": {"mission": {"deterrence": 0.25, "monitoring": 0.75}},
        "paths": {"us.involvement": {"1": 0.2, "10": 0.6}},
        "countries": {"NOR": {"why": "NO", "cap": 3, "thresholds": {"us": {"code": 2}}, "absent": False}},
        "structure": {"increments": {"us": {"1": -0.5}}, "framework": False},
        "uncertain": {"mandate.mission": {"choice": ["deterrence", "monitoring"]}, "us.air": {"triangular": [0, 0, 1]}},
        "sweep": {"over": {"us.backstop": "0:1:0.05", "mandate.owner": ["eu", "un"]}},
    }
    assert patch.positions["us", "air"] == Place(Position(3, 19, 3), Position(3, 24, 4))
    assert patch.positions["sweep", "over", "mandate.owner", 1] == Place(None, Position(11, 59, 2))


def test_key_order_does_not_matter() -> None:
    one = patch_of_text("us: {air: 1, ground: 0}\ndeal: {hold: 1}\n", "a").data
    other = patch_of_text("deal: {hold: 1}\nus: {ground: 0, air: 1}\n", "b").data
    assert one == other


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_of_every_system(line_break: str) -> None:
    text = line_break.join(["title: x", "us:", "  air: 70", ""])
    assert [(m.line, m.column, m.source) for m in mistakes(text)] == [(3, 8, "  air: 70")]


def test_a_mark_at_the_start_of_the_file_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: x\n")
    assert read_patch(path).data == {"title": "x"}
    path.write_bytes(b"\xef\xbb\xbfus: {air: 70}\n")
    with pytest.raises(ScenarioError) as caught:
        read_patch(path)
    assert (caught.value.mistakes[0].column, caught.value.mistakes[0].source) == (11, "us: {air: 70}")


def test_the_file_is_named_as_the_user_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("us: {air: 70}\n", encoding="utf-8")
    with pytest.raises(
        ScenarioError, match=r"^mine\.yaml:1:11: `us\.air` is 70, allowed: 0 to 1 \(70 % is written 0\.7\)$"
    ):
        read_patch(path, "mine.yaml")
    with pytest.raises(ScenarioError) as caught:
        read_patch(path)
    assert caught.value.mistakes[0].file == str(path)


def test_text_that_cannot_be_stored_is_a_mistake() -> None:
    assert [m.code for m in mistakes('title: "\\ud800"\n')] == ["S005"]
