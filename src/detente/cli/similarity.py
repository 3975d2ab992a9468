"""`detente similarity`: how alike the portfolios of pairs of states are."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.code import write_out
from detente.cli.console import show_table, told
from detente.cli.options import Format, Limit, OutFile

if TYPE_CHECKING:
    import polars as pl

    from detente.relations.similarity import Distance

EXAMPLE = "detente similarity --data alliance_v4.1_by_directed_yearly.csv --year 1962 --states CHN,RUS,USA"


class Measure(StrEnum):
    """The measures of similarity."""

    S = "s"
    S_WEIGHTED = "s_weighted"
    KAPPA = "kappa"
    PI = "pi"
    TAU_B = "tau_b"


class Apart(StrEnum):
    """How far apart two levels are."""

    NOMINAL = "nominal"
    ABSOLUTE = "absolute"
    SQUARED = "squared"


def similarity(
    data: Annotated[
        list[Path], typer.Option(help="Alliances, ATOP or votes as published; capabilities for s_weighted; system membership.")
    ],
    *,
    year: Annotated[list[int] | None, typer.Option(help="A year; may be given again. All years of the data by default.")] = None,
    measure: Annotated[list[Measure] | None, typer.Option(help="May be given again; s, kappa and pi by default.")] = None,
    states: Annotated[str | None, typer.Option(help="Pairs of these only, such as CHN,RUS,USA; portfolios are over all states.")] = None,
    distance: Annotated[Apart | None, typer.Option(help="In place of each measure's own: s absolute, kappa squared, pi nominal.")] = None,
    format: Format = None,
    out: OutFile = None,
    limit: Limit = None,
) -> None:
    """Compare portfolios of alliances or votes, for all pairs of states of a year.

    Signorino and Ritter's S, Cohen's kappa, Scott's pi and Kendall's tau-b; empty where either state has no
    portfolio, with the number of items compared.

    Example: detente similarity --data alliance_v4.1_by_directed_yearly.csv --year 1962 --states CHN,RUS,USA
    """
    with told():
        from detente.record import table_book
        from detente.relations.similarity import USUAL

        measures = tuple(each.value for each in measure) if measure else USUAL
        frame = _similarity(data, year, measures, distance)
        rows = _rows(frame, states)[:limit]
        if out is None and format is None and sys.stdout.isatty():
            shown = ("state1", "state2", "year", "n", *measures)
            show_table([{name: row[name] for name in shown} for row in rows])
            return
        write_out(iter(rows), table_book("similarity").shown(), out, format.value if format else None, excel=False)


def _similarity(files: list[Path], years: list[int] | None, measures: tuple[str, ...], apart: Apart | None) -> pl.DataFrame:
    """The table of all pairs, from whichever of the files holds alliances or votes."""
    from detente.datasets.published import read_published
    from detente.relations.similarity import no_portfolios, similarity_years

    readings = {reading.layout.family: reading for reading in map(read_published, files)}
    main = next((readings[family] for family in ("alliances", "atop", "votes") if family in readings), None)
    if main is None:
        raise no_portfolios(", ".join(sorted(readings)))
    helping = {name: readings[name].frame if name in readings else None for name in ("states", "capabilities")}
    distance: Distance | None = apart.value if apart else None
    return similarity_years(main.frame, years, measures, coverage=main.layout.coverage, distance=distance, **helping)


def _rows(frame: pl.DataFrame, states: str | None) -> list[dict[str, Any]]:
    import polars as pl

    from detente.register import default_register
    from detente.relations.similarity import MEASURES

    register = default_register()
    letters = {state.ccode: state.code for state in register.states.values() if state.ccode is not None}
    if states is not None:
        wanted = [register.state_of(name.strip(), on=None).ccode for name in states.split(",")]
        frame = frame.filter(pl.col("ccode1").is_in(wanted), pl.col("ccode2").is_in(wanted))
    names = ("ccode1", "ccode2", "year", "n", *MEASURES)
    rows = []
    for row in frame.iter_rows(named=True):
        pair = {"state1": letters.get(row["ccode1"]), "state2": letters.get(row["ccode2"])}
        rows.append(pair | {name: row.get(name) for name in names})
    return rows
