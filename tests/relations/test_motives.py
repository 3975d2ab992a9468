"""Reasons counted by motive: what is added up, what is a gap, and what is never a reason."""

import pytest
from claim_makers import reason
from hypothesis import given
from hypothesis import strategies as st

from detente.dates import read_edtf
from detente.relations import HOLDERS, MOTIVES, decade_of, motives
from detente.relations.motives import GROUPS

PAIR = ("CHN", "RUS")


def rows(reasons, **more):
    options = {"dyads": [PAIR], "years": (1950, 1969)} | more
    return list(motives(reasons, **options).iter_rows(named=True))


def cell(table, by, motive, **where):
    (row,) = [row for row in table if row["by"] == by and row["motive"] == motive and all(row[k] == v for k, v in where.items())]
    return row


@pytest.mark.parametrize(
    ("date", "decade"),
    [
        ("1954", 1950),
        ("1959-12-31", 1950),
        ("1960-01-01", 1960),
        ("1958/1960", 1950),
        ("1959/1962", 1960),
        ("195X", 1950),
        ("1950/1960", None),
        ("19XX", None),
        ("1949/..", 1940),
        ("../1956", 1950),
    ],
)
def test_a_reason_is_of_the_decade_in_which_the_middle_of_its_date_lies(date, decade):
    assert decade_of(read_edtf(date)) == decade


def test_without_a_date_there_is_no_decade():
    assert decade_of(None) is None


def test_the_fifties_are_of_aid_and_ideology_and_the_sixties_of_security():
    told = [reason("a"), reason("b"), reason("c", "ideology"), reason("d", "security", "1969"), reason("e", "security", "1962")]
    table = rows(told)
    fifties = cell(table, "decade", "economy", decade=1950)
    assert (fifties["n"], fifties["share"], fifties["reason_ids"]) == (2, pytest.approx(2 / 3, abs=1e-8), ["a", "b"])
    assert fifties["of_ids"] == ["a", "b", "c"]
    assert cell(table, "decade", "security", decade=1950)["n"] == 0
    assert cell(table, "decade", "security", decade=1960)["share"] == 1
    assert cell(table, "all", "security")["n"] == 2


def test_a_source_that_gives_no_reason_in_a_decade_is_a_gap_and_not_a_zero():
    table = rows([reason("a", document="x"), reason("b", "security", "1965", document="y")])
    gaps = [row for row in table if row["by"] == "source and decade" and row["source"] == "x" and row["decade"] == 1960]
    assert [(row["motive"], row["n"], row["share"], row["reason_ids"]) for row in gaps] == [(None, None, None, [])]
    assert cell(table, "source and decade", "security", source="x", decade=1950)["n"] == 0


def test_a_decade_of_the_study_without_a_reason_is_a_gap():
    (gap,) = [row for row in rows([reason("a")]) if row["by"] == "decade" and row["decade"] == 1960]
    assert gap["motive"] is None and gap["n"] is None


def test_what_is_rejected_is_counted_apart_and_never_as_a_reason():
    table = rows([reason("a"), reason("b", "ideology", rejected=True)])
    ideology = cell(table, "all", "ideology")
    assert (ideology["n"], ideology["rejected"], ideology["rejected_ids"]) == (0, 1, ["b"])
    assert cell(table, "all", "economy")["share"] == 1
    assert cell(table, "all", "economy")["of_ids"] == ["a", "b"]


def test_a_source_has_no_row_for_a_decade_of_which_only_another_gives_a_reason():
    table = rows([reason("a", document="x"), reason("b", document="y", date="1884")])
    decades = {(row["source"], row["decade"]) for row in table if row["by"] == "source and decade"}
    assert ("y", 1880) in decades and ("x", 1880) not in decades


def test_where_reasons_are_only_rejected_none_is_given():
    table = rows([reason("a", "ideology", rejected=True)])
    row = cell(table, "decade", "ideology", decade=1950)
    assert (row["n"], row["share"], row["rejected"]) == (None, None, 1)


def test_what_the_words_allow_too_is_told_beside_the_count():
    row = cell(rows([reason("a", "security", also=("status",)), reason("b", "economy")]), "all", "status")
    assert (row["n"], row["also"], row["also_ids"]) == (0, 1, ["a"])


def test_a_reason_counts_for_every_pair_whose_states_it_names_and_for_no_other():
    told = [reason("a", states=("CHN", "RUS", "USA")), reason("b"), reason("c", states=("CHN",)), reason("d", states=("USA", "CHN"))]
    table = motives(told, dyads=[PAIR, ("CHN", "USA"), ("RUS", "USA")], years=(1950, 1959))
    found = {dyad: cell(list(part.iter_rows(named=True)), "all", "economy")["reason_ids"] for (dyad,), part in table.group_by("dyad")}
    assert found == {"CHN-RUS": ["a", "b"], "CHN-USA": ["a", "d"], "RUS-USA": ["a"]}


def test_who_holds_a_reason_is_counted_by_kind_and_sources_by_their_key():
    told = [reason("a", holder_kind="actor", holder="Mao", document="x"), reason("b", document="y"), reason("c", document="y")]
    table = rows(told, labels={"x": "diary", "y": "essay"})
    assert cell(table, "holder", "economy", holder_kind="actor")["reason_ids"] == ["a"]
    assert cell(table, "source", "economy", source="essay")["n"] == 2
    assert cell(table, "source", "economy", source="essay")["n_sources"] == 1
    assert {row["source"] for row in table if row["by"] == "source"} == {"diary", "essay"}


def test_reasons_outside_the_years_and_without_a_decade_are_not_lost():
    told = [reason("a", date="1905"), reason("b", date=None), reason("c", date="19XX")]
    table = rows(told)
    assert cell(table, "decade", "economy", decade=1900)["reason_ids"] == ["a"]
    assert cell(table, "decade", "economy", decade=None)["reason_ids"] == ["b", "c"]


def test_a_study_without_pairs_or_reasons_has_a_table_all_the_same():
    assert motives([reason("a")], dyads=[]).height == 0
    empty = rows([])
    assert {row["by"] for row in empty} == {"all", "decade", "holder"}
    assert all(row["n"] is None and row["motive"] is None for row in empty)
    assert [row["by"] for row in rows([], years=None)] == ["all", *["holder"] * len(HOLDERS)]


many = st.lists(
    st.tuples(
        st.sampled_from(MOTIVES),
        st.sampled_from(["1948", "1955", "1958/1963", "1967-03", "19XX", None]),
        st.sampled_from(["x", "y", "z"]),
        st.sampled_from(HOLDERS),
        st.booleans(),
        st.sampled_from([("CHN", "RUS"), ("CHN", "RUS", "USA"), ("CHN", "USA")]),
    ),
    max_size=14,
)


def made(drawn):
    return [
        reason(f"r{at:02d}", motive, date, document=document, holder_kind=kind, rejected=rejected, states=states)
        for at, (motive, date, document, kind, rejected, states) in enumerate(drawn)
    ]


@given(many)
def test_every_way_of_counting_comes_to_the_same_sum(drawn):
    told = made(drawn)
    table = rows(told)
    given_ones = sorted(each.reason_id for each in told if not each.rejected and set(PAIR) <= set(each.states))
    for by in GROUPS:
        here = [row for row in table if row["by"] == by]
        assert sorted(name for row in here for name in row["reason_ids"]) == given_ones
        assert sum(row["n"] or 0 for row in here) == len(given_ones)


@given(many)
def test_shares_of_a_group_come_to_one_and_rest_on_its_reasons(drawn):
    groups = {}
    for row in rows(made(drawn)):
        groups.setdefault((row["by"], row["source"], row["holder_kind"], row["decade"]), []).append(row)
    for group in groups.values():
        assert len(group) in (1, len(MOTIVES))
        if group[0]["n"] is not None:
            assert sum(row["share"] for row in group) == pytest.approx(1)
            assert all(row["n"] == len(row["reason_ids"]) for row in group)
            assert {name for row in group for name in (*row["reason_ids"], *row["rejected_ids"])} == set(group[0]["of_ids"])


@given(many)
def test_a_rejected_reason_moves_no_count_of_reasons(drawn):
    told = made(drawn)
    counts = [{k: row[k] for k in ("by", "decade", "motive", "n", "share")} for row in rows(told) if row["n"]]
    more = [*told, *(reason(f"not-{motive}", motive, "1955", document="x", rejected=True) for motive in MOTIVES)]
    assert counts == [{k: row[k] for k in ("by", "decade", "motive", "n", "share")} for row in rows(more) if row["n"]]


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_reasons_does_not_matter(drawn, random):
    told = made(drawn)
    other = list(told)
    random.shuffle(other)
    assert rows(told) == rows(other)
