import pytest
from relation_makers import mention

from detente.dates import day_number
from detente.relations import coverage, register_membership


def covered(*dates, unit="year", years=(1950, 1960)):
    frame = coverage([mention(date) for date in dates], unit=unit, first_year=years[0], last_year=years[1])
    return frame.filter(frame["n_documents"] > 0)["period"].to_list()


@pytest.mark.parametrize(
    ("edtf", "years"),
    [
        ("1953-05-17", ["1953"]),
        ("1953-05", ["1953"]),
        ("1953-22", ["1953"]),
        ("1953", ["1953"]),
        ("1953~", ["1953"]),
        ("1953-24", ["1953", "1954"]),
        ("1958/1960", ["1958", "1959", "1960"]),
        ("1955/1959", ["1955", "1956", "1957", "1958", "1959"]),
        ("1954/1959", []),
        ("195X", []),
        ("19XX", []),
        ("1950/..", []),
        ("../1955", []),
        ("1944", []),
    ],
)
def test_a_year_is_covered_by_a_date_of_a_year_or_finer_and_by_short_spans(edtf, years):
    assert covered(edtf) == years


@pytest.mark.parametrize(
    ("edtf", "months"),
    [
        ("1953-05-17", ["1953-05"]),
        ("1953-05", ["1953-05"]),
        ("1953", []),
        ("1953-22", []),
        ("1953-02/1953-04", ["1953-02", "1953-03", "1953-04"]),
    ],
)
def test_a_month_needs_a_date_of_a_month_or_finer(edtf, months):
    assert covered(edtf, unit="month", years=(1953, 1953)) == months


def test_coverage_names_its_documents_once_and_in_order():
    dates = [mention("1953", "doc-2"), mention("1953-05", "doc-1"), mention("1953", "doc-1"), mention("1954", "doc-1")]
    frame = coverage(dates, first_year=1952, last_year=1954)
    assert frame["n_documents"].to_list() == [0, 2, 1]
    assert frame["documents"].to_list() == [[], ["doc-1", "doc-2"], ["doc-1"]]
    assert frame["year"].to_list() == [1952, 1953, 1954]


def test_no_dates_cover_nothing():
    assert coverage([], first_year=1950, last_year=1952)["n_documents"].to_list() == [0, 0, 0]


def test_a_document_speaks_of_states_where_a_paragraph_with_a_date_names_them_all():
    dates = [
        mention("1953", "alliance", ["CHN", "RUS"]),
        mention("1954", "alliance", ["CHN", "RUS", "USA"]),
        mention("1954", "korea", ["PRK", "USA"]),
        mention("1955", "korea", ["CHN", "USA"]),
        mention("1956", "korea", []),
    ]

    def told_of(*states):
        return coverage(dates, naming=states, first_year=1953, last_year=1956)["documents"].to_list()

    assert told_of("RUS", "CHN") == [["alliance"], ["alliance"], [], []]
    assert told_of("CHN", "USA") == [[], ["alliance"], ["korea"], []]
    assert told_of("RUS", "PRK") == [[], [], [], []]
    assert told_of() == [["alliance"], ["alliance", "korea"], ["korea"], ["korea"]]


def test_membership_is_that_of_the_register():
    assert register_membership("CHN", day_number(1950, 6, 1))
    assert not register_membership("ROK", day_number(1930, 6, 1))
