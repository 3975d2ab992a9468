"""Theories in a study: what its own years bear, what they do not and how little that is, and the chapter that says so."""

import datetime
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

pytest.importorskip("scipy")

from detente.errors import DetenteError, UsageFault
from detente.record import table_book
from detente.report import Material, build_view, render_report
from detente.report.charts.theories import theories_chart, theories_title
from detente.study import theories as stage
from detente.study.file import StudyFile, read_study_file
from detente.study.scope import Scope
from detente.study.systems import theory_rows, while_told
from detente.study.theories import Moved, monthly
from detente.theories.adapters import NAMES, cannot_test
from detente.theories.findings import ADDS, COLUMNS, WORSE, Finding, side_by_side

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "theories"))

from triad_makers import paths_of

THREE = Scope(states=("CHN", "RUS", "USA"), dyads=(("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA")), first_year=1940, last_year=2000)
HOSTILE = '<script>alert("x")</script>'


def directed(seed=0, strength=0.0, gaps=()):
    """Directed yearly series in which the first pair has deeds each year, and the others have few."""
    chance, rows = np.random.default_rng(seed), []
    for a, b in THREE.dyads:
        values = np.round(chance.normal(0, 3, (61, 2)), 1) if (a, b) == ("CHN", "RUS") else np.zeros((61, 2))
        values[1:, 0] += strength * values[:-1, 1]
        for side, name in enumerate((f"{a}>{b}", f"{b}>{a}")):
            rows += [{"dyad": name, "year": 1940 + at, "net": None if at in gaps else float(values[at, side])} for at in range(61)]
    return pl.DataFrame(rows, schema_overrides={"net": pl.Float64})


@pytest.fixture
def own(monkeypatch):
    """A study whose directed series is made up."""
    from detente import relations

    def put(series):
        monkeypatch.setattr(relations, "dyad_series", lambda *args, **options: series)
        return stage.tested([], [], THREE, paths=None)

    return put


def test_a_pair_with_deeds_is_tested_and_thin_ones_say_how_thin(own):
    found = own(directed()).findings
    tested_rows = [row for row in found if row.theory == "reciprocity" and row.kind == "theory"]
    assert [row.of for row in tested_rows] == ["CHN>RUS", "RUS>CHN"] and all(row.p_adjusted is not None for row in tested_rows)
    (thin,) = [row for row in found if row.theory == "reciprocity" and row.kind == "untested"]
    assert thin.of == "CHN-USA, RUS-USA" and "0 with a deed of CHN and 0 of USA" in thin.verdict
    assert {row.theory for row in found if row.kind == "untested"} == set(NAMES)


def test_an_answer_in_the_sources_is_found_and_gaps_are_not_read_as_silence(own):
    answered = {row.of: row.verdict for row in own(directed(1, 1.5)).findings if row.kind == "theory"}
    assert answered["CHN>RUS"] == ADDS and answered["RUS>CHN"] != ADDS
    assert not [row for row in own(directed(1, 1.5, gaps=range(0, 61, 3))).findings if row.kind == "theory"]


def test_only_the_theories_named_are_put_to_it(monkeypatch):
    from detente import relations

    monkeypatch.setattr(relations, "dyad_series", lambda *args, **options: directed())
    found = stage.tested([], [], THREE, paths=None, named=("blocs", "triangles")).findings
    assert [row.theory for row in found] == ["triangles", "blocs"]
    assert stage.tested([], [], Scope(states=(), dyads=(), first_year=None, last_year=None), paths=None) == Moved()


def test_the_table_has_the_columns_of_the_dictionary_and_its_key_tells_rows_apart(own):
    frame, book = own(directed()).frames()["theories"], table_book("theories")
    assert tuple(column.name for column in book.columns) == COLUMNS == tuple(frame.columns)
    assert frame.select(book.key).is_unique().all() and Moved().frames() == {"theories": None}
    assert own(directed()).findings == own(directed()).findings


def test_study_toml_names_theories_and_no_others(tmp_path):
    (tmp_path / "study.toml").write_text('title = "T"\ntheories = ["triangles", "reciprocity", "triangles"]\n', encoding="utf-8")
    assert read_study_file(tmp_path).theories == ("triangles", "reciprocity") and StudyFile(title="x").theories == ()
    (tmp_path / "study.toml").write_text('title = "T"\ntheories = ["fate"]\n', encoding="utf-8")
    with pytest.raises(UsageFault, match="theories must be a list of reciprocity"):
        read_study_file(tmp_path)


def event_reading(days):
    """A made set of events of three states, one each way a day."""
    numbers = [(2, 365), (365, 2), (2, 710), (710, 2), (365, 710), (710, 365)]
    rows = [{"day": day, "last_day": day, "source": a, "target": b, "scale": 1.0 + (day + a) % 7} for day in days for a, b in numbers]
    schema = {"day": pl.Int32, "last_day": pl.Int32, "source": pl.Int16, "target": pl.Int16, "scale": pl.Float32}
    return SimpleNamespace(frame=pl.DataFrame(rows, schema=schema), layout=SimpleNamespace(data_set="MADE", family="events"))


def test_event_data_become_monthly_flows_or_say_how_few_there_are():
    begin = datetime.date(1970, 1, 1).toordinal()
    flows = monthly(event_reading(range(begin, begin + 11 * 366, 5)), ("CHN", "RUS", "USA"))
    assert flows.names[0] == "CHN>RUS" and len(flows.labels) >= stage.MONTHS
    with pytest.raises(DetenteError, match="over 3 months") as told:
        monthly(event_reading(range(begin, begin + 90, 5)), ("CHN", "RUS", "USA"))
    assert told.value.number == 735


def test_what_is_asked_of_neither_or_both_is_refused(tmp_path):
    for folder, data in ((None, None), (tmp_path, tmp_path)):
        with pytest.raises(UsageFault) as told:
            theory_rows(folder, data=data)
        assert told.value.number == 736
    with pytest.raises(UsageFault) as told:
        theory_rows(None, data=tmp_path, states=("CHN", "ZZZ", "USA"))
    assert told.value.number == 737


def test_an_empty_folder_of_data_says_why_each_theory_is_not_tested(tmp_path):
    rows = theory_rows(None, data=tmp_path, scope="system")
    assert rows and {row["kind"] for row in rows} <= {"untested", "described"} and all("not tested" in row["verdict"] for row in rows)


def test_scores_end_with_what_is_told():
    paths = paths_of(np.ones((30, 3)))
    paths.evidence[:2, 20:] = False
    assert while_told(paths).years[-1] == paths.years[19] and while_told(paths).draws.shape[2] == 20
    paths.evidence[:] = False
    assert while_told(paths).labels == paths.labels


# the chapter -----------------------------------------------------------------------------------------


def findings():
    """One claim that adds, one that does worse, one undecided, a baseline, a description and two that were not tested for one reason."""
    common = {"scope": "dyad", "n": 40, "against": "routine alone", "refuted_by": f"A loss refutes it. {HOSTILE}"}
    return side_by_side(
        [
            Finding(theory="reciprocity", claim=f"CHN answers {HOSTILE}", of="CHN>RUS", gain=0.2, low=0.1, high=0.3, p=0.0001, **common),
            Finding(theory="reciprocity", claim="RUS answers", of="RUS>CHN", gain=-0.2, low=-0.3, high=-0.1, p=0.0001, **common),
            Finding(theory="reciprocity", claim="USA answers", of="USA>CHN", gain=0.01, low=-0.3, high=0.32, p=0.9, **common),
            Finding(theory="mean", claim="as always", of="CHN>RUS", kind="baseline", gain=-5.0, **common),
            cannot_test("onset", "too few pairs"),
            cannot_test("threat", "too few pairs"),
        ]
    )


def page(rows):
    return render_report(build_view(Material(title="T", dyads=(("CHN", "RUS"),), states={"CHN": "China", "RUS": "Russia"}, theories=rows)))


def test_the_chapter_says_what_adds_what_does_not_and_what_was_not_tested():
    text = page(findings())
    chapter = re.search(r'<section id="moved".*?</section>', text, re.DOTALL)[0]
    assert '<a href="#moved">' in text and "1 of 3 claims adds to history: reciprocity (CHN&gt;RUS)" in chapter
    assert chapter.count("too few pairs") == 3 and HOSTILE not in text  # one reason for two, and two rows of the table
    assert ADDS in chapter and WORSE in chapter and "A loss refutes it." in chapter and "1 claim of those tested is undecided" in chapter
    for target in set(re.findall(r'href="#(moved-[^"]+)"', chapter)):
        assert f'id="{target}"' in chapter


def test_without_anything_to_test_the_chapter_says_so_or_is_not_there():
    assert "No claim could be tested on these data" in page(findings()[4:])
    assert 'id="moved"' not in page(())


def test_the_plot_tells_verdicts_apart_by_shape_and_holds_every_gain():
    chart = theories_chart(findings(), name="m")
    assert chart.title == theories_title(findings()) and chart.svg.count("<a ") == 3
    assert chart.svg.count("<circle") == 3 and "adds to history" in chart.svg  # a disc, a ring of two; the loss is a square
    assert theories_chart(findings()[3:], name="m") is None
    none = side_by_side([Finding(theory="t", claim="c", scope="dyad", of="o", gain=0.0, p=None)])
    assert theories_title(none) == "None of 1 claim adds to what history alone tells, beyond chance" and theories_chart(none, name="m")
