"""What a file of event rows has to have: its columns by name and kind, checked before a row is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from detente.errors import DataRefused, Where

Kind = Literal["whole", "number", "date", "text", "other"]
"""What a column holds, in words that all engines' types come down to."""

_WANTED: Mapping[str, tuple[Kind, ...]] = {
    "day": ("whole",),
    "date": ("date",),
    "source": ("whole",),
    "target": ("whole",),
    "code": ("text", "whole"),
    "scale": ("number", "whole"),
    "quad": ("whole",),
    "n": ("whole",),
}
_ALWAYS = ("source", "target", "scale")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns that files have of those that an aggregation reads: `day` or `date`, `source`, `target`, `scale`, and if they
    are there `code`, `quad` and `n`. Other columns are not read."""

    names: frozenset[str]

    @property
    def day_column(self) -> str:
        """`day` (a day number) where the files have it, else `date`."""
        return "day" if "day" in self.names else "date"

    @property
    def day(self) -> str:
        """The day of a row, in SQL."""
        return f"events.{self.day_column}"

    @property
    def events_of_a_row(self) -> str:
        """How many events a row stands for, in SQL; a row whose `n` is empty stands for one."""
        return "CAST(coalesce(n, 1) AS DOUBLE)" if "n" in self.names else "CAST(1 AS DOUBLE)"

    @property
    def quad_class(self) -> str:
        """The quad class of a row, in SQL."""
        return "quad" if "quad" in self.names else "0"

    @property
    def has_quads(self) -> bool:
        """Whether rows have a quad class."""
        return "quad" in self.names


def layout_of(kinds: Mapping[str, Kind], file: str, *, drop_repeats: bool) -> Layout:
    """The layout of a file whose columns are of these kinds.

    Raises `DataRefused` 651 where a column is missing or holds something else, 652 where repeats are to be dropped and there is no
    `code` to know them by.
    """
    names = frozenset(kinds) & frozenset(_WANTED)
    if "day" in names:
        names -= {"date"}
    missing = [name for name in _ALWAYS if name not in names]
    if not names & {"day", "date"}:
        missing.insert(0, "day or date")
    if missing:
        raise DataRefused(651, f"there is no column {', '.join(missing)}", where=Where(file=file), todo=_TODO)
    for name in sorted(names):
        if kinds[name] not in _WANTED[name]:
            wanted = " or ".join({"whole": "whole numbers", "number": "numbers"}.get(kind, kind) for kind in _WANTED[name])
            raise DataRefused(651, f"the column {name} does not hold {wanted}", where=Where(file=file), todo=_TODO)
    if drop_repeats and "code" not in names:
        raise DataRefused(
            652, "repeats are known by their code, and there is none", where=Where(file=file), todo="Keep repeats, or add the codes."
        )
    return Layout(names=names)


_TODO = "Event rows have day (a day number) or date, source and target (COW numbers), scale, and if known code, quad and n."
