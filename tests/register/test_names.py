"""Finding names in text, and what they mean on a day."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dates import day_number
from detente.errors import NameUnresolved
from detente.register import NameEntry, default_register, resolve
from detente.register.tables import first_day

REGISTER = default_register()
CASES = yaml.safe_load((Path(__file__).parent / "gold_names.yaml").read_text(encoding="utf-8"))
PIECES = ["China", "Sino-", "U.S.", "US", "the ", "Mao Tse-tung", "de ", "Gaulle", "Ceaușescu", "Quai d’Orsay"]
PIECES += ["é", "e\u0301", "\u00ad", "\n", "\r\n", " ", "😀"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_names_of_the_gold_table(case):
    on = first_day(str(case["when"]))
    found = []
    for match in REGISTER.find_names(case["text"]):
        entry = REGISTER.resolve(match, on)
        found.append([match.surface, entry.kind if entry else "?", entry.ref if entry else "?"])
    assert found == case["names"], case["text"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=20).map("".join))
def test_offsets_are_those_of_the_text(text):
    end = 0
    for match in REGISTER.find_names(text):
        assert text[match.start : match.end] == match.surface
        assert end <= match.start < match.end
        end = match.end


def test_soft_hyphens_and_combining_marks_do_not_hide_a_name():
    text = "met Ceaus\u0326escu in Rus\u00adsia"
    assert [match.surface for match in REGISTER.find_names(text)] == ["Ceaus\u0326escu", "Rus\u00adsia"]


def test_a_blank_line_ends_a_name():
    assert [match.surface for match in REGISTER.find_names("the United\n\nStates")] == []


def entry(ref, first=None, last=None, **flags):
    return NameEntry(kind="state", ref=ref, valid_from=first, valid_to=last, name="X", **flags)


def test_the_sense_of_the_day_is_taken():
    assert resolve([entry("A", None, 10), entry("B", 11, None)], 5).ref == "A"
    assert resolve([entry("A", None, 10), entry("B", 11, None)], 11).ref == "B"


def test_with_no_sense_on_the_day_the_nearest_is_taken():
    assert resolve([entry("A", None, 10), entry("B", 31, None)], 29).ref == "B"


def test_two_senses_of_one_day_are_refused_unless_one_is_lesser():
    assert resolve([entry("A"), entry("B")], 5) is None
    assert resolve([entry("A", lesser=True), entry("B")], 5).ref == "B"
    assert resolve([entry("A", lesser=True), entry("B")], None).ref == "B"


def place(ref, first, last):
    return NameEntry(kind="place", ref=ref, valid_from=first, valid_to=last, name="X")


def test_a_place_that_changes_hands_is_of_the_state_that_gives_it_up():
    assert resolve([place("NEW", 10, None), place("OLD", None, 20)], 15).ref == "OLD"
    assert resolve([place("NEW", 10, None), place("OLD", None, 20)], 21).ref == "NEW"
    assert resolve([place("A", None, None), place("B", None, None)], 15) is None


def test_no_senses_resolve_to_none():
    assert resolve([], 5) is None


def test_a_study_adds_its_own_names_without_changing_the_register():
    clique = {"name": "Zhili clique", "kind": "party", "ref": "CHN", "from": "1920", "to": "1926"}
    mine = REGISTER.extended({"names": [clique], "not_names": ["Moscow Rules"]})
    assert mine.find_names("the Zhili clique")[0].entries[0].ref == "CHN"
    assert mine.find_names("by Moscow Rules") == ()
    assert REGISTER.find_names("the Zhili clique") == ()


@pytest.mark.parametrize("row", [{"name": "X", "ref": "nowhere"}, {"kind": "state"}, {"name": "X", "colour": "red"}])
def test_a_name_that_a_study_adds_is_checked(row):
    with pytest.raises(NameUnresolved, match="D207"):
        REGISTER.extended({"names": [row]})


def test_a_study_cannot_add_what_the_register_does_not_know():
    with pytest.raises(NameUnresolved, match="D207"):
        REGISTER.extended({"states": []})


def test_germany_has_a_sense_for_each_of_its_states():
    refs = {sense.ref for sense in REGISTER.senses("Germany") if sense.kind == "state" and sense.is_valid(day_number(1960))}
    assert refs == {"GFR"}


TODAY = {"India": "IND", "Vietnam": "DRV", "Germany": "GMY", "Republic of China": "TAW", "Algeria": "ALG"}


@pytest.mark.parametrize(("name", "ref"), TODAY.items())
def test_without_a_date_a_name_is_that_of_the_state_of_today(name, ref):
    assert resolve(REGISTER.senses(name), None).ref == ref


def test_ordinary_words_in_a_heading_in_capitals_are_no_names():
    assert REGISTER.find_names("THE SPLIT BETWEEN CHEN AND OTHERS") == ()
