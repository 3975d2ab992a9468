"""Persons, their offices by date, and the names they go by."""

import pytest

from detente.dates import day_number
from detente.errors import NameUnresolved
from detente.register import default_register

REGISTER = default_register()


@pytest.mark.parametrize(
    ("state", "role", "when", "person"),
    [
        ("RUS", "party leader", (1960, 1, 1), "nikita-khrushchev"),
        ("RUS", "foreign minister", (1970, 1, 1), "andrei-gromyko"),
        ("RUS", "head of state", (2013, 3, 22), "vladimir-putin"),
        ("RUS", "head of government", (2013, 10, 22), "dmitry-medvedev"),
        ("CHN", "head of government", (1955, 4, 18), "zhou-enlai"),
        ("CHN", "head of government", (2013, 10, 22), "li-keqiang"),
        ("CHN", "foreign minister", (1960, 1, 1), "chen-yi"),
        ("USA", "secretary of state", (1950, 1, 1), "dean-acheson"),
        ("USA", "head of government", (1962, 10, 22), "john-f-kennedy"),
        ("UKG", "foreign minister", (1914, 8, 4), "edward-grey"),
        ("UKG", "head of government", (1956, 10, 29), "anthony-eden"),
        ("GMY", "chancellor", (1914, 7, 5), "theobald-von-bethmann-hollweg"),
        ("AUH", "foreign minister", (1815, 9, 26), "klemens-von-metternich"),
        ("AUH", "head of state", (1914, 6, 28), "franz-joseph"),
        ("FRN", "president", (1962, 1, 1), "charles-de-gaulle"),
        ("IND", "prime minister", (1962, 10, 20), "jawaharlal-nehru"),
        ("TAW", "president", (1958, 8, 23), "chiang-kai-shek"),
        ("un", "secretary-general", (1956, 11, 1), "dag-hammarskjold"),
    ],
)
def test_who_held_an_office_on_a_day(state, role, when, person):
    assert REGISTER.holder(state, role, day_number(*when)).ref == person


def test_on_the_day_of_handing_over_the_successor_holds_the_office():
    assert REGISTER.holder("USA", "president", day_number(1961, 1, 20)).name == "John F. Kennedy"


def test_no_holder_is_known_before_the_records_begin():
    assert REGISTER.holder("RUS", "party leader", day_number(1815)) is None


def test_the_highest_of_several_offices_is_given():
    assert REGISTER.office_of("zhou-enlai", day_number(1955)).role == "prime minister"
    assert REGISTER.office_of("zhou-enlai", day_number(1980)) is None


def test_an_unknown_person_is_refused():
    with pytest.raises(NameUnresolved, match="D205"):
        REGISTER.person("nobody")


@pytest.mark.parametrize(("year", "person"), [(1990, "george-h-w-bush"), (2003, "george-w-bush")])
def test_one_surname_is_told_apart_by_its_date(year, person):
    (match,) = REGISTER.find_names("the talks with Bush")
    assert REGISTER.resolve(match, day_number(year)).ref == person


def test_one_surname_without_a_date_is_ambiguous():
    (match,) = REGISTER.find_names("the talks with Bush")
    assert REGISTER.resolve(match, None) is None
    assert all(entry.caution for entry in match.entries)


MAJOR_POWERS = {"USA": 1946, "RUS": 1946, "UKG": 1946, "FRN": 1946, "CHN": 1950, "JPN": 1946, "IND": 1948, "PAK": 1948, "GFR": 1952}


@pytest.mark.parametrize(("state", "first"), MAJOR_POWERS.items())
def test_a_major_power_has_a_leader_in_each_year_since_1946(state, first):
    last = 1990 if state == "GFR" else 2025
    missing = [year for year in range(first, last + 1) if not REGISTER.holder(state, "head of government", day_number(year, 3, 20))]
    assert missing == []


@pytest.mark.parametrize("state", ["USA", "RUS", "UKG", "FRN", "CHN", "JPN", "IND"])
def test_a_major_power_has_a_foreign_minister_in_each_year_since_1955(state):
    missing = [year for year in range(1955, 2026) if not REGISTER.holder(state, "foreign minister", day_number(year, 3, 20))]
    assert missing == []
