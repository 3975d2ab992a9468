"""What stands beside a study: its small tables, its bibliography, its progress, loose files."""

import io
import re

import pytest
from detente_standins import ToyCoder, make_document

from detente.errors import UsageFault
from detente.study import Lines, Silent, bibliography, coded_rows, progress_on, read_loose, source_paths, table_format
from detente.study.citing import escaped
from detente.study.data import data_sets
from detente.study.place import find_place
from detente.study.reading import citation_keys


def tables(folder, **texts):
    (folder / "data").mkdir()
    for name, text in texts.items():
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return data_sets(find_place(folder))


def test_a_table_with_years_is_drawn_by_pair(tmp_path):
    (found,) = tables(
        tmp_path, un_votes="state1,state2,year,agreement,citation\nCHN,RUS,1971,0.80,Voeten 2013\nCHN,USA,1971,0.5,Voeten 2013\n"
    )
    assert (found.key, found.title, found.citation) == ("un_votes", "Un votes", "Voeten 2013")
    assert (found.x, found.y, found.series) == ("year", "agreement", "dyad")
    assert found.columns == ("dyad", "state1", "state2", "year", "agreement", "citation")
    assert found.rows[0] == ("CHN-RUS", "CHN", "RUS", 1971, 0.8, "Voeten 2013")


def test_a_table_without_years_is_shown_and_not_drawn(tmp_path):
    (found,) = tables(tmp_path, alliances="name,parties,end\nTreaty,CHN;RUS,1980-04-11\nPact,RUS;PRK,\n")
    assert (found.x, found.y, found.series, found.citation) == (None, None, None, "")
    assert found.rows[1] == ("Pact", "RUS;PRK", None)


@pytest.mark.parametrize("text", ["", "\n", "state,year\n"])
def test_an_empty_table_stops_nothing(tmp_path, text):
    (found,) = tables(tmp_path, odd=text)
    assert found.rows == () and found.y is None


@pytest.mark.parametrize("row", ["CHN", "CHN,1950,3", f"CHN,{'9' * 140_000}"])
def test_a_row_that_does_not_fit_is_named_with_its_line(tmp_path, row):
    with pytest.raises(UsageFault) as caught:
        tables(tmp_path, odd=f"state,year\nRUS,1950\n{row}\n")
    assert (caught.value.number, str(caught.value.where)) == (911, "data/odd.csv, line 3")


def test_no_tables_are_no_data_sets(tmp_path):
    assert data_sets(find_place(tmp_path)) == ()


def test_the_bibliography_names_program_lists_and_sources_once(made_once):
    _, out, _ = made_once
    text = bibliography(out)
    keys = re.findall(r"^@\w+\{([^,]+),$", text, re.MULTILINE)
    assert {"detente", "spacy", "plover", "cow_states", "alpha", "beta", "gamma", "delta"} <= set(keys)
    assert len(keys) == len(set(keys)) and bibliography(out) == text
    assert "year = {1970}" in text and "version = {}" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("50% & {x}", r"50\% \& \{x\}"), ("a_b #1 $2", r"a\_b \#1 \$2"), ("two\n lines", "two lines"), ("é\\", "é\\textbackslash{}")],
)
def test_bibtex_has_no_character_that_acts(text, shown):
    assert escaped(text) == shown


def test_plain_progress_is_about_twenty_lines_a_stage():
    stream = io.StringIO()
    with Lines(stream).stage("Coding", 100) as step:
        for number in range(100):
            step(f"document {number}")
    lines = stream.getvalue().splitlines()
    assert len(lines) == 20 and lines[0] == "Coding 5 of 100: document 4" and lines[-1] == "Coding 100 of 100: document 99"


def test_progress_fits_the_stream():
    assert isinstance(progress_on(io.StringIO()), Lines)
    with Silent().stage("Coding", 3) as step:
        assert step("one") is None


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_a_bar():
    stream = Terminal()
    with progress_on(stream).stage("Coding", 2) as step:
        step("one")
        step("two")
    assert "Coding" in stream.getvalue() and "2/2" in stream.getvalue()


@pytest.mark.parametrize(
    ("labels", "keys"),
    [
        (["a.txt", "b/c.md"], ["a", "c"]),
        (["a.txt", "b/a.md"], ["a", "b/a"]),
        (["a.txt", "a.md"], ["a.txt", "a.md"]),
        (["x/a.txt", "x/a.md", "a.pdf"], ["x/a.txt", "x/a.md", "a"]),
    ],
)
def test_citation_keys_are_as_short_as_they_can_be(labels, keys):
    assert list(citation_keys(labels).values()) == keys


def test_citation_keys_are_those_of_reading_all_at_once(own_folder):
    from detente.documents import read_sources

    (own_folder / "sources/alpha.md").write_text("# Another alpha\n\nWords.", encoding="utf-8")
    place = find_place(own_folder)
    labels = [place.label(path) for path in source_paths(place)]
    read = {reading.path: reading.documents[0].key for reading in read_sources(source_paths(place), root=place.sources)}
    assert citation_keys(labels) == read


def test_what_belongs_to_the_study_is_no_source(tmp_path):
    for name in (
        "study.toml",
        "report.html",
        "detente.sqlite-wal",
        "README.md",
        "essay.txt",
        "tables/events.csv",
        "data/trade.csv",
        "more/b.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    place = find_place(tmp_path)
    assert [place.label(path) for path in source_paths(place)] == ["essay.txt", "more/b.txt"]


def test_loose_rows_come_in_the_order_of_the_text():
    document = make_document("Japan met India in 1960. China aided Japan in 1950. It built 3 plants.", key="loose")
    coding = ToyCoder().code(document)
    object.__setattr__(coding, "events", coding.events[::-1])
    rows = list(coded_rows("events", [(document, coding)], explain=True))
    assert [row["date_start"] for row in rows] == ["1960", "1950"] and {row["document"] for row in rows} == {"loose"}
    assert rows[1]["trace"] == ["predicate: aided"] and rows[1]["sentence_text"] == "China aided Japan in 1950."
    assert [row["value"] for row in coded_rows("figures", [(document, coding)])] == [3.0]
    assert list(coded_rows("agreements", [(document, coding)])) == []


def test_stdin_and_folders_are_read_beside_files(tmp_path):
    (tmp_path / "one.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/two.txt").write_text("Two.", encoding="utf-8")
    found = list(read_loose(["-", str(tmp_path / "sub"), str(tmp_path / "one.txt")], io.BytesIO(b"From a pipe.")))
    assert [document.key for reading in found for document in reading.documents] == ["stdin", "one", "two"]


def test_a_format_is_the_one_asked_for_then_the_names(tmp_path):
    assert table_format("csv", tmp_path / "a.jsonl") == "csv"
    assert table_format(None, tmp_path / "a.PARQUET") == "parquet"
    assert table_format(None, None) == "jsonl"
    with pytest.raises(UsageFault):
        table_format(None, tmp_path / "a.xlsx")


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "in-the-way").write_text("x", encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        find_place(tmp_path, tmp_path / "in-the-way" / "out")
    assert caught.value.number == 910
