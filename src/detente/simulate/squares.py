"""dX/dt = X^2: relations that strengthen where third parties agree, and end in two factions in finite time.

dx_ij/dt = sum over k of x_ik x_kj: i and j draw together over those about whom they agree, and apart over the others. X0 being symmetric
with eigenvalues l and eigenvectors V, X(t) = V diag(l / (1 - l t)) V': if the greatest eigenvalue l1 is above 0 all grows without bound at
t* = 1 / l1, and X(t) (1 - l1 t) / l1 goes to the product of the leading eigenvector with itself, whose **signs are the two factions**. If
no eigenvalue is above 0 all relations fade to 0.

Sources: Kulakowski, Gawronski and Gronek (2005), International Journal of Modern Physics C 16, 707-716; Marvel, Kleinberg, Kleinberg and
Strogatz (2011), PNAS 108, 1771-1776.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detente.theories.landscape import faults

Floats = npt.NDArray[np.float64]
_NEAR = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Squares:
    """The way of dX/dt = X^2 from a start: `values` (n, from the greatest) and `vectors` (n, n; columns) of X0."""

    start: Floats
    values: Floats
    vectors: Floats

    @cached_property
    def blow_up(self) -> float | None:
        """The time 1 / l1 at which relations grow without bound; None if they never do."""
        return float(1 / self.values[0]) if self.values[0] > _NEAR * max(1.0, float(np.abs(self.values).max())) else None

    @cached_property
    def single(self) -> bool:
        """Whether the greatest eigenvalue stands alone; else the start does not decide between divisions."""
        return len(self.values) < 2 or bool(self.values[0] - self.values[1] > _NEAR * np.abs(self.values).max())

    @property
    def factions(self) -> tuple[int | None, ...] | None:
        """The side of each state, 0 or 1, that of the first placed one being 0; None for a state of whom the leading eigenvector says
        nothing (an entry of 0). None altogether where nothing blows up or the greatest eigenvalue is not single."""
        if self.blow_up is None or not self.single:
            return None
        lead = self.vectors[:, 0]
        placed = np.abs(lead) > _NEAR
        ahead = np.sign(lead[placed][0])
        return tuple(int(np.sign(entry) != ahead) if known else None for entry, known in zip(lead.tolist(), placed.tolist(), strict=True))

    def at(self, time: float) -> Floats:
        """X at a time from 0 to before the blow-up, in closed form; `DetenteError` 715 for another."""
        if time < 0 or (self.blow_up is not None and time >= self.blow_up):
            raise faults.fault(faults.OUT_OF_RANGE, f"the time lies from 0 to before {self.blow_up}")
        return np.asarray((self.vectors * (self.values / (1 - self.values * time))) @ self.vectors.T)

    def stepped(self, time: float, steps: int = 2000) -> Floats:
        """X at a time by Runge and Kutta's rule of the fourth order, without the closed form: a check of it. Raises as `at`."""
        self.at(time)
        x, step = self.start.copy(), time / steps
        for _ in range(steps):
            one = x @ x
            two = (half := x + step / 2 * one) @ half
            three = (half := x + step / 2 * two) @ half
            four = (whole := x + step * three) @ whole
            x = x + step / 6 * (one + 2 * two + 2 * three + four)
        return x


def squares(relations: npt.ArrayLike) -> Squares:
    """The dynamics from a symmetric matrix of relations (n, n); the diagonal counts, and 0 there is usual.

    Every relation must be known: a missing one is not 0. Raises `DetenteError` 714 for a matrix that is not so.
    """
    start = np.array(relations, dtype=np.float64)
    if start.ndim != 2 or start.shape[0] != start.shape[1] or not len(start) or not np.isfinite(start).all():
        raise faults.fault(faults.NOT_COMPLETE, f"shape {start.shape}, {int((~np.isfinite(start)).sum())} not known")
    if not np.allclose(start, start.T, rtol=1e-12, atol=1e-12):
        raise faults.fault(faults.NOT_COMPLETE, "not alike both ways")
    values, vectors = np.linalg.eigh((start + start.T) / 2)
    return Squares(start=start, values=values[::-1].copy(), vectors=vectors[:, ::-1].copy())
