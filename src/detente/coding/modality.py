"""How a deed is held out: done, planned, denied, reported, supposed, or thought."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding.grammar import children, dependents, text_of
from detente.coding.words import word_list
from detente.model import Modality

UNDONE: frozenset[Modality] = frozenset({"hypothetical", "planned", "denied", "opinion"})
"""The modalities in which nobody says that a thing was done."""
_MIGHT = word_list("possibility")
_IF = word_list("condition")
_FAIL = word_list("failing")
_REFUSE = word_list("refusing")
_PLAN = word_list("planning")
_THINK = word_list("thinking")
_ALLEGE = word_list("alleging")
_PLAN_NOUN = word_list("planning_nouns")

_LATER = word_list("later")
_SAYING = word_list("saying")
_CHARGE = frozenset({"accuse", "charge", "suspect"})
_SAID_TO_BE = frozenset({"accusation", "allegation", "charge", "claim", "insinuation", "rumor", "rumour", "suspicion"})
_ENDS = " \n\"'”’»)]"
_CLAUSES: tuple[tuple[frozenset[str], Modality], ...] = ((_THINK, "opinion"), (_PLAN, "planned"), (_ALLEGE, "alleged"))


@dataclass(frozen=True)
class Held:
    """A modality and the words that gave it (None where nothing but the plain verb did)."""

    modality: Modality
    cue: Token | None = None


def modality_of(token: Token) -> Held:
    """The modality of a verb or event noun, from its own words and from what governs it."""
    own = _own(token) or _of_sentence(token)
    above = _from_governor(token, token.head) if own and own.modality == "denied" and token.dep_ in ("xcomp", "ccomp") else None
    if own:
        return above or own  # "promised not to invade" is a promise, not an invasion denied
    node, steps = token, 0
    while node.head.i != node.i and steps < 5:
        held = _from_governor(node, node.head)
        if held:
            return held
        if node.dep_ == "conj" and node.head.pos_ in ("VERB", "AUX"):
            held = _conj(node)
            if held:
                return held
        node, steps = node.head, steps + 1
        if node.dep_ in ("relcl", "advcl") and not children(node, "mark"):
            break
    return Held("asserted")


def _own(verb: Token) -> Held | None:
    """What the predicate's own words say: "not", "will", "might", "if", an inverted "should"."""
    for child in dependents(verb):
        held = _cue(verb, child)
        if held:
            return Held(held, child)
    before = verb.doc[verb.i - 1] if verb.i else None
    if before is not None and before.lower_ in ("never", "not") and verb.tag_ == "VBN" and not children(verb, "aux", "auxpass"):
        return Held("denied", before)
    return _inverted(verb) or _asked(verb)


def _cue(verb: Token, child: Token) -> Modality | None:
    word = child.lower_
    if child.dep_ == "neg" or word == "never" or (child.dep_ in ("det", "preconj") and word in ("no", "neither")):
        return "denied"
    if child.dep_ == "mark" and word in _IF:
        return "hypothetical"
    if child.dep_ not in ("aux", "auxpass"):
        return None
    announced = word == "would" and verb.dep_ == "ccomp" and verb.head.lemma_.lower() in _SAYING
    if word in ("will", "shall", "'ll") or announced:
        return "planned"
    return "hypothetical" if word in _MIGHT or (word == "would" and not _future_in_past(verb)) else None


def _inverted(verb: Token) -> Held | None:
    """ "Had Germany attacked", "Should Moscow suspend": a condition without "if"."""
    for child in dependents(verb):
        first = child.dep_ in ("aux", "auxpass") and child.lower_ in ("should", "had", "were") and child.text[:1].isupper()
        if first and any(other.dep_ in ("nsubj", "nsubjpass") and child.i < other.i < verb.i for other in dependents(verb)):
            return Held("hypothetical", child)
    return None


def _asked(verb: Token) -> Held | None:
    """ "Did China attack?" asks whether; "Why did China attack?" tells that it did."""
    if not text_of(verb.doc).rstrip(_ENDS).endswith("?"):
        return None
    for child in children(verb, "aux", "auxpass"):
        asked = any(other.dep_ in ("nsubj", "nsubjpass") and child.i < other.i < verb.i for other in dependents(verb))
        if asked and not any(word.tag_ in ("WDT", "WP", "WP$", "WRB") and word.i < child.i for word in verb.subtree):
            return Held("hypothetical", child)
    first = verb.head.head  # "Was Poland invaded?", where the parser takes the participle for one of Poland's
    turned = verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.dep_ == "nsubj" and first.pos_ == "AUX" and first.i < verb.head.i
    return Held("hypothetical", first) if turned else None


def _of_sentence(noun: Token) -> Held | None:
    """An event noun shares the modality of the verb it is subject or object of: "an attack would be met"."""
    if (
        noun.pos_ not in ("NOUN", "PROPN")
        or noun.dep_ not in ("nsubj", "nsubjpass", "dobj", "attr")
        or noun.head.pos_ not in ("VERB", "AUX")
    ):
        return None
    held = _own(noun.head)
    undone = ("hypothetical",) if noun.dep_ == "nsubj" else ("hypothetical", "denied")  # threats that "did not impress" were made
    return held if held and held.modality in undone else None


def _future_in_past(verb: Token) -> bool:
    """ "A decade later they would sign" tells a deed; "they would sign if" and "said that they would sign" do not."""
    if verb.dep_ in ("ccomp", "acl") or children(verb, "neg") or any(child.lower_ == "have" for child in children(verb, "aux")):
        return False
    return any(
        child.lower_ in _LATER or any(word.lower_ in _LATER for word in child.subtree) for child in children(verb, "npadvmod", "advmod")
    )


def _conj(node: Token) -> Held | None:
    shared = [c for c in dependents(node.head) if c.dep_ in ("aux", "neg") and c.i < node.head.i]
    own_subject = children(node, "nsubj", "nsubjpass")
    if own_subject or children(node, "aux"):
        return None
    for child in shared:
        if child.lower_ in ("will", "shall"):
            return Held("planned", child)
        if child.lower_ in _MIGHT:
            return Held("hypothetical", child)
    return None


def _ranks(head: Token) -> bool:
    """ "The first power to recognise" tells a deed."""
    return head.lower_ in ("first", "last", "only") or any(child.lower_ in ("first", "last", "only") for child in dependents(head))


def _from_governor(node: Token, head: Token) -> Held | None:
    """What the word above says of the one below it."""
    if node.dep_ in ("xcomp", "ccomp"):
        return _of_clause(node, head) or _negated(node, head)
    if node.dep_ in ("pcomp", "pobj") and head.pos_ == "ADP":
        return _of_preposition(node, head)
    if node.dep_ in ("acl", "relcl"):
        if node.dep_ == "acl" and children(node, "mark") and head.lemma_.lower() in _SAID_TO_BE:
            return Held("alleged", head)
        to = any(child.lower_ == "to" for child in children(node, "aux"))
        return Held("planned", head) if node.tag_ == "VB" and to and not _ranks(head) else None
    if node.dep_ == "advcl":
        supposed = any(mark.lower_ in _IF for mark in children(node, "mark"))
        return Held("hypothetical", head) if supposed else Held("planned", head) if node.tag_ == "VB" else None
    return _negated(node, head)


def _of_clause(node: Token, head: Token) -> Held | None:
    lemma = head.lemma_.lower()
    if node.dep_ == "xcomp" or node.tag_ == "VB":
        if lemma in _FAIL or lemma in _REFUSE:
            return Held("denied", head)
        if lemma in _PLAN:
            return Held("planned", head)
    if node.dep_ == "ccomp":
        untrue = children(head, "neg") and any(child.lower_ == "true" for child in children(head, "acomp"))
        if untrue or (lemma == "deny" and head.i < node.i):  # what stands before is another clause: "it was warned; it denied that"
            return Held("denied", head)
        for words, modality in _CLAUSES:
            if lemma in words and lemma != "say":
                return Held(modality, head)
    return None


def _of_preposition(node: Token, head: Token) -> Held | None:
    above = head.head
    if above.pos_ == "NOUN" and above.lemma_.lower() in _PLAN_NOUN:
        return Held("planned", above)
    if node.dep_ == "pcomp" and above.lemma_.lower() in _CHARGE:
        return Held("alleged", above)
    return Held("denied", head) if node.dep_ == "pcomp" and head.lower_ in ("without", "against", "from") else None


def _negated(node: Token, head: Token) -> Held | None:
    own = [child for child in dependents(head) if child.dep_ == "neg"]
    return Held("denied", own[0]) if own and node.dep_ in ("xcomp", "dobj", "attr") and head.pos_ in ("VERB", "AUX") else None
