"""`detente search`: a concordance of a study's sources."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.console import plain, show_rows, show_table, told
from detente.cli.options import Limit, StudyFolder

if TYPE_CHECKING:
    from detente.record import Hit

EXAMPLE = 'detente search examples/sino-soviet "nuclear OR atomic"'


def search(
    study: StudyFolder,
    words: Annotated[list[str], typer.Argument(help='Words that must all occur; "a phrase", A OR B, A NOT B, begin*, NEAR(A B, 5).')],
    width: Annotated[int, typer.Option(min=10, help="Characters to show on each side.")] = 50,
    limit: Limit = None,
) -> None:
    """Find words in the sources, in context.

    Example: detente search examples/sino-soviet "nuclear OR atomic"
    """
    with told():
        from detente.record import Store

        with Store.open(study, readonly=True) as store:
            hits = store.search(" ".join(words), limit=limit)
        if not sys.stdout.isatty():
            show_rows([_row(hit) for hit in hits], columns=())
            return
        show_table([_line(hit, width) for hit in hits])
        print(f"{len(hits)} sentence{'' if len(hits) == 1 else 's'}", file=sys.stderr)


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "document": hit.document, "path": hit.path, "sentence": hit.sentence, "number": hit.number, "page": hit.page,
        "text": hit.text, "matches": [[match.start, match.end] for match in hit.matches],
    }  # fmt: skip


def _line(hit: Hit, width: int) -> dict[str, Any]:
    from rich.text import Text

    before, word, after = (plain(part) for part in hit.keyword_in_context(width))
    place = hit.document + (f", p. {hit.page}" if hit.page else "")
    return {
        "source": place,
        "before": Text(before, justify="right", no_wrap=True),
        "": Text(word, style="bold reverse", no_wrap=True),
        "after": Text(after, no_wrap=True),
    }
