"""Arguments and options that several verbs share, worded once."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class FileFormat(StrEnum):
    """The formats of tables."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class CodingEngine(StrEnum):
    """Whose processes code documents."""

    LOCAL = "local"
    SPARK = "spark"


StudyFolder = Annotated[Path, typer.Argument(metavar="STUDY", help="The folder of a study that was run.")]
OutFile = Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; stdout by default.")]
Format = Annotated[FileFormat | None, typer.Option("--format", "-f", help="By default what the name of OUT says, else JSON lines.")]
Limit = Annotated[int | None, typer.Option(min=0, max=sys.maxsize, help="Show at most so many rows.")]
Seed = Annotated[int, typer.Option(help="Seed of the uncertainty bands; it is named in the manifest.")]
Excel = Annotated[bool, typer.Option("--excel", help="CSV that a spreadsheet opens without running anything in it.")]
Codes = Annotated[list[Path] | None, typer.Option("--codes", help="A file of your own codes; may be given again.")]
Fast = Annotated[bool, typer.Option("--fast", help="Code by rules alone, without the trained reader.")]
EightBit = Annotated[bool, typer.Option("--eight-bit", help="Code twice as fast, with some other events (extra `speed`).")]
Engine = Annotated[CodingEngine, typer.Option("--engine", help="Who codes: processes of this machine, or a Spark cluster.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
