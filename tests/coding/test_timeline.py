"""The dates of sentences, and the time line that carries them through a text."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.date_units import Days
from detente.coding.timeline import Anchor, SentenceDates, Timeline, read_dates
from detente.dates import iso_day, read_edtf

GOLD: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "gold_dates.yaml").read_text(encoding="utf-8"))


def days(edtf: str | None) -> Days | None:
    if edtf is None:
        return None
    date = read_edtf(edtf)
    assert date.start is not None
    assert date.end is not None
    return Days(date.start, date.end, date.precision)


def anchor_at(at: str | None = None, *, written: str | None = None, report: bool = False) -> Anchor:
    point = days(at)
    return Anchor(
        day_start=point.start if point else None,
        day_end=point.end if point else None,
        unit=point.unit if point else "interval",
        written=days(written),
        report=report,
    )


def told(text: str, at: str | None = None, **more: Any) -> list[str]:
    readings = read_dates(text, anchor=anchor_at(at, **more))
    return [reading.date.edtf + ("" if reading.relation == "at" else f" {reading.relation}") for reading in readings]


def follow(*sentences: str, published: str | None = None, title: str | None = None) -> list[str | None]:
    """The date each sentence of one paragraph sets or inherits."""
    line = Timeline(published=read_edtf(published) if published else None)
    if title is not None:
        line.enter_section(title)
    line.enter_paragraph()
    return [dates.anchor.edtf if dates.anchor else None for dates in map(line.read, sentences)]


def test_gold_table_is_large_enough_to_mean_something() -> None:
    assert len(GOLD) >= 120
    assert len({row["text"] for row in GOLD}) == len(GOLD)


@pytest.mark.parametrize("row", GOLD, ids=[re.sub(r"\W+", " ", row["text"])[:60] for row in GOLD])
def test_gold_dates(row: dict[str, Any]) -> None:
    assert told(row["text"], row.get("at"), written=row.get("written"), report=row.get("report", False)) == row["reads"], row["text"]


def test_offsets_point_at_the_words_with_their_preposition() -> None:
    text = "The experts left by mid-1960, and in the following year trade fell."
    readings = read_dates(text, anchor=anchor_at())
    assert [text[r.start : r.end] for r in readings] == ["by mid-1960", "in the following year"]
    assert [r.date.text for r in readings] == ["by mid-1960", "in the following year"]


def test_an_open_date_keeps_the_closed_one_that_its_words_name() -> None:
    (reading,) = read_dates("No loan was given until 1964.", anchor=anchor_at())
    assert (reading.date.start, reading.date.end_text) == (None, "1964")
    assert reading.named.edtf == "1964"


def test_basis_tells_own_words_from_the_time_line_and_from_the_date_of_writing() -> None:
    text = "In May 1950 they met, a week later they signed, and last year they celebrated."
    readings = read_dates(text, anchor=anchor_at(written="2001-03-01"))
    assert [r.date.basis for r in readings] == ["explicit", "relative", "published"]


def test_precision_is_that_of_the_words() -> None:
    readings = read_dates("On 5 May 1950, in June 1951, in spring 1952, in 1953 and in the 1960s.", anchor=anchor_at())
    assert [r.named.precision for r in readings] == ["day", "month", "season", "year", "decade"]


def test_citations_and_terms_of_office_date_no_event() -> None:
    readings = read_dates("Stalin (1922-1953) sided with them in 1950 (ZHU, 2001: 8).", anchor=anchor_at())
    assert [(r.named.edtf, r.dates_event) for r in readings] == [("1922/1953", False), ("1950", True), ("2001", False)]
    assert [r.moved for r in readings] == [False, True, False]


def test_a_narrative_date_moves_the_time_line_and_undated_sentences_inherit_it() -> None:
    assert follow("They met in March 1969.", "Shots were fired.", "A week later talks began.") == [
        "1969-03",
        "1969-03",
        "1969-03-05~/1969-04-10~",
    ]


def test_the_inherited_date_says_so() -> None:
    line = Timeline()
    line.read("They met in March 1969.")
    dates = line.read("Shots were fired.")
    assert dates.anchor is not None
    assert dates.anchor.basis == "inherited"
    assert dates.readings == ()


def test_a_text_without_dates_gives_none() -> None:
    assert follow("They met.", "They parted.") == [None, None]


def test_what_the_source_covers_stands_in_until_a_date_is_told() -> None:
    line = Timeline(covers=read_edtf("1949/1969"))
    assert line.read("They were allies.").anchor == read_edtf("1949/1969", basis="inherited")
    assert _edtf(line.read("In 1960 they split.")) == "1960"


def test_a_heading_sets_the_point() -> None:
    assert follow("They were allies.", title="CRISIS AND SPLIT, 1956-1964") == ["1956/1964"]
    assert follow("They were allies.", title="THE 1950s") == ["195X"]
    line = Timeline()
    assert _edtf(line.enter_section("THE HONEYMOON (UP TO LATE 1950s)")) == "1957~/1959~"


def test_a_deadline_far_ahead_does_not_move_the_time_line() -> None:
    assert follow("A loan of 1950 was to be repaid by 1963.", title="The treaty of 1950") == ["1950"]
    assert follow("In 1950 a loan was promised.", "It was to be repaid by 1963.", "In that decade aid flowed.")[1:] == ["1950", "195X"]


def test_a_forecast_does_not_move_the_time_line() -> None:
    assert follow("In 2012 trade was large.", "It is expected to double in 2020.", "Both rejoiced.") == ["2012", "2012", "2012"]


def test_a_look_back_inside_a_paragraph_does_not_move_the_time_line() -> None:
    told_dates = follow(
        "On April 2, 1982, troops landed.",
        "Their government had claimed the islands since it broke with its mother country in 1816.",
        "On April 7 an envoy was sent.",
    )
    assert told_dates == ["1982-04-02", "1982-04-02", "1982-04-07"]


def test_a_year_that_only_names_a_treaty_does_not_move_the_time_line() -> None:
    assert follow("On 17 September 1980 he declared the 1975 treaty void.", "Five days later he attacked.") == ["1980-09-17", "1980-09-22"]
    assert follow("In June 1921 they met.", "It replaced the Alliance of 1902.", "In July they parted.") == [
        "1921-06",
        "1921-06",
        "1921-07",
    ]


def test_a_year_that_opens_its_sentence_does_move_the_time_line_back() -> None:
    assert follow("In 1960 they split.", "In 1950 they had been allies.", "The treaty was signed that February.")[-1] == "1950-02"


def test_since_and_until_do_not_move_the_time_line() -> None:
    assert follow("In October 1978 he was told to leave.", "He had lived there since 1965.", "In January he returned.") == [
        "1978-10",
        "1978-10",
        "1979-01",
    ]


def test_that_year_points_at_the_year_named_last() -> None:
    line = Timeline()
    line.read("The alliance broke in the early 1960s.")
    line.read("The fallout began in 1956.")
    assert [r.date.edtf for r in line.read("In that year a speech was given.").readings] == ["1956"]


def test_a_look_back_guides_its_own_clause_and_no_later_one() -> None:
    line = "On 3 May 1971 they proposed that the talks broken off in 1968 be resumed; an answer came in July."
    assert told(line, "1971-04") == ["1971-05-03", "1968", "1971-07"]


def test_a_wide_point_leaves_months_to_the_last_fine_one() -> None:
    assert follow("In August 1965 they attacked.", "During the 1950s they had been neutral.", "On September 20 a truce was asked for.")[
        -1
    ] == ("1965-09-20")


def test_under_a_heading_with_its_year_a_stray_year_ends_with_its_paragraph() -> None:
    line = Timeline()
    line.enter_section("The war of 1965")
    line.enter_paragraph()
    line.read("It had joined one pact in 1954 and another in 1955.")
    line.enter_paragraph()
    assert _edtf(line.read("Troops crossed the line.")) == "1965"


def test_a_dateline_is_the_date_of_writing_of_its_dispatch() -> None:
    line = Timeline(published=read_edtf("1972-12-18"))
    line.enter_paragraph()
    assert _edtf(line.read("LONDON, June 30, 1965 -- Both sides stopped shooting yesterday.")) == "1965-06-29"
    line.enter_paragraph()
    dates = line.read("NEW DELHI, Sept. 6 -- Columns crossed the line five days ago.")
    assert [r.date.edtf for r in dates.readings] == ["1965-09-06", "1965-09-01"]
    assert line.anchor.report
    line.enter_paragraph()
    assert not line.anchor.report


def test_without_a_date_of_writing_the_latest_date_told_stands_in() -> None:
    line = Timeline()
    line.read("In February 2014 they met.")
    assert [r.date.edtf for r in line.read("Six decades ago they were allies.").readings] == ["1952~/1956~"]


def test_dates_before_the_common_era_sort_before_those_after() -> None:
    (old,) = read_dates("It began in 431 BCE.", anchor=anchor_at())
    (new,) = read_dates("He died in AD 14.", anchor=anchor_at())
    assert old.date.start is not None
    assert new.date.start is not None
    assert old.date.start < new.date.start
    assert iso_day(old.date.start) == "-0430-01-01"


def test_reading_is_the_same_each_time() -> None:
    text = "Between March 2013 and February 2014 they met, a week later they parted, and in the 1950s (CHEN, 2001) they were allies."
    first = read_dates(text, anchor=anchor_at("1956"))
    assert all(read_dates(text, anchor=anchor_at("1956")) == first for _ in range(5))


PIECES = st.sampled_from(
    [
        "on",
        "in",
        "by",
        "since",
        "until",
        "from",
        "to",
        "and",
        "between",
        "May",
        "March",
        "5",
        "12th",
        "1950",
        "1958-62",
        "1950s",
        "mid-",
        "early",
        "late",
        "the",
        "that",
        "July",
        "week",
        "later",
        "a",
        "two",
        "years",
        "ago",
        "(CHEN,",
        "2001:",
        "64)",
        "(",
        ")",
        ",",
        ".",
        "--",
        "century",
        "fifties",
        "'72",
        "BCE",
        "31",
        "99",
        "last",
        "first",
        "half",
        "of",
        "next",
        "Sunday",
        "Christmas",
        "World",
        "War",
        "II",
        "Feb.",
        "30",
        "0",
        "00",
        ".",
        "1,950",
    ]
)


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=120), st.sampled_from([None, "1956", "1956-10-05", "195X", "-0430"]))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_failing_and_every_reading_stands_in_it(text: str, at: str | None) -> None:
    at_end = -1
    for reading in read_dates(text, anchor=anchor_at(at, written="1975-06-18")):
        assert 0 <= reading.start < reading.end <= len(text)
        assert text[reading.start : reading.end] == reading.date.text
        assert reading.start >= at_end
        assert reading.named.start is not None
        assert reading.named.end is not None
        assert reading.named.start <= reading.named.end
        assert read_edtf(reading.date.edtf).start == reading.date.start
        at_end = reading.end


@given(st.lists(st.lists(PIECES, max_size=12).map(" ".join), max_size=8))
@settings(max_examples=100, deadline=None)
def test_any_sequence_of_sentences_is_followed_without_failing(sentences: list[str]) -> None:
    line = Timeline(published=read_edtf("1975"))
    for sentence in sentences:
        dates = line.read(sentence)
        assert dates.anchor is None or dates.anchor.basis in ("inherited", "entry")


@pytest.mark.parametrize(
    ("first", "basis"),
    [("1 October 1949.", "entry"), ("On 1 October 1949 Mao spoke in Peking.", "inherited"), ("1949 in Peking and Moscow.", "inherited")],
)
def test_a_bare_date_heads_its_entry_to_the_end_of_the_paragraph(first: str, basis: str) -> None:
    line = Timeline()
    line.enter_paragraph()
    line.read(first)
    anchor = line.read("Proclamation of the republic.").anchor
    assert anchor is not None and anchor.basis == basis
    line.enter_paragraph()
    anchor = line.read("Nothing more is known.").anchor
    assert anchor is not None and anchor.basis == "inherited"


@pytest.mark.parametrize("piece", ["in 1950 and ", "the ", "a week ", "early mid late ", "1950-", "(1950 ", "May 5 ", "'72 "])
def test_reading_time_grows_no_faster_than_the_text(piece: str) -> None:
    def seconds(times: int) -> float:
        taken = []
        for _ in range(3):
            start = time.process_time()
            read_dates(piece * times, anchor=anchor_at("1950"))
            taken.append(time.process_time() - start)
        return min(taken)

    # sixteen times the text: linear is a factor of 16, quadratic one of 256
    assert seconds(1600) < 80 * max(seconds(100), 0.001)


def _edtf(dates: SentenceDates) -> str | None:
    return dates.anchor.edtf if dates.anchor else None


def entries(*paragraphs: tuple[str, ...], published: str = "2014-05-30") -> list[SentenceDates]:
    """The dates of the last sentence of each paragraph."""
    line, found = Timeline(published=read_edtf(published)), []
    for paragraph in paragraphs:
        line.enter_paragraph()
        found.append([line.read(sentence) for sentence in paragraph][-1])
    return found


def own(dates: SentenceDates) -> list[str]:
    return [reading.date.edtf for reading in dates.readings]


def test_last_year_in_a_diary_counts_from_the_day_that_heads_the_entry() -> None:
    diary, plain = entries(("Durban, 26-27 March 2013.", "Trade was 88 billion last year."), ("Trade was 95 billion last year.",))
    assert (own(diary), own(plain)) == (["2012"], ["2013"])


def test_an_entry_that_begins_with_a_step_on_is_of_the_day_that_heads_it() -> None:
    """ "Durban, 26 March. Three days later they sit together": counted from the entry before."""
    first = ("Moscow, 23 March 2013.", "They talk.")
    step, later = (
        ("Durban, 26 March.", "Three days later they sit together."),
        ("Durban, 26 March.", "They met.", "Three days later he left."),
    )
    assert entries(first, step)[-1].anchor == entries(first, ("Durban, 26 March.", "They sit together."))[-1].anchor
    assert own(entries(first, later)[-1]) == ["2013-03-29"], "further on in the entry it counts from the entry"
    assert own(entries(first, ("They parted.", "Three days later they sit together."))[-1]) == ["2013-03-26"]


def test_a_day_without_its_year_does_not_lie_after_the_day_of_writing() -> None:
    talk = "Talks opened on 25 February."
    assert own(entries(("Khrushchev fell on 14 October 1964.",), (talk,), published="1964-10-20")[-1]) == ["1964-02-25"]
    assert own(entries(("Khrushchev fell on 14 October 1964.",), (talk,), published="2014-05-30")[-1]) == ["1965-02-25"]
    assert own(entries(("Khrushchev fell on 14 October 1964.",), (talk,), published="1964")[-1]) == ["1965-02-25"], "the day is not known"


def test_a_stretch_of_days_moves_the_time_line() -> None:
    (last,) = entries(
        ("He spoke on 15 July 1971.", "The visit took place from February 21 to 28, 1972.", "Three months later he was in Moscow.")
    )
    assert own(last) == ["1972-05"]


def test_a_sentence_says_where_the_time_line_stood_before_it() -> None:
    line = Timeline()
    assert line.read("They met on 14 February 1950.").before is None
    after = line.read("They promised to leave by the end of 1952.")
    assert after.before is not None and after.before.edtf == "1950-02-14"
