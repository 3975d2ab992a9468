"""The tables hold together: every reference exists, no row is double, dates lie within bounds."""

import typing
from collections import Counter
from itertools import pairwise

import pytest

from detente.dates import day_number
from detente.register import Kind, default_register
from detente.register.leaders import load_persons
from detente.register.names import load_names, load_not_names
from detente.register.tables import first_day, last_day, table_rows

REGISTER = default_register()
TABLES = {
    "states.csv": ("code", "ccode", "gwcode", "iso3", "name"),
    "state_spells.csv": ("code", "system", "first", "last"),
    "state_names.csv": ("name", "kind", "ref", "from", "to", "flags"),
    "places.csv": ("name", "kind", "ref", "from", "to", "flags"),
    "parties.csv": ("name", "kind", "ref", "from", "to", "flags"),
    "leaders.csv": ("person", "name"),
    "leader_names.csv": ("person", "name", "sort", "flags"),
    "offices.csv": ("person", "state", "role", "first", "last"),
    "organisations.csv": ("organisation", "name", "kind", "first", "last"),
    "organisation_names.csv": ("organisation", "name", "flags"),
    "organisation_shorts.csv": ("organisation", "word"),
    "members.csv": ("organisation", "state", "first", "last"),
    "bloc_leads.csv": ("organisation", "state", "first", "last"),
    "not_names.csv": ("phrase",),
    "given_names.csv": ("name",),
    "titles.csv": ("title",),
}
EARLIEST, LATEST = day_number(1750), day_number(2026, 12, 31)


def rows(name):
    return [dict(zip(TABLES[name], row, strict=True)) for _, row in table_rows(name, *TABLES[name])]


@pytest.mark.parametrize("name", TABLES)
def test_no_row_is_double_or_untidy(name):
    all_rows = [tuple(row.values()) for row in rows(name)]
    assert [row for row, count in Counter(all_rows).items() if count > 1] == []
    assert [row for row in all_rows for value in row if value != value.strip()] == []


@pytest.mark.parametrize("name", [name for name, columns in TABLES.items() if {"first", "last"} <= set(columns) or "from" in columns])
def test_dates_lie_within_bounds_and_in_order(name):
    wrong = []
    for row in rows(name):
        first, last = first_day(row.get("first", row.get("from", ""))), last_day(row.get("last", row.get("to", "")))
        known = [day for day in (first, last) if day is not None]
        if any(not EARLIEST <= day <= LATEST for day in known) or (len(known) == 2 and first > last):
            wrong.append(row)
    assert wrong == []


@pytest.mark.parametrize("name", ["state_names.csv", "places.csv", "parties.csv"])
def test_every_name_refers_to_what_there_is(name):
    known = set(REGISTER.states) | set(REGISTER.organisations) | ({""} if name == "places.csv" else set())
    assert {row["ref"] for row in rows(name)} <= known
    assert {row["kind"] for row in rows(name)} <= set(typing.get_args(Kind))
    assert {flag for row in rows(name) for flag in row["flags"].split()} <= {"caution", "lesser"}


def test_every_name_can_be_found_as_it_is_written():
    lost = []
    for sense in REGISTER.entries:
        text = f"of {sense.name} " if not sense.name.endswith("-") else f"of {sense.name}x "
        if not any(match.surface == sense.name for match in REGISTER.find_names(text)):
            lost.append(sense.name)
    assert sorted(set(lost)) == []


def test_no_name_is_also_a_phrase_to_read_over():
    assert {entry.name for entry in REGISTER.entries} & set(load_not_names()) == set()


def test_senses_of_one_name_kind_and_state_do_not_overlap():
    overlapping = []
    for name in ("state_names.csv", "places.csv", "parties.csv"):
        spells = {}
        for sense in load_names(name):
            spells.setdefault((sense.name, sense.kind, sense.ref), []).append((sense.valid_from or 0, sense.valid_to or LATEST))
        for key, held in spells.items():
            held.sort()
            if any(second[0] <= first[1] for first, second in pairwise(held)):
                overlapping.append(key)
    assert overlapping == []


def test_leaders_and_their_tables_agree():
    persons = load_persons()
    assert {row["person"] for row in rows("leader_names.csv")} <= set(persons)
    assert {row["person"] for row in rows("offices.csv")} == set(persons)
    assert {row["state"] for row in rows("offices.csv")} <= set(REGISTER.states) | set(REGISTER.organisations)
    assert {row["sort"] for row in rows("leader_names.csv")} == {"full", "surname"}


def test_organisations_and_their_tables_agree():
    known = set(REGISTER.organisations)
    assert {row["organisation"] for row in (*rows("organisation_names.csv"), *rows("organisation_shorts.csv"))} <= known
    assert {row["organisation"] for row in rows("members.csv")} <= known
    assert {row["state"] for row in rows("members.csv")} <= set(REGISTER.states)
    assert {row["kind"] for row in rows("organisations.csv")} == {"organisation", "bloc", "party"}


def test_ids_of_persons_states_and_organisations_differ():
    assert not set(REGISTER.persons) & set(REGISTER.organisations)
    assert not set(REGISTER.states) & (set(REGISTER.persons) | set(REGISTER.organisations))


def test_every_state_has_a_name_of_its_own_and_numbers_are_unique():
    named = {sense.ref for sense in load_names("state_names.csv") if sense.kind == "state"}
    assert set(REGISTER.states) - named == set()
    assert [code for code, count in Counter(row["ccode"] for row in rows("states.csv") if row["ccode"]).items() if count > 1] == []
