"""Actors that a sentence names outright: blocs, places that others held, institutions that are another's, titles."""

from __future__ import annotations

import pytest

from detente.coding.actors import named_mentions, without_bare_titles
from detente.dates import day_number
from detente.register import default_register

REGISTER = default_register()


def named(text: str, year: int | None) -> dict[str, tuple[str, ...]]:
    on = None if year is None else day_number(year, 6, 1)
    return {text[m.start : m.end]: m.states for m in named_mentions(text, REGISTER, on=on)}


@pytest.mark.parametrize(
    ("text", "year", "states"),
    [
        ("the Allies landed", 1915, {"FRN", "UKG", "RUS", "ITA"}),
        ("the Allies landed", 1918, {"FRN", "UKG", "ITA", "USA"}),
        ("the Allies landed", 1944, {"UKG", "USA", "RUS"}),
        ("the Western Allies protested", 1950, {"USA", "UKG", "FRN"}),
        ("the Great Powers met", 1830, {"UKG", "FRN", "RUS", "AUH", "GMY"}),
        ("the Nordic states met", 1930, {"DEN", "SWD", "NOR", "FIN"}),
        ("the Nordic states met", 1960, {"DEN", "SWD", "NOR", "FIN", "ICE"}),
        ("the western powers protested", 1855, {"UKG", "FRN"}),
        ("the central powers attacked", 1916, {"GMY", "AUH", "TUR", "BUL"}),
    ],
)
def test_a_bloc_is_read_as_the_powers_meant_on_the_day(text, year, states):
    (found,) = named(text, year).values()
    assert states == set(found) if year != 1915 else {"FRN", "UKG", "RUS"} <= set(found)


@pytest.mark.parametrize(
    ("text", "year"), [("the western powers met", 1880), ("the great powers met", 1995), ("western allies of the sun", None)]
)
def test_a_bloc_without_members_that_day_names_no_state(text, year):
    assert not [states for states in named(text, year).values() if states]


@pytest.mark.parametrize(
    ("name", "year", "state"),
    [("Germany", 1946, "GMY"), ("German", 1948, "GMY"), ("Germany", 1955, "GFR"), ("Korea", 1946, "KOR"), ("Korean", 1935, "KOR")],
)
def test_a_name_outside_membership_is_of_the_state_that_bears_it_nearest(name, year, state):
    assert named(f"the case of {name} was heard", year) == {name: (state,)}


@pytest.mark.parametrize(
    ("name", "year", "holder", "bearer"),
    [("India", 1935, "UKG", "IND"), ("Morocco", 1925, "FRN", "MOR"), ("British Guiana", 1887, "UKG", None), ("Okinawa", 1960, "USA", None)],
)
def test_a_place_that_another_held_remembers_who_bears_its_name(name, year, holder, bearer):
    (found,) = [m for m in named_mentions(f"the affairs of {name}", REGISTER, on=day_number(year)) if m.kind == "place"]
    assert (found.states, found.bearer) == ((holder,), bearer)


@pytest.mark.parametrize(
    ("text", "year", "found"),
    [
        ("Congress voted the loan", 1947, {"Congress": ("USA",)}),
        ("the Brazilian Congress voted the loan", 1947, {"Brazilian": ("BRA",)}),
        ("Poland's Foreign Office replied", 1937, {"Poland": ("POL",)}),
        ("Washington's Congress balked", 1937, {"Washington": ("USA",), "Congress": ("USA",)}),
    ],
)
def test_an_institution_said_to_be_anothers_is_no_actor_of_its_own(text, year, found):
    assert named(text, year) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("met in Portsmouth, New Hampshire", {}),
        ("a professor in Cambridge, Massachusetts, wrote", {}),
        ("the squadron left Portsmouth, and France protested", {"Portsmouth": ("UKG",), "France": ("FRN",)}),
        ("the talks in Berlin, Germany", {"Berlin": ("GMY",), "Germany": ("GMY",)}),
    ],
)
def test_a_town_that_bears_anothers_name_is_not_the_other(text, found):
    assert named(text, 1925) == found


@pytest.mark.parametrize(
    ("text", "year", "office"),
    [
        ("President Nixon flew home", 1972, "president"),
        ("Marshal Stalin agreed", 1943, "commander"),
        ("General de Gaulle refused", 1963, "commander"),
        ("Ambassador Dobrynin called", 1970, "ambassador"),
    ],
)
def test_a_statesman_bears_the_offices_held_and_the_title_said(text, year, office):
    (found,) = named_mentions(text, REGISTER, on=day_number(year))
    assert office in found.offices


def test_a_minister_of_the_day_goes_before_a_town_of_his_name():
    assert named("Salisbury refused", 1890) == {"Salisbury": ("UKG",)}
    (found,) = named_mentions("Salisbury refused", REGISTER, on=day_number(1890))
    assert found.person == "lord-salisbury"
    assert named("Salisbury refused", 1970) == {"Salisbury": ("ZIM",)}


def test_a_title_alone_needs_its_state_in_the_document():
    sultan = named_mentions("the Sultan refused", REGISTER, on=day_number(1890))
    porte = named_mentions("Turkey mobilised", REGISTER, on=day_number(1890))
    assert [m.states for m in sultan] == [("TUR",)]
    assert without_bare_titles([sultan]) == [()]
    assert without_bare_titles([sultan, porte]) == [sultan, porte]
    alone = named_mentions("the Porte refused", REGISTER, on=day_number(1890))
    assert without_bare_titles([alone]) == [alone]


def test_an_office_long_past_is_not_borne():
    (found,) = named_mentions("Nixon was nominated", REGISTER, on=day_number(1968, 8, 1))
    assert "president" in found.offices
    (found,) = named_mentions("Vice-President Richard Nixon", REGISTER, on=day_number(1955))
    assert "president" not in found.offices
