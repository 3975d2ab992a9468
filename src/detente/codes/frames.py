"""Reading frames of verbs and nouns, a study's own or those of the package."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from detente.codes.fields import Fields
from detente.codes.marked import Located, Marked
from detente.codes.own import OwnFrame
from detente.ontology import EVENT_TYPES, OwnType, mode_names

FRAME_PARTS = ("verbs", "nouns")
_SHARED = ("id", "type", "mode", "words", "source", "target", "needs", "reciprocal", "by_word")
_KEYS = {"verbs": (*_SHARED, "motion", "bare", "intransitive", "by_object"), "nouns": (*_SHARED, "of_class")}
_TABLES = {"verbs": "by_object", "nouns": "of_class"}
_BLOCKS = "none"
"""The frame by which the package's own lists say that phrases tell no event."""
_NEEDS = ("target", "active", "object", "two", "dated", "person")


@dataclass(frozen=True, kw_only=True)
class FrameReader:
    """Reads frames against the types and noun classes there are."""

    take: Fields
    types: Mapping[str, OwnType]
    classes: Collection[str]

    def read(self, part: str, at: Marked) -> list[Located[OwnFrame]]:
        """The frame of one row of `verbs` or `nouns`; none where it lacks what makes a frame."""
        table = self.take.table(at, _KEYS[part], needs=("id", "words"))
        words = self.take.texts(table.get("words"))
        row: dict[str, Any] = {"id": self.take.text(table.get("id")), "words": [each.value for each in words]}
        row |= {key: self._type(table[key]) for key in ("type", "bare", "intransitive") if key in table}
        row |= {key: self.take.flag(table[key]) for key in ("reciprocal", "motion") if key in table}
        row |= {"target": [each.value for each in self.take.texts(table.get("target"), may_be_empty=True)]} if "target" in table else {}
        row |= self._source(part, table.get("source"))
        if "needs" in table:
            row["needs"] = self.take.choice(table["needs"], _NEEDS, "need")
        if "mode" in table:
            row["mode"] = self.take.choice(table["mode"], self._modes(row.get("type")), f"mode of {row.get('type')}") or None
        for key in (_TABLES[part], "by_word"):
            if key in table:
                row[key] = self._kinds(table[key], key)
        if not row["id"] or not words:
            return []
        if row["id"] != _BLOCKS and not any(key in row for key in ("type", "bare", "intransitive", "motion", _TABLES[part], "by_word")):
            self.take.wrong("empty", at, f"the frame {row['id']} gives no type", "Add `type`, `by_word` or a table of noun classes.")
        return [Located(OwnFrame(part=part, row=row, words=words), at.file, at.line)]

    def _type(self, at: Marked) -> str:
        """A PLOVER type, an own type, or none."""
        return self.take.choice(at, (*EVENT_TYPES, *self.types, "none"), "event type, PLOVER's or one of the codebook", default="none")

    def _modes(self, kind: str | None) -> tuple[str, ...]:
        own = self.types.get(kind or "")
        return mode_names(own.event_type if own else kind) if kind and (own or kind in EVENT_TYPES) else ()

    def _kinds(self, at: Marked, key: str) -> dict[str, str]:
        found = {}
        for name, value in self.take.pairs(at).items():
            if key != "by_word" and name not in self.classes:
                self.take.wrong("unknown", value, f"{name!r} is no class of nouns", "Add it to `classes`, or use `by_word`.")
                continue
            found[name] = self._type(value)
        return found

    def _source(self, part: str, at: Marked | None) -> dict[str, Any]:
        if at is None:
            return {}
        if part == "verbs":
            return {"source": self.take.choice(at, ("subject", "from"), "source of a verb", default="subject")}
        return {"source": [each.value for each in self.take.texts(at)]}
