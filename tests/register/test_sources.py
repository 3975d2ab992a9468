"""The memberships against the published lists: every difference is listed with its reason, and no other exists."""

import csv
import os
from pathlib import Path

import pytest
import yaml

from detente.dates import iso_day
from detente.register import default_register
from detente.register.tables import first_day

pytestmark = pytest.mark.data
REGISTER = default_register()
EXPECTED = yaml.safe_load((Path(__file__).parent / "differences.yaml").read_text(encoding="utf-8"))
RELEASE_ENDS = {"COW": "2016-12-31", "GW": "2017-12-31"}


def table(name):
    folder = os.environ.get("DETENTE_DATA")
    if not folder or not (Path(folder) / "cow" / name).exists():
        pytest.skip(f"DETENTE_DATA names no folder with cow/{name}")
    with (Path(folder) / "cow" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def ours(system):
    """Spells by number, those that touch joined; spells that last get the end of the release."""
    spells = {}
    for state in REGISTER.states.values():
        number = state.ccode if system == "COW" else state.gwcode
        for first, last in state.spells(system):
            spells.setdefault(number, []).append((first, first_day(RELEASE_ENDS[system]) if last is None else last))
    return {(number, iso_day(first), iso_day(last)) for number, all_of in spells.items() for first, last in joined(sorted(all_of))}


def joined(spells):
    whole = []
    for first, last in spells:
        if whole and whole[-1][1] + 1 == first:
            whole[-1] = (whole[-1][0], last)
        else:
            whole.append((first, last))
    return whole


def day(row, side):
    return f"{int(row[side + 'year']):04d}-{int(row[side + 'month']):02d}-{int(row[side + 'day']):02d}"


def differences(system, theirs):
    found = [f"{number} {first} {last}: not in the register" for number, first, last in sorted(theirs - ours(system))]
    return found + [f"{number} {first} {last}: only in the register" for number, first, last in sorted(ours(system) - theirs)]


def test_memberships_of_correlates_of_war():
    theirs = {(int(row["ccode"]), day(row, "st"), day(row, "end")) for row in table("cow_states.csv")}
    assert differences("COW", theirs) == [item["difference"] for item in EXPECTED["cow_spells"]]


def test_memberships_of_gleditsch_and_ward():
    theirs = {(int(row["gwcode"]), row["startdate"], row["enddate"]) for row in table("gw_states.csv")}
    assert differences("GW", theirs) == [item["difference"] for item in EXPECTED["gw_spells"]]


def test_letters_of_both_lists():
    ours_cow = {state.ccode: state.code for state in REGISTER.states.values()}
    ours_gw = {state.gwcode: state.code for state in REGISTER.states.values()}
    found = {f"COW {row['ccode']} {row['stateabb']}" for row in table("cow_states.csv") if ours_cow[int(row["ccode"])] != row["stateabb"]}
    found |= {f"GW {row['gwcode']} {row['stateabb']}" for row in table("gw_states.csv") if ours_gw[int(row["gwcode"])] != row["stateabb"]}
    assert sorted(found) == [item["difference"] for item in EXPECTED["letters"]]


def test_every_difference_has_a_reason():
    for group in EXPECTED.values():
        assert all(len(item["reason"]) > 20 for item in group)
