"""Event rows to series: sums by hand, one result for all engines, threads, orders and interruptions, and refusals."""

import math
import subprocess
import sys
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.dates import calendar_day, day_number
from detente.errors import DetenteError
from detente.relations.aggregate import COLUMNS, aggregate, counting, parts
from detente.relations.aggregate.parts import Part, stretches
from detente.relations.aggregate.units import UNITS, days_and_periods

pytest.importorskip("duckdb")
TYPES = {"day": pl.Int32, "source": pl.Int16, "target": pl.Int16, "code": pl.String, "scale": pl.Float32, "quad": pl.UInt8, "n": pl.UInt32}
JAN, FEB = day_number(1969, 1, 31), day_number(1969, 2, 1)
ROWS = [
    (JAN, 365, 710, "190", -10.0, 4, 1),
    (JAN, 365, 710, "190", -10.0, 4, 1),
    (JAN, 710, 365, "111", -2.0, 3, 3),
    (FEB, 365, 710, "036", 4.0, 1, None),
    (FEB, 365, 710, "010", None, 1, 2),
    (FEB, 365, 710, "010", math.nan, None, 1),
    (FEB, 365, None, "010", 1.0, 1, 1),
    (FEB, 365, 365, "010", 1.0, 1, 1),
    (None, 365, 710, "010", 1.0, 1, 1),
]


def written(path, rows=ROWS, leave=()):
    pl.DataFrame(rows, schema=TYPES, orient="row").drop(leave).write_parquet(path)
    return path


@pytest.fixture(params=["counted", "queried"])
def way(request, monkeypatch):
    """Sums by counting into cells, and by the engine's query, as where there would be too many cells."""
    if request.param == "queried":
        monkeypatch.setattr(counting, "MOST_CELLS", 0)
    return request.param


def by_hand(rows, *, directed=True, drop_repeats=False):
    """The same by a loop over the rows, for months."""
    cells, seen = {}, set()
    for day, source, target, code, scale, quad, n in rows:
        if None in (day, source, target) or source == target or (drop_repeats and (day, source, target, code) in seen):
            continue
        seen.add((day, source, target, code))
        year, month, _ = calendar_day(day)
        pair = (source, target) if directed else tuple(sorted((source, target)))
        cells.setdefault((day_number(year, month), *pair), []).append((scale, quad, n or 1))
    for key in sorted(cells):
        events, scored = cells[key], [(s, n) for s, _, n in cells[key] if s is not None and not math.isnan(s)]
        count, total = sum(n for _, n in scored), sum(s * n for s, n in scored)
        squares = sum(s * s * n for s, n in scored)
        spread = math.sqrt(max(0.0, squares - total * total / count) / (count - 1) / count) if count > 1 else None
        yield {
            **dict(zip(("first_day", "ccode1", "ccode2"), key, strict=True)),
            "n": sum(n for _, _, n in events),
            "scaled": count,
            "mean": total / count if count else None,
            "se": spread,
            "sum": total if count else None,
            "squares": squares if count else None,
            "positive": sum(s * n for s, n in scored if s > 0) if count else None,
            "negative": sum(s * n for s, n in scored if s < 0) if count else None,
            **{f"quad{q}": sum(n for _, quad, n in events if quad == q) for q in (1, 2, 3, 4)},
        }


def matches(frame, expected):
    rows = frame.to_dicts()
    assert len(rows) == len(expected)
    for row, other in zip(rows, expected, strict=True):
        assert list(row) == list(COLUMNS)
        for name, value in other.items():
            assert row[name] == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-6)), (name, row)


# what the sums are -----------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_the_months_of_two_states(tmp_path, engine, way):
    done = aggregate(written(tmp_path / "a.parquet"), out=tmp_path / "out.parquet", engine=engine)
    assert (done.read, done.kept, done.left_out, done.rows) == (9, 6, 3, 3)
    first, second, third = done.frame().collect().to_dicts()
    assert (first["first_day"], first["ccode1"], first["ccode2"]) == (day_number(1969, 1), 365, 710)
    assert (first["n"], first["mean"], first["se"], first["sum"], first["squares"], first["quad4"]) == (2, -10.0, 0.0, -20.0, 200.0, 2)
    assert (second["ccode1"], second["n"], second["scaled"], second["mean"], second["quad3"]) == (710, 3, 3, -2.0, 3)
    # an event without a score is an event, and says nothing of the mean
    assert (third["n"], third["scaled"], third["mean"], third["se"], third["positive"], third["negative"]) == (4, 1, 4.0, None, 4.0, 0.0)
    assert third["quad1"] == 3


@pytest.mark.parametrize("engine", ["local", "duckdb"])
@pytest.mark.parametrize(("directed", "drop_repeats"), [(True, False), (False, False), (True, True), (False, True)])
def test_a_loop_by_hand_says_the_same(tmp_path, engine, directed, drop_repeats, way):
    rows = [*ROWS, *((JAN + k % 40, 2 + k % 3, 2 + k % 2, f"0{k % 5}", round(math.sin(k) * 10, 1), 1 + k % 4, 1) for k in range(500))]
    # a code has one score, as on the scales
    rows = [(d, s, t, c, x if c is None or not drop_repeats else float(len(c)) - 2.5, q and 1, 1) for d, s, t, c, x, q, n in rows]
    done = aggregate(
        written(tmp_path / "a.parquet", rows), out=tmp_path / "o.parquet", engine=engine, directed=directed, drop_repeats=drop_repeats
    )
    matches(done.frame().collect(), list(by_hand(rows, directed=directed, drop_repeats=drop_repeats)))


def test_rows_without_a_code_repeat_none(tmp_path):
    rows = [(JAN, 2, 20, None, 1.0, 1, 1)] * 3 + [(JAN, 2, 20, "010", 1.0, 1, 1)] * 3
    done = aggregate(written(tmp_path / "a.parquet", rows), out=tmp_path / "o.parquet", drop_repeats=True)
    assert (done.kept, done.left_out, done.frame().collect()["n"].to_list()) == (4, 2, [4])


def test_repeats_are_found_across_files(tmp_path):
    files = [written(tmp_path / f"{name}.parquet", ROWS[:2]) for name in "ab"]
    assert aggregate(files, out=tmp_path / "o.parquet", drop_repeats=True).kept == 1
    assert aggregate(files, out=tmp_path / "p.parquet").kept == 4


def test_what_the_files_do_not_have_is_null_and_not_zero(tmp_path, way):
    file = written(tmp_path / "a.parquet", ROWS[:3], leave=("quad", "n", "code"))
    rows = aggregate(file, out=tmp_path / "o.parquet").frame().collect()
    assert rows["quad1"].to_list() == [None, None] and rows["n"].to_list() == [2, 1]


@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_dates_are_days(tmp_path, engine, way):
    frame = pl.read_parquet(written(tmp_path / "a.parquet", ROWS[:5]))
    dates = frame.with_columns(date=pl.lit(date(1969, 1, 31)) + pl.duration(days=pl.col("day") - JAN)).drop("day")
    dates.write_parquet(tmp_path / "b.parquet")
    made = [aggregate(tmp_path / f"{name}.parquet", out=tmp_path / f"{name}.out", engine=engine).frame().collect() for name in "ab"]
    assert made[0].equals(made[1])


def test_no_row_of_a_pair_gives_a_table_without_rows(tmp_path, way):
    done = aggregate(written(tmp_path / "a.parquet", ROWS[6:]), out=tmp_path / "o.parquet", engine="duckdb")
    assert (done.read, done.kept, done.rows, done.frame().collect().columns) == (3, 0, 0, list(COLUMNS))
    assert aggregate(written(tmp_path / "b.parquet", []), out=tmp_path / "o.parquet").rows == 0


# one result ------------------------------------------------------------------------------------------


def many(folder, files=3, rows=4000):
    """Files that overlap in their months."""
    folder.mkdir()
    for k in range(files):
        table = pl.DataFrame({"k": range(k * rows, k * rows + rows)}).select(
            day=(day_number(1960) + k * 100 + pl.col("k") * 7919 % 180).cast(pl.Int32),
            source=(2 + pl.col("k") * 31 % 17).cast(pl.Int16),
            target=(2 + pl.col("k") * 13 % 19).cast(pl.Int16),
            code=pl.format("{}", pl.col("k") % 7),
            scale=((pl.col("k") * 37 % 201 - 100) / 10).cast(pl.Float32),
            quad=(1 + pl.col("k") % 4).cast(pl.UInt8),
            n=pl.lit(1, dtype=pl.UInt32),
        )
        table.write_parquet(folder / f"{k}.parquet", row_group_size=500)
    return folder


@pytest.mark.parametrize("drop_repeats", [False, True])
@pytest.mark.parametrize("unit", UNITS)
def test_engines_threads_and_order_change_no_byte(tmp_path, monkeypatch, unit, drop_repeats):
    files = sorted(many(tmp_path / "in").iterdir())
    given = [("local", 1, files), ("duckdb", 1, files), ("duckdb", 4, files[::-1]), ("duckdb", 2, [tmp_path / "in"])]
    made = set()
    for engine, threads, paths in given:
        for cells in (0, 1 << 21):
            monkeypatch.setattr(counting, "MOST_CELLS", cells)
            out = tmp_path / "out.parquet"
            aggregate(paths, out=out, unit=unit, engine=engine, threads=threads, drop_repeats=drop_repeats)
            made.add(out.read_bytes())
    assert len(made) == 1


def test_one_file_and_many_say_the_same(tmp_path, way):
    folder = many(tmp_path / "in")
    pl.read_parquet(folder / "*.parquet").write_parquet(tmp_path / "one.parquet")
    apart = aggregate(folder, out=tmp_path / "a.parquet", engine="duckdb").frame().collect()
    assert apart.equals(aggregate(tmp_path / "one.parquet", out=tmp_path / "b.parquet").frame().collect())
    keys = apart.select("first_day", "ccode1", "ccode2")
    assert keys.equals(keys.sort(keys.columns)) and keys.is_unique().all()


def test_the_number_of_polars_threads_changes_no_byte(tmp_path):
    folder = many(tmp_path / "in")
    code = f"from detente.relations.aggregate import aggregate; aggregate({str(folder)!r}, out=OUT)"
    for threads in "14":
        command = [sys.executable, "-c", code.replace("OUT", repr(str(tmp_path / threads)))]
        subprocess.run(command, env={"POLARS_MAX_THREADS": threads, "PATH": ""}, check=True)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "4").read_bytes()


EVENT_ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(JAN - 40, JAN + 40)),
        st.one_of(st.none(), st.integers(-3, 6)),
        st.one_of(st.none(), st.integers(2, 900)),
        st.just("010"),
        st.one_of(
            st.none(), st.sampled_from([math.nan, math.inf, -math.inf, -10.0, 0.0, 0.0004, 0.0005, 2.8, 7.4]), st.floats(-10, 10, width=32)
        ),
        st.one_of(st.none(), st.integers(0, 9)),
        st.one_of(st.none(), st.integers(0, 1_000_000)),
    ),
    max_size=40,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=EVENT_ROWS, directed=st.booleans(), unit=st.sampled_from(UNITS), leave=st.sampled_from([(), ("n",), ("quad",), ("n", "quad")]))
def test_counting_and_the_query_say_the_same_of_any_rows(tmp_path, monkeypatch, rows, directed, unit, leave):
    monkeypatch.setattr(counting, "ROWS", 7)
    file, made = written(tmp_path / "a.parquet", rows, leave), []
    for cells in (0, 1 << 21):
        monkeypatch.setattr(counting, "MOST_CELLS", cells)
        made.append(aggregate(file, out=tmp_path / "o.parquet", unit=unit, directed=directed).frame().collect())
    assert made[0].equals(made[1])


def test_scores_and_states_of_any_kind_of_number_are_counted(tmp_path, way):
    frame = pl.read_parquet(written(tmp_path / "a.parquet", [(JAN + k % 3, 2 + k % 3, 20, "1", float(k % 5), 1, 1) for k in range(30)]))
    kinds = [
        {},
        {"scale": pl.Int64, "source": pl.UInt64, "target": pl.UInt16},
        {"scale": pl.Decimal(9, 2), "quad": pl.Int32, "day": pl.Int64},
    ]
    made = []
    for kind in kinds:
        frame.cast(kind).write_parquet(tmp_path / "a.parquet")
        made.append(aggregate(tmp_path / "a.parquet", out=tmp_path / "o.parquet").frame().collect())
    assert made[0].equals(made[1]) and made[0].equals(made[2]) and len(made[0]) == 3


def watched(monkeypatch):
    """The names of the files whose sums are made, as they are made."""
    made, count = [], counting.counted
    monkeypatch.setattr(parts, "counted", lambda file, *given, **more: (made.append(file.path.name), count(file, *given, **more))[1])
    return made


def test_a_run_that_was_stopped_goes_on_from_there(tmp_path, monkeypatch):
    folder, out = many(tmp_path / "in"), tmp_path / "out.parquet"
    whole = aggregate(folder, out=tmp_path / "whole.parquet", engine="duckdb").out.read_bytes()
    made = watched(monkeypatch)

    def stopped(done, total, name):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        aggregate(folder, out=out, engine="duckdb", told=stopped)
    assert not out.exists() and {"0.parquet", "1.parquet"} <= set(made)
    told = []
    aggregate(folder, out=out, engine="duckdb", told=lambda *seen: told.append(seen))
    assert sorted(made) == ["0.parquet", "1.parquet", "2.parquet"], "the sums that were made were kept"
    assert out.read_bytes() == whole and not out.with_name("out.parquet.parts").exists()
    assert told == [(1, 3, "0.parquet"), (2, 3, "1.parquet"), (3, 3, "2.parquet")]


def test_a_cache_knows_files_by_what_is_in_them(tmp_path, monkeypatch, way):
    file, out, kept = written(tmp_path / "a.parquet", ROWS[:3]), tmp_path / "o.parquet", tmp_path / "kept"
    made = watched(monkeypatch)
    assert [aggregate(file, out=out, cache=kept).kept for _ in range(2)] == [3, 3]
    aggregate(file.rename(tmp_path / "b.parquet"), out=out, cache=kept)
    assert len(made) == 1
    written(tmp_path / "b.parquet", ROWS[:2])
    assert aggregate(tmp_path / "b.parquet", out=out, cache=kept).kept == 2 and len(made) == 2
    aggregate(tmp_path / "b.parquet", out=out, cache=kept, unit="year")
    assert len(made) == 3 and len(list(kept.iterdir())) == 3


# days and stretches ----------------------------------------------------------------------------------


@given(first=st.integers(1, 800_000), length=st.integers(0, 900), unit=st.sampled_from(UNITS))
def test_each_day_has_the_first_day_of_its_period(first, length, unit):
    found = days_and_periods(first, first + length, unit)
    assert [day for day, _ in found] == list(range(first, first + length + 1))
    for day, start in found[:: max(1, len(found) // 20)]:
        year, month, _ = calendar_day(day)
        begins = {
            "day": day,
            "month": day_number(year, month),
            "year": day_number(year),
            "quarter": day_number(year, (month - 1) // 3 * 3 + 1),
        }
        assert start == begins[unit]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_stretches_cover_each_period_of_each_part_once(spans):
    parts = [Part(path=k, first=first, last=first + more) for k, (first, more) in enumerate(spans)]
    covered = [(period, part.path) for start, end, here in stretches(parts) for period in range(start, end) for part in here]
    assert sorted(covered) == sorted((period, part.path) for part in parts for period in range(part.first, part.last + 1))
    assert [period for period, _ in covered] == sorted(period for period, _ in covered)


# refusals --------------------------------------------------------------------------------------------


def refused(number, *given, **named):
    with pytest.raises(DetenteError) as caught:
        aggregate(*given, **named)
    assert caught.value.number == number and caught.value.todo
    return str(caught.value)


@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_what_is_no_parquet_or_is_cut_short_is_refused_by_name(tmp_path, engine):
    (tmp_path / "a.parquet").write_text("day,source\n", encoding="utf-8")
    assert "a.parquet" in refused(650, tmp_path / "a.parquet", out=tmp_path / "o", engine=engine)
    refused(650, tmp_path / "none.parquet", out=tmp_path / "o", engine=engine)
    whole = written(tmp_path / "b.parquet").read_bytes()
    (tmp_path / "b.parquet").write_bytes(whole[: len(whole) // 2] + whole[-200:])
    assert "b.parquet" in refused(650, tmp_path / "b.parquet", out=tmp_path / "o", engine=engine)
    assert not (tmp_path / "o").exists()


def test_columns_are_read_strictly(tmp_path):
    out = tmp_path / "o.parquet"
    assert "scale" in refused(651, written(tmp_path / "a.parquet", leave=("scale",)), out=out)
    assert "day or date" in refused(651, written(tmp_path / "a.parquet", leave=("day",)), out=out)
    pl.read_parquet(written(tmp_path / "a.parquet")).with_columns(pl.col("source").cast(pl.String)).write_parquet(tmp_path / "a.parquet")
    assert "source does not hold whole numbers" in refused(651, tmp_path / "a.parquet", out=out)
    refused(652, written(tmp_path / "a.parquet", leave=("code",)), out=out, drop_repeats=True)
    two = [written(tmp_path / "a.parquet"), written(tmp_path / "b.parquet", leave=("quad",))]
    assert "not all files have quad" in refused(651, two, out=out)
    assert "4000000" in refused(651, written(tmp_path / "a.parquet", [(4_000_000, 2, 20, "", 0.0, 1, 1)]), out=out)


def test_sums_that_are_no_longer_exact_are_refused(tmp_path):
    rows = [(JAN, 2, 20, "", 10.0, 1, 4_000_000_000)]
    refused(653, written(tmp_path / "a.parquet", rows), out=tmp_path / "o.parquet")
    refused(654, [], out=tmp_path / "o.parquet")
    refused(654, written(tmp_path / "a.parquet"), out=tmp_path / "o.parquet", unit="week")


def test_what_does_not_fit_into_memory_goes_through_the_disk(tmp_path):
    k = pl.int_range(400_000, eager=True)
    frame = pl.DataFrame({"day": (700_000 + k * 7919 % 3000).cast(pl.Int32), "source": 2 + k * 31 % 97, "target": 2 + k * 13 % 101})
    frame.with_columns(scale=pl.lit(1.0), source=pl.col("source").cast(pl.Int16), target=pl.col("target").cast(pl.Int16)).write_parquet(
        tmp_path / "a.parquet", row_group_size=50_000
    )
    small = aggregate(tmp_path / "a.parquet", out=tmp_path / "a", unit="day", engine="duckdb", memory="60MB", threads=2)
    assert small.rows > 300_000 and small.frame().collect().equals(
        aggregate(tmp_path / "a.parquet", out=tmp_path / "b", unit="day").frame().collect()
    )
