"""What a study should cite, as BibTeX: the program, what it was made with, the sources, the tables beside them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from detente.record import Store
from detente.study.place import DATA
from detente.study.rooms import versions
from detente.version import __version__

if TYPE_CHECKING:
    from detente.datasets.published_layout import Layout

_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_SPECIAL |= {mark: f"\\{mark}" for mark in "&%$#_"}


def bibliography(folder: Path) -> str:
    """The BibTeX of a study that was run; raises `RecordFault` 401 where none was."""
    with Store.open(folder, readonly=True) as store:
        rows = store.source_rows()
    taken: set[str] = set()
    entries = [*_references(taken), *(_source(row, taken) for row in rows), *_tables(folder, taken), *_data_sets(folder, taken)]
    return "\n".join(entries)


def _references(taken: set[str]) -> Iterator[str]:
    text = (files("detente") / "data" / "references.yaml").read_text(encoding="utf-8")
    installed = versions() | {"detente": __version__}
    for key, entry in yaml.safe_load(text).items():
        fields = {name: str(value) for name, value in entry.items() if name not in ("type", "package")}
        if "version" in fields:
            fields["version"] = fields["version"].replace("{version}", installed.get(entry["package"], ""))
        taken.add(key)
        # written by us as BibTeX: braces keep the name of a body whole
        yield _entry(entry["type"], key, {name: value if name == "author" else escaped(value) for name, value in fields.items()})


def _source(row: Mapping[str, Any], taken: set[str]) -> str:
    fields = {
        "title": row["title"] or row["key"],
        "author": row["author"],
        "date": row["published"] or "",
        "year": _year(row["published"]),
        "howpublished": row["kind"],
        "note": "; ".join(part for part in (row["citation"], row["path"]) if part),
    }
    return _entry("misc", _key(row["key"], taken), {name: escaped(value) for name, value in fields.items() if value})


def _year(edtf: str | None) -> str:
    match = re.match(r"-?\d{4}", edtf or "")
    return match[0] if match else ""


def _tables(folder: Path, taken: set[str]) -> Iterator[str]:
    """An entry for each work that the tables beside the sources cite."""
    from detente.datasets.shelf import is_published  # noqa: PLC0415 - data frames are heavy, and only citing needs them here

    for path in sorted(path for path in (folder / DATA).glob("*.csv") if not is_published(path)):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cited = [row["citation"] for row in csv.DictReader(stream) if row.get("citation")]
        for work in dict.fromkeys(cited):
            fields = {"title": escaped(work), "note": escaped(f"cited by {DATA}/{path.name}"), "year": _year_in(work)}
            yield _entry("misc", _key(f"{path.stem}-{work}", taken), fields)


def _data_sets(folder: Path, taken: set[str]) -> Iterator[str]:
    """What the makers of the published data sets in the study's folder ask to be cited, each once, with its licence and its files."""
    from detente.datasets.shelf import items  # noqa: PLC0415 - as above

    used: dict[str, tuple[Layout, list[str]]] = {}
    for item in items(folder):
        if item.in_study and item.layout is not None:
            used.setdefault(item.layout.bibtex, (item.layout, []))[1].append(f"{DATA}/{item.name}")
    for bibtex, (layout, files_) in used.items():
        told = "; ".join(part for part in (layout.data_set, layout.version, layout.licence) if part)
        yield "\n".join(f"% {line}" for line in (escaped(told), *map(escaped, files_))) + "\n" + _with_own_keys(bibtex, taken) + "\n"


def _with_own_keys(bibtex: str, taken: set[str]) -> str:
    return re.sub(r"(?m)^@(\w+)\{([^,\s]+),", lambda found: f"@{found[1]}{{{_key(found[2], taken)},", bibtex)


def _year_in(work: str) -> str:
    match = re.search(r"\b(1[89]|20)\d\d\b", work)
    return match[0] if match else ""


def _key(name: str, taken: set[str]) -> str:
    """A key of letters, digits and hyphens that no other entry has."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower()[:40] or "source"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    taken.add(key)
    return key


def _entry(type_: str, key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return f"@{type_}{{{key},\n" + "\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    """Text as BibTeX prints it, on one line, with no character that acts."""
    return "".join(_SPECIAL.get(character, character) for character in " ".join(text.split()))
