"""How mistakes are shown."""

import pickle

import pytest

from simulator.scenario.codes import CODES
from simulator.scenario.diagnostics import (
    Mistake,
    Position,
    ScenarioError,
    Source,
    described,
    did_you_mean,
    in_order,
    nearest,
    number_text,
    printable,
    render,
)


def test_the_form_of_a_message() -> None:
    source = Source("mine.yaml", ("a", "b", "c", "us:", "  involvment: 0.6"))
    mistake = source.mistake(
        "S001", "unknown input `us.involvment`", Position(5, 3, 10), mend="did you mean `involvement`?"
    )
    assert render([mistake]) == (
        "error[S001]: unknown input `us.involvment`\n"
        " --> mine.yaml:5:3\n"
        "  |\n"
        "5 |   involvment: 0.6\n"
        "  |   ^^^^^^^^^^\n"
        "  = help: did you mean `involvement`?\n"
        "\n"
        "1 mistake in 1 file. Nothing was run."
    )


def test_the_margin_grows_with_the_line_number() -> None:
    source = Source("mine.yaml", ("",) * 99 + ("x: 1",))
    assert render([source.mistake("S001", "no", Position(100, 1, 1))]).splitlines()[1:5] == [
        "   --> mine.yaml:100:1",
        "    |",
        "100 | x: 1",
        "    | ^",
    ]


def test_a_mistake_without_a_place() -> None:
    assert render([Mistake("S020", "there is no such file", "mine.yaml")]).splitlines()[:2] == [
        "error[S020]: there is no such file",
        " --> mine.yaml",
    ]
    assert render([Mistake("S020", "no")]) == "error[S020]: no\n\n1 mistake. Nothing was run."


@pytest.mark.parametrize(
    ("mistakes", "count"),
    [
        ([Mistake("S001", "a", "a.yaml")] * 4, "4 mistakes in 1 file. Nothing was run."),
        ([Mistake("S001", "a", "a.yaml"), Mistake("S001", "a", "b.yaml")], "2 mistakes in 2 files. Nothing was run."),
        ([Mistake("S004", "a", "--set us.air=70")], "1 mistake. Nothing was run."),
        ([Mistake("S046", "a", "a.yaml", severity="warning")], "1 warning in 1 file."),
        (
            [Mistake("S001", "a", "a.yaml"), *[Mistake("S046", "a", "a.yaml", severity="warning")] * 2],
            "1 mistake and 2 warnings in 1 file. Nothing was run.",
        ),
    ],
)
def test_the_count_at_the_end(mistakes: list[Mistake], count: str) -> None:
    assert render(mistakes).splitlines()[-1] == count


def test_nothing_to_show() -> None:
    assert render([]) == ""


def test_a_warning_says_so() -> None:
    assert render([Mistake("S046", "odd", "a.yaml", severity="warning")]).startswith("warning[S046]: odd\n")


@pytest.mark.parametrize("column", [1, 40, 150, 300, 500])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(ord("a") + number % 26) for number in range(500))
    source = Source("mine.yaml", (line,))
    shown, caret = render([source.mistake("S001", "no", Position(1, column, 5))]).splitlines()[3:5]
    assert len(shown) <= 110
    start = caret.index("^")
    assert shown[start : start + caret.count("^")] == line[column - 1 : column + 4]


def test_a_caret_stays_inside_its_line() -> None:
    source = Source("mine.yaml", ("abc",))
    assert render([source.mistake("S001", "no", Position(1, 3, 50))]).splitlines()[4] == "  |   ^"


def test_nothing_of_the_user_steers_the_terminal() -> None:
    source = Source("\x1b[31m.yaml", ("a: \x1b[2J\u202e\x07",))
    shown = render([source.mistake("S001", "unknown input `\x1b]0;x\x07`", Position(1, 4, 3), mend="\x00 \r")])
    assert not set(shown) & set("\x1b\x07\x00\r\u202e")
    assert "a: \ufffd[2J\ufffd\ufffd" in shown


def test_a_tab_takes_one_column() -> None:
    assert printable("a\tb") == "a b"


def test_to_json_is_complete_and_clean() -> None:
    source = Source("mine.yaml", ("us: {air: 70}",))
    assert source.mistake("S004", "no\x1b", Position(1, 11, 2), mend="0.7").to_json() == {
        "severity": "error",
        "code": "S004",
        "message": "no\ufffd",
        "file": "mine.yaml",
        "line": 1,
        "column": 11,
        "length": 2,
        "help": "0.7",
    }


def test_the_error_carries_and_keeps_its_mistakes() -> None:
    error = ScenarioError(
        [Mistake("S004", "too much", "a.yaml", 1, 2, 3, "x", "less"), Mistake("S001", "what", "--set x=1")]
    )
    assert str(error) == "a.yaml:1:2: too much (less); --set x=1: what"
    assert pickle.loads(pickle.dumps(error)).mistakes == error.mistakes  # noqa: S301 - our own bytes
    assert isinstance(error, ValueError)


def test_order_is_by_file_then_place() -> None:
    late = Mistake("S001", "late", "b.yaml", 9, 1)
    early = Mistake("S001", "early", "b.yaml", 2, 7)
    earlier = Mistake("S001", "earlier", "b.yaml", 2, 3)
    other = Mistake("S001", "other", "a.yaml", 1, 1)
    assert in_order([late, other, early, earlier]) == (earlier, early, late, other)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (70, "70"),
        (0.7, "0.7"),
        (25000.0, "25000"),
        (True, "true"),
        ("x", '"x"'),
        ([1], "a list"),
        ({}, "a mapping"),
        ("y" * 61, '"' + "y" * 57 + '..."'),
    ],
)
def test_values_are_named_shortly(value: object, text: str) -> None:
    assert described(value) == text


def test_huge_numbers_keep_their_exponent() -> None:
    assert number_text(1e300) == "1e+300"


def test_the_nearest_word_whatever_its_case() -> None:
    assert nearest("Baseline", ["baseline", "deterrence"]) == "baseline"
    assert nearest("xyz", ["baseline"]) is None
    assert did_you_mean("bakcstop", ["backstop", "air"]) == "did you mean `backstop`?"
    assert did_you_mean("xyz", ["backstop"]) is None


def test_every_code_is_explained() -> None:
    assert all(
        code.startswith("S") and len(code) == 4 and title and len(text) > 20 for code, (title, text) in CODES.items()
    )
    assert list(CODES) == sorted(CODES)
