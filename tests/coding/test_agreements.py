"""Agreements: instruments, pledges, relations opened, quarrels settled, organisations founded; each once a document."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from coding_documents import document_of
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.agreement_words import agreement_words
from detente.coding.agreements import same_agreement, settled
from detente.coding.coder import FastCoder
from detente.dates import read_edtf
from detente.model import Agreement
from detente.spans import Span

GOLD = yaml.safe_load((Path(__file__).parent / "gold_agreements.yaml").read_text(encoding="utf-8"))
CODER = FastCoder()


def read(text, year):
    return CODER.code(replace(document_of(text), published=read_edtf(str(year)))).agreements


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case["text"][:50])
def test_the_agreements_of_a_sentence(case):
    found = read(case["text"], case["year"])
    if case.get("none"):
        assert found == ()
        return
    for owed in case["has"]:
        assert any(is_it(row, owed) for row in found), [(r.kind, r.parties, r.signed and r.signed.edtf, r.name, r.term) for r in found]
    if "count" in case:
        assert len(found) == case["count"]


def is_it(row, owed):
    values = {
        "kind": row.kind,
        "parties": list(row.parties),
        "signed": row.signed.start_text if row.signed else None,
        "ended": row.ended.start_text if row.ended else None,
        "place": row.place,
        "obligations": list(row.obligations),
        "term": row.term,
        "secret": row.secret,
        "signatories": list(row.signatories),
    }
    return all(values[name] == (str(value) if name in ("signed", "ended") else value) for name, value in owed.items())


def row(name, *, parties=("CHN", "RUS"), signed="1950", kind="treaty", **more):
    date = read_edtf(signed) if signed else None
    place = {"document": "d", "sentence": "s", "span": Span(0, 1), "quote": "x", "place": None}
    made = {"coder": "c", "coder_version": "1", "rule": "r", "obligations": more.pop("obligations", ())}
    return Agreement(agreement_id=name + str(signed), name=name, parties=parties, signed=date, kind=kind, **place, **made, **more)


def test_a_later_mention_adds_to_the_first():
    first = row("Treaty of Friendship", signed="1950-02")
    second = row("Treaty of Friendship", signed="1950-02-14", term="30-year", obligations=())
    one = settled([first, second])
    assert [r.name for r in one] == ["Treaty of Friendship"]
    assert (one[0].signed.edtf, one[0].term, one[0].agreement_id) == ("1950-02", "30-year", first.agreement_id)


@pytest.mark.parametrize(
    ("basis", "signed"), [("explicit", "1950-02"), ("entry", "1950-02"), ("inherited", "1950-02-14"), ("published", "1950-02-14")]
)
def test_a_sentence_that_dates_the_signing_keeps_its_own_words(basis, signed):
    first = replace(row("Treaty of Friendship"), signed=read_edtf("1950-02", basis=basis))
    (one,) = settled([first, row("Treaty of Friendship", signed="1950-02-14")])
    assert one.signed.edtf == signed
    (bare,) = settled([row("Treaty of Friendship", signed=None), row("Treaty of Friendship", signed="1950-02-14")])
    assert bare.signed.edtf == "1950-02-14"


def test_terms_go_to_the_last_instrument_of_the_same_parties_and_give_its_obligations():
    treaty, other = row("Treaty of Friendship"), row("Trade Treaty of Delhi", parties=("CHN", "IND"), signed="1954")
    terms = row("to come to the aid of the other", signed=None, kind="terms", terms=("to come to the aid of the other",))
    kept = settled([treaty, other, terms])
    assert [r.name for r in kept] == ["Treaty of Friendship", "Trade Treaty of Delhi"]
    assert kept[0].obligations == ("defence",) and kept[1].terms == ()


def test_terms_of_nothing_are_a_pledge():
    assert [r.kind for r in settled([row("to build a dam", kind="terms", terms=("to build a dam",))])] == ["pledge"]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (row("Treaty of Portsmouth", signed="1905"), row("Portsmouth Treaty", signed="1905"), True),
        (row("Four-Power Treaty"), row("Five-Power Treaty"), False),
        (row("Treaty of Wangxia"), row("treaty"), True),
        (row("Treaty of Wangxia"), row("treaty", signed="1858"), False),
        (row("Treaty of Wangxia", parties=("CHN", "USA")), row("Treaty of Wangxia", parties=("FRN", "RUS")), False),
        (row("to build a dam", kind="pledge"), row("to lend money", kind="pledge"), False),
        (row("ties", kind="relations"), row("Treaty of Wangxia"), False),
    ],
)
def test_what_is_one_agreement(one, two, same):
    assert same_agreement(one, two) is same


MENTIONS = [row("Treaty of Ghent"), row("treaty", signed="1815"), row("to pay", kind="pledge"), row("x", kind="terms")]


@given(st.lists(st.sampled_from(MENTIONS)))
def test_settling_settles(rows):
    once = settled(rows)
    assert settled(once) == once and len(once) <= len(rows)


def test_the_words_say_what_is_owed():
    words = agreement_words()
    assert words.owed("Treaty of Neutrality and Non-Aggression") == ("neutrality", "nonaggression")
    assert words.kind_of("treaty", "Nuclear Test Ban Treaty") == "arms control"
    assert words.kind_of("protocol", "Protocol of London") == "treaty"
