"""Makes studies out of nothing: documents, their sentences, and what a coder would have read in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random

from detente.dates import UncertainDate, day_number, read_edtf
from detente.model import Actor, Agreement, Document, Event, Figure, Page, Sentence, Trace, content_id
from detente.report import DataSet, Material, Refused
from detente.spans import Span, SpanMap

NAMES = {"CHN": "China", "RUS": "Russia (Soviet Union)", "USA": "United States"}
DYADS = (("CHN", "RUS"), ("RUS", "USA"), ("CHN", "USA"))
TYPES = (
    ("AGREE", None, 3.0, "signed a protocol with"),
    ("CONSULT", "visit", 1.9, "sent its foreign minister to talk with"),
    ("SUPPORT", None, 4.2, "upheld in public the position of"),
    ("COOPERATE", "military", 7.4, "exchanged intelligence officers with"),
    ("AID", "economic", 7.0, "lent machinery and money to"),
    ("ACCUSE", None, -2.0, "charged with revisionism the leaders of"),
    ("PROTEST", "demonstrate", -5.2, "saw crowds besiege the embassy of"),
    ("THREATEN", None, -4.4, "warned of grave consequences the government of"),
    ("ASSAULT", "border", -9.5, "opened fire across the river on the troops of"),
)
HOSTILE = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=2</script>",
    '"><img src=x onerror="window.pwned=3">',
    "' onmouseover='window.pwned=4",
    "javascript:window.pwned=5",
    "{{7*7}}{% raw %}${7*7}",
    "\u202egnp.exe\u202c",
    "<!--<svg/onload=window.pwned=6>",
    "&lt;b&gt;&amp;amp; \x00\x0b\ud800 end",
    "file:///etc/passwd?<style>*{display:none}</style>",
)
SILENT_YEARS = frozenset({1947, 1973, 1974, 1975, 1976, 1990, 1991, 1992, 1993, 1994})


@dataclass
class Maker:
    """Grows one synthetic study; the same seed grows the same one."""

    events_wanted: int = 300
    seed: int = 7
    first: int = 1945
    last: int = 2014
    hostile: bool = True
    sources: int = 10
    texts: list[list[tuple[str, object]]] = field(default_factory=list)

    def material(self) -> Material:
        """The whole study, ready for `build_view`."""
        random = Random(self.seed)
        documents, sentences, events, figures, agreements = [], [], [], [], []
        share = -(-self.events_wanted // self.sources)
        for at in range(self.sources):
            made = self._document(random, at, min(share, self.events_wanted - at * share))
            for target, part in zip((sentences, events, figures, agreements), made[1:], strict=True):
                target.extend(part)
            documents.append(made[0])
        return Material(
            title="Brothers and rivals" + (f" {HOSTILE[1]}" if self.hostile else ""),
            question="How did the partnership of two socialist powers turn into rivalry, and what brought them together again?",
            licence="CC BY 4.0",
            dyads=DYADS,
            states=NAMES,
            documents=documents,
            sentences=sentences,
            events=events,
            figures=figures,
            agreements=agreements,
            refused=[
                Refused(
                    path=f"/home/alice/study/{HOSTILE[0] if self.hostile else 'scan'}.pdf",
                    reason="D104: no text layer (/home/alice/study/x.pdf)",
                )
            ],
            series=self._series(events),
            contexts=self._contexts(events),
            meetings=self._meetings(events),
            data_sets=data_sets(self.first, self.last),
            manifest={
                "command": "detente study /home/alice/study --seed 7",
                "seed": 7,
                "versions": {"detente": "0.1.0", "python": "3.11.9", "spacy": "3.8.7"},
                "sources": {document.path: document.sha256 for document in documents},
                "commands": ["detente study sino", "detente check sino"],
            },
        )

    def _document(
        self, random: Random, at: int, wanted: int
    ) -> tuple[Document, list[Sentence], list[Event], list[Figure], list[Agreement]]:
        nasty = HOSTILE[at % len(HOSTILE)] if self.hostile else f"Part {at}"
        key = f"source-{at:02d}" + ("<b>" if self.hostile and at == 3 else "")
        drafts = [draft for _ in range(wanted) for draft in self._paragraph(random, nasty)]
        text, spans = _joined([words for words, _ in drafts])
        document = Document(
            document_id=content_id("document", key),
            key=key,
            path=f"sources/{key}.txt",
            sha256=content_id("sha", key) * 3,
            format="txt",
            raw=text,
            text=text,
            map=SpanMap.identity(len(text)),
            title=f"A memoir of the alliance, volume {at} {nasty}",
            author=f"N. Writer {nasty}",
            published=read_edtf(f"{1990 + at}"),
            kind="essay",
            citation=f"Writer, N. ({1990 + at}). A memoir. https://example.org/{at}",
            language="en",
            encoding="utf-8",
            pages=tuple(Page(label=str(n + 1), span=Span(n * 3000, min((n + 1) * 3000, len(text)))) for n in range(len(text) // 3000 + 1)),
            warnings=(f"encoding uncertain in /srv/secret/{nasty}",) if at == 2 else (),
        )
        return (document, *_read(document, drafts, spans, nasty))

    def _paragraph(self, random: Random, nasty: str) -> list[tuple[str, object]]:
        """A telling sentence with its event (and sometimes a figure), and sentences around it."""
        year = random.choice([year for year in range(self.first, self.last + 1) if year not in SILENT_YEARS])
        a, b = random.choices(DYADS, weights=(6, 2, 2))[0]
        if random.random() < 0.5:
            a, b = b, a
        warm = 0.8 if year < 1957 or year > 1985 else 0.3
        name, mode, score, verb = random.choice([each for each in TYPES if (each[2] > 0) == (random.random() < warm)] or TYPES)
        edtf = random.choice(
            [
                f"{year}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
                f"{year}-{random.randint(1, 12):02d}",
                f"{year}",
                f"{year}~",
            ]
        )
        modality = random.choices(["asserted", "planned", "denied", "alleged"], weights=(8, 1, 1, 1))[0]
        told = f"In {edtf.rstrip('~')} {NAMES[a]} {verb} {NAMES[b]}, and the cables of that week speak of little else."
        draft = {
            "kind": "event",
            "year": year,
            "edtf": edtf,
            "a": a,
            "b": b,
            "type": name,
            "mode": mode,
            "score": score,
            "verb": verb,
            "modality": modality,
        }
        out: list[tuple[str, object]] = [
            ("The background to this was older than either capital cared to admit.", None),
            (told, draft),
            ("Nobody in the ministry was surprised; few were pleased 🕊.", None),
        ]
        if random.random() < 0.2:
            value = random.choice([50, 141, 300, 520, 1390, 7000, 10800])
            what, unit = random.choice(
                [("loan", "million roubles"), ("technicians", "technicians"), ("students", "students"), ("trade", "million US dollars")]
            )
            out.append(
                (
                    f"By {year} the ledgers show some {value:,} {unit} passing from {NAMES[b]} to {NAMES[a]}.",
                    {"kind": "figure", "what": what, "unit": unit, "value": value, "year": year, "a": b, "b": a},
                )
            )
        if random.random() < 0.04:
            out.append(
                (
                    f"The Treaty of {year} was initialled in the capital.",
                    {"kind": "agreement", "year": year, "a": a, "b": b, "nasty": nasty},
                )
            )
        if self.hostile and random.random() < 0.1:
            out.append((f"A clerk wrote in the margin: {nasty.replace(chr(0xD800), '')} and nothing more.", None))
        return out

    def _series(self, events: list[Event]) -> list[dict[str, object]]:
        rows = []
        for a, b in DYADS:
            mine = [event for event in events if {event.source.state, event.target.state} == {a, b}]
            for year in range(self.first, self.last + 1):
                here = [event for event in mine if event.modality == "asserted" and _year(event) == year]
                good, bad = (sum(max(sign * event.intensity, 0) for event in here) for sign in (1, -1))
                silent = year in SILENT_YEARS
                spread = 2 + len(here) ** 0.5 * 3
                rows.append(
                    {
                        "dyad": f"{a}-{b}",
                        "year": year,
                        "covered": not silent,
                        "reason": "no source speaks of it" if silent else None,
                        "cooperation": None if silent else good,
                        "conflict": None if silent else bad,
                        "net": None if silent else good - bad,
                        "low": good - bad - spread if len(here) > 1 else None,
                        "high": good - bad + spread if len(here) > 1 else None,
                        "n": len(here),
                        "n_sources": len({event.document for event in here}),
                        "event_ids": sorted(event.event_id for event in here),
                    }
                )
        return rows

    def _contexts(self, events: list[Event]) -> list[dict[str, object]]:
        rows = []
        for a, b in DYADS:
            cells: dict[tuple[int, str], list[Event]] = {}
            for event in events:
                if {event.source.state, event.target.state} == {a, b} and event.date:
                    for context in event.contexts:
                        cells.setdefault((_year(event) // 10 * 10, context), []).append(event)
            totals = Counter(decade for (decade, _), group in cells.items() for _ in group)
            for (decade, context), group in sorted(cells.items()):
                good, bad = (sum(max(sign * event.intensity, 0) for event in group) for sign in (1, -1))
                rows.append(
                    {
                        "dyad": f"{a}-{b}",
                        "decade": decade,
                        "context": context,
                        "n": len(group),
                        "share": len(group) / totals[decade],
                        "cooperation": good,
                        "conflict": bad,
                        "event_ids": [event.event_id for event in group],
                    }
                )
        return rows

    def _meetings(self, events: list[Event]) -> list[dict[str, object]]:
        visits = [event for event in events if event.event_type == "CONSULT"][:24]
        return [
            {
                "date_text": f"{_year(event)}",
                "day": event.date.first,
                "place": "Moscow",
                "people": [event.source.name, event.target.name],
                "states": [event.source.state, event.target.state],
                "kind": "visit",
                "event_ids": [event.event_id],
            }
            for event in visits
            if event.date
        ]


def _year(event: Event) -> int:
    return int(event.date.edtf[:4]) if event.date else 0


def _joined(texts: list[str]) -> tuple[str, list[Span]]:
    spans, at = [], 0
    for text in texts:
        spans.append(Span(at, at + len(text)))
        at += len(text) + 1
    return " ".join(texts), spans


def _read(
    document: Document, drafts: list[tuple[str, object]], spans: list[Span], nasty: str
) -> tuple[list[Sentence], list[Event], list[Figure], list[Agreement]]:
    sentences, events, figures, agreements = [], [], [], []
    for index, ((words, draft), span) in enumerate(zip(drafts, spans, strict=True)):
        sentence = Sentence(
            sentence_id=content_id("sentence", document.key, index),
            document=document.document_id,
            index=index,
            paragraph=index // 3,
            span=span,
            clean_span=span,
            text=words,
            page=document.page_of(span.start),
            section=f"Chapter {index // 40 + 1} {nasty}",
        )
        sentences.append(sentence)
        if isinstance(draft, dict):
            {"event": events, "figure": figures, "agreement": agreements}[draft["kind"]].append(_statement(document, sentence, draft))
    return sentences, events, figures, agreements


def _statement(document: Document, sentence: Sentence, draft: dict) -> Event | Figure | Agreement:
    common = {
        "document": document.document_id,
        "sentence": sentence.sentence_id,
        "quote": sentence.text,
        "coder": "synthetic",
        "coder_version": "1",
        "page": sentence.page,
    }
    ident = content_id(draft["kind"], document.key, sentence.index)
    if draft["kind"] == "event":
        return Event(
            event_id=ident,
            span=sentence.span,
            source=_actor(draft["a"]),
            target=_actor(draft["b"]),
            event_type=draft["type"],
            mode=draft["mode"],
            contexts=("diplomatic",)
            if draft["score"] in (1.9, -2.0)
            else ("military", "territory")
            if abs(draft["score"]) > 7
            else ("economic",),
            reciprocal=draft["type"] in ("AGREE", "CONSULT"),
            modality=draft["modality"],
            date=_date(draft["edtf"]),
            intensity=draft["score"],
            confidence=0.5 + (sentence.index % 5) / 10,
            rule="verb:" + draft["verb"].split()[0],
            trace=_traces(sentence, draft),
            **common,
        )
    number = f"{draft['value']:,}" if "value" in draft else draft["kind"]
    start = sentence.span.start + max(sentence.text.find(number), 0)
    if draft["kind"] == "figure":
        return Figure(
            figure_id=ident,
            span=Span(start, start + len(number)),
            what=draft["what"],
            value=float(draft["value"]),
            high=None,
            unit=draft["unit"],
            bound="about",
            giver=draft["a"],
            receiver=draft["b"],
            mutual=draft["what"] == "trade",
            promised=draft["value"] == 520,
            date=_date(f"{draft['year']}"),
            rule="some N",
            **common,
        )
    return Agreement(
        agreement_id=ident,
        span=sentence.span,
        name=f"Treaty of {draft['year']} {draft['nasty']}",
        parties=(draft["a"], draft["b"]),
        signed=_date(f"{draft['year']}-02-14"),
        place="Moscow",
        obligations=("consultation", "defence"),
        rule="treaty of",
        **common,
    )


def _date(edtf: str) -> UncertainDate:
    return read_edtf(edtf, text=f"in {edtf}")


def _actor(state: str) -> Actor:
    return Actor(name=NAMES[state], role="state", state=state)


def _traces(sentence: Sentence, draft: dict) -> tuple[Trace, ...]:
    parts = (
        ("date", draft["edtf"].rstrip("~")),
        ("source", NAMES[draft["a"]]),
        ("predicate", draft["verb"].split()[0]),
        ("target", NAMES[draft["b"]]),
    )
    found = [(part, sentence.text.find(words), len(words)) for part, words in parts]
    return tuple(
        Trace(part=part, span=Span(sentence.span.start + at, sentence.span.start + at + size)) for part, at, size in found if at >= 0
    )


def data_sets(first: int, last: int) -> tuple[DataSet, ...]:
    """Small tables of facts, as a study folder would hold them (the values are invented)."""
    names = [f"{NAMES[a]} – {NAMES[b]}" for a, b in DYADS]
    votes = tuple(
        (name, year, round(0.5 + 0.4 * ((year * (at + 3)) % 17) / 17, 2))
        for at, name in enumerate(names)
        for year in range(max(first, 1946), last + 1, 2)
    )
    power = tuple(
        (NAMES[code], year, round(0.1 + 0.02 * at + (year - first) * 0.001 * at, 4))
        for at, code in enumerate(NAMES)
        for year in range(first, last + 1, 5)
    )
    return (
        DataSet(
            key="votes",
            title="Agreement in votes of the UN General Assembly",
            citation="Voeten (2013)",
            columns=("dyad", "year", "agreement"),
            rows=votes,
            unit="share of votes alike",
            x="year",
            y="agreement",
            series="dyad",
        ),
        DataSet(
            key="power",
            title="Material capabilities",
            citation="Singer (1987)",
            columns=("state", "year", "cinc"),
            rows=power,
            unit="share of world total",
            x="year",
            y="cinc",
            series="state",
        ),
        DataSet(
            key="alliances",
            title="Alliances",
            citation="Gibler (2009)",
            columns=("members", "from", "to"),
            rows=(("China, Soviet Union", 1950, 1980), ("China, Russia", 2001, None)),
        ),
    )


def day(year: int) -> int:
    """The first day of a year, for tests of dates."""
    return day_number(year)


SINKS = {
    "document": ("title", "author", "kind", "format", "citation", "language", "encoding", "path"),
    "sentence": ("section", "page"),
    "event": ("event_type", "mode", "attributed_to", "place", "coder", "coder_version", "rule", "page", "event_id"),
    "actor": ("name", "role"),
    "figure": ("what", "unit", "cites", "rule", "page", "figure_id"),
    "agreement": ("name", "place", "term", "rule", "agreement_id"),
    "data": ("title", "citation", "unit"),
    "refused": ("path", "reason"),
    "study": ("title", "question", "licence"),
}
"""Every place of a study, by the noun that holds it, in which the words of a stranger can stand."""


def poisoned(material: Material, nasty: str) -> Material:
    """The study with `nasty` in every sink; in that of a noun's field after the words `noun.field`."""

    def bad(noun: str, thing: object) -> dict[str, str]:
        return {name: f"{getattr(thing, name) if name.endswith('_id') else ''}{noun}.{name} {nasty}" for name in SINKS[noun]}

    def actor(each: Actor) -> Actor:
        return replace(each, **bad("actor", each))

    events = [replace(each, source=actor(each.source), target=actor(each.target), **bad("event", each)) for each in material.events]
    names = {before.event_id: after.event_id for before, after in zip(material.events, events, strict=True)}
    tables = (material.series, material.contexts, material.meetings)
    renamed = [[{**row, "event_ids": [names[each] for each in row["event_ids"]]} for row in table or ()] for table in tables]
    return replace(
        material,
        documents=[replace(each, **bad("document", each)) for each in material.documents],
        sentences=[replace(each, **bad("sentence", each)) for each in material.sentences],
        events=events,
        figures=[replace(each, **bad("figure", each)) for each in material.figures],
        agreements=[replace(each, **bad("agreement", each)) for each in material.agreements],
        data_sets=[replace(each, **bad("data", each)) for each in material.data_sets],
        refused=[replace(each, **bad("refused", each)) for each in material.refused],
        series=renamed[0],
        contexts=[{**row, "context": nasty} for row in renamed[1]],
        meetings=[{**row, "place": nasty, "people": [nasty], "kind": nasty} for row in renamed[2]],
        manifest={nasty: nasty, "parts": {nasty: [nasty]}},
        states={code: f"{name} {nasty}" for code, name in material.states.items()},
        **bad("study", material),
    )
