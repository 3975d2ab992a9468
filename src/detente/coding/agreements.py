"""Agreements that a sentence names: treaty, pact, accord, communique, with its parties and the day it was signed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from spacy.symbols import NOUN, PROPN
from spacy.tokens import Token

from detente.coding.mentions import ActorMention
from detente.model import Agreement, Event, content_id

if TYPE_CHECKING:
    from detente.coding.events import Sitting

_KINDS = frozenset(
    {
        "treaty",
        "pact",
        "agreement",
        "accord",
        "convention",
        "protocol",
        "communique",
        "communiqué",
        "declaration",
        "entente",
        "alliance",
        "charter",
        "armistice",
        "memorandum",
        "concordat",
        "settlement",
    }
)
_OBLIGATIONS = {
    "defence": ("mutual assistance", "mutual defence", "mutual defense", "alliance", "defensive"),
    "nonaggression": ("non-aggression", "nonaggression"),
    "neutrality": ("neutrality",),
    "consultation": ("consultation", "consult"),
    "offence": ("offensive",),
}
_AGE = re.compile(r"^(?:[\w-]*-)?years?\s+|^-\s*", re.IGNORECASE)
"""The term before a name: "30-year Treaty" is called Treaty."""
_TERM = re.compile(r"\b(\d{1,3}|ten|fifteen|twenty|thirty|fifty|five)[- ]years?\b", re.IGNORECASE)


def read_agreements(sitting: Sitting, events: Sequence[Event]) -> list[Agreement]:
    """Agreements named in a sentence that also tells of their making, or that bear a proper name and two parties."""
    found: dict[str, Agreement] = {}
    for token in sitting.scene.doc:
        if token.pos not in (NOUN, PROPN) or token.lemma_.lower() not in _KINDS:
            continue
        name = _name(token)
        maker = _maker(token, events, sitting)
        parties = _parties(sitting, token, maker)
        if len(parties) < 2 or (maker is None and not _proper(name)):
            continue
        row = _row(sitting, token, name, parties, maker)
        found.setdefault(row.agreement_id, row)
    return list(found.values())


def _row(sitting: Sitting, token: Token, name: str, parties: tuple[str, ...], maker: Event | None) -> Agreement:
    sentence, document = sitting.sentence, sitting.document
    term = _TERM.search(token.doc[max(token.left_edge.i, token.i - 8) : token.i + 1].text)
    signed = maker.date if maker else sitting.dates.anchor
    return Agreement(
        agreement_id=content_id("agreement", document.document_id, sentence.sentence_id, token.idx, name, list(parties)),
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        name=name,
        parties=parties,
        signed=signed,
        place=maker.place if maker else None,
        obligations=tuple(kind for kind, words in _OBLIGATIONS.items() if any(word in name.lower() for word in words)),
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=maker.rule if maker else "name",
        term=term.group(0) if term else None,
        page=sentence.page,
    )


def _name(token: Token) -> str:
    """The agreement's name: its modifiers before, and a capitalised "of ..." behind."""
    left = token.i
    while (
        left > 0
        and token.doc[left - 1].dep_ in ("compound", "amod", "nmod", "punct", "poss", "case", "nummod")
        and (token.doc[left - 1].text[:1].isupper() or token.doc[left - 1].text == "-" or token.doc[left - 1].text[:1].islower())
        and token.doc[left - 1].text not in (",", ";", ":", "(", "\u201c", '"')
        and token.i - left < 8
    ):
        left -= 1
    right = token.i + 1
    while (
        right < len(token.doc)
        and (
            token.doc[right].text[:1].isupper()
            or (token.doc[right].lower_ in ("of", "on", "and", "for", ",", "-", "the") and _more(token.doc[right]))
        )
        and not token.doc[right].like_num
    ):
        right += 1
    return _AGE.sub("", token.doc[left:right].text).strip(" ,")


def _more(token: Token) -> bool:
    following = token.doc[token.i + 1 : token.i + 3]
    return (
        bool(len(following))
        and following[0].text[:1].isupper()
        and (token.lower_ != "of" or following[0].ent_type_ == "")
        and not _month(following[0].lower_)
    )


def _month(word: str) -> bool:
    return word in {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    }


def _proper(name: str) -> bool:
    words = [word for word in name.split() if word[:1].isalpha()]
    return sum(word[:1].isupper() for word in words) >= 2


def _maker(token: Token, events: Sequence[Event], sitting: Sitting) -> Event | None:
    """The event that this noun decided: the deed's own words are its evidence."""
    offset = sitting.sentence.clean_span.start
    for event in events:
        if event.modality != "asserted" or event.event_type not in ("SUPPORT", "RETREAT", "AGREE"):
            continue
        for trace in event.trace:
            if trace.part in ("object", "predicate"):
                clean = sitting.document.map.clean_span(trace.span)
                if clean and clean.start - offset <= token.idx < clean.end - offset:
                    return event
    return None


def _parties(sitting: Sitting, token: Token, maker: Event | None) -> tuple[str, ...]:
    states: dict[str, None] = {}
    if maker:
        for actor in (maker.source, maker.target):
            if actor.state:
                states.setdefault(actor.state)
    mentions: list[ActorMention] = [party.mention for party in sitting.scene.owners(token, "")]
    for mention in mentions:
        for state in mention.states:
            states.setdefault(state)
    return tuple(sorted(states))
