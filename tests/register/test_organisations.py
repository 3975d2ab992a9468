"""Organisations and blocs with their members by date."""

import pytest

from detente.dates import day_number
from detente.errors import NameUnresolved
from detente.register import default_register

REGISTER = default_register()


@pytest.mark.parametrize(
    ("organisation", "when", "within", "without"),
    [
        ("nato", (1953, 1, 1), {"USA", "GRC", "TUR"}, {"GFR", "SPN"}),
        ("nato", (1991, 1, 1), {"GMY", "SPN"}, {"GFR", "POL"}),
        ("warsaw-pact", (1960, 1, 1), {"RUS", "GDR", "ALB"}, {"YUG"}),
        ("warsaw-pact", (1970, 1, 1), {"RUS", "GDR"}, {"ALB"}),
        ("league-of-nations", (1935, 1, 1), {"UKG", "RUS", "ITA"}, {"GMY", "USA"}),
        ("eec", (1975, 1, 1), {"UKG", "GFR"}, {"GRC"}),
        ("eu", (2021, 1, 1), {"CRO"}, {"UKG"}),
        ("un-security-council", (1960, 1, 1), {"CHN", "RUS"}, {"GFR"}),
        ("sco", (2014, 1, 1), {"CHN", "RUS", "KZK"}, {"IND"}),
        ("triple-alliance", (1900, 1, 1), {"GMY", "AUH", "ITA"}, {"FRN"}),
        ("axis", (1941, 1, 1), {"GMY", "ITA", "JPN"}, {"RUS"}),
    ],
)
def test_members_on_a_day(organisation, when, within, without):
    members = set(REGISTER.members(organisation, day_number(*when)))
    assert within <= members
    assert not without & members


def test_nobody_is_a_member_before_the_founding():
    assert REGISTER.members("nato", day_number(1948)) == ()


def test_an_unknown_organisation_is_refused():
    with pytest.raises(NameUnresolved, match="D206"):
        REGISTER.organisation("none-such")


def test_the_allies_are_those_of_their_war():
    (match,) = REGISTER.find_names("won by the Allies")
    assert REGISTER.resolve(match, day_number(1917)).ref == "allies-ww1"
    assert REGISTER.resolve(match, day_number(1943)).ref == "allies-ww2"


@pytest.mark.parametrize(
    ("organisation", "when", "leads"),
    [
        ("allies-ww1", (1916, 6, 1), {"FRN", "UKG", "RUS", "ITA"}),
        ("allies-ww2", (1943, 6, 1), {"USA", "UKG", "RUS"}),
        ("western-allies", (1955, 1, 1), {"USA", "UKG", "FRN"}),
        ("great-powers", (1830, 1, 1), {"UKG", "FRN", "RUS", "AUH", "GMY"}),
        ("little-entente", (1930, 1, 1), {"CZE", "YUG", "ROM"}),
    ],
)
def test_a_bloc_is_led_by_the_powers_that_decide_else_by_its_members(organisation, when, leads):
    assert set(REGISTER.leads(organisation, day_number(*when))) == leads


def test_who_led_the_allies_was_a_member_while_the_membership_lasted():
    for year in range(1940, 1946):
        assert set(REGISTER.leads("allies-ww2", day_number(year, 3, 1))) <= set(REGISTER.members("allies-ww2", day_number(year, 3, 1)))


def test_every_bloc_with_leads_is_a_bloc_with_a_name():
    led = [organisation for organisation in REGISTER.organisations.values() if organisation.leads]
    assert len(led) > 30
    assert {organisation.kind for organisation in led} <= {"bloc", "organisation"}
