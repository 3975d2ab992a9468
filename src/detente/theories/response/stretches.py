"""Covered stretches of several series, and the rows of a regression on their past that never reach across a gap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.theories.response.faults import NO_PERIODS, TOO_SHORT, fault

Floats = npt.NDArray[np.float64]
Data = npt.ArrayLike | Sequence[npt.ArrayLike]


def stretches_of(data: Data) -> tuple[Floats, ...]:
    """The runs of periods in which every series is known, each (periods, series), in order of time.

    `data` is one table (periods, series), in which NaN marks what is not covered, or a sequence of such tables that do not follow on one
    another. Raises D700 where no period is covered.
    """
    tables = list(data) if isinstance(data, list | tuple) and data and np.ndim(data[0]) == 2 else [data]
    found: list[Floats] = []
    for table in tables:
        values = np.asarray(table, dtype=np.float64)
        values = values.reshape(len(values), -1)
        known = np.isfinite(values).all(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
        found += [np.ascontiguousarray(values[start:end]) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    if not found:
        raise fault(NO_PERIODS)
    return tuple(found)


def lagged(stretches: Sequence[Floats], lags: int, *, skip: int | None = None, ahead: int = 1) -> tuple[Floats, Floats]:
    """The regression rows of all stretches: `x` (rows, series x lags + 1) and `y` (rows, series).

    Columns of `x`: all series one period back, all two back, ... and 1 for the constant last. `skip` leaves out so many periods at the head
    of each stretch instead of `lags` (a common sample for several numbers of lags); `ahead` moves `y` that many periods past the newest
    regressor. A stretch too short to give a row gives none; D701 where none does.
    """
    head = max(lags, skip or 0)
    xs, ys = [], []
    for values in stretches:
        rows = len(values) - head - ahead + 1
        if rows > 0:
            past = [values[head - lag : head - lag + rows] for lag in range(1, lags + 1)]
            xs.append(np.hstack([*past, np.ones((rows, 1))]))
            ys.append(values[head + ahead - 1 :])
    if not xs:
        raise fault(TOO_SHORT, f"{lags} lags")
    return np.vstack(xs), np.vstack(ys)
