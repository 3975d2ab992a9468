"""`detente lint`: what is wrong with own codes, by file and line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import FINDINGS, count, plain, show_rows, told
from detente.cli.options import Limit

EXAMPLE = "detente lint codes/rivers.yaml"


def lint(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files of own codes, or the folder of a study that names some.")] = None,
    *,
    built_in: Annotated[bool, typer.Option("--built-in", help="Check the package's own tables too.")] = False,
    limit: Limit = None,
) -> None:
    """Check own codes: types, names and words.

    Finds what cannot be used (unknown keys and codes, wrong dates, empty entries) and what would never take effect: doubles, also
    of the package's own tables, words that no sentence can bring, frames behind one that takes all, dates outside a state's time.
    Notes need not be wrong. The exit code is 1 when there is a fault.

    Example: detente lint codes/rivers.yaml
    """
    with told():
        from detente.codes import lint_built_in, lint_codes
        from detente.study import faults

        files = [file for path in paths or [] for file in _files(path)]
        if not files and not built_in:
            raise faults.fault(faults.BAD_OPTION, "name files of own codes, or a study whose study.toml names some")
        found = [*lint_codes(files), *(lint_built_in() if built_in else ())]
        rows = [
            {
                "kind": "note" if each.note else "fault",
                "file": plain(each.file),
                "line": each.line,
                "check": each.check,
                "finding": plain(each.what),
                "todo": plain(each.todo),
            }
            for each in found
        ]
        if rows:
            show_rows(rows, columns=("kind", "file", "line", "check", "finding", "todo"), limit=limit)
        notes = sum(each.note for each in found)
        print(f"{count(len(found) - notes, 'fault')}, {count(notes, 'note')}", file=sys.stderr)
        if len(found) > notes:
            raise typer.Exit(FINDINGS)


def _files(path: Path) -> tuple[Path, ...]:
    """The file itself, or those that the study in a folder names."""
    if not path.is_dir():
        return (path,)
    from detente.study import code_files, read_study_file

    return code_files(path, read_study_file(path))
