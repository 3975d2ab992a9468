"""From a parsed sentence to deeds: the predicate, who acts, who is acted on, and the type the lexicon gives."""

from __future__ import annotations

from spacy.symbols import AUX, NOUN, PROPN, VERB

from detente.coding.deed import Deed
from detente.coding.grammar import tokens_of
from detente.coding.noun_deeds import noun_deeds
from detente.coding.scene import Scene
from detente.coding.verb_deeds import verb_deeds

_MODIFIER_DEPS = frozenset({"amod", "compound"})


def read_deeds(scene: Scene) -> list[Deed]:
    """Every deed a sentence tells: verbs first, then event nouns that no verb has used."""
    used: set[int] = set()
    deeds: list[Deed] = []
    for token in tokens_of(scene.doc):
        if token.pos in (VERB, AUX) or (token.tag_ in ("VBN", "VBG", "VBD") and token.dep_ not in _MODIFIER_DEPS):
            deeds += verb_deeds(scene, token, used)
    nouns = [token for token in tokens_of(scene.doc) if token.pos in (NOUN, PROPN)]
    wrapped = {deed.object.i for token in nouns if token.i not in used for deed in noun_deeds(scene, token) if deed.object is not None}
    for token in nouns:
        if token.i not in used and token.i not in wrapped:
            deeds += noun_deeds(scene, token)
    return deeds
