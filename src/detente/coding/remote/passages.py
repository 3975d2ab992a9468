"""A document in passages of a few paragraphs, each as the message that is sent and the hash it is kept under."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from detente.coding.remote.prompt import prompt_version
from detente.model import Document, Sentence

LONGEST, BEFORE = 2400, 500
"""Characters of a passage, and of the text before it that goes along to be understood by."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Sentences to be coded (headings among them), with what helps to understand them."""

    title: str
    written: str | None
    heading: str
    before: str
    sentences: tuple[Sentence, ...]

    @property
    def told(self) -> tuple[Sentence, ...]:
        """The sentences that may tell an event, in order; a sentence's number in the message is its place here, from 1."""
        return tuple(sentence for sentence in self.sentences if not sentence.heading)

    @cached_property
    def message(self) -> str:
        """The passage as JSON: no wording of a source can end it and go on as ours."""
        numbers = iter(range(1, len(self.sentences) + 1))
        items = [{"heading": each.text} if each.heading else {"n": next(numbers), "text": each.text} for each in self.sentences]
        about = {"title": self.title, "written": self.written, "heading": self.heading, "before": self.before}
        text = json.dumps({key: value for key, value in about.items() if value} | {"sentences": items}, ensure_ascii=False)
        return text.encode("utf-8", "replace").decode()  # a lone surrogate of a damaged source has no form in UTF-8

    def key(self, identity: str) -> str:
        """The hash of all that an answer depends on: the model's `identity`, prompt and schema, and the message."""
        return hashlib.sha256("\0".join((identity, prompt_version(), self.message)).encode()).hexdigest()[:32]

    def halves(self) -> tuple[Passage, Passage]:
        """The passage in two, for an answer that was too long; the first half stands before the second."""
        middle = len(self.sentences) // 2
        first, second = self.sentences[:middle], self.sentences[middle:]
        before = _before([*first], len(first), own=self.before)
        return replace(self, sentences=first), replace(self, sentences=second, before=before, heading=_heading(first) or self.heading)


def passages_of(document: Document, sentences: Sequence[Sentence]) -> tuple[Passage, ...]:
    """The passages of a document in order, of whole paragraphs where these are not too long; none without a sentence."""
    written = document.published.edtf if document.published else None
    found, at = [], 0
    for group in _groups(sentences):
        found.append(
            Passage(
                title=document.title,
                written=written,
                heading=_heading(sentences[:at]),
                before=_before(sentences, at),
                sentences=tuple(group),
            )
        )
        at += len(group)
    return tuple(passage for passage in found if passage.told)


def _groups(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    size = 0
    for place, sentence in enumerate(sentences):
        if group and (size + len(sentence.text) > LONGEST or (_begins(sentences, place) and size + _ahead(sentences, place) > LONGEST)):
            yield group
            group, size = [], 0
        group.append(sentence)
        size += len(sentence.text)
    if group:
        yield group


def _begins(sentences: Sequence[Sentence], place: int) -> bool:
    return place > 0 and sentences[place].paragraph != sentences[place - 1].paragraph


def _ahead(sentences: Sequence[Sentence], place: int) -> int:
    """The characters of the paragraph that begins at `place`."""
    size, at = 0, place
    while at < len(sentences) and sentences[at].paragraph == sentences[place].paragraph and size <= LONGEST:
        size += len(sentences[at].text)
        at += 1
    return size


def _heading(sentences: Sequence[Sentence]) -> str:
    return next((sentence.text for sentence in reversed(sentences) if sentence.heading), "")


def _before(sentences: Sequence[Sentence], at: int, *, own: str = "") -> str:
    """The last whole sentences before `at`, as many as fit."""
    parts: list[str] = []
    size = 0
    for sentence in reversed(sentences[:at]):
        size += len(sentence.text) + 1
        if size > BEFORE:
            return " ".join(reversed(parts)) or sentence.text[-BEFORE:]
        parts.append(sentence.text)
    return " ".join([*([own] if own else []), *reversed(parts)])[-BEFORE:]
