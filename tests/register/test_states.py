"""States asked for by name, code and date."""

import pytest

from detente.dates import day_number
from detente.errors import NameUnresolved
from detente.register import default_register

REGISTER = default_register()


def code_of(name, year, month=7, day=1, system="COW"):
    return REGISTER.state_of(name, on=day_number(year, month, day), system=system).code


@pytest.mark.parametrize(("year", "cow", "gw"), [(1912, "GMY", "GMY"), (1943, "GMY", "GMY"), (1960, "GFR", "GFR"), (1992, "GMY", "GFR")])
def test_germany_is_the_state_of_its_day(year, cow, gw):
    assert code_of("Germany", year) == cow
    assert code_of("Germany", year, system="GW") == gw


@pytest.mark.parametrize(
    ("name", "when", "code"),
    [
        ("East Germany", (1960, 1, 1), "GDR"),
        ("China", (1949, 9, 30), "CHN"),
        ("China", (1949, 10, 1), "CHN"),
        ("Republic of China", (1949, 9, 30), "CHN"),
        ("Republic of China", (1950, 1, 1), "TAW"),
        ("Nationalist China", (1935, 1, 1), "CHN"),
        ("Nationalist China", (1955, 1, 1), "TAW"),
        ("Taiwan", (1958, 8, 23), "TAW"),
        ("Vietnam", (1965, 1, 1), "DRV"),
        ("North Vietnam", (1965, 1, 1), "DRV"),
        ("South Vietnam", (1965, 1, 1), "RVN"),
        ("Vietnam", (1980, 1, 1), "DRV"),
        ("Serbia", (1900, 1, 1), "YUG"),
        ("Yugoslavia", (1930, 1, 1), "YUG"),
        ("Yugoslavia", (1980, 1, 1), "YUG"),
        ("Serbia", (2010, 1, 1), "YUG"),
        ("Ottoman Empire", (1900, 1, 1), "TUR"),
        ("Turkey", (1950, 1, 1), "TUR"),
        ("Austria-Hungary", (1914, 8, 1), "AUH"),
        ("Austria", (1914, 8, 1), "AUH"),
        ("Austria", (1919, 10, 1), "AUS"),
        ("Korea", (1905, 11, 17), "KOR"),
        ("USSR", (1980, 1, 1), "RUS"),
        ("Russia", (1880, 1, 1), "RUS"),
        ("Russia", (1995, 1, 1), "RUS"),
        ("Yemen", (1970, 1, 1), "YAR"),
        ("Yemen", (1995, 1, 1), "YEM"),
    ],
)
def test_a_name_means_the_state_that_bore_it_then(name, when, code):
    assert code_of(name, *when) == code


def test_serbia_has_its_own_number_with_gleditsch_and_ward():
    assert REGISTER.state_of("Serbia", on=day_number(2010), system="GW").gwcode == 340
    assert REGISTER.state_of("Yugoslavia", on=day_number(1980), system="GW").gwcode == 345


@pytest.mark.parametrize(("code", "letters"), [(365, "RUS"), ("365", "RUS"), ("CHN", "CHN"), ("DEU", "GMY"), ("GBR", "UKG")])
def test_numbers_and_letters_are_read_before_names(code, letters):
    assert REGISTER.state_of(code, on=None).code == letters


def test_a_number_belongs_to_its_system():
    assert REGISTER.state_of(679, on=day_number(2000)).code == "YEM"
    assert REGISTER.state_of(678, on=day_number(2000), system="GW").code == "YEM"
    assert REGISTER.state_of(678, on=day_number(1970), system="GW").code == "YAR"


def test_korea_between_the_two_states_is_refused_with_both_candidates():
    with pytest.raises(NameUnresolved, match=r"D203.*PRK or ROK") as caught:
        REGISTER.state_of("Korea", on=day_number(1951))
    assert caught.value.number == 203


def test_korea_as_a_colony_is_refused_with_the_dates_of_its_memberships():
    with pytest.raises(NameUnresolved, match=r"D204.*KOR 1887-01-01 to 1905-11-17"):
        REGISTER.state_of("Korea", on=day_number(1920))


def test_a_state_not_yet_in_the_system_is_refused():
    with pytest.raises(NameUnresolved, match="D204"):
        REGISTER.state_of("GMY", on=day_number(1960))


def test_an_unknown_name_is_refused():
    with pytest.raises(NameUnresolved, match="D202"):
        REGISTER.state_of("Ruritania", on=None)
    with pytest.raises(NameUnresolved, match="D202"):
        REGISTER.is_member("ZZZ", day_number(1950))


def test_membership_ends_on_its_last_day():
    assert REGISTER.is_member("AUH", day_number(1918, 11, 12))
    assert not REGISTER.is_member("AUH", day_number(1918, 11, 13))
    assert REGISTER.is_member("AUH", day_number(1918, 11, 13), "GW")
    assert not REGISTER.is_member("JPN", day_number(1950))


def test_without_a_date_the_most_usual_state_is_meant():
    assert REGISTER.state_of("Germany", on=None).code == "GMY"
    assert REGISTER.state_of("China", on=None).code == "CHN"


def test_names_of_a_state_begin_with_the_usual_one():
    names = REGISTER.names_of("RUS")
    assert names[0] == "Russia"
    assert {"USSR", "Soviet Union", "U.S.S.R.", "Russian Federation"} <= set(names)
