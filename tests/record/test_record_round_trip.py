"""Nouns to rows and back without loss, whatever the text holds."""

from dataclasses import fields

import pytest
from detente_standins import TEXT, ToyCoder, make_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.dates import UncertainDate
from detente.model import Actor, Coding, DateMention, Document, Page, Section, Sentence, Trace
from detente.record import ReadingRow, Store
from detente.record.layouts import DOCUMENT, MENTION, SENTENCE, STATEMENTS
from detente.spans import Span, SpanMap

TEXTS = st.text(st.characters(codec=None), max_size=12)  # lone surrogates and NUL included
DAYS = st.none() | st.integers(-1_000_000, 3_000_000)
SPANS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda pair: Span(min(pair), max(pair)))
REALS = st.floats(allow_nan=False)
STATES = st.none() | st.sampled_from(["CHN", "RUS", "USA"])
DATES = st.none() | st.builds(
    UncertainDate,
    text=TEXTS,
    edtf=st.just("1950~"),
    start=DAYS,
    end=DAYS,
    precision=st.sampled_from(["day", "unknown"]),
    basis=st.just("explicit"),
)
WORDS = st.lists(TEXTS, max_size=3).map(tuple)
ACTORS = st.builds(Actor, name=TEXTS, role=TEXTS, state=STATES)
MAPS = st.lists(st.tuples(*[st.integers(0, 99)] * 3), max_size=3).map(lambda pieces: SpanMap(tuple(pieces), 7, 9))
KINDS = {
    "span": SPANS, "clean_span": SPANS, "source": ACTORS, "target": ACTORS, "map": MAPS,
    "date": DATES, "published": DATES, "covers": DATES, "signed": DATES, "ended": DATES,
    "contexts": WORDS, "parties": WORDS, "obligations": WORDS, "states": WORDS, "warnings": WORDS,
    "signatories": WORDS, "terms": WORDS, "flows": WORDS, "also": WORDS,
    "reciprocal": st.booleans(), "aggregate": st.booleans(), "mutual": st.booleans(), "promised": st.booleans(), "heading": st.booleans(),
    "secret": st.booleans(), "rejected": st.booleans(), "turning": st.booleans(), "deed": st.booleans(),
    "value": REALS, "high": st.none() | REALS, "intensity": REALS, "confidence": REALS,
    "index": st.integers(0, 10**6), "paragraph": st.integers(0, 10**6),
    "pages": st.lists(st.builds(Page, label=TEXTS, span=SPANS), max_size=3).map(tuple),
    "sections": st.lists(st.builds(Section, title=TEXTS, level=st.integers(1, 6), span=SPANS), max_size=3).map(tuple),
    "trace": st.lists(st.builds(Trace, part=TEXTS, span=SPANS), max_size=3).map(tuple),
}  # fmt: skip
OPTIONAL = {"mode", "attributed_to", "place", "page", "giver", "receiver", "cites", "term", "cause", "effect", "holder", "state"}


def nouns(noun):
    values = {f.name: KINDS.get(f.name, st.none() | TEXTS if f.name in OPTIONAL else TEXTS) for f in fields(noun)}
    return st.builds(noun, **values)


LAYOUTS = [(Document, DOCUMENT), (Sentence, SENTENCE), *((layout.noun, layout) for layout in STATEMENTS), (DateMention, MENTION)]


@pytest.mark.parametrize(("noun", "layout"), LAYOUTS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_noun_survives_its_row(noun, layout):
    @given(nouns(noun))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def check(value):
        row = layout.row(value)
        assert len(row) == len(layout.columns)
        assert layout.noun_of(row) == value

    check()


@pytest.mark.parametrize(("noun", "layout"), LAYOUTS, ids=lambda value: getattr(value, "__name__", ""))
def test_the_store_has_the_columns_of_every_layout(store, noun, layout):
    with store.reading() as connection:
        held = {row[1] for row in connection.execute(f"PRAGMA table_info({layout.table})")}
    assert set(layout.columns) <= held
    assert len(layout.fields) == len(fields(noun))


@given(st.text(st.characters(codec=None), max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_from_the_file(tmp_path_factory, text):
    document = make_document(TEXT + text, title=text, author=text, warnings=(text,), pages=(Page(label=text, span=Span(0, 3)),))
    coding = ToyCoder().code(document)
    folder = tmp_path_factory.mktemp("store")
    with Store.open(folder) as store:
        store.put_reading(ReadingRow(path="a.txt", sha256=document.sha256), [document])
        store.put_coding(coding)
    with Store.open(folder, readonly=True) as store:
        assert store.document(document.document_id) == document
        assert store.coding(document.document_id) == coding


def test_an_empty_coding_is_kept_as_one(tmp_path, document):
    with Store.open(tmp_path) as store:
        store.put_reading(ReadingRow(path="a.txt", sha256=document.sha256), [document])
        assert store.coding(document.document_id) is None
        empty = Coding(document=document.document_id, coder="toy", coder_version="1", notes=("nothing was said",))
        store.put_coding(empty)
        assert store.coding(document.document_id) == empty


def test_statements_come_in_the_order_of_key_sentence_and_place(tmp_path):
    with Store.open(tmp_path) as store:
        for key in ("zeta", "alpha"):
            document = make_document(f"{TEXT} This is {key}.", key=key)
            store.put_reading(ReadingRow(path=f"{key}.txt", sha256=document.sha256), [document])
            store.put_coding(ToyCoder().code(document))
        keys = {document.document_id: document.key for document in store.documents()}
        order = [(keys[event.document], event.span.start) for event in store.events()]
    assert order == sorted(order) and len(order) == 6
