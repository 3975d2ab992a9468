"""`detente similarity` and `detente balance`, as a shell runs them."""

import csv
import io
import json

import pytest

pytest.importorskip("scipy")

ALLIANCES = """ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente
2,20,1960,1,0,1,1
20,2,1960,1,0,1,1
365,710,1960,1,0,1,0
710,365,1960,1,0,1,0
"""
TIES = "a,b,sign,window\nCHN,RUS,1,50\nCHN,USA,-1,50\nRUS,USA,-1,50\nCHN,RUS,-1,69\nCHN,USA,-1,69\nRUS,USA,-1,69\nUSA,GBR,1,69\n"


def rows(done):
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture
def ties(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text(TIES, encoding="utf-8")
    return path


def test_networks_are_measured_by_window(detente, ties):
    done = detente("balance", ties)
    assert done.returncode == 0, done.err
    first, second = rows(done)
    assert [first[name] for name in ("window", "frustration", "balance", "triads_balanced", "proof")] == ["50", 0.0, 1.0, 1.0, "balanced"]
    assert [second[name] for name in ("window", "frustration", "balance", "foes_only", "proof")] == ["69", 1.0, 0.5, 1, "cycles"]
    assert second["checked"] is True


def test_camps_ties_against_them_and_cycles_are_tables_of_their_own(detente, ties, tmp_path):
    out = tmp_path / "camps.csv"
    assert detente("balance", ties, "--window", "50", "--table", "camps", "--out", out).returncode == 0
    table = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert {row["state"]: row["camp"] for row in table} == {"CHN": "A", "RUS": "A", "USA": "B"}
    (against,) = rows(detente("balance", ties, "--window", "69", "--table", "against"))
    assert against["sign"] == -1
    (cycle,) = rows(detente("balance", ties, "--table", "cycles"))
    assert cycle == {"window": "69", "states": ["CHN", "RUS", "USA"], "share": 1.0}


def test_what_is_not_proved_in_time_is_a_finding(detente, tmp_path):
    path = tmp_path / "foes.csv"
    names = [f"S{number}" for number in range(9)]
    path.write_text("a,b,sign\n" + "".join(f"{a},{b},-1\n" for a in names for b in names if a < b), encoding="utf-8")
    done = detente("balance", path, "--seconds", "0")
    (row,) = rows(done)
    assert done.returncode == 1 and row["frustration"] is None and row["lower"] < row["upper"] and "1 network not certified" in done.err


def test_a_wrong_table_or_window_is_told(detente, ties, tmp_path):
    assert "D627" in detente("balance", ties, "--window", "99").err
    (tmp_path / "x.csv").write_text("a,b\n", encoding="utf-8")
    done = detente("balance", tmp_path / "x.csv")
    assert done.returncode == 2 and "D628" in done.err and "x.csv" in done.err


def test_portfolios_are_compared_from_a_published_file(detente, tmp_path):
    path = tmp_path / "alliances.csv"
    path.write_text(ALLIANCES, encoding="utf-8")
    done = detente("similarity", "--data", path, "--year", "1960", "--states", "CHN,RUS,USA", "--measure", "s", "--measure", "tau_b")
    assert done.returncode == 0, done.err
    found = {(row["state1"], row["state2"]): row for row in rows(done)}
    assert set(found) == {("USA", "RUS"), ("USA", "CHN"), ("RUS", "CHN")}
    pact, strangers = found["RUS", "CHN"], found["USA", "CHN"]
    # one pact is two items alike; strangers differ in four: each one's own, and its ally's
    assert pact["s"] == 1.0 and strangers["s"] == pytest.approx(1 - 2 * 12 / (3 * strangers["n"])) and strangers["kappa"] is None


def test_data_without_portfolios_are_told(detente, tmp_path):
    path = tmp_path / "states.csv"
    path.write_text("stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n", encoding="utf-8")
    done = detente("similarity", "--data", path)
    assert done.returncode in (2, 3) and "D" in done.err
