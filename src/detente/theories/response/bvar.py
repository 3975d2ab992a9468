"""Bayesian vector autoregression with the prior of Sims and Zha, in closed form.

Given S, the covariance of the shocks, the coefficients B (m p + 1 rows, one column an equation) are normal about B0 with covariance
S (x) H^-1, and S is inverse Wishart with scale S0 and nu degrees of freedom. After T rows x, y (dummy rows among them):

    H_T = H + x'x        B_T = H_T^-1 (H B0 + x'y)        nu_T = nu + T
    S_T = S0 + y'y + B0' H B0 - B_T' H_T B_T

B0 is `own_lag` at a series' own first lag and 0 elsewhere. H is diagonal: (s_j l^lambda3 / (lambda0 lambda1))^2 for series j, l periods
back, and 1 / (lambda0 lambda4)^2 for the constant; S0 = diag(s_j^2) / lambda0^2; s_j^2 is the residual variance of series j on its own p
lags. Sums of coefficients (mu5) and one unit root in common (mu6) are dummy rows made of the mean of the first p periods.

Sources: Sims and Zha (1998), International Economic Review 39, 949-968, equations 23 to 26 and section 4 (reduced form); Brandt and Freeman
(2006), Political Analysis 14, 1-36; for the algebra, Zellner (1971), chapter 8.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.theories.response.faults import BAD_PRIOR, NAMES, SINGULAR, fault
from detente.theories.response.impulse import Kind, Responses, banded, drawn_responses, impacts, moving_average
from detente.theories.response.stretches import Data, Floats, lagged, stretches_of
from detente.theories.response.var import fit_var, lag_matrices, names_of
from detente.theories.tails import log_gamma


@dataclass(frozen=True, kw_only=True)
class Prior:
    """The hyperparameters of Sims and Zha. The defaults are Brandt and Freeman's for event data, dummy rows left out.

    `lambda0` overall tightness; `lambda1` tightness about the own first lag; `lambda3` how fast lags fade; `lambda4` of the constant;
    `lambda5` of outside series (0: no prior on them); `mu5` weight of sums of coefficients; `mu6` of one unit root in common; `own_lag` the
    mean of a series' own first lag (1: a random walk; 0: back to the mean at once); `df` the degrees of freedom of S, m + 1 where None.
    """

    lambda0: float = 0.6
    lambda1: float = 0.1
    lambda3: float = 2.0
    lambda4: float = 0.5
    lambda5: float = 0.0
    mu5: float = 0.0
    mu6: float = 0.0
    own_lag: float = 1.0
    df: float | None = None

    def __post_init__(self) -> None:
        if min(self.lambda0, self.lambda1, self.lambda4) <= 0 or min(self.lambda3, self.lambda5, self.mu5, self.mu6) < 0:
            raise fault(BAD_PRIOR, str(self))


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """What is believed of B and S after the data: normal and inverse Wishart, as the module says.

    `mean` (k, m) is B_T with the constant after the lags and outside series last; `spread` (k, k) is H_T^-1; `scale` (m, m) is S_T;
    `df` is nu_T. `log_marginal` is the log density of the data under the prior (dummy rows counted to the prior), NaN where the prior is
    flat on outside series. `x` and `y` are the rows of the data alone.
    """

    names: tuple[str, ...]
    lags: int
    prior: Prior
    mean: Floats
    spread: Floats
    scale: Floats
    df: float
    log_marginal: float
    x: Floats
    y: Floats
    stretches: tuple[Floats, ...]

    @property
    def covariance(self) -> Floats:
        """The posterior mean of S, (m, m)."""
        return np.asarray(self.scale / (self.df - len(self.names) - 1))

    def draws(self, n: int, seed: int = 0) -> tuple[Floats, Floats]:
        """`n` draws of B (n, k, m) and S (n, m, m)."""
        coefficients, factors = self._draws(n, np.random.default_rng(seed))
        return coefficients, np.asarray(factors @ np.swapaxes(factors, 1, 2))

    def _draws(self, n: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
        rows, width = self.mean.shape
        # Bartlett: W = A A' is Wishart with A lower triangular; S = L W^-1 L' and L A^-T is a root of it
        bartlett = np.tril(chance.standard_normal((n, width, width)), -1)
        diagonal = np.sqrt(chance.chisquare(self.df - np.arange(width), size=(n, width)))
        bartlett[:, np.arange(width), np.arange(width)] = diagonal
        factors = np.linalg.cholesky(self.scale) @ np.swapaxes(np.linalg.inv(bartlett), 1, 2)
        shocks = np.linalg.cholesky(self.spread) @ chance.standard_normal((n, rows, width))
        return np.asarray(self.mean + shocks @ np.swapaxes(factors, 1, 2)), np.asarray(factors)

    def one_step(self, x: npt.ArrayLike) -> tuple[Floats, Floats, float]:
        """The predictive t of y given regressors `x` (k): its centre (m), scale matrix (m, m) and degrees of freedom."""
        row = np.asarray(x, dtype=np.float64)
        df = self.df - len(self.names) + 1
        return row @ self.mean, self.scale * (1 + float(row @ self.spread @ row)) / df, df

    def forecast(self, steps: int, *, n: int = 1000, seed: int = 0, outside: npt.ArrayLike | None = None) -> Floats:
        """`n` draws of the next `steps` periods after the last stretch, (n, steps, m), in coefficients and shocks alike uncertain.

        `outside` (steps, q) are the outside series ahead, wanted where the fit had some.
        """
        chance = np.random.default_rng(seed)
        coefficients, factors = self._draws(n, chance)
        width, count = len(self.names), len(self.names) * self.lags
        ahead = np.zeros((steps, 0)) if outside is None else np.asarray(outside, dtype=np.float64).reshape(steps, -1)
        if ahead.shape[1] != len(self.mean) - count - 1:
            raise fault(NAMES, "outside series ahead")
        past = np.tile(self.stretches[-1][::-1][: self.lags].reshape(-1), (n, 1))
        paths = np.empty((n, steps, width))
        for step in range(steps):
            row = np.hstack([past, np.ones((n, 1)), np.tile(ahead[step], (n, 1))])
            centre = (row[:, None, :] @ coefficients)[:, 0]
            paths[:, step] = centre + (factors @ chance.standard_normal((n, width, 1)))[..., 0]
            past = np.hstack([paths[:, step], past[:, : count - width]])
        return paths

    def responses(
        self,
        horizon: int,
        *,
        n: int = 1000,
        kind: Kind = "orthogonal",
        order: Sequence[str] | None = None,
        level: float = 0.9,
        seed: int = 0,
    ) -> Responses:
        """Impulse responses at the posterior mean, with bands of `n` posterior draws."""
        coefficients, covariances = self.draws(n, seed)
        drawn = drawn_responses(coefficients, covariances, self.names, self.lags, horizon, kind=kind, order=order)
        places = [self.names.index(name) for name in order] if order is not None and kind == "orthogonal" else None
        point = moving_average(lag_matrices(self.mean, self.lags), horizon) @ impacts(self.covariance, kind, places)
        return banded(self.names, point, drawn, kind=kind, order=order, level=level, source=f"{n} posterior draws, seed {seed}")


def fit_bvar(
    data: Data,
    lags: int,
    *,
    prior: Prior | None = None,
    names: Sequence[str] | None = None,
    outside: npt.ArrayLike | None = None,
    scales: Sequence[float] | None = None,
) -> Posterior:
    """The posterior of a vector autoregression under the prior of Sims and Zha.

    `data` is as for `fit_var`. `outside` (periods, q) are series that act in the same period and are not explained; with them `data` is one
    table of as many periods. `scales` are the s_j where they are known from elsewhere; else they are taken from the data. Raises D700 to
    D705.
    """
    chosen = prior or Prior()
    table = data if outside is None else np.column_stack([np.asarray(data, dtype=np.float64), np.asarray(outside, dtype=np.float64)])
    q = 0 if outside is None else np.asarray(outside).reshape(len(np.asarray(outside)), -1).shape[1]
    joined = stretches_of(table)
    width = joined[0].shape[1] - q
    stretches = tuple(np.ascontiguousarray(values[:, :width]) for values in joined)
    x, y = lagged(stretches, lags)
    if q:
        x = np.hstack([x, *(np.vstack([values[lags:, width:] for values in joined if len(values) > lags]),)])
    s = np.asarray(scales, dtype=np.float64) if scales is not None else own_scales(stretches, lags)
    dummy_x, dummy_y = _dummies(np.vstack([values[:lags] for values in stretches[:1]]).mean(axis=0), lags, chosen, q)
    centre, precision = _prior_of(s, lags, chosen, q)
    start = chosen.df if chosen.df is not None else width + 1.0
    before = _Before(centre=centre, precision=precision, scale=np.diag(s**2) / chosen.lambda0**2, df=start)
    ended = _updated(before, np.vstack([dummy_x, x]), np.vstack([dummy_y, y]))
    of_dummies = _updated(before, dummy_x, dummy_y).log_density if precision.all() else math.nan
    return Posterior(
        names=names_of(names, width),
        lags=lags,
        prior=chosen,
        mean=ended.mean,
        spread=ended.spread,
        scale=ended.scale,
        df=ended.df,
        log_marginal=ended.log_density - of_dummies,
        x=x,
        y=y,
        stretches=stretches,
    )


def own_scales(stretches: Sequence[Floats], lags: int) -> Floats:
    """s_j: the residual standard deviation of each series on its own `lags` lags and a constant, by least squares."""
    found = [fit_var([values[:, [at]] for values in stretches], lags).covariance[0, 0] for at in range(stretches[0].shape[1])]
    if min(found) <= 0:
        raise fault(SINGULAR)
    return np.sqrt(np.asarray(found, dtype=np.float64))


def _prior_of(s: Floats, lags: int, prior: Prior, q: int) -> tuple[Floats, Floats]:
    """B0 (k, m) and the diagonal of H (k)."""
    width = len(s)
    fades = np.arange(1, lags + 1) ** prior.lambda3
    of_lags = (np.outer(fades, s) / (prior.lambda0 * prior.lambda1)).reshape(-1) ** 2
    of_outside = np.full(q, 1 / (prior.lambda0 * prior.lambda5) ** 2 if prior.lambda5 else 0.0)
    precision = np.concatenate([of_lags, [1 / (prior.lambda0 * prior.lambda4) ** 2], of_outside])
    centre = np.zeros((len(precision), width))
    centre[:width] = np.eye(width) * prior.own_lag if lags else 0
    return centre, precision


def _dummies(level: Floats, lags: int, prior: Prior, q: int) -> tuple[Floats, Floats]:
    """The dummy rows of mu5 (one a series) and mu6 (one), none where the weight is 0; `level` (m) is the mean of the first periods."""
    width = len(level)
    ys, xs = [np.zeros((0, width))], [np.zeros((0, width * lags + 1 + q))]
    if prior.mu5:
        each = prior.mu5 * np.diag(level)
        ys.append(each)
        xs.append(np.hstack([np.tile(each, lags), np.zeros((width, 1 + q))]))
    if prior.mu6:
        ys.append(prior.mu6 * level[None])
        xs.append(np.hstack([prior.mu6 * np.tile(level, lags), [prior.mu6], np.zeros(q)])[None])
    return np.vstack(xs), np.vstack(ys)


@dataclass(frozen=True, kw_only=True)
class _Before:
    centre: Floats
    precision: Floats
    scale: Floats
    df: float


@dataclass(frozen=True, kw_only=True)
class _After:
    mean: Floats
    spread: Floats
    scale: Floats
    df: float
    log_density: float


def _updated(before: _Before, x: Floats, y: Floats) -> _After:
    """The conjugate posterior after rows x, y, and the log density of those rows, NaN where the prior is flat somewhere."""
    count, width = y.shape
    precision = before.precision
    after = np.diag(precision) + x.T @ x
    # scaled by its diagonal, since rows of lags and constants differ by orders of magnitude
    size = np.sqrt(np.diagonal(after))
    if not size.all() or np.linalg.cond(after / np.outer(size, size)) > 1e14:
        raise fault(SINGULAR)
    spread = np.linalg.inv(after / np.outer(size, size)) / np.outer(size, size)
    spread = (spread + spread.T) / 2
    mean = spread @ (precision[:, None] * before.centre + x.T @ y)
    # as sums of squares about the posterior mean, which cannot come out below 0
    left, moved = y - x @ mean, mean - before.centre
    scale = before.scale + left.T @ left + moved.T @ (precision[:, None] * moved)
    df, log_density = before.df + count, math.nan
    if precision.all():
        freed = log_gamma((df - np.arange(width)) / 2) - log_gamma((before.df - np.arange(width)) / 2)
        log_density = (
            -count * width / 2 * math.log(math.pi)
            + width / 2 * (float(np.log(precision).sum()) - _logdet(after))
            + before.df / 2 * _logdet(before.scale)
            - df / 2 * _logdet(scale)
            + float(freed.sum())
        )
    return _After(mean=mean, spread=spread, scale=scale, df=df, log_density=log_density)


def _logdet(matrix: Floats) -> float:
    return float(np.linalg.slogdet(matrix)[1])
