"""Lint of own words against the package's: what it says already, and what a study changes by saying otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from detente.codes.marked import Located, Problem
from detente.codes.own import OwnCodes
from detente.coding.lexicon import Lexicon, lemma_of

_TABLES = ("by_object", "of_class", "by_word")


def package_problems(own: OwnCodes, lexicon: Lexicon) -> Iterator[Problem]:
    """Words that the package reads so already, and nouns whose class or role the study changes (a note)."""
    for each in own.frames:
        kind = each.value.row.get("type")
        held = lexicon.verbs if each.value.part == "verbs" else lexicon.nouns
        if any(name in each.value.row for name in _TABLES):
            continue
        for word in each.value.words:
            same = next((frame for frame in held.get(lemma_of(word.value), ()) if frame.event_type == kind and not frame.by_class), None)
            if kind and same:
                what = f"{word.value!r} tells {kind} without the study's saying so (frame {same.frame_id})"
                yield _problem(word, what, "Take it out, unless its prepositions or needs differ.", note=True)
    yield from _nouns(own.classes, lexicon.classes, "class")
    yield from _nouns(own.roles, lexicon.roles, "role")


def _nouns(pairs: tuple[Located[tuple[str, str]], ...], known: Mapping[str, str], what: str) -> Iterator[Problem]:
    seen: dict[str, tuple[str, int]] = {}
    for each in pairs:
        name, noun = each.value
        if noun in seen:
            yield _problem(each, f"{noun!r} has the {what} {seen[noun][0]!r} in line {seen[noun][1]} already", "Take one out.")
        elif known.get(noun) == name:
            yield _problem(each, f"{noun!r} has the {what} {name!r} without the study's saying so", "Take it out.")
        elif noun in known:
            told = f"{noun!r} changes its {what} from {known[noun]!r} to {name!r} for every word of the study"
            yield _problem(each, told, "See that this is what you mean; `by_word` says it for one verb alone.", note=True)
        seen.setdefault(noun, (name, each.line))


def _problem(at: Located[Any], what: str, todo: str, *, note: bool = False) -> Problem:
    return Problem(check="duplicate", file=at.file, line=at.line, what=what, todo=todo, note=note)
