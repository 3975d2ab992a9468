"""Deleting one source changes exactly the rows that listed it, in every table of a study.

A row **lists** a source where the source's own statements, or the source by name, stand in it:

- a statement (events, figures ...): its `document`, or the incident it stands in, whose `statement_ids` are of several sources;
- whatever is counted or grouped (incidents, differences, meetings, contexts, motives, treaties, flows): the ids in its lists, those of
  `of_ids` among them, which name what a share or a grouping rests on too;
- actors: `sources`; motives by source: `source`;
- a year of a series: `event_ids`; the table of dates, where the source names a date of that year in a paragraph with both states (it
  makes the year covered); and for the column `undated`, which is the same in all years of a pair, the source's events without a period;
- asserted: an asserted period rests on the years of the series that it spans, an asserted turning point on all years of its pair,
  and a turn of the series on the years whose changes it is compared with (six before, five after).

The states and years of the study are those of its study file. Where it names none they are chosen from what all sources tell, and the
labels of two sources of one name hold their paths: then a source that goes can change what is chosen.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from told_sources import CHINA, INDIA, KHRUSHCHEV, MAO, RUSSIA, SCOPE, SOURCES, WORDS, spoken, tables_of, told

STATEMENTS = ("events", "figures", "agreements", "reasons", "periods", "milestones")
LISTS = ("event_ids", "of_ids", "statement_ids", "figure_ids", "agreement_ids", "reason_ids", "also_ids", "rejected_ids")
KEYS = {
    "series": ("dyad", "period"),
    "contexts": ("dyad", "decade", "domain"),
    "motives": ("dyad", "by", "source", "holder_kind", "decade"),
    "asserted": ("row_id",),
    "actors": ("actor_id",),
}
"""By what a row is the same row in both studies; of the other tables by a statement that both list."""
TABLES = (*STATEMENTS, "incidents", "differences", "meetings", "treaties", "flows", *KEYS)


class Listing:
    """Which rows of a study list one of its sources."""

    def __init__(self, tables, codings, source):
        self.tables, self.codings, self.source = tables, codings, source
        document = codings[source][0]
        self.key, self.document_id = document.key, document.document_id
        self.own = {row[f"{name[:-1]}_id"] for name in STATEMENTS for row in tables[name] if row["document"] == self.key}
        self.incidents = {row["incident_id"] for row in tables["incidents"] if self.own & {*row["statement_ids"]}}
        self.years = {dyad: self._years(dyad) for dyad in SCOPE.dyads}

    def _years(self, dyad):
        """The years of a pair's series that list the source."""
        name = "-".join(dyad)
        told = {row["year"] for row in self.tables["series"] if row["dyad"] == name and self.own & {*row["event_ids"]}}
        return told | spoken(self.codings, dyad, self.document_id)

    def undated(self, dyad):
        states = set(dyad.split("-"))
        rows = [row for row in self.tables["events"] if row["document"] == self.key]
        return any({row["source_state"], row["target_state"]} == states and not row["date_edtf"] for row in rows)

    def of_years(self, row):
        """Whether a row that rests on the series lists the source by one of the years it rests on."""
        years = self.years[tuple(row["dyad"].split("-"))]
        if row["origin"] == "series":
            return bool(years & set(range(row["first_year"] - 6, row["first_year"] + 6)))
        if row["turning"] or None in (row["first_year"], row["last_year"]):
            return bool(years)
        return bool(years & set(range(row["first_year"], row["last_year"] + 1)))

    def __call__(self, name, row):
        if name in STATEMENTS:
            return row["document"] == self.key or row.get("incident") in self.incidents
        if name == "differences":
            return row["incident_id"] in self.incidents
        if name == "actors":
            return self.key in row["sources"]
        if name == "series":
            return row["year"] in self.years[tuple(row["dyad"].split("-"))] or self.undated(row["dyad"])
        if name == "asserted":
            return row["document"] == self.key or self.of_years(row)
        return row.get("source") == self.key or any(self.own & set(row.get(each) or ()) for each in LISTS)


def frozen(rows):
    return Counter(json.dumps(row, sort_keys=True, default=str) for row in rows)


def only(mine, others):
    return [json.loads(text) for text in (frozen(mine) - frozen(others)).elements()]


def same_row(name, row, other):
    if name in KEYS:
        return all(row[key] == other[key] for key in KEYS[name])
    if name in STATEMENTS:
        return row[f"{name[:-1]}_id"] == other[f"{name[:-1]}_id"]
    if name == "differences":
        return row["statement_id"] == other["statement_id"]
    return any(set(row.get(each) or ()) & set(other.get(each) or ()) for each in LISTS)


def faults_of(whole, less, listing):
    """The rows that break the rule: gone or changed though they did not list the source, or new beside no row that did."""
    found = []
    for name in TABLES:
        gone, new = only(whole[name], less[name]), only(less[name], whole[name])
        found += [(name, "gone", row) for row in gone if not listing(name, row)]
        listed = [row for row in whole[name] if listing(name, row)]
        for row in new:
            told_of = name == "asserted" and listing.of_years(row)
            # the incident's id is a hash of its statements: what is left of one that listed the source has another
            if not told_of and not any(same_row(name, row, other) for other in listed):
                found.append((name, "new", row))
    return found


def studied(sources):
    with TemporaryDirectory() as folder:
        return tables_of(Path(folder) / "study", sources)


def check(specs, gone):
    codings = [told(f"source-{at}", each) for at, each in enumerate(specs)]
    whole = studied(codings)
    less = studied([each for at, each in enumerate(codings) if at != gone])
    listing = Listing(whole, codings, gone)
    return whole, less, faults_of(whole, less, listing)


def deed(date, sides, place=None, kind=("CONSULT", "visit", 1.9)):
    return {
        "kind": "event", "date": date, "words": WORDS[0], "sides": sides, "deed": kind,
        "place": place, "contexts": (), "modality": "asserted",
    }  # fmt: skip


def number(value, sides, date="1950"):
    return {"kind": "figure", "date": date, "words": WORDS[1], "what": "technicians", "value": value, "sides": sides, "promised": False}


def why(date, states=("CHN", "RUS"), *, rejected=False):
    codes = {"motive": "economy", "also": (), "rejected": rejected, "holder_kind": "author", "states": states}
    return {"kind": "reason", "date": date, "words": WORDS[2]} | codes


TWO, CLASH = (MAO, KHRUSHCHEV), ("ASSAULT", None, -9.5)
BY_HAND = {
    "a statement that fits two meetings": [
        [deed("1950-02-14", TWO, "Moscow")],
        [deed("1950-02-20", TWO)],
        [deed("1950-03-01", TWO, "Beijing")],
    ],
    "a figure that fits the amounts of two pairs": [
        [number(1000.0, ("RUS", "IND"))],
        [number(1000.0, ("RUS", "CHN"))],
        [number(1030.0, (None, None))],
    ],
    "a heading that one source alone has": [
        [deed("1950", (CHINA, RUSSIA)) | {"contexts": ("military",)}],
        [deed("1961", (CHINA, RUSSIA))],
        [deed("1955", (INDIA, CHINA))],
    ],
    "a decade that one source alone explains": [[why("1884")], [why("1950")], [why(None)]],
    "a group whose reasons are all rejected": [[why("1950", rejected=True)], [why("1961")], [why("1961")]],
    "a turn beside the turn of another source": [
        [deed("1957", (CHINA, RUSSIA), kind=CLASH)],
        [deed(year, (CHINA, RUSSIA)) for year in ("1950", "1952", "1954", "1955")],
        [deed("1960-07", (CHINA, RUSSIA), kind=CLASH)],
    ],
    "an event without a date": [[deed(None, (CHINA, RUSSIA))], [deed("1950", (CHINA, RUSSIA))], [deed("1961", (RUSSIA, CHINA))]],
    "a deed that two tell": [[deed("1950-02-14", TWO)], [deed("1950-02-14", TWO)], [deed("1950-02-14", (CHINA, RUSSIA))]],
}


@pytest.mark.parametrize("specs", BY_HAND.values(), ids=BY_HAND)
def test_by_hand_deleting_a_source_changes_the_rows_that_listed_it_and_no_other(specs):
    whole, less, faults = check(specs, 0)
    assert not faults
    assert any(whole[name] != less[name] for name in TABLES), "the source said something"


@pytest.mark.parametrize(
    ("name", "table"), [("a statement that fits two meetings", "meetings"), ("a figure that fits the amounts of two pairs", "flows")]
)
def test_the_rule_would_be_broken_without_the_ids_that_a_grouping_rests_on(name, table):
    codings = [told(f"source-{at}", each) for at, each in enumerate(BY_HAND[name])]
    whole, less = studied(codings), studied(codings[1:])
    for study in (whole, less):
        study[table] = [{key: value for key, value in row.items() if key != "of_ids"} for row in study[table]]
    assert {found[0] for found in faults_of(whole, less, Listing(whole, codings, 0))} == {table}


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(SOURCES, st.data())
def test_deleting_a_source_changes_exactly_the_rows_that_listed_it(specs, data):
    whole, less, faults = check(specs, data.draw(st.integers(0, len(specs) - 1)))
    for name in TABLES:
        event(f"{name}: {'changed' if whole[name] != less[name] else 'same'}")
    assert not faults
