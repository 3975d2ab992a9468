"""The SQL of an aggregation: one text, in the part of the language that DuckDB, Spark SQL and polars read alike.

Scores are counted in whole thousandths held in doubles. Sums of whole numbers below 2**53 are exact, so that they do not depend on
the order of rows, threads, files or machines; a score with more than three decimals is rounded to three, half upwards.

A row weighs as many events as its `n` says (one, where the files have no `n`). Counts of events hold all of them; sums, means and
standard errors only those that have a score; NaN and infinity are none.
"""

from __future__ import annotations

from detente.relations.aggregate.layout import Layout

THOUSANDTHS = 1000
"""Parts of one point of the scale that are told apart."""

EXACT = 2**53
"""Whole numbers below this are exact in a double, and so are their sums."""

KEYS = ("first_day", "ccode1", "ccode2")
"""A row's keys, in the order of the rows."""

SUMS = ("row_count", "n", "scaled", "total", "squares", "gains", "quad1", "quad2", "quad3", "quad4")
"""What is added up: numbers of rows and events, of events with a score, sums in thousandths, and events of each quad class."""

COLUMNS = (*KEYS, "n", "scaled", "mean", "se", "sum", "squares", "positive", "negative", "quad1", "quad2", "quad3", "quad4")
"""The columns of a result, in their order. `n` events, of which `scaled` have a score; `mean` of those with its standard error `se`
(the events taken as independent draws; null below two), `sum`, sum of `squares`, sums of the `positive` and of the `negative` scores,
in points of the scale; events of each quad class (1 verbal and 2 material cooperation, 3 verbal and 4 material conflict; null where
the files have none). `first_day` is the first day of the period, as a day number."""

_QUADS = (1, 2, 3, 4)


def sums_query(layout: Layout, *, directed: bool, drop_repeats: bool) -> str:
    """The sums of every pair and period: from the views `events` and `periods` (day, date, first_day) to `KEYS` and `SUMS`.

    Rows without a day or a state, and those of a state with itself, are no row of a pair and are left out. `drop_repeats` lets each
    (day, source, target, code) count once: the lowest of its scores and quad classes and the greatest of its `n`, where they differ.
    A row without a code repeats no other.
    """
    one, two = ("source", "target") if directed else ("least(source, target)", "greatest(source, target)")
    events = _without_repeats(layout) if drop_repeats else "events"
    quads = ", ".join(f"sum(CASE WHEN quad = {q} THEN n ELSE 0 END) AS quad{q}" for q in _QUADS)
    # scale * 0 = 0 tells NaN from numbers: a comparison would do, but DuckDB answers it from a file's statistics, which know no NaN
    return f"""
SELECT first_day, ccode1, ccode2, CAST(count(*) AS DOUBLE) AS row_count, sum(n) AS n,
  sum(CASE WHEN score IS NULL THEN 0 ELSE n END) AS scaled,
  sum(CASE WHEN score IS NULL THEN 0 ELSE n * score END) AS total,
  sum(CASE WHEN score IS NULL THEN 0 ELSE n * score * score END) AS squares,
  sum(CASE WHEN score > 0 THEN n * score ELSE 0 END) AS gains, {quads}
FROM (
  SELECT periods.first_day AS first_day, CAST({one} AS INT) AS ccode1, CAST({two} AS INT) AS ccode2,
    CASE WHEN scale * 0 = 0 THEN floor(CAST(scale AS DOUBLE) * {THOUSANDTHS} + 0.5) END AS score,
    {layout.events_of_a_row} AS n, {layout.quad_class} AS quad
  FROM {events} JOIN periods ON {layout.day} = periods.{layout.day_column}
  WHERE source <> target
) AS told
GROUP BY first_day, ccode1, ccode2
ORDER BY first_day, ccode1, ccode2
"""  # noqa: S608 - made of our own words


def _without_repeats(layout: Layout) -> str:
    """The events with each (day, source, target, code) once."""
    day = layout.day_column
    rest = [f"{most}({name}) AS {name}" for name, most in (("n", "max"), ("quad", "min")) if name in layout.names]
    plain = ", ".join(name for name in ("n", "quad") if name in layout.names)
    key = f"{day}, source, target, code"
    return f"""(
    SELECT {", ".join([key, "min(scale) AS scale", *rest])} FROM events WHERE code IS NOT NULL GROUP BY {key}
    UNION ALL SELECT {key}, scale{", " + plain if plain else ""} FROM events WHERE code IS NULL
  ) AS events"""  # noqa: S608 - made of our own words


MERGE_QUERY = f"""
SELECT {", ".join(KEYS)}, {", ".join(f"sum({name}) AS {name}" for name in SUMS)}
FROM parts WHERE first_day >= {{start}} AND first_day < {{end}} GROUP BY {", ".join(KEYS)} ORDER BY {", ".join(KEYS)}
"""  # noqa: S608
"""Sums of sums: from the view `parts`, in which a pair and period may stand more than once, those of the days from `start` to `end`."""


def result_query(*, has_quads: bool) -> str:
    """The result from the view `sums`: `COLUMNS` in their types, in the order of `sums`."""
    # a divisor that stands in a column: polars multiplies by the inverse of one that is written out, and is off in the last bit
    quads = ", ".join(f"CAST({f'quad{q}' if has_quads else 'NULL'} AS BIGINT) AS quad{q}" for q in _QUADS)
    spread = "greatest(squares - total * total / scaled, CAST(0 AS DOUBLE)) / (scaled - 1) / scaled"
    return f"""
SELECT CAST(first_day AS INT) AS first_day, CAST(ccode1 AS SMALLINT) AS ccode1, CAST(ccode2 AS SMALLINT) AS ccode2,
  CAST(n AS BIGINT) AS n, CAST(scaled AS BIGINT) AS scaled,
  CASE WHEN scaled > 0 THEN total / (scaled * points) END AS mean,
  CASE WHEN scaled > 1 THEN sqrt({spread}) / points END AS se,
  CASE WHEN scaled > 0 THEN total / points END AS sum,
  CASE WHEN scaled > 0 THEN squares / (points * points) END AS squares,
  CASE WHEN scaled > 0 THEN gains / points END AS positive,
  CASE WHEN scaled > 0 THEN (total - gains) / points END AS negative, {quads}
FROM (SELECT *, {THOUSANDTHS} + 0 * n AS points FROM sums) AS counted
"""  # noqa: S608
