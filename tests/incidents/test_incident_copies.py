"""Copies and near-copies of documents."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from incident_makers import document

from detente.incidents import CopyLink, copy_links
from detente.incidents.copies import containment, independent_sources, neighbours, runs_of

NAMES = ("treaty", "border", "patrol", "island", "railway", "credit", "minister", "embassy", "harvest", "reactor", "harbour")


def story(seed, words=300):
    draw = random.Random(seed)
    return [draw.choice(NAMES) + str(draw.randint(1, 40)) for _ in range(words)]


WIRE = story(1)
TEXT = " ".join(WIRE)


def pairs(*texts):
    return {(link.one, link.other) for link in copy_links(document(f"d{number}", text) for number, text in enumerate(texts))}


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        TEXT.replace(" ", "\n\n  "),
        f"**{TEXT.upper()}** -- *end*".replace(" ", " , "),
        " ".join(WIRE[: len(WIRE) * 6 // 10]),
        f"PEKING, 3 March 1969. {TEXT}",
        f"Somebody wrote last night on the forum: >> {TEXT} << and I for one do not believe a word of it. {' '.join(story(2, 900))}",
        " ".join(word if number % 25 else "another" for number, word in enumerate(WIRE)),
    ],
    ids=["the same", "white space", "case and marks", "cut to 60 per cent", "another date line", "quoted on a long page", "words changed"],
)
def test_a_copy_is_known_in_another_dress(copy):
    assert pairs(TEXT, copy) == {("d0", "d1")}


OTHERS = {"another story": " ".join(story(3)), "a third quoted": " ".join(WIRE[:90] + story(4, 210)), "nothing": ""}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_another_text_is_no_copy(other):
    assert pairs(TEXT, other) == set()


def test_very_short_texts_are_copies_only_where_all_their_words_are_the_same():
    assert pairs("Talks were held in Moscow.", "Talks were held,  in MOSCOW") == {("d0", "d1")}
    assert pairs("Talks were held in Moscow.", "Talks were held in Moscow today") == set()
    assert pairs("Held.", "Held") == {("d0", "d1")}
    assert pairs("", "") == pairs("...", "!") == set()


def test_the_link_says_how_much_of_the_shorter_stands_in_the_longer():
    (link,) = copy_links([document("b", " ".join(WIRE[:150])), document("a", TEXT)])
    assert link == CopyLink(one="a", other="b", likeness=1.0)
    (link,) = copy_links([document("b", " ".join(WIRE[:200] + story(5, 50))), document("a", TEXT)])
    assert 0.75 < link.likeness < 0.85


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_all_pairs_and_no_others_are_found_and_a_pair_does_not_depend_on_the_rest(cuts, draw):
    """The search agrees with comparing every pair, and what is said of two documents with what is said of them alone."""
    texts = [story(seed, 80) for seed in range(3)]
    texts += [story(cut, 80)[: draw.randint(30, 80)] + story(9, draw.randint(0, 60)) for cut in cuts]
    documents = [document(f"d{number}", " ".join(words)) for number, words in enumerate(texts)]
    links = copy_links(documents)
    runs = [runs_of(each.text) for each in documents]
    every = {(a, b) for b in range(len(runs)) for a in range(b) if containment(runs[a], runs[b]) >= 0.5}
    assert {(int(link.one[1:]), int(link.other[1:])) for link in links} == every
    for link in links:
        two = [each for each in documents if each.document_id in (link.one, link.other)]
        assert copy_links(reversed(two)) == [link]


def test_copies_of_a_copy_are_one_source():
    near = neighbours([CopyLink(one="a", other="b", likeness=1), CopyLink(one="b", other="c", likeness=0.6)])
    assert near == {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}}
    assert independent_sources(["a", "b", "c", "d"], near) == 2
    assert independent_sources(["a", "c"], near) == 2, "what ties them stands in no source of the incident"
    assert independent_sources([], near) == 0


def test_runs_are_the_same_numbers_on_every_machine():
    assert runs_of("one two three four five").tolist() == runs_of("One two, three four FIVE!").tolist()
    assert len(runs_of("one two three four five")) == 2
    assert runs_of("a b c d").tolist() == [15977227952119053272]
