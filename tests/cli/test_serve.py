"""`forcemix serve` as its user meets it: a process of its own, ended with Ctrl-C."""

import importlib.util
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

SECONDS = 120


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "simulator", "serve", "us-backstop", "--no-open", "--port", "0", "--runs", "50"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", running.stdout.readline())
            assert found
            yield running, found[0]
        finally:
            running.kill()


def test_the_page_is_served_and_runs_cases_until_ctrl_c(serving) -> None:
    running, address = serving
    with urlopen(address, timeout=SECONDS) as opened:  # noqa: S310
        page = opened.read().decode()
    assert "US backstop, mandate still unclear" in page
    with pytest.raises(HTTPError) as refused:
        urlopen(address.split("?")[0], timeout=SECONDS)  # noqa: S310
    refused.value.close()
    assert refused.value.code == 403
    summary = asked(address, {"inputs": {"us.involvement": 0.7}, "runs": 50, "thresholds": [8_000]})
    assert summary["runs"] == 50
    assert {reach["troops"] for reach in summary["reaches"]} == {8_000}
    assert set(summary["median_noise"]) >= {"pledged", "usable"}
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=SECONDS)
    assert running.returncode == 0
    assert err.strip() == "The explorer is closed."
    assert out == ""


def asked(address: str, said: dict[str, object]) -> dict[str, object]:
    place = address.replace("/?", "/api/run?")
    request = Request(place, json.dumps(said).encode(), {"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=SECONDS) as opened:  # noqa: S310
        answer: dict[str, object] = json.loads(opened.read())
    return answer


def test_a_port_that_is_taken_is_told_before_anything_is_run(forcemix) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = forcemix("serve", "--port", str(port), "--no-open")
    assert answer.code == 1
    assert f"port {port}" in answer.err
    assert "--port 0" in answer.err


def test_what_is_missing_is_told(forcemix, monkeypatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "uvicorn" else there(name))
    answer = forcemix("serve")
    assert answer.code == 1
    assert "pip install uvicorn" in answer.err


def test_a_word_that_means_nothing_is_told(forcemix) -> None:
    answer = forcemix("serve", "basline", "--no-open", "--port", "0")
    assert answer.code == 2
    assert "baseline" in answer.err
    assert "Traceback" not in answer.err


def test_there_is_no_way_to_serve_others(forcemix) -> None:
    assert forcemix("serve", "--host", "0.0.0.0").code == 2  # noqa: S104


def test_kept_results_are_served_as_they_were_run(forcemix) -> None:
    from simulator.cli.chosen.explored import explored
    from simulator.cli.settings import Settings
    from simulator.scenario.library import load

    assert forcemix("-q", "run", "baseline", "--set", "us.air=0.5", "--runs", "20").code == 0
    (folder,) = Path("results/baseline").iterdir()
    settings = Settings(quiet=True, verbose=0, color="never", progress=False, project=Path())
    scenario, origin = explored(settings, f"baseline/{folder.name}", (), Path("results"))
    assert scenario.canonical() == load("baseline", ("us.air=0.5",), None).canonical()
    assert (origin.word, origin.assignments) == ("baseline", ("us.air=0.5",))
    answer = forcemix("serve", f"baseline/{folder.name}", "--set", "us.air=1", "--no-open", "--port", "0")
    assert (answer.code, "stays as it is" in answer.err) == (2, True)
