"""Statements grouped: a partition that no order changes, and that loses with a source only what listed it."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from incident_makers import CHN, KHRUSHCHEV, MAO, RUS, USA, ZHOU, agreement, event, figure, milestone, money, period

from detente.dates import day_number, iso_day
from detente.incidents import CopyLink, group_incidents, key_of, likeness
from detente.incidents.forest import grow
from detente.incidents.join import links
from detente.incidents.likeness import telling_of

WORDS = ("Zhenbao", "patrol", "treaty", "alliance", "credit", "million", "fired", "Island", "talks", "experts", "recalled", "railway")
EDGE = day_number(1969, 3, 2) // 64 * 64
"""A day at which the search turns to the next bin of days, at every level but that of years."""
EDGES = tuple(map(iso_day, (EDGE - 2, EDGE - 1, EDGE, EDGE + 1)))
SPANS = (f"{EDGES[0]}/{EDGES[2]}", f"{EDGES[1]}/{iso_day(EDGE + 20)}", "1968-07/1969-06", "1969-03-02/1969-03-05")
DATES = (*EDGES, *SPANS, "1969-03-02", "1969-03-03", "1969-03-15", "1969-03", "1969", "1968/1970", "196X", "../1969", None)


@st.composite
def statements(draw, most=14):
    """Some statements of several kinds and documents, of few words, days and actors, so that many are alike."""
    found = []
    for number in range(draw(st.integers(0, most))):
        words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)))
        document = f"doc-{draw(st.integers(0, 3))}"
        more = {"document": document, "sentence": f"{document}-{draw(st.integers(0, 5))}", "at": number}
        more["basis"] = draw(st.sampled_from(("explicit", "inherited")))
        found.append(draw(st.sampled_from(MAKERS))(draw, words, draw(st.sampled_from(DATES)), more))
    return found


def an_event(draw, words, date, more):
    source, target = draw(st.sampled_from([(CHN, RUS), (RUS, CHN), (MAO, KHRUSHCHEV), (ZHOU, RUS), (CHN, USA)]))
    kind, mutual = draw(st.sampled_from(["CONSULT", "ASSAULT", "COERCE", "AID"])), draw(st.booleans())
    place, modality = draw(st.sampled_from([None, "Moscow", "Beijing"])), draw(st.sampled_from(["asserted", "denied", "opinion"]))
    return event(words, date, kind, source, target, reciprocal=mutual, place=place, modality=modality, **more)


def a_figure(draw, words, date, more):
    what, value = draw(st.sampled_from(["students", "trade", "loan", "casualties"])), draw(st.sampled_from([7000, 11000]))
    giver, receiver = draw(st.sampled_from([("CHN", "RUS"), ("RUS", "CHN"), (None, "CHN"), (None, None)]))
    return figure(what, value, date, giver, receiver, quote=words, promised=draw(st.booleans()), **more)


def an_agreement(draw, words, date, more):
    parties = draw(st.sampled_from([("CHN", "RUS"), ("CHN", "RUS", "USA"), ("RUS", "USA")]))
    return agreement(draw(st.sampled_from(["treaty", "Trade Agreement", "Test Ban Treaty"])), date, parties, quote=words, **more)


def a_period(draw, words, date, more):
    direction, label = draw(st.sampled_from(["down", "up", "high"])), draw(st.sampled_from(["the split", "honeymoon"]))
    return period(label, date, direction, draw(st.booleans()), quote=words, **more)


def a_milestone(draw, words, date, more):
    kind = draw(st.sampled_from(["saying", "death", "founding", "accession"]))
    return milestone(kind, draw(st.sampled_from(["Mao Zedong", "Mao", "Zhou Enlai"])), words, date, quote=words, **more)


MAKERS = (an_event, an_event, an_event, a_figure, an_agreement, a_period, a_milestone)
COPIES = st.sets(st.sampled_from(list(combinations([f"doc-{n}" for n in range(4)], 2)))).map(
    lambda pairs: [CopyLink(one=one, other=other, likeness=1.0) for one, other in sorted(pairs)]
)


def naive(made, copies):
    """The groups and the weakest score of each, by comparing every pair."""
    copied = {frozenset((link.one, link.other)) for link in copies}
    made = sorted({key_of(each): each for each in made}.values(), key=key_of)
    pairs = [
        (found.score, i, j)
        for (i, a), (j, b) in combinations(enumerate(made), 2)
        if (found := likeness(a, b, copied=frozenset((a.document, b.document)) in copied))
    ]
    trees, _ = grow(len(made), pairs)
    return {(frozenset(key_of(made[place]) for place in tree.places), tree.weakest) for tree in trees}


@settings(max_examples=400, deadline=None)
@given(statements(), COPIES)
def test_the_search_finds_what_comparing_every_pair_finds(made, copies):
    found = {(frozenset(incident.statements), incident.score) for incident in group_incidents(made, copies=copies)}
    assert found == naive(made, copies)


@settings(max_examples=100, deadline=None)
@given(statements(), COPIES, st.randoms(use_true_random=False))
def test_each_statement_stands_in_one_incident_and_no_order_changes_any(made, copies, draw):
    incidents = group_incidents(made, copies=copies)
    assert sorted(key for incident in incidents for key in incident.statements) == sorted({key_of(each) for each in made})
    again = [*made, *made]
    draw.shuffle(again)
    draw.shuffle(copies)
    assert group_incidents(again, copies=copies) == incidents


@settings(max_examples=200, deadline=None)
@given(statements(), COPIES, st.integers(0, 3))
def test_deleting_a_source_changes_exactly_the_incidents_that_listed_it(made, copies, number):
    gone = f"doc-{number}"
    before = group_incidents(made, copies=copies)
    left = [each for each in made if each.document != gone]
    after = group_incidents(left, copies=[link for link in copies if gone not in (link.one, link.other)])
    untouched = [incident for incident in before if gone not in incident.documents]
    assert [incident for incident in after if incident in untouched] == untouched
    kept = {key for incident in untouched for key in incident.statements}
    assert all(not kept & set(incident.statements) for incident in after if incident not in untouched)
    assert {key for incident in after for key in incident.statements} == {key_of(each) for each in left}


@settings(max_examples=100, deadline=None)
@given(statements())
def test_what_an_incident_says_of_itself_is_of_its_statements(made):
    by_key = {key_of(each): each for each in made}
    for incident in group_incidents(made):
        own = [by_key[key] for key in incident.statements]
        assert set(incident.documents) == {each.document for each in own}
        assert 1 <= incident.independent <= len(incident.documents)
        assert 0 < incident.score <= 1 and (incident.score == 1 or len(own) > 1)
        assert {key for difference in incident.differences for key, _ in difference.says} <= set(incident.statements)
        assert (incident.reason == "told once") == (len(own) == 1)
        assert group_incidents(own) == [incident], "it can be made again from its own statements alone"


# by hand ----------------------------------------------------------------------------------------------

NEWS = "Chinese soldiers fired on a Soviet patrol on Zhenbao Island"


def test_a_clash_in_three_sources_is_one_incident_and_the_next_clash_another():
    made = [
        event(NEWS, "1969-03-02", document="doc-2", key="b"),
        event("A patrol was fired on near Zhenbao", "1969-03-02", document="doc-1", key="a", at=90),
        event("Fighting upon Zhenbao Island, where a patrol was fired on", "1969-03", document="doc-3", key="c"),
        event("A second and larger battle with armour and guns", "1969-03-15", document="doc-1", key="d"),
    ]
    first, second = group_incidents(made)
    assert first.statements == ("a", "b", "c") and first.documents == ("doc-1", "doc-2", "doc-3")
    assert (first.kind, first.states, first.independent, first.verdict) == ("event", ("CHN", "RUS"), 3, "differ in precision")
    assert (first.label, first.date.edtf) == ("ASSAULT: China to Russia, 1969-03-02", "1969-03-02")
    assert first.reason.startswith("3 statements, each like another; same dyad and type ASSAULT")
    assert (second.statements, second.verdict, second.score) == (("d",), "single", 1.0)


def test_copies_count_as_one_source_and_say_what_they_say_alone():
    made = [event(NEWS, "1969-03-02", document=name) for name in ("doc-1", "doc-2")]
    (apart,) = group_incidents(made)
    assert (apart.independent, apart.verdict) == (2, "agree")
    (copied,) = group_incidents(made, copies=[CopyLink(one="doc-1", other="doc-2", likeness=0.9)])
    assert (copied.independent, copied.verdict) == (1, "single")


def test_the_same_words_in_a_copy_with_another_date_are_one_happening():
    made = [event(NEWS, date, document=name) for name, date in (("doc-1", "1969-03-02"), ("doc-2", "1971-05-06"))]
    assert len(group_incidents(made)) == 2
    (incident,) = group_incidents(made, copies=[CopyLink(one="doc-1", other="doc-2", likeness=0.9)])
    assert incident.verdict == "disagree" and incident.score == 0.95


def test_a_source_that_contradicts_itself_is_shown():
    made = [period("the break", date, turning=True) for date in ("1960/1963", "1964")]
    (incident,) = group_incidents(made)
    assert (incident.independent, incident.verdict, incident.differences[0].aspect) == (1, "disagree", "date")


def test_the_students_are_one_incident_with_three_numbers():
    made = [
        figure("students", 7000, "195X", document="njal"),
        figure("students", 11000, "1960-07", basis="inherited", document="ledger"),
        figure("students", 10000, None, high=99999.0, bound="order", document="lecture"),
    ]
    (incident,) = group_incidents(made)
    assert incident.verdict == "disagree" and [d.aspect for d in incident.differences] == ["amount"]
    assert {words for _, words in incident.differences[0].says} == {"7,000 persons", "11,000 persons", "10,000 to 99,999 persons"}


def test_many_years_of_one_dyad_make_no_chain():
    """Clashes of every fortnight, and a word on each year, month and decade: no vague statement ties days together."""
    dates = [f"19{60 + n // 24}-{n // 2 % 12 + 1:02}-{1 + 14 * (n % 2):02}" for n in range(240)]
    days = [event(f"Shots at post {100 + n} near village {200 + n}", date) for n, date in enumerate(dates)]
    years = [date for n in range(60, 70) for date in (f"19{n}", f"19{n}-07")]
    vague = [event("Border clashes went on all along the frontier", date) for date in years]
    sizes = sorted(len(incident.statements) for incident in group_incidents([*days, *vague, event("Border clashes went on", "196X")]))
    assert sizes[-1] <= 3 and len(sizes) > 200


def test_kinds_are_listed_in_their_order_and_by_time():
    events = [event("b", None), event("a", "1969")]
    incidents = group_incidents([milestone("death", "Stalin", "died", "1953"), agreement("pact", "1950"), *events, figure("students", 5)])
    assert [incident.kind for incident in incidents] == ["event", "event", "figure", "agreement", "milestone"]
    assert [incident.date.edtf if incident.date else None for incident in incidents[:2]] == ["1969", None]
    assert incidents[4].label == "death: died, 1953" and incidents[4].states == ("CHN",)


@pytest.mark.parametrize("other", [EDGES[2], EDGES[3], SPANS[0]])
def test_the_search_sees_over_the_edge_of_its_bins(other):
    assert len(group_incidents([event(NEWS, EDGES[1], basis="inherited"), event(NEWS, other, basis="inherited", document="doc-2")])) == 1


def test_the_search_sees_every_day_and_year_that_a_date_spans():
    made = [event("They fought", "1969-03-02/1969-03-05"), event("Shots fell", "1969-03-05", document="doc-2")]
    assert len(group_incidents(made)) == 1
    made = [money("loan", 3e8, "1968-07/1969-06"), money("loan", 2e8, "1969-02", document="doc-2")]
    assert len(group_incidents(made)) == 1


def test_no_statements_make_no_incidents():
    assert group_incidents([]) == []
    assert list(links([], {})) == []


# the forest -------------------------------------------------------------------------------------------


def test_the_weakest_link_is_that_of_the_strongest_way():
    (tree,), refused = grow(3, [(0.4, 0, 2), (0.9, 0, 1), (0.7, 1, 2)])
    assert (tree.places, tree.weakest, refused) == ((0, 1, 2), 0.7, set())


@pytest.mark.parametrize(
    ("splits", "groups"),
    [([(0, 3)], [(0, 1), (2, 3)]), ([(0, 1)], [(0,), (1, 2, 3)]), ([(0, 3), (0, 1)], [(0,), (1, 2, 3)]), ([(2, 2)], [(0, 1, 2, 3)])],
)
def test_a_split_takes_out_the_weakest_links_between_two(splits, groups):
    trees, _ = grow(4, [(0.9, 0, 1), (0.5, 1, 2), (0.9, 2, 3)], splits=splits)
    assert [tree.places for tree in trees] == groups


def test_a_join_goes_before_any_link_and_a_split_before_a_join():
    trees, refused = grow(3, [(0.9, 1, 2)], joins=[(0, 1), (0, 2)], splits=[(0, 2)])
    assert [tree.places for tree in trees] == [(0, 1), (2,)]
    assert refused == {(0, 2)}
    assert grow(2, [], joins=[(0, 1)])[0][0].weakest == 1.0


def test_tellings_that_cannot_be_told_apart_are_linked_without_every_pair():
    made = [telling_of(event(NEWS, "1969-03-02", document=f"doc-{n}")) for n in range(200)]
    found = list(links(made, {}))
    assert len(found) < 2000
    assert len(grow(200, found)[0]) == 1
