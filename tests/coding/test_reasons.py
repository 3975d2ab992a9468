"""Reasons: what the trained reader finds, with who holds it and whom it concerns."""

from dataclasses import replace

import numpy as np
import pytest
from coding_documents import document_of

from detente.coding.coder import DefaultCoder
from detente.coding.learned.claims import MOTIVES, NONE, Cause, shipped_claims
from detente.dates import read_edtf


class Finds:
    """A reader of claims that finds given causes in every sentence."""

    def __init__(self, *causes, effects=(), chance=0.9):
        self.found = replace(NONE, reason=chance, causes=causes, effects=effects)

    def claims(self, reads):
        return [self.found for _ in reads]


def shares(*motives):
    given = dict(motives)
    return tuple(given.get(motive, 0.0) for motive in MOTIVES)


def reasons(text, reader):
    document = replace(document_of(text), published=read_edtf("1990"))
    found = DefaultCoder(claims=reader).code(document).reasons
    assert all(text[each.span.start : each.span.end] == each.quote for each in found)
    return found


def cause(text, words, *motives, rejected=0.0):
    at = text.index(words) if words else 0
    return Cause(at, at + len(words), shares(*motives), rejected)


PLAIN = "France turned to Russia in 1891 because Germany had renewed the Triple Alliance."


def test_a_reason_has_its_words_its_class_and_its_states():
    effect = (0, len("France turned to Russia"))
    found = reasons(PLAIN, Finds(cause(PLAIN, "Germany had renewed", ("third_party", 0.7), ("security", 0.25)), effects=(effect,)))
    assert [(r.motive, r.also, r.cause, r.effect) for r in found] == [
        ("third_party", ("security",), "Germany had renewed", "France turned to Russia")
    ]
    assert {"FRN", "RUS"} <= set(found[0].states) and (found[0].holder, found[0].holder_kind) == (None, "author")
    assert [(t.part, PLAIN[t.span.start : t.span.end]) for t in found[0].trace] == [("cause", found[0].cause), ("effect", found[0].effect)]


def test_unlikely_reasons_are_none_and_each_class_is_told_once():
    two = (cause(PLAIN, "Germany", ("security", 0.9)), cause(PLAIN, "the Triple Alliance", ("security", 0.8)))
    assert reasons(PLAIN, Finds(*two, chance=0.1)) == ()
    assert [r.cause for r in reasons(PLAIN, Finds(*two))] == ["the Triple Alliance"]
    other = cause(PLAIN, "Russia", ("economy", 0.9))
    assert [r.motive for r in reasons(PLAIN, Finds(*two, other))] == ["economy", "security"]


def test_a_rejected_reason_says_so_and_stands_beside_one_held():
    held, denied = cause(PLAIN, "Germany", ("security", 0.9)), cause(PLAIN, "Russia", ("security", 0.9), rejected=0.9)
    assert sorted((r.cause, r.rejected) for r in reasons(PLAIN, Finds(held, denied))) == [("Germany", False), ("Russia", True)]


@pytest.mark.parametrize(
    ("text", "words", "holder", "kind"),
    [
        ("Hillgruber argued that France needed Russia because of German power.", "German power", "Hillgruber", "cited"),
        ("France needed Russia because of German power (HARTWIG, 1987: 34).", "German power", "HARTWIG, 1987: 34", "cited"),
        ("Italy feared the French fleet at Toulon.", "the French fleet", "Italy", "actor"),
        ("France needed Russia because of German power.", "German power", None, "author"),
    ],
)
def test_who_holds_a_reason(text, words, holder, kind):
    found = reasons(text, Finds(cause(text, words, ("security", 0.9))))
    assert [(r.holder, r.holder_kind) for r in found] == [(holder, kind)]


def test_the_shipped_reader_tells_a_reason_from_none():
    text = (
        "France turned to Russia in 1891 because it feared a war with Germany. "
        "The French minister left Berlin for Rome on 3 March 1892 and arrived in Italy on 5 March."
    )
    found = reasons(text, shipped_claims())
    assert {r.motive for r in found} & {"security", "third_party"}
    assert all(r.span.end <= text.index("The French minister") for r in found)


def test_the_shipped_weights_have_the_shapes_that_the_reader_needs():
    reader = shipped_claims()
    hidden = reader.words.shape[1]
    assert reader.weights["layer.attend.w"].shape == (hidden, 3 * hidden)
    assert reader.weights["motives.0.w"].shape[0] == 3 * hidden and reader.weights["motives.1.w"].shape[1] == len(MOTIVES) + 1
    assert all(np.isfinite(array).all() for array in reader.weights.values())


def test_no_sentence_gives_no_claim():
    assert shipped_claims().claims([]) == []
