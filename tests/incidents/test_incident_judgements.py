"""A reader's joins and splits, which outlive coding again; and who says what of an incident."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from incident_makers import CHN, KHRUSHCHEV, MAO, RUS, agreement, event, figure, milestone, period, sets

from detente.incidents import (
    CopyLink,
    Grouping,
    anchor_of,
    corroborate,
    group_incidents,
    key_of,
    settle,
    strongest_first,
)
from detente.incidents.judgements import actors_of, find
from detente.spans import Span

FIRED = [event("They fired on a patrol", "1969-03-02", document=name, key=name) for name in ("a", "b", "c")]
LATER = event("A larger battle with armour", "1969-03-15", document="d", key="d")


def judged(verdict, one, other, at="2026-11-22T10:00", user="mb", note=""):
    return Grouping(user=user, at=at, verdict=verdict, one=anchor_of(one), other=anchor_of(other), note=note)


def by_key(*statements):
    return {key_of(each): each for each in statements}


# anchors ----------------------------------------------------------------------------------------------


def test_an_anchor_finds_its_statement_when_it_was_coded_again():
    old = event("Khrushchev brought a credit", "1954-10-12", "AID", KHRUSHCHEV, CHN, at=100)
    new = replace(old, event_id="new", span=Span(98, 130), source=RUS, date=None)
    beside = replace(old, event_id="beside", span=Span(130, 160))
    elsewhere = replace(old, event_id="elsewhere", document="doc-2")
    assert find(anchor_of(old), by_key(new, beside, elsewhere)) == "new"
    assert find(anchor_of(old), by_key(beside, elsewhere)) is None


@pytest.mark.parametrize(
    "change",
    [{"source": MAO}, {"event_type": "AGREE"}, {"span": Span(0, 90)}, {"source": CHN, "target": KHRUSHCHEV}],
    ids=["another actor", "another type", "a longer evidence", "the other way round"],
)
def test_of_statements_with_the_same_evidence_the_nearest_in_actors_and_type_is_meant(change):
    old = event("Khrushchev brought a credit", "1954-10-12", "AID", KHRUSHCHEV, CHN)
    other = replace(old, **({"event_id": "0 first by id"} | change))
    assert find(anchor_of(old), by_key(replace(old, event_id="kept"), other)) == "kept"


def test_every_kind_has_an_anchor_by_its_own_actors():
    each = [FIRED[0], figure("students", 7), agreement("pact", "1950"), period("p", "1950"), milestone("death", "Mao", "m", "1976")]
    assert [actors_of(statement) for statement in each] == [("China", "Russia"), ("CHN", "RUS"), ("CHN", "RUS"), ("CHN", "RUS"), ("Mao",)]
    assert len({anchor_of(statement).about for statement in each}) == len(each)
    assert all(find(anchor_of(statement), by_key(*each)) == key_of(statement) for statement in each)


def test_of_two_judgements_on_one_pair_the_later_holds_and_what_finds_nothing_is_given_back():
    statements = by_key(*FIRED, LATER)
    early, late = judged("join", FIRED[0], LATER), judged("split", LATER, FIRED[0], at="2026-11-23T10:00")
    gone = judged("join", FIRED[0], event("x", "1969", document="no longer here"))
    settled = settle([late, gone, early], statements)
    assert (settled.joins, settled.splits, settled.lost) == ((), (("a", "d"),), (gone,))
    assert settle([judged("split", FIRED[0], FIRED[0])], statements).lost


# joins and splits -------------------------------------------------------------------------------------


def test_a_join_makes_one_incident_of_two_and_says_so():
    apart = group_incidents([*FIRED, LATER])
    assert sets(apart) == {frozenset("abc"), frozenset("d")}
    (incident,) = group_incidents([*FIRED, LATER], judgements=[judged("join", FIRED[1], LATER)])
    assert incident.reason.startswith("joined by hand; 4 statements")
    assert incident.verdict == "disagree" and incident.score == apart[0].score
    (pair,) = group_incidents([FIRED[0], LATER], judgements=[judged("join", FIRED[0], LATER)])
    assert pair.score == 1.0


def test_a_split_parts_two_and_leaves_each_the_rest_that_is_more_like_it():
    twin = event("They fired on a patrol", "1969-03-02", document="e", key="e", place="Zhenbao")
    near = event("The patrol was shot at", "1969-03-02", document="f", key="f", place="Zhenbao")
    made = [*FIRED, twin, near]
    assert sets(group_incidents(made)) == {frozenset("abcef")}
    assert sets(group_incidents(made, judgements=[judged("split", FIRED[0], near)])) == {frozenset("abce"), frozenset("f")}
    assert group_incidents(made[::-1], judgements=[judged("split", near, FIRED[0])]) == group_incidents(
        made, judgements=[judged("split", FIRED[0], near)]
    )


def test_a_split_stands_against_a_join_by_way_of_a_third():
    judgements = [judged("join", FIRED[0], LATER), judged("join", FIRED[1], LATER), judged("split", FIRED[0], FIRED[1])]
    found = sets(group_incidents([*FIRED, LATER], judgements=judgements))
    assert not [group for group in found if {"a", "b"} <= group]
    assert [group for group in found if "d" in group and len(group) > 1]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_judgement_holds_whatever_else_is_grouped_and_after_coding_again(data):
    dates = st.sampled_from(["1969-03-02", "1969-03-15", "1969-03"])
    made = [event(f"They fired on a patrol {n}", data.draw(dates), document=f"doc-{n % 3}", at=100 * n, key=str(n)) for n in range(6)]
    one, other = data.draw(st.sampled_from([(a, b) for a in range(6) for b in range(a)]))
    verdict = data.draw(st.sampled_from(["join", "split"]))
    judgement = judged(verdict, made[one], made[other])
    again = [replace(each, event_id=f"new {each.event_id}", span=Span(each.span.start, each.span.end + 5), confidence=0.5) for each in made]
    for statements in (made, again):
        incidents = group_incidents(statements, judgements=[judgement])
        mine, theirs = key_of(statements[one]), key_of(statements[other])
        together = any({mine, theirs} <= set(incident.statements) for incident in incidents)
        assert together == (verdict == "join")
        assert sorted(key for incident in incidents for key in incident.statements) == sorted(map(key_of, statements))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from("abcd"), st.sampled_from("abcd"))
def test_a_split_changes_no_incident_in_which_it_finds_nothing_to_part(one, other):
    far = event("A treaty was signed", "1950-02-14", "SUPPORT", document="z", key="z")
    statements = by_key(*FIRED, LATER, far)
    before = group_incidents(statements.values())
    after = group_incidents(statements.values(), judgements=[judged("split", statements[one], statements[other])])
    for incident in before:
        assert (incident in after) or {one, other} <= set(incident.statements)


# corroboration ----------------------------------------------------------------------------------------


def students(*values, copies=()):
    made = [figure("students", value, "195X", document=f"doc-{n}", key=str(n)) for n, value in enumerate(values)]
    (incident,) = group_incidents(made, copies=copies)
    return corroborate(incident, by_key(*made))


def test_each_source_is_told_with_what_it_says_where_they_differ():
    found = students(7000, 11000, 7000)
    assert (found.sources, found.independent, found.verdict) == (("doc-0", "doc-1", "doc-2"), 3, "disagree")
    assert found.says[0] == ("doc-0", (("amount", "7,000 persons"),))
    assert found.says[1] == ("doc-1", (("amount", "11,000 persons"),))


def test_a_disagreement_is_the_stronger_the_further_apart_and_the_more_sources():
    near, far, more = students(7000, 8000), students(7000, 38000), students(7000, 38000, 7000)
    assert 0 < near.strength < far.strength < more.strength
    copied = students(7000, 38000, 7000, copies=[CopyLink(one="doc-0", other="doc-2", likeness=1.0)])
    assert (copied.independent, copied.strength) == (2, far.strength)
    assert strongest_first([near, more, students(7000, 7000), far]) == [more, far, near]
    assert students(7000, 7000).strength == 0
    assert 0 < students(7000, 7100).strength < near.strength, "a difference in precision is little"


def test_dates_are_the_further_apart_the_more_years():
    def split(*years):
        made = [period("the split", year, turning=True, document=year, key=year) for year in years]
        (incident,) = group_incidents(made)
        return corroborate(incident, by_key(*made)).strength

    assert split("1956", "1957") < split("1956", "1960") < split("1956", "1966") <= 2.0


def test_what_has_no_measure_has_a_fixed_one():
    said = [milestone("saying", who, "lean to one side", "1949", document=who, key=who) for who in ("Mao Zedong", "Zhou Enlai")]
    (incident,) = group_incidents(said)
    found = corroborate(incident, by_key(*said))
    assert found.strength == 1.0
    assert dict(found.says) == {"Mao Zedong": (("actors", "Mao Zedong"),), "Zhou Enlai": (("actors", "Zhou Enlai"),)}
