"""Numbered errors: what happened, where, and what to do next.

Numbers are grouped by room: 1xx reading documents, 2xx registers, 3xx data sets, 4xx the record,
5xx coding, 6xx relations, 7xx theories and simulations, 8xx reports, 9xx the command line and the study file.
A number, once published, keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Where:
    """The place an error speaks of: a file and, where known, its line, row or page."""

    file: str
    line: int | None = None
    row: int | None = None
    page: int | None = None

    def __str__(self) -> str:
        parts = [self.file]
        for name, value in (("line", self.line), ("row", self.row), ("page", self.page)):
            if value is not None:
                parts.append(f"{name} {value}")
        return ", ".join(parts)


def file_label(name: str) -> str:
    """The name of a file as text: bytes of it that are no UTF-8 are shown by their numbers, as in `caf\\xe9.txt`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class DetenteError(Exception):
    """A numbered error with its reason, its place and the next step.

    `number` is stable between versions; `what` says what happened, `where` in which file and row,
    `todo` what the reader can do about it.
    """

    def __init__(self, number: int, what: str, *, where: Where | str | None = None, todo: str = "") -> None:
        super().__init__(number, what, where, todo)
        self.number = number
        self.what = what
        self.where = Where(file=where) if isinstance(where, str) else where
        self.todo = todo

    def __reduce__(self) -> tuple[Callable[..., DetenteError], tuple[Any, ...]]:
        # an exception is rebuilt from its positional arguments, and two of ours are keywords
        return _rebuild, (type(self), self.number, self.what, self.where, self.todo)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        todo = f" {self.todo}" if self.todo else ""
        return f"D{self.number:03d}: {self.what}{place}.{todo}"


def _rebuild(kind: type[DetenteError], number: int, what: str, where: Where | None, todo: str) -> DetenteError:
    return kind(number, what, where=where, todo=todo)


class DocumentRefused(DetenteError):
    """A source cannot be read (1xx); the rest of the run goes on without it."""


class NameUnresolved(DetenteError):
    """A name or code means nothing, or more than one thing, on the date asked for (2xx)."""


class DataRefused(DetenteError):
    """A row or a file of a data set is not in its published layout (3xx)."""


class RecordFault(DetenteError):
    """The store is busy, foreign, of another version, or broken (4xx)."""


class CodingFault(DetenteError):
    """A coder or its lexicon is at fault (5xx)."""


class UsageFault(DetenteError):
    """The command or the study file asks for something that cannot be (9xx, or the number of the room that is asked)."""
