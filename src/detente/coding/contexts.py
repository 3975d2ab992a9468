"""What an event is about: PLOVER contexts from the words around its predicate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml
from spacy.tokens import Token

_MOST = 3
_TYPE_DEFAULT: Mapping[str, tuple[str, ...]] = {
    "ASSAULT": ("military",),
    "MOBILIZE": ("military",),
    "CONSULT": ("diplomatic",),
    "SANCTION": ("diplomatic",),
    "RETREAT": ("military",),
}
_OFTEN_WEAK = frozenset({"diplomatic"})


@cache
def context_words() -> Mapping[str, tuple[str, ...]]:
    """Lemma to the contexts it speaks for, from `data/context_words.yaml`."""
    table: dict[str, list[str]] = {}
    data = yaml.safe_load(files("detente.data").joinpath("context_words.yaml").read_text(encoding="utf-8"))
    for context, words in data.items():
        for word in words:
            table.setdefault(str(word), []).append(context)
    return {word: tuple(dict.fromkeys(contexts)) for word, contexts in table.items()}


def contexts_of(near: Iterable[Token], sentence: Iterable[Token], event_type: str) -> tuple[str, ...]:
    """Up to three contexts: those of the clause, else of the sentence, else what the type itself is about."""
    counted = _count(near)
    if not counted:
        counted = _count(sentence)
    if counted:
        strong = [name for name in counted if name not in _OFTEN_WEAK] or list(counted)
        best = sorted(counted, key=lambda name: (-counted[name], name))[:_MOST]
        if event_type == "CONSULT" and "diplomatic" not in best:
            best = ["diplomatic", *best][:_MOST]
        return tuple(best if event_type == "CONSULT" else [name for name in best if name in strong or counted[name] > 1] or best)
    return _TYPE_DEFAULT.get(event_type, ("diplomatic",))


def _count(tokens: Iterable[Token]) -> Counter[str]:
    words = context_words()
    counted: Counter[str] = Counter()
    for token in tokens:
        for context in words.get(token.lemma_.lower(), words.get(token.lower_, ())):
            counted[context] += 1
    return counted
