"""Coding in processes of their own: started afresh, replaced after some documents, gone when the run is."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Literal

from detente.errors import CodingFault, UsageFault
from detente.model import Coding, Document
from detente.study.rooms import check_codes, made_coder

DOCUMENTS_A_WORKER = 500
"""A parser's vocabulary grows without end; a worker is replaced before that matters."""

CodingEngine = Literal["local", "spark"]
"""Whose processes code: this machine's, or a Spark cluster's."""

Coded = Coding | str
"""A coding, or in words why there is none."""

_STOPS = (signal.SIGINT, signal.SIGTERM)
_coder: Any = None


def code_all(
    documents: Iterable[Document], coder: str, *, workers: int, codes: Sequence[Path] = (), engine: CodingEngine = "local"
) -> Iterator[tuple[Document, Coded]]:
    """Each document with its coding, in the order given; at most twice as many are in hand as there are workers.

    `codes` are files of own codes for the coder. Raises `CodingFault` 540 to 543 where they cannot be used. With the engine `spark`
    the processes are Spark's, in place of `workers` (see `detente.study.on_spark`).
    """
    if engine == "spark":
        from detente.study.on_spark import code_on_spark  # noqa: PLC0415 - most runs have no Spark

        yield from code_on_spark(documents, coder, codes=codes)
        return
    if codes:
        check_codes(codes)
    if workers <= 1:
        made = made_coder(coder, codes)
        yield from ((document, guarded(made, document)) for document in documents)
        return
    try:
        for batch in _batches(documents, DOCUMENTS_A_WORKER * workers):
            pool = ProcessPoolExecutor(
                workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(coder, codes)
            )
            try:
                yield from _in_turn(pool, batch, most=2 * workers)
            finally:
                _stop(pool)
    except BrokenProcessPool as error:
        raise CodingFault(
            598, "a coding process was stopped from outside", todo="Run again with fewer --workers if memory ran out."
        ) from error


def on_this_machine(engine: str) -> None:
    """Raise `UsageFault` 658 for an engine of many machines where a language model codes: it is asked from one, within one budget."""
    if engine != "local":
        raise UsageFault(658, "a language model is asked from this machine, not from a cluster", todo="Leave out --engine.")


def _batches(documents: Iterable[Document], size: int) -> Iterator[Iterator[Document]]:
    """The documents in runs of `size`, each drawn only as it is asked for."""
    rest = iter(documents)
    for first in rest:
        yield chain([first], islice(rest, size - 1))


def _in_turn(pool: ProcessPoolExecutor, documents: Iterable[Document], *, most: int) -> Iterator[tuple[Document, Coded]]:
    waiting: deque[tuple[Document, Future[Coded]]] = deque()
    for document in documents:
        waiting.append((document, _submit(pool, document)))
        if len(waiting) >= most:
            first, future = waiting.popleft()
            yield first, future.result()
    while waiting:
        first, future = waiting.popleft()
        yield first, future.result()


def _submit(pool: ProcessPoolExecutor, document: Document) -> Future[Coded]:
    """Hand a document over; a signal waits meanwhile, so that no worker is left half started with a traceback."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        return pool.submit(_code, document)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers; one that is still coding when the run is stopped does not hold it up."""
    running = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in running:
        process.join(0.2)
        if process.is_alive():
            process.terminate()


def _start(coder: str, codes: Sequence[Path]) -> None:
    global _coder  # noqa: PLW0603 - one coder a process, made once
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)  # inherited from the moment it was started
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _coder = made_coder(coder, codes)
    gc.freeze()  # what was loaded stays: to look through it for what could go takes time


def _end_with(sentinel: int) -> None:
    """A worker whose parent was killed would wait for ever: it ends itself."""
    wait([sentinel])
    os._exit(1)


def _code(document: Document) -> Coded:
    return guarded(_coder, document)


def guarded(coder: Any, document: Document) -> Coded:  # noqa: ANN401 - any coder
    """The coding of one document, or in words what the coder failed on."""
    try:
        coding: Coding = coder.code(document)
    except Exception as error:
        return f"{type(coder).__name__} failed: {type(error).__name__}: {error}"
    return coding
