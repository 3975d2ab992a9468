"""Interventions: nothing changed is the baseline to the bit, what is changed is listed, and what has no input is refused."""

from dataclasses import replace

import numpy as np
import pytest
from planted_systems import planted, system_of_study, told_study

from detente.dates import day_number
from detente.errors import DetenteError
from detente.simulate.asked import Intervention, kinds
from detente.simulate.dynamics import fit_dynamics
from detente.simulate.inputs import changes_of_leader, parity, removed_statements, span_of, with_less
from detente.simulate.interventions import Change, both, counterfactual, ranges, rules_of
from detente.simulate.tables import counterfactuals_frame, sensitivity_frame

THREAT = Intervention(
    name="no threat", kind="threat", on=day_number(1950), until=day_number(1953, 12, 31), states=("USA",), target=("CHN", "RUS")
)
EXPERTS = Intervention(name="experts stay", kind="withdrawal", on=day_number(1960), states=("RUS",), target=("CHN",))
PACT = Intervention(name="no pact", kind="pact", on=day_number(1950), states=("CHN", "RUS"))
PARITY = Intervention(name="parity", kind="parity", on=day_number(1970), states=("CHN", "RUS"))
STALIN = Intervention(name="Stalin lives", kind="leader", on=day_number(1953), states=("RUS",))
ALL = (THREAT, EXPERTS, PACT, PARITY, STALIN)


@pytest.fixture(scope="module")
def told():
    return told_study()


@pytest.fixture(scope="module")
def fitted(told):
    return fit_dynamics(system_of_study(told), runs=60, sweeps=5)


@pytest.mark.parametrize("asked", ALL, ids=lambda each: each.kind)
def test_an_intervention_that_changes_nothing_is_the_baseline_to_the_bit(fitted, told, asked):
    found = counterfactual(fitted, told, replace(asked, size=0), sensitive=False)
    assert np.array_equal(found.baseline, found.changed) and not found.effect.any()


@pytest.mark.parametrize("asked", ALL, ids=lambda each: each.kind)
def test_one_that_changes_something_leaves_the_year_before_alone_and_moves_a_tie_after(fitted, told, asked):
    found = counterfactual(fitted, told, asked, sensitive=False)
    assert not found.effect[0].any() and found.effect[1:].any()
    assert found.years[0] == asked.first_year - 1 and found.years[-1] == 1989
    assert np.isfinite(found.effect).all()


def test_the_baseline_is_the_past_of_each_run(fitted, told):
    found = counterfactual(fitted, told, THREAT, sensitive=False)
    assert found.baseline == pytest.approx(fitted.paths[1949 - 1945 :], abs=1e-9)


def test_the_threat_that_is_taken_away_is_listed_and_only_its_ties_are_changed_by_hand(fitted, told):
    ids = removed_statements(told, THREAT)
    taken = [event for event in told.events if event.event_id in ids]
    assert len(taken) >= 8 and {event.source.state for event in taken} == {"USA"}
    assert all(event.intensity < 0 and event.target.state in ("CHN", "RUS") for event in taken)
    found = counterfactual(fitted, told, THREAT, sensitive=False)
    assert found.change.event_ids == ids and found.imposed == (False, True, True)
    by_hand = ranges(found.decade)[2]
    assert by_hand[1] > 0 and by_hand[2] > 0  # fewer hostile deeds, better terms


def test_a_statement_outside_the_days_or_of_another_direction_stays(told):
    only = replace(THREAT, on=day_number(1951), until=day_number(1951, 12, 31))
    assert {event.date.edtf for event in told.events if event.event_id in removed_statements(told, only)} == {"1951"}
    assert len(removed_statements(told, EXPERTS)) == 1
    assert not removed_statements(told, replace(EXPERTS, states=("CHN",), target=("RUS",)))
    assert len(removed_statements(told, PACT)) == 1 and not removed_statements(told, PARITY)


def test_evidence_is_taken_away_and_not_set_to_zero(fitted, told):
    system = fitted.system
    less = with_less(system, told, removed_statements(told, THREAT), ())
    had = {(int(t), int(d)) for t, d in zip(system.evidence.columns[0].period, system.evidence.columns[0].dyad, strict=True)}
    has = {(int(t), int(d)) for t, d in zip(less.evidence.columns[0].period, less.evidence.columns[0].dyad, strict=True)}
    assert has <= had
    same = with_less(system, told, (), ())
    assert all(np.array_equal(a.value, b.value) for a, b in zip(system.evidence.columns, same.evidence.columns, strict=True))


def test_the_effect_grows_with_its_size_and_goes_with_the_coefficients(fitted, told):
    found = counterfactual(fitted, told, THREAT)
    told_by = {(each.which, each.setting): np.array(each.effect) for each in found.sensitivity}
    assert told_by["as fitted", ""] == pytest.approx(ranges(found.decade))
    assert told_by["all coefficients", "none"][:, 0] == pytest.approx(np.zeros(5), abs=1e-9)
    half, twice = (told_by["size of the change", word][2, 1] for word in ("halved", "doubled"))
    assert 0 < half < told_by["as fitted", ""][2, 1] < twice
    assert {which for which, _ in told_by} == {"as fitted", "all coefficients", "inertia", "size of the change"}


def test_parity_closes_the_gap_from_its_year_on_and_nothing_before(fitted, told):
    found = counterfactual(fitted, told, PARITY, sensitive=False)
    (added,) = found.change.covariates.values()
    raw = parity(fitted.system, told)[1]
    assert not added[: 1970 - 1945].any() and not added[:, 1:].any()
    assert added[1970 - 1945 :, 0] == pytest.approx(-raw[1970 - 1945 :, 0])
    assert raw[1950 - 1945, 0] == pytest.approx(-np.log(0.18 / 0.11)) and not found.change.shock.any()


def test_capabilities_are_held_five_years_beyond_what_is_known_and_no_further(told):
    raw = parity(system_of_study(told), told)[1]
    assert np.isfinite(raw[0, 0])  # 1945, five years before 1950
    late = replace(told, capabilities={key: value for key, value in told.capabilities.items() if key[1] < 1980})
    short = parity(system_of_study(late), late)[1]
    assert np.isnan(short[1960 - 1945, 0]) and np.isfinite(short[1955 - 1945, 0])


def test_leaders_change_when_the_register_says(fitted):
    changed = changes_of_leader(fitted.system)
    assert changed[1953 - 1945, 0] == 1 and changed[1953 - 1945, 2] == 1  # Stalin; Eisenhower too
    assert changed[1951 - 1945].max() == 0


def test_without_coupling_in_the_world_no_effect_is_told_on_other_ties():
    """A null world: the tie of two states is not moved by what befalls the others."""
    inside = []
    for seed in range(10):
        system, _ = planted(states=3, seed=seed)
        fitted = fit_dynamics(system, runs=120, seed=seed, sweeps=8)
        shock = np.zeros_like(fitted.paths)
        shock[20:24, :, 1:] = 0.5
        base, other = both(fitted, Change(shock=shock, covariates={}), 1.0, 19, rules_of(fitted))
        low, middle, high = np.quantile((other - base)[1:11, :, 0].mean(axis=0), [0.05, 0.5, 0.95])
        inside.append(low <= 0 <= high)
        assert abs(middle) < 0.35
    assert np.mean(inside) >= 0.7


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"kind": "miracle"}, 741),
        ({"kind": "parity", "states": ("CHN", "USA"), "until": day_number(1950, 12, 31)}, None),
        ({"on": day_number(1971), "until": day_number(1972)}, 743),
        ({"on": day_number(1945), "until": day_number(1946)}, 744),
        ({"on": day_number(1999), "until": None}, 744),
        ({"size": -1.0}, 745),
        ({"states": ("JPN",)}, 748),
        ({"target": ()}, 748),
        ({"kind": "leader", "on": day_number(1951), "until": None}, 743),
    ],
)
def test_what_cannot_be_asked_is_refused(fitted, told, change, number):
    quiet = replace(told, events=[each for each in told.events if each.date.edtf not in ("1971", "1972")])
    asked = replace(THREAT, **change)
    if number is None:
        counterfactual(fitted, quiet, asked, sensitive=False)
        return
    with pytest.raises(DetenteError) as refused:
        counterfactual(fitted, quiet, asked, sensitive=False)
    assert refused.value.number == number and refused.value.todo


def test_parity_without_capabilities_has_no_input(told):
    blind = replace(told, capabilities={})
    fitted = fit_dynamics(system_of_study(blind), runs=10, sweeps=1)
    with pytest.raises(DetenteError) as refused:
        counterfactual(fitted, blind, PARITY)
    assert refused.value.number == 742 and "capabilities" in refused.value.todo


def test_every_kind_says_what_it_assumes_and_how_long_it_lasts():
    assert all(kind["assumes"].endswith(".") and kind["until"] in ("year", "end") for kind in kinds().values())
    assert list(span_of(planted(states=3)[0], THREAT)) == [5, 6, 7, 8]


def test_the_tables_hold_ranges_in_order_and_name_the_evidence(fitted, told):
    found = [counterfactual(fitted, told, each) for each in (THREAT, PARITY)]
    frame = counterfactuals_frame(found, seed=0)
    for what in ("baseline", "changed", "effect"):
        ordered = frame.select(f"{what}_05", f"{what}_25", f"{what}_50", f"{what}_75", f"{what}_95").to_numpy()
        assert (np.diff(ordered, axis=1) >= 0).all()
    assert frame.height == 3 * 41 + 3 * 21 and frame["event_ids"][0].to_list() == list(found[0].change.event_ids)
    assert sensitivity_frame(found, seed=0).height == 2 * 8 * 3
    again = counterfactuals_frame([counterfactual(fitted, told, each) for each in (THREAT, PARITY)], seed=0)
    assert frame.equals(again)
