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
from detente.coding.figure_ids import figure_id
from detente.coding.figure_sides import sides_of
from detente.coding.figure_words import figure_words
from detente.model import Figure

VAGUE = frozenset({"number", "people", "money", "offer"})
"""What a figure is called whose own words do not say what is counted."""
_FLOWS = frozenset({"technicians", "students", "workers", "projects", "plants"})
"""What nouns make a topic even without a number: what states give each other."""
_MONEY = frozenset({"loan", "credit", "debt", "trade", "grant", "aid", "reparations"})
_PERSONS = "persons"
_LEAST, _MUCH = 20, 100_000
_PAIR, _TOLD = "+pair", "+topic"
"""How the rule of a figure ends whose sides are guessed from the text's pair, and of one that is settled here."""
_WORD, _DIGIT = re.compile(r"[a-z]+"), re.compile(r"\d")
_WINDOW = 3
"""Paragraphs back in which a topic still holds, within its section."""


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


@dataclass
class FigureTopics:
    """What one document speaks of, sentence by sentence, and the figures it gives."""

    topics: list[Topic] = field(default_factory=list)
    placed: list[tuple[int, int, str, Figure]] = field(default_factory=list)

    def note(self, sitting: Sitting, figures: Sequence[Figure]) -> None:
        """Remember a sentence's things and figures."""
        sentence = sitting.sentence
        place = (sentence.index, sentence.paragraph, sentence.section)
        if sentence.section and (not self.topics or self.topics[-1].section != sentence.section):
            self.topics += _of_heading(sentence.section, place)
        figures = [_by_words(sentence.text, figure) for figure in figures]
        self.topics += [
            Topic(figure.what, figure.unit, figure.giver, figure.receiver, *place) for figure in figures if figure.what not in VAGUE
        ]
        digit = _DIGIT.search(sentence.text)
        before = [
            token for token in sitting.scene.doc if digit is None or token.idx < digit.start()
        ]  # "10,000, of whom 1,500 were teachers"
        self.topics += [topic for token in before if (topic := _named(sitting, token, place))]
        self.placed += [(*place, figure) for figure in figures]

    def settled(self, pair: tuple[str, str] | None = None) -> list[Figure]:
        """The figures, those of which the words leave it open with what they count and their sides; `pair` is whom the text is about."""
        named = [_with_partner(self._named(*each), pair) for each in self.placed]
        sides = _usual_sides([*self.topics, *(f for f in named if _PAIR not in f.rule)])
        return list({f.figure_id: f for f in (_with_sides(figure, sides) for figure in _beside(named, sides))}.values())

    def _named(self, order: int, paragraph: int, section: str, figure: Figure) -> Figure:
        if figure.what not in VAGUE:
            return figure
        money = figure.what in ("money", "offer") or (figure.what == "number" and figure.value >= _MUCH)
        kinds = _MONEY if money else _FLOWS
        fits = [t for t in self.topics if _speaks_of(t, order, paragraph, section) and t.what in kinds and not _against(t, figure)]
        if not fits or (not money and figure.value < _LEAST):
            return figure
        topic = max(fits, key=lambda t: (t.order, -t.at, t.what))
        giver, receiver = figure.giver or topic.giver, figure.receiver or topic.receiver
        if figure.what == "number" and topic.giver and topic.receiver:
            giver, receiver = topic.giver, topic.receiver
        unit = figure.unit or topic.unit
        found = replace(
            figure, what=topic.what, unit=unit, giver=giver, receiver=receiver, mutual=topic.what == "trade", rule=f"{figure.rule}+topic"
        )
        return replace(found, figure_id=figure_id(found))


def _speaks_of(topic: Topic, order: int, paragraph: int, section: str) -> bool:
    return topic.order <= order and topic.section == section and paragraph - topic.paragraph < _WINDOW


def _against(topic: Topic, figure: Figure) -> bool:
    """Whether a figure's own words send it the other way than a topic goes."""
    if _PAIR in figure.rule or not (figure.giver and topic.giver):
        return False
    return figure.giver != topic.giver


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


def _by_words(text: str, figure: Figure) -> Figure:
    """A number of people, or a bare one, with what the words of its sentence say that it counts."""
    if figure.what not in ("number", "people") or figure.value < _LEAST or figure.value >= _MUCH:
        return figure
    table = figure_words().by_words
    what = next((table[word] for word in _WORD.findall(text.lower()) if word in table), None)
    return _changed(figure, what=what, unit="persons") if what else figure


def _changed(figure: Figure, **more: Any) -> Figure:  # noqa: ANN401 - fields of a figure
    """A figure with other fields, its id that of its new contents."""
    rule = figure.rule if figure.rule.endswith(_TOLD) else figure.rule + _TOLD
    found = replace(figure, rule=rule, **more)
    found = replace(found, mutual=found.what == "trade" or figure.mutual)
    return replace(found, figure_id=figure_id(found))


def _usual_sides(figures: Iterable[Figure | Topic]) -> dict[str, tuple[str | None, str | None]]:
    """From whom to whom each thing goes where the document says it, if it says one way more often than any other."""
    counts: dict[str, Counter[tuple[str | None, str | None]]] = {}
    for figure in figures:
        if figure.giver and figure.receiver:
            counts.setdefault(figure.what, Counter())[figure.giver, figure.receiver] += 1
    usual = {}
    for what, ways in counts.items():
        first, *others = sorted(ways.items(), key=lambda item: (-item[1], str(item[0])))
        if not others or others[0][1] < first[1]:
            usual[what] = first[0]
    return usual


def _beside(figures: Sequence[Figure], usual: dict[str, tuple[str | None, str | None]]) -> list[Figure]:
    """People of one list go one way: "7,500 Chinese students, besides 2,500 scientists and 8,000 technicians"."""
    lists: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.unit == _PERSONS and figure.what in _FLOWS:
            lists.setdefault(figure.sentence, []).append(figure)
    ways = {sentence: _way(these, usual) for sentence, these in lists.items() if len(these) > 1}
    return [_sent(figure, ways.get(figure.sentence)) if figure.unit == _PERSONS and figure.what in _FLOWS else figure for figure in figures]


def _way(figures: Sequence[Figure], usual: dict[str, tuple[str | None, str | None]]) -> tuple[str | None, str | None] | None:
    """Which way the people of a list go: as the first says of whom both sides are told, else as those named first usually do."""
    told = next(((f.giver, f.receiver) for f in figures if f.giver and f.receiver), None)
    return told or usual.get(figures[0].what)


def _sent(figure: Figure, way: tuple[str | None, str | None] | None) -> Figure:
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


def _with_sides(figure: Figure, usual: dict[str, tuple[str | None, str | None]]) -> Figure:
    way, known = usual.get(figure.what), (figure.giver, figure.receiver)
    guessed = _PAIR in figure.rule or None in known
    if way is None or figure.what not in _FLOWS | _MONEY or not guessed or known == way:
        return figure
    if _PAIR not in figure.rule and set(known) - {None} - set(way):
        return figure
    return _changed(figure, giver=way[0], receiver=way[1])
