"""What the verbs ask of a study that was run: its series, its tables, its checks."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from detente.record import Finding, Format, Row, Store, export_rows, no_store, store_path, table_book, write_books, write_table
from detente.study import faults
from detente.study.file import StudyFile, read_study_file
from detente.study.frames import Unit, series_of
from detente.study.place import TABLES, Place, find_place
from detente.study.results import STORE_TABLES, WRITTEN, frame_rows
from detente.study.scope import Scope, scope_of

EXPORTED = (*STORE_TABLES, "series")
"""The tables that `detente export` writes where none is named."""
_OF_RECORD = (*STORE_TABLES, "sentences")
_PAIR = re.compile(r"([A-Za-z]{3})[-–>:,/]([A-Za-z]{3})")


def study_series(folder: Path, *, dyad: str | None = None, unit: Unit = "year", seed: int = 0) -> list[Row]:
    """The rows of a study's series, of all its pairs or of one; empty where it has no pair or no year.

    Raises `RecordFault` 401 where no study was run, `UsageFault` 907 for a pair that names no two states.
    """
    with Store.open(folder, readonly=True) as store:
        events, dates = store.events(), store.dates()
        scope = study_scope(store, folder, dyad)
    return frame_rows("series", series_of(events, dates, scope, unit=unit, seed=seed))


def study_scope(store: Store, folder: Path, dyad: str | None = None) -> Scope:
    """The scope of the last run, which knows the study file even where results stand elsewhere."""
    kept = store.found("results").get("scope")
    study = _kept_study(kept) if kept else read_study_file(folder if folder.is_dir() else folder.parent)
    if dyad is not None:
        pair = _pair(dyad)
        study = replace(study, states=pair, focus=pair)
    return scope_of(study, store.events())


def _kept_study(kept: dict[str, Any]) -> StudyFile:
    focus = tuple(kept["focus"]) if kept["focus"] else None
    return StudyFile(title="", states=tuple(kept["states"]), focus=focus, first_year=kept["first_year"], last_year=kept["last_year"])


def _pair(dyad: str) -> tuple[str, str]:
    from detente.register import default_register  # noqa: PLC0415 - only a named pair is looked up

    match = _PAIR.fullmatch(dyad.strip())
    codes = tuple(code.upper() for code in match.groups()) if match else ()
    unknown = [code for code in codes if code not in default_register().states]
    if len(codes) != 2 or codes[0] == codes[1] or unknown:
        raise faults.fault(faults.BAD_OPTION, f"{dyad!r} is not two states by their Correlates of War letters, such as CHN-RUS")
    return codes[0], codes[1]


def export_study(
    folder: Path, out: Path, *, format: Format, tables: Sequence[str] = EXPORTED, wide: bool = False, excel: bool = False
) -> tuple[Path, ...]:
    """Write tables of a study into `out` with their codebook and data package; return the files.

    Those of `EXPORTED` are made from the record, any other of `WRITTEN` is taken as the last run wrote it. Raises `RecordFault` 415 for
    a table that there is not, and `UsageFault` 907 for one that the study did not write.
    """
    written, books = [], []
    with Store.open(folder, readonly=True) as store:
        own = store.found("results").get("codebook", [])
        for table in tables:
            book = table_book(table)
            rows = export_rows(store, table, wide=wide) if table in _OF_RECORD else _made(folder, table)
            path = out / f"{table}.{format}"
            write_table(rows, book.shown(wide=wide), path, format, excel=excel)
            written.append(path)
            books.append((book, path, book.shown(wide=wide)))
    return (*written, *write_books(out, books, own_types=own))


def _made(folder: Path, table: str) -> list[Row]:
    """The rows of a table that is made of the whole study: the series anew, any other as the last run wrote it."""
    if table == "series":
        return study_series(folder)
    path = store_path(folder).parent / TABLES / f"{table}.jsonl"
    if table not in WRITTEN or not path.is_file():
        raise faults.fault(faults.BAD_OPTION, f"this study has written no table {table}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def check_study(folder: Path, *, sources: Path | None = None) -> list[Finding]:
    """All that is wrong with a study's record and the files it wrote; empty when nothing is.

    Files of the sources are compared where they are found: in `sources`, else where the study has them.
    """
    if not store_path(folder).is_file():
        raise no_store(folder)
    place = find_place(folder, writes=False) if folder.is_dir() else None
    with Store.open(folder, readonly=not os.access(store_path(folder), os.W_OK)) as store:
        where = sources or (place.sources if place and _has_sources(place, store) else None)
        return store.check(sources=where, outputs=place.out if place else None)


def _has_sources(place: Place, store: Store) -> bool:
    return any((place.sources / reading.path).exists() for reading in store.readings())
