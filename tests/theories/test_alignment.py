"""The case of 1936: the published figures, what is missing, and agreement against all divisions."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.register import default_register
from detente.theories.alignment import agreement, case_1936


def test_the_table_as_printed():
    case = case_1936()
    assert len(case.states) == 17 and sum(each.size for each in case.states) == pytest.approx(49.40)
    by_name = {each.name: each for each in case.states}
    assert by_name["Soviet Union"].size == 15.01 and by_name["Portugal"].actual is None
    assert {each.state for each in case.states} <= default_register().states.keys()


def test_the_first_division_errs_on_poland_alone_and_chance_does_so_once_in_two_thousand():
    found = case_1936().agreement("first")
    assert (found.known, found.states, found.wrong) == (16, 15, ("Poland",))
    # all right or one wrong: 1 + 16 of the 2^15 divisions whose camps have no names
    assert found.p_states == 17 / 2**15
    # the actual camps are 8 and 8: of the divisions into 7 and 9 those that move one of the sixteen are as near
    assert found.p_same_camps == pytest.approx(16 / comb(16, 7))
    assert found.size == pytest.approx(1 - 1.83 / (49.40 - 0.27))


def test_the_second_division_is_no_better_than_chance():
    found = case_1936().agreement("second")
    assert (found.states, len(found.wrong)) == (11, 5) and found.p_states > 0.2 and found.p_size > 0.4


def test_what_is_missing_is_said_and_not_made_up():
    case = case_1936()
    assert "propensities" in case.missing and "Portugal" in case.missing
    with pytest.raises(DetenteError, match="D712"):
        case.landscape()
    assert case.landscape(np.ones((17, 17))).actors[0] == "Britain"
    with pytest.raises(DetenteError, match="D713"):
        case.agreement("third")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(1, 50)), min_size=2, max_size=9))
def test_agreement_does_not_hang_on_the_names_of_camps(rows):
    predicted, actual, sizes = (np.array(column) for column in zip(*rows, strict=True))
    names = [f"s{at}" for at in range(len(rows))]
    one = agreement("x", names, sizes.astype(float), predicted, actual)
    two = agreement("x", names, sizes.astype(float), 1 - predicted, actual)
    assert (one.states, one.p_states, one.p_size, one.p_same_camps) == (two.states, two.p_states, two.p_size, two.p_same_camps)
    assert one.states >= len(rows) / 2 and 0 < one.p_states <= 1 and 0 < one.p_size <= 1
    assert one.known - one.states == len(one.wrong)
    assert one.chance_states >= 0.5
