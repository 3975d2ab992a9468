"""Event data of any published layout to one frame: who acted on whom, on which day, how, on one scale.

The frame of the `events` family, a row an event: `event_id` (the makers' own, else the row's number), `day` and `last_day` (day
numbers; equal for an event, first and last day of the period for counts and means of a period), `source` and `target` (COW
numbers on that day, null for what was no state), `code`, `scale` (-10 conflict to 10 cooperation; null where nobody has scored the code),
`quad` (1 to 4; null for a neutral act), `n` (events that the row stands for; null where the maker does not tell, 0 where he
says that there was none), `file`, `row` (the first below the heading is 1) and `print` (equal for rows that repeat one
another in every column of the file).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from detente.datasets.delimited import ROW
from detente.datasets.events.actors import resolve_actors
from detente.datasets.events.faults import ACTOR, CODE, DAY, event_fault
from detente.datasets.events.layouts import EventLayout
from detente.datasets.events.periods import counted, meant
from detente.datasets.events.raw import RawBatch, layout_of_file, raw_batches
from detente.datasets.events.schemes import scheme_of
from detente.datasets.events.scores import code_table, quad_of, spelled
from detente.datasets.faults import CELL, UNKNOWN_FILE, RowFault, refusal, row_fault
from detente.dates import UNIX_DAY

SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "event_id": pl.String,
    "day": pl.Int32,
    "last_day": pl.Int32,
    "source": pl.Int16,
    "target": pl.Int16,
    "code": pl.String,
    "scale": pl.Float32,
    "quad": pl.UInt8,
    "n": pl.UInt32,
    "file": pl.Categorical,
    "row": pl.UInt32,
    "print": pl.UInt64,
}
"""The columns of a frame of events, in order."""

ROWS = 200_000
"""The rows of a batch: some hundred megabytes of the widest layout."""

MOST_FAULTS = 1_000
"""So many faults of one number are told of a file, then only how many more there are."""


@dataclass(frozen=True, kw_only=True)
class EventBatch:
    """Some events of a file and the faults found in their rows."""

    frame: pl.DataFrame
    faults: tuple[RowFault, ...]


@dataclass
class _Told:
    """What has been told of a file so far, over all its batches."""

    label: str
    codes: dict[str, list[int]] = field(default_factory=dict)
    actors: dict[str, int] = field(default_factory=dict)
    many: dict[int, int] = field(default_factory=dict)

    def limited(self, faults: list[RowFault]) -> tuple[RowFault, ...]:
        """Those of some faults that are still to be told one by one."""
        shown = []
        for fault in faults:
            self.many[fault.number] = self.many.get(fault.number, 0) + 1
            if self.many[fault.number] <= MOST_FAULTS:
                shown.append(fault)
        return tuple(shown)

    def summary(self) -> tuple[RowFault, ...]:
        """What is told at the end: unknown codes and actors once each, and how many faults were not told."""
        faults = [
            event_fault(CODE, self.label, rows[0], f"{code!r}, in {rows[1]:,} rows", kept=True) for code, rows in sorted(self.codes.items())
        ]
        if self.actors:
            names = sorted(self.actors)
            shown = ", ".join(map(repr, names[:12])) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
            faults.append(event_fault(ACTOR, self.label, min(self.actors.values()), shown, kept=True))
        for number, count in sorted(self.many.items()):
            if count > MOST_FAULTS:
                what = f"{count - MOST_FAULTS:,} more rows have a fault of this number"
                faults.append(RowFault(file=self.label, row=None, number=number, what=what))
        return tuple(faults)


def read_event_batches(
    path: str | Path, *, rows: int = ROWS, root: str | Path | None = None, layout: EventLayout | None = None
) -> Iterator[EventBatch]:
    """The events of a file in batches of about `rows` rows, in the order of the file; the memory of one batch is used at a time.

    `layout` is found from the file where it is not given; `root` is what the label of the file is told relative to. A row whose
    cells or date cannot be read is left out and told as a fault (314, 332); one whose code or actor is unknown, or whose own score
    is no number, stands without what is unknown (330, 331, 315). The last batch may be empty: it tells what is told once a file.
    Raises `DataRefused` 313 for a file in no layout of event data, 301, 318, 333 and 337 for one that cannot be read.
    """
    file = Path(path)
    label = file.relative_to(root).as_posix() if root is not None else file.name
    found = layout or layout_of_file(file)
    if found is None:
        raise refusal(UNKNOWN_FILE, where=label)
    told = _Told(label)
    scheme = scheme_of(file, found, label)
    for raw in raw_batches(file, found, rows=rows, label=label):
        yield _batch(raw, found, scheme, told)
    yield EventBatch(frame=pl.DataFrame(schema=dict(SCHEMA)), faults=told.summary())


def _batch(raw: RawBatch, layout: EventLayout, scheme: str, told: _Told) -> EventBatch:
    frame, faults = with_days(raw.frame, layout, told.label)
    if scheme == "counts":
        events, more = counted(frame, layout, told.label)
        faults += more
    elif scheme == "means":
        events, more = meant(frame, layout, told.label)
        faults += more
    else:
        events, more = _scored(frame, layout, scheme, told)
        faults += more
    events = _with_states(events, layout, told)
    return EventBatch(frame=_canonical(events, column_of(layout, "id"), told.label), faults=told.limited([*raw.faults, *faults]))


# days -------------------------------------------------------------------------------------------------


def column_of(layout: EventLayout, use: str) -> str | None:
    """The column of a batch that has this use: its name in the file, in small letters, behind an `@`."""
    return next((f"@{name}" for name, each in layout.columns.items() if each == use), None)


def with_days(frame: pl.DataFrame, layout: EventLayout, label: str) -> tuple[pl.DataFrame, list[RowFault]]:
    """The rows that have a day, with `day` and `last_day`, and a fault for each other; `print` tells repeats."""
    prints = frame.drop(ROW).hash_rows(seed=0).alias("print")
    # behind a mark of their own, the file's columns cannot be taken for ours
    frame = frame.select(ROW, *(pl.col(name).alias(f"@{name}") for name in layout.columns if name in frame.columns), prints)
    first, last = _day_columns(layout)
    dated = frame.with_columns(first.alias("day_"), last.alias("last_day"))
    wrong = dated.filter(pl.col("day_").is_null())
    shown = [f"@{name}" for name, use in layout.columns.items() if use in ("day", "ymd", "year", "month", "dom")]
    faults = [event_fault(DAY, label, row, "-".join(cells)) for row, *cells in wrong.select(ROW, *shown).iter_rows()]
    return dated.filter(pl.col("day_").is_not_null()), faults


def _day_columns(layout: EventLayout) -> tuple[pl.Expr, pl.Expr]:
    name = {use: f"@{column}" for column, use in layout.columns.items()}
    if "day" in name:
        text = pl.col(name["day"]).str.strip_chars().str.slice(0, 10)
        day = _number(text.str.to_date("%Y-%m-%d", strict=False))
        return day, day
    if "ymd" in name:
        text = pl.col(name["ymd"]).str.strip_chars()
        short = text.str.len_chars() == 6
        century = pl.when(text.str.slice(0, 2) >= "66").then(pl.lit("19")).otherwise(pl.lit("20"))
        day = _number(pl.when(short).then(century + text).otherwise(text).str.to_date("%Y%m%d", strict=False))
        return day, day
    year, month, dom = (_whole(name[use]) if use in name else None for use in ("year", "month", "dom"))
    if year is None:
        raise refusal(UNKNOWN_FILE, "no column is a date")
    full = pl.when(year.is_between(0, 99)).then(year + 1900).otherwise(year)
    first = _valid(full, month if month is not None else pl.lit(1), dom if dom is not None else pl.lit(1))
    if dom is not None:
        return _number(first), _number(first)
    return _number(first), _number(first.dt.month_end() if month is not None else first.dt.offset_by("1y")) - (
        0 if month is not None else 1
    )


def _whole(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.replace(r"\.0+$", "").cast(pl.Int32, strict=False)


def _valid(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    text = pl.format("{}-{}-{}", year.cast(pl.String).str.zfill(4), month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
    return text.str.to_date("%Y-%m-%d", strict=False)


def _number(date: pl.Expr) -> pl.Expr:
    return date.to_physical().cast(pl.Int32) + UNIX_DAY


# codes ------------------------------------------------------------------------------------------------


def _scored(frame: pl.DataFrame, layout: EventLayout, scheme: str, told: _Told) -> tuple[pl.DataFrame, list[RowFault]]:
    """The rows with `code`, `scale` and `quad`: the scheme's own weight, else the file's score where it has one."""
    code = pl.col(name) if (name := column_of(layout, "code")) else pl.lit("")
    if mode := column_of(layout, "mode"):
        kind, said = code.str.strip_chars().str.to_uppercase(), pl.col(mode).str.strip_chars().str.to_lowercase()
        none = said.is_in(["", "none", "na"])
        code = pl.when(none).then(kind).otherwise(pl.concat_str(kind, said, separator="-"))
    score = pl.col(name).str.strip_chars() if (name := _present(frame, layout, "score")) else pl.lit("")
    own = score.cast(pl.Float32, strict=False)
    coded = frame.with_columns(spelled(scheme, code).alias("code_"), own.alias("own_"), score.alias("own_text_"))
    coded = coded.join(code_table(scheme), left_on="code_", right_on="code", how="left", maintain_order="left")
    faults = _wrong_scores(coded, told.label)
    if scheme != "score":
        _note_codes(coded, scheme, told)
    own_fit = pl.when(pl.col("own_").is_between(-10, 10)).then(pl.col("own_"))
    scale = pl.coalesce(pl.col("scale"), own_fit, _by_type(pl.col("code_")) if scheme == "plover" else own_fit)
    quad = pl.coalesce(pl.col("quad"), quad_of(scheme, pl.col("code_")), _quad_by_type(pl.col("code_")))
    if scheme == "score":
        quad = pl.lit(None, dtype=pl.UInt8)
    return coded.with_columns(scale.alias("scale"), quad.alias("quad"), pl.lit(1, dtype=pl.UInt32).alias("n")), faults


def _present(frame: pl.DataFrame, layout: EventLayout, use: str) -> str | None:
    name = column_of(layout, use)
    return name if name in frame.columns else None


def _by_type(code: pl.Expr) -> pl.Expr:
    """The score of a PLOVER type whose mode is unknown."""
    table = {row[0]: row[1] for row in code_table("plover").iter_rows() if "-" not in row[0]}
    return code.str.split("-").list.first().replace_strict(table, default=None, return_dtype=pl.Float32)


def _quad_by_type(code: pl.Expr) -> pl.Expr:
    table = {row[0]: row[2] for row in code_table("plover").iter_rows() if "-" not in row[0]}
    return code.str.split("-").list.first().replace_strict(table, default=None, return_dtype=pl.UInt8)


def _wrong_scores(coded: pl.DataFrame, label: str) -> list[RowFault]:
    wrong = coded.filter((pl.col("own_text_") != "") & ~pl.col("own_").is_between(-10, 10).fill_null(value=False))
    return [row_fault(CELL, label, row, f"score {text!r}", kept=True) for row, text in wrong.select(ROW, "own_text_").iter_rows()]


def _note_codes(coded: pl.DataFrame, scheme: str, told: _Told) -> None:
    known = code_table(scheme)["code"].implode()
    unknown = coded.filter(~pl.col("code_").is_in(known)).group_by("code_").agg(pl.col(ROW).min().alias("at"), pl.len().alias("many"))
    for code, at, many in unknown.sort("code_").iter_rows():
        first, before = told.codes.get(code, [at, 0])
        told.codes[code] = [min(first, at), before + many]


# actors -----------------------------------------------------------------------------------------------


def _with_states(frame: pl.DataFrame, layout: EventLayout, told: _Told) -> pl.DataFrame:
    """The rows with `source_` and `target_` as COW numbers; of several actors one row each pair."""
    for use in ("source", "target"):
        name = f"{use}_" if f"{use}_" in frame.columns else column_of(layout, use)
        frame = frame.with_columns(pl.col(name or "").str.strip_chars().fill_null("").alias(f"{use}_"))
        if layout.several:
            parts = pl.col(f"{use}_").str.split(";").list.eval(pl.element().str.strip_chars()).list.unique(maintain_order=True)
            frame = (
                frame.with_columns(parts.alias(f"{use}_"))
                .explode(f"{use}_", empty_as_null=True)
                .with_columns(pl.col(f"{use}_").fill_null(""))
            )
        if layout.actors == "cow":
            frame = frame.with_columns(pl.col(f"{use}_").str.replace(r"\.0+$", ""))
        states, unknown = resolve_actors(frame[f"{use}_"], frame["day_"], layout.actors)
        _note_actors(frame, f"{use}_", unknown, told)
        frame = frame.with_columns(states.alias(f"{use}_"))
    return frame


def _note_actors(frame: pl.DataFrame, column: str, unknown: list[str], told: _Told) -> None:
    if unknown:
        rows = frame.filter(pl.col(column).is_in(unknown)).group_by(column).agg(pl.col(ROW).min())
        for name, row in rows.sort(column).iter_rows():
            told.actors[name] = min(row, told.actors.get(name, row))


def _canonical(frame: pl.DataFrame, ident: str | None, label: str) -> pl.DataFrame:
    own = pl.col(ident).str.strip_chars() if ident else pl.lit("")
    return frame.select(
        pl.when(own != "").then(own).otherwise(pl.col(ROW).cast(pl.String)).alias("event_id"),
        pl.col("day_").cast(pl.Int32).alias("day"),
        pl.col("last_day").cast(pl.Int32),
        pl.col("source_").cast(pl.Int16).alias("source"),
        pl.col("target_").cast(pl.Int16).alias("target"),
        pl.when(pl.col("code_") != "").then(pl.col("code_")).alias("code"),
        pl.col("scale").cast(pl.Float32),
        pl.col("quad").cast(pl.UInt8),
        pl.col("n").cast(pl.UInt32),
        pl.lit(label).cast(pl.Categorical).alias("file"),
        pl.col(ROW).alias("row"),
        pl.col("print"),
    )
