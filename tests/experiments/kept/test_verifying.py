"""Verifying: damage anywhere in a kept result is found, and nothing else is called damage."""

import json
from pathlib import Path

import pytest

from simulator.experiments.kept.finding import PARTS
from simulator.experiments.kept.verifying import verify
from simulator.experiments.sweeps.store import MANIFEST, SweepFolder, open_readonly
from simulator.scenario.library import load
from tests.kept_results import kept_run, kept_sweep


@pytest.fixture
def sweep(tmp_path) -> Path:
    return kept_sweep(tmp_path, runs=60, batches=(20, 40))


@pytest.fixture
def run(tmp_path) -> Path:
    return kept_run(tmp_path, load("us-backstop"))


def flipped(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def parts(path: Path) -> list[Path]:
    return sorted((path / PARTS).glob("*.parquet"))


def test_a_whole_sweep_is_fine(sweep) -> None:
    verdict = verify(sweep)
    assert (verdict.problems, verdict.parts_done, verdict.parts, verdict.set_aside) == ((), 3, 3, False)


def test_a_part_that_is_missing_is_no_damage(sweep) -> None:
    parts(sweep)[0].unlink()
    verdict = verify(sweep)
    assert (verdict.problems, verdict.parts_done, verdict.parts) == ((), 2, 3)


def places(part: Path) -> dict[str, int]:
    """Places in a part: in its pages, in its fold, in the length of its footer, and at its very end."""
    content = part.read_bytes()
    pages = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    return {
        "start": 0, "first page": 60, "pages": pages // 2, "last page": pages - 1,
        "fold": content.index(b"forcemix.fold") + 500, "length": len(content) - 8, "end": len(content) - 1,
    }  # fmt: skip


@pytest.mark.parametrize("place", ["start", "first page", "pages", "last page", "fold", "length", "end"])
def test_any_flipped_bit_is_found_and_its_part_set_aside(sweep, place: str) -> None:
    part = parts(sweep)[1]
    flipped(part, places(part)[place])
    verdict = verify(sweep)
    (problem,) = verdict.problems
    assert part.name in problem
    assert verdict.set_aside
    assert (verdict.parts_done, len(parts(sweep))) == (2, 2)
    assert part.with_name(f"{part.name}.corrupt").exists()
    assert verify(sweep).problems == ()


def test_a_sweep_that_is_being_run_is_only_read(sweep) -> None:
    part = parts(sweep)[0]
    flipped(part, 100)
    with SweepFolder.open(sweep, open_readonly(sweep).manifest):
        verdict = verify(sweep)
    assert len(verdict.problems) == 1
    assert not verdict.set_aside
    assert part.exists()


def test_a_part_of_another_sweep_is_found(sweep, tmp_path) -> None:
    other = kept_sweep(tmp_path, runs=60, seed=2)
    stray = parts(other)[0]
    (sweep / PARTS / stray.name).write_bytes(stray.read_bytes())
    assert verify(sweep).problems == (f"`{stray.name}` is no part of this sweep",)


@pytest.mark.parametrize("change", [{"seed": 2**64}, {"spec": {}}, {"schema": 9}])
def test_a_manifest_that_was_changed_is_found(sweep, change: dict) -> None:
    manifest = json.loads((sweep / MANIFEST).read_text())
    (sweep / MANIFEST).write_text(json.dumps(manifest | change))
    (problem,) = verify(sweep).problems
    assert MANIFEST in problem


@pytest.mark.parametrize("name", ["baseline", "us-withdraws-midway", "by-words"])
@pytest.mark.parametrize("runs", [1, 8])
def test_a_whole_run_is_fine(tmp_path, name: str, runs: int) -> None:
    assert verify(kept_run(tmp_path, load(name), runs)).problems == ()


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def summary_of(run: Path) -> dict:
    return json.loads((run / "summary.json").read_text())


def test_a_record_that_was_changed_by_hand_is_found(run) -> None:
    edited(run / "run.json", '"seed": 1', '"seed": 2')
    said = "; ".join(verify(run).problems)
    assert "it was changed by hand, or the folder was renamed" in said
    assert "`summary.json` has seed 1, and `run.json` 2" in said


def test_a_command_may_be_written_otherwise(run) -> None:
    edited(run / "run.json", "forcemix run", "forcemix -q run")
    assert verify(run).problems == ()


def test_a_folder_that_was_renamed_is_told(run) -> None:
    moved = run.rename(run.with_name("mine"))
    (problem,) = verify(moved).problems
    assert f"belongs to a result named {run.name}" in problem


@pytest.mark.parametrize("name", ["run.json", "summary.json", "countries.csv", "rounds.csv"])
@pytest.mark.parametrize("damage", ["gone", "cut", "bytes", "empty"])
def test_a_file_that_is_gone_or_cut_off_is_found(run, name: str, damage: str) -> None:
    path = run / name
    if damage == "gone":
        path.unlink()
    else:
        content = path.read_bytes()
        cut = content[: len(content) * 2 // 3].rstrip(b"\n")
        path.write_bytes({"cut": cut, "bytes": b"\xff\xfe" + content, "empty": b""}[damage])
    if (name, damage) == ("run.json", "gone"):
        return  # then it is no run any more, and nobody would ask
    assert verify(run).problems


def test_numbers_of_tables_that_do_not_fit_the_summary_are_named(run) -> None:
    text = (run / "countries.csv").read_text().splitlines()
    header, row = text[0].split(","), text[1].split(",")
    row[header.index("joins")], row[header.index("pledged_mean")] = "0.123", "7.5"
    (run / "countries.csv").write_text("\n".join([text[0], ",".join(row), *text[2:]]) + "\n")
    iso3 = row[header.index("iso3")]
    assert verify(run).problems == (f"`countries.csv` and `summary.json` differ for {iso3}: joins, pledged_mean",)


def test_rows_that_are_missing_are_found(run) -> None:
    for name, said in (("countries.csv", "the same countries"), ("rounds.csv", "all rounds")):
        path = run / name
        before = path.read_text()
        lines = before.splitlines()
        path.write_text("\n".join([lines[0], *lines[2:]]) + "\n")
        (problem,) = verify(run).problems
        assert said in problem
        path.write_text(before)
    lines = (run / "rounds.csv").read_text().splitlines()
    (run / "rounds.csv").write_text("\n".join(lines[:2]) + "\n")
    (problem,) = verify(run).problems
    assert "`rounds.csv` does not end where `summary.json` does" in problem


def test_a_summary_of_another_form_is_no_traceback(run) -> None:
    for text in ("[]", "{}", '{"countries": 3}', json.dumps(summary_of(run) | {"countries": [{}]})):
        (run / "summary.json").write_text(text)
        assert verify(run).problems


def test_pictures_are_checked_too(run) -> None:
    (run / "ledger.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"half")
    assert verify(run).problems == ("`ledger.png` is no whole picture",)
