"""`compare`: table, JSON, CSV, conditions that fail a build, and what is refused before anything is run."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.app import COMMANDS
from simulator.experiments.summary import COUNTED

FEW = ("--runs", "40")
PAIR = ("baseline", "us-backstop")
HEAVY = ("numpy", "mesa", "scipy", "matplotlib", "pandas", "pydantic", "rich", "ruamel")


@pytest.fixture(autouse=True)
def listed(monkeypatch) -> None:
    """The command is found whatever the table of commands says."""
    monkeypatch.setitem(COMMANDS, "Results", COMMANDS.get("Results", {}) | {"compare": "Show what changes."})


def result(forcemix, *words: str) -> dict:
    answer = forcemix("compare", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def refused(forcemix, *words: str, code: int = 2) -> str:
    answer = forcemix("compare", *words)
    assert answer.code == code
    assert answer.out == ""
    assert "Traceback" not in answer.err
    return answer.err


def test_help_imports_nothing_heavy() -> None:
    code = f"""
import sys
from simulator.cli.commands.compare import command
command.main(["--help"], standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    for words in ("--fail-if", "--csv", "--threshold", "[default: 2000", "p(usable>=10000)<0.5"):
        assert words in done.stdout


def test_json_has_the_promised_form(forcemix) -> None:
    whole = result(forcemix, *PAIR, "border-alarm", *FEW, "--threshold", "5000")
    assert whole["schema"] == 1
    assert whole["version"]
    assert (whole["scenario"], whole["runs"], whole["seed"], whole["paired"]) == ("baseline", 40, 1, True)
    assert [contrast["scenario"] for contrast in whole["contrasts"]] == ["us-backstop", "border-alarm"]
    assert (whole["out"], whole["conditions"]) == (None, [])
    for contrast in whole["contrasts"]:
        assert {one["troops"] for one in contrast["differences"]} == {None, 5000}
        assert set(contrast["crosses"]) == set(COUNTED)
        for one in contrast["differences"]:
            assert one["change"] == pytest.approx(one["after"] - one["before"])
            assert one["low"] <= one["change"] <= one["high"]


def test_numbers_are_those_of_run(forcemix) -> None:
    """The same scenarios, seed and runs, run one by one."""
    differences = result(forcemix, *PAIR, *FEW, "--seed", "7")["contrasts"][0]["differences"]
    found = {(one["of"], one["measure"], one["troops"], one["iso3"]): one for one in differences}
    answer = forcemix("run", *PAIR, *FEW, "--seed", "7", "--json")
    for side, summary in zip(("before", "after"), json.loads(answer.out)["results"], strict=True):
        for strength, spread in summary["force"].items():
            assert found[strength, "median", None, None][side] == spread["p50"]
            assert found[strength, "mean", None, None][side] == spread["mean"]
        for reach in summary["reaches"]:
            chance = found[reach["strength"], "chance", reach["troops"], None]
            assert [chance[side], chance[f"{side}_low"], chance[f"{side}_high"]] == [
                reach["in_100"], reach["low"], reach["high"]]  # fmt: skip
        for country in summary["countries"]:
            for count in COUNTED:
                share = found[count, "chance", None, country["iso3"]][side]
                assert share == pytest.approx(100 * country[count])


def test_the_same_command_prints_the_same_bytes(forcemix) -> None:
    words = ("compare", *PAIR, *FEW, "--json", "--fail-if", "p(10000)<0")
    one = forcemix(*words)
    assert forcemix(*words).out == one.out
    assert forcemix(*words, "--seed", "2").out != one.out


def test_the_table_says_what_the_json_says(forcemix) -> None:
    answer = forcemix("compare", *PAIR, *FEW)
    assert answer.code == 0
    (contrast,) = result(forcemix, *PAIR, *FEW)["contrasts"]
    for words in ("baseline against us-backstop", "40 runs each, seed 1", "Pledged, median", "Reaches 10,000 usable",
                  "Run n uses the same draws in both", "not forecasts"):  # fmt: skip
        assert words in answer.out
    text = " ".join(answer.out.split())
    names = {one["iso3"]: one["name"] for one in contrast["differences"] if one["iso3"]}
    found = {(one["of"], one["iso3"]): one for one in contrast["differences"] if one["iso3"]}
    crossing = [(count, iso3) for count, ways in contrast["crosses"].items() for iso3 in ways["in"] + ways["out"]]
    assert crossing
    for count, iso3 in crossing:
        one = found[count, iso3]
        assert f"{names[iso3]} {one['before']:.0f}→{one['after']:.0f} ({one['change']:+.1f} ±{one['mcse']:.1f}" in text
    unmoved = text.split("On the same rung in every run: ")[1]
    assert all(names[iso3] in unmoved for iso3 in contrast["unmoved"])
    below = text.split("in none of the three clear of run noise: ")[1].split("On the same rung")[0]
    assert sorted(below.strip().split(", ")) == sorted(names[iso3] for iso3 in contrast["below_noise"])


def test_all_prints_a_line_for_every_country(forcemix) -> None:
    short, long = forcemix("compare", *PAIR, *FEW), forcemix("compare", *PAIR, *FEW, "--all")
    assert forcemix("-v", "compare", *PAIR, *FEW).out.splitlines()[4:] == long.out.splitlines()[4:]
    assert len(re.findall(r"^  Hungary +0→0 +the same", long.out, re.MULTILINE)) == 1
    assert "Hungary  " not in short.out


def test_three_scenarios_stand_side_by_side(forcemix) -> None:
    answer = forcemix("compare", *PAIR, "border-alarm", *FEW)
    header = next(line for line in answer.out.splitlines() if "change" in line)
    assert header.split() == ["baseline", "us-backstop", "change", "border-alarm", "change"]
    assert "border-alarm against baseline" in answer.out


def test_set_holds_for_all_scenarios(forcemix) -> None:
    (contrast,) = result(forcemix, *PAIR, *FEW, *("--set", "consent.vote=0", "--set", "consent.no_vote=0"))["contrasts"]
    ends = [(one["before"], one["after"]) for one in contrast["differences"] if one["of"] in ("pledged", "ground")]
    assert set(ends) == {(0, 0)}


def test_a_country_that_is_left_out_counts_as_out(forcemix) -> None:
    Path("mine.yaml").write_text("extends: us-backstop\ncountries: {FIN: {why: x, absent: true}}\n")
    (contrast,) = result(forcemix, "baseline", "mine.yaml", *FEW)["contrasts"]
    assert contrast["left_out"] == ["FIN"]
    assert "FIN" in contrast["crosses"]["joins"]["out"]
    assert "Left out of one of the two, and out in every run of it: Finland" in forcemix(
        "compare", "baseline", "mine.yaml", *FEW).out  # fmt: skip


def test_csv_is_tidy_and_never_overwritten_unasked(forcemix) -> None:
    Path("mine.yaml").write_text('title: "=HYPERLINK(1)"\nextends: us-backstop\n')
    words = ("baseline", "mine.yaml", *FEW, "--csv", "out/changes.csv")
    whole = result(forcemix, *words)
    assert whole["out"] == "out/changes.csv"
    path = Path("out/changes.csv")
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    differences = whole["contrasts"][0]["differences"]
    assert [float(row["change"]) for row in rows] == [one["change"] for one in differences]
    assert {row["title"] for row in rows} == {"'=HYPERLINK(1)"}
    assert {row["scenario"] for row in rows} == {"mine"}
    before = path.read_bytes()
    assert "out/changes.csv exists. Overwrite it with --force" in refused(forcemix, *words)
    assert path.read_bytes() == before
    path.write_text("old")
    answer = forcemix("compare", *words, "--force")
    assert answer.code == 0
    assert f"Wrote out/changes.csv ({len(rows)} rows)." in answer.out
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["changes.csv"]


def test_a_file_that_cannot_be_written_is_said_before_anything_runs(forcemix) -> None:
    Path("file").write_text("")
    Path("folder").mkdir()
    assert "`file/below.csv` cannot be written" in refused(forcemix, *PAIR, "--csv", "file/below.csv", code=1)
    assert "`folder` is a folder" in refused(forcemix, *PAIR, "--csv", "folder")


def test_a_condition_that_comes_true_ends_with_1_and_is_told_with_its_noise(forcemix) -> None:
    answer = forcemix(
        "compare", *PAIR, *FEW, "--json", "--fail-if", "p(ground>=1)>0.5", "--fail-if", "baseline: median(pledged)<0"
    )
    assert answer.code == 1
    findings = json.loads(answer.out)["conditions"]
    assert [(one["scenario"], one["true"]) for one in findings] == [("us-backstop", True), ("baseline", False)]
    value, low, high = (findings[0][key] for key in ("value", "low", "high"))
    assert answer.err.splitlines() == [
        f"--fail-if: p(ground>=1)>0.5 is true of us-backstop: {value:.1f} of 100 runs ({low:.1f}–{high:.1f})"
    ]


def test_a_condition_within_run_noise_says_so_whether_true_or_not(forcemix) -> None:
    (contrast,) = result(forcemix, *PAIR, *FEW)["contrasts"]
    pledged = next(one for one in contrast["differences"] if (one["of"], one["measure"]) == ("pledged", "mean"))
    words = ("compare", *PAIR, *FEW, "--fail-if")
    above, below = f"mean(pledged)<{pledged['after'] + 1:.0f}", f"mean(pledged)<{pledged['after'] - 1:.0f}"
    came_true, came_near = forcemix(*words, above), forcemix(*words, below)
    assert came_true.code == 1
    assert re.search(r"is true of us-backstop: [\d,.]+ \([\d,.]+–[\d,.]+\), within run noise", came_true.err)
    assert came_near.code == 0
    assert "is not true of us-backstop" in came_near.err
    assert forcemix("-q", *words, below).err == ""
    assert "is true of us-backstop" in forcemix("-q", *words, above).err
    assert forcemix(*words, "mean(pledged)<1").err == ""


def test_malformed_conditions_end_with_2_all_at_once_before_anything_runs(forcemix) -> None:
    said = refused(
        forcemix, *PAIR, "--csv", "a.csv", "--fail-if", "p(usabel>=10000)<50", "--fail-if", "bakcstop: p(1)<0.5"
    )
    for words in ("did you mean `usable`?", "50 of 100 is written 0.5", "did you mean `us-backstop`?",
                  "1 | p(usabel>=10000)<50", "2 | bakcstop: p(1)<0.5", "3 mistakes. Nothing was run."):  # fmt: skip
        assert words in said
    assert not Path("a.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Two or more, for example: forcemix compare baseline us-backstop"),
        (("baseline",), "Two or more"),
        (("baseline", "baseline"), "`baseline` is given twice"),
        (("baseline", "bakcstop"), "no scenario named `bakcstop`. Did you mean `us-backstop`?"),
        ((*PAIR, "--runs", "0"), "0 is not in the range"),
        ((*PAIR, "--threshold", "many"), "is not a valid integer range"),
        ((*PAIR, "--fail-iff", "p(1)<0"), "--fail-if"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_a_hint(forcemix, words: tuple[str, ...], said: str) -> None:
    assert said in refused(forcemix, *words)


def test_mistakes_of_all_scenarios_are_listed_at_once(forcemix) -> None:
    Path("one.yaml").write_text("us: {air: 70}\n")
    Path("two.yaml").write_text("mandate: {mission: deterence}\n")
    said = refused(forcemix, "one.yaml", "two.yaml", code=1)
    assert "one.yaml:1:11" in said
    assert "two.yaml:1:20" in said
    said = refused(forcemix, *PAIR, "--set", "us.air=70", "--set", "us.backstp=1", code=1)
    assert said.count("70 % is written 0.7") == 1
    assert "2 mistakes" in said


def test_files_of_the_same_name_are_told_apart_by_their_paths(forcemix) -> None:
    for folder, air in (("one", 0.1), ("two", 0.9)):
        Path(folder).mkdir()
        Path(folder, "plan.yaml").write_text(f"extends: baseline\nus: {{air: {air}}}\n")
    answer = forcemix(
        "compare", "one/plan.yaml", "two/plan.yaml", *FEW, "--fail-if", "one/plan.yaml: p(headline>=0)>=1"
    )
    assert answer.code == 1
    assert "one/plan.yaml against two/plan.yaml" in answer.out
    assert "is true of one/plan.yaml: 100.0 of 100 runs" in answer.err


@pytest.mark.parametrize("name", ["[red]", "$x$", "a\x1b[31m"])
def test_hostile_names_are_text(forcemix, name: str) -> None:
    for folder in ("one", "two"):
        Path(folder).mkdir()
        Path(folder, f"{name}.yaml").write_text("extends: baseline\n")
    answer = forcemix("compare", f"one/{name}.yaml", f"two/{name}.yaml", "--runs", "3")
    assert answer.code == 0, answer.err
    assert "\x1b[31m" not in answer.out
    assert f"one/{name}.yaml".replace("\x1b", "") in answer.out
