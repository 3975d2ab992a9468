import csv
import os
from pathlib import Path

import pytest

from detente.ontology import CONTEXTS, EVENT_TYPES, cameo_codes, cameo_to_plover, goldstein, mode_names, weis_goldstein


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("046", ("CONSULT", None, "diplomatic")),
        ("042", ("CONSULT", "visit", None)),
        ("057", ("SUPPORT", None, "diplomatic")),
        ("0311", ("AGREE", None, "economic")),
        ("0874", ("RETREAT", "disarm", "military")),
        ("10", ("REQUEST", None, None)),
        ("0231", ("REQUEST", "assist", "economic")),
        ("111", ("ACCUSE", "disapprove", None)),
        ("1621", ("SANCTION", "discontinue", "economic")),
        ("194", ("ASSAULT", "heavy-weapons", "military")),
        ("1712", ("ASSAULT", "destroy", "human_security")),
        ("2042", ("ASSAULT", "unconventional", "cbrn")),
    ],
)
def test_cameo_code_has_its_plover_type_mode_and_context(code, expected):
    assert cameo_to_plover(code) == expected


@pytest.mark.parametrize("code", ["01", "013", "999", "", "21"])
def test_statements_and_unknown_codes_have_no_plover_type(code):
    assert cameo_to_plover(code) is None


def test_a_code_with_two_contexts_keeps_both():
    assert cameo_codes()["1121"].contexts == ("crime", "corruption")


def test_cameo_rows_name_only_what_the_ontology_has():
    for entry in cameo_codes().values():
        assert entry.event_type is None or entry.event_type in EVENT_TYPES, entry
        assert entry.mode is None or entry.mode in mode_names(entry.event_type), entry
        assert set(entry.contexts) <= set(CONTEXTS), entry


def test_every_family_but_statements_is_placed_and_every_code_has_its_family():
    codes = cameo_codes()
    assert {entry.root for entry in codes.values()} == {f"{n:02d}" for n in range(1, 21)}
    assert {entry.root for entry in codes.values() if entry.event_type is None} == {"01"}
    assert all(entry.root in codes for entry in codes.values())


@pytest.mark.parametrize(
    ("code", "weight"), [("057", 8.0), ("19", -10.0), ("040", 1.0), ("0874", 10.0), ("111", -2.0), ("1834", None), ("77", None)]
)
def test_goldstein_weight_of_cameo_codes(code, weight):
    assert goldstein(code) == weight


@pytest.mark.parametrize(("code", "weight"), [("223", -10.0), ("072", 8.3), ("72", 8.3), ("084", 10.0), ("025", 0.0), ("999", None)])
def test_goldstein_weight_of_weis_codes(code, weight):
    assert weis_goldstein(code) == weight


def test_weights_lie_within_ten_of_zero():
    weights = [entry.goldstein for entry in cameo_codes().values() if entry.goldstein is not None]
    assert len(weights) > 300
    assert all(-10 <= weight <= 10 for weight in weights)


@pytest.mark.data
def test_weights_agree_with_the_published_tables():
    folder = os.environ.get("DETENTE_DATA")
    if not folder:
        pytest.skip("DETENTE_DATA is not set: the published scales are not here to compare with")
    with Path(folder, "events", "scale_cameo_goldstein_gdelt.csv").open(encoding="utf-8", newline="") as file:
        published = {row["CAMEOEVENTCODE"]: float(row["GOLDSTEINSCALE"]) for row in csv.DictReader(file)}
    assert set(published) <= set(cameo_codes())
    assert {code: goldstein(code) for code in published} == published
