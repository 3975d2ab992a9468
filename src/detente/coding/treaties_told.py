"""Treaties that a text has told of: what it says of one later, by its name or as "the treaty", is not that the two sign once more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from detente.coding.events import Sitting, Told
from detente.coding.grammar import children, dependents, prepositions, text_of, tokens_of
from detente.coding.scene import Scene
from detente.coding.words import word_list

_CLASS, _KIND = "treaty", "SUPPORT"
_SIGNING, _KNOWN, _ANOTHER = word_list("treaty_making"), word_list("definite"), word_list("one_more")
_PROPER = re.compile(r"(?:[A-Z][\w\u2013-]*\s+)+$")


@dataclass
class TreatiesTold:
    """The pairs of whom the text has told a treaty so far, and the names of treaties that it has named."""

    pairs: set[frozenset[str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def first_told(self, sitting: Sitting, told: Sequence[Told]) -> list[Told]:
        """What a sentence tells without treaties that the text has told of before; to be asked in the order of the sentences."""
        scene = sitting.scene
        kept = [one for one in told if not self._again(scene, one)]
        self.pairs |= {one.pair for one in kept if one.kind == _KIND and _by_treaty(scene, one)}
        self.names |= {name for token in tokens_of(scene.doc) if scene.class_of(token) == _CLASS and (name := _name(token))}
        return kept

    def _again(self, scene: Scene, one: Told) -> bool:
        """Whether only a treaty that is known speaks for it: no date of its own, no word of signing."""
        noun = _treaty(scene, one.deed.predicate)
        if one.kind != _KIND or noun is None or one.pair not in self.pairs or one.occasion.date or one.deed.own:
            return False
        if one.deed.predicate.lemma_.lower() in _SIGNING:
            return False
        if name := _name(noun):
            return name in self.names
        words = {child.lower_ for child in dependents(noun)}
        return bool(words & _KNOWN or children(noun, "poss")) and not words & _ANOTHER


def _treaty(scene: Scene, predicate: Token) -> Token | None:
    """The treaty that a predicate is, or that is its subject ("the treaty served")."""
    if scene.class_of(predicate) == _CLASS:
        return predicate
    return next((child for child in children(predicate, "nsubj", "nsubjpass") if scene.class_of(child) == _CLASS), None)


def _by_treaty(scene: Scene, one: Told) -> bool:
    """Whether a deed is told by a treaty: by the noun, its verb, or a verb of which it is the object."""
    words = (one.deed.predicate, *dependents(one.deed.predicate), *([one.deed.object] if one.deed.object is not None else []))
    return any(scene.class_of(word) == _CLASS for word in words)


def _name(noun: Token) -> str | None:
    """What a treaty is called: "Four-Power Treaty", "Treaty of Nanjing"; None for "the treaty" or "The Treaty"."""
    before = _PROPER.search(text_of(noun.doc), 0, noun.idx)
    own = " ".join(word for word in before[0].split() if word.lower() not in _KNOWN) if before else ""
    of = [head.text for name, head in prepositions(noun) if name == "of" and head.pos_ == "PROPN"][:1]
    return f"{own} {noun.lemma_} {' '.join(of)}".lower().strip() if own or of else None
