"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An invariant that does not hold: which check found it, where, and what is wrong.

    A `note` is something a reader should know that need not be wrong: a deed by a state before it was
    a member of the system of states, as the recognition of a new one often is.
    """

    check: str
    where: str
    what: str
    note: bool = False
