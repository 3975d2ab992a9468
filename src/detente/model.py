"""The nouns of the house, as frozen dataclasses: statements with their evidence, never edited.

Offsets are code points of the document's raw text, half-open. State codes are COW letters (CHN, RUS,
USA). Identifiers are hashes of content, so that the same statement has the same id on any machine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Literal

from detente.dates import UncertainDate
from detente.spans import Span, SpanMap

Modality = Literal["asserted", "planned", "denied", "alleged", "hypothetical", "opinion"]
"""How a statement is held out: as done, intended, denied, reported by another, supposed, or thought."""

Bound = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "range", "order"]
"""What a figure's words bind: "some 7,000" is about, "over" more_than, "tens of thousands" order."""


Motive = Literal["security", "economy", "ideology", "status", "third_party", "leadership", "domestic"]
"""The class of a cause: threat and borders; trade, aid and need; doctrine and values; rank and injury to it; another state at the
table; a leader's person; politics at home."""

Direction = Literal["up", "down", "high", "low"]
"""What a source says of a relation in a period: becoming better or worse, or being good or bad."""

Verdict = Literal["single", "agree", "differ in precision", "disagree"]
"""How statements on one happening stand to each other; `single` where only one source tells of it."""


def content_id(kind: str, *parts: object) -> str:
    """A 20-digit hexadecimal id of a JSON array of `kind` and `parts` (strings, numbers, None, lists)."""
    text = json.dumps([kind, *parts], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a source: its printed label and the raw span it fills."""

    label: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and the raw span of the text that stands under it (heading included)."""

    title: str
    level: int
    span: Span


@dataclass(frozen=True, kw_only=True)
class Document:
    """One source, or one dated document of a file that holds many.

    `raw` is the text as the format gives it and is never altered; `text` is cleaned for reading (no
    page furniture, no footnote in mid-sentence, no reference list) and `map` leads from it to `raw`.
    Paragraphs of `text` are separated by a blank line. `key` is what a reader cites: the file's stem,
    or `stem#part` for one of many. `path` is relative to where the file was found, a label only.
    `sha256` is of the file's bytes. `warnings` says what a reader should know of the reading.
    """

    document_id: str
    key: str
    path: str
    sha256: str
    format: str
    raw: str
    text: str
    map: SpanMap
    title: str = ""
    author: str = ""
    published: UncertainDate | None = None
    kind: str = ""
    citation: str = ""
    covers: UncertainDate | None = None
    language: str = ""
    encoding: str = ""
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()
    warnings: tuple[str, ...] = ()

    def page_of(self, offset: int) -> str | None:
        """The label of the page that holds a raw offset, or None where the source has no pages."""
        label = None
        for page in self.pages:
            if page.span.start > offset:
                break
            label = page.label
        return label

    def section_of(self, offset: int) -> Section | None:
        """The innermost section that holds a raw offset."""
        holding = [section for section in self.sections if section.span.start <= offset < section.span.end]
        return max(holding, key=lambda section: (section.level, section.span.start)) if holding else None


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence: its raw span, its cleaned words, and where it stands.

    `text` is the cleaned wording; `clean_span` its place in `Document.text`. `paragraph` and `index`
    count from 0 within the document. `heading` is True for a heading, which is read for its date and
    actors but tells no event.
    """

    sentence_id: str
    document: str
    index: int
    paragraph: int
    span: Span
    clean_span: Span
    text: str
    page: str | None = None
    section: str = ""
    heading: bool = False


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts or is acted on, as one statement names it.

    `name` is the full name as the register has it ("Xi Jinping", "China", "Shanghai Cooperation
    Organization"), `state` the COW letters on the date of the event or None for an organisation,
    `role` the office or kind ("president", "foreign minister", "state", "government", "armed forces",
    "party", "people", "organisation").
    """

    name: str
    role: str
    state: str | None


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Words that gave one part of a code: `part` is source, predicate, target, date, modality, attribution, place."""

    part: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Event:
    """What one sentence of one document says that one actor did to another. Never edited.

    `span` is the raw span of the evidence and `quote` the raw text there. `reciprocal` says that the
    deed is mutual (a meeting, a treaty), in which case the order of actors carries no direction.
    `intensity` is the PLOVER score of type and mode (-10 to 10), or that of `own_type`, the type of a study's own codebook
    that the words fall under, if any. `rule` names what decided.
    """

    event_id: str
    document: str
    sentence: str
    span: Span
    quote: str
    source: Actor
    target: Actor
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    reciprocal: bool
    modality: Modality
    date: UncertainDate | None
    intensity: float
    confidence: float
    coder: str
    coder_version: str
    rule: str
    attributed_to: str | None = None
    place: str | None = None
    page: str | None = None
    aggregate: bool = False
    trace: tuple[Trace, ...] = ()
    own_type: str | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number said of a relation, with its words.

    `value` is in full (300000000 for US$ 300 million), `high` the upper end of a range; `unit` is what
    is counted ("US dollars", "students", "plants", "km"), `what` the thing it measures (loan, aid,
    trade, technicians ...). `giver` and `receiver` are COW letters where the words give a direction;
    for a mutual figure (trade) both are named and `mutual` is True. `promised` tells a plan from a deed.
    """

    figure_id: str
    document: str
    sentence: str
    span: Span
    quote: str
    what: str
    value: float
    high: float | None
    unit: str
    bound: Bound
    giver: str | None
    receiver: str | None
    mutual: bool
    promised: bool
    date: UncertainDate | None
    coder: str
    coder_version: str
    rule: str
    cites: str | None = None
    page: str | None = None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """A treaty, pact, communique, loan agreement, pledge or founding, as one sentence names it.

    `kind` is treaty, communique, loan, trade, arms control, armistice, relations (diplomatic ones opened or restored), settlement,
    organisation, pledge or agreement. `obligations` are in the terms of ATOP (defence, offence, neutrality, nonaggression,
    consultation; Leeds et al. 2002), `terms` the words that say what was promised, `flows` what its sentence
    says would be given and how much, `signatories` the persons named as signing, `secret` whether the words call it so.
    """

    agreement_id: str
    document: str
    sentence: str
    span: Span
    quote: str
    name: str
    parties: tuple[str, ...]
    signed: UncertainDate | None
    place: str | None
    obligations: tuple[str, ...]
    coder: str
    coder_version: str
    rule: str
    term: str | None = None
    ended: UncertainDate | None = None
    page: str | None = None
    kind: str = "agreement"
    signatories: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    secret: bool = False
    flows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A causal claim: why a state did what it did to another, or why a relation became what it was.

    `cause` and `effect` are the words that name them, None where they stand outside the sentence. `motive` is the class of the
    cause, `also` other classes that its words allow. `holder` is who holds the claim (a cited author, an actor), None where the
    author of the document speaks; `holder_kind` is author, cited or actor. `rejected` says that the words deny it to be the
    reason. `states` are the COW letters of those concerned, in order.
    """

    reason_id: str
    document: str
    sentence: str
    span: Span
    quote: str
    cause: str | None
    effect: str | None
    motive: Motive
    also: tuple[str, ...]
    holder: str | None
    holder_kind: Literal["author", "cited", "actor"]
    rejected: bool
    states: tuple[str, ...]
    date: UncertainDate | None
    confidence: float
    coder: str
    coder_version: str
    rule: str
    page: str | None = None
    trace: tuple[Trace, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Period:
    """What a source asserts of a relation over a time: that it was good or bad, or became better or worse.

    `date` spans the period, from its first to its last day; either end is None where the words leave it open. `turning` says that
    the words tell of a point at which the relation turned, `states` are the two it is between, and `holder` who is said to say so.
    `deed` marks a deed that stands for a turning (a treaty, a rupture, an attack) where the source does not say that the relation turned.
    """

    period_id: str
    document: str
    sentence: str
    span: Span
    quote: str
    label: str
    states: tuple[str, ...]
    direction: Direction
    turning: bool
    date: UncertainDate | None
    confidence: float
    coder: str
    coder_version: str
    rule: str
    holder: str | None = None
    page: str | None = None
    trace: tuple[Trace, ...] = ()
    deed: bool = False


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """What befell one state or person, without a second state: a founding, a death, an accession, a saying.

    `kind` is founding, death, accession or saying; `subject` who founded, died, came to power or said it; `words` what was founded
    or said.
    """

    milestone_id: str
    document: str
    sentence: str
    span: Span
    quote: str
    kind: Literal["founding", "death", "accession", "saying"]
    subject: str
    state: str | None
    words: str
    date: UncertainDate | None
    place: str | None
    coder: str
    coder_version: str
    rule: str
    page: str | None = None
    trace: tuple[Trace, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DateMention:
    """A date that a sentence names, whatever happened then: where the source is not silent.

    `states` are the COW letters, in order, of all states that the paragraph of the sentence names (as
    actor, people, leader, capital or place), or the next paragraph where a heading or a bare date names
    none: of these states, and of no others, the source speaks at that time. Empty where it names none.
    """

    document: str
    sentence: str
    span: Span
    date: UncertainDate
    states: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coding:
    """All that a coder read in one document."""

    document: str
    coder: str
    coder_version: str
    sentences: tuple[Sentence, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    reasons: tuple[Reason, ...] = ()
    periods: tuple[Period, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    dates: tuple[DateMention, ...] = ()
    notes: tuple[str, ...] = field(default=())


Statement = Event | Figure | Agreement | Reason | Period | Milestone
"""What one sentence says, as one coder read it."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One aspect (date, place, actors, amount, type, direction) in which statements on one happening differ, and what each says.

    `says` holds pairs of a statement's id and its value in words.
    """

    aspect: str
    verdict: Verdict
    says: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Statements judged to be about one happening, and how their sources stand to each other.

    `kind` is the sort of statement (event, figure, agreement, period, milestone), `statements` are their ids in order of document
    and place, `documents` those that make them. `independent` counts the sources that are no copies of each other. `score` is
    the weakest likeness that holds the group together (0 to 1; 1 for one statement alone or a group joined by hand), `reason` says
    in words what they share. `date` is the narrowest time that any of them gives.
    """

    incident_id: str
    kind: str
    label: str
    states: tuple[str, ...]
    statements: tuple[str, ...]
    documents: tuple[str, ...]
    independent: int
    date: UncertainDate | None
    verdict: Verdict
    differences: tuple[Difference, ...]
    score: float
    reason: str
