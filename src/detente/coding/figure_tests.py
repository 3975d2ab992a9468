"""Whether a number is a figure of a relation, and what it measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.coding.figure_nouns import Counted
from detente.coding.figure_words import figure_words
from detente.coding.quantities import Quantity

_SMALL = 10
_LARGE = 100
_LABEL = re.compile(r"([A-Za-z]+\.?)[\s-]*$")
_LIST_NUMBER = re.compile(r"^\s*\(?$")
_DYING = re.compile(r"(?i)\b(?:died|dead|killed|perished|wounded|lost|fell)\b")
_OFFSET = re.compile(
    r"(?i)\s*(?:years?|months?|weeks?|days?|decades?|centuries|hours?)\s+(?:before|after|earlier|later|ago|from|afterwards|previously|old|of\s+age)\b"
)
_LASTS = re.compile(
    r"(?i)(?:\b(?:after|for|lapse\s+of|last(?:ed|ing|s)?|period\s+of|anniversary\s+of|term\s+of|spell\s+of|gap\s+of|time\s+in|in|interval\s+of|wait\s+of|"
    r"rule\s+of|span\s+of|duration\s+of|silence\s+of|every|spent|sentence\s+of|deadline\s+of|notice\s+of|extended\s+by|renewed\s+for|valid\s+for)\s+(?:the\s+|a\s+|some\s+)?(?:\w+\s+)?)$"
)
_FIRST_OF = re.compile(r"(?i)\b(?:first|last|early|final)\s+$")
_GIVES_TIME = re.compile(r"(?i)\b(?:give|given|gives|gave|allow(?:ed|s)?|grant(?:ed|s)?)\s+(?:[\w.'’-]+\s+){0,3}$")
_SHARE_OF = re.compile(
    r"(?i)\s*(?:of|share)\b[^.;,]{0,40}?\b(?:trade|exports?|imports?|aid|territory|island|fleet|army|armies|forces|navy|production|oil|budget|gdp|gnp|population|votes?|troops|supplies|"
    r"loan|credit|debt|cost|arms|weapons|technicians|students|land|turnover)\b"
)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a figure measures, the unit to write, and the rule that made the number a figure."""

    what: str
    unit: str
    rule: str


def judge(text: str, doc: Doc, quantity: Quantity, counted: Counted, others: Sequence[Quantity]) -> Judgement | None:
    """The judgement on one number, or None where it is no figure."""
    if quantity.currency:
        return Judgement(what=_purpose(text, quantity), unit=quantity.currency, rule="money")
    if _is_label(text, quantity):
        return None
    if quantity.share or counted.term:
        return _share(text, quantity) if quantity.share else _term(text, quantity, counted)
    if counted.measure:
        goods = counted.measure[0] == "weight" and counted.of
        return Judgement(what=counted.of if goods else counted.measure[0], unit=counted.measure[1], rule="measure")
    if _is_bare_money(text, quantity, counted, others):
        currency = next((other.currency for other in others if other.currency), "")
        return Judgement(what=_purpose(text, quantity), unit=currency, rule="money-elliptic")
    return _votes(text, quantity) or _counted(text, doc, quantity, counted)


def _purpose(text: str, quantity: Quantity) -> str:
    """What an amount of money is for: the nearest word of the list within the sentence, those after the amount first."""
    purposes = figure_words().purposes
    headed = re.search(r"([A-Za-z]+)\s+(?:of|worth|totall?ing|amounting\s+to)\s+$", text[max(0, quantity.start - 40) : quantity.start])
    if headed and headed.group(1).lower() in purposes:
        return purposes[headed.group(1).lower()]
    best: tuple[int, str] | None = None
    for match in re.finditer(r"[A-Za-z]+(?:-[A-Za-z]+)*", text):
        what = purposes.get(match.group().lower()) or purposes.get(match.group().lower().removesuffix("s"))
        if what is None:
            continue
        distance = match.start() - quantity.end if match.start() >= quantity.end else (quantity.start - match.end()) + 6
        if best is None or distance < best[0]:
            best = (distance, what)
    return best[1] if best else "money"


def _is_label(text: str, quantity: Quantity) -> bool:
    """Whether the number names a thing ("Resolution 598", "Lecture 7", "G20") or a place in a list ("(1)", "1.")."""
    before = text[max(0, quantity.number_start - 16) : quantity.number_start]
    match = _LABEL.search(before)
    word = match.group(1).lower() if match else ""
    if (
        quantity.start == quantity.number_start
        and word.rstrip(".") in figure_words().labels
        and not re.match(r"\s+[a-z]+s\b", text[quantity.end :])
    ):
        return True
    if _LIST_NUMBER.match(text[: quantity.start]) and re.match(r"[.)]\s", text[quantity.end :]):
        return True
    return quantity.value == 1 or (
        re.match(r"\d{4}$", text[quantity.number_start : quantity.number_end]) is not None and _yearlike(text, quantity)
    )


def _yearlike(text: str, quantity: Quantity) -> bool:
    bare = quantity.start == quantity.number_start
    return bare and 1500 <= quantity.value <= 2099 and not re.match(r"\s*[A-Za-z]", text[quantity.end :])


def _share(text: str, quantity: Quantity) -> Judgement | None:
    after = text[quantity.end :]
    what = _purpose(text, quantity)
    if quantity.share == "percent":
        return Judgement(what=f"share of {what}" if what != "money" else "share", unit="per cent", rule="percent")
    reduced = re.search(r"(?i)\b(?:to|by|at)\s+(?:about\s+|nearly\s+)?$", text[max(0, quantity.start - 12) : quantity.start])
    if _SHARE_OF.match(after) or (reduced and what != "money"):
        return Judgement(what=f"share of {what}" if what != "money" else "share", unit="fraction", rule="fraction")
    return None


def _term(text: str, quantity: Quantity, counted: Counted) -> Judgement | None:
    """A duration or a term: "30-year treaty", "after eight months of talks", "given India three days"."""
    after = text[quantity.end :]
    unit = {"century": "centuries"}.get(counted.term, counted.term + "s")
    if counted.attribute:
        if re.match(r"(?i)[-–]\w+[-–]old\b", after):
            return None
        what = (
            f"{counted.lemma} term"
            if counted.lemma in ("treaty", "pact", "agreement", "alliance", "credit", "loan", "truce", "lease")
            else f"duration of {counted.lemma or 'it'}"
        )
        return Judgement(what=what, unit=unit, rule="term-attribute") if counted.noun is not None else None
    before = text[max(0, quantity.start - 40) : quantity.start]
    counted_off = _OFFSET.match(after) is not None and not re.search(r"(?i)\bfor\s+$", before)
    if counted_off or quantity.bound == "order" or (counted.definite and _FIRST_OF.search(before)) or _age(quantity, counted.term):
        return None
    if _GIVES_TIME.search(before) or _LASTS.search(before):
        return Judgement(what="duration", unit=unit, rule="term")
    return None


def _age(quantity: Quantity, term: str) -> bool:
    """ "a thousand years" and the like are a manner of speaking."""
    return term == "year" and quantity.value >= 1000


def _is_bare_money(text: str, quantity: Quantity, counted: Counted, others: Sequence[Quantity]) -> bool:
    """ "credits of 110 million and 84 million", "the 400 million promised": millions without a noun of their own."""
    if not quantity.scaled or quantity.value < 1e5:
        return False
    after = re.match(
        r"\s*(?:$|[,.;:)]|(?:was|were|is|had|for|to|in|and|promised|pledged|lent|extended|from|a\s+year)\b)", text[quantity.end :]
    )
    spoken = any(other.currency for other in others) or any(
        word.lower() in figure_words().purposes for word in re.findall(r"[A-Za-z]+", text)
    )
    return after is not None and spoken and counted.lemma not in figure_words().kinds


def _votes(text: str, quantity: Quantity) -> Judgement | None:
    """Both sides of "by 307 votes to 2", "by 12 to 3 with 4 abstentions"."""
    if re.search(r"(?i)\bvotes?\s+(?:to|against|for)\s*$", text[max(0, quantity.start - 16) : quantity.start]):
        return Judgement(what="votes", unit="votes", rule="votes")
    return None


def _counted(text: str, doc: Doc, quantity: Quantity, counted: Counted) -> Judgement | None:
    words = figure_words()
    kind = words.kinds.get(counted.lemma)
    digits = re.search(r"\d", text[quantity.number_start : quantity.number_end]) is not None
    if kind is not None:
        anaphoric = counted.definite and quantity.value < _SMALL and not counted.attribute
        few = not kind.always and quantity.value < kind.least
        if anaphoric or few or (not kind.always and counted.definite and quantity.value < 2 * _SMALL):
            return None
        return Judgement(what=kind.what, unit=kind.unit, rule="counted")
    if quantity.value < _LARGE or not (digits or quantity.value >= 1000) or counted.attribute:
        return None
    if counted.noun is not None:
        return _many(counted.noun, counted.lemma)
    return _elliptic(text, doc, quantity) if not counted.attribute else None


def _many(noun: Token, lemma: str) -> Judgement | None:
    """A large number of something that no list has: peoples with a capital ("300,000 Berliners"), else the plural noun as it is."""
    plural = noun.tag_ in ("NNS", "NNPS")
    if noun.text[:1].isupper():
        named = plural or noun.text.endswith(("ese", "ish", "ch"))
        return Judgement(what="people", unit="persons", rule="counted-many") if named else None
    return Judgement(what=lemma, unit=lemma, rule="counted-many") if plural and lemma.isalpha() else None


def _elliptic(text: str, doc: Doc, quantity: Quantity) -> Judgement | None:
    """A number without a noun: who died, or the counted noun named before ("departures, some 35,000 in one year, fell to 13,000")."""
    if quantity.bound == "exact" and "," not in text[quantity.number_start : quantity.number_end]:
        return None
    if _DYING.match(text[quantity.end :].lstrip()):
        return Judgement(what="casualties", unit="persons", rule="elliptic")
    kinds = figure_words().kinds
    before = [token for token in doc if token.idx < quantity.start and token.pos_ == "NOUN" and token.lemma_.lower() in kinds]
    if before:
        kind = kinds[before[-1].lemma_.lower()]
        return Judgement(what=kind.what, unit=kind.unit, rule="elliptic")
    return Judgement(what="number", unit="", rule="elliptic")
