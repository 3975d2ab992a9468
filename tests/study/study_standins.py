"""Stand-ins for the rooms a study is made in."""

import os
import signal
import time
from dataclasses import replace

from detente_standins import ToyCoder

from detente.model import content_id
from detente.record import export_rows, table_book, write_table
from detente.spans import Span
from detente.study import Rooms
from detente.study.incidents import difference_rows, grouped, incident_rows, memberships


class SlowCoder(ToyCoder):
    def code(self, document):
        time.sleep(float(os.environ.get("SLOW_SECONDS", "0.02")))
        return super().code(document)


class BadCoder(ToyCoder):
    """Fails on one document, quotes what is not there in another."""

    def code(self, document):
        if document.key == "alpha":
            raise RuntimeError("no such verb")
        coding = super().code(document)
        if document.key == "beta":
            object.__setattr__(coding.events[0], "quote", "never written")
        return coding


class ForbiddenCoder:
    def __init__(self):
        raise AssertionError("there was nothing to code")


def forbidden_reader(*_, **__):
    raise AssertionError("there was nothing to read")


def write_tables_only(job):
    """Results without data frames and page: quick."""
    path = job.place.out / "tables" / "events.csv"
    write_table(export_rows(job.store, "events"), table_book("events").shown(), path, "csv")
    return [path], {}


TOY = Rooms(coder="detente_standins:ToyCoder")
INCIDENTS = Rooms(coder="detente_standins:ToyCoder", results="study_standins:incident_tables_only")
QUICK = Rooms(coder="detente_standins:ToyCoder", results="study_standins:write_tables_only")


class ProcessCoder(ToyCoder):
    """Notes the process that coded."""

    def code(self, document):
        coding = super().code(document)
        object.__setattr__(coding, "notes", (str(os.getpid()),))
        return coding


class DyingCoder(ToyCoder):
    """Is killed from outside, as when memory runs out."""

    def code(self, document):
        os.kill(os.getpid(), signal.SIGKILL)


class SecondToyCoder(ToyCoder):
    """Says the same of longer evidence, so that every event and figure has another id."""

    version = "2"

    def code(self, document):
        coding = super().code(document)
        changed = {name: tuple(self._longer(each, document) for each in getattr(coding, name)) for name in ("events", "figures")}
        return replace(coding, **changed)

    def _longer(self, statement, document):
        span = Span(statement.span.start, min(statement.span.end + 1, len(document.raw)))
        kind = type(statement).__name__.lower()
        fields = {f"{kind}_id": content_id(kind, document.document_id, span.start, span.end, "2"), "coder_version": "2"}
        return replace(statement, span=span, quote=span.of(document.raw), **fields)


def incident_tables_only(job):
    """The tables of incidents as a run makes them, without series and page: quick."""
    found = grouped(job.store)
    job.store.put_memberships(memberships(found))
    tables = {"incidents": incident_rows(found, job.store), "differences": list(difference_rows(found, job.store))}
    tables |= {name: list(export_rows(job.store, name)) for name in ("events", "figures")}
    written = []
    for name, rows in tables.items():
        written.append(job.place.out / "tables" / f"{name}.jsonl")
        write_table(rows, table_book(name).shown(), written[-1], "jsonl")
    return written, {}
