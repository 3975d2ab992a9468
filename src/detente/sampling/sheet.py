"""The sheet of a sample: its columns, its rows from a study or from a file of events, and the filled sheet read back."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import Where
from detente.ontology import EVENT_TYPES
from detente.record import Row, Store, document_labels, event_row, table_book
from detente.sampling import faults
from detente.sampling.draw import draw

EVENT, SENTENCE = "event", "sentence"
ALL, NO_EVENT = "all events", "no event"
VERDICTS = ("right", "wrong pair", "wrong type", "wrong date", "wrong direction", "not an event")
_SHOWN = ("quote", "date_edtf", "source_actor", "source_state", "target_actor", "target_state", "event_type", "own_type", "mode")
_MORE = ("modality", "reciprocal", "attributed_to", "document", "page")
_BLANK = dict.fromkeys(("verdict", "right_type", "missed", "missed_types", "note"))
_NEEDED = ("event_id", "document", "quote", "event_type", "source_state", "target_state")


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A row of a filled sheet: `verdict` None or `missed` None where it was not judged."""

    unit: str
    stratum: str
    population: int
    event_type: str
    verdict: str | None = None
    right_type: str | None = None
    missed: int | None = None
    missed_types: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the reader has judged it."""
        return self.verdict is not None if self.unit == EVENT else self.missed is not None


# --- drawing


def sample_rows(source: Path, *, events: int, sentences: int, by_type: bool, seed: int, context: int = 1) -> list[Row]:
    """The rows of a sheet: so many events, and so many sentences without one, of a study or a file of coded events.

    With `by_type` equally many events of each type are drawn; `context` sentences stand before and after. A study without events
    gives none. Raises `RecordFault` 401 for a folder in which no study was run, `DataRefused` 361 for a file that holds no events,
    362 for sentences of such a file.
    """
    if source.is_dir() or source.suffix == ".sqlite":
        with Store.open(source, readonly=True) as store:
            rows = [*_of_study(store, events, sentences, by_type=by_type, seed=seed, context=context)]
    else:
        if sentences:
            raise faults.fault(faults.NO_SENTENCES, where=source.name)
        rows = _of_file(source, events, by_type=by_type, seed=seed)
    columns = [column.name for column in table_book("sample").columns]
    return [{name: row.get(name) for name in columns} | {"row": number} for number, row in enumerate(rows, 1)]


def _strata(types: Mapping[str, str], *, by_type: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for event_id, kind in types.items():
        found[kind if by_type else ALL].append(event_id)
    return found


def _of_study(store: Store, n: int, empty: int, *, by_type: bool, seed: int, context: int) -> Iterator[Row]:
    events = {event.event_id: event for event in store.events()}
    told = {event.sentence for event in events.values()}
    silent = [each.sentence_id for each in store.sentences() if not each.heading and each.sentence_id not in told]
    drawn = draw(_strata({each.event_id: each.event_type for each in events.values()}, by_type=by_type), n, seed)
    drawn_silent = draw({NO_EVENT: silent}, empty, seed)
    labels = document_labels((row["document_id"], row["key"], row["path"]) for row in store.source_rows())
    around = _around(store, {events[row["id"]].sentence for row in drawn} | {row["id"] for row in drawn_silent}, labels, context)
    for row in drawn:
        event = events[row["id"]]
        cells = event_row(event, labels.__getitem__)
        yield _BLANK | {name: cells[name] for name in (*_SHOWN, *_MORE)} | around[event.sentence] | row | {"unit": EVENT}
    for row in drawn_silent:
        yield _BLANK | around[row["id"]] | row | {"unit": SENTENCE}


def _around(store: Store, wanted: set[str], labels: Mapping[str, str], context: int) -> dict[str, Row]:
    """Of some sentences the words, the words around, and where they stand."""
    found: dict[str, Row] = {}
    for document_id in store.document_ids():
        every = store.sentences(document_id)
        for at, sentence in enumerate(every):
            if sentence.sentence_id in wanted:
                before, after = every[max(0, at - context) : at], every[at + 1 : at + 1 + context]
                found[sentence.sentence_id] = {
                    "before": " ".join(each.text for each in before),
                    "text": sentence.text,
                    "after": " ".join(each.text for each in after),
                    "document": labels[document_id],
                    "page": sentence.page,
                }
    return found


def _of_file(path: Path, n: int, *, by_type: bool, seed: int) -> list[Row]:
    rows = {str(row["event_id"]): row for row in _event_rows(path)}
    drawn = draw(_strata({key: str(row["event_type"]) for key, row in rows.items()}, by_type=by_type), n, seed)
    return [
        _BLANK
        | {name: rows[row["id"]].get(name) for name in (*_SHOWN, *_MORE)}
        | {"text": rows[row["id"]].get("sentence_text")}
        | row
        | {"unit": EVENT}
        for row in drawn
    ]


def _event_rows(path: Path) -> list[Row]:
    if path.suffix.lower() == ".parquet":
        import polars as pl  # noqa: PLC0415 - only Parquet needs it

        rows = pl.read_parquet(path).to_dicts() if path.is_file() else []
    else:
        rows = [row for _, row in table_of(path, faults.NO_EVENTS)]
    missing = [name for name in _NEEDED if rows and name not in rows[0]]
    if missing or not rows:
        raise faults.fault(faults.NO_EVENTS, f"no column {', '.join(missing)}" if missing else "no row", where=path.name)
    return rows


# --- reading


def table_of(path: Path, number: int) -> list[tuple[int, Row]]:
    """The rows of a CSV file (comma, semicolon or tab) or of JSON lines, each with its number; raises the fault of that number."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".jsonl" or text.lstrip()[:1] == "{":
            rows = [(line, json.loads(words)) for line, words in enumerate(text.split("\n"), 1) if words.strip()]
            if not all(isinstance(row, dict) for _, row in rows):
                raise ValueError("a line is no JSON object")
            return rows
        heading = text.partition("\n")[0]
        mark = max(",;\t", key=heading.count)
        return [(at, dict(row)) for at, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, restkey=""), 2)]
    except (OSError, ValueError, RecursionError, csv.Error) as error:
        raise faults.fault(number, str(getattr(error, "strerror", None) or error), where=path.name) from error


def read_sheet(path: Path) -> list[Judged]:
    """The rows of a filled sheet, judged or not.

    Raises `DataRefused` 363 for a file without the sheet's columns, 364 at the first row that says what a sheet cannot: an unknown
    verdict or type, a number of missed events that is none or does not fit their types, a row that stands there twice.
    """
    rows = table_of(path, faults.NOT_A_SHEET)
    needed = ("id", "unit", "stratum", "population", "event_type", "verdict", "right_type", "missed", "missed_types")
    missing = [name for name in needed if rows and name not in rows[0][1]]
    if missing or not rows:
        raise faults.fault(faults.NOT_A_SHEET, f"no column {', '.join(missing)}" if missing else "no row", where=path.name)
    twice = {key for key, times in Counter(_cell(row, "id") for _, row in rows).items() if times > 1}
    sizes: dict[tuple[str, str], int] = {}
    found = []
    for number, row in rows:
        try:
            if _cell(row, "id") in twice:
                raise ValueError("its id stands in another row too")
            judged = _judged(row)
            if sizes.setdefault((judged.unit, judged.stratum), judged.population) != judged.population:
                raise ValueError("its population is not that of the other rows of its stratum")
        except ValueError as error:
            raise faults.fault(faults.ROW, str(error), where=Where(file=path.name, row=number)) from error
        found.append(judged)
    return found


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _judged(row: Mapping[str, Any]) -> Judged:
    unit, verdict, right, missed = _cell(row, "unit"), _cell(row, "verdict").lower(), _cell(row, "right_type"), _cell(row, "missed")
    types = tuple(
        word.strip().upper() for word in _cell(row, "missed_types").replace("|", ";").replace(",", ";").split(";") if word.strip()
    )
    population = _whole(_cell(row, "population"), "population")
    if unit not in (EVENT, SENTENCE):
        raise ValueError(f"{unit!r} is neither an event nor a sentence")
    if population < 1:
        raise ValueError("its population is not a number from 1")
    if unit == EVENT:
        if missed or types:
            raise ValueError("missed events are told of sentences without an event only")
        return Judged(
            unit=unit, stratum=_cell(row, "stratum"), population=population, event_type=_cell(row, "event_type"), **_verdict(verdict, right)
        )
    if verdict or right:
        raise ValueError("a sentence has no verdict: write how many events were missed")
    unknown = [kind for kind in types if kind not in EVENT_TYPES]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no event type")
    if len(types) != (_whole(missed, "missed") if missed else 0):
        raise ValueError(f"missed is {missed or 'empty'}, and {len(types)} types are named")
    count = _whole(missed, "missed") if missed else None
    return Judged(unit=unit, stratum=NO_EVENT, population=population, event_type="", missed=count, missed_types=types)


def _verdict(verdict: str, right: str) -> dict[str, Any]:
    if verdict and verdict not in VERDICTS:
        raise ValueError(f"{verdict!r} is no verdict; known: {', '.join(VERDICTS)}")
    if right and verdict != "wrong type":
        raise ValueError("right_type is for the verdict `wrong type` only")
    if right and right.upper() not in EVENT_TYPES:
        raise ValueError(f"{right!r} is no event type")
    return {"verdict": verdict or None, "right_type": right.upper() or None}


def _whole(text: str, name: str) -> int:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if number < 0 or number != int(number):
        raise ValueError(f"{name} is {text!r}, no whole number")
    return int(number)
