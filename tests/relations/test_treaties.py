"""Agreements of the sources, each once, and beside the rows of data sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_makers import agreed, row

from detente.dates import read_edtf
from detente.record import table_book
from detente.relations import beside_data, same_agreements, treaties_frame, treaties_of
from detente.relations.treaties import compare_dates

FRIENDSHIP = "Treaty of Friendship, Alliance and Mutual Assistance"


def groups(*agreements):
    return {frozenset(each.agreement_id for each in group) for group in same_agreements(agreements)}


# one agreement ----------------------------------------------------------------------------------------


def test_a_treaty_and_the_treaty_of_one_day_are_one():
    assert groups(agreed("a1", FRIENDSHIP, "1950-02-14"), agreed("b1", "the treaty", "1950-02-14")) == {frozenset({"a1", "b1"})}


def test_a_month_and_a_day_of_it_are_one_and_a_year_only_by_its_name():
    day, month = agreed("a1", FRIENDSHIP, "1950-02-14"), agreed("b1", "treaty", "1950-02")
    assert groups(day, month) == {frozenset({"a1", "b1"})}
    assert len(groups(day, agreed("b1", "treaty", "1950"))) == 2
    assert groups(day, agreed("b1", "treaty of friendship", "1950")) == {frozenset({"a1", "b1"})}


@pytest.mark.parametrize(
    "other",
    [
        agreed("b1", FRIENDSHIP, "1950-02-15"),
        agreed("b1", FRIENDSHIP, "1950-02-14", parties="CHN USA"),
        agreed("b1", FRIENDSHIP, "1950-02-14", kind="loan"),
        agreed("b1", "Treaty of Commerce", "1950-02-14"),
        agreed("b1", FRIENDSHIP, None),
        agreed("b1", FRIENDSHIP, "195X"),
    ],
    ids=["another day", "another pair", "another kind", "another name", "no date", "a decade"],
)
def test_what_is_not_one_agreement_stays_apart(other):
    assert len(groups(agreed("a1", FRIENDSHIP, "1950-02-14"), other)) == 2


def test_two_pledges_of_one_day_are_one_only_by_their_words():
    one = agreed("a1", "to withdraw from Port Arthur", "1950-02-14", kind="pledge")
    assert len(groups(one, agreed("b1", "agreement", "1950-02-14", kind="pledge"))) == 2
    assert len(groups(one, agreed("b1", "withdraw troops", "1950-02-14", kind="pledge"))) == 1


def test_a_treaty_has_the_best_of_what_its_statements_tell():
    (treaty,) = treaties_of(
        [
            agreed("b1", "treaty", "1950-02", place="Moscow", obligations=("consultation",), ended=read_edtf("1980")),
            agreed("a1", FRIENDSHIP, "1950-02-14", obligations=("defence",), term="thirty years", signatories=("Zhou Enlai",)),
            agreed("c1", "treaty", "1950-02-14", ended=read_edtf("1980-04-11"), secret=True, signatories=("Andrei Vyshinsky",)),
        ]
    )
    assert (treaty.name, treaty.signed.edtf, treaty.place, treaty.term) == (FRIENDSHIP, "1950-02-14", "Moscow", "thirty years")
    assert treaty.obligations == ("defence", "consultation") and treaty.ended.edtf == "1980-04-11" and treaty.secret
    assert treaty.signatories == ("Andrei Vyshinsky", "Zhou Enlai")
    assert set(treaty.agreement_ids) == {"a1", "b1", "c1"} and treaty.documents == ("doc-a", "doc-b", "doc-c")


DATES = ["1950", "1950-02", "1950-02-14", "1951-03-01", "1954", "195X", None]
NAMES = [FRIENDSHIP, "treaty", "treaty of friendship", "trade protocol"]


@given(st.permutations([(name, date) for name in NAMES for date in DATES]), st.integers(0, 27))
def test_the_order_of_the_statements_does_not_matter_and_each_is_in_one_group(told, left_out):
    made = [agreed(f"{NAMES.index(name)}{date}", name, date) for name, date in told]
    assert treaties_of(made) == treaties_of(sorted(made, key=lambda each: each.agreement_id))
    members = [each.agreement_id for group in same_agreements(made[:left_out]) for each in group]
    assert sorted(members) == sorted(each.agreement_id for each in made[:left_out])


def test_one_statement_given_twice_is_one():
    one = agreed("a1", FRIENDSHIP, "1950-02-14")
    assert treaties_of([one, one]) == treaties_of([one])


# beside data sets -------------------------------------------------------------------------------------


def beside(rows, *agreements):
    return beside_data(treaties_of(agreements), rows)


def said(found, name):
    return next(((aspect.verdict, aspect.sources, aspect.data) for aspect in found.aspects if aspect.name == name), None)


TREATY = agreed("a1", FRIENDSHIP, "1950-02-14", obligations=("defence",))


def test_without_a_data_set_nothing_is_beside():
    assert beside([], TREATY) == ()


def test_the_end_that_only_the_data_set_tells_is_shown():
    (found,) = beside([row("CHN RUS", "1950-02-14", "1980-04-11", "defence")], TREATY)
    assert [aspect.name for aspect in found.differences] == ["end"]
    assert said(found, "end") == ("only the data set says", None, read_edtf("1980-04-11", basis="explicit"))
    assert said(found, "date")[0] == said(found, "parties")[0] == said(found, "obligations")[0] == "agree"


def test_an_end_that_differs_disagrees_and_one_still_open_too():
    ended = agreed("a1", FRIENDSHIP, "1950-02-14", obligations=("defence",), ended=read_edtf("1969"))
    (late,) = beside([row("CHN RUS", "1950-02-14", "1980", "defence")], ended)
    (still,) = beside([row("CHN RUS", "1950-02-14", None, "defence")], ended)
    (same,) = beside([row("CHN RUS", "1950-02-14", "1969-03-02", "defence")], ended)
    assert [said(each, "end")[0] for each in (late, still, same)] == ["disagree", "disagree", "differ in precision"]


def test_a_row_begins_within_a_year_and_shares_two_parties():
    near = row("CHN RUS", "1951-01-30", None, "defence")
    far = row("CHN RUS", "1952-01-01", None, "defence")
    other = row("CHN PRK", "1950-02-14", None, "defence")
    (found,) = beside([near, far, other], TREATY)
    assert found.rows == (near,) and said(found, "date")[0] == "disagree"


def test_a_row_of_a_treaty_goes_to_the_nearest_agreement():
    loan = agreed("b1", "loan agreement", "1950-03-20", kind="agreement")
    (found,) = beside([row("CHN RUS", "1950-02-14", None, "defence")], loan, TREATY)
    assert found.treaty.name == FRIENDSHIP


@pytest.mark.parametrize(("signed", "kind"), [("1950-02-14", "communique"), (None, "treaty"), ("195X", "treaty")])
def test_what_cannot_bind_or_has_no_date_is_beside_nothing(signed, kind):
    assert beside([row("CHN RUS", "1950-02-14", None, "defence")], agreed("a1", "text", signed, kind=kind)) == ()


def test_an_obligation_that_the_data_set_does_not_tell_of_is_not_compared():
    offence = agreed("a1", FRIENDSHIP, "1950-02-14", obligations=("defence", "offence"))
    (found,) = beside([row("CHN RUS", "1950-02-14", None, "defence")], offence)
    assert said(found, "obligations") == ("agree", ("defence",), ("defence",))


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ((), "defence", "only the data set says"),
        (("defence",), "", "only the sources say"),
        (("defence",), "defence nonaggression", "differ in precision"),
        (("neutrality",), "defence", "disagree"),
        (("consultation",), "entente", "agree"),
    ],
)
def test_obligations_are_compared_in_the_terms_of_atop(ours, theirs, verdict):
    (found,) = beside([row("CHN RUS", "1950-02-14", None, theirs)], agreed("a1", FRIENDSHIP, "1950-02-14", obligations=ours))
    assert said(found, "obligations")[0] == verdict


def test_parties_that_are_more_or_others_differ():
    (more,) = beside([row("CHN PRK RUS", "1950-02-14", None, "defence")], TREATY)
    (others,) = beside([row("CHN PRK RUS", "1950-02-14", None, "defence")], agreed("a1", "treaty", "1950-02-14", parties="CHN RUS MON"))
    assert said(more, "parties")[0] == "differ in precision" and said(others, "parties")[0] == "disagree"


YEARLY = {"yearly": True, "data_set": "ATOP", "known": ("defence", "offence", "nonaggression"), "last_year": 2018}


def test_a_run_of_years_that_began_before_is_beside_the_treaty_whose_obligation_it_is():
    run = row("CHN RUS", "1942", "1980", "defence", **YEARLY)
    (found,) = beside([run], TREATY)
    assert said(found, "date")[0] == "differ in precision" and "in force already" in found.aspects[0].note
    assert said(found, "end of defence") == ("only the data set says", None, run.end)
    assert beside([run], agreed("a1", "treaty", "1950-02-14")) == (), "the sources name no obligation"
    assert beside([row("CHN RUS", "1942", "1949", "defence", **YEARLY)], TREATY) == ()


def test_runs_of_one_data_set_stand_together():
    runs = [row("CHN RUS", "1942", "1980", "defence", **YEARLY), row("CHN RUS", "1950", "1980", "nonaggression", **YEARLY)]
    (found,) = beside(runs, TREATY)
    assert said(found, "obligations") == ("differ in precision", ("defence",), ("defence", "nonaggression"))
    assert said(found, "date")[0] == "agree", "one of the runs begins in the year of the signature"
    assert {aspect.name for aspect in found.differences} == {"obligations", "end of defence", "end of nonaggression"}


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("1950", "1950", "agree"),
        ("1950", "1950-02", "differ in precision"),
        ("1950-02", "1950", "differ in precision"),
        ("1950-02-14", "1950-02-15", "disagree"),
        ("../1816-01-01", "1800", "differ in precision"),
    ],
)
def test_dates_are_compared_as_intervals(one, other, verdict):
    assert compare_dates(read_edtf(one), read_edtf(other)) == verdict


def test_the_table_has_the_columns_of_the_dictionary_and_names_rows_and_differences():
    found = treaties_of([TREATY])
    frame = treaties_frame(found, beside_data(found, [row("CHN RUS", "1950-02-14", "1980-04-11", "defence")]))
    assert frame.columns == [column.name for column in table_book("treaties").columns]
    (told,) = frame.iter_rows(named=True)
    assert told["data_rows"] == ["COW, data/cow.csv, row 1"]
    assert told["differences"] == ["COW: end: sources none, data 1980-04-11: only the data set says"]
    assert (told["n"], told["n_sources"], told["agreement_ids"]) == (1, 1, ["a1"])
    assert treaties_frame(()).height == 0
