"""The makers' files themselves, where DETENTE_DATA names a folder of them: all read, and the facts that their provenance gives to check."""

import os
from pathlib import Path

import polars as pl
import pytest

from detente.datasets.published import read_published, recognise
from detente.dates import iso_day

pytestmark = pytest.mark.data
FOLDERS = ("cow", "atop", "un", "other", "visits")
KNOWN_FAULTS = {
    "cow/gml_dirdisp_v221.csv": {315: 22},  # a month of 13, and other months that there are not: told, and the rows kept
    "other/icb2v14.csv": {316: 3},  # Hijaz, Najd and Vichy France have no COW number
    "other/sipri_tiv_orders_1950_2018.csv": {320: 1},  # Brazil to Brazil, 1973
    "other/td_rivalries.csv": {316: 2},  # Venice has no COW number
    "other/treaties_ggo_agreements.csv": {315: 7},  # 31 June, and a date broken off
}


@pytest.fixture(scope="module")
def root():
    folder = os.environ.get("DETENTE_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("DETENTE_DATA names no folder")
    return Path(folder)


@pytest.fixture(scope="module")
def read(root):
    kept = {}

    def reader(name):
        if not (root / name).is_file():
            pytest.skip(f"DETENTE_DATA has no {name}")
        return kept.setdefault(name, None) or kept.update({name: read_published(root / name, root=root)}) or kept[name]

    return reader


def pair(frame, one, two):
    return frame.filter((pl.col("ccode1") == one) & (pl.col("ccode2") == two)).sort("year")


def years(frame, term):
    return frame.filter(pl.col(term))["year"].to_list()


def at(frame, year, column):
    return frame.filter(pl.col("year") == year)[column].item()


def test_every_file_is_known_and_read_with_no_fault_but_those_that_are_explained(root, read):
    files = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.suffix in (".csv", ".parquet", ".xml")]
    found = {}
    for path in files:
        name = path.relative_to(root).as_posix()
        assert recognise(path) is not None, name
        reading = read(name)
        assert reading.frame.height, name
        counts = {number: sum(fault.number == number for fault in reading.faults) for number in {fault.number for fault in reading.faults}}
        if counts:
            found[name] = counts
    assert found == {name: counts for name, counts in KNOWN_FAULTS.items() if (root / name).is_file()}


def test_capabilities(read):
    v6, v7 = read("cow/cow_nmc_v6_abridged.csv").frame, read("cow/cow_nmc_v7.csv").frame
    share = {(code, year): cinc for code, year, cinc in v6.select("ccode", "year", "cinc").iter_rows()}
    found = [round(share[key], 4) for key in ((2, 1950), (2, 1990), (365, 1950), (365, 1990), (710, 1950), (710, 1990))]
    assert found == [0.2844, 0.1413, 0.1806, 0.1295, 0.1185, 0.1119]
    last = {code: round(cinc, 3) for code, cinc in v7.filter(pl.col("year") == 2022).select("ccode", "cinc").iter_rows()}
    assert (last[2], last[365], last[710]) == (0.124, 0.038, 0.234)
    assert v6.height == 15951 and v7.height == 17121 and v6.filter(pl.col("milex") < 0).is_empty()


def test_alliances(read):
    atop = pair(read("atop/atop_v51_directed_dyadyear.parquet").frame, 365, 710).filter(pl.col("year") > 1920)
    assert years(atop, "defence") == list(range(1942, 1981)) and years(atop, "offence") == list(range(1942, 1951))
    assert years(atop, "nonaggression")[-1] >= 2018 and min(year for year in years(atop, "nonaggression") if year > 1980) == 1992
    assert min(year for year in years(atop, "consultation") if year > 1980) == 2001
    cow = pair(read("cow/cow_alliance_v41_directed_dyadyear.csv").frame, 365, 710)
    assert set(range(1945, 1981)) <= set(years(cow, "defence")) and 1981 not in years(cow, "defence")


def test_disputes(read):
    mid = read("cow/dyadic_mid_4_02.csv").frame.filter((pl.col("dispute") == "349") & pl.col("ccode1").is_in([365, 710]))
    assert mid.height == 1
    row = mid.row(0, named=True)
    assert (iso_day(row["first_day"]), iso_day(row["last_day"]), row["hostility"], row["fatality"]) == ("1969-03-02", "1969-10-20", 4, 3)
    assert not row["war"]
    gml = read("cow/gml_dirdisp_v221.csv").frame.filter((pl.col("dispute") == "349") & pl.col("ccode1").is_in([365, 710]))
    assert gml.select("hostility1", "hostility2").rows() == [(4, 4)] and gml["last_year"][0] == 1969


def test_trade_and_its_false_zeros(read):
    frame = read("cow/cow_trade_v4_dyadyear.parquet").frame
    usa = pair(frame, 2, 710)
    assert [at(usa, year, "imports1") for year in (1972, 1990, 2014)] == [35, 16296, 472525]
    ussr = pair(frame, 365, 710)
    assert not {*range(1946, 1955), 1958, 1959, *range(1964, 1978)} & set(ussr["year"])
    assert ussr.filter("doubtful").select("year", "imports1").rows() == [(year, 0.0) for year in range(1960, 1964)]
    assert any("doubtful" in note for note in read("cow/cow_trade_v4_dyadyear.parquet").notes)


def test_organisations_missions_distance_and_contiguity(read):
    igos = pair(read("cow/cow_igo_v3_dyadyear.parquet").frame, 365, 710)
    assert [at(igos, year, "joint") for year in (1950, 1971, 1990, 2014)] == [2, 9, 31, 55]
    missions = read("cow/cow_diplomatic_exchange_v2006_extract.csv").frame
    usa = pair(missions, 2, 710)
    assert set(usa.filter(pl.col("year").is_between(1950, 1975))["level1"]) == {0}
    assert at(usa, 1980, "level1") == 3
    assert pair(missions, 365, 710).filter(pl.col("year") >= 1950)["exchange"].all()
    border = read("cow/cow_contiguity_v32_spells.csv").frame.filter((pl.col("ccode1") == 365) & (pl.col("ccode2") == 710))
    assert set(border["kind"]) == {1}


def test_votes(read):
    votes = read("un/un_votes.parquet").frame
    counts = dict(votes.group_by("ccode").len().iter_rows())
    assert votes.height == 870109 and (counts[710], counts[713], counts[365], counts[2]) == (4532, 1233, 6145, 6156)
    china = votes.filter(pl.col("ccode") == 710)["day"].min()
    taiwan = votes.filter(pl.col("ccode") == 713)["day"].max()
    assert (iso_day(china), iso_day(taiwan)) == ("1971-11-03", "1971-10-07")
    assert counts[260] + counts[255] == 2151 + 2552 and counts[900] == 6167 and counts[305] == 5710
    assert read("un/un_roll_calls.csv").frame["session"].max() == 74


def test_leaders_crises_transfers_and_powers(read):
    china = read("other/archigos_v41.csv").frame.filter(pl.col("ccode") == 710)["name"].to_list()
    assert [name for name in china if name in ("Mao Tse-Tung", "Hua Guofeng", "Deng Xiaoping", "Hu Jintao")] == [
        "Mao Tse-Tung",
        "Hua Guofeng",
        "Deng Xiaoping",
        "Hu Jintao",
    ]
    ussuri = read("other/icb2v14.csv").frame.filter(pl.col("crisis") == "231")
    assert {code: iso_day(day) for code, day in ussuri.select("ccode", "first_day").iter_rows()} == {365: "1969-03-02", 710: "1969-03-15"}
    arms = read("other/sipri_tiv_orders_1950_2018.csv").frame.filter((pl.col("supplier") == 365) & (pl.col("recipient") == 710))
    assert [at(arms, year, "tiv") for year in (1950, 1957, 1965, 1992, 1996)] == pytest.approx([890, 1240, 208, 1290, 4496], abs=1)
    powers = read("cow/cow_majors.csv").frame
    assert set(powers.filter(pl.col("ccode").is_in([2, 365, 710]))["first_year"]) >= {1898, 1922, 1950}


def test_visits(root, read):
    names = [path.relative_to(root).as_posix() for path in sorted((root / "visits").rglob("*.xml"))]
    if not names:
        pytest.skip("DETENTE_DATA has no visits")
    frame = pl.concat([read(name).frame for name in names])
    assert frame.height == 7535
    nixon = frame.filter((pl.col("year") == 1972) & (pl.col("role") == "president") & pl.col("ccode2").is_in([365, 710]))
    assert {iso_day(day)[:7] for day in nixon["first_day"]} == {"1972-02", "1972-05"}
    assert set(frame.filter(pl.col("place").str.contains("^Germany, Federal"), pl.col("year").is_between(1950, 1989))["ccode1"]) == {260}
