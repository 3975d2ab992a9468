"""How a deed is held out: done, planned, denied, reported, supposed, or thought."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding.grammar import children
from detente.model import Modality

_MIGHT = frozenset({"could", "might", "may", "can", "should", "must", "ought"})
_IF = frozenset({"if", "unless", "whether", "lest", "suppose"})
_FAIL = frozenset({"fail", "refrain", "neglect", "forbear", "avoid"})
_REFUSE = frozenset({"refuse", "decline", "deny"})
_PLAN = frozenset(
    {
        "plan",
        "intend",
        "aim",
        "seek",
        "prepare",
        "hope",
        "want",
        "wish",
        "expect",
        "propose",
        "vow",
        "promise",
        "pledge",
        "agree",
        "undertake",
        "offer",
        "commit",
        "decide",
        "resolve",
        "schedule",
        "threaten",
        "consider",
        "contemplate",
        "envisage",
        "order",
        "ask",
        "urge",
        "demand",
        "request",
        "invite",
        "call",
        "desire",
        "try",
        "attempt",
        "ready",
        "willing",
        "prepared",
        "need",
        "suppose",
        "advise",
        "require",
        "press",
    }
)
_THINK = frozenset(
    {
        "believe",
        "fear",
        "think",
        "suspect",
        "imagine",
        "assume",
        "consider",
        "regard",
        "view",
        "perceive",
        "worry",
        "argue",
        "hope",
        "doubt",
        "posit",
        "suggest",
        "maintain",
        "calculate",
        "reckon",
        "expect",
        "predict",
        "speculate",
    }
)
_ALLEGE = frozenset({"allege", "claim", "report", "rumour", "rumor", "accuse", "charge", "say"})
_PLAN_NOUN = frozenset(
    {
        "plan",
        "intention",
        "proposal",
        "desire",
        "hope",
        "promise",
        "pledge",
        "offer",
        "threat",
        "willingness",
        "readiness",
        "attempt",
        "effort",
        "possibility",
        "prospect",
        "danger",
        "risk",
        "fear",
        "need",
        "demand",
        "request",
        "chance",
        "idea",
        "decision",
        "right",
        "obligation",
    }
)


@dataclass(frozen=True)
class Held:
    """A modality and the words that gave it (None where nothing but the plain verb did)."""

    modality: Modality
    cue: Token | None = None


def modality_of(token: Token) -> Held:
    """The modality of a verb or event noun, from its own words and from what governs it."""
    own = _own(token) or _of_sentence(token)
    if own:
        return own
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
    for child in verb.children:
        if (
            child.dep_ == "neg"
            or (child.dep_ == "det" and child.lower_ in ("no", "neither"))
            or (child.dep_ == "preconj" and child.lower_ == "neither")
        ):
            return Held("denied", child)
        if child.dep_ in ("aux", "auxpass"):
            if child.lower_ in ("will", "shall", "'ll"):
                return Held("planned", child)
            if child.lower_ in _MIGHT or (child.lower_ == "would" and not _future_in_past(verb)):
                return Held("hypothetical", child)
        if child.dep_ == "mark" and child.lower_ in _IF:
            return Held("hypothetical", child)
        if child.dep_ == "advmod" and child.lower_ == "never":
            return Held("denied", child)
    if (
        verb.tag_ == "VBN"
        and verb.pos_ == "VERB"
        and not children(verb, "aux", "auxpass")
        and verb.i
        and verb.doc[verb.i - 1].lower_ in ("never", "not")
    ):
        return Held("denied", verb.doc[verb.i - 1])
    inverted = [
        c
        for c in verb.children
        if c.dep_ in ("aux", "auxpass") and c.lower_ in ("should", "had", "were") and c.i < verb.i and c.text[:1].isupper()
    ]
    return (
        Held("hypothetical", inverted[0])
        if inverted and any(c.dep_ in ("nsubj", "nsubjpass") and c.i > inverted[0].i for c in verb.children)
        else None
    )


def _of_sentence(noun: Token) -> Held | None:
    """An event noun shares the modality of the verb it is subject or object of: "an attack would be met"."""
    if noun.pos_ not in ("NOUN", "PROPN") or noun.dep_ not in ("nsubj", "nsubjpass", "dobj", "attr") or noun.head.pos_ not in ("VERB", "AUX"):
        return None
    held = _own(noun.head)
    return held if held and held.modality in ("hypothetical", "denied") else None


def _future_in_past(verb: Token) -> bool:
    """ "A decade later they would sign" tells a deed; "they would sign if" does not."""
    if any(child.dep_ == "advcl" and any(mark.lower_ in _IF for mark in children(child, "mark")) for child in verb.children):
        return False
    return (
        not children(verb, "neg")
        and any(child.dep_ in ("npadvmod", "advmod", "prep") for child in verb.children)
        and not any(child.lower_ == "have" and child.dep_ == "aux" for child in verb.children)
    )


def _conj(node: Token) -> Held | None:
    shared = [c for c in node.head.children if c.dep_ in ("aux", "neg") and c.i < node.head.i]
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
    return head.lower_ in ("first", "last", "only") or any(child.lower_ in ("first", "last", "only") for child in head.children)


def _from_governor(node: Token, head: Token) -> Held | None:
    lemma = head.lemma_.lower()
    if node.dep_ == "xcomp" or (node.dep_ == "ccomp" and node.tag_ == "VB"):
        if lemma in _FAIL:
            return Held("denied", head)
        if lemma in _REFUSE:
            return Held("denied", head)
        if lemma in _PLAN:
            return Held("planned", head)
    if node.dep_ == "ccomp":
        if lemma in _THINK:
            return Held("opinion", head)
        if lemma in _PLAN:
            return Held("planned", head)
        if lemma in _ALLEGE and lemma != "say":
            return Held("alleged", head)
    if node.dep_ in ("acl", "relcl") and node.tag_ == "VB" and any(c.lower_ == "to" for c in children(node, "aux")) and not (_ranks(head)):
        return Held("planned", head)
    if node.dep_ in ("pcomp", "pobj") and head.pos_ == "ADP":
        above = head.head
        if above.lemma_.lower() in _PLAN_NOUN and above.pos_ == "NOUN":
            return Held("planned", above)
        if above.lemma_.lower() in ("accuse", "charge", "suspect") and node.dep_ == "pcomp":
            return Held("alleged", above)
        if head.lower_ in ("without", "against", "from") and node.dep_ == "pcomp":
            return Held("denied", head)
    if node.dep_ == "advcl" and any(mark.lower_ in _IF for mark in children(node, "mark")):
        return Held("hypothetical", head)
    if node.dep_ == "advcl" and node.tag_ == "VB":
        return Held("planned", head)
    own = [c for c in head.children if c.dep_ == "neg"]
    return Held("denied", own[0]) if own and node.dep_ in ("xcomp", "dobj", "attr") and head.pos_ in ("VERB", "AUX") else None
