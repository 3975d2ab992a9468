"""What a study asks of the past and the future: its file, its tables, the verbs, and what it does without."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "simulate"))

from planted_systems import told_study

from detente.cli.main import app
from detente.dates import day_number
from detente.errors import DetenteError, UsageFault
from detente.record import table_book
from detente.report import DataSet
from detente.simulate.asked import Intervention
from detente.study import read_study_file, simulating
from detente.study.file import StudyFile
from detente.study.frames import series_of
from detente.study.relation import study_scores
from detente.study.scope import Scope
from detente.study.what_if import TABLES, Ground, Supposed, fitted_of, supposed

PAIRS = (("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA"))
SCOPE = Scope(states=("CHN", "RUS", "USA"), dyads=PAIRS, first_year=1945, last_year=1989)
THREAT = Intervention(name="no threat", kind="threat", on=day_number(1950), states=("USA",), target=("CHN", "RUS"))
PARITY = Intervention(name="parity", kind="parity", on=day_number(1970), states=("CHN", "RUS"))
STUDY = StudyFile(title="T", interventions=(THREAT, PARITY), horizon=3)
POWERS = DataSet(
    key="capabilities",
    title="Capabilities",
    citation="",
    columns=("state", "year", "cinc"),
    rows=(("CHN", 1950, 0.11), ("CHN", 1989, 0.12), ("RUS", 1950, 0.18), ("RUS", 1989, 0.13), ("USA", 1950, None)),
)


@pytest.fixture(scope="module")
def ground():
    return Ground(events=told_study().events, dates=[], scope=SCOPE, small=(POWERS,))


@pytest.fixture(scope="module")
def made(ground):
    return supposed(ground, STUDY, seed=3)


def asked(text):
    return f'title = "T"\n{text}'


def read(folder, text):
    (folder / "study.toml").write_text(asked(text), encoding="utf-8")
    return read_study_file(folder)


# the file --------------------------------------------------------------------------------------------


def test_interventions_are_read_with_years_days_and_defaults(tmp_path):
    study = read(
        tmp_path,
        'horizon = 7\n[[interventions]]\nname = "A"\nkind = "threat"\non = 1950-06-25\nuntil = 1953\nstates = ["USA"]\ntarget = ["CHN"]\n'
        '[[interventions]]\nname = "B"\nkind = "parity"\non = "1991-12-26"\nstates = ["CHN", "RUS"]\nsize = 0.5\n',
    )
    first, second = study.interventions
    assert study.horizon == 7 and (first.on, first.until) == (day_number(1950, 6, 25), day_number(1953, 12, 31))
    assert first.size == 1 and second.size == 0.5 and second.until is None
    assert second.last_day(2014) == day_number(2014, 12, 31) and replace(first, until=None).last_day(2014) == day_number(1950, 12, 31)


def test_a_study_that_asks_nothing_reads_as_before(tmp_path):
    study = read(tmp_path, "")
    assert study.horizon is None and study.interventions == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("horizon = 0", 904),
        ("horizon = true", 904),
        ('interventions = "none"', 904),
        ('[[interventions]]\nkind = "threat"\non = 1950', 904),
        ('[[interventions]]\nname = "A"\nkind = "magic"\non = 1950', 904),
        ('[[interventions]]\nname = "A"\nkind = "threat"\nstates = ["USA"]', 904),
        ('[[interventions]]\nname = "A"\nkind = "threat"\non = "soon"', 904),
        ('[[interventions]]\nname = "A"\nkind = "threat"\non = "1950-02-30"', 904),
        ('[[interventions]]\nname = "A"\nkind = "threat"\non = 1950\nuntil = 1949', 904),
        ('[[interventions]]\nname = "A"\nkind = "threat"\non = 1950\nsize = -1', 904),
        ('[[interventions]]\nname = "A"\nkind = "threat"\non = 1950\nstates = ["America"]', 904),
        ('[[interventions]]\nname = "A"\nkind = "pact"\non = 1950\n[[interventions]]\nname = "A"\nkind = "pact"\non = 1951', 904),
        ('[[interventions]]\nname = "A"\nkind = "pact"\non = 1950\nwhy = "so"', 903),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_number(tmp_path, text, number):
    with pytest.raises(UsageFault) as refused:
        read(tmp_path, text)
    assert refused.value.number == number


# the tables ------------------------------------------------------------------------------------------


def test_the_relation_that_is_run_is_the_one_that_the_page_shows(ground):
    fitted, told = fitted_of(ground, runs=2)
    scores = study_scores(series_of(ground.events, [], SCOPE), SCOPE, ground.events)
    mean = fitted.system.smoothed()[0]
    assert told.capabilities["RUS", 1950] == 0.18 and ("USA", 1950) not in told.capabilities
    assert scores.paths.x == pytest.approx(mean.T, abs=1e-9)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_the_columns_of_the_dictionary_and_its_key_tells_rows_apart(made, name):
    frame, book = made.frames()[name], table_book(name)
    assert frame.columns == [column.name for column in book.columns]
    assert frame.select(book.key).is_unique().all() and frame.height


def test_the_same_study_gives_the_same_tables(made, ground):
    again = supposed(ground, STUDY, seed=3)
    assert all(frame.equals(made.tables[name]) for name, frame in again.tables.items())
    assert set(made.tables["counterfactuals"]["seed"]) == {3} and not made.refused


def test_an_intervention_that_cannot_be_run_is_named_and_the_others_go_on(ground):
    found = supposed(replace(ground, small=()), replace(STUDY, horizon=None))
    ((name, why),) = found.refused
    assert name == "parity" and why.startswith("D742") and set(found.tables["counterfactuals"]["intervention"]) == {"no threat"}
    assert found.frames()["forecasts"] is None and found.beats is None


def test_where_nothing_is_told_everything_is_refused_and_nothing_breaks(ground):
    found = supposed(replace(ground, events=[]), STUDY)
    assert {why[:4] for _, why in found.refused} == {"D740"} and not found.tables
    assert supposed(ground, StudyFile(title="T")) == Supposed()


def test_a_forecast_that_cannot_be_judged_is_not_shown(ground):
    short = replace(ground, scope=replace(SCOPE, first_year=1982, last_year=1989))
    found = supposed(short, replace(STUDY, interventions=(), horizon=5))
    assert found.refused[0][0] == "forecast" and "D747" in found.refused[0][1] and not found.tables


# the verbs -------------------------------------------------------------------------------------------


def test_the_verbs_print_their_tables(monkeypatch, ground, tmp_path):
    monkeypatch.setattr(simulating, "ground_of", lambda _: (ground, STUDY))
    out = tmp_path / "out.csv"
    done = CliRunner().invoke(app, ["simulate", str(tmp_path), "--intervention", "parity", "--runs", "20", "--out", str(out)])
    assert done.exit_code == 0, done.output
    frame = pl.read_csv(out, infer_schema_length=None)
    assert set(frame["intervention"]) == {"parity"} and set(frame["n_runs"]) == {20}
    done = CliRunner().invoke(app, ["forecast", str(tmp_path), "--horizon", "2", "--runs", "20", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert pl.read_csv(out)["ahead"].to_list() == [0, 1, 2] * 3
    done = CliRunner().invoke(app, ["forecast", str(tmp_path), "--horizon", "2", "--runs", "20", "--scores", "--out", str(out)])
    assert "coupled" in pl.read_csv(out)["forecaster"].to_list()


def test_a_name_that_the_study_does_not_have_is_refused(monkeypatch, ground, tmp_path):
    monkeypatch.setattr(simulating, "ground_of", lambda _: (ground, STUDY))
    with pytest.raises(DetenteError) as refused:
        simulating.simulated_rows(tmp_path, name="no such")
    assert refused.value.number == 746


def test_the_effects_of_the_table_are_those_of_the_runs(made):
    rows = made.tables["counterfactuals"].filter((pl.col("intervention") == "no threat") & (pl.col("dyad") == "CHN-USA"))
    assert rows["imposed"].all() and rows["effect_50"][0] == 0
    assert (rows["effect_50"][1:3] > 0).all() and np.isfinite(rows["effect_95"].to_numpy()).all()
