"""What breaks while a sweep runs, with real signals and a real small file system: nothing is lost, nothing is wrong."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

SWEEP = ("sweep", "baseline", "--over", "us.backstop=0:1:0.25", "--over", "mandate.clarity=0:1:0.25")
SIZE = ("--runs", "24000", "-j", "2")
INTERRUPTED, OTHER_SWEEP, DISK_FULL, BUSY = 130, 65, 74, 75


def started(folder: Path, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "simulator", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def done(folder: Path, *words: str) -> tuple[int, str, str]:
    running = started(folder, *words)
    out, err = running.communicate(timeout=120)
    return running.returncode, out, err


def parts(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.parquet"))


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in (".tmp", ".corrupt")]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in parts(folder)}


def numbers(answer: str) -> dict:
    """The JSON of a sweep without what may differ between two sweeps of the same."""
    whole = json.loads(answer)
    return {key: value for key, value in whole.items() if key not in ("out", "seconds")}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory) -> tuple[dict[str, bytes], dict]:
    """Parts and JSON of a sweep that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    code, out, err = done(folder, *SWEEP, *SIZE, "--json")
    assert code == 0, err
    return contents(folder), numbers(out)


def when_parts(folder: Path, running: subprocess.Popen, count: int, seconds: float = 60.0) -> None:
    """Wait until so many parts are there, or the sweep has ended."""
    deadline = time.monotonic() + seconds
    while len(parts(folder)) < count and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


def test_killed_at_ten_moments_and_gone_on_with(tmp_path: Path, uninterrupted) -> None:
    killed = 0
    for place, moment in enumerate(np.random.default_rng(7).random(10)):
        running = started(tmp_path, *SWEEP, *SIZE)
        when_parts(tmp_path, running, min(4, place // 2) + (place % 2))
        time.sleep(0.15 * moment)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        running.communicate()
    code, out, err = done(tmp_path, *SWEEP, *SIZE, "--json")
    assert killed >= 5
    assert code == 0, err
    assert contents(tmp_path) == uninterrupted[0]
    assert numbers(out) == uninterrupted[1]
    assert not leftovers(tmp_path)


def test_ctrl_c_keeps_what_is_done(tmp_path: Path, uninterrupted) -> None:
    running = started(tmp_path, *SWEEP, *SIZE)
    when_parts(tmp_path, running, 1)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == INTERRUPTED
    assert "parts are kept; the same command goes on from there." in err
    assert "Traceback" not in err
    assert 1 <= len(parts(tmp_path)) < len(uninterrupted[0])
    kept = {path: path.stat().st_mtime_ns for path in parts(tmp_path)}
    code, out, err = done(tmp_path, *SWEEP, *SIZE, "--json")
    assert code == 0, err
    assert numbers(out) == uninterrupted[1]
    assert all(path.stat().st_mtime_ns == when for path, when in kept.items())
    assert contents(tmp_path) == uninterrupted[0]


def test_threads_change_nothing(tmp_path: Path, uninterrupted) -> None:
    code, out, err = done(tmp_path, *SWEEP, "--runs", "24000", "-j", "1", "--json")
    assert code == 0, err
    assert contents(tmp_path) == uninterrupted[0]
    assert numbers(out) == uninterrupted[1]


def test_a_truncated_part_is_done_again(tmp_path: Path, uninterrupted) -> None:
    done(tmp_path, *SWEEP, *SIZE)
    part = parts(tmp_path)[1]
    part.write_bytes(part.read_bytes()[:-7])
    code, out, _ = done(tmp_path, *SWEEP, *SIZE, "--json")
    assert code == 0
    assert numbers(out) == uninterrupted[1]
    assert contents(tmp_path) == uninterrupted[0]


def test_a_flipped_bit_is_found_and_mended(tmp_path: Path, uninterrupted) -> None:
    done(tmp_path, *SWEEP, *SIZE)
    part = parts(tmp_path)[2]
    damaged = bytearray(part.read_bytes())
    damaged[len(damaged) // 3] ^= 0x10
    part.write_bytes(damaged)
    code, out, err = done(tmp_path, "runs", "verify", part.parent.parent.as_posix())
    assert code == 1
    assert part.name in out + err
    code, out, err = done(tmp_path, *SWEEP, *SIZE, "--json")
    assert code == 0, err
    assert numbers(out) == uninterrupted[1]
    assert contents(tmp_path) == uninterrupted[0]


def test_a_second_sweep_in_the_same_folder_is_turned_away(tmp_path: Path) -> None:
    first = started(tmp_path, *SWEEP, "--runs", "200000", "-j", "1")
    when_parts(tmp_path, first, 1)
    code, _, err = done(tmp_path, *SWEEP, "--runs", "200000", "-j", "1")
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert code == BUSY
    assert "another process is running the sweep" in err


def test_another_seed_under_the_same_name_is_turned_away(tmp_path: Path) -> None:
    small = ("--runs", "20", "--name", "mine")
    assert done(tmp_path, *SWEEP, *small)[0] == 0
    before = contents(tmp_path)
    code, _, err = done(tmp_path, *SWEEP, *small, "--seed", "2")
    assert code == OTHER_SWEEP
    assert "seed" in err
    assert contents(tmp_path) == before


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True)
    if made.returncode != 0:
        pytest.fail(f"this test needs to mount a small file system: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount a small file system")
def test_a_full_disk_loses_nothing(small_disk: Path, uninterrupted) -> None:
    code, _, err = done(small_disk, *SWEEP, *SIZE)
    assert code == DISK_FULL
    assert "Traceback" not in err
    assert not leftovers(small_disk)
    kept = len(parts(small_disk))
    assert kept < len(uninterrupted[0])
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    code, out, err = done(small_disk, *SWEEP, *SIZE, "--json")
    assert code == 0, err
    assert numbers(out) == uninterrupted[1]
    assert contents(small_disk) == uninterrupted[0]


def test_an_edited_rule_meets_no_old_code(tmp_path: Path) -> None:
    """A copy of the package whose rule is edited in one file, and compiled and kept from another."""
    package = tmp_path / "simulator"
    shutil.copytree(Path(__file__).parents[2] / "simulator", package, ignore=shutil.ignore_patterns("__pycache__"))
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "FORCEMIX_CACHE": str(tmp_path / "cache")}
    script = (
        "import numpy as np; from simulator.engine.profiles import triangular; import simulator;"
        "print(simulator.__file__, triangular(np.array([0.5]), 0.0, 1.0, 2.0)[0])"
    )

    def middle() -> float:
        answer = subprocess.run(
            [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        where, value = answer.stdout.split()
        assert where.startswith(str(tmp_path))
        return float(value)

    assert middle() == middle() == 1.0
    rule = package / "rule" / "scatter.py"
    text = rule.read_text()
    edited = text.replace("    return rising if", "    return 0.25 + rising if").replace(
        "else falling", "else 0.25 + falling"
    )
    assert edited != text
    rule.write_text(edited)
    assert middle() == middle() == 1.25
    assert len(list((tmp_path / "cache").glob("code-*"))) == 2


def test_a_read_only_package_and_cache_work(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.write_text("a file where a folder would be made")
    answer = subprocess.run(
        [sys.executable, "-c", "from simulator.engine.compiled import code_folder; print(code_folder())"],
        env=os.environ | {"FORCEMIX_CACHE": str(locked / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "None"
