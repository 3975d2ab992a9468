"""Coding in processes of their own: the order is that of the documents, and few are in hand at a time."""

import pytest
from detente_standins import ToyCoder, make_document

from detente.errors import CodingFault
from detente.model import Coding
from detente.study import code_all
from detente.study import workers as study_workers

TOY = "detente_standins:ToyCoder"


def documents(n):
    return [make_document(f"China met Russia in {1900 + each}.", key=f"k{each}") for each in range(n)]


@pytest.mark.parametrize("workers", [1, 2])
def test_codings_come_in_the_order_of_documents(workers):
    given = documents(12)
    found = list(code_all(given, TOY, workers=workers))
    assert [document for document, _ in found] == given
    assert [coding for _, coding in found] == [ToyCoder().code(document) for document in given]


@pytest.mark.parametrize("workers", [1, 2])
def test_few_documents_are_in_hand_at_a_time(workers):
    drawn = 0

    def draw():
        nonlocal drawn
        for document in documents(20):
            drawn += 1
            yield document

    for done, _ in enumerate(code_all(draw(), TOY, workers=workers), 1):
        assert drawn - done <= 2 * workers


def test_workers_are_replaced_after_some_documents(monkeypatch):
    monkeypatch.setattr(study_workers, "DOCUMENTS_A_WORKER", 2)
    given = documents(9)
    found = list(code_all(given, "study_standins:ProcessCoder", workers=2))
    assert [document for document, _ in found] == given
    assert len({coding.notes for _, coding in found}) >= 3


def test_batches_are_drawn_as_they_are_asked_for():
    batches = study_workers._batches(iter(documents(5)), 2)
    assert [[document.key for document in batch] for batch in batches] == [["k0", "k1"], ["k2", "k3"], ["k4"]]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_is_told_in_words_and_the_rest_goes_on(workers):
    given = [make_document("China met Russia in 1950.", key=key) for key in ("alpha", "omega")]
    (_, failed), (_, coded) = code_all(given, "study_standins:BadCoder", workers=workers)
    assert failed == "BadCoder failed: RuntimeError: no such verb" and isinstance(coded, Coding)


def test_a_worker_that_dies_is_a_numbered_fault():
    with pytest.raises(CodingFault) as caught:
        list(code_all(documents(3), "study_standins:DyingCoder", workers=2))
    assert caught.value.number == 598 and caught.value.todo


def test_nothing_to_code_starts_nothing():
    assert list(code_all([], TOY, workers=2)) == []
