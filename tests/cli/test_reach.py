"""`forcemix reach` on the command line."""

import json

import pytest

RUNS = ("--runs", "200")
TWO = ("--over", "us.backstop", "--over", "mandate.clarity")


def test_a_frontier_is_printed_with_its_error(forcemix) -> None:
    answer = forcemix("reach", "baseline", "--troops", "10000", "--strength", "pledged", "--chance", "60", *TWO, *RUNS)
    assert answer.code == 0
    for words in ("It can be reached", "The frontier of us.backstop and mandate.clarity", "95 % range", "forecast"):
        assert words in answer.out


def test_what_cannot_be_reached_is_said_with_the_reason(forcemix) -> None:
    answer = forcemix("reach", "baseline", "--troops", "60000", "--chance", "80", *RUNS)
    assert answer.code == 0
    assert "It cannot be reached by any setting of these inputs, because" in " ".join(answer.out.split())
    assert "highest rung" in " ".join(answer.out.split())
    assert "if this were lifted" in answer.out


def test_json_is_the_whole_answer(forcemix) -> None:
    answer = forcemix("reach", "baseline", "--troops", "9000", "--chance", "90", *TWO, *RUNS, "--json")
    found = json.loads(answer.out)
    assert {"goal", "verdict", "singles", "pairs", "frontier", "obstacles", "now", "best"} <= found.keys()
    assert found["goal"] == {"strength": "usable", "troops": 9000, "in_100": 90.0}
    assert (
        answer.out
        == forcemix("reach", "baseline", "--troops", "9000", "--chance", "90", *TWO, *RUNS, "--json", "-j", "1").out
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--troops", "10000", "--chance", "120"), "0.0<x<=100.0"),
        (("--troops", "10000", "--strength", "usble"), "Did you mean 'usable'?"),
        (("--troops", "0"), "1<=x"),
        ((), "Missing option '--troops'"),
        (("--troops", "10000", "--over", "mandate.mission"), "missions have no order"),
        (("--troops", "10000", "--over", "mandate.clarty"), "did you mean `mandate.clarity`"),
    ],
)
def test_options_that_make_no_sense_are_one_clear_error(forcemix, words: tuple[str, ...], told: str) -> None:
    answer = forcemix("reach", "baseline", *words, *RUNS)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_all_mistakes_are_told_at_once(forcemix) -> None:
    answer = forcemix("reach", "baseline", "--troops", "9000", "--over", "structure.peers", "--over", "us.bckstop")
    assert "structure.peers" in answer.err
    assert "us.backstop" in answer.err
