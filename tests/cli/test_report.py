import json
import re
from pathlib import Path

import pytest

HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">$body'


@pytest.fixture
def kept(forcemix):
    assert forcemix("-q", "run", "baseline", "us-backstop", "--runs", "60").code == 0
    return forcemix


def test_a_report_of_two_runs_is_one_file_that_loads_nothing(kept) -> None:
    answer = kept("report", "baseline", "us-backstop", "-o", "brief.html", "--no-explorer")
    assert answer.code == 0
    assert answer.out.startswith("Wrote brief.html (")
    text = Path("brief.html").read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|img|iframe|object|embed|base|form)\b", text) == []
    assert re.findall(r'\bsrc="|@import|url\(http| on[a-z]+="| style="', text) == []
    assert [rel for rel in re.findall(r"<link ([^>]*)>", text) if "data:," not in rel] == []
    for words in ("What the runs say", "Figures", "Country by country", "What the runs cannot say", "How to repeat it"):
        assert f">{words}</h2>" in text
    assert "forcemix report baseline us-backstop -o brief.html --no-explorer" in text
    assert "forcemix run baseline --runs 60 --seed 1" in text


def test_with_its_explorer_a_report_is_still_small_enough_to_send(kept) -> None:
    answer = kept("--no-progress", "report", "baseline", "us-backstop", "--json")
    told = json.loads(answer.out)
    text = Path("report.html").read_bytes()
    assert told["file"] == "report.html"
    assert told["bytes"] == len(text) < 1_500_000
    assert told["explorer"] is True
    assert len(told["results"]) == 2
    assert b'id="explorer-data"' in text


def test_the_same_command_writes_the_same_bytes(kept) -> None:
    assert kept("report", "baseline", "--no-explorer").code == 0
    first = Path("report.html").read_bytes()
    assert kept("report", "baseline", "--no-explorer", "--force").code == 0
    once_more = Path("report.html").read_bytes()
    assert first == once_more


def test_a_scenario_without_a_kept_run_is_run(forcemix) -> None:
    answer = forcemix("report", "monitoring", "--no-explorer")
    assert answer.code == 0
    assert "monitoring has no kept run" in answer.err
    assert list(Path("results/monitoring").iterdir())


def test_a_sweep_adds_its_figure(kept) -> None:
    words = ("--over", "us.backstop=0,1", "--over", "mandate.clarity=0,1", "--runs", "40", "--name", "map")
    assert kept("-q", "sweep", "baseline", *words).code == 0
    assert kept("report", "baseline", "baseline/map", "--no-explorer").code == 0
    text = Path("report.html").read_text(encoding="utf-8")
    assert "What trades against what, and where does the force tip?" in text
    assert kept("report", "baseline/map", "-o", "other.html").code == 2


def test_titles_stay_text(kept) -> None:
    assert kept("report", "baseline", "--no-explorer", "--title", HOSTILE).code == 0
    text = Path("report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("&lt;/script&gt;") >= 2
    assert "$body" in text


def test_nothing_is_overwritten_by_accident(kept) -> None:
    Path("report.html").write_text("mine", encoding="utf-8")
    answer = kept("report", "baseline", "--no-explorer")
    assert answer.code == 2
    assert "--force" in answer.err
    assert Path("report.html").read_text(encoding="utf-8") == "mine"


def test_all_mistakes_are_told_before_anything_is_run(forcemix) -> None:
    Path("folder.html").mkdir()
    answer = forcemix("report", "-o", "folder.html", "--title", "x" * 301)
    assert answer.code == 2
    assert all(words in answer.err for words in ("Which results?", "is a folder", "301 characters"))
    answer = forcemix("report", "basline", "monitorin", "gone.yaml")
    assert answer.code == 2
    assert all(words in answer.err for words in ("basline", "monitorin", "gone.yaml", "baseline"))
    assert "Traceback" not in answer.err
    assert not Path("results").exists()


def test_a_folder_that_cannot_be_written_is_told(kept) -> None:
    Path("taken").write_text("", encoding="utf-8")
    answer = kept("report", "baseline", "--no-explorer", "-o", "taken/report.html")
    assert answer.code == 1
    assert "taken/report.html" in answer.err
