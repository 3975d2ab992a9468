"""How much of anything a reader takes before it gives up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of reading one file.

    `max_bytes` is the size on disk, `max_chars` the code points of one document's raw text,
    `max_seconds` the wall and processor time of a child that parses a PDF or an archive, `max_memory`
    its address space in bytes, `max_unpacked` the bytes an archive may unpack to, `max_ratio` the
    bytes it may unpack to for each byte it holds, and `max_entries` the files in it.
    """

    max_bytes: int = 64_000_000
    max_chars: int = 10_000_000
    max_seconds: int = 60
    max_memory: int = 1_500_000_000
    max_unpacked: int = 100_000_000
    max_ratio: int = 200
    max_entries: int = 2_000
