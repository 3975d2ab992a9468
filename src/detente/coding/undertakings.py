"""Agreements without an instrument: pledges, diplomatic relations opened or restored, quarrels settled, organisations founded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from spacy.tokens import Token

from detente.coding.agreement_words import agreement_words
from detente.coding.events import Sitting
from detente.coding.grammar import children, is_passive, prepositions, tokens_of
from detente.coding.instruments import points_back
from detente.coding.makings import Making, parties_of, states_of_event, states_told, telling_event, when
from detente.coding.mentions import ActorMention
from detente.coding.modality import UNDONE, modality_of
from detente.dates import UncertainDate, date_of_days, day_number, year_of
from detente.model import Event
from detente.register import Register, default_register

_UNDONE = UNDONE | {"alleged"}
_BRACKET = re.compile(r"\s*\(")
_YEARS_OF = re.compile(r"\b(\d{1,3})(?:th|st|nd|rd)?\s+(?:years?|anniversary)\b", re.IGNORECASE)
_WIDE = 60
_SURE = 0.3


def undertakings(sitting: Sitting, events: Sequence[Event]) -> list[Making]:
    """The pledges, openings, settlements and foundings that a sentence tells of, each with two parties at least."""
    found = [*_pledges(sitting, events), *_openings(sitting, events), *_settlements(sitting, events), *_foundings(sitting)]
    return [making for making in found if len(making.parties) > 1]


def _pledges(sitting: Sitting, events: Sequence[Event]) -> Iterator[Making]:
    """What one state promised another, all that it promised by one word taken together."""
    words, told = agreement_words(), list[tuple[int, Event]]()
    for event in events:
        if event.event_type != "AGREE" or event.modality != "asserted" or event.confidence < _SURE:
            continue
        token = _predicate(sitting, event)
        if token is None or not (words.has("pledging", token.lemma_.lower()) or _is_a_states_pledge(sitting, token)):
            continue
        told.append((token.i, event))
    for at, group in groupby(sorted(told, key=lambda pair: (pair[0], pair[1].event_id)), key=lambda pair: pair[0]):
        made = [event for _, event in group]
        best = max(made, key=lambda event: (event.confidence, event.event_id))
        token = sitting.scene.doc[at]
        parties = tuple(sorted({state for event in made for state in states_of_event(event)}))
        yield Making(token=token, kind="pledge", name=_of_pledge(token), parties=parties, date=best.date, place=best.place, rule=best.rule)


def _is_a_states_pledge(sitting: Sitting, token: Token) -> bool:
    """ "the Soviet promise to build": a noun with its owner and its content, not "a promise of help between states"."""
    if not agreement_words().has("pledges", token.lemma_.lower()):
        return False
    owned = bool(sitting.scene.owners(token, "")) or any(noun for name, noun in prepositions(token) if name == "by")
    return owned and bool(children(token, "acl", "prep"))


def _predicate(sitting: Sitting, event: Event) -> Token | None:
    offset = sitting.sentence.clean_span.start
    for trace in event.trace:
        clean = sitting.document.map.clean_span(trace.span) if trace.part == "predicate" else None
        if clean:
            return next((token for token in tokens_of(sitting.scene.doc) if token.idx == clean.start - offset), None)
    return None


def _of_pledge(token: Token) -> str:
    """What was promised, in the words of the clause."""
    inner = next(iter(children(token, "xcomp", "dobj", "ccomp")), None)
    if inner is None:
        return token.text
    text = token.doc[inner.left_edge.i : inner.right_edge.i + 1].text
    return text if len(text) <= _WIDE else text[:_WIDE].rsplit(" ", 1)[0]


def _openings(sitting: Sitting, events: Sequence[Event]) -> Iterator[Making]:
    """Diplomatic relations opened or restored."""
    words = agreement_words()
    if not sitting.scene.lemmas & words.lists["opening"]:
        return
    for token in tokens_of(sitting.scene.doc):
        if not words.has("relations", token.lemma_.lower()) and not words.has("relations", token.lower_):
            continue
        opener = _opener(token)
        if opener is None or modality_of(opener).modality in _UNDONE or not _diplomatic(token, opener):
            continue
        event = telling_event(opener, events, sitting, ("SUPPORT", "AGREE")) or telling_event(token, events, sitting, ("SUPPORT", "AGREE"))
        parties = states_told(event, events) if event else parties_of(sitting, token, ()) or parties_of(sitting, opener, ())
        date, place = (event.date, event.place) if event and event.date else when(sitting, opener, token)
        date = _since(sitting, date) or date
        name = f"{opener.lemma_.lower()} {token.lower_}" if opener.pos_ == "VERB" else f"{opener.lower_} of {token.lower_}"
        rule = event.rule if event else "relations"
        yield Making(token=opener, kind="relations", name=name, parties=tuple(sorted(parties)), date=date, place=place, rule=rule)


def _opener(token: Token) -> Token | None:
    words, head = agreement_words(), token.head
    if head.dep_ == "prep" and head.lower_ in ("of", "between"):
        head = head.head
    if token.dep_ == "nsubj" and head.pos_ == "VERB" and not is_passive(head):
        return None
    return head if words.has("opening", head.lemma_.lower()) else None


def _diplomatic(token: Token, opener: Token) -> bool:
    """ "restored ties" are the diplomatic ones; "opened links" are those only where the words say so."""
    words = agreement_words()
    if any(words.has("diplomatic", child.lower_) for child in children(token, "amod", "compound")):
        return True
    lemma = opener.lemma_.lower()
    again = lemma.startswith(("re", "normal"))
    return again and token.lower_ in ("relations", "ties") and not children(token, "amod")


def _since(sitting: Sitting, date: UncertainDate | None) -> UncertainDate | None:
    """The year of what is so many years old: "in 1955 the fiftieth anniversary of"."""
    text = sitting.sentence.text
    if "anniversary" not in text.lower() or date is None or date.start is None:
        return None
    found = _YEARS_OF.search(text)
    if found is None:
        return None
    year = year_of(date.start) - int(found.group(1))
    return date_of_days(day_number(year), day_number(year, 12, 31), text=found.group(0), basis="relative")


def _settlements(sitting: Sitting, events: Sequence[Event]) -> Iterator[Making]:
    """A border or another quarrel settled."""
    words = agreement_words()
    if not sitting.scene.lemmas & words.lists["dispute"]:
        return
    for token in tokens_of(sitting.scene.doc):
        if not words.has("dispute", token.lemma_.lower()):
            continue
        head = token.head.head if token.head.dep_ == "prep" and token.head.lower_ == "of" else token.head
        if not words.has("settling", head.lemma_.lower()) or modality_of(head).modality in _UNDONE:
            continue
        if token.dep_ == "nsubj" and not is_passive(head):
            continue
        event = telling_event(head, events, sitting, ("SUPPORT", "AGREE", "RETREAT", "CONCEDE"))
        date, place = (event.date, event.place) if event and event.date else when(sitting, head, token)
        name = f"settlement of {token.doc[token.left_edge.i : token.i + 1].text}"
        parties = parties_of(sitting, token, states_told(event, events) if event else ())
        yield Making(
            token=head, kind="settlement", name=name, parties=parties, date=date, place=place, rule=event.rule if event else "dispute"
        )


def _foundings(sitting: Sitting) -> Iterator[Making]:
    """Organisations that came into being, with the members that the words or the register give them then."""
    register = default_register()
    for mention in sitting.scene.mentions:
        if mention.kind not in ("organisation", "bloc") or mention.organisation is None or mention.inferred:
            continue
        token = next(
            (
                t
                for t in tokens_of(sitting.scene.doc)
                if mention.start <= t.idx < mention.end and sitting.scene.mention_at(t.head) != mention
            ),
            None,
        )
        founder = _founder(token) if token is not None else None
        if founder is None or modality_of(founder).modality in _UNDONE or points_back(founder):
            continue
        date, place = when(sitting, founder, token)
        date = _behind(sitting, mention) or date
        members = _bracketed(sitting, mention) or _members(register, mention, date)
        yield Making(token=founder, kind="organisation", name=mention.name, parties=members, date=date, place=place, rule="founding")


def _founder(token: Token) -> Token | None:
    """The word that says an organisation began: "the creation of", "was founded", "renamed"."""
    words, head = agreement_words(), token.head
    if head.dep_ == "prep" and head.lower_ == "of":
        head = head.head
        return head if words.has("founding", head.lemma_.lower()) and head.pos_ == "NOUN" else None
    here = next((child for child in children(token, "acl", "relcl") if words.has("founding", child.lemma_.lower())), None)
    if here is not None:
        return here
    verb = head if words.has("founding", head.lemma_.lower()) else None
    return verb if verb is not None and token.dep_ in ("dobj", "nsubjpass", "oprd", "attr", "pobj", "nsubj", "appos") else None


def _behind(sitting: Sitting, mention: ActorMention) -> UncertainDate | None:
    """A date that stands right behind the name, its members in brackets passed over: "the Six (...) 1958"."""
    text, at = sitting.sentence.text, mention.end
    if _BRACKET.match(text, at):
        at = text.find(")", at) + 1 or at
    near = [r for r in sitting.dates.readings if r.dates_event and 0 <= r.start - at <= 4]
    return near[0].date if near else None


def _bracketed(sitting: Sitting, mention: ActorMention) -> tuple[str, ...]:
    text = sitting.sentence.text
    opened = _BRACKET.match(text, mention.end)
    if not opened:
        return ()
    close = text.find(")", opened.end())
    inside = [m for m in sitting.scene.mentions if opened.end() <= m.start < close]
    return tuple(sorted({state for m in inside for state in m.states})) if close > 0 else ()


def _members(register: Register, mention: ActorMention, date: UncertainDate | None) -> tuple[str, ...]:
    organisation = register.organisations.get(mention.organisation or "")
    day = date.last if date else None
    return tuple(sorted(organisation.members_on(day))) if organisation and day is not None else ()
