"""`detente init`: a folder with a commented study file, ready for sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import told

EXAMPLE = "detente init my-study"


def init(folder: Annotated[Path, typer.Argument(help="The folder to make, or to add a study file to.")]) -> None:
    """Make a folder for a new study.

    It gets a commented study.toml, and sources/ to put documents into.
    Nothing that is there is changed.

    Example: detente init my-study
    """
    with told():
        from detente.study import start_study

        start_study(folder)
        print(f"Made {folder / 'study.toml'} and {folder / 'sources'}. Put your documents there, then: detente study {folder}")
