"""What a theory comes to, in one row: so that theories of different shapes can be printed side by side, baselines and failures with them.

A finding compares the forecasts of a theory with those of a baseline that knows history alone, out of sample: `gain` is the mean
difference of their log scores per forecast (above 0: the theory forecasts better). What has no such comparison is described or left
untested, in words.

All tests that are printed together are one family: `side_by_side` adjusts their p-values by Holm's method, so that looking at many theories
makes a lucky one no likelier. The verdict follows from the adjusted p-value and the sign of the gain, by one rule for all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

import polars as pl

from detente.errors import DetenteError
from detente.theories.evaluation import Difference, holm
from detente.theories.tails import t_quantile

Scope = Literal["dyad", "triangle", "system"]
Kind = Literal["theory", "baseline", "described", "untested"]
SCOPES: tuple[Scope, ...] = ("dyad", "triangle", "system")
LEVEL = 0.05
"""The chance of one false finding among all that are printed together."""

ADDS, WORSE, UNDECIDED, NOT_TESTED = (
    "adds to history",
    "forecasts worse than history",
    "undecided: no more than chance allows",
    "not tested",
)
CONTRARY = "refuted: it adds to history only by leaning the other way"
BEATEN = "adds to history, but not beyond its stricter rival"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a theory, or a baseline that it is held against, comes to on some data.

    `claim` in words; `terms` the quantities that it adds to history; `scope` and `of` what it is of (a direction, three states, a
    system); `n` forecasts or cases; `score` and `baseline` mean log scores per forecast, None where only their difference is kept;
    `against` names the baseline; `gain` their difference with the interval `low` to `high` of 95 per cent; `p` two-sided that it is 0,
    `p_adjusted` over all findings printed together; `verdict` in words; `refuted_by` what would refute the claim; `source` the data and
    the model.
    """

    theory: str
    claim: str
    scope: Scope
    of: str
    kind: Kind = "theory"
    terms: str = ""
    n: int = 0
    score: float | None = None
    baseline: float | None = None
    against: str = "history alone"
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    verdict: str = ""
    refuted_by: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        numbers = (self.score, self.baseline, self.gain, self.low, self.high, self.p)
        if self.scope not in SCOPES or any(value is not None and math.isnan(value) for value in numbers):
            raise DetenteError(730, f"this is no finding: {self.theory}, {self.claim}", todo="Give None for what is not known.")


COLUMNS = tuple(field.name for field in fields(Finding))
_NUMBERS = ("score", "baseline", "gain", "low", "high", "p", "p_adjusted")
_SCHEMA: dict[str, Any] = {name: pl.Int64() if name == "n" else pl.Float64() if name in _NUMBERS else pl.String() for name in COLUMNS}


def known(value: float | None) -> float | None:
    """A number for a finding, or None for one that is none."""
    return None if value is None or not math.isfinite(value) else float(value)


def of_test(test: Difference, level: float = 0.95) -> dict[str, Any]:
    """`gain`, `low`, `high`, `p` of a finding, from a test on losses: the gain is the loss that is saved. Student's t, as the test."""
    gain, se = -test.mean, known(test.se)
    if se is None:
        return {"gain": known(gain), "low": None, "high": None, "p": None}
    reach = float(t_quantile(0.5 + level / 2, test.n - 1)) * se
    return {"gain": gain, "low": gain - reach, "high": gain + reach, "p": known(test.p_value)}


def untested(theory: str, claim: str, why: str, *, scope: Scope, of: str = "", refuted_by: str = "", source: str = "") -> Finding:
    """The row of a theory that these data cannot test, with the reason in words."""
    verdict = f"{NOT_TESTED}: {why}"
    return Finding(
        theory=theory, claim=claim, scope=scope, of=of, kind="untested", verdict=verdict, refuted_by=refuted_by, source=source, against=""
    )


def verdict_of(finding: Finding, level: float = LEVEL) -> str:
    """The verdict on a theory: it adds, it does worse, or nothing can be said beyond chance; other kinds keep their own words.

    `p_adjusted` below `level` decides with the sign of the gain; a gain without a test is undecided.
    """
    if finding.kind != "theory" or finding.verdict:
        return finding.verdict or finding.kind.replace("baseline", "a baseline")
    if finding.gain is None or finding.p_adjusted is None or finding.p_adjusted >= level:
        return UNDECIDED
    return ADDS if finding.gain > 0 else WORSE


def side_by_side(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with p-values adjusted over all theories among them (Holm) and their verdicts; baselines are in no family."""
    rows = tuple(findings)
    adjusted = holm([row.p if row.kind == "theory" else None for row in rows])
    with_p = [replace(row, p_adjusted=p) for row, p in zip(rows, adjusted, strict=True)]
    return tuple(replace(row, verdict=verdict_of(row)) for row in with_p)


def findings_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """The findings as a table, a row each in their order; numbers to six decimals, null where there is none."""
    rounded = pl.col(pl.Float64).round(6) + 0.0
    return pl.DataFrame([asdict(row) for row in findings], schema=_SCHEMA, orient="row").with_columns(rounded)


def finding_of_row(row: dict[str, Any]) -> Finding:
    """The finding of a row of `findings_frame`, or of its table read again."""
    return Finding(**{name: row[name] for name in COLUMNS})
