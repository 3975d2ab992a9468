"""Folding a text for look-up: no diacritics, plain apostrophes and hyphens, and a way back to its offsets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "−": "-",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
}
_PLAIN |= {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "a", "Æ": "A", "ß": "s", "ə": "a", "ð": "d", "þ": "t"}
_DROPPED = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
_FOREIGN = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `offsets` leads from its characters (and its end) to the original, None when they agree."""

    text: str
    offsets: tuple[int, ...] | None = None

    def original(self, at: int) -> int:
        """The offset in the original text of an offset in the folded one."""
        return at if self.offsets is None else self.offsets[at]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = _PLAIN.get(character)
    if plain is not None:
        return plain
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


def fold(text: str) -> Folded:
    """Fold `text`. Combining marks, soft hyphens and zero-width characters are left out; all else keeps its place."""
    if text.isascii():
        return Folded(text)
    if not _DROPPED.search(text):
        return Folded(_FOREIGN.sub(lambda found: _fold_character(found[0]), text))
    kept = [at for at, character in enumerate(text) if not _DROPPED.match(character)]
    folded = "".join(text[at] if text[at].isascii() else _fold_character(text[at]) for at in kept)
    return Folded(folded, (*kept, len(text)))


def fold_name(name: str) -> str:
    """A name as the finder keys it: folded, with single spaces."""
    return " ".join(fold(name).text.split())
