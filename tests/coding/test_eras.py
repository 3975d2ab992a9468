"""The day on which a sentence's names are read."""

from __future__ import annotations

from coding_documents import document_of

from detente.coding.coder import FastCoder
from detente.coding.eras import reading_days
from detente.dates import day_number, year_of
from detente.register import default_register

REGISTER = default_register()
MUNICH = ["Chamberlain flew to Hitler.", "Daladier was asked by Ribbentrop to come.", "The French gave way."]


def years(texts: list[str], on: int | None) -> list[int | None]:
    days = reading_days([(on, REGISTER.find_names(text)) for text in texts])
    return [None if day is None else year_of(day) for day in days]


def test_persons_of_another_time_move_all_sentences_of_the_year_of_writing():
    found = years(MUNICH, day_number(1968))
    assert len(set(found)) == 1 and found[0] is not None and 1938 <= found[0] <= 1940


def test_persons_at_home_keep_the_day_of_the_time_line():
    assert years(["Nixon met Brezhnev.", "Castlereagh is read by Kissinger."], day_number(1972)) == [1972, 1972]


def test_two_persons_who_never_held_office_together_say_nothing():
    assert years(["Metternich and Gorbachev are compared."], day_number(2010)) == [2010]


def test_one_person_dates_an_undated_sentence_of_the_year_of_writing_but_not_one_without_a_day():
    assert years(["Castlereagh refused."], day_number(1990))[0] in range(1809, 1823)
    assert years(["Castlereagh refused."], None) == [None]


def test_two_persons_date_what_has_no_day():
    assert years(["Castlereagh met Metternich."], None)[0] in range(1812, 1823)


def test_a_name_that_may_be_a_place_is_no_witness():
    assert years(["Wellington was asked."], day_number(1990)) == [1990]


def test_a_text_without_names_keeps_its_days():
    assert reading_days([(5, ()), (None, ())]) == [5, None]
    assert reading_days([]) == []


def test_the_coder_reads_names_for_the_time_of_its_persons():
    text = "This essay was written in 1998. Bismarck met Thiers. Germany demanded a province of France."
    prepared = FastCoder().prepare(document_of(text), list(_sentences(text)))
    assert {state for item in prepared for m in item.mentions for state in m.states} == {"GMY", "FRN"}


def _sentences(text: str):
    from detente.documents import split_sentences

    return split_sentences(document_of(text))
