"""A reader's table of pairs of statements in the example study, beside what the program says of them.

The first tests are of the reading of the table and take no coding; the last code the example's sources.
"""

import importlib.util
import sys
from collections import Counter
from pathlib import Path

import pytest
from incident_makers import event, figure, milestone, period

from detente.documents import read_file
from detente.incidents import KINDS
from detente.model import Coding, Sentence
from detente.spans import Span

ROOT = Path(__file__).parents[2]


def load():
    spec = importlib.util.spec_from_file_location("pairs_benchmark", ROOT / "benchmarks" / "pairs.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


P = load()
PAIRS = P.read_pairs()


@pytest.fixture(scope="module")
def example():
    return P.code_sources()


@pytest.fixture(scope="module")
def judged(example):
    return P.judge(PAIRS, example)


def shown(rows):
    return "\n".join(f"{row.pair.kind}: {row.pair.why}: owed {row.pair.owed}, found {row.found}: {row.reason}" for row in rows)


def test_the_table_has_enough_of_each_verdict():
    owed = Counter(pair.owed for pair in PAIRS)
    assert set(owed) == set(P.VERDICTS)
    assert min(owed.values()) >= 12


def test_every_kind_of_incident_is_in_the_table():
    assert {pair.kind for pair in PAIRS} == set(KINDS)


def test_no_pair_stands_twice_in_the_table():
    seen = Counter((pair.kind, frozenset(pair.sides)) for pair in PAIRS)
    assert [pair for pair, times in seen.items() if times > 1] == []


def test_no_row_compares_a_statement_with_itself():
    assert [pair.why for pair in PAIRS if pair.sides[0] == pair.sides[1]] == []


def test_every_row_says_why():
    assert [pair for pair in PAIRS if len(pair.why) < 5] == []


def test_words_of_a_row_stand_once_in_their_file():
    texts = {}
    for name in {side.source for pair in PAIRS for side in pair.sides}:
        found = read_file(P.EXAMPLE / "sources" / name)
        texts[name] = P.plain(" ".join(document.text for document in found))
    many = {(side.source, side.words): texts[side.source].count(P.plain(side.words)) for pair in PAIRS for side in pair.sides}
    assert {side: times for side, times in many.items() if times != 1} == {}


def table(tmp_path, *rows, head="# what this is\n"):
    path = tmp_path / "pairs.csv"
    names = "kind,source_a,words_a,about_a,source_b,words_b,about_b,verdict,why\n"
    path.write_text(head + names + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_a_table_is_read_without_its_comments(tmp_path):
    (pair,) = P.read_pairs(table(tmp_path, 'figure,a.txt,"7,000 students",7000,b.txt,some,,agree,students', head="# one\n# two\n"))
    assert pair.sides[0] == P.Side(source="a.txt", words="7,000 students", about="7000")
    assert (pair.kind, pair.owed, pair.why) == ("figure", "agree", "students")


def test_a_row_with_an_unknown_verdict_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="'perhaps'"):
        P.read_pairs(table(tmp_path, "figure,a.txt,one,,b.txt,two,,perhaps,why"))


@pytest.mark.parametrize(
    ("about", "found"),
    [("", True), ("7000", True), ("7000 students", True), ("CHN RUS", True), ("8000", False), ("RUS USA", False), ("technicians", False)],
)
def test_a_figure_is_told_by_its_value_thing_and_states(about, found):
    assert P.is_about(figure("students", 7000), about) is found


def test_an_event_is_told_by_type_person_state_and_day():
    told = event("China fired", "1969-03-02")
    assert P.is_about(told, "ASSAULT CHN RUS 1969-03-02")
    assert not P.is_about(told, "CONSULT CHN RUS")
    assert not P.is_about(told, "ASSAULT 1969-03-15")


def test_a_period_is_told_by_its_year():
    assert P.is_about(period("the honeymoon", "1958"), "CHN RUS 1958")
    assert not P.is_about(period("the honeymoon", "1958"), "CHN RUS 1956")


def test_words_of_the_evidence_tell_nothing():
    assert not P.is_about(milestone("saying", "Mao Zedong", "lean to one side", "1949", quote="Mao, not Zhou"), "Zhou")


def coded_of(tmp_path, text, statements):
    """A document of one sentence, with statements that are read in it."""
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    (document,) = read_file(path)
    whole = Span(0, len(text))
    sentence = Sentence(
        sentence_id="s", document=document.document_id, index=0, paragraph=0, span=whole, clean_span=whole, text=text.strip()
    )
    return P.Coded(
        [(document, Coding(document=document.document_id, coder="hand", coder_version="1", sentences=(sentence,), **statements))]
    )


def test_a_statement_is_found_by_the_words_of_its_sentence(tmp_path):
    told = (figure("students", 7000, sentence="s"), figure("workers", 8000, sentence="s"))
    coded = coded_of(tmp_path, "Some 7,000 students and 8,000 workers went.", {"figures": told})
    assert coded.statement("figure", P.Side(source="a.txt", words="8,000 workers", about="8000")) is told[1]
    assert coded.statement("figure", P.Side(source="a.txt", words="8,000 workers", about="9000")) is None
    assert coded.statement("event", P.Side(source="a.txt", words="8,000 workers", about="")) is None


def test_words_that_no_sentence_has_are_a_fault(tmp_path):
    coded = coded_of(tmp_path, "Some 7,000 students went.", {})
    with pytest.raises(SystemExit, match="0 sentences"):
        coded.statement("figure", P.Side(source="a.txt", words="9,000 students", about=""))


def test_rows_without_a_statement_are_set_apart(tmp_path):
    told = (figure("students", 7000, sentence="s"), figure("students", 11000, document="doc-2", sentence="t"))
    coded = coded_of(tmp_path, "Some 7,000 students, or 11,000.", {"figures": told})
    here = P.Side(source="a.txt", words="7,000 students", about="7000")
    gone = P.Side(source="a.txt", words="or 11,000", about="11000")
    judged, missed = P.judge([P.Pair(kind="figure", sides=(here, gone), owed="disagree", why="students")], coded)
    assert judged == []
    assert [side for _, side in missed] == [gone]


@pytest.mark.slow
def test_the_coder_finds_most_statements_of_the_table(judged):
    rows, missed = judged
    assert len(rows) >= 100, "\n".join(f"{pair.why}: {side.source} [{side.words}]" for pair, side in missed)
    assert min(Counter(row.pair.owed for row in rows).values()) >= 12


@pytest.mark.slow
def test_the_program_says_what_a_reader_says(judged):
    rows, _ = judged
    assert P.share_right(rows) >= 0.85, f"{P.share_right(rows):.2f}\n" + shown(row for row in rows if not row.right)


@pytest.mark.slow
def test_no_unrelated_statements_are_joined(judged):
    rows, _ = judged
    unrelated = [row for row in rows if row.pair.owed == "unrelated"]
    assert len(unrelated) >= 40
    assert shown(row for row in unrelated if row.joined or not row.right) == ""
