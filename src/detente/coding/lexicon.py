"""The lexicon of predicates: which verbs and nouns tell which PLOVER event, and who is who in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from detente.errors import CodingFault

_NO_EVENT = "none"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """How one group of verbs or nouns is read.

    `by_class` maps a class of object noun to an event type (None where the words tell no event);
    `event_type` is what is left when no class decides. `source_from` is True for verbs whose subject
    is the receiver ("received aid from"). `needs` is "", "target", "active", "object", "two", "dated" or "person".
    """

    frame_id: str
    event_type: str | None
    mode: str | None
    reciprocal: bool
    source_from: bool
    source: tuple[str, ...]
    target: tuple[str, ...]
    needs: str
    motion: bool
    bare: str | None
    intransitive: str | None
    by_class: Mapping[str, str | None] = field(default_factory=dict)

    def type_for(self, noun_class: str | None) -> str | None:
        """The event type when the object is of `noun_class` (None for an object of no class)."""
        if noun_class is not None and noun_class in self.by_class:
            return self.by_class[noun_class]
        return self.event_type


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """All frames, ready to be asked by lemma. `version` is a hash of the words, for the record."""

    version: str
    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    classes: Mapping[str, str]
    roles: Mapping[str, str]
    pair: frozenset[str]
    other: frozenset[str]
    titles: Mapping[str, str]

    def class_of(self, lemma: str) -> str | None:
        """The class of an object noun, or None."""
        return self.classes.get(lemma)


def _frame(row: Mapping[str, Any], key: str) -> Frame:
    table = {name: None if kind == _NO_EVENT else kind for name, kind in row.get(key, {}).items()}
    kind = row.get("type")
    source = row.get("source", [])
    return Frame(
        frame_id=row["id"],
        event_type=None if kind == _NO_EVENT else kind,
        mode=row.get("mode"),
        reciprocal=bool(row.get("reciprocal", False)),
        source_from=source == "from",
        source=() if isinstance(source, str) else tuple(source),
        target=tuple(row.get("target", [])),
        needs=row.get("needs", ""),
        motion=bool(row.get("motion", False)),
        bare=row.get("bare"),
        intransitive=row.get("intransitive"),
        by_class=table,
    )


def _index(rows: list[Mapping[str, Any]], key: str) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, tuple[Frame, ...]] = {}
    for row in rows:
        frame = _frame(row, key)
        for word in row["words"]:
            lemma = word.rstrip("_").replace("_", " ")
            found[lemma] = (*found.get(lemma, ()), frame)
    return found


def read_lexicon(text: str) -> Lexicon:
    """Read a lexicon in the form of `data/predicates.yaml`; raises `CodingFault` where a part is missing."""
    data = yaml.safe_load(text)
    for part in ("classes", "verbs", "nouns", "roles", "pair", "other", "titles"):
        if part not in data:
            raise CodingFault(501, f"the lexicon has no part {part!r}", where="predicates.yaml", todo="Add it, or restore the file.")
    return Lexicon(
        version=hashlib.sha256(text.encode("utf-8")).hexdigest()[:12],
        verbs=_index(data["verbs"], "by_object"),
        nouns=_index(data["nouns"], "of_class"),
        classes=_first({lemma: name for name, words in reversed(list(data["classes"].items())) for lemma in words}),
        roles={word.replace("_", " "): role for role, words in reversed(list(data["roles"].items())) for word in words},
        pair=frozenset(data["pair"]),
        other=frozenset(data["other"]),
        titles={title: state for state, words in data["titles"].items() for title in words},
    )


def _first(table: dict[str, str]) -> dict[str, str]:
    return dict(sorted(table.items()))


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    return read_lexicon(files("detente.data").joinpath("predicates.yaml").read_text(encoding="utf-8"))
