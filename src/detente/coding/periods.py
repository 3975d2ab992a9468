"""Periods: what a source asserts of a relation over a time, with its dates from the words and the text's time line.

Words that speak of a relation find them (`data/relation_words.yaml`), and the trained reader, which knows other words and figures
of speech for it; where both do, both are surer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding.attribution import attribution_of
from detente.coding.events import Sitting
from detente.coding.grammar import dependents, tokens_of
from detente.coding.learned.claims import Claims, Stretch
from detente.coding.makings import pair_of, sides_of
from detente.coding.modality import modality_of
from detente.coding.occasions import occasions
from detente.coding.relation_words import Turn, direction_of_words, turning_words, turns_of
from detente.coding.timeline import DateReading, SentenceDates
from detente.dates import UncertainDate, date_of_days
from detente.model import Direction, Document, Period, Sentence, content_id

LEAST = 0.6
"""The probability from which what the reader finds is a period by itself."""
BESIDE = 0.25
"""What the reader must give a sentence for a word that might be said of other things."""
_DIRECTIONS: tuple[Direction, ...] = ("up", "down", "high", "low")
_GOOD = ("up", "high")
_UNDONE = frozenset({"hypothetical", "planned", "denied"})
_YEAR = 366
_HEADING = 0.7
_OPENING = frozenset({"after", "since", "following", "from"})
_LONGEST = 90
_NEAR, _PAIR = 5, 2


@dataclass(frozen=True)
class _Found:
    """A period before it is a row: the word it hangs on, and the words that say it."""

    token: Token
    start: int
    end: int
    direction: Direction
    turning: bool
    confidence: float
    rule: str


def periods_of(sitting: Sitting, claims: Claims) -> list[Period]:
    """The periods of one sentence, of the two states that it or its text is about."""
    found = _by_words(sitting, claims)
    if claims.period >= LEAST:
        found += [_by_reader(sitting, claims, stretch) for stretch in claims.stretches]
    kept: list[Period] = []
    for each in found:
        states = _states(sitting, each)
        row = _row(sitting, each, states) if len(states) == _PAIR else None
        if row is not None and row.date is not None and not any(_same(row, known) for known in kept):
            kept.append(row)
    return kept


def _same(one: Period, two: Period) -> bool:
    """Whether two periods of one sentence say the same: of the same two, good or bad alike, at one time."""
    alike = (one.direction in _GOOD) == (two.direction in _GOOD) and one.states == two.states
    a, b = one.date, two.date
    if not alike or a is None or b is None or None in (a.first, a.last, b.first, b.last):
        return alike
    return a.first <= b.last and b.first <= a.last  # type: ignore[operator]


def _states(sitting: Sitting, found: _Found) -> tuple[str, ...]:
    """The two whose relation it is: those that the words themselves name, else those of the sentence or the text."""
    own = sides_of(sitting, found.token)
    return own if len(own) == _PAIR else pair_of(sitting)


def period_of_heading(
    document: Document, sentence: Sentence, dates: SentenceDates, states: Sequence[str], by: tuple[str, str]
) -> Period | None:
    """What a heading says of the relation that its section is about: "The honeymoon (1949-1958)"; None where it says or dates nothing."""
    direction = direction_of_words(sentence.text)
    reading = next((each for each in dates.readings if each.dates_event), None)
    if direction is None or reading is None or len(states) != _PAIR or sentence.index == 0:
        return None
    own = (document.document_id, sentence.sentence_id, list(states), direction, reading.date.edtf)
    return Period(
        period_id=content_id("period", *own),
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        label=sentence.text,
        states=tuple(sorted(states)),
        direction=direction,
        turning=False,
        date=reading.date,
        confidence=_HEADING,
        coder=by[0],
        coder_version=by[1],
        rule="heading",
        page=sentence.page,
    )


def _by_words(sitting: Sitting, claims: Claims) -> list[_Found]:
    out: list[_Found] = []
    if not sitting.scene.lemmas & turning_words():
        return out
    for turn in turns_of(sitting.scene.doc):
        if modality_of(turn.token).modality in _UNDONE or not (_own_dates(sitting, turn.token) or claims.period >= LEAST):
            continue
        if not turn.certain and claims.period < BESIDE:
            continue
        start, end = _phrase(turn)
        sure = max(claims.period, 0.5 if turn.certain else 0.3)
        rule = f"relation:{turn.token.lemma_.lower()}"
        out.append(_Found(turn.token, start, end, turn.direction, turn.turning, round(sure, 2), rule))
    return out


def _phrase(turn: Turn) -> tuple[int, int]:
    """The words of a noun's phrase or of a verb's clause, where they are not too many."""
    left, right = turn.token.left_edge, turn.token.right_edge
    start, end = left.idx, right.idx + len(right)
    return (start, end) if end - start <= _LONGEST else (turn.token.idx, turn.token.idx + len(turn.token))


def _by_reader(sitting: Sitting, claims: Claims, stretch: Stretch) -> _Found:
    share, direction = max(zip(stretch.directions, _DIRECTIONS, strict=True))
    token = _head(sitting, stretch)
    turning = direction in ("up", "down")
    text = sitting.sentence.text
    start, end = _shortened(text, *((stretch.start, stretch.end) if stretch.end > stretch.start else (0, len(text))))
    return _Found(token, start, end, direction, turning, round(claims.period * share**0.5, 2), "claim")


def _shortened(text: str, start: int, end: int) -> tuple[int, int]:
    """The first words of a long stretch, up to the last comma or word that leaves it short enough to name a period by."""
    if end - start <= _LONGEST:
        return start, end
    cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ",;:")
    return start, cut if cut > 0 else text.rfind(" ", start, start + _LONGEST)


def _head(sitting: Sitting, stretch: Stretch) -> Token:
    """The word on which the others of a stretch hang."""
    doc = sitting.scene.doc
    inside = [token for token in doc if stretch.start <= token.idx < stretch.end]
    return next((token for token in inside if token.head.i == token.i or token.head not in inside), None) or next(doc.sents).root


def _own_dates(sitting: Sitting, token: Token) -> list[DateReading]:
    """The dates of a word: one, or several that are joined."""
    usable = [reading for reading in sitting.dates.readings if not _compares(sitting, reading)]
    return [one.date for one in occasions(sitting.scene.doc, usable, token, None) if one.date]


def _compares(sitting: Sitting, reading: DateReading) -> bool:
    """ "the best since 1945": since when nothing was better, and not when it was so."""
    if reading.relation != "since":
        return False
    before = [token for token in tokens_of(sitting.scene.doc) if token.idx < reading.start][-_NEAR:]
    return any(token.tag_ in ("JJS", "RBS") or token.lower_ == "first" for token in before)


def _row(sitting: Sitting, found: _Found, states: tuple[str, ...]) -> Period:
    sentence, document = sitting.sentence, sitting.document
    readings = _own_dates(sitting, found.token)
    reading = readings[0] if readings else None
    date = _opened(sitting, readings, found) if readings else sitting.dates.anchor
    words, said = sentence.text[found.start : found.end], attribution_of(found.token)
    own = (list(states), found.direction, date.edtf if date else None)
    parts = [("period", found.start, found.end), *([("date", reading.start, reading.end)] if reading else [])]
    return Period(
        period_id=content_id("period", document.document_id, sentence.sentence_id, words, *own),
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        label=words,
        states=states,
        direction=found.direction,
        turning=found.turning and _width(date) <= 5 * _YEAR,
        date=date,
        confidence=found.confidence,
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=found.rule,
        holder=said.text if said else None,
        page=sentence.page,
        trace=sitting.trace(parts),
    )


def _opened(sitting: Sitting, readings: Sequence[DateReading], found: _Found) -> UncertainDate:
    """The date as read, of several from the first to the last; where it dates what the period came after, its end is not told."""
    reading, last = readings[0], readings[-1].date
    if len(readings) > 1 and reading.date.start is not None and last.end is not None and reading.date.start <= last.end:
        text = sitting.sentence.text[reading.start : readings[-1].end]
        return date_of_days(reading.date.start, last.end, text=text, basis=reading.date.basis)
    date, token = reading.date, next((t for t in tokens_of(sitting.scene.doc) if t.idx >= reading.start), None)
    if date.start is None or date.end is None or token is None or reading.relation == "from_to":
        return date
    above: Sequence[Token] = [token, *token.ancestors]
    after = any(
        word.lower_ in _OPENING or any(c.lower_ in _OPENING and c.dep_ == "mark" for c in dependents(word))
        for word in above
        if word.i != found.token.i
    )
    below = found.token.is_ancestor(token) or found.token in above
    return date_of_days(date.start, None, text=date.text, basis=date.basis) if after and below else date


def _width(date: UncertainDate | None) -> int:
    return date.end - date.start if date and date.start is not None and date.end is not None else 0
