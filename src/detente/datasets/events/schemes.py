"""Whether the codes of a file are of WEIS or of CAMEO, where its layout leaves that open: the codes decide, not the file's name."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.datasets.events.faults import SCHEME, event_refusal
from detente.datasets.events.layouts import EventLayout
from detente.datasets.events.raw import raw_batches
from detente.datasets.events.scores import code_table, spelled

_LOOKED_AT = 20_000
"""So many rows at a time are looked at for a code that only one of the two schemes has."""


def scheme_of(path: Path, layout: EventLayout, label: str) -> str:
    """The scheme of a file: its layout's, or WEIS or CAMEO, by more rows whose code only one of them has.

    A file all of whose codes both have cannot be told, and raises `DataRefused` 334. Families 21 and 22 exist in WEIS alone, codes of four
    digits in CAMEO alone.
    """
    if layout.scheme != "weis_or_cameo":
        return layout.scheme
    column = next(name for name, use in layout.columns.items() if use == "code")
    weis, cameo = (code_table(name)["code"].implode() for name in ("weis", "cameo"))
    only_weis = only_cameo = 0
    for batch in raw_batches(path, layout, rows=_LOOKED_AT, label=label):
        codes = batch.frame.select(spelled("cameo", pl.col(column)).alias("code"))
        counts = codes.select(
            (pl.col("code").is_in(weis) & ~pl.col("code").is_in(cameo)).sum().alias("weis"),
            (pl.col("code").is_in(cameo) & ~pl.col("code").is_in(weis)).sum().alias("cameo"),
        ).row(0)
        only_weis, only_cameo = only_weis + counts[0], only_cameo + counts[1]
    if only_weis == only_cameo:
        raise event_refusal(SCHEME, where=label)
    return "weis" if only_weis > only_cameo else "cameo"
