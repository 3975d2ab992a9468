"""`detente panel`: a panel of pairs of states and years, with published data beside it."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.console import told
from detente.cli.options import Format, OutFile

if TYPE_CHECKING:
    import polars as pl

    from detente.relations.panels import Build

EXAMPLE = "detente panel --from 1946 --to 2012 --add alliances,trade --data published -o panel.parquet"


class System(StrEnum):
    """Whose list of states."""

    COW = "cow"
    GW = "gw"


def panel(
    *,
    first: Annotated[int, typer.Option("--from", help="The first year, 1816 or later.")],
    last: Annotated[int, typer.Option("--to", help="The last year, included.")],
    add: Annotated[str, typer.Option(help="What is added: alliances, atop, capabilities, disputes, trade ... with commas between.")] = "",
    system: Annotated[System, typer.Option(help="Whose states: cow (Correlates of War) or gw (Gleditsch and Ward).")] = System.COW,
    directed: Annotated[bool, typer.Option("--directed", help="Each pair in both orders; else the smaller number first.")] = False,
    relevant: Annotated[bool, typer.Option("--relevant", help="Only pairs that are contiguous or have a major power.")] = False,
    states: Annotated[str, typer.Option(help="Pairs of these only, by letters or number, such as CHN,RUS,USA.")] = "",
    data: Annotated[Path | None, typer.Option(help="The folder of data sets; the study's data/, else that of DETENTE_DATA.")] = None,
    out: OutFile = None,
    format: Format = None,
) -> None:
    """Make a panel of pairs of states and years, with published data beside each.

    What a data set does not tell is empty, never a zero. A codebook stands beside OUT: what each column means, the data sets with their
    licence and citation.

    Example: detente panel --from 1946 --to 2012 --add alliances,trade --data published -o panel.parquet
    """
    with told():
        from detente.relations.panels import build_panel, codebook_of

        made = build_panel(
            data or _folder(),
            first=first,
            last=last,
            add=_split(add),
            system=system.value,
            directed=directed,
            relevant=relevant,
            states=_split(states) or None,
        )
        _tell(made)
        frame = made.panel.collect()
        if out is None or str(out) == "-":
            sys.stdout.buffer.write(_written(frame, format.value if format else "jsonl"))
            sys.stdout.flush()
            return
        _put(out, _written(frame, format.value if format else out.suffix.lstrip(".").lower()))
        _put(out.with_suffix(".codebook.md"), codebook_of(made).encode("utf-8"))
        print(f"{frame.height} rows, {frame.width} columns: {out}", file=sys.stderr)


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _folder() -> Path:
    """The data/ of the study that one stands in, else what DETENTE_DATA names."""
    named = os.environ.get("DETENTE_DATA")
    return Path("data") if Path("study.toml").is_file() or not named else Path(named)


def _tell(made: Build) -> None:
    """On stderr: what was read, rows that were left out, and files of the same kind that were not taken."""
    for taken in made.taken:
        for reading in taken.readings:
            lost = [fault for fault in reading.faults if not fault.kept]
            left = f"; {len(lost)} rows left out, the first: {lost[0]}" if lost else ""
            if left or len(taken.readings) == 1:
                print(f"{taken.prefix}: {reading.layout.data_set} {reading.layout.version} ({reading.file}){left}", file=sys.stderr)
    for path in made.passed_over:
        print(f"not taken, as another data set of its kind goes further: {path}", file=sys.stderr)


def _written(frame: pl.DataFrame, kind: str) -> bytes:
    import io

    stream = io.BytesIO()
    if kind == "parquet":
        frame.write_parquet(stream)
    elif kind == "csv":
        frame.write_csv(stream)
    elif kind == "jsonl":
        frame.write_ndjson(stream)
    else:
        from detente.errors import UsageFault

        raise UsageFault(619, f"a panel is not written as {kind!r}", todo="Name the file .parquet, .csv or .jsonl, or give --format.")
    return stream.getvalue()


def _put(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
