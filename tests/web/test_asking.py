import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.web.asking import MOST_RUNS, AskingError, Case, read_case
from tests.explorer_examples import scenario


def asked(**said: object) -> Case:
    return read_case(json.dumps(said).encode(), scenario())


def errors(body: bytes) -> list[str]:
    with pytest.raises(AskingError) as told:
        read_case(body, scenario())
    return [error["message"] for error in told.value.errors]


def test_inputs_are_laid_over_the_scenario() -> None:
    case = asked(inputs={"us.involvement": 0.7, "mandate.mission": "monitoring"}, runs=10, seed=5, thresholds=[3, 1, 3])
    assert (case.runs, case.seed, case.thresholds) == (10, 5, (1, 3))
    assert case.scenario.value("us.air") == 0.7
    assert case.scenario.value("mandate.mission") == "monitoring"
    assert case.scenario.value("deal.hold") == scenario().value("deal.hold")


def test_days_come_as_texts() -> None:
    assert asked(inputs={"as_of": "2025-04-10"}).scenario.document.as_of == date(2025, 4, 10)


def test_nothing_is_needed() -> None:
    assert asked().scenario == scenario()


def test_all_mistakes_are_told_at_once() -> None:
    told = errors(b'{"inputs": {"us.involvment": 1, "us.air": 7, "mandate.mission": "peace"}}')
    assert len(told) == 3
    assert all(word in " ".join(told) for word in ("us.involvment", "us.air", "mandate.mission"))
    assert len(errors(json.dumps({"runs": MOST_RUNS + 1, "seed": -1, "odd": 1}).encode())) == 3


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"NaN", "no number"),
        (b'{"inputs": {"us.air": Infinity}}', "no number"),
        (b'{"inputs": {"us.air": 1e999}}', "us.air"),
        (b'{"inputs": {"us.air": [1]}}', "us.air"),
        (b'{"inputs": {"us.air": null}}', "us.air"),
        (b'{"runs": 1, "runs": 2}', "twice"),
        (b"[" * 60_000, "no JSON"),
        (b'{"runs": ' + b"9" * 5_000 + b"}", "no JSON"),
        (b'{"runs": true}', "runs"),
        (b'{"runs": "5"}', "runs"),
        (b'{"thresholds": [0]}', "thresholds"),
        (b'{"inputs": {"title": "\\ud800"}}', "title"),
        (b"[]", "body"),
    ],
)
def test_odd_bodies_are_told_what_is_wrong(body: bytes, word: str) -> None:
    assert word in " ".join(errors(body))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_case_or_an_error(body: bytes) -> None:
    assert case_or_errors(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["us.air", "as_of", "mandate", "countries.FIN.cap", "", "paths", "title"]), JSON)
)
def test_any_inputs_give_a_case_or_an_error(inputs: dict[str, object]) -> None:
    assert case_or_errors(json.dumps({"inputs": inputs}).encode())


def case_or_errors(body: bytes) -> Case | str:
    try:
        return read_case(body, scenario())
    except AskingError as error:
        return json.dumps(error.errors) if error.errors else ""
