"""Records of kept results: read strictly, described in one line, compared with the defaults."""

import json
from pathlib import Path

import pytest

from simulator.experiments.kept.finding import KeptFolder, kept_folders
from simulator.experiments.kept.records import (
    DamagedResult,
    changes,
    describe,
    read_manifest,
    read_run,
    size_of,
)
from simulator.scenario.library import builtin_names, load
from tests.kept_results import CREATED, kept_run, kept_sweep


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("results")
    kept_run(out)
    kept_sweep(out, runs=4, batches=(2,))
    return out


def by_kind(out: Path) -> dict[str, KeptFolder]:
    return {folder.kind: folder for folder in kept_folders(out)}


def test_a_run_and_a_sweep_are_described(out) -> None:
    found = {kind: describe(folder) for kind, folder in by_kind(out).items()}
    run, sweep = found["run"], found["sweep"]
    assert (run.scenario, run.replicates, run.seed, run.points) == ("baseline", 8, 1, 0)
    assert (sweep.scenario, sweep.points, sweep.replicates, sweep.seed) == ("baseline", 3, 4, 1)
    assert (sweep.parts_done, sweep.parts) == (2, 2)
    for one in found.values():
        assert one.known
        assert one.size == sum(path.stat().st_size for path in one.path.rglob("*") if path.is_file())
    assert json.loads(json.dumps(run.to_json()))["parts"] is None
    assert read_manifest(sweep.path).created == CREATED


def test_a_part_that_is_gone_counts_as_not_done(out, tmp_path) -> None:
    sweep = kept_sweep(tmp_path, runs=4, batches=(2,))
    next((sweep / "parts").glob("*.parquet")).unlink()
    one = describe(KeptFolder.at(sweep))
    assert (one.parts_done, one.parts) == (1, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no whole JSON file"),
        ("{", "is no whole JSON file"),
        ("[" * 100_000, "is no whole JSON file"),
        ("[]", "is no record of a run"),
        ('{"schema": 2}', "schema: Input should be 1"),
        ('{"schema": 1, "runs": 0}', "runs: Input should be greater than or equal to 1"),
    ],
)
def test_a_damaged_record_is_described_as_such(tmp_path, text: str, said: str) -> None:
    for name, reads in (("run.json", read_run), ("manifest.json", read_manifest)):
        folder = tmp_path / "a" / name.split(".")[0]
        folder.mkdir(parents=True)
        (folder / name).write_text(text)
        with pytest.raises(DamagedResult) as raised:
            reads(folder)
        assert raised.value.exit_code == 1
        one = describe(KeptFolder.at(folder))
        assert (one.kind, one.known) == ("damaged", False)
        assert one.problem == str(raised.value)
        assert said in one.problem or name == "manifest.json"
        assert one.to_json()["runs"] is None


def test_all_that_is_wrong_with_a_record_is_said(tmp_path) -> None:
    record = json.loads((kept_run(tmp_path) / "run.json").read_text())
    record |= {"seed": -1, "thresholds": ["many"]}
    record.pop("inputs")
    (tmp_path / "run.json").write_text(json.dumps(record))
    with pytest.raises(DamagedResult) as raised:
        read_run(tmp_path)
    for words in ("inputs: Field required", "seed: ", "thresholds.0: "):
        assert words in str(raised.value)


def test_bytes_that_are_no_text_and_folders_without_a_record(tmp_path) -> None:
    (tmp_path / "run.json").write_bytes(b"\xff\xfe")
    assert describe(KeptFolder.at(tmp_path)).kind == "damaged"
    (tmp_path / "run.json").unlink()
    one = describe(KeptFolder.at(tmp_path))
    assert (one.kind, one.problem) == ("foreign", "no manifest.json, run.json or sensitivity.json in it")


def test_links_do_not_count_as_bytes(tmp_path) -> None:
    (tmp_path / "large").write_bytes(bytes(100_000))
    folder = tmp_path / "result"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    assert size_of(folder) < 1_000


@pytest.mark.parametrize("name", builtin_names())
def test_changes_are_what_a_scenario_says_and_nothing_else(name: str) -> None:
    scenario, default = load(name), load("baseline").with_values({})
    defaults = dict(default.canonical())
    found = {one.path: (one.value, one.default) for one in changes(scenario.canonical())}
    for path, value in scenario.canonical().items():
        if path in ("title", "question") or value == defaults.get(path):
            assert path not in found
        else:
            assert found[path] == (value, defaults.get(path))


def test_a_mission_given_by_chances_stands_for_the_one_it_replaces() -> None:
    scenario = load("baseline").with_("mandate.mission", {"deterrence": 0.5, "monitoring": 0.5})
    found = {one.path: (one.value, one.default) for one in changes(scenario.canonical())}
    assert found == {
        "mandate.mission": (None, "deterrence"),
        "mandate.mission.deterrence": (0.5, None),
        "mandate.mission.monitoring": (0.5, None),
    }
