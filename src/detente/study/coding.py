"""The second stage: code the documents that are new, or whose coder has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator

from detente.coding.remote.settings import UNREAD, ModelSettings
from detente.errors import RecordFault
from detente.model import Coding, Document
from detente.record import CodingRow, Store
from detente.study.job import Job
from detente.study.model import code_by_model, model_coder
from detente.study.place import ANSWERS
from detente.study.workers import Coded, code_all, on_this_machine

_UNREAD = " unread"
"""Added to the key of a coding that lacks a passage, so that the next run does it again."""


def code_stage(job: Job) -> int:
    """Code what is not yet coded by this very coder, one transaction a document; return how many were.

    A document that the coder fails on is kept with the reason, and the rest goes on. Where a language
    model codes, see `code_by_model` for what is asked and raised.
    """
    store, key = job.store, coder_key(job)
    coded = {row.document for row in store.codings() if row.lexicon == key}
    pending = [document_id for document_id in store.document_ids() if document_id not in coded]
    if not pending:
        return 0
    results = _by_rules(job, pending) if job.study.coder is None else _by_model(job, job.study.coder, pending)
    with job.progress.stage("Coding", len(pending)) as step:
        for document, result in results:
            _keep(store, document, result, key)
            step(document.key)
    return len(pending)


def coder_key(job: Job) -> str:
    """All that a coding depends on beside its document, in one hash."""
    key, model = job.rooms.coder_key(), job.study.coder
    return key if model is None else hashlib.sha256(f"{key} {model.identity}".encode()).hexdigest()[:32]


def _by_rules(job: Job, pending: list[str]) -> Iterator[tuple[Document, Coded]]:
    count = min(job.workers or os.cpu_count() or 1, len(pending))
    return code_all(map(job.store.document, pending), job.rooms.coder, workers=count, codes=job.rooms.codes, engine=job.engine)


def _by_model(job: Job, settings: ModelSettings, pending: list[str]) -> Iterator[tuple[Document, Coded]]:
    on_this_machine(job.engine)
    coder = model_coder(settings, job.place.folder / ANSWERS, job.rooms)
    return code_by_model(coder, lambda: map(job.store.document, pending), purse=job.purse, progress=job.progress)


def _keep(store: Store, document: Document, result: Coded, key: str) -> None:
    failed = result if isinstance(result, str) else None
    if isinstance(result, Coding):
        try:
            store.put_coding(result, lexicon=key + (_UNREAD if _lacks_a_passage(result) else ""))
        except RecordFault as fault:
            if fault.number not in (414, 416):
                raise
            failed = str(fault)
    if failed is not None:
        store.put_failure(CodingRow(document=document.document_id, coder="", coder_version="", lexicon=key, failed=failed))


def _lacks_a_passage(coding: Coding) -> bool:
    return any(note.startswith(UNREAD) for note in coding.notes)
