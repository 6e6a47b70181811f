"""Conditions of --fail-if: what they may say, what they find, and how mistakes in them are shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiments.comparing.codes import CODES
from simulator.experiments.comparing.conditions import (
    MEASURES,
    SIGNS,
    Condition,
    ConditionError,
    Event,
    Finding,
    evaluate,
    parse_conditions,
)
from simulator.experiments.outcomes import TOTALS, Outcomes
from simulator.scenario.diagnostics import Mistake, render
from tests.experiments.comparing.test_comparison import made

SCENARIOS = ("baseline", "us-backstop", "mine")


def parsed(text: str) -> Condition:
    (condition,) = parse_conditions([text], SCENARIOS)
    return condition


def mistakes_of(*texts: str) -> tuple[Mistake, ...]:
    with pytest.raises(ConditionError) as caught:
        parse_conditions(texts, SCENARIOS)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("text", "measure", "of", "sign", "bound"),
    [
        ("p(usable>=10000)<0.5", "chance", Event("usable", ">=", 10_000), "<", 0.5),
        ("p(10000)<0.5", "chance", Event("pledged", ">=", 10_000), "<", 0.5),
        ("median(pledged)<8000", "median", "pledged", "<", 8000),
        ("mean(usable)<5000", "mean", "usable", "<", 5000),
        ("p(ground>=5)>0.9", "chance", Event("ground", ">=", 5), ">", 0.9),
        ("p(FIN>=3)<0.2", "chance", Event("FIN", ">=", 3), "<", 0.2),
        ("p(headline<20000)>=.25", "chance", Event("headline", "<", 20_000), ">=", 0.25),
        ("mean(joins)<=12.5", "mean", "joins", "<=", 12.5),
        ("p(allocated>1e4)>=1", "chance", Event("allocated", ">", 10_000), ">=", 1.0),
    ],
)
def test_what_a_condition_may_say(text: str, measure: str, of: object, sign: str, bound: float) -> None:
    assert parsed(text) == Condition(text, None, measure, of, sign, bound)


@given(
    st.sampled_from((None, *SCENARIOS)),
    st.sampled_from([*TOTALS, "FIN", "NOR"]),
    st.sampled_from(list(SIGNS)),
    st.integers(0, 5),
    st.sampled_from(list(SIGNS)),
    st.integers(0, 1000),
    st.lists(st.sampled_from(["", " ", "  ", "\t"]), min_size=10, max_size=10),
)
def test_spaces_change_nothing(scenario, of, inner, number, outer, bound, spaces) -> None:
    words = ["p", "(", of, inner, str(number), ")", outer, str(bound / 1000)]
    text = "".join(space + word for space, word in zip(spaces, words, strict=False))
    prefix = f"{spaces[8]}{scenario}{spaces[9]}:" if scenario else ""
    found = parsed(prefix + text)
    assert found == Condition(text.strip(), scenario, "chance", Event(of, inner, number), outer, bound / 1000)


@pytest.mark.parametrize(
    ("text", "code", "column", "said", "mend"),
    [
        ("p(usabel>=10000)<0.5", "C002", 3, "unknown word `usabel`, allowed: headline", "did you mean `usable`?"),
        ("medain(pledged)<8000", "C002", 1, "allowed: p, median, mean", "did you mean `median`?"),
        ("usable<5000", "C002", 1, "unknown word `usable`", "write p(usable>=10000)<0.5"),
        ("p(NO>=3)<0.2", "C002", 3, "unknown word `NO`", "write the three-letter code `NOR`"),
        ("p(fin>=3)<0.2", "C002", 3, "unknown word `fin`", "write the three-letter code `FIN`"),
        ("p(USA>=3)<0.2", "C002", 3, "unknown word `USA`", "the United States sends nobody here"),
        ("mean(FIN)<3", "C002", 6, "`FIN` is a country, which has chances only", "write p(FIN>=3)<0.5"),
        ("p(10000)<50", "C003", 10, "a chance is compared with 50, allowed: 0 to 1", "50 of 100 is written 0.5"),
        ("p(10000)<50%", "C003", 10, "`50%` is no number", "50% is written 0.5"),
        ("p(10000)<-0.1", "C003", 10, "compared with -0.1, allowed: 0 to 1", None),
        ("p(10,000)<0.5", "C003", 3, "`10,000` is no number", "write it without separators: 10000"),
        ("p(10_000)<0.5", "C003", 3, "`10_000` is no number", "write it without separators: 10000"),
        ("p(FIN>=6)<0.5", "C003", 8, "`FIN` is compared with 6, allowed: whole numbers from 0 to 5", None),
        ("p(ground>=2.5)<0.5", "C003", 11, "compared with 2.5, allowed: whole numbers from 0 to", None),
        ("mean(usable)<1e999", "C003", 14, "compared with 1e999, allowed: 0 to 10000000", None),
        ("", "C001", 1, "expected p, median or mean, found the end", "write p(usable>=10000)<0.5"),
        ("p 10000)<0.5", "C001", 3, "expected `(`, found `10000`", "write"),
        ("p(10000<0.5", "C001", 8, "expected `)`, found `<`", "write"),
        ("p(10000)", "C001", 9, "expected one of <=, >=, <, >, found the end", "write"),
        ("p(10000)=0.5", "C001", 9, "expected one of <=, >=, <, >, found `=`", "write"),
        ("p(10000)<", "C001", 10, "expected a number, found the end", "write"),
        ("p(10000)<nan", "C001", 10, "expected a number, found `nan`", "write"),
        ("p(10000)<0.5 or 1", "C001", 14, "expected the end, found `or`", "write"),
        ("p(usable)<0.5", "C001", 9, "expected one of <=, >=, <, >, found `)`", "write"),
        ("median(8000)<3", "C001", 8, "expected a strength or a count, found `8000`", "write"),
        ("p(" + "1" * 300 + ")<0.5", "C001", 1, "at most 200 characters", None),
        ("us-bakstop: p(1)<0.5", "C004", 1, "`us-bakstop` is not compared", "did you mean `us-backstop`?"),
        (": p(1)<0.5", "C004", 1, "`` is not compared", "compared are: baseline, us-backstop, mine"),
        ("x: p(1)<0.5", "C004", 1, "`x` is not compared", "compared are: baseline, us-backstop, mine"),
    ],
)
def test_a_mistake_names_its_place_what_is_allowed_and_the_nearest_word(text, code, column, said, mend) -> None:
    (mistake,) = mistakes_of(text)
    assert (mistake.code, mistake.line, mistake.column) == (code, 1, column)
    assert said in mistake.message
    assert mistake.message.startswith("--fail-if: ")
    assert (mend is None) == (mistake.help is None)
    assert mend is None or mend in mistake.help
    assert mistake.source == text


def test_all_mistakes_of_all_conditions_are_listed_at_once() -> None:
    found = mistakes_of("p(10000)<0.5", "nobody: p(usabel>=10000)<50", "median(pledged)")
    assert [(mistake.line, mistake.code) for mistake in found] == [(2, "C004"), (2, "C002"), (2, "C003"), (3, "C001")]
    shown = render(found)
    assert "2 | nobody: p(usabel>=10000)<50\n  |           ^^^^^^" in shown
    assert shown.endswith("4 mistakes. Nothing was run.")


@given(st.text(st.sampled_from("pmedianusbl()<>=0123456789.,%_eE+-: FIN\x1b["), max_size=30))
def test_any_text_is_a_condition_or_a_mistake_that_can_be_shown(text: str) -> None:
    conditions: tuple[Condition, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    try:
        conditions = parse_conditions([text], SCENARIOS)
    except ConditionError as error:
        mistakes = error.mistakes
    assert bool(conditions) != bool(mistakes)
    assert {mistake.code for mistake in mistakes} <= set(CODES)
    assert "\x1b" not in render(mistakes)
    assert all(condition.measure in MEASURES.values() and condition.sign in SIGNS for condition in conditions)


def scenarios(count: int = 100) -> list[Outcomes]:
    """Three scenarios: country AAA with ground troops never, in 30 runs, and in all but one; FIN only in the first."""
    first = made(np.zeros((count, 2)), "baseline", ("AAA", "FIN"))
    second = made(np.repeat([[3], [0]], [3 * count // 10, count - 3 * count // 10], axis=0), "us-backstop", ("AAA",))
    third = made(np.repeat([[3], [0]], [count - 1, 1], axis=0), "mine", ("AAA",))
    return [first, second, third]


def found(text: str, count: int = 100) -> dict[str, Finding]:
    return {finding.scenario: finding for finding in evaluate([parsed(text)], scenarios(count))}


def test_a_condition_is_looked_at_for_every_scenario_but_the_first() -> None:
    assert list(found("p(ground>=1)<0.5")) == ["us-backstop", "mine"]
    assert list(found("mine:p(ground>=1)<0.5")) == ["mine"]
    assert list(found("baseline: p(ground>=1)<0.5")) == ["baseline"]


@pytest.mark.parametrize(
    ("text", "value", "true"),
    [
        ("p(ground>=1)<0.5", 30, True),
        ("p(ground>=1)<0.3", 30, False),
        ("p(ground>=1)<=0.3", 30, True),
        ("p(ground>0)>=0.3", 30, True),
        ("p(ground<1)>0.3", 70, True),
        ("p(1500)<0.5", 30, True),
        ("p(headline>=3001)>0", 0, False),
        ("p(FIN>=1)<=0", 0, True),
        ("p(FIN<=0)>=1", 100, True),
        ("median(headline)>0", 0, False),
        ("mean(headline)>=900", 900, True),
        ("mean(joins)<0.3", 0.3, False),
    ],
)
def test_what_is_found(text: str, value: float, true: bool) -> None:
    finding = found(text)["us-backstop"]
    assert (finding.estimate.value, finding.true) == (pytest.approx(value), true)
    assert finding.estimate.low <= value <= finding.estimate.high


@pytest.mark.parametrize("count", [20, 2000])
def test_a_bound_within_the_interval_is_within_run_noise(count: int) -> None:
    """30 of 100 runs, against a bound of 40: told apart by 2,000 runs, but not by 20."""
    for text in ("p(ground>=1)<0.4", "mean(headline)<1200"):
        finding = found(text, count)["us-backstop"]
        assert finding.true
        assert finding.within_noise == (count == 20)


def test_too_few_runs_are_within_noise_and_plain_in_json() -> None:
    for measure, count in (("median", 3), ("mean", 1)):
        finding = found(f"{measure}(headline)<1", count)["us-backstop"]
        assert finding.to_json() == {
            "condition": f"{measure}(headline)<1", "scenario": "us-backstop", "measure": measure, "value": 0.0,
            "low": None, "high": None, "true": True, "within_noise": True,
        }  # fmt: skip
