"""Actor and agent dictionaries of TABARI and PETRARCH: names with dated codes, and words for kinds of persons.

An actor is `NAME [USAGOV >010101]`: three letters of a state and a role, valid from (`>`), to (`<`) or between two days
(YYMMDD or YYYYMMDD; a year of two digits from 30 on is of the 20th century). Lines that begin with `+`, or with `;` and a
name, are its other names; lines of codes may follow. An agent is `MINISTER [~GOV]`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.codes.dictionary import NULL_CODE, Import, Inexpressible, Line, slug
from detente.codes.words import speech, unspoken
from detente.coding.lexicon import default_lexicon
from detente.dates import day_number, iso_day
from detente.register import State, default_register

_CODE = re.compile(r"\[\s*([A-Za-z/+-]{3,})\s*([^\]]*)\]")
_ANY_CODE = re.compile(r"\[[^\]]*\]")
_SPELL = re.compile(r"\s*(?:(?P<side>[<>])\s*(?P<day>\d{6}|\d{8})|(?P<first>\d{6}|\d{8})\s*-\s*(?P<last>\d{6}|\d{8}))?\s*")
_SYNONYM = re.compile(r"[+;](?=[A-Z.\w])")
_AGENT = re.compile(r"^(?P<name>[^\[{]+?)\s*(?:\{(?P<plural>[^}]*)\})?\s*\[~(?P<code>\w+)\]")
_SUBSTITUTE = re.compile(r"!(\w+)!")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "al", "bin", "ibn", "von", "van"})
_BODIES = ("IGO", "NGO", "NGM", "IMG", "MNC", "INT")
_OFFICES = {"": "statesman", "GOV": "statesman", "LEG": "statesman", "JUD": "statesman", "MIL": "commander"}
_ROLES = {"GOV": "government", "LEG": "government", "JUD": "government", "SPY": "government", "MIL": "armed forces"} | dict.fromkeys(
    ("CVL", "EDU", "MED", "BUS", "LAB", "AGR", "HLH", "REF"), "people"
)
_FIRST_YEAR = 30


@dataclass
class Actor:
    """An actor with its names, and its codes with the days between which they hold."""

    line: Line
    names: list[tuple[str, Line]] = field(default_factory=list)
    codes: list[tuple[str, int | None, int | None, Line]] = field(default_factory=list)

    @property
    def dated(self) -> bool:
        """Whether any code has dates, as those of persons do."""
        return any(first is not None or last is not None for _, first, last, _ in self.codes)


def read_actors(file: str, lines: Sequence[Line], into: Import) -> None:
    """Put what own codes can say of an actor dictionary into an import, and note what came of every name and code."""
    actors: list[Actor] = []
    for line in lines:
        text = line.text.strip()
        name = _ANY_CODE.sub("", text).partition(" ;")[0].strip()
        synonym = _SYNONYM.match(text)
        if text.startswith(";") and not synonym:
            continue
        if not synonym and name:
            actors.append(Actor(line))
        if not actors:
            into.note(file, line, "refused", "it stands before the first name")
            continue
        if name:
            actors[-1].names.append((name[1:] if synonym else name, line))
        _codes(file, line, actors[-1], into)
    for actor in actors:
        _Speaker(file, actor, into).express()


def _codes(file: str, line: Line, actor: Actor, into: Import) -> None:
    for found in _ANY_CODE.finditer(line.text):
        code = _CODE.fullmatch(found[0])
        try:
            if code is None:
                raise Inexpressible(f"{found[0]} is no code of an actor")
            actor.codes.append((code[1].upper(), *_days(code[2]), line))
        except (Inexpressible, ValueError) as error:
            into.note(file, line, "refused", str(error) or "a date that is none")


def _days(text: str) -> tuple[int | None, int | None]:
    spell = _SPELL.fullmatch(text)
    if spell is None:
        raise Inexpressible(f"{text!r} is no time")
    if spell["side"]:
        day = _day(spell["day"])
        return (day, None) if spell["side"] == ">" else (None, day)
    return (_day(spell["first"]), _day(spell["last"])) if spell["first"] else (None, None)


def _day(digits: str) -> int:
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) >= _FIRST_YEAR else "20") + digits
    return day_number(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def spelled(name: str, *, person: bool = False) -> str:
    """A name in capitals as prose writes it: "UNITED_STATES_OF_AMERICA" is "United States of America", "U.S." and "USA" stay.

    Short words are letters of an abbreviation, but those of a `person` are names ("KIM" is "Kim").
    """
    words = name.replace("_", " ").split()
    return " ".join(_word(word, first=at == 0, person=person) for at, word in enumerate(words))


def _word(word: str, *, first: bool, person: bool) -> str:
    short = len(word) <= 3 and not person
    if "." in word or (short and word.lower() not in _SMALL and not first):
        return word
    if not first and word.lower() in _SMALL:
        return word.lower()
    if short or not re.search("[AEIOUYaeiouy]", word):
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


class _Speaker:
    """One actor on its way to an alias, a person or an organisation."""

    def __init__(self, file: str, actor: Actor, into: Import) -> None:
        self.file, self.actor, self.into = file, actor, into
        self.names = [(spelled(name, person=actor.dated), line) for name, line in actor.names]

    def express(self) -> None:
        """Enter the actor, or tell why it cannot be."""
        actor = self.actor
        if not any(character.isalpha() for code, *_ in actor.codes for character in code):
            self._refuse("it has no code")
        elif all(code.startswith(_BODIES) for code, *_ in actor.codes):
            self._body()
        elif actor.dated:
            self._person()
        elif len(actor.codes) > 1:
            self._refuse("several codes without dates")
        else:
            self._alias(actor.codes[0][0])

    def _refuse(self, reason: str) -> None:
        for name, line in self.names:
            self.into.note(self.file, line, "refused", reason, text=name)

    def _state(self, code: str, on: int | None) -> str:
        """The state of three ISO letters, on a day if one is known; else the one that has them today."""
        states = [state for state in default_register().states.values() if state.iso3 == code[:3]]
        held = [state.code for state in states if (state.is_member(on) if on is not None else _lasts(state))]
        if len(held) != 1:
            when = iso_day(on) if on is not None else "today"
            raise Inexpressible(f"{code[:3]}: {'several states have' if held else 'no state has'} these ISO letters, {when}")
        return held[0]

    def _alias(self, code: str) -> None:
        kinds = {"": "state", "GOV": "metonym"}
        try:
            if code[3:] not in kinds:
                raise Inexpressible(f"{code}: what is neither a state nor its government has no alias of a state")
            state, kind = self._state(code, None), kinds[code[3:]]
        except Inexpressible as error:
            self._refuse(str(error))
            return
        for name, line in self.names:
            if any(entry.ref == state for entry in default_register().senses(name)):
                self.into.note(self.file, line, "known", f"the register has it for {state}", text=name)
            elif not name[:1].isupper() and not name[:1].isdigit():
                self.into.note(self.file, line, "refused", "a name begins with a capital letter or a digit", text=name)
            else:
                self.into.parts["aliases"].append({"name": name, "kind": kind, "state": state})
                self.into.note(self.file, line, "kept", text=name)

    def _person(self) -> None:
        offices = [office for code, first, last, line in self.actor.codes if (office := self._office(code, first, last, line))]
        if not offices:
            self._refuse("none of its dated codes can be said")
            return
        name, *others = dict.fromkeys(name for name, _ in self.names)
        row: dict[str, Any] = {"id": f"{slug(name)}-{self.actor.line.number}", "name": name} | ({"names": others} if others else {})
        self.into.parts["persons"].append(row | {"offices": offices})
        for each, line in self.names:
            self.into.note(self.file, line, "kept", text=each)

    def _office(self, code: str, first: int | None, last: int | None, line: Line) -> dict[str, str] | None:
        told = f"[{code}]"
        try:
            if code == NULL_CODE:
                raise Inexpressible("a time for which there is no code")
            if first is None and last is None:
                raise Inexpressible("a code for all other times beside dated ones")
            if code[3:6] not in _OFFICES:
                raise Inexpressible(f"{code}: who is no official or officer does not act for the state")
            if first is not None and last is not None and first > last:
                raise Inexpressible("it ends before it starts")
            row = {"role": _OFFICES[code[3:6]], "state": self._state(code, first if first is not None else last)}
        except Inexpressible as error:
            self.into.note(self.file, line, "refused", str(error), text=told)
            return None
        self.into.note(self.file, line, "kept", text=told)
        return row | ({"from": iso_day(first)} if first is not None else {}) | ({"to": iso_day(last)} if last is not None else {})

    def _body(self) -> None:
        if self.actor.dated:
            self._refuse("an organisation with dated codes")
            return
        known = [name for name, _ in self.names if default_register().senses(name)]
        for name, line in self.names:
            if name in known:
                self.into.note(self.file, line, "known", "the register has it", text=name)
            elif known:
                self.into.note(self.file, line, "refused", f"another name of what the register has as {known[0]!r}", text=name)
            else:
                self.into.note(self.file, line, "kept", text=name)
        if not known:
            (first, _), *others = self.names
            row: dict[str, Any] = {"id": f"{slug(first)}-{self.actor.line.number}", "name": first}
            self.into.parts["organisations"].append(row | ({"names": [name for name, _ in others]} if others else {}))


def _lasts(state: State) -> bool:
    return any(last is None for _, last in (*state.cow_spells, *state.gw_spells))


def read_agents(file: str, lines: Sequence[Line], into: Import) -> None:
    """Put the agents that are one word into the roles of an import, and note what came of every one."""
    substitutes = _substitutes(lines)
    known = default_lexicon().roles
    for line in lines:
        if line.text.lstrip().startswith("!"):
            continue
        agent = _AGENT.match(line.text.strip())
        try:
            if agent is None:
                raise Inexpressible("it is no agent with its code")
            role = _ROLES.get(agent["code"].upper()[:3])
            if role is None:
                raise Inexpressible(f"{agent['code']}: such persons do not stand for their state here")
            nouns = [_noun(name) for name in _filled(agent["name"], substitutes)]
        except Inexpressible as error:
            into.note(file, line, "refused", str(error))
            continue
        fresh = [noun for noun in dict.fromkeys(nouns) if noun not in known and noun not in into.roles.get(role, ())]
        into.roles.setdefault(role, []).extend(fresh)
        into.note(file, line, "kept" if fresh else "known", "" if fresh else "the coder knows it")


def _substitutes(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The lines `!PERSON! = MAN, MEN, WOMAN`, by what they stand for."""
    found = {}
    for line in lines:
        name, equals, words = line.text.partition("=")
        match = _SUBSTITUTE.fullmatch(name.strip())
        if match and equals:
            found[match[1].upper()] = [word.strip() for word in words.split(",") if word.strip()]
    return found


def _filled(name: str, substitutes: Mapping[str, list[str]]) -> list[str]:
    marker = _SUBSTITUTE.search(name)
    if marker is None:
        return [name]
    if marker[1].upper() not in substitutes:
        raise Inexpressible(f"there is no {marker[0]}")
    return [name.replace(marker[0], word) for word in substitutes[marker[1].upper()]]


def _noun(name: str) -> str:
    noun = " ".join(name.lower().replace("_", " ").split())
    lemma = speech().lemma(noun, "noun") if " " not in noun and speech().parts(noun) == 1 else noun
    fault = unspoken(lemma, "nouns")
    if fault:
        raise Inexpressible(f"{noun!r}: {fault[0]}")
    return lemma
