"""Folders of operations to predict: read whole, or refused with every mistake."""

from pathlib import Path

import pytest

from simulator.evidence.asked_folder import codes as asked_codes
from simulator.evidence.asked_folder.folder import (
    CANDIDATE_COLUMNS,
    OPERATION_COLUMNS,
    AskedCandidate,
    AskedFolder,
    known_codes,
    read_asked,
)
from simulator.evidence.asked_folder.sheets import MOST_MISTAKES
from simulator.evidence.history.boards import Covariates, read_history
from simulator.scenario.diagnostics import Mistake, ScenarioError, render

OPERATIONS = ",".join(OPERATION_COLUMNS)
CANDIDATES = ",".join(CANDIDATE_COLUMNS)
KFOR = 'kfor,"Kosovo Force, first",1999-06,Kosovo,GBR,participant,0.8,un_ch7,0.75,peacekeeping,1,0.3,50000,,nato,x'
SHIPPED = Path(__file__).parents[3] / "simulator" / "data" / "history" / "operations.csv"


def write(folder: Path, operations: str, candidates: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "operations.csv").write_bytes(operations.encode())
    (folder / "candidates.csv").write_bytes(candidates.encode())
    return folder


def mistakes(folder: Path, operations: str, candidates: str) -> tuple[Mistake, ...]:
    with pytest.raises(ScenarioError) as refused:
        read_asked(write(folder, operations, candidates), "new")
    return refused.value.mistakes


def read(folder: Path, *candidates: str, operations: str = KFOR) -> AskedFolder:
    return read_asked(write(folder, f"{OPERATIONS}\n{operations}\n", "\n".join([CANDIDATES, *candidates, ""])))


def test_a_good_folder(tmp_path: Path) -> None:
    found = read(tmp_path, "kfor,1999-06,FRA,421000,1490.5,60.2,2.7,1,1", "kfor,2000,AUT,,,,,,")
    operation = found.operations["kfor"]
    assert (operation.name, operation.force_requirement, operation.total_troops) == ("Kosovo Force, first", 50000, None)
    assert found.candidates == (
        AskedCandidate("kfor", "1999-06", "FRA", Covariates(421000.0, 1490.5, 60.2, 2.7), True, True),
        AskedCandidate("kfor", "2000", "AUT", Covariates(), None, None),
    )
    assert list(found.boards()) == [("kfor", "1999-06"), ("kfor", "2000")]


def test_the_shipped_operations_can_be_asked_again(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    folder = write(tmp_path / "x", text, f"{CANDIDATES}\nisaf,2012-01,FRA,,,,,1,1\n")
    assert read_asked(folder).operations == read_history().operations


def test_marks_line_ends_blank_lines_order_and_decimals_of_other_programs(tmp_path: Path) -> None:
    names = list(CANDIDATE_COLUMNS)[::-1]
    cells = {"operation": "kfor", "date": "1999-06", "iso3": "FRA", "active_personnel": "421000.0", "nato": "1.0"}
    row = ",".join(cells.get(name, "") for name in names)
    text = f"\ufeff{','.join(names)}\r\n\r\n{row}\r\n"
    found = read_asked(write(tmp_path, f"{OPERATIONS}\r\n{KFOR}", text))
    assert found.candidates[0].known.active == 421000.0
    assert found.candidates[0].nato is True


BAD_OPERATIONS = "\n".join(
    [
        OPERATIONS.replace("mandate_clarity", "mandate_clarty"),
        'kfor,,1999-06,,GBR,leed,1.5,nato,0.7,peacekeeping,1,0.3,"50,000",,nato+partner,x',
        "kfor,,1999-13,,Germany,lead,,un,,,2,,-5,,,",
    ]
)
BAD_CANDIDATES = "\n".join(
    [
        CANDIDATES,
        "kfor,1999-06,FRA,-3,abc,,,1,1",
        "kfor,1999-06,FRA,,,,,1,1",
        "kfr,1999-06-01,Germany,nan,inf,1e400,1_000,yes,2",
        ",,,,,,,,",
        'kfor,1999-06,"AUT,,,,,1,1',
        "kfor,1999-06,AUT",
    ]
)


def test_all_mistakes_at_once_each_in_its_place(tmp_path: Path) -> None:
    found = mistakes(tmp_path, BAD_OPERATIONS, BAD_CANDIDATES)
    places = [(one.file, one.line, one.column, one.code) for one in found]
    names = {"operations": "new/operations.csv", "candidates": "new/candidates.csv"}
    expected = {
        "operations": [
            (1, 1, "P003"), (1, 66, "P003"),
            (2, 20, "P008"), (2, 25, "P007"), (2, 57, "P007"), (2, 67, "P008"),
            (3, 1, "P006"), (3, 7, "P009"), (3, 16, "P005"), (3, 30, "P008"), (3, 35, "P007"), (3, 38, "P007"),
            (3, 42, "P008"),
        ],
        "candidates": [
            (2, 18, "P007"), (2, 21, "P007"), (3, 14, "P006"),
            (4, 1, "P010"), (4, 5, "P009"), (4, 16, "P005"), (4, 24, "P007"), (4, 28, "P007"), (4, 32, "P007"),
            (4, 38, "P007"), (4, 44, "P007"), (4, 48, "P007"),
            (5, 1, "P010"), (5, 2, "P009"), (5, 3, "P005"),
            (6, 1, "P002"), (7, 1, "P004"),
        ],
    }  # fmt: skip
    assert places == [(names[table], *rest) for table, rows in expected.items() for rest in rows]
    assert {one.code for one in found} <= set(asked_codes.CODES)
    assert "30 mistakes in 2 files" in render(found)


@pytest.mark.parametrize(
    ("place", "told", "mend"),
    [
        ((2, 20), "lead, participant, enabler, none", "did you mean `lead`?"),
        ((2, 25), "a number from 0 to 1", None),
        ((2, 57), '"50,000"', "such as 50000"),
        ((2, 67), '"nato+partner"', "did you mean `nato+partners`?"),
        ((3, 1), "given twice", "line 2"),
        ((3, 7), "YYYY-MM or YYYY", None),
        ((3, 16), '"Germany"', "DEU"),
        ((3, 38), "from 1 up", None),
    ],
)
def test_a_mistake_names_value_range_and_the_right_word(
    tmp_path: Path, place: tuple[int, int], told: str, mend: str | None
) -> None:
    found = {(one.line, one.column): one for one in mistakes(tmp_path, BAD_OPERATIONS, f"{CANDIDATES}\n")}
    assert told in found[place].message
    assert (mend or "") in (found[place].help or "")
    assert (mend is None) == (found[place].help is None)


def test_a_row_that_cannot_be_read_makes_no_mistakes_elsewhere(tmp_path: Path) -> None:
    found = mistakes(tmp_path, f"{OPERATIONS}\nkfor,1999-06\n", f"{CANDIDATES}\nkfor,1999-06,FRA,,,,,1,1\n")
    assert [(one.file, one.code) for one in found] == [("new/operations.csv", "P004")]


def test_both_tables_missing_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_asked(tmp_path, "new")
    assert [(one.file, one.code) for one in refused.value.mistakes] == [
        ("new/operations.csv", "P001"),
        ("new/candidates.csv", "P001"),
    ]


@pytest.mark.parametrize("name", ["no_such", "file.csv"])
def test_what_is_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.csv").write_text("x", encoding="utf-8")
    with pytest.raises(ScenarioError, match="folder"):
        read_asked(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "P011"),
        ("\n\n", "P011"),
        (CANDIDATES, "P011"),
        (CANDIDATES.replace(",", ";"), "P002"),
        (f"{CANDIDATES},iso3\nkfor,1999-06,FRA,,,,,1,1,FRA", "P003"),
        (f"{CANDIDATES},note\nkfor,1999-06,FRA,,,,,1,1,x", "P003"),
        (f"{CANDIDATES[:-3]}\nkfor,1999-06,FRA,,,,,1", "P003"),
    ],
)
def test_tables_that_are_not_what_was_agreed(tmp_path: Path, text: str, code: str) -> None:
    assert [one.code for one in mistakes(tmp_path, f"{OPERATIONS}\n{KFOR}\n", text)] == [code]


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, f"{OPERATIONS}\n{KFOR}\n", "")
    (tmp_path / "candidates.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(ScenarioError, match="UTF-8"):
        read_asked(tmp_path)


def test_no_more_mistakes_than_anybody_mends(tmp_path: Path) -> None:
    rows = "\n".join("kfor,1999-06,XXX,-1,-1,-1,-1,7,7" for _ in range(1000))
    assert len(mistakes(tmp_path, f"{OPERATIONS}\n{KFOR}\n", f"{CANDIDATES}\n{rows}\n")) == MOST_MISTAKES


def test_control_signs_and_formulas_are_texts_like_others(tmp_path: Path) -> None:
    found = mistakes(tmp_path, f"{OPERATIONS}\n{KFOR}\n", f"{CANDIDATES}\n=1+1,1999-06,\x1b[31mFRA,,,,,1,1\n")
    assert "\x1b" not in render(found)
    assert [one.code for one in found] == ["P010", "P005"]


def test_codes_are_those_of_the_shipped_tables() -> None:
    assert {"FRA", "USA", "AFG", "UKR"} <= known_codes()
    assert "XXX" not in known_codes()


def test_a_quote_inside_a_word_opens_nothing(tmp_path: Path) -> None:
    found = mistakes(tmp_path, f'a"b{OPERATIONS}\n{KFOR}\n', f"{CANDIDATES}\nkfor,1999-06,FRA,,,,,1,1\n")
    assert [(one.line, one.column) for one in found][:1] == [(1, 1)]
    (one,) = mistakes(tmp_path, f"{OPERATIONS}\n{KFOR}\n", f'note"s,{CANDIDATES}\n,kfor,1999-06,FRA,,,,,1,1\n')
    assert (one.line, one.column) == (1, 1)
