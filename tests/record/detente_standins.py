"""Stand-ins for the rooms above and beside the record: documents, codings and a toy coder."""

from __future__ import annotations

import hashlib
import re

from detente.dates import read_edtf
from detente.model import Actor, Agreement, Coding, DateMention, Document, Event, Figure, Sentence, Trace, content_id
from detente.spans import Span, SpanMap

_STATES = {"China": "CHN", "Soviet Union": "RUS", "Russia": "RUS", "Japan": "JPN", "India": "IND"}
_VISIT = re.compile(rf"({'|'.join(_STATES)}) (aided|attacked|met) ({'|'.join(_STATES)}) in (\d{{4}})")
_TYPES = {"aided": ("AID", 6.0), "attacked": ("ASSAULT", -9.0), "met": ("CONSULT", 3.0)}


def make_document(text: str, *, key: str = "doc", path: str = "", **fields) -> Document:
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        document_id=content_id("document", sha256),
        key=key,
        path=path or f"{key}.txt",
        sha256=sha256,
        format="txt",
        raw=text,
        text=text,
        map=SpanMap.identity(len(text)),
        **fields,
    )


def raw_span(document, sentence, start, end):
    return document.map.raw_span(Span(start, end).shifted(sentence.clean_span.start))


class ToyCoder:
    """Reads "China aided Japan in 1950." and figures such as "7 plants"; one sentence ends at each full stop."""

    name = "toy"
    version = "1"

    def code(self, document: Document) -> Coding:
        sentences = tuple(self._sentences(document))
        events = tuple(self._event(document, s, m) for s in sentences for m in _VISIT.finditer(s.text))
        figures = tuple(self._figure(document, s, m) for s in sentences for m in re.finditer(r"(\d+) plants", s.text))
        agreements = tuple(self._agreement(document, s, m) for s in sentences for m in re.finditer(r"Treaty of \w+", s.text))
        dates = tuple(
            DateMention(
                document=document.document_id,
                sentence=s.sentence_id,
                span=raw_span(document, s, m.start(), m.end()),
                date=read_edtf(m[0], text=m[0]),
            )
            for s in sentences
            for m in re.finditer(r"\b1[89]\d\d\b", s.text)
        )
        return Coding(
            document=document.document_id,
            coder=self.name,
            coder_version=self.version,
            sentences=sentences,
            events=events,
            figures=figures,
            agreements=agreements,
            dates=dates,
        )

    def _sentences(self, document):
        for index, match in enumerate(re.finditer(r"\S[^.]*\.?", document.text)):
            clean = Span(match.start(), match.end())
            span = document.map.raw_span(clean)
            yield Sentence(
                sentence_id=content_id("sentence", document.document_id, index),
                document=document.document_id,
                index=index,
                paragraph=0,
                span=span,
                clean_span=clean,
                text=match[0],
                page=document.page_of(span.start),
            )

    def _event(self, document, sentence, match):
        span = raw_span(document, sentence, match.start(), match.end())
        kind, intensity = _TYPES[match[2]]
        return Event(
            event_id=content_id("event", document.document_id, span.start, span.end, kind),
            document=document.document_id,
            sentence=sentence.sentence_id,
            span=span,
            quote=span.of(document.raw),
            source=Actor(name=match[1], role="state", state=_STATES[match[1]]),
            target=Actor(name=match[3], role="state", state=_STATES[match[3]]),
            event_type=kind,
            mode=None,
            contexts=("military", "diplomatic"),
            reciprocal=match[2] == "met",
            modality="asserted",
            date=read_edtf(match[4], text=match[4]),
            intensity=intensity,
            confidence=0.5,
            coder=self.name,
            coder_version=self.version,
            rule="toy.verb",
            trace=(Trace(part="predicate", span=raw_span(document, sentence, match.start(2), match.end(2))),),
        )

    def _figure(self, document, sentence, match):
        span = raw_span(document, sentence, match.start(), match.end())
        return Figure(
            figure_id=content_id("figure", document.document_id, span.start),
            document=document.document_id,
            sentence=sentence.sentence_id,
            span=span,
            quote=span.of(document.raw),
            what="plants",
            value=float(match[1]),
            high=None,
            unit="plants",
            bound="exact",
            giver="RUS",
            receiver="CHN",
            mutual=False,
            promised=False,
            date=None,
            coder=self.name,
            coder_version=self.version,
            rule="toy.number",
        )

    def _agreement(self, document, sentence, match):
        span = raw_span(document, sentence, match.start(), match.end())
        return Agreement(
            agreement_id=content_id("agreement", document.document_id, span.start),
            document=document.document_id,
            sentence=sentence.sentence_id,
            span=span,
            quote=span.of(document.raw),
            name=match[0],
            parties=("CHN", "RUS"),
            signed=read_edtf("1950-02-14", text="14 February 1950"),
            place="Moscow",
            obligations=("defence",),
            coder=self.name,
            coder_version=self.version,
            rule="toy.treaty",
            term="30 years",
        )


TEXT = (
    "China aided Japan in 1950. Japan attacked China in 1937. It built 7 plants. China met India in 1955. The Treaty of Amity was signed."
)
