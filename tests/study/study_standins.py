"""Stand-ins for the rooms a study is made in."""

import os
import signal
import time

from detente_standins import ToyCoder

from detente.record import export_rows, table_book, write_table
from detente.study import Rooms


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
