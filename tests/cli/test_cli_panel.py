"""`detente panel`: from a folder of published data to a file with its codebook."""

import os

import polars as pl
import pytest

ALLIANCES = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n365,710,1950,1,0,0,0\n710,365,1950,1,0,0,0\n"
MAJORS = "ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n365,1922,1,1,2016,12,31,2016\n"
CONTIGUITY = "ccode1,ccode2,conttype,stdate,enddate\n365,710,1,1860-10-01,2016-12-01\n710,365,1,1860-10-01,2016-12-01\n"


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "alliances.csv").write_text(ALLIANCES, encoding="utf-8")
    (folder / "majors.csv").write_text(MAJORS, encoding="utf-8")
    (folder / "contiguity.csv").write_text(CONTIGUITY, encoding="utf-8")
    (folder / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return folder


def test_a_panel_is_written_with_its_codebook(detente, data, tmp_path):
    out = tmp_path / "panel.parquet"
    done = detente("panel", "--from", 1950, "--to", 2013, "--add", "alliances", "--states", "CHN,RUS", "--data", data, "-o", out)
    assert done.returncode == 0, done.err
    frame = pl.read_parquet(out)
    assert frame.height == 64 and frame.row(0)[:5] == (365, 710, 1950, True, True)
    assert frame["alliance_any"].to_list()[1:] == [False] * 62 + [None]
    book = out.with_suffix(".codebook.md").read_text(encoding="utf-8")
    assert "`alliance_defence`" in book and "Licence:" in book and "Gibler" in book
    assert "64 rows" in done.err and "(alliances.csv)" in done.err


def test_the_formats_hold_the_same_rows(detente, data, tmp_path):
    asked = ["panel", "--from", 1950, "--to", 1951, "--add", "alliances,majors", "--states", "365,710", "--directed", "--data", data]
    for suffix in ("csv", "jsonl", "parquet"):
        assert detente(*asked, "-o", tmp_path / f"p.{suffix}").returncode == 0
    assert (
        pl.read_csv(tmp_path / "p.csv").rows()
        == pl.read_ndjson(tmp_path / "p.jsonl").rows()
        == pl.read_parquet(tmp_path / "p.parquet").rows()
    )
    assert detente(*asked).out == (tmp_path / "p.jsonl").read_text(encoding="utf-8")


def test_the_same_command_writes_the_same_bytes(detente, data, tmp_path):
    asked = ["panel", "--from", 1950, "--to", 1951, "--add", "alliances", "--data", data, "-o"]
    for name, threads, seed in (("a", "1", "0"), ("b", "2", "7")):
        env = os.environ | {"POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": seed}
        assert detente(*asked, tmp_path / f"{name}.parquet", env=env).returncode == 0
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_relevant_pairs_and_the_other_list_of_states(detente, data, tmp_path):
    asked = ["panel", "--from", 1995, "--to", 1995, "--relevant", "--system", "gw", "--states", "2,260,365,710", "--data", data]
    rows = pl.read_ndjson(detente(*asked).out.encode()).select("gwcode1", "gwcode2", "ccode1").rows()
    assert rows == [(2, 365, 2), (260, 365, 255), (365, 710, 365)]


def test_the_data_of_the_study_or_of_the_environment(detente, data, tmp_path):
    asked = ["panel", "--from", 1950, "--to", 1950, "--add", "alliances", "--states", "CHN,RUS"]
    env = {name: value for name, value in os.environ.items() if name != "DETENTE_DATA"}
    assert detente(*asked, cwd=tmp_path, env=env | {"DETENTE_DATA": str(data)}).returncode == 0
    nowhere = detente(*asked, cwd=tmp_path, env=env)
    assert nowhere.returncode == 2 and "D616" in nowhere.err
    data.rename(tmp_path / "data")
    assert detente(*asked, cwd=tmp_path, env=env).returncode == 0


@pytest.mark.parametrize(
    ("more", "number"),
    [
        (["--add", "weather"], "D612"),
        (["--add", "trade"], "D617"),
        (["--add", "alliances:other"], "D617"),
        (["--add", "alliances,alliances"], "D614"),
        (["--states", "ATL"], "D611"),
        (["--format", "parquet", "--from", "1700"], "D610"),
        (["-o", "panel.docx"], "D619"),
    ],
)
def test_what_cannot_be_is_a_numbered_error(detente, data, tmp_path, more, number):
    done = detente("panel", "--from", 1950, "--to", 1950, "--data", data, *more, cwd=tmp_path)
    assert done.returncode == 2 and number in done.err and "Traceback" not in done.err
    assert not list(tmp_path.glob("panel*"))
