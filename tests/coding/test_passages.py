"""What a text has said before: meetings in a list, pronouns, pairs, partners and persons it introduces itself."""

from __future__ import annotations

import pytest
from coding_documents import document_of

from detente.coding.coder import FastCoder
from detente.coding.timeline import Timeline
from detente.model import Event

MEETINGS = (
    "In June 1979 the French President, Valéry Giscard d'Estaing, paid a visit to Japan, where he met with Masayoshi Ohira. "
    "The two leaders met again in Venice, Italy, a year later. "
    "Giscard and Ohira had spoken in Tokyo in May 1979 about oil. "
    "The last encounter took place in early June 1980 in Paris, France."
)
TWICE = "Willy Brandt and Leonid Brezhnev met twice in 1973, in Bonn in May and in Moscow in September."
QUARREL = (
    "Ethiopia and Somalia have disputed the Ogaden since independence.\n\n"
    "In July 1977 Somali troops crossed the frontier. Ethiopia broke off relations in September. "
    "The two countries signed an agreement in April 1988. Both governments agreed to exchange prisoners. "
    "Somalia withdrew its forces. Ethiopia protested to Somalia again in 1989."
)
INTRODUCED = (
    "Portugal and Morocco opened talks in March 1774. The Portuguese envoy, Bernardo Ramos, arrived in Rabat in May. "
    "Ramos met the Sultan of Morocco in June. Morocco accepted the terms."
)


@pytest.fixture(scope="module")
def coder() -> FastCoder:
    return FastCoder()


def meetings(events: tuple[Event, ...]) -> set[tuple[str, str, str | None, str | None]]:
    """Persons, month and place of each consultation that is not a visit."""
    return {
        (*sorted((e.source.name, e.target.name)), e.date.start_text if e.date else None, e.place)  # type: ignore[misc]
        for e in events
        if e.event_type == "CONSULT" and e.mode != "visit"
    }


def test_each_meeting_of_a_list_is_told_once_with_month_place_and_both_persons(coder: FastCoder) -> None:
    found = meetings(coder.code(document_of(MEETINGS)).events)
    pair = ("Ohira Masayoshi", "Valéry Giscard d'Estaing")
    assert (*pair, "1979-06", "Japan") in found
    assert (*pair, "1980", "Venice, Italy") in found
    assert (*pair, "1979-05", "Tokyo") in found
    assert any(row[:2] == pair and row[3] == "Paris, France" and (row[2] or "").startswith("1980-06") for row in found)


def test_two_places_with_two_dates_are_two_meetings(coder: FastCoder) -> None:
    events = coder.code(document_of(TWICE)).events
    assert {(e.place, e.date.edtf if e.date else None) for e in events} == {("Bonn", "1973-05"), ("Moscow", "1973-09")}
    assert all({e.source.name, e.target.name} == {"Willy Brandt", "Leonid Brezhnev"} for e in events)


def test_the_two_countries_and_a_missing_partner_are_those_the_text_is_about(coder: FastCoder) -> None:
    events = coder.code(document_of(QUARREL, "Ethiopia and Somalia, 1977-1989")).events
    told = {
        (e.event_type, frozenset((e.source.state, e.target.state)), e.date.start_text[:4] if e.date and e.date.start_text else None)
        for e in events
    }
    pair = frozenset(("ETH", "SOM"))
    assert {("SANCTION", pair, "1977"), ("SUPPORT", pair, "1988"), ("AGREE", pair, "1988"), ("ACCUSE", pair, "1989")} <= told


def test_a_person_whom_the_text_introduces_acts_for_the_state_it_names(coder: FastCoder) -> None:
    events = coder.code(document_of(INTRODUCED)).events
    assert any(e.source.name == "Bernardo Ramos" and e.source.state == "POR" and e.event_type == "CONSULT" for e in events)


def test_a_single_sentence_is_given_no_guessed_partner(coder: FastCoder) -> None:
    assert coder.code(document_of("Portugal refused.")).events == ()


@pytest.mark.parametrize("text", [MEETINGS, TWICE, QUARREL, INTRODUCED])
def test_every_event_stands_in_its_sentence_between_two_actors(text: str, coder: FastCoder) -> None:
    coding = coder.code(document_of(text))
    sentences = {sentence.sentence_id: sentence for sentence in coding.sentences}
    for event in coding.events:
        assert sentences[event.sentence].span.contains(event.span)
        assert event.quote == text[event.span.start : event.span.end]
        assert event.source.state or event.target.state
        assert (event.source.name, event.source.state) != (event.target.name, event.target.state)
        assert all(event.span.contains(trace.span) for trace in event.trace)


def test_the_same_text_gives_the_same_coding_twice(coder: FastCoder) -> None:
    assert coder.code(document_of(QUARREL)) == FastCoder().code(document_of(QUARREL))


def dates_of(text: str, title: str, coder: FastCoder) -> list[str | None]:
    return [event.date.start_text if event.date else None for event in coder.code(document_of(text, title)).events]


def test_a_heading_with_a_month_is_of_the_year_in_the_title(coder: FastCoder) -> None:
    timeline = Timeline()
    timeline.enter_section("The Crisis of 1938")
    timeline.read("Envoys of Hungary and Poland had met in May 1919.")
    heading = timeline.enter_section("The September talks")
    assert heading.anchor is not None and heading.anchor.start_text == "1938-09"


def test_a_bare_year_in_a_look_back_does_not_move_the_text(coder: FastCoder) -> None:
    text = "On 3 May 1938 Poland proposed to Hungary that the talks broken off in 1934 be resumed. Hungary refused in June."
    assert dates_of(text, "Poland and Hungary in 1938", coder)[0] == "1938-05-03"
    timeline = Timeline()
    timeline.read("On 3 May 1938 Poland proposed that the talks broken off in 1934 be resumed.")
    assert timeline.read("Hungary answered in June.").readings[0].date.start_text == "1938-06"


def test_agreements_are_those_made_and_named_without_their_term(coder: FastCoder) -> None:
    text = (
        "Sweden and Finland negotiated for a year. The 20-year Treaty of Friendship and Trade between Sweden and Finland was signed in "
        "Stockholm in May 1951. Under such a promise an alliance will be formed between two or more states."
    )
    agreements = coder.code(document_of(text, "Sweden and Finland, 1950-1951")).agreements
    assert [(a.name, a.parties, a.signed.start_text if a.signed else None, a.place, a.term) for a in agreements] == [
        ("Treaty of Friendship and Trade", ("FIN", "SWD"), "1951-05", "Stockholm", "20-year")
    ]
