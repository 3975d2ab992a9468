"""The concordance: what is found, where the words stand, and searches that cannot be read."""

import pytest
from detente_standins import ToyCoder, make_document

from detente.errors import RecordFault
from detente.record import ReadingRow, Store
from detente.record.concordance import match_expression


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("China", [0, 1, 3]),
        ("china INDIA", [3]),
        ('"aided Japan"', [0]),
        ("aided OR met", [0, 3]),
        ("China NOT Japan", [3]),
        ("attack*", [1]),
        ("NEAR(China 1955, 4)", [3]),
        ("zebra", []),
    ],
)
def test_sentences_are_found_in_reading_order(store, query, numbers):
    assert [hit.number for hit in store.search(query)] == numbers


def test_the_words_found_are_marked_where_they_stand(store):
    (hit,) = store.search("china india")
    assert [match.of(hit.text) for match in hit.matches] == ["China", "India"]
    assert hit.keyword_in_context(6) == ("", "China", " met I")
    (one,) = store.search("1955")
    assert one.keyword_in_context(9) == ("India in ", "1955", ".")


@pytest.mark.parametrize("query", ["a AND", '"open', "NEAR(", "*", "AND", "x:y", "( a", "^"])
def test_a_search_that_cannot_be_read_has_its_number(store, query):
    with pytest.raises(RecordFault) as caught:
        store.search(query)
    assert caught.value.number == 410 and caught.value.todo


def test_no_words_are_no_search(store):
    with pytest.raises(RecordFault, match="no words"):
        store.search("   ")


def test_hyphens_and_apostrophes_need_no_quotes():
    assert match_expression("Sino-Soviet don't") == '"Sino-Soviet" "don\'t"'


def test_accents_are_no_obstacle_and_marks_fit_after_emoji(tmp_path):
    document = make_document("😀 The détente of Zürich \u0002 held.")
    with Store.open(tmp_path) as store:
        store.put_reading(ReadingRow(path="a.txt", sha256=document.sha256), [document])
        store.put_coding(ToyCoder().code(document))
        (hit,) = store.search("zurich")
    assert [match.of(hit.text) for match in hit.matches] == ["Zürich"]


def test_a_limit_is_kept(store):
    assert len(store.search("China", limit=2)) == 2


def test_a_removed_source_is_no_longer_found(store):
    store.drop_reading("doc.txt")
    assert store.search("China") == ()
