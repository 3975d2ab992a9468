"""`detente export`: the tables of a study in the format another program wants."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import told
from detente.cli.options import DryRun, Excel, FileFormat, StudyFolder

EXAMPLE = "detente export examples/sino-soviet --format parquet -o tables-parquet"
_TABLES = "A table, such as events, sentences, series or latent; may be given again. By default those of the record, and series."


def export(
    study: StudyFolder,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write into.")],
    format: Annotated[FileFormat, typer.Option("--format", "-f", help="The format of the tables.")] = FileFormat.CSV,
    table: Annotated[list[str] | None, typer.Option(help=_TABLES)] = None,
    wide: Annotated[bool, typer.Option("--wide", help="Add state numbers and day numbers.")] = False,
    excel: Excel = False,
    dry_run: DryRun = False,
) -> None:
    """Write the tables of a study.

    codebook.md and datapackage.json stand beside them.

    Example: detente export examples/sino-soviet --format parquet -o tables-parquet
    """
    with told():
        from detente.study import EXPORTED, export_study

        tables = tuple(table) if table else EXPORTED
        if dry_run:
            for name in tables:
                print(out / f"{name}.{format.value}")
            return
        for path in export_study(study, out, format=format.value, tables=tables, wide=wide, excel=excel):
            print(path)
