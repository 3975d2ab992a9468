"""Who appears: kinds, names used, offices, dates, and what was done and suffered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relation_makers import event, person

from detente.model import Actor, Trace
from detente.relations import actors, kind_of
from detente.spans import Span


def row(events, name, **more):
    (found,) = [row for row in actors(events, **more).iter_rows(named=True) if row["name"] == name]
    return found


CHINA, RUSSIA = Actor(name="China", role="state", state="CHN"), Actor(name="Russia", role="state", state="RUS")


@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        (CHINA, "state"),
        (Actor(name="China", role="leader", state="CHN"), "state"),
        (Actor(name="Russia", role="armed forces", state="RUS"), "state"),
        (person("Mao Zedong", "CHN", "leader"), "person"),
        (Actor(name="State Department", role="government", state="USA"), "body"),
        (Actor(name="United Nations", role="organisation", state=None), "organisation"),
    ],
)
def test_an_actor_is_a_person_a_state_a_body_or_an_organisation(actor, kind):
    assert kind_of(actor) == kind


def test_what_is_done_what_is_suffered_and_what_is_mutual_stand_apart():
    told = [
        event("aid", RUSSIA, CHINA, "AID", "1954"),
        event("blame", CHINA, RUSSIA, "ACCUSE", "1960"),
        event("talk", CHINA, RUSSIA, "CONSULT", "1957"),
        event("plan", RUSSIA, CHINA, "AID", "1958", modality="planned"),
    ]
    china = row(told, "China")
    assert [china[name] for name in ("done", "suffered", "mutual", "not_done")] == [["blame"], ["aid"], ["talk"], ["plan"]]
    russia = row(told, "Russia")
    assert [russia[name] for name in ("done", "suffered", "mutual", "not_done")] == [["aid"], ["blame"], ["talk"], ["plan"]]
    assert (china["n"], china["state"], china["kind"]) == (4, "CHN", "state")


def test_what_is_alleged_counts_as_told_and_what_is_denied_does_not():
    told = [event("a", CHINA, RUSSIA, "ACCUSE", "1960", modality="alleged"), event("d", CHINA, RUSSIA, "ACCUSE", "1960", modality="denied")]
    assert (row(told, "China")["done"], row(told, "China")["not_done"]) == (["a"], ["d"])


def test_the_dates_are_the_outermost_of_those_known_to_a_year():
    dates = {"a": "1954-03", "b": "1960-07-16", "c": "19XX", "d": "1945/..", "e": None}
    china = row([event(name, CHINA, RUSSIA, "ACCUSE", date) for name, date in dates.items()], "China")
    assert (china["first_date"], china["last_date"]) == ("1954-03-01", "1960-07-16")
    undated = row([event("e", CHINA, RUSSIA, "ACCUSE", None)], "China")
    assert undated["first_day"] is None and undated["last_date"] is None


def test_names_used_are_names_and_not_pronouns():
    words = ["Peking", "they", "It", "the Chinese", "Chinese", "Wash\x02\nington", "People’s\nRepublic of China"]
    told = [
        event(
            f"e{at}",
            CHINA,
            RUSSIA,
            "ACCUSE",
            "1960",
            quote=text,
            span=Span(0, len(text)),
            trace=(Trace(part="source", span=Span(0, len(text))),),
        )
        for at, text in enumerate(words)
    ]
    found = row(told, "China")["names"]
    assert {"Peking", "Chinese"} <= set(found)
    assert not {"they", "It", "the Chinese"} & set(found)
    assert not [name for name in found if "\n" in name or "\x02" in name]


def test_a_trace_outside_the_quote_gives_no_name():
    told = event("e", CHINA, RUSSIA, "ACCUSE", "1960", quote="Peking", span=Span(10, 16), trace=(Trace(part="source", span=Span(0, 6)),))
    assert row([told], "China")["names"] == []


def test_one_name_in_two_states_is_two_actors_and_offices_are_gathered():
    told = [
        event("a", person("Li Peng", "CHN", "prime minister"), RUSSIA, "ACCUSE", "1990"),
        event("b", person("Li Peng", "CHN", "president"), RUSSIA, "ACCUSE", "1991"),
        event("c", person("Li Peng", "TAW"), RUSSIA, "ACCUSE", "1991"),
    ]
    found = [each for each in actors(told).iter_rows(named=True) if each["name"] == "Li Peng"]
    assert [(each["state"], each["offices"]) for each in found] == [("CHN", ["president", "prime minister"]), ("TAW", ["president"])]
    assert len({each["actor_id"] for each in found}) == 2


def test_sources_are_named_by_their_key_and_counted_once():
    told = [event("a", CHINA, RUSSIA, "ACCUSE", "1960", document="x"), event("b", CHINA, RUSSIA, "ACCUSE", "1961", document="x")]
    china = row(told, "China", labels={"x": "essay"})
    assert (china["sources"], china["n_sources"]) == (["essay"], 1)


def test_the_most_often_named_stand_first_and_nothing_gives_an_empty_table():
    told = [event("a", CHINA, RUSSIA, "ACCUSE", "1960"), event("b", CHINA, person("Harry S. Truman", "USA"), "ACCUSE", "1950")]
    assert actors(told)["name"].to_list()[0] == "China"
    assert actors([]).height == 0


parties = st.sampled_from([CHINA, RUSSIA, person("Mao Zedong", "CHN"), Actor(name="United Nations", role="organisation", state=None)])


@given(st.lists(st.tuples(parties, parties, st.sampled_from(["AID", "CONSULT"]), st.sampled_from(["asserted", "planned"])), max_size=12))
def test_every_event_is_in_the_lists_of_both_its_sides_and_of_no_other(drawn):
    told = [event(f"e{at:02d}", a, b, kind, "1960", modality=held) for at, (a, b, kind, held) in enumerate(drawn)]
    lists = ("done", "suffered", "mutual", "not_done")
    found = {each["name"]: {name for column in lists for name in each[column]} for each in actors(told).iter_rows(named=True)}
    for each in told:
        assert {name for name, events in found.items() if each.event_id in events} == {each.source.name, each.target.name}
    for each in actors(told).iter_rows(named=True):
        assert each["n"] == len(found[each["name"]])
