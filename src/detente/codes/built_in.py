"""Lint of the package's own tables by the checks that a study's codes are held to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

from detente.codes.fields import Fields
from detente.codes.frames import FRAME_PARTS, FrameReader
from detente.codes.marked import Located, Problem, marked_text
from detente.codes.names import found_problems, outside, sense_problems
from detente.codes.words import word_problems
from detente.register import Register, default_register, first_day, last_day, read_entry, table_rows

_PREDICATES = "predicates.yaml"
_WORD_LISTS = ("classes", "roles")
_NAME_TABLES = ("state_names.csv", "places.csv", "parties.csv")
_NAME_COLUMNS = ("name", "kind", "ref", "from", "to", "flags")


def lint_built_in() -> list[Problem]:
    """All that is wrong with the package's predicates, names, offices and memberships; a test holds that it is notes alone.

    A note tells of a name, office or membership of before or after a state's own: colonies and peoples had them too.
    """
    register = default_register()
    found = [*_predicates(), *_names(register), *_spans(register)]
    return sorted(found, key=lambda each: (each.file, each.line, each.what))


def _predicates() -> Iterator[Problem]:
    text = files("detente.data").joinpath(_PREDICATES).read_text(encoding="utf-8")
    take = Fields()
    parts = take.table(marked_text(text, _PREDICATES), (*_WORD_LISTS, *FRAME_PARTS, "pair", "other", "titles"))
    lists = {name: take.pairs(parts.get(name)) for name in _WORD_LISTS}
    reader = FrameReader(take=take, types={}, classes=lists["classes"])
    frames = [frame for part in FRAME_PARTS for row in take.rows(parts.get(part)) for frame in reader.read(part, row)]
    nouns = [
        Located((name, each.value), each.file, each.line)
        for table in lists.values()
        for name, row in table.items()
        for each in take.texts(row)
    ]
    yield from take.problems
    yield from word_problems(frames, nouns, study=False)


def _names(register: Register) -> Iterator[Problem]:
    entries = []
    for table in _NAME_TABLES:
        for line, row in table_rows(table, *_NAME_COLUMNS):
            entries.append(Located(read_entry(*row[:3], first=row[3], last=row[4], flags=row[5]), table, line))
    yield from found_problems(entries, register)
    # a state's people and places had their names before and after it was a member, and one name may lie in several states
    for problem in sense_problems([each for each in entries if each.value.kind in ("state", "metonym")], register):
        yield replace(problem, note=problem.check == "dates")


def _spans(register: Register) -> Iterator[Problem]:
    rows = [
        ("offices.csv", ("person", "state", "role", "first", "last"), 1),
        ("members.csv", ("organisation", "state", "first", "last"), 1),
    ]
    for table, columns, state in rows:
        for line, row in table_rows(table, *columns):
            days = first_day(row[-2]), last_day(row[-1])
            at = Located(row[0], table, line)
            if None not in days and days[0] > days[1]:  # type: ignore[operator]
                yield Problem(check="dates", file=table, line=line, what=f"{row[0]}: it ends before it starts", todo="Correct the dates.")
            for problem in outside(row[state], days, at, row[0], register):
                yield replace(problem, note=True)
