"""Periods: by the words of a relation, by the trained reader, and of headings."""

from dataclasses import replace

import pytest
from coding_documents import document_of

from detente.coding.coder import DefaultCoder, FastCoder
from detente.coding.learned.claims import NONE, Stretch
from detente.coding.parsing import load_parser
from detente.coding.periods import _shortened, period_of_heading
from detente.coding.relation_words import direction_of_words, turns_of
from detente.coding.timeline import Anchor, SentenceDates, read_dates
from detente.dates import read_edtf
from detente.model import Sentence
from detente.spans import Span

WORDS = FastCoder()


def periods(text, *, coder=WORDS, year="2000"):
    found = coder.code(replace(document_of(text), published=read_edtf(year))).periods
    assert all(text[each.span.start : each.span.end] == each.quote for each in found)
    return [(each.states, each.direction, each.date.edtf, each.turning) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Relations between France and Russia improved in 1891.", (("FRN", "RUS"), "up", "1891", True)),
        ("Relations between Chile and Peru deteriorated in 1929.", (("CHL", "PER"), "down", "1929", True)),
        ("After 1959 relations between China and India deteriorated.", (("CHN", "IND"), "down", "1959/..", True)),
        ("The rupture of relations between Greece and Bulgaria came in 1925.", (("BUL", "GRC"), "down", "1925", True)),
        ("Relations between Britain and France were cordial from 1855 to 1859.", (("FRN", "UKG"), "high", "1855/1859", False)),
        ("The rivalry between Austria and Prussia ended in 1866.", (("AUH", "GMY"), "up", "1866", True)),
        ("In 1961 the Albanian quarrel with Yugoslavia intensified.", (("ALB", "YUG"), "low", "1961", True)),
        ("Italy's annexation infuriated Turkey in 1912.", (("ITA", "TUR"), "down", "1912", False)),
    ],
)
def test_words_of_a_relation_tell_periods(text, expected):
    assert expected in periods(text)


@pytest.mark.parametrize(
    "text",
    [
        "France and Russia might improve their relations in 1995.",
        "The Treaty of Friendship between Poland and Hungary was signed in 1927.",
        "Trade between Chile and Peru collapsed in 1930 like all trade.",
        "The relations of production changed in 1917.",
        "China and Japan exchanged notes in 1915.",
    ],
)
def test_what_tells_of_no_period(text):
    found = WORDS.code(replace(document_of(text), published=read_edtf("2000"))).periods
    assert [period.label for period in found if not period.deed] == []


def test_since_when_something_was_best_is_not_when_it_was_so():
    text = "In 1994 Norway and Sweden enjoyed the best relations since 1905."
    assert all(edtf != "1905/.." for _, _, edtf, _ in periods(text))


def heading(text, *, index=3):
    document = document_of(text)
    span = Span(0, len(text))
    named = {"sentence_id": "s", "document": document.document_id, "index": index, "paragraph": 1, "span": span, "clean_span": span}
    sentence = Sentence(text=text, heading=True, **named)
    dates = SentenceDates(readings=read_dates(text, anchor=Anchor()), anchor=None)
    return period_of_heading(document, sentence, dates, ("RUS", "FRN"), ("coder", "1"))


def test_a_heading_tells_the_period_of_its_section():
    found = heading("The honeymoon (1891-1894)")
    assert (found.states, found.direction, found.date.edtf, found.quote) == (("FRN", "RUS"), "high", "1891/1894", found.label)


@pytest.mark.parametrize(("text", "index"), [("The honeymoon", 3), ("Trade, 1891-1894", 3), ("The honeymoon, 1891-1894", 0)])
def test_a_heading_without_a_date_or_a_relation_and_the_title_tell_none(text, index):
    assert heading(text, index=index) is None


@pytest.mark.parametrize(
    ("text", "direction"),
    [("The honeymoon (up to the late 1950s)", "high"), ("Rapprochement", "up"), ("From honeymoon to rupture", "down"), ("Trade", None)],
)
def test_what_a_heading_says(text, direction):
    assert direction_of_words(text) == direction


class Says:
    """A reader of claims that finds the same in every sentence."""

    def __init__(self, chance):
        self.chance = chance

    def claims(self, reads):
        return [replace(NONE, period=self.chance, stretches=(Stretch(0, 9, (0.0, 0.1, 0.0, 0.9)),)) for _ in reads]


@pytest.mark.parametrize(("chance", "expected"), [(0.9, [(("EGY", "LIB"), "low", "1977", False)]), (0.2, [])])
def test_the_reader_finds_what_other_words_say(chance, expected):
    text = "In 1977 Egypt and Libya were no longer on speaking terms."
    assert periods(text, coder=DefaultCoder(claims=Says(chance)), year="1985") == expected


def test_the_reader_adds_nothing_to_what_the_words_say_of_the_same_time():
    text = "Relations between Egypt and Libya deteriorated in 1977."
    assert len(periods(text, coder=DefaultCoder(claims=Says(0.9)))) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The break-up of the alliance came late.", {"break"}),
        ("The thaw was short.", {"thaw"}),
        ("He opened the door of the house.", set()),
    ],
)
def test_the_words_that_turn(text, words):
    assert {turn.token.text for turn in turns_of(load_parser()(text))} == words


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a slow return to calm", "a slow return to calm"),
        (
            "a slow return to calm between the two courts of the north, " + "which neither of them had wanted " * 4,
            "a slow return to calm between the two courts of the north",
        ),
        ("word " * 40, ("word " * 18).strip()),
    ],
    ids=["short", "cut at a comma", "cut between words"],
)
def test_a_long_stretch_is_named_by_its_first_words(text, named):
    start, end = _shortened("So " + text, 3, 3 + len(text))
    assert ("So " + text)[start:end] == named
