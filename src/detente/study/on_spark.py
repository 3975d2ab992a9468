"""The same coding of documents in the processes of a Spark cluster; the codings are those of a local run, in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.errors import CodingFault
from detente.model import Coding, Document
from detente.spark import spark_session
from detente.study.rooms import check_codes, made_coder
from detente.study.workers import guarded

DOCUMENTS_A_PROCESS = 200
"""A process of a cluster codes at most so many before it is replaced, as a local one does: a parser's vocabulary grows without end."""

OwnFile = tuple[str, bytes]
"""Folder and name of a file of own codes, and what stands in it: a worker may not see the disk of the machine that asks."""


def code_on_spark(documents: Iterable[Document], coder: str, *, codes: Sequence[Path] = ()) -> Iterator[tuple[Document, Coding | str]]:
    """Each document with its coding, or in words why there is none, in the order given.

    Documents go to Spark as many at a time as its processes can take (200 each), so that few are in hand here. Workers need this
    version of détente; they are given nothing else.

    Raises `DetenteError` 930 without pyspark, `UsageFault` 655 and 656 where Spark does not start, `CodingFault` 540 to 542 for own
    codes that cannot be read and 657 where a worker was stopped or has another détente.
    """
    if codes:
        check_codes(codes)
    context = spark_session().sparkContext
    processes = context.defaultParallelism
    work = partial(code_part, coder, tuple((f"{path.resolve().parent.name}/{path.name}".lstrip("/"), path.read_bytes()) for path in codes))
    waiting = iter(documents)
    while batch := list(islice(waiting, DOCUMENTS_A_PROCESS * processes)):
        parts = min(processes, len(batch))
        try:
            coded = context.parallelize(batch, parts).mapPartitions(work).collect()
        except Exception as error:
            todo = "See Spark's log; each worker needs the Python and the détente of this machine, and memory for a parser."
            raise CodingFault(657, f"coding on Spark ended early: {_reason(error)}", todo=todo) from error
        yield from zip(batch, coded, strict=True)


def code_part(coder: str, codes: Sequence[OwnFile], documents: Iterable[Document]) -> Iterator[Coding | str]:
    """The codings of one part of the documents, in a process of the cluster."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / str(number) / name for number, (name, _) in enumerate(codes)]
        for path, (_, content) in zip(paths, codes, strict=True):
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
        made = made_coder(coder, paths)
    return (guarded(made, document) for document in documents)


def _reason(error: Exception) -> str:
    """The last line of a worker's traceback, or the first of what Spark says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [
        line for line in lines if re.match(r"[\w.]+(?:Error|Exception|Fault)\b", line) and not line.startswith(("org.", "java.", "py4j."))
    ]
    return (told or lines or [type(error).__name__])[0]
