"""`run`: JSON, kept results, tables, traces, and what cannot be written."""

import csv
import json
from pathlib import Path

import pytest

from simulator.engine.reasons import REASONS

FEW = ("--runs", "12")


def result(forcemix, *words: str) -> dict:
    answer = forcemix("run", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_json_has_the_promised_form(forcemix) -> None:
    whole = result(forcemix, "baseline", *FEW, "--threshold", "5000")
    assert whole["schema"] == 1
    assert whole["version"]
    (one,) = whole["results"]
    assert {"scenario", "title", "as_of", "runs", "seed", "force", "reaches", "counts", "countries", "settled",
            "out"} <= set(one)  # fmt: skip
    assert (one["scenario"], one["as_of"], one["runs"], one["seed"]) == ("baseline", "2025-04-30", 12, 1)
    for strength in ("headline", "pledged", "allocated", "usable"):
        spread = one["force"][strength]
        assert list(spread) == ["mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "mcse"]
        ordered = [spread[name] for name in ("p05", "p10", "p25", "p50", "p75", "p90", "p95")]
        assert ordered == sorted(ordered)
    strengths = ("headline", "pledged", "allocated", "usable")
    assert [(reach["strength"], reach["troops"]) for reach in one["reaches"]] == [(name, 5000) for name in strengths]
    assert all(reach["low"] <= reach["in_100"] <= reach["high"] for reach in one["reaches"])
    for country in one["countries"]:
        assert country["joins"] >= country["inside"] >= country["ground"]
        assert set(country["binding"]) == set(REASONS)
        assert sum(country["binding"].values()) == pytest.approx(1.0)
        assert country["binding"]["none"] == pytest.approx(country["ground"])
        assert sum(country["rungs"]) == pytest.approx(1.0)
        assert sum(country["kinds"].values()) == pytest.approx(country["troops"]["mean"])
    total = sum(country["troops"]["mean"] for country in one["countries"])
    assert total == pytest.approx(one["force"]["pledged"]["mean"])
    assert Path(one["out"]).is_dir()


def test_json_carries_the_way_from_pledges_to_a_force(forcemix) -> None:
    (one,) = result(forcemix, "europe-alone", *FEW)["results"]
    assert list(one["present"]) == ["30", "180", "365", "730"]
    assert sum(one["roles"].values()) == pytest.approx(one["force"]["pledged"]["mean"])
    for country in one["countries"]:
        assert sum(country["roles"].values()) == pytest.approx(country["troops"]["mean"])
        assert country["usable"]["mean"] <= country["troops"]["mean"]
    assert sum(one["enabler"].values()) == pytest.approx(1.0)
    steps = list(one["steps"].values())
    assert steps == sorted(steps, reverse=True)
    assert [one["force"][name]["mean"] for name in ("headline", "usable")] == [steps[0], steps[-1]]
    for shares in one["bands"].values():
        assert sum(shares.values()) == pytest.approx(100.0)
    assert max(size["date"] for size in one["published"]) <= one["as_of"]
    assert {site["name"] for site in one["sites"]} >= {"Kyiv", "Odesa", "Lviv"}
    poland = next(country for country in one["countries"] if country["iso3"] == "POL")
    assert poland["offers"] == {"logistics": 1.0}


def test_sites_of_ones_own_and_the_force_they_imply(forcemix) -> None:
    Path("sites.yaml").write_text(
        "extends: baseline\nsites:\n  - {name: Dnipro, place: [48.5, 35.0], garrison: 1000}\n"
    )
    (one,) = result(forcemix, "sites.yaml", *FEW)["results"]
    assert [site["name"] for site in one["sites"]] == ["Dnipro"]
    assert one["sites_need"] == 3810


def test_mistakes_in_roles_sites_and_enablers_are_listed_at_once(forcemix) -> None:
    Path("wrong.yaml").write_text(
        "sites:\n"
        "  - {name: Kyiv, garrison: -5}\n"
        "countries:\n"
        "  FRA: {why: x, roles: {lnad: 0.5, air: 2}}\n"
        "enablers: {lift: {low: -1}, command: {low: 9000000}}\n"
    )
    answer = forcemix("run", "wrong.yaml", *FEW)
    assert answer.code == 1
    for words in ("has no `place`", "is -5", "did you mean `land`?", "`countries.FRA.roles.air` is 2",
                  "`enablers.lift.low` is -1", "`enablers.command.low` is 9000000", "6 mistakes"):  # fmt: skip
        assert words in answer.err


def test_the_same_command_gives_the_same_bytes(forcemix) -> None:
    one = forcemix("run", "baseline", "us-backstop", *FEW, "--json")
    kept = {path: path.read_bytes() for path in Path("results").rglob("*") if path.is_file()}
    two = forcemix("run", "baseline", "us-backstop", *FEW, "--json")
    assert one.out == two.out
    assert kept == {path: path.read_bytes() for path in Path("results").rglob("*") if path.is_file()}


def test_the_number_of_processes_changes_nothing(forcemix) -> None:
    words = ("us-withdraws-midway", "--runs", "230")
    assert result(forcemix, *words, "-j", "1") == result(forcemix, *words, "-j", "2")


def test_a_larger_run_begins_with_the_smaller_one(forcemix) -> None:
    """Runs are numbered: asking for more adds runs and changes none."""
    few = result(forcemix, "baseline", "--runs", "3")["results"][0]
    more = result(forcemix, "baseline", "--runs", "4")["results"][0]
    for one, other in zip(few["countries"], more["countries"], strict=True):
        assert 3 * one["joins"] <= 4 * other["joins"] + 1e-9 <= 3 * one["joins"] + 1 + 2e-9


def test_a_silent_country_without_weight_changes_nothing(forcemix) -> None:
    quiet = ("--set", "countries.ALB.why=test", "--set", "countries.ALB.weight=0")
    with_it = result(forcemix, "baseline", *FEW, *quiet)["results"][0]
    without = result(forcemix, "baseline", *FEW, *quiet, "--set", "countries.ALB.absent=true")["results"][0]
    assert [country for country in with_it["countries"] if country["iso3"] != "ALB"] == without["countries"]
    assert with_it["force"] == without["force"]


def test_results_are_kept_with_all_that_repeats_them(forcemix) -> None:
    one = result(forcemix, "baseline", *FEW, "--set", "us.air=0.9")["results"][0]
    folder = Path(one["out"])
    assert {path.name for path in folder.iterdir()} == {
        "run.json", "summary.json", "countries.csv", "rounds.csv", "ledger.png", "waterfall.png"}  # fmt: skip
    facts = json.loads((folder / "run.json").read_text())
    assert facts["inputs"]["us.air"] == 0.9 if "us.air" in facts["inputs"] else "0.9" in json.dumps(facts["inputs"])
    assert facts["command"] == (
        "forcemix run baseline --runs 12 --seed 1 --threshold 10000 --threshold 20000 --set us.air=0.9"
    )
    assert len(facts["sha256"]["data"]) == len(facts["sha256"]["code"]) == 64
    with (folder / "countries.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [float(row["pledged_mean"]) for row in rows] == [country["troops"]["mean"] for country in one["countries"]]
    with (folder / "rounds.csv").open() as file:
        assert float(list(csv.DictReader(file))[-1]["pledged_mean"]) == one["force"]["pledged"]["mean"]


def test_the_table_says_what_the_json_says(forcemix) -> None:
    answer = forcemix("run", "baseline", *FEW)
    assert answer.code == 0
    assert "baseline: No US commitment" in answer.out
    for words in ("8 of 10 runs", "of 100 runs", "France", "security at home: ", "Poland", "results/baseline/",
                  "not forecasts"):  # fmt: skip
        assert words in answer.out
    everyone = forcemix("run", "baseline", *FEW, "--all")
    assert "Albania" in everyone.out


def test_quiet_and_verbose(forcemix) -> None:
    assert "Round by round" in forcemix("-vv", "run", "baseline", *FEW).out
    assert "Round by round" not in forcemix("run", "baseline", *FEW).out


def test_a_trace_follows_one_run_and_keeps_nothing(forcemix) -> None:
    answer = forcemix("run", "baseline", "--trace", "3")
    assert answer.code == 0
    assert "round 0: 0 with ground troops" in answer.out
    assert "Still without ground troops" in answer.out
    assert not Path("results").exists()
    rounds = [line for line in answer.out.splitlines() if line.startswith("round ")]
    summary = result(forcemix, "baseline", "--runs", "4")
    assert summary["results"][0]["settled"] == 1.0
    assert len(rounds) > 3


def test_a_folder_that_cannot_be_written_is_said_before_anything_runs(forcemix) -> None:
    Path("file").write_text("")
    answer = forcemix("run", "baseline", *FEW, "-o", "file/below")
    assert answer.code == 1
    assert "results cannot be written to `file/below`" in answer.err
    assert "Traceback" not in answer.err


def test_several_mistakes_on_the_command_line_are_listed_at_once(forcemix) -> None:
    answer = forcemix("run", "baseline", "--set", "us.air=70", "--set", "us.backstp=1")
    assert answer.code == 1
    assert "70 % is written 0.7" in answer.err
    assert "did you mean `us.backstop`?" in answer.err
    assert not Path("results").exists()


@pytest.mark.parametrize("title", ["[/red]", "$\\foo$", "=HYPERLINK(1)", "<script>alert(1)</script>", "x" * 300])
def test_hostile_titles_are_text(forcemix, title: str) -> None:
    Path("hostile.yaml").write_text(f"title: {json.dumps(title)}\nextends: baseline\n")
    answer = forcemix("run", "hostile.yaml", "--runs", "3")
    assert answer.code == 0, answer.err
    assert title in answer.out


def test_an_argument_with_a_country_is_kept_with_its_reason(forcemix) -> None:
    Path("argued.yaml").write_text(
        "extends: baseline\ncountries:\n  FIN: {thresholds: {border: {median: 0.1}}, why: 'the border is calm'}\n"
    )
    (one,) = result(forcemix, "argued.yaml", "--runs", "40")["results"]
    assert one["arguments"] == {"FIN": "the border is calm"}
    (base,) = result(forcemix, "baseline", "--runs", "40")["results"]
    argued, stated = ({c["iso3"]: c["inside"] for c in run["countries"]}["FIN"] for run in (one, base))
    assert argued > stated
