"""Tables of points: what is read, and where each slip is."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.experiments.designs import tables
from simulator.experiments.designs.tables import read_points
from simulator.scenario.diagnostics import Mistake, ScenarioError, render


def table(folder: Path, text: str | bytes) -> Path:
    path = folder / "points.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def mistakes(folder: Path, text: str | bytes) -> tuple[Mistake, ...]:
    with pytest.raises(ScenarioError) as caught:
        read_points(table(folder, text), "points.csv")
    return caught.value.mistakes


GOOD = {
    "plain": "us.air,countries.FIN.cap\n0.5,3\n1,0\n",
    "blanks around values": " us.air , countries.FIN.cap\n 0.5,3 \n1 , 0\n",
    "quotes": '"us.air","countries.FIN.cap"\n"0.5","3"\n"1",0\n',
    "lines of Windows, a byte order mark": b"\xef\xbb\xbfus.air,countries.FIN.cap\r\n0.5,3\r\n1,0\r\n",
    "no last line end": "us.air,countries.FIN.cap\n0.5,3\n1,0",
    "blank lines at the end": "us.air,countries.FIN.cap\n0.5,3\n1,0\n\n\r\n",
    "other ways to write numbers": "us.air,countries.FIN.cap\n5e-1,3.0\n+1.,0\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_table_is_read(tmp_path: Path, name: str) -> None:
    design = read_points(table(tmp_path, GOOD[name]))
    assert design.inputs == ("us.air", "countries.FIN.cap")
    assert design.points(0, len(design)) == [(0.5, 3), (1.0, 0)]
    assert [type(value) for value in design.points(0, 1)[0]] == [float, int]


def test_digits_of_other_scripts_are_no_numbers(tmp_path: Path) -> None:
    assert [mistake.code for mistake in mistakes(tmp_path, "us.air\n١\n")] == ["S005"]


def test_words_and_switches(tmp_path: Path) -> None:
    design = read_points(table(tmp_path, "mandate.owner,structure.framework\neu,TRUE\nun,false\n"))
    assert design.points(0, 2) == [("eu", True), ("un", False)]


HEAD = "us.air,deal.hold,mandate.owner,countries.FIN.cap,structure.framework\n"
SLIPS = {
    "1.5,0,eu,1,true": ("S004", 1, 3, "`us.air` is 1.5, allowed: 0 to 1", None),
    "70,0,eu,1,true": ("S004", 1, 2, "`us.air` is 70, allowed: 0 to 1", "70 % is written 0.7"),
    "0, nan ,eu,1,true": ("S007", 4, 3, '`deal.hold` is "nan"', "NaN and infinity are not allowed"),
    "0,-Inf,eu,1,true": ("S007", 3, 4, '`deal.hold` is "-Inf"', "NaN and infinity are not allowed"),
    "0,1e999,eu,1,true": ("S007", 3, 5, "`deal.hold` is inf", "NaN and infinity are not allowed"),
    "0,x,eu,1,true": ("S005", 3, 1, '`deal.hold` is the text "x", expected a number from 0 to 1', None),
    '0,"0,5",eu,1,true': (
        "S005",
        3,
        5,
        '`deal.hold` is the text "0,5", expected a number from 0 to 1',
        "write it with a point: 0.5",
    ),
    "0,1,eux,1,true": (
        "S003",
        5,
        3,
        '`mandate.owner` is "eux", allowed: adhoc, alliance, eu, un',
        "did you mean `eu`?",
    ),
    "0,1,eu,2.5,true": ("S005", 8, 3, "`countries.FIN.cap` is 2.5, expected a whole number from 0 to 5", None),
    "0,1_0,eu,1,true": ("S005", 3, 3, '`deal.hold` is the text "1_0", expected a number from 0 to 1', None),
    "0,1,eu,1,yes": ("S005", 10, 3, '`structure.framework` is the text "yes", expected true or false', "write true"),
    "0,,eu,1,true": (
        "D026",
        3,
        1,
        "`deal.hold` is blank",
        "give it a value, or leave the column out to keep `deal.hold` as it is",
    ),
    "0,1,eu,1,": (
        "D026",
        10,
        1,
        "`structure.framework` is blank",
        "give it a value, or leave the column out to keep `structure.framework` as it is",
    ),
    "0,1": ("D025", 1, 3, "this row has 2 cells, expected 5", "give one value for each column of the header"),
    "0,1,eu,25,000,true": (
        "D025",
        1,
        18,
        "this row has 6 cells, expected 5",
        "take the extra cells out; a number has a point and no comma, such as 0.5 or 25000",
    ),
    '0,1,"eu"x,1,true': (
        "D023",
        1,
        16,
        "this row is not CSV: something follows a closing quote",
        "put the comma right behind the quote",
    ),
    '0,1,"eu,1,true': (
        "D023",
        1,
        14,
        "this row is not CSV: a quote is opened and never closed",
        'close it, or write "" for a quote inside a text',
    ),
}


@pytest.mark.parametrize("row", SLIPS)
def test_a_slip_is_found_at_its_place(tmp_path: Path, row: str) -> None:
    code, column, length, message, mend = SLIPS[row]
    (mistake,) = mistakes(tmp_path, f"{HEAD}0,1,eu,1,true\n{row}\n")
    assert (mistake.code, mistake.message, mistake.help) == (code, message, mend)
    assert (mistake.file, mistake.line, mistake.column, mistake.length) == ("points.csv", 3, column, length)
    assert mistake.source == row


def test_a_cell_over_two_lines_keeps_places_right(tmp_path: Path) -> None:
    found = mistakes(tmp_path, 'mandate.owner,us.air\n"e\nu",9\neu,8\n')
    assert [(mistake.line, mistake.column, mistake.source) for mistake in found] == [
        (2, 1, '"e'),
        (3, 4, 'u",9'),
        (4, 4, "eu,8"),
    ]


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "us.air,us.ari,us.air,,title,deal.hold\n2,0,0,0,0,3\n\n0,1\n1,0,0,0,0,1\n")
    assert [(mistake.code, mistake.line, mistake.column) for mistake in found] == [
        ("S011", 1, 8),
        ("D003", 1, 15),
        ("D026", 1, 22),
        ("S011", 1, 23),
        ("S004", 2, 1),
        ("S004", 2, 11),
        ("D025", 3, 1),
        ("D025", 4, 1),
    ]
    assert found[0].help == "did you mean `us.air`?"
    assert found[1].help == "it is already column 1"


def test_slips_before_a_broken_row_are_told_too(tmp_path: Path) -> None:
    assert [mistake.code for mistake in mistakes(tmp_path, 'us.air\n7\n"0.1"x\n')] == ["S004", "D023"]


OVERLONG = "this row is not CSV: a cell has more than 131,072 characters"
NO_TABLES = {
    "empty": (b"", "D024", "this table has no header"),
    "a blank line": (b"\n", "D024", "this table has no header"),
    "a header alone": (b"us.air\n", "D024", "this table has no rows"),
    "semicolons": (b"us.air;deal.hold\n0,1;0,2\n", "D023", "cells are separated by semicolons here, not by commas"),
    "tabs": (b"us.air\tdeal.hold\n1\t0\n", "D023", "cells are separated by tabs here, not by commas"),
    "old line ends": (b"us.air\r0.1\r0.2", "D023", "this row is not CSV: a carriage return stands alone"),
    "a long cell": (b"us.air\n" + b"1" * 200_000, "D023", OVERLONG),
    "UTF-16": ("us.air\n1\n".encode("utf-16"), "D021", "this is not a text file in UTF-8 (byte 1)"),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table(tmp_path: Path, name: str) -> None:
    content, code, message = NO_TABLES[name]
    (mistake,) = mistakes(tmp_path, content)
    assert (mistake.code, mistake.message) == (code, message)


def test_bytes_that_are_no_text_are_found_at_their_place(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, "us.air,ü\n0.1,é".encode() + b"\xff\n")
    assert (mistake.code, mistake.line, mistake.column) == ("D021", 2, 6)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, message in (
        (tmp_path / "none.csv", "there is no such file"),
        (tmp_path, "this is a folder, not a table"),
        (Path("a\0b"), "this file cannot be read (ValueError)"),
    ):
        with pytest.raises(ScenarioError) as caught:
            read_points(path)
        assert [(mistake.code, mistake.message) for mistake in caught.value.mistakes] == [("D020", message)]


def test_a_table_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "us.air\n" + "0.5\n" * 100
    monkeypatch.setattr(tables, "MAX_BYTES", len(content))
    monkeypatch.setattr(tables, "MAX_POINTS", 100)
    assert len(read_points(table(tmp_path, content))) == 100
    assert mistakes(tmp_path, content + "1\n")[0].code == "D022"
    monkeypatch.setattr(tables, "MAX_BYTES", 10_000)
    (mistake,) = mistakes(tmp_path, content + "1\n")
    assert (mistake.code, mistake.line) == ("D022", 102)


def test_no_more_than_500_mistakes_are_told(tmp_path: Path) -> None:
    assert len(mistakes(tmp_path, "us.air,us.ground,deal.hold\n" + "2,3,4\n" * 700)) == 500
    assert len(mistakes(tmp_path, ",".join(f"c{number}" for number in range(700)) + "\n1\n")) == 500


def test_equal_texts_are_read_alike(tmp_path: Path) -> None:
    cells = [str(number % 7 / 10) for number in range(3000)]
    design = read_points(table(tmp_path, "us.air\n" + "\n".join(cells)))
    assert design.points(0, 3000) == [(float(cell),) for cell in cells]


WORDS = ("us.air", "deal.hold", "mandate.owner", "eu", "0.5", "7", "nan", ",", ",", "\n", "\n", "\r\n", "\r", '"', " ")
PIECES = st.lists(st.sampled_from(WORDS)).map(lambda pieces: "".join(pieces).encode())


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), PIECES, PIECES.map(lambda text: b"us.air,deal.hold\n" + text)))
def test_any_bytes_give_a_table_or_mistakes(tmp_path: Path, content: bytes) -> None:
    design, found = None, ()
    try:
        design = read_points(table(tmp_path, content))
    except ScenarioError as error:
        found = error.mistakes
    assert (design is None) is bool(render(found))
    if design is not None:
        assert len(design) == len(design.lines) >= 1
