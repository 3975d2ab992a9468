"""Made scores of pairs of states, with independent or remembering draws, for tests of triangles and turning points."""

import numpy as np

from detente.relations.paths import Paths

PAIRS = (("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA"))


def paths(x, se=0.3, *, first=1950, n=400, memory=0.0, dyads=PAIRS, evidence=None, seed=1):
    """Paths whose draws are normal about `x` (pairs, years) with standard error `se` and autocorrelation `memory`."""
    mean = np.atleast_2d(np.asarray(x, dtype=np.float64))
    error = np.broadcast_to(np.asarray(se, dtype=np.float64), mean.shape)
    noise = np.random.default_rng(seed).standard_normal((n, *mean.shape))
    for at in range(1, mean.shape[1]):
        noise[:, :, at] = memory * noise[:, :, at - 1] + np.sqrt(1 - memory**2) * noise[:, :, at]
    years = tuple(range(first, first + mean.shape[1]))
    told = np.ones(mean.shape, dtype=bool) if evidence is None else np.asarray(evidence)
    return Paths(
        dyads=tuple(dyads)[: len(mean)],
        labels=tuple(map(str, years)),
        years=years,
        x=mean,
        se=np.array(error),
        draws=mean + error * noise,
        evidence=told,
        seed=seed,
    )
