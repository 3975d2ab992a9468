"""What cleaning takes out, what it mends, and what it leaves alone."""

from __future__ import annotations

from collections import Counter

import pytest

from detente.documents.clean import clean
from detente.documents.hyphens import joining
from detente.documents.plain import read_plain
from detente.documents.references import looks_like_citation


def cleaned(text: str, *, markdown: bool = False) -> str:
    parsed = read_plain(text, "here.txt", markdown=markdown)
    return clean(parsed.raw, parsed.blocks, parsed.edits).text


LONG = "The governments of the two states met again in the spring to speak of the fisheries and of nothing else"


@pytest.mark.parametrize(
    ("first", "mark", "second", "known", "between"),
    [
        ("Septem", "-", "ber", {}, ""),
        ("Sino", "-", "Soviet", {}, "-"),
        ("minis", "\u0002", "try", {}, ""),
        ("fifteen", "-", "year", {"fifteen-year": 1}, "-"),
        ("two", "-", "thirds", {}, "-"),
        ("self", "-", "determination", {}, "-"),
        ("ex", "-", "plain", {}, ""),
        ("ex", "-", "president", {}, "-"),
        ("mid", "-", "1950s", {}, "-"),
        ("com", "\u00ad", "mittee", {}, ""),
        ("re", "-", "elected", {"re-elected": 2}, "-"),
        ("pre", "-", "mier", {"premier": 3}, ""),
    ],
)
def test_hyphens_at_line_ends(first, mark, second, known, between):
    assert joining(first, mark, second, Counter(known)) == between


def test_lines_wrapped_by_hand_become_paragraphs():
    text = (
        "Nasrin was sent to the north in Septem-\nber to speak with the governor of the pro-\n"
        "vince, who had asked for her by name and\n"
        "who met her at the gate of the old town.\n\n"
        "They spoke for three days and then parted,\nand no paper was ever signed between them.\n"
    )
    assert cleaned(text).split("\n\n") == [
        "Nasrin was sent to the north in September to speak with the governor of the province, who had asked for her by name and who "
        "met her at the gate of the old town.",
        "They spoke for three days and then parted, and no paper was ever signed between them.",
    ]


def test_lines_that_are_paragraphs_stay_apart():
    text = "1961: treaty signed in Oslo\n1962: ambassador recalled\n1964: line drawn by the tribunal\n1970: line redrawn\n"
    assert cleaned(text).count("\n\n") == 3


def test_a_paragraph_broken_over_a_page_is_mended():
    assert cleaned(f"{LONG}, while their\n\nfleets lay at anchor.") == f"{LONG}, while their fleets lay at anchor."


def test_a_paragraph_that_ends_with_an_article_goes_on_in_a_capital():
    assert cleaned(f"{LONG} and the\n\nHague stood ready to judge them.") == f"{LONG} and the Hague stood ready to judge them."


def test_a_paragraph_with_its_end_mark_is_not_joined():
    assert cleaned(f"{LONG}.\n\nothers stayed away.").count("\n\n") == 1


def test_a_running_head_between_two_halves_of_a_sentence_goes():
    text = f"{LONG}, and Varga drew\n\nTWO STATES AND A STRAIT                117\n\nan answer in kind; work went on."
    assert cleaned(text) == f"{LONG}, and Varga drew an answer in kind; work went on."


def test_a_word_broken_over_a_page_with_a_page_number_is_mended():
    assert cleaned(f"{LONG} with the minis-\n\n117\n\nters of trade.") == f"{LONG} with the ministers of trade."


def test_lines_that_come_back_on_each_page_go():
    page = "{}. The governors met in the harbour town and spoke of timber, of salt and of the price of both.\n\nStrait Papers {}\n\n"
    text = "".join(page.format(word, number) for number, word in enumerate(("First", "Then", "Later", "At last"), start=7))
    assert "Strait Papers" not in cleaned(text) and cleaned(text).count("governors met") == 4


def test_a_year_alone_is_a_heading_and_no_page_number():
    assert cleaned("A Chronicle\n\n1961\n\nThe treaty was signed in the spring of that year.\n").split("\n\n")[1] == "1961"


def test_a_note_in_mid_sentence_is_left_out_and_told_of():
    text = f"{LONG}, though neither\n\n[1] The archive of the ministry was burnt.\n\nbelieved the other."
    parsed = read_plain(text, "here.txt")
    result = clean(parsed.raw, parsed.blocks, parsed.edits)
    assert result.text == f"{LONG}, though neither believed the other."
    assert result.warnings == ("cleaning: 1 footnotes stood in mid-sentence and are left out",)


def test_a_note_between_paragraphs_stays_as_its_own():
    text = "They met in May.<sup>1</sup>\n\n---\n\n<sup>1</sup> Holt kept a diary.\n\nThey parted in June."
    assert cleaned(text) == "They met in May.\n\nHolt kept a diary.\n\nThey parted in June."


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("It cost US\\$ 30 million.", "It cost US$ 30 million."),
        ("The *Strait Times* said so.", "The Strait Times said so."),
        ("They **never** met.", "They never met."),
        ("The 19<sup>th</sup> century.", "The 19th century."),
        ("The doctrine<sup>3</sup> held.", "The doctrine held."),
        ("The doctrine.[12] It held.", "The doctrine. It held."),
        ("The doctrine.³ It held.", "The doctrine. It held."),
        ("An area of 5 km² was ceded.", "An area of 5 km² was ceded."),
        ("See [the note](http://example.org/a_b) of May.", "See the note of May."),
        ("2 * 3 * 4 ships came.", "2 * 3 * 4 ships came."),
        ("The ﬁrst ﬂeet of the co\u00admmander.", "The first fleet of the commander."),
        ("> They met.", "They met."),
    ],
)
def test_marks_that_are_not_words(marked, plain):
    assert cleaned(marked) == plain


def test_underscores_are_emphasis_in_markdown_only():
    assert cleaned("The _Strait Times_ said so.", markdown=True) == "The Strait Times said so."
    assert cleaned("The _Strait Times_ said so.") == "The _Strait Times_ said so."


def test_note_numbers_glued_to_words_go_when_they_count_up():
    assert cleaned("They met.1 They spoke.2 They left.3 See vol.12 for more.") == "They met. They spoke. They left. See vol.12 for more."
    assert cleaned("They met in May.7 Nothing followed.") == "They met in May.7 Nothing followed."


REFERENCES = (
    "Holt, Anders. The Strait and its Fish. Port Royal: Harbour Press, 1971, pp. 12-40.\n\n"
    "Sundt, Mia. *Salt and Timber*. Journal of Straits, vol. 3, no. 2, 1999.\n\n"
    "Varga, Ilse (ed.). A Diary. Besk: University Press, 1985.\n"
)


@pytest.mark.parametrize("heading", ["## References\n\n", "REFERENCES\n\n", "## Bibliografía\n\n", "## Notes\n\n", ""])
def test_a_list_of_works_cited_is_left_out(heading):
    text = f"# The Strait\n\n{LONG}.\n\n{LONG}.\n\n{heading}{REFERENCES}"
    assert cleaned(text) == f"The Strait\n\n{LONG}.\n\n{LONG}."


def test_an_appendix_after_the_references_is_kept():
    text = f"# The Strait\n\n{LONG}.\n\n{LONG}.\n\n## References\n\n{REFERENCES}\n## Appendix\n\nThe text of the treaty follows."
    assert cleaned(text).endswith("Appendix\n\nThe text of the treaty follows.")


def test_notes_that_are_prose_are_kept():
    text = f"# The Strait\n\n{LONG}.\n\n## Notes\n\nHolt met Varga once more, in secret, before the treaty was signed in the capital.\n"
    assert "Holt met Varga once more" in cleaned(text)


def test_prose_with_a_year_is_no_citation():
    assert not looks_like_citation("In 1971 Holt went to Port Royal and met Varga there for the last time.")
    assert looks_like_citation("Holt, Anders. The Strait. Port Royal: Harbour Press, 1971, pp. 12-40.")


def test_rows_of_a_table_are_paragraphs():
    assert cleaned("| Year | Ships |\n|---|---|\n| 1961 | 40 |\n") == "Year | Ships\n\n1961 | 40"


def test_a_text_made_of_one_line_again_and_again_is_kept():
    assert cleaned("They met again\n\n" * 10).count("They met again") == 10
