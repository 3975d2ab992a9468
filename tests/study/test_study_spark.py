"""Spark in local mode: documents coded and event rows added up as without it. Left out where pyspark or Java is absent."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from study_standins import QUICK

from detente.errors import DetenteError, UsageFault
from detente.spark import find_java, spark_session
from detente.study import run_study

STANDINS = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "record")]
MISSING = "pyspark is not installed" if importlib.util.find_spec("pyspark") is None else "there is no Java" if find_java() is None else ""
spark = pytest.mark.skipif(bool(MISSING), reason=MISSING or "Spark is there")


def in_a_process(tmp_path, code):
    """What a script prints, in a process of its own with Spark's processes on two cores: a Java machine is not for the tests' own."""
    script = tmp_path / "script.py"
    script.write_text("import json\nfrom pathlib import Path\nfrom detente.spark import spark_session\n" + code, encoding="utf-8")
    places = os.pathsep.join([*STANDINS, str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {
        **os.environ,
        "PYTHONPATH": places,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_SUBMIT_ARGS": "--master local[2] pyspark-shell",
    }
    done = subprocess.run([sys.executable, script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


CODING = """
from detente_standins import ToyCoder, make_document
from detente.errors import DetenteError
from detente.study import code_all, on_spark
on_spark.DOCUMENTS_A_PROCESS = 3
given = [make_document(f"China met Russia in {1900 + each}.", key=key) for each, key in enumerate(["a", "b", "alpha", *"defghijk"])]
def told(name):
    local, far = (list(code_all(iter(given), name, workers=1, engine=engine)) for engine in ("local", "spark"))
    return local == far, repr(local) == repr(far), [document.key for document, _ in far]
same = told("detente_standins:ToyCoder")
failed = told("study_standins:BadCoder")
processes = {coding.notes for _, coding in code_all(given, "study_standins:ProcessCoder", workers=1, engine="spark")}
try:
    list(code_all(given, "study_standins:DyingCoder", workers=1, engine="spark"))
except DetenteError as error:
    died = error.number
print(json.dumps([same, failed, len(processes), died]))
"""


@spark
@pytest.mark.slow
def test_codings_are_those_of_a_local_run_in_the_same_order(tmp_path):
    keys = ["a", "b", "alpha", *"defghijk"]
    same, failed, processes, died = in_a_process(tmp_path, CODING)
    assert same == [True, True, keys] and failed == [True, True, keys]
    assert processes == 4, "two at a time, replaced after three documents"
    assert died == 657


REAL = """
from dataclasses import asdict
from detente.documents import read_document
from detente.study import code_all
paths = [Path(name) for name in ("one.txt", "two.txt", "three.txt")]
texts = ["In August 1960 Khrushchev withdrew the Soviet technicians from China.", "China surveyed the border with India in 1962."]
texts += ["No state is named here."]
for path, text in zip(paths, texts):
    path.write_text(text, encoding="utf-8")
codes = Path("own.yaml")
codes.write_text("verbs:\\n  - {id: survey, type: CONSULT, reciprocal: true, target: [with], words: [survey]}\\n", encoding="utf-8")
documents = [read_document(path) for path in paths]
def rows(engine):
    found = list(code_all(documents, "detente.coding.coder:FastCoder", workers=1, codes=CODES, engine=engine))
    return [document.key for document, _ in found], repr([coded for _, coded in found])
print(json.dumps([rows("local"), rows("spark")]))
"""


@spark
@pytest.mark.slow
@pytest.mark.parametrize("codes", ["()", "(codes,)"])
def test_the_real_coder_says_the_same_on_spark(tmp_path, codes):
    local, far = in_a_process(tmp_path, REAL.replace("CODES", codes))
    differing = next((at for at, (one, two) in enumerate(zip(local[1], far[1], strict=False)) if one != two), None)
    assert differing is None, (local[1][differing - 60 : differing + 60], far[1][differing - 60 : differing + 60])
    assert local == far and "events=(Event(" in local[1]


AGGREGATION = """
import polars as pl
from test_aggregate import ROWS, many, written
from detente.errors import DetenteError
from detente.relations.aggregate import UNITS, aggregate
files = many(Path("in"))
written(files / "more.parquet", ROWS)
same = []
for unit, directed, drop in [("month", True, False), ("quarter", False, True), ("day", True, True), ("year", False, False)]:
    asked = {"unit": unit, "directed": directed, "drop_repeats": drop}
    made = [aggregate(files, out=f"{engine}.out", engine=engine, **asked) for engine in ("local", "spark")]
    local, far = (each.frame().collect() for each in made)
    counts = made[0].kept == made[1].kept, made[0].read == made[1].read
    same.append([local.equals(far), local.schema == far.schema, *counts, len(local) > 50])
empty = aggregate(written(Path("e.parquet"), ROWS[6:]), out="e.out", engine="spark")
numbers = []
for bad in ("scale", "code"):
    try:
        aggregate(written(Path("bad.parquet"), leave=(bad,)), out="bad.out", engine="spark", drop_repeats=True)
    except DetenteError as error:
        numbers.append(error.number)
print(json.dumps([same, [empty.rows, empty.frame().collect().width], numbers, Path("bad.out").exists()]))
"""


@spark
@pytest.mark.slow
def test_series_are_those_of_the_local_engine_to_the_last_bit(tmp_path):
    pytest.importorskip("duckdb")
    place = str(Path(__file__).resolve().parents[1] / "relations")
    same, empty, numbers, written = in_a_process(tmp_path, f"import sys; sys.path.insert(0, {place!r})\n" + AGGREGATION)
    assert same == [[True] * 5] * 4
    assert empty == [0, 15] and numbers == [651, 652] and not written


def test_without_pyspark_the_extra_is_named(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(DetenteError) as caught:
        run_study(folder, rooms=QUICK, engine="spark")
    assert caught.value.number == 930 and "detente[spark]" in caught.value.todo


def test_without_java_java_is_asked_for(monkeypatch, tmp_path):
    class Nobody:
        @staticmethod
        def getActiveSession():  # noqa: N802 - Spark's word
            return None

    monkeypatch.setattr("detente.spark.needs", lambda _: type("sql", (), {"SparkSession": Nobody}))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageFault) as caught:
        spark_session()
    assert caught.value.number == 655 and "Java 17" in caught.value.todo
