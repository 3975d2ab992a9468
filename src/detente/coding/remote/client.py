"""Asking the server until it answers: waits, gentler requests, and numbered faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from detente.coding.remote import faults
from detente.coding.remote.dialect import Dialect, request_of
from detente.coding.remote.reply import Reply, complaint, read_reply
from detente.coding.remote.secret import read_key
from detente.coding.remote.settings import ModelSettings
from detente.coding.remote.wire import Post, Response, post
from detente.errors import CodingFault

TRIES = 5
"""How often a request is sent that fails for want of time or room."""

_LONGEST_WAIT = 60.0
_AGAIN = frozenset({0, 408, 409, 425, 429, 500, 502, 503, 504, 529})
_REFUSED_KEY = frozenset({401, 403})
_REFUSED_FORM = frozenset({400, 422, 501})


class Client:
    """One server, and what was learnt of how it likes to be asked. Several threads may ask at once.

    Once `stopping` is set, waits end at once and nothing is sent again.
    """

    def __init__(self, settings: ModelSettings, *, send: Post = post, sleep: Callable[[float], object] | None = None) -> None:
        self.settings = settings
        self.stopping = threading.Event()
        self._send, self._sleep = send, sleep or self.stopping.wait
        self._dialect = Dialect()
        self._lock = threading.Lock()

    @property
    def dialect(self) -> Dialect:
        """The dialect that the server was last known to understand."""
        with self._lock:
            return self._dialect

    def ask(self, system: str, user: str, schema: Mapping[str, Any], *, seed: int) -> Reply:
        """The answer to one request.

        Raises `CodingFault` 510, 511 (key), 512 (key refused), 513 (not reached), 514 (busy or failing),
        515 (request refused), 516 (not a chat server).
        """
        failed = Response(status=0)
        for attempt in range(TRIES):
            if attempt:
                self._sleep(min(failed.wait if failed.wait is not None else 2.0 ** (attempt - 1), _LONGEST_WAIT))
                if self.stopping.is_set():
                    break
            answer = self._put(system, user, schema, seed)
            if isinstance(answer, Reply):
                return answer
            failed = answer
        raise self._fault(failed)

    def _put(self, system: str, user: str, schema: Mapping[str, Any], seed: int) -> Reply | Response:
        """The reply to a request in the best dialect the server takes, or a response after which to try again."""
        settings = self.settings
        while True:
            dialect, key = self.dialect, read_key(settings.key_variable)
            body = request_of(dialect, model=settings.model, system=system, user=user, schema=schema, seed=seed, most=settings.most_answer)
            response = self._send(f"{settings.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), key, settings.timeout)
            if response.status == 200:
                return read_reply(response.body, key) or response
            if response.status in _AGAIN:
                return response
            if response.status not in _REFUSED_FORM or not self._learn(dialect, complaint(response.body, key)):
                raise self._fault(response)

    def _learn(self, dialect: Dialect, told: str) -> bool:
        """Take up a gentler dialect after a refusal; False when none is left. Another thread may have done so meanwhile."""
        gentler = dialect.gentler(told)
        with self._lock:
            if self._dialect == dialect and gentler is not None:
                self._dialect = gentler
            return gentler is not None

    def _fault(self, response: Response) -> CodingFault:
        """What went wrong for good; of a refused key the server's words, which may repeat it, are not told."""
        where = self.settings.server
        if response.status in _REFUSED_KEY:
            return faults.fault(faults.KEY_REFUSED, f"status {response.status}", where=where)
        if response.status == 0:
            return faults.fault(faults.UNREACHABLE, response.failure, where=where)
        if response.status == 200:
            return faults.fault(faults.NO_PROTOCOL, where=where)
        said = complaint(response.body, read_key(self.settings.key_variable))
        number = faults.BUSY if response.status in _AGAIN else faults.ASKED_WRONGLY
        return faults.fault(number, f"status {response.status}{': ' if said else ''}{said}", where=where)
