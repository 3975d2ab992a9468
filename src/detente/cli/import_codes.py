"""`detente import-codes`: dictionaries of TABARI and PETRARCH, and CAMEO code lists, as own codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import count, plain, show_rows, told
from detente.cli.options import DryRun, Limit

EXAMPLE = "detente import-codes verbs.txt actors.txt -o codes/imported.yaml"


def import_codes(
    files: Annotated[list[Path], typer.Argument(help="Verb, actor or agent dictionaries, or tables of CAMEO codes.")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file of own codes to write.")],
    every: Annotated[bool, typer.Option("--all", help="Tell of what was kept too, not only of what was refused.")] = False,
    limit: Limit = None,
    dry_run: DryRun = False,
) -> None:
    """Import event dictionaries as own codes.

    Reads what TABARI and PETRARCH read. Codes become own types with their CAMEO number, each with its PLOVER type. Every entry that
    own codes cannot say is listed with its line and the reason; how many were read, kept, known already and refused stands on stderr.

    Example: detente import-codes verbs.txt actors.txt -o codes/imported.yaml
    """
    with told():
        from detente.codes import import_dictionaries
        from detente.record import whole_file

        made = import_dictionaries(files)
        if not dry_run:
            with whole_file(out) as stream:
                stream.write(made.text.encode())
        rows = [
            {"file": entry.file, "line": entry.line, "outcome": entry.outcome, "entry": plain(entry.text), "reason": plain(entry.reason)}
            for entry in made.entries
            if every or entry.outcome == "refused"
        ]
        show_rows(rows, columns=("file", "line", "outcome", "entry", "reason"), limit=limit)
        counts = made.counts
        told_counts = f"{counts['kept']:,} kept, {counts['known']:,} known already, {counts['refused']:,} refused"
        print(f"{count(counts['read'], 'entry').replace('entrys', 'entries')} read: {told_counts}", file=sys.stderr)
