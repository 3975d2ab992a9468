"""Word pieces: how a text is cut for the encoder, and that each piece still knows where its word begins."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learned_standins import small_pieces

from detente.coding.learned import pieces as pieces_module
from detente.coding.learned.pieces import UNKNOWN, WordPieces, words_of

PIECES = small_pieces()
NAMES = {number: piece for piece, number in PIECES.ids.items()}
TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aAéÉ '’-.,()\u0301\u200d\u202e\U0001f600İ中\x00\n")), max_size=60
)


def cut(text: str) -> list[tuple[str, int]]:
    return [(NAMES[piece], at) for piece, at in PIECES.split(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \t\r\n\x00\u3000", []),
        ("The Treaty", [("the", 0), ("treaty", 4)]),
        ("Café Kádár", [("cafe", 0), ("kadar", 5)]),
        ("cafe\u0301 s", [("cafe", 0), ("s", 6)]),
        ("China's", [("china", 0), ("'", 5), ("s", 6)]),
        ("China’s", [("china", 0), ("’", 5), ("s", 6)]),
        ("U.S.", [("u", 0), (".", 1), ("s", 2), (".", 3)]),
        ("1949–55", [("1949", 0), ("–", 4), ("55", 5)]),
        ("...", [(".", 0), (".", 1), (".", 2)]),
        ("a\U0001f600b", [("a", 0), ("\U0001f600", 1), ("b", 2)]),
        ("so\u00adviet \u202eunion", [("soviet", 0), ("union", 9)]),
        ("a\x00b", [("a", 0), ("b", 2)]),
        ("İZMİR", [("izmir", 0)]),
        ("ﬁne", [("ﬁne", 0)]),
        ("中国", [("中国", 0)]),
    ],
)
def test_words_are_plain_and_know_their_place(text: str, words: list[tuple[str, int]]) -> None:
    assert list(words_of(text)) == words


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Treaties signed.", [("treat", 0), ("##ies", 0), ("sign", 9), ("##ed", 9), (".", 15)]),
        ("attacked", [("attack", 0), ("##ed", 0)]),
        ("the ed", [("the", 0), (UNKNOWN, 4)]),
        ("signedx the", [(UNKNOWN, 0), ("the", 8)]),
        ("\U0001f600 the", [(UNKNOWN, 0), ("the", 2)]),
        ("195", [("1", 0), ("##9", 0), ("##5", 0)]),
        ("", []),
    ],
)
def test_the_longest_piece_goes_first_and_a_word_with_a_gap_is_unknown_as_a_whole(text: str, pieces: list[tuple[str, int]]) -> None:
    assert cut(text) == pieces


def test_a_word_of_many_letters_is_unknown_and_costs_no_time() -> None:
    assert cut("a" * 60) == [("a", 0)] + [("##a", 0)] * 59
    assert cut("a" * 61 + " the") == [(UNKNOWN, 0), ("the", 62)]
    assert cut("a" * 200_000) == [(UNKNOWN, 0)]


def test_what_was_cut_before_is_remembered_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces_module, "_MOST_KNOWN", 2)
    pieces = WordPieces(dict(PIECES.ids))
    first = pieces.split("the talks of the treaty")
    assert set(pieces.known) == {"the", "talks"}
    assert pieces.split("the talks of the treaty") == first == PIECES.split("the talks of the treaty")


def test_pieces_are_numbered_in_the_order_of_the_vocabulary() -> None:
    assert WordPieces.of(["x", "y", UNKNOWN]).split("y x z") == [(1, 0), (0, 2), (2, 4)]


@settings(deadline=None)
@given(text=TEXTS)
def test_each_offset_is_the_first_letter_of_its_word_and_none_goes_back(text: str) -> None:
    last = -1
    for word, at in words_of(text):
        assert word and at > last
        assert not text[at].isspace()
        assert unicodedata.category(text[at]) not in ("Mn", "Cf", "Cc")
        if not text[at].isalnum():
            assert word == text[at]
        elif at:
            before = next((c for c in reversed(text[:at]) if unicodedata.category(c) not in ("Mn", "Cf")), " ")
            assert not before.isalnum(), "a word begins after what is no letter"
        last = at


@settings(deadline=None)
@given(text=TEXTS)
def test_every_mark_is_a_word_and_every_letter_in_one(text: str) -> None:
    """Nothing is lost but accents, invisible marks, white space and control characters."""
    words = list(words_of(text))
    lost = ("Mn", "Cf", "Cc")
    marks = [(c, at) for at, c in enumerate(text) if not c.isalnum() and not c.isspace() and unicodedata.category(c) not in lost]
    assert [each for each in words if not text[each[1]].isalnum()] == marks
    ends = [*(at for _, at in words), len(text)][1:]
    for (word, at), end in zip(words, ends, strict=True):
        letters = "".join(c for c in text[at:end] if c.isalnum())
        if letters:
            assert word == pieces_module._plain(letters)


@settings(deadline=None)
@given(text=TEXTS, other=TEXTS)
def test_a_text_is_cut_the_same_whatever_comes_after_a_space(text: str, other: str) -> None:
    alone = PIECES.split(text)
    assert PIECES.split(f"{text} {other}")[: len(alone)] == alone
