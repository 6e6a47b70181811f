"""`forcemix equilibria`: what it prints, its JSON and what it refuses."""

import json

import pytest

from simulator.cli.app import run
from simulator.cli.printing.equilibria import cascade_sentence
from simulator.experiments.statistics import chance


def study(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["equilibria", "baseline", "--runs", "300", *arguments]) == 0
    return capsys.readouterr().out


def test_it_tells_rest_points_movers_and_sets(capsys: pytest.CaptureFixture[str]) -> None:
    text = study(capsys, "--troops", "12000")
    assert "Least, from all out" in text
    assert "Greatest, from all caps" in text
    assert "Cascades are rare here: in " in text
    assert "France" in text.partition("Forced alone to its cap")[2]
    sets = text.partition("Fewest countries, forced to their caps, that bring 12,000 pledged in 50 of 100 runs")[2]
    assert "2 single countries, 0 pairs, 0 triples" in sets
    assert " of 100 runs (" in sets
    assert "its cap, its parliament and the framework rule still hold" in text


def test_json_has_all_of_it_and_the_same_again(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--troops", "14000", "--chance", "60", "--json")
    found = json.loads(study(capsys, *arguments))
    assert found == json.loads(study(capsys, *arguments, "--jobs", "1"))
    assert (found["scenario"], found["runs"], found["seed"]) == ("baseline", 300, 1)
    sets = found["tipping_sets"]
    assert (sets["troops"], sets["asked_in_100"], sets["forced_to"]) == (14_000, 60.0, "cap")
    assert sets["sets"]
    assert all(one["reaches"]["in_100"] >= 60.0 for one in sets["sets"])
    assert all(len(one["countries"]) <= 3 for one in sets["sets"])
    assert found["equilibria"]["least"]["mean"] <= found["equilibria"]["greatest"]["mean"]


def test_the_requirement_is_asked_for_by_default_and_proof_of_failure_is_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = study(capsys)
    assert "bring 25,000 pledged in 50 of 100 runs" in text
    assert "No set of countries is enough" in text


def test_nobody_needs_to_be_forced_to_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nobody needs to be forced" in study(capsys, "--troops", "1000")


def test_a_rung_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    text = study(capsys, "--troops", "11500", "--rung", "4", "--largest", "2")
    assert "forced and held on rung 4 or where they stand" in text
    assert "pairs" in text
    assert "triples" not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--chance", "120"], "120"),
        (["--chance", "0"], "0"),
        (["--strength", "useable"], "Did you mean 'usable'?"),
        (["--rung", "6"], "6"),
        (["--largest", "9"], "9"),
        (["--runs", "50000"], "20,000"),
        (["--troops", "0"], "0"),
    ],
)
def test_nonsense_is_refused(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["equilibria", "baseline", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_the_sentence_on_cascades_follows_the_runs() -> None:
    from dataclasses import replace

    from simulator.analysis.equilibria.rest_points import equilibria
    from simulator.scenario.library import load

    found = equilibria(load("baseline", (), None), 50, 1)
    none, some, many = (replace(found, differ=chance(count, 1_000)) for count in (0, 10, 300))
    assert "single rest point" in cascade_sentence(none)
    assert cascade_sentence(some).startswith("Cascades are rare here: in 1 of 100 runs")
    assert cascade_sentence(many).startswith("In 30 of 100 runs")
