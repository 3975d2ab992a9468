"""Who says so: the speaker of reported speech, "according to", or the work cited in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding.actors import citation_spans
from detente.coding.grammar import children, dependents, surface_subjects, text_of
from detente.coding.words import word_list

_REPORTING = word_list("reporting")
_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?:the )?"
    r"((?:[A-Z][\w\u2019'-]+|accounts? of|reports? of|[a-z]+ (?=sources|officials|accounts|records|reports))[^,;.]{0,60})"
)
_LONGEST = 80


@dataclass(frozen=True)
class Attribution:
    """The words that name who says so, with their offsets in the sentence."""

    text: str
    start: int
    end: int


def attribution_of(predicate: Token) -> Attribution | None:
    """Whom the sentence names as the one who says what `predicate` tells, or None where it speaks for itself."""
    speaker = _speaker(predicate)
    if speaker:
        return speaker
    text = text_of(predicate.doc)
    told = _ACCORDING.search(text)
    if told:
        return Attribution(told.group(1).strip(), told.start(1), told.end(1))
    cited = [span for span in citation_spans(text) if span[0] > predicate.idx]
    return Attribution(text[cited[0][0] + 1 : cited[0][1] - 1], cited[0][0] + 1, cited[0][1] - 1) if cited else None


def _speaker(predicate: Token) -> Attribution | None:
    node, steps = predicate, 0
    while node.head.i != node.i and steps < 6:
        if node.dep_ in ("ccomp", "parataxis") and node.head.lemma_.lower() in _REPORTING:
            subjects = surface_subjects(node.head)
            return _words(subjects[0]) if subjects else None
        node, steps = node.head, steps + 1
    inserted = [
        child
        for child in dependents(predicate)
        if child.dep_ in ("parataxis", "ccomp") and child.lemma_.lower() in _REPORTING and children(child, "nsubj")
    ]
    return _words(children(inserted[0], "nsubj")[0]) if inserted else None


def _words(head: Token) -> Attribution | None:
    start, end = head.left_edge.idx, head.right_edge.idx + len(head.right_edge)
    if end - start > _LONGEST:
        start, end = head.idx, head.idx + len(head)
    return Attribution(text_of(head.doc)[start:end], start, end)
