"""`forcemix verify`: what it prints, its JSON and its exit codes."""

import json

import pytest

from simulator.analysis.laws import capacity
from simulator.cli.app import run


def test_it_prints_every_law_with_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--runs", "500"]) == 0
    text = capsys.readouterr().out
    for number in range(1, 10):
        rows = [line for line in text.splitlines() if line.startswith(f"  V{number}   ")]
        assert rows
        assert all(line.rstrip().endswith("agrees") for line in rows)
    assert "are within their bounds" in text


def test_json_has_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "us-backstop", "--runs", "300", "--seed", "4", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["scenario"], found["runs"], found["seed"], found["held"]) == ("us-backstop", 300, 4, True)
    assert all(set(found["deviations"][0]) == set(one) for one in found["deviations"])
    assert run(["verify", "us-backstop", "--runs", "300", "--seed", "4", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == found


def test_an_engine_that_is_off_ends_with_1(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    right = capacity.kept_up
    monkeypatch.setattr(capacity, "kept_up", lambda *given: 1.05 * right(*given))
    assert run(["verify", "--runs", "50"]) == 1
    text = capsys.readouterr().out
    assert "IS OFF" in text
    assert "comparisons are off: V6" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--runs", "1"], "2 runs or more"),
        (["--set", "structure.threshold_sd=0", "--runs", "9"], "`baseline` cannot lend its countries"),
        (["nosuch"], "no scenario named `nosuch`"),
    ],
)
def test_what_cannot_be_verified_is_said(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_help_tells_it_from_the_check_of_kept_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--help"]) == 0
    assert "forcemix runs verify" in capsys.readouterr().out
