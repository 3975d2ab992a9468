"""Tail probabilities and quantiles of the usual distributions, from scipy (the extra `analysis`); arrays go in and come out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.extras import needs

Floats = npt.NDArray[np.float64]


def normal_cdf(z: npt.ArrayLike) -> Floats:
    """P(Z <= z) of the standard normal."""
    return np.asarray(needs("scipy.special").ndtr(z))


def normal_quantile(p: npt.ArrayLike) -> Floats:
    """The z with P(Z <= z) = p."""
    return np.asarray(needs("scipy.special").ndtri(p))


def t_two_sided(t: npt.ArrayLike, df: npt.ArrayLike) -> Floats:
    """P(|T| >= |t|) of Student's t with `df` degrees of freedom."""
    return np.asarray(2.0 * needs("scipy.special").stdtr(df, -np.abs(t)))


def t_quantile(p: npt.ArrayLike, df: npt.ArrayLike) -> Floats:
    """The t with P(T <= t) = p."""
    return np.asarray(needs("scipy.special").stdtrit(df, p))


def f_tail(f: npt.ArrayLike, df1: npt.ArrayLike, df2: npt.ArrayLike) -> Floats:
    """P(F >= f) of Fisher's F with `df1` and `df2` degrees of freedom."""
    return np.asarray(needs("scipy.special").fdtrc(df1, df2, f))


def chi2_tail(x: npt.ArrayLike, df: npt.ArrayLike) -> Floats:
    """P(X >= x) of chi-square with `df` degrees of freedom."""
    return np.asarray(needs("scipy.special").chdtrc(df, x))


def log_gamma(x: npt.ArrayLike) -> Floats:
    """The logarithm of the gamma function."""
    return np.asarray(needs("scipy.special").gammaln(x))
