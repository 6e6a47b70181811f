"""The server: the explorer page on this computer, with exact runs on request."""

import asyncio
import os
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from simulator.data.tables import DataError
from simulator.scenario.scenario import Scenario
from simulator.web.asking import AskingError, Case, Runner, read_case
from simulator.web.guarding import Guard, TooLargeError, body_of, json_response, refusal
from simulator.web.jobs import BusyError, Jobs, StoppedError

ADDRESS = "127.0.0.1"
BODY_SECONDS = 10.0
"""How long a request may take to send its body."""

STATUS: dict[type[Exception], int] = {
    TooLargeError: 413,
    TimeoutError: 408,
    AskingError: 422,
    DataError: 422,
    BusyError: 429,
    StoppedError: 409,
}
"""Codes of the answers to what may go wrong with a run."""

AGAIN = {"Retry-After": "1"}
"""When to ask again while another run is under way, in seconds."""

LOOK = 0.25
"""Seconds between two looks whether the asker is still there."""

MOST_CONNECTIONS = 64
GRACE = 3


class PortTakenError(OSError):
    """The port cannot be listened on."""


def explorer_app(
    page: str, policy: str, base: Scenario, runner: Runner, jobs: Jobs, hosts: list[str], key: str
) -> ASGIApp:
    """Return the explorer as an application of its own.

    Parameters
    ----------
    page, policy
        The page and its content security policy.
    base
        Scenario that requests lay their inputs over.
    runner
        Runs a case.
    jobs
        Sees to it that one runs at a time.
    hosts
        Values of ``Host`` that mean this server, with the port.
    key
        Key that every address must hold.
    """
    explorer = _Explorer(page, policy, base, runner, jobs)
    routes = [
        Route("/", explorer.page, methods=["GET"]),
        Route("/api/run", explorer.run, methods=["POST"]),
        Route("/api/progress", explorer.progress, methods=["GET"]),
        Route("/api/cancel", explorer.cancel, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refused, Exception: _failed})
    # A redirect would repeat the address of the request.
    app.router.redirect_slashes = False
    return Guard(app, hosts, key)


class _Explorer:
    def __init__(self, page: str, policy: str, base: Scenario, runner: Runner, jobs: Jobs) -> None:
        self._page = page
        self._policy = f"{policy}; frame-ancestors 'none'"
        self._base = base
        self._runner = runner
        self._jobs = jobs

    async def page(self, request: Request) -> Response:
        """Answer with the page."""
        return Response(self._page, headers={"Content-Security-Policy": self._policy}, media_type="text/html")

    async def progress(self, request: Request) -> Response:
        """Answer how far the run under way is."""
        now = self._jobs.progress
        return json_response({"running": now.running, "done": now.done, "runs": now.runs})

    async def cancel(self, request: Request) -> Response:
        """Stop the run under way."""
        return json_response({"stopped": self._jobs.stop()})

    async def run(self, request: Request) -> Response:
        """Run a case and answer with its summary."""
        try:
            case = await asyncio.to_thread(read_case, await _body(request), self._base)
            return json_response(await self._watched(request, lambda: self._run(case)))
        except AskingError as error:
            return json_response({"errors": error.errors}, STATUS[AskingError])
        except tuple(STATUS) as error:
            return refusal(STATUS[type(error)], str(error), headers=AGAIN if isinstance(error, BusyError) else None)

    def _run(self, case: Case) -> dict[str, Any]:
        return self._jobs.run(case.runs, lambda advance: self._runner(case, advance))

    async def _watched(self, request: Request, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Do work on a thread; if the asker goes away, so does the run."""
        running = asyncio.ensure_future(asyncio.to_thread(work))
        while not (await asyncio.wait([running], timeout=LOOK))[0]:
            if await request.is_disconnected():
                self._jobs.stop()
        return running.result()


async def _body(request: Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await body_of(request.receive)
    except TimeoutError as error:
        raise TimeoutError(f"The body did not arrive within {BODY_SECONDS:.0f} seconds.") from error


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for nothing else
    return refusal(error.status_code, f"{error.detail}.", headers=error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    return refusal(500, f"The run failed ({error.__class__.__name__}: {error}).")


def listening(port: int) -> socket.socket:
    """Return a socket that listens on this computer only.

    Parameters
    ----------
    port
        0 takes any that is free.

    Raises
    ------
    PortTakenError
        If it cannot be listened on.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # Elsewhere it would let two servers share a port.
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((ADDRESS, port))
        found.listen(MOST_CONNECTIONS)
    except OSError as error:
        found.close()
        why = (
            f"port {port} on {ADDRESS} cannot be used ({error.strerror}). Another one: --port 0 takes any that is free"
        )
        raise PortTakenError(why) from error
    return found


def hosts_of(where: socket.socket) -> list[str]:
    """Return the values of ``Host`` by which a browser on this computer may call a server."""
    port = where.getsockname()[1]
    return [f"{ADDRESS}:{port}", f"localhost:{port}"]


def configuration(app: ASGIApp) -> uvicorn.Config:
    """Return how the server runs: quietly, with plain HTTP, and with bounds on what a client may hold."""
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GRACE,
    )


class _Server(uvicorn.Server):
    """A server that stops the run under way when it is told to end."""

    def __init__(self, config: uvicorn.Config, jobs: Jobs, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._jobs = jobs
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop what is under way and end."""
        self._jobs.stop()
        super().handle_exit(sig, frame)


def serve(app: ASGIApp, where: socket.socket, jobs: Jobs, ready: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C.

    Parameters
    ----------
    app
        As :func:`explorer_app` makes it.
    where
        Listening socket; closed in the end.
    jobs
        Stopped in the end.
    ready
        Called once requests are answered.
    """
    try:
        _Server(configuration(app), jobs, ready).run(sockets=[where])
    except KeyboardInterrupt:
        # uvicorn raises Ctrl-C again after it has ended; for a server it is the ordinary end.
        return
    finally:
        where.close()
