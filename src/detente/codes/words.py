"""Lint of words: frames and nouns that the parser can never bring, and frames that another always takes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from detente.codes.marked import Located, Problem
from detente.codes.own import OwnFrame
from detente.coding.lexicon import OBJECTLESS, lemma_of

_POS = {"verbs": "verb", "nouns": "noun"}
_TABLES = ("by_object", "of_class")
_TITLED = ("leader", "minister")


@dataclass(frozen=True)
class Placed:
    """A frame as one of its words meets it: the frame, where the word stands, and whether it is a study's own."""

    frame: OwnFrame
    word: Located[str]
    study: bool

    @property
    def decides(self) -> frozenset[str]:
        """The object classes and object words that it decides by."""
        row = self.frame.row
        return frozenset({*(name for key in _TABLES for name in row.get(key, {})), *(f"={word}" for word in row.get("by_word", {}))})

    @property
    def always(self) -> bool:
        """Whether it takes its word whatever the object is; some types leave a verb without any object to the next frame."""
        row = self.frame.row
        plain = row.get("type") if self.study else {"none": None}.get(row.get("type", ""), row.get("type"))
        if self.frame.part == "nouns":
            return bool(plain) and (self.study or not self.decides)
        both = row.get("bare") and row.get("intransitive")
        waits = plain in OBJECTLESS and row.get("needs") != "target"
        return bool((plain and not waits) or both or row.get("motion"))


def word_problems(
    frames: Sequence[Located[OwnFrame]], nouns: Sequence[Located[tuple[str, str]]], *, study: bool = True
) -> Iterator[Problem]:
    """All that is wrong with the words of frames, and with the nouns of classes and roles."""
    for each in frames:
        for word in each.value.words:
            fault = unspoken(lemma_of(word.value), each.value.part)
            if fault:
                yield _problem("unreachable", word, f"{word.value!r} of {each.value.row['id']}: {fault[0]}", fault[1])
    for noun in nouns:
        fault = unspoken(lemma_of(noun.value[1]), "nouns")
        if noun.value[0] in _TITLED and "-" in noun.value[1]:
            continue  # titles are also sought in the text itself, hyphens and all
        if fault:
            yield _problem("unreachable", noun, f"{noun.value[1]!r} of {noun.value[0]}: {fault[0]}", fault[1])
    yield from _doubled(frames)
    yield from _shadowed(frames, study=study)


def _problem(check: str, at: Located[Any], what: str, todo: str) -> Problem:
    return Problem(check=check, file=at.file, line=at.line, what=what, todo=todo)


def unspoken(lemma: str, part: str) -> tuple[str, str] | None:
    """Why no sentence can bring a word to the coder, and what to write; None where one can."""
    words, known = lemma.split(), speech()
    if not words:
        return "it has no letter", "Write the word, or take the line out."
    apart = next((word for word in words if known.parts(word) > 1), None)
    if apart:
        return f"the parser takes {apart!r} apart, so that it is never one word", "Name its main word, or the form that is written as one."
    if part == "nouns" and len(words) > 1:
        return "a noun is looked up by its last word alone", "Name that word."
    if len(words) > 2:
        return "a verb is looked up with one particle or preposition at most", "Name the verb with one of them, and the noun in `by_word`."
    if len(words) == 2 and words[0] != "be" and words[1] not in particles():
        return f"{words[1]!r} is no particle or preposition", "Name the verb, and the noun in `by_word`."
    return None if words[0] == "be" else _unknown(words[0], _POS[part])


def _unknown(word: str, pos: str) -> tuple[str, str] | None:
    """Why a single word never has the part of speech that a frame wants of it."""
    known = speech()
    if known.knows(word, pos):
        return None
    lemma = known.lemma(word, pos)
    if lemma != word and known.knows(lemma, pos):
        return f"the parser looks it up as {lemma!r}", f"Write {lemma!r}."
    return (f"it is never a {pos}", f"Take it out, or name the {pos}.") if known.is_other(word, pos) else None


def _doubled(frames: Sequence[Located[OwnFrame]]) -> Iterator[Problem]:
    ids: dict[tuple[str, str], int] = {}
    for each in frames:
        key = each.value.part, each.value.row["id"]
        if key in ids:
            yield _problem("duplicate", each, f"a frame {key[1]!r} stands in line {ids[key]} already", "Give it another id.")
        ids.setdefault(key, each.line)
        seen: set[str] = set()
        for word in each.value.words:
            if lemma_of(word.value) in seen:
                yield _problem("duplicate", word, f"{word.value!r} stands twice in {key[1]}", "Take one out.")
            seen.add(lemma_of(word.value))


def _shadowed(frames: Sequence[Located[OwnFrame]], *, study: bool) -> Iterator[Problem]:
    """Words whose frame is never reached, because frames before it take every object that it would."""
    before: dict[tuple[str, str], list[Placed]] = {}
    for each in frames:
        for word in each.value.words:
            held = before.setdefault((each.value.part, lemma_of(word.value)), [])
            mine = Placed(each.value, word, study)
            takers = [other for other in held if other.frame is not mine.frame]
            rest = mine.decides.difference(*(other.decides for other in takers))
            always = [other for other in takers if other.always]
            plain_verb = each.value.part == "verbs"
            if takers and (not rest or (always and not plain_verb)) and (always or not mine.always):
                first = (always or takers)[0]
                taker = f"{first.frame.row['id']} in line {first.word.line}"
                what = f"{word.value!r} of {each.value.row['id']} is never reached: {taker} takes it"
                yield _problem("unreachable", word, what, "Keep the one that you mean.")
            held.append(mine)


@cache
def particles() -> frozenset[str]:
    """The words that may stand second in a verb of two words."""
    text = files("detente.data").joinpath("particles.yaml").read_text(encoding="utf-8")
    return frozenset(str(word) for word in yaml.safe_load(text)["particles"])


class Speech:
    """What the parser does with single words: how it cuts them, what it looks them up by, and which parts of speech it knows."""

    def __init__(self) -> None:
        from detente.coding.parsing import load_parser  # noqa: PLC0415 - the parser is heavy, and only a linter of words needs it

        self._parser = load_parser().language
        lemmatizer: Any = self._parser.get_pipe("lemmatizer")
        self._lemmatizer = lemmatizer
        self._index: Any = lemmatizer.lookups.get_table("lemma_index")

    def parts(self, word: str) -> int:
        """Into how many pieces the parser cuts a word."""
        return len(self._parser.tokenizer(word))

    def knows(self, lemma: str, pos: str) -> bool:
        """Whether the parser's word list has a lemma as a "verb" or "noun"."""
        return lemma in self._index[pos]

    def is_other(self, lemma: str, pos: str) -> bool:
        """Whether the list has it as another part of speech; a form in -ing may always be a noun."""
        others: Iterable[str] = (each for each in ("verb", "noun", "adj", "adv") if each != pos)
        return not (pos == "noun" and lemma.endswith("ing")) and any(lemma in self._index[each] for each in others)

    def lemma(self, word: str, pos: str) -> str:
        """What the parser looks a word up by."""
        from spacy.tokens import Doc  # noqa: PLC0415

        doc = self._lemmatizer(Doc(self._parser.vocab, words=[word], pos=[pos.upper()]))
        return str(doc[0].lemma_).lower()


@cache
def speech() -> Speech:
    """The parser's ways with words, loaded once."""
    return Speech()
