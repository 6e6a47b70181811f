"""Ctrl-C: a quiet end with exit code 130, no traceback, no worker left, nothing half-written."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.mark.parametrize("after", [1.5, 6.0])
def test_ctrl_c_ends_quietly(tmp_path: Path, after: float) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "simulator", "run", "baseline", "--runs", "200000", "-j", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(after)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err.strip() == "Stopped."
    assert out == ""
    assert everybody_leaves(running.pid)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_nothing_is_left_of_a_run_that_is_killed(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "simulator", "run", "baseline", "--runs", "200000", "-j", "2"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while len(threads_of(running.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(threads_of(running.pid)) >= 3
    running.kill()
    running.wait(timeout=10)
    assert everybody_leaves(running.pid)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def threads_of(process: int) -> list[str]:
    """Threads of a living process."""
    try:
        return [entry.name for entry in Path(f"/proc/{process}/task").iterdir()]
    except OSError:
        return []


def everybody_leaves(leader: int, seconds: float = 20.0) -> bool:
    """Whether no process of a session is left after a while at most."""
    deadline = time.monotonic() + seconds
    while session_of(leader) and time.monotonic() < deadline:
        time.sleep(0.1)
    return session_of(leader) == []


def session_of(leader: int) -> list[int]:
    """Living processes of a session, read from the kernel's table."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return found
