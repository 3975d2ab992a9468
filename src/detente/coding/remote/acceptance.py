"""From claims to events: only what stands in the text and in the lists, at places that we found ourselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from detente.coding.coder import Prepared
from detente.coding.events import MOST_EVENTS
from detente.coding.ids import event_id
from detente.coding.remote.claims import REASONS, Claim, ClaimRefused, claim_of
from detente.coding.remote.sides import Shown, Side, side_of
from detente.dates import UncertainDate, read_edtf
from detente.model import Document, Event, Trace
from detente.ontology import score
from detente.spans import Span, find_words

CONFIDENCE = 0.5
"""Of every event of a model: how sure it says it is, is not asked, because nothing has measured what that would mean."""

RULE = "model"


@dataclass
class Acceptance:
    """The events taken of one document's answers, and the claims refused, by reason with the numbers of their sentences."""

    document: Document
    coder: str
    coder_version: str
    events: dict[str, Event] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    _in_sentence: Counter[str] = field(default_factory=Counter)

    def take(self, told: Iterable[Any], shown: Shown) -> None:
        """Take up the claims of one answer to one passage."""
        items = [item for item in shown.prepared if not item.sentence.heading]
        for each in told:
            where = "a passage"
            try:
                claim = claim_of(each)
                if not 1 <= claim.sentence <= len(items):
                    raise ClaimRefused("sentence")
                item = items[claim.sentence - 1]
                where = f"sentence {item.sentence.index}"
                self._keep(self._event(claim, item, shown))
            except ClaimRefused as refusal:
                self.refused.setdefault(refusal.reason, []).append(where)

    def _keep(self, event: Event) -> None:
        if event.event_id in self.events:
            return
        if self._in_sentence[event.sentence] >= MOST_EVENTS:
            raise ClaimRefused("more")
        self._in_sentence[event.sentence] += 1
        self.events[event.event_id] = event

    def _event(self, claim: Claim, item: Prepared, shown: Shown) -> Event:
        sentence, document = item.sentence, self.document
        quote = find_words(claim.quote, sentence.text)
        if quote is None:
            raise ClaimRefused("quote")
        date, words = _date(claim, item, shown)
        source = side_of(claim.source, claim.source_state, item=item, shown=shown, date=date)
        target = side_of(claim.target, claim.target_state, item=item, shown=shown, date=date)
        if source.actor.state == target.actor.state:
            raise ClaimRefused("pair")
        mode = claim.mode if claim.modality == "asserted" else None
        event = Event(
            event_id="",
            document=document.document_id,
            sentence=sentence.sentence_id,
            span=sentence.span,
            quote=sentence.span.of(document.raw),
            source=source.actor,
            target=target.actor,
            event_type=claim.type,
            mode=mode,
            contexts=claim.contexts,
            reciprocal=claim.reciprocal,
            modality=claim.modality,
            date=date,
            intensity=score(claim.type, mode),
            confidence=CONFIDENCE,
            coder=self.coder,
            coder_version=self.coder_version,
            rule=RULE,
            page=sentence.page,
            trace=self._trace(item, quote, source, target, words),
        )
        return replace(event, event_id=event_id(event))

    def _trace(self, item: Prepared, quote: Span, source: Side, target: Side, date: Span | None) -> tuple[Trace, ...]:
        """The places of the words, in the raw text; `quote` stands for the deed."""
        parts = (("predicate", quote), ("source", source.words), ("target", target.words), ("date", date))
        offset = item.sentence.clean_span.start
        return tuple(Trace(part=name, span=self.document.map.raw_span(span.shifted(offset))) for name, span in parts if span is not None)

    def in_order(self) -> tuple[Event, ...]:
        """The events in the order of the text, however they came."""
        return tuple(sorted(self.events.values(), key=lambda event: (event.span.start, event.trace[0].span.start, event.event_id)))

    def notes(self) -> tuple[str, ...]:
        """How many events were taken, and how many claims were refused for each reason, with the sentences."""
        refused = sum(map(len, self.refused.values()))
        lines = [f"{len(self.events)} events of the model taken, {refused} refused"]
        lines += [
            f"refused {len(self.refused[key])}: {words}: {_places(self.refused[key])}"
            for key, words in REASONS.items()
            if key in self.refused
        ]
        return tuple(lines)


def _places(places: Sequence[str]) -> str:
    return ", ".join(place if n == 1 else f"{place} ({n} times)" for place, n in Counter(places).items())


def _date(claim: Claim, item: Prepared, shown: Shown) -> tuple[UncertainDate | None, Span | None]:
    """The date of a claim and the place of its words in the sentence.

    A date without words of the text is the model's guess: the text's own time line stands in for it.
    """
    if claim.date is None or claim.date_words is None:
        return item.dates.anchor, None
    place = find_words(claim.date_words, item.sentence.text)
    if place is None and not any(find_words(claim.date_words, text) for text in shown.texts):
        raise ClaimRefused("date_words")
    words = " ".join(claim.date_words.split())
    try:
        return read_edtf(claim.date.strip(), text=words, basis="explicit" if place else "relative"), place
    except ValueError:
        raise ClaimRefused("date") from None
