"""Rows of the panel of published data against what the makers' files say, looked up by hand with grep; and the whole panel's cost."""

import os
from pathlib import Path

import polars as pl
import pytest

from detente.relations.panels import build_panel, codebook_of

pytestmark = pytest.mark.data

TEN = ("alliances", "atop", "capabilities", "disputes", "trade", "contiguity", "distance", "igos", "diplomacy", "majors")


@pytest.fixture(scope="module")
def build():
    folder = Path(os.environ.get("DETENTE_DATA", "")) / "cow"
    if not os.environ.get("DETENTE_DATA") or not (folder / "dyadic_mid_4_02.csv").is_file():
        pytest.skip("DETENTE_DATA names no folder with cow/")
    return build_panel(folder.parent, first=1816, last=2018, add=TEN, directed=True)


@pytest.fixture(scope="module")
def panel(build):
    return build.panel.collect()


# what the files say: cow_alliance_v41 (defense, neutral, nonagg, entente), atop_v51 (defense, offense, neutral, nonagg, consul), nmc_v7
# (cinc of both), dyadic_mid_4_02 and gml_dirdisp (onset, hostility), trade_v4 (flow1, flow2) ...
SPOTS = {
    # alliance 365,710,1969,1,0,0,0; atop 1,0,0,1,0; MID 349 from 2.3.1969, hihost 4; GML 349 in 1968 and 1969; no trade row
    (365, 710, 1969): {
        "alliance_defence": True,
        "alliance_nonaggression": False,
        "atop_defence": True,
        "atop_nonaggression": True,
        "atop_consultation": False,
        "cap_cinc_1": 0.17033169,
        "cap_cinc_2": 0.10818342,
        "dispute_onset": True,
        "dispute_hostility": 4,
        "dispute_count": 1,
        "gml_onset": False,
        "gml_ongoing": True,
        "gml_hostility": 4,
        "trade_imports_1": None,
        "trade_imports_2": None,
        "contiguity_kind": 1,
        "distance_km": 0.0,
        "igo_joint": 6,
        "diplomacy_exchange": None,
        "major_power_1": True,
        "major_power_2": True,
    },
    # no alliance, no atop row; MID 51 (war from 30.9.1950), 633 and 634 (from 1.10.1949); GML 51 and 634; trade 161 and 68; igo 3
    (2, 710, 1950): {
        "alliance_any": False,
        "atop_any": False,
        "cap_cinc_1": 0.28444302,
        "cap_cinc_2": 0.11849532,
        "dispute_onset": True,
        "dispute_hostility": 5,
        "dispute_war": True,
        "dispute_count": 3,
        "gml_count": 2,
        "trade_imports_1": 161.0,
        "trade_imports_2": 68.0,
        "contiguity_kind": 0,
        "igo_joint": 3,
        "diplomacy_exchange": False,
    },
    # the pact: alliance 0,1,1,0; atop 0,0,1,1,0; trade 12 and 0; contiguous on land from September 1939
    (255, 365, 1939): {
        "alliance_defence": False,
        "alliance_neutrality": True,
        "alliance_nonaggression": True,
        "atop_neutrality": True,
        "cap_cinc_1": 0.1779559,
        "cap_cinc_2": 0.1381359,
        "trade_imports_1": 12.0,
        "trade_imports_2": 0.0,
        "contiguity_kind": 1,
        "distance_km": 278.300795230593,
        "igo_joint": 14,
        "major_power_1": True,
        "major_power_2": True,
    },
    # MID 257 from 12.8.1914; GML 257, hostility 5; no trade row; not in the contiguity spells
    (200, 300, 1914): {
        "alliance_any": False,
        "cap_cinc_1": 0.13790944,
        "cap_cinc_2": 0.068234459,
        "dispute_onset": True,
        "dispute_count": 1,
        "gml_onset": True,
        "gml_hostility": 5,
        "trade_imports_1": None,
        "contiguity_kind": 0,
        "igo_joint": 21,
        "major_power_2": True,
    },
    # the Geneva accord on Laos is neutrality (0,1,0,0), in atop consultation; MID 61, 1353, 2219, 3361; GML 61, 1353 (5), 2219
    (2, 365, 1962): {
        "alliance_neutrality": True,
        "atop_consultation": True,
        "atop_neutrality": False,
        "dispute_count": 4,
        "dispute_hostility": 4,
        "gml_count": 3,
        "gml_hostility": 5,
        "gml_hostility_1": 5,
        "gml_hostility_2": 4,
        "trade_imports_1": 18.0,
        "trade_imports_2": 20.0,
        "contiguity_kind": 2,
        "igo_joint": 24,
    },
    # entered the system in August 1947; MID 1077 and 1238 (war); no trade and no distance row; contiguity from 1947-08
    (750, 770, 1947): {
        "alliance_any": False,
        "cap_cinc_1": 0.052838139,
        "cap_cinc_2": 0.011441837,
        "dispute_count": 2,
        "dispute_war": True,
        "gml_count": 2,
        "trade_imports_1": None,
        "contiguity_kind": 1,
        "distance_km": None,
        "igo_joint": 14,
        "major_power_1": False,
    },
    # the file has 0 and 0 for 1962, between years without a row: no value
    (365, 710, 1962): {
        "trade_imports_1": None,
        "trade_imports_2": None,
        "trade_doubtful": True,
        "alliance_neutrality": True,
        "igo_joint": 4,
    },
    # alliances end in 2012: empty in 2013, not False; atop 0,0,0,1,0; trade 465942 and 176037, turned with the pair
    (710, 2, 2013): {
        "alliance_any": None,
        "alliance_defence": None,
        "atop_nonaggression": True,
        "atop_defence": False,
        "trade_imports_1": 176037.0,
        "trade_imports_2": 465942.0,
        "igo_joint": 56,
        "contiguity_kind": 0,
        "gml_ongoing": None,
    },
    # both members to 2 October 1990; contiguity 1 from May 1955; capabilities 0.027689427 and 0.0061500026
    (260, 265, 1990): {"contiguity_kind": 1, "cap_cinc_1": 0.027689427, "cap_cinc_2": 0.0061500026, "major_power_1": False},
    # after the last list of members and majors, and of contiguity (2016)
    (2, 365, 2017): {"major_power_1": None, "contiguity_kind": None, "dispute_ongoing": None, "trade_imports_1": None, "atop_any": True},
}


@pytest.mark.parametrize("key", SPOTS, ids=str)
def test_a_row_holds_what_the_files_say(panel, key):
    (row,) = panel.filter((pl.col.ccode1 == key[0]) & (pl.col.ccode2 == key[1]) & (pl.col.year == key[2])).iter_rows(named=True)
    assert {name: row[name] for name in SPOTS[key]} == SPOTS[key]


def test_additions_never_add_or_lose_a_row(panel):
    assert panel.filter(pl.col.year <= 2016).height == 1_912_290
    assert panel.select(pl.struct("ccode1", "ccode2", "year").n_unique()).item() == panel.height


def test_no_alliance_is_never_told_outside_coverage(panel):
    told = panel.filter(pl.col.alliance_any.is_not_null())["year"]
    assert (told.min(), told.max()) == (1816, 2012)


def test_the_pair_in_the_other_order_mirrors_the_row(panel):
    one = panel.filter(pl.col.ccode1 < pl.col.ccode2)
    other = panel.filter(pl.col.ccode1 > pl.col.ccode2).select(
        ccode1="ccode2", ccode2="ccode1", year="year", back_1="trade_imports_2", back_2="trade_imports_1", near="contiguity_kind"
    )
    both = one.join(other, on=["ccode1", "ccode2", "year"], validate="1:1")
    assert both.height == one.height
    assert both["trade_imports_1"].equals(both["back_1"].alias("trade_imports_1"))
    assert both["contiguity_kind"].equals(both["near"].alias("contiguity_kind"))


def test_the_codebook_names_every_column_and_every_data_set(build, panel):
    text = codebook_of(build)
    assert all(f"`{name}`" in text for name in panel.columns if name not in ("ccode1", "ccode2", "year"))
    assert "2023" not in text.split("|")[0] and text.count("Licence:") == sum(len(taken.layouts) for taken in build.taken)
    assert build.passed_over == ("cow/cow_nmc_v6_abridged.csv",)
