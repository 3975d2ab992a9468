"""The lexicon of predicates: which verbs and nouns tell which PLOVER event, and who is who in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from detente.errors import CodingFault
from detente.ontology import OwnType

OBJECTLESS = frozenset({"REJECT", "REQUEST", "SUPPORT", "AID", "COERCE"})
"""Types whose verbs, used without any object or complement, tell of something else ("influence declined")."""
_NO_EVENT = "none"
_PLAIN_SLOTS = ("type", "bare", "intransitive")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """How one group of verbs or nouns is read.

    `by_class` maps a class of object noun to an event type (None where the words tell no event);
    `event_type` is what is left when no class decides. `source_from` is True for verbs whose subject
    is the receiver ("received aid from"). `needs` is "", "target", "active", "object", "two", "dated" or "person".
    A key of `by_class` that begins with "=" is one object noun by its lemma and goes before the classes. `study` marks a
    frame of a study's own, `silent` one by which it says that the words tell no event; `own` gives the study's own type
    behind a slot: a key of `by_class`, or "type", "bare", "intransitive".
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
    own: Mapping[str, str] = field(default_factory=dict)
    study: bool = False
    silent: bool = False

    def slot_of(self, lemma: str, noun_class: str | None) -> str | None:
        """The key of `by_class` that an object falls under: its own word, else its class; None where it is under neither."""
        if f"={lemma}" in self.by_class:
            return f"={lemma}"
        return noun_class if noun_class is not None and noun_class in self.by_class else None

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
    own_types: Mapping[str, OwnType] = field(default_factory=dict)

    def class_of(self, lemma: str) -> str | None:
        """The class of an object noun, or None."""
        return self.classes.get(lemma)


def _frame(row: Mapping[str, Any], key: str, types: Mapping[str, OwnType] | None = None) -> Frame:
    own = types or {}
    slots: dict[str, Any] = {slot: row.get(slot) for slot in _PLAIN_SLOTS}
    slots |= row.get(key, {}) | {f"={word}": kind for word, kind in row.get("by_word", {}).items()}
    kinds = {slot: None if kind == _NO_EVENT else own[kind].event_type if kind in own else kind for slot, kind in slots.items()}
    source = row.get("source", [])
    return Frame(
        frame_id=row["id"],
        event_type=kinds.pop("type"),
        mode=row.get("mode"),
        reciprocal=bool(row.get("reciprocal", False)),
        source_from=source == "from",
        source=() if isinstance(source, str) else tuple(source),
        target=tuple(row.get("target", [])),
        needs=row.get("needs", ""),
        motion=bool(row.get("motion", False)),
        bare=kinds.pop("bare"),
        intransitive=kinds.pop("intransitive"),
        by_class=kinds,
        own={slot: kind for slot, kind in slots.items() if kind in own},
        study=types is not None,
        silent=types is not None and row.get("type") == _NO_EVENT,
    )


def _index(rows: Iterable[Mapping[str, Any]], key: str, types: Mapping[str, OwnType] | None = None) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, tuple[Frame, ...]] = {}
    for row in rows:
        frame = _frame(row, key, types)
        for word in row["words"]:
            lemma = lemma_of(word)
            found[lemma] = (*found.get(lemma, ()), frame)
    return found


def lemma_of(word: str) -> str:
    """What a word of the lexicon is looked up by: `break_off` is "break off"; a `_` at the end only tells two entries apart."""
    return word.rstrip("_").replace("_", " ")


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


def extend_lexicon(base: Lexicon, own: Mapping[str, Any], types: Mapping[str, OwnType], *, version: str) -> Lexicon:
    """`base` with the words of a study, which go before its own; the parts of `own` are in the form of `data/predicates.yaml`.

    A frame may name a type of `types` wherever it may name one of PLOVER's; a noun in `classes` or `roles` changes its class or
    role for the study. `version` becomes part of the lexicon's, so that other words are another coder.
    """
    verbs, nouns = _index(own.get("verbs", ()), "by_object", types), _index(own.get("nouns", ()), "of_class", types)
    return replace(
        base,
        version=f"{base.version}+{version}",
        verbs=dict(base.verbs) | {word: (*frames, *base.verbs.get(word, ())) for word, frames in verbs.items()},
        nouns=dict(base.nouns) | {word: (*frames, *base.nouns.get(word, ())) for word, frames in nouns.items()},
        classes=dict(base.classes) | {lemma: name for name, words in own.get("classes", {}).items() for lemma in words},
        roles=dict(base.roles) | {lemma: role for role, words in own.get("roles", {}).items() for lemma in words},
        own_types=types,
    )
