"""The relation of a study: its scores, turns and triangle from its own events, and the published data that it names."""

from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from detente.errors import DetenteError, UsageFault
from detente.record import table_book
from detente.study import relation as stage
from detente.study.file import StudyFile, read_study_file
from detente.study.published import VARIABLE, files_in, named_files, published_files
from detente.study.relation import Related, related, state_numbers, study_scores
from detente.study.scope import Scope
from detente.study.scoring import triangle_rows

THREE = ("CHN", "RUS", "USA")
PAIRS = (("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA"))


def scope(states=THREE, dyads=PAIRS, first=1950, last=1989):
    return Scope(states=states, dyads=dyads, first_year=first, last_year=last)


def series(dyads=PAIRS, deeds=12):
    """Twenty good years and twenty bad ones for the first pair, the reverse for the others; each year with its own statement."""
    rows = [
        {
            "dyad": f"{a}-{b}",
            "state_a": a,
            "state_b": b,
            "period": str(year),
            "year": year,
            "mean": (4.0 if (year < 1970) == (at == 0) else -4.0) if deeds else None,
            "net": 4.0,
            "n_deeds": deeds,
            "event_ids": [f"{a}{b}{year}"] if deeds else [],
            "weights": [1.0] if deeds else [],
        }
        for at, (a, b) in enumerate(dyads)
        for year in range(1950, 1990)
    ]
    return pl.DataFrame(rows, schema_overrides={"mean": pl.Float64, "weights": pl.List(pl.Float64), "event_ids": pl.List(pl.String)})


EVENTS = tuple(
    SimpleNamespace(event_id=f"{a}{b}{year}", intensity=4.0 if (year < 1970) == (at == 0) else -4.0)
    for at, (a, b) in enumerate(PAIRS)
    for year in range(1950, 1990)
)


def frames(table):
    return SimpleNamespace(series=table, asserted=None)


def test_a_study_without_published_data_has_a_score_for_each_year():
    found = related(frames(series()), scope(), EVENTS)
    assert found.latent.height == 3 * 40
    china = found.latent.filter(pl.col("dyad") == "CHN-RUS")
    assert china.filter(pl.col("year") == 1960)["x"].item() > 0.5
    assert china.filter(pl.col("year") == 1980)["x"].item() < -0.5
    assert (found.latent["se"] > 0).all() and found.basis
    assert china["event_ids"].to_list()[0] == ["CHNRUS1950"]


def test_its_turns_and_its_triangle_follow():
    found = related(frames(series()), scope(), EVENTS)
    firm = found.turns.filter((pl.col("told_by") == "score") & (pl.col("share") > 0.5))
    assert {(row["dyad"], row["direction"]) for row in firm.iter_rows(named=True)} >= {("CHN-RUS", "down"), ("CHN-USA", "up")}
    assert firm["year"].is_between(1969, 1971).all()
    types = {row["year"]: (row["type"], row["who"]) for row in found.triangle.iter_rows(named=True)}
    assert types[1960] == ("marriage", "USA") and types[1980] == ("romantic", "USA")


@pytest.mark.parametrize("name", ["latent", "turns", "triangle"])
def test_each_table_has_the_columns_of_the_dictionary_and_its_key_tells_rows_apart(name):
    frame = related(frames(series()), scope(), EVENTS).frames()[name]
    book = table_book(name)
    assert set(frame.columns) == {column.name for column in book.columns}
    assert frame.select(book.key).is_unique().all()


def test_the_same_study_gives_the_same_tables():
    first, again = (related(frames(series()), scope(), EVENTS, seed=5) for _ in range(2))
    one, two = ({name: table for name, table in each.frames().items() if table is not None} for each in (first, again))
    assert one.keys() == two.keys() == {"latent", "turns", "triangle"}, "no data set tells who has the upper hand"
    assert all(table.equals(two[name]) for name, table in one.items())
    assert set(first.latent["seed"]) == {5}


def test_a_study_of_two_states_has_no_triangle():
    found = related(frames(series(PAIRS[:1])), scope(("CHN", "RUS"), PAIRS[:1]), EVENTS)
    assert found.triangle is None and found.latent.height == 40


def test_where_nothing_is_told_there_is_nothing():
    assert related(frames(None), scope(), EVENTS) == Related()
    assert related(frames(series(deeds=0)), scope(), EVENTS) == Related()
    assert related(frames(series()), scope(first=None), EVENTS) == Related()


def test_a_pair_of_which_nothing_is_told_is_a_gap_and_not_neutral():
    found = related(frames(series(PAIRS[:2])), scope(), EVENTS)
    assert found.latent.filter(pl.col("dyad") == "RUS-USA")["x"].null_count() == 40
    assert set(found.triangle["reason"]) == {"no score of RUS-USA"}


def test_years_beyond_the_sources_rest_on_the_others_and_say_so():
    scores = study_scores(series(), scope(last=1999), EVENTS)
    assert not scores.paths.evidence[:, 45:].any()
    assert (scores.paths.se[:, 49] > scores.paths.se[:, 30]).all()


def test_without_the_library_of_change_points_the_rest_is_there(monkeypatch):
    def missing(_):
        raise DetenteError(930, "the package ruptures is not installed", todo="Install it")

    monkeypatch.setattr("detente.relations.turns.needs", missing)
    found = related(frames(series()), scope(), EVENTS)
    assert "not installed" in found.missing
    assert "score" not in set(found.turns["told_by"]) and "zero" in set(found.turns["told_by"])


def test_another_fault_of_the_search_is_not_hidden(monkeypatch):
    def broken(_):
        raise DetenteError(641, "broken")

    monkeypatch.setattr("detente.relations.turns.needs", broken)
    with pytest.raises(DetenteError):
        stage.related(frames(series()), scope(), EVENTS)


def test_only_states_with_a_number_have_scores():
    assert state_numbers(("CHN", "XXX", "USA")) == {"CHN": 710, "USA": 2}


# published data ----------------------------------------------------------------------------------------

MAJORS = "stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version\nUSA,2,1898,8,13,2016,12,31,2016\n"


def test_a_study_names_published_data_of_its_own_folder_or_of_all_studies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shared, study = tmp_path / "shared", tmp_path / "study"
    (shared / "cow").mkdir(parents=True)
    (study / "data").mkdir(parents=True)
    (shared / "cow" / "majors.csv").write_text(MAJORS, encoding="utf-8")
    (study / "study.toml").write_text('title = "T"\ndata = ["cow/majors.csv"]\n', encoding="utf-8")
    asked = read_study_file(study)
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(UsageFault) as error:
        named_files(study, asked)
    assert error.value.number == 642 and "cow/majors.csv" in error.value.what
    monkeypatch.setenv(VARIABLE, str(shared))
    assert named_files(study, asked) == (shared / "cow" / "majors.csv",)
    (study / "data" / "cow").mkdir()
    own = study / "data" / "cow" / "majors.csv"
    own.write_text(MAJORS, encoding="utf-8")
    assert named_files(study, asked) == (own,)


@pytest.mark.parametrize("name", ["../majors.csv", "/etc/majors.csv", "nothing.csv"])
def test_a_name_that_leads_nowhere_or_out_is_refused(name: str, tmp_path: Path):
    (tmp_path / "majors.csv").write_text(MAJORS, encoding="utf-8")
    with pytest.raises(UsageFault) as error:
        named_files(tmp_path / "study", StudyFile(title="T", data=(name,)))
    assert error.value.number == 642


def test_makers_files_in_data_are_used_and_small_tables_are_not(tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "majors.csv").write_text(MAJORS, encoding="utf-8")
    (tmp_path / "data" / "small.csv").write_text("state,year,cinc\nCHN,1950,0.1\n", encoding="utf-8")
    assert published_files(tmp_path, StudyFile(title="T")) == (tmp_path / "data" / "majors.csv",)
    assert files_in(tmp_path) == (tmp_path / "data" / "majors.csv",)


# the verb -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "data", "states", "number"),
    [
        (None, None, THREE, 644),
        (Path(), Path("b"), THREE, 644),
        (None, Path(), ("CHN", "RUS"), 643),
        (None, Path(), ("CHN", "XXX", "USA"), 643),
    ],
)
def test_a_triangle_that_is_not_asked_rightly_is_refused(folder, data, states, number):
    with pytest.raises(UsageFault) as error:
        triangle_rows(folder, data=data, states=states)
    assert error.value.number == number
