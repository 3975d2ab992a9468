import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relation_makers import country, event, person

from detente.dates import day_number
from detente.relations import is_person, meetings

MAO, KHRUSHCHEV, ZHOU = (
    person("Mao Zedong", "CHN", "chairman"),
    person("Nikita Khrushchev", "RUS", "premier"),
    person("Zhou Enlai", "CHN", "premier"),
)
KOSYGIN = person("Alexei Kosygin", "RUS", "premier")
LIES_IN = {"Beijing": "CHN", "China": "CHN", "Moscow": "RUS", "Leningrad": "RUS", "Russia": "RUS"}


def met(event_id, source, target, date, place=None, **more):
    return event(event_id, source, target, "CONSULT", date, place=place, **more)


def found(*events):
    return meetings(list(events), locate=lambda place, on: LIES_IN.get(place))


def test_a_meeting_told_twice_is_one_with_both_statements():
    frame = found(
        met("a", MAO, KHRUSHCHEV, "1958-07", "Beijing", document="doc-2"),
        met("b", KHRUSHCHEV, MAO, "1958-07-31/1958-08-03", "Beijing", mode="visit"),
    )
    (row,) = frame.iter_rows(named=True)
    assert row["people"] == ["Mao Zedong", "Nikita Khrushchev"]
    assert row["states"] == ["CHN", "RUS"]
    assert (row["date"], row["place"], row["kind"]) == ("1958-07-31/1958-08-03", "Beijing", "meeting")
    assert (row["n"], row["n_sources"], row["event_ids"]) == (2, 2, ["a", "b"])


def test_a_meeting_known_to_the_month_is_dated_by_the_month():
    (row,) = found(met("a", MAO, KHRUSHCHEV, "1958-07")).iter_rows(named=True)
    assert (row["date"], row["place"]) == ("1958-07", None)


def test_a_visit_to_a_country_joins_the_meeting_there_with_its_ruler():
    frame = found(
        met("a", KHRUSHCHEV, country("CHN"), "1954-10", mode="visit"), met("b", KHRUSHCHEV, MAO, "1954-10", "Beijing", mode="visit")
    )
    (row,) = frame.iter_rows(named=True)
    assert (row["kind"], row["people"], row["place"]) == ("visit", ["Mao Zedong", "Nikita Khrushchev"], "Beijing")


@pytest.mark.parametrize(
    "other",
    [
        met("b", MAO, KHRUSHCHEV, "1958-08", "Beijing"),
        met("b", MAO, KHRUSHCHEV, "1958-07", "Moscow"),
        met("b", MAO, KOSYGIN, "1958-07", "Beijing"),
        met("b", ZHOU, KHRUSHCHEV, "1958-07", "Beijing"),
        met("b", MAO, person("Kim Il-sung", "PRK", "premier"), "1958-07", "Beijing"),
    ],
    ids=["another month", "another place", "another guest", "another host", "another state"],
)
def test_another_time_place_or_person_is_another_meeting(other):
    assert len(found(met("a", MAO, KHRUSHCHEV, "1958-07", "Beijing"), other)) == 2


def test_a_town_and_its_country_are_one_place_and_two_towns_are_two():
    assert len(found(met("a", MAO, KHRUSHCHEV, "1957-11", "Moscow"), met("b", MAO, KHRUSHCHEV, "1957-11", "Russia"))) == 1
    assert len(found(met("a", MAO, KHRUSHCHEV, "1957-11", "Moscow"), met("b", MAO, KHRUSHCHEV, "1957-11", "Leningrad"))) == 2
    assert len(found(met("a", MAO, KHRUSHCHEV, "1957-11", "Nowhere"), met("b", MAO, KHRUSHCHEV, "1957-11", "Russia"))) == 2


def test_a_visit_without_a_place_is_to_the_state_that_is_visited():
    visit = met("a", KHRUSHCHEV, country("CHN"), "1957-11", mode="visit")
    assert len(found(visit, met("b", KHRUSHCHEV, MAO, "1957-11", "Beijing"))) == 1
    assert len(found(visit, met("b", KHRUSHCHEV, MAO, "1957-11", "Moscow"))) == 2
    assert len(found(visit, met("b", KHRUSHCHEV, MAO, "1957-11", "Nowhere"))) == 1


def test_five_meetings_of_two_men_in_one_spring_and_autumn_stay_apart():
    visit = met("a", person("Vladimir Putin", "RUS"), country("CHN"), "2006-03", mode="visit")
    rounds = [("b", "2006-03", "Durban"), ("c", "2006-09", "Sochi"), ("d", "2006-09", "Bishkek"), ("e", "2006-10", "Bali")]
    others = [met(name, person("Hu Jintao", "CHN"), person("Vladimir Putin", "RUS"), date, place) for name, date, place in rounds]
    assert len(meetings([visit, *others])) == 5


def test_two_days_more_than_a_fortnight_apart_are_two_meetings():
    assert len(found(met("a", MAO, KHRUSHCHEV, "1957-11-02", "Moscow"), met("b", MAO, KHRUSHCHEV, "1957-11-06", "Moscow"))) == 1
    assert len(found(met("a", MAO, KHRUSHCHEV, "1957-11-02", "Moscow"), met("b", MAO, KHRUSHCHEV, "1957-11-28", "Moscow"))) == 2


def test_a_statement_dated_to_the_year_joins_a_meeting_only_by_its_place():
    dated = met("a", ZHOU, KOSYGIN, "1969-09-11", "Beijing")
    assert len(found(dated, met("b", ZHOU, KOSYGIN, "1969", "Beijing"))) == 1
    assert len(found(dated, met("b", ZHOU, KOSYGIN, "1969"))) == 2
    assert len(found(dated, met("b", ZHOU, KOSYGIN, "1970", "Beijing"))) == 2


@pytest.mark.parametrize(
    "silent",
    [
        met("a", country("CHN"), country("RUS"), "1958-07"),
        met("a", MAO, KHRUSHCHEV, None),
        met("a", MAO, KHRUSHCHEV, "1958-07", modality="planned"),
        met("a", MAO, KHRUSHCHEV, "1958-07", modality="denied"),
        met("a", MAO, KHRUSHCHEV, "1958-07", aggregate=True),
        met("a", MAO, ZHOU, "1958-07"),
        event("a", MAO, KHRUSHCHEV, "ACCUSE", "1958-07"),
    ],
    ids=["no person", "no date", "planned", "denied", "a sum", "one state", "no meeting"],
)
def test_what_tells_of_no_meeting_of_persons(silent):
    frame = found(silent)
    assert len(frame) == 0 and frame.columns[0] == "meeting_id"


def test_a_state_under_the_role_of_its_leader_is_no_person():
    assert is_person(MAO)
    assert not is_person(person("China", "CHN", "leader"))
    assert not is_person(country("CHN"))
    assert not is_person(person("premier", "CHN", "premier"))


def test_the_register_says_where_a_capital_lies():
    assert len(meetings([met("a", MAO, KHRUSHCHEV, "1957-11", "Moscow"), met("b", MAO, KHRUSHCHEV, "1957-11", "Soviet Union")])) == 1


def test_a_town_lies_where_it_lay_at_the_time():
    def lies_in(place, on):
        return {"Russia": "RUS", "Kyiv": "RUS" if on < day_number(1991, 12, 26) else "UKR"}[place]

    def told(date):
        return [met("a", MAO, KHRUSHCHEV, date, "Kyiv"), met("b", MAO, KHRUSHCHEV, date, "Russia")]

    assert len(meetings(told("1957-11"), locate=lies_in)) == 1
    assert len(meetings(told("2007-11"), locate=lies_in)) == 2


def test_meetings_stand_in_order_of_time():
    frame = found(met("a", MAO, KHRUSHCHEV, "1959-09-30"), met("b", MAO, KHRUSHCHEV, "1954-10"), met("c", ZHOU, KHRUSHCHEV, "1957-01"))
    assert frame["event_ids"].to_list() == [["b"], ["c"], ["a"]]


people = st.sampled_from([(MAO, KHRUSHCHEV), (ZHOU, KOSYGIN), (KHRUSHCHEV, country("CHN")), (ZHOU, KHRUSHCHEV)])
told = st.lists(
    st.tuples(
        people,
        st.sampled_from(["1957-11", "1957-11-04", "1957-11-29", "1957", None]),
        st.sampled_from([None, "Moscow", "Russia", "Beijing"]),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(told, st.randoms(use_true_random=False))
def test_every_dated_statement_is_in_one_meeting_whatever_the_order(rows, shuffler):
    events = [met(f"{n}", *pair, date, place) for n, (pair, date, place) in enumerate(rows)]
    frame = found(*events)
    listed = [name for names in frame["event_ids"] for name in names]
    assert sorted(listed) == sorted(each.event_id for each in events if each.date)
    shuffler.shuffle(events)
    assert frame.equals(found(*events))


def test_a_meeting_names_what_its_grouping_rests_on():
    """The second statement fits both others, which do not fit each other: which of them it goes with rests on all three."""
    told = (
        met("a", MAO, KHRUSHCHEV, "1950-02-14", "Moscow"),
        met("b", MAO, KHRUSHCHEV, "1950-02-20"),
        met("c", MAO, KHRUSHCHEV, "1950-03-01", "Beijing"),
        met("d", MAO, KHRUSHCHEV, "1958-03-01"),
        met("e", MAO, KOSYGIN, "1950-02-20"),
    )
    rows = {tuple(row["event_ids"]): row["of_ids"] for row in found(*told).iter_rows(named=True)}
    assert rows == {("a", "b"): ["a", "b", "c"], ("c",): ["a", "b", "c"], ("d",): ["d"], ("e",): ["e"]}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([(MAO, KHRUSHCHEV), (ZHOU, KHRUSHCHEV), (MAO, KOSYGIN)]),
            st.sampled_from(["1950-02-14", "1950-02-20", "1950-03-01", "1950-02", "1950", "195X"]),
            st.sampled_from([None, "Beijing", "Moscow", "China"]),
        ),
        min_size=2,
        max_size=8,
    ),
    st.integers(0, 7),
)
def test_without_a_statement_the_meetings_that_do_not_rest_on_it_stay(drawn, place):
    told = [met(f"m{at}", *sides, date, where) for at, (sides, date, where) in enumerate(drawn)]
    gone = told[place % len(told)].event_id
    whole, less = found(*told), found(*(each for each in told if each.event_id != gone))
    rows = [row for row in whole.iter_rows(named=True) if gone not in row["of_ids"]]
    kept = {row["meeting_id"]: row for row in less.iter_rows(named=True)}
    assert all(kept.get(row["meeting_id"]) == row for row in rows)
    assert all(set(row["event_ids"]) <= set(row["of_ids"]) for row in whole.iter_rows(named=True))
