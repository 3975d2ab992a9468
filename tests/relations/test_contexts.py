import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relation_makers import event

from detente.ontology import CONTEXTS, DOMAINS
from detente.relations import UNSTATED, contexts_by_decade


def shares(events, years=(1950, 1969), dyad=("CHN", "RUS")):
    return contexts_by_decade(events, dyad=dyad, first_year=years[0], last_year=years[1])


def cell(frame, decade, domain):
    (row,) = frame.filter((frame["decade"] == decade) & (frame["domain"] == domain)).iter_rows(named=True)
    return row


def test_golden_decade_by_hand():
    """AID of two headings, an ACCUSE over doctrine, a meeting of no stated matter: three units of weight."""
    told = [
        event("aid", "RUS", "CHN", "AID", "1953", contexts=("economic", "technology", "resource")),
        event("accuse", "CHN", "RUS", "ACCUSE", "1957", contexts=("ideology",)),
        event("talks", "CHN", "RUS", "CONSULT", "1958"),
        event("other", "USA", "CHN", "ASSAULT", "1953", contexts=("military",)),
    ]
    every = shares(told, years=(1950, 1959))
    assert every["domain"].to_list() == [*DOMAINS, UNSTATED] and set(every.filter(pl.col("n") == 0)["share"]) == {0}
    frame = every.filter(pl.col("n") > 0)
    assert frame["domain"].to_list() == ["economy", "ideology", "technology", UNSTATED]
    assert frame["share"].to_list() == pytest.approx([1 / 6, 1 / 3, 1 / 6, 1 / 3])
    assert frame["weight"].to_list() == pytest.approx([0.5, 1, 0.5, 1])
    assert frame["lean"].to_list() == [1, -1, 1, 1]
    assert frame["n"].to_list() == [1, 1, 1, 1]
    assert cell(frame, 1950, "economy")["event_ids"] == ["aid"]
    assert cell(frame, 1950, "economy")["of_ids"] == ["accuse", "aid", "talks"]
    assert set(frame["dyad"]) == {"CHN-RUS"}


def test_lean_weighs_friendly_against_hostile_scores():
    told = [
        event("aid", "RUS", "CHN", "AID", "1953", contexts=("military",)),
        event("threat", "RUS", "CHN", "MOBILIZE", "1958", mode="troops", contexts=("military",)),
    ]
    assert cell(shares(told), 1950, "security")["lean"] == pytest.approx((10 - 6.5) / 16.5)


def test_a_decade_that_nobody_tells_of_is_a_gap():
    frame = shares([event("aid", "RUS", "CHN", "AID", "1953", contexts=("military",))])
    silent = cell(frame, 1960, "security")
    assert (silent["share"], silent["weight"], silent["lean"], silent["n"]) == (None, None, None, 0)


def test_a_heading_absent_from_a_decade_that_is_told_of_has_a_share_of_zero():
    told = [
        event("a", "RUS", "CHN", "AID", "1953", contexts=("military",)),
        event("b", "CHN", "RUS", "ACCUSE", "1963", contexts=("ideology",)),
    ]
    row = cell(shares(told), 1950, "ideology")
    assert (row["share"], row["lean"], row["event_ids"]) == (0, None, [])


def test_a_statement_over_the_edge_of_decades_is_divided_between_them():
    told = [event("a", "RUS", "CHN", "AID", "1958/1961", contexts=("economic",))]
    frame = shares(told).filter(pl.col("n") > 0)
    assert frame["weight"].to_list() == pytest.approx([730 / 1461, 731 / 1461])
    assert frame["share"].to_list() == [1, 1]
    assert frame["n"].to_list() == [1, 1]


def test_without_statements_every_heading_is_a_gap_in_every_decade():
    for told in ([], [event("a", "RUS", "CHN", "AID", None, contexts=("economic",))]):
        frame = shares(told)
        assert len(frame) == 2 * (len(DOMAINS) + 1)
        assert frame["share"].null_count() == frame["weight"].null_count() == len(frame)
        assert set(frame["n"]) == {0}


def test_what_is_said_of_one_decade_adds_no_row_to_another():
    one, other = (
        event(name, "RUS", "CHN", "AID", year, contexts=(about,))
        for name, year, about in (("a", "1953", "economic"), ("b", "1965", "military"))
    )
    both, alone = shares([one, other]), shares([one])
    assert both.filter(pl.col("decade") == 1950).equals(alone.filter(pl.col("decade") == 1950))


worlds = st.lists(
    st.tuples(
        st.sampled_from(["AID", "ACCUSE", "CONSULT", "REQUEST"]),
        st.sampled_from(["1951", "1958/1961", "195X", "1965-02", "1944"]),
        st.lists(st.sampled_from(CONTEXTS), max_size=3, unique=True),
    ),
    max_size=10,
)


@settings(max_examples=40, deadline=None)
@given(worlds)
def test_shares_of_a_decade_add_up_to_one_or_are_all_unknown(rows):
    told = [event(f"{n}", "RUS", "CHN", kind, date, contexts=tuple(contexts)) for n, (kind, date, contexts) in enumerate(rows)]
    frame = shares(told)
    for decade in frame["decade"].unique():
        mine = frame.filter(decade=decade)["share"]
        assert mine.null_count() in (0, len(mine))
        assert mine.null_count() or mine.sum() == pytest.approx(1)
    assert frame.equals(shares(told[::-1]))
