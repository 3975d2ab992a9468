"""What a bare number counts, and between whom: carried over from what its paragraph or section speaks of.

"The Ministry gives 11,000 as the total" counts students where the sentence before spoke of Chinese students in the Soviet Union.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from spacy.tokens import Token

from detente.coding.events import Sitting
from detente.coding.figure_ids import PAIR, TOLD, figure_id
from detente.coding.figure_sides import sides_of
from detente.coding.figure_words import figure_words
from detente.coding.grammar import tokens_of
from detente.model import Figure

VAGUE = frozenset({"number", "people", "money", "offer"})
"""What a figure is called whose own words do not say what is counted."""
_FLOWS = frozenset({"technicians", "students", "workers", "projects", "plants"})
"""What nouns make a topic even without a number: what states give each other."""
_MONEY = frozenset({"loan", "credit", "debt", "trade", "grant", "aid", "reparations"})
_PERSONS = "persons"
_AID = frozenset({"technicians", "projects", "plants", "loan", "credit", "grant", "aid"})
"""What goes one way as a rule: who lends also builds and sends experts."""
_THERE = frozenset({"state", "place", "people", "capital"})
"""How a state is named where people go or money comes from; "the American estimate" sends nobody anywhere."""
_SMALL = 1000
_LEAST, _MUCH = 20, 100_000
_WORD, _DIGIT = re.compile(r"[a-z]+"), re.compile(r"\d")
_NUMBER_OF = re.compile(r"\bnumber of (?:([A-Z]\w+)\s+)?(\w+)")
_COMPARED = re.compile(r"\b(?:higher|lower|larger|smaller|greater|different)\s+(?:sum|figure|number|count|total|estimate|amount)\b")
_SEVERAL = 3
"""A bare number beside so many kinds of people counts them together."""
_WINDOW = 3
"""Paragraphs back in which a topic still holds, within its section; sentences on in which a paragraph may say what people went for."""

Sides = tuple[str | None, str | None]
"""Giver and receiver."""


@dataclass(frozen=True)
class Topic:
    """A thing that a sentence speaks of, with its sides and unit, and where: the number of the sentence and of its paragraph."""

    what: str
    unit: str
    giver: str | None
    receiver: str | None
    order: int
    paragraph: int
    section: str
    at: int = 0
    """Where in its sentence it is named."""
    told: bool = True
    """Whether its sides are told by the words, and not guessed from the text's pair."""


@dataclass
class FigureTopics:
    """What one document speaks of, sentence by sentence, and the figures it gives."""

    topics: list[Topic] = field(default_factory=list)
    placed: list[tuple[int, int, str, Figure]] = field(default_factory=list)
    words: list[tuple[int, int, str]] = field(default_factory=list)
    """What the words of sentences say that people are or do, by the number of the sentence and of its paragraph."""
    states: dict[str, frozenset[str]] = field(default_factory=dict)
    """The states that each sentence with figures names, by its id."""

    def note(self, sitting: Sitting, figures: Sequence[Figure]) -> None:
        """Remember a sentence's things and figures."""
        sentence = sitting.sentence
        place = (sentence.index, sentence.paragraph, sentence.section)
        if sentence.section and (not self.topics or self.topics[-1].section != sentence.section):
            self.topics += _of_heading(sentence.section, place)
        if what := _what_by_words(sentence.text):
            self.words.append((sentence.index, sentence.paragraph, what))
        figures = [self._compared(_priced(_by_words(sentence.text, figure)), sentence.index) for figure in figures]
        self.topics += [_topic(figure, place) for figure in figures if figure.what not in VAGUE]
        digit = _DIGIT.search(sentence.text)
        before = [
            token for token in tokens_of(sitting.scene.doc) if digit is None or token.idx < digit.start()
        ]  # "10,000, of whom 1,500 were teachers"
        self.topics += [topic for token in before if (topic := _named(sitting, token, place))]
        self.placed += [(*place, figure) for figure in figures]
        if figures:
            self.states[sentence.sentence_id] = frozenset(
                s for mention in sitting.scene.mentions if mention.kind in _THERE for s in mention.states
            )

    def settled(self, pair: tuple[str, str] | None = None) -> list[Figure]:
        """The figures, those of which the words leave it open with what they count and their sides; `pair` is whom the text is about."""
        topics, named = list(self.topics), list[Figure]()
        for order, paragraph, section, figure in self.placed:
            found = self._named(topics, order, paragraph, section, figure)
            found = found if self._of_others(found, pair) else _with_partner(found, pair)
            if found.what != figure.what and figure.giver and PAIR not in figure.rule:
                topics.append(_topic(found, (order, paragraph, section)))  # "thousands of Russians, engineers": whose engineers they are
            named.append(found)
        told = [topic for topic in topics if topic.told]
        sides = _with_aid(_usual_sides([*told, *(f for f in named if PAIR not in f.rule)]), pair)
        told_all = (f if self._of_others(f, pair) else _with_sides(f, sides) for f in _beside(named, sides))
        return list({f.figure_id: f for f in told_all}.values())

    def _of_others(self, figure: Figure, pair: tuple[str, str] | None) -> bool:
        """Whether the sentence names a third state, so that a side left out need not be the text's own: Chinese builders in Zambia."""
        return pair is not None and bool(self.states.get(figure.sentence, frozenset()) - set(pair))

    def _named(self, topics: Sequence[Topic], order: int, paragraph: int, section: str, figure: Figure) -> Figure:
        if figure.what not in VAGUE or (figure.what == "people" and figure.rule.endswith(TOLD)):
            return figure
        money = figure.what in ("money", "offer") or (figure.what == "number" and figure.value >= _MUCH)
        kinds = _MONEY if money else _FLOWS
        near = [t for t in topics if t.what in kinds and _speaks_of(t, order, paragraph, section)]
        fits = [t for t in near if not _against(t, figure, topics)]
        if not money and figure.value < _LEAST:
            return figure
        return _as_topic(figure, max(fits, key=lambda t: (t.order, -t.at, t.what))) if fits else self._who_went(order, paragraph, figure)

    def _who_went(self, order: int, paragraph: int, figure: Figure) -> Figure:
        """People of one state in the other, by what their paragraph goes on to say: "go off to Moscow. Li Peng was at the Institute"."""
        if figure.what != "people" or not (figure.giver and figure.receiver) or PAIR in figure.rule:
            return figure
        said = [what for at, where, what in self.words if where == paragraph and 0 < at - order <= _WINDOW]
        return _changed(figure, what=said[0], unit=_PERSONS) if said else figure

    def _compared(self, figure: Figure, order: int) -> Figure:
        """ "Others give a higher sum, some 1.8 billion": what the figure before it in that unit counts."""
        if figure.what not in VAGUE | _MONEY or not _COMPARED.search(figure.quote):
            return figure
        last = next((f for at, _, _, f in reversed(self.placed) if order - at <= 1 and f.unit == figure.unit), None)
        return figure if last is None or last.what in VAGUE else _changed(figure, what=last.what)


def _priced(figure: Figure) -> Figure:
    """A few units of a currency are a rate or a price and no loan: "ten old roubles made one new rouble"."""
    return _changed(figure, what="price") if figure.what in _MONEY and figure.unit and figure.value < _SMALL else figure


def _topic(figure: Figure, place: tuple[int, int, str]) -> Topic:
    return Topic(figure.what, figure.unit, figure.giver, figure.receiver, *place, told=PAIR not in figure.rule)


def _as_topic(figure: Figure, topic: Topic) -> Figure:
    """A figure that counts what the text speaks of."""
    giver, receiver = figure.giver or topic.giver, figure.receiver or topic.receiver
    if figure.what == "number" and topic.giver and topic.receiver:
        giver, receiver = topic.giver, topic.receiver
    return _changed(figure, what=topic.what, unit=figure.unit or topic.unit, giver=giver, receiver=receiver)


def _speaks_of(topic: Topic, order: int, paragraph: int, section: str) -> bool:
    return topic.order <= order and topic.section == section and paragraph - topic.paragraph < _WINDOW


def _against(topic: Topic, figure: Figure, topics: Sequence[Topic]) -> bool:
    """Whether a figure's own words send it the other way than the topic goes, or last went."""
    if PAIR in figure.rule or not figure.giver:
        return False
    ways = (t.giver for t in reversed(topics) if t.what == topic.what and t.giver and t.told)
    giver = topic.giver or next(ways, None)
    return giver is not None and figure.giver != giver


def _named(sitting: Sitting, token: Token, place: tuple[int, int, str]) -> Topic | None:
    """The topic that a plural noun makes: "Chinese students in the Soviet Union"; or one of money: "the loans"."""
    words, lemma = figure_words(), token.lemma_.lower()
    if token.pos_ != "NOUN":
        return None
    kind, purpose = words.kinds.get(lemma), words.purposes.get(lemma)
    doc, mentions = sitting.scene.doc, sitting.scene.mentions
    if kind is not None and kind.what in _FLOWS and token.tag_ == "NNS":
        sides = sides_of(doc, token, token.left_edge.idx, kind.what, mentions)
        return Topic(kind.what, kind.unit, sides.giver, sides.receiver, *place, at=token.idx)
    if purpose in _MONEY:
        sides = sides_of(doc, token, token.left_edge.idx, purpose, mentions)
        return Topic(purpose, "", sides.giver, sides.receiver, *place, at=token.idx)
    return None


def _of_heading(title: str, place: tuple[int, int, str]) -> list[Topic]:
    """The topics that a section's title names: "The experts", "Loans and credits"."""
    words, found = figure_words(), list[Topic]()
    for word in title.lower().replace(",", " ").split():
        kind = next((words.kinds[form] for form in (word, word.removesuffix("s")) if form in words.kinds), None)
        purpose = words.purposes.get(word)
        if kind is not None and kind.what in _FLOWS:
            found.append(Topic(kind.what, kind.unit, None, None, *place))
        elif purpose in _MONEY:
            found.append(Topic(purpose, "", None, None, *place))
    return found


def _what_by_words(text: str) -> str | None:
    table = figure_words().by_words
    return next((table[word] for word in _WORD.findall(text.lower()) if word in table), None)


def _by_words(text: str, figure: Figure) -> Figure:
    """A number of people, or a bare one, with what the words of its sentence say that it counts."""
    if figure.what not in ("number", "people") or figure.value < _LEAST or figure.value >= _MUCH:
        return figure
    what = (_number_of(text) if figure.what == "number" else None) or _what_by_words(text)
    return _changed(figure, what=what, unit=_PERSONS) if what else figure


def _number_of(text: str) -> str | None:
    """What a bare number counts: "as the number of Chinese trained there"; people, where several kinds of them are named beside it."""
    kinds = figure_words().kinds
    match = _NUMBER_OF.search(text)
    if match:
        kind = kinds.get(match.group(2).lower().removesuffix("s"))
        return kind.what if kind else "people" if match.group(1) else None
    forms = (form for word in _WORD.findall(text.lower()) for form in (word, word.removesuffix("s")))
    named = {kinds[form].what for form in forms if form in kinds and kinds[form].unit == _PERSONS}
    return "people" if len(named) >= _SEVERAL else None


def _changed(figure: Figure, **more: Any) -> Figure:  # noqa: ANN401 - fields of a figure
    """A figure with other fields, its id that of its new contents."""
    rule = figure.rule if figure.rule.endswith(TOLD) else figure.rule + TOLD
    found = replace(figure, rule=rule, **more)
    found = replace(found, mutual=found.what == "trade" or (figure.mutual and figure.what == found.what))
    return replace(found, figure_id=figure_id(found))


def _usual_sides(figures: Iterable[Figure | Topic]) -> dict[str, Sides]:
    """From whom to whom each thing goes where the document says it, if it says one way more often than any other."""
    counts: dict[str, Counter[Sides]] = {}
    for figure in figures:
        if figure.giver and figure.receiver:
            counts.setdefault(figure.what, Counter())[figure.giver, figure.receiver] += 1
    usual = {}
    for what, ways in counts.items():
        first, *others = sorted(ways.items(), key=lambda item: (-item[1], str(item[0])))
        if not others or others[0][1] < first[1]:
            usual[what] = first[0]
    return usual


def _with_aid(usual: dict[str, Sides], pair: tuple[str, str] | None) -> dict[str, Sides]:
    """The usual sides, with those of aid for what a text on a pair leaves open, where all aid whose sides it tells goes one way."""
    ways = {way for what, way in usual.items() if what in _AID}
    way = next(iter(ways), None)
    if pair is None or way is None or len(ways) > 1 or set(way) != set(pair):
        return usual
    return dict.fromkeys(_AID, way) | usual


def _beside(figures: Sequence[Figure], usual: dict[str, Sides]) -> list[Figure]:
    """People of one list go one way: "7,500 Chinese students, besides 2,500 scientists and 8,000 technicians"."""
    lists: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.unit == _PERSONS and figure.what in _FLOWS:
            lists.setdefault(figure.sentence, []).append(figure)
    ways = {sentence: _way(these, usual) for sentence, these in lists.items() if len(these) > 1}
    return [_sent(figure, ways.get(figure.sentence)) if figure.unit == _PERSONS and figure.what in _FLOWS else figure for figure in figures]


def _way(figures: Sequence[Figure], usual: dict[str, Sides]) -> Sides | None:
    """Which way the people of a list go: as the first says of whom both sides are told, else as those named first usually do."""
    told = next(((f.giver, f.receiver) for f in figures if f.giver and f.receiver), None)
    return told or usual.get(figures[0].what)


def _sent(figure: Figure, way: Sides | None) -> Figure:
    if way is None or figure.giver or figure.receiver:
        return figure
    return _changed(figure, giver=way[0], receiver=way[1])


def _with_partner(figure: Figure, pair: tuple[str, str] | None) -> Figure:
    """A thing given of which one side is told, with the other of the text's own pair as the other side."""
    known = [state for state in (figure.giver, figure.receiver) if state]
    if pair is None or figure.what not in _FLOWS | _MONEY or len(known) != 1 or known[0] not in pair:
        return figure
    other = pair[1] if known[0] == pair[0] else pair[0]
    return _changed(figure, giver=figure.giver or other, receiver=figure.receiver or other)


def _with_sides(figure: Figure, usual: dict[str, Sides]) -> Figure:
    way, known = usual.get(figure.what), (figure.giver, figure.receiver)
    guessed = PAIR in figure.rule or None in known
    if way is None or figure.what not in _FLOWS | _MONEY or not guessed or known == way:
        return figure
    if PAIR not in figure.rule and set(known) - {None} - set(way):
        return figure
    return _changed(figure, giver=way[0], receiver=way[1])
