"""Made sources for tests of whole tables: each a row of drawn statements, with the document and the coding they make."""

from __future__ import annotations

from itertools import combinations

from detente_standins import make_document
from hypothesis import strategies as st

from detente import relations
from detente.dates import read_edtf
from detente.model import (
    Actor,
    Agreement,
    Coding,
    DateMention,
    Event,
    Figure,
    Milestone,
    Period,
    Reason,
    Sentence,
    content_id,
)
from detente.record import ReadingRow, Store, document_labels
from detente.spans import Span
from detente.study.frames import frames_of
from detente.study.incidents import grouped, memberships
from detente.study.ledger import ledger_of
from detente.study.place import find_place
from detente.study.results import study_tables
from detente.study.scope import Scope

STATES, YEARS = ("CHN", "RUS", "IND"), (1948, 1972)
SCOPE = Scope(states=STATES, dyads=tuple(combinations(STATES, 2)), first_year=YEARS[0], last_year=YEARS[1])

CHINA, RUSSIA, INDIA = (
    Actor(name=name, role="state", state=state) for name, state in (("China", "CHN"), ("Russia", "RUS"), ("India", "IND"))
)
MAO, ZHOU, KHRUSHCHEV = (
    Actor(name=name, role="leader", state=state)
    for name, state in (("Mao Zedong", "CHN"), ("Zhou Enlai", "CHN"), ("Nikita Khrushchev", "RUS"))
)

DATES = (None, "1950", "1950-02", "1950-02-14", "1950-02-20", "1950-03-01", "195X", "1955", "1958/1962", "1960-07", "1969-03-02", "1884")
WORDS = ("at the border on the river", "over the loan for plants", "about the students and experts", "about the island in the river")

dates = st.sampled_from(DATES)
words = st.sampled_from(WORDS)
pairs = st.sampled_from([("CHN", "RUS"), ("CHN", "IND"), ("CHN", "IND", "RUS")])


def spec(kind, **fields):
    return st.fixed_dictionaries({"kind": st.just(kind), "date": dates, "words": words, **fields})


sides = st.sampled_from([(CHINA, RUSSIA), (RUSSIA, CHINA), (INDIA, CHINA), (MAO, KHRUSHCHEV), (ZHOU, KHRUSHCHEV), (KHRUSHCHEV, CHINA)])
deeds = st.sampled_from([("CONSULT", "visit", 1.9), ("CONSULT", None, 1.0), ("AID", None, 7.0), ("ASSAULT", None, -9.5)])
SPECS = st.one_of(
    spec(
        "event",
        sides=sides,
        deed=deeds,
        place=st.sampled_from([None, "Moscow", "Beijing"]),
        contexts=st.sampled_from([(), ("military",), ("economic",), ("military", "diplomatic")]),
        modality=st.sampled_from(["asserted", "asserted", "planned", "denied"]),
    ),
    spec(
        "figure",
        what=st.sampled_from(["technicians", "students", "trade", "loan"]),
        value=st.sampled_from([1000.0, 1030.0, 1060.0, 7000.0, 7200.0]),
        sides=st.sampled_from([("RUS", "CHN"), ("RUS", "IND"), (None, None)]),
        promised=st.booleans(),
    ),
    spec(
        "agreement",
        name=st.sampled_from(["Treaty of Friendship", "the treaty", "border friendship treaty", "Border Agreement"]),
        parties=pairs,
    ),
    spec(
        "reason",
        motive=st.sampled_from(["security", "economy", "status"]),
        also=st.sampled_from([(), ("ideology",)]),
        rejected=st.booleans(),
        holder_kind=st.sampled_from(["author", "cited"]),
        states=pairs,
    ),
    spec("period", direction=st.sampled_from(["up", "down", "high", "low"]), turning=st.booleans(), states=pairs),
    spec("milestone", sort=st.sampled_from(["saying", "founding"]), subject=st.sampled_from(["Mao Zedong", "Zhou Enlai"])),
    spec("date", states=pairs),
)
SOURCES = st.lists(st.lists(SPECS, min_size=1, max_size=7), min_size=3, max_size=5)
"""Studies of three to five sources."""


def told(key, specs):
    """The document and the coding of one source; every statement has a sentence of its own."""
    texts = [f"In {each['date'] or 'a year'} {key} tells of {each['kind']} {at} {each['words']}." for at, each in enumerate(specs)]
    document = make_document("\n\n".join(texts), key=key)
    found, start, sentences = {}, 0, []
    for index, (text, each) in enumerate(zip(texts, specs, strict=True)):
        span = Span(start, start + len(text))
        ident = content_id("sentence", document.document_id, index)
        stands = {"document": document.document_id, "sentence": ident, "span": span}
        sentences.append(
            Sentence(sentence_id=ident, document=document.document_id, index=index, paragraph=index, span=span, clean_span=span, text=text)
        )
        statement = _MAKE[each["kind"]](each, stands | {"quote": text, "coder": "hand", "coder_version": "1", "rule": "r"})
        found.setdefault(f"{each['kind']}s", []).append(statement)
        start += len(text) + 2
    lists = {name: tuple(row) for name, row in found.items()}
    return document, Coding(document=document.document_id, coder="hand", coder_version="1", sentences=tuple(sentences), **lists)


def date_of(each):
    return read_edtf(each["date"]) if each["date"] else None


def ident(kind, stands):
    return {f"{kind}_id": content_id(kind, stands["document"], stands["span"].start)}


def event(each, stands):
    (source, target), (kind, mode, score) = each["sides"], each["deed"]
    return Event(
        **ident("event", stands),
        **stands,
        source=source,
        target=target,
        event_type=kind,
        mode=mode,
        contexts=each["contexts"],
        reciprocal=kind == "CONSULT" and mode is None,
        modality=each["modality"],
        date=date_of(each),
        intensity=score,
        confidence=0.5,
        place=each["place"],
    )


def figure(each, stands):
    giver, receiver = each["sides"]
    return Figure(
        **ident("figure", stands),
        **stands,
        what=each["what"],
        value=each["value"],
        high=None,
        unit="rubles" if each["what"] in ("trade", "loan") else "persons",
        bound="exact",
        giver=giver,
        receiver=receiver,
        mutual=each["what"] == "trade" and giver is not None,
        promised=each["promised"],
        date=date_of(each),
    )


def agreement(each, stands):
    codes = {"name": each["name"], "parties": each["parties"], "signed": date_of(each), "place": None, "obligations": ()}
    return Agreement(**ident("agreement", stands), **stands, **codes)


def reason(each, stands):
    codes = {name: each[name] for name in ("motive", "also", "rejected", "holder_kind", "states")}
    codes |= {"cause": "need", "effect": None, "holder": None, "date": date_of(each), "confidence": 0.5}
    return Reason(**ident("reason", stands), **stands, **codes)


def period(each, stands):
    codes = {name: each[name] for name in ("direction", "turning", "states")}
    return Period(**ident("period", stands), **stands, **codes, label=each["words"], date=date_of(each), confidence=0.5)


def milestone(each, stands):
    codes = {"kind": each["sort"], "subject": each["subject"], "state": "CHN", "words": each["words"], "place": None}
    return Milestone(**ident("milestone", stands), **stands, **codes, date=date_of(each))


def mention(each, stands):
    date = read_edtf(each["date"] or "1961")
    return DateMention(document=stands["document"], sentence=stands["sentence"], span=stands["span"], date=date, states=each["states"])


_MAKE = {
    "event": event,
    "figure": figure,
    "agreement": agreement,
    "reason": reason,
    "period": period,
    "milestone": milestone,
    "date": mention,
}


def tables_of(folder, codings):
    """All tables of a study of these documents and codings, made as a run makes them; its states and years are given."""
    folder.mkdir()
    with Store.open(folder) as store:
        for document, coding in codings:
            store.put_reading(ReadingRow(path=document.path, sha256=document.sha256), [document])
            store.put_coding(coding)
        events, names = store.events(), document_labels((row["document_id"], row["key"], row["path"]) for row in store.source_rows())
        frames = frames_of(events, store.dates(), SCOPE, seed=0, reasons=store.reasons(), periods=store.periods(), labels=names)
        found = grouped(store)
        store.put_memberships(memberships(found))
        return study_tables(store, frames, found, ledger_of(store, find_place(folder)))


def spoken(codings, pair, document):
    """The years of which one source speaks in a paragraph that names both states of a pair, as the table of dates has it."""
    mentions = [each for _, coding in codings for each in coding.dates if each.document == document]
    rows = relations.coverage(mentions, naming=pair, first_year=YEARS[0], last_year=YEARS[1]).iter_rows(named=True)
    return {row["year"] for row in rows if row["n_documents"]}
