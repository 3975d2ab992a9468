"""`detente search`: a concordance of a study's sources."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.console import count, plain, show_rows, told
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
        _show(hits, width)
        print(count(len(hits), "sentence"), file=sys.stderr)


def _show(hits: Sequence[Hit], width: int) -> None:
    """A line a sentence, the words found one under the other."""
    from rich.console import Console
    from rich.text import Text

    console = Console(no_color=bool(os.environ.get("NO_COLOR")) or None, highlight=False)
    places = [plain(hit.document + (f", p. {hit.page}" if hit.page else "")) for hit in hits]
    margin = min(max(map(len, places), default=0), 30)
    for hit, place in zip(hits, places, strict=True):
        before, word, after = (plain(part).replace("\n", " ") for part in hit.keyword_in_context(width))
        side = min(width, max((console.width - margin - len(word) - 2) // 2, 10))
        line = Text(f"{place[:margin]:<{margin}}  {before[-side:]:>{side}}")
        console.print(line.append(word, style="bold reverse").append(after[:side]), overflow="crop", no_wrap=True)


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "document": hit.document, "path": hit.path, "sentence": hit.sentence, "number": hit.number, "page": hit.page,
        "text": hit.text, "matches": [[match.start, match.end] for match in hit.matches],
    }  # fmt: skip
