"""One request to a server and its response, within a time: no redirect is followed, nothing is raised with a header in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import IO, Protocol
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from detente.coding.remote.secret import Secret
from detente.coding.remote.settings import is_here
from detente.version import __version__

_MOST_BYTES = 4_000_000


@dataclass(frozen=True, kw_only=True)
class Response:
    """What came back: the status (0 where nothing did), the body, the seconds to wait that the server asks for, and what failed."""

    status: int
    body: bytes = b""
    wait: float | None = None
    failure: str = ""


Post = Callable[[str, bytes, Secret | None, float], Response]
"""Sends a body of JSON to an address with a key, within some seconds."""


class _Arrived(Protocol):
    """What urllib gives for any status."""

    status: int
    headers: Message

    def read1(self, n: int) -> bytes:
        """Some of the body."""
        ...


def post(url: str, body: bytes, key: Secret | None, timeout: float) -> Response:
    """Send `body` and read the response, in `timeout` seconds for all of it; a failure of the network is a response too."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": f"detente/{__version__}"}
    if key is not None:
        headers["Authorization"] = key.header()
    end, opener = time.monotonic() + timeout, _opener(url)
    try:
        with opener.open(Request(url, data=body, headers=headers), timeout=timeout) as arrived:  # noqa: S310 - settings allow http(s) only
            return Response(status=arrived.status, body=_read(arrived, end), wait=_wait(arrived.headers))
    except (OSError, HTTPException) as error:
        return Response(status=0, failure=_why(error))


def _opener(url: str) -> OpenerDirector:
    """An opener that takes every status as it comes: a redirect would carry the key to another server."""
    opener = OpenerDirector()
    for handler in (ProxyHandler({} if is_here(url) else None), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener


def _read(arrived: _Arrived | IO[bytes], end: float) -> bytes:
    """The whole body; a server that sends a byte now and then does not hold us for ever."""
    parts: list[bytes] = []
    size = 0
    while part := arrived.read1(65536):  # type: ignore[union-attr]  # both have it
        parts.append(part)
        size += len(part)
        if size > _MOST_BYTES:
            raise OSError("the answer is longer than four million bytes")
        if time.monotonic() > end:
            raise TimeoutError
    return b"".join(parts)


def _wait(headers: Message) -> float | None:
    """The seconds that the server asks us to wait; a date, which needs a clock, is left alone."""
    told = str(headers.get("Retry-After", "")).strip()
    return float(told) if told.isdecimal() and len(told) < 6 else None


def _why(error: Exception) -> str:
    """A failure in words of ours: those of the library may repeat what was sent."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return "no answer in time"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(cause).__name__ if isinstance(cause, Exception) else type(error).__name__
