"""Impulse responses: what follows a shock in one series, in itself and in the others, and how surely.

A shock comes in one of four kinds, and the kind decides its size and what of the same period is counted. The first three are of one
standard deviation:

- `orthogonal`: Cholesky factor of the residual covariance in a stated order; what two series share within a period is laid to the earlier.
- `generalised`: the shock brings along what usually comes with it (Pesaran and Shin 1998, Economics Letters 58, 17-29); no order needed.
- `last`: each series in turn ordered last: the part of its shock that no other series shares, answered from the next period on. The answer
  of a series that does not depend on the past of the others is exactly 0, which neither of the first two kinds has.
- `unit`: the same shock of size 1 in the unit of its series, so that the answer is a rate and rests on no estimate of the shock's size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from threadpoolctl import threadpool_limits

from detente.theories.response.faults import NO_SUCH, SINGULAR, fault
from detente.theories.response.stretches import Floats
from detente.theories.response.var import Var, companion, lag_matrices

Kind = Literal["orthogonal", "generalised", "last", "unit"]
Scheme = Literal["residual", "wild"]
CHUNK = 125
"""Bootstrap samples simulated side by side; small enough to stay in the processor's cache."""


@dataclass(frozen=True, kw_only=True)
class Responses:
    """The answers of m series to a shock in each, 0 to H periods after it, with bands that hold `level` of the draws at each period.

    `point`, `lower` and `upper` are (H + 1, m, m): [h, i, j] is series i, h periods after a shock in series j, in the unit of series i.
    `draws` is (n, H + 1, m, m). `order` is that of an orthogonal shock, empty otherwise; `source` says where the draws are from.
    """

    names: tuple[str, ...]
    kind: Kind
    order: tuple[str, ...]
    level: float
    source: str
    point: Floats
    lower: Floats
    upper: Floats
    draws: Floats

    def cumulative(self, first: int = 0) -> tuple[Floats, Floats]:
        """The sums of the answers from period `first` to H: of the point (m, m), and of the draws (n, m, m)."""
        return self.point[first:].sum(axis=0), self.draws[:, first:].sum(axis=1)


def moving_average(matrices: Floats, horizon: int) -> Floats:
    """The weights of past shocks, (..., H + 1, m, m), of lag matrices (..., p, m, m): Psi_0 = I, Psi_h = sum_l A_l Psi_(h-l)."""
    lags, width = matrices.shape[-3], matrices.shape[-1]
    weights = np.zeros((*matrices.shape[:-3], horizon + 1, width, width))
    weights[..., 0, :, :] = np.eye(width)
    for h in range(1, horizon + 1):
        for lag in range(1, min(h, lags) + 1):
            weights[..., h, :, :] += matrices[..., lag - 1, :, :] @ weights[..., h - lag, :, :]
    return weights


def impacts(covariance: Floats, kind: Kind, order: Sequence[int] | None = None) -> Floats:
    """What a shock in each series (columns) brings at once, (..., m, m), of residual covariances (..., m, m)."""
    width = covariance.shape[-1]
    if kind == "unit":
        return np.asarray(np.broadcast_to(np.eye(width), covariance.shape))
    if kind == "generalised":
        return np.asarray(covariance / np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))[..., None, :])
    if kind == "last":
        alone = 1 / np.sqrt(np.diagonal(np.linalg.inv(covariance), axis1=-2, axis2=-1))
        return np.asarray(np.eye(width) * alone[..., None, :])
    places = np.arange(width) if order is None else np.asarray(order)
    factor = np.linalg.cholesky(covariance[..., places[:, None], places[None, :]])
    back = np.argsort(places)
    return np.asarray(factor[..., back[:, None], back[None, :]])


def impulse(var: Var, horizon: int, *, kind: Kind = "orthogonal", order: Sequence[str] | None = None) -> Floats:
    """The point responses of a fitted autoregression, (H + 1, m, m)."""
    return _answers(var.lag_matrices, var.covariance, horizon, kind, _places(var.names, kind, order))


def _places(names: tuple[str, ...], kind: str, order: Sequence[str] | None) -> list[int] | None:
    if kind not in get_args(Kind):
        raise fault(NO_SUCH, f"{kind}; there are {', '.join(get_args(Kind))}")
    if kind != "orthogonal":
        return None
    wanted = tuple(order) if order is not None else names
    if sorted(wanted) != sorted(names):
        raise fault(NO_SUCH, f"the order {', '.join(wanted)} does not name each of {', '.join(names)} once")
    return [names.index(name) for name in wanted]


def _answers(matrices: Floats, covariance: Floats, horizon: int, kind: Kind, places: list[int] | None) -> Floats:
    return np.asarray(moving_average(matrices, horizon) @ impacts(covariance, kind, places)[..., None, :, :])


def banded(
    names: tuple[str, ...], point: Floats, draws: Floats, *, kind: Kind, order: Sequence[str] | None, level: float, source: str
) -> Responses:
    """Responses with equal-tailed bands of the draws at each period."""
    lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    said = (tuple(order) if order is not None else names) if kind == "orthogonal" else ()
    return Responses(names=names, kind=kind, order=said, level=level, source=source, point=point, lower=lower, upper=upper, draws=draws)


def drawn_responses(
    coefficients: Floats, covariances: Floats, names: tuple[str, ...], lags: int, horizon: int, *, kind: Kind, order: Sequence[str] | None
) -> Floats:
    """The responses (n, H + 1, m, m) of draws of coefficients (n, m p + more, m) and covariances (n, m, m), as a posterior gives them."""
    return _answers(lag_matrices(coefficients, lags), covariances, horizon, kind, _places(names, kind, order))


def bootstrap(
    var: Var,
    horizon: int,
    *,
    repeats: int = 1000,
    kind: Kind = "orthogonal",
    order: Sequence[str] | None = None,
    scheme: Scheme = "residual",
    level: float = 0.9,
    unbiased: bool = True,
    seed: int = 0,
) -> Responses:
    """Responses with bands from a recursive-design bootstrap: samples run forward from the fit, and fitted again.

    Each sample starts from the observed first p periods of each stretch and adds residuals: drawn with replacement as whole rows, centred
    and widened by sqrt(T / df) (`residual`; Runkle 1987), or each kept in its own period, widened by its leverage, with its sign tossed
    (`wild`; Gonçalves and Kilian 2004), which allows for shocks whose size varies over time but understates the doubt on the shock's own
    size. Bands are
    percentiles of the samples. Least squares makes the past fade too fast in short series: `unbiased` takes off the bias that a first
    round of samples shows, from the fit that is run forward and from each sample's own (Kilian 1998, Review of Economics and Statistics
    80, 218-230), as far as the fit stays stable; the point responses are left as they are. Samples are simulated and fitted many at a
    time; the same seed gives the same bands.
    """
    places = _places(var.names, kind, order)
    chance = np.random.default_rng(seed)
    found = []
    # thousands of small products: threads would only wait for one another
    with threadpool_limits(limits=1, user_api="blas"):
        bias = _bias(var, scheme, chance) if unbiased and var.stable else np.zeros_like(var.lag_matrices)
        mended = _moved(var, bias)
        for first in range(0, repeats, CHUNK):
            size = min(CHUNK, repeats - first)
            slopes, covariances = _refitted(var, _samples(mended, size, scheme, chance), size)
            found.append(_answers(slopes - bias, covariances, horizon, kind, places))
    point = _answers(var.lag_matrices, var.covariance, horizon, kind, places)
    source = f"recursive {scheme} bootstrap, {repeats} samples, seed {seed}"
    return banded(var.names, point, np.concatenate(found), kind=kind, order=order, level=level, source=source)


def _bias(var: Var, scheme: Scheme, chance: np.random.Generator) -> Floats:
    """How far fits of samples lie from the fit they are drawn from, (p, m, m), made smaller until the fit without it is stable."""
    slopes, _ = _refitted(var, _samples(var, 2 * CHUNK, scheme, chance), 2 * CHUNK)
    bias = slopes.mean(axis=0) - var.lag_matrices
    for share in np.linspace(1, 0, 51):
        if np.abs(np.linalg.eigvals(companion(var.lag_matrices - share * bias))).max(initial=0) < 1:
            break
    return np.asarray(share * bias)


def _moved(var: Var, bias: Floats) -> Var:
    """The fit with the bias taken off its lag matrices and the constant set anew so that residuals are 0 in the mean."""
    width, known = len(var.names), len(var.names) * var.lags
    slopes = np.swapaxes(var.lag_matrices - bias, 1, 2).reshape(known, width)
    constant = (var.y - var.x[:, :known] @ slopes).mean(axis=0)
    return replace(var, coefficients=np.vstack([slopes, constant]))


def _samples(var: Var, size: int, scheme: Scheme, chance: np.random.Generator) -> Iterator[Floats]:
    """For each stretch that gives rows, `size` series of its length, (periods x m, size): period after period, series after series."""
    width, lags = len(var.names), var.lags
    residuals = var.residuals
    if scheme == "wild":
        # a period that pulls the fit to itself leaves a residual too small, by as much as it pulls
        residuals = residuals / (1 - np.minimum(((var.x @ var.inverse) * var.x).sum(axis=1), 0.9))[:, None]
    else:
        residuals = (residuals - residuals.mean(axis=0)) * np.sqrt(var.observations / var.df)
    # rows of the step: newest lag last, as the periods lie in memory
    step = np.ascontiguousarray(np.hstack(list(var.lag_matrices[::-1])))
    constant = var.coefficients[-1][:, None]
    begun = 0
    for values in var.stretches:
        rows = len(values) - lags
        if rows <= 0:
            continue
        path = np.empty(((rows + lags) * width, size))
        path[: lags * width] = values[:lags].reshape(-1, 1)
        drawn = path[lags * width :].reshape(rows, width, size)
        if scheme == "wild":
            signs = chance.integers(0, 2, size=(rows, 1, size)) * 2.0 - 1
            np.multiply(residuals[begun : begun + rows, :, None], signs, out=drawn)
        else:
            drawn[:] = residuals[chance.integers(0, len(residuals), size=(rows, size))].transpose(0, 2, 1)
        drawn += constant
        for now in range(lags * width, len(path), width):
            path[now : now + width] += step @ path[now - lags * width : now]
        begun += rows
        yield path


def _refitted(var: Var, samples: Iterator[Floats], size: int) -> tuple[Floats, Floats]:
    """Lag matrices (size, p, m, m) and residual covariances (size, m, m) of samples, by their stacked normal equations."""
    width, lags = len(var.names), var.lags
    columns = width * (lags + 1)
    gram, sums = np.zeros((size, columns, columns)), np.zeros((size, columns))
    for path in samples:
        series = np.ascontiguousarray(path.T)
        rows = path.shape[0] // width - lags
        whole, each = series.strides
        # row t: period t to t + lags, one after the other; copied, since BLAS takes no overlapping rows
        windows = np.ascontiguousarray(np.lib.stride_tricks.as_strided(series, (size, rows, columns), (whole, width * each, each)))
        gram += np.swapaxes(windows, 1, 2) @ windows
        sums += windows.sum(axis=1)
    gram -= sums[:, :, None] * sums[:, None, :] / var.observations
    known = width * lags
    try:
        slopes = np.linalg.solve(gram[:, :known, :known], gram[:, :known, known:])
    except np.linalg.LinAlgError:
        raise fault(SINGULAR) from None
    left = gram[:, known:, known:] - np.swapaxes(gram[:, :known, known:], 1, 2) @ slopes
    blocks = slopes.reshape(size, lags, width, width)[:, ::-1]
    return np.swapaxes(blocks, -1, -2), left / var.df


def path_bands(draws: Floats, *, level: float = 0.68) -> tuple[Floats, Floats]:
    """Likelihood-based bands that follow how a response moves as a whole: `draws` (n, H + 1) to lower and upper (H + 1).

    The mean path, moved by the quantiles of its largest principal component over horizons (Sims and Zha 1999, Econometrica 67, 1113-1155,
    section 6). Bands at single periods hide that errors at neighbouring periods go together; these show it.
    """
    centre = draws.mean(axis=0)
    _, _, axes = np.linalg.svd(draws - centre, full_matrices=False)
    along = (draws - centre) @ axes[0]
    low, high = np.quantile(along, [(1 - level) / 2, (1 + level) / 2])
    ends = centre + np.outer([low, high], axes[0])
    return np.asarray(ends.min(axis=0)), np.asarray(ends.max(axis=0))
