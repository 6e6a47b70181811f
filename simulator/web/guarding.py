"""Guarding: what a request must bring to be answered at all.

The server listens on this computer only, but every page in the reader's browser can send requests to it.  So a request
must name this server as its host (else another name could be pointed at it), bring the key of this session, not come
from another origin, and be small.  Nothing here allows other origins to read an answer.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64_000
"""Bytes of a request's body."""

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

Headers = Mapping[str, list[str]]


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON answer; whatever its texts hold, it can be sent."""
    text = json.dumps(value, allow_nan=False, ensure_ascii=True)
    return Response(text, status, headers, media_type="application/json")


def refusal(status: int, *messages: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer that says why there is no other, in the form of all errors of the server."""
    return json_response({"errors": [{"message": message} for message in messages]}, status, headers)


class TooLargeError(Exception):
    """A body has more than :data:`LARGEST_BODY` bytes."""

    def __init__(self) -> None:
        super().__init__(f"The body has more than {LARGEST_BODY:,} bytes.")


class Guard:
    """Lets through what comes from the page itself, and puts protective headers on every answer.

    Parameters
    ----------
    app
        What stands behind it.
    hosts
        Values of ``Host`` that mean this server, with the port.
    key
        Key of this session, which the address must hold as ``key=``.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], key: str) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # The page needs no sockets.
            await send({"type": "websocket.close"})
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_defaults(message.get("headers", []))}
            await send(message)

        answer = self._refusal(scope)
        if answer is not None:
            await answer(scope, receive, protected)
            return
        await self._app(scope, receive, protected)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = _by_name(scope)
        hosts = headers.get("host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return refusal(421, "This server answers only to its own address on this computer.")
        if not self._brings_key(scope):
            return refusal(403, "The address lacks the key of this session. Open the one that forcemix serve printed.")
        if any(origin not in self._origins for origin in headers.get("origin", [])):
            return refusal(403, "Requests from other pages are not answered.")
        if any(site not in ("same-origin", "none") for site in headers.get("sec-fetch-site", [])):
            return refusal(403, "Requests from other pages are not answered.")
        return _body_refusal(scope, headers)

    def _brings_key(self, scope: Scope) -> bool:
        try:
            given = parse_qs(scope["query_string"].decode("ascii"), max_num_fields=8).get("key", [])
        except (UnicodeDecodeError, ValueError):
            return False
        return len(given) == 1 and hmac.compare_digest(given[0].encode("utf-8", "surrogatepass"), self._key)


def _body_refusal(scope: Scope, headers: Headers) -> Response | None:
    if scope["method"] != "POST":
        return None
    kinds = headers.get("content-type", [])
    if len(kinds) != 1 or kinds[0].split(";")[0].strip().lower() != "application/json":
        return refusal(415, "The body must be JSON: send Content-Type: application/json.")
    lengths = headers.get("content-length", [])
    if any(not length.isdecimal() or int(length[:9]) > LARGEST_BODY or len(length) > 9 for length in lengths):
        return refusal(413, str(TooLargeError()))
    return None


async def body_of(receive: Receive) -> bytes:
    """Return the body of a request.

    Raises
    ------
    TooLargeError
        If it has more than :data:`LARGEST_BODY` bytes, whatever it said of its length.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise TooLargeError
        if not message.get("more_body", False):
            return bytes(body)


def _by_name(scope: Scope) -> Headers:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _with_defaults(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    headers = list(given)
    there = {name.lower() for name, _ in headers}
    defaults = {**HEADERS, "Content-Security-Policy": NOTHING_ALLOWED}
    return headers + [
        (name.lower().encode(), value.encode())
        for name, value in defaults.items()
        if name.lower().encode() not in there
    ]
