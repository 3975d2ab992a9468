"""Named actors in a sentence: states, governments, leaders, armies, organisations, each for its date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from detente.coding.collectives import collective_mentions
from detente.coding.mentions import ActorMention, MentionKind
from detente.coding.offices import office_named, title_before
from detente.coding.words import word_list
from detente.register import STATE_KINDS, NameEntry, NameMatch, Register

_ROLE = {
    "state": "state",
    "demonym": "state",
    "people": "people",
    "capital": "government",
    "metonym": "government",
    "party": "party",
    "place": "place",
    "leader": "leader",
    "organisation": "organisation",
    "bloc": "organisation",
}
_MOST_MEMBERS = 4
"""A bloc of no more members than this is read as its members ("the Little Entente" in 1925), where no leading ones are listed."""
_UNCAPPED = re.compile(r"\b(?:western|eastern|great|allied|axis|entente|central|northern) (?:powers|allies|courts)\b")
"""Names of blocs that prose writes without a capital; the register lists them with one."""
_AMERICAN = re.compile(rf",\s(?:{'|'.join(sorted(word_list('american_states')))})\b")
"""What stands behind a town of the United States."""
_ABOUT = 730
"""Days before and after an office in which its holder may still be called by it."""
_GAP = 50 * 366
"""Days for which a state that has ended, or is to be, may still be meant by its name."""
_OWNING = (" ", "'s ", "\u2019s ", "' ", "\u2019 ")
_CITATION = re.compile(r"\([^()]{0,300}?\b(?:1[6-9]|20)\d\d[a-z]?\b(?:[:,] ?\d[\d\u2013, -]*)?[^()]{0,300}?\)")

_CITED = re.compile(r"(?:see |cf\.? |e\.g\.,? |quoted in )?[A-Z][^\d]{1,80}\d{4}")
_DATE_ASIDE = re.compile(
    r"(?:from|in|between|since|until|January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|[A-Z]\w+ \d{1,2}, \d{4}\b"
)


def citation_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Bracketed author-year citations, whose names are not actors."""
    found = []
    for match in _CITATION.finditer(text):
        inner = match.group()[1:-1]
        if _CITED.match(inner) and not _DATE_ASIDE.match(inner):
            found.append(match.span())
    return tuple(found)


def named_mentions(
    text: str, register: Register, *, on: int | None, matches: Sequence[NameMatch] | None = None
) -> tuple[ActorMention, ...]:
    """The actors a sentence names outright, resolved for day `on` (None: the usual sense); `matches` are its names if found before."""
    aside = citation_spans(text)
    found: list[ActorMention] = []
    for match in register.find_names(text) if matches is None else matches:
        if any(start <= match.start < end for start, end in aside) or text[match.end : match.end + 2].lstrip("\\").startswith("$"):
            continue  # an author cited, or the "US" of "US$"
        mention = _mention(match, register, on)
        if mention is None or _is_anothers(text, mention, found) or _is_elsewhere(text, mention):
            continue
        found.append(_with_offices(text, mention, register, on) if mention.person else mention)
    for name in _UNCAPPED.finditer(text):
        match = NameMatch(start=name.start(), end=name.end(), surface=name[0], entries=register.senses(name[0].capitalize()))
        mention = _mention(match, register, on) if match.entries else None
        if mention and mention.states:
            found.append(mention)
    known = {(each.start, each.end) for each in found}
    found += [each for each in collective_mentions(text, register, on=on) if (each.start, each.end) not in known]
    return tuple(found)


def without_bare_titles(sentences: Sequence[Sequence[ActorMention]]) -> list[tuple[ActorMention, ...]]:
    """The mentions of a document's sentences without titles ("the Sultan") of a state that the document never names otherwise."""
    titles = word_list("shared_titles")
    bare = [[m.kind == "metonym" and m.name.lower() in titles for m in mentions] for mentions in sentences]
    named = {
        s
        for mentions, marks in zip(sentences, bare, strict=True)
        for m, mark in zip(mentions, marks, strict=True)
        if not mark
        for s in m.states
    }
    return [
        tuple(m for m, mark in zip(mentions, marks, strict=True) if not mark or named.intersection(m.states))
        for mentions, marks in zip(sentences, bare, strict=True)
    ]


def _is_anothers(text: str, mention: ActorMention, found: Sequence[ActorMention]) -> bool:
    """Whether an institution's name is said to be another state's: the "Senate" of "the French Senate" is no American one."""
    if mention.kind != "metonym" or not found:
        return False
    owner = found[-1]
    return owner.kind in ("demonym", "state") and owner.states != mention.states and text[owner.end : mention.start] in _OWNING


def _is_elsewhere(text: str, mention: ActorMention) -> bool:
    """Whether a town bears another's name: the Portsmouth of "Portsmouth, New Hampshire" is no British one."""
    return mention.kind in ("place", "capital") and "USA" not in mention.states and _AMERICAN.match(text, mention.end) is not None


def _with_offices(text: str, mention: ActorMention, register: Register, on: int | None) -> ActorMention:
    """The mention of a statesman with the offices held about the day, and the title that stands before the name."""
    held = [
        office.role
        for office in register.person(mention.person or "").offices
        if on is None or (office.start - _ABOUT <= on and (office.end is None or on <= office.end + _ABOUT))
    ]
    title = title_before(text, mention.start) or office_named(text[mention.start : mention.end].split(" ", 1)[0])
    return replace(mention, offices=tuple(dict.fromkeys([*held, *([title] if title else [])])))


def _mention(match: NameMatch, register: Register, on: int | None) -> ActorMention | None:
    entry = _sense(match, register, on)
    if entry is None or (entry.kind == "leader" and entry.caution and on is None and " " not in match.surface.strip()):
        return None
    states, name, person, organisation = _who(entry, match, register, on)
    if not states and not organisation:
        return None
    kind: MentionKind = entry.kind
    return ActorMention(
        start=match.start,
        end=match.end,
        states=states,
        name=name,
        role=_ROLE.get(entry.kind, "state"),
        kind=kind,
        person=person,
        organisation=organisation,
        bearer=_bearer(match, entry, on) if entry.kind == "place" and on is not None else None,
    )


def _bearer(match: NameMatch, place: NameEntry, on: int) -> str | None:
    """The one state that bears the name of a place nearest to the day, before or after it was another's."""
    own = [entry for entry in match.entries if entry.kind in STATE_KINDS and entry.ref != place.ref and entry.distance(on) <= _GAP]
    nearest = min((entry.distance(on) for entry in own), default=0)
    refs = {entry.ref for entry in own if entry.distance(on) == nearest}
    return refs.pop() if len(refs) == 1 else None


def _sense(match: NameMatch, register: Register, on: int | None) -> NameEntry | None:
    """The sense on the day; without a day, or where the register abstains, the state that bears the name today."""
    entry = register.resolve(match, on=on)
    if entry is not None and (on is not None or entry.kind != "place"):
        return entry
    if on is not None:
        persons = [e for e in match.entries if e.kind == "leader" and e.is_valid(on) and not e.lesser]
        if len({e.ref for e in persons}) == 1 and all(e.kind in ("leader", "place") for e in match.entries if e.is_valid(on)):
            return persons[0]
    states = [e for e in match.entries if e.kind in STATE_KINDS and not e.lesser and (on is None or e.distance(on) <= _GAP)]
    today = [e for e in states if e.valid_to is None] or states
    return today[-1] if len({e.ref for e in today}) == 1 else entry


def _who(entry: NameEntry, match: NameMatch, register: Register, on: int | None) -> tuple[tuple[str, ...], str, str | None, str | None]:
    """States, name, person and organisation of a sense; a statesman of the United Nations acts for it, not for a state."""
    if entry.kind == "leader":
        person = register.person(entry.ref)
        if person.state in register.states:
            return (person.state,), person.name, entry.ref, None
        return (), person.name, entry.ref, person.state or None
    if entry.ref in register.states:
        return (entry.ref,), _state_name(entry, match, register), None, None
    if entry.ref and entry.kind in ("organisation", "bloc", "party"):
        members = register.leads(entry.ref, on) if entry.kind == "bloc" and on is not None else ()
        few = bool(register.organisation(entry.ref).leads) or len(members) <= _MOST_MEMBERS
        states = tuple(member for member in members if member in register.states) if few else ()
        return (states if len(states) > 1 else ()), register.organisation(entry.ref).name, None, entry.ref
    return (), match.surface, None, None


def _state_name(entry: NameEntry, match: NameMatch, register: Register) -> str:
    return match.surface if entry.kind in ("metonym", "party", "place") else register.states[entry.ref].name


_AT = re.compile(r"(?:\b(?:in|at|near|around|throughout|outside|inside|across|off|via|visiting)\s+(?:the\s+)?)$", re.IGNORECASE)
_AT_PLACE = re.compile(
    r"\b(?:in|at|near|around|outside|off|of|to|from)\s+(?:the\s+)?(?:[\w\u2019'-]+\s+capital,?\s+)?(?:[A-Z][\w.\u2019'-]+\s?){1,3},\s*$"
)
_CAPITAL = re.compile(r"\s+(?:capital|city|port|town|coast|border|frontier|province|island|soil|waters|resort|village)\b")


def mark_places(text: str, mentions: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Make a state that only says where ("in Bali, Indonesia", "the Kyrgyz capital") a place, so that it is no actor."""
    return tuple(replace(m, kind="place") if m.kind in ("state", "capital", "demonym") and _is_place(text, m) else m for m in mentions)


def _is_place(text: str, mention: ActorMention) -> bool:
    before = text[max(0, mention.start - 60) : mention.start]
    if mention.kind == "demonym":
        return bool(_AT.search(before) and _CAPITAL.match(text, mention.end))
    if _AT_PLACE.search(before) and text[mention.end : mention.end + 1] in (",", ".", ";", ")", "", " "):
        return True
    return bool(_AT.search(before)) and text[mention.end : mention.end + 2] not in ("\u2019s", "'s")


def drop_shadowed(mentions: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Mentions in text order, without those that lie inside a longer one."""
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    kept: list[ActorMention] = []
    for mention in ordered:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
