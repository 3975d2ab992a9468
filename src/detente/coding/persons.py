"""Persons that a text introduces itself: "British Defense Secretary John Nott" makes Nott British from then on.

The register knows statesmen; a text names many more. What it says when it first names them is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from detente.coding.lexicon import Lexicon
from detente.coding.mentions import ActorMention
from detente.coding.offices import office_named
from detente.coding.words import word_list

_PART = r"(?:[A-Z][\w\u2019'-]+\.?|[A-Z]\.|de|von|van|der|al-?\w*|bin|el|ibn|Jr\.)"
_NAME = rf"({_PART}(?: {_PART}){{0,4}})"
_AFTER_TITLE = re.compile(r"(?:,? (?:the )?)?" + _NAME)
_BEFORE_TITLE = re.compile(_NAME + r", (?:then |by now |now |the |its |a |an )*(?:\w+ ){0,2}$")
_OFFICE_OF = re.compile(
    rf"(?:{_NAME.replace('(', '(?P<name>', 1)}, )?(?:(?:then|now|the|a) )*(?P<office>[A-Za-z]+(?: [a-z]+)?) of (?:the )?$"
)
_TITLED_OF = re.compile(rf"\b(?P<office>[A-Z][a-z]+) {_NAME.replace('(', '(?P<name>', 1)} of (?:the )?$")
_AFTER_STATE = re.compile(r", " + _NAME + r"(?=[,.;)]| (?:[a-z]+ed|was|had)\b)")
_REACH = 90
_MONARCH = re.compile(
    r"(?P<title>(?:King|Queen|Emperor|Empress|Tsar|Czar|Prince|Sultan|Pope|Shah) )?(?P<name>[A-Z]\w{3,})(?P<number> [IVX]+)?"
)
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f'\u2019-]+")
_PARTICLES = word_list("name_particles")
_LONGEST_TITLE = 7
_NO_NAME = word_list("no_surnames")
"""Capitalised words that follow a title without being a name ("the Soviet ambassador. In July ...")."""


def introduced(sentences: Iterable[tuple[str, Sequence[ActorMention]]], lexicon: Lexicon) -> dict[str, ActorMention]:
    """Surname to the mention that introduced it: state, full name and role. A surname given to two states is left out."""
    found: dict[str, ActorMention] = {}
    torn: set[str] = set()
    for text, mentions in sentences:
        for name, person in _by_number(text, mentions):
            if found.setdefault(name, person).states != person.states:
                torn.add(name)
        told = (*_by_adjective(text, mentions, lexicon), *_by_title(text, mentions, lexicon), *_by_state(text, mentions))
        for name, state, role, title in told:
            surname = _surname(name)
            if not surname:
                continue
            known = found.get(surname)
            if known and known.states != (state,):
                torn.add(surname)
            found.setdefault(
                surname,
                ActorMention(
                    start=0,
                    end=0,
                    states=(state,),
                    name=name,
                    role=role,
                    kind="leader",
                    person=f"text:{surname}",
                    offices=(office,) if (office := office_named(title)) else (),
                ),
            )
    return {surname: mention for surname, mention in found.items() if surname not in torn}


def known_persons(text: str, taken: Sequence[ActorMention], persons: Mapping[str, ActorMention]) -> list[ActorMention]:
    """Mentions in a sentence of persons whom the text has introduced."""
    found = []
    for surname, person in persons.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(surname)}(?![\w-])", text):
            if not any(m.start < match.end() and match.start() < m.end for m in taken):
                found.append(
                    ActorMention(
                        start=match.start(),
                        end=match.end(),
                        states=person.states,
                        name=person.name,
                        role=person.role,
                        kind="leader",
                        person=person.person,
                        offices=person.offices,
                    )
                )
    return found


def _by_adjective(text: str, mentions: Sequence[ActorMention], lexicon: Lexicon) -> list[tuple[str, str, str, str]]:
    """ "British Defense Secretary John Nott", "the Soviet ambassador, Anatoly Dobrynin", "John Nott, the British minister"."""
    found = []
    for mention in mentions:
        if mention.kind not in ("demonym", "state") or len(mention.states) != 1:
            continue
        title = _title(text, mention.end, lexicon)
        if title is None:
            continue
        end, role = title
        words = text[mention.end : end].strip()
        after = _AFTER_TITLE.match(text, end)
        if after and not _starts_other(mentions, after.start(1), mention):
            found.append((after.group(1), mention.states[0], role, words))
            continue
        before = _BEFORE_TITLE.search(text, max(0, mention.start - _REACH), mention.start)
        if before and not _starts_other(mentions, before.start(1), mention):
            found.append((before.group(1), mention.states[0], role, words))
    return found


def _title(text: str, start: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """Where the title that begins at `start` ends, and its role: "Defense Secretary", "ambassador to the UN"."""
    end, words = start, 0
    for match in _WORD.finditer(text, start):
        if match.start() - end > 1 or words >= _LONGEST_TITLE:
            break
        word = match.group().lower()
        kind = lexicon.roles.get(word)
        if kind in ("leader", "minister") or (kind == "armed forces" and word in ("general", "marshal", "admiral", "commander")):
            return match.end(), kind
        end, words = match.end(), words + 1
        if match.group()[:1].isupper() and words > 3:
            break
    return None


def _by_title(text: str, mentions: Sequence[ActorMention], lexicon: Lexicon) -> list[tuple[str, str, str, str]]:
    found = []
    for title, state in lexicon.titles.items():
        at = text.find(title + " ")
        while at >= 0:
            after = _AFTER_TITLE.match(text, at + len(title))
            if after and not _starts_other(mentions, after.start(1), None) and not _has_adjective(mentions, at):
                found.append((after.group(1), state, "minister", title))
            at = text.find(title + " ", at + 1)
    return found


def _by_number(text: str, mentions: Sequence[ActorMention]) -> list[tuple[str, ActorMention]]:
    """Monarchs by the name alone, once a text has said which is meant: "Nicholas" after "Nicholas I", "Leopold" after "King Leopold"."""
    named = [(_MONARCH.fullmatch(text[m.start : m.end]), m) for m in mentions if m.person and m.states]
    return [(match["name"], mention) for match, mention in named if match and (match["title"] or match["number"])]


def _by_state(text: str, mentions: Sequence[ActorMention]) -> list[tuple[str, str, str, str]]:
    """ "Drago, foreign minister of Argentina", "the president of Peru, García Calderón", "King Alexander of Serbia"."""
    found = []
    for mention in mentions:
        if mention.kind != "state" or len(mention.states) != 1:
            continue
        before = text[max(0, mention.start - _REACH) : mention.start]
        titled, called = _OFFICE_OF.search(before), _TITLED_OF.search(before)
        office = office_named(titled.group("office")) if titled else None
        if titled and office:
            name = titled.group("name") or (after.group(1) if (after := _AFTER_STATE.match(text, mention.end)) else "")
            at = text.find(name, mention.start - len(before))
            if name and not _starts_other(mentions, at, None):
                found.append((name, mention.states[0], "leader", titled.group("office")))
        elif called and office_named(called.group("office")):
            found.append((called.group("name"), mention.states[0], "leader", called.group("office")))
    return found


def _has_adjective(mentions: Sequence[ActorMention], at: int) -> bool:
    return any(m.kind == "demonym" and 0 <= at - m.end <= 1 for m in mentions)


def _starts_other(mentions: Sequence[ActorMention], at: int, own: ActorMention | None) -> bool:
    return any(m is not own and m.start <= at < m.end for m in mentions)


def _surname(name: str) -> str | None:
    words = [word for word in name.replace("Jr.", "").split() if len(word.rstrip(".")) > 1]
    if any(word in _NO_NAME for word in words):
        return None
    if not words or words[-1].lower() in _PARTICLES or len(words[-1]) < 3:
        return None
    return words[-1].rstrip(".\u2019'").removesuffix("\u2019s").removesuffix("'s")
