"""Labels, blocks and gains in made-up triangles whose answers are known, and in one with none."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from response_makers import NAMES, SIDES, flows_of, planted, true_answers

from detente.errors import DetenteError
from detente.theories.reciprocity import BLOCKS, MODELS, reciprocity, two_sided
from detente.theories.response.var import block_test

ANSWERS = (("USA>RUS", "RUS>USA", 0.35), ("CHN>USA", "USA>CHN", -0.35), ("CHN>RUS", "USA>RUS", 0.4))


@pytest.fixture(scope="module")
def found():
    flows, _ = planted(3, 324, ANSWERS)
    return reciprocity(flows, lags=1, ahead=(1, 2), repeats=625, wild=199)


def direction(found, name):
    return next(each for each in found.directions if each.name == name)


def test_labels_have_the_sign_that_was_planted(found):
    labels = {each.name: each.answer.label for each in found.directions}
    assert labels == dict.fromkeys(NAMES, "none") | {"USA>RUS": "reciprocal", "CHN>USA": "inverse"}


def test_the_answer_to_the_third_state_is_found_and_no_other(found):
    told = {(answer.effect, answer.cause): answer.label for each in found.directions for answer in each.third}
    assert len(told) == 24 and told.pop(("CHN>RUS", "USA>RUS")) == "reciprocal" and set(told.values()) == {"none"}


def test_blocks_are_the_three_of_each_equation(found):
    each = direction(found, "CHN>RUS")
    assert [test.causes for test in each.blocks] == [("CHN>RUS",), ("RUS>CHN",), ("CHN>USA", "USA>CHN", "RUS>USA", "USA>RUS")]
    again = block_test(found.fit, ["CHN>RUS"], each.blocks[2].causes, denominator="equation")
    assert each.blocks[2].f == again.f and each.blocks[2].df1 == 4
    assert each.blocks_holm[0] is None and each.blocks_holm[2] < 0.1 < each.blocks_holm[1]


def test_gains_are_over_routine_and_adjusted_over_the_family(found):
    each = direction(found, "USA>RUS")
    assert [(gain.model, gain.ahead) for gain in each.gains] == [(model, ahead) for ahead in (1, 2) for model in MODELS]
    gain = each.gain("reciprocity")
    assert gain.log_score > 0.02 and gain.rmse_ratio < 1 and gain.test.p_value < 0.05 and gain.p_holm >= gain.test.p_value
    assert gain.log_score == pytest.approx(-gain.test.mean) and each.gain("reciprocity", 2).n == gain.n - 2
    assert each.gain("mean").p_holm is None and each.gain("mean").log_score < 0 and each.gain("no change").log_score < 0
    assert direction(found, "RUS>CHN").gain("reciprocity").log_score < 0.01


def test_the_table_has_a_row_a_direction(found):
    table = found.table()
    assert isinstance(table, pl.DataFrame) and table["direction"].to_list() == list(NAMES)
    assert {f"{block}_f" for block in BLOCKS} | {"label", "all_1_gain", "no_change_2_rmse"} <= set(table.columns)


def test_it_says_what_it_found_and_what_would_refute_it(found):
    assert (
        direction(found, "USA>RUS")
        .in_words()
        .startswith(f"USA answers RUS in kind, {direction(found, 'USA>RUS').answer.total:.2f} for each point (p ")
    )
    assert direction(found, "CHN>USA").in_words().startswith("CHN answers USA the other way, -")
    words = direction(found, "RUS>CHN").in_words()
    assert words.startswith("no answer of RUS to CHN is found") and "no more than chance would allow" in words
    assert "refuted" in found.refuted_by


def test_shocks_that_two_flows_share_are_no_answer(found):
    assert direction(found, "RUS>CHN").same_period == pytest.approx(0.6, abs=0.1)
    assert direction(found, "RUS>CHN").answer.label == "none"


def test_the_same_seed_gives_the_same_and_states_in_another_order_the_same_answers():
    flows, _ = planted(5, 200, ANSWERS)
    one, two = (reciprocity(flows, lags=1, repeats=130, wild=99, seed=4) for _ in range(2))
    assert one.directions == two.directions
    turned = [NAMES.index(name) for name in ("CHN>RUS", "CHN>USA", "RUS>CHN", "RUS>USA", "USA>CHN", "USA>RUS")]
    names = tuple(NAMES[at] for at in turned)
    other = reciprocity(
        replace(flows, states=("CHN", "RUS", "USA"), names=names, values=flows.values[:, turned]), lags=1, repeats=130, wild=99
    )
    for each in one.directions:
        assert direction(other, each.name).answer.total == pytest.approx(each.answer.total)
        assert direction(other, each.name).gain("all").log_score == pytest.approx(each.gain("all").log_score)


def test_lags_are_chosen_where_none_are_asked_for():
    flows, _ = planted(6, 240)
    assert reciprocity(flows, repeats=125, wild=0).fit.lags == 1


def test_gaps_are_not_bridged():
    flows, _ = planted(7, 200)
    values = flows.values.copy()
    values[90:100] = np.nan
    found = reciprocity(flows_of(values), lags=2, repeats=125, wild=49)
    assert found.fit.observations == 200 - 10 - 4 and len(found.fit.stretches) == 2


def test_a_flow_that_never_varies_is_refused():
    flows, _ = planted(8, 100)
    with pytest.raises(DetenteError) as caught:
        reciprocity(flows_of(np.where(np.arange(6) == 2, 0.0, flows.values)), lags=1, repeats=10)
    assert caught.value.number == 704


def test_a_two_sided_share_by_hand():
    assert two_sided(np.array([1.0, 2.0, 3.0])) == 0.5 and two_sided(np.array([-1.0, 1.0])) == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("answers", [(), ANSWERS])
@pytest.mark.parametrize("swings", [False, True])
def test_labels_are_rarely_false_and_bands_cover(swings, answers):
    worlds, false, inside = 60, 0, []
    planted_there = {(effect, cause) for effect, cause, _ in answers}
    for seed in range(worlds):
        flows, effect = planted(100 + seed, 324, answers, swings=swings)
        found = reciprocity(flows, lags=1, repeats=250, wild=0, seed=seed)
        mutual = [each.answer for each in found.directions]
        false += any(answer.label != "none" for answer in mutual if (answer.effect, answer.cause) not in planted_there)
        true = true_answers(effect, 12)
        for at, (each, (a, b, _)) in enumerate(zip(found.directions, SIDES, strict=True)):
            truth = true[at, NAMES.index(f"{b}>{a}")]
            inside.append(each.answer.lower <= truth <= each.answer.upper)
    # nominal: one world in ten has a false label; bands of 90 per cent
    assert false / worlds <= 0.2 and 0.85 <= np.mean(inside) <= 0.95
