"""Kappa, alpha and F1 against published values, by their definitions, and where they have no value."""

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.agreement import confusion, f1, kappa, krippendorff_alpha

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C: four observers, twelve units, dots are missing
EXAMPLE_C = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
EXAMPLE_B = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")
EXAMPLE_A = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
# Cohen (1960), A coefficient of agreement for nominal scales, table 2 as frequencies of 200
COHEN = ((88, 14, 18), (10, 40, 10), (2, 6, 12))


def units(lines):
    return list(zip(*([None if code == "." else code for code in line.split()] for line in lines), strict=True))


@pytest.mark.parametrize(("lines", "value", "count"), [(EXAMPLE_A, 0.095, 10), (EXAMPLE_B, 0.692, 12), (EXAMPLE_C, 0.743, 11)])
def test_alpha_is_that_of_the_published_examples(lines, value, count):
    result = krippendorff_alpha(units(lines))
    assert (round(result.value, 3), result.units) == (value, count)


def test_kappa_is_that_of_the_published_example():
    pairs = [(i, j) for i, row in enumerate(COHEN) for j, n in enumerate(row) for _ in range(n)]
    result = kappa(pairs)
    assert (round(result.value, 3), result.units) == (0.492, 200)
    assert confusion((str(a), str(b)) for a, b in pairs)["0", "1"] == 14


def alpha_by_hand(rows):
    """Alpha from its coincidence matrix, written out as the paper has it."""
    matrix = Counter()
    for row in rows:
        codes = [code for code in row if code is not None]
        for one, other in itertools.permutations(codes, 2):
            matrix[one, other] += 1 / (len(codes) - 1)
    totals = Counter()
    for (one, _), n in matrix.items():
        totals[one] += n
    n = sum(totals.values())
    observed = sum(value for (one, other), value in matrix.items() if one != other)
    expected = sum(totals[one] * totals[other] for one in totals for other in totals if one != other)
    return 1 - (n - 1) * observed / expected


CODES = st.sampled_from(["AID", "ACCUSE", "CONSULT", None])
PAIRS = st.lists(st.tuples(CODES, CODES), max_size=30)
MANY = st.lists(st.lists(CODES, min_size=3, max_size=3), max_size=20)


@given(MANY)
def test_alpha_is_that_of_the_coincidence_matrix(rows):
    result = krippendorff_alpha(rows)
    if result.value is not None:
        assert result.value == pytest.approx(alpha_by_hand(rows))


@given(PAIRS)
def test_kappa_is_that_of_its_definition(pairs):
    result = kappa(pairs)
    both = [(a, b) for a, b in pairs if a and b]
    if result.value is None:
        assert result.undefined and (not both or len({code for pair in both for code in pair}) == 1)
        return
    n = len(both)
    observed = sum(a == b for a, b in both) / n
    chance = sum(sum(a == code for a, _ in both) * sum(b == code for _, b in both) for code in {a for a, _ in both}) / n**2
    assert result.value == pytest.approx((observed - chance) / (1 - chance))


@given(PAIRS, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_coders_nor_of_the_units_matters(pairs, chance):
    turned = [(b, a) for a, b in pairs]
    mixed = random.Random(chance.random()).sample(pairs, len(pairs))
    for measure in (kappa, krippendorff_alpha):
        assert measure(pairs) == measure(turned) == measure(mixed)


@given(PAIRS)
def test_identical_codes_give_one_or_have_no_value(pairs):
    same = [(a, a) for a, _ in pairs]
    for measure in (kappa, krippendorff_alpha):
        result = measure(same)
        assert result.value in (1, None)
        assert (result.value is None) == (len({a for a, _ in same if a}) < 2)


@given(PAIRS)
def test_values_lie_in_their_range(pairs):
    for measure in (kappa, krippendorff_alpha):
        value = measure(pairs).value
        assert value is None or -1 <= value <= 1


@pytest.mark.parametrize("measure", [kappa, krippendorff_alpha])
@pytest.mark.parametrize(
    ("pairs", "why"),
    [([], "no unit"), ([("a", None), (None, "b")], "no unit"), ([("a", "a")] * 4, "chance alone"), ([(None, None)], "no unit")],
)
def test_what_has_no_value_has_a_reason(measure, pairs, why):
    result = measure(pairs)
    assert result.value is None and why in result.undefined


def test_kappa_where_chance_alone_would_agree_less_is_defined():
    assert kappa([("a", "b")] * 4).value == 0  # each uses one code, but not the same one: no agreement, none by chance


@pytest.mark.parametrize(
    ("counts", "value"),
    [((1, 1, 2, 3), 0.4), ((0, 0, 2, 3), 0), ((0, 0, 0, 3), 0), ((0, 0, 2, 0), 0), ((3, 3, 3, 3), 1), ((2, 1, 2, 2), 2 / 3)],
)
def test_f1(counts, value):
    assert f1(*counts).value == pytest.approx(value)


def test_f1_of_nothing_has_no_value():
    result = f1(0, 0, 0, 0)
    assert result.value is None and "neither" in result.undefined
