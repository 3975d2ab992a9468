"""Visits that texts tell of beside a published list: rows by hand in the layout of the Office of the Historian."""

import os
from pathlib import Path

import polars as pl
import pytest
from relation_makers import country, event, person

from detente.dates import day_number
from detente.relations.visit_lists import compare_visits

NIXON, MAO, ZHOU = person("Richard Nixon", "USA"), person("Mao Zedong", "CHN", "chairman"), person("Zhou Enlai", "CHN", "premier")
KISSINGER = person("Henry Kissinger", "USA", "national security adviser")
REAGAN, GORBACHEV = person("Ronald Reagan", "USA"), person("Mikhail Gorbachev", "RUS", "general secretary")
LIES_IN = {"Beijing": "CHN", "China": "CHN", "Moscow": "RUS", "Geneva": "SWZ", "Washington": "USA"}


def row(visit, guest, host, first, last, who, place="", remarks=""):
    days = [day_number(*map(int, text.split("-"))) for text in (first, last)]
    return {
        "visit": visit,
        "first_day": days[0],
        "last_day": days[1],
        "year": int(first[:4]),
        "ccode1": guest,
        "ccode2": host,
        "person": who,
        "role": "president" if guest == 2 else "visitor",
        "place": place,
        "remarks": remarks,
    }


CHINA_1972 = row(
    "p1",
    2,
    710,
    "1972-02-21",
    "1972-02-28",
    "Richard M. Nixon",
    "Shanghai, Peking",
    "Met with Chairman Mao Tse-tung and Premier Chou En-lai.",
)
DENG_1979 = row("v1", 710, 2, "1979-01-29", "1979-02-04", "Vice Premier Deng Xiaoping")
GENEVA_1985 = row(
    "p2", 2, 225, "1985-11-16", "1985-11-21", "Ronald Reagan", "Geneva", "Summit meeting with Soviet General Secretary Gorbachev."
)
EARLIER = row("v9", 713, 2, "1961-07-31", "1961-08-02", "Vice President Chen Cheng")
SOVIET_1972 = row(
    "p3", 2, 365, "1972-05-22", "1972-05-30", "Richard M. Nixon", "Moscow", "State visit. Met with General Secretary Brezhnev."
)


def met(event_id, source, target, date, place=None, **more):
    return event(event_id, source, target, "CONSULT", date, place=place, **more)


def compared(events, *rows, **more):
    frame = pl.DataFrame(list(rows), schema_overrides={"ccode1": pl.Int32, "ccode2": pl.Int32})
    return compare_visits(events, frame, locate=lambda place, on: LIES_IN.get(place), **more)


def statuses(frame):
    return [(each["status"], each["rows"], each["event_ids"]) for each in frame.iter_rows(named=True)]


def test_a_visit_told_of_and_listed_is_one_row_with_both_and_the_days_of_the_list():
    (both,) = compared([met("a", NIXON, MAO, "1972-02", "Beijing")], CHINA_1972).iter_rows(named=True)
    assert (both["status"], both["days"], both["text_date"]) == ("both", "1972-02-21/1972-02-28", "1972-02")
    assert (both["rows"], both["event_ids"], both["persons"]) == (["p1"], ["a"], ["Richard M. Nixon"])
    assert both["people"] == ["Mao Zedong", "Richard Nixon"] and both["reason"] is None


def test_talks_with_two_men_in_one_visit_meet_one_row_of_the_list():
    frame = compared([met("a", NIXON, MAO, "1972-02-21", "Beijing"), met("b", NIXON, ZHOU, "1972-02-26", "Shanghai")], CHINA_1972)
    assert statuses(frame) == [("both", ["p1"], ["a"]), ("both", ["p1"], ["b"])]


def test_what_the_list_alone_has_is_told():
    frame = compared([met("a", NIXON, MAO, "1972-02-21")], CHINA_1972, DENG_1979)
    assert statuses(frame) == [("both", ["p1"], ["a"]), ("list", ["v1"], [])]
    assert frame["days"][1] == "1979-01-29/1979-02-04"


def test_what_the_texts_alone_tell_is_told_where_the_list_speaks():
    frame = compared([met("a", NIXON, MAO, "1973-02", "Beijing")], CHINA_1972, DENG_1979)
    assert [each for each in statuses(frame) if each[0] != "list"] == [("texts", [], ["a"])]


@pytest.mark.parametrize(
    ("meeting", "reason"),
    [
        (met("a", KISSINGER, ZHOU, "1971-07-09/1971-07-11", "Beijing"), "the list has presidents and foreign ministers alone"),
        (met("a", MAO, person("Nikita Khrushchev", "RUS"), "1971-08", "Beijing"), "the list does not speak of these two states"),
        (met("a", NIXON, MAO, "1976-02", "Beijing"), "presidents and foreign ministers"),
        (met("a", NIXON, MAO, "1999", "Beijing"), "outside the days of the list"),
    ],
    ids=["an adviser", "another pair", "no longer president", "after the list"],
)
def test_where_the_list_does_not_speak_nothing_is_missing_from_it(meeting, reason):
    frame = compared([meeting], CHINA_1972 | {"first_day": day_number(1970), "last_day": day_number(1970, 1, 2)}, DENG_1979)
    (apart,) = (each for each in frame.iter_rows(named=True) if each["status"] != "list")
    assert apart["status"] == "not compared" and reason in apart["reason"]


@pytest.mark.parametrize(
    "meeting",
    [
        met("a", NIXON, MAO, "1972-03-05", "Beijing"),
        met("a", NIXON, MAO, "1972-02-24", "Moscow"),
        met("a", person("Gerald Ford", "USA"), country("CHN"), "1972-02-24", mode="visit"),
    ],
    ids=["another week", "another country", "another man"],
)
def test_another_time_place_or_person_is_not_the_visit(meeting):
    assert "both" not in compared([meeting], CHINA_1972)["status"].to_list()


def test_a_day_more_or_less_is_one_visit():
    assert compared([met("a", NIXON, MAO, "1972-02-20")], CHINA_1972)["status"].to_list() == ["both"]
    assert compared([met("a", NIXON, MAO, "1972-02-19")], CHINA_1972, EARLIER)["status"].to_list() == ["list", "texts", "list"]


def test_a_summit_in_a_third_state_is_known_by_whom_the_remarks_name():
    told = [met("a", REAGAN, GORBACHEV, "1985-11", "Geneva")]
    frame = compared(told, GENEVA_1985, states=("RUS", "USA"))
    assert statuses(frame) == [("both", ["p2"], ["a"])]
    silent = GENEVA_1985 | {"remarks": "Summit meeting."}
    assert compared(told, silent, states=("RUS", "USA"))["status"].to_list() == ["texts"]


def test_a_guest_without_a_name_is_known_by_the_days():
    told = [met("a", country("CHN"), person("Jimmy Carter", "USA"), "1979-01-30")]
    assert statuses(compared(told, DENG_1979)) == [("both", ["v1"], ["a"])]


def test_the_pair_asked_for_is_kept_and_rows_come_in_order_of_time():
    frame = compared(
        [met("b", NIXON, MAO, "1972-02"), met("a", NIXON, person("Leonid Brezhnev", "RUS"), "1972-05")], SOVIET_1972, CHINA_1972
    )
    assert statuses(frame) == [("both", ["p1"], ["b"]), ("both", ["p3"], ["a"])]
    assert statuses(compared([met("b", NIXON, MAO, "1972-02")], SOVIET_1972, CHINA_1972, states=("CHN", "USA"))) == [
        ("both", ["p1"], ["b"])
    ]


def test_the_order_of_the_list_does_not_matter():
    told = [met("a", NIXON, MAO, "1972-02"), met("b", REAGAN, GORBACHEV, "1985-11", "Geneva")]
    rows = [CHINA_1972, DENG_1979, GENEVA_1985, SOVIET_1972]
    assert compared(told, *rows).equals(compared(told[::-1], *rows[::-1]))


def test_the_keeper_of_a_list_is_told_by_roles_and_not_by_counts():
    frame = compared([met("a", MAO, person("Nikita Khrushchev", "RUS"), "1972-03", "Beijing")], CHINA_1972, SOVIET_1972, DENG_1979)
    assert frame.filter(pl.col.event_ids.list.len() > 0)["status"].to_list() == ["not compared"]


def test_a_row_without_another_member_of_the_system_is_left_out():
    kalakaua = row("v0", None, 2, "1874-12-12", "1874-12-23", "King Kalakaua")
    assert compared([], kalakaua, DENG_1979)["rows"].to_list() == [["v1"]]


@pytest.mark.data
def test_nixon_in_china_is_in_the_published_list():
    folder = Path(os.environ.get("DETENTE_DATA", "")) / "visits"
    if not os.environ.get("DETENTE_DATA") or not folder.is_dir():
        pytest.skip("DETENTE_DATA names no folder with visits")
    from detente.datasets.published import read_published

    readings = [read_published(path) for path in sorted(folder.rglob("*.xml"))]
    told = [met("a", NIXON, MAO, "1972-02", "Beijing"), met("b", NIXON, ZHOU, "1972-02-27", "Shanghai")]
    frame = compare_visits(told, readings, states=("CHN", "USA"))
    both = frame.filter(pl.col.status == "both")
    assert both["days"].to_list() == ["1972-02-21/1972-02-28"] * 2
    assert {1972, 1975} <= set(pl.Series([int(days[:4]) for days in frame.filter(pl.col.status != "texts")["days"]]))
    assert "texts" not in frame["status"].to_list()
