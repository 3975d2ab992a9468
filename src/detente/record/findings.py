"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An invariant that does not hold: which check found it, where, and what is wrong."""

    check: str
    where: str
    what: str
