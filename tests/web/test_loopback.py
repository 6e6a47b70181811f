"""The real server on the loopback address: what a client that keeps no rules can do to it."""

import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from typing import Any, NamedTuple

import pytest

from simulator.web.asking import Case
from simulator.web.jobs import Jobs
from simulator.web.server import ADDRESS, PortTakenError, _Server, explorer_app, hosts_of, listening
from tests.explorer_examples import quick_runner, scenario

KEY = "loopback-key"
PAGE = "<!DOCTYPE html><title>x</title>"
MALFORMED = 1_000


class Running(NamedTuple):
    port: int
    jobs: Jobs
    server: _Server

    def connect(self) -> HTTPConnection:
        return HTTPConnection(ADDRESS, self.port, timeout=20)

    def page(self) -> tuple[int, bytes]:
        connection = self.connect()
        connection.request("GET", f"/?key={KEY}")
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found

    def run(self, **said: Any) -> tuple[int, Any]:
        connection = self.connect()
        connection.request("POST", f"/api/run?key={KEY}", json.dumps(said), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        found = answer.status, json.loads(answer.read())
        connection.close()
        return found


@contextmanager
def running(runner: Callable[..., Any]) -> Iterator[Running]:
    from simulator.web.server import configuration

    where, jobs, ready = listening(0), Jobs(), threading.Event()
    port = where.getsockname()[1]
    app = explorer_app(PAGE, "default-src 'none'", scenario(), runner, jobs, hosts_of(where), KEY)
    server = _Server(configuration(app), jobs, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [where]})
    thread.start()
    try:
        assert ready.wait(20)
        yield Running(port, jobs, server)
    finally:
        server.should_exit = True
        thread.join(20)
        where.close()
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def quick() -> Iterator[Running]:
    with running(quick_runner) as server:
        yield server


def malformed(draw: random.Random, port: int) -> bytes:
    host = f"Host: {ADDRESS}:{port}\r\n".encode()
    noise = draw.randbytes(draw.randrange(1, 400))
    body = draw.choice([noise, b"{", b"[" * 500, b'{"runs": -1}', b'{"inputs": {"us.air": 9}}', b"null"])
    json_head = f"POST /api/run?key={KEY} HTTP/1.1\r\n".encode() + host + b"Content-Type: application/json\r\n"
    length = f"Content-Length: {len(body)}\r\n\r\n".encode()
    return draw.choice(
        [
            noise,
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET /?key=x HTTP/1.1\r\n" + host + b"\r\n",
            f"GET /?key={KEY} HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n".encode(),
            f"GET /?key={KEY} HTTP/1.1\r\n".encode() + host + host + b"\r\n",
            b"GET /%zz" + noise.replace(b"\r", b"").replace(b"\n", b"") + b" HTTP/1.1\r\n" + host + b"\r\n",
            b"POST /api/run HTTP/1.1\r\n" + host + length + body,
            json_head + length + body,
            json_head + b"Content-Length: 99999999\r\n\r\n" + body,
            json_head + b"Content-Length: -5\r\n\r\n" + body,
            json_head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + body,
            json_head + b"Origin: http://evil.example\r\n" + length + body,
            b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000,
            b"CONNECT evil.example:80 HTTP/1.1\r\n" + host + b"\r\n",
            b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + host + b"\r\n",
        ]
    )


def test_a_thousand_malformed_requests_and_good_ones_in_between(quick: Running) -> None:
    draw = random.Random(7)  # noqa: S311
    for number in range(MALFORMED):
        with socket.create_connection((ADDRESS, quick.port), timeout=20) as connection:
            # A server that has answered and gone may leave a connection that is no more in any of these steps.
            with suppress(OSError):
                connection.sendall(malformed(draw, quick.port))
                connection.shutdown(socket.SHUT_WR)
            answer = b""
            with suppress(ConnectionError):
                answer = connection.recv(65_536)
        assert not answer or answer.startswith(b"HTTP/1.1 4"), answer[:200]
        assert PAGE.encode() not in answer
        if number % 50 == 0:
            assert quick.page() == (200, PAGE.encode())
            assert quick.run(inputs={"us.air": 0.5}, runs=7) == (200, {"runs": 7, "seed": 1, "air": 0.5})


def test_it_listens_on_this_computer_only(quick: Running) -> None:
    where = listening(0)
    assert where.getsockname()[0] == ADDRESS
    with pytest.raises(PortTakenError, match=str(where.getsockname()[1])):
        listening(where.getsockname()[1])
    where.close()


def test_a_run_ends_when_its_asker_goes_away() -> None:
    begun = threading.Event()

    def slow(case: Case, advance: Callable[[int], None]) -> dict[str, Any]:
        begun.set()
        while True:
            time.sleep(0.01)
            advance(0)

    with running(slow) as server:
        body = b"{}"
        head = (
            f"POST /api/run?key={KEY} HTTP/1.1\r\nHost: {ADDRESS}:{server.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        connection = socket.create_connection((ADDRESS, server.port), timeout=20)
        connection.sendall(head.encode() + body)
        assert begun.wait(20)
        assert server.jobs.progress.running
        connection.close()
        wait_until(lambda: not server.jobs.progress.running)
        assert server.page()[0] == 200


def test_a_run_under_way_ends_with_the_server() -> None:
    begun = threading.Event()

    def slow(case: Case, advance: Callable[[int], None]) -> dict[str, Any]:
        begun.set()
        while True:
            time.sleep(0.01)
            advance(0)

    with running(slow) as server:
        asker = threading.Thread(target=lambda: server.run(runs=5))
        asker.start()
        assert begun.wait(20)
        server.server.handle_exit(2, None)
        asker.join(20)
        assert not asker.is_alive()


def wait_until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
