"""Spans lead from cleaned text back to the raw text, whatever was cut, put in, or cleaned twice."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.spans import Edit, Span, SpanMap, apply_edits

RAW = st.text(alphabet="ab \n\r😀é\u00adﬁ\u0301\u0002", max_size=60)
"""Texts with what breaks offsets: emoji, CRLF, soft hyphens, ligatures, combining marks, control characters."""


@st.composite
def raw_with_edits(draw, raw=RAW):
    """A text and edits that do not cross: cuts between sorted places, each with something put in or not."""
    text = draw(raw)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    edits = [
        Edit(start, end, draw(st.sampled_from(["", "", " ", "XY", "Q"]))) for start, end in zip(places[::2], places[1::2], strict=False)
    ]
    kept, at = [], -1
    for edit in edits:
        if edit.start > at:
            kept.append(edit)
            at = edit.end
    return text, kept


def character_map(raw, edits):
    """The oracle: for each cleaned character, the raw place it was copied from or None, by the slowest way."""
    out, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        out += [(raw[place], place) for place in range(at, edit.start)]
        out += [(character, None) for character in edit.text]
        at = edit.end
    return out + [(raw[place], place) for place in range(at, len(raw))]


# spans -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_a_span_that_runs_backwards_or_begins_before_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_a_span_counts_code_points():
    text = "Khrushchev 😀 said é\r\nyes"
    span = Span(text.index("said"), text.index("yes"))
    assert span.of(text) == "said é\r\n"
    assert len(span) == 8


SPANS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Span(min(pair), max(pair)))


@given(SPANS, SPANS)
def test_overlap_and_holding_are_those_of_sets_of_characters(one, other):
    mine, theirs = set(range(one.start, one.end)), set(range(other.start, other.end))
    if mine and theirs:
        assert one.overlaps(other) == bool(mine & theirs) == other.overlaps(one)
        assert one.contains(other) == (theirs <= mine)


@given(SPANS, st.integers(0, 9))
def test_a_shifted_span_is_as_long(span, by):
    assert len(span.shifted(by)) == len(span)
    assert span.shifted(by).shifted(-by) == span


def test_spans_that_only_touch_do_not_overlap():
    assert not Span(0, 3).overlaps(Span(3, 5))


def test_spans_sort_by_place():
    assert sorted([Span(4, 5), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(4, 5)]


# edits -----------------------------------------------------------------------------------------------


def test_a_hyphen_at_a_line_end_is_mended_and_leads_back():
    raw = "the Sino-Soviet alli-\r\nance of 1950"
    at = raw.index("-\r\n")
    clean, mapped = apply_edits(raw, [Edit(at, at + 3)])
    assert clean == "the Sino-Soviet alliance of 1950"
    word = Span(clean.index("alliance"), clean.index(" of 1950"))
    assert mapped.raw_span(word).of(raw) == "alli-\r\nance"


@given(raw_with_edits())
def test_cleaned_text_is_what_was_kept_and_what_was_put_in(case):
    raw, edits = case
    clean, mapped = apply_edits(raw, edits)
    assert clean == "".join(character for character, _ in character_map(raw, edits))
    assert (mapped.clean_length, mapped.raw_length) == (len(clean), len(raw))


@given(raw_with_edits())
def test_pieces_rise_and_copy_unchanged(case):
    raw, edits = case
    clean, mapped = apply_edits(raw, edits)
    clean_at = raw_at = 0
    for clean_start, raw_start, size in mapped.pieces:
        assert size > 0 and clean_start >= clean_at and raw_start >= raw_at
        assert clean[clean_start : clean_start + size] == raw[raw_start : raw_start + size]
        clean_at, raw_at = clean_start + size, raw_start + size
    assert clean_at <= len(clean) and raw_at <= len(raw)


@given(raw_with_edits(), st.data())
def test_a_cleaned_span_leads_to_its_first_and_last_copied_character(case, data):
    raw, edits = case
    clean, mapped = apply_edits(raw, edits)
    start = data.draw(st.integers(0, len(clean)))
    end = data.draw(st.integers(start, len(clean)))
    copied = [place for _, place in character_map(raw, edits)[start:end] if place is not None]
    back = mapped.raw_span(Span(start, end))
    if copied:
        assert back == Span(copied[0], copied[-1] + 1)
    else:
        assert len(back) == 0 and back.end <= len(raw)


@given(raw_with_edits(), st.data())
def test_a_raw_span_leads_to_what_is_left_of_it(case, data):
    raw, edits = case
    _, mapped = apply_edits(raw, edits)
    start = data.draw(st.integers(0, len(raw)))
    span = Span(start, data.draw(st.integers(start, len(raw))))
    left = [at for at, (_, place) in enumerate(character_map(raw, edits)) if place is not None and span.start <= place < span.end]
    assert mapped.clean_span(span) == (Span(left[0], left[-1] + 1) if left else None)


@given(raw_with_edits(), st.randoms(use_true_random=False))
def test_the_order_in_which_edits_are_found_does_not_matter(case, random):
    raw, edits = case
    shuffled = edits + edits[:1]
    random.shuffle(shuffled)
    assert apply_edits(raw, shuffled) == apply_edits(raw, edits)


def test_an_edit_inside_another_is_dropped():
    assert apply_edits("0123456789", [Edit(2, 8, "x"), Edit(3, 5, "y"), Edit(8, 8, "z")])[0] == "01xz89"


@pytest.mark.parametrize(
    "edits",
    [[Edit(2, 6), Edit(4, 8)], [Edit(5, 3)], [Edit(-3, -1)], [Edit(-1, 2)], [Edit(8, 11)], [Edit(11, 11, "x")], [Edit(0, 9), Edit(7, 4)]],
)
def test_edits_that_cross_run_backwards_or_leave_the_text_are_refused(edits):
    with pytest.raises(ValueError, match=r"crosses|not within"):
        apply_edits("0123456789", edits)


# maps ------------------------------------------------------------------------------------------------


@given(RAW, st.data())
def test_a_text_that_needed_no_cleaning_maps_to_itself(raw, data):
    clean, mapped = apply_edits(raw, [])
    assert clean == raw and mapped == SpanMap.identity(len(raw))
    start = data.draw(st.integers(0, len(raw)))
    span = Span(start, data.draw(st.integers(start, len(raw))))
    assert mapped.raw_span(span) == span


def test_a_span_outside_the_cleaned_text_is_refused():
    _, mapped = apply_edits("abc", [Edit(0, 1)])
    with pytest.raises(ValueError, match="outside the cleaned text of length 2"):
        mapped.raw_span(Span(1, 3))


def test_words_put_in_lead_to_the_place_where_they_were_put():
    clean, mapped = apply_edits("one two", [Edit(3, 4, " and ")])
    assert clean == "one and two"
    assert mapped.raw_span(Span(4, 7)) == Span(3, 3)
    assert mapped.raw_span(Span(0, 7)) == Span(0, 3)


def test_a_text_cut_to_nothing_leads_to_the_beginning():
    clean, mapped = apply_edits("gone", [Edit(0, 4)])
    assert clean == "" and mapped.pieces == ()
    assert mapped.raw_span(Span(0, 0)) == Span(0, 0)
    assert mapped.clean_span(Span(0, 4)) is None


@given(raw_with_edits(), st.data())
def test_cleaning_twice_is_one_map(case, data):
    raw, first_edits = case
    middle, first = apply_edits(raw, first_edits)
    _, second_edits = data.draw(raw_with_edits(st.just(middle)))
    clean, second = apply_edits(middle, second_edits)
    both = second.after(first)
    assert (both.clean_length, both.raw_length) == (len(clean), len(raw))
    places = [None if at is None else character_map(raw, first_edits)[at][1] for _, at in character_map(middle, second_edits)]
    for at, place in enumerate(places):
        span = both.raw_span(Span(at, at + 1))
        assert span == Span(place, place + 1) if place is not None else len(span) == 0


@given(raw_with_edits())
def test_a_map_after_or_before_no_cleaning_is_the_same_map(case):
    raw, edits = case
    clean, mapped = apply_edits(raw, edits)
    assert mapped.after(SpanMap.identity(len(raw))) == mapped
    assert SpanMap.identity(len(clean)).after(mapped).pieces == mapped.pieces


@given(raw_with_edits(), st.data())
def test_three_cleanings_compose_in_either_order(case, data):
    raw, edits = case
    one, first = apply_edits(raw, edits)
    two, second = apply_edits(one, data.draw(raw_with_edits(st.just(one)))[1])
    _, third = apply_edits(two, data.draw(raw_with_edits(st.just(two)))[1])
    assert third.after(second).after(first) == third.after(second.after(first))


def test_a_map_made_on_another_text_cannot_follow():
    with pytest.raises(ValueError, match="cannot follow"):
        SpanMap.identity(4).after(SpanMap.identity(5))


def test_a_map_that_was_used_is_equal_to_one_that_was_not_and_pickles():
    edits = [Edit(at, at + 1) for at in range(0, 40, 2)]
    used, fresh = apply_edits("x" * 41, edits)[1], apply_edits("x" * 41, edits)[1]
    used.raw_span(Span(0, 5))
    assert used == fresh == pickle.loads(pickle.dumps(used))


def test_a_long_text_with_many_edits_composes_in_linear_work():
    """A volume of 587,000 words on one line has tens of thousands of edits: two maps of them must not multiply."""
    raw = "ab-" * 30_000
    middle, first = apply_edits(raw, [Edit(at, at + 1) for at in range(2, len(raw), 3)])
    clean, second = apply_edits(middle, [Edit(at, at + 1, "_") for at in range(1, len(middle), 2)])
    both = second.after(first)
    assert clean == "a_" * 30_000
    assert both.raw_span(Span(59_998, 59_999)) == Span(89_997, 89_998)
