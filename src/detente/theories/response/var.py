"""Vector autoregression by least squares: several series, each on its own past and that of the others.

    y_t = c + A_1 y_{t-1} + ... + A_p y_{t-p} + u_t,   Cov(u_t) = S

Source: Lütkepohl (2005), New Introduction to Multiple Time Series Analysis, chapters 3 and 4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from detente.theories.response.faults import NAMES, NO_SUCH, SINGULAR, TOO_SHORT, fault
from detente.theories.response.stretches import Data, Floats, lagged, stretches_of
from detente.theories.tails import chi2_tail, f_tail

Denominator = Literal["system", "equation"]


@dataclass(frozen=True, kw_only=True)
class Var:
    """A fitted vector autoregression of m series with p lags on T rows.

    `coefficients` (m p + 1, m): row (l - 1) m + j is series j, l periods back; the constant is last; column i is the equation of series i.
    `covariance` (m, m) is that of the residuals, divided by `df` = T - m p - 1. `inverse` is (x'x)^-1.
    """

    names: tuple[str, ...]
    lags: int
    coefficients: Floats
    covariance: Floats
    inverse: Floats
    x: Floats
    y: Floats
    stretches: tuple[Floats, ...]

    @property
    def observations(self) -> int:
        """T, the rows of the regression: periods less the lags of each stretch."""
        return len(self.y)

    @property
    def df(self) -> int:
        """T less the coefficients of one equation."""
        return self.observations - len(self.coefficients)

    @property
    def residuals(self) -> Floats:
        """What the past does not say, (T, m)."""
        return np.asarray(self.y - self.x @ self.coefficients)

    @property
    def lag_matrices(self) -> Floats:
        """A_1 to A_p as (p, m, m): [l, i, j] is the effect of series j, l + 1 periods back, on series i."""
        return lag_matrices(self.coefficients, self.lags)

    @property
    def roots(self) -> Floats:
        """The moduli of the companion matrix's eigenvalues, largest first: all below 1 where shocks die out."""
        return np.sort(np.abs(np.linalg.eigvals(companion(self.lag_matrices))))[::-1]

    @property
    def stable(self) -> bool:
        """Whether every shock dies out."""
        return not self.lags or bool(self.roots[0] < 1)

    @property
    def log_likelihood(self) -> float:
        """The Gaussian log likelihood at its maximum, given the first p periods of each stretch."""
        count, width = self.y.shape
        logdet = float(np.linalg.slogdet(self.covariance * (self.df / count))[1])
        return float(-0.5 * count * (width * (1 + math.log(2 * math.pi)) + logdet))

    def place(self, name: str) -> int:
        """Which series bears that name; D703 where none does."""
        if name not in self.names:
            raise fault(NO_SUCH, f"{name}; there are {', '.join(self.names)}")
        return self.names.index(name)


def lag_matrices(coefficients: Floats, lags: int) -> Floats:
    """The (..., p, m, m) matrices A_1 to A_p of coefficients (..., m p + more, m)."""
    width = coefficients.shape[-1]
    blocks = coefficients[..., : width * lags, :].reshape(*coefficients.shape[:-2], lags, width, width)
    return np.swapaxes(blocks, -1, -2)


def companion(matrices: Floats) -> Floats:
    """The (m p, m p) matrix that moves p stacked periods one period on."""
    lags, width = matrices.shape[0], matrices.shape[-1]
    moved = np.eye(width * lags, k=-width)
    moved[:width] = np.hstack(list(matrices)) if lags else 0
    return moved


def names_of(names: Sequence[str] | None, width: int) -> tuple[str, ...]:
    """The names given, or y1, y2, ...; D702 where they are not as many as the series."""
    if names is not None and len(names) != width:
        raise fault(NAMES, f"{len(names)} names, {width} series")
    return tuple(names) if names is not None else tuple(f"y{at + 1}" for at in range(width))


def fit_var(data: Data, lags: int, *, names: Sequence[str] | None = None) -> Var:
    """Fit a vector autoregression with a constant by least squares.

    `data` is (periods, series), NaN where not covered, or several such tables; each covered stretch loses its first `lags` periods, and no
    row reaches across a gap. Raises D700 to D702, and D704 where a series never varies or the series are collinear.
    """
    stretches = stretches_of(data)
    x, y = lagged(stretches, lags)
    if len(x) <= x.shape[1]:
        raise fault(TOO_SHORT, f"{len(x)} rows for {x.shape[1]} coefficients an equation")
    scale = np.sqrt((x * x).mean(axis=0))
    if not scale.all() or np.linalg.cond(x / scale) > 1e10:
        raise fault(SINGULAR)
    # orthogonal factors keep digits that the normal equations would lose
    q, r = np.linalg.qr(x / scale)
    coefficients = np.linalg.solve(r, q.T @ y) / scale[:, None]
    root = np.linalg.inv(r) / scale[:, None]
    residuals = y - x @ coefficients
    covariance = residuals.T @ residuals / (len(x) - x.shape[1])
    return Var(
        names=names_of(names, y.shape[1]),
        lags=lags,
        coefficients=coefficients,
        covariance=covariance,
        inverse=root @ root.T,
        x=x,
        y=y,
        stretches=stretches,
    )


# how many lags ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LagChoice:
    """Information criteria of 0 to `most` lags on one common sample of `observations` rows; the least is best."""

    most: int
    observations: int
    aic: tuple[float, ...]
    bic: tuple[float, ...]
    hq: tuple[float, ...]

    def best(self, criterion: Literal["aic", "bic", "hq"] = "bic") -> int:
        """The number of lags with the least criterion; the smaller of equals."""
        values = {"aic": self.aic, "bic": self.bic, "hq": self.hq}[criterion]
        return values.index(min(values))


def choose_lags(data: Data, most: int) -> LagChoice:
    """Akaike's, Schwarz's (BIC) and Hannan and Quinn's criteria for 0 to `most` lags.

    log det S_ml + k w / T with k coefficients in all equations and w = 2, log T, 2 log log T, all on the rows that `most` lags leave, so
    that they compare like with like (Lütkepohl 2005, section 4.3). A choice at `most` itself says that more lags should have been tried.
    """
    stretches = stretches_of(data)
    x, y = lagged(stretches, most)
    count, width = y.shape
    if count <= x.shape[1]:
        raise fault(TOO_SHORT, f"{count} rows for {x.shape[1]} coefficients an equation")
    # constant first: the factors of a longer model begin with those of a shorter one
    q, _ = np.linalg.qr(np.hstack([x[:, -1:], x[:, :-1]]))
    shares = q.T @ y
    total = y.T @ y
    found: list[tuple[float, float, float]] = []
    for lags in range(most + 1):
        size = 1 + width * lags
        left = total - shares[:size].T @ shares[:size]
        sign, logdet = np.linalg.slogdet(left / count)
        if sign <= 0:
            raise fault(SINGULAR)
        each = size * width / count
        found.append((logdet + 2 * each, logdet + math.log(count) * each, logdet + 2 * math.log(math.log(count)) * each))
    aic, bic, hq = (tuple(float(value) for value in column) for column in zip(*found, strict=True))
    return LagChoice(most=most, observations=count, aic=aic, bic=bic, hq=hq)


# blocks ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BlockTest:
    """The test that the past of some series has no part in the equations of others.

    `f` on (`df1`, `df2`) degrees of freedom with `p_value`; `wald` = f x df1 with `p_chi2`, the same test in large samples. `p_wild` is the
    share of wild bootstrap samples, drawn where the block has no part, with an F as large; None where it was not asked for.
    """

    effects: tuple[str, ...]
    causes: tuple[str, ...]
    f: float
    df1: int
    df2: int
    p_value: float
    wald: float
    p_chi2: float
    p_wild: float | None = None

    def __str__(self) -> str:
        return f"F({self.df1}, {self.df2}) = {self.f:.2f}"


def _rows_of(var: Var, causes: Sequence[str]) -> npt.NDArray[np.intp]:
    width, places = len(var.names), [var.place(name) for name in causes]
    return np.asarray([lag * width + place for lag in range(var.lags) for place in places], dtype=np.intp)


def block_test(
    var: Var, effects: Sequence[str], causes: Sequence[str], *, denominator: Denominator = "system", wild: int = 0, seed: int = 0
) -> BlockTest:
    """Whether the lags of `causes` have any part in the equations of `effects` (Granger causality where they are other series).

    The Wald statistic b'[S (x) (x'x)^-1]^-1 b over its number of coefficients is F with T - m p - 1 degrees of freedom in one equation
    (`equation`) or m times that many for the system (`system`, the convention of Lütkepohl 2005, equation 3.6.13, and of statsmodels);
    for one equation the statistic itself is the ordinary F of leaving the block out. `wild` bootstrap samples (of one equation only) give
    a p-value that holds where the size of shocks varies, as it does in event data.
    """
    rows, columns = _rows_of(var, causes), [var.place(name) for name in effects]
    b = var.coefficients[rows][:, columns]
    within = np.linalg.solve(var.inverse[rows][:, rows], b)
    wald = float(np.trace(np.linalg.solve(var.covariance[columns][:, columns], b.T @ within)))
    df1, df2 = b.size, var.df * (len(var.names) if denominator == "system" else 1)
    return BlockTest(
        effects=tuple(effects),
        causes=tuple(causes),
        f=wald / df1,
        df1=df1,
        df2=df2,
        p_value=float(f_tail(wald / df1, df1, df2)),
        wald=wald,
        p_chi2=float(chi2_tail(wald, df1)),
        p_wild=_wild_p(var, columns[0], rows, repeats=wild, seed=seed) if wild and len(columns) == 1 else None,
    )


def _wild_p(var: Var, column: int, rows: npt.NDArray[np.intp], *, repeats: int, seed: int) -> float:
    """The p-value of F from `repeats` samples of the restricted equation with the sign of each residual tossed, the past held fixed.

    Source: Gonçalves and Kilian (2004), Journal of Econometrics 123, 89-120 (fixed-design wild bootstrap); Davidson and Flachaire (2008).
    """
    y = var.y[:, column]
    whole, _ = np.linalg.qr(var.x)
    part, _ = np.linalg.qr(np.delete(var.x, rows, axis=1))
    fitted = part @ (part.T @ y)
    # residuals of the restricted equation, each made up for the pull of its own row
    left = (y - fitted) / (1 - np.minimum((part * part).sum(axis=1), 0.9))
    signs = np.random.default_rng(seed).integers(0, 2, size=(len(y), repeats)) * 2.0 - 1
    # the sample itself goes along as the first, so that its F is reckoned like the others'
    drawn = np.column_stack([y, fitted[:, None] + left[:, None] * signs])
    total = (drawn * drawn).sum(axis=0)
    small = total - ((whole.T @ drawn) ** 2).sum(axis=0)
    large = total - ((part.T @ drawn) ** 2).sum(axis=0)
    fs = (large - small) / len(rows) / (small / var.df)
    return float((fs >= fs[0]).sum() / (repeats + 1))
