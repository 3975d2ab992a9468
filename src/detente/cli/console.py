"""What every verb shares: how rows are shown, how errors are told, and the exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from detente.errors import DetenteError, DocumentRefused

OK, FINDINGS, USAGE, REFUSED, INTERNAL, STOPPED = 0, 1, 2, 3, 4, 130
"""Exit codes: done; a check found something; a wrong command or study file; data refused; a fault of ours; stopped."""

_REFUSED_ROOMS = (1, 2, 3)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WHOLE, _WIDE = frozenset({"finding", "trace", "undefined"}), frozenset({"quote", "name", "reason", "finding", "trace", "undefined"})
_HEADS = {
    "date_edtf": "date",
    "source_state": "from",
    "target_state": "to",
    "event_type": "type",
    "cooperation": "coop",
    "n_sources": "sources",
}


class Settings:
    """Settings that stand before the verb."""

    debug = False


def exit_code(error: DetenteError) -> int:
    """3 for documents, names and data that are refused, 2 for all that the reader can ask differently."""
    if isinstance(error, DocumentRefused) or error.number // 100 in _REFUSED_ROOMS:
        return REFUSED
    return USAGE


def tell(error: DetenteError) -> None:
    """Print an error on stderr as one block: number and what, where, and what to do."""
    lines = [f"D{error.number:03d}: {error.what}"]
    if error.where:
        lines.append(f"  where: {error.where}")
    if error.todo:
        lines.append(f"  to do: {error.todo}")
    print("\n".join(map(plain, lines)), file=sys.stderr)


@contextmanager
def told() -> Iterator[None]:
    """Turn what goes wrong into a block on stderr and an exit code; a traceback only with --debug."""
    try:
        yield
    except DetenteError as error:
        if Settings.debug:
            traceback.print_exc()
        tell(error)
        raise typer.Exit(exit_code(error)) from error
    except BrokenPipeError:
        # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(OK) from None
    except KeyboardInterrupt as error:
        print("Stopped. What was finished is kept: the same command goes on from there.", file=sys.stderr)
        raise typer.Exit(STOPPED) from error
    except (typer.Exit, typer.Abort):
        raise
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise _ours(error) from error
        from detente.record import no_room

        if Settings.debug:
            traceback.print_exc()
        tell(no_room(error.strerror or ""))
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(USAGE) from error
    except Exception as error:
        raise _ours(error) from error


def _ours(error: Exception) -> typer.Exit:
    """Say that the program is at fault; the exit that tells of it."""
    if Settings.debug:
        traceback.print_exc()
    print(f"A fault of the program: {type(error).__name__}: {plain(str(error))}", file=sys.stderr)
    print("  to do: Run again with --debug before the verb, and report what it prints.", file=sys.stderr)
    return typer.Exit(INTERNAL)


def plain(text: str) -> str:
    """Text for a terminal: control characters and bidirectional overrides of a document cannot act on it."""
    return "".join(character if character in "\n\t" or _harmless(character) else f"\\x{ord(character):02x}" for character in text)


def _harmless(character: str) -> bool:
    code = ord(character)
    return not (code < 0x20 or 0x7F <= code < 0xA0 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or 0xD800 <= code <= 0xDFFF)


def show_rows(rows: Iterable[dict[str, Any]], *, columns: Sequence[str], limit: int | None = None) -> None:
    """JSON lines with every column where stdout is piped; a table of some of them on a terminal."""
    chosen = _first(rows, limit)
    if sys.stdout.isatty():
        show_table([{name: row[name] for name in columns} for row in chosen])
        return
    from detente.record import json_line

    for row in chosen:
        sys.stdout.buffer.write(json_line(row))
    sys.stdout.flush()


def _first(rows: Iterable[dict[str, Any]], limit: int | None) -> Iterable[dict[str, Any]]:
    from itertools import islice

    return rows if limit is None else islice(rows, limit)


def show_table(rows: Sequence[dict[str, Any]]) -> None:
    """Print rows as a table as wide as the terminal; what comes out of documents is shown as text."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(no_color=bool(os.environ.get("NO_COLOR")) or None, highlight=False)
    if not rows:
        console.print("Nothing was found.")
        return
    flexible = any(name in _WIDE for name in rows[0])
    table = Table(box=None, header_style="bold", pad_edge=False, expand=flexible)
    for name in rows[0]:
        head, wide = _HEADS.get(name, name), name in _WIDE
        numbers = all(isinstance(row[name], int | float | None) for row in rows)
        width = max(len(head), *(len(cell_text(row[name])) for row in rows))
        table.add_column(
            head,
            justify="right" if numbers else "left",
            overflow="fold" if name in _WHOLE else "ellipsis",
            no_wrap=name not in _WHOLE,
            min_width=None if wide else min(width, 24),
            ratio=1 if wide else None,
        )
    for row in rows:
        table.add_row(*(Text(cell_text(value)) for value in row.values()))
    console.print(table)


def cell_text(value: Any) -> str:  # noqa: ANN401 - a cell of any sort
    """A cell as a reader wants it: nothing for None, numbers short, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return plain(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def count(n: int, noun: str) -> str:
    """A number with its noun: `1 note`, `2 notes`."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
