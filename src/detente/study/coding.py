"""The second stage: code the documents that are new, or whose coder has changed."""

from __future__ import annotations

import os

from detente.errors import RecordFault
from detente.model import Coding, Document
from detente.record import CodingRow, Store
from detente.study.job import Job
from detente.study.workers import Coded, code_all


def code_stage(job: Job) -> int:
    """Code what is not yet coded by this very coder, one transaction a document; return how many were.

    A document that the coder fails on is kept with the reason, and the rest goes on.
    """
    store, key = job.store, job.rooms.coder_key()
    coded = {row.document for row in store.codings() if row.lexicon == key}
    pending = [document_id for document_id in store.document_ids() if document_id not in coded]
    if not pending:
        return 0
    count = min(job.workers or os.cpu_count() or 1, len(pending))
    with job.progress.stage("Coding", len(pending)) as step:
        for document, result in code_all(map(store.document, pending), job.rooms.coder, workers=count, codes=job.rooms.codes):
            _keep(store, document, result, key)
            step(document.key)
    return len(pending)


def _keep(store: Store, document: Document, result: Coded, key: str) -> None:
    failed = result if isinstance(result, str) else None
    if isinstance(result, Coding):
        try:
            store.put_coding(result, lexicon=key)
        except RecordFault as fault:
            if fault.number not in (414, 416):
                raise
            failed = str(fault)
    if failed is not None:
        store.put_failure(CodingRow(document=document.document_id, coder="", coder_version="", lexicon=key, failed=failed))
