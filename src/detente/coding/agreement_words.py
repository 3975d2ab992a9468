"""The words of agreements, from `data/agreement_words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import yaml

Classes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class AgreementWords:
    """Lists of lemmas; `kinds`, `by_name` and `obligations` by what they say."""

    kinds: Classes
    by_name: Classes
    obligations: Classes
    lists: Mapping[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        """Whether a lemma stands in a list."""
        return word in self.lists[name]

    def kind_of(self, noun: str, name: str) -> str:
        """The kind of an instrument by its noun and by the other words of its name."""
        words = set(name.lower().replace("-", " ").split()) | set(name.lower().split())
        for kind, marks in self.by_name.items():
            if words & set(marks):
                return kind
        return next((kind for kind, nouns in self.kinds.items() if noun in nouns), "agreement")

    def owed(self, text: str) -> tuple[str, ...]:
        """The obligations that words speak of, in ATOP's terms."""
        lower = text.lower()
        return tuple(kind for kind, phrases in self.obligations.items() if any(phrase in lower for phrase in phrases))

    @cached_property
    def nouns(self) -> frozenset[str]:
        """What an instrument is called, of whatever kind."""
        return frozenset(noun for nouns in self.kinds.values() for noun in nouns)


@cache
def agreement_words() -> AgreementWords:
    """The lists that ship with the package."""
    data = yaml.safe_load(files("detente.data").joinpath("agreement_words.yaml").read_text(encoding="utf-8"))
    classes = {name: {key: tuple(words) for key, words in data.pop(name).items()} for name in ("kinds", "by_name", "obligations")}
    return AgreementWords(**classes, lists={name: frozenset(words) for name, words in data.items()})
