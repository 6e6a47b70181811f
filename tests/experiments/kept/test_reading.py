"""Reading summaries back: equal to what was kept, and one clear error where a file is not what it should be."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiments.kept.finding import UnknownResult
from simulator.experiments.kept.reading import SUMMARY, read_summary, summary_of
from simulator.experiments.kept.records import DamagedResult
from simulator.experiments.kept.results import KEPT_SCHEMA, Request, keep, kept_json
from simulator.experiments.running import run_scenario
from simulator.experiments.summary import Summary
from simulator.scenario.library import load

COMMAND = "forcemix run baseline --runs 40"
NOBODY = ("mandate.clarity=0", "deal.ceasefire=0", "us.backstop=0")
CASES = {
    "baseline": ("baseline", ()),
    "inputs that move": ("us-withdraws-midway", ()),
    "almost nobody": ("baseline", NOBODY),
    "mission left open": ("by-words", ()),
    "argued country": ("baseline", ("countries.FIN.cap=3",)),
    "equilibrium": ("europe-alone", ("conference.mode=equilibrium",)),
}


def summary_for(name: str, assignments: tuple[str, ...] = (), runs: int = 40) -> tuple[Summary, Request]:
    scenario = load(name, assignments, None)
    request = Request(scenario, runs, 7, (5_000, 20_000), COMMAND)
    return run_scenario(scenario, runs, 7, thresholds=request.thresholds), request


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return json.loads(json.dumps(kept_json(summary_for("baseline")[0])))


@pytest.mark.parametrize("case", CASES)
def test_a_kept_summary_is_read_back_equal(case: str, tmp_path: Path) -> None:
    summary, request = summary_for(*CASES[case])
    found = read_summary(keep(summary, request, tmp_path))
    assert found == summary
    # Whole numbers and others count as equal; their texts do not.
    assert json.dumps(kept_json(found)) == json.dumps(kept_json(summary))


def test_a_single_run_and_hostile_words_are_read_back(tmp_path: Path) -> None:
    title = "=HYPERLINK(1) $\\foo$ [/red] <script> \u202eabc" + "x" * 100
    scenario = load("baseline", (f"title={title}",), None)
    request = Request(scenario, 1, 2**64 - 1, (10_000,), COMMAND)
    summary = run_scenario(scenario, 1, request.seed, thresholds=request.thresholds)
    assert read_summary(keep(summary, request, tmp_path)) == summary


def test_the_summary_of_a_command_is_part_of_what_is_kept(known: dict[str, Any]) -> None:
    summary = summary_for("baseline")[0]
    assert summary.to_json("there") == json.loads(json.dumps({**summary.to_json(), "out": "there"}))
    assert known == {"schema": KEPT_SCHEMA} | json.loads(json.dumps(summary.to_json()))


def test_what_a_later_version_adds_is_passed_over(known: dict[str, Any]) -> None:
    more = json.loads(json.dumps(known))
    more["new"] = more["countries"][0]["new"] = more["force"]["pledged"]["new"] = 1
    assert summary_of(more, Path(SUMMARY)) == summary_of(known, Path(SUMMARY))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": KEPT_SCHEMA + 1}, f"a newer version of forcemix (format {KEPT_SCHEMA + 1}"),
        ({"schema": 1}, "an earlier version"),
        ({"schema": "2"}, "an earlier version"),
        ({"runs": 0}, "runs: "),
        ({"runs": "40"}, "runs: "),
        ({"as_of": "2025-02-30"}, "as_of: "),
        ({"settled": 1.5}, "settled: "),
        ({"force": {}, "rounds": 3, "title": None}, "title: "),
        ({"percentiles": {"pledged": [0, 1]}}, "percentiles.pledged: "),
        ({"force": {"pledged": {"mean": 1.0}}}, "force.pledged.p05: "),
        ({"population_share": float("nan")}, "population_share: "),
    ],
)
def test_what_is_wrong_is_said_with_the_command_that_makes_it_anew(
    known: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    with pytest.raises(DamagedResult) as caught:
        summary_of(known | change, Path("there") / SUMMARY, COMMAND)
    text = str(caught.value)
    assert text.startswith("`there/summary.json`")
    assert said in text
    assert text.endswith(f"Make it anew: {COMMAND}")


def test_all_mistakes_are_said_at_once(known: dict[str, Any]) -> None:
    with pytest.raises(DamagedResult, match=r"title: .*rounds: .*settled: "):
        summary_of(known | {"title": None, "rounds": 3, "settled": 2.0}, Path(SUMMARY))


def test_a_summary_without_a_number_of_its_format_is_an_older_one(known: dict[str, Any]) -> None:
    older = {name: value for name, value in known.items() if name not in ("schema", "rounds")}
    with pytest.raises(DamagedResult, match="earlier version of forcemix"):
        summary_of(older, Path(SUMMARY))


def test_files_that_are_not_whole_are_named(tmp_path: Path) -> None:
    folder = keep(*summary_for("baseline"), tmp_path)
    content = (folder / SUMMARY).read_text()
    (folder / SUMMARY).write_text(content[: len(content) // 2])
    with pytest.raises(DamagedResult, match=r"summary\.json` is no whole JSON file"):
        read_summary(folder)
    (folder / SUMMARY).unlink()
    with pytest.raises(DamagedResult, match=r"summary\.json` cannot be read"):
        read_summary(folder)
    with pytest.raises(UnknownResult, match=r"has no run\.json"):
        read_summary(tmp_path)


def test_a_summary_that_does_not_belong_to_its_record_is_refused(tmp_path: Path) -> None:
    folder = keep(*summary_for("baseline"), tmp_path)
    other = kept_json(summary_for("baseline", runs=30)[0])
    (folder / SUMMARY).write_text(json.dumps(other))
    with pytest.raises(DamagedResult, match=r"has runs 30, and `run\.json` 40"):
        read_summary(folder)


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(path for key, entry in entries for path in paths(entry, (*here, key)))]


@given(data=st.data())
def test_any_change_gives_a_summary_or_one_clear_error(known: dict[str, Any], data: st.DataObject) -> None:
    value = json.loads(json.dumps(known))
    path = data.draw(st.sampled_from(paths(value)[1:]))
    *above, last = path
    place = value
    for key in above:
        place = place[key]
    others = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just([]), st.just({}))
    place[last] = data.draw(others)
    with suppress(DamagedResult):
        assert isinstance(summary_of(value, Path(SUMMARY)), Summary)
