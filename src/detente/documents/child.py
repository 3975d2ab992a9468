"""The child process: reads a file's bytes from standard input, answers in JSON on standard output.

Run as `python -m detente.documents.child ORDERS` by `sandbox.run_child`, never by hand.
"""

from __future__ import annotations

import json
import resource
import sys

from detente.documents.blocks import Parsed
from detente.documents.limits import Limits
from detente.documents.refusals import REASONS
from detente.documents.sandbox import packed
from detente.errors import DocumentRefused


def main(orders: str) -> int:
    """Limit this process, parse, print the answer; returns the exit code."""
    kind, seconds, memory, unpacked, ratio, entries, chars = json.loads(orders)
    limits = Limits(max_seconds=seconds, max_memory=memory, max_unpacked=unpacked, max_ratio=ratio, max_entries=entries, max_chars=chars)
    limit_self(limits)
    try:
        answer = packed(parse(kind, sys.stdin.buffer.read(), limits))
    except DocumentRefused as refused:
        answer = {"refused": [refused.number, refused.what.removeprefix(REASONS[refused.number].what).removeprefix(": ")]}
    except (MemoryError, RecursionError):
        answer = {"refused": [109, "it takes more memory than is allowed"]}
    sys.stdout.write(json.dumps(answer))
    return 0


def limit_self(limits: Limits) -> None:
    """Set this process's limits: processor seconds, address space, no core file."""
    for what, amount in ((resource.RLIMIT_CPU, limits.max_seconds), (resource.RLIMIT_AS, limits.max_memory), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(what, (allowed, allowed))


def parse(kind: str, data: bytes, limits: Limits) -> Parsed:
    """Parse one file of `kind` in this process."""
    if kind == "pdf":
        from detente.documents.pdf import parse_pdf  # noqa: PLC0415 - each child loads one parser

        return parse_pdf(data, limits)
    from detente.documents.docx import parse_docx  # noqa: PLC0415

    return parse_docx(data, limits)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
