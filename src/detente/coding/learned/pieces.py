"""Splitting text into the word pieces that the encoder was trained on (Devlin et al. 2019, uncased), with their offsets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

UNKNOWN, START, END, PADDING = "[UNK]", "[CLS]", "[SEP]", "[PAD]"
_LONGEST_WORD = 60


@dataclass(frozen=True)
class WordPieces:
    """A vocabulary of pieces; a piece that goes on a word begins with `##`."""

    ids: dict[str, int]
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Words split before: a text has few distinct ones."""

    @classmethod
    def of(cls, pieces: Sequence[str]) -> WordPieces:
        """The vocabulary whose pieces are numbered in the order given."""
        return cls({piece: number for number, piece in enumerate(pieces)})

    def split(self, text: str) -> list[tuple[int, int]]:
        """Each piece of a text: its number, and where in the text its word begins."""
        return [(piece, start) for word, start in words_of(text) for piece in self.pieces(word)]

    def pieces(self, word: str) -> tuple[int, ...]:
        """Longest pieces first, from the left; a word with a stretch that is in no piece is unknown as a whole."""
        found = self.known.get(word)
        if found is None:
            found = tuple(self._cut(word))
            if len(self.known) < _MOST_KNOWN:
                self.known[word] = found
        return found

    def _cut(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [self.ids[UNKNOWN]]
        out: list[int] = []
        at = 0
        while at < len(word):
            end = len(word)
            while end > at and ("##" if at else "") + word[at:end] not in self.ids:
                end -= 1
            if end == at:
                return [self.ids[UNKNOWN]]
            out.append(self.ids[("##" if at else "") + word[at:end]])
            at = end
        return out


_MOST_KNOWN = 200_000
"""A long run meets few new words after this many; the memory for them stays bounded."""


def words_of(text: str) -> Iterator[tuple[str, int]]:
    """Lower-case words without accents, each with its offset; a mark of punctuation is a word of its own."""
    letters: list[str] = []
    begun = 0
    for at, character in enumerate(text):
        if character.isalnum():
            if not letters:
                begun = at
            letters.append(character)
            continue
        kind = unicodedata.category(character)
        if kind in ("Mn", "Cf"):
            continue
        if letters:
            yield _plain("".join(letters)), begun
            letters = []
        if not character.isspace() and kind != "Cc":
            yield character, at
    if letters:
        yield _plain("".join(letters)), begun


def _plain(word: str) -> str:
    word = word.lower()
    return word if word.isascii() else "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")
