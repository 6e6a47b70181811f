"""Files of outcomes: read whole, or refused with every mistake."""

from pathlib import Path

import pytest

from simulator.evidence.present import truth_codes
from simulator.evidence.present.truth import Outcome, read_truth
from simulator.scenario.diagnostics import Mistake, ScenarioError

BAD = 'iso3,any,insde,ground,any\nFIN,1,0,0,1\nXXX,2,0,0,1\nFIN,0,1,1,0\nSWE,1\n"a,1,2,3,4\nNO,yes,,,\n'


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "truth.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def mistakes(folder: Path, text: str | bytes) -> tuple[Mistake, ...]:
    with pytest.raises(ScenarioError) as refused:
        read_truth(write(folder, text), "truth.csv")
    return refused.value.mistakes


def test_columns_in_any_order_with_blanks_and_others_beside_them(tmp_path: Path) -> None:
    text = '\ufeffground,note,iso3,any,inside\r\n0,"late, but sure",FIN,1,\r\n\r\n,,GBR,1,1\r\n'
    assert read_truth(write(tmp_path, text)) == (
        Outcome("FIN", True, None, False),
        Outcome("GBR", True, True, None),
    )


def test_every_mistake_is_told_at_its_place(tmp_path: Path) -> None:
    found = [(mistake.line, mistake.column, mistake.code) for mistake in mistakes(tmp_path, BAD)]
    assert found == [
        (1, 1, truth_codes.COLUMN_MISSING),
        (1, 23, truth_codes.COLUMN_MISSING),
        (3, 1, truth_codes.UNKNOWN_COUNTRY),
        (3, 5, truth_codes.NOT_A_FLAG),
        (4, 1, truth_codes.TWICE),
        (4, 1, truth_codes.CONTRADICTION),
        (5, 1, truth_codes.WRONG_CELLS),
        (6, 1, truth_codes.MALFORMED),
        (7, 1, truth_codes.UNKNOWN_COUNTRY),
        (7, 4, truth_codes.NOT_A_FLAG),
    ]


def test_the_nearest_right_word_is_named(tmp_path: Path) -> None:
    helps = [mistake.help or "" for mistake in mistakes(tmp_path, BAD)]
    assert any("`insde`" in text for text in helps)
    assert any("`NOR`" in text for text in helps)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", truth_codes.MALFORMED),
        (b"\xff\xfe", truth_codes.MALFORMED),
        (b"x" * 1_000_001, truth_codes.MALFORMED),
        (b"iso3,any,inside,ground\n", truth_codes.NOTHING),
        (b"iso3,any,inside,ground\nFIN,,,\n", truth_codes.NOTHING),
        (b"iso3;any;inside;ground\nFIN;1;1;1\n", truth_codes.COLUMN_MISSING),
    ],
)
def test_files_with_nothing_to_read(tmp_path: Path, text: bytes, code: str) -> None:
    assert code in {mistake.code for mistake in mistakes(tmp_path, text)}


@pytest.mark.parametrize("path", ["missing.csv", "."])
def test_no_file(tmp_path: Path, path: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_truth(tmp_path / path)
    assert refused.value.mistakes[0].code == truth_codes.UNREADABLE


def test_a_quote_inside_a_word_opens_nothing(tmp_path: Path) -> None:
    (found,) = mistakes(tmp_path, 'iso3,any,inside,ground,a"b,note\nFIN,1,0,x,,\n')
    assert (found.line, found.column) == (2, 9)
    (found,) = mistakes(tmp_path, 'note,iso3,any,inside,ground\na"b,FIN,1,0,x\n')
    assert (found.line, found.column) == (2, 13)


def test_every_code_is_explained() -> None:
    used = {value for name, value in vars(truth_codes).items() if name.isupper() and isinstance(value, str)}
    assert used == set(truth_codes.CODES)
