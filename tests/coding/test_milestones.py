"""Foundings, deaths, accessions and sayings."""

from dataclasses import replace

import pytest
from coding_documents import document_of

from detente.coding.coder import FastCoder
from detente.dates import read_edtf

CODER = FastCoder()


def told(text, year="1980"):
    found = CODER.code(replace(document_of(text), published=read_edtf(year))).milestones
    assert all(text[each.span.start : each.span.end] == each.quote for each in found)
    return [(each.kind, each.subject, each.date.edtf if each.date else None) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stalin died on 5 March 1953.", ("death", "Joseph Stalin", "1953-03-05")),
        ("The death of Mao in September 1976 opened the succession.", ("death", "Mao Zedong", "1976-09")),
        ("After Nasser's death in 1970 the alliance frayed.", ("death", "Gamal Abdel Nasser", "1970")),
        ("The People's Republic of China was founded on 1 October 1949.", ("founding", "China", "1949-10-01")),
        ("Proclamation of the People's Republic of China, 1 October 1949.", ("founding", "China", "1949-10-01")),
        ("Khrushchev came to power in 1953.", ("accession", "Nikita Khrushchev", "1953")),
        ("In October 1964 Brezhnev became First Secretary.", ("accession", "Leonid Brezhnev", "1964-10")),
    ],
)
def test_what_befell_one(text, expected):
    assert expected in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "If Stalin died, the alliance would fall.",
        "Many soldiers died in 1944.",
        "A republic was founded in a novel of 1890.",
        "China and Russia founded a bank in 2014.",
    ],
)
def test_what_is_no_milestone(text):
    assert told(text) == []


def sayings(text):
    return {(m.subject, m.words) for m in CODER.code(document_of(text)).milestones if m.kind == "saying"}


def test_words_in_quotation_marks_have_their_speaker():
    assert sayings("On 30 June 1949 Mao announced that China would “lean to one side”.") == {("Mao Zedong", "lean to one side")}


def test_quotations_in_a_list_share_their_speaker():
    text = 'Zhou Enlai named the three principles "beginning anew", "sweeping the yard", and "leaning to one side".'
    assert {words for _, words in sayings(text)} == {"beginning anew", "sweeping the yard", "leaning to one side"}
    assert {speaker for speaker, _ in sayings(text)} == {"Zhou Enlai"}


def test_a_phrase_may_be_called_somebodys():
    assert ("Zhou Enlai", "leaning to one side") in sayings("They say that leaning to one side was Zhou Enlai's phrase.")


@pytest.mark.parametrize("text", ["Mao read the “Daily” at breakfast.", "The treaty speaks of “mutual assistance” between the two states."])
def test_a_title_or_a_text_is_nobodys_saying(text):
    assert sayings(text) == set()


def test_ids_come_from_the_contents():
    text = "Stalin died on 5 March 1953. Stalin died on 5 March 1953."
    first, again = (CODER.code(document_of(text)).milestones for _ in range(2))
    assert first == again and len({each.milestone_id for each in first}) == len(first) == 2
