"""The application by itself: who is answered, and what with."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from simulator.data.tables import DataError
from simulator.web.asking import Case
from simulator.web.guarding import LARGEST_BODY
from simulator.web.jobs import Jobs
from simulator.web.server import explorer_app
from tests.explorer_examples import quick_runner, scenario

HOST, KEY = "127.0.0.1:8642", "the-key-of-this-session"
PAGE, POLICY = "<!DOCTYPE html><title>x</title>", "default-src 'none'"
JSON = {"Content-Type": "application/json"}


def client_of(runner: Callable[..., Any] = quick_runner, jobs: Jobs | None = None) -> TestClient:
    hosts = [HOST, HOST.replace("127.0.0.1", "localhost")]
    app = explorer_app(PAGE, POLICY, scenario(), runner, jobs or Jobs(), hosts, KEY)
    return TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with client_of() as made:
        yield made


def ask(client: TestClient, body: Any = None, path: str = "/api/run", key: str | None = KEY, **headers: str) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    return client.post(path, params={"key": key} if key else {}, content=content, headers=JSON | headers)


def test_the_page_is_answered_under_a_strict_policy(client: TestClient) -> None:
    answer = client.get("/", params={"key": KEY})
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"


def test_every_answer_is_protected(client: TestClient) -> None:
    answers = [
        client.get("/", params={"key": KEY}),
        client.get("/"),
        ask(client),
        ask(client, b"{"),
        client.get("/odd"),
    ]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8642", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8642.evil.example", "[::1]:8642", ""],
)
def test_foreign_hosts_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", params={"key": KEY}, headers={"Host": host})
    assert answer.status_code == 421
    assert PAGE not in answer.text


def test_the_name_of_this_computer_is_answered(client: TestClient) -> None:
    assert client.get("/", params={"key": KEY}, headers={"Host": "localhost:8642"}).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "key=", "key=wrong", f"key={KEY}x", f"KEY={KEY}", f"key={KEY}&key={KEY}", "key=%ff"]
)
@pytest.mark.parametrize("path", ["/", "/api/progress", "/odd"])
def test_without_the_key_nothing_is_answered(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 403
    assert "key" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:8642", f"http://{HOST}.evil.example"],
)
def test_foreign_origins_are_refused(client: TestClient, origin: str) -> None:
    assert ask(client, Origin=origin).status_code == 403
    assert client.get("/api/progress", params={"key": KEY}, headers={"Origin": origin}).status_code == 403


def test_requests_that_browsers_mark_as_foreign_are_refused(client: TestClient) -> None:
    assert ask(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert ask(client, **{"Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
def test_only_json_is_taken(client: TestClient, kind: str) -> None:
    answer = client.post("/api/run", params={"key": KEY}, content=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_json_with_a_charset_is_taken(client: TestClient) -> None:
    assert ask(client, **{"Content-Type": "application/json; charset=utf-8"}).status_code == 200


def test_large_bodies_are_refused_whatever_they_say_of_their_length(client: TestClient) -> None:
    assert ask(client, b"{}" + b" " * LARGEST_BODY).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 1000

    answer = client.post("/api/run", params={"key": KEY}, content=pieces(), headers=JSON)
    assert answer.status_code == 413
    assert ask(client, b"{}" + b" " * (LARGEST_BODY - 2)).status_code == 200


def test_a_run_is_answered_with_its_summary(client: TestClient) -> None:
    answer = ask(client, {"inputs": {"us.air": 0.5}, "runs": 20, "seed": 9})
    assert answer.json() == {"runs": 20, "seed": 9, "air": 0.5}


def test_mistakes_are_told_as_json(client: TestClient) -> None:
    answer = ask(client, {"inputs": {"us.involvment": 0.7, "us.air": 7}})
    assert answer.status_code == 422
    told = answer.json()["errors"]
    assert [error["where"] for error in told] == ["us.involvment", "us.air"]
    assert "us.involvement" in told[0]["help"]


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "GET"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    answer = client.request(method, "/api/run", params={"key": KEY})
    assert answer.status_code == 405
    assert answer.json()["errors"]


def test_there_is_nothing_else(client: TestClient) -> None:
    for path in ("/favicon.ico", "/api", "/api/run/", "/api/progress/", "/../etc/passwd"):
        answer = client.get(path, params={"key": KEY}, follow_redirects=False)
        assert answer.status_code == 404
        assert answer.json()["errors"]


def test_what_a_run_raises_is_told() -> None:
    def fails(case: Case, advance: Callable[[int], None]) -> dict[str, Any]:
        raise DataError("there are no codes as of that day")

    def breaks(case: Case, advance: Callable[[int], None]) -> dict[str, Any]:
        raise ZeroDivisionError("odd")

    with client_of(fails) as client:
        answer = ask(client)
        assert (answer.status_code, answer.json()["errors"][0]["message"]) == (422, "there are no codes as of that day")
    with client_of(breaks) as client:
        answer = ask(client)
        assert answer.status_code == 500
        assert "ZeroDivisionError" in answer.json()["errors"][0]["message"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_one_run_at_a_time_which_can_be_watched_and_stopped() -> None:
    begun, given_up, jobs = threading.Event(), threading.Event(), Jobs()

    def slow(case: Case, advance: Callable[[int], None]) -> dict[str, Any]:
        advance(5)
        begun.set()
        while not given_up.wait(0.001):
            advance(0)
        return {}

    with client_of(slow, jobs) as client:
        found: list[Any] = []
        first = threading.Thread(target=lambda: found.append(ask(client, {"runs": 20})))
        first.start()
        try:
            assert begun.wait(10)
            assert client.get("/api/progress", params={"key": KEY}).json() == {"running": True, "done": 5, "runs": 20}
            second = ask(client)
            assert (second.status_code, second.headers.get("retry-after")) == (429, "1")
            assert ask(client, path="/api/cancel").json() == {"stopped": True}
        finally:
            first.join(10)
            given_up.set()
        assert found[0].status_code == 409
        assert "stopped" in found[0].json()["errors"][0]["message"]
        assert client.get("/api/progress", params={"key": KEY}).json()["running"] is False
        assert ask(client, path="/api/cancel").json() == {"stopped": False}


def test_a_run_that_takes_too_long_is_stopped() -> None:
    with client_of(jobs=Jobs(longest=-1.0)) as client:
        answer = ask(client)
        assert (answer.status_code, "fewer runs" in answer.text) == (409, True)
