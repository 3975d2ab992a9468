"""Small worlds by hand: undirected dyad-years with the columns that threat, pacts and onset read."""

import polars as pl

STATES = (1, 2, 3)
PLAIN = {
    "contiguity_kind": 0,
    "distance_km": 1000.0,
    "cap_cinc_1": 0.1,
    "cap_cinc_2": 0.1,
    "cap_milex_1": 10.0,
    "cap_milex_2": 10.0,
    "cap_milper_1": 10.0,
    "cap_milper_2": 10.0,
    "gml_onset": False,
    "gml_ongoing": False,
    "gml_hostility_1": 0,
    "gml_hostility_2": 0,
    "alliance_defence": False,
    "relevant": True,
    "s": 0.5,
    "balance": 0.5,
    "share_gap": 0.1,
    "regime_distance": 3.0,
}
INTEGERS = {"contiguity_kind", "gml_hostility_1", "gml_hostility_2"}


def panel(years, *, states=STATES, **given):
    """All pairs in all years; `given` has a column as {(ccode1, ccode2, year): value}, the rest plain."""
    keys = [(one, two, year) for one in states for two in states if one < two for year in years]
    rows = [dict(zip(("ccode1", "ccode2", "year"), key, strict=True)) | PLAIN for key in keys]
    for name, values in given.items():
        for key, value in values.items():
            rows[keys.index(key)][name] = value
    types = dict.fromkeys(("ccode1", "ccode2", "year", *INTEGERS), pl.Int32)
    return pl.DataFrame(rows, infer_schema_length=None).cast(types)


def at(frame, one, two, year):
    """The row of a pair in a year."""
    return frame.row(by_predicate=(pl.col.ccode1 == one) & (pl.col.ccode2 == two) & (pl.col.year == year), named=True)
