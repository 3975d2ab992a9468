"""The codes of four schemes of event data on one scale, from -10 (conflict) to 10 (cooperation), with their quad class.

WEIS and CAMEO codes have the weights of Goldstein (1992); COPDAB's fifteen kinds have Azar's weights (1980) divided by 10.2, so that the
most hostile act is -10 and signs and ratios stay; PLOVER types and modes have the scores of PLOVER. Quad classes are 1 verbal
cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict: of CAMEO by its families as KEDS and ICEWS have them (01 to
05, 06 to 08, 09 to 13, 14 to 20; GDELT puts 09 to 2 and 14 to 3), of WEIS by its families as Duval and Thompson (1980) part them
(02 to 05 and 08 to 10; 01, 06, 07; 11 to 17; 18 to 22).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl

from detente.ontology import cameo_codes, event_types, weis_goldstein
from detente.register import table_rows

AZAR_UNIT = 10.2
"""By what Azar's weights (92 to -102) are divided to stand on the one scale."""

WEIS_QUADS = {**dict.fromkeys((2, 3, 4, 5, 8, 9, 10), 1), **dict.fromkeys((1, 6, 7), 2), **dict.fromkeys(range(11, 18), 3)}
WEIS_QUADS |= dict.fromkeys(range(18, 23), 4)

SCHEMA = {"code": pl.String, "scale": pl.Float32, "quad": pl.UInt8}

CodeRow = tuple[str, float | None, int | None]


def cameo_quad(code: str) -> int | None:
    """The quad class of a CAMEO code by its family, None where it has no family."""
    family = int(code[:2]) if code[:2].isdecimal() else 0
    return next((quad for quad, (first, last) in enumerate(((1, 5), (6, 8), (9, 13), (14, 20)), 1) if first <= family <= last), None)


def _weis() -> Iterator[CodeRow]:
    for number in range(1000):
        code = f"{number:03d}"
        if (weight := weis_goldstein(code)) is not None:
            yield code, weight, WEIS_QUADS.get(number // 10)


def _copdab() -> Iterator[CodeRow]:
    for _, (code, weight, quad) in table_rows("copdab_weights.csv", "code", "weight", "quad"):
        yield code, float(weight) / AZAR_UNIT, int(quad) if quad else None


def _plover() -> Iterator[CodeRow]:
    for name, kind in event_types().items():
        yield name, kind.score, kind.quad
        for mode, entry in kind.modes.items():
            yield f"{name}-{mode}", entry.score, kind.quad


@cache
def code_table(scheme: str) -> pl.DataFrame:
    """Every code of a scheme: `code`, `scale` (-10 to 10, null where none is published), `quad` (1 to 4, null for a neutral act).

    WEIS codes have three digits, CAMEO codes two to four, COPDAB's kinds are 1 to 15, PLOVER's are `TYPE` or `TYPE-mode`. A
    scheme that has no codes ("score", "counts", "means") has an empty table.
    """
    rows: list[CodeRow] = []
    if scheme == "cameo":
        rows = [(code, entry.goldstein, cameo_quad(code)) for code, entry in cameo_codes().items()]
    elif scheme in ("weis", "copdab", "plover"):
        rows = list({"weis": _weis, "copdab": _copdab, "plover": _plover}[scheme]())
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def spelled(scheme: str, code: pl.Expr) -> pl.Expr:
    """Codes as their scheme spells them: WEIS with its leading zero, numbers without a decimal end, PLOVER types in capitals."""
    plain = code.str.strip_chars().str.replace(r"\.0+$", "")
    if scheme == "weis":
        return pl.when(plain == "").then(plain).otherwise(plain.str.zfill(3))
    return plain.str.replace(r"^0+(\d)", "$1") if scheme == "copdab" else plain


def quad_of(scheme: str, code: pl.Expr) -> pl.Expr:
    """The quad class of a code by its family alone, for codes of a known family that have no weight; null otherwise."""
    family = code.str.slice(0, 2).cast(pl.Int32, strict=False)
    if scheme == "weis":
        return family.replace_strict(WEIS_QUADS, default=None, return_dtype=pl.UInt8)
    classes = {number: cameo_quad(f"{number:02d}") for number in range(1, 21)}
    return family.replace_strict(classes, default=None, return_dtype=pl.UInt8) if scheme == "cameo" else pl.lit(None, dtype=pl.UInt8)
