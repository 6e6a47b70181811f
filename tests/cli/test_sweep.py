"""`sweep`: points that are runs, plans that run nothing, precision, levels, and mistakes told at once."""

import json
from pathlib import Path

import pytest

GRID = ("--over", "us.backstop=0,0.6", "--over", "mandate.clarity=0.4,0.9")


def swept(forcemix, *words: str) -> dict:
    answer = forcemix("sweep", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_a_point_says_what_a_run_there_says(forcemix) -> None:
    whole = swept(forcemix, "us-withdraws-midway", *GRID, "--runs", "60", "--threshold", "7000")
    assert [tuple(point["inputs"].values()) for point in whole["points"]] == [
        (0, 0.4),
        (0, 0.9),
        (0.6, 0.4),
        (0.6, 0.9),
    ]
    for point in whole["points"]:
        sets = [word for path, value in point["inputs"].items() for word in ("--set", f"{path}={value}")]
        answer = forcemix("run", "us-withdraws-midway", "--runs", "60", "--threshold", "7000", *sets, "--json")
        (run,) = json.loads(answer.out)["results"]
        for key in ("force", "reaches", "counts", "settled", "enabler"):
            assert point[key] == run[key], (point["inputs"], key)


@pytest.mark.parametrize(
    "words",
    [
        ("--over", "countries.FIN.thresholds.us.median=0.2:0.6:0.4", "--over", "mandate.mission=monitoring,deterrence"),
        ("--over", "countries.POL.absent=true,false"),
        ("--design", "one-at-a-time", "--over", "structure.veto=0,1", "--over", "threat.russia=0,1"),
        ("--design", "sobol", "--points", "4", "--over", "us.involvement=0:1", "--over", "structure.peers=0:1"),
        ("--design", "lhs", "--points", "3", "--over", "countries.GBR.cap=2,5", "--over", "us.air=0:1"),
    ],
)
def test_designs_of_all_kinds(forcemix, words: tuple[str, ...]) -> None:
    whole = swept(forcemix, "baseline", *words, "--runs", "20")
    last = whole["points"][-1]
    sets = [word for path, value in last["inputs"].items() for word in ("--set", f"{path}={_text(value)}")]
    (run,) = json.loads(forcemix("run", "baseline", "--runs", "20", *sets, "--json").out)["results"]
    assert last["force"] == run["force"]
    assert last["counts"] == run["counts"]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_sweep_of_one_point_is_the_same_however_it_is_cut(forcemix) -> None:
    whole = swept(forcemix, "baseline", "--over", "us.air=0.1", "--runs", "20000")
    (run,) = json.loads(forcemix("run", "baseline", "--runs", "20000", "--json").out)["results"]
    assert whole["points"][0]["force"] == run["force"]


def test_a_table_of_points(forcemix) -> None:
    Path("points.csv").write_text("us.backstop,countries.FIN.cap\n0.2,3\n0.4,5\n")
    whole = swept(forcemix, "baseline", "--table", "points.csv", "--runs", "10")
    assert [point["inputs"] for point in whole["points"]] == [
        {"us.backstop": 0.2, "countries.FIN.cap": 3},
        {"us.backstop": 0.4, "countries.FIN.cap": 5},
    ]


def test_mistakes_in_a_table_are_told_at_once_and_nothing_is_kept(forcemix) -> None:
    Path("points.csv").write_text("us.bakstop,us.air,us.logistics\n0.2,7,nan\n0.1,x\n")
    answer = forcemix("sweep", "baseline", "--table", "points.csv")
    assert answer.code == 1
    for words in ("us.bakstop", "did you mean `us.backstop`?", "points.csv:2:5", "points.csv:2:7", "points.csv:3"):
        assert words in answer.err
    assert not Path("results").exists()


def test_points_that_contradict_themselves_are_found_before_anything_runs(forcemix) -> None:
    answer = forcemix("sweep", "baseline", "--over", "structure.us_weights.air=0.25,0.9", "--runs", "10")
    assert answer.code == 1
    assert "sum" in answer.err
    assert not Path("results").exists()


def test_a_dry_run_says_what_it_would_take(forcemix) -> None:
    answer = forcemix("sweep", "baseline", *GRID, "--runs", "3000", "--dry-run")
    assert answer.code == 0
    for words in ("4 points x 3,000 runs = 12,000 runs", "0 runs are finished already, 12,000 to run", "free",
                  "Nothing was run."):  # fmt: skip
        assert words in answer.out
    assert not Path("results").exists()
    assert forcemix("sweep", "baseline", *GRID, "--runs", "3000").code == 0
    assert "12,000 runs are finished already, 0 to run" in forcemix(
        "sweep", "baseline", *GRID, "--runs", "3000", "--dry-run"
    ).out  # fmt: skip


def test_runs_are_added_until_chances_are_sure(forcemix) -> None:
    words = ("baseline", "--over", "us.air=0,1", "--until-half-width", "2", "--threshold", "10000")
    whole = swept(forcemix, *words, "--runs", "200")
    reaches = [reach for point in whole["points"] for reach in point["reaches"]]
    assert max((reach["high"] - reach["low"]) / 2 for reach in reaches) <= 2
    assert 200 < whole["runs"] < 5000
    again = swept(forcemix, *words, "--runs", "200")
    assert {**again, "seconds": 0} == {**whole, "seconds": 0}
    fixed = swept(forcemix, *words[:3], "--threshold", "10000", "--runs", str(whole["runs"]))
    assert fixed["points"] == whole["points"]
    run = forcemix("run", "baseline", "--until-half-width", "2", "--threshold", "10000", "--runs", "200", "--json")
    assert json.loads(run.out)["results"][0]["runs"] > 1000


def test_levels_say_the_same(forcemix) -> None:
    rows, everything, sums = (
        swept(forcemix, "baseline", *GRID, "--runs", "500", "--level", str(level)) for level in (1, 2, 0)
    )
    assert rows["points"] == everything["points"]
    assert (rows["resolution"], sums["resolution"]) == (1, 100)
    for one, other in zip(rows["points"], sums["points"], strict=True):
        assert (one["counts"], one["reaches"]) == (other["counts"], other["reaches"])
        for strength in one["force"]:
            exact, binned = one["force"][strength], other["force"][strength]
            assert (exact["mean"], exact["mcse"]) == (binned["mean"], binned["mcse"])
            assert all(0 <= exact[q] - binned[q] < 100 for q in ("p05", "p10", "p25", "p50", "p75", "p90", "p95"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--over", "us.backstpo=0:1:0.5"), "did you mean `us.backstop`?"),
        (("--over", "us.air=0:7:1"), "allowed: 0 to 1"),
        ((), "nothing to sweep"),
        (("--design", "sobl", "--over", "us.air=0:1"), "Did you mean 'sobol'?"),
        (("--over", "us.air=0,1", "--name", "a/../b"), "cannot name a scenario"),
    ],
)
def test_mistakes_on_the_command_line(forcemix, words: tuple[str, ...], said: str) -> None:
    answer = forcemix("sweep", "baseline", *words)
    assert answer.code in (1, 2)
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert not Path("results").exists()


def test_the_table_shows_a_map_and_says_where_it_is_kept(forcemix) -> None:
    answer = forcemix("sweep", "baseline", *GRID, "--runs", "50")
    for words in ("4 points x 50 runs, seed 1", "rows us.backstop, columns mandate.clarity", "not forecasts",
                  "Kept in results/baseline/", "Repeat: forcemix sweep baseline"):  # fmt: skip
        assert words in answer.out


def test_a_declared_sweep_needs_no_options(forcemix) -> None:
    Path("mine.yaml").write_text("extends: baseline\nsweep: {over: {us.air: [0, 1], deal.hold: 0:1:0.5}}\n")
    whole = swept(forcemix, "mine.yaml", "--runs", "10")
    assert len(whole["points"]) == 6
    assert whole["inputs"] == ["us.air", "deal.hold"]


def test_finished_parts_are_run_again_only_where_asked(forcemix) -> None:
    words = ("sweep", "baseline", *GRID, "--runs", "100")
    forcemix(*words)
    (part,) = Path("results").rglob("*.parquet")
    before = part.stat().st_mtime_ns
    forcemix(*words)
    assert part.stat().st_mtime_ns == before
    assert forcemix(*words, "--fresh").code == 0
    assert part.stat().st_mtime_ns > before
