"""`discover`: sentences, JSON and a table from a kept sweep; mistakes told."""

import csv
import json
import sys
from io import StringIO
from pathlib import Path

import pytest

SWEEP = ("sweep", "baseline", "--design", "sobol", "--points", "128", "--runs", "40", "--over", "us.backstop=0:1",
         "--over", "us.intelligence=0:1", "--over", "mandate.owner=adhoc,eu")  # fmt: skip


@pytest.fixture
def swept(forcemix):
    assert forcemix(*SWEEP).code == 0
    return forcemix


def test_sentences_and_how_sure_limits_are(swept) -> None:
    answer = swept("discover", "baseline", "--where", "usable>=9000", "--resamples", "6", "--csv", "limits.csv")
    assert answer.code == 0, answer.err
    told = " ".join(answer.out.split())
    for words in ("baseline: usable>=9000 in 50 of 100 runs or more", "128 points of 3 inputs (sobol) x 40 runs",
                  "It holds whenever", "It fails whenever", "on points not used to find it)", "quasi-p", "of 100",
                  "Holds at", "run noise", "describe this model", "Wrote limits.csv"):  # fmt: skip
        assert words in told, words
    rows = list(csv.DictReader(StringIO(Path("limits.csv").read_text())))
    assert {row["side"] for row in rows} == {"holds", "fails"}
    assert all(0.0 <= float(row["density"]) <= 1.0 for row in rows)


def test_json_says_the_same_and_does_not_change(swept) -> None:
    words = ("discover", "baseline", "--where", "usable>=9000", "--resamples", "4", "--json")
    first = json.loads(swept(*words).out)
    assert first == json.loads(swept(*words).out)
    assert first["where"] == "usable>=9000"
    assert first["search"]["chance"] == 50.0
    assert 0 < first["holding"] < first["points"] == 128
    for side in ("holds", "fails"):
        for box in first[side]:
            assert box["said"].startswith(f"{side} whenever ")
            assert box["density"]["low"] <= box["density"]["value"] <= box["density"]["high"]
            held = box["held_out"]
            assert box["density"]["value"] == pytest.approx(held["both"] / held["inside"])
            assert held["wanted"] <= 64
    other = json.loads(swept(*words, "--seed", "5").out)
    assert other["holds"] != first["holds"]


def test_a_tree_tells_limits_too(swept) -> None:
    found = json.loads(swept("discover", "baseline", "--where", "usable>=9000", "--method", "cart", "--json").out)
    assert found["search"]["method"] == "cart"
    assert found["holds"]
    assert "us.backstop" in found["holds"][0]["said"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--where", "usable>=900000"), "holds at 0 of 128 points only"),
        (("--where", "usable>=0"), "fails at 0 of 128 points only"),
        (("--where", "usabel>=3"), "did you mean `usable`?"),
        (("--where", "usable>=9,000"), "write it without separators: 9000"),
        (("--where", "FIN>=5"), "on rung 1, 2, 3 or more"),
        (("--where", "usable>=9000", "--chance", "120"), "--chance"),
        (("--where", "usable>=9000", "--method", "tree"), "--method"),
        ((), "--where"),
    ],
)
def test_mistakes_are_told(swept, words: tuple[str, ...], told: str) -> None:
    answer = swept("discover", "baseline", *words)
    assert answer.code == 2
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_without_a_sweep_it_says_how_to_make_one(forcemix) -> None:
    answer = forcemix("discover", "baseline", "--where", "usable>=9000")
    assert answer.code == 2
    assert "no kept result `baseline`" in answer.err
    forcemix("run", "baseline", "--runs", "5")
    assert "Make one: forcemix sweep SCENARIO" in forcemix("discover", "baseline", "--where", "usable>=9000").err


def test_a_missing_library_names_the_extra(swept, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.tree", None)
    answer = swept("discover", "baseline", "--where", "usable>=9000", "--method", "cart")
    assert answer.code == 2
    assert "pip install 'forcemix[discover]'" in answer.err
    assert swept("discover", "baseline", "--where", "usable>=9000", "--resamples", "2").code == 0


def test_a_sweep_of_one_input_at_a_time_is_refused(forcemix) -> None:
    forcemix(
        "sweep", "baseline", "--design", "one-at-a-time", "--over", "us.air=0,1", "--over", "deal.hold=0,1", "-n", "5"
    )
    answer = forcemix("discover", "baseline", "--where", "usable>=9000")
    assert answer.code == 2
    assert "moves one input at a time" in answer.err
