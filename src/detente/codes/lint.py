"""Lint of a study's own codes: everything that is wrong with them, by file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.codes.marked import Problem
from detente.codes.names import found_problems, known_problems, organisation_problems, person_problems, sense_problems
from detente.codes.own import OwnCodes
from detente.codes.package import package_problems
from detente.codes.reading import gather_codes
from detente.codes.words import word_problems
from detente.coding.lexicon import default_lexicon
from detente.errors import CodingFault
from detente.register import default_register


def lint_codes(paths: Sequence[Path]) -> list[Problem]:
    """All that is wrong with files of own codes, taken together; empty where nothing is.

    What keeps a file from being used at all (an unknown key, code or type, a wrong date, an empty entry), and what could be used
    but never takes effect: doubles, also of the package's own tables, names and words that no sentence can bring, frames behind
    one that takes all, dates outside a state's membership.
    """
    whole, broken = [], []
    for path in paths:
        try:
            gather_codes([path])
            whole.append(path)
        except CodingFault as fault:
            line = fault.where.line if fault.where else None
            broken.append(Problem(check="syntax", file=path.name, line=line or 1, what=fault.what, todo=fault.todo))
    own, problems = gather_codes(whole)
    order = {path.name: at for at, path in enumerate(paths)}
    found = {(each.file, each.line, each.check, each.what): each for each in (*broken, *problems, *_problems(own))}
    return sorted(found.values(), key=lambda each: (order.get(each.file.rpartition("/")[2], 0), each.file, each.line, each.what))


def _problems(own: OwnCodes) -> Iterator[Problem]:
    register = default_register()
    joined = own.register(register)
    yield from word_problems(own.frames, (*own.classes, *own.roles))
    yield from package_problems(own, default_lexicon())
    yield from sense_problems(own.entries, joined)
    yield from found_problems(own.entries, joined)
    yield from known_problems(own.entries, register)
    yield from person_problems(own.persons, register)
    yield from organisation_problems(own.organisations, register)
    names: dict[str, int] = {}
    for kind in own.types:
        if kind.value.name in names:
            what = f"the type {kind.value.name!r} stands in line {names[kind.value.name]} already"
            yield Problem(check="duplicate", file=kind.file, line=kind.line, what=what, todo="Take one out.")
        names.setdefault(kind.value.name, kind.line)
