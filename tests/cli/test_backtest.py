"""`forcemix backtest` and `forcemix calibrate` as their user meets them."""

import json
from pathlib import Path

import pytest

from tests.evidence.asked_folder.test_answers import CANDIDATES, NEW, OPERATIONS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "operations.csv").write_text(OPERATIONS + NEW.format(50000), encoding="utf-8")
    (tmp_path / "candidates.csv").write_text(CANDIDATES + "made,1999-12,DEU,330000,2200,82,1.5,1,1\n", encoding="utf-8")
    return tmp_path


def test_a_folder_is_predicted_into_a_file(forcemix, folder: Path) -> None:
    assert forcemix("backtest", "--predict", str(folder), "-o", "p.csv").code == 0
    lines = Path("p.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "operation,date,iso3,p_join,p_50,p_250,p_1000,size_p10,size_median,size_p90"
    assert lines[1].startswith("made,1999-12,DEU,0.9")
    assert "DEU" in forcemix("backtest", "--predict", str(folder)).out
    answer = json.loads(forcemix("backtest", "--predict", str(folder), "--json").out)
    assert len(answer["predictions"]) == 1


def test_all_mistakes_of_a_folder_are_told_at_once_and_nothing_is_written(forcemix, folder: Path) -> None:
    with (folder / "candidates.csv").open("a", encoding="utf-8") as file:
        file.write("made,1999-12,DEU,330000,2200,82,1.5,1,1\nmade,1999-12,QQQ,-5,2200,82,1.5,1,1\n")
    answer = forcemix("backtest", "--predict", str(folder), "-o", "p.csv")
    assert answer.code == 1
    assert "candidates.csv:3" in answer.err
    assert "QQQ" in answer.err
    assert "-5" in answer.err
    assert "Traceback" not in answer.err
    assert not Path("p.csv").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--predict", ".", "--as-of", "2025-04-30"),
        ("--as-of", "2025-04-30"),
        ("--truth", "t.csv"),
        ("-o", "p.csv"),
        ("--as-of", "30 April", "--target", "2025-09-04"),
    ],
)
def test_options_that_make_no_sense_together_are_told(forcemix, words: tuple[str, ...]) -> None:
    answer = forcemix("backtest", *words)
    assert answer.code == 2
    assert "Traceback" not in answer.err


def test_the_present_case_is_predicted_and_scored(forcemix) -> None:
    Path("t.csv").write_text("iso3,any,inside,ground\nGBR,1,1,1\nPOL,1,0,0\n", encoding="utf-8")
    words = ("--as-of", "2025-04-30", "--target", "2025-09-04", "--runs", "256", "-o", "p.csv", "--truth", "t.csv")
    answer = forcemix("backtest", *words)
    assert answer.code == 0
    assert Path("p.csv").read_text(encoding="utf-8").startswith("as_of,target_date,iso3,p_any,p_inside,p_ground\n")
    assert "Brier" in answer.out


def test_a_calibration_shows_prior_and_posterior_and_writes_its_tables(forcemix) -> None:
    answer = forcemix("calibrate", "-o", "kept", "--json")
    assert answer.code == 0
    found = json.loads(answer.out)
    assert found["history_matching"]["kept"] < found["history_matching"]["tried"]
    assert len(found["numbers"]) == 22
    assert {file.name for file in Path("kept").iterdir()} == {"calibration.csv", "calibration_covariance.csv"}
