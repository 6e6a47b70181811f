"""Finding kept results: by path, by scenario and id, by id alone, by scenario; and never the wrong one."""

import os
from pathlib import Path

import pytest

from simulator.experiments.kept.finding import (
    PARTS,
    RECORDS,
    KeptFolder,
    UnknownResult,
    find_each,
    find_result,
    kept_folders,
    newest_result,
)
from simulator.experiments.sweeps import store


def made(out: Path, *names: str) -> dict[str, Path]:
    """Folders with records, each newer than the one before; `!` marks a sweep, `?` a folder without a record."""
    found = {}
    for age, text in enumerate(names):
        path = out / text.rstrip("!?")
        path.mkdir(parents=True)
        record = path / (RECORDS["sweep"] if text.endswith("!") else "notes.txt" if text.endswith("?") else "run.json")
        record.write_text("{}")
        for place in (record, path):
            os.utime(place, (1_000 + age, 1_000 + age))
        found[text.rstrip("!?")] = path
    return found


@pytest.fixture
def out(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("results")


def refused(text: str, out: Path, kind=None) -> str:
    with pytest.raises(UnknownResult) as raised:
        find_result(text, out, kind)
    assert raised.value.exit_code == 2
    return str(raised.value)


def test_names_of_files_are_those_of_the_store() -> None:
    assert (RECORDS["sweep"], PARTS) == (store.MANIFEST, store.PARTS)


def test_the_newest_comes_first_and_kinds_are_told(out) -> None:
    made(out, "b/one", "a/two!", "a/three?", "a/four")
    (out / "a" / ".hidden").mkdir()
    (out / "file.txt").write_text("")
    listed = [(one.path.as_posix(), one.kind) for one in kept_folders(out)]
    assert listed == [
        ("results/a/four", "run"), ("results/a/three", "foreign"), ("results/a/two", "sweep"), ("results/b/one", "run"),
    ]  # fmt: skip


def test_a_part_makes_a_sweep_newer(out) -> None:
    made(out, "a/sweep!", "a/run")
    parts = out / "a" / "sweep" / PARTS
    parts.mkdir()
    os.utime(parts, (5_000, 5_000))
    assert newest_result(out) == out / "a" / "sweep"


def test_no_folder_of_results_is_an_empty_one(out) -> None:
    assert kept_folders(out) == []
    assert "no kept result `baseline` in `results`" in refused("baseline", out)
    with pytest.raises(UnknownResult, match=r"there is no kept sweep in `results`\. Make one: forcemix sweep"):
        newest_result(out, "sweep")


def test_folders_directly_below_are_listed_too(out) -> None:
    made(out, "copied", "notes?", "empty/x")
    (out / "void").mkdir()
    assert {one.path.name: one.kind for one in kept_folders(out)} == {"copied": "run", "notes": "foreign", "x": "run"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("results/a/one", "a/one"),
        ("results/a/one/", "a/one"),
        ("./results/../results/a/one", "a/one"),
        ("results/a/one/run.json", "a/one"),
        ("results/a/two/manifest.json", "a/two"),
        ("a/one", "a/one"),
        ("one", "a/one"),
        ("a", "a/three"),
        ("results/a", "a/three"),
        ("results/a/", "a/three"),
        ("b", "b/four"),
        ("b/a", "b/a"),
    ],
)
def test_what_a_word_means(out, text: str, found: str) -> None:
    made(out, "b/a?", "a/one", "a/two!", "a/three", "b/four")
    (out / "b" / "a" / "notes.txt").rename(out / "b" / "a" / "run.json")
    os.utime(out / "b" / "a" / "run.json", (1, 1))
    if text == "a":
        (out / "b" / "a" / "run.json").unlink()
    assert find_result(text, out).resolve() == (out / found).resolve()


def test_an_id_goes_before_a_scenario_of_the_same_name(out) -> None:
    made(out, "b/a", "a/one")
    assert find_result("a", out) == out / "b" / "a"


def test_a_kind_that_is_asked_for_is_what_is_found(out) -> None:
    made(out, "a/one!", "a/two", "b/three")
    assert find_result("a", out, "sweep") == out / "a" / "one"
    assert find_result("a", out) == out / "a" / "two"
    assert newest_result(out, "sweep") == out / "a" / "one"
    assert "`results/a/two` is a run, not a sweep. Make one: forcemix sweep" in refused("two", out, "sweep")
    assert "`results/a/two` is a run, not a sweep" in refused("results/a/two", out, "sweep")
    assert "`results/a/one` is a sweep, not a run. Make one: forcemix run" in refused("a/one", out, "run")
    assert "`b` has no kept sweep" in refused("b", out, "sweep")


def test_an_id_that_is_there_twice_means_nothing(out) -> None:
    made(out, "a/same", "b/same!")
    said = refused("same", out)
    assert "`same` is the name of 2 results: `results/b/same`, `results/a/same`. Say which one" in said
    assert find_result("same", out, "sweep") == out / "b" / "same"


@pytest.mark.parametrize(
    ("text", "near"),
    [("basline", "baseline"), ("baseline/sweep-abcdf", "baseline/sweep-abcde"), ("swep-abcde", "sweep-abcde")],
)
def test_the_nearest_word_is_named(out, text: str, near: str) -> None:
    made(out, "baseline/sweep-abcde!", "un-mandate/1234567890")
    assert f"Did you mean `{near}`? See them all: forcemix runs" in refused(text, out)


@pytest.mark.parametrize("text", ["", ".", "..", "../secret", "a/../../secret", "nul\0", "x" * 5000, "a/", "*", "a/*"])
def test_no_word_leads_out_of_the_results_or_breaks(out, text: str) -> None:
    made(out, "b/one", "a/foreign?")
    Path("secret").mkdir()
    Path("secret", "run.json").write_text("{}")
    refused(text, out)


def test_a_folder_without_a_record_is_said_to_be_none(out) -> None:
    made(out, "a/foreign?")
    for text in ("foreign", "a/foreign", "results/a/foreign"):
        assert "`results/a/foreign` holds no result: it has no manifest.json, run.json or sensitivity.json" in refused(
            text, out
        )


def test_several_words_are_found_at_once_each_folder_once(out) -> None:
    made(out, "a/one", "a/two!")
    found, unknown = find_each(["one", "a/one", "x", "results/a/two", "y"], out)
    assert found == [out / "a" / "one", Path("results/a/two")]
    assert [("`x`" in str(error), "`y`" in str(error)) for error in unknown] == [(True, False), (False, True)]


def test_a_link_to_a_result_is_followed_for_reading(out, tmp_path) -> None:
    made(out, "a/one")
    (out / "a" / "link").symlink_to((out / "a" / "one").resolve())
    assert KeptFolder.at(find_result("link", out)).kind == "run"
