"""A view gathered from nouns and tables: evidence, marks, rows, budgets, findings."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from report_studies import DYADS, NAMES, SILENT_YEARS, Maker

from detente.dates import day_number
from detente.model import Actor, Document, Event, Sentence, Trace
from detente.report import Dyad, Material, SeriesRow, StudyView, build_view
from detente.report.charts.series import _ends, series_chart
from detente.report.evidence import Marker, with_neighbours, within_budget
from detente.report.findings import default_findings, peak, peaks_sentence
from detente.report.frames import context_rows, meeting_rows, series_rows
from detente.spans import Edit, Span, apply_edits

PAIRS = tuple(Dyad(a=a, b=b) for a, b in DYADS)


@pytest.fixture(scope="module")
def material() -> Material:
    return Maker(events_wanted=80).material()


@pytest.fixture(scope="module")
def view(material: Material) -> StudyView:
    return build_view(material)


def sentence(index: int, text: str = "Words.", *, start: int = 0, document: str = "d") -> Sentence:
    span = Span(start, start + len(text))
    return Sentence(sentence_id=f"{document}{index}", document=document, index=index, paragraph=0, span=span, clean_span=span, text=text)


def test_evidence_brings_two_sentences_before_and_after() -> None:
    row = [sentence(index) for index in range(20)]
    assert [each.index for each in with_neighbours(row, {"d5", "d18"})] == [3, 4, 5, 6, 7, 16, 17, 18, 19]


def test_sentences_that_are_not_near_are_no_context_even_where_those_between_are_missing() -> None:
    row = [sentence(index) for index in (0, 7, 9, 30)]
    assert [each.index for each in with_neighbours(row, {"d7"})] == [7, 9]


def test_context_does_not_cross_from_one_source_to_another() -> None:
    row = [sentence(0, document="a"), sentence(0, document="b"), sentence(1, document="b")]
    assert [each.document for each in with_neighbours(row, {"a0"})] == ["a"]


def test_every_statement_has_its_sentence_in_the_view(view: StudyView) -> None:
    held = {each.sentence_id for each in view.sentences}
    assert {each.sentence for each in (*view.events, *view.figures, *view.agreements)} <= held


def test_marks_are_the_words_of_the_trace(view: StudyView) -> None:
    texts = {each.sentence_id: each.text for each in view.sentences}
    for event in view.events:
        marks = {mark.part: texts[mark.sentence][mark.start : mark.end] for mark in view.marks[event.event_id]}
        assert marks["source"] == event.source.name
        assert marks["target"] == event.target.name


def test_marks_hold_where_cleaning_has_mended_a_hyphen_and_dropped_a_footer() -> None:
    raw = "Earlier 🕊. The Soviet gov-\nernment lent\n-- page 7 --\nmoney to China. Later."
    text, back = apply_edits(raw, [Edit(25, 27, ""), Edit(39, 53, " ")])
    assert text == "Earlier 🕊. The Soviet government lent money to China. Later."
    start, end = text.index("The"), text.index(" Later")
    told = replace(sentence(1, text[start:end]), clean_span=Span(start, end), span=back.raw_span(Span(start, end)))
    document = Document(document_id="d", key="d", path="d.txt", sha256="0", format="txt", raw=raw, text=text, map=back)
    words = {"source": "The Soviet gov-\nernment", "target": "China"}
    trace = tuple(Trace(part=part, span=Span(raw.index(each), raw.index(each) + len(each))) for part, each in words.items())
    event = replace(Maker(events_wanted=10).material().events[0], document="d", sentence="d1", trace=trace)
    marks = {mark.part: told.text[mark.start : mark.end] for mark in Marker(document, [told]).marks(event)}
    assert marks == {"source": "The Soviet government", "target": "China"}


def test_words_that_cleaning_removed_are_not_marked() -> None:
    raw = "A [note] b."
    text, back = apply_edits(raw, [Edit(2, 9, "")])
    document = Document(document_id="d", key="d", path="d", sha256="0", format="txt", raw=raw, text=text, map=back)
    event = replace(Maker(events_wanted=10).material().events[0], trace=(Trace(part="source", span=Span(3, 7)),))
    assert Marker(document, [sentence(0, text)]).marks(event) == ()


def test_a_large_study_keeps_the_surest_events_of_every_year(material: Material) -> None:
    rows = series_rows(material.series, PAIRS)
    kept = within_budget(material.events, rows, most=40)
    assert len(kept) == 40
    held = {event.event_id for event in kept}
    told = [row for row in rows if row.event_ids]
    best = sum(bool(held & set(row.event_ids)) for row in told)
    assert best >= min(len(told), 38)


def test_a_study_within_its_budget_keeps_all(material: Material) -> None:
    assert within_budget(material.events, (), most=len(material.events)) == tuple(material.events)


def test_what_is_left_out_is_counted(material: Material) -> None:
    view = build_view(replace(material, most_events=30))
    assert view.left_out == len(material.events) - len(view.events) > 0


def test_frames_and_plain_rows_give_the_same_series(material: Material) -> None:
    rows = list(material.series or ())
    frame = pl.DataFrame(rows, infer_schema_length=None)
    assert series_rows(frame, PAIRS) == series_rows(rows, PAIRS)


def test_a_silent_year_has_no_number_and_says_why(view: StudyView) -> None:
    silent = [row for row in view.series if row.year in SILENT_YEARS]
    assert silent and not [row for row in silent if row.covered or row.cooperation is not None or row.net is not None]
    assert {row.reason for row in silent} == {"no source speaks of it"}


def test_a_quiet_year_that_sources_cover_is_zero_and_not_a_gap(view: StudyView) -> None:
    quiet = [row for row in view.series if row.covered and not row.n]
    assert quiet and {(row.cooperation, row.conflict) for row in quiet} == {(0, 0)}


def test_rows_are_found_for_a_dyad_named_in_the_other_order() -> None:
    rows = [
        {"state_a": "RUS", "state_b": "CHN", "period": "1960", "covered": True, "cooperation": 1.0, "conflict": -2.0, "net": -1.0, "n": 2}
    ]
    (row,) = series_rows(rows, PAIRS)
    assert (row.dyad, row.year, row.conflict) == ("CHN-RUS", 1960, 2.0)


def test_rows_of_other_dyads_are_left_out() -> None:
    assert series_rows([{"dyad": "FRA-GMY", "year": 1960, "n": 1}], PAIRS) == ()


def test_years_before_the_common_era_are_read() -> None:
    rows = [{"dyad": "ATH-SPA", "period": "-0430", "cooperation": 0.0, "conflict": 9.0, "net": -9.0, "n": 1}]
    assert series_rows(rows, (Dyad(a="ATH", b="SPA"),))[0].year == -430


def test_a_not_a_number_is_no_number() -> None:
    rows = [{"dyad": "CHN-RUS", "year": 1960, "covered": True, "cooperation": float("nan"), "conflict": 1.0, "net": float("nan"), "n": 0}]
    assert series_rows(rows, PAIRS)[0].net is None


def test_contexts_without_statements_are_left_out() -> None:
    rows = [{"dyad": "CHN-RUS", "decade": 1950, "context": "military", "n": 0}]
    assert context_rows(rows, PAIRS) == ()


def test_meetings_are_in_order_of_time_and_the_undated_last() -> None:
    spring = {"first_day": day_number(2013, 3, 22), "last_day": day_number(2013, 3, 24)}
    rows = [{"date_text": "2014", "day": day_number(2014)}, {"people": ["B"]}, spring]
    assert [each.date for each in meeting_rows(rows)] == ["22 to 24 March 2013", "2014", "undated"]


def test_the_order_of_what_is_given_does_not_matter(material: Material, view: StudyView) -> None:
    turned = replace(
        material,
        documents=material.documents[::-1],
        sentences=list(material.sentences)[::-1],
        events=material.events[::-1],
        figures=material.figures[::-1],
        agreements=material.agreements[::-1],
        series=list(material.series or ())[::-1],
        contexts=list(material.contexts or ())[::-1],
    )
    assert build_view(turned) == view


def test_sources_say_what_each_contributed(material: Material, view: StudyView) -> None:
    assert sum(source.events for source in view.sources) == len(material.events)
    assert sum(source.figures for source in view.sources) == len(material.figures)
    assert [source.key for source in view.sources] == sorted(source.key for source in view.sources)


def row(year: int, cooperation: float, conflict: float, **more: object) -> SeriesRow:
    values = {"n": 1, "n_sources": 1, "event_ids": (f"e{year}",)} | more
    return SeriesRow(dyad="CHN-RUS", year=year, cooperation=cooperation, conflict=conflict, net=cooperation - conflict, **values)  # type: ignore[arg-type]


def findings(rows: list[SeriesRow]) -> list[str]:
    return [each.text for each in default_findings(PAIRS[0], "China and Russia", rows, events=(), figures=(), sources=())]


def test_the_finding_names_the_peaks_and_links_to_their_years() -> None:
    rows = [row(1950, 9, 0), row(1969, 0, 12)]
    first = default_findings(PAIRS[0], "China and Russia", rows, events=(), figures=(), sources=())[0]
    assert "highest in 1950 and conflict in 1969" in first.text
    assert [phrase.target for phrase in first.phrases if phrase.target] == ["year-CHN-RUS-1950", "year-CHN-RUS-1969"]


def test_the_periods_are_told_with_links_to_their_years() -> None:
    rows = [row(year, *((5, 0) if year < 1960 else (0, 5)), event_ids=(f"a{year}", f"b{year}")) for year in range(1950, 1970)]
    told = [each for each in default_findings(PAIRS[0], "", rows, events=(), figures=(), sources=()) if "five years" in each.text]
    assert [each.text for each in told] == [
        "By means over five years, cooperation outweighs conflict from 1950 to 1959; conflict outweighs cooperation from 1960 to 1969."
        " No test stands behind these periods."
    ]
    assert [each.target for each in told[0].phrases if each.target] == [f"year-CHN-RUS-{year}" for year in (1950, 1959, 1960, 1969)]


def test_a_relation_that_never_turns_is_given_no_periods() -> None:
    assert not [text for text in findings([row(year, 9, 0) for year in range(1950, 1960)]) if "five years" in text]


def test_silence_is_said_in_runs_of_years() -> None:
    gap = {"covered": False, "reason": "no source speaks of it", "n": 0, "event_ids": ()}
    silent = [replace(row(year, 0, 0), cooperation=None, conflict=None, net=None, **gap) for year in (1945, 1946, 1947, 1990)]  # type: ignore[arg-type]
    assert "No source speaks of the two in 1945 to 1947 and 1990" in findings([*silent, row(1950, 9, 0)])[-1]


def test_a_state_that_did_not_exist_is_not_called_a_silence_of_sources() -> None:
    absent = replace(row(1945, 0, 0), covered=False, reason="CHN: not a state then", cooperation=None, conflict=None, net=None)
    assert not [text for text in findings([absent, row(1950, 9, 0)]) if "No source" in text]


def test_equal_years_give_the_earliest_as_the_peak() -> None:
    highest = peak([row(1951, 5, 0), row(1950, 5, 0)], "cooperation")
    assert highest is not None and highest.year == 1950
    assert peak([row(1950, 0, 0)], "conflict") is None


def test_a_title_is_a_sentence_whatever_is_known() -> None:
    assert peaks_sentence([row(1950, 1, 0)]) == "Cooperation is highest in 1950; the sources tell of no conflict"
    assert peaks_sentence([row(1950, 0, 1)]) == "Conflict is highest in 1950; the sources tell of no cooperation"
    assert peaks_sentence([row(1950, 0, 0)]) == "The sources tell of neither cooperation nor conflict"


def test_an_event_whose_sentence_is_not_given_is_shown_by_its_quote() -> None:
    event: Event = replace(Maker(events_wanted=10).material().events[0], sentence="lost", quote="China lent money to Russia.", page="4")
    view = build_view(Material(title="t", dyads=DYADS, states=NAMES, events=[event]))
    assert [each.text for each in view.sentences] == ["China lent money to Russia."]
    assert isinstance(view.events[0].source, Actor)


def test_a_band_of_many_times_the_bars_does_not_make_the_other_years_unreadable() -> None:
    plain = [row(1950, 40.0, 10.0, low=20.0, high=45.0), row(1951, 8.0, 30.0, low=-35.0, high=-5.0)]
    assert _ends(plain) == (-35.0, 45.0), "bands of the size of the bars are shown whole"
    wide = [*plain, row(1952, 5.0, 3.0, low=-900.0, high=2000.0)]
    assert _ends(wide) == (-50.0, 50.0)
    assert _ends([row(1950, 0.0, 0.0)]) == (-1.0, 1.0)
    whole, cut = (series_chart(rows, name="made-up", who="A and B") for rows in (plain, wide))
    assert whole and "cut at its edge" not in whole.summary
    assert cut and "cut at its edge" in cut.summary
