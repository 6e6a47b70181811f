"""Removing: only results, only if nobody is at work on them, all or nothing, and nothing beside them."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from simulator.experiments.kept.finding import kept_folders
from simulator.experiments.kept.removing import removable, remove
from simulator.experiments.sweeps.parts import StoreError
from simulator.experiments.sweeps.store import Busy, SweepFolder, open_readonly
from simulator.scenario.library import load
from tests.kept_results import kept_run, kept_sweep


@pytest.fixture
def out(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("results")


def everything(root: Path) -> set[str]:
    """All that is below a folder, but for locks, which a look at them makes."""
    return {path.as_posix() for path in root.rglob("*") if path.name != ".lock"}


def why_not(texts: list[str], out: Path) -> list[tuple[str, int]]:
    before = everything(Path())
    _, refusals = removable(texts, out)
    assert everything(Path()) == before
    return [(refusal.why, refusal.exit_code) for refusal in refusals]


def test_runs_and_sweeps_are_removed_with_all_their_files(out) -> None:
    run, sweep, other = kept_run(out), kept_sweep(out), kept_run(out, load("un-mandate"))
    (run / "ledger.png").write_bytes(b"")
    found, refusals = removable([run.name, f"baseline/{sweep.name}"], out)
    assert refusals == []
    remove(found, out)
    assert [folder.path for folder in kept_folders(out)] == [other]
    assert not (out / "baseline").exists()
    assert sorted(entry.name for entry in out.iterdir()) == ["un-mandate"]


def test_a_folder_of_a_scenario_stays_while_it_holds_anything(out) -> None:
    run = kept_run(out)
    (out / "baseline" / "notes.txt").write_text("mine")
    remove(removable([run.name], out)[0], out)
    assert (out / "baseline" / "notes.txt").read_text() == "mine"


def test_a_result_elsewhere_leaves_the_folder_above_it(out, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere" / "there"
    elsewhere.mkdir(parents=True)
    run = kept_run(out).rename(elsewhere / "run")
    remove(removable([str(run)], out)[0], out)
    assert elsewhere.is_dir()
    assert not run.exists()


def test_every_mistake_is_told_at_once_and_nothing_is_removed(out) -> None:
    run, foreign = kept_run(out), out / "baseline" / "foreign"
    foreign.mkdir()
    (foreign / "manifest.json").write_text('{"name": "a web page", "icons": []}')
    (out / "baseline" / "link").symlink_to(kept_run(Path("elsewhere")).resolve())
    found = why_not([run.name, "nosuch", "foreign", "link"], out)
    assert [code for _, code in found] == [2, 1, 1]
    for (said, _), words in zip(found, ("no kept result `nosuch`", "says something else", "is a link"), strict=True):
        assert words in said


def test_a_sweep_that_another_process_runs_is_refused(out) -> None:
    sweep, run = kept_sweep(out), kept_run(out)
    code = f"""
        import sys
        from pathlib import Path
        from simulator.experiments.sweeps.store import SweepFolder, open_readonly
        path = Path({str(sweep.resolve())!r})
        with SweepFolder.open(path, open_readonly(path).manifest):
            print("held", flush=True)
            sys.stdin.readline()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        ((said, code_of_exit),) = why_not([sweep.name, run.name], out)
        assert ("another process is running the sweep" in said, code_of_exit) == (True, 75)
        with pytest.raises(Busy):
            remove([run, sweep], out)
        assert run.exists()
        other.stdin.write("\n")
        other.stdin.flush()
        other.wait(timeout=30)
    assert why_not([sweep.name, run.name], out) == []


def test_a_sweep_of_this_process_is_refused_too(out) -> None:
    sweep = kept_sweep(out)
    with SweepFolder.open(sweep, open_readonly(sweep).manifest):
        ((_, code),) = why_not([sweep.name], out)
    assert code == 75


def test_links_are_never_followed(out, tmp_path) -> None:
    sweep = kept_sweep(out)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("mine")
    (sweep / "figures").symlink_to(outside)
    (sweep / "linked.txt").symlink_to(outside / "precious.txt")
    remove(removable([sweep.name], out)[0], out)
    assert not sweep.exists()
    assert (outside / "precious.txt").read_text() == "mine"


def test_a_scenario_that_is_a_link_is_refused(out, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere"
    run = kept_run(elsewhere)
    out.mkdir()
    (out / "baseline").symlink_to(elsewhere / "baseline")
    ((said, code),) = why_not([f"baseline/{run.name}"], out)
    assert (f"`{(out / 'baseline').as_posix()}` is a link" in said, code) == (True, 1)


def test_a_folder_that_holds_more_than_a_result_is_refused(out) -> None:
    run = kept_run(out)
    (run / "work").mkdir()
    (run / "work" / "thesis.doc").write_text("mine")
    ((said, code),) = why_not([run.name], out)
    assert ("holds the folder `work`, which is no part of a result" in said, code) == (True, 1)


def test_damaged_results_can_be_removed_where_nothing_else_is_in_them(out) -> None:
    run, sweep = kept_run(out), kept_sweep(out)
    (run / "run.json").write_text("{")
    (sweep / "manifest.json").write_bytes(b"\xff")
    found, refusals = removable([run.name, sweep.name], out)
    assert refusals == []
    (run / "thesis.doc").write_text("mine")
    ((said, code),) = why_not([run.name], out)
    assert ("is no result of this program" in said, code) == (True, 1)
    (run / "thesis.doc").unlink()
    remove(found, out)
    assert kept_folders(out) == []


def test_the_project_itself_is_never_a_result(out) -> None:
    kept_run(out)
    record = json.loads(next(out.rglob("run.json")).read_text())
    Path("run.json").write_text(json.dumps(record))
    ((said, code),) = why_not(["."], out)
    assert ("holds the folder `results`" in said, code) == (True, 1)


def test_a_result_that_cannot_be_moved_stays_whole(out, monkeypatch) -> None:
    run = kept_run(out)
    before = everything(out)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StoreError, match=r"cannot be removed \(Permission denied\)"):
        remove([run], out)
    assert everything(out) == before
