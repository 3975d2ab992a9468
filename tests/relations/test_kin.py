"""What hangs together by twos."""

from hypothesis import given
from hypothesis import strategies as st

from detente.relations.kin import kin

names = st.integers(0, 9).map(str)
pairs = st.lists(st.tuples(names, names), max_size=15)
EVERY = [str(at) for at in range(10)]


def test_by_hand():
    found = kin("abcde", [("a", "b"), ("c", "b"), ("e", "e")])
    assert found["a"] == found["c"] == {"a", "b", "c"} and found["d"] == {"d"} and found["e"] == {"e"}


@given(pairs)
def test_each_is_with_those_it_is_paired_with_and_all_say_the_same(drawn):
    found = kin(EVERY, drawn)
    assert all(name in found[name] and all(found[other] == found[name] for other in found[name]) for name in EVERY)
    assert all(one in found[other] for one, other in drawn)


@given(pairs, st.randoms())
def test_the_order_of_pairs_does_not_matter(drawn, random):
    turned = [pair[::-1] for pair in drawn]
    random.shuffle(turned)
    assert kin(EVERY, drawn) == kin(EVERY[::-1], turned)


@given(pairs, names)
def test_without_one_those_that_were_not_with_it_stay(drawn, gone):
    whole = kin(EVERY, drawn)
    less = kin([each for each in EVERY if each != gone], [pair for pair in drawn if gone not in pair])
    assert all(less[name] == whole[name] for name in EVERY if gone not in whole[name])
