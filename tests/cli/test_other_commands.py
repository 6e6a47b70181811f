"""list, show, new, check, explain."""

import json
from pathlib import Path

import pytest


def test_list_marks_what_is_your_own_and_survives_a_broken_file(forcemix) -> None:
    Path("scenarios").mkdir()
    Path("scenarios/mine.yaml").write_text("title: My own\nextends: baseline\n")
    Path("scenarios/broken.yaml").write_text("us: [\n")
    answer = forcemix("list")
    assert answer.code == 0
    lines = {
        line.split()[1] if "*" in line.split()[0] else line.split()[0]: line
        for line in answer.out.splitlines()
        if line.strip()
    }
    assert "*" in lines["mine"]
    assert "My own" in lines["mine"]
    assert "*" not in lines["baseline"]
    assert "forcemix check" in lines["broken"]


@pytest.mark.parametrize("kind", ["scenarios", "countries", "inputs", "figures"])
def test_every_list_has_a_json_form(forcemix, kind: str) -> None:
    rows = json.loads(forcemix("list", kind, "--json").out)
    assert rows
    assert len({json.dumps(row) for row in rows}) == len(rows)


def test_all_built_in_scenarios_are_there_and_short(forcemix) -> None:
    names = {row["scenario"] for row in json.loads(forcemix("list", "--json").out)}
    assert {"baseline", "us-backstop", "clear-mandate", "backstop-and-clear-mandate", "border-alarm", "monitoring",
            "peacekeeping", "deterrence", "un-mandate", "us-withdraws-midway", "fragile-ceasefire", "europe-alone",
            "by-words"} <= names  # fmt: skip


def test_show_a_scenario_with_the_place_of_each_value(forcemix) -> None:
    answer = forcemix("show", "us-backstop", "--set", "us.ground=0.2", "--json")
    values = json.loads(answer.out)["values"]
    assert values["us.backstop"]["value"] == 0.8
    assert values["us.backstop"]["from"].endswith(":4")
    assert values["us.ground"] == {"value": 0.2, "from": "--set"}
    assert values["threat.russia"]["from"].split(":")[0].endswith("baseline.yaml")
    assert values["structure.veto"]["from"].startswith("default, judged")


def test_show_the_difference(forcemix) -> None:
    changed = json.loads(forcemix("show", "baseline", "--diff", "by-words", "--json").out)
    assert changed["structure.announced"] == {"baseline": True, "by-words": False}
    assert set(changed) == {"title", "question", "structure.announced"}
    assert "say the same" in forcemix("show", "baseline", "--diff", "baseline").out


def test_show_a_country_with_source_date_and_grade(forcemix) -> None:
    answer = forcemix("show", "FIN")
    for words in ("Finland", "23,000", "reported", "CIA World Factbook", "coder A", "impossible without",
                  "FIN-20250312-1", "will not send"):  # fmt: skip
        assert words in answer.out
    sheet = json.loads(forcemix("show", "FIN", "--json").out)
    assert [entry["coder"] for entry in sheet["codes"]] == ["A", "B"]
    assert forcemix("show", "FIN", "--as-of", "2025-03-01").code == 1


def test_new_writes_a_file_that_passes_the_check(forcemix) -> None:
    answer = forcemix("new", "spring-offer", "--from", "us-backstop")
    assert answer.code == 0
    assert "scenarios/spring-offer.yaml" in answer.out
    assert forcemix("check", "scenarios/spring-offer.yaml").code == 0
    again = forcemix("new", "spring-offer")
    assert again.code == 2
    assert "--force" in again.err
    assert forcemix("new", "spring-offer", "--force", "--minimal").code == 0
    assert forcemix("check", "scenarios/spring-offer.yaml").code == 0
    assert forcemix("run", "spring-offer", "--runs", "2").code == 0


@pytest.mark.parametrize("name", ["../up", "baseline", "UPPER", "con"])
def test_new_refuses_names_that_cannot_be(forcemix, name: str) -> None:
    answer = forcemix("new", name)
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert not Path("scenarios").exists()


def test_check_lists_all_mistakes_of_all_files(forcemix) -> None:
    Path("one.yaml").write_text("us: {air: 70}\nthreat: {rusia: 0.5}\n")
    Path("two.yaml").write_text("mandate: {mission: deterence}\n")
    answer = forcemix("check", "one.yaml", "two.yaml", "one.yaml")
    assert answer.code == 1
    for place in ("one.yaml:1:11", "one.yaml:2:10", "two.yaml:1:20"):
        assert place in answer.err
    listed = json.loads(forcemix("check", "one.yaml", "--json").out)
    assert [(item["line"], item["severity"]) for item in listed] == [(1, "error"), (2, "error")]


def test_warnings_count_only_where_strict(forcemix) -> None:
    Path("odd.yaml").write_text("extends: baseline\nmandate: {owner: un}\n")
    assert forcemix("check", "odd.yaml").code == 0
    assert forcemix("check", "odd.yaml", "--strict").code == 1


def test_a_day_without_codes_is_said(forcemix) -> None:
    Path("early.yaml").write_text("extends: baseline\nas_of: 2025-03-01\n")
    answer = forcemix("check", "early.yaml")
    assert answer.code == 1
    assert "no codes as of 2025-03-01; the earliest are of 2025-04-30" in answer.err


@pytest.mark.parametrize(
    ("thing", "said"),
    [("us.backstop", "Moscow Times"), ("joins", "rung 1 or more"), ("S001", "S001"), ("limits", "forecast"),
     ("ledger", "Figure"), ("FIN", "Finland"), ("countries.*.cap", "countries.FIN.cap")],
)  # fmt: skip
def test_explain(forcemix, thing: str, said: str) -> None:
    answer = forcemix("explain", thing)
    assert answer.code == 0
    assert said in answer.out
