"""The nouns cannot be edited, their ids come from content alone, and places in a source are found."""

import dataclasses
import subprocess
import sys
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import model
from detente.dates import UncertainDate, read_edtf
from detente.model import Actor, Coding, DateMention, Document, Page, Section, Trace, content_id
from detente.spans import Span, SpanMap

NOUNS = [noun for noun in vars(model).values() if dataclasses.is_dataclass(noun) and noun.__module__ == "detente.model"]


def a_document(raw="one two three four", **more):
    given_parts = {"document_id": "d", "key": "k", "path": "k.txt", "sha256": "0" * 64, "format": "txt", "raw": raw, "text": raw}
    return Document(**given_parts | {"map": SpanMap.identity(len(raw))} | more)


# ids -------------------------------------------------------------------------------------------------


def test_an_id_is_twenty_hexadecimal_digits_that_never_change():
    """Written down, so that a change of the recipe cannot pass unseen: ids are in people's exports."""
    assert content_id("event", "k", 3, None, ["CHN", "RUS"]) == "58451773e46311fcd7d9"


def test_ids_are_the_same_under_another_hash_seed_and_locale():
    command = "from detente.model import content_id; import sys; sys.stdout.write(content_id('event', 'détente', 1.5, {'b': 1, 'a': 2}))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", command], env={"PYTHONHASHSEED": seed, "LC_ALL": "C"}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert seen == {content_id("event", "détente", 1.5, {"a": 2, "b": 1})}


PARTS = st.lists(st.none() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=3), max_size=2), max_size=4)


@given(PARTS, PARTS)
def test_other_parts_give_another_id(one, other):
    assert (content_id("k", *one) == content_id("k", *other)) == (one == other)


def test_parts_joined_otherwise_give_another_id():
    ids = {content_id("k", "a.b", "c"), content_id("k", "a", "b.c"), content_id("k.a", "b", "c"), content_id("k", ["a", "b"], "c")}
    assert len(ids) == 4


def test_an_id_can_be_made_of_text_that_is_not_valid_unicode():
    assert len(content_id("k", "broken \ud800 text")) == 20


def test_what_has_no_lasting_content_makes_no_id():
    with pytest.raises(TypeError):
        content_id("k", object())


# the nouns -------------------------------------------------------------------------------------------


def test_there_are_the_nouns_of_the_house():
    names = {noun.__name__ for noun in NOUNS}
    assert {"Document", "Sentence", "Event", "Figure", "Agreement", "DateMention", "Coding", "Actor", "Trace"} <= names


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_noun_is_frozen_named_by_keyword_and_explained(noun):
    assert noun.__dataclass_params__.frozen
    assert all(field.kw_only for field in dataclasses.fields(noun))
    assert noun.__doc__ and not noun.__doc__.startswith(f"{noun.__name__}(")


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_noun_holds_nothing_that_can_be_edited(noun):
    hints = typing.get_type_hints(noun)
    assert not [name for name, kind in hints.items() if typing.get_origin(kind) in (list, dict, set)]


def test_a_noun_refuses_an_edit():
    actor = Actor(name="Xi Jinping", role="president", state="CHN")
    with pytest.raises(dataclasses.FrozenInstanceError):
        actor.state = "RUS"
    assert hash(actor) == hash(dataclasses.replace(actor))


def test_the_smallest_document_says_nothing_that_it_does_not_know():
    document = a_document()
    assert (document.published, document.covers, document.language, document.pages, document.warnings) == (None, None, "", (), ())


def test_a_coding_with_nothing_in_it_is_empty_not_absent():
    coding = Coding(document="d", coder="rules", coder_version="1")
    assert (coding.sentences, coding.events, coding.figures, coding.agreements, coding.dates, coding.notes) == ((),) * 6


def test_a_date_mention_carries_its_words():
    mention = DateMention(document="d", sentence="s", span=Span(0, 4), date=read_edtf("1960", text="1960"))
    assert isinstance(mention.date, UncertainDate) and mention.date.text == "1960"


def test_a_trace_points_at_words():
    assert Trace(part="predicate", span=Span(4, 7)).span.of("one two three") == "two"


# places in a source ----------------------------------------------------------------------------------

PAGES = (Page(label="ix", span=Span(2, 8)), Page(label="x", span=Span(8, 13)), Page(label="1", span=Span(13, 18)))


@pytest.mark.parametrize(("offset", "label"), [(0, None), (2, "ix"), (7, "ix"), (8, "x"), (12, "x"), (13, "1"), (17, "1")])
def test_a_raw_offset_falls_on_its_printed_page(offset, label):
    assert a_document(pages=PAGES).page_of(offset) == label


def test_a_source_without_pages_has_none():
    assert a_document().page_of(3) is None


SECTIONS = (
    Section(title="Part One", level=1, span=Span(0, 13)),
    Section(title="The honeymoon", level=2, span=Span(4, 8)),
    Section(title="The split", level=2, span=Span(8, 13)),
)


@pytest.mark.parametrize(("offset", "title"), [(0, "Part One"), (4, "The honeymoon"), (7, "The honeymoon"), (8, "The split"), (13, None)])
def test_a_raw_offset_stands_under_its_innermost_heading(offset, title):
    section = a_document(sections=SECTIONS).section_of(offset)
    assert (section.title if section else None) == title
