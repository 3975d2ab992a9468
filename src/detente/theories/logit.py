"""Logistic regression with errors that hold when rows come in clusters: the one model of threat, breakdown and onset.

P(y = 1) = 1 / (1 + exp(-(a + x b))), fitted by maximum likelihood (scikit-learn, Newton's method on standardised columns, with a ridge so
small that it only keeps a column without information from wandering). Rows of one dyad or one treaty are not independent: the covariance
is the sandwich V = c H^-1 (sum over clusters of s_g s_g') H^-1, with s_g the sum of (y - p) z over the rows of a cluster, H the
information and c = G/(G-1) (n-1)/(n-k). Tests use Student's t with G - 1 degrees of freedom, as few clusters give errors that are
too small. Sources: Liang and Zeger (1986), Biometrika 73, 13-22; Cameron and Miller (2015), Journal of Human Resources 50, 317-372.

Errors: 720 rows and outcomes that do not go together, 721 nothing to learn from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import DetenteError
from detente.extras import needs
from detente.theories.tails import t_two_sided

Floats = npt.NDArray[np.float64]
CONSTANT = "(constant)"
RIDGE = 1e-6
"""Weight of the squares of standardised coefficients; one row weighs about 1."""


@dataclass(frozen=True, kw_only=True)
class Logit:
    """A fitted model. `coefficients` are log odds for one unit of each term, the constant first; NaN errors for a term that never varied.

    `covariance` is robust to clusters. `rows`, `events` (rows with y = 1) and `clusters` are what it was fitted on.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    rows: int
    events: int
    clusters: int
    log_likelihood: float

    @property
    def errors(self) -> Floats:
        """The standard error of each coefficient."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def p_values(self) -> Floats:
        """Two-sided, that the coefficient is 0."""
        return np.asarray(t_two_sided(self.coefficients / self.errors, max(1, self.clusters - 1)), dtype=np.float64)

    def of(self, name: str) -> tuple[float, float, float]:
        """Coefficient, standard error and p-value of a term; `DetenteError` 720 where it has none of that name."""
        if name not in self.names:
            raise DetenteError(720, f"the model has no term {name!r}", todo=f"It has {', '.join(self.names)}.")
        at = self.names.index(name)
        return float(self.coefficients[at]), float(self.errors[at]), float(self.p_values[at])

    def probabilities(self, x: npt.ArrayLike) -> Floats:
        """The probability of each row of `x` (rows, terms without the constant)."""
        return _logistic(self.coefficients[0] + np.asarray(x, dtype=np.float64) @ self.coefficients[1:])

    def table(self) -> pl.DataFrame:
        """One row a term: `term`, `coefficient`, `error`, `odds_ratio`, `p_value`."""
        columns = {
            "term": list(self.names),
            "coefficient": self.coefficients,
            "error": self.errors,
            "odds_ratio": np.exp(np.clip(self.coefficients, -700, 700)),
            "p_value": self.p_values,
        }
        return pl.DataFrame(columns).with_columns(pl.col("error", "p_value").fill_nan(None))


def fit_logit(
    x: npt.ArrayLike, y: npt.ArrayLike, *, names: Sequence[str], clusters: npt.ArrayLike | None = None, ridge: float = RIDGE
) -> Logit:
    """Fit `y` (0 or 1) on the terms `x` (rows, terms); `clusters` names the cluster of each row, each row its own by default.

    A term that never varies gets the coefficient 0 and no error. Raises `DetenteError` 720 where sizes or names do not fit or a number
    is missing, and 721 where `y` is never 1 or never 0.
    """
    design, outcome = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    groups = np.arange(outcome.size) if clusters is None else np.unique(np.asarray(clusters), return_inverse=True)[1]
    _check(design, outcome, names, groups)
    mean, spread = design.mean(axis=0), design.std(axis=0)
    varies = spread > 1e-12 * (1 + np.abs(mean))
    z = np.column_stack([np.ones(outcome.size), (design[:, varies] - mean[varies]) / spread[varies]])
    found = _maximum(z[:, 1:], outcome, ridge)
    covariance = sandwich(z, outcome, found, groups, ridge=ridge)
    back = np.zeros((design.shape[1] + 1, z.shape[1]))  # from standardised columns to the terms' own units
    back[0, 0] = 1
    for place, column in enumerate(np.flatnonzero(varies), start=1):
        back[column + 1, place] = 1 / spread[column]
        back[0, place] = -mean[column] / spread[column]
    whole = back @ covariance @ back.T
    still = np.flatnonzero(~varies) + 1
    whole[still, still] = np.nan
    p = np.clip(_logistic(z @ found), 1e-300, 1 - 1e-16)
    return Logit(
        names=(CONSTANT, *names),
        coefficients=back @ found,
        covariance=whole,
        rows=outcome.size,
        events=int(outcome.sum()),
        clusters=int(groups.max()) + 1,
        log_likelihood=float(np.where(outcome == 1, np.log(p), np.log1p(-p)).sum()),
    )


def sandwich(z: Floats, y: Floats, coefficients: Floats, groups: npt.NDArray[np.int64], *, ridge: float = 0.0) -> Floats:
    """The covariance of `coefficients` of design `z` (constant included) that allows rows of one group to depend on each other."""
    p = _logistic(z @ coefficients)
    information = (z * (p * (1 - p))[:, None]).T @ z + ridge * np.eye(z.shape[1])
    count = int(groups.max()) + 1
    summed = np.zeros((count, z.shape[1]))
    np.add.at(summed, groups, z * (y - p)[:, None])
    bread = np.linalg.pinv(information, hermitian=True)
    small = count / max(1, count - 1) * (y.size - 1) / max(1, y.size - z.shape[1])
    return np.asarray(small * bread @ (summed.T @ summed) @ bread)


def _maximum(z: Floats, y: Floats, ridge: float) -> Floats:
    """The coefficients, the constant first; a model without terms has its constant in closed form."""
    if not z.shape[1]:
        return np.array([np.log(y.mean() / (1 - y.mean()))])
    model = needs("sklearn.linear_model").LogisticRegression(C=1 / ridge, solver="newton-cholesky", tol=1e-8, max_iter=100)
    model.fit(z, y)
    return np.concatenate([model.intercept_, model.coef_[0]])


def _check(design: Floats, outcome: Floats, names: Sequence[str], groups: npt.NDArray[np.int64]) -> None:
    fits = design.ndim == 2 and design.shape == (outcome.size, len(names)) and groups.size == outcome.size
    if not fits or not (np.isfinite(design).all() and np.isin(outcome, (0.0, 1.0)).all()):
        todo = "Give one row of known numbers a case, one name a column, and 0 or 1 for what happened."
        raise DetenteError(720, "terms, names and outcomes do not go together, or are not all known", todo=todo)
    if not 0 < outcome.sum() < outcome.size:
        raise DetenteError(721, "there is nothing to learn from: it happened always, or never", todo="Take more years or more pairs.")


def _logistic(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -700, 700))))
