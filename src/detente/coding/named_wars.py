"""Wars that bear the names of both sides, where the text dates them: "the Russo-Japanese War of 1904–05" says that there was one.

Such a name tells of a war also where it only dates something else, or says where a man had served. The rules and the trained
reader look for deeds that a sentence tells; a war named in passing is told by its name alone, once in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from detente.coding.actors import named_mentions
from detente.coding.date_readings import DateReading, read_dates
from detente.coding.date_scene import Anchor
from detente.coding.deed import Deed
from detente.coding.events import Side, Sitting, Told
from detente.coding.grammar import text_of, token_at
from detente.coding.mentions import ActorMention
from detente.coding.modality import modality_of
from detente.coding.occasions import Occasion
from detente.coding.scene import Party
from detente.dates import calendar_day
from detente.register import Register

War = tuple[frozenset[str], int | None]
RULE, _KIND = "noun:named_war:war", "ASSAULT"
SURE = 0.7
"""What is said of such a war; too few stand in the hand-coded texts to fit it."""
_YEARS = r"(?:1[6-9]|20)\d\d(?:\s?[-\u2013\u2014]\s?\d{2,4})?"
_NAMED = re.compile(
    rf"(?:\b(?P<before>{_YEARS})\s+)?\b(?P<sides>[A-Z]\w+[-\u2013][A-Z]\w+)\s+(?:(?:[Bb]order|[Ff]rontier|[Nn]aval)\s+)?"
    rf"(?P<noun>[Ww]ars?|[Cc]onflict|[Cc]lash(?:es)?|[Ff]ighting)\b(?:\s*(?:,\s|\(|(?P<in>in\s)|of\s|from\s)(?P<after>{_YEARS})\b)?"
)


@dataclass
class WarsTold:
    """The wars that the text has told so far, each by its pair and its year."""

    known: set[War] = field(default_factory=set)

    def named(self, sitting: Sitting, told: Iterable[Told], register: Register) -> list[Told]:
        """The dated wars that a sentence only names, beside what it tells; to be asked in the order of the sentences."""
        self.known |= {_war(one) for one in told if one.kind == _KIND}
        found = {_war(one): one for one in _named(sitting, register) if _war(one) not in self.known}
        self.known |= found.keys()
        return list(found.values())


def _named(sitting: Sitting, register: Register) -> Iterator[Told]:
    """Every war that a sentence names by two states and dates."""
    for match in _NAMED.finditer(text_of(sitting.scene.doc)):
        token = token_at(sitting.scene.doc, match.start("noun"))
        reading = _dated(match, token, sitting.dates.readings) if token else None
        if token is None or reading is None or (held := modality_of(token)).modality != "asserted":
            continue
        named = named_mentions(match["sides"], register, on=reading.date.first)
        sides = {side.key: side for side in (_side(m, match.start("sides"), token) for m in named if m.states)}
        if len(sides) == 2:
            one, two = sides.values()
            deed = Deed(token, None, _KIND, None, True, (one.party,), (two.party,), held, RULE, SURE)
            yield Told(deed, one, two, Occasion(reading, None), _KIND, held.modality, None, SURE)


def _war(told: Told) -> War:
    """The pair that fought, and the year in which it began; None for the year where the text dates nothing."""
    date = told.occasion.date
    first = date.date.first if date else None
    return told.pair, None if first is None else calendar_day(first)[0]


def _side(mention: ActorMention, begins: int, token: Token) -> Side:
    """A side by its name: of a land that was then another's, the state that bears the name ("the India-Pakistan War in 1947")."""
    state = mention.bearer or mention.states[0]
    placed = replace(mention, start=mention.start + begins, end=mention.end + begins, states=(state,))
    return Side(state, Party(placed, token, True, "state"))


def _dated(match: re.Match[str], noun: Token, readings: Sequence[DateReading]) -> DateReading | None:
    """The years in the war's own phrase ("the 1962 China-India war", "the war of 1904-05"), or those that its name stands for.

    What "ended the war in 1848" dates is the end.
    """
    years = match["before"] or (match["after"] if not (match["in"] and noun.dep_ == "dobj") else None)
    if years:
        return next(iter(read_dates(years, anchor=Anchor())), None)
    return next((r for r in readings if r.relation == "at" and r.start < match.end("noun") and match.start("sides") < r.end), None)
