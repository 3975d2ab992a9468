"""A new study: its folder, with a study file that explains itself."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from detente.errors import file_label
from detente.record import whole_file
from detente.study import faults
from detente.study.file import FILE_NAME


def start_study(folder: Path) -> None:
    """Make `folder` with a commented study.toml and an empty sources/.

    Raises `UsageFault` 909 where a study file stands already, 910 where the folder cannot be made.
    """
    path = folder / FILE_NAME
    if path.exists():
        raise faults.fault(faults.EXISTS, where=str(path))
    try:
        (folder / "sources").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise faults.fault(faults.NOT_WRITABLE, error.strerror or "", where=str(folder)) from error
    text = (files("detente") / "data" / "study_template.toml").read_text(encoding="utf-8")
    title = "".join(letter for letter in file_label(folder.resolve().name) if letter.isprintable() and letter not in '"\\')
    with whole_file(path) as stream:
        stream.write(text.replace("TITLE", title or "My study").encode())
