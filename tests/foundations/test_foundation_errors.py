"""Numbered errors say what happened, where, and what to do next, and survive the way between processes."""

import copy
import inspect
import pickle

import pytest

from detente import errors
from detente.errors import DataRefused, DetenteError, DocumentRefused, Where

WAYS = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": lambda fault: pickle.loads(pickle.dumps(fault))}
KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, DetenteError)]


def test_an_error_tells_number_reason_place_and_next_step():
    fault = DocumentRefused(104, "the PDF has no text layer", where=Where(file="scan.pdf", page=3), todo="Run it through OCR first.")
    assert str(fault) == "D104: the PDF has no text layer (scan.pdf, page 3). Run it through OCR first."


def test_an_error_without_place_or_advice_is_still_a_sentence():
    assert str(DetenteError(7, "nothing to do")) == "D007: nothing to do."


def test_a_place_given_as_a_string_is_a_file():
    assert DataRefused(301, "no header", where="votes.csv").where == Where(file="votes.csv")


def test_a_place_names_line_row_and_page_in_that_order():
    assert str(Where(file="a.csv", page=1, row=0, line=12)) == "a.csv, line 12, row 0, page 1"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("way", WAYS)
def test_an_error_crosses_to_another_process_whole(kind, way):
    """Documents are parsed in child processes, which hand their errors back pickled."""
    fault = kind(999, "what", where=Where(file="f", row=2), todo="Do this.")
    back = WAYS[way](fault)
    assert type(back) is kind
    assert (back.number, back.what, back.where, back.todo, str(back)) == (fault.number, fault.what, fault.where, fault.todo, str(fault))


def test_every_kind_of_error_can_be_caught_as_one():
    assert len(KINDS) > 5
    for kind in KINDS:
        with pytest.raises(DetenteError):
            raise kind(1, "x")
