"""The small parts that the readers are made of."""

from __future__ import annotations

import pytest
from document_makers import picture
from hypothesis import given
from hypothesis import strategies as st

from detente.documents.archive import Archive
from detente.documents.blocks import Block, Parsed, RawBuilder
from detente.documents.clean import clean
from detente.documents.furniture import ends_sentence, mark_furniture
from detente.documents.inline import glued_markers, letter_edits, markup_edits
from detente.documents.layout import PageLine, lay_out
from detente.documents.limits import Limits
from detente.documents.lines import group_lines, split_lines, wrap_width
from detente.documents.metadata import plain
from detente.documents.sandbox import packed, unpacked
from detente.documents.sniff import say, sniff
from detente.documents.structure import goes_on, mark_headings, mark_title_lines
from detente.documents.words import word_list
from detente.errors import DocumentRefused
from detente.model import Page
from detente.spans import Edit, Span, apply_edits

# --- lines -------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\u2028", "\x85", "\v"])
def test_lines_end_at_every_kind_of_end(end):
    lines = split_lines(f"  They met.{end}They parted. ")
    assert [line.words for line in lines] == ["They met.", "They parted."]
    assert lines[0].span == Span(2, 11) and lines[0].indent == 2


def test_a_byte_order_mark_and_odd_spaces_are_no_words():
    assert [line.words for line in split_lines("\ufeffThey met.\u00a0\n\u3000\u200b\n")] == ["They met.", "", ""]


def test_lines_are_grouped_at_blank_lines_and_pages():
    groups = group_lines(split_lines("a\nb\n\n \nc\fd"))
    assert [[line.words for line in group] for group in groups] == [["a", "b"], ["c"], ["d"]]


@given(st.text(alphabet="ab \n\r\f\u2028", max_size=60))
def test_lines_lie_in_order_inside_the_text(text):
    at = 0
    for line in split_lines(text):
        assert line.span.start >= at and line.span.of(text) == line.words
        at = line.span.end


@pytest.mark.parametrize(
    ("lengths", "width"),
    [([70, 68, 71, 69, 30], 71), ([200, 180, 190, 210], None), ([20, 25, 22, 24], None), ([70, 12, 68, 9, 70, 14, 11], None), ([70], None)],
)
def test_text_wrapped_by_hand_is_told_by_the_length_of_its_lines(lengths, width):
    text = "\n".join("x" * length for length in lengths)
    assert wrap_width(group_lines(split_lines(text))) == width


# --- what a file is ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7", "pdf"), (b"junk\n%PDF-1.7", "pdf"), (b"PK\x03\x04", "zip"), (b"{\\rtf1", "rtf"),
        (b"\x1f\x8b\x08", "gzip"), (picture(), "png"),
        (b"<!DOCTYPE html>", "html"), (b"  <HTML>", "html"), (b"<!-- a note -->\n<p>They", "html"), (b"<?xml version='1.0'?><TEI>", "xml"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html>", "html"), (b"<TEI xmlns='x'>", "xml"), (b"They met.", "text"), (b"", "text"),
        ("They met.".encode("utf-16"), "text"), ("They met.".encode("utf-16-le"), "text"), (bytes(range(1, 32)) * 9, "noise"),
    ],
)  # fmt: skip
def test_first_bytes_tell_what_a_file_is(head, name):
    assert sniff(head) == name
    assert say(name)


def test_an_archive_of_lies_is_refused_while_it_streams(tmp_path):
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * 4000)
    data = held.getvalue()
    assert Archive(data, Limits()).read("word/document.xml") == b"a" * 4000
    lying = data.replace((4000).to_bytes(4, "little"), (40).to_bytes(4, "little"))
    with pytest.raises(DocumentRefused) as refusal:
        Archive(lying, Limits()).read("word/document.xml")
    assert refusal.value.number == 106
    with pytest.raises(DocumentRefused) as refusal:
        Archive(data, Limits(max_unpacked=100))
    assert refusal.value.number == 107


# --- raw text built from a tree -------------------------------------------------------------------


def test_a_builder_folds_white_space_and_parts_blocks():
    builder = RawBuilder()
    builder.text("  They\n   met")
    builder.text(" in ")
    builder.text("  May. ")
    builder.close("paragraph")
    builder.close("paragraph")
    builder.text("They parted.")
    builder.close("item")
    assert [(block.kind, block.span.of(builder.raw)) for block in builder.blocks] == [
        ("paragraph", "They met in May."),
        ("item", "They parted."),
    ]
    assert builder.raw == "They met in May. \n\nThey parted." and builder.length == len(builder.raw)


@given(st.lists(st.text(alphabet="ab \n\t", max_size=8), max_size=12))
def test_a_builder_loses_no_letter(pieces):
    builder = RawBuilder()
    for piece in pieces:
        builder.text(piece)
    builder.close()
    assert builder.raw.replace(" ", "") == "".join("".join(pieces).split())
    assert "  " not in builder.raw and len(builder.raw) == builder.length


# --- messages of the child ------------------------------------------------------------------------


def test_what_the_child_sends_is_what_it_parsed():
    parsed = Parsed(
        format="pdf",
        raw="They met.",
        blocks=(Block(span=Span(0, 9), kind="heading", level=2, sure=True),),
        edits=(Edit(0, 4, "We"),),
        pages=(Page(label="iv", span=Span(0, 9)),),
        declared={"title": "A"},
        warnings=("w",),
    )
    assert unpacked(packed(parsed)) == parsed


@pytest.mark.parametrize("change", [{"pages": [["1", 0, 99]]}, {"edits": [[5, 2, ""]]}, {"blocks": [[-1, 2, "paragraph", 0, True]]}])
def test_offsets_that_leave_the_text_are_refused(change):
    message = packed(Parsed(format="pdf", raw="They met.", blocks=())) | change
    with pytest.raises(ValueError, match="leaves the text"):
        unpacked(message)


# --- marks ----------------------------------------------------------------------------------------


@given(st.text(alphabet="ab*_[]()<>/sup123\\ \n!#`", max_size=80))
def test_markup_edits_lie_inside_the_text_and_take_out_only_marks(text):
    edits = markup_edits(text, markdown=True)
    assert all(0 <= edit.start <= edit.end <= len(text) and edit.text == "" for edit in edits)
    cleaned = clean(text, [Block(span=Span(0, len(text)))], edits).text
    assert set(cleaned) <= set(text) | {" "}


def test_letters_written_out_are_ligatures_only():
    text, _ = apply_edits("ﬁ ﬂ ﬀ é ß 中", letter_edits("ﬁ ﬂ ﬀ é ß 中"))
    assert text == "fi fl ff é ß 中"


@pytest.mark.parametrize("text", ["It cost 5.2 million.", "See p.4 and no.7 here.", "In vol.1 and vol.2 it stands."])
def test_figures_are_no_note_markers(text):
    assert glued_markers(text) == []


# --- furniture, headings, halves --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("They met.", True), ("They met.”", True), ("They met (in May).", True), ("They met.<sup>1</sup>", True), ("They met.[3]", True),
        ("Did they?", True), ("他们会谈。", True), ("They met and", False), ("They met,", False), ("(Holt 1999)", False), ("", False),
    ],
)  # fmt: skip
def test_end_marks(text, ends):
    assert ends_sentence(text) is ends


def blocks_of(*texts: str, kinds: tuple[str, ...] = ()) -> tuple[str, list[Block]]:
    raw = "\n\n".join(texts)
    blocks, at = [], 0
    for number, text in enumerate(texts):
        blocks.append(Block(span=Span(at, at + len(text)), kind=kinds[number] if kinds else "paragraph"))
        at += len(text) + 2
    return raw, blocks


SENTENCE = "The governments of the two states met again in the spring to speak of the fisheries, of timber and of nothing else at all."


@pytest.mark.parametrize("number", ["117", "- 117 -", "Page 3 of 10", "xiv", "p. 9"])
def test_page_numbers_are_furniture(number):
    raw, blocks = blocks_of(SENTENCE, number, SENTENCE)
    assert [block.kind for block in mark_furniture(raw, blocks)] == ["paragraph", "furniture", "paragraph"]


@pytest.mark.parametrize("text", ["1961", "THE QUARREL", "They met again", "In 1961, 40 ships came."])
def test_years_headings_and_sentences_are_no_furniture(text):
    raw, blocks = blocks_of(SENTENCE, text, SENTENCE)
    assert [block.kind for block in mark_furniture(raw, blocks)] == ["paragraph"] * 3


@pytest.mark.parametrize(
    ("before", "after", "apart", "joined"),
    [
        (SENTENCE[:-1], "and so on.", False, True),
        (SENTENCE, "and so on.", True, False),
        (SENTENCE[:-1], "Holt agreed.", True, True),
        (SENTENCE[:-1], "Holt agreed.", False, False),
        (SENTENCE[:-1] + " of the", "Hague.", False, True),
        (SENTENCE[:-1] + ",", "Holt agreed.", False, True),
        (SENTENCE[:-1] + ":", "Holt agreed.", True, False),
        ("Two ships", "Holt agreed.", True, False),
        ("The minis-", "ters met.", False, True),
    ],
)
def test_halves_of_a_paragraph(before, after, apart, joined):
    raw, blocks = blocks_of(before, after)
    assert goes_on(raw, *blocks, apart=apart) is joined


def test_headings_and_rows_never_go_on():
    raw, blocks = blocks_of("The quarrel", "and so on.", kinds=("heading", "paragraph"))
    assert not goes_on(raw, *blocks, apart=True)


def test_a_text_of_short_lines_has_a_title_and_no_bylines():
    raw, blocks = blocks_of(*(f"Entry {word}" for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")))
    kinds = [block.kind for block in mark_title_lines(raw, blocks)]
    assert kinds == ["heading"] + ["paragraph"] * 9


def test_a_work_cited_is_no_heading():
    raw, blocks = blocks_of(SENTENCE, "Shen Zhihua and Xia Yafeng (2015). A History", SENTENCE)
    assert [block.kind for block in mark_headings(raw, blocks)] == ["paragraph"] * 3


# --- pages ------------------------------------------------------------------------------------------


def line(words: str, base: float, **more: float) -> PageLine:
    return PageLine(**{"words": words, "size": 10.0, "left": 50.0, "right": 300.0, "base": base, **more})


def test_numbers_at_the_foot_label_the_pages():
    pages = [
        [line(f"They met for the {word} time.", 700), line(str(number), 40)]
        for number, word in ((17, "first"), (18, "second"), (19, "third"))
    ]
    parsed = lay_out(pages)
    assert [page.label for page in parsed.pages] == ["17", "18", "19"]
    assert [block.kind for block in parsed.blocks] == ["paragraph", "furniture"] * 3


def test_a_lone_number_does_not_label_pages_it_does_not_count():
    pages = [[line("They met.", 700), line("1961", 40)], [line("They parted.", 700)], [line("They met again.", 700)]]
    assert [page.label for page in lay_out(pages).pages] == ["1", "2", "3"]


def test_large_letters_are_headings_of_as_many_lines_as_they_fill():
    page = [
        line("Two States and", 700, size=18.0),
        line("a Strait", 680, size=18.0),
        line("They met in the spring", 640),
        line("of that year.", 626),
    ]
    parsed = lay_out([page])
    assert [(block.kind, block.level, block.span.of(parsed.raw)) for block in parsed.blocks] == [
        ("heading", 1, "Two States and\na Strait"),
        ("paragraph", 0, "They met in the spring\nof that year."),
    ]


def test_small_letters_at_the_foot_are_notes_only_where_they_begin_as_one():
    body = [line("They met in the spring of that year and parted.", 700 - 12 * n) for n in range(4)]
    noted = lay_out([[*body, line("1 Holt kept a diary.", 60, size=8.0), line("It was sold.", 50, size=8.0)]])
    assert [block.kind for block in noted.blocks][-1] == "note" and "It was sold." in noted.blocks[-1].span.of(noted.raw)
    plain_small = lay_out([[*body, line("Printed in Oslo.", 60, size=8.0)]])
    assert "note" not in {block.kind for block in plain_small.blocks}


def test_raised_digits_behind_words_go_and_those_of_figures_stay():
    parsed = lay_out([[line("They met.1 It cost 10 6 crowns.", 700, raised=(9, 22))]])
    text, _ = apply_edits(parsed.raw, parsed.edits)
    assert text.startswith("They met. It cost 10 6 crowns.")


# --- words ------------------------------------------------------------------------------------------


def test_word_lists_are_lower_case_words_and_never_yaml_booleans():
    for name in ("reference_headings", "kinds_of_text", "unfinished_ends", "sentence_openers", "abbreviations_before_numbers"):
        words = word_list(name)
        assert words and all(word == word.lower() and word not in ("true", "false") for word in words)
    assert {"no", "on", "in"} <= word_list("unfinished_ends") | word_list("abbreviations_before_numbers")


def test_an_unknown_word_list_is_an_error():
    with pytest.raises(KeyError):
        word_list("no such list")


@pytest.mark.parametrize(
    ("value", "words"), [(None, ""), (["a", 2], "a; 2"), ({"from": 1945, "to": 1952}, "1945/1952"), ("  a\n b ", "a b"), (1945, "1945")]
)
def test_declared_values_become_words(value, words):
    assert plain(value) == words
